r"""The relative interior of a cone {x : E x = 0, G x ≥ 0} has a point that is found exactly.

Such a point satisfies strictly every inequality that some point of the cone satisfies strictly;
the others hold with equality on the whole cone. It is found with the simplex method on
integers: one common denominator for the whole dictionary, so that no fraction is ever reduced
(Edmonds 1967; as in Avis's lrs), and the smallest index first, so that it ends (Bland 1977).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm


def interior(
    equal: Sequence[Sequence[Fraction]], inside: Sequence[Sequence[Fraction]], size: int
) -> tuple[tuple[Fraction, ...], frozenset[int]]:
    """Return a point in the relative interior of {x ∈ ℚ^size : equal·x = 0, inside·x ≥ 0}.

    Parameters
    ----------
    equal, inside : sequence of rows of length ``size``
    size : int
        The number of unknowns.

    Returns
    -------
    (point, strict)
        The point, and the indices of the rows of ``inside`` that are positive there. Every
        other row of ``inside`` is zero on the whole cone.

    Examples
    --------
    >>> one = Fraction(1)
    >>> interior([], [[one, 0 * one], [-one, one], [one, -one]], 2)  # x ≥ 0, y = x
    ((Fraction(1, 1), Fraction(1, 1)), frozenset({0}))
    """
    table = _Dictionary([_whole(row) for row in equal], [_whole(row) for row in inside], size)
    unknown = {row for row, entries in enumerate(inside) if any(entries)}
    point, strict = [Fraction(0)] * size, set[int]()
    while unknown:
        found = table.climb(unknown)
        if not found:
            break
        point = [x + y for x, y in zip(point, table.point(), strict=True)]
        strict |= found
        unknown -= found
    return tuple(point), frozenset(strict)


class _Dictionary:
    """A dictionary has every basic variable as (constant + Σ coefficient · nonbasic variable) / denominator.

    Variables are numbered: the unknowns x first, then one slack for each row of ``inside``,
    and last what is left of 1 when all slacks are subtracted, which keeps the search bounded.
    """

    def __init__(self, equal: list[list[int]], inside: list[list[int]], size: int) -> None:
        self.size = size
        self.slacks = range(size, size + len(inside))
        self.rest = size + len(inside)
        self.denominator = 1
        self.nonbasic = list(range(size))
        total = [-sum(column) for column in zip(*inside, strict=True)] or [0] * size
        rows = {**dict(zip(self.slacks, inside, strict=True)), self.rest: total}
        rows |= {-1 - k: row for k, row in enumerate(equal)}  # an equality is a slack that stays 0
        self.rows = {name: [int(name == self.rest), *row] for name, row in rows.items()}
        for name in [name for name in self.rows if name < 0]:
            column = next((j for j, x in enumerate(self.rows[name][1:]) if x), None)
            if column is None:
                del self.rows[name]
            else:
                self._pivot(name, column)
                self._drop(column)
        # The unknowns may have any sign. They enter once and are never looked at again; what
        # no slack depends on stays 0.
        for x in [x for x in self.nonbasic if x < size]:
            column = self.nonbasic.index(x)
            row = next((name for name in self.rows if name in self.slacks and self.rows[name][column + 1]), None)
            if row is not None:
                self._pivot(row, column)

    def climb(self, wanted: set[int]) -> frozenset[int]:
        """Move until some wanted slack is positive; return all wanted slacks that are, or none if none can be."""
        while True:
            positive = frozenset(k for k in wanted if self._value(self.slacks[k]) > 0)
            if positive:
                return positive
            entering = self._entering(wanted)
            if entering is None:
                return frozenset()
            limits = [
                (Fraction(row[0], -row[entering + 1]), name)
                for name, row in self.rows.items()
                if name >= self.size and row[entering + 1] < 0
            ]
            self._pivot(min(limits)[1], entering)

    def point(self) -> list[Fraction]:
        """Return the unknowns at this vertex."""
        return [Fraction(self._value(x), self.denominator) for x in range(self.size)]

    def _value(self, name: int) -> int:
        return self.rows[name][0] if name in self.rows else 0

    def _entering(self, wanted: set[int]) -> int | None:
        """Return the column of the smallest variable that increases the sum of the wanted slacks."""
        names = [self.slacks[k] for k in wanted]
        basic = [self.rows[name] for name in names if name in self.rows]
        useful = [
            (name, column)
            for column, name in enumerate(self.nonbasic)
            if name >= self.size
            and sum(row[column + 1] for row in basic) + (self.denominator if name in names else 0) > 0
        ]
        return min(useful)[1] if useful else None

    def _pivot(self, leaving: int, column: int) -> None:
        """Let the nonbasic variable of the column and a basic one change places."""
        pivot_row, old, place = self.rows.pop(leaving), self.denominator, column + 1
        pivot = pivot_row[place]
        sign = 1 if pivot > 0 else -1
        for name, row in self.rows.items():
            factor = row[place]
            if factor:
                changed = [sign * ((x * pivot - factor * y) // old) for x, y in zip(row, pivot_row, strict=True)]
                changed[place] = sign * factor
                self.rows[name] = changed
            elif pivot != sign * old:
                self.rows[name] = [sign * ((x * pivot) // old) for x in row]
        solved = [-sign * x for x in pivot_row]
        solved[place] = sign * old
        self.rows[self.nonbasic[column]] = solved
        self.nonbasic[column] = leaving
        self.denominator = sign * pivot

    def _drop(self, column: int) -> None:
        """Fix a nonbasic variable at 0."""
        del self.nonbasic[column]
        for row in self.rows.values():
            del row[column + 1]


def _whole(row: Sequence[Fraction]) -> list[int]:
    """Return the row times a positive number that makes its entries integers."""
    scale = lcm(*(x.denominator for x in row))
    return [x.numerator * (scale // x.denominator) for x in row]
