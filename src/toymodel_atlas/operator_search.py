"""Look for worlds that break an arrow under an operator: all small ones, with lists of up to four candidates.

An operator gives each policy and objective a score, and says by the scores of the candidates which of them are
demonstrated. So one table of scores for each environment gives what is demonstrated for all lists at once; it is fed
to the formulas as the meaning of "demonstrates" (`toymodel_atlas.bitsets`). What is found is decided again as a case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache, reduce
from operator import and_
from typing import Any

import numpy as np

from toymodel.agents import Agent, AnyAgent, MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.alignment.vocabulary import BASE, MESA
from toymodel.behavior import ACROSS, AGENT_OR_DEVICE, GOAL_DIRECTED, SIMPLEST, Observation
from toymodel.behavior.maximum_entropy import soft_optimal
from toymodel.logic import Symbol
from toymodel.worlds import Environment, Judge, Objective, Policy, World

from .bitsets import Aim, Bitsets, Sets
from .cells import Cell
from .concrete import Found, Payments, case_of, environment_of, objective_of, planned
from .counterexample_search import Where, kinds, worlds
from .dynamics import Dynamics, policies
from .smallworld import members, small_world
from .soft import SoftSearch, state

PLACES = ("training", "deployment")
MOST_HITS = 50
"""Hits in one world that are tried as cases."""


@dataclass(frozen=True)
class Witness:
    """A witness is a small world with somebody who acts in it, as plain numbers.

    Attributes
    ----------
    found : Found
    copies : int
        How often the last action is there. (Where descriptions are weighed, more actions say more.)
    mixes : (str, int) or None
        The agent plays the soft optimum of this candidate, by number, in this place; else what ``found`` says.
    share : Fraction or None
        δ, the share of time that may go to what is bad, where optima are soft.
    """

    found: Found
    copies: int = 1
    mixes: tuple[str, int] | None = None
    share: Fraction | None = None

    def case(self, arrow: str) -> Case:
        """Return the world as a case; ValueError if no planner does what the agent of I1 does."""
        found = self.found if arrow == "I1" else replace(self.found, mesa=None)
        agent, plays = self._mixing(arrow, found) if self.mixes else (None, "")
        if agent is None and found.mesa is not None and planned(found) is None:
            raise ValueError("no order of its actions makes the planner do that")
        case = replace(case_of(arrow, found, agent, plays), name=f"{arrow} broken")
        if self.share is not None:
            case = replace(case, story=f"{case.story} At most {self.share} of the time may go to what is bad.")
        return _copied(case, self.copies) if self.copies > 1 else case

    def breaks(self, cell: Cell) -> bool:
        """Return whether it breaks a cell, decided as a case."""
        try:
            case = self.case(cell.arrow)
        except ValueError:
            return False
        if self.share is not None:
            return state(case, cell, float(self.share)) == "broken"
        verdict = case.arrow(cell.arrow, cell.reading)
        excused = verdict.side_condition is not None and not verdict.side_condition.holds
        return verdict.state == "broken" and not excused

    def _mixing(self, arrow: str, found: Found) -> tuple[AnyAgent, str]:
        assert self.mixes is not None
        place, number = self.mixes
        nobody = Agent("nobody", Policy.deterministic(found.choices, found.training.actions))
        if found.mesa is not None:
            objective = case_of(arrow, found, nobody).candidates[found.candidates.index(found.mesa)]
            return MesaOptimizer("the planner", objective, search=SoftSearch()), "The planner searches softly."
        plain = case_of(arrow, replace(found, base=found.candidates[0]), nobody)  # named by what they pay
        objective = plain.candidates[number]
        table = soft_optimal(getattr(plain.world, place), objective).policy
        plays = f"The agent is soft-optimal for “{objective.name}” in {place}."
        return Agent("the agent", Policy.from_array(table.tolist(), "the agent's policy", rounding=10**12)), plays


def _copied(case: Case, copies: int) -> Case:
    """The case with the last action there so many times."""
    env, last = case.world.training, str(case.world.training.actions[-1])
    names = tuple(f"{last}{k}" for k in range(2, copies + 1))
    actions = len(env.actions) + copies - 1

    def wider(env: Environment) -> Environment:
        rows = tuple((*row, *(row[-1],) * (copies - 1)) for row in env.transition)
        return Environment(env.states, (*env.actions, *names), rows, env.initial, env.discount, env.name)

    def paying(r: Objective) -> Objective:
        return Objective(tuple((*row, *(row[-1],) * (copies - 1)) for row in r.mean(env)), r.name)

    def acting(agent: AnyAgent) -> AnyAgent:
        if isinstance(agent, MesaOptimizer):
            order = dict.fromkeys((*agent.prefers, *range(actions)))
            return replace(agent, objective=paying(agent.objective), prefers=tuple(order))
        return replace(agent, policy=Policy(agent.policy.rows, actions, agent.policy.name))

    bad = [pair for s, a in case.judge.pairs for pair in [(s, a), *((s, x) for x in names if a == last)]]
    same = case.world.training == case.world.deployment
    return replace(
        case,
        story=f"{case.story} Of action {last} there are {copies}, alike: {last}, {names[0]}, and so on.",
        world=World.same(wider(env)) if same else World(wider(env), wider(case.world.deployment)),
        agents=tuple(map(acting, case.agents)),
        base=paying(case.base.at("training")),
        judge=Judge.of(bad),
        candidates=tuple(map(paying, case.candidates)),
    )


class ShownSets(Bitsets):
    """Shown sets are sets of policies, with a table of what is demonstrated."""

    def _atom(self, symbol: Symbol, aims: Sequence[Aim]) -> Sets:
        if symbol.name == "demonstrates":
            return aims[0].optimal[f"shown in {symbol.where}"]
        return super()._atom(symbol, aims)


def search(behavior: str, cells: Iterable[Cell], sizes: Iterable[tuple[int, int]]) -> dict[Cell, Witness]:
    """Return the plainest world that breaks each cell, of those sizes, for the cells that some world breaks.

    Candidates are zero, a base objective, a mesa-objective and one more, of one kind each (`kinds`).
    """
    found: dict[Cell, Witness] = {}
    todo = list(cells)
    for size in sizes:
        for where in worlds(*size, False):
            todo = [cell for cell in todo if cell not in found]
            if todo:
                found |= _searched(behavior, todo, where)
    return found


def possible(behavior: str, cells: Iterable[Cell], sizes: Iterable[tuple[int, int]]) -> set[Cell]:
    """Return the cells whose premises hold together in some world of those sizes."""
    found: set[Cell] = set()
    todo = list(cells)
    for where in (where for size in sizes for where in worlds(*size, False)):
        todo = [cell for cell in todo if cell not in found]
        if not todo:
            break
        tabulated = _tabulated(behavior, where)
        found |= {cell for cell in todo if np.any(tabulated.held(cell))}
    return found


@dataclass(frozen=True)
class Tabulated:
    """A tabulated world has the reader of formulas for all lists at once, and who judges, by number."""

    reader: ShownSets
    judges: tuple[int, ...]

    def held(self, cell: Cell) -> Sets:
        """Return the policies of which the premises hold, for each base, mesa-objective, judge and fourth candidate."""
        return reduce(and_, map(self.reader.true_of, cell.premises), self.reader.everyone)

    def broken(self, cell: Cell) -> Sets:
        """Return those of which the conclusion fails."""
        return self.held(cell) & (self.reader.everyone ^ self.reader.true_of(cell.conclusion))


def _tabulated(behavior: str, where: Where) -> Tabulated:
    training, deployment, _ = where
    objectives = kinds(*where)
    small, count = small_world(training, deployment, Reading(), None, objectives), len(objectives)
    everyone = (1 << len(policies(training.states, training.actions))) - 1
    best = {place: small.optimal[place].astype(np.int64) & everyone for place in PLACES}
    listed = [np.zeros((1, 1, 1, 1), int), *(np.arange(count).reshape(_along(axis)) for axis in (0, 1, 3))]
    shown = {
        place: _shown(behavior, env, objectives, best[place] == everyone, listed)
        for place, env in zip(PLACES, (training, deployment), strict=True)
    }
    judges: dict[int, int] = {}
    for judge in sorted(range(len(small.safe)), key=lambda j: (j.bit_count(), j)):
        judges.setdefault(int(small.safe[judge]) & everyone, judge)
    aims = []
    for k, which in enumerate(listed):
        sets = {place: best[place][which] for place in PLACES}
        aims.append(Aim(sets | {f"shown in {place}": shown[place][k] for place in PLACES}, sets["deployment"]))
    safe, whole = {"deployment": np.array(list(judges)).reshape(_along(2))}, np.int64(everyone)
    reader = ShownSets(whole, whole, safe, aims, {BASE: aims[1], MESA: aims[2]}, 4)
    return Tabulated(reader, tuple(judges.values()))


def _searched(behavior: str, cells: Sequence[Cell], where: Where) -> dict[Cell, Witness]:
    tabulated, objectives = _tabulated(behavior, where), kinds(*where)
    found = {}
    for cell in cells:
        for witness in _witnesses(tabulated.broken(cell), where, objectives, tabulated.judges):
            if witness.breaks(cell):
                found[cell] = witness
                break
    return found


def _witnesses(broken: Any, where: Where, objectives: Sequence[Payments], judges: Sequence[int]) -> Iterator[Witness]:
    training, deployment, _ = where
    choices = policies(training.states, training.actions)
    for base, mesa, judge, more in np.argwhere(broken)[:MOST_HITS].tolist():
        candidates = tuple(objectives[r] for r in dict.fromkeys((0, base, mesa, more)))
        for policy in members(int(broken[base, mesa, judge, more])):
            yield Witness(
                Found(
                    training, deployment, choices[policy], objectives[base], judges[judge], objectives[mesa], candidates
                )
            )


def _along(axis: int) -> tuple[int, ...]:
    return tuple(-1 if k == axis else 1 for k in range(4))


# What is demonstrated, from scores --------------------------------------------------------------------

NEVER = -1e6
"""The score of what has none."""
CLOSE = 1e-9


def _goal(seen: Observation, r: Objective) -> float:
    degree = GOAL_DIRECTED.degree(seen, r)
    return NEVER if degree is None else degree


SCORES: dict[str, Callable[[Observation, Objective], float]] = {
    "across": lambda seen, r: -float(ACROSS.misfit([seen], r)),
    "agent_or_device": lambda seen, r: float(AGENT_OR_DEVICE.factor([seen], [r])),
    "goal_directed": _goal,
    "simplest": lambda seen, r: float(SIMPLEST.explanations([seen], [r])[0].weight),
}


@lru_cache(1 << 16)
def _score(behavior: str, given: Dynamics, choices: tuple[int, ...], pays: Payments) -> float:
    env = environment_of(given)
    seen = Observation(env, Policy.deterministic(choices, given.actions))
    return SCORES[behavior](seen, objective_of(env, pays))


@dataclass(frozen=True)
class Scored:
    """Scored lists have, for each of their members: its number, its score by each policy, whether it is trivial."""

    numbers: Sequence[Any]
    scores: Sequence[Any]
    trivial: Sequence[Any]


def _shown(
    behavior: str, given: Dynamics, objectives: Sequence[Payments], trivial: Any, listed: Sequence[Any]
) -> list[Any]:
    """For each member of the list, the policies that demonstrate it, as bits; arrays over all lists."""
    everyone = policies(given.states, given.actions)
    table = np.array([[_score(behavior, given, choices, r) for r in objectives] for choices in everyone])
    lists = Scored(listed, [table[:, which] for which in listed], [trivial[which] for which in listed])
    bits = 1 << np.arange(len(everyone))
    return [np.tensordot(bits, each.astype(np.int64), axes=(0, 0)) for each in RULES[behavior](lists)]


def _least_misfit(of: Scored) -> list[Any]:
    best = reduce(np.maximum, (np.where(idle, NEVER, s) for s, idle in zip(of.scores, of.trivial, strict=True)))
    return [(s >= best - CLOSE) | (s > -CLOSE) for s in of.scores]


def _highest(of: Scored) -> list[Any]:
    best = reduce(np.maximum, of.scores)
    return [(s > NEVER) & (s >= best * (1 - CLOSE * np.sign(best))) for s in of.scores]


def _agent_wins(of: Scored) -> list[Any]:
    total: Any = 0
    count: Any = 0
    for k, (which, score) in enumerate(zip(of.numbers, of.scores, strict=True)):
        once = reduce(and_, (which != other for other in of.numbers[:k]), np.array(True))
        total, count = total + score * once, count + 1 * once
    return [(total > count + CLOSE) & (s > 1 + CLOSE) for s in of.scores]


RULES: dict[str, Callable[[Scored], list[Any]]] = {
    "across": _least_misfit,
    "agent_or_device": _agent_wins,
    "goal_directed": _highest,
    "simplest": _highest,
}


def lists(sizes: Iterable[tuple[int, int]]) -> int:
    """Return how many (world, base objective, mesa-objective, candidate) the search looks at, up to names.

    Examples
    --------
    >>> lists([(1, 2)])
    27
    """
    return sum(len(kinds(*where)) ** 3 for size in sizes for where in worlds(*size, False))


SIZES = ((1, 2), (1, 3), (2, 2))
"""The sizes that are gone through: all worlds with sure steps, up to names."""
