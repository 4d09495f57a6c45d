"""Two actions are proved to be worth the same by substituting what a policy's values satisfy, until nothing is left.

V solves c_s + D_s·V = 0 in each state, one row of integers a state. A partition of the states is *respected* if the
rows in a class are the same up to a factor, once the unknowns of a class are added up; then V is constant on each
class (the quotient of an M-matrix is an M-matrix, and its solution solves the whole system). It is found as
deterministic automata are minimised, from a first guess: states whose values are not told apart (Hopcroft 1971; for
Markov decision processes Givan, Dean & Greig 2003).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import gcd

from .integers import Integers, Rows

DEPTH = 3
"""How often values are substituted."""
WIDTH = 40
"""Unknowns up to which a substitution goes on."""


class Ties:
    """Differences between pairs are rewritten by a policy's equations, in which some states are known to be alike.

    Parameters
    ----------
    matrix, paid, weights :
        D, c and w of every pair, as in `certified`.
    rows : array of shape (states,)
        The pairs of the policy.
    near, error :
        Integers that differ by more than twice the error only where values differ.
    """

    def __init__(
        self, matrix: Rows, paid: Integers, weights: Integers, rows: Integers, near: Sequence[int], error: int
    ) -> None:
        self.matrix, self.rows, self.near, self.error = matrix, rows.tolist(), near, error
        self.paid, self.weights = paid.tolist(), weights.tolist()

    @cached_property
    def alike(self) -> list[int]:
        """Return for each state the first of its class, in a partition that the policy's equations respect."""
        order = sorted(range(len(self.near)), key=self.near.__getitem__)
        kind, count = [0] * len(order), 0
        for below, above in pairwise(order):
            kind[above] = kind[below] + (self.near[above] - self.near[below] > 2 * self.error)
        lines = [self.matrix.row(p) for p in self.rows]
        while len(set(kind)) > count:
            count = len(set(kind))
            names: dict[object, int] = {}
            said = [(kind[s], self._said(lines[s], self.paid[p], kind)) for s, p in enumerate(self.rows)]
            kind = [names.setdefault(each, len(names)) for each in said]
        first: dict[int, int] = {}
        return [first.setdefault(which, s) for s, which in enumerate(kind)]

    @staticmethod
    def _said(line: list[tuple[int, int]], paid: int, kind: list[int]) -> object:
        """Return what an equation says of classes, but for a factor."""
        added: dict[int, int] = {}
        for t, entry in line:
            added[kind[t]] = added.get(kind[t], 0) + entry
        factor = gcd(paid, *added.values())
        return paid // factor, frozenset((which, entry // factor) for which, entry in added.items() if entry)

    def sign(self, pair: int, own: int) -> int | None:
        """Return the sign of a pair's advantage over the policy's own pair in that state, if substitution shows it."""
        rest = Fraction(0)
        left: dict[int, Fraction] = {}

        def add(p: int, factor: Fraction) -> None:
            nonlocal rest
            rest += factor * self.paid[p]
            for t, entry in self.matrix.row(p):
                t = self.alike[t]
                left[t] = left.get(t, Fraction(0)) + factor * entry

        add(pair, Fraction(1, self.weights[pair]))
        add(own, Fraction(-1, self.weights[own]))
        for _ in range(DEPTH + 1):
            left = {t: factor for t, factor in left.items() if factor}
            if not left:
                return (rest > 0) - (rest < 0)
            if len(left) > WIDTH:
                return None
            for t, factor in list(left.items()):
                add(self.rows[t], factor / self.weights[self.rows[t]])
        return None
