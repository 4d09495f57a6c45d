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
  ``mesa_base``, else from the human's with chance ``mesa_human``, else drawn. A chance to copy is a correlation; that
  of mesa and base is mesa_base + (1 − mesa_base)·mesa_human·base_human.
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
def mistakes(draws: Any, point: Point, wrong: Any) -> None:
    """Write which rows are believed wrongly, flat, of shape (states, actions): the living ones with the least keys."""
    step, begin = 2 * point.branching + 1, point.states * point.actions * (4 * point.branching + 1)
    living = (point.states - point.terminals - point.traps) * point.actions
    for k in range(point.states * point.actions):
        before = 0
        for other in range(living if point.wrong > 0 else 0):
            key, rival = draws[begin + k * step], draws[begin + other * step]
            if rival < key or (rival == key and other < k):
                before += 1
        wrong[k] = k < living and before < point.wrong


@jit
def rows(draws: Any, point: Point, wrong: Any, succ: Any, weight: Any) -> None:
    """Write successors and their weights, flat, of shape (3, states, actions, branching).

    Parameters
    ----------
    draws : sequence of int
        Those of one sample.
    wrong : of shape (states, actions), flat
        Which rows are believed wrongly.
    """
    m, b = point.actions, point.branching
    pairs, living = point.states * m, point.states - point.terminals - point.traps
    at = 0
    for place in range(3):
        for k in range(pairs):
            anew = place == 0 or (place == 1 and draws[at] < point.shift) or (place == 2 and wrong[k])
            at += 1 if place else 0
            for j in range(b):
                here = (place * pairs + k) * b + j
                if k // m >= living:
                    succ[here], weight[here] = k // m, 1
                elif anew:
                    succ[here] = (draws[at + j] * point.states) >> 32
                    weight[here] = 1 + ((draws[at + b + j] * point.weights) >> 32)
                else:
                    succ[here], weight[here] = succ[here - pairs * b], weight[here - pairs * b]
            at += 2 * b


@jit
def wishes(draws: Any, point: Point, start: Any, pays: Any, grey: Any) -> None:
    """Write where each environment starts, what objectives pay, and how readily pairs are judged bad.

    Parameters
    ----------
    start : of shape (3,)
    pays : flat, of shape (4, states, actions)
        Payments of the human's, the base, the mesa-objective and zero.
    grey : flat, of shape (states, actions)
        A pair is bad where this is below the threshold: −1 always, 2³² never.
    """
    n, m = point.states, point.actions
    pairs, living = n * m, n - point.terminals - point.traps
    at = pairs * (6 * point.branching + 2)
    start[0] = (draws[at] * living) >> 32
    start[1] = (draws[at + 2] * living) >> 32 if draws[at + 1] < point.moved else start[0]
    start[2] = start[1]
    at += 3
    wide = 2 * point.payments + 1
    for k in range(pairs):
        s = k // m
        d = at + 7 * (k if s < living and not point.by_states else s * m)
        human = ((draws[d] * wide) >> 32) - point.payments
        base = human if draws[d + 1] < point.base_human else ((draws[d + 2] * wide) >> 32) - point.payments
        copied = human if draws[d + 4] < point.mesa_human else ((draws[d + 5] * wide) >> 32) - point.payments
        own = base if draws[d + 3] < point.mesa_base else copied
        ended = s >= n - point.terminals
        pays[k], pays[pairs + k], pays[2 * pairs + k] = (0, 0, 0) if ended else (human, base, own)
        pays[3 * pairs + k] = 0
        grey[k] = draws[at + 7 * (s * m if point.rooms else k) + 6]
        if s >= living:
            grey[k] = WHOLE if ended else -1
