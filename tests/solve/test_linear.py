"""Exact elimination against the schoolbook's."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from toymodel.solve import linear

from .. import strategies
from . import oracles

NUMBERS = st.fractions(-4, 4, max_denominator=6)
needs_flint = pytest.mark.skipif(linear.flint is None, reason="python-flint is not installed")
SOLVERS = [linear.bareiss, pytest.param(linear.with_flint, marks=needs_flint)]


@st.composite
def systems(draw: st.DrawFn) -> tuple[list[list[Fraction]], list[Fraction]]:
    size = draw(st.integers(1, 5))
    row = st.lists(NUMBERS, min_size=size, max_size=size)
    return draw(st.lists(row, min_size=size, max_size=size)), draw(row)


@pytest.mark.parametrize("solver", SOLVERS)
@given(system=systems())
def test_solvers_against_the_schoolbook(solver, system):
    """Each solves what can be solved and says when nothing can: with the other, they are equal."""
    try:
        expected = oracles.elimination(*system)
    except StopIteration:
        with pytest.raises(ZeroDivisionError):
            solver(*system)
        return
    assert solver(*system) == expected


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("matrix", [[[0]], [[1, 2], [2, 4]], [[0, 1, 0], [0, 2, 1], [0, 0, 3]]])
def test_a_singular_matrix_is_refused(solver, matrix):
    with pytest.raises(ZeroDivisionError):
        solver([[Fraction(x) for x in row] for row in matrix], [Fraction(1)] * len(matrix))


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_pivot_of_zero_is_passed_over(solver):
    matrix = [[Fraction(x) for x in row] for row in ([0, 1, 0], [1, 0, 0], [0, 0, 2])]
    assert solver(matrix, [Fraction(3), Fraction(5), Fraction(1)]) == [5, 3, Fraction(1, 2)]


@pytest.mark.parametrize("solver", [None, *SOLVERS])
@given(data=st.data())
def test_fixed_point_solves_its_equations(solver, data):
    """x = b + C x, whatever the blocks; rows sum to less than one, as those of γP do."""
    successors = data.draw(strategies.graphs())
    links = [{t: Fraction(9, 10) / len(set(row)) for t in row} for row in successors]
    constant = data.draw(st.lists(NUMBERS, min_size=len(links), max_size=len(links)))
    x = linear.fixed_point(constant, links, solver)
    assert x == [b + sum(c * x[t] for t, c in link.items()) for b, link in zip(constant, links, strict=True)]


@given(systems())
def test_fixed_point_of_any_regular_system(system):
    matrix, constant = system
    links = [{j: c for j, c in enumerate(row) if c} for row in matrix]
    difference = [[int(i == j) - c for j, c in enumerate(row)] for i, row in enumerate(matrix)]
    try:
        expected = oracles.elimination(difference, constant)
    except StopIteration:
        assume(False)
    assert linear.fixed_point(constant, links) == expected


def test_of_a_large_ring_nothing_is_left_for_the_solver():
    def never(*_):
        raise AssertionError

    count = 1000
    links = [{(i + 1) % count: Fraction(1, 2)} for i in range(count)]
    assert linear.fixed_point([Fraction(1)] * count, links, never) == [2] * count
