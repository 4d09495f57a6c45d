"""What the optimal actions of each state, as bits, say of policies: by search in the graph, in integers alone."""

from __future__ import annotations

from typing import Any

from .compiled import jit

BEYOND = -1
"""The answer of a search that gave up."""
NODES = 20_000
"""How many nodes a search for what models demonstrate may visit."""


@jit
def visit(succ: Any, start: int, mask: Any, seen: Any, stack: Any) -> None:
    """Mark the states that some policy inside the mask visits."""
    for s in range(succ.shape[0]):
        seen[s] = False
    seen[start] = True
    stack[0], top = start, 1
    while top:
        top -= 1
        s = stack[top]
        for a in range(succ.shape[1]):
            if mask[s] >> a & 1:
                for j in range(succ.shape[2]):
                    t = succ[s, a, j]
                    if not seen[t]:
                        seen[t] = True
                        stack[top] = t
                        top += 1


@jit
def worst_of(cost: Any, mask: Any, seen: Any) -> float:
    """Return the largest cost of what is used inside a mask: what every policy inside it keeps to."""
    most = 0.0
    for s in range(mask.shape[0]):
        if seen[s]:
            for a in range(cost.shape[1]):
                if mask[s] >> a & 1:
                    most = max(most, cost[s, a])
    return most


@jit
def least_of(succ: Any, cost: Any, mask: Any, start: int, value: Any) -> float:
    """Return the least number that some policy inside a mask can keep to: v(s) = min max(cost, v of what may follow)."""
    n, m, b = succ.shape
    for s in range(n):
        value[s] = 0.0
    changed = True
    while changed:
        changed = False
        for s in range(n):
            best = 1e300
            for a in range(m):
                if mask[s] >> a & 1:
                    here = cost[s, a]
                    for j in range(b):
                        here = max(here, value[succ[s, a, j]])
                    best = min(best, here)
            if best > value[s]:
                value[s], changed = best, True
    return float(value[start])


@jit
def inside(mask: Any, other: Any, seen: Any) -> bool:
    """Return whether, in the states seen, all of a mask is in another."""
    for s in range(mask.shape[0]):
        if seen[s] and mask[s] & ~other[s]:
            return False
    return True


@jit
def _undecided(succ: Any, start: int, choice: Any, seen: Any, stack: Any) -> int:
    """Mark what the choices made so far lead to, and return a state reached that has none, or −1."""
    for s in range(succ.shape[0]):
        seen[s] = False
    seen[start] = True
    stack[0], top = start, 1
    while top:
        top -= 1
        s = stack[top]
        if choice[s] < 0:
            return int(s)
        for j in range(succ.shape[2]):
            t = succ[s, choice[s], j]
            if not seen[t]:
                seen[t] = True
                stack[top] = t
                top += 1
    return -1


@jit
def _reached(succ: Any, start: Any, masks: Any, choice: Any, places: Any, alive: int, work: Any) -> Any:
    """Return the next state to decide in some of the places, and which objectives the choices there are optimal for."""
    seen, stack = work[0], work[1]
    pick = -1
    for place in range(3):
        if places >> place & 1:
            found = _undecided(succ[place], start[place], choice, seen, stack)
            if pick < 0:
                pick = found
            for s in range(choice.shape[0]):
                if seen[s] and choice[s] >= 0:
                    for r in range(3):
                        if not masks[place, r, s] >> choice[s] & 1:
                            alive &= ~(1 << r)
    return pick, alive


@jit
def _alike(succ: Any, weight: Any, masks: Any, s: int, a: int, other: int) -> bool:
    """Return whether two actions are written alike in every place, and are optimal for the same."""
    for place in range(3):
        for r in range(3):
            if (masks[place, r, s] >> a ^ masks[place, r, s] >> other) & 1:
                return False
        for j in range(succ.shape[3]):
            if succ[place, s, a, j] != succ[place, s, other, j] or weight[place, s, a, j] != weight[place, s, other, j]:
                return False
    return True


@jit
def _next(succ: Any, weight: Any, masks: Any, guards: int, base: int, s: int, after: int) -> int:
    """Return the next action to try in a state, or −1: in the guard's places optimal, and not like an earlier one."""
    for a in range(after + 1, succ.shape[2]):
        fits = True
        for place in range(3):
            if guards >> place & 1 and not masks[place, base, s] >> a & 1:
                fits = False
        for earlier in range(a):
            if fits and _alike(succ, weight, masks, s, a, earlier):
                fits = False
        if fits:
            return a
    return -1


@jit
def profiles(
    succ: Any, weight: Any, start: Any, masks: Any, guards: int, observed: int, base: int, choice: Any, work: Any
) -> int:
    """Return what deterministic policies demonstrate that are optimal for the base objective in some places.

    Parameters
    ----------
    guards, observed : int
        Places, as bits: where the policies are optimal, and where it is observed what they are optimal for.
    base : int
        Which objective is the base objective.

    Returns
    -------
    int
        Bit T is set if some policy is optimal, of the first three objectives, for those in T (three bits) and no
        others; `BEYOND` if the search gave up.
    """
    n, order, guarding = choice.shape[0], work[2], work[3]
    for s in range(n):
        choice[s] = -1
    found, depth, nodes = 0, 0, 0
    backtrack = False
    while True:
        if not backtrack:
            nodes += 1
            if nodes > NODES:
                return BEYOND
            pick, alive = _reached(succ, start, masks, choice, guards, 7, work)
            backtrack = guards != 0 and not alive >> base & 1
            in_guard = pick >= 0
            if not backtrack:
                free, alive = _reached(succ, start, masks, choice, observed, 7, work)
                possible = 0
                for t in range(8):
                    if not t & ~alive:
                        possible |= 1 << t
                if not possible & ~found:
                    backtrack = True
                elif not in_guard and (free < 0 or alive == 0):
                    found |= 1 << alive
                    backtrack = True
                elif not in_guard:
                    pick = free
            if not backtrack:
                order[depth], guarding[depth] = pick, in_guard
                depth += 1
        backtrack = False
        while depth:
            s = order[depth - 1]
            # with two guards a state may matter to one alone; then what does not fit is noticed when it is reached
            asked = guards if guarding[depth - 1] and guards < 3 else 0
            a = _next(succ, weight, masks, asked, base, s, choice[s])
            choice[s] = a
            if a >= 0:
                break
            depth -= 1
        if depth == 0:
            return found
