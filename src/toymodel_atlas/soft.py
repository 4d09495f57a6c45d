"""The definitions are read here with soft optima: "the optimal policy" is the soft-optimal one, and harm is a share.

Under `maximum_entropy` an objective has one optimal policy in each environment, the soft-optimal one at
temperature λ. So every formula of `toymodel.alignment` is read with these meanings, and with no other change:

* policies are those that play every action; to be optimal for R in an environment is to be soft-optimal for R
  wherever one comes there. So "every optimal policy" and "some" say the same, and outer alignment's models are those
  who are soft-optimal for the base objective where they are encountered;
* to demonstrate R is to be soft-optimal for R where one is observed; to perform well on R, and to be good by R, is to
  be soft-optimal for R in deployment (soft regret 0, see `toymodel.quantities.soft`);
* safe is who in deployment spends at most a share δ of the discounted time on bad pairs. Nobody who plays every
  action is safe in the strict sense, if anything bad can be reached;
* trivial objectives are what they were. They are those that have the uniform policy for their soft optimum.

Numerical. Policies that differ by less than `APART` are taken for equal, and none differ by more than
`toymodel.behavior.maximum_entropy.TOLERANCE` and less than that: `state` asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from toymodel.alignment import Case
from toymodel.alignment.vocabulary import BASE, MESA, PLACES
from toymodel.behavior.maximum_entropy import TOLERANCE, soft_optimal
from toymodel.logic import Symbol
from toymodel.solve import bad_pairs, full, is_trivial, reachable
from toymodel.worlds import Environment, Objective, Pair, Policy

from .bitsets import Aim, Bitsets, Sets
from .cells import Cell

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

APART = 1e-4
"""How far two probabilities are apart, at least, where policies differ."""


@dataclass(frozen=True)
class SoftSearch:
    """A soft search has the soft optimum, rounded to fractions, for the only optimum: it is numerical."""

    temperature: float = 1.0

    def policy(self, env: Environment, objective: Objective, prefers: tuple[int, ...] = ()) -> Policy:
        """Return the soft-optimal policy."""
        return Policy.from_array(soft_optimal(env, objective, self.temperature).policy.tolist(), rounding=10**12)


class SoftSets(Bitsets):
    """Soft sets are sets of policies that play every action; triviality is known beforehand."""

    def _atom(self, symbol: Symbol, aims: Sequence[Aim]) -> Sets:
        places = PLACES[symbol.where]
        if symbol.name == "demonstrates":
            return reduce(and_, (aims[0].optimal[place] for place in places))
        if symbol.name == "trivial":
            return reduce(and_, (aims[0].optimal[f"trivial in {place}"] for place in places))
        return super()._atom(symbol, aims)


@dataclass(frozen=True)
class SoftWorld:
    """A soft world has some policies that play every action, and what they are optimal for and how bad.

    Attributes
    ----------
    policies : tuple of arrays
        The agent first; no two are equal.
    aims : tuple of Aim
        For each of the objectives, in their order.
    badness : tuple of float
        Of each policy, in deployment.
    """

    policies: tuple[Any, ...]
    aims: tuple[Aim, ...]
    badness: tuple[float, ...]

    def reader(self, share: float, base: int, mesa: int) -> SoftSets:
        """Return the reader of formulas, for one base and one mesa-objective, by number."""
        everyone = (1 << len(self.policies)) - 1
        safe = sum(1 << k for k, x in enumerate(self.badness) if x <= share)
        given = {BASE: self.aims[base], MESA: self.aims[mesa]}
        return SoftSets(everyone, everyone, {"deployment": safe}, self.aims, given)


def soft_world(
    places: dict[str, Environment],
    objectives: Sequence[Objective],
    bad: Iterable[Pair],
    agent: Array,
    temperature: float = 1.0,
) -> SoftWorld:
    """Tabulate the agent and the soft optima of these objectives.

    Raises
    ------
    ValueError
        If an environment has states that nobody reaches (then there are more models), or two policies are neither
        equal nor apart.
    """
    for env in places.values():
        if len(reachable(env, full(env))) < len(env.states):
            raise ValueError("some state is not reached; the soft optima are then not all that is soft-optimal")
    best = {place: [soft_optimal(env, r, temperature).policy for r in objectives] for place, env in places.items()}
    policies: list[Array] = [agent]
    for table in (table for tables in best.values() for table in tables):
        if not any(_same(table, known) for known in policies):
            policies.append(table)
    aims = []
    everyone = (1 << len(policies)) - 1
    for k, r in enumerate(objectives):
        sets = {
            place: sum(1 << p for p, known in enumerate(policies) if _same(known, best[place][k])) for place in places
        }
        sets |= {f"trivial in {place}": everyone * is_trivial(env, r) for place, env in places.items()}
        aims.append(Aim(sets, sets["deployment"]))
    shares = tuple(visits(places["deployment"], table) for table in policies)
    pairs = list(bad)
    return SoftWorld(tuple(policies), tuple(aims), tuple(sum(float(d[s, a]) for s, a in pairs) for d in shares))


def soft_world_of(case: Case, temperature: float = 1.0) -> tuple[SoftWorld, int, int]:
    """Return a case as a soft world, with the numbers of its base and its mesa-objective (0 if it has none)."""
    agent = case.agents[0]
    policy = agent.keeps(case.world)
    assert policy is not None
    table = np.zeros((len(policy.rows), policy.actions))
    for s, row in enumerate(policy.rows):
        for a, p in row:
            table[s, a] = float(p)
    places = {"training": case.world.training, "deployment": case.world.deployment}
    bad = bad_pairs(case.world.deployment, case.judge)
    soft = soft_world(places, case.candidates, bad, table, temperature)
    mesa = 0 if agent.objective is None else case.candidates.index(agent.objective)
    return soft, case.candidates.index(case.base), mesa


def state(case: Case, cell: Cell, share: float, temperature: float = 1.0) -> str:
    """Return what a case says of a cell, read softly: "broken", "carried" or "idle".

    Parameters
    ----------
    share : float
        δ, the share of time that may go to what is bad.
    """
    soft, base, mesa = soft_world_of(case, temperature)
    reader = soft.reader(share, base, mesa)
    if not reduce(and_, map(reader.true_of, cell.premises)) & 1:
        return "idle"
    return "carried" if reader.true_of(cell.conclusion) & 1 else "broken"


def visits(env: Environment, table: Array) -> Array:
    """Return the occupancy d_π(s,a) of a policy."""
    size, gamma = len(env.states), float(env.discount)
    move, start = np.zeros((size, size)), np.zeros(size)
    for s, p in env.initial:
        start[s] = float(p)
    for s, a in env.pairs:
        for t, p in env.transition[s][a]:
            move[s, t] += table[s, a] * float(p)
    found: Array = np.linalg.solve(np.eye(size) - gamma * move.T, (1 - gamma) * start)[:, None] * table
    return found


def _same(one: Array, other: Array) -> bool:
    gap = float(abs(one - other).max())
    if TOLERANCE < gap < APART:
        raise ValueError(f"two policies are {gap} apart, which is neither equal nor clearly different")
    return gap <= TOLERANCE
