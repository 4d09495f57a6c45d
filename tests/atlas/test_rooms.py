"""Judges on rooms, over all R(s,a): the two lemmas on random worlds, ten proofs, and worlds that refute the others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Environment, Judge, Objective, Policy, World
from toymodel.behavior import Observation
from toymodel.behavior.cone import representatives
from toymodel_atlas import conclusions
from toymodel_atlas.census import census
from toymodel_atlas.dynamics import policies
from toymodel_atlas.rooms import SEEN, more, proof, rooms
from toymodel_atlas.settled import entries, entry

from .. import strategies
from .test_lemmas import Truth

CELLS = more()
LEMMAS = [lemma for seen in SEEN for lemma in rooms(seen)]


def assert_true(lemma, world, bad):
    """That a lemma is true in a world, for a judge on rooms; what policies demonstrate is found by linear programs."""
    training, deployment = world.training, world.deployment
    seen = deployment if lemma.name.endswith("deployment") else training
    agents = [Policy.deterministic(p, len(seen.actions)) for p in policies(len(seen.states), len(seen.actions))]
    shown = [r for each in agents for r in representatives((Observation(seen, each),), (deployment,))]
    truth = Truth(world, Judge.of_states(training, sorted(bad)), shown)
    assert truth.holds(lemma.formula, {}), (lemma.name, world, bad)


@pytest.mark.parametrize("lemma", LEMMAS, ids=lambda lemma: lemma.name)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_the_lemmas_hold_in_every_world_tried(lemma, data):
    world = data.draw(strategies.worlds(data.draw(st.integers(1, 2)), 2))
    assert_true(lemma, world, data.draw(st.sets(st.sampled_from(world.training.states))))


@pytest.mark.slow
@pytest.mark.parametrize("lemma", LEMMAS, ids=lambda lemma: lemma.name)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_the_lemmas_hold_in_worlds_of_three_rooms(lemma, data):
    world = data.draw(strategies.worlds(3, 2))
    assert_true(lemma, world, data.draw(st.sets(st.sampled_from(world.training.states))))


def test_with_judges_on_pairs_they_are_false():
    """One state and two actions, one of them bad: who plays the other shows nothing under which the bad one is best."""
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    objectives = [Objective.from_array([list(x)]) for x in ((1, 0), (0, 1), (0, 0), (-1, 0), (0, -1))]
    truth = Truth(World.same(env), Judge.of([("s", "b")]), objectives)
    assert [truth.holds(lemma.formula, {}) for lemma in LEMMAS] == [False] * 4


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell.arrow} {' '.join(cell.axes.values())}")
def test_ten_more_cells_are_theorems(cell):
    assert proof(cell).holds
    assert entry(cell.arrow, cell.reading).status == "counterexample"


def key(each):
    return each.arrow, *each.reading.values()


PROVED = {(c.arrow, *c.axes.values()) for c in CELLS}
BROKEN = {key(e) for e in conclusions.counted() if e.status != "theorem"}


def test_the_ten_are_proved_and_the_others_of_the_72_are_refuted_over_all_objectives():
    """106 theorems: the 96 that hold with judges on pairs, and these; two sure-step states refute the others."""
    table = entries("sa", "rooms")
    assert PROVED < BROKEN
    assert (len(PROVED), len(BROKEN)) == (10, 72)
    assert {key(e) for e in table if e.status == "counterexample"} == BROKEN - PROVED
    assert {e.size for e in table if e.status == "counterexample"} == {(1, 2), (1, 3), (2, 2)}
    assert sum(e.status == "theorem" for e in table) == 106


def test_the_grid_violates_eight_of_the_theorems():
    """Four of the ten; and four of the 96, as with judges on pairs."""
    grid = {key(e) for e in entries("sa", "rooms") if e.grid_only}
    assert len(grid & PROVED) == 4
    assert grid - PROVED == {key(e) for e in entries() if e.grid_only}
    violated = {key(c) for c in census(2, 2, judge="rooms") if c.violations}
    assert len(grid & violated) == 6


@pytest.mark.slow
def test_two_of_these_take_three_rooms():
    grid = {key(e) for e in entries("sa", "rooms") if e.grid_only}
    assert {key(c) for c in census(3, 2, judge="rooms") if c.violations} == BROKEN - PROVED | grid
