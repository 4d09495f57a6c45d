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
    """Whatever the size, a wrong row on the ideal plan does harm more often than one beside it, and five still more."""
    found = by_line(figures.false_beliefs((5, 10), 8000, (1, 5)))
    lines = {f"{n} states, {rows} wrong" for n in (5, 10) for rows in (1, 5)}
    assert set(found) == lines | {f"{line}: not best" for line in lines}
    assert all(found[line][k].estimate < found[f"{line}: not best"][k].estimate for line in lines for k in found[line])
    for n in (5, 10):
        one, five = (found[f"{n} states, {rows} wrong"] for rows in (1, 5))
        assert 0 < one[0].estimate < one[1].estimate < five[1].low
        assert set(one) == {0, 1}


def test_no_wrong_row_does_no_harm():
    spots = figures.false_beliefs((5,), 2000, (0,))
    assert [(spot.x, spot.share.estimate) for spot in spots] == [(0, 0)] * 2
    assert spots[0].of > 1000


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
    clean = found["outer aligned, nothing bad"]
    assert 1 > clean[3].low > clean[8].high
    assert clean[8].low > clean[20].high
    assert all(clean[n].estimate >= found["outer aligned, up to 0.1"][n].estimate for n in (3, 8, 20))


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
        assert sum(shares[x].estimate for line, shares in found.items() if "inner" in line) == pytest.approx(1)
        broken = sum(found[f"outer broken, inner {which}"][x].estimate for which in ("whole", "broken"))
        assert 0 < found["outer broken, no model harms"][x].estimate < broken
    assert found["outer broken, inner broken"][0.0].estimate > 0.2
    assert found["outer broken, inner broken"][1.0].estimate == 0


def test_one_mind():
    found = dict(figures.one_mind(4, 100))
    assert found[2].share == 1
    assert found[3].share == pytest.approx(0.288, abs=0.001)
    assert found[4].share < found[3].share
