"""Published examples with known answers."""

from fractions import Fraction
from math import sqrt

import pytest

from toymodel.solve import evaluate, optimal
from toymodel.worlds import Environment, Objective, Policy

FORBIDDEN = -1000
"""Stands for an action that the textbook does not offer."""


@pytest.mark.parametrize(
    ("discount", "first", "actions"),
    [
        (Fraction(1, 2), Fraction(9), {1}),
        (Fraction(10, 11), Fraction(0), {0, 1}),
        (Fraction(19, 20), Fraction(-60, 7), {0}),
    ],
)
def test_two_states_of_puterman(discount, first, actions):
    """Puterman (2005), sections 3.1 and 6.2.1, also QuantEcon's first example: v = (−8.571…, −20) at 0.95.

    Staying is worth (5 − 5.5γ) / ((1 − γ/2)(1 − γ)), leaving 10 − γ/(1 − γ): equal at γ = 10/11.
    """
    env = Environment.from_arrays(
        [[["1/2", "1/2"], [0, 1]], [[0, 1], [0, 1]]], [1, 0], discount, actions=["stay", "leave"]
    )
    best = optimal(env, Objective.from_array([[5, 10], [-1, FORBIDDEN]]))
    assert best.values == (first, -1 / (1 - discount))
    assert best.actions == (frozenset(actions), frozenset({0}))


def test_forest_of_mdptoolbox():
    """mdptoolbox's forest: wait (it grows unless it burns, p = 1/10) or cut; waiting is best at 0.9."""
    young, middle, old = ["1/10", "9/10", 0], ["1/10", 0, "9/10"], ["1/10", 0, "9/10"]
    cut = [1, 0, 0]
    env = Environment.from_arrays([[young, cut], [middle, cut], [old, cut]], [1, 0, 0], "0.9")
    best = optimal(env, Objective.from_array([[0, 0], [0, 1], [4, 2]]))
    assert best.values == (Fraction("26.244"), Fraction("29.484"), Fraction("33.484"))
    assert best.actions == (frozenset({0}),) * 3


def test_small_example_of_mdptoolbox():
    """mdptoolbox's two-state example, whose published policy is (1, 0).

    Its values solve v₀ = 10 + 0.9 v₁ and v₁ = −1 + 0.9 (0.8 v₀ + 0.2 v₁) by hand:
    v₀ = 1825/43 and v₁ = 1550/43.
    """
    env = Environment.from_arrays([[["1/2", "1/2"], [0, 1]], [["4/5", "1/5"], ["1/10", "9/10"]]], [1, 0], "0.9")
    best = optimal(env, Objective.from_array([[5, 10], [-1, 2]]))
    assert best.values == (Fraction(1825, 43), Fraction(1550, 43))
    assert best.actions == (frozenset({1}), frozenset({0}))


def test_storage_of_quantecon():
    """QuantEcon's lecture on discrete dynamic programs: a stock of at most 15, utility √c, γ = 0.9.

    Its square roots are floats, taken as the decimals that they print as; the lecture prints
    the values to eight decimals and the policy.
    """
    most, shocks = 5, 11
    count = most + shocks
    moves = [[Fraction(int(a <= t < a + shocks), shocks) for t in range(count)] for a in range(most + 1)]
    env = Environment.from_arrays([moves] * count, [1] + [0] * (count - 1), "0.9")
    utility = [[sqrt(s - a) if a <= s else FORBIDDEN for a in range(most + 1)] for s in range(count)]
    best = optimal(env, Objective.from_array(utility))
    assert [min(row) for row in best.actions] == [0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 5, 5, 5]
    published = {0: 19.01740222, 1: 20.01740222, 15: 23.27761762}
    assert {s: float(best.values[s]) for s in published} == pytest.approx(published, abs=1e-8)


@pytest.mark.parametrize("discount", [Fraction(1, 2), Fraction(9, 10), Fraction(999, 1000)])
@pytest.mark.parametrize("leave", [Fraction(0), Fraction(1, 3), Fraction(1)])
def test_chain_with_a_chance_to_leave(discount, leave):
    """Paid 1 until left, with chance p a step: V = 1 / (1 − γ(1 − p)), exact however near γ is to 1."""
    env = Environment.from_arrays([[[1 - leave, leave]], [[0, 1]]], [1, 0], discount)
    value = evaluate(env, Objective.from_array([[1], [0]]), Policy.deterministic([0, 0]))
    assert value == (1 / (1 - discount * (1 - leave)), 0)


@pytest.mark.parametrize(("there", "back"), [(Fraction(1), Fraction(1)), (Fraction(1, 3), Fraction(1, 4))])
def test_two_states_that_lead_to_each_other(there, back):
    """A chain 0 ⇄ 1 paid 1 in state 0: V₀ = (1 − γ(1−q)) / ((1 − γ)(1 − γ(1 − p − q)))."""
    gamma = Fraction(9, 10)
    env = Environment.from_arrays([[[1 - there, there]], [[back, 1 - back]]], [1, 0], gamma)
    value = evaluate(env, Objective.from_array([[1], [0]]), Policy.deterministic([0, 0]))
    whole = (1 - gamma) * (1 - gamma * (1 - there - back))
    assert value == ((1 - gamma * (1 - back)) / whole, gamma * back / whole)


@pytest.mark.parametrize("length", [1, 2, 7, 40])
def test_corridor(length):
    """A prize of 1 a step at the end of a corridor is worth γ^d / (1 − γ) at distance d."""
    gamma = Fraction(9, 10)
    step = [[[int(t == min(s + 1, length)) for t in range(length + 1)]] for s in range(length + 1)]
    env = Environment.from_arrays(step, [1] + [0] * length, gamma)
    prize = Objective.from_array([[int(s == length)] for s in range(length + 1)])
    assert optimal(env, prize).values == tuple(gamma ** (length - s) / (1 - gamma) for s in range(length + 1))
