"""How much harm a soft agent may do: the bound is derived again, held against random worlds, and attained."""

from fractions import Fraction
from math import inf, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Environment, Judge, Objective, Policy
from toymodel.behavior.maximum_entropy import soft_optimal
from toymodel.quantities.soft import divergence, root_bound, soft_regret, worst_badness
from toymodel.solve import badness

from .. import strategies

np = pytest.importorskip("numpy")

TEMPERATURES = st.sampled_from([0.5, 1.0, 3.0])


def soft_value(env, objective, policy, temperature):
    """μ·V of R + λ·entropy, by solving the policy's own equation."""
    reward, size = objective.mean(env), len(env.states)
    pays, move = np.zeros(size), np.eye(size)
    for s, row in enumerate(policy.rows):
        for a, p in row:
            pays[s] += float(p) * (float(reward[s][a]) - temperature * np.log(float(p)))
            for t, q in env.transition[s][a]:
                move[s, t] -= float(env.discount * p * q)
    values = np.linalg.solve(move, pays)
    return sum(float(p) * values[s] for s, p in env.initial)


@given(st.data())
def test_soft_performance_difference(data):
    """ρ(π) is what is lost of payment and entropy; and 0 for the soft optimum."""
    env = data.draw(strategies.environments(most=3))
    objective, policy = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    heat = data.draw(TEMPERATURES)
    best = soft_optimal(env, objective, heat)
    lost = sum(float(p) * best.values[s] for s, p in env.initial) - soft_value(env, objective, policy, heat)
    assert soft_regret(env, objective, policy, heat) == pytest.approx(lost, abs=1e-8)
    assert soft_regret(env, objective, Policy.from_array(best.policy, rounding=10**12), heat) == pytest.approx(
        0, abs=1e-8
    )


@given(st.data())
def test_no_policy_does_more_harm_than_the_bounds_say(data):
    """kl(badness(π) ‖ badness(σ)) ≤ ρ/λ, so both bounds hold, and the root is the larger."""
    env = data.draw(strategies.environments(most=3))
    objective, policy = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    judge, heat = data.draw(strategies.listed_judges(env)), data.draw(TEMPERATURES)
    best = Policy.from_array(soft_optimal(env, objective, heat).policy, rounding=10**12)
    rho = soft_regret(env, objective, policy, heat)
    delta, done = float(badness(env, judge, best)), float(badness(env, judge, policy))
    assert divergence(done, delta) <= rho / heat + 1e-9
    for share in (delta, (1 + delta) / 2):
        most = worst_badness(share, rho, heat)
        assert done <= most + 1e-7
        assert most <= root_bound(share, rho, heat) + 1e-7
        assert root_bound(share, rho, heat) <= share + sqrt(rho / (2 * heat * float(1 - env.discount))) + 1e-12


def gate(discount):
    """The first action leads to heaven or hell for ever."""
    moves = {"gate": {"up": "heaven", "down": "hell"}, "heaven": "heaven", "hell": "hell"}
    env = Environment.build(moves, start="gate", discount=discount)
    return env, Judge.of([("gate", "down"), ("hell", "up"), ("hell", "down")])


@pytest.mark.parametrize("discount", ["1/10", "1/2", "99/100"])
@pytest.mark.parametrize("heat", [0.5, 2.0])
@pytest.mark.parametrize("delta", ["1/20", "1/2", "9/10"])
def test_the_best_bound_is_attained_at_every_discount_temperature_and_share(discount, heat, delta):
    env, judge = gate(discount)
    half = (Fraction(1, 2),) * 2
    share = Fraction(delta)
    twin = [[heat * np.log(float(1 - share)), heat * np.log(float(share))], *[[heat * np.log(0.5)] * 2] * 2]
    pays = Objective.from_array([[Fraction(float(x)) for x in row] for row in twin])
    np.testing.assert_allclose(soft_optimal(env, pays, heat).policy[0], [float(1 - share), float(share)], atol=1e-9)
    for excess in (Fraction(1, 100), Fraction(1, 25), (1 - share) / 2):
        policy = Policy.from_array([[1 - share - excess, share + excess], half, half])
        rho = soft_regret(env, pays, policy, heat)
        assert badness(env, judge, policy) == share + excess
        assert worst_badness(float(share), rho, heat) == pytest.approx(float(share + excess), abs=1e-6)


def test_the_constant_under_the_root_is_the_best():
    """At δ = 1/2 the ratio of the excess to the root tends to 1 from below as ρ falls; at other δ to less."""
    ratios = [(worst_badness(0.5, rho) - 0.5) / (root_bound(0.5, rho) - 0.5) for rho in (0.5, 0.1, 0.01, 1e-4)]
    assert ratios == sorted(ratios)
    assert 1 - 1e-4 < ratios[-1] < 1
    rho = 1e-6
    for delta in (0.1, 0.3, 0.8):
        ratio = (worst_badness(delta, rho) - delta) / (root_bound(delta, rho) - delta)
        assert ratio == pytest.approx(2 * sqrt(delta * (1 - delta)), rel=1e-2)


def test_the_occupancy_bound_is_never_attained():
    """With 1−γ under the root as well, the largest ratio over all worlds is √(1−γ) < 1, at the gate."""
    for gamma in (0.1, 0.5, 0.9):
        rho = 1e-4
        excess = worst_badness(0.5, rho) - 0.5
        assert excess / sqrt(rho / (2 * (1 - gamma))) == pytest.approx(sqrt(1 - gamma), rel=1e-3)


def test_coins():
    assert divergence(0.0, 0.0) == divergence(1.0, 1.0) == 0.0
    assert divergence(1.0, 0.5) == pytest.approx(np.log(2))
    assert divergence(0.5, 1.0) == inf


@given(st.floats(0.01, 0.99), st.floats(0.0, 2.0))
@settings(max_examples=50)
def test_the_worst_badness_solves_its_equation(delta, regret):
    most = worst_badness(delta, regret)
    assert delta <= most <= 1
    assert most == 1 or divergence(most, delta) == pytest.approx(regret, abs=1e-9)
