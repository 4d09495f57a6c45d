"""The view of a definition writes what is decided, and each of its switches changes that."""

import pytest

from toymodel.alignment import Reading
from toymodel_book.drawing.typeset import Typeset
from toymodel_book.live import render
from toymodel_book.views.definition import NAMES, definition
from toymodel_book.views.readings import chosen


@pytest.mark.parametrize("name", NAMES)
def test_each_switch_changes_formula_or_sentence(name):
    view = definition(name)
    written = view.render()
    assert Typeset(name).words in written
    assert len(view.controls) >= 2
    for axis, control in view.controls.items():
        assert any(view.render(**{axis: value}) != written for value in control.values), axis


@pytest.mark.parametrize("name", NAMES)
def test_no_two_options_of_a_switch_write_the_same(name):
    view = definition(name)
    for axis, control in view.controls.items():
        assert getattr(Reading(), axis) in control.values
        assert len({view.render(**{axis: value}) for value in control.values}) == len(control.values), axis


def test_robustness_does_not_ask_what_the_agent_believes():
    assert [*definition("robust").controls["performs"].values] == ["W1", "W2"]
    assert [*definition("capability robust").controls["performs"].values] == ["W1", "W2", "W5"]


def test_what_is_written_is_the_formula_of_the_reading():
    reading = chosen({"objectives": "some", "observed_in": "deployment"})
    written = definition("intent alignment").render(objectives="some", observed_in="deployment")
    assert Typeset("intent aligned", reading).words in written
    assert r"\exists" in written
    assert Reading() != reading


def test_outer_alignment_stands_with_the_intent_alignment_that_it_speaks_of():
    assert definition("outer aligned").render().count(r"\mathrm{Intent}(\pi)") == 2


def test_switches_can_be_folded():
    open_, folded = definition("robust"), definition("robust", folded=True)
    assert (folded.render(), folded.name) == (open_.render(), f"{open_.name}_folded")
    assert {control.panel for control in folded.controls.values()} == {"choices"}
    assert render(folded.name, {})["html"] == open_.render()


def test_an_unknown_definition_is_an_error():
    with pytest.raises(KeyError, match="unknown definition 'aligned'"):
        definition("aligned")
