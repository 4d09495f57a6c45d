"""The checker itself: lies are caught, honest witnesses pass, and its shortcuts agree with enumeration."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toymodel import zoo
from toymodel.agents import Agent, MesaOptimizer
from toymodel.alignment import DEFINITIONS, Case, PolicyPair, Reading, definition
from toymodel.alignment.afresh import best, regret, solution, support, used
from toymodel.alignment.brute import Beyond, Semantics, truth
from toymodel.alignment.recheck import NotRechecked, audit, recheck
from toymodel.alignment.vocabulary import STATIONARY
from toymodel.logic import And, Not, Or, Quantifier, Var, Verdict, evaluate, subformulas
from toymodel.worlds import Environment, Judge, Objective, Policy, World

from .. import strategies
from . import draws

NAMES = st.sampled_from(sorted(DEFINITIONS))


# Lies -----------------------------------------------------------------------------------------------


def nodes(verdict: Verdict, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Verdict]]:
    """Every node of a verdict's tree with the way to it."""
    yield path, verdict
    for k, part in enumerate(verdict.parts):
        yield from nodes(part, (*path, k))


def put(verdict: Verdict, path: tuple[int, ...], node: Verdict) -> Verdict:
    """The same tree with another node in one place."""
    if not path:
        return node
    k, *rest = path
    parts = list(verdict.parts)
    parts[k] = put(parts[k], tuple(rest), node)
    return replace(verdict, parts=tuple(parts))


def needs_all(verdict: Verdict) -> bool:
    """Whether a node's claim rests on every part that it has."""
    match verdict.formula:
        case And() | Quantifier(kind="every"):
            return verdict.holds is True
        case Or() | Quantifier(kind="some"):
            return verdict.holds is False
    return False


def lies(verdict: Verdict, case: Case) -> Iterator[Verdict]:
    """What somebody might say instead of the truth at one node."""
    for status in {"true", "false", "undefined"} - {verdict.status}:
        yield replace(verdict, status=status)
    if len(verdict.parts) == 1 or needs_all(verdict):
        for k in range(len(verdict.parts)):
            yield replace(verdict, parts=verdict.parts[:k] + verdict.parts[k + 1 :])
    if verdict.parts:
        yield replace(verdict, parts=(*verdict.parts, verdict))
    if verdict.witness is not None:
        yield replace(verdict, witness=None)
        yield replace(verdict, witness="somebody")
        for other in others(verdict.witness, case):
            yield replace(verdict, witness=other)
    for k, (var, value) in enumerate(verdict.assignment):
        for other in others(value, case):
            yield replace(verdict, assignment=(*verdict.assignment[:k], (var, other), *verdict.assignment[k + 1 :]))
    yield replace(verdict, formula=Not(verdict.formula))
    yield replace(verdict, formula=verdict.formula, witness="a witness too many") if not verdict.witness else verdict


def others(value: object, case: Case) -> Iterator[object]:
    """Other objectives for an objective, other policies for a policy."""
    if isinstance(value, Objective):
        yield from (other for other in case.candidates if other != value)
        yield Objective.of(case.world.training, lambda s, a: 7 * s + a + 1, value.name)
    if isinstance(value, PolicyPair):
        turned = [(row[0][0] + 1) % value.training.actions for row in value.training.rows]
        other = Policy.deterministic(turned, value.training.actions)
        yield from (x for x in (PolicyPair(other, other), PolicyPair(other, value.deployment)) if x != value)


@given(data=st.data(), case=draws.cases(), reading=draws.readings(), name=NAMES)
@settings(max_examples=80)
def test_lies_are_caught(data, case, reading, name):
    verdict = case.check(name, reading)
    path, node = data.draw(st.sampled_from(list(nodes(verdict))))
    for lie in lies(node, case):
        told = put(verdict, path, lie)
        if told != verdict:
            assert recheck(told, case, reading), (path, lie)


@given(case=draws.cases(), reading=draws.readings(), name=NAMES)
@settings(max_examples=50)
def test_another_witness_passes_only_if_it_does_the_same(case, reading, name):
    """A lie that is consistent in itself: another witness, and an honest part about it."""
    verdict = case.check(name, reading)
    structure = case.structure(reading)
    q = verdict.formula
    assume(verdict.witness is not None)
    assert isinstance(q, Quantifier)
    meaning = Semantics(case, reading)
    for other in case.candidates if q.var.sort == "objective" else conducts(case, reading):
        inside = {**dict(verdict.assignment), q.var: other}
        guard, body = evaluate(q.guard, structure, inside), evaluate(q.body, structure, inside)
        told = replace(verdict, witness=other, parts=(body,), status=body.status)
        honest = guard.holds is True and body.holds is (q.kind == "some")
        if q.kind == "selected":
            honest = other == next(x for x in meaning.options(q) if evaluate(q.guard, structure, {**inside, q.var: x}))
        assert (recheck(told, case, reading) == ()) == honest


def conducts(case: Case, reading: Reading) -> Iterator[PolicyPair]:
    """All deterministic policies of a case; pairs of these where agents replan."""
    env = case.world.training
    choices = product(range(len(env.actions)), repeat=len(env.states))
    policies = [Policy.deterministic(choice, len(env.actions)) for choice in choices]
    both = product(policies, repeat=2) if reading.replans == "yes" else zip(policies, policies, strict=True)
    return (PolicyPair(*two) for two in list(both)[:9])


def test_a_verdict_on_somebody_else_is_caught():
    case, reading = zoo.misguided_researcher(), Reading()
    still = Agent("the idler", Policy.on(case.world.training, {}, otherwise="abstain"))
    both = replace(case, agents=(*case.agents, still))
    assert recheck(both.check("robust", reading), both, reading) == ()
    assert recheck(both.check("robust", reading), both, reading, "the idler")


class Sleeper(MesaOptimizer):
    """Says that it searches, and does not."""

    def plan(self, env: Environment) -> Policy:
        return Policy.on(env, {}, otherwise="verify")


def test_a_planner_that_does_not_plan_is_caught():
    case = zoo.misguided_researcher()
    lazy = replace(case, agents=(Sleeper("the sleeper", case.base),))
    assert "does not play what is best" in " ".join(recheck(lazy.check("impact aligned"), lazy, Reading()))


# Its shortcuts --------------------------------------------------------------------------------------


@given(case=draws.cases(), reading=draws.readings(), name=NAMES)
@settings(max_examples=150)
def test_closure_agrees_with_enumeration(case, reading, name):
    formula = definition(name).formula(reading)
    closing = Semantics(case, reading, limit=0)
    given = {var: closing.given(var) for part in subformulas(formula) for var in free_vars(part)}
    try:
        found = closing.truth(formula, given)
    except Beyond:
        return
    assert found is truth(formula, case, reading)


def free_vars(formula) -> list[Var]:
    return [var for var in getattr(formula, "args", ()) if var.name in ("agent", "base", "mesa")]


@given(data=st.data())
@settings(max_examples=100)
def test_optimal_is_no_regret_and_trivial_is_no_regret_for_anybody(data):
    env = data.draw(strategies.environments(most=3))
    objective = data.draw(strategies.objectives(env))
    policy = data.draw(strategies.policies(env))
    inside = all(a in best(env, objective)[s] for s, a in used(env, support(policy.rows)))
    assert inside == (regret(env, objective, policy.rows) == 0)
    values, q = solution(env, objective)
    assert all(max(row) == v for row, v in zip(q, values, strict=True))


def test_what_is_out_of_reach_is_said_to_be():
    case, reading = zoo.frozen_lake(), Reading(observed_in="both", encountered="both")
    verdict = case.check("outer aligned", reading)
    with pytest.raises(NotRechecked, match="more than 100000 policies"):
        recheck(verdict, case, reading)
    assert audit(verdict, case, reading).faults == ()
    assert recheck(replace(case.check("robust"), status="undefined"), case, Reading()) != ()


@pytest.mark.parametrize("case", zoo.CASES)
@pytest.mark.parametrize(
    "reading",
    [
        Reading(),
        Reading(objectives="some", trivial="included", optima="some", encountered="training"),
        Reading(observed_in="both", judged_in="both", replans="yes"),
    ],
    ids=["cautious", "generous", "replanning"],
)
def test_every_verdict_of_the_zoo_stands(case, reading):
    known = zoo.case(case)
    for agent in known.agents:
        for verdict in known.check_all(reading, agent.name).values():
            assert audit(verdict, known, reading, agent.name, limit=300).faults == ()


# Stochastic policies --------------------------------------------------------------------------------


@given(case=draws.cases(), reading=draws.readings())
@settings(max_examples=60)
def test_stationary_domains(case, reading):
    """Outer alignment over stochastic models, too: what differs from the deterministic ones is found."""
    formula = definition("outer aligned").formula(reading)
    assert isinstance(formula, Quantifier)
    wider = replace(formula, domain=STATIONARY)
    verdict = evaluate(wider, *case._meaning(reading, None))
    assume(verdict.status != "undecided")
    assert verdict.holds is truth(wider, case, reading)
    assert recheck(verdict, case, reading) == ()


def test_models_that_mix_can_differ_from_those_that_do_not():
    """Two states visited once each: only a policy that mixes demonstrates nothing but zero."""
    env = Environment.build({"s": {"a": "s", "b": "s"}}, start="s", discount="1/2")
    like_a, like_b = (Objective.on(env, {("s", x): 1}, f"likes {x}") for x in "ab")
    zero = Objective.zero(env)
    case = Case(
        "mixing",
        "",
        World.same(env),
        (Agent("x", Policy.deterministic([0], 2)),),
        zero,
        Judge.of([]),
        (zero, like_a, like_b),
    )
    reading = Reading(objectives="some")
    formula = definition("outer aligned").formula(reading)
    assert case.check("outer aligned", reading).holds is True
    wider = replace(formula, domain=STATIONARY)
    verdict = evaluate(wider, *case._meaning(reading, None))
    assert verdict.holds is False
    assert isinstance(verdict.witness, PolicyPair)
    assert verdict.witness.deployment.support == (frozenset({0, 1}),)
    assert recheck(verdict, case, reading) == ()
