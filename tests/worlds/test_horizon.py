"""A horizon: layers against backward induction, and what is lifted against what it was."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel.solve import bad_pairs, badness, evaluate, optimal
from toymodel.worlds import Environment, Horizon, Judge, Objective, Policy, World

from .. import strategies
from .test_environment import refused

F = Fraction
ENV = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "s"}, start="s", discount="0.9")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_layers_are_solved_by_backward_induction(data):
    env = data.draw(st.one_of(strategies.environments(most=3), strategies.episodes(3)))
    objective, steps = data.draw(strategies.objectives(env)), data.draw(st.integers(1, 4))
    horizon = Horizon(env, steps, data.draw(st.sampled_from([1, "1/2", None])))
    best = optimal(horizon.layers, horizon.objective(objective))
    pays, worth, size = objective.mean(env), [F(0)] * len(env.states), len(env.states)
    for t in reversed(range(steps)):
        q = [
            {a: pays[s][a] + horizon.discount * sum(p * worth[u] for u, p in row) for a, row in enumerate(rows) if row}
            for s, rows in enumerate(env.transition)
        ]
        worth = [max(row.values(), default=F(0)) for row in q]
        layer = slice(t * size, (t + 1) * size)
        assert best.values[layer] == tuple(worth)
        assert best.actions[layer] == tuple({a for a, x in row.items() if x == max(row.values())} for row in q)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_lifted_does_and_earns_the_same(data):
    world = World.same(data.draw(strategies.environments(most=3)))
    env, steps = world.training, 3
    policy, objective = data.draw(strategies.policies(env)), data.draw(strategies.objectives(env))
    judge = data.draw(strategies.listed_judges(env) | strategies.graded_judges(env))
    horizon = Horizon(env, steps, 1)
    lifted = horizon.policy(policy)
    lifted.fits(horizon.layers)
    earned, harm, at = F(0), F(0), dict(env.initial)
    pays, bad = objective.mean(env), bad_pairs(env, judge)
    for _ in range(steps):
        after: dict[int, F] = {}
        for s, here in at.items():
            for a, w in policy.rows[s]:
                earned += here * w * pays[s][a]
                harm += here * w * ((s, a) in bad)
                for u, p in env.transition[s][a]:
                    after[u] = after.get(u, F(0)) + here * w * p
        at = after
    values = evaluate(horizon.layers, horizon.objective(objective), lifted)
    assert sum(p * values[s] for s, p in env.initial) == earned
    assert badness(horizon.layers, horizon.judge(judge), lifted) == harm


def test_judges_of_all_kinds_are_lifted():
    horizon = Horizon(ENV, 2, 1)
    graded = horizon.judge(Judge.graded({("t", "go"): 2}))
    assert (graded.pairs, graded.grades) == (((1, 0), (3, 0)), (2, 2))
    pays = Objective.on(ENV, {"t": 1})
    assert bad_pairs(horizon.layers, horizon.judge(Judge.by(pays))) == {(0, 1)}  # at the last step nothing matters
    panel = Judge.several([Judge.of([("s", "stay")]), Judge.in_each([(ENV, Judge.of([("t", "go")]))])])
    assert bad_pairs(horizon.layers, horizon.judge(panel)) == {(0, 1), (2, 1), (1, 0), (3, 0)}


def test_a_horizon_is_on_record_and_keeps_what_differs_between_environments():
    layers = ENV.with_horizon(2)
    assert (layers.discount, layers.ended, layers.record) == (ENV.discount, {4, 5}, ("the episode ends after 2 steps",))
    other = Environment.build({"s": {"go": "s", "stay": "t"}, "t": "t"}, start="t", discount="0.9")
    world = World(ENV.with_horizon(2, 1), other.with_horizon(2, 1))
    assert world.training.available == world.deployment.available


@pytest.mark.parametrize("bad", [0, -1, 2.5, True, None, "3"])
def test_a_horizon_is_a_number_of_steps(bad):
    refused("horizon is .*; it must be a number of steps, at least 1", ENV.with_horizon, bad)


def test_a_policy_that_does_not_fit_is_refused():
    refused("policy 'π' has shape", Horizon(ENV, 2).policy, Policy.deterministic([0], 2))
    refused("discount is 2; it must be strictly between 0 and 1", ENV.with_horizon, 2, 2)
