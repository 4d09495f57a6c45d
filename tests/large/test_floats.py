"""Floats judge ties only where exact arithmetic is out of reach and somebody asks for it, and say so."""

from dataclasses import replace
from fractions import Fraction

import pytest

from toymodel import Case, Judge, MesaOptimizer, Objective, World, solve
from toymodel.large import certified
from toymodel.worlds import Environment

from . import drawn


def case(env: Environment) -> Case:
    base, mesa = drawn.pays(env, 1).renamed("base"), drawn.pays(env, 2).renamed("mesa")
    candidates = (Objective.zero(env), base, mesa)
    return Case("c", "", World.same(env), (MesaOptimizer("m", mesa),), base, Judge.by(base), candidates)


def huge(env: Environment) -> Environment:
    """The same world with a discount whose numerator no float can hold."""
    return replace(env, discount=Fraction(9 * 10**320 + 1, 10**321))


def test_an_environment_by_floats_is_exact_where_exact_is_in_reach():
    env = drawn.garnet(200, 1)
    best = solve.optimal(env.by_floats(), drawn.pays(env, 1))
    assert best.numerical is None
    assert best.values == solve.optimal(env, drawn.pays(env, 1)).values
    assert "numerical" not in str(case(env.by_floats()).check("impact aligned"))


def test_floats_say_so():
    env = drawn.garnet(200, 1)
    objective = drawn.pays(env, 1)
    best, right = solve.optimal(huge(env).by_floats(), objective), solve.optimal(env, objective)
    assert best.numerical is not None
    assert best.numerical.tied <= 1e-9 < best.numerical.apart
    assert best.actions == right.actions
    assert max(abs(x - y) for x, y in zip(best.values, right.values, strict=True)) < Fraction(1, 10**8)
    verdict = case(huge(env).by_floats(1e-7)).check("capability robust")
    assert "floats call a tie what differs by at most 1e-07 of the largest value" in str(verdict)
    assert verdict.status == case(env).check("capability robust").status


def test_exact_never_becomes_float_silently(monkeypatch):
    """Out of reach, an exact environment refuses, and names the way out; that way works."""
    monkeypatch.setattr(certified, "MOST", 1_000)
    rungs = {f"r{i}": {"stay": f"r{i}", "climb": {f"r{i + 1}": "1/1000", "bottom": "999/1000"}} for i in range(160)}
    env = Environment.build(rungs | {"bottom": "bottom", "r160": "r160"}, start="r0", discount="0.9")
    objective = Objective.on(env, {"r160": 1})
    with pytest.raises(solve.OutOfReach, match=r"env\.by_floats\(\)"):
        solve.optimal(env, objective)
    best = solve.optimal(env.by_floats(), objective)
    assert best.numerical is not None
    with pytest.raises(solve.OutOfReach):  # what floats said of the other is not remembered here
        solve.optimal(env, objective)


def test_a_regret_of_floats_is_near():
    env = drawn.garnet(200, 3)
    objective, other = drawn.pays(env, 1), drawn.pays(env, 2)
    policy = MesaOptimizer("m", other).plan(env)
    near, right = (solve.regret(world, objective, policy) for world in (huge(env).by_floats(), env))
    assert abs(near - right) < Fraction(1, 10**6)


@pytest.mark.parametrize("tolerance", [0.0, 1.0, float("nan")])
def test_a_tolerance_is_between_0_and_1(tolerance):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        drawn.garnet(2, 1).by_floats(tolerance)
