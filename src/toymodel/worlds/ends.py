"""Where a policy can go on for ever is found by taking away, again and again, what may lead to a dead end."""

from __future__ import annotations

from collections.abc import Iterable

from ..given.rows import AllowedActions, Pair, Transition


def predecessors(transition: Transition) -> tuple[tuple[Pair, ...], ...]:
    """Return, for each state, the pairs that may lead there."""
    into: list[list[Pair]] = [[] for _ in transition]
    for s, rows in enumerate(transition):
        for a, row in enumerate(rows):
            pair = (s, a)
            for t, _ in row:
                into[t].append(pair)
    return tuple(map(tuple, into))


def kernel(into: tuple[tuple[Pair, ...], ...], allowed: AllowedActions, dead: Iterable[int]) -> AllowedActions:
    """Return the most of the allowed actions that never lead to a dead state, nor to one that becomes dead so.

    ``into`` are the `predecessors`.
    """
    waiting = list(dead)
    if not waiting:
        return allowed
    kept = [set(row) for row in allowed]
    while waiting:
        for s, a in into[waiting.pop()]:
            if a in kept[s]:
                kept[s].discard(a)
                if not kept[s]:
                    waiting.append(s)
    return tuple(frozenset(row) for row in kept)


def loop(transition: Transition, available: AllowedActions) -> list[int]:
    """Return states through which some policy can go round for ever, the first one again at the end; or none.

    There are none exactly if from every state every policy surely comes to a state where no action is available:
    a policy that may never come there has, in a finite world, a set of states that it need not leave.
    """
    kept = kernel(predecessors(transition), available, [s for s, row in enumerate(available) if not row])
    state = next((s for s, row in enumerate(kept) if row), None)
    path: dict[int, None] = {}
    while state is not None and state not in path:
        path[state] = None
        state = transition[state][min(kept[state])][0][0]
    visited = list(path)
    return [] if state is None else [*visited[visited.index(state) :], state]
