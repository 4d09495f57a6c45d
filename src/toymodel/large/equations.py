"""An environment's equations are written in integers, so that NumPy adds and multiplies them exactly.

Each pair p = (s,a) has the integer row D_p and, under an objective, the integer c_p of

    D_p·V + c_p  =  w_p·(R(s,a) + γ Σ_s' P(s'|s,a) V(s') − V(s))·ϱ,    w_p > 0,

where V is counted in units of 1/ϱ. All entries are int64 where that holds them with room to add, else Python's
integers; an environment whose numbers are too large for floats has no such equations.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import chain
from math import lcm

import numpy as np

from ..worlds import Environment, Table
from . import NotCertified
from .integers import Integers, Rows, exact_integers, fitting, largest

MOST = 900
"""Bits of the largest numbers that floats can guess at."""


@dataclass(frozen=True)
class Equations:
    """An environment's equations are D_p and w_p for each pair p; an objective adds c_p.

    Attributes
    ----------
    owner, action : array of shape (pairs,)
        The state and the action of each pair. Where an episode has ended, V = 0 stands as one more pair.
    matrix : Rows of shape (pairs, states)
        D, in order of owner.
    weights : array of shape (pairs,)
        w_p, the common denominator of γ·P(·|s,a).
    ended : array of shape (pairs,)
        Whether the row is of an ended episode.
    """

    owner: Integers
    action: Integers
    matrix: Rows
    weights: Integers
    ended: Integers

    @cached_property
    def starts(self) -> Integers:
        """Return where the pairs of each state begin."""
        return np.searchsorted(self.owner, np.arange(self.matrix.shape[1]))

    def first(self, chosen: Integers) -> Integers:
        """Return, of each state that has any, the first of its chosen pairs."""
        where = np.flatnonzero(chosen)
        return where[np.unique(self.owner[where], return_index=True)[1]]

    def paid(self, mean: Table) -> tuple[Integers, int]:
        """Return c_p and the denominator ϱ of the objective: V is in units of 1/ϱ.

        They are Python's integers where int64 does not hold them.

        Raises
        ------
        NotCertified
            If a number is too large for floats.
        """
        cells = [mean[s][a] for s, a in zip(self.owner.tolist(), self.action.tolist(), strict=True)]
        upper = exact_integers([x.numerator for x in cells]) * ~self.ended
        lower = exact_integers([x.denominator for x in cells])
        shared = np.gcd(self.weights.astype(object), lower)
        factors, rest = self.weights // shared, lower // shared
        unit = lcm(*set(rest.tolist()))
        if unit.bit_length() > MOST:
            raise NotCertified("payments are too large for floats")
        return _small(upper * factors * (unit // rest)), unit


@lru_cache(64)
def equations(env: Environment) -> Equations:
    """Return the equations of an environment; NotCertified if its numbers are too large for floats, or γ = 1."""
    if float(env.discount) == 1:
        raise NotCertified("without a discount, as floats see it, there is no bound on the error")
    owner, action, lengths, to, cells = _layout(env)
    upper, lower = exact_integers([p.numerator for p in cells]), exact_integers([p.denominator for p in cells])
    ends = np.cumsum(lengths)
    scale, there = exact_integers([1] * len(owner)), lengths > 0
    scale[there] = np.lcm.reduceat(lower, (ends - lengths)[there])
    gain, whole = env.discount.numerator, env.discount.denominator
    data = np.concatenate((-whole * scale, gain * upper * (np.repeat(scale, lengths) // lower)))
    return _equations(env, owner, action, lengths, to, _small(data, int(lengths.max()) + 1), _small(whole * scale))


def approximately(env: Environment) -> Equations:
    """Return the equations in floats, divided by w_p: for guesses where there are no integers to prove them by."""
    owner, action, lengths, to, cells = _layout(env)
    gain = float(env.discount) * np.fromiter(map(float, cells), float, len(cells))
    data = np.concatenate((-np.ones(len(owner)), gain))
    return _equations(env, owner, action, lengths, to, data, np.ones(len(owner), np.int64))


def _equations(
    env: Environment,
    owner: Integers,
    action: Integers,
    lengths: Integers,
    to: Integers,
    data: Integers,
    weights: Integers,
) -> Equations:
    """Return equations from what stands before V(s), for each pair, and before V(s'), for each successor."""
    count = len(owner)
    order = np.argsort(np.concatenate((np.arange(count), np.repeat(np.arange(count), lengths))), kind="stable")
    starts = np.concatenate(([0], np.cumsum(lengths + 1)))
    matrix = Rows(data[order], np.concatenate((owner, to))[order], starts, len(env.states))
    return Equations(owner, action, matrix, weights, lengths == 0)


def _small(numbers: Integers, several: int = 1) -> Integers:
    """Return integers as int64, where it has room to add several, and refuse what floats do not hold."""
    if largest(numbers).bit_length() > MOST:
        raise NotCertified("numbers are too large for floats")
    return fitting(numbers, several)


def _layout(env: Environment) -> tuple[Integers, Integers, Integers, Integers, list[Fraction]]:
    """Return the state, the action and the number of successors of each pair, then all successors and probabilities."""
    listed = [
        (s, a, row)
        for s, rows in enumerate(env.transition)
        for a, row in (enumerate(rows) if any(rows) else [(0, ())])
        if row or not any(rows)
    ]
    cells = list(chain.from_iterable(row for *_, row in listed))
    columns = ((s for s, _, _ in listed), (a for _, a, _ in listed), (len(row) for *_, row in listed))
    owner, action, lengths = (np.fromiter(column, np.int64, len(listed)) for column in columns)
    return owner, action, lengths, np.fromiter((t for t, _ in cells), np.int64, len(cells)), [p for _, p in cells]
