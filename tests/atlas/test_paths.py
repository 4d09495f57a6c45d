"""Objectives R(s,s') that tell the agent's own way: the lemmas on worlds, eight proofs, and the count."""

import pytest

from toymodel import Agent, Case, Judge, Objective, Policy, Reading
from toymodel.behavior.classes import belongs
from toymodel.solve import is_optimal, is_trivial
from toymodel_atlas.census import census
from toymodel_atlas.concrete import world_of
from toymodel_atlas.dynamics import every_dynamics, policies
from toymodel_atlas.paths import cells, own_way, proof, steps_of
from toymodel_atlas.spaces import space

from ..for_each import for_each

READING = Reading(among="ss", performs="W1")


def holds_of(world, policy, everyone):
    """Whether both lemmas are true of a policy in a world, its own way being paid for."""
    found = []
    for observed in ("training", "deployment"):
        env = getattr(world, observed)
        r = own_way(world.training, world.deployment, policy, observed)
        zero = Objective.zero(env)
        case = Case("", "", world, (Agent("it", policy),), zero, Judge.of([]), (zero,))
        capable = case.check("capability robust", READING).holds
        silent = all(steps_of(env, other) == steps_of(env, policy) for other in everyone)
        if observed == "training" and (capable is False or silent):
            continue
        assert belongs(r, "ss")
        only = all(
            steps_of(world.deployment, other) == steps_of(world.deployment, policy)
            for other in everyone
            if is_optimal(world.deployment, r, other)
        )
        told = silent or not is_trivial(env, r)
        found.append(is_optimal(env, r, policy) and only and told)
    return all(found), len(found)


def tried(worlds):
    """Whether the lemmas hold in all these worlds, and how often each had something to say."""
    said = 0
    for training, deployment in worlds:
        world = world_of(training, deployment)
        size = training.states, training.actions
        everyone = [Policy.deterministic(choices, size[1]) for choices in policies(*size)]
        for policy in everyone:
            true, often = holds_of(world, policy, everyone)
            assert true, (training, deployment, policy)
            said += often
    return said


def test_the_lemmas_hold_in_all_worlds_of_two_rooms():
    known = space(2, 2)
    pairs = [(known.environments[row.training], known.environments[k]) for row in known.rows for k in row.deployments]
    assert tried(pairs) > 4 * len(pairs)


def test_the_lemmas_hold_in_worlds_of_three_rooms():
    every = tuple(every_dynamics(3, 2))
    assert tried((every[k * 97 % len(every)], every[k * 331 % len(every)]) for k in range(1, 25)) > 8 * 24


@for_each("cell", list(cells()))
def test_eight_cells_follow(cell):
    found = proof(cell)
    assert found.holds
    both = (0, 1) if cell.reading.observed_in == "training" else (0,)
    assert found.premises == both


@pytest.mark.parametrize("size", [(2, 2), (2, 3)])
def test_no_world_of_two_rooms_violates_them(size):
    wanted = {(c.arrow, *c.axes.values()) for c in cells()}
    counted = {(c.arrow, *c.reading.values()): c for c in census(*size, among="ss", judge="rooms")}
    assert len(wanted) == 8
    assert all(counted[key].violations == 0 < counted[key].premises for key in wanted)
