"""Soft inverse reinforcement learning: the fixed point, the family, and when it shows the objective."""

import sys
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import Environment, Objective, Policy, Reading, zoo
from toymodel.behavior import MAXIMUM_ENTROPY, Observation
from toymodel.behavior import maximum_entropy as soft
from toymodel.behavior.maximum_entropy import (
    family,
    identification_matrix,
    identification_rank,
    identifies,
    recover,
    soft_optimal,
    soft_solution,
    transitions,
)
from toymodel.solve import optimal, shaped
from toymodel.zoo.cases.identifiability import generic, no_control, pairs

from .. import strategies

np = pytest.importorskip("numpy")
scipy = pytest.importorskip("scipy")
special = pytest.importorskip("scipy.special")

TEMPERATURES = st.sampled_from([0.1, 1.0, 5.0])


def dense(env):
    """P as an array of shape (|S|, |A|, |S|)."""
    array = np.zeros((len(env.states), len(env.actions), len(env.states)))
    for s, a in env.pairs:
        for t, p in env.transition[s][a]:
            array[s, a, t] = p
    return array


def mean(env, objective):
    return np.array([[float(x) for x in row] for row in objective.mean(env)])


@given(st.data())
def test_the_fixed_point_and_the_policy(data):
    """V = λ log Σ exp(Q/λ) to 1e-10, against plain value iteration; π = exp((Q − V)/λ)."""
    env = data.draw(strategies.environments())
    objective, temperature = data.draw(strategies.objectives(env)), data.draw(TEMPERATURES)
    found = soft_optimal(env, objective, temperature)
    values = np.zeros(len(env.states))
    for _ in range(400):
        q = mean(env, objective) + float(env.discount) * dense(env) @ values
        values = temperature * special.logsumexp(q / temperature, axis=1)
    np.testing.assert_allclose(found.values, values, atol=1e-10)
    np.testing.assert_allclose(found.policy, np.exp((q - values[:, None]) / temperature), atol=1e-10)


@given(st.data())
def test_a_long_horizon_is_no_horizon(data):
    env = data.draw(strategies.environments())
    objective, temperature = data.draw(strategies.objectives(env)), data.draw(TEMPERATURES)
    finite = soft_optimal(env, objective, temperature, horizon=400)
    endless = soft_optimal(env, objective, temperature)
    assert finite.values.shape == (400, len(env.states))
    np.testing.assert_allclose(finite.values[0], endless.values, atol=1e-10)
    last = temperature * special.logsumexp(mean(env, objective) / temperature, axis=1)
    np.testing.assert_allclose(finite.values[-1], last, atol=1e-12)


@given(st.data())
def test_cold_is_greedy(data):
    """As λ → 0 the soft values are the optimal ones, and what is not optimal is not played."""
    env = data.draw(strategies.environments())
    objective = data.draw(strategies.objectives(env))
    found, best = soft_optimal(env, objective, 1e-4), optimal(env, objective)
    np.testing.assert_allclose(found.values, [float(v) for v in best.values], atol=1e-2)
    for s, a in env.pairs:
        if best.advantage[s][a] < Fraction(-1, 100):
            assert found.policy[s, a] < 1e-6


@given(st.data())
def test_the_family_is_all_there_is(data):
    """Every V gives an R with the same soft policy and values V; and the objective itself is of the family."""
    env = data.draw(strategies.environments())
    objective, temperature = data.draw(strategies.objectives(env)), data.draw(TEMPERATURES)
    found = soft_optimal(env, objective, temperature)
    np.testing.assert_allclose(family(env, found.policy, found.values, temperature), mean(env, objective), atol=1e-8)
    chosen = np.array(data.draw(st.lists(st.floats(-5, 5), min_size=len(env.states), max_size=len(env.states))))
    reward = family(env, found.policy, chosen, temperature)
    again = soft_solution(dense(env), reward, float(env.discount), temperature)
    np.testing.assert_allclose(again.values, chosen, atol=1e-8)
    np.testing.assert_allclose(again.policy, found.policy, atol=1e-8)


@given(st.data())
def test_the_family_with_a_horizon(data):
    env = data.draw(strategies.environments())
    objective, temperature = data.draw(strategies.objectives(env)), data.draw(TEMPERATURES)
    found = soft_optimal(env, objective, temperature, horizon=5)
    reward = family(env, found.policy, found.values, temperature)
    np.testing.assert_allclose(reward, np.broadcast_to(mean(env, objective), reward.shape), atol=1e-8)


@given(st.data())
def test_shaping_is_invisible(data):
    """A potential moves the values by −Φ and leaves the policy."""
    env = data.draw(strategies.environments())
    objective = data.draw(strategies.objectives(env))
    potential = data.draw(st.tuples(*[st.fractions(-3, 3, max_denominator=4)] * len(env.states)))
    one, other = soft_optimal(env, objective), soft_optimal(env, shaped(env, objective, potential))
    np.testing.assert_allclose(other.policy, one.policy, atol=1e-9)
    np.testing.assert_allclose(other.values, one.values - np.array([float(x) for x in potential]), atol=1e-9)


@pytest.mark.parametrize("discount", [0.9, 0.99, 0.999])
@pytest.mark.parametrize("temperature", [1.0, 0.05])
def test_large_worlds_sparse_and_dense(discount, temperature, monkeypatch):
    """A grid of 400 states: kept sparse, kept dense, and solved directly, the values are the same."""
    side = 20
    kernel, reward = np.zeros((side * side, 4, side * side)), np.zeros((side * side, 4))
    for s in range(side * side):
        for a, (dx, dy) in enumerate(((0, 1), (0, -1), (1, 0), (-1, 0))):
            x, y = min(max(s // side + dx, 0), side - 1), min(max(s % side + dy, 0), side - 1)
            kernel[s, a, x * side + y] = 1
    reward[5], reward[-7] = 3, 5
    monkeypatch.setattr(soft, "SMALL", 100)
    found = soft_solution(kernel, reward, discount, temperature)
    q = reward + discount * (kernel @ found.values)
    error = abs(temperature * special.logsumexp(q / temperature, axis=1) - found.values).max()
    assert error / (1 - discount) < 1e-8
    assert error < 1e-11
    mixed = 0.9 * kernel + 0.1 / (side * side)  # dense for good
    for transition in (kernel, mixed):
        expected = soft_solution(transition, reward, discount, temperature).values
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(soft, "SMALL", 10**6)  # no sparse arrays, no Krylov method
            np.testing.assert_allclose(
                soft_solution(transition, reward, discount, temperature).values, expected, rtol=1e-11
            )


def test_large_worlds_without_scipy(monkeypatch):
    env = Environment.from_arrays(
        [[[int(t == (s + a + 1) % 250) for t in range(250)] for a in range(2)] for s in range(250)],
        [1] + [0] * 249,
        "0.9",
    )
    objective = Objective.on(env, {7: 1})
    monkeypatch.setattr(soft, "SMALL", 100)
    assert scipy.sparse.issparse(transitions(env))
    expected = soft_optimal(env, objective).values
    for module in ("scipy.sparse", "scipy.sparse.linalg"):
        monkeypatch.setitem(sys.modules, module, None)
    assert transitions(env).ndim == 3
    np.testing.assert_allclose(soft_optimal(env, objective).values, expected, rtol=1e-11)


def test_without_numpy(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    env = generic()
    with pytest.raises(ImportError, match="pip install numpy scipy"):
        soft_optimal(env, Objective.zero(env))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"temperature": 0}, "temperature is 0"),
        ({"temperature": float("nan")}, "temperature is nan"),
        ({"horizon": 0}, "horizon is 0"),
    ],
)
def test_nonsense_is_refused(arguments, message):
    env = generic()
    with pytest.raises(ValueError, match=message):
        soft_optimal(env, Objective.zero(env), **arguments)
    with pytest.raises(ValueError, match="discount is 1"):
        soft_solution(dense(env), mean(env, Objective.zero(env)), 1)
    with pytest.raises(ValueError, match="never plays"):
        family(env, Policy.deterministic([0] * 4, 3), np.zeros(4))


# Identification -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "rank"), [("two discounts", 7), ("two dynamics", 7), ("the same twice", 4), ("no control", 4)]
)
def test_t9_ranks(pair, rank):
    """T9, and the exact rank is NumPy's."""
    environments = pairs()[pair]
    assert identification_rank(environments) == rank
    assert identifies(environments) is (rank == 7)
    floats = np.array([[float(x) for x in row] for row in identification_matrix(environments)])
    assert np.linalg.matrix_rank(floats) == rank


def test_t9_no_control_beside_control():
    assert identification_rank((generic(), no_control())) == 7
    assert identification_rank((generic(), generic(), generic(2))) == 11  # three experts: 3|S| − 1


@pytest.mark.parametrize("pair", ["two discounts", "two dynamics", "the same twice", "no control"])
def test_experts_show_their_objective_if_the_rank_says_so(pair):
    """What is recovered from the experts' policies is R up to a constant, exactly where it is identified."""
    environments = pairs()[pair]
    objective = Objective.of(environments[0], lambda s, a: Fraction((3 * s + 5 * a * a + s * a) % 7, 4))
    seen = [Observation(env, rational(soft_optimal(env, objective, 0.5).policy)) for env in environments]
    gap = recover(seen, 0.5) - mean(environments[0], objective)
    assert bool(np.ptp(gap) < 1e-6) is identifies(environments)
    one = recover(seen[:1], 0.5)
    assert np.ptp(one - mean(environments[0], objective)) > 0.1
    # Either way it explains the behaviour.
    for env, o in zip(environments, seen, strict=True):
        again = soft_solution(dense(env), recover(seen, 0.5), float(env.discount), 0.5)
        expected = np.array([[float(p) for _, p in row] for row in o.policy.rows])
        np.testing.assert_allclose(again.policy, expected, atol=1e-6)


def rational(probabilities):
    """The policy in fractions that sum to one."""
    rows = [[Fraction(float(p)).limit_denominator(10**12) for p in row[:-1]] for row in probabilities]
    return Policy.from_array([[*row, 1 - sum(row)] for row in rows])


def test_what_nobody_visits_is_not_identified():
    """A vault that no road leads to: R is identified up to a constant elsewhere, and can be anything in there."""
    roads = {"s": {"a": "t", "b": "s"}, "t": "s", "vault": "vault"}
    envs = [Environment.build(roads, start="s", discount=discount) for discount in ("1/2", "9/10")]
    assert identifies(envs)
    assert identification_rank(envs) == 2 * 2 - 1
    assert not identifies([envs[0], replace(envs[1], initial=((2, Fraction(1)),))])  # no state is shown twice
    poor, rich = (Objective.on(envs[0], {("s", "a"): 1, "vault": treasure}) for treasure in (0, 7))
    seen = [Observation(env, rational(soft_optimal(env, poor).policy)) for env in envs]
    assert all(MAXIMUM_ENTROPY.demonstrates(seen, r, [poor, rich]) for r in (poor, rich))
    found = recover(seen)
    assert np.isnan(found[2]).all()
    assert np.ptp((found - mean(envs[0], poor))[:2]) < 1e-6
    locked = [Policy((*o.policy.rows[:2], ((0, Fraction(1)),)), 2) for o in seen]  # what is done in there is not seen
    again = recover([Observation(env, policy) for env, policy in zip(envs, locked, strict=True)])
    np.testing.assert_array_equal(again, found)


def test_what_two_experts_show_may_be_identified_where_only_one_comes():
    """The second starts where the first comes too, and never leaves; what the first shows elsewhere is tied to it."""
    roads = {"s": {"a": "t", "b": "s"}, "t": {"a": "s", "b": "t"}}
    first = Environment.build(roads, start="s", discount="1/2")
    stays = Environment.build({"s": "s", "t": "t"}, start="s", discount="1/2", actions=["a", "b"])
    assert identifies([first, stays])
    objective = Objective.on(first, {("s", "a"): 1, ("t", "b"): -1})
    seen = [Observation(env, rational(soft_optimal(env, objective).policy)) for env in (first, stays)]
    assert np.ptp(recover(seen) - mean(first, objective)) < 1e-6


@given(st.data())
def test_constants_are_never_identified(data):
    """The kernel contains 1/(1 − γ_i) in every block, so the rank is at most k|S| − 1."""
    worlds = [data.draw(strategies.environments(3, 2)) for _ in range(data.draw(st.integers(2, 3)))]
    rows = identification_matrix(worlds)
    constant = [1 / (1 - env.discount) for env in worlds for _ in env.states]
    assert all(sum(x * y for x, y in zip(row, constant, strict=True)) == 0 for row in rows)
    assert identification_rank(worlds) <= 3 * len(worlds) - 1
    ranks = [identification_rank(worlds[:k]) for k in range(1, len(worlds) + 1)]
    assert ranks[0] == 0
    assert all(x <= y for x, y in pairwise(ranks))


# The operator -------------------------------------------------------------------------------------


def test_membership():
    case = zoo.soft_swap()
    seen = [Observation(case.world.training, case.agents[0].policy)]
    named = [r.name for r in case.candidates if MAXIMUM_ENTROPY.demonstrates(seen, r, case.candidates)]
    assert named == ["comfort", "comfort, shaped"]
    determined = [Observation(case.world.training, Policy.deterministic([0, 0, 0], 2))]
    assert not any(MAXIMUM_ENTROPY.demonstrates(determined, r, case.candidates) for r in case.candidates)


def test_who_never_plays_an_action_demonstrates_nothing():
    """Thirty for a: b is worth less than one in 10¹² to the soft policy, but not nothing."""
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    thirty, rare = Objective.on(env, {("s", "a"): 30}), Fraction(1, 10**13)
    always, almost = Policy.deterministic([0], 2), Policy.from_array([[1 - rare, rare]])
    assert MAXIMUM_ENTROPY.gap(Observation(env, always), thirty) < soft.TOLERANCE
    assert not MAXIMUM_ENTROPY.demonstrates([Observation(env, always)], thirty, [thirty])
    assert MAXIMUM_ENTROPY.demonstrates([Observation(env, almost)], thirty, [thirty])


def test_noise_is_not_false_belief():
    """The researcher never wavers, so she demonstrates nothing: she is vouched for under no reading."""
    case = zoo.misguided_researcher()
    verdict = case.check("intent aligned", Reading(behavior="maximum_entropy", observed_in="beliefs"))
    assert verdict.holds is False
    assert "there is no" in str(verdict)
