"""The best policy within some allowed actions has a value of its own.

What is not allowed is replaced by what is, so that every optimum of the changed
problem is a policy within the allowed actions, and the solver needs no other case.
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
        The actions allowed in each state, at least one.

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
    if not all(allowed):
        raise ValueError(f"no action is allowed in state {env.states[[bool(row) for row in allowed].index(False)]!r}")
    stand_in = [[a if a in row else min(row) for a in range(len(env.actions))] for row in allowed]
    rows = tuple(tuple(env.transition[s][a] for a in taken) for s, taken in enumerate(stand_in))
    mean = objective.mean(env)
    paid = Objective(tuple(tuple(mean[s][a] for a in taken) for s, taken in enumerate(stand_in)), objective.name)
    best = optimal(Environment(env.states, env.actions, rows, env.initial, env.discount, env.name), paid)
    return Optimal(best.values, tuple(x & y for x, y in zip(best.actions, allowed, strict=True)), best.q)


def indicator(env: Environment, pairs: Sequence[tuple[int, int]] | frozenset[tuple[int, int]]) -> Objective:
    """Return 1[(s,a) ∈ pairs] as an objective: (1−γ) times its value is the share of time spent on them."""
    chosen = set(pairs)
    return Objective.of(env, lambda s, a: Fraction((s, a) in chosen), "indicator")
