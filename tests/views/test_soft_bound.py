"""The picture of the soft bound: nobody above it, and the gate on it."""

import pytest

from toymodel.quantities.soft import root_bound, worst_badness

pytest.importorskip("numpy")

from toymodel_book.views.soft_bound import MOST, scatter, soft_bound


def test_points_lie_under_the_bound_and_the_gate_on_it():
    seen = scatter()
    assert all(y <= worst_badness(seen.delta, x) + 1e-6 for x, y in seen.rooms)
    assert all(y == pytest.approx(worst_badness(seen.delta, x), abs=1e-5) for x, y in seen.gate)
    assert all(worst_badness(seen.delta, x) < root_bound(seen.delta, x) for x, y in seen.gate)
    assert sum(x <= MOST for x, _ in seen.rooms) > 50
    assert sum(x <= MOST for x, _ in seen.gate) > 5


def test_the_picture_says_what_it_shows():
    drawn = soft_bound()
    assert drawn.startswith("<svg")
    assert drawn.count("<circle") == sum(x <= MOST for x, _ in scatter().rooms + scatter().gate) + 2
    assert drawn.count("<polyline") == 3
