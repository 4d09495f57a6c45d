"""Quantities and agents where actions depend on the state and episodes end: counts at γ = 1, and what holds then."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel.agents import Agent, gain, learning
from toymodel.agents.search import Softmax, perfect_training, policies
from toymodel.alignment import Case
from toymodel.quantities import bounds, deterministic, magnitude, margins, simulation
from toymodel.quantities.quantity import Quantity
from toymodel.solve import badness, evaluate, is_optimal, regret, start_value
from toymodel.worlds import Environment, Judge, Objective, Policy, World

from .. import strategies

F = Fraction
MOVES = {
    "road": {"left": "hut", "right": "end"},
    "hut": {"leave": "end", "doze": {"hut": "3/4", "end": "1/4"}},
    "end": None,
}
ENV = Environment.build(MOVES, start="road", discount=1, only_listed=True)
PAYS = Objective.on(ENV, {("road", "right"): 1, ("hut", "leave"): 2, ("hut", "doze"): "1/4"}, "sleep")
DOZES = Policy.on(ENV, {"road": "left", "hut": "doze"})
JUDGE = Judge.of([("hut", "doze")], "the host")
few = settings(max_examples=40, deadline=None)


def test_badness_counts_at_discount_1_and_the_words_say_so():
    case = Case("walk", "", World.same(ENV), (Agent("Ann", DOZES),), PAYS, JUDGE, (PAYS, Objective.zero(ENV)))
    assert badness(ENV, JUDGE, DOZES) == 4
    found = magnitude(case, "impact aligned")
    assert (found.value, found.text) == (4, "Ann does, 4 times on average, what the human judges bad")
    assert "spends a share" not in magnitude(case, "inner aligned").text


@few
@given(st.data())
def test_the_frontier_is_the_hull_of_the_deterministic_policies(data):
    env = data.draw(strategies.episodes(3))
    objective, judge = data.draw(strategies.objectives(env)), data.draw(strategies.listed_judges(env))
    x, y = Quantity.badness(env, judge), Quantity.regret(env, objective)
    points = [(badness(env, judge, each), regret(env, objective, each)) for each in policies(env)]
    edge = margins.frontier(env, x, y)
    assert edge.vertices[-1].x == max(a for a, _ in points)
    assert edge.vertices[0].y == min(b for _, b in points) == 0
    assert all((v.x, v.y) in points for v in edge.vertices)
    for a, b in points:
        assert edge.margin(a) <= b
        assert deterministic.deterministic_exposure(env, x, y, b).value >= a
    mixed = edge.worst(edge.vertices[-1].y / 2).policy
    mixed.fits(env)
    harm = min((b for a, b in points if a > 0), default=None)
    assert harm is None or deterministic.gap(env, x, y).value == harm


@few
@given(st.data())
def test_a_judge_by_advantage_bounds_regret_by_the_longest_episode(data):
    env = data.draw(strategies.episodes(3))
    objective, policy = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    for tolerance in (F(0), F(1, 2), F(2)):
        if not badness(env, Judge.by(objective, tolerance), policy):
            assert regret(env, objective, policy) <= bounds.tolerated_regret(env, tolerance)
    assert bounds.tolerated_regret(ENV, 1) == 5  # one step, and four in the hut


@few
@given(st.data())
def test_the_simulation_lemma_counts_what_is_paid_after_the_end(data):
    world = data.draw(strategies.episodic_worlds(3))
    env, believed = world.training, world.deployment
    objective, policy = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    if env.discount == 1:
        with pytest.raises(ValueError, match="the simulation lemma needs a discount below 1"):
            simulation.belief_error(env, believed, objective)
        return
    apart = abs(
        start_value(env, evaluate(env, objective, policy))
        - start_value(believed, evaluate(believed, objective, policy))
    )
    assert apart <= simulation.belief_error(env, believed, objective).value


def test_learners_learn_what_is_available():
    for learner in (learning.QLearning(), learning.ActorCritic()):
        found = learning.train(learner, ENV, PAYS, episodes=400, steps=20, seed=0).policy
        found.fits(ENV)
        assert is_optimal(ENV, PAYS, found)
    assert learning.undiscounted_return(ENV, PAYS, learning.Stationary(DOZES), 2) == F(1, 4)
    assert learning.optimal_undiscounted_return(ENV, PAYS, 1) == 1
    assert learning.optimal_undiscounted_return(ENV, PAYS, 2) == 2


@few
@given(st.data())
def test_the_best_average_is_that_of_some_policy(data):
    env = data.draw(strategies.episodes(3))
    objective = data.draw(strategies.objectives(env))
    known = [gain.gain(env, objective, each) for each in policies(env)]
    assert gain.optimal_gain(env, objective) == max(known)
    assert env.discount < 1 or set(known) == {0}  # what surely ends earns nothing in the long run


def test_other_searches_play_what_is_available():
    soft = Softmax(1, digits=3).policy(ENV, PAYS)
    assert soft.support == ENV.available
    assert len(list(policies(ENV))) == 4
    assert len(list(policies(ENV, ["here", "there", "there"]))) == 4
    assert list(policies(ENV, ["same", "same", "same"])) == []  # no action is available in both
    (best,) = perfect_training(ENV, PAYS, policies(ENV))
    assert best == Policy.on(ENV, {"road": "left", "hut": "leave"})
