"""An environment's equations are written in integers, so that NumPy adds and multiplies them exactly.

Each pair p = (s,a) has the integer row D_p and, under an objective, the integer c_p of

    D_p·V + c_p  =  w_p·(R(s,a) + γ Σ_s' P(s'|s,a) V(s') − V(s))·ϱ,    w_p > 0,

where V is counted in units of 1/ϱ. All entries of D are so small that int64 holds them with room to add; an
environment whose numbers are larger has no such equations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import chain
from math import lcm

import numpy as np
from scipy import sparse

from ..worlds import Environment, Table
from .lifting import ROOM, Integers, NotCertified, largest

MOST = 900
"""Bits up to which floats can guess at payments."""


@dataclass(frozen=True)
class Equations:
    """An environment's equations are D_p and w_p for each pair p; an objective adds c_p.

    Attributes
    ----------
    owner, action : array of shape (pairs,)
        The state and the action of each pair. Where an episode has ended, V = 0 stands as one more pair.
    matrix : array of shape (pairs, states)
        D, in order of owner.
    weights : array of shape (pairs,)
        w_p, the common denominator of γ·P(·|s,a).
    ended : array of shape (pairs,)
        Whether the row is of an ended episode.
    """

    owner: Integers
    action: Integers
    matrix: sparse.csr_array
    weights: Integers
    ended: Integers

    @cached_property
    def sizes(self) -> Integers:
        """Return |D_p|₁ for every pair."""
        return np.asarray(abs(self.matrix).sum(1))

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
        try:
            return self._paid(cells, np.int64)
        except OverflowError:  # rewards that are floats have some sixteen digits
            return self._paid(cells, object)

    def _paid(self, cells: Sequence[Fraction], kind: type) -> tuple[Integers, int]:
        upper = np.fromiter((x.numerator for x in cells), kind, len(cells)) * ~self.ended
        lower = np.fromiter((x.denominator for x in cells), kind, len(cells))
        weights = self.weights.astype(kind)
        shared = np.gcd(weights, lower)
        rest = lower // shared
        unit = lcm(*np.unique(rest).tolist())
        size = largest(upper) * int((weights // shared).max()) * unit
        if kind is not object and size >= ROOM:
            raise OverflowError
        if size >> MOST:
            raise NotCertified("payments are too large for floats")
        return upper * (weights // shared) * (unit // rest), unit


@lru_cache(64)
def equations(env: Environment) -> Equations:
    """Return the equations of an environment; NotCertified if its numbers are too large for int64, or γ = 1."""
    if env.discount >= 1:
        raise NotCertified("without a discount there is no bound on the error")
    owner, action, lengths, to, cells = _layout(env)
    with _fitting():
        upper = np.fromiter((p.numerator for p in cells), np.int64, len(cells))
        lower = np.fromiter((p.denominator for p in cells), np.int64, len(cells))
    ends = np.cumsum(lengths)
    scale, there = np.ones(len(owner), np.int64), lengths > 0
    scale[there] = np.lcm.reduceat(lower, (ends - lengths)[there])  # it may have wrapped around
    common = np.repeat(scale, lengths)
    gain, whole = env.discount.numerator, env.discount.denominator
    if (scale <= 0).any() or (common % lower).any() or 4 * whole * float(scale.max()) >= ROOM:
        raise NotCertified("common denominators are too large for int64")
    shape, rows = (len(owner), len(env.states)), np.arange(len(owner) + 1)
    moves = sparse.csr_array((gain * upper * (common // lower), to, np.concatenate(([0], ends))), shape=shape)
    stays = sparse.csr_array((whole * scale, owner, rows), shape=shape)
    return Equations(owner, action, sparse.csr_array(moves - stays), whole * scale, ~there)


def approximately(env: Environment) -> Equations:
    """Return the equations in floats, divided by w_p: for guesses where there are no integers to prove them by."""
    owner, action, lengths, to, cells = _layout(env)
    shape, rows = (len(owner), len(env.states)), np.arange(len(owner) + 1)
    gain = float(env.discount) * np.fromiter(map(float, cells), float, len(cells))
    moves = sparse.csr_array((gain, to, np.concatenate(([0], np.cumsum(lengths)))), shape=shape)
    stays = sparse.csr_array((np.ones(len(owner)), owner, rows), shape=shape)
    return Equations(owner, action, sparse.csr_array(moves - stays), np.ones(len(owner), np.int64), lengths == 0)


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


@contextmanager
def _fitting() -> Iterator[None]:
    """Say of numbers that do not fit into int64 that nothing is certified."""
    try:
        yield
    except OverflowError:
        raise NotCertified("a number is too large for int64") from None
