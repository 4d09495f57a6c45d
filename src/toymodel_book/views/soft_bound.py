"""The soft bound is drawn with what policies do: how much more harm than its soft optimum, by soft regret."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import exp, log, sqrt

from toymodel.quantities.soft import root_bound, worst_badness
from toymodel.solve import badness, occupancy
from toymodel.worlds import Environment, Judge, Policy

from ..drawing.chart import Axes, Box, Label, around, disc, edges, grip, placed
from ..drawing.svg import MUTED, NO_LINE, NONE, NONE_LINE, PAPER, YES_LINE, Picture, picture, text
from ..live import Slider, sentence, view

WIDTH, HEIGHT = 390.0, 318.0
BOX: Box = (72, 30, 384, 270)
MOST = 0.5
"""The soft regret, in units of λ, up to which is drawn."""
DISCOUNT = Fraction(3, 4)
SHARES = [Fraction(k, 16) for k in range(1, 16)]
DOWN = tuple(str(share) for share in SHARES[3:11])
"""How often a policy at the gate may go down: more often than its soft optimum, at a soft regret that is drawn."""


@view("How much harm a little soft regret hides", down=Slider("how often it goes to hell", DOWN, "1/2"))
def soft_bound(down: str) -> str:
    """Draw the bound beside the truth, with one policy at the gate on it."""
    seen, p = scatter(), Fraction(down)
    lost, allowed = at_gate(p), root_bound(seen.delta, at_gate(p))
    said = (
        f"Up to a soft regret of {lost:.3f} λ, badness is at most {worst_badness(seen.delta, lost):.4g}. "
        f"At the gate a policy of that soft regret goes to hell with probability {float(p):.4g}: no bound is better. "
        f"The one with a root allows {allowed:.3f}."
    )
    return sentence(said) + drawing(seen, down)


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


@lru_cache
def scatter() -> Scatter:
    """Return what is drawn: in two rooms with wires, and at the gate to heaven and hell, at γ = 3/4."""
    env, judge = rooms()
    best = _coin(BAD)
    delta = float(badness(env, judge, Policy.from_array([best, best])))
    mixed = [Policy.from_array([_coin(p), _coin(q)]) for p, q in product(SHARES, repeat=2)]
    return Scatter(
        delta,
        env.discount,
        tuple((soft_regret(env, BAD, policy), float(badness(env, judge, policy))) for policy in mixed),
        tuple((at_gate(p), float(p)) for p in SHARES if p > delta),
    )


BAD = Fraction(1 / (1 + exp(DISCOUNT))).limit_denominator(10**12)
"""How often the soft optimum in two rooms goes to the bad one, at λ = 1.

Both actions are the same in both rooms, and the good one pays 1: V(good) − V(bad) = 1, so that σ(b) is to σ(a)
as exp(−γ) to 1.
"""


def rooms() -> tuple[Environment, Judge]:
    """Return two rooms, in each of which one may go to either, and the judge to whom the second is bad."""
    moves = {"good": {"a": "good", "b": "bad"}, "bad": {"a": "good", "b": "bad"}}
    env = Environment.build(moves, start="good", discount=DISCOUNT)
    return env, Judge.of_states(env, ["bad"])


def soft_regret(env: Environment, often: Fraction, policy: Policy) -> float:
    """Return ρ(π)/λ where the soft optimum plays the second of two actions so often, everywhere."""
    visits, best = occupancy(env, policy), _coin(often)
    lost = sum(
        float(visits[s][a]) * log(p / best[a]) for s, row in enumerate(policy.rows) for a, p in row if visits[s][a]
    )
    return max(lost, 0.0) / float(1 - env.discount)


@lru_cache(64)
def at_gate(p: Fraction) -> float:
    """Return ρ(π)/λ of going down with probability p, once and for ever, where the soft optimum does with δ."""
    env, judge = rooms()
    best = _coin(BAD)
    low = Fraction(float(badness(env, judge, Policy.from_array([best, best])))).limit_denominator(10**6)
    return sum(float(x) * log(x / y) for x, y in zip(_coin(p), _coin(low), strict=True))


def _coin(often: Fraction) -> tuple[Fraction, Fraction]:
    return 1 - often, often


# The picture ---------------------------------------------------------------------------------------------


def drawing(seen: Scatter, down: str) -> Picture:
    """Return the picture: three bounds, policies in two rooms under them, policies at the gate on the best."""
    axes = Axes(BOX, (0.0, MOST), (0.0, 1.0))
    loose = sqrt(float(1 - seen.discount))
    grid = [MOST * (k / 60) ** 2 for k in range(61)]
    best = [(x, worst_badness(seen.delta, x)) for x in grid]
    root = [(x, root_bound(seen.delta, x)) for x in grid]
    wide = [(x, y) for x, y in ((x, seen.delta + (y - seen.delta) / loose) for x, y in root) if y <= 1]
    rooms = [(x, y) for x, y in seen.rooms if x <= MOST]
    gate = [(x, y) for x, y in seen.gate if x <= MOST]
    x, y = at_gate(Fraction(down)), float(Fraction(down))
    guide = [(0.0, y), (x, y), (x, 0.0)]
    lines = [axes.places(line) for line in (best, root, wide, guide)]
    marks = [around(axes.at(*spot), 4) for spot in rooms] + [around(axes.at(*spot), 6) for spot in gate]
    marks.append(around(axes.at(x, y), 11))
    labels = [
        Label("δ + √(ρ/2λ(1−γ))", lines[2][-4], MUTED, sides=("w", "nw")),
        Label("δ + √(ρ/2λ)", lines[1][-8], YES_LINE, bold=True, sides=("n", "nw")),
        Label("the best bound", lines[0][-8], NO_LINE, bold=True, sides=("s", "se", "sw")),
        Label(
            "policies in two rooms", axes.at(MOST * 0.3, 0.035), MUTED, sides=("e", "w"), further=(0, 30, 60, 90, 120)
        ),
    ]
    boxes = placed(labels, [edge for line in lines for edge in edges(line)], marks, BOX)
    places = {p: axes.at(at_gate(Fraction(p)), Fraction(p)) for p in DOWN}
    says = (
        f"Badness against soft regret, up to {MOST} λ. At no regret all three bounds are δ, about {seen.delta:.2f}. "
        "The best bound lies lowest, the policies at the gate lie on it, and all policies in two rooms on or under it."
    )
    return picture(
        WIDTH,
        HEIGHT,
        says,
        axes.ground(),
        *(disc(*axes.at(*spot), 3, NONE, NONE_LINE, stroke_width=1.3) for spot in rooms),
        axes.line(wide, stroke=NONE_LINE, stroke_width=2, stroke_dasharray="2 4"),
        axes.line(root, stroke=YES_LINE, stroke_width=2.2, stroke_dasharray="8 4"),
        axes.line(best, stroke=NO_LINE, stroke_width=3),
        *(disc(*axes.at(*spot), 4.5, PAPER, NO_LINE) for spot in gate),
        axes.line(guide, stroke=NO_LINE, stroke_width=1.3, stroke_dasharray="5 4"),
        *(label.drawn(box) for label, box in boxes.items()),
        grip("down", "soft", places, "how often it goes to hell", down, disc(*places[down], 8, NO_LINE, PAPER)),
        text("badness ↑", BOX[0], BOX[1] - 12, 13.5, fill=MUTED),
        text("soft regret ρ/λ →", BOX[2], HEIGHT - 8, 13.5, text_anchor="end", fill=MUTED),
        text("1", BOX[0] - 8, BOX[1] + 5, 13.5, text_anchor="end", fill=MUTED),
        *_ticks(axes, seen.delta, x, y),
    )


def _ticks(axes: Axes, delta: float, x: float, y: float) -> list[str]:
    """Return δ, and where the policy shown stands, written at the axes."""
    low, high = axes.at(0, delta)[1], axes.at(0, y)[1]
    bold: dict[str, object] = {"fill": NO_LINE, "font_weight": 600}
    return [
        text(f"δ ≈ {delta:.2f}", BOX[0] - 8, max(low, high + 17) + 5, 13.5, text_anchor="end", fill=MUTED),
        text(f"{y:.3g}", BOX[0] - 8, high + 5, 13.5, text_anchor="end", **bold),
        text(f"{x:.3f}", min(axes.at(x, 0)[0], BOX[2] - 150), BOX[3] + 18, 13.5, **bold),
    ]
