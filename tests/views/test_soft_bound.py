"""The picture of the soft bound: nobody above it, and the gate on it."""

import re
from fractions import Fraction
from math import log
from xml.etree import ElementTree as ET

import pytest

from toymodel.quantities.soft import root_bound, worst_badness
from toymodel.solve import badness
from toymodel.worlds import Environment, Judge, Objective, Policy
from toymodel_book.views.soft_bound import BAD, DOWN, MOST, SHARES, at_gate, rooms, scatter, soft_bound, soft_regret


def test_points_lie_under_the_bound_and_the_gate_on_it():
    seen = scatter()
    assert all(y <= worst_badness(seen.delta, x) + 1e-6 for x, y in seen.rooms)
    assert all(y == pytest.approx(worst_badness(seen.delta, x), abs=1e-5) for x, y in seen.gate)
    assert all(worst_badness(seen.delta, x) < root_bound(seen.delta, x) for x, y in seen.gate)
    assert sum(x <= MOST for x, _ in seen.rooms) > 50
    assert sum(x <= MOST for x, _ in seen.gate) > 5


def test_soft_regrets_are_those_of_the_soft_optimum():
    """What is drawn without NumPy is what the package says with it: in the rooms, and at the gate."""
    pytest.importorskip("numpy")
    from toymodel.behavior.maximum_entropy import soft_optimal
    from toymodel.quantities import soft

    env, _ = rooms()
    pays = Objective.on(env, {"good": 1})
    best = soft_optimal(env, pays).policy
    assert best[0][1] == pytest.approx(float(BAD)) == best[1][1]
    for p, q in zip(SHARES, SHARES[::-1], strict=True):
        policy = Policy.from_array([[1 - p, p], [1 - q, q]])
        assert soft_regret(env, BAD, policy) == pytest.approx(soft.soft_regret(env, pays, policy))
    gate = Environment.build(
        {"gate": {"up": "heaven", "down": "hell"}, "heaven": "heaven", "hell": "hell"}, start="gate", discount="3/4"
    )
    doom = Judge.of([("gate", "down"), ("hell", "up"), ("hell", "down")])
    low = Fraction(scatter().delta).limit_denominator(10**6)
    twin = Objective.from_array([[Fraction(log(1 - low)), Fraction(log(low))], [0, 0], [0, 0]])
    half = [Fraction(1, 2)] * 2
    for p in SHARES[3:]:
        policy = Policy.from_array([[1 - p, p], half, half])
        assert at_gate(p) == pytest.approx(soft.soft_regret(gate, twin, policy), abs=1e-9)
        assert badness(gate, doom, policy) == p


def test_the_picture_says_what_it_shows():
    for down in DOWN:
        html = soft_bound.render(down=down)
        root = ET.fromstring(re.search("<svg.*</svg>", html, re.S)[0])
        marks = [each for each in root.iter() if each.tag.endswith("circle")]
        assert len(marks) == sum(x <= MOST for x, _ in scatter().rooms + scatter().gate) + 2
        assert html.count("<polyline") == 4
        assert f"{at_gate(Fraction(down)):.3f} λ" in html
        assert at_gate(Fraction(down)) <= MOST
        assert f"badness is at most {float(Fraction(down)):.4g}. " in html
    assert [str(p) for p in SHARES if scatter().delta < p and at_gate(p) <= MOST] == [*DOWN]
