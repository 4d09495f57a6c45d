"""What each definition says of sets of policies, against `Case.check`, on every world of two states and two actions."""

import random
from itertools import product

import numpy as np
import pytest

from toymodel.agents import Agent, MesaOptimizer
from toymodel.alignment import DEFINITIONS, Case, Reading, definition
from toymodel.worlds import Judge, World
from toymodel_atlas.cells import Cell, counted
from toymodel_atlas.dynamics import every_dynamics, grid, relabellings
from toymodel_atlas.smallworld import small_world

from . import plain

SIZE = (2, 2)
GRID = plain.objectives(*SIZE)
ZERO = len(GRID) // 2
POLICIES = plain.policies(*SIZE)
JUDGES = plain.judges(*SIZE)
READINGS = [
    Reading(observed_in=seen, objectives=objectives, trivial=trivial, optima=optima, encountered=encountered)
    for (seen, objectives, trivial, optima), encountered in product(plain.READINGS, ("training", "deployment"))
]
CELLS = [(cell.arrow, cell.reading) for cell in counted()]


def up_to_names():
    """One world of each orbit."""
    envs, seen = list(every_dynamics(*SIZE)), set()
    for world in product(envs, envs):
        if world not in seen:
            seen |= {(rename(world[0]), rename(world[1])) for rename in relabellings(*SIZE)}
            yield world


WORLDS = list(up_to_names())


class Trial:
    """Random tuples of one world, decided by both."""

    def __init__(self, world, draw):
        self.draw = draw
        envs = [plain.environment(env.moves, env.start, env.actions) for env in world]
        self.world = World(*envs)
        kinds = zip(plain.opt(envs[0]), plain.opt(envs[1]), strict=True)
        self.kinds = set({kind: k for k, kind in enumerate(kinds)}.values())
        self.small = small_world(*world, Reading(), None, grid(*SIZE)).under(sorted(self.kinds))

    def sample(self, whole):
        """A tuple by number, and as a case.

        Its candidates are the whole grid, or of all objectives that have the same optimal
        policies in both environments only one.
        """
        base, mesa = self.draw.randrange(len(GRID)), self.draw.randrange(len(GRID))
        policy, judge = self.draw.randrange(len(POLICIES)), self.draw.randrange(len(JUDGES))
        agents = (Agent("agent", POLICIES[policy]), MesaOptimizer("planner", GRID[mesa]))
        needed = self.kinds | {base, mesa, ZERO}
        candidates = GRID if whole else tuple(GRID[r] for r in sorted(needed))
        case = Case("a case", "", self.world, agents, GRID[base], Judge.of(JUDGES[judge]), candidates)
        bad = sum(1 << (s * SIZE[1] + a) for s, a in JUDGES[judge])
        return (base, mesa, bad, policy), case

    def true(self, formula, base, mesa, judge, policy):
        """Whether the policy is among those that the formula is true of."""
        (those,) = np.ravel(self.small.reader([base], [mesa], [judge]).true_of(formula))
        return bool(int(those) >> policy & 1)

    def definitions(self, reading):
        given, case = self.sample(whole=True)
        for name in DEFINITIONS:
            agent = "planner" if name == "inner aligned" else "agent"
            verdict = case.check(name, reading, agent)
            assert verdict.holds is self.true(definition(name).formula(reading), *given), (name, reading, given)

    def arrow(self, arrow, reading, whole):
        given, case = self.sample(whole)
        cell, (base, mesa, judge, policy) = Cell(arrow, reading), given
        if arrow == "I1":  # the planner's premise, and of the agent what it does
            expected = (
                self.true(cell.premises[-1], *given)
                and case.check("inner aligned", reading, "planner").holds
                and not case.check("objective robust", reading, "agent").holds
            )
        else:
            expected = case.arrow(arrow, reading, "agent").state == "broken"
        broken = self.small.breaking(cell.premises, cell.conclusion, ([base], [mesa], [judge]))
        assert expected is bool(int(broken[0, 0, 0]) >> policy & 1), (arrow, reading, given)


def test_there_are_as_many_worlds_up_to_names_as_burnside_counts():
    envs = list(every_dynamics(*SIZE))
    fixed = [sum(rename(env) == env for env in envs) ** 2 for rename in relabellings(*SIZE)]
    assert len(WORLDS) == sum(fixed) / len(fixed)


def test_each_definition_on_every_fourth_world_up_to_names():
    draw = random.Random(5)  # noqa: S311
    for k, world in enumerate(WORLDS[::4]):
        trial = Trial(world, draw)
        trial.definitions(READINGS[k % len(READINGS)])


def test_four_hundred_whole_tuples():
    whole_tuples(400, seed=6)


@pytest.mark.slow
def test_each_definition_under_every_reading_on_every_world_up_to_names():
    draw = random.Random(7)  # noqa: S311
    for world in WORLDS:
        trial = Trial(world, draw)
        for reading in READINGS:
            trial.definitions(reading)


@pytest.mark.slow
def test_a_hundred_thousand_whole_tuples():
    whole_tuples(100_000, seed=8)


@pytest.mark.slow
def test_five_thousand_whole_tuples_with_all_of_the_grid():
    whole_tuples(5_000, seed=9, whole=True)


def whole_tuples(how_many, seed, whole=False):
    """Random arrows, readings and tuples; worlds in turn, so that what is known of each is used often."""
    draw = random.Random(seed)  # noqa: S311
    share, rest = divmod(how_many, len(WORLDS))
    for k, world in enumerate(WORLDS):
        trial = Trial(world, draw)
        for _ in range(share + (k < rest)):
            trial.arrow(*draw.choice(CELLS), whole)
