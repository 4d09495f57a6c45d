"""The string: what is said of each midpoint is what the definitions say, and the picture shows the same."""

import html
import itertools
import re
from collections import Counter

from toymodel.alignment import Reading
from toymodel.solve import optimal
from toymodel_book.actions import offers
from toymodel_book.stories.breakfast import ALL, DRINKS, breakfast, verdicts
from toymodel_book.views.string import PLACES, place, plane, scene, string

from ..for_each import for_each

SETTINGS = [
    dict(zip(string.controls, values, strict=True))
    for values in itertools.product(*(control.values for control in string.controls.values()))
]


def says(drawn):
    return html.unescape(re.search(r'<p class="live-sentence">(.*?)</p>', drawn)[1])


@for_each("values", SETTINGS)
def test_the_sentence_says_which_links_hold(values):
    drawn = string.render(**values)
    stars, wants = tuple(map(int, values["ratings"].split())), values["wants"]
    best = {drink for drink, r in zip(DRINKS, stars, strict=True) if r == max(stars)}
    forgiven = values["forgives"] == "a star"
    outer, impact = "brandy" not in best, wants != "brandy"
    inner = max(stars) - stars[DRINKS.index(wants)] <= forgiven
    words = says(drawn)
    assert ("outer link holds" in words, "inner link holds" in words, "that is safe" in words) == (outer, inner, impact)
    assert ("outer link breaks" in words, "inner link breaks" in words) == (not outer, not inner)
    assert all((drink in words.partition(" best;")[0]) is (drink in best) for drink in DRINKS)
    assert f"it serves {wants}" in words.casefold()
    assert drawn.count("<svg") == 1
    assert f"which is {'safe' if impact else 'bad'}<" in drawn


def test_one_formula_is_not_rewritten_here():
    for stars, wants in itertools.product(ALL, DRINKS):
        case = breakfast(stars, wants)
        best = optimal(case.world.deployment, case.base).actions[0]
        assert verdicts(stars, wants)[0] is (DRINKS.index("brandy") not in best)
        for observed in ("training", "deployment", "both"):
            read = Reading(objectives="some", among="sa", observed_in=observed, encountered=observed)
            assert case.check("outer aligned", read).holds is verdicts(stars, wants)[0]


def test_each_place_is_where_its_ratings_are():
    assert len(PLACES) == len({*PLACES.values()}) == 19
    assert {place(stars) for stars in ALL} == {*PLACES.values()}
    by_place = {}
    for stars in ALL:
        for setting in itertools.product(DRINKS, ("nothing", "a star")):
            assert by_place.setdefault((place(stars), setting), verdicts(stars, *setting)) == verdicts(stars, *setting)


def test_the_midpoint_can_be_dragged_and_the_ends_stay():
    for key, (x, y) in PLACES.items():
        drawn = plane(key, "tea", "nothing")
        assert 'data-drag="ratings"' in drawn
        assert f'cx="{x:g}" cy="{y:g}" r="12"' in drawn
        assert drawn.count('r="7"') == 2
    assert offers(scene()).actions == []
    assert "data-drag" not in scene()


def test_all_four_combinations_and_no_harm():
    assert Counter(verdicts(stars) for stars in ALL) == {
        (True, True, True): 8,
        (True, False, True): 5,
        (False, True, True): 6,
        (False, False, True): 8,
    }
    assert {verdicts(stars, "brandy")[2] for stars in ALL} == {False}
