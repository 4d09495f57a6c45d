"""Policies are found that stay inside some allowed actions and leave others, in one environment or several at once.

Within one environment, with at most one thing to leave, to find such a policy is a graph search. It is hard where
two environments are coupled (a policy optimal in one, judged in the other: deciding outer alignment is
coNP-hard), so the general case branches on the states that the policy reaches for sure, within a budget of
nodes. Past the budget the answer is `Undecided`, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from typing import TypeAlias

from ..worlds import AllowedActions, Environment
from .graph import full, meet, path_out, reachable, starts_inside, stays_inside, viability_kernel

BUDGET = 20_000
"""Nodes that a search may visit unless told otherwise."""

Constraint: TypeAlias = tuple[Environment, AllowedActions]
"""What is used in this environment is allowed here."""
Choices: TypeAlias = dict[int, frozenset[int]]


class Undecided(Exception):
    """The search ran out of nodes; the question is open, not answered."""


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
    stack: list[tuple[Choices, dict[Environment, AllowedActions], Sequence[Constraint]]] = [({}, start, outside)]
    nodes = 0
    while stack:
        chosen, allowed, unmet = stack.pop()
        nodes += 1
        if budget is not None and nodes > budget:
            raise Undecided("the search for a policy ran out of nodes")
        forced: Choices = {0: frozenset()}
        while forced:  # what is forced is chosen at once, and looked at again
            allowed = {env: _kernel(env, mask, chosen) for env, mask in allowed.items()}
            sure = {env: reachable(env, _rows(env, chosen)) for env in allowed}
            unmet = [(e, m) for e, m in unmet if all(chosen[s] <= m[s] for s in sure[e] if s in chosen)]
            alive = all(starts_inside(env, kernel) for env, kernel in allowed.items())
            if not alive or any(stays_inside(env, allowed[env], mask) for env, mask in unmet):
                break
            waiting = _waiting(allowed, sure, chosen)
            forced = {s: row for s, row in waiting.items() if len(row) == 1}
            chosen.update(forced)
        else:
            if not waiting:
                yield tuple(chosen.get(s, first) for s, first in enumerate(anything))
                continue
            fork, options = min(waiting.items())
            sizes = range(1, len(options) + 1) if stochastic else (1,)
            supports = chain.from_iterable(combinations(sorted(options), k) for k in sizes)
            stack += [({**chosen, fork: frozenset(support)}, allowed, unmet) for support in reversed(list(supports))]


def _first(allowed: AllowedActions) -> AllowedActions:
    return tuple(frozenset(sorted(row)[:1]) for row in allowed)


def _rows(env: Environment, chosen: Choices) -> AllowedActions:
    return tuple(chosen.get(s, frozenset()) for s in range(len(env.states)))


def _waiting(
    allowed: dict[Environment, AllowedActions], sure: dict[Environment, frozenset[int]], chosen: Choices
) -> Choices:
    """The states that every such policy reaches and where nothing is chosen yet, with what may be."""
    found: Choices = {}
    for env, kernel in allowed.items():
        for s in sure[env] - chosen.keys() - env.ended:
            found[s] = found.get(s, kernel[s]) & kernel[s]
    return found


def _kernel(env: Environment, allowed: AllowedActions, chosen: Choices) -> AllowedActions:
    """What can be kept for ever given the choices; a chosen support is kept whole or not at all."""
    while True:
        bound = tuple(
            (chosen[s] if chosen[s] <= row else frozenset()) if s in chosen else row for s, row in enumerate(allowed)
        )
        kept = viability_kernel(env, bound)
        if kept == bound:
            return kept
        allowed = kept


def _meet(env: Environment, constraints: Sequence[Constraint]) -> AllowedActions:
    allowed = full(env)
    for where, mask in constraints:
        if where == env:
            allowed = meet(allowed, mask)
    return allowed
