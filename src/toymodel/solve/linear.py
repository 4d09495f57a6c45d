"""Linear systems x = b + C x are solved exactly, block by block.

python-flint solves the blocks where it is installed; elsewhere (in a web page, say)
fraction-free elimination on Python integers does (Bareiss 1968), several times faster than
elimination on Fractions. The two are tested against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TypeAlias

try:
    import flint
except ImportError:  # the standard library suffices
    flint = None  # type: ignore[assignment]

Matrix: TypeAlias = Sequence[Sequence[Fraction]]
Solver: TypeAlias = Callable[[Matrix, Sequence[Fraction]], list[Fraction]]


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


def components(successors: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected components of a graph, sinks first (Tarjan 1972, without recursion)."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    done: list[list[int]] = []
    assigned: set[int] = set()
    for root in range(len(successors)):
        if root in order:
            continue
        work = [(root, 0)]
        while work:
            node, child = work.pop()
            if node not in order:
                order[node] = low[node] = len(order)
                stack.append(node)
            for i in range(child, len(successors[node])):
                successor = successors[node][i]
                if successor not in order:
                    work += [(node, i), (successor, 0)]
                    break
                if successor not in assigned:
                    low[node] = min(low[node], low[successor])
            else:
                if low[node] == order[node]:
                    cut = stack.index(node)
                    done.append(stack[cut:])
                    assigned.update(stack[cut:])
                    del stack[cut:]
    return done


def fixed_point(
    constant: Sequence[Fraction], links: Sequence[Mapping[int, Fraction]], solver: Solver | None = None
) -> list[Fraction]:
    """Solve x[i] = constant[i] + Σ_j links[i][j] x[j], one strongly connected component at a time."""
    x = [Fraction(0)] * len(constant)
    for block in components([list(link) for link in links]):
        place = {node: k for k, node in enumerate(block)}
        rhs = [constant[i] + sum(c * x[j] for j, c in links[i].items() if j not in place) for i in block]
        if len(block) == 1:
            x[block[0]] = rhs[0] / (1 - links[block[0]].get(block[0], Fraction(0)))
            continue
        matrix = [[Fraction(0)] * len(block) for _ in block]
        for k, i in enumerate(block):
            matrix[k][k] = Fraction(1)
            for j, c in links[i].items():
                if j in place:
                    matrix[k][place[j]] -= c
        for i, value in zip(block, (solver or solve)(matrix, rhs), strict=True):
            x[i] = value
    return x
