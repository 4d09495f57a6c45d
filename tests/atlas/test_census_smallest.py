"""Smallest counterexamples: they are what they say, on the grid and over all objectives, and none is missing."""

from functools import lru_cache

import numpy as np
import pytest

from toymodel.alignment import ARROWS, Reading
from toymodel.solve import is_optimal, reachable
from toymodel.worlds import Policy
from toymodel_atlas.cells import MENTIONS, counted
from toymodel_atlas.census import census
from toymodel_atlas.concrete import world_of
from toymodel_atlas.counting import batches, questions
from toymodel_atlas.dynamics import every_dynamics
from toymodel_atlas.everywhere import ONLY_ON_THE_GRID, breaks_everywhere, stand_ins
from toymodel_atlas.smallest import sizes, smallest_counterexample
from toymodel_atlas.spaces import space
from toymodel_atlas.tables import Tables, tables

from ..oracles.verdicts import Oracle, redecide
from . import plain

CELLS = [(cell.arrow, cell.reading) for cell in counted()]


@lru_cache(None)
def refuted(states, actions):
    """The cells that have a violation at a size."""
    cells = zip(CELLS, census(states, actions), strict=True)
    return {key(arrow, reading) for (arrow, reading), count in cells if count.violations}


def key(arrow, reading):
    return arrow, *(getattr(reading, axis) for axis in MENTIONS[arrow])


def test_every_refuted_cell_has_a_case_that_breaks_it():
    for arrow, reading in CELLS:
        cell, found = key(arrow, reading), smallest_counterexample(arrow, reading)
        assert (found is not None) == (cell in refuted(2, 2)), cell
        if found is None:
            continue
        case = found.case
        for each in (case, found.on_the_grid):
            assert each.arrow(arrow, reading).state == "broken", cell
        assert found.everywhere == breaks_everywhere(case, arrow, reading), cell
        assert found.everywhere == (cell not in ONLY_ON_THE_GRID), cell
        smaller = list(sizes())[: list(sizes()).index(found.size)]
        assert all(cell not in refuted(*size) for size in smaller), cell
        for name in (*ARROWS[arrow].premises, ARROWS[arrow].conclusion):
            verdict, oracle = case.check(name, reading), Oracle(case, reading)
            assert verdict.status == oracle.status(name), (cell, name)
            assert redecide(oracle, name, verdict) == [], (cell, name)


def test_a_planner_does_what_is_optimal_for_its_objective_in_both_environments():
    for arrow, reading in CELLS:
        if arrow == "I1" and (found := smallest_counterexample("I1", reading)) is not None:
            (agent,), world = found.case.agents, found.case.world
            for env in (world.training, world.deployment):
                assert is_optimal(env, agent.objective, agent.keeps(world))


def test_counterexamples_are_small_and_simple():
    found = smallest_counterexample("I5", Reading(objectives="some", trivial="included", optima="some"))
    assert found.size == (1, 2)
    assert [r.name for r in found.case.candidates] == ["zero", "base"]
    assert found.case.world.training == found.case.world.deployment
    assert "The agent plays b here. The base objective is “a here”." in found.case.story
    found = smallest_counterexample("I2", {"objectives": "some", "trivial": "excluded", "optima": "some"})
    assert found.size == (2, 2)
    assert all(len(reachable(env, (frozenset({0, 1}),) * 2)) == 2 for env in (found.case.world.training,))


def test_the_second_diagrams_arrow_has_the_firsts_counterexample():
    reading = Reading(optima="some")
    first, second = (smallest_counterexample(arrow, reading) for arrow in ("I1", "I6"))
    assert first.found == second.found
    assert second.case.arrow("I6", reading).state == "broken"


def test_what_holds_has_none():
    assert smallest_counterexample("I3", Reading()) is None


def test_what_any_small_size_refutes_two_states_and_two_actions_refute():
    for size in ((1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (2, 3)):
        assert refuted(*size) <= refuted(2, 2), size


@pytest.mark.slow
def test_three_states_refute_what_two_refute():
    assert refuted(3, 2) == refuted(2, 2)


@pytest.mark.slow
def test_what_any_larger_size_in_reach_refutes_two_states_and_two_actions_refute():
    for size in ((1, 7), (1, 8), (2, 4)):
        assert refuted(*size) <= refuted(2, 2), size


@pytest.mark.parametrize("size", [(1, 3), (2, 2)])
def test_one_environments_objectives_are_all_on_the_grid(size):
    """So where training is deployment, the grid decides everything over all objectives."""
    for env in every_dynamics(*size):
        known = plain.environment(env.moves, env.start, env.actions)
        policies = plain.policies(*size)
        ways = {
            frozenset(q for q, p in enumerate(policies) if is_optimal(known, r, p))
            for r in stand_ins(world_of(env, env))
        }
        assert ways == set(plain.opt(known))


@pytest.mark.slow
def test_over_all_objectives_two_states_and_two_actions_refute_all_but_four_cells():
    """The census once more, with an objective for every combination that any objective in ℚ^{S×A} has."""
    worlds, found = space(2, 2), set()
    for row in worlds.rows:
        for f in row.deployments:
            pair = worlds.environments[row.training], worlds.environments[f]
            (batch,) = batches(widened(tables(pair), world_of(*pair)), np.array([0]), np.array([1]))
            found |= {key(*cell) for cell, q in zip(CELLS, questions(), strict=True) if batch.answer(q)[1][0]}
    assert found == refuted(2, 2) - ONLY_ON_THE_GRID


def widened(known, world):
    """Tables of a world in which other objectives stand in for the grid."""
    objectives = stand_ins(world)
    policies = [Policy.deterministic(p, 2) for p in ((0, 0), (0, 1), (1, 0), (1, 1))]
    label, optimal = [], np.zeros((2, 15), known.optimal.dtype)
    for k, env in enumerate((world.training, world.deployment)):
        words = [sum(1 << q for q, p in enumerate(policies) if is_optimal(env, r, p)) for r in objectives]
        kinds = sorted(set(words))
        optimal[k, : len(kinds)] = kinds
        label.append([kinds.index(word) for word in words])
    return Tables(4, np.array(label), optimal, (optimal > 0).sum(1), known.safe, known.judges)
