"""T14: inner alignment is not necessary, not even for mesa-optimizers (`H16`, `H18`)."""

from fractions import Fraction

import pytest

from toymodel import Reading, solve, zoo
from toymodel.agents import lookahead

from .standing import ALL, BASE, DEPLOYED, HUMAN, MESA, SOME, broken, feasible, holding, kept


def test_it_loses_nothing_on_work_and_eight_and_a_half_on_power() -> None:
    case = zoo.myopic_planner()
    env, power = case.world.deployment, case.objective("power")
    assert solve.optimal(env, power).q[0] == (Fraction(1, 2), 9)
    assert solve.regret(env, case.base, kept(case)) == 0
    assert solve.regret(env, power, kept(case)) == Fraction(17, 2)
    assert feasible(case, env, kept(case)) == {"work"}


def test_two_steps_ahead_it_sees_power() -> None:
    case = zoo.myopic_planner()
    env, power = case.world.deployment, case.objective("power")
    assert [lookahead(env, power, depth)[0] for depth in (1, 2)] == [{0}, {1}]
    for depth in (2, None):
        assert holding(zoo.myopic_planner(depth)) == {"outer", "capability"}


@pytest.mark.parametrize("reading", [Reading(), DEPLOYED, SOME, HUMAN, BASE, Reading(optima="some")])
def test_all_but_inner_alignment_holds_by_what_it_does(reading: Reading) -> None:
    assert holding(zoo.myopic_planner(), reading) == ALL - {"inner"}
    assert broken(zoo.myopic_planner(), reading) == set()


def test_by_what_it_wants_both_converses_break() -> None:
    assert holding(zoo.myopic_planner(), MESA) == {"impact", "robust"}
    assert broken(zoo.myopic_planner(), MESA) == {"I5a", "I5b"}
