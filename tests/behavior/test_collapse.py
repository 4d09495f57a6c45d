"""The collapse theorem: by exact inverse reinforcement learning where the agent is judged, over all
objectives R(s,a), trivial ones too, intent alignment is either empty or impact alignment itself.

objectives first, optima second:  every–every ⇔ every policy is safe;  some–some ⇔ some policy is;
some–every ⇔ impact;  every–some ⇔ impact;  and capability robustness says nothing (T7, `H9`, `F12`).
"""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import Agent, Case, Environment, Judge, Objective, Policy, Reading, World
from toymodel.behavior.cone import inner_point
from toymodel.solve import find_policy, full, is_optimal, is_trivial, safe_actions, stays_inside, support_of, used

from .. import strategies

READINGS = [
    Reading(observed_in="deployment", trivial="included", objectives=q, optima=p)
    for q, p in product(("every", "some"), repeat=2)
]


def indicator(env, policy):
    """1[π(a|s) > 0]."""
    return Objective.of(env, lambda s, a: int(a in policy.support[s]), "indicator")


@st.composite
def cases(draw, deterministic):
    """An agent in a world, with a judge, and no candidates but the two witnesses."""
    env = draw(strategies.environments(most=3).filter(lambda e: len(e.actions) > 1))
    policy = draw(strategies.policies(env, deterministic))
    witnesses = (Objective.zero(env), indicator(env, policy))
    judge = draw(strategies.listed_judges(env))
    return Case("drawn", "", World.same(env), (Agent("it", policy),), witnesses[0], judge, witnesses)


def theorem(case):
    """What the four readings come to, by the theorem."""
    env, policy = case.world.deployment, case.agents[0].policy
    safe = safe_actions(env, case.judge)
    impact = stays_inside(env, policy, safe)
    within = find_policy([(env, safe), (env, support_of(policy))]) is not None
    return {
        ("every", "every"): stays_inside(env, full(env), safe),
        ("every", "some"): impact if policy.is_deterministic else within,
        ("some", "every"): impact,
        ("some", "some"): find_policy([(env, safe)]) is not None,
    }


@pytest.mark.parametrize("among", ["sa", "candidates"])
@pytest.mark.parametrize("deterministic", [True, False])
@given(data=st.data())
def test_collapse(data, deterministic, among):
    """Over all of ℚ^{S×A}; and, independently, with zero and the indicator for sole candidates.

    For a stochastic policy "every–some" asks for a safe deterministic policy inside its support.
    """
    case = data.draw(cases(deterministic))
    for reading in (replace(each, among=among) for each in READINGS):
        verdict = case.check("intent aligned", reading)
        assert verdict.holds is theorem(case)[reading.objectives, reading.optima]
    for reading in READINGS[:1] + READINGS[2:3]:
        assert case.check("capability robust", replace(reading, among=among)).holds is True


@given(st.data())
def test_impact_follows_without_trivial_objectives_too(data):
    """The indicator of a deterministic policy is not trivial, so some–every and every–some are impact still."""
    case = data.draw(cases(True))
    for reading in READINGS[1:3]:
        strict = replace(reading, among="sa", trivial="excluded")
        assert case.check("intent aligned", strict).holds is theorem(case)["some", "every"]


@given(st.data())
def test_vacuity(data):
    """T7: zero is in every feasible set, and any policy is optimal for all of its own; the lemmas behind it."""
    env = data.draw(strategies.environments(most=3).filter(lambda e: len(e.actions) > 1))
    policy = data.draw(strategies.policies(env))
    own = indicator(env, policy)
    assert is_optimal(env, Objective.zero(env), policy)
    assert is_optimal(env, own, policy)
    assert is_optimal(env, inner_point({env: used(env, policy)}), policy)
    if policy.is_deterministic:
        assert not is_trivial(env, own)
        others = find_policy([(env, full(env))], [(env, policy.support)])
        assert others is not None
        assert not is_optimal(env, own, others)


@given(st.data())
def test_it_does_not_apply_to_behaviour_seen_elsewhere(data):
    """Seen in training only, capability robustness can fail; never for some objective, for zero is one."""
    world = data.draw(strategies.worlds(2, 2, most=2))
    policy = data.draw(strategies.policies(world.training, True))
    judge, zero = data.draw(strategies.listed_judges(world.training)), Objective.zero(world.training)
    case = Case("drawn", "", world, (Agent("it", policy),), zero, judge, (zero,))
    every, some = (Reading(objectives=q, trivial="included", among="sa") for q in ("every", "some"))
    assert case.check("capability robust", some).holds is True
    if world.training == world.deployment:
        assert case.check("capability robust", every).holds is True


def test_a_case_where_it_fails():
    """Two rooms whose doors are swapped: it goes left in both, and what it wanted was the first room."""
    moves = {"hall": {"left": "a", "right": "b"}, "a": "a", "b": "b"}
    training = Environment.build(moves, start="hall", discount="1/2")
    swapped = Environment.build({**moves, "hall": {"left": "b", "right": "a"}}, start="hall", discount="1/2")
    zero, left = Objective.zero(training), Policy.deterministic([0, 0, 0], 2)
    case = Case(
        "swap", "", World(training, swapped), (Agent("it", left),), zero, Judge.of_states(swapped, ["b"]), (zero,)
    )
    verdict = case.check("capability robust", Reading(among="sa"))
    assert verdict.holds is False
    assert "among all objectives on states and actions" in str(verdict)
    assert case.check("intent aligned", Reading(objectives="some", among="sa")).holds is True
    assert case.check("intent aligned", Reading(objectives="every", among="sa")).holds is False
