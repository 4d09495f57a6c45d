"""T25: the kinds of pseudo-alignment (`F1`, `F2`)."""

import pytest

from toymodel import Case, Reading, solve, zoo
from toymodel.agents import lookahead

from .standing import ALL, DEPLOYED, MESA, SOME, broken, feasible, holding, kept

CASE, MENDED = zoo.taxonomy(), zoo.taxonomy(mended=True)
ROBUST, PROXY, APPROXIMATE, SUBOPTIMAL, DECEPTIVE, CORRIGIBLE = names = [agent.name for agent in CASE.agents]


def plays(case: Case, agent: str, state: str) -> str:
    env = case.world.training
    (action,) = kept(case, agent).support[env.state(state)]
    return env.actions[action]


@pytest.mark.parametrize("agent", names)
def test_in_training_all_serve(agent: str) -> None:
    assert plays(CASE, agent, "the test") == "serve"
    assert solve.regret(CASE.world.training, CASE.base, kept(CASE, agent)) == 0


def test_in_the_field_they_part_ways() -> None:
    assert [plays(CASE, agent, "the field") for agent in names] == ["serve", "seize", "skimp", *["seize"] * 3]
    assert [plays(CASE, agent, "the mended field") for agent in names] == [
        "serve",
        "seize",
        "skimp",
        "seize",
        "seize",
        "serve",
    ]
    losses = [solve.regret(CASE.world.deployment, CASE.base, kept(CASE, agent)) for agent in names]
    assert losses == [0, 10, 1, 10, 10, 10]


def test_training_shows_some_of_them_what_they_want() -> None:
    env = CASE.world.training
    for agent in CASE.agents:
        shown = feasible(CASE, env, kept(CASE, agent.name))
        assert shown == {"service", "applause", "near service", "the sign"}
        assert (agent.objective is not None and agent.objective.name in shown) == (
            agent.name not in (SUBOPTIMAL, DECEPTIVE)
        )


def test_the_suboptimal_one_looks_one_step_ahead() -> None:
    env, power = CASE.world.training, CASE.objective("power")
    test = env.state("the test")
    assert solve.optimal(env, power).q[test][2] == 9
    assert solve.evaluate(env, power, kept(CASE, ROBUST))[test] == 5
    assert [lookahead(env, power, depth)[test] for depth in (1, 2, 3)] == [{0}, {0}, {2}]


def test_the_deceptive_one_expects_the_field() -> None:
    believed = CASE.agent(DECEPTIVE).believed
    assert believed is not None
    values = solve.optimal(believed, CASE.objective("seizing"))
    assert (values.q[0][0], values.q[0][2]) == (9, 1)
    assert feasible(CASE, believed, kept(CASE, DECEPTIVE)) == {"seizing", "applause", "power", "the sign"}


@pytest.mark.parametrize("reading", [DEPLOYED, Reading(observed_in="both", encountered="both")])
def test_by_deployment_data_the_failure_is_in_the_objective(reading: Reading) -> None:
    assert holding(CASE, reading, ROBUST) == ALL
    assert holding(CASE, reading, APPROXIMATE) == {"impact", "intent", "outer", "capability"}
    for agent in (PROXY, SUBOPTIMAL, DECEPTIVE, CORRIGIBLE):
        assert holding(CASE, reading, agent) == {"outer", "capability"}
        assert broken(CASE, reading, agent) == set()


def test_by_training_data_they_cannot_be_told_apart_from_what_they_do() -> None:
    told = {agent: holding(CASE, Reading(), agent) for agent in names}
    assert told == {
        ROBUST: {"impact", "robust", "inner"},
        APPROXIMATE: {"impact"},
        **dict.fromkeys((PROXY, SUBOPTIMAL, DECEPTIVE, CORRIGIBLE), frozenset()),
    }


def test_by_some_training_data_vouch_for_all() -> None:
    for agent in names:
        assert {"intent", "objective", "capability"} <= holding(CASE, SOME, agent)
    assert broken(CASE, SOME, PROXY) == {"I3", "I5"}
    assert broken(CASE, SOME, APPROXIMATE) == {"I5"}


def test_read_by_their_mesa_objectives_they_are_capable_of_the_wrong_thing() -> None:
    assert holding(CASE, MESA, ROBUST) == ALL - {"outer"}
    assert holding(CASE, MESA, APPROXIMATE) == {"impact", "intent", "capability"}
    for agent in (PROXY, SUBOPTIMAL, DECEPTIVE, CORRIGIBLE):
        assert holding(CASE, MESA, agent) == {"capability"}


def test_mending_the_sign_mends_the_corrigible_one() -> None:
    aligned = [agent for agent in names if "inner" in holding(MENDED, Reading(), agent)]
    assert aligned == [ROBUST, CORRIGIBLE]
    assert {"impact", "robust"} <= holding(MENDED, Reading(), CORRIGIBLE)
    assert "impact" not in holding(MENDED, Reading(), PROXY)
