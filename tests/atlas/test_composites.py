"""Arrows together, and turned round: what the table says, against a search of all small worlds."""

from itertools import islice

import pytest

from toymodel_atlas.cells import reading_of
from toymodel_atlas.composites import (
    BACK,
    IMPLICATIONS,
    TOGETHER,
    Implication,
    Unplanned,
    by_its_arrows,
    refuted,
    status,
    theorems,
)
from toymodel_atlas.conclusions import readings
from toymodel_atlas.counterexample_search import search, worlds

READINGS = readings()


def test_how_many_are_theorems():
    assert {name: len(theorems(name)) for name in IMPLICATIONS} == {
        "I1, I2": 14,
        "I1, I2, I3": 9,
        "I2, I3": 15,
        "I5, I4": 15,
        "I1, I5, I4": 9,
        "I1 back": 12,
        "I2 back, to outer alignment": 8,
        "I2 back, to objective robustness": 4,
        "I3 back, to intent alignment": 20,
        "I3 back, to capability robustness": 24,
        "I4 back, to outer alignment": 4,
        "I4 back, to robustness": 0,
    }
    assert not any(status(name, reading) == "open" for name in IMPLICATIONS for reading in READINGS)


def test_arrows_that_are_theorems_make_theorems_and_not_the_other_way_round():
    by_arrows = {name: [k for k, r in enumerate(READINGS) if by_its_arrows(name, r)] for name in TOGETHER}
    assert all(set(by_arrows[name]) <= set(theorems(name)) for name in TOGETHER)
    assert {name: len(found) for name, found in by_arrows.items()} == {
        "I1, I2": 6,
        "I1, I2, I3": 2,
        "I2, I3": 15,
        "I5, I4": 15,
        "I1, I5, I4": 2,
    }


def test_a_search_of_some_worlds_agrees():
    """What is a theorem no world refutes; the search of all worlds is a slow test."""
    where = [w for size in ((1, 2), (1, 3), (2, 2)) for w in islice(worlds(*size, False), 12)]
    for name in IMPLICATIONS:
        for k in theorems(name)[::5]:
            assert search(Implication(name, reading_of(READINGS[k])), where) is None, (name, READINGS[k])


@pytest.mark.slow
@pytest.mark.parametrize("name", IMPLICATIONS)
def test_a_search_of_all_worlds_agrees(name):
    for k, reading in enumerate(READINGS):
        assert refuted(Implication(name, reading_of(reading))) is (k not in theorems(name)), reading


@pytest.mark.slow
def test_without_planning_less_is_left():
    """Of the 14 and the 9 readings, 8 and 4 are left; nothing else becomes a theorem."""
    names = ("I1, I2", "I1, I2, I3")
    left = {n: [k for k, r in enumerate(READINGS) if not refuted(Unplanned(n, reading_of(r)))] for n in names}
    assert {name: len(found) for name, found in left.items()} == {"I1, I2": 8, "I1, I2, I3": 4}
    assert all(set(found) <= set(theorems(name)) for name, found in left.items())


def test_turned_round_is_one_implication_for_each_premise():
    assert len(BACK) == 7
