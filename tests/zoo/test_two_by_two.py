"""T23: objectives and beliefs, right and wrong (`H11`, `K14`)."""

import pytest

from toymodel import Reading, solve, zoo

from .standing import ALL, BASE, BELIEVED, DEPLOYED, HUMAN, MESA, SOME, broken, feasible, holding, kept

RIGHT, MISLED, SWAMP, TWICE_WRONG = (agent.name for agent in zoo.two_by_two().agents)
SEEN = [Reading(), DEPLOYED, SOME, HUMAN, BASE]


def test_two_errors_cancel() -> None:
    case = zoo.two_by_two()
    env = case.world.deployment
    assert kept(case, RIGHT).rows[0] == kept(case, TWICE_WRONG).rows[0]
    assert kept(case, MISLED).rows[0] == kept(case, SWAMP).rows[0]
    assert solve.regret(env, case.base, kept(case, TWICE_WRONG)) == 0
    assert solve.regret(env, case.base, kept(case, MISLED)) == 9
    assert feasible(case, env, kept(case, MISLED)) == {"the swamp"}


@pytest.mark.parametrize("reading", SEEN)
def test_by_behaviour_in_truth_what_counts_is_where_they_go(reading: Reading) -> None:
    case = zoo.two_by_two()
    assert holding(case, reading, RIGHT) == ALL
    assert holding(case, reading, TWICE_WRONG) == ALL - {"inner"}
    assert holding(case, reading, MISLED) == {"outer", "capability", "inner"}
    assert holding(case, reading, SWAMP) == {"outer", "capability"}
    assert broken(case, reading, MISLED) == {"I1"}
    assert broken(case, reading, RIGHT) == broken(case, reading, SWAMP) == broken(case, reading, TWICE_WRONG) == set()


def test_by_their_own_beliefs_what_counts_is_what_they_want() -> None:
    case = zoo.two_by_two()
    assert holding(case, BELIEVED, RIGHT) == ALL
    assert holding(case, BELIEVED, SWAMP) == {"outer", "capability"}
    assert holding(case, BELIEVED, MISLED) == {"intent", "objective", "inner"}
    assert holding(case, BELIEVED, TWICE_WRONG) == {"impact", "robust"}
    assert case.arrow("I1", BELIEVED, MISLED).state == "carried"
    assert broken(case, BELIEVED, TWICE_WRONG) == {"I5a", "I5b"}


@pytest.mark.parametrize("agent", [RIGHT, MISLED, SWAMP, TWICE_WRONG])
def test_beliefs_and_mesa_objective_agree_but_for_outer_alignment(agent: str) -> None:
    case = zoo.two_by_two()
    assert holding(case, MESA, agent) == holding(case, BELIEVED, agent) - {"outer"}
    assert broken(case, MESA, agent) == broken(case, BELIEVED, agent)
