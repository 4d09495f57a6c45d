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
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from .certificates import Certificate, text
from .certificates import known as kept
from .checker import ABSURD, CONTRARY, SELECTION, Reader, Statement, Term, Tree, check, forced, instances, term
from .progress import Bar
from .statements import Claim, claims

Row: TypeAlias = tuple[str, Mapping[int, Term]]
ROUNDS, AT_ONCE, LOOKED_AT, CASES = 60, 12, 400, 6
"""Models that are asked for; instances added of a source at once, of so many; cases that a certificate may name."""


def certificate(statement: Statement, rounds: int = ROUNDS) -> dict[str, Any] | None:
    """Return a certificate of a statement, or None if none was found: which does not mean that there is none."""
    search = Search(statement)
    rows = search.contradiction(rounds)
    return None if rows is None else search.written(search.fewest(rows))


def restricted(statement: Statement, claim: Claim) -> Statement:
    """Return a statement with no more lemmas and premises than a claim names."""
    lemmas, premises = (
        known if named is None else {name: each for name, each in known.items() if name in named}
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
        self.add_terms(self.read.constants.values())

    def add_terms(self, found: Collection[Term]) -> None:
        for each in found:
            known = self.terms.setdefault(each[0], [])
            if each not in known:
                known.append(each)

    def contradiction(self, rounds: int) -> list[Row] | None:
        """Return instances that contradict each other."""
        rows: list[Row] = [(source, {}) for source in self.read.trees]
        solver = Solver()
        for _ in range(rounds):
            parts = self.ground(rows)
            self.add_terms([each for part in parts for atom in atoms(part) for each in atom if isinstance(each, tuple)])
            model = solver.model(parts)
            if model is None:
                return rows
            self.model = model
            more = self.false(rows, eager=False) or self.false(rows, eager=True)
            if not more:
                return None
            rows += more
        return None

    def ground(self, rows: Sequence[Row]) -> list[Tree]:
        """Return what instances say."""
        by_source: dict[str, list[Mapping[int, Term]]] = {}
        for source, row in rows:
            by_source.setdefault(source, []).append(row)
        return [
            part
            for source, those in by_source.items()
            for _, part in instances(self.read.trees[source], source, those, {})
        ]

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
        for source in self.read.trees:
            fewer = [row for row in rows if row[0] != source]
            if len(fewer) < len(rows) and Solver().model(self.ground(fewer)) is None:
                rows = fewer
        step = max(len(rows) // 2, 1)
        while step:
            at = 0
            while at < len(rows):
                fewer = rows[:at] + rows[at + step :]
                if Solver().model(self.ground(fewer)) is None:
                    rows = fewer
                else:
                    at += step
            step //= 2
        return rows

    # Writing ------------------------------------------------------------------------------------------

    def written(self, rows: Sequence[Row]) -> dict[str, Any] | None:
        """Return the certificate that names these instances."""
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
        while open_cases(parts, chosen)[0]:
            if len(chosen) == CASES:
                return None
            chosen.append(min(every, key=lambda atom: open_cases(parts, [*chosen, atom])))
        return chosen


LETTERS = {"policy": "π", "objective": "R"}


def open_cases(parts: Sequence[Tree], chosen: Sequence[Any]) -> tuple[int, int]:
    """Return how many cases are left open, and less the more is known in them."""
    left = [known for known in [{ABSURD: False}] if propagated(parts, known)]
    for atom in chosen:
        split = [{**known, atom: holds} for known in left for holds in (True, False)]
        left = [known for known in split if propagated(parts, known)]
    return len(left), -sum(map(len, left))


def propagated(parts: Sequence[Tree], known: dict[Any, bool]) -> bool:
    """Add to what is known; return whether it does not contradict itself."""
    before = -1
    while len(known) > before:
        before = len(known)
        for part in parts:
            for _, (holds, atom) in forced(part, known, ()):
                if known.setdefault(atom, holds) is not holds:
                    return False
    return True


def atoms(tree: Tree) -> Iterator[Any]:
    """Yield the atoms of a tree without quantifiers."""
    kind, *rest = tree
    if kind == "is":
        yield rest[0][1]
    else:
        for part in rest:
            yield from atoms(part)


def size(each: Term) -> int:
    """Return how many names a term is made of."""
    return 1 + sum(map(size, each[2:]))


class Solver:
    """A solver is z3, told of trees without quantifiers, each once."""

    def __init__(self) -> None:
        try:
            import z3
        except ImportError:
            raise ImportError("finding certificates needs z3: pip install 'toymodel[prover]'") from None
        self.z3: Any = z3
        self.solver, self.atoms, self.told = z3.SolverFor("QF_FD"), dict[Any, Any](), set[Tree]()

    def model(self, parts: Sequence[Tree]) -> dict[Any, bool] | None:
        """Return which atoms hold in a model of these trees, and of those told before; None if there is none."""
        for part in parts:
            if part not in self.told:
                self.told.add(part)
                self.solver.add(self.said(part))
        if str(self.solver.check()) == "unsat":
            return None
        model = self.solver.model()
        return {atom: self.z3.is_true(model.eval(each)) for atom, each in self.atoms.items()}

    def said(self, tree: Tree) -> Any:
        kind, *rest = tree
        if kind == "is":
            holds, atom = rest[0]
            known = self.atoms.setdefault(atom, self.z3.Bool(f"a{len(self.atoms)}"))
            return known if holds else self.z3.Not(known)
        return (self.z3.And if kind == "and" else self.z3.Or)(*map(self.said, rest))


# The file ---------------------------------------------------------------------------------------------

HERE = Path(__file__).with_name("certificates.json")


def holds(statement: Statement, given: Certificate | None) -> bool:
    """Return whether a certificate proves a statement."""
    try:
        return given is not None and bool(check(statement, given))
    except ValueError:
        return False


def found(claim: Claim, before: Sequence[Certificate]) -> Certificate | None:
    """Return a certificate of a claim, from what it names: one of those found before, if one will do, or another."""
    statement = restricted(claim.make(), claim)
    sources = {*statement.lemmas, *statement.premises, CONTRARY, SELECTION}
    likely = (each for each in before if all(line[0] in sources for line in each["lines"]))
    return next((each for each in likely if holds(statement, each)), None) or certificate(statement)


def main(path: Path = HERE) -> None:
    """Look for the certificates that are missing, and write the file."""
    old = kept() if path.exists() else {}
    new: dict[str, dict[str, Certificate]] = {}
    before: dict[str, Certificate] = {}
    all_claims = list(claims())
    with Bar("certifying", sys.stderr) as bar:
        for done, claim in enumerate(all_claims, 1):
            one = old.get(claim.table, {}).get(claim.name)
            if not holds(restricted(claim.make(), claim), one):
                one = found(claim, list(before.values())[::-1])
            if one is not None:
                new.setdefault(claim.table, {})[claim.name] = before.setdefault(json.dumps(one), one)
            bar(done, len(all_claims))
    path.write_text(text(new), "utf-8")


if __name__ == "__main__":
    main()
