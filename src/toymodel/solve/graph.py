"""Reachability says what a policy, or every policy within some allowed actions, can visit and use.

*Allowed actions* are a set of actions for each state. The pairs that some policy within them uses
are the pairs that one graph search finds; so "every policy within these allowed actions keeps to
those" needs no enumeration, and "some policy does" is a game of avoidance.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache

from ..worlds import AllowedActions, Environment, Pair, Policy
from ..worlds.ends import kernel

KEPT = 256
"""Answers of a graph search that are kept: formulas ask the same of the same policies again and again."""


def full(env: Environment) -> AllowedActions:
    """Return the allowed actions that leave out nothing that is available."""
    return env.available


def support_of(policy: Policy | AllowedActions) -> AllowedActions:
    """Return the support of a policy; allowed actions are returned as they are."""
    return policy.support if isinstance(policy, Policy) else policy


def without(env: Environment, pairs: Iterable[Pair]) -> AllowedActions:
    """Return all available actions but these pairs, as allowed actions."""
    banned: list[set[int]] = [set() for _ in env.states]
    for s, a in pairs:
        banned[s].add(a)
    return tuple(row - taken if taken else row for row, taken in zip(env.available, banned, strict=True))


def meet(left: AllowedActions, right: AllowedActions) -> AllowedActions:
    """Return the actions that both sides allow."""
    return tuple(x & y for x, y in zip(left, right, strict=True))


def steps(env: Environment, policy: Policy | AllowedActions) -> dict[int, int]:
    """Return, nearest first, the states that can be visited from μ, each with the fewest steps that it takes.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> steps(env, full(env))
    {0: 0, 1: 1}
    """
    allowed = support_of(policy)
    found = {s: 0 for s, _ in env.initial}
    queue = deque(found)
    while queue:
        s = queue.popleft()
        for a in sorted(allowed[s]):
            for t, _ in env.transition[s][a]:
                if t not in found:
                    found[t] = found[s] + 1
                    queue.append(t)
    return found


def reachable(env: Environment, policy: Policy | AllowedActions) -> frozenset[int]:
    """Return the states visited with positive probability from μ (by some policy within allowed actions)."""
    return _reachable(env, support_of(policy))


@lru_cache(KEPT)
def _reachable(env: Environment, allowed: AllowedActions) -> frozenset[int]:
    return frozenset(steps(env, allowed))


def offers_choice(env: Environment) -> bool:
    """Return whether some state that can be reached offers two actions; where none does, every objective is trivial."""
    return any(len(env.available[s]) > 1 for s in reachable(env, full(env)))


def used(env: Environment, policy: Policy | AllowedActions) -> frozenset[Pair]:
    """Return {(s,a) : s reachable, π(a|s) > 0}; of allowed actions, for any policy within them.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> sorted(used(env, Policy.deterministic([1, 0])))
    [(0, 1)]
    """
    allowed = support_of(policy)
    return frozenset((s, a) for s in reachable(env, allowed) for a in allowed[s])


def stays_inside(env: Environment, policy: Policy | AllowedActions, allowed: AllowedActions) -> bool:
    """Return whether everything used is allowed."""
    played = support_of(policy)
    return all(played[s] <= allowed[s] for s in reachable(env, played))


@lru_cache(KEPT)
def viability_kernel(env: Environment, allowed: AllowedActions) -> AllowedActions:
    """Return the viability kernel: the most of the allowed actions that can be kept to, for ever or to the end.

    An action that may lead to a state where nothing is left is taken away, until nothing
    changes. Some policy keeps to the allowed actions from a state exactly when an action is left there, or the
    episode has ended.
    """
    return kernel(env.predecessors, allowed, [s for s, row in enumerate(allowed) if not row and s not in env.ended])


def starts_inside(env: Environment, allowed: AllowedActions) -> bool:
    """Return whether an action is allowed in every initial state, but where the episode has ended at once."""
    return all(allowed[s] or s in env.ended for s, _ in env.initial)


def path_out(
    env: Environment, inside: Sequence[Set[int]], allowed: AllowedActions, start: Iterable[int] | None = None
) -> dict[int, int] | None:
    """Return the choices of a shortest path within ``inside`` to a pair outside ``allowed``, or None.

    It begins in an initial state, or in one of ``start``.

    A shortest path visits no state twice, so a deterministic policy can follow it.
    """
    came: dict[int, Pair | None] = dict.fromkeys((s for s, _ in env.initial) if start is None else start)
    queue = deque(came)
    while queue:
        s = queue.popleft()
        for a in sorted(inside[s]):
            if a not in allowed[s]:
                choices, step = {s: a}, came[s]
                while step is not None:
                    choices[step[0]] = step[1]
                    step = came[step[0]]
                return choices
        for a in sorted(inside[s]):
            for t, _ in env.transition[s][a]:
                if t not in came:
                    came[t] = (s, a)
                    queue.append(t)
    return None
