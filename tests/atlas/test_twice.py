"""Readings that depart twice from what is counted: each has a row, which is true, and what is open says why."""

from collections import Counter

import pytest

from toymodel_atlas.cells import counted, extended, twice
from toymodel_atlas.counterexample_search import search
from toymodel_atlas.settled import entries_twice, entry
from toymodel_atlas.twice import within

from .test_settled import PLACES, assert_broken, assert_proved, assert_smallest, name

ROWS = entries_twice()
PROVED = [each for each in ROWS if each.status == "theorem"]
REFUTED = [each for each in ROWS if each.status == "counterexample"]
EXTRAS = {"base_judge": "tolerant", "replans": "yes", "performs": "W5"}


def test_each_cell_has_one_row_in_order_and_no_other_table_has_it():
    cells = [(cell.arrow, cell.reading) for cell in twice()]
    assert [(each.arrow, each.cell.reading) for each in ROWS] == cells
    assert len({*cells}) == len(cells)
    assert not {*cells} & {(cell.arrow, cell.reading) for cell in (*counted(), *extended())}
    assert all(entry(each.arrow, each.reading) is each for each in ROWS)


def test_each_departs_twice():
    for each in ROWS:
        extras = [axis for axis, value in EXTRAS.items() if each.reading.get(axis) == value]
        places = [axis for axis in ("observed_in", "encountered") if each.reading.get(axis) in ("both", "beliefs")]
        assert len((*extras, *places, *(["selected"] if each.reading["objectives"] == "selected" else []))) == 2


def test_a_row_says_what_it_must():
    for each in ROWS:
        assert (each.status == "open") == bool(each.open), name(each)
        assert (each.status == "counterexample") == (each.found is not None) == (each.size is not None), name(each)
        assert (each.status == "theorem") or not each.lemmas, name(each)
        assert not {"stochastic", "candidates", "degenerate"} & each.to_json().keys()


def test_counterexamples_break_their_arrows():
    assert_broken(REFUTED[::40])


@pytest.mark.slow
def test_every_counterexample_breaks_its_arrow():
    assert_broken(REFUTED)


@pytest.mark.slow
def test_nothing_smaller_breaks_a_cell():
    assert_smallest(REFUTED)


def where(found):
    """The world of a counterexample."""
    return found.training, found.deployment, found.believed


@pytest.mark.slow
def test_counterexamples_break_their_arrows_over_all_objectives():
    for each in REFUTED[::20]:
        assert search(each.cell, [where(each.found)]) is not None, name(each)


def test_theorems_follow_from_the_lemmas_and_premises_named():
    assert_proved([each for each in PROVED if each.cell.reading.replans == "no"][::40])


@pytest.mark.slow
def test_every_theorem_follows_from_the_lemmas_and_premises_named():
    assert_proved(PROVED)


AGENTS = ("I1", "I1B", "I3", "I5", "I5a", "I5b")
"""Arrows that speak of the agent alone, and not of models."""
ONLY_CONCLUDED, ONLY_PREMISED = ("I1", "I1B", "I5a", "I5b"), ("I3", "I5")
"""Where behavioural objectives are spoken of."""
LAWS = [
    (AGENTS, {"replans": "yes"}, {"replans": "no"}),  # who does the same everywhere is one of those that replan
    (("I2", "I5"), {"base_judge": "tolerant"}, {"base_judge": "strict"}),  # what is premised is less
    (("I5a",), {"base_judge": "strict"}, {"base_judge": "tolerant"}),  # what is concluded is less
    (ONLY_CONCLUDED, {"objectives": "every"}, {"objectives": "selected"}),
    (ONLY_CONCLUDED, {"objectives": "selected"}, {"objectives": "some"}),
    (ONLY_PREMISED, {"objectives": "some"}, {"objectives": "selected"}),
    (ONLY_PREMISED, {"objectives": "selected"}, {"objectives": "every"}),
    # of models that replan, some are always optimal in both
    (("I2", "I4", "I4i"), {"replans": "yes", "encountered": "both"}, {"replans": "yes", "encountered": "training"}),
    (("I2", "I4", "I4i"), {"replans": "yes", "encountered": "both"}, {"replans": "yes", "encountered": "deployment"}),
    # and what they do elsewhere than where they are observed makes no difference
    *(
        (
            ("I2", "I4", "I4i"),
            {"replans": "yes", "observed_in": where, "encountered": where},
            {"replans": "yes", "observed_in": where, "encountered": "both"},
        )
        for where in PLACES
    ),
]
"""Of which arrows, what holds under the one reading holds under the other."""


def at(each, changes):
    """The entry of the reading that differs in these places, or None."""
    try:
        return entry(each.arrow, each.reading | changes)
    except KeyError:
        return None


def test_what_holds_of_more_holds_of_less():
    compared = Counter()
    for k, (arrows, more, less) in enumerate(LAWS):
        for each in ROWS:
            if each.arrow in arrows:
                strong, weak = at(each, more), at(each, less)
                if strong is not None and weak is not None and each in (strong, weak):
                    compared[k] += strong.status == "theorem"
                    assert (strong.status, weak.status) != ("theorem", "counterexample"), (name(strong), name(weak))
    assert sum(compared.values()) > 30


def test_within_stops_what_takes_longer():
    def forever():
        while True:
            pass

    assert within(0.1, forever) is None
    assert within(5, lambda: 1) == 1
