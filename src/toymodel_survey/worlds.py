"""From draws to a world in integers: successors and their weights, payments, and how readily each pair is judged bad.

All is integers, so that a sample is the same world everywhere. A draw below a threshold does what a dial says, and the
place of each draw is fixed, so that a dial that is turned changes what it is about and leaves the rest as it was.

* A row of transitions has ``branching`` successors, drawn evenly from all states, perhaps one twice, with weights
  1 … ``weights``: P(s'|s,a) is the weight of s' over the sum.
* Deployment has training's rows, except those that the dial ``shift`` draws anew, and its start, unless the dial
  ``moved`` draws another.
* Beliefs are deployment with ``wrong`` rows drawn anew: those whose keys are least, so that more wrong rows are these
  and others.
* The human's payments are even on −``payments`` … ``payments``. Each of the base objective's is copied from them with
  chance ``base_human``, else drawn. Each of the mesa-objective's is copied from the base objective with chance
  ``mesa_base``, else from the human's with chance ``mesa_human``, else drawn. A chance to copy is a correlation: that of
  mesa and base is mesa_base + (1 − mesa_base)·mesa_human·base_human.
* The last ``terminals`` states end the episode: they lead to themselves, pay nothing, and are not bad. The ``traps``
  states before them lead to themselves, pay, and are bad. There nothing depends on the action.

The functions take lists as well as arrays (`toymodel_survey.compiled.plain`), so that a sample is remade without NumPy.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .compiled import jit
from .draws import WHOLE

TRAINING, DEPLOYMENT, BELIEFS = range(3)
HUMAN, BASE, MESA, ZERO = range(4)


class Point(NamedTuple):
    """A point is one size and one setting of all dials, in integers; shares are thresholds of draws, of 2³²."""

    states: int
    actions: int
    branching: int
    weights: int
    payments: int
    by_states: int
    shift: int
    moved: int
    base_human: int
    mesa_base: int
    mesa_human: int
    bad: int
    rooms: int
    wrong: int
    terminals: int
    traps: int
    numerator: int
    denominator: int
    tilt: int

    @property
    def pairs(self) -> int:
        """Return how many state–action pairs there are."""
        return self.states * self.actions

    @property
    def size(self) -> tuple[int, int, int]:
        """Return what worlds share that share their draws."""
        return self.states, self.actions, self.branching

    @property
    def draws(self) -> int:
        """Return how many draws a sample owns."""
        return self.pairs * (6 * self.branching + 9) + 3 + 2 * self.states + 2


@jit
def noise(point: Point) -> int:
    """Return where the draws begin that are the agents': thresholds and actions of each state, and two seeds."""
    return point.states * point.actions * (6 * point.branching + 9) + 3


@jit
def fill(draws: Any, point: Point, succ: Any, weight: Any, start: Any, pays: Any, grey: Any) -> None:
    """Fill in a world.

    Parameters
    ----------
    draws : sequence of int
        Those of one sample.
    succ, weight : flat, of shape (3, states, actions, branching)
        Successors and their weights, in training, in deployment and as believed.
    start : of shape (3,)
        The start in each.
    pays : flat, of shape (4, states, actions)
        Payments of the human's, the base, the mesa-objective and zero.
    grey : flat, of shape (states, actions)
        A pair is bad where this is below the threshold: −1 always, 2³² never.
    """
    n, m, b = point.states, point.actions, point.branching
    pairs, living = n * m, n - point.terminals - point.traps
    for place in range(3):
        step = 2 * b + (1 if place else 0)
        begin = (0, pairs * 2 * b, pairs * (4 * b + 1))[place]
        for k in range(pairs):
            s, at = k // m, begin + k * step
            anew = place == 0
            if place == 1:
                anew = draws[at] < point.shift
            elif place == 2 and point.wrong > 0 and s < living:
                before = 0
                for other in range(living * m):
                    rival = draws[begin + other * step]
                    if rival < draws[at] or (rival == draws[at] and other < k):
                        before += 1
                anew = before < point.wrong
            at += 1 if place else 0
            for j in range(b):
                here = (place * pairs + k) * b + j
                if s >= living:
                    succ[here], weight[here] = s, 1
                elif anew:
                    succ[here] = (draws[at + j] * n) >> 32
                    weight[here] = 1 + ((draws[at + b + j] * point.weights) >> 32)
                else:
                    succ[here], weight[here] = succ[here - pairs * b], weight[here - pairs * b]
    at = pairs * (6 * b + 2)
    start[0] = (draws[at] * living) >> 32
    start[1] = (draws[at + 2] * living) >> 32 if draws[at + 1] < point.moved else start[0]
    start[2] = start[1]
    at += 3
    wide = 2 * point.payments + 1
    for k in range(pairs):
        s = k // m
        at_pay = at + 7 * (k if s < living and not point.by_states else s * m)
        at_bad = at + 7 * (k if s < living and not point.rooms else s * m)
        human = ((draws[at_pay] * wide) >> 32) - point.payments
        base = human if draws[at_pay + 1] < point.base_human else ((draws[at_pay + 2] * wide) >> 32) - point.payments
        own = ((draws[at_pay + 5] * wide) >> 32) - point.payments
        if draws[at_pay + 3] < point.mesa_base:
            own = base
        elif draws[at_pay + 4] < point.mesa_human:
            own = human
        if s >= n - point.terminals:
            human = base = own = 0
        pays[k], pays[pairs + k], pays[2 * pairs + k], pays[3 * pairs + k] = human, base, own, 0
        grey[k] = draws[at_bad + 6]
        if s >= living:
            grey[k] = -1 if s < n - point.terminals else WHOLE
