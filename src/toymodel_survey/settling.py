"""Worlds in floats: made from draws, with their values and optimal actions, and where these are in doubt."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .compiled import jit
from .solving import greedy, improve, probabilities
from .worlds import BELIEFS, DEPLOYMENT, ZERO, Point, mistakes, rows, wishes


class Worlds(NamedTuple):
    """Worlds are arrays, the sample first (see `worlds`), with values and optimal actions by place and objective."""

    succ: Any
    weight: Any
    prob: Any
    start: Any
    pays: Any
    grey: Any
    values: Any
    masks: Any
    doubt: Any


@jit
def twin(pays: Any, r: int) -> int:
    """Return the first objective that pays the same."""
    for other in range(r):
        same = True
        for s in range(pays.shape[1]):
            for a in range(pays.shape[2]):
                same = same and pays[r, s, a] == pays[other, s, a]
        if same:
            return other
    return r


@jit
def settle(draws: Any, point: Point, believing: bool, w: Worlds) -> None:
    """Make worlds, their values and optimal actions."""
    n, m = point.states, point.actions
    gamma = point.numerator / point.denominator
    plan, work = np.zeros(n, np.int64), np.zeros((n, n) if n > 1 else (2, 2))
    everything, wrong = np.full(n, (1 << m) - 1), np.zeros(n * m, np.bool_)
    for i in range(draws.shape[0]):
        mistakes(draws[i], point, wrong)
        rows(draws[i], point, wrong, w.succ[i].reshape(-1), w.weight[i].reshape(-1))
        wishes(draws[i], point, w.start[i], w.pays[i].reshape(-1), w.grey[i].reshape(-1))
        probabilities(w.weight[i], w.prob[i])
        w.doubt[i] = False
        for place in range(3):
            w.masks[i, place, ZERO] = everything
            for r in range(3):
                succ, prob, pay = w.succ[i, place], w.prob[i, place], w.pays[i, r]
                value, mask = w.values[i, place, r], w.masks[i, place, r]
                like = twin(w.pays[i], r)
                if place == BELIEFS and not believing:
                    value[:], mask[:] = w.values[i, DEPLOYMENT, r], w.masks[i, DEPLOYMENT, r]
                    continue
                if like < r:
                    value[:], mask[:] = w.values[i, place, like], w.masks[i, place, like]
                    continue
                improve(succ, prob, pay, gamma, everything, plan, value, work)
                if greedy(succ, w.weight[i, place], prob, pay, gamma, plan, value, mask):
                    w.doubt[i] = True
