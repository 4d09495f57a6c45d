"""Values, optimal actions and occupancies are found in floats, with the doubt that floats leave.

Policy iteration with exact elimination for few states, and with sweeps for many. Of what it finds the Bellman residual
is measured, which bounds the error: ‖V − V*‖ ≤ residual / (1−γ). Where that is above `ERROR`, or where an action is
within `MARGIN` of the best (in units of the largest value) without being the same action by its integers, the mask of
optimal actions is in doubt, and whoever asks is told so.
"""

from __future__ import annotations

from typing import Any

from .compiled import jit

FEW = 100
"""So many states are solved by elimination."""
ERROR, MARGIN = 1e-10, 1e-8
"""The largest error allowed and the smallest gap believed, in units of the largest |R| / (1−γ)."""


@jit
def eliminate(a: Any, x: Any, n: int) -> None:
    """Solve a·x = x in place; the matrix is diagonally dominant, so that no pivot is looked for."""
    for i in range(n):
        pivot = 1.0 / a[i, i]
        for r in range(i + 1, n):
            factor = a[r, i] * pivot
            if factor != 0.0:
                for c in range(i + 1, n):
                    a[r, c] -= factor * a[i, c]
                x[r] -= factor * x[i]
    for i in range(n - 1, -1, -1):
        left = x[i]
        for c in range(i + 1, n):
            left -= a[i, c] * x[c]
        x[i] = left / a[i, i]


@jit
def action_value(succ: Any, prob: Any, pay: Any, gamma: float, value: Any, s: int, a: int) -> float:
    """Return Q(s,a) = R(s,a) + γ Σ P(s'|s,a) V(s')."""
    ahead = 0.0
    for j in range(succ.shape[2]):
        ahead += prob[s, a, j] * value[succ[s, a, j]]
    return float(pay[s, a]) + gamma * ahead


@jit
def evaluate(succ: Any, prob: Any, pay: Any, gamma: float, plan: Any, value: Any, work: Any) -> None:
    """Find V^π of a deterministic policy; where there are many states, from the values that are there."""
    n, b = succ.shape[0], succ.shape[2]
    if n <= FEW:
        for s in range(n):
            for t in range(n):
                work[s, t] = 0.0
            work[s, s] = 1.0
            for j in range(b):
                work[s, succ[s, plan[s], j]] -= gamma * prob[s, plan[s], j]
            value[s] = float(pay[s, plan[s]])
        eliminate(work, value, n)
        return
    for _ in range(100_000):
        moved, largest = 0.0, 0.0
        for s in range(n):
            new = action_value(succ, prob, pay, gamma, value, s, plan[s])
            moved = max(moved, abs(new - value[s]))
            largest = max(largest, abs(new))
            value[s] = new
        if moved <= 1e-14 * largest:
            return


@jit
def improve(succ: Any, prob: Any, pay: Any, gamma: float, allowed: Any, plan: Any, value: Any, work: Any) -> None:
    """Find the best policy inside allowed actions (bits), by policy iteration, and its values."""
    n, m = succ.shape[0], succ.shape[1]
    slack = 0.0
    for s in range(n):
        plan[s] = -1
        for a in range(m):
            slack = max(slack, abs(float(pay[s, a])))
            if allowed[s] >> a & 1 and (plan[s] < 0 or pay[s, a] > pay[s, plan[s]]):
                plan[s] = a
        value[s] = 0.0
    slack *= 1e-13 / (1.0 - gamma)
    for _ in range(1000):
        evaluate(succ, prob, pay, gamma, plan, value, work)
        changed = False
        for s in range(n):
            best, now = plan[s], action_value(succ, prob, pay, gamma, value, s, plan[s])
            for a in range(m):
                if allowed[s] >> a & 1 and a != best:
                    other = action_value(succ, prob, pay, gamma, value, s, a)
                    if other > now + slack:
                        best, now, changed = a, other, True
            plan[s] = best
        if not changed:
            return


@jit
def same_row(succ: Any, weight: Any, other: Any, its_weight: Any) -> bool:
    """Return whether two rows of successors lead to the same, by their integers."""
    total, its_total = 0, 0
    for j in range(succ.shape[0]):
        total += weight[j]
        its_total += its_weight[j]
    for j in range(succ.shape[0]):
        here, there = 0, 0
        for k in range(succ.shape[0]):
            if succ[k] == succ[j]:
                here += weight[k]
            if other[k] == succ[j]:
                there += its_weight[k]
        if here * its_total != there * total:
            return False
    return True


@jit
def greedy(succ: Any, weight: Any, prob: Any, pay: Any, gamma: float, plan: Any, value: Any, mask: Any) -> bool:
    """Write the optimal actions of each state as bits, and return whether any is in doubt.

    The best action is in. One that is the same by its integers is in, too; one that is worse by more than the margin is
    not; one that is neither is in doubt.
    """
    n, m = succ.shape[0], succ.shape[1]
    unit = 0.0
    for s in range(n):
        for a in range(m):
            unit = max(unit, abs(float(pay[s, a])))
    unit /= 1.0 - gamma
    doubt = False
    for s in range(n):
        best, top = plan[s], action_value(succ, prob, pay, gamma, value, s, plan[s])
        if abs(top - value[s]) > ERROR * (1.0 - gamma) * unit:
            doubt = True
        bits = 0
        for a in range(m):
            if a == best or (
                pay[s, a] == pay[s, best] and same_row(succ[s, a], weight[s, a], succ[s, best], weight[s, best])
            ):
                bits |= 1 << a
                continue
            gap = top - action_value(succ, prob, pay, gamma, value, s, a)
            if gap <= MARGIN * unit:
                doubt = True
        mask[s] = bits
    return doubt


@jit
def occupancy(succ: Any, prob: Any, gamma: float, start: int, chance: Any, share: Any, work: Any) -> None:
    """Find Σ γ^t Pr(s_t = s) of a policy, given as the chance of each action."""
    n, m, b = succ.shape
    if n > FEW:
        _by_steps(succ, prob, gamma, start, chance, share, work)
        return
    for s in range(n):
        for t in range(n):
            work[s, t] = 0.0
        share[s] = 0.0
    for s in range(n):
        work[s, s] += 1.0
        for a in range(m):
            if chance[s, a] > 0.0:
                for j in range(b):
                    work[succ[s, a, j], s] -= gamma * chance[s, a] * prob[s, a, j]
    share[start] = 1.0
    eliminate(work, share, n)


@jit
def _by_steps(succ: Any, prob: Any, gamma: float, start: int, chance: Any, share: Any, work: Any) -> None:
    """Find the same step by step, until what is left is below what a float can add."""
    n, m, b = succ.shape
    now, later = work[0], work[1]
    for s in range(n):
        now[s] = share[s] = 0.0
    now[start], left = 1.0, 1.0
    while left > 1e-16 * (1.0 - gamma):
        for s in range(n):
            share[s] += now[s]
            later[s] = 0.0
        for k in range(n * m):
            s, a = k // m, k % m
            if now[s] > 0.0 and chance[s, a] > 0.0:
                for j in range(b):
                    later[succ[s, a, j]] += gamma * now[s] * chance[s, a] * prob[s, a, j]
        now, later = later, now
        left *= gamma


@jit
def probabilities(weight: Any, prob: Any) -> None:
    """Write the weights of each row as probabilities."""
    for place in range(weight.shape[0]):
        for s in range(weight.shape[1]):
            for a in range(weight.shape[2]):
                total = 0
                for j in range(weight.shape[3]):
                    total += weight[place, s, a, j]
                for j in range(weight.shape[3]):
                    prob[place, s, a, j] = weight[place, s, a, j] / total
