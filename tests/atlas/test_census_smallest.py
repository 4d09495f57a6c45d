"""Smallest counterexamples: they are what they say, on the grid and over all objectives, and none is missing."""

from dataclasses import replace
from functools import lru_cache

import pytest

from toymodel.alignment import ARROWS, Reading
from toymodel.solve import is_optimal, reachable
from toymodel.worlds import Policy
from toymodel_atlas.bits import every_dynamics
from toymodel_atlas.cells import MENTIONS, counted
from toymodel_atlas.census import _cells, census
from toymodel_atlas.concrete import world_of
from toymodel_atlas.counting import READINGS, Counter
from toymodel_atlas.engine import engine, has_numba
from toymodel_atlas.everywhere import ONLY_ON_THE_GRID, breaks_everywhere, stand_ins
from toymodel_atlas.kernel import WIDTH
from toymodel_atlas.smallest import sizes, smallest_counterexample
from toymodel_atlas.spaces import space
from toymodel_atlas.tables import tables

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


@pytest.mark.parametrize("arrow", sorted(MENTIONS.keys() - {"I1B"}))
def test_every_refuted_cell_has_a_case_that_breaks_it(arrow):
    for reading in (reading for name, reading in CELLS if name == arrow):
        found = smallest_counterexample(arrow, reading)
        assert (found is not None) == (key(arrow, reading) in refuted(2, 2))
        if found is None:
            continue
        case = found.case
        for each in (case, found.on_the_grid):
            assert each.arrow(arrow, reading).state == "broken"
        assert found.everywhere == breaks_everywhere(case, arrow, reading)
        assert found.everywhere == (key(arrow, reading) not in ONLY_ON_THE_GRID)
        smaller = list(sizes())[: list(sizes()).index(found.size)]
        assert all(key(arrow, reading) not in refuted(*size) for size in smaller)
        for name in (*ARROWS[arrow].premises, ARROWS[arrow].conclusion):
            verdict, oracle = case.check(name, reading), Oracle(case, reading)
            assert verdict.status == oracle.status(name)
            assert redecide(oracle, name, verdict) == []


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


@pytest.mark.parametrize("size", [(1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (2, 3)])
def test_what_any_small_size_refutes_two_states_and_two_actions_refute(size):
    if size[0] * size[1] > 4 and not has_numba():
        pytest.skip("Numba is not installed")
    assert refuted(*size) <= refuted(2, 2)


@pytest.mark.skipif(not has_numba(), reason="Numba is not installed")
def test_three_states_refute_what_two_refute():
    assert refuted(3, 2) == refuted(2, 2)


@pytest.mark.skipif(not has_numba(), reason="Numba is not installed")
@pytest.mark.slow
@pytest.mark.parametrize("size", [(1, 7), (1, 8), (2, 4)])
def test_what_any_larger_size_in_reach_refutes_two_states_and_two_actions_refute(size):
    assert refuted(*size) <= refuted(2, 2)


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
    running, worlds, total = engine(compiled=False), space(2, 2), [0] * (READINGS * WIDTH)
    for row in worlds.rows:
        for f in row.deployments:
            pair = worlds.environments[row.training], worlds.environments[f]
            counter = Counter(widened(tables(pair, running), world_of(*pair)), running)
            counter.add(0, (1,), (1,))
            total = [x + y for x, y in zip(total, counter.numbers(), strict=True)]
    found = {key(*cell) for cell, count in zip(CELLS, _cells(total), strict=True) if count.violations}
    assert found == refuted(2, 2) - ONLY_ON_THE_GRID


def widened(known, world):
    """Tables of a world in which other objectives stand in for the grid."""
    objectives = stand_ins(world)
    label, opts, number, size = [], [0] * (2 * known.most), [0] * (2 * known.most), []
    for k, env in enumerate((world.training, world.deployment)):
        policies = [Policy.deterministic(p, 2) for p in ((0, 0), (0, 1), (1, 0), (1, 1))]
        words = [sum(1 << q for q, p in enumerate(policies) if is_optimal(env, r, p)) for r in objectives]
        kinds = sorted(set(words))
        for i, word in enumerate(kinds):
            opts[k * known.most + i], number[k * known.most + i] = word, words.count(word)
        label += [kinds.index(word) for word in words]
        size.append(len(kinds))
    assert max(size) <= known.most
    return replace(known, objectives=len(objectives), label=label, opts=opts, number=number, size=size)
