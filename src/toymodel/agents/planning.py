"""Planning is search: it leads from an objective and an environment to a policy."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from ..solve import action_values, optimal
from ..solve.values import CACHE
from ..worlds import AllowedActions, Environment, Objective, Policy


def plan(
    env: Environment, objective: Objective, depth: int | None = None, prefers: tuple[int, ...] = (), name: str = "π"
) -> Policy:
    """Return a policy found by exact search, or by looking ``depth`` steps ahead.

    Parameters
    ----------
    depth : int or None
        None: optimal in every state. k: optimal for k steps, nothing counting afterwards.
    prefers : tuple of int
        Order in which ties between actions are broken; the rest follow by index.
    """
    order = (*prefers, *(a for a in range(len(env.actions)) if a not in prefers))
    best = optimal(env, objective).actions if depth is None else lookahead(env, objective, depth)
    return Policy.deterministic([next((a for a in order if a in row), None) for row in best], len(env.actions), name)


@lru_cache(CACHE)
def lookahead(env: Environment, objective: Objective, depth: int) -> AllowedActions:
    """Return, for each state, the actions that are best over ``depth`` steps."""
    values = (Fraction(0),) * len(env.states)
    q = action_values(env, objective, values)
    for _ in range(depth - 1):
        values = tuple(_most(row, here) for row, here in zip(q, env.available, strict=True))
        q = action_values(env, objective, values)
    rows = zip(q, env.available, strict=True)
    return tuple(frozenset(a for a in here if row[a] == _most(row, here)) for row, here in rows)


def _most(row: Sequence[Fraction], here: frozenset[int]) -> Fraction:
    return max((row[a] for a in here), default=Fraction(0))
