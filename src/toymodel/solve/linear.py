"""Linear systems x = b + C x are solved exactly: what is sparse by substitution, the rest by elimination.

python-flint solves the rest where it is installed; elsewhere (in a web page, say)
fraction-free elimination on Python integers does (Bareiss 1968), several times faster than
elimination on Fractions. Large systems whose one solution can be proved are solved by `toymodel.large`, where NumPy
and SciPy are installed. The three are tested against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from math import lcm
from typing import Any, TypeAlias

try:
    import flint
except ImportError:  # the standard library suffices
    flint = None  # type: ignore[assignment]

Exact: Any = int if flint is None else flint.fmpz
"""Integers that are quick where they are long."""
Matrix: TypeAlias = Sequence[Sequence[Fraction]]
Solver: TypeAlias = Callable[[Matrix, Sequence[Fraction]], list[Fraction]]


LARGE = 150
"""Unknowns from which on floats that integers correct find the solution sooner, to load SciPy included."""


@cache
def numerical() -> bool:
    """Return whether NumPy and SciPy are installed."""
    return find_spec("numpy") is not None and find_spec("scipy") is not None


def is_large(unknowns: int) -> bool:
    """Return whether `toymodel.large` is at hand and pays."""
    return unknowns >= LARGE and numerical()


def bareiss(matrix: Matrix, rhs: Sequence[Fraction]) -> list[Fraction]:
    """Solve a square system by fraction-free elimination on integers.

    Raises
    ------
    ZeroDivisionError
        If the matrix is singular (I − γP never is).
    """
    size = len(rhs)
    rows: list[list[int]] = []
    for row, right in zip(matrix, rhs, strict=True):
        entries = (*row, right)
        scale = lcm(*(x.denominator for x in entries))
        rows.append([x.numerator * (scale // x.denominator) for x in entries])
    previous = 1
    for k in range(size):
        pivot = next((i for i in range(k, size) if rows[i][k]), None)
        if pivot is None:
            raise ZeroDivisionError("the system is singular")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        top, lead = rows[k], rows[k][k]
        for below in rows[k + 1 :]:
            factor = below[k]
            for j in range(k + 1, size + 1):
                below[j] = (below[j] * lead - factor * top[j]) // previous
        previous = lead
    # The last pivot is ± the determinant, so that times every unknown is an integer (Cramer's rule).
    scaled = [0] * size
    for k in range(size - 1, -1, -1):
        rest = sum(rows[k][j] * scaled[j] for j in range(k + 1, size))
        scaled[k] = (rows[k][size] * previous - rest) // rows[k][k]
    return [Fraction(x, previous) for x in scaled]


def with_flint(matrix: Matrix, rhs: Sequence[Fraction]) -> list[Fraction]:
    """Solve a square system with python-flint's exact rational matrices."""
    size = len(rhs)
    left = flint.fmpq_mat(size, size, [flint.fmpq(x.numerator, x.denominator) for row in matrix for x in row])
    right = flint.fmpq_mat(size, 1, [flint.fmpq(x.numerator, x.denominator) for x in rhs])
    answer = left.solve(right)
    return [Fraction(int(answer[i, 0].p), int(answer[i, 0].q)) for i in range(size)]


solve: Solver = with_flint if flint is not None else bareiss


def fixed_point(
    constant: Sequence[Fraction], links: Sequence[Mapping[int, Fraction]], solver: Solver | None = None
) -> list[Fraction]:
    """Solve x[i] = constant[i] + Σ_j links[i][j] x[j].

    Unknowns that link little to others are substituted first; of a large world little is then left.
    """
    if solver is None and is_large(len(constant)):
        from .. import large

        with suppress(large.NotCertified):
            return large.fixed_point(constant, links)
    rows, right = dict(enumerate(map(dict, links))), list(constant)
    substituted = _substitute(rows, right)
    place = {i: k for k, i in enumerate(rows)}
    matrix = [[Fraction(0)] * len(place) for _ in place]
    for i, k in place.items():
        matrix[k][k] = Fraction(1)
        for j, c in rows[i].items():
            matrix[k][place[j]] -= c
    x = [Fraction(0)] * len(right)
    if place:
        for i, value in zip(place, (solver or solve)(matrix, [right[i] for i in place]), strict=True):
            x[i] = value
    for i, row in reversed(substituted):
        x[i] = right[i] + sum(c * x[j] for j, c in row.items())
    return x


def _substitute(rows: dict[int, dict[int, Fraction]], right: list[Fraction]) -> list[tuple[int, dict[int, Fraction]]]:
    """Take out of a system each unknown that is used once or uses one other; return them in order, with what they use.

    ``rows`` keeps the others, with what they use among themselves.
    """
    users: dict[int, set[int]] = {i: set() for i in rows}
    for i, row in rows.items():
        for j in row:
            users[j].add(i)
    found, waiting = [], list(rows)
    while waiting:
        k = waiting.pop()
        if k not in rows or (len(rows[k].keys() - {k}) > 1 and len(users[k] - {k}) > 1):
            continue
        pivot = 1 - rows[k].get(k, Fraction(0))
        if not pivot:
            continue
        row = {j: c / pivot for j, c in rows.pop(k).items() if j != k}
        right[k] /= pivot
        users[k].discard(k)
        for j in row:
            users[j].discard(k)
        for i in users.pop(k):
            weight = rows[i].pop(k)
            right[i] += weight * right[k]
            for j, c in row.items():
                rows[i][j] = rows[i].get(j, Fraction(0)) + weight * c
                users[j].add(i)
            waiting.append(i)
        waiting += row
        found.append((k, row))
    return found
