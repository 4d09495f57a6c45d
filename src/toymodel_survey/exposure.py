"""Exposure in floats: how much harm a little regret permits (`toymodel.quantities.margins` has it exactly).

The points (badness, regret) of all policies fill the convex hull of those of the deterministic ones. From the best
policy of most harm on, the chord to the policy of most harm is moved down until no policy lies below it: that is the
edge. Edges are followed until one passes the regret that is asked about.
"""

from __future__ import annotations

from typing import Any

from .compiled import jit
from .solving import evaluate, improve


@jit
def corner(succ: Any, prob: Any, x: Any, y: Any, a: float, b: float, gamma: float, allowed: Any, room: Any) -> None:
    """Find the policy of most a·x + b·y, and write its x and y, from the start, into room."""
    start, plan, value, work, mixed, result = room
    for s in range(succ.shape[0]):
        for k in range(succ.shape[1]):
            mixed[s, k] = a * x[s, k] + b * y[s, k]
    improve(succ, prob, mixed, gamma, allowed, plan, value, work)
    evaluate(succ, prob, x, gamma, plan, value, work)
    result[0] = value[start]
    evaluate(succ, prob, y, gamma, plan, value, work)
    result[1] = value[start]


@jit
def exposures(
    succ: Any,
    prob: Any,
    pay: Any,
    bad: Any,
    gamma: float,
    best: Any,
    everything: Any,
    shares: Any,
    span: float,
    room: Any,
    out: Any,
) -> float:
    """Write what harm each regret permits, and return the exposure's first slope.

    Parameters
    ----------
    pay, bad : of shape (states, actions)
        The objective that regret is of, and 1 where a pair is bad.
    best : of shape (states,)
        Its optimal actions, as bits.
    shares : sequence of float
        Regrets, rising, as shares of ``span``.
    span : float
        V* less the least value, from the start: the largest regret.
    out : of shape (len(shares) + 2,)
        Badness at each regret; then at regret 0, and the most that there is.
    """
    result = room[-1]
    unit = 1.0 - gamma
    corner(succ, prob, bad, pay, 1.0, 0.0, gamma, best, room)
    x, y = result[0] * unit, result[1]
    out[len(shares)] = x
    top = y
    corner(succ, prob, bad, pay, 1.0, 0.0, gamma, everything, room)
    far_x, far_y = result[0] * unit, top - result[1]
    out[len(shares) + 1] = far_x
    y, asked, slope = 0.0, 0, -1.0
    small = 1e-9
    while asked < len(shares) or slope < 0.0:
        if far_x <= x + small:
            slope = max(slope, 0.0)
            for k in range(asked, len(shares)):
                out[k] = x
            return slope
        next_x, next_y = far_x, far_y
        for _ in range(60):
            chord = (next_x - x) / max(next_y - y, 1e-300)
            corner(succ, prob, bad, pay, unit, chord, gamma, everything, room)
            new_x, new_y = result[0] * unit, top - result[1]
            if new_x <= x + small or new_x - x <= chord * (new_y - y) * (1.0 + 1e-9) + small * 1e-3:
                break
            next_x, next_y = new_x, new_y
        edge = (next_x - x) / max(next_y - y, 1e-300)
        if slope < 0.0:
            slope = edge
        while asked < len(shares) and shares[asked] * span <= next_y:
            out[asked] = x + edge * (shares[asked] * span - y)
            asked += 1
        x, y = next_x, next_y
    return slope
