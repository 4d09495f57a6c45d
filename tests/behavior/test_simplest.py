"""Planner–reward pairs by simplicity: (p, R) and (−p, −R) cannot be told apart (T16)."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import Environment, Objective, Policy, Reading, zoo
from toymodel.behavior import SIMPLEST, Observation
from toymodel.behavior.description import (
    belief_bits,
    choice_bits,
    count_bits,
    likelihood,
    number_bits,
    objective_bits,
    policy_bits,
)
from toymodel.behavior.simplest import planners
from toymodel.solve import used
from toymodel.zoo.cases.two_planners import two_planners

from .. import strategies


def negated(objective):
    return objective.map(lambda x: -x, f"minus {objective.name}")


# The grammar ------------------------------------------------------------------------------------------


def test_lengths_by_hand():
    assert [count_bits(n) for n in (1, 2, 3, 4, 11)] == [1, 3, 3, 5, 7]
    assert [choice_bits(n) for n in (1, 2, 3, 4, 5)] == [0, 1, 2, 2, 3]
    assert number_bits(Fraction(-1, 2)) == 1 + 1 + 3
    case = zoo.misguided_researcher()
    bits = {r.name: objective_bits(case.world.training, r) for r in case.candidates}
    assert bits == {"human values": 32, "doom-lover": 8, "deployer": 10, "shelf-lover": 8, "zero": 1}
    assert policy_bits(0, 4, 3) == 3
    assert policy_bits(2, 4, 3) == 3 + 2 * 5


def test_an_objective_is_written_in_a_normal_form():
    """One line for the state, though two that add up would be shorter."""
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    whole, rest = Fraction(1), Fraction(3, 10**6)
    assert objective_bits(env, Objective.on(env, {"s": whole + rest})) == 1 + 2 + number_bits(whole + rest) == 82
    assert 1 + (2 + number_bits(whole)) + (2 + number_bits(rest)) == 51
    assert objective_bits(env, Objective.on(env, {"s": 1, ("s", "b"): 2})) == 1 + (2 + 3) + (3 + 3)


def test_weights_are_a_prior():
    """A prefix code: 2^−bits sums to at most one (Kraft)."""
    env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="1/2")
    values = [Fraction(x) for x in (-2, -1, "-1/2", 0, "1/2", 1, 2)]
    total = sum(
        Fraction(1, 2 ** objective_bits(env, Objective.from_array([cells[:2], cells[2:]])))
        for cells in product(values, repeat=4)
    )
    assert Fraction(1, 2) < total <= 1
    planner_total = sum(Fraction(1, 2**planner.bits) for planner in planners(40))
    assert Fraction(3, 4) < planner_total <= 1


def test_a_belief_costs_what_it_gets_wrong():
    case = zoo.misguided_researcher()
    truth, believed = case.world.deployment, case.agents[0].believed
    assert belief_bits(truth, truth) == 1
    # Two rows, deploy and verify, each a lottery of 1/1000 and 999/1000.
    row = 2 + (1 + 2 + 1 + 19) + (1 + 2 + 19 + 19)
    assert belief_bits(truth, believed) == 1 + 2 * (1 + 2 + 2 + row)
    elsewhere = Environment(truth.states, truth.actions, truth.transition, ((1, Fraction(1)),), truth.discount)
    with pytest.raises(ValueError, match="starts elsewhere"):
        belief_bits(truth, elsewhere)


@given(st.data())
def test_a_sign_costs_nothing(data):
    env = data.draw(strategies.environments())
    objective = data.draw(strategies.objectives(env))
    assert objective_bits(env, objective) == objective_bits(env, negated(objective))


@given(st.data())
def test_coincidence_sums_to_one(data):
    """Whoever breaks ties at random plays something: over all policies, told apart where they come."""
    env = data.draw(strategies.environments(states=2, actions=2))
    objective = data.draw(strategies.objectives(env))
    planner = data.draw(st.sampled_from(planners(2)))
    slip = data.draw(st.sampled_from([Fraction(0), Fraction(1, 5)]))
    alike = {}
    for choice in product(range(2), repeat=2):
        policy = Policy.deterministic(choice, 2)
        alike[used(env, policy)] = likelihood([Observation(env, policy)], [planner.allowed(env, objective)], slip)
    assert sum(alike.values()) == 1


# The operator -----------------------------------------------------------------------------------------


@given(st.data())
def test_no_environment_tells_the_pairs_apart(data):
    """p(R) = (−p)(−R) in every environment, at equal length: so R and −R stand or fall together (Theorem of T16)."""
    envs = [data.draw(strategies.environments(states=3, actions=2)) for _ in range(2)]
    objective = data.draw(strategies.objectives(envs[0]))
    policy = data.draw(strategies.policies(envs[0], deterministic=True))
    seen = [Observation(env, policy) for env in envs]
    opposite = negated(objective)
    for planner in planners(2)[1:]:
        (mirror,) = (p for p in planners(2) if (p.sign, p.depth) == (-planner.sign, planner.depth))
        assert planner.bits == mirror.bits
        assert all(planner.allowed(env, objective) == mirror.allowed(env, opposite) for env in envs)
    both = (objective, opposite)
    assert SIMPLEST.demonstrates(seen, objective, both) is SIMPLEST.demonstrates(seen, opposite, both) is True
    left, right = SIMPLEST.posterior(seen, both)
    assert left == right


def test_two_planners_flip_the_verdict():
    case = two_planners()
    maximiser, minimiser = (agent.plan(case.world.training) for agent in case.agents)
    assert maximiser == minimiser
    verdicts = {
        (behavior, quantifier, name): case.check(
            "intent aligned", Reading(behavior=behavior, objectives=quantifier), name
        ).holds
        for behavior in ("feasible", "mesa", "simplest")
        for quantifier in ("every", "some")
        for name in ("the maximiser", "the minimiser")
    }
    assert {k[0::2] for k, holds in verdicts.items() if not holds and k[1] == "every"} == {
        ("mesa", "the minimiser"),
        ("simplest", "the maximiser"),
        ("simplest", "the minimiser"),
    }
    assert {k[0::2] for k, holds in verdicts.items() if not holds and k[1] == "some"} == {("mesa", "the minimiser")}
    assert all(case.check("impact aligned", agent=agent.name).holds for agent in case.agents)


def test_two_planners_numbers():
    case = two_planners()
    env = case.world.training
    seen = [Observation(env, case.agents[0].plan(env))]
    first, second, third = SIMPLEST.explanations(seen, case.candidates)[:3]
    assert [str(first), str(second)] == ["it maximises delivery", "it minimises no delivery"]
    assert first.weight == second.weight == Fraction(1, 2**14)
    assert (third.planner.sign, third.objective.name, third.weight) == (0, "zero", Fraction(1, 2**16))
    delivery, contrary, zero = SIMPLEST.posterior(seen, case.candidates)
    assert delivery == contrary == Fraction(8203, 20118)
    assert delivery + contrary + zero == 1


def test_where_behaviour_is_short_the_table_wins():
    """Saying what the researcher does takes fewer bits than any reason for it."""
    case = zoo.misguided_researcher()
    for where in ("training", "deployment", "beliefs"):
        verdict = case.check("intent aligned", Reading(behavior="simplest", observed_in=where, trivial="included"))
        assert verdict.holds is False
        assert "zero" in str(verdict)
        assert not case.check(
            "intent aligned", Reading(behavior="simplest", observed_in=where, objectives="some")
        ).holds


def test_undefined_for_policies_that_mix():
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    mixed = Policy.uniform((frozenset({0, 1}),), 2)
    assert SIMPLEST.demonstrates([Observation(env, mixed)], Objective.zero(env), []).status == "undefined"


def test_selection_by_simplicity():
    """As a rule of selection: the demonstrated candidate that is shortest to say."""
    case = zoo.misguided_researcher()
    reading = Reading(observed_in="beliefs", objectives="selected", selected_by="simplest")
    verdict = case.check("intent aligned", reading)
    assert verdict.witness.name == "doom-lover"
    assert verdict.holds is False
    included = Reading(observed_in="beliefs", objectives="selected", selected_by="simplest", trivial="included")
    assert case.check("intent aligned", included).witness.name == "zero"
