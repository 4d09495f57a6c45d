"""The diagram with reading switches: every switch works on every case, and the sentence is true."""

from itertools import product

import pytest

from toymodel import Reading, zoo
from toymodel.worlds import listed
from toymodel_book.drawing.diagram import ARROW_NAMES
from toymodel_book.live import render
from toymodel_book.views.readings import CASES, NUMBERS, chosen, explanation, loaded, readings

from ..for_each import for_each


@pytest.mark.parametrize("name", CASES)
def test_every_value_of_every_switch_draws(name):
    for key, control in readings.controls.items():
        for value in control.values if key != "case" else ():
            frame = render(readings.name, {"case": name, key: value})
            assert set(frame) == {"html"}, (key, value, frame)
            assert frame["html"].count('class="toy"') == 1
            assert frame["html"].count("data-why=") == 8


@for_each("name, choices", product(CASES, [{}, {"objectives": "selected"}, {"optima": "some", "behavior": "mesa"}]))
def test_the_sentence_is_true(name, choices):
    case, reading = loaded(name), chosen(choices)
    verdicts = case.check_all(reading)
    said = explanation(case, reading, verdicts)
    assert said.startswith(f"{NUMBERS[sum(v.holds is True for v in verdicts.values())]} of the seven words hold")
    broken = [arrow for arrow in ARROW_NAMES if case.arrow(arrow, reading).state == "broken"]
    assert (f"the {listed([ARROW_NAMES[arrow] for arrow in broken])} arrow" in said) is bool(broken)
    assert ("no arrow breaks" in said) is (not broken)


def test_a_selected_objective_is_selected_by_the_human():
    assert chosen({"objectives": "selected"}) == Reading(objectives="selected", selected_by="human")
    assert chosen({}) == Reading()
    assert set(CASES) <= set(zoo.CASES)


def test_the_first_frame_makes_the_point():
    assert "and the third and fourth arrows break" in readings.render()
