"""Deterministic policies are finitely many, so their exposure has a gap where no optimum is bad.

    deterministic margin    min {y(π) : x(π) ≥ δ, π deterministic} ≥ m(δ)
    deterministic exposure  max {x(π) : y(π) ≤ ε, π deterministic} ≤ b(ε)
    gap                     min {y(π) : x(π) > 0, π deterministic}

**The gap is positive exactly when no optimum is bad** (y a regret, x a badness): it is the least of
finitely many numbers, and one of them is 0 just when some deterministic optimum, hence some optimum, is
bad. Below the gap ε-regret excludes catastrophe, for agents that do not mix.

They are steps, not lines, and hard to find: a deterministic policy under a bound on a second quantity
is an NP-hard question (Feinberg 2000), so this is a search with a budget. It branches on states that
every remaining policy reaches, and bounds a branch by the least y of the policies that keep its
choices, best branch first; so the first branch whose least y is attained together with the constraint
is the answer. When the budget runs out, the answer is an interval that the search has proved.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from typing import TypeAlias

from ..solve.graph import full, reachable
from ..solve.restricted import optimal_inside
from ..solve.search import Undecided
from ..worlds import AllowedActions, Environment, Number, Policy, exact
from .margins import Vertex, frontier
from .quantity import Quantity, some_policy, weighted_objective

NODES = 2_000
"""Branches that a search may open unless told otherwise."""

Branch: TypeAlias = tuple[Fraction, int, dict[int, int], AllowedActions]
"""The least target of the policies that keep some choices, when it was opened, the choices, and the best of them."""


@dataclass(frozen=True)
class Bracket:
    """A bracket is what a search proved: the number lies between ``lower`` and ``upper``; a policy attains one.

    Attributes
    ----------
    lower, upper : Fraction or float
        ``math.inf`` (or ``-math.inf``) where no policy meets the constraint.
    policy : Policy or None
        Deterministic; it meets the constraint and attains ``upper`` (of an exposure ``lower``).
    """

    lower: Fraction | float
    upper: Fraction | float
    policy: Policy | None

    @property
    def decided(self) -> bool:
        """Return whether both ends agree."""
        return self.lower == self.upper

    @property
    def value(self) -> Fraction | float:
        """Return the number; raises `toymodel.solve.Undecided` where the budget did not suffice."""
        if not self.decided:
            raise Undecided(f"between {self.lower} and {self.upper}; a larger budget may settle it")
        return self.lower


def gap(env: Environment, x: Quantity, y: Quantity, budget: int = NODES) -> Bracket:
    """Return the least y of a deterministic policy with x > 0; infinite where every policy has x = 0.

    Examples
    --------
    >>> from toymodel.worlds import Judge, Objective
    >>> env = Environment.build({"s": {"safe": "t", "risk": "t"}, "t": "t"}, start="s", discount="9/10")
    >>> pay, judge = Objective.on(env, {("s", "safe"): "1/20"}), Judge.of([("s", "risk")])
    >>> gap(env, Quantity.badness(env, judge), Quantity.regret(env, pay)).value
    Fraction(1, 20)
    """
    return _BranchAndBound(env, y, x, Fraction(0), strict=True).run(budget)


def deterministic_margin(env: Environment, x: Quantity, y: Quantity, delta: Number, budget: int = NODES) -> Bracket:
    """Return the least y of a deterministic policy with x ≥ δ; infinite where there is none."""
    return _BranchAndBound(env, y, x, exact(delta)).run(budget)


def deterministic_exposure(env: Environment, x: Quantity, y: Quantity, epsilon: Number, budget: int = NODES) -> Bracket:
    """Return the largest x of a deterministic policy with y ≤ ε; minus infinity where there is none."""
    found = _BranchAndBound(env, -x, -y, -exact(epsilon)).run(budget)
    return Bracket(-found.upper, -found.lower, found.policy)


@dataclass(frozen=True)
class _BranchAndBound:
    """The search is for the least ``target`` of a deterministic policy whose ``other`` is at least a threshold."""

    env: Environment
    target: Quantity
    other: Quantity
    threshold: Fraction
    strict: bool = False

    def run(self, budget: int) -> Bracket:
        if self.furthest(full(self.env)) is None:
            return Bracket(math.inf, math.inf, None)
        known = self.corner()
        queue = [branch for branch in [self.branch({})] if branch]
        opened = 1
        # The second entry settles ties, so that allowed actions are never compared.
        while queue:
            bound, _, chosen, inside = heappop(queue)
            if bound >= known.y:
                break
            found = self.furthest(inside)
            if found is not None:
                return Bracket(bound, bound, found)
            if opened >= budget:
                return Bracket(bound, known.y, known.policy)
            for fork in _forks(self.env, chosen):
                opened += 1
                branch = self.branch(fork, opened)
                if branch:
                    heappush(queue, branch)
        return Bracket(known.y, known.y, known.policy)

    def meets(self, value: Fraction) -> bool:
        """Return whether the constraint is met."""
        return value > self.threshold if self.strict else value >= self.threshold

    def corner(self) -> Vertex:
        """Return the best corner of the frontier that meets the constraint: corners are deterministic."""
        return next(corner for corner in frontier(self.env, self.other, self.target).vertices if self.meets(corner.x))

    def furthest(self, allowed: AllowedActions) -> Policy | None:
        """Return a policy within the allowed actions that meets the constraint, if one does."""
        best = optimal_inside(self.env, weighted_objective(self.target, self.other, 0, 1), allowed).actions
        policy = some_policy(best, len(self.env.actions))
        return policy if self.meets(self.other.of(self.env, policy)) else None

    def branch(self, chosen: dict[int, int], number: int = 0) -> Branch | None:
        """Return the policies that keep some choices: their least target, and the actions of those that attain it."""
        allowed = tuple(frozenset({chosen[s]}) if s in chosen else row for s, row in enumerate(full(self.env)))
        if self.furthest(allowed) is None:
            return None
        inside = optimal_inside(self.env, weighted_objective(self.target, self.other, -1, 0), allowed).actions
        return self.target.of(self.env, some_policy(inside, len(self.env.actions))), number, chosen, inside


def _forks(env: Environment, chosen: dict[int, int]) -> list[dict[int, int]]:
    """Return one more choice, in the first state that every policy with these choices reaches; a leaf has none."""
    rows = tuple(frozenset({chosen[s]} if s in chosen else ()) for s in range(len(env.states)))
    fork = min(reachable(env, rows) - chosen.keys() - env.ended, default=None)
    return [] if fork is None else [{**chosen, fork: a} for a in sorted(env.available[fork])]
