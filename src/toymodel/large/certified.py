"""Optimal actions of thousands of states are proved: floats guess a policy, integers prove every sign.

*Equations* (`equations`). Each pair p = (s,a) has an integer row D_p and a number c_p; a policy's values solve
D_π·V = −c_π, and its advantages have the signs of D·V + c. M = −D_π is an M-matrix: no entry off its diagonal is
positive, and each row sums to some m_s > 0 (γ < 1).

*Enclosure.* If X are integers and r = 2^k·c_π + D_π·X, then |2^k·V − X| ≤ e = max |r_s|/m_s everywhere (Ahlberg &
Nilson 1963; at the state where it is largest, row s gives m_s·|2^k·V_s − X_s| ≤ |r_s|). So D_p·V + c_p has the sign of
u = D_p·X + 2^k·c_p wherever |u| > e·|D_p|₁.

*Ties* are proved in one of three ways. If e = 0, the number is u itself. By substituting equations until nothing is
left (`ties`). By the bound: V is N/d with d | det M ≤ Π M_ii, so |D_p·V + c_p| is 0 or at least 1/Π M_ii; lifting
(`lifting`) makes e as small as that takes.

*Improvement.* A pair proved to be better takes its place in the policy, which gains strictly (Howard 1960): it ends.
Howard's iteration takes few rounds (for a fixed γ polynomially many in the pairs, whatever the numbers: Hansen,
Miltersen & Zwick 2013), and from a good guess none or one; the proof asks for no number of them. At the end no pair is
better, so V = V*, and the pairs that tie are all the optimal ones.

All that floats do is to propose; a bad proposal costs time, or raises `NotCertified`. It needs NumPy and SciPy.

Sources: Howard 1960; Ahlberg & Nilson, *Journal of the SIAM* 11 (1963); MacQueen, *Journal of Mathematical Analysis and
Applications* 14 (1966); Puterman & Shin, *Management Science* 24 (1978); Hansen, Miltersen & Zwick, *Journal of the
ACM* 60 (2013).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from ..solve import Optimal, OutOfReach
from ..worlds import AllowedActions, Environment, Pair, Table
from .equations import Equations, equations
from .integers import ROOM, Integers, exact_integers
from .lifting import Floats, Lifting, bound, fractions, levels
from .ties import Ties

ROUNDS = 5_000
"""Rounds after which float policy iteration is taken as it is."""
NEAR = 1e-9
"""Of guesses that are so near, relative to the largest value, the first action is taken: ties look alike then."""
MOST = 1_000_000_000
"""Bits that the values of all states may take for a proof by the bound (some 400 MB); beyond, a tie is left open."""
BETTER, TIE, WORSE, OPEN = 1, 0, -1, 2
"""What is known of an advantage, or of a number that is compared with 0."""


def guess(known: Equations, paid: Integers, discount: float) -> tuple[Integers, Floats]:
    """Return the pairs of a policy and its values by modified policy iteration in floats (Puterman & Shin 1978)."""
    step = known.matrix.divided(known.weights)
    gains = (paid / known.weights).astype(float)
    values = np.zeros(known.matrix.shape[1])
    horizon = discount / (1 - discount)

    def improved(values: Floats, change: Floats) -> tuple[Floats, float, float]:
        low, high = (0.0, 0.0) if known.ended.any() else (float(change.min()), float(change.max()))
        values = values + change + (low + high) / 2 * horizon  # MacQueen 1966
        return values, float(np.abs(change - (low + high) / 2).max()), max(1.0, float(np.abs(values).max()))

    def best(slack: float) -> Integers:
        change = step @ values + gains
        top = np.maximum.reduceat(change, known.starts)
        return known.first(change >= top[known.owner] - slack)

    size = 1.0
    for _ in range(ROUNDS):
        rows = best(0.0)
        own, earned = step[rows], gains[rows]
        values, off, size = improved(values, own @ values + earned)
        if not off * horizon > 1e-12 * size or off <= 1e-15 * size:
            break
        for _ in range(min(int(2 * horizon) + 1, ROUNDS)):
            values, off, size = improved(values, own @ values + earned)
            if not off > 1e-14 * size:
                break
    rows = best(NEAR * size)
    return (rows if len(rows) == len(values) else known.starts), values


class PolicyValues:
    """The values of a policy lie in intervals that become as small as is asked for, down to a point."""

    def __init__(self, known: Equations, paid: Integers, rows: Integers, near: Floats) -> None:
        self.known, self.paid, self.rows, self.near = known, paid, rows, near
        self.matrix = -known.matrix[rows]

    @cached_property
    def lifting(self) -> Lifting:
        """Return the lifting of M·V = c_π."""
        return Lifting(self.matrix, self.paid[self.rows])

    @cached_property
    def bits(self) -> int:
        """Return how many bits Π M_ii has."""
        return bound(self.matrix)

    def enclosures(self, scale: int = 1) -> Iterator[tuple[Integers, int, int]]:
        """Yield X, k and e with |2^k·V − X| ≤ e, ever closer, down to what the bound asks for, or memory allows.

        The bound is on numbers that are integers when they are multiplied by ``scale`` and the determinant.
        """
        room = ROOM / (
            int(self.known.matrix.sizes.max()) * (float(np.abs(self.near).max()) + 1) + float(np.abs(self.paid).max())
        )
        if room > 2:
            k = int(np.log2(room)) - 1
            x = np.rint(np.ldexp(self.near, k)).astype(np.int64)
            yield x, k, self._error(x, k)
        most = self.bits + int(self.known.matrix.sizes.max()).bit_length() + scale.bit_length() + 128
        for x, k in levels(self.lifting, min(most, MOST // len(self.rows))):
            yield x, k, self._error(x, k)

    def _error(self, x: Integers, k: int) -> int:
        off = abs((_as(x, self.paid[self.rows]) << k) - self.matrix @ x)
        return int(max((-(-off // _as(x, self.matrix.sums))).tolist()))

    def signs(self, loss: Fraction = Fraction(0)) -> Integers:
        """Return the sign of A(s,a) + loss for every pair, proved; or what is better, as soon as something is.

        Parameters
        ----------
        loss : Fraction
            In the units of V.
        """
        found = np.full(len(self.paid), OPEN, np.int8)
        if not loss:
            found[self.rows] = TIE
        ties: Ties | None = None
        for x, k, e in self.enclosures(loss.denominator):
            left = np.flatnonzero(found == OPEN)
            if not len(left) or (not loss and (found == BETTER).any()):
                break
            found[left] = self._signs(left, x, k, e, loss)
            if ties is None and x.dtype == object and not loss:
                ties = Ties(self.known.matrix, self.paid, self.known.weights, self.rows, x.tolist(), e)
                for p in np.flatnonzero(found == OPEN).tolist():
                    sign = ties.sign(p, int(self.rows[self.known.owner[p]]))
                    found[p] = OPEN if sign is None else sign
        return found

    def _signs(self, left: Integers, x: Integers, k: int, e: int, loss: Fraction) -> Integers:
        """Return what an enclosure tells of some pairs: the number lies in [u − size, u + size] / 2^k."""
        known, part = self.known, loss.denominator
        if loss or e * int(known.matrix.sizes.max()) >= ROOM:
            x = x.astype(object)
        u = (_as(x, self.paid[left]) << k) + known.matrix[left] @ x
        if loss:
            u = part * u + loss.numerator * (_as(x, known.weights[left]) << k)
        size = part * e * _as(x, known.matrix.sizes[left])
        least = 1 << max(0, k - self.bits) if x.dtype == object else 0  # 2^k times what is not 0 is no smaller
        zero = (abs(u) + size < least) if k > self.bits else (u == 0) & (size == 0)
        signs = {BETTER: u > size, WORSE: u < -size, TIE: zero}
        return np.select([np.asarray(which, bool) for which in signs.values()], list(signs), OPEN)


def _as(x: Integers, numbers: Integers) -> Integers:
    return numbers.astype(x.dtype)


class Certified(Optimal):
    """The optima of a large environment have their actions proved; their values wait until they are asked for."""

    def __init__(self, env: Environment, unit: int, best: PolicyValues, signs: Integers) -> None:
        self.__dict__.update(env=env, unit=unit, best=best, signs=signs)

    env: Environment
    unit: int
    best: PolicyValues
    signs: Integers

    @cached_property
    def actions(self) -> AllowedActions:
        """Return G_R(s): every optimal action."""
        sets: list[list[int]] = [[] for _ in self.env.states]
        for s, a in self._pairs(self.signs == TIE):
            sets[s].append(a)
        known: dict[tuple[int, ...], frozenset[int]] = {}
        return tuple(known.setdefault(tuple(row), frozenset(row)) for row in sets)

    @cached_property
    def values(self) -> tuple[Fraction, ...]:
        """Return V*(s) for every state."""
        numerators, denominator = self._solution
        return tuple(fractions(numerators, denominator * self.unit))

    @cached_property
    def q(self) -> Table:
        """Return Q*(s,a); where a is not available in s there is 0, which means nothing."""
        known, (numerators, denominator) = self.best.known, self._solution
        n = exact_integers(numerators)
        scaled = known.matrix @ n + known.weights.astype(object) * n[known.owner]
        scaled += self.best.paid.astype(object) * denominator
        rows = [[Fraction(0)] * len(self.env.actions) for _ in self.env.states]
        pairs = zip(self._pairs(~known.ended), scaled[~known.ended], known.weights[~known.ended].tolist(), strict=True)
        for (s, a), x, weight in pairs:
            rows[s][a] = Fraction(int(x), int(denominator) * self.unit * weight)
        return tuple(map(tuple, rows))

    def losing(self, more_than: Fraction, at_least: Fraction = Fraction(0)) -> frozenset[Pair]:
        """Return the pairs that lose more than one number and at least another, each proved."""
        loss, signs = max(more_than, at_least), self.signs
        if loss:
            signs = self.best.signs(loss * self.unit)
            _decided(signs, self.env)
        lost = (signs == WORSE) | ((signs == TIE) & (loss > more_than))
        return frozenset(self._pairs(lost & ~self.best.known.ended))

    @cached_property
    def _solution(self) -> tuple[list[Any], Any]:
        return self.best.lifting.solution()

    def _pairs(self, chosen: Integers) -> list[Pair]:
        chosen = chosen & ~self.best.known.ended
        return list(zip(self.best.known.owner[chosen].tolist(), self.best.known.action[chosen].tolist(), strict=True))


def optimal(env: Environment, mean: Table) -> Certified:
    """Return the optima of an environment for payments R(s,a), proved.

    Raises
    ------
    NotCertified
        If a number is too large for int64, or the floats are too bad for a proof.
    OutOfReach
        If some action is so nearly as good as the best that only larger numbers than memory holds would tell.
    """
    known = equations(env)
    paid, unit = known.paid(mean)
    rows, near = guess(known, paid, float(env.discount))
    while True:
        best = PolicyValues(known, paid, rows, near)
        signs = best.signs()
        better = known.first(signs == BETTER)
        if not len(better):
            _decided(signs, env)
            return Certified(env, unit, best, signs)
        rows = rows.copy()
        rows[known.owner[better]] = better


def _decided(signs: Integers, env: Environment) -> None:
    left = int((signs == OPEN).sum())
    if left:
        raise OutOfReach(
            f"in {env.name or 'this environment'}, {left} of {len(signs)} actions are too near a tie to be told apart "
            "with the memory there is; env.by_floats() lets floats judge them, and says so"
        )
