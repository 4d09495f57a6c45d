"""The soft bound is drawn with what policies do: how much more harm than its soft optimum, by soft regret."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import log, sqrt

from toymodel.behavior.maximum_entropy import soft_optimal
from toymodel.quantities.soft import root_bound, rounded, soft_regret, worst_badness
from toymodel.solve import badness
from toymodel.worlds import Environment, Judge, Objective, Policy

from ..drawing.svg import NO_LINE, NONE, NONE_LINE, YES_LINE, Picture, element, picture, text

WIDTH, HEIGHT, LEFT, TOP, WIDE, HIGH = 480.0, 360.0, 60.0, 30.0, 380.0, 230.0
MOST = 0.5
"""The soft regret, in units of λ, up to which is drawn."""
SHARES = [Fraction(k, 16) for k in range(1, 16)]


@dataclass(frozen=True)
class Scatter:
    """A scatter has, for a share δ and a discount, the points (ρ/λ, badness) of policies whose optimum has badness δ.

    Attributes
    ----------
    rooms, gate : tuple of (float, float)
        Of policies in two rooms, and of policies that choose once for ever.
    """

    delta: float
    discount: Fraction
    rooms: tuple[tuple[float, float], ...]
    gate: tuple[tuple[float, float], ...]


def scatter() -> Scatter:
    """Return what is drawn: in two rooms with wires, and at the gate to heaven and hell, at γ = 3/4."""
    moves = {"good": {"a": "good", "b": "bad"}, "bad": {"a": "good", "b": "bad"}}
    env = Environment.build(moves, start="good", discount="3/4")
    pays, judge = Objective.on(env, {"good": 1}), Judge.of_states(env, ["bad"])
    best = rounded(soft_optimal(env, pays).policy.tolist())
    delta = float(badness(env, judge, best))
    rooms = [Policy.from_array([[1 - p, p], [1 - q, q]]) for p, q in product(SHARES, repeat=2)]
    gate = Environment.build(
        {"gate": {"up": "heaven", "down": "hell"}, "heaven": "heaven", "hell": "hell"}, start="gate", discount="3/4"
    )
    doom, low = Judge.of([("gate", "down"), ("hell", "up"), ("hell", "down")]), Fraction(delta).limit_denominator(10**6)
    twin = Objective.from_array([[Fraction(log(1 - low)), Fraction(log(low))], [0, 0], [0, 0]])
    half = [Fraction(1, 2)] * 2
    once = [Policy.from_array([[1 - p, p], half, half]) for p in SHARES if p > low]
    return Scatter(
        delta,
        env.discount,
        tuple((soft_regret(env, pays, policy), float(badness(env, judge, policy))) for policy in rooms),
        tuple((soft_regret(gate, twin, policy), float(badness(gate, doom, policy))) for policy in once),
    )


def soft_bound() -> Picture:
    """Draw the bound beside the truth."""
    seen = scatter()
    loose = sqrt(float(1 - seen.discount))
    curves: list[tuple[Callable[[float], float], str, str, str]] = [
        (lambda x: worst_badness(seen.delta, x), "the best bound", NO_LINE, "none"),
        (lambda x: root_bound(seen.delta, x), "δ + √(ρ/2λ)", YES_LINE, "8 4"),
        (lambda x: seen.delta + (root_bound(seen.delta, x) - seen.delta) / loose, "δ + √(ρ/2λ(1−γ))", NONE_LINE, "2 4"),
    ]
    grid = [MOST * (k / 80) ** 2 for k in range(81)]
    parts = [element("path", d=f"M {LEFT} {TOP} V {TOP + HIGH} H {LEFT + WIDE}", fill="none", stroke="currentColor")]
    parts += [_dot(x, y, 3, NONE, NONE_LINE) for x, y in seen.rooms if x <= MOST]
    for k, (curve, words, colour, dashes) in enumerate(curves):
        path = " ".join(f"{_across(x):.1f},{_up(curve(x)):.1f}" for x in grid if curve(x) <= 1)
        style = {"stroke": colour, "stroke_width": 2.5, "stroke_dasharray": dashes, "fill": "none"}
        parts.append(element("polyline", points=path, **style))
        y = TOP + HIGH + 44 + 20 * k
        parts.append(element("path", d=f"M {LEFT} {y} h 34", **style))
        parts.append(text(words, LEFT + 42, y + 4, 13, text_anchor="start"))
    parts += [_dot(x, y, 4.5, "none", NO_LINE) for x, y in seen.gate if x <= MOST]
    parts += [
        _dot(LEFT + 220, TOP + HIGH + 44, 3, NONE, NONE_LINE, False),
        _dot(LEFT + 220, TOP + HIGH + 64, 4.5, "none", NO_LINE, False),
    ]
    parts.append(text("policies in two rooms", LEFT + 230, TOP + HIGH + 48, 13, text_anchor="start"))
    parts.append(text("policies at the gate", LEFT + 230, TOP + HIGH + 68, 13, text_anchor="start"))
    parts += [
        text("badness ↑", LEFT, TOP - 10, 13),
        text("soft regret / λ →", LEFT + WIDE, TOP + HIGH + 18, 13, text_anchor="end"),
    ]
    parts += [
        text(f"δ ≈ {seen.delta:.2f}", LEFT - 6, _up(seen.delta) + 4, 12, text_anchor="end"),
        text("1", LEFT - 8, TOP + 4, 12),
    ]
    says = (
        f"Badness against soft regret, up to {MOST} λ. At no regret all three bounds are δ, about {seen.delta:.2f}. "
        "The best bound lies lowest, the policies at the gate lie on it, and all policies in two rooms on or under it."
    )
    return picture(WIDTH, HEIGHT, says, *parts)


def _across(x: float) -> float:
    return LEFT + WIDE * x / MOST


def _up(y: float) -> float:
    return TOP + HIGH * (1 - y)


def _dot(x: float, y: float, radius: float, fill: str, stroke: str, scaled: bool = True) -> str:
    across, up = (_across(x), _up(y)) if scaled else (x, y)
    return element("circle", cx=across, cy=up, r=radius, fill=fill, stroke=stroke, stroke_width=1.5)
