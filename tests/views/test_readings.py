"""The diagram with reading switches: every switch works on every case, and the sentence is true."""

from itertools import product

import pytest

from toymodel import Reading, zoo
from toymodel.worlds import listed
from toymodel_book.live import render
from toymodel_book.views.readings import CASES, chosen, explanation, loaded, readings

from ..for_each import for_each


@pytest.mark.parametrize("name", CASES)
def test_every_value_of_every_switch_draws(name):
    for key, control in readings.controls.items():
        for value in control.values if key != "case" else ():
            frame = render(readings.name, {"case": name, key: value})
            assert set(frame) == {"html"}, (key, value, frame)
            assert frame["html"].count("<svg") == 2


@for_each("name, choices", product(CASES, [{}, {"objectives": "selected"}, {"optima": "some", "behavior": "mesa"}]))
def test_the_sentence_is_true(name, choices):
    case, reading = loaded(name), chosen(choices)
    verdicts = case.check_all(reading)
    said = explanation(case, reading, verdicts)
    holding = [n for n, v in verdicts.items() if v.holds]
    assert (listed(holding) if holding else "none of the seven") in said
    drawn = ("I1", "I2", "I3", "I4", "I5")
    broken = [arrow for arrow in drawn if case.arrow(arrow, reading).state == "broken"]
    assert (f"{listed(broken)} break" in said) is bool(broken)


def test_a_selected_objective_is_selected_by_the_human():
    assert chosen({"objectives": "selected"}) == Reading(objectives="selected", selected_by="human")
    assert chosen({}) == Reading()
    assert set(CASES) <= set(zoo.CASES)


def test_the_first_frame_makes_the_point():
    assert "I3 and I4 break here" in readings.render()
