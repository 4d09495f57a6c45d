"""Kinds of agents: what each does in a sampled world, as the chance of each action in training and in deployment.

======== ============================================================================ ===========================
kind     what it does                                                                 as an agent of a case
======== ============================================================================ ===========================
keeper   plans for R_m in training, and keeps to that                                 mesa-optimizer
replans  plans for R_m in training, and again in deployment                           mesa-optimizer, replanning
believer plans for R_m in the environment that it believes in                         mesa-optimizer with beliefs
slips    the keeper, but in some states it does another thing, drawn once             table
mixes    the keeper, but with some chance it does anything                            table
learner  Q-learning on R_m in training for K steps; then it is greedy                 table
======== ============================================================================ ===========================

Of optimal actions a planner takes the first. A table has no objective inside, so that nothing is said of its
mesa-objective; who plans by no beliefs of its own has none that anybody has stated.

The learner counts in integers, so that it learns the same everywhere: values are in units of 2⁻²⁰, the step size is
1/8, it explores with chance 1/8, and begins again every 4·|S| steps.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from toymodel.worlds import show

from .compiled import jit
from .draws import WHOLE
from .worlds import MESA, Point

KEEPER, REPLANS, BELIEVER, SLIPS, MIXES, LEARNER = range(6)
KINDS = ("keeper", "replans", "believer", "slips", "mixes", "learner")
UNIT = 1 << 20


class Kind(NamedTuple):
    """A kind of agent is a number of `KINDS` with what it needs: a share as a threshold of draws and exactly, or steps.

    ``top`` of ``bottom`` is the chance with which it mixes.
    """

    kind: int
    threshold: int = 0
    top: int = 0
    bottom: int = 1
    steps: int = 0

    @property
    def plans(self) -> bool:
        """Return whether it is a mesa-optimizer."""
        return self.kind <= BELIEVER

    @property
    def name(self) -> str:
        """Return its name: the kind, with its share or its steps."""
        more = {SLIPS: show(Fraction(self.top, self.bottom)), LEARNER: str(self.steps)}
        more[MIXES] = more[SLIPS]
        return " ".join(filter(None, (KINDS[self.kind], more.get(self.kind, ""))))


@jit
def first(bits: int) -> int:
    """Return the lowest bit of a set."""
    a = 0
    while not bits >> a & 1:
        a += 1
    return a


@jit
def learnt(kind: Any, point: Point, draws: Any, at: int, world: Any, q: Any) -> None:
    """Fill q, flat, with what Q-learning has learnt of R_m in training after its steps.

    Parameters
    ----------
    kind : Kind, or its numbers in their order
    world : successors, weights, start and payments, flat (`toymodel_survey.worlds`)
    """
    n, m, b = point.states, point.actions, point.branching
    succ, weight, start, pays = world
    at, before = at + 2 * n, MESA * n * m
    for k in range(n * m):
        q[k] = 0
    state = (int(draws[at]) << 31) ^ int(draws[at + 1])
    s = start[0]
    for step in range(kind[4]):
        if step % (4 * n) == 0:
            s = start[0]
        best = 0
        for a in range(1, m):
            if q[s * m + a] > q[s * m + best]:
                best = a
        state = (state * 25214903917 + 11) & ((1 << 48) - 1)
        draw = state >> 16
        if draw & 7 == 0:
            best = (draw >> 3) % m
        total = 0
        for j in range(b):
            total += weight[(s * m + best) * b + j]
        state = (state * 25214903917 + 11) & ((1 << 48) - 1)
        left, j = (state >> 16) % total, 0
        while left >= weight[(s * m + best) * b + j]:
            left -= weight[(s * m + best) * b + j]
            j += 1
        t = succ[(s * m + best) * b + j]
        ahead = q[t * m]
        for a in range(1, m):
            ahead = max(ahead, q[t * m + a])
        aim = pays[before + s * m + best] * UNIT + ahead * point.numerator // point.denominator
        q[s * m + best] += (aim - q[s * m + best]) >> 3
        s = t


@jit
def choices(kind: Any, point: Point, draws: Any, at: int, masks: Any, learned: Any, choice: Any) -> None:
    """Write the action of each state, in training and then in deployment; of one who mixes, the action preferred.

    Parameters
    ----------
    at : int
        Where the agents' draws begin. Two that slip slip in the same states; two that learn draw the same.
    masks : flat, of shape (3, 4, states)
        Optimal actions as bits, by place and objective.
    learned : flat, of shape (states, actions)
        What a learner has learnt.
    choice : flat, of shape (2, states)
    """
    n, m = point.states, point.actions
    for s in range(n):
        place = 2 if kind[0] == BELIEVER else 0
        a = first(masks[(place * 4 + MESA) * n + s])
        if kind[0] == SLIPS and draws[at + 2 * s] < kind[1]:
            a = (draws[at + 2 * s + 1] * m) >> 32
        if kind[0] == LEARNER:
            a = 0
            for other in range(1, m):
                if learned[s * m + other] > learned[s * m + a]:
                    a = other
        choice[s] = choice[n + s] = a
        if kind[0] == REPLANS:
            choice[n + s] = first(masks[(4 + MESA) * n + s])


def threshold(share: Fraction) -> int:
    """Return the number of draws below which a thing with this chance happens."""
    return int(share * WHOLE)
