"""What the census takes each definition to say, against `evaluate`, on every world of two states and two actions."""

import random
from itertools import product

import pytest

from toymodel.agents import Agent, MesaOptimizer
from toymodel.alignment import ARROWS, DEFINITIONS, Case, Reading
from toymodel.worlds import Judge, World
from toymodel_atlas.bits import every_dynamics, relabellings
from toymodel_atlas.cells import counted
from toymodel_atlas.counting import Counter
from toymodel_atlas.engine import engine
from toymodel_atlas.kernel import QUANTIFIERS, SIGHTS
from toymodel_atlas.tables import tables

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


class Bits:
    """One world, as the kernel sees it."""

    def __init__(self, training, deployment):
        running = engine(compiled=False)
        self.tables = tables((training, deployment), running)
        self.counter = Counter(self.tables, running)
        self.counter.add(0, (1,), (1,))

    def opt(self, where, objective):
        k, t = ("training", "deployment").index(where), self.tables
        return t.opts[k * t.most + t.label[k * t.objectives + objective]]

    def aligned(self, reading, column, policy):
        """A bit of what `kernel.vouch` wrote: first come sets that judges find safe, then those that are optimal."""
        kind = QUANTIFIERS.index((reading.objectives, reading.optima))
        return self._bit(reading, self.counter.vouched[column * 4 + kind], policy)

    def verdict(self, name, reading, base, mesa, policy, safe):
        t = self.tables
        best = self.opt("deployment", base)
        judged = list(t.safes[t.more : t.more + t.kinds[1]]).index(safe)
        match name:
            case "impact aligned":
                return bool(safe >> policy & 1)
            case "intent aligned":
                return self.aligned(reading, judged, policy)
            case "outer aligned":
                models = self.opt(reading.encountered, base)
                return all(self.aligned(reading, judged, q) for q in range(4) if models >> q & 1)
            case "robust":
                return bool(best >> policy & 1)
            case "objective robust":
                return self.aligned(reading, t.kinds[1] + t.label[t.objectives + base], policy)
            case "capability robust":
                return self._bit(reading, self.counter.able[reading.objectives == "some"], policy)
            case "inner aligned":
                goal = self.opt("deployment", mesa)
                return bool(goal & best) if reading.optima == "some" else goal & ~best == 0

    def breaks(self, arrow, reading, *given):
        if arrow == "I1" and not (self.opt("training", given[1]) & self.opt("deployment", given[1])) >> given[2] & 1:
            return False
        premises = all(self.verdict(name, reading, *given) for name in ARROWS[arrow].premises)
        return premises and not self.verdict(ARROWS[arrow].conclusion, reading, *given)

    def _bit(self, reading, word, policy):
        shift = SIGHTS.index((reading.observed_in, reading.trivial)) * len(POLICIES)
        return bool(word >> shift >> policy & 1)


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
        self.bits, self.draw = Bits(*world), draw
        envs = [plain.environment(env.moves, env.start, env.actions) for env in world]
        self.world, self.safe = World(*envs), plain.safe(envs[1])
        kinds = zip(plain.opt(envs[0]), plain.opt(envs[1]), strict=True)
        self.kinds = set({kind: k for k, kind in enumerate(kinds)}.values())

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
        safe = sum(1 << q for q in self.safe[judge])
        return (base, mesa, policy, safe), case

    def definitions(self, reading):
        given, case = self.sample(whole=True)
        for name in DEFINITIONS:
            agent = "planner" if name == "inner aligned" else "agent"
            verdict = case.check(name, reading, agent)
            assert verdict.holds is self.bits.verdict(name, reading, *given), (name, reading, given)

    def arrow(self, arrow, reading, whole):
        given, case = self.sample(whole)
        if arrow == "I1":  # the planner's premise, and of the agent what it does
            best = self.bits.opt("training", given[1]) & self.bits.opt("deployment", given[1])
            expected = (
                bool(best >> given[2] & 1)
                and case.check("inner aligned", reading, "planner").holds
                and not case.check("objective robust", reading, "agent").holds
            )
        else:
            expected = case.arrow(arrow, reading, "agent").state == "broken"
        assert expected is self.bits.breaks(arrow, reading, *given), (arrow, reading, given)


def test_there_are_as_many_worlds_up_to_names_as_burnside_counts():
    envs = list(every_dynamics(*SIZE))
    fixed = [sum(rename(env) == env for env in envs) ** 2 for rename in relabellings(*SIZE)]
    assert len(WORLDS) == sum(fixed) / len(fixed)


def test_each_definition_on_every_world_up_to_names():
    draw = random.Random(5)  # noqa: S311
    for k, world in enumerate(WORLDS):
        trial = Trial(world, draw)
        trial.definitions(READINGS[k % len(READINGS)])


def test_two_thousand_whole_tuples():
    whole_tuples(2_000, seed=6)


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
