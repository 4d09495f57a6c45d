"""The counterexample search is for a policy that keeps to some allowed actions and leaves others.

Within one environment, with at most one set of allowed actions to leave, this is a graph search. It is hard
when two environments are coupled (a policy optimal in one, judged in the other: deciding
outer alignment is coNP-hard), so the general case branches on the states that the policy
reaches for sure, with a budget of nodes. Past the budget the answer is `Undecided`, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, combinations
from typing import TypeAlias

from ..worlds import AllowedActions, Environment
from .graph import full, meet, path_out, reachable, starts_inside, stays_inside, viability_kernel

BUDGET = 20_000
"""Nodes that a search may visit unless told otherwise."""

Constraint: TypeAlias = tuple[Environment, AllowedActions]
"""What is used in this environment is allowed."""


class Undecided(Exception):
    """The search has run out of nodes; the question is open, not answered."""


def find_policy(
    inside: Sequence[Constraint],
    outside: Sequence[Constraint] = (),
    *,
    stochastic: bool = False,
    budget: int = BUDGET,
    accept: Callable[[AllowedActions], bool] | None = None,
) -> AllowedActions | None:
    """Return the support of a policy that keeps to all allowed actions of ``inside`` and to none of ``outside``.

    Parameters
    ----------
    inside, outside : sequence of (environment, allowed actions)
        ``used`` of the policy in each environment must, or must not, be allowed.
    stochastic : bool
        Whether policies may mix; a policy matters here only by its support.
    budget : int
        Nodes to visit at most.
    accept : callable, optional
        A further condition on the policy, which may only depend on what it uses in the
        environments that are named.

    Returns
    -------
    AllowedActions or None
        The support of such a policy (any action where it never comes), or None if there is none.

    Raises
    ------
    ValueError
        If no environment is named.
    Undecided
        If the budget does not suffice.
    """
    if not inside and not outside:
        raise ValueError("a search for a policy needs an environment; name one in `inside` or `outside`")
    kernels: dict[Environment, AllowedActions] = {}
    for env, allowed in inside:
        kernels[env] = meet(kernels.get(env, full(env)), allowed)
    for env, _ in outside:
        kernels.setdefault(env, full(env))
    kernels = {env: viability_kernel(env, allowed) for env, allowed in kernels.items()}
    if not all(starts_inside(env, allowed) for env, allowed in kernels.items()):
        return None
    if len(kernels) == 1 and len(outside) <= 1 and accept is None:
        ((env, kernel),) = kernels.items()
        choices = path_out(env, kernel, outside[0][1]) if outside else {}
        return None if choices is None else _complete(kernel, choices)
    nodes = iter(range(budget))
    return _branch(kernels, outside, {}, stochastic, accept, nodes)


def _branch(
    kernels: dict[Environment, AllowedActions],
    outside: Sequence[Constraint],
    chosen: dict[int, frozenset[int]],
    stochastic: bool,
    accept: Callable[[AllowedActions], bool] | None,
    nodes: Iterator[int],
) -> AllowedActions | None:
    if next(nodes, None) is None:
        raise Undecided("the search for a policy ran out of nodes")
    kernels = {env: _kernel(env, allowed, chosen) for env, allowed in kernels.items()}
    if not all(starts_inside(env, allowed) for env, allowed in kernels.items()):
        return None
    if any(stays_inside(env, kernels[env], allowed) for env, allowed in outside):
        return None
    sure = {env: _surely_reached(env, chosen) for env in kernels}
    fork = min((s for reached in sure.values() for s in reached if s not in chosen), default=None)
    if fork is None:
        support = tuple(chosen.get(s, frozenset({0})) for s in range(len(next(iter(kernels.values())))))
        return support if accept is None or accept(support) else None
    options = frozenset.intersection(*(allowed[fork] for env, allowed in kernels.items() if fork in sure[env]))
    for option in _supports(options, stochastic):
        found = _branch(kernels, outside, {**chosen, fork: option}, stochastic, accept, nodes)
        if found is not None:
            return found
    return None


def _kernel(env: Environment, allowed: AllowedActions, chosen: dict[int, frozenset[int]]) -> AllowedActions:
    """Return what can be kept for ever given the choices; a chosen support is kept whole or not at all."""
    while True:
        bound = tuple(
            (chosen[s] if chosen[s] <= row else frozenset()) if s in chosen else row for s, row in enumerate(allowed)
        )
        kept = viability_kernel(env, bound)
        if kept == bound:
            return kept
        allowed = kept


def _surely_reached(env: Environment, chosen: dict[int, frozenset[int]]) -> frozenset[int]:
    """Return states that every policy with these choices reaches."""
    size = len(env.states)
    return reachable(env, tuple(chosen.get(s, frozenset()) for s in range(size)))


def _supports(options: frozenset[int], stochastic: bool) -> Iterator[frozenset[int]]:
    sizes = range(1, len(options) + 1) if stochastic else (1,)
    return map(frozenset, chain.from_iterable(combinations(sorted(options), k) for k in sizes))


def _complete(kernel: AllowedActions, choices: dict[int, int]) -> AllowedActions:
    return tuple(frozenset({choices.get(s, min(row, default=0))}) for s, row in enumerate(kernel))
