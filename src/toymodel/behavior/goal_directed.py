"""Goal-directed intelligence is measured on a small stated grammar (Kosoy 2020, short-form comments; `B8`).

Kosoy calls a policy π intelligent to degree g if there are a belief ζ and a utility U such that
every policy π' that does at least as well as π on U, by the belief ζ, has

    K(π') ≥ D(ζ) + K(U) + g:

whatever does as well takes more words than the goal and the belief together. The pair (ζ, U) is
the *witness*, and its U a goal. Here K counts the bits of `description`; D(ζ), in the original
a divergence from a universal prior, counts the bits of ζ given the truth; ζ is the truth with at
most one row rewritten to a certain outcome; U is a candidate; and of what was not observed of π
the best is assumed. A witness must rule something out: under ζ some policy does worse on U.
Dem(π) holds the candidates with a witness of the highest degree (or within ``slack`` bits of it,
since the original is defined only up to a constant).

Identifiability: false belief is treated natively, which is what the other operators lack; but
the witness is not unique. The misguided researcher is a doom-lover who knows the world and one
with human values who is mistaken about one row of it: both are witnesses, and the shorter wins,
which is the doom-lover. Without the complexity terms every π has a witness of every degree
(reward only π). Degrees are negative where behaviour is short: then nothing is gained by
speaking of goals. Tests: `tests/behavior/test_goal_directed.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ..logic import Unknown
from ..solve import Undecided, optimal, reachable, start_value
from ..solve.restricted import optimal_inside
from ..worlds import AllowedActions, Environment, Objective
from ..worlds.ends import loop
from .description import MIXED, belief_bits, deterministic_where_visited, objective_bits, policy_bits
from .observation import Observation

MOST_BELIEFS = 600
MOST_NODES = 5_000


@dataclass(frozen=True)
class Witness:
    """A witness has a belief and a goal under which the behaviour makes sense, and the degree g to which it does."""

    belief: Environment
    objective: Objective
    degree: int


@dataclass(frozen=True)
class GoalDirected:
    """A policy demonstrates R iff R has a witness of the highest degree among the candidates.

    Attributes
    ----------
    slack : int
        Bits by which a witness may fall short of the best.
    """

    slack: int = 0
    name: str = "goal_directed"
    tex: str = r"\mathrm{{goal}}"

    def demonstrates(
        self, observed: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]
    ) -> bool | Unknown:
        """Return whether R is a goal of the highest degree; undefined for policies that mix or several environments."""
        if not deterministic_where_visited(observed):
            return Unknown(MIXED)
        if len(observed) != 1:
            return Unknown("the measure is of one policy in one environment; read it with one place of observation")
        try:
            degrees = {r: self.degree(observed[0], r) for r in (objective, *candidates)}
        except Undecided as gave_up:
            return Unknown(str(gave_up), "undecided")
        known = [g for g in degrees.values() if g is not None]
        own = degrees[objective]
        return own is not None and own >= max(known) - self.slack

    def allowed(self, env: Environment, objective: Objective) -> AllowedActions | None:
        """Return None: the measure depends on all that the policy does."""
        return None

    def degree(self, observed: Observation, objective: Objective) -> int | None:
        """Return the highest degree of a witness with this goal, or None if it has no witness."""
        return highest_degree(observed.env, _played(observed), objective)

    def witnesses(self, observed: Observation, objective: Objective) -> tuple[Witness, ...]:
        """Return the witnesses with this goal, by degree.

        Raises
        ------
        Undecided
            If the world is too large to go through its beliefs or policies.
        """
        degrees = [
            (belief, degree(observed.env, _played(observed), objective, belief)) for belief in beliefs(observed.env)
        ]
        found = [Witness(belief, objective, g) for belief, g in degrees if g is not None]
        return tuple(sorted(found, key=lambda w: -w.degree))


@lru_cache(256)
def beliefs(env: Environment) -> tuple[Environment, ...]:
    """Return the truth, and every belief that gets one row wrong and is certain about it; at γ = 1, that all ends."""
    states, actions = len(env.states), len(env.actions)
    if states * actions * states > MOST_BELIEFS:
        raise Undecided(f"there are more than {MOST_BELIEFS} beliefs to go through")
    found = [env]
    for s, a in env.pairs:
        for t in range(states):
            row = ((t, Fraction(1)),)
            if row != env.transition[s][a]:
                rows = [list(per_action) for per_action in env.transition]
                rows[s][a] = row
                moves = tuple(map(tuple, rows))
                if env.discount == 1 and loop(moves, env.available):
                    continue
                name = f"{env.describe((s, a))} leads to {env.states[t]}"
                found.append(Environment(env.states, env.actions, moves, env.initial, env.discount, name))
    return tuple(found)


@lru_cache(4096)
def degree(env: Environment, allowed: AllowedActions, objective: Objective, belief: Environment) -> int | None:
    """Return g for one belief and one goal, or None if they rule nothing out.

    Parameters
    ----------
    allowed : AllowedActions
        One action where the policy was observed, all that are available elsewhere.

    Raises
    ------
    Undecided
        If the search for the shortest policy that does as well takes too long.
    """
    bar = start_value(belief, optimal_inside(belief, objective, allowed).values)
    worst = -start_value(belief, optimal(belief, objective.map(lambda x: -x)).values)
    if worst == bar:
        return None
    words = policy_bits(_fewest_exceptions(belief, objective, bar), len(env.states), len(env.actions))
    return words - belief_bits(env, belief) - objective_bits(env, objective)


@lru_cache(4096)
def highest_degree(env: Environment, allowed: AllowedActions, objective: Objective) -> int | None:
    """Return the highest g over beliefs; a belief is skipped if the longest policy it may ask for would not do."""
    # Under a belief π may come to states where it was never observed, and need an exception in each.
    longest = min(_exceptions(allowed) + sum(len(row) > 1 for row in allowed), len(env.states) - 1)
    own = policy_bits(longest, len(env.states), len(env.actions)) - objective_bits(env, objective)
    best: int | None = None
    for belief in sorted(beliefs(env), key=lambda b: belief_bits(env, b)):
        if best is not None and own - belief_bits(env, belief) <= best:
            break
        g = degree(env, allowed, objective, belief)
        best = g if best is None else best if g is None else max(best, g)
    return best


def _exceptions(allowed: AllowedActions) -> int:
    """Return how many exceptions the policy itself needs, where it was observed."""
    played = [min(row) for row in allowed if len(row) == 1]
    return len(played) - max((played.count(a) for a in played), default=0)


def _fewest_exceptions(env: Environment, objective: Objective, bar: Fraction) -> int:
    """Return, by branch and bound on reached states, the fewest exceptions of a policy worth at least ``bar``."""
    nodes = iter(range(MOST_NODES))
    best = len(env.states)

    def branch(chosen: dict[int, int], usual: int, exceptions: int) -> None:
        nonlocal best
        if exceptions >= best:
            return
        if next(nodes, None) is None:
            raise Undecided("the search for a shorter policy that does as well ran out of nodes")
        mask = tuple(frozenset({chosen[s]}) if s in chosen else row for s, row in enumerate(env.available))
        if start_value(env, optimal_inside(env, objective, mask).values) < bar:
            return
        sure = reachable(env, tuple(row if s in chosen else frozenset() for s, row in enumerate(mask)))
        fork = min(sure - chosen.keys() - env.ended, default=None)
        if fork is None:
            best = exceptions
            return
        here = env.available[fork]
        for a in sorted(here, key=lambda a: (a != usual, a)):
            branch({**chosen, fork: a}, usual, exceptions + (a != usual and len(here) > 1))

    for usual in range(len(env.actions)):
        branch({}, usual, 0)
    return best


def _played(observed: Observation) -> AllowedActions:
    come = reachable(observed.env, observed.policy)
    rows = zip(observed.policy.support, observed.env.available, strict=True)
    return tuple(row if s in come else here for s, (row, here) in enumerate(rows))


GOAL_DIRECTED = GoalDirected()
