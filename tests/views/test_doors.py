"""The game with doors: whatever is chosen, half of the doors taken are right on average, and none at worst."""

from fractions import Fraction
from itertools import product

import pytest

from toymodel import Policy, zoo
from toymodel.solve import regret
from toymodel_book.views.doors import CHOICES, HOUSES, OUTSIDE, ROOMS, doors, earned, explanation, tally

ALL = tuple(product([key for key, _ in CHOICES], repeat=ROOMS))


@pytest.mark.parametrize("choices", ALL)
def test_there_is_no_free_lunch(choices):
    taken = sum(choice != OUTSIDE for choice in choices)
    floor = (ROOMS - taken) * Fraction(3, 10)
    assert tally(choices) == (floor + Fraction(taken, 2), floor)
    assert sorted(earned(choices, house) - floor for house in HOUSES)[-1] == taken


@pytest.mark.parametrize("choices", ALL)
def test_the_picture_says_what_is_so(choices):
    said = doors.render(first=choices[0], second=choices[1], third=choices[2])
    mean, worst = tally(choices)
    assert f"you earn {float(mean):g}, and at worst {float(worst):g}" in said
    assert said.count("<svg") == 1
    assert explanation(choices) in said


def test_the_doors_are_the_clerks_trays():
    """A room is a letter, a door a tray, and what he earns on average over the letters is a third of the sum."""
    case = zoo.no_free_lunch()
    trays = {"left": "first", "right": "second", OUTSIDE: "aside"}
    for choices in ALL:
        plays = {f"letter {k + 1}": trays[choice] for k, choice in enumerate(choices)}
        policy = Policy.on(case.world.training, plays, otherwise="first")
        paid = sorted(1 - regret(env, case.base, policy) for env in case.possible.support)
        assert paid == sorted(earned(choices, house) / ROOMS for house in HOUSES)
