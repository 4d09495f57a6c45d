"""The second arrow's view: every setting draws, and the picture's ways end as counted by hand."""

import html
import re
from fractions import Fraction
from functools import cache
from itertools import product

import pytest

from toymodel import Reading
from toymodel.solve import bad_pairs, evaluate, is_optimal, is_trivial, used
from toymodel.worlds import Judge
from toymodel.zoo.cases.second_arrow import CASES, just, nudged, ways
from toymodel_book.views.vouching import AMONG, TOLERANT, account, drawing, made, vouching

from ..for_each import for_each

PLACES = ("training", "deployment")
HOW = ("every", "some")
SETTINGS = list(product(CASES, AMONG, PLACES, PLACES))
CHOICES = list(product(HOW, HOW, ("strict", "tolerant")))


@cache
def settings(setting):
    """Every setting of the remaining switches: the reading, what is found and what is drawn."""
    found = []
    case, among, encountered, observed = setting
    for objectives, optima, judge in CHOICES:
        values = {
            "case": case,
            "among": among,
            "encountered": encountered,
            "observed": observed,
            "objectives": objectives,
            "optima": optima,
            "judge": judge,
        }
        forgiving = {"base_judge": "tolerant", "tolerance": TOLERANT} if judge == "tolerant" else {}
        chosen = {"encountered": encountered, "observed_in": observed, "objectives": objectives, "optima": optima}
        one, reading = made(case, among), Reading(**chosen, **forgiving)
        found.append((reading, account(one, reading), vouching.render(**values)))
    return found


def verdicts(found):
    """Whether the base objective is outer aligned, and the agent objective robust and intent aligned."""
    checked = {
        verdict.claim.rpartition(" is ")[2]: verdict.holds
        for verdict in (*found.arrow.premises, found.arrow.conclusion)
    }
    return [checked[name] for name in ("outer aligned", "objective robust", "intent aligned")]


def said_by(drawn):
    return html.unescape(re.search(r'<p class="live-sentence">(.*?)</p>', drawn)[1])


def by_hand(found, way, judge):
    """Whether the lines from a way to act, all of them or some, lead to what the judge does not call bad."""
    case, reading = found.case, found.reading
    observed = case.world.training if reading.observed_in == "training" else case.world.deployment
    goal, among = case.world.deployment, {"every": all, "some": any}
    bad = bad_pairs(goal, judge)
    well = [
        among[reading.optima](not used(goal, end) & bad for end in ways(case) if is_optimal(goal, r, end))
        for r in case.candidates
        if is_optimal(observed, r, way) and not is_trivial(observed, r)
    ]
    return bool(well) and among[reading.objectives](well)


@for_each("setting", SETTINGS)
def test_the_ways_of_the_picture_end_as_counted_by_hand(setting):
    for reading, found, _ in settings(setting):
        outer, robust, intent = verdicts(found)
        human, base = found.case.judge, Judge.by(found.case.base, reading.tolerance)
        for way in found.ways:
            assert found.vouched(way, found.harmless) is by_hand(found, way, human)
        assert all(by_hand(found, way, human) for way in found.models) is outer
        assert found.vouched(found.agent, found.passes) is by_hand(found, found.agent, base) is robust
        assert by_hand(found, found.agent, human) is intent
        if reading.base_judge == "strict" and not found.middle:
            assert found.arrow.state != "broken"


@for_each("setting", SETTINGS)
def test_the_sentence_says_the_verdicts_and_why(setting):
    for _, found, drawn in settings(setting):
        said = said_by(drawn)
        outer, robust, intent = verdicts(found)
        assert ("is outer aligned." in said) is outer
        assert ("agent is objective robust" in said) is robust
        assert said.split(", and ")[1].startswith("intent aligned" if intent else "not intent aligned")
        assert ("So the arrow breaks here." in said) is (found.arrow.state == "broken")
        assert ("judged bad, and outer alignment has not noticed" in said) is bool(
            found.arrow.state == "broken" and found.middle
        )
        assert ("a model itself" in said) is bool(found.arrow.state == "carried" and found.agent in found.models)
        assert drawn.count("<svg") == 1
        assert len(re.findall(r">(?:the agent|agent, a model)</text>", drawn)) == 1


@for_each("setting", SETTINGS)
def test_a_reason_names_what_is_at_fault(setting):
    for _, found, drawn in settings(setting):
        if found.arrow.state != "idle":
            continue
        said = said_by(drawn)
        outer, robust = (premise.holds for premise in found.arrow.premises)
        assert (re.search(r"model that does “(.*?)” demonstrates", said) is not None) is (outer is False)
        if not outer:
            name = re.search(r"model that does “(.*?)” demonstrates", said)[1]
            (model,) = (way for way in found.models if way.name == name)
            assert not found.vouched(model, found.harmless)
            world = found.case.world
            met = world.training if found.reading.encountered == "training" else world.deployment
            assert is_optimal(met, found.case.base, model)
        assert ("the agent demonstrates" in said.lower()) is (robust is False)


@pytest.mark.parametrize("case", CASES)
def test_a_nudge_changes_no_optimum_in_training_and_decides_in_deployment(case):
    one = CASES[case][1]()
    training, deployment = one.world.training, one.world.deployment
    for way in ways(one):
        if not is_optimal(deployment, one.base, way):
            continue
        more = nudged(one, way)
        for other in ways(one):
            if is_optimal(training, more, other):
                assert is_optimal(training, one.base, other)
            same = used(deployment, other) == used(deployment, way)
            assert is_optimal(deployment, more, other) is same


@pytest.mark.parametrize("case", CASES)
def test_just_as_some_way_to_act_is_best_done_so(case):
    one = CASES[case][1]()
    for way, place in product(ways(one), (one.world.training, one.world.deployment)):
        start = place.initial[0][0]
        assert evaluate(place, just(one, way), way)[start] == 1 / (1 - place.discount)
        for other in ways(one):
            assert is_optimal(place, just(one, way), other) is (used(place, other) == used(place, way))


def test_each_case_breaks_the_arrow():
    readings = {
        "wasps": Reading(),
        "medic": Reading(base_judge="tolerant", tolerance=Fraction(1, 10)),
        "watchman": Reading(encountered="training", optima="some"),
        "door": Reading(encountered="training", observed_in="deployment"),
        "thief": Reading(objectives="some"),
        "waiter": Reading(objectives="some", optima="some"),
    }
    assert readings.keys() == CASES.keys()
    for name, reading in readings.items():
        assert CASES[name][1]().arrow("I2", reading).state == "broken"


def test_the_first_frame_makes_the_point():
    said = said_by(vouching.render())
    assert "So the arrow breaks here." in said
    assert "the model that does it demonstrates the woods, which ends well." in said


def test_names_are_escaped():
    case = CASES["wasps"][1]()
    from dataclasses import replace

    odd = case.base.renamed("<b>home</b>")
    renamed = replace(case, base=odd, candidates=(odd, *case.candidates[1:]))
    assert "<b>" not in drawing(account(renamed, Reading()))


def test_the_story_is_told_and_no_name_is_cut():
    assert "to rob, at the gate, is to leave it" in vouching.render(case="thief")
    for case in CASES:
        drawn = vouching.render(case=case, encountered="training", objectives="some")
        assert html.escape(CASES[case][1]().story) in drawn
        assert "…" not in drawn, case
