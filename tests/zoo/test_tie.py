"""T3: a tie separates "every optimal policy" from "some optimal policy" (`H5`, `H13`)."""

import pytest

from toymodel import Environment, Objective, Reading, solve, zoo

from .standing import DEPLOYED, HUMAN, MESA, SOME, broken, feasible, holding, kept

OPTIMA = Reading(optima="some")


@pytest.mark.parametrize("reading", [Reading(), DEPLOYED, SOME, HUMAN])
def test_if_every_optimum_must_be_safe_the_tie_is_caught(reading: Reading) -> None:
    assert holding(zoo.tie(), reading) == {"robust", "objective", "capability", "inner"}
    assert broken(zoo.tie(), reading) == set()


def test_if_some_optimum_will_do_the_robot_is_vouched_for_and_goes_over_the_cat() -> None:
    case = zoo.tie()
    assert holding(case, OPTIMA) == {"intent", "outer", "robust", "objective", "capability", "inner"}
    assert broken(case, OPTIMA) == {"I3", "I4"}


def test_read_by_its_mesa_objective_it_is_the_same() -> None:
    assert broken(zoo.tie(), Reading(behavior="mesa", optima="some")) == {"I3"}
    assert broken(zoo.tie(), MESA) == set()


def test_the_robot_demonstrates_tea_alone() -> None:
    case = zoo.tie()
    assert feasible(case, case.world.training, kept(case)) == {"tea"}
    assert solve.regret(case.world.deployment, case.base, kept(case)) == 0


def test_with_two_actions_alone_the_objective_would_be_trivial() -> None:
    env = Environment.build({"s": "s"}, start="s", discount="9/10", actions=["round", "over"])
    assert solve.is_trivial(env, Objective.from_array([[1, 1]]))
    case = zoo.tie()
    assert not solve.is_trivial(case.world.training, case.base)


@pytest.mark.parametrize(("over", "impact"), [("99/100", True), (1, False), ("101/100", False)])
def test_it_goes_over_the_cat_unless_that_pays_less(over: str, impact: bool) -> None:
    assert zoo.tie(over).check("impact aligned").holds is impact
