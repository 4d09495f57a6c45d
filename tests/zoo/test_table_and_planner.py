"""T17: one policy in training, and an objective inside the one agent only (`H10`, `H15`, `K13`)."""

import pytest

from toymodel import Reading, solve, zoo

from .standing import ALL, DEPLOYED, HUMAN, MESA, SOME, broken, feasible, holding, kept, undefined

TABLE, PLANNER = "the table", "the planner"
REPLANS = Reading(replans="yes")
REPLANS_SEEN = Reading(replans="yes", observed_in="deployment")


def test_they_do_the_same_in_training() -> None:
    case = zoo.table_and_planner()
    training, deployment = case.world.training, case.world.deployment
    assert kept(case, TABLE) == kept(case, PLANNER)
    assert feasible(case, training, kept(case, TABLE)) == {"home", "turning left"}
    assert solve.regret(deployment, case.base, kept(case, TABLE)) == 9
    assert solve.regret(deployment, case.base, case.agent(PLANNER).replans(case.world)[1]) == 0


@pytest.mark.parametrize(
    ("reading", "hold"),
    [(Reading(), set()), (SOME, {"intent", "objective", "capability"}), (DEPLOYED, {"outer", "capability"})],
)
def test_with_one_policy_only_inner_alignment_tells_them_apart(reading: Reading, hold: set[str]) -> None:
    case = zoo.table_and_planner()
    assert holding(case, reading, TABLE) == hold
    assert holding(case, reading, PLANNER) == hold | {"inner"}
    assert undefined(case, reading, TABLE) == {"inner"}
    assert undefined(case, reading, PLANNER) == set()


def test_replanning_tells_them_apart() -> None:
    case = zoo.table_and_planner()
    assert holding(case, REPLANS, TABLE) == set()
    assert holding(case, REPLANS, PLANNER) == {"impact", "robust", "inner"}
    assert holding(case, REPLANS_SEEN, PLANNER) == ALL
    assert holding(case, REPLANS_SEEN, TABLE) == {"outer", "capability"}


def test_inner_alignment_does_not_bring_objective_robustness_while_left_turning_fits() -> None:
    case = zoo.table_and_planner()
    assert broken(case, Reading(), PLANNER) == {"I1"}
    assert broken(case, REPLANS, PLANNER) == {"I1", "I5a", "I5b"}
    assert broken(case, HUMAN, PLANNER) == broken(case, REPLANS_SEEN, PLANNER) == set()
    assert case.check("objective robust").witness == case.objective("turning left")


def test_a_table_has_nothing_to_look_inside_for() -> None:
    case = zoo.table_and_planner()
    assert undefined(case, MESA, TABLE) == {"intent", "outer", "objective", "capability", "inner"}
    assert holding(case, MESA, PLANNER) == {"intent", "objective", "inner"}
    assert "no mesa-optimizer" in case.check("inner aligned", agent=TABLE).text


def test_without_an_exchange_both_get_home() -> None:
    case = zoo.table_and_planner(exchanged=False)
    for agent in (TABLE, PLANNER):
        assert {"impact", "robust"} <= holding(case, agent=agent)
