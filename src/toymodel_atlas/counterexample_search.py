"""Look for worlds that break a cell, at any reading, over all objectives in ℚ^{S×A}.

Objectives matter only through what is optimal and what is bad by them, and judges only through
what is safe; so one of each kind is tried. Up to names there are few worlds of two states and
two actions, so most searches are exhaustive. What the cell says is read off its formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product

import numpy as np

from toymodel.alignment import Reading, definition
from toymodel.logic import Quantifier

from .bitsets import Sets
from .cells import Cell
from .concrete import Found, Payments, environment_of
from .dynamics import Dynamics, every_dynamics, grid, policies
from .everywhere import stand_ins_in
from .smallworld import Numbers, SmallWorld, members, small_world, ways
from .spaces import space

EXTRA, MANY = 2, 30
"""How many objectives besides zero, R_base and R_m are tried together as candidates: one less where there are many."""
Where = tuple[Dynamics, Dynamics, Dynamics | None]


@dataclass(frozen=True)
class Broken:
    """What breaks a cell: in which world, and who acts, is aimed at and judges, by number.

    The small world's candidates are in the order that matters.
    """

    cell: Cell
    where: Where
    objectives: tuple[Payments, ...]
    small: SmallWorld
    policy: int
    base: int
    mesa: int
    judge: int
    among: str = "sa"

    @property
    def found(self) -> Found:
        """Return the same as plain numbers, the candidates left out."""
        training, deployment, believed = self.where
        choices = policies(training.states, training.actions)
        first, second = self.policy, None
        if self.small.reading.replans == "yes":
            first, second = divmod(self.policy, len(ways(training.states, training.actions)[0]))
        return Found(
            training,
            deployment,
            choices[first],
            self.objectives[self.base],
            self.judge,
            self.objectives[self.mesa] if "mesa" in self.cell.speaks_of else None,
            (),
            believed,
            None if second is None else choices[second],
            self.among,
        )

    def still(self, candidates: Numbers) -> bool:
        """Return whether it breaks the cell with other objectives under consideration."""
        small, tuples = self.small.under(candidates), ([self.base], [self.mesa], [self.judge])
        agents = small.breaking(self.cell.premises, self.cell.conclusion, tuples)
        return bool(int(agents[0, 0, 0]) >> self.policy & 1)


def worlds(states: int, actions: int, believed: bool) -> tuple[Where, ...]:
    """Yield all worlds of one size up to names, the simplest first; with ``believed``, each with every belief."""
    return _worlds(states, actions, believed)


@lru_cache
def _worlds(states: int, actions: int, believed: bool) -> tuple[Where, ...]:
    everything = space(states, actions)
    pairs = [
        (everything.environments[row.training], everything.environments[k])
        for row in everything.rows
        for k in row.deployments
    ]
    found: list[Where]
    if believed:
        beliefs = dict.fromkeys(env.reduced() for env in every_dynamics(states, actions))
        found = [(*pair, belief) for pair in pairs for belief in beliefs]
    else:
        found = [(*pair, None) for pair in pairs]
    return tuple(sorted(found, key=_effort))


def _effort(where: Where) -> tuple[object, ...]:
    training, deployment, believed = where
    known = [env for env in where if env is not None]
    changed = len(set(known))
    moves = sum(t != k // env.actions for env in known for k, t in enumerate(env.moves))
    unreached = sum(env.states - len(env.reachable()) for env in known)
    return changed, unreached, moves, training, deployment, believed or training


def search(
    cell: Cell,
    where: Iterable[Where],
    *,
    premises: Sequence[str] | None = None,
    stochastic: bool = False,
    candidates: bool = False,
    others: bool = False,
    wanted: Callable[[Broken], bool] = lambda _: True,
) -> Broken | None:
    """Return what breaks a cell, or None.

    Parameters
    ----------
    premises : sequence of str, optional
        Instead of the arrow's own.
    stochastic : bool
        Whether the agent may mix.
    candidates : bool
        Whether objectives may range over a finite set that contains zero, R_base and R_m, rather than over all.
    others : bool
        Whether to look instead for premises that hold while some other policy violates the conclusion.
    wanted : callable
        What else is asked of it.
    """
    named = dict(zip(cell.premise_names, cell.premises, strict=True))
    asked = [named[name] for name in (cell.premise_names if premises is None else premises)]
    conclusion = cell.conclusion
    for place in where:
        objectives = kinds(*place, str(cell.reading.tolerance))
        small = small_world(*place[:2], cell.reading, place[2], objectives)
        agents = int(small.everyone if stochastic else small.deterministic)
        tuples = _tuples(cell, small)
        hits: Iterator[Broken] = (
            Broken(cell, place, objectives, tested, policy, bases[base], mesas[mesa], judges[judge])
            for tested, (bases, mesas, judges), acting in _trials(small, tuples, agents, candidates, others)
            for (base, mesa, judge), found in _nonempty(
                tested.breaking(asked, conclusion, (bases, mesas, judges), others)
            )
            for policy in members(found & acting)
        )
        if cell.reading.objectives == "selected":  # there the objectives are tried last, but the plainest comes first
            hits = iter(sorted(hits, key=lambda hit: (hit.base, hit.mesa, tuples[2].index(hit.judge), hit.policy)))
        if (first := next(filter(wanted, hits), None)) is not None:
            return first
    return None


def _nonempty(sets: Sets) -> Iterator[tuple[list[int], int]]:
    return ((at, int(sets[tuple(at)])) for at in np.argwhere(sets).tolist())


@lru_cache(maxsize=4096)
def kinds(
    training: Dynamics, deployment: Dynamics, believed: Dynamics | None, tolerance: str = "0"
) -> tuple[Payments, ...]:
    """Return one objective for each kind that there is in ℚ^{S×A}, of the grid where possible, zero first."""
    plain: tuple[Payments, ...] = tuple(sorted(grid(training.states, training.actions), key=plainness))
    reading = Reading() if tolerance == "0" else Reading(base_judge="tolerant", tolerance=tolerance)
    small = small_world(training, deployment, reading, believed, plain)
    found: dict[object, Payments] = {}
    for k, pays in enumerate(plain):
        found.setdefault((*(int(sets[k]) for sets in small.optimal.values()), int(small.harmless[k])), pays)
    known = {key[:-1] for key in found if isinstance(key, tuple)}
    places = tuple(environment_of(env) for env in (training, deployment, believed) if env is not None)
    more: tuple[Payments, ...] = tuple(tuple(x for row in r.mean(places[0]) for x in row) for r in stand_ins_in(places))
    other = small_world(training, deployment, reading, believed, more)
    for k, pays in enumerate(more):
        if (key := tuple(int(sets[k]) for sets in other.optimal.values())) not in known:
            found[key] = pays
    return tuple(found.values())


def plainness(pays: Payments) -> tuple[object, ...]:
    """Return a key that puts first few payments, few of them negative, and early ones."""
    return sum((abs(Fraction(x)) for x in pays), Fraction(0)), len([x for x in pays if x < 0]), tuple(-x for x in pays)


Tuples = tuple[Numbers, Numbers, Numbers]


def _tuples(cell: Cell, small: SmallWorld) -> Tuples:
    """Base objectives, mesa-objectives and judges, one of each kind, the plainest first."""
    said, every = cell.speaks_of, range(len(small.harmless))
    judges: dict[int, int] = {}
    for judge in sorted(range(len(small.safe)), key=lambda j: (j.bit_count(), j)) if "judge" in said else [0]:
        judges.setdefault(int(small.safe[judge]), judge)
    return every if "base" in said else [0], every if "mesa" in said else [0], list(judges.values())


def _trials(
    small: SmallWorld, those: Tuples, agents: int, candidates: bool, others: bool
) -> Iterator[tuple[SmallWorld, Tuples, int]]:
    """The world with what objectives are considered, in their order; with which tuples; and which agents."""
    bases, mesas, judges = those
    for few, (base, mesa) in _lists(small, bases, mesas) if candidates else [(small, (bases, mesas))]:
        if few.reading.objectives != "selected":
            yield few, (base, mesa, judges), agents
            continue
        for judge, agent in product(judges, members(agents)):
            for order in _orders(few, agent, judge, others):
                yield few.under(order), (base, mesa, [judge]), 1 << agent


def _lists(small: SmallWorld, bases: Numbers, mesas: Numbers) -> Iterator[tuple[SmallWorld, tuple[Numbers, Numbers]]]:
    """The world with short lists of candidates: zero, a base objective, a mesa-objective and a few more."""
    for base, mesa in product(bases, mesas):
        needed = tuple(dict.fromkeys((0, base, mesa)))
        rest = [r for r in small.candidates if r not in needed]
        for extra in range(EXTRA + 1 if len(rest) <= MANY else EXTRA):
            for more in combinations(rest, extra):
                yield small.under((*needed, *more)), ([base], [mesa])


def _orders(small: SmallWorld, agent: int, judge: int, others: bool) -> Iterator[tuple[int, ...]]:
    """For each objective that could be selected of the agent, an order that selects it, and of others what is harmless.

    Not every rule comes from an order, so this may miss something.
    """
    intent = definition("intent aligned").formula(small.reading)
    assert isinstance(intent, Quantifier)
    reader = small.reader([0], [0], [judge])
    shown = [bool(int(x) >> agent & 1) for x in reader.each(intent.guard, intent.var)]
    good = [bool(np.ravel(x)[0]) for x in reader.each(intent.body, intent.var)]
    harmless = [r for r, seen, fine in zip(small.candidates, shown, good, strict=True) if fine and not seen]
    if not any(shown):  # there is nothing to select
        yield tuple(dict.fromkeys((*harmless, *small.candidates)))
    for chosen in (r for r, seen in zip(small.candidates, shown, strict=True) if seen):
        yield tuple(dict.fromkeys((*harmless, chosen, *small.candidates)))
        if others:  # of whom something harmful is to be selected
            bad = [r for r, fine in zip(small.candidates, good, strict=True) if not fine]
            yield tuple(dict.fromkeys((chosen, *bad, *small.candidates)))


def found_of(broken: Broken) -> Found:
    """Return what was found as plain numbers, with no more objectives than it takes."""
    kept = list(broken.small.candidates)
    for r in sorted(kept, reverse=True):
        rest = [x for x in kept if x != r]
        if r not in (0, broken.base, broken.mesa) and broken.still(rest):
            kept = rest
    return replace(broken.found, candidates=tuple(broken.objectives[r] for r in kept))
