"""Long-run averages against enumeration, simulation by powers, and the limit of discounting."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import Environment, Objective, Policy
from toymodel.agents.gain import chain_gain, components, gain, optimal_gain
from toymodel.solve import evaluate, optimal, start_value
from toymodel.solve.restricted import indicator, optimal_inside

from .. import strategies


@given(st.data())
def test_the_optimum_is_the_best_of_all_policies(data):
    env = data.draw(strategies.environments(actions=2))
    objective = data.draw(strategies.objectives(env))
    size = len(env.states)
    best = max(gain(env, objective, Policy.deterministic(c, 2)) for c in product(range(2), repeat=size))
    assert optimal_gain(env, objective) == best


@given(st.data())
def test_gain_is_the_limit_of_discounting(data):
    """(1−γ) V_γ → g as γ → 1 (Puterman 1994, corollary 8.2.5): at γ = 1 − 10⁻⁹, to within 10⁻⁶."""
    env = data.draw(strategies.environments())
    objective, policy = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    near = 1 - Fraction(1, 10**9)
    patient = Environment(env.states, env.actions, env.transition, env.initial, near)
    share = (1 - near) * start_value(patient, evaluate(patient, objective, policy))
    assert abs(share - gain(env, objective, policy)) < Fraction(1, 10**6)
    share = (1 - near) * start_value(patient, optimal(patient, objective).values)
    assert abs(share - optimal_gain(env, objective)) < Fraction(1, 10**6)


def test_a_periodic_chain_and_two_closed_classes():
    half = Fraction(1, 2)
    links = [{1: Fraction(1)}, {0: Fraction(1)}, {0: half, 3: half}, {3: Fraction(1)}]
    assert chain_gain([Fraction(1), Fraction(0), Fraction(7), Fraction(3)], links) == [half, half, Fraction(7, 4), 3]


@given(st.data())
def test_the_best_inside_a_mask(data):
    """Over all policies inside the mask, by enumeration; and its actions lie inside."""
    env = data.draw(strategies.environments(actions=3, most=3))
    objective = data.draw(strategies.objectives(env))
    mask = tuple(data.draw(st.frozensets(st.integers(0, 2), min_size=1)) for _ in env.states)
    best = optimal_inside(env, objective, mask)
    inside = [Policy.deterministic(choice, 3) for choice in product(*map(sorted, mask))]
    values = [evaluate(env, objective, p) for p in inside]
    assert best.values == tuple(max(column) for column in zip(*values, strict=True))
    assert all(x and x <= y for x, y in zip(best.actions, mask, strict=True))


def test_indicator():
    env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="1/2")
    assert indicator(env, [(0, 1)]) == Objective.on(env, {("s", "stay"): 1})


def reaches(successors: list[list[int]], start: int) -> set[int]:
    """What can be reached, the start included."""
    seen = {start}
    for _ in successors:
        seen |= {t for s in seen for t in successors[s]}
    return seen


@given(strategies.graphs())
def test_components_reach_each_other(successors):
    """Two nodes share a component exactly when each reaches the other; what it leads to comes first."""
    blocks = components(successors)
    assert sorted(node for block in blocks for node in block) == list(range(len(successors)))
    reached = [reaches(successors, s) for s in range(len(successors))]
    place = {node: i for i, block in enumerate(blocks) for node in block}
    for s, seen in enumerate(reached):
        assert {t for t in place if place[t] == place[s]} == {t for t in seen if s in reached[t]}
        assert all(place[t] <= place[s] for t in seen)


@pytest.mark.parametrize(
    ("successors", "blocks"),
    [
        ([], []),
        ([[]], [[0]]),
        ([[0]], [[0]]),
        ([[1], [0]], [[0, 1]]),
        ([[1], [2], [0]], [[0, 1, 2]]),
        ([[0, 1], [0]], [[0, 1]]),
        ([[1], []], [[1], [0]]),
        ([[1, 2], [0], [3], [2]], [[2, 3], [0, 1]]),
    ],
)
def test_components_by_hand(successors, blocks):
    assert [sorted(block) for block in components(successors)] == blocks


def test_a_long_chain_needs_no_deep_stack():
    count = 5000
    assert len(components([[min(i + 1, count - 1)] for i in range(count)])) == count
