"""Relative interiors of cones, against HiGHS and by definition."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel.behavior.interior import interior

linprog = pytest.importorskip("scipy.optimize").linprog
ENTRIES = st.sampled_from([Fraction(x) for x in (0, 0, 0, 1, -1, -2, 3)] + [Fraction(1, 3), Fraction(-5, 2)])


@st.composite
def cones(draw):
    """{x : E x = 0, G x ≥ 0}, often with lines, implicit equalities and repeated rows."""
    size = draw(st.integers(1, 5))
    row = st.lists(ENTRIES, min_size=size, max_size=size)
    equal, inside = draw(st.lists(row, max_size=2)), draw(st.lists(row, max_size=8))
    return equal, inside + draw(st.lists(st.sampled_from(inside), max_size=2)) if inside else inside, size


def dot(row, point):
    return sum((x * y for x, y in zip(row, point, strict=True)), Fraction(0))


@given(cones())
def test_interior_against_highs(cone):
    """The point lies in the cone, and is strict in as many inequalities as any point is."""
    equal, inside, size = cone
    point, strict = interior(equal, inside, size)
    assert all(dot(row, point) == 0 for row in equal)
    assert [dot(row, point) > 0 for row in inside] == [k in strict for k in range(len(inside))]
    assert all(dot(row, point) >= 0 for row in inside)
    if not inside:
        return
    rows, count = np.array(inside, dtype=float), len(inside)
    found = linprog(
        np.r_[np.zeros(size), -np.ones(count)],
        A_ub=np.c_[-rows, np.eye(count)],
        b_ub=np.zeros(count),
        A_eq=np.c_[np.array(equal, dtype=float), np.zeros((len(equal), count))] if equal else None,
        b_eq=np.zeros(len(equal)) if equal else None,
        bounds=[(None, None)] * size + [(0, 1)] * count,
    )
    assert set(np.flatnonzero(found.x[size:] > 0.5)) == strict


def test_no_inequality_can_be_strict():
    one = Fraction(1)
    assert interior([], [[one], [-one]], 1) == ((0,), frozenset())


def test_degenerate_pivots_end():
    """Many inequalities tight at the origin, where the simplex method could cycle without Bland's rule."""
    rows = [[Fraction(x) for x in row] for row in ([1, -2, 1, 0], [0, 1, -1, 1], [-1, 1, 1, -1], [1, 1, -3, 1])]
    both = rows + [[-x for x in row] for row in rows[:2]]
    point, strict = interior([], both, 4)
    assert all(dot(row, point) >= 0 for row in both)
    assert strict <= {2, 3}
