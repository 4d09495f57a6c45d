"""Readings refuse what they do not know and what means nothing, and say what would do."""

from fractions import Fraction

import pytest

from toymodel.alignment import AXES, Reading
from toymodel.alignment.reading import values


@pytest.mark.parametrize("axis", AXES, ids=lambda axis: axis.name)
def test_every_word_of_every_axis(axis):
    words = values(axis)
    assert getattr(Reading(), axis.name) in words
    for word in words:
        if axis.name == "base_judge":
            continue
        assert getattr(Reading(**{axis.name: word}), axis.name) == word
    with pytest.raises(ValueError, match=rf"{axis.name} is 'whatever'; choose {words[0]}"):
        Reading(**{axis.name: "whatever"})


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"optima": "most"}, "optima is 'most'; choose every or some"),
        ({"objectives": "each"}, "objectives is 'each'; choose every, some or selected"),
        ({"observed_in": 3}, "observed_in is 3; choose training, deployment, both or beliefs"),
        ({"epsilon": 1}, "performs=W1 is exact; use performs=W2 or epsilon=0"),
        ({"epsilon": 1, "performs": "W5"}, "performs=W5 is exact; use performs=W2 or epsilon=0"),
        ({"epsilon": "-1/2", "performs": "W2"}, "epsilon is -0.5; it must be at least 0"),
        ({"epsilon": float("nan"), "performs": "W2"}, "epsilon is nan; it must be finite"),
        ({"tolerance": 1}, "a strict base judge has tolerance 0; use base_judge='tolerant'"),
        ({"tolerance": -1, "base_judge": "tolerant"}, "tolerance is -1; it must be at least 0"),
        ({"tolerance": "much", "base_judge": "tolerant"}, "tolerance is 'much', not a number"),
        ({"base_judge": "tolerant"}, "a tolerant base judge needs a tolerance above 0; with 0 it is the strict one"),
        ({"selected_by": "human"}, "selected_by='human' goes with objectives='selected'"),
        ({"selected_by": "me", "objectives": "selected"}, "selected_by is 'me'; choose human, base"),
    ],
)
def test_refusals_name_the_remedy(choices, message):
    with pytest.raises(ValueError, match=message):
        Reading(**choices)


def test_numbers_are_exact():
    reading = Reading(performs="W2", epsilon=0.1, base_judge="tolerant", tolerance="1/3")
    assert (reading.epsilon, reading.tolerance) == (Fraction(1, 10), Fraction(1, 3))
    assert reading == Reading(performs="W2", epsilon="0.1", base_judge="tolerant", tolerance=Fraction(1, 3))


def test_departures():
    assert Reading().departures == {}
    reading = Reading(observed_in="beliefs", performs="W2", epsilon="1/3")
    assert reading.departures == {"observed_in": "beliefs", "performs": "W2", "epsilon": "1/3"}


def test_the_defaults_are_the_cautious_reading():
    assert Reading() == Reading(
        behavior="feasible",
        observed_in="training",
        objectives="every",
        trivial="excluded",
        optima="every",
        encountered="deployment",
        performs="W1",
        base_judge="strict",
        replans="no",
        judged_in="deployment",
        epsilon=0,
        tolerance=0,
        selected_by="",
    )
