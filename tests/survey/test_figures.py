"""The figures' data in small: what they show, and that it is the same each time."""

import pytest

from toymodel_survey import figures


def by_line(spots):
    found = {}
    for spot in spots:
        assert spot.share.low <= spot.share.estimate <= spot.share.high
        assert spot.of <= spot.samples
        found.setdefault(spot.line, {})[spot.x] = spot.share
    return found


def test_false_beliefs():
    """Whatever the size, wrong rows on the ideal plan do harm more often; and it is so even if none is on it."""
    found = by_line(figures.false_beliefs((5, 10), 2000, 3))
    assert set(found) == {"5 states", "10 states"}
    for shares in found.values():
        assert 0 < shares[0].estimate < shares[1].low
        assert shares[1].estimate < shares[3].estimate


def test_exposure():
    """One percent of regret permits a median of two to four percent of harm, where steps are sure."""
    found = figures.exposure((5, 20), 2000)
    for each in found:
        low, median, high, far = (q.estimate for q in each.quartiles)
        assert 0.01 <= low < median < high < far
        assert 0.018 < median < 0.04
    wide = figures.exposure((20,), 800, worlds="branching = 2")
    assert wide[0].quartiles[1].low > found[1].quartiles[1].high
    assert figures.exposure((5,), 2000)[0] == found[0]


def test_the_slope_has_no_mean():
    (found,) = figures.exposure((5,), 10_000)
    assert found.index.low < 1.1
    assert found.index.high > 0.8


def test_size():
    """Exact premises die with the size; what is vouched for up to a bound does so less."""
    found = by_line(figures.size((3, 8, 20), 1500))
    for name in ("outer aligned", "intent aligned"):
        exactly, graded = found[f"{name}, exactly"], found[f"{name}, up to 0.1"]
        assert exactly[3].low > exactly[8].high
        assert exactly[8].low > exactly[20].high
        assert all(graded[n].estimate >= exactly[n].estimate for n in (3, 8, 20))
    settled = found["intent aligned, up to 0.1"]
    assert settled[20].estimate > 0.7 * settled[8].estimate


def test_shift():
    found = by_line(figures.shift(("I1", "I3"), ("0", "1/10", "1/2"), samples=5000))
    assert found["I1"][0.0].estimate == 0
    assert found["I1"][0.1].high < found["I1"][0.5].low
    assert all(share.estimate == 0 for share in found["I3"].values())
    apart = figures.shift_apart("I1", "1/10", "1/2", samples=5000)
    assert apart.low > 0


def test_string():
    """Both links may be broken while the ends are aligned; and the four lines are all there is."""
    spots = figures.string(("0", "1/2", "1"), samples=2000)
    found = by_line(spots)
    for x in (0.0, 0.5, 1.0):
        assert sum(shares[x].estimate for shares in found.values()) == pytest.approx(1)
    assert found["outer broken, inner broken"][0.0].estimate > 0.2
    assert found["outer broken, inner broken"][1.0].estimate == 0


def test_one_mind():
    found = dict(figures.one_mind(4, 100))
    assert found[2].share == 1
    assert found[3].share == pytest.approx(0.288, abs=0.001)
    assert found[4].share < found[3].share
