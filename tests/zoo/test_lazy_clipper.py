"""T6: aligned by a deficiency; robustness implies nothing about objectives (`H26`)."""

from fractions import Fraction

import pytest

from toymodel import Policy, Reading, solve, zoo

from .standing import ALL, BASE, BELIEVED, DEPLOYED, HUMAN, MESA, SOME, broken, feasible, holding, kept


def test_it_loses_nothing_on_the_base_objective_and_seven_tenths_on_its_own() -> None:
    case = zoo.lazy_clipper()
    env, agent = case.world.deployment, case.agents[0]
    own, policy = case.objective("running the machine"), kept(case)
    assert agent.believed is not None
    assert solve.regret(env, case.base, policy) == 0
    assert solve.regret(env, own, policy) == Fraction("0.7")
    assert solve.regret(agent.believed, own, policy) == 0
    assert feasible(case, env, policy) == {"clips by hand"}
    assert feasible(case, agent.believed, policy) == {"clips by hand", "running the machine"}


def test_its_own_optimum_scores_nothing_on_the_base_objective() -> None:
    case = zoo.lazy_clipper()
    env = case.world.deployment
    best = Policy.uniform(solve.optimal(env, case.objective("running the machine")).actions, 3)
    assert solve.evaluate(env, case.base, best)[0] == 0


@pytest.mark.parametrize("reading", [Reading(), DEPLOYED, SOME, HUMAN, BASE, Reading(optima="some")])
def test_read_from_what_it_does_in_truth_nothing_is_wrong_but_what_it_wants(reading: Reading) -> None:
    assert holding(zoo.lazy_clipper(), reading) == ALL - {"inner"}
    assert broken(zoo.lazy_clipper(), reading) == set()


@pytest.mark.parametrize("reading", [BELIEVED, MESA])
def test_read_from_what_it_wants_both_converses_break(reading: Reading) -> None:
    case = zoo.lazy_clipper()
    assert holding(case, reading) == {"impact", "robust"}
    assert broken(case, reading) == {"I5a", "I5b"}


def test_under_some_the_converses_are_safe_even_in_its_beliefs() -> None:
    assert broken(zoo.lazy_clipper(), Reading(observed_in="beliefs", objectives="some")) == set()


@pytest.mark.parametrize(("belief", "action"), [("3/74", "by hand"), ("3/72", "switch on")])
def test_it_throws_the_switch_from_three_in_seventy_three_on(belief: str, action: str) -> None:
    case = zoo.lazy_clipper(belief)
    assert kept(case).support[0] == {case.world.training.action(action)}
    assert case.check("impact aligned").holds == (action == "by hand")


def test_at_three_in_seventy_three_it_is_indifferent() -> None:
    case = zoo.lazy_clipper("3/73")
    believed = case.agents[0].believed
    assert believed is not None
    assert solve.optimal(believed, case.objective("running the machine")).actions[0] == {0, 1}


def test_a_belief_is_a_probability() -> None:
    with pytest.raises(ValueError, match="belief is 2; it must be between 0 and 1"):
        zoo.lazy_clipper(2)
