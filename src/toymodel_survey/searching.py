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
    """Write which states some policy inside the mask visits."""
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
                    stack[top] = t
                    top += not seen[t]
                    seen[t] = True


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
    """Return the least number that some policy inside a mask can keep to: v(s) = min max(cost, v of what follows)."""
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
    for s in range(mask.shape[0]):  # noqa: SIM110 — compiled
        if seen[s] and mask[s] & ~other[s]:
            return False
    return True


@jit
def suit(masks: Any, suits: Any) -> None:
    """Write for which of the first three objectives each action is optimal, as bits, by place and state."""
    for place in range(3):
        for s in range(suits.shape[1]):
            for a in range(suits.shape[2]):
                bits = 0
                for r in range(3):
                    bits |= (masks[place, r, s] >> a & 1) << r
                suits[place, s, a] = bits


@jit
def _only(suits: Any, base: int) -> int:
    """Return the one action that suits an objective, or −1 if there are several."""
    found = -1
    for a in range(suits.shape[0]):
        if suits[a] >> base & 1:
            if found >= 0:
                return -1
            found = a
    return found


@jit
def _follow(succ: Any, start: int, suits: Any, base: int, choice: Any, seen: Any, stack: Any) -> Any:
    """Follow the choices made so far; where there is none, make the one that suits ``base``, if that is no −1.

    Returns
    -------
    tuple
        A state reached that has no choice, or −1; which objectives all choices suit; how many were made.
    """
    for s in range(succ.shape[0]):
        seen[s] = False
    seen[start] = True
    stack[0], top, pick, alive, made = start, 1, -1, 7, 0
    while top:
        top -= 1
        s = stack[top]
        if choice[s] < 0 and base >= 0:
            choice[s] = _only(suits[s], base)
            made += choice[s] >= 0
        if choice[s] < 0:
            pick = s
            continue
        alive &= suits[s, choice[s]]
        for j in range(succ.shape[2]):
            t = succ[s, choice[s], j]
            stack[top] = t
            top += not seen[t]
            seen[t] = True
    return pick, alive, made


@jit
def _reached(succ: Any, start: Any, suits: Any, choice: Any, places: int, work: Any) -> Any:
    """Return the next state to decide in some of the places, and which objectives the choices there are optimal for."""
    pick, alive = -1, 7
    for place in range(3):
        if places >> place & 1:
            found, left, _ = _follow(succ[place], start[place], suits[place], -1, choice, work[0], work[1])
            pick, alive = found if pick < 0 else pick, alive & left
    return pick, alive


@jit
def forced(succ: Any, start: Any, suits: Any, guards: int, base: int, choice: Any, work: Any) -> None:
    """Choose where a guard leaves one action, from the start on; two guards that differ are noticed elsewhere."""
    for s in range(choice.shape[0]):
        choice[s] = -1
    changed = True
    while changed:
        changed = False
        for place in range(3):
            if guards >> place & 1:
                _, _, made = _follow(succ[place], start[place], suits[place], base, choice, work[0], work[1])
                changed = changed or (made > 0 and guards & (guards - 1) > 0)


@jit
def _alike(succ: Any, weight: Any, suits: Any, s: int, a: int, other: int) -> bool:
    """Return whether two actions are optimal for the same, and written alike, in every place."""
    for place in range(3):
        if suits[place, s, a] != suits[place, s, other]:
            return False
    for place in range(3):
        for j in range(succ.shape[3]):
            if succ[place, s, a, j] != succ[place, s, other, j] or weight[place, s, a, j] != weight[place, s, other, j]:
                return False
    return True


@jit
def _next(succ: Any, weight: Any, suits: Any, guard: int, base: int, s: int, after: int) -> int:
    """Return the next action to try in a state, or −1: optimal in the guard's place, and not like an earlier one."""
    for a in range(after + 1, succ.shape[2]):
        fits = guard < 0 or suits[guard, s, a] >> base & 1 > 0
        for earlier in range(a):
            fits = fits and not _alike(succ, weight, suits, s, a, earlier)
        if fits:
            return a
    return -1


@jit
def _subsets(alive: int) -> int:
    """Return the profiles inside a set of objectives, as bits."""
    found = 0
    for t in range(8):
        if not t & ~alive:
            found |= 1 << t
    return found


@jit
def _node(
    succ: Any,
    start: Any,
    suits: Any,
    guards: int,
    observed: int,
    base: int,
    choice: Any,
    work: Any,
    depth: int,
    settled: int,
) -> Any:
    """Look at the choices made so far.

    Returns
    -------
    tuple
        The state to decide next, or −1; at which depth the guard had all that it looks at (−1: it has not); which
        objectives are still demonstrated; whether the guard is kept to.
    """
    pick = -1
    if settled < 0:
        pick, alive = _reached(succ, start, suits, choice, guards, work)
        if not alive >> base & 1:
            return pick, settled, alive, False
        if pick < 0:
            settled = depth
    free, alive = _reached(succ, start, suits, choice, observed, work)
    if settled >= 0:
        pick = free if alive else -1
    return pick, settled, alive, True


@jit
def profiles(
    succ: Any, weight: Any, start: Any, suits: Any, guards: int, observed: int, base: int, choice: Any, work: Any
) -> int:
    """Return what deterministic policies demonstrate that are optimal for the base objective in some places.

    Choices are made where the guard looks first, then where behaviour is observed; a branch is left once all that it
    can still add is found.

    Parameters
    ----------
    guards, observed : int
        Places, as bits: where the policies are optimal, and where it is observed what they are optimal for.
    base : int
        Which objective is the base objective.
    choice : array of int
        What the guards force (`forced`); it is the same afterwards.

    Returns
    -------
    int
        Bit T is set if some policy is optimal, of the first three objectives, for those in T (three bits) and no
        others; `BEYOND` if the search gave up.
    """
    order, guarding = work[2], work[3]
    single = guards - 1 if 1 <= guards <= 2 else -1
    found, depth, settled = 0, 0, -1 if guards else 0
    for _ in range(NODES):
        pick, settled, alive, fits = _node(succ, start, suits, guards, observed, base, choice, work, depth, settled)
        fits = fits and _subsets(alive) & ~found > 0
        if fits and pick < 0:
            found |= 1 << alive
        elif fits:
            order[depth], guarding[depth] = pick, settled < 0
            depth += 1
        while depth:
            if settled >= depth:
                settled = -1
            s = order[depth - 1]
            # with two guards a state may matter to one alone; then what does not fit is noticed when it is reached
            choice[s] = _next(succ, weight, suits, single if guarding[depth - 1] else -1, base, s, choice[s])
            if choice[s] >= 0:
                break
            depth -= 1
        if depth == 0:
            return found
    return BEYOND
