"""Outer alignment's view: every setting draws, and the model that it names does what is said of it."""

import html
import re
from dataclasses import replace
from itertools import product

from toymodel import Reading
from toymodel.agents import Agent
from toymodel.solve import is_optimal, used
from toymodel_book.views.outer import CASES, PLACES, WHERE, _choices, account, made, outer

from ..for_each import for_each

SETTINGS = list(product(CASES, WHERE, WHERE, ("every", "some")))


def shown(case, encountered, observed, objectives):
    drawn = outer.render(case=case, encountered=encountered, observed=observed, objectives=objectives)
    said = html.unescape(re.search(r'<p class="live-sentence">(.*?)</p>', drawn)[1])
    return drawn, said, Reading(encountered=encountered, observed_in=observed, objectives=objectives)


@for_each("setting", SETTINGS)
def test_the_sentence_says_the_verdict(setting):
    drawn, said, reading = shown(*setting)
    case = made(setting[0])
    holds = case.check("outer aligned", reading).holds
    assert said.endswith("is not outer aligned.") is (holds is False)
    assert said.endswith(f"{case.base.name} is outer aligned.") is (holds is True)
    assert said.endswith("outer alignment is undefined.") is (holds is None)
    assert drawn.count("<svg") == 2
    assert ">best" in drawn
    assert ("the model: what it does" in drawn) is (holds is False)
    assert len(re.findall(r'stroke-width="3"', drawn)) == sum(
        len([pair for pair in found.played(place) if pair[0] in _choices(found, place)])
        for found in [account(case, reading)]
        for place in PLACES["both"]
    )


@for_each("setting", SETTINGS)
def test_the_model_that_spoils_it_does(setting):
    _, said, reading = shown(*setting)
    case = made(setting[0])
    found = account(case, reading)
    if found.model is None:
        assert case.check("outer aligned", reading).holds is not False
        return
    policy = found.model.training
    assert policy == found.model.deployment
    for place in PLACES[reading.encountered]:
        assert is_optimal(found.env(place), case.base, policy)
    alone = replace(case, agents=(Agent("the model", policy),))
    assert alone.check("intent aligned", reading).holds is False
    fits = {
        r.name
        for r in case.candidates
        if all(is_optimal(found.env(place), r, policy) for place in PLACES[reading.observed_in]) and r.name != "zero"
    }
    assert {r.name for r in found.demonstrated} == fits
    assert ("nothing vouches for it" in said) is (not fits)
    assert all(name in said for name in fits)
    if fits:
        assert found.culprit in found.demonstrated
        assert found.harm
        pursued = found.pursued.deployment
        assert is_optimal(found.env("deployment"), found.culprit, pursued)
        assert found.harm == used(found.env("deployment"), pursued) & found.bad("deployment")


def test_the_first_frame_makes_the_point():
    said = shown("weir", "training", "deployment", "every")[1]
    assert "in deployment it plays drift in the weir" in said
    assert "nothing vouches for it" in said
    assert outer.render() == shown("weir", "training", "deployment", "every")[0]
