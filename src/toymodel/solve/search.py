"""Policies are found that stay inside some allowed actions and leave others, in one environment or several at once.

Within one environment, with at most one thing to leave, to find such a policy is a graph search. It is hard where
two environments are coupled (a policy optimal in one, judged in the other: deciding outer alignment is
coNP-hard), so the general case branches on the states that the policy reaches for sure (`toymodel.large.branching`),
within a budget of nodes. Past the budget the answer is `Undecided`, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

from ..worlds import AllowedActions, Environment
from .graph import full, meet, path_out, starts_inside, viability_kernel

BUDGET = 20_000
"""Nodes that a search may visit unless told otherwise."""

Constraint: TypeAlias = tuple[Environment, AllowedActions]
"""What is used in this environment is allowed here."""


class Undecided(Exception):
    """The search ran out of nodes; the question is open, not answered."""


class OutOfReach(Undecided):
    """Only larger numbers than memory holds would answer; no budget helps."""


def find_policy(
    inside: Sequence[Constraint], outside: Sequence[Constraint] = (), *, stochastic: bool = False, budget: int = BUDGET
) -> AllowedActions | None:
    """Return the support of a policy that keeps to all of ``inside`` and to none of ``outside``, or None.

    Parameters
    ----------
    inside, outside : sequence of (environment, allowed actions)
        What the policy uses in the environment must, or must not, all be allowed.
    stochastic : bool
        Whether policies may mix; a policy matters here only by its support.
    budget : int
        Nodes to visit at most.

    Raises
    ------
    ValueError
        If no environment is named.
    Undecided
        If the budget does not suffice.
    """
    environments = {env for env, _ in (*inside, *outside)}
    if len(environments) == 1 and len(outside) <= 1:
        (env,) = environments
        kernel = viability_kernel(env, met(env, inside))
        if not starts_inside(env, kernel):
            return None
        choices = path_out(env, kernel, outside[0][1]) if outside else {}
        if choices is None:
            return None
        plain = zip(first(kernel), first(env.available), strict=True)
        return tuple(frozenset({choices[s]}) if s in choices else x or y for s, (x, y) in enumerate(plain))
    from ..large.branching import policies

    return next(policies(inside, outside, stochastic=stochastic, budget=budget), None)


def supports(options: Iterable[int], stochastic: bool) -> Iterator[frozenset[int]]:
    """Yield what a policy may play where these are the options: one of them, or any mix."""
    ordered = sorted(options)
    sizes = range(1, len(ordered) + 1) if stochastic else (1,)
    return (frozenset(support) for k in sizes for support in combinations(ordered, k))


def first(allowed: AllowedActions) -> AllowedActions:
    """Return the first of the allowed actions in each state where there is one."""
    return tuple(frozenset(sorted(row)[:1]) for row in allowed)


def met(env: Environment, constraints: Sequence[Constraint]) -> AllowedActions:
    """Return what all constraints on one environment allow together."""
    allowed = full(env)
    for where, mask in constraints:
        if where == env:
            allowed = meet(allowed, mask)
    return allowed
