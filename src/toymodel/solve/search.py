"""Policies are found that stay inside some allowed actions and leave others, in one environment or several at once.

Within one environment, with at most one thing to leave, to find such a policy is a graph search. It is hard where
two environments are coupled (a policy optimal in one, judged in the other: deciding outer alignment is
coNP-hard), so the general case branches on the states that the policy reaches for sure (`branching`), within a budget
of nodes. Past the budget the answer is `Undecided`, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

from ..worlds import AllowedActions, Environment
from .branching import Branching
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
        kernel = viability_kernel(env, _meet(env, inside))
        if not starts_inside(env, kernel):
            return None
        choices = path_out(env, kernel, outside[0][1]) if outside else {}
        if choices is None:
            return None
        plain = zip(_first(kernel), _first(env.available), strict=True)
        return tuple(frozenset({choices[s]}) if s in choices else x or y for s, (x, y) in enumerate(plain))
    return next(policies(inside, outside, stochastic=stochastic, budget=budget), None)


def policies(
    inside: Sequence[Constraint],
    outside: Sequence[Constraint] = (),
    *,
    stochastic: bool = False,
    budget: int | None = None,
) -> Iterator[AllowedActions]:
    """Yield the support of every such policy, told apart where it comes in the environments that are named.

    Where a policy never comes, its support is given as the first action available. The parameters are those of
    `find_policy`; without a budget every policy is found.
    """
    if not inside and not outside:
        raise ValueError("a search for a policy needs an environment; name one in `inside` or `outside`")
    start = {env: _meet(env, inside) for env, _ in (*inside, *outside)}
    anything = _first(next(iter(start)).available)
    so_far = Branching(start, outside)
    tried: list[tuple[int, int, Iterator[frozenset[int]]]] = []
    nodes, possible = 1, so_far.settle()
    while True:
        if budget is not None and nodes > budget:
            raise Undecided("the search for a policy ran out of nodes")
        if possible:
            fork = so_far.fork()
            if fork is None:
                yield tuple(so_far.chosen.get(s, first) for s, first in enumerate(anything))
            else:
                tried.append((so_far.mark(), fork, _supports(sorted(so_far.options(fork)), stochastic)))
        while tried:  # go back to the last fork where something is left to try
            mark, fork, rest = tried[-1]
            so_far.undo(mark)
            support = next(rest, None)
            if support is not None:
                nodes, possible = nodes + 1, so_far.choose(fork, support)
                break
            tried.pop()
        else:
            return


def _supports(options: list[int], stochastic: bool) -> Iterator[frozenset[int]]:
    sizes = range(1, len(options) + 1) if stochastic else (1,)
    return (frozenset(support) for k in sizes for support in combinations(options, k))


def _first(allowed: AllowedActions) -> AllowedActions:
    return tuple(frozenset(sorted(row)[:1]) for row in allowed)


def _meet(env: Environment, constraints: Sequence[Constraint]) -> AllowedActions:
    allowed = full(env)
    for where, mask in constraints:
        if where == env:
            allowed = meet(allowed, mask)
    return allowed
