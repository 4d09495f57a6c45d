"""Numbers beside the definitions: 0 goes with holding, and each is what enumeration finds."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Agent, Case, MesaOptimizer, Objective, Policy, Reading, zoo
from toymodel.alignment.formulas import DEFINITIONS
from toymodel.quantities.ex_ante import ex_ante, ex_ante_judge, judged
from toymodel.quantities.magnitudes import demonstrated, magnitude
from toymodel.solve import bad_pairs, badness, is_optimal, regret
from toymodel.worlds import Judge

from .. import strategies

few = settings(max_examples=60)
BELIEFS = Reading(observed_in="beliefs", objectives="selected", selected_by="human")


# T5 -----------------------------------------------------------------------------------------------------


def test_the_researchers_numbers():
    case = zoo.misguided_researcher()
    numbers = {name: magnitude(case, name, BELIEFS) for name in DEFINITIONS}
    assert {name: m.value for name, m in numbers.items()} == {
        "impact aligned": 1,  # from the start on: deploying is bad itself, and Doom for ever after
        "intent aligned": 0,
        "outer aligned": 0,
        "robust": 90,
        "objective robust": 0,
        "capability robust": 90,
        "inner aligned": 0,
    }
    assert numbers["intent aligned"].witness == case.human
    assert numbers["robust"].text == "the researcher loses 90 on human values"
    assert [numbers["robust"].up_to(bound).holds for bound in (89, 90)] == [False, True]
    by_notion = {
        name: magnitude(case, "capability robust", replace(BELIEFS, performs=name)).value
        for name in ("W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8")
    }
    assert by_notion == {"W1": 90, "W2": 90, "W3": 90, "W4": Fraction(9, 100), "W5": 0, "W6": 0, "W7": 10, "W8": 90}


def test_every_is_a_maximum_and_some_a_minimum():
    """In her beliefs she demonstrates three objectives that count; doom-lover's optimum is as bad as can be."""
    case = zoo.misguided_researcher()
    every = magnitude(case, "intent aligned", Reading(observed_in="beliefs"))
    some = magnitude(case, "intent aligned", Reading(observed_in="beliefs", objectives="some"))
    assert (every.value, every.witness.name) == (1, "doom-lover")
    assert (some.value, some.witness.name) == (0, "human values")
    shown = demonstrated(case, Reading(observed_in="beliefs"))
    assert [r.name for r in shown] == ["human values", "doom-lover", "deployer"]
    assert len(demonstrated(case, Reading(observed_in="beliefs", trivial="included"))) == 4


def test_the_two_measures_of_base_alignment():
    """The doom-lover's optimum spends all its time on what is bad by the base at start, and loses 90 on it."""
    case = zoo.misguided_researcher()
    case = replace(case, agents=(MesaOptimizer("the doom-lover", case.objective("doom-lover")),))
    share, loss = (magnitude(case, "inner aligned", by=by) for by in ("badness", "regret"))
    assert share.value == Fraction(1, 10)  # deploying is base-bad; in Doom nothing can be done better
    assert loss.value == 90
    assert loss.text == "the worst optimal policy for doom-lover loses 90 on human values"


def test_where_there_is_no_number():
    case = zoo.coin_line()
    table = magnitude(case, "inner aligned", agent="the learned table")
    assert table.value is None
    assert "no mesa-optimizer" in table.text
    assert table.up_to(3).holds is None
    assert "what deployment might have been" in magnitude(case, "capability robust", Reading(performs="W3")).text
    nothing = replace(case, agents=(Agent("it", Policy.on(case.world.training, {}, otherwise="left")),))
    assert "demonstrates no objective" in magnitude(nothing, "intent aligned").text
    assert "selected" in magnitude(case, "intent aligned", Reading(objectives="selected")).text
    two = Agent("two", case.agents[1].policy, Policy.on(case.world.training, {}, otherwise="left"))
    both = replace(case, agents=(two,))
    for name in ("impact aligned", "robust", "intent aligned", "capability robust"):
        assert "replans" in magnitude(both, name).text
    assert "not measured" in magnitude(both, "outer aligned", Reading(replans="yes")).text
    small = replace(zoo.frozen_lake(), budget=3)
    assert "budget" in magnitude(small, "outer aligned").text
    assert magnitude(case, "intent aligned", Reading(observed_in="beliefs")).value is None


def test_unknown_names_are_refused():
    with pytest.raises(KeyError, match="unknown definition 'kind'"):
        magnitude(zoo.tie(), "kind")


# Laws ---------------------------------------------------------------------------------------------------


@st.composite
def cases(draw):
    world = draw(strategies.worlds(states=3, actions=2))
    named = [draw(strategies.objectives(world.training)) for _ in range(3)]
    distinct = list(dict.fromkeys([*named, Objective.zero(world.training)]))
    candidates = tuple(r.renamed(f"R{k}") for k, r in enumerate(distinct))
    agent = draw(
        st.one_of(
            strategies.policies(world.training, deterministic=True).map(lambda p: Agent("it", p)),
            st.just(MesaOptimizer("it", named[1])),
        )
    )
    judge = draw(strategies.judges(world))
    return Case("drawn", "", world, (agent,), named[0], judge, candidates, named[0])


READINGS = st.builds(
    Reading,
    behavior=st.sampled_from(["feasible", "agent_or_device", "mesa"]),
    observed_in=st.sampled_from(["training", "deployment", "both"]),
    objectives=st.sampled_from(["every", "some"]),
    trivial=st.sampled_from(["included", "excluded"]),
    optima=st.sampled_from(["every", "some"]),
    encountered=st.sampled_from(["training", "deployment", "both"]),
    replans=st.sampled_from(["no", "yes"]),
    judged_in=st.sampled_from(["deployment", "both"]),
)


@given(cases(), READINGS)
@settings(max_examples=150)
def test_zero_goes_with_holding(case, reading):
    """A number is 0 exactly where the definition holds; where there is none, it is undefined or nothing is shown."""
    for name in DEFINITIONS:
        verdict, number = case.check(name, reading), magnitude(case, name, reading)
        if number.value is None:
            assert verdict.holds is not True or "not measured" in number.text
        else:
            assert number.value >= 0
            assert verdict.holds is (number.value == 0), (name, verdict, number)


@given(cases(), READINGS)
@few
def test_regret_on_the_base_is_zero_exactly_where_a_strict_judge_sees_nothing(case, reading):
    for name in ("objective robust", "inner aligned"):
        share, loss = (magnitude(case, name, reading, by=by) for by in ("badness", "regret"))
        assert (share.value is None) is (loss.value is None)
        if share.value is not None:
            assert (share.value == 0) is (loss.value == 0)


@given(cases(), st.sampled_from(["every", "some"]))
@few
def test_intent_by_enumeration(case, optima):
    """The worst (best) badness over all deterministic optimal policies, the worst (best) over what is shown."""
    env = case.world.deployment
    everything = [Policy.deterministic(choice, 2) for choice in product(range(2), repeat=3)]
    pick = max if optima == "every" else min
    reading = Reading(optima=optima, trivial="included")
    shown = demonstrated(case, reading)
    expected = [pick(badness(env, case.judge, p) for p in everything if is_optimal(env, r, p)) for r in shown]
    found = magnitude(case, "intent aligned", reading)
    assert found.value == max(expected)
    if optima == "every":
        losses = [max(regret(env, case.base, p) for p in everything if is_optimal(env, r, p)) for r in shown]
        assert magnitude(case, "objective robust", reading, by="regret").value == max(losses)


# Before the fact and after it -------------------------------------------------------------------------------


def test_deploying_is_bad_after_the_fact_and_not_before_it():
    """H4, for a judge of actions: by the human's values, with the truth or with what she believed."""
    case = zoo.misguided_researcher()
    by_values = replace(case, judge=Judge.by(case.human, name="the human"))
    deploy = case.world.deployment.pair(("start", "deploy"))
    assert deploy in bad_pairs(case.world.deployment, by_values.judge)
    assert by_values.check("impact aligned").holds is False
    before = ex_ante(by_values)
    assert deploy not in bad_pairs(case.world.deployment, before.judge)
    assert before.check("impact aligned").holds is True
    # Before the fact it is verifying and abstaining that are bad; with somewhat more doubt it is deploying.
    env = case.world.deployment
    assert {env.describe(p) for p in bad_pairs(env, before.judge)} == {"verify in start", "abstain in start"}
    doubtful = zoo.misguided_researcher(belief="178/180")
    doubtful = ex_ante(replace(doubtful, judge=Judge.by(doubtful.human)))
    assert deploy in bad_pairs(env, doubtful.judge)


def test_a_listing_judge_before_the_fact():
    """The case's own judge lists deploying only where the AI is bad; Doom he lists everywhere, and she is in it."""
    case = zoo.misguided_researcher()
    deploy = case.world.deployment.pair(("start", "deploy"))
    assert deploy in bad_pairs(case.world.deployment, case.judge)
    before = ex_ante(case)
    assert deploy not in bad_pairs(case.world.deployment, before.judge)
    assert str(before.check("impact aligned")) == (
        "No: the researcher comes to Doom, which the human, before the fact, judges bad."
    )


def test_outcomes_are_judged_by_how_probable_they_were():
    """A judge of outcomes: after the fact Doom is certain, before the fact it had one chance in a thousand."""
    case = zoo.misguided_researcher()
    outcomes = Judge.of_states(case.world.training, ["Doom"], "a judge of outcomes")
    policy = case.agents[0].plan(case.world.training)
    after = judged(case.world.deployment, outcomes, policy)
    before = judged(case.agents[0].believed, outcomes, policy)
    assert after.badness == Fraction(9, 10)
    assert before.badness == Fraction(9, 10_000)
    assert after.pairs == before.pairs


@given(cases())
@few
def test_with_true_beliefs_before_is_after(case):
    env = case.world.deployment
    assert bad_pairs(env, ex_ante_judge(case.judge, env)) == bad_pairs(env, case.judge)


def test_what_nobody_knows_cannot_be_judged_by():
    with pytest.raises(ValueError, match="nobody has said what the wall-seeker believes"):
        ex_ante(zoo.coin_line())
