"""The best policy within some allowed actions has a value of its own.

What is not allowed is not available in the changed problem, and the solver needs no other case.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..worlds import AllowedActions, Environment, Objective
from .values import Optimal, optimal


def optimal_inside(env: Environment, objective: Objective, allowed: AllowedActions) -> Optimal:
    """Return the solution among the policies within allowed actions; its actions are among these.

    Parameters
    ----------
    allowed : AllowedActions
        The actions allowed in each state, at least one unless the episode has ended.

    Raises
    ------
    ValueError
        If no action is allowed in some state.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> optimal_inside(env, Objective.on(env, {"t": 1}), (frozenset({1}), frozenset({0, 1}))).values
    (Fraction(0, 1), Fraction(10, 1))
    """
    empty = [env.states[s] for s, row in enumerate(allowed) if not row and s not in env.ended]
    if empty:
        raise ValueError(f"no action is allowed in state {empty[0]!r}")
    rows = tuple(
        tuple(move if a in row else () for a, move in enumerate(moves))
        for row, moves in zip(allowed, env.transition, strict=True)
    )
    return optimal(Environment(env.states, env.actions, rows, env.initial, env.discount, env.name), objective)


def indicator(env: Environment, pairs: Sequence[tuple[int, int]] | frozenset[tuple[int, int]]) -> Objective:
    """Return 1[(s,a) ∈ pairs] as an objective: `Environment.weight` times its value is their occupancy."""
    chosen = set(pairs)
    return Objective.of(env, lambda s, a: Fraction((s, a) in chosen), "indicator")
