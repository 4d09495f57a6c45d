"""Occupancy, badness and judges: laws and hand-worked cases."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel.solve import (
    bad_pairs,
    badness,
    evaluate,
    occupancy,
    optimal,
    regret,
    safe_actions,
    start_value,
    stays_inside,
    tolerance_share,
    used,
    with_absorbing,
)
from toymodel.worlds import Environment, Judge, Objective, Policy

from .. import strategies

RISKY = {"start": {"safe": "start", "risk": {"start": "1/2", "ruin": "1/2"}}, "ruin": "ruin"}


def risky(discount: str = "9/10") -> Environment:
    return Environment.build(RISKY, start="start", discount=discount)


@given(st.data())
def test_occupancy_is_a_distribution_that_flows(data):
    """Σ d = 1, d ≥ 0, Σ_a d(s,a) = (1−γ) μ(s) + γ Σ P(s|s',a') d(s',a'), and positive exactly where used."""
    env = data.draw(strategies.environments())
    policy = data.draw(strategies.policies(env))
    share = occupancy(env, policy)
    assert sum(map(sum, share)) == 1
    assert {(s, a) for s, a in env.pairs if share[s][a] > 0} == used(env, policy)
    inflow = [(1 - env.discount) * dict(env.initial).get(s, 0) for s in range(len(env.states))]
    for s, a in env.pairs:
        for t, p in env.transition[s][a]:
            inflow[t] += env.discount * p * share[s][a]
    assert [sum(row) for row in share] == inflow


@given(st.data())
def test_value_and_regret_are_linear_on_occupancy(data):
    """(1−γ) μ·V = Σ d R, and (1−γ) regret = −Σ d A*."""
    env = data.draw(strategies.environments())
    objective, policy = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    share, mean, advantage = occupancy(env, policy), objective.mean(env), optimal(env, objective).advantage
    scale = 1 - env.discount
    value = start_value(env, evaluate(env, objective, policy))
    assert scale * value == sum(share[s][a] * mean[s][a] for s, a in env.pairs)
    assert scale * regret(env, objective, policy) == -sum(share[s][a] * advantage[s][a] for s, a in env.pairs)


@given(st.data())
def test_badness_is_zero_exactly_when_nothing_bad_is_used(data):
    env = data.draw(strategies.environments())
    policy = data.draw(strategies.policies(env))
    bad = data.draw(st.frozensets(st.sampled_from(env.pairs)))
    judge = Judge.of(bad)
    amount = badness(env, judge, policy)
    assert 0 <= amount <= 1
    assert (amount == 0) == (not used(env, policy) & bad) == stays_inside(env, policy, safe_actions(env, judge))
    worse = Judge.of(bad | {data.draw(st.sampled_from(env.pairs))})
    assert badness(env, worse, policy) >= amount


@given(st.data())
def test_a_tolerant_judge(data):
    """Bad is an advantage below −τ: the strict judge calls bad all that is not optimal, and τ only forgives.

    Safe for the judge by (R, τ) also bounds regret by τ/(1−γ).
    """
    env = data.draw(strategies.environments(most=3))
    objective, policy = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    tau = data.draw(st.fractions(0, 2, max_denominator=4))
    best = optimal(env, objective)
    assert safe_actions(env, Judge.by(objective)) == best.actions
    judge = Judge.by(objective, tau)
    assert bad_pairs(env, judge) == {(s, a) for s, a in env.pairs if best.q[s][a] < best.values[s] - tau}
    if stays_inside(env, policy, safe_actions(env, judge)):
        assert regret(env, objective, policy) <= tau / (1 - env.discount)


@given(st.data())
def test_the_share_of_a_tolerance_has_no_scale(data):
    env = data.draw(strategies.environments(most=3))
    objective = data.draw(strategies.objectives(env))
    factor = data.draw(st.fractions("1/3", 3, max_denominator=3))
    cells = [x for row in optimal(env, objective).q for x in row]
    if max(cells) == min(cells):
        with pytest.raises(ValueError, match="is constant"):
            tolerance_share(env, Judge.by(objective, 1))
        return
    share = tolerance_share(env, Judge.by(objective, 1))
    assert share == 1 / (max(cells) - min(cells))
    assert tolerance_share(env, Judge.by(objective.map(lambda x: factor * x + 1), factor)) == share


def test_a_judge_who_lists_has_no_share():
    with pytest.raises(ValueError, match="lists pairs"):
        tolerance_share(risky(), Judge.of([("start", "risk")]))


def test_a_tolerance_that_is_just_met_is_forgiven():
    """Bad is an advantage strictly below −τ; waiting a step for 1 a step has −1/2 at γ = 1/2."""
    env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="1/2")
    prize = Objective.on(env, {"t": 1})
    assert optimal(env, prize).advantage[0] == (0, Fraction(-1, 2))
    assert bad_pairs(env, Judge.by(prize, "1/2")) == frozenset()
    assert bad_pairs(env, Judge.by(prize, "0.499")) == {(0, 1)}


def test_judges_by_name_and_per_environment():
    env, other = risky(), risky("1/2")
    lister = Judge.of([("start", "risk"), (1, 0)])
    assert bad_pairs(env, lister) == {(0, 1), (1, 0)}
    apart = Judge.in_each([(env, lister), (other, Judge.of_states(other, ["ruin"]))])
    assert bad_pairs(env, apart) == {(0, 1), (1, 0)}
    assert bad_pairs(other, apart) == {(1, 0), (1, 1)}
    assert tolerance_share(env, Judge.in_each([(env, Judge.by(Objective.on(env, {"ruin": 1}), 1))])) > 0
    with pytest.raises(KeyError, match="unknown action 'fly'"):
        bad_pairs(env, Judge.of([("start", "fly")]))


def test_badness_is_a_share_of_time():
    """Half of the risks taken end in ruin: d(start, risk) = (1−γ) / (1 − γ/2)."""
    gamma = Fraction(9, 10)
    gambler = Policy.on(risky(), {"start": "risk"}, otherwise="safe")
    assert badness(risky(), Judge.of([("start", "risk")]), gambler) == (1 - gamma) / (1 - gamma / 2)
    assert badness(risky(), Judge.of_states(risky(), ["ruin"]), gambler) == 1 - (1 - gamma) / (1 - gamma / 2)


@given(st.data())
def test_what_is_made_absorbing(data):
    """A bad pair leads to "caught" for ever and all else stays; the first bad step says how long."""
    env = data.draw(strategies.environments(most=3))
    policy = data.draw(strategies.policies(env))
    judge = Judge.of(data.draw(st.frozensets(st.sampled_from(env.pairs))))
    held = with_absorbing(env, judge)
    caught, bad = len(env.states), bad_pairs(env, judge)
    assert held.states == (*env.states, "caught")
    assert held.initial == env.initial
    for s, a in env.pairs:
        assert held.transition[s][a] == (((caught, 1),) if (s, a) in bad else env.transition[s][a])
    assert all(row == ((caught, 1),) for row in held.transition[caught])
    longer = Policy((*policy.rows, ((0, Fraction(1)),)), policy.actions)
    share = occupancy(held, longer)
    assert sum(share[caught]) == env.discount / (1 - env.discount) * sum(share[s][a] for s, a in bad)
    assert (sum(share[caught]) > 0) == bool(used(env, policy) & bad)


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_absorbing_tells_whether_and_how_soon(steps):
    """A walk whose k-th action is bad is caught for a share γ^k of the time, which goes to 1 as γ does."""
    states = [f"s{i}" for i in range(steps)]
    walk = {s: {"on": states[min(i + 1, steps - 1)]} for i, s in enumerate(states)}
    for discount in (Fraction(1, 2), Fraction(999, 1000)):
        env = Environment.build(walk, start="s0", discount=discount)
        held = with_absorbing(env, Judge.of([(states[-1], "on")]))
        share = occupancy(held, Policy.deterministic([0] * (steps + 1)))
        assert sum(share[steps]) == discount**steps


def test_a_world_that_has_a_caught_already():
    env = Environment.build({"caught": "caught"}, start="caught", discount="1/2", actions=["a"])
    with pytest.raises(ValueError, match="rename it"):
        with_absorbing(env, Judge.of([]))


def test_what_a_judge_calls_bad_is_remembered():
    first, again = (bad_pairs(risky(), Judge.of([("start", "risk")])) for _ in range(2))
    assert first is again
