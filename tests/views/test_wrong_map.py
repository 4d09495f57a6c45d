"""The slightly wrong map: every setting draws, what it says is what the solver finds, and the bound is attained."""

import re
from fractions import Fraction
from itertools import product
from xml.etree import ElementTree as ET

from toymodel import Reading, solve
from toymodel.zoo.cases.foggy_moor import foggy
from toymodel_book import live
from toymodel_book.views.wrong_map import DISCOUNTS, ERRORS, at, explanation, promised, wrong_map

from ..for_each import for_each

SETTINGS = tuple(product(ERRORS, DISCOUNTS))


@for_each("error, discount", SETTINGS)
def test_every_setting_draws_well_formed_pictures(error, discount):
    drawn = wrong_map.render(error=error, discount=discount)
    pictures = re.findall("<svg.*?</svg>", drawn, re.S)
    assert len(pictures) == 3
    assert all(ET.fromstring(each).get("aria-label") for each in pictures)
    assert "nan" not in drawn
    assert " id=" not in "".join(pictures), "a view may stand on a page twice"


def test_the_first_frame_makes_the_point():
    assert (
        "Of each step from the start the map misplaces a share of 0.1. By the map the walker loses nothing; in truth "
        "it loses about 9.47, where at most 10 can be lost. The theorem promises that it is no more than that."
    ) in wrong_map.render()


@for_each("error, discount", SETTINGS)
def test_what_is_said_is_what_the_solver_finds(error, discount):
    walk, c, gamma = foggy(error, discount), Fraction(error), Fraction(discount)
    objective = walk.case.base
    assert walk.error == c
    assert solve.regret(walk.believed, objective, walk.policy) == 0
    assert walk.cost == solve.regret(walk.true, objective, walk.policy)
    assert walk.most == 1 / (1 - gamma)
    assert walk.bound / walk.most == promised(c, gamma)
    assert walk.cost == min(walk.bound, walk.most), "attained wherever the theorem says anything"
    assert (walk.bound < walk.most) == (gamma * c < 1 - gamma)
    said = explanation(error, discount)
    assert ("promises that it is no more" in said) == (0 < walk.bound < walk.most)
    assert ("promises nothing" in said) == (walk.bound >= walk.most)


def test_inner_aligned_and_not_objective_robust():
    for error, discount in SETTINGS:
        case = foggy(error, discount).case
        assert case.check("inner aligned").holds is True
        first = case.arrow("I1")
        assert first.side_condition.holds is (error == "0")
        if error != "0":
            assert first.state == "broken"
            charitable = Reading(observed_in="beliefs", objectives="some", trivial="included")
            assert case.check("objective robust", charitable).holds is True


def test_marks_lie_in_the_picture():
    for error, discount in SETTINGS:
        x, y = at(Fraction(error), promised(Fraction(error), Fraction(discount)))
        assert 60 < x < 460
        assert 20 < y < 280


def test_a_page_can_draw_it_by_name():
    assert live.render("toymodel_book.views.wrong_map:wrong_map", {"error": "1"})["html"] == wrong_map.render(error="1")
    assert set(live.render("toymodel_book.views.wrong_map:wrong_map", {"error": "2"})) == {"error"}


def test_the_pictures_say_what_is_paid():
    assert "On its map; pays: left 0.9, the garden 1" in wrong_map.render()
    assert "In truth; pays: left 1, the garden 1" in wrong_map.render(error="1/2")
