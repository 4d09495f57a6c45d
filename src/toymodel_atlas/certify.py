"""Certificates are found here, with z3, for `toymodel_atlas.checker` to check.

Of lemmas, premises and the contrary of the conclusion, those instances are collected that are false in the model that
z3 has of what was collected before, until it has no model. What is not needed is then dropped, and cases are named
where unit propagation stops. What is found is kept in ``certificates.json``. ``python -m toymodel_atlas.certify`` keeps
what is there and holds, and looks for the rest (some minutes); a test asks whether it is all there and holds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, product
from math import prod
from pathlib import Path
from typing import Any, TypeAlias

from toymodel.logic import Formula
from toymodel.progress import Bar

from .badges import OPTIONS, attempts
from .certificates import Certificate, text
from .certificates import known as kept
from .checker import CONTRARY, SELECTION, Reader, Statement, Term, Tree, check, instances, sources, term
from .settled import entries, entries_twice
from .solver import Solver, atoms, open_cases, paths, size
from .statements import SHARING, Claim, claims
from .status import name_of
from .steps import Step
from .twice import within

Row: TypeAlias = tuple[str, Mapping[int, Term]]
ROUNDS, AT_ONCE, LOOKED_AT, CASES, SECONDS, ALIKE = 60, 12, 400, 6, 30, 8
DEEPEST, MOST = 3, 50_000
"""Models that are asked for; instances added of a source at once, of so many; cases that a certificate may name;
processor time that one may take; and how many sets of lemmas are tried."""


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


class Search:
    """A search collects instances of what a statement's sources say."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.read = Reader(statement, [*statement.lemmas, *statement.premises, CONTRARY])
        self.terms: dict[str, list[Term]] = {}
        self.model: dict[Any, bool] = {}
        self.solver = Solver()
        self.add_terms(self.read.constants.values())

    def add_terms(self, found: Collection[Term]) -> None:
        for each in found:
            known = self.terms.setdefault(each[0], [])
            if each not in known:
                known.append(each)

    def contradiction(self, rounds: int) -> list[Row] | None:
        """Return instances that contradict each other."""
        rows: list[Row] = [(source, {}) for source in self.read.trees]
        parts = dict[Tree, None]()
        for _ in range(rounds):
            parts.update(dict.fromkeys(self.ground(rows)))
            self.add_terms([each for part in parts for atom in atoms(part) for each in atom if isinstance(each, tuple)])
            model = self.solver.model(parts)
            if model is None:
                return rows
            self.model = model
            more = self.false(rows, eager=False) or self.false(rows, eager=True)
            if not more:
                return None
            rows += more
        return None

    def exhaustive(self, rounds: int) -> list[Row] | None:
        """Return instances that contradict each other among all instances of what has been named, in a few rounds."""
        rows: list[Row] = [(source, {}) for source in self.read.trees]
        for _ in range(rounds):
            parts = self.ground(rows)
            self.add_terms([each for part in parts for atom in atoms(part) for each in atom if isinstance(each, tuple)])
            rows = []
            for source, tree in self.read.trees.items():
                for way in sorted(set(paths(tree))):
                    put = [self.terms.get(self.read.sort(source, k), []) for k in way]
                    if len(rows) + prod(map(len, put)) > MOST:
                        return None
                    rows += [(source, dict(zip(way, each, strict=True))) for each in product(*put)]
            if self.solver.model(self.ground(rows)) is None:
                return rows
        return None

    def ground(self, rows: Sequence[Row]) -> list[Tree]:
        """Return what instances say."""
        return [part for _, _, part in self.parts(rows)]

    def parts(self, rows: Sequence[Row]) -> Iterator[tuple[str, Mapping[int, Term], Tree]]:
        """Yield what instances say, part by part, each with its source and its values."""
        by_source: dict[str, list[Mapping[int, Term]]] = {}
        for source, row in rows:
            by_source.setdefault(source, []).append(row)
        for source, those in by_source.items():
            for values, part in instances(self.read.trees[source], source, those, {}):
                yield source, values, part

    def false(self, rows: Sequence[Row], eager: bool) -> list[Row]:
        """Return further instances that are false in the model, small ones first; eagerly, whatever may be false."""
        found: list[Row] = []
        for source, tree in self.read.trees.items():
            known = [row for of, row in rows if of == source]
            new = [row for row in islice(self.fails(tree, source, {}, eager), LOOKED_AT) if row not in known]
            new.sort(key=lambda row: sum(map(size, row.values())))
            found += [(source, row) for row in new[:AT_ONCE]]
        return found

    def fails(self, tree: Tree, source: str, values: Mapping[int, Term], eager: bool) -> Iterator[dict[int, Term]]:
        """Yield values of quantifiers for which a tree does not hold in the model."""
        kind, *rest = tree
        if kind == "is":
            holds, symbol, places = rest
            atom = (*symbol, *(term(each, values) for each in places))
            if self.model.get(atom, not holds if eager else False) is not holds:
                yield {}
        elif kind == "and":
            for part in rest:
                yield from self.fails(part, source, values, eager)
        elif kind == "or":
            yield from self.all_fail(sorted(rest, key=lambda part: part[0] != "is"), source, values, eager)
        elif kind == "some":
            (sort, number), of, part = rest
            made = (sort, (source, number), *(values[each] for each in of))
            yield from self.fails(part, source, {**values, number: made}, eager)
        else:
            number, part = rest
            for put in self.terms.get(self.read.sort(source, number), ()):
                for row in self.fails(part, source, {**values, number: put}, eager):
                    yield {number: put, **row}

    def all_fail(
        self, parts: Sequence[Tree], source: str, values: Mapping[int, Term], eager: bool
    ) -> Iterator[dict[int, Term]]:
        if not parts:
            yield {}
            return
        for first in self.fails(parts[0], source, values, eager):
            for others in self.all_fail(parts[1:], source, values, eager):
                yield {**first, **others}

    def fewest(self, rows: list[Row]) -> list[Row]:
        """Return rows that contradict each other, none of which can be left out."""
        parts = list(self.parts(rows))
        needed = [parts[k][:2] for k in self.solver.core([part for _, _, part in parts])]
        rows = [
            (source, row)
            for source, row in rows
            if any(source == of and all(row.get(k, put) == put for k, put in values.items()) for of, values in needed)
        ]
        for row in rows[::-1]:
            fewer = [other for other in rows if other is not row]
            if self.solver.contradictory(self.ground(fewer)):
                rows = fewer
        return rows

    # Writing ------------------------------------------------------------------------------------------

    def written(self, rows: Sequence[Row]) -> dict[str, Any] | None:
        """Return the certificate that names these instances, the contrary's and those of premises first."""
        first = [CONTRARY, *self.statement.premises]
        rows = sorted(rows, key=lambda row: first.index(row[0]) if row[0] in first else len(first))
        names: dict[Term, str] = {each: name for name, each in self.read.constants.items()}
        made: dict[str, list[Any]] = {}

        def name(each: Term) -> str:
            if each not in names:
                of = [name(other) for other in each[2:]]
                number = 1 + sum(other.startswith(LETTERS[each[0]]) for other in made)
                names[each] = f"{LETTERS[each[0]]}{number}"
                made[names[each]] = [*each[1], *of]
            return names[each]

        lines = []
        for source, row in rows:
            put = [name(row[number]) if number in row else None for number in self.read.forall.get(source, ())]
            while put and put[-1] is None:
                put.pop()
            lines.append([source, *put])
        cases = self.cases(self.ground(rows))
        if cases is None:
            return None
        split = [
            [[each for each in atom if not isinstance(each, tuple)], [name(e) for e in atom if isinstance(e, tuple)]]
            for atom in cases
        ]
        found = {"witnesses": made, "lines": lines, "cases": split}
        return {key: value for key, value in found.items() if value}

    def cases(self, parts: Sequence[Tree]) -> list[Any] | None:
        """Return atoms by whose cases unit propagation comes to a contradiction, few of them."""
        chosen: list[Any] = []
        every = dict.fromkeys(atom for part in parts for atom in atoms(part))
        while open_cases(parts, chosen):
            if len(chosen) == CASES:
                return None
            left = [atom for atom in every if atom not in chosen]
            chosen.append(min(left, key=lambda atom: open_cases(parts, [*chosen, atom])))
        for atom in tuple(chosen):
            fewer = [other for other in chosen if other != atom]
            chosen = chosen if open_cases(parts, fewer) else fewer
        return chosen


LETTERS = {"policy": "π", "objective": "R"}


# The file ---------------------------------------------------------------------------------------------

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
            if done % AT_ONCE == 0 or done == len(all_claims):
                path.write_text(text(new), "utf-8")


if __name__ == "__main__":
    main()
