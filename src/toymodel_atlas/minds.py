"""How often an agent is of one mind: over all worlds of one size, and over worlds drawn at random where these are many.

An agent is *silent* if it demonstrates no objective that is not trivial, and *of one mind* if there are such and all
have the same optima in deployment (`toymodel.alignment.formulas.one_mind`). Where that is true of the agent and the
models, the essay's arrows hold. Observed in training, over all R(s); γ = 1/2; environments are deterministic, with
one start; agents are deterministic policies.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from toymodel.alignment import Reading
from toymodel.behavior import Observation
from toymodel.behavior.cone import representatives
from toymodel.solve import is_trivial, optimal, used
from toymodel.worlds import Policy

from .concrete import environment_of
from .counting import joint_kinds
from .dynamics import Dynamics, every_dynamics
from .spaces import space
from .tables import Tables, tables

READING = Reading(among="s")
"""The default reading, among all R(s)."""
AT_ONCE = 2_000
"""Worlds that are looked at together."""


@dataclass(frozen=True)
class Minds:
    """Minds are counted: agents in worlds, those that are silent, and those of one mind."""

    agents: int
    silent: int
    one: int

    @property
    def share(self) -> float:
        """Return the share of one mind among those that are not silent."""
        return self.one / (self.agents - self.silent)

    def __add__(self, other: Minds) -> Minds:
        return Minds(self.agents + other.agents, self.silent + other.silent, self.one + other.one)


def minds(states: int, actions: int, *, same_moves: bool = False) -> Minds:
    """Count minds over all worlds of a size: of at most three states, for which `classes` lists the kinds of R(s).

    Parameters
    ----------
    same_moves : bool
        Whether deployment differs from training in nothing but, perhaps, the start.

    Examples
    --------
    >>> minds(2, 2).share
    1.0
    """
    if same_moves:
        known = tuple(every_dynamics(states, actions))
        of = {env: k for k, env in enumerate(known)}
        pairs = [(of[env], of[env._replace(start=s)]) for env in known for s in range(states)]
        weight = np.ones(len(pairs), np.int64)
    else:
        everything = space(states, actions)
        known = everything.environments
        pairs = [(row.training, k) for row in everything.rows for k in row.deployments]
        weight = np.array([w for row in everything.rows for w in row.weights])
    table = tables(known, READING.among)
    worlds = np.array(pairs)
    found = Minds(0, 0, 0)
    for some in np.array_split(np.arange(len(worlds)), 1 + len(worlds) // AT_ONCE):
        found += _counted(table, worlds[some, 0], worlds[some, 1], weight[some])
    return found


def _counted(table: Tables, training: np.ndarray, deployment: np.ndarray, weight: np.ndarray) -> Minds:
    everyone = (1 << table.policies) - 1
    there = joint_kinds(table, training, deployment) > 0
    optimal_for = table.optimal[training]
    agents = np.arange(table.policies, dtype=optimal_for.dtype)
    told = optimal_for != everyone  # what is trivial is not
    shown = (optimal_for[:, :, None] >> agents & 1).astype(bool) & told[:, :, None]
    kinds = (np.einsum("wkp,wkd->wpd", shown.astype(np.int32), there.astype(np.int32)) > 0).sum(2)
    return Minds(table.policies * int(weight.sum()), *(int(((kinds == n).sum(1) * weight).sum()) for n in (0, 1)))


def drawn(states: int, actions: int, worlds: int, seed: int, *, same_moves: bool = False) -> Minds:
    """Count minds in worlds drawn evenly, one agent each; exact in each world, whatever its size.

    Examples
    --------
    >>> drawn(2, 2, 20, 1).share
    1.0
    """
    draw, found = random.Random(seed), Minds(0, 0, 0)  # noqa: S311
    for _ in range(worlds):
        moves = [tuple(draw.randrange(states) for _ in range(states * actions)) for _ in range(2)]
        training, deployment = (
            environment_of(Dynamics(moves[0 if same_moves else k], draw.randrange(states), actions)) for k in range(2)
        )
        policy = Policy.deterministic([draw.randrange(actions) for _ in range(states)], actions)
        shown = representatives((Observation(training, policy),), (deployment,), (), READING.among)
        kinds = {used(deployment, optimal(deployment, r).actions) for r in shown if not is_trivial(training, r)}
        found += Minds(1, not kinds, len(kinds) == 1)
    return found
