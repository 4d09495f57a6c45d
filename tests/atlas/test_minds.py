"""How often an agent is of one mind: the count against the definition, and what the book quotes."""

import random
from itertools import product

import numpy as np
import pytest

from toymodel import Agent, Case, Judge, Objective, Policy
from toymodel_atlas.concrete import world_of
from toymodel_atlas.dynamics import every_dynamics, policies
from toymodel_atlas.minds import READING, Minds, _counted, drawn, minds
from toymodel_atlas.tables import tables


@pytest.mark.parametrize("size", [(2, 2), (3, 2)])
def test_the_count_is_the_definition(size):
    """In worlds drawn at random, each agent is asked by the definition itself."""
    draw, known = random.Random(3), tuple(every_dynamics(*size))  # noqa: S311
    for _ in range(12):
        pair = [draw.randrange(len(known)) for _ in range(2)]
        world = world_of(known[pair[0]], known[pair[1]])
        zero = Objective.zero(world.training)
        agents = tuple(Agent(f"{choices}", Policy.deterministic(choices, size[1])) for choices in policies(*size))
        case = Case("drawn", "", world, agents, zero, Judge.of([]), (zero,))
        said = [case.check("one mind", READING, agent.name) for agent in agents]
        table = tables([known[k] for k in pair], READING.among)
        counted = _counted(table, *(np.array([k]) for k in (0, 1, 1)))
        assert counted.one == sum(bool(verdict.holds) for verdict in said)
        assert counted.agents == len(agents)


def test_two_rooms_leave_no_choice():
    """With two states R(s) has three kinds, so whoever is not silent is of one mind."""
    for actions, same in product((2, 3), (False, True)):
        found = minds(2, actions, same_moves=same)
        assert found.one + found.silent == found.agents > found.silent > 0


def test_three_rooms_where_only_the_start_shifts():
    assert minds(3, 2, same_moves=True) == Minds(agents=52_488, silent=11_736, one=19_680)


@pytest.mark.slow
def test_three_rooms():
    """28.8 % of those that are not silent."""
    found = minds(3, 2)
    assert found == Minds(agents=38_263_752, silent=8_555_544, one=8_567_856)
    assert round(found.share, 3) == 0.288


def test_worlds_drawn_are_worlds_counted():
    assert drawn(3, 2, 60, 7, same_moves=True).share == pytest.approx(minds(3, 2, same_moves=True).share, abs=0.15)


@pytest.mark.slow
def test_four_rooms_drawn():
    """11.9 % and 23.7 % of those drawn that are not silent."""
    assert drawn(4, 2, 1200, 1) == Minds(agents=1200, silent=154, one=124)
    assert drawn(4, 2, 1200, 1, same_moves=True) == Minds(agents=1200, silent=154, one=248)
