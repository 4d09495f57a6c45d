"""Values, optimal actions and regret against enumeration, and their laws."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel.solve import (
    action_values,
    evaluate,
    is_optimal,
    is_trivial,
    occupancy,
    optimal,
    regret,
    shaped,
    start_value,
)
from toymodel.worlds import Environment, Objective, Policy, Row

from .. import strategies
from . import draws, oracles


@given(st.data())
def test_evaluate_solves_the_dense_system(data):
    env = data.draw(strategies.environments())
    objective, policy = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    assert evaluate(env, objective, policy) == oracles.values(env, objective, policy)


@given(st.data())
def test_optimal_against_all_policies(data):
    """V* is the best value of any policy in every state; G_R(s) is what everywhere-best policies play in s."""
    env = data.draw(strategies.environments(most=3))
    objective = data.draw(strategies.objectives(env))
    best = optimal(env, objective)
    valued = [(policy, oracles.values(env, objective, policy)) for policy in oracles.policies(env)]
    assert best.values == tuple(max(column) for column in zip(*(v for _, v in valued), strict=True))
    perfect = [policy.support for policy, v in valued if v == best.values]
    assert best.actions == tuple(frozenset().union(*column) for column in zip(*perfect, strict=True))


@given(st.data())
def test_optimal_from_the_start_means_no_regret(data):
    """Opt_E(R) by `used` ⊆ G_R is Opt_E(R) by value from μ, for deterministic and for mixed policies."""
    env = data.draw(strategies.environments(most=3))
    objective = data.draw(strategies.objectives(env))
    mixed = data.draw(strategies.policies(env))
    everyone = [(x, oracles.values(env, objective, x)) for x in [*oracles.policies(env), mixed]]
    top = max(oracles.from_start(env, v) for _, v in everyone)
    for policy, v in everyone:
        lost = top - oracles.from_start(env, v)
        assert regret(env, objective, policy) == lost
        assert is_optimal(env, objective, policy) == (lost == 0)
    assert is_trivial(env, objective) == all(oracles.from_start(env, v) == top for _, v in everyone)


@given(st.data())
def test_bellman(data):
    env = data.draw(strategies.environments())
    objective = data.draw(strategies.objectives(env))
    best = optimal(env, objective)
    assert action_values(env, objective, best.values) == best.q
    for row, value, actions, advantage in zip(best.q, best.values, best.actions, best.advantage, strict=True):
        assert max(row) == value
        assert advantage == tuple(q - value for q in row)
        assert actions == {a for a, x in enumerate(advantage) if x == 0}


@given(st.data())
def test_positive_scaling_keeps_the_optimal_actions(data):
    env = data.draw(strategies.environments())
    objective = data.draw(strategies.objectives(env))
    factor = data.draw(st.fractions("1/5", 5, max_denominator=5))
    scaled = optimal(env, objective.map(lambda x: factor * x))
    assert scaled.actions == optimal(env, objective).actions
    assert scaled.values == tuple(factor * v for v in optimal(env, objective).values)


@given(st.data())
def test_potential_shaping_keeps_the_optimal_actions(data):
    """Ng, Harada & Russell (1999): every V and V* falls by Φ, whatever the policy."""
    env = data.draw(strategies.environments())
    objective, policy = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    potential = data.draw(draws.potentials(env))
    changed = shaped(env, objective, potential)
    before, after = optimal(env, objective), optimal(env, changed)
    assert after.actions == before.actions
    assert after.advantage == before.advantage
    assert after.values == tuple(v - p for v, p in zip(before.values, potential, strict=True))
    assert regret(env, changed, policy) == regret(env, objective, policy)


@given(st.data())
def test_a_constant_is_worth_its_geometric_series(data):
    env = data.draw(strategies.environments())
    objective, policy = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    raised = evaluate(env, objective.map(lambda x: x + 1), policy)
    assert raised == tuple(v + 1 / (1 - env.discount) for v in evaluate(env, objective, policy))


@given(st.data())
def test_performance_difference(data):
    """Kakade & Langford (2002): μ·(V^π′ − V^π) = Σ d_π′(s,a) A^π(s,a) / (1 − γ)."""
    env = data.draw(strategies.environments())
    objective = data.draw(strategies.objectives(env))
    old, new = data.draw(strategies.policies(env)), data.draw(strategies.policies(env))
    value = evaluate(env, objective, old)
    q, share = action_values(env, objective, value), occupancy(env, new)
    gain = start_value(env, evaluate(env, objective, new)) - start_value(env, value)
    assert gain == sum(share[s][a] * (q[s][a] - value[s]) for s, a in env.pairs) / (1 - env.discount)


@given(st.data())
def test_relabelling_permutes_the_solution(data):
    env = data.draw(strategies.environments())
    objective = data.draw(strategies.objectives(env))
    n, m = len(env.states), len(env.actions)
    state, action = data.draw(st.permutations(range(n))), data.draw(st.permutations(range(m)))
    where, which = sorted(range(n), key=state.__getitem__), sorted(range(m), key=action.__getitem__)

    def moved_row(row: Row) -> Row:
        return tuple((state[t], p) for t, p in row)

    transition = tuple(tuple(moved_row(env.transition[s][a]) for a in which) for s in where)
    other = Environment(env.states, env.actions, transition, moved_row(env.initial), env.discount)
    mean = objective.mean(env)
    moved = Objective(tuple(tuple(mean[s][a] for a in which) for s in where))
    before, after = optimal(env, objective), optimal(other, moved)
    assert after.values == tuple(before.values[s] for s in where)
    assert after.actions == tuple(frozenset(action[a] for a in before.actions[s]) for s in where)


def test_triviality_looks_no_further_than_what_can_be_reached():
    """A choice that never comes up makes no objective worth pursuing."""
    env = Environment.build({"here": "here", "there": "there"}, start="here", discount="1/2", actions=["a", "b"])
    assert is_trivial(env, Objective.on(env, {("there", "a"): 1}))
    assert not is_trivial(env, Objective.on(env, {("here", "a"): 1}))


def test_a_shaped_objective_says_so():
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    plain = Objective.zero(env)
    assert shaped(env, plain, (Fraction(1),)).name == "zero, shaped"
    assert shaped(env, plain, (Fraction(1),), name="F").name == "F"
    assert shaped(env, plain, (Fraction(1),)).mean(env) == ((Fraction(-1, 2),) * 2,)


@pytest.mark.parametrize("solve", [optimal, lambda env, r: evaluate(env, r, Policy.deterministic([0], 2))])
def test_solutions_are_remembered(solve):
    """An equal environment and objective, made anew, are not solved again."""

    def make() -> tuple[Environment, Objective]:
        env = Environment.build({"s": "s"}, start="s", discount="123/457", actions=["a", "b"])
        return env, Objective.from_array([[0, 1]])

    assert solve(*make()) is solve(*make())


@pytest.mark.parametrize("wrong", [Policy.deterministic([0, 0], 2), Policy.deterministic([0], 3)])
def test_a_policy_of_the_wrong_shape_is_refused(wrong):
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    for measure in (lambda: evaluate(env, Objective.zero(env), wrong), lambda: occupancy(env, wrong)):
        with pytest.raises(ValueError, match="has shape"):
            measure()
