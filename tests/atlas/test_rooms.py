"""Judges on rooms, over all R(s,a): the two lemmas on random worlds, six proofs, and what worlds refute the others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Environment, Judge, Objective, World
from toymodel_atlas import conclusions
from toymodel_atlas.census import census
from toymodel_atlas.rooms import ROOMS, more, proof
from toymodel_atlas.settled import entry

from .. import strategies
from .test_lemmas import Truth

CELLS = more()


@pytest.mark.parametrize("lemma", ROOMS, ids=lambda lemma: lemma.name)
@settings(deadline=None)
@given(data=st.data())
def test_the_lemmas_hold_in_every_world_tried(lemma, data):
    env = data.draw(strategies.environments(2, 2, most=3).filter(lambda e: len(e.states) ** len(e.actions) <= 9))
    bad = data.draw(st.sets(st.sampled_from(env.states)))
    penalties = [Objective.of(env, lambda s, a, p=pair: -int((s, a) == p)) for pair in env.pairs]
    truth = Truth(World.same(env), Judge.of_states(env, sorted(bad)), penalties)
    assert truth.holds(lemma.formula, {})


def test_with_judges_on_pairs_they_are_false():
    """One state and two actions, one of them bad: who plays the other shows nothing under which the bad one is best."""

    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    objectives = [Objective.from_array([list(x)]) for x in ((1, 0), (0, 1), (0, 0), (-1, 0), (0, -1))]
    truth = Truth(World.same(env), Judge.of([("s", "b")]), objectives)
    assert [truth.holds(lemma.formula, {}) for lemma in ROOMS] == [False, False]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell.arrow} {' '.join(cell.axes.values())}")
def test_six_more_cells_are_theorems(cell):
    assert proof(cell).holds
    assert entry(cell.arrow, cell.reading).status == "counterexample"


def refuted(*size):
    return {(c.arrow, *c.reading.values()) for c in census(*size, among="sa", judge="rooms") if c.violations}


PROVED = {(c.arrow, *c.axes.values()) for c in CELLS}
BROKEN = {(e.arrow, *e.reading.values()) for e in conclusions.counted() if e.status != "theorem"}
THREE = {
    ("I2", "training", "some", "excluded", "some", "deployment"),
    ("I4i", "training", "every", "excluded", "every", "training"),
}
"""With judges on rooms these two take three of them."""


def test_the_six_are_not_violated_and_the_others_are():
    """102 theorems: the 96 that hold with judges on pairs, and these. (The grid violates four more of the 96.)"""
    assert len(BROKEN) == 72
    assert len(PROVED) == 6
    assert PROVED < BROKEN
    assert (refuted(2, 2) | refuted(2, 3) | refuted(1, 3)) & BROKEN | THREE == BROKEN - PROVED


@pytest.mark.slow
def test_two_take_three_rooms():
    assert refuted(3, 2) & BROKEN == BROKEN - PROVED
