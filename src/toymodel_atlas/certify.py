"""Certificates are found here, with z3, for `toymodel_atlas.checker` to check.

``python -m toymodel_atlas.certify`` keeps what ``certificates.json`` has and holds, and looks for the rest (some
minutes); a test asks whether it is all there and holds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from toymodel.logic import Formula
from toymodel.progress import Bar

from .badges import OPTIONS, attempts
from .certificates import Certificate, text
from .certificates import known as kept
from .checker import CONTRARY, SELECTION, Statement, check, sources
from .instances import Search
from .settled import entries, entries_twice
from .solver import Solver
from .statements import SHARING, Claim, claims
from .status import name_of
from .steps import Step
from .twice import within

ROUNDS, DEEPEST, SECONDS, ALIKE, WRITTEN = 60, 3, 30, 8, 12
"""Models that are asked for; how often all instances of what has been named are taken; processor time that a
certificate may take; how many sets of lemmas are tried; and after how many claims the file is written."""


def certificate(statement: Statement, rounds: int = ROUNDS) -> dict[str, Any] | None:
    """Return a certificate of a statement, or None if none was found: which does not mean that there is none."""
    for way in (partial(Search.contradiction, rounds=rounds), partial(Search.exhaustive, rounds=DEEPEST)):
        search = Search(statement)
        rows = way(search)
        if rows is not None:
            return search.written(search.fewest(rows))
    return None


def by_way(statement: Statement) -> dict[str, Any] | None:
    """Return a certificate that proves first whatever it can of what may be proved first."""
    first = dict[str, Any]()
    for name, formula in statement.between.items():
        one = certificate(replace(statement, conclusion=formula))
        if one is not None:
            first[name], statement = one, replace(statement, lemmas={**statement.lemmas, name: formula})
    last = certificate(statement) if first else None
    if last is None:
        return None
    used = {line[0] for each in (*first.values(), last) for line in each["lines"]}
    return {"first": {name: each for name, each in first.items() if name in used}, **last}


def by_steps(statement: Statement, steps: Sequence[Step]) -> dict[str, Any] | None:
    """Return a certificate that proves first what the steps of a proof say, each from just what it names."""
    first, shown = dict[str, Any](), dict[str, Formula]()
    for step in steps:
        lemmas = {
            name: each
            for name, each in statement.lemmas.items()
            if name in step.lemmas
            or name.endswith("is a candidate")
            or (name in shown and each in step.lemmas.values())
        }
        premises = {name: each for name, each in statement.premises.items() if each in step.premises}
        asked = replace(statement, conclusion=step.conclusion, lemmas=lemmas, premises=premises)
        one = certificate(asked)
        if one is None or step is steps[-1]:
            return one and {"first": first, **one}
        (name,) = (name for name, each in statement.between.items() if each == step.conclusion and name not in shown)
        first[name], shown[name] = one, step.conclusion
        statement = replace(statement, lemmas={**statement.lemmas, name: step.conclusion})
    return None


def restricted(statement: Statement, claim: Claim) -> Statement:
    """Return a statement with no more lemmas and premises than a claim names."""
    lemmas, premises = (
        known if named is None else {name: each for name, each in known.items() if name in (*named, SHARING)}
        for known, named in ((statement.lemmas, claim.lemmas), (statement.premises, claim.needs))
    )
    return replace(statement, lemmas=lemmas, premises=premises)


HERE = Path(__file__).with_name("certificates.json")


def holds(statement: Statement, given: Certificate | None) -> bool:
    """Return whether a certificate proves a statement."""
    try:
        return given is not None and bool(check(statement, given))
    except ValueError:
        return False


def found(claim: Claim, before: Sequence[Certificate]) -> Certificate | None:
    """Return a certificate of a claim, from what it names: one of those found before, if one will do, or another.

    Where no lemmas are named, those that others used are tried together before all are.
    """
    statement = restricted(claim.make(), claim)
    known = {*statement.lemmas, *statement.premises, CONTRARY, SELECTION}
    likely = [each for each in before if "first" not in each and sources(each) <= known]
    for each in likely:
        if holds(statement, each):
            return each
    if steps := claim.steps():
        return within(len(steps) * SECONDS, partial(by_steps, statement, steps))
    used = (frozenset(line[0] for line in each["lines"]) for each in likely)
    for names in dict.fromkeys((*hints(claim), *islice(used if claim.lemmas is None else (), ALIKE))):
        lemmas = {name: each for name, each in statement.lemmas.items() if name in names}
        one = within(SECONDS / ALIKE, partial(certificate, replace(statement, lemmas=lemmas)))
        if one is not None:
            return one
    return within(SECONDS, partial(certificate, statement)) or within(SECONDS, partial(by_way, statement))


def hints(claim: Claim) -> Iterator[frozenset[str]]:
    """Yield sets of lemmas that are likely to suffice for a badge."""
    if claim.table in OPTIONS and claim.lemmas is None:
        (known,) = (each for each in (*entries(), *entries_twice()) if name_of(each) == claim.name)
        yield from map(frozenset, attempts(claim.table, known.cell, known.lemmas))


def main(path: Path = HERE) -> None:
    """Look for the certificates that are missing, and write the file as it grows."""
    old = kept() if path.exists() else {}
    new: dict[str, dict[str, Certificate]] = {}
    before: dict[str, Certificate] = {json.dumps(each): each for row in old.values() for each in row.values()}
    all_claims = list(claims())
    Solver()  # z3 is imported before time is kept
    with Bar("certifying", sys.stderr) as bar:
        for done, claim in enumerate(all_claims, 1):
            one = old.get(claim.table, {}).get(claim.name)
            if not holds(restricted(claim.make(), claim), one):
                one = found(claim, list(before.values())[::-1])
            if one is None:
                sys.stderr.write(f"no certificate of {claim.table}: {claim.name}\n")
            else:
                new.setdefault(claim.table, {})[claim.name] = before.setdefault(json.dumps(one), one)
            bar(done, len(all_claims))
            if done % WRITTEN == 0:
                kept_too = {table: {**old.get(table, {}), **new.get(table, {})} for table in {**old, **new}}
                path.write_text(text(kept_too), "utf-8")
    path.write_text(text(new), "utf-8")


if __name__ == "__main__":
    main()
