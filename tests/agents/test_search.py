"""Searches other than for the best, and perfect training over a class of policies."""

from fractions import Fraction
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import Environment, MesaOptimizer, Objective, zoo
from toymodel.agents import Softmax, Worst, perfect_training, policies
from toymodel.solve import evaluate, is_optimal, optimal, regret, start_value

from .. import strategies


@given(st.data())
def test_doing_ones_worst_is_doing_ones_best_on_the_contrary(data):
    env = data.draw(strategies.environments())
    objective = data.draw(strategies.objectives(env))
    contrary = objective.map(lambda x: -x)
    worst = Worst().policy(env, objective)
    assert is_optimal(env, contrary, worst)
    assert worst == MesaOptimizer("m", contrary).plan(env)
    assert MesaOptimizer("m", objective, search=Worst()).plan(env) == worst


@given(st.data())
def test_softmax_is_close_and_its_support_is_everything(data):
    """Each probability within |A|·10^−digits of exp(A/T) over their sum; they sum to exactly 1."""
    env = data.draw(strategies.environments())
    objective = data.draw(strategies.objectives(env))
    heat = data.draw(st.sampled_from([Fraction(1, 100), Fraction(1, 3), Fraction(5)]))
    policy = Softmax(heat, digits=9).policy(env, objective)
    size = len(env.actions)
    assert all(row == frozenset(range(size)) for row in policy.support)
    for row, advantage in zip(policy.rows, optimal(env, objective).advantage, strict=True):
        weights = [exp(float(x / heat)) for x in advantage]
        assert all(abs(float(p) - w / sum(weights)) <= size * 1e-9 for (_, p), w in zip(row, weights, strict=True))


def test_softmax_cools_to_the_best():
    """The regret of softmax search falls with its temperature, and is never zero while it may err."""
    case = zoo.misguided_researcher()
    env, human = case.agents[0].believed, case.human
    losses = [regret(env, human, Softmax(t).policy(env, human)) for t in (10, 1, "1/10", "1/50")]
    assert losses == sorted(losses, reverse=True)
    assert 0 < losses[-1] < Fraction(1, 10**6)
    agent = MesaOptimizer("a softmax researcher", human, env, search=Softmax("1/10"))
    assert agent.plan(case.world.deployment).support[0] == frozenset({0, 1, 2})
    assert agent.plan(env).name == "a softmax researcher's policy"


def test_refusals():
    objective = zoo.misguided_researcher().base
    with pytest.raises(ValueError, match="temperature is 0; it must be above 0"):
        Softmax(0)
    with pytest.raises(ValueError, match="depth and search are both given"):
        MesaOptimizer("m", objective, depth=2, search=Worst())
    with pytest.raises(ValueError, match="class of policies is empty"):
        perfect_training(zoo.misguided_researcher().world.training, objective, [])


@given(st.data())
def test_perfect_training_over_all_policies_is_optimality(data):
    """If the class holds everything, what is left is Opt; in a class it is the best of the class."""
    env = data.draw(strategies.environments(states=3, actions=2))
    objective = data.draw(strategies.objectives(env))
    everything = list(policies(env))
    assert len(everything) == 8
    assert set(perfect_training(env, objective, everything)) == {p for p in everything if is_optimal(env, objective, p)}
    blind = list(policies(env, sees=["same"] * 3))
    assert len(blind) == 2
    best = max(start_value(env, evaluate(env, objective, p)) for p in blind)
    assert all(start_value(env, evaluate(env, objective, p)) == best for p in perfect_training(env, objective, blind))


def test_who_cannot_see_is_trained_to_be_optimal_for_no_objective_of_its_own():
    """A class that cannot tell two states apart may leave out every optimal policy."""
    env = Environment.build(
        {"a": {"x": "b", "y": "a"}, "b": {"x": "a", "y": "end"}, "end": "end"}, start="a", discount="1/2"
    )
    goal = Objective.on(env, {"end": 1})
    seeing = perfect_training(env, goal, policies(env))
    blind = perfect_training(env, goal, policies(env, sees=["room", "room", "end"]))
    assert all(is_optimal(env, goal, p) for p in seeing)
    assert not any(is_optimal(env, goal, p) for p in blind)
