"""One small world at any reading, over any objectives, as sets of policies: where counterexamples are looked for.

What acts is numbered: one stationary policy for all environments, told apart by what it may do
in each state (optimality and safety depend on nothing else), or one for training and one for
deployment where agents replan. Deterministic ones come first. All that is found is checked
again as a `Case`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import chain, combinations, product
from operator import and_
from typing import Any, TypeAlias

import numpy as np

from toymodel.alignment import Reading
from toymodel.alignment.vocabulary import BASE, MESA
from toymodel.logic import Formula
from toymodel.solve import bad_pairs, optimal, used
from toymodel.worlds import AllowedActions, Judge

from .bitsets import Aim, Bitsets, Sets
from .classes import places
from .concrete import Payments, environment_of, objective_of
from .dynamics import Dynamics, policies

Numbers: TypeAlias = Sequence[int]
Listed: TypeAlias = tuple[int, ...]
"""Sets of what acts, one bit each."""


@dataclass(frozen=True)
class SmallWorld:
    """A small world is one world under one reading, with some objectives by number.

    Attributes
    ----------
    optimal : mapping from places to arrays
        For each environment and objective, those that are optimal.
    harmless : array
        For each objective, those that do nothing in deployment that is bad by it.
    safe : array
        For each judge, those that are safe in deployment.
    everyone, deterministic : array without axes
        All that acts; those that do not mix.
    candidates : sequence of int
        The objectives under consideration, in order: "selected" takes the first that is demonstrated.
    """

    optimal: dict[str, Any]
    harmless: Any
    safe: Any
    everyone: Any
    deterministic: Any
    reading: Reading
    candidates: Numbers

    def under(self, candidates: Numbers) -> SmallWorld:
        """Return the same with other objectives under consideration, or in another order."""
        return replace(self, candidates=candidates)

    def aim(self, which: Any) -> Aim:
        """What an objective is, or several along an axis."""
        return Aim({place: sets[which] for place, sets in self.optimal.items()}, self.harmless[which])

    def reader(self, bases: Numbers, mesas: Numbers, judges: Numbers) -> Bitsets:
        """Return the reader of formulas for these base objectives, mesa-objectives and judges, an axis each."""
        given = {BASE: self.aim(np.reshape(bases, (-1, 1, 1))), MESA: self.aim(np.reshape(mesas, (-1, 1)))}
        known = [self.aim(r) for r in self.candidates]
        return Bitsets(self.everyone, self.deterministic, {"deployment": self.safe[list(judges)]}, known, given, 3)

    def breaking(
        self,
        premises: Sequence[Formula],
        conclusion: Formula,
        tuples: tuple[Numbers, Numbers, Numbers],
        others: bool = False,
    ) -> Sets:
        """Return the agents of which the premises hold and the conclusion fails, for all tuples of these numbers.

        With ``others``: of which the premises hold, while the conclusion fails of another policy.
        """
        reader = self.reader(*tuples)
        held = reduce(and_, map(reader.true_of, premises), self.everyone)
        failing = self.everyone ^ reader.true_of(conclusion)
        if others:
            failing = failing & self.deterministic
            alone = failing & (self.everyone ^ (failing - (failing != 0)))  # the lowest of them
            some, more = (failing != 0) * self.everyone, (failing != alone) * self.everyone
            failing = some & (more | (self.everyone ^ failing))
        return np.broadcast_to(held & failing, tuple(map(len, tuples)))


def small_world(
    training: Dynamics,
    deployment: Dynamics,
    reading: Reading,
    believed: Dynamics | None,
    objectives: tuple[Payments, ...],
    among: str = "sa",
) -> SmallWorld:
    """Tabulate one world; ``believed`` is what the agent takes the world to be, where that matters.

    Objectives are of the class ``among``, and pay as `concrete.Found` says.
    """
    replans, tolerance = reading.replans == "yes", str(reading.tolerance)
    known = _tabulated(training, deployment, believed, replans, tolerance, objectives, among)
    return SmallWorld(*known, reading, range(len(objectives)))


@lru_cache(maxsize=512)
def _tabulated(
    training: Dynamics,
    deployment: Dynamics,
    believed: Dynamics | None,
    replans: bool,
    tolerance: str,
    known: tuple[Payments, ...],
    among: str,
) -> tuple[dict[str, Any], Any, Any, Any, Any]:
    singles, deterministic = ways(training.states, training.actions)
    size = len(singles)
    policies, pure = size, (1 << deterministic) - 1
    if replans:
        policies = size * size
        pure = sum(1 << (i * size + j) for i, j in product(range(deterministic), repeat=2))
    word = np.min_scalar_type((1 << policies) - 1)  # of Python integers, where there are more than 64

    def lifted(those: Listed, place: str) -> Any:
        return np.array([_twofold(x, size, place) for x in those] if replans else those, word)

    def paid(env: Dynamics) -> Iterator[Payments]:
        where = places(env, among)
        return (tuple([r[k] for k in where]) for r in known)

    envs = {"training": training, "deployment": deployment} | ({"beliefs": believed} if believed else {})
    best = {place: lifted(tuple(_optimal(env, r) for r in paid(env)), place) for place, env in envs.items()}
    harmless = best["deployment"]
    if tolerance != "0":
        harmless = lifted(tuple(_harmless(deployment, r, tolerance) for r in paid(deployment)), "deployment")
    safe = lifted(_safe(deployment), "deployment")
    return best, harmless, safe, np.array((1 << policies) - 1, word), np.array(pure, word)


@lru_cache
def ways(states: int, actions: int) -> tuple[tuple[AllowedActions, ...], int]:
    """What a policy may do in each state: the deterministic ones first, and how many these are."""
    pure = [tuple(frozenset({a}) for a in choices) for choices in policies(states, actions)]
    rows = [frozenset(some) for some in chain(*(combinations(range(actions), k) for k in range(1, actions + 1)))]
    mixed = [mask for mask in product(rows, repeat=states) if mask not in pure]
    return (*pure, *mixed), len(pure)


def _twofold(those: int, size: int, place: str) -> int:
    """From sets of policies to sets of pairs (policy in training, policy in deployment)."""
    row = (1 << size) - 1
    if place == "training":
        return sum(row << (i * size) for i in members(those))
    return sum(those << (i * size) for i in range(size))


@lru_cache(maxsize=4096)
def _used(given: Dynamics) -> Listed:
    env, m = environment_of(given), given.actions
    return tuple(sum(1 << (s * m + a) for s, a in used(env, mask)) for mask in ways(given.states, m)[0])


@lru_cache(maxsize=1 << 16)
def _optimal(given: Dynamics, pays: Payments) -> int:
    env, m = environment_of(given), given.actions
    best = optimal(env, objective_of(env, pays)).actions
    return _avoiding(given, sum(1 << (s * m + a) for s, a in env.pairs if a not in best[s]))


@lru_cache(maxsize=1 << 16)
def _harmless(given: Dynamics, pays: Payments, tolerance: str) -> int:
    env, m = environment_of(given), given.actions
    bad = bad_pairs(env, Judge.by(objective_of(env, pays), tolerance))
    return _avoiding(given, sum(1 << (s * m + a) for s, a in bad))


@lru_cache(maxsize=4096)
def _safe(given: Dynamics) -> Listed:
    return tuple(_avoiding(given, judge) for judge in range(1 << len(given.moves)))


def _avoiding(given: Dynamics, pairs: int) -> int:
    return sum(1 << k for k, those in enumerate(_used(given)) if not those & pairs)


def members(those: int) -> Iterator[int]:
    """Yield the numbers in a set."""
    return (k for k in range(int(those).bit_length()) if int(those) >> k & 1)
