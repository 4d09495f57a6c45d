"""T10: a goal that misgeneralises (`H19`, `F24`)."""

from fractions import Fraction

import pytest

from toymodel import Policy, Reading, solve, zoo

from .standing import BASE, DEPLOYED, HUMAN, MESA, SOME, best, broken, feasible, holding, kept, undefined

TABLE = "the learned table"


def test_in_training_the_wall_pays_what_the_coin_pays() -> None:
    case = zoo.coin_line()
    env, wall = case.world.training, case.objective("the wall")
    assert best(env, case.base) == best(env, wall) == Fraction(361, 400)
    can_reach = solve.used(env, solve.full(env))
    assert all(case.base.mean(env)[s][a] == wall.mean(env)[s][a] for s, a in can_reach)


def test_in_deployment_running_right_is_worth_nothing_and_has_no_regret_on_the_wall() -> None:
    case = zoo.coin_line()
    env, wall = case.world.deployment, case.objective("the wall")
    right = Policy.on(env, {}, otherwise="right")
    assert best(env, case.base) == solve.regret(env, case.base, right) == Fraction("0.95")
    assert solve.regret(env, wall, right) == 0
    assert best(env, wall) == Fraction(361, 20)


def test_the_wall_seeker_does_what_the_table_does() -> None:
    case = zoo.coin_line()
    right = kept(case, TABLE)
    assert kept(case) == right
    assert feasible(case, case.world.training, right) == {"the coin", "the wall"}
    assert feasible(case, case.world.deployment, right) == {"the wall"}


@pytest.mark.parametrize(
    ("reading", "hold"),
    [
        (Reading(), set()),
        (SOME, {"intent", "objective", "capability"}),
        (HUMAN, {"intent", "objective"}),
        (BASE, {"intent", "objective"}),
        (DEPLOYED, {"outer", "capability"}),
        (Reading(replans="yes"), set()),
    ],
)
def test_what_shows_depends_on_where_behaviour_was_observed(reading: Reading, hold: set[str]) -> None:
    case = zoo.coin_line()
    assert holding(case, reading) == holding(case, reading, TABLE) == hold
    assert undefined(case, reading, TABLE) == {"inner"}


def test_a_mixed_witness_breaks_two_arrows() -> None:
    case = zoo.coin_line()
    assert broken(case, SOME) == broken(case, SOME, TABLE) == {"I3", "I5"}
    assert broken(case) == broken(case, DEPLOYED) == set()


def test_read_by_its_mesa_objective_it_is_capable_and_pursues_the_wrong_thing() -> None:
    case = zoo.coin_line()
    assert holding(case, MESA) == {"capability"}
    assert {"intent", "objective", "capability", "inner"} <= undefined(case, MESA, TABLE)


def test_what_is_optimal_in_deployment_demonstrates_nothing_in_training() -> None:
    verdict = zoo.coin_line().check("outer aligned")
    assert "there is no non-trivial candidate objective" in verdict.text


def test_no_model_is_optimal_wherever_the_coin_lies() -> None:
    assert zoo.coin_line().check("outer aligned", Reading(encountered="both")).status == "undefined"


def test_with_the_coin_on_its_way_the_wall_seeker_is_robust() -> None:
    case = zoo.coin_line(deployed=5)
    assert {"robust", "impact"} <= holding(case)


@pytest.mark.parametrize("wrong", [{"deployed": 7}, {"deployed": 3}, {"cells": 2}, {"start": 9}])
def test_a_line_without_room_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be two of at least 3 cells"):
        zoo.coin_line(**wrong)
