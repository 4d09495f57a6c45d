"""Margin and exposure say exactly how much harm a little regret may hide (`spec` symbols m and b; `H7`, `H13`).

Regret and badness are linear on the occupancies d_π, and these fill a polytope whose vertices are the
deterministic policies (Puterman 1994, section 6.9). So the points (x(π), y(π)) of all stationary
policies, x a badness or a regret and y a regret, fill the convex hull of the deterministic
policies' points. Its lower right boundary, the *frontier*, says all that there is to say:

    margin    m(δ) = min {y(π) : x(π) ≥ δ}    convex, piecewise linear, +∞ beyond the largest x
    exposure  b(ε) = max {x(π) : y(π) ≤ ε}    concave, piecewise linear, undefined below the least y

**What is closed and what is open.** The minimum and the maximum are attained, so

    (y ≤ ε  implies  x < δ)   holds exactly when   ε < m(δ),  that is when  b(ε) < δ;
    (y ≤ ε  implies  x ≤ δ)   holds exactly when   b(ε) ≤ δ;
    (y < ε  implies  x < δ)   holds exactly when   ε ≤ m(δ).

**The frontier at any size.** A policy's point is lowest along a slope k ≥ 0 (least y − kx) exactly when it
is optimal for the objective that −y + kx pays: R + k(1−γ) 1_J for a regret on R and the badness of J, which
carries 1−γ where regret does not; R − kR' for a regret on R and one on R'. The chord method needs only
that: start with the two ends, and look below the chord of two neighbours for a point of the
hull; where there is none, the chord is an edge. Each solution is exact policy iteration, each vertex is
found once, so a frontier of v vertices takes about 2v solutions. (v can itself be large: parametric
problems have frontiers that grow faster than any power of the size, Carstensen 1983.)

**Stochastic policies.** m is convex, so m(δ) ≤ m(0) + (δ/D)(m(D) − m(0)) for the largest badness D: if any
policy does harm, m(δ) goes to the least regret as δ goes to 0. Small regret bounds catastrophe and never
excludes it. Deterministic policies are finitely many: see `toymodel.quantities.deterministic`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from ..solve.restricted import optimal_inside
from ..solve.values import optimal
from ..worlds import AllowedActions, Environment, Number, Policy, exact, show
from .quantity import Quantity, mixed, some_policy, weighted_objective


@dataclass(frozen=True)
class Vertex:
    """A vertex is a corner of the convex hull, with a deterministic policy whose point it is."""

    x: Fraction
    y: Fraction
    policy: Policy


@dataclass(frozen=True)
class Curve:
    """A curve is a piecewise linear function that rises from its first breakpoint to its last.

    Attributes
    ----------
    points : tuple of (Fraction, Fraction)
        The breakpoints, both coordinates strictly increasing.
    before, after : Fraction, float or None
        Its value to the left of the first breakpoint and to the right of the last; None: undefined.
    """

    points: tuple[tuple[Fraction, Fraction], ...]
    before: Fraction | None
    after: Fraction | float

    def __call__(self, at: Number) -> Fraction | float:
        """Return the value at a point; ``math.inf``, the one float here, where there is nothing to attain.

        Raises
        ------
        ValueError
            Where the function is undefined.
        """
        where = exact(at)
        first, last = self.points[0], self.points[-1]
        if where < first[0]:
            if self.before is None:
                raise ValueError(f"no policy has less than {show(first[0])}, so {show(where)} leaves none to speak of")
            return self.before
        if where > last[0]:
            return self.after
        k, weight = self.place(where)
        low = self.points[k][1]
        return low if not weight else low + weight * (self.points[k + 1][1] - low)

    def place(self, at: Fraction) -> tuple[int, Fraction]:
        """Return k and w with ``at`` = (1−w) points[k] + w points[k+1]; outside, the nearest breakpoint."""
        k = bisect_left(self.points, at, key=lambda point: point[0])
        if k == len(self.points):
            return k - 1, Fraction(0)
        if k == 0 or self.points[k][0] == at:
            return k, Fraction(0)
        left, right = self.points[k - 1][0], self.points[k][0]
        return k - 1, (at - left) / (right - left)

    def slopes(self) -> tuple[Fraction, ...]:
        """Return the slope of each piece, from left to right."""
        return tuple((d - b) / (c - a) for (a, b), (c, d) in zip(self.points, self.points[1:], strict=False))


@dataclass(frozen=True)
class Attained:
    """An attaining policy is given as what it is and as a mix of two corners.

    Attributes
    ----------
    policy : Policy
        Stationary; mixed where the value lies between two corners.
    mix : tuple of (Fraction, Policy)
        One or two deterministic policies with probabilities: toss the coin once, then keep to one of them.
    """

    x: Fraction
    y: Fraction
    policy: Policy
    mix: tuple[tuple[Fraction, Policy], ...]


@dataclass(frozen=True)
class Frontier:
    """The frontier is the lower right boundary of the policies' points, from the least y to the largest x.

    Attributes
    ----------
    vertices : tuple of Vertex
        The first has the least y and among those the largest x, the last the largest x and among those the
        least y; in between x, y and slope increase strictly.

    Examples
    --------
    >>> from toymodel.worlds import Judge, Objective
    >>> env = Environment.build({"s": {"safe": "t", "risk": "t"}, "t": "t"}, start="s", discount="9/10")
    >>> pay, judge = Objective.on(env, {("s", "safe"): "1/20"}), Judge.of([("s", "risk")])
    >>> edge = frontier(env, Quantity.badness(env, judge), Quantity.regret(env, pay))
    >>> edge.exposure("1/40"), edge.margin("1/20"), edge.margin("1/5")
    (Fraction(1, 20), Fraction(1, 40), inf)
    """

    env: Environment
    x: Quantity
    y: Quantity
    vertices: tuple[Vertex, ...]

    @cached_property
    def margin(self) -> Curve:
        """Return the margin m(δ) = min {y : x ≥ δ}."""
        return Curve(tuple((v.x, v.y) for v in self.vertices), self.vertices[0].y, math.inf)

    @cached_property
    def exposure(self) -> Curve:
        """Return the exposure b(ε) = max {x : y ≤ ε}."""
        return Curve(tuple((v.y, v.x) for v in self.vertices), None, self.vertices[-1].x)

    @property
    def rate(self) -> Fraction:
        """Return κ, the least number with b(ε) ≤ b(ε₀) + κ (ε − ε₀), ε₀ the least y: the exposure's first slope."""
        return max(self.exposure.slopes(), default=Fraction(0))

    def cheapest(self, delta: Number) -> Attained:
        """Return a policy of least y among those with x ≥ δ; ValueError if there is none."""
        where = exact(delta)
        if where > self.vertices[-1].x:
            raise ValueError(f"the largest {self.x.name} is {show(self.vertices[-1].x)}, less than {show(where)}")
        return self._at(*self.margin.place(where))

    def worst(self, epsilon: Number) -> Attained:
        """Return a policy of largest x among those with y ≤ ε; ValueError if there is none."""
        self.exposure(epsilon)
        return self._at(*self.exposure.place(exact(epsilon)))

    def _at(self, k: int, weight: Fraction) -> Attained:
        first = self.vertices[k]
        if not weight:
            return Attained(first.x, first.y, first.policy, ((Fraction(1), first.policy),))
        second = self.vertices[k + 1]
        mix = ((1 - weight, first.policy), (weight, second.policy))
        x, y = ((1 - weight) * a + weight * b for a, b in ((first.x, second.x), (first.y, second.y)))
        return Attained(x, y, mixed(self.env, mix), mix)


@lru_cache(256)
def frontier(env: Environment, x: Quantity, y: Quantity) -> Frontier:
    """Return the frontier of the points (x(π), y(π)) of all stationary policies, exactly."""
    found = [_corner(env, x, y, (0, -1), (1, 0))]
    ahead = [_corner(env, x, y, (1, 0), (0, -1))]
    while ahead:
        below = _below(env, x, y, found[-1], ahead[-1])
        if below is not None:
            ahead.append(below)
            continue
        following = ahead.pop()
        if following.x == found[-1].x:
            continue
        # A policy may lie within an edge; it is found only where the edge is parallel to an earlier chord.
        if len(found) > 1 and _orientation(found[-2], found[-1], following) == 0:
            found.pop()
        found.append(following)
    return Frontier(env, x, y, tuple(found))


def convex_hull(env: Environment, x: Quantity, y: Quantity) -> tuple[Vertex, ...]:
    """Return the corners of the whole hull, counterclockwise from the lowest, rightmost one."""
    lower_right = frontier(env, x, y).vertices
    upper_right = [Vertex(v.x, -v.y, v.policy) for v in frontier(env, x, -y).vertices]
    upper_left = [Vertex(-v.x, -v.y, v.policy) for v in frontier(env, -x, -y).vertices]
    lower_left = [Vertex(-v.x, v.y, v.policy) for v in frontier(env, -x, y).vertices]
    around = {(v.x, v.y): v for v in (*lower_right, *reversed(upper_right), *upper_left, *reversed(lower_left))}
    return tuple(around.values())


def _vertex(env: Environment, x: Quantity, y: Quantity, allowed: AllowedActions) -> Vertex:
    policy = some_policy(allowed, len(env.actions))
    return Vertex(x.of(env, policy), y.of(env, policy), policy)


def _corner(env: Environment, x: Quantity, y: Quantity, first: tuple[int, int], then: tuple[int, int]) -> Vertex:
    """Return the point that is furthest in one direction, and among those in another."""
    best = optimal(env, weighted_objective(x, y, *first))
    return _vertex(env, x, y, optimal_inside(env, weighted_objective(x, y, *then), best.actions).actions)


def _below(env: Environment, x: Quantity, y: Quantity, left: Vertex, right: Vertex) -> Vertex | None:
    """Return a point furthest below the chord from left to right, or None."""
    if right.x <= left.x:
        return None
    slope = (right.y - left.y) / (right.x - left.x)
    found = _vertex(env, x, y, optimal(env, weighted_objective(x, y, slope, -1)).actions)
    return found if _orientation(left, found, right) > 0 else None


def _orientation(left: Vertex, middle: Vertex, right: Vertex) -> Fraction:
    """Return positive where the way left–middle–right turns left: where the middle lies below the chord."""
    return (middle.x - left.x) * (right.y - left.y) - (middle.y - left.y) * (right.x - left.x)
