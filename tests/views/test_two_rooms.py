"""Two rooms, two buttons: what the view says at every setting, against the definitions."""

import re
from itertools import product

import pytest

from toymodel import Reading
from toymodel_book.views.two_rooms import AGENTS, ASKED, CLASSES, WIRES, explanation, office, two_rooms, wants


def verdicts(case, reading):
    return {name: case.check(name, reading) for name in (*ASKED, "one mind")}


def said(wires, presses, among):
    case, reading = office(wires, presses), Reading(among=among)
    return explanation(case, reading, verdicts(case, reading))


def test_what_it_says():
    assert said("swapped", "left left", "s") == (
        "All that it may want comes to one thing. It means well; it does not get what it wants; and it does harm."
    )
    assert said("swapped", "left left", "sa") == (
        "What it may want does not come to one thing. Not all of that is harmless; it does not get all of it; "
        "and it does harm."
    )
    assert said("as they were", "left left", "s").endswith("It means well; it gets what it wants; and it does no harm.")
    assert said("swapped", "right right", "s").startswith("All that it may want comes to one thing. That is harmful;")
    assert said("swapped", "right left", "s").startswith("It demonstrates nothing that it might want")


def test_to_press_what_one_presses_is_demonstrated_and_leads_elsewhere():
    assert wants(office("swapped", "left left"), "sa") == [
        ("to be in room 0", True, False),
        ("to be in room 1", False, True),
        ("to press left", True, True),
        ("to press right", False, False),
    ]
    assert [row[0] for row in wants(office("swapped", "left left"), "ss")][2:] == [
        "to stay where one is",
        "to change rooms",
    ]


@pytest.mark.parametrize("among", CLASSES)
def test_the_third_arrow_is_not_broken_at_any_setting(among):
    for wires, presses in product(WIRES, AGENTS):
        found = verdicts(office(wires, presses), Reading(among=among))
        intent, capable, impact = (found[name].holds for name in ASKED)
        assert impact or not (intent and capable)
        if among == "s":  # of two rooms, whoever demonstrates anything is of one mind
            assert found["one mind"].holds or said(wires, presses, among).startswith("It demonstrates nothing")
        shown = two_rooms.function(wires, presses, among)
        assert "In training" in str(shown)
        assert not re.search(r">[^<]*\[[^<]*<", str(shown)), "what an objective pays is said in words"
