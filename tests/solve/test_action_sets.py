"""Solving worlds with action sets and ends: against enumeration, and at γ = 1 against sums over all paths."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from toymodel.large.branching import policies
from toymodel.solve import (
    badness,
    evaluate,
    find_policy,
    full,
    is_optimal,
    is_trivial,
    occupancy,
    optimal,
    regret,
    safe_actions,
    shaped,
    start_value,
    starts_inside,
    tolerance_share,
    used,
    viability_kernel,
    with_absorbing,
)
from toymodel.solve.restricted import optimal_inside
from toymodel.worlds import Environment, Judge, Objective, Policy

from ..strategies import episodes, objectives_on

F = Fraction

ENV = Environment.build(
    {
        "road": {"left": "hut", "right": {"end": "1/2", "hut": "1/2"}},
        "hut": {"leave": "end", "doze": {"hut": "3/4", "end": "1/4"}},
        "end": None,
    },
    start="road",
    discount=1,
    only_listed=True,
)
PAYS = Objective.on(ENV, {("road", "right"): 2, ("hut", "leave"): 4, ("hut", "doze"): 1})


def every(env):
    return [Policy.uniform(support, len(env.actions)) for support in policies([(env, full(env))])]


def test_values_at_discount_1_count_to_the_end():
    best = optimal(ENV, PAYS)
    assert best.values == (4, 4, 0)
    assert best.actions == ({0, 1}, {2, 3}, set())
    assert [best.q[s][a] for s, a in ENV.pairs] == [4] * 4
    doze = Policy.on(ENV, {"road": "left", "hut": "doze"})
    assert evaluate(ENV, PAYS, doze) == (4, 4, 0)
    assert occupancy(ENV, doze) == ((1, 0, 0, 0), (0, 0, 0, 4), (0, 0, 0, 0))
    assert badness(ENV, Judge.of([("hut", "doze")]), doze) == 4


def test_what_may_happen_once_is_counted_at_discount_1():
    judge = Judge.of([("hut", "doze")])
    doze = Policy.on(ENV, {"road": "right", "hut": "doze"})
    held = with_absorbing(ENV, judge)
    assert held.ended == {2, 3}
    assert badness(held, judge, Policy((*doze.rows, ()), 4)) == F(1, 2)


def test_an_end_is_not_dead():
    allowed = (frozenset({0}), frozenset({2}), frozenset())
    assert viability_kernel(ENV, allowed) == allowed
    barred = viability_kernel(ENV, (frozenset({0, 1}), frozenset(), frozenset()))
    assert barred == (set(), set(), set())
    assert not starts_inside(ENV, barred)
    at_end = Environment(ENV.states, ENV.actions, ENV.transition, ((2, F(1)),), F(1))
    assert starts_inside(at_end, barred)


def test_policies_play_available_actions_only_even_where_they_never_come():
    found = find_policy([(ENV, safe_actions(ENV, Judge.of([("road", "left")])))], [(ENV, safe_actions(ENV, Judge()))])
    assert found is None
    found = find_policy([(ENV, safe_actions(ENV, Judge.of([("hut", "doze")])))])
    assert found == ({0}, {2}, set())
    assert [support[2] for support in policies([(ENV, full(ENV))])] == [set()] * 4
    away = Environment(ENV.states, ENV.actions, ENV.transition, ((1, F(1)),), F(1))
    assert {support[0] for support in policies([(away, full(away))])} == {frozenset({0})}


def test_a_tolerance_is_a_share_of_what_can_be_had():
    assert tolerance_share(ENV, Judge.by(Objective.on(ENV, {("road", "right"): 2, ("hut", "leave"): 4}), 1)) == 1


def test_a_potential_is_0_where_the_episode_has_ended():
    with pytest.raises(ValueError, match="the potential of 'end' is 1; where the episode has ended, give 0"):
        shaped(ENV, PAYS, (F(0), F(0), F(1)))


@settings(max_examples=60, deadline=None)
@given(episodes().flatmap(objectives_on))
def test_optimal_agrees_with_trying_every_policy(drawn):
    env, objective = drawn
    best, tried = optimal(env, objective), [(policy, evaluate(env, objective, policy)) for policy in every(env)]
    top = max(start_value(env, values) for _, values in tried)
    assert start_value(env, best.values) == top
    for policy, values in tried:
        assert is_optimal(env, objective, policy) == (start_value(env, values) == top)
        assert regret(env, objective, policy) == top - start_value(env, values)
        visits = occupancy(env, policy)
        mean = objective.mean(env)
        earned = sum((visits[s][a] * mean[s][a] for s, a in env.pairs), F(0))
        assert earned == env.weight * start_value(env, values)
        assert used(env, policy) == {pair for pair in env.pairs if visits[pair[0]][pair[1]]}
    assert is_trivial(env, objective) == all(start_value(env, values) == top for _, values in tried)
    assert all(row <= here and bool(row) == bool(here) for row, here in zip(best.actions, env.available, strict=True))


@settings(max_examples=60, deadline=None)
@given(episodes().flatmap(objectives_on))
def test_shaping_changes_no_optimal_action(drawn):
    env, objective = drawn
    potential = tuple(F(0) if s in env.ended else F(3 * s - 2, 2) for s in range(len(env.states)))
    assert optimal(env, shaped(env, objective, potential)).actions == optimal(env, objective).actions


@settings(max_examples=60, deadline=None)
@given(episodes().flatmap(objectives_on))
def test_the_best_inside_allowed_actions_is_the_best_of_those(drawn):
    env, objective = drawn
    allowed = tuple(frozenset(sorted(row)[-1:]) for row in env.available)
    (only,) = {Policy.uniform(allowed, len(env.actions))}
    found = optimal_inside(env, objective, allowed)
    assert (found.values, found.actions) == (evaluate(env, objective, only), allowed)
