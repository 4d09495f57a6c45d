"""Instances that contradict each other are searched for, of what a statement's sources say, with z3.

Of lemmas, premises and the contrary of the conclusion, those instances are collected that are false in the model that
z3 has of what was collected before, until it has no model. What is not needed is then dropped, and cases are named
where unit propagation stops.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod
from typing import Any, TypeAlias

from .checker import CONTRARY, Reader, Statement, Term, Tree, instances, term
from .solver import Solver, atoms, open_cases, paths, size

Row: TypeAlias = tuple[str, Mapping[int, Term]]
AT_ONCE, LOOKED_AT, CASES, MOST = 12, 400, 6, 50_000
"""Instances added of a source at once, of so many; cases that a certificate may name; instances tried at once."""
LETTERS = {"policy": "π", "objective": "R"}


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
        """Add terms that quantifiers may speak of."""
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
        """Yield values of quantifiers for which none of these trees holds in the model."""
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
