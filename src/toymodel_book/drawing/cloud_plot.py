"""The plot of the policy cloud has badness to the right, regret upwards, and the frontier between."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from toymodel.worlds import brief

from .scenes import Scene
from .svg import NO, NO_LINE, NONE, NONE_LINE, YES, YES_LINE, Picture, element, picture, text

WIDTH, HEIGHT = 480.0, 452.0
LEFT, TOP, WIDE, HIGH, HEADROOM = 116.0, 34.0, 296.0, 250.0, 16.0
FLOOR, SIDE = TOP + HIGH, LEFT + WIDE
PAPER = "var(--toy-paper, #ffffff)"
Point = tuple[Fraction, Fraction]


def plot(shown: Scene, allowed: Fraction, ruled_out: Fraction, ringed: Point) -> Picture:
    """Return the cloud, with what a regret of at most ``allowed`` and a badness of at least ``ruled_out`` mean.

    One point is ringed.
    """
    harm, margin = shown.frontier.worst(allowed), shown.frontier.margin(ruled_out)
    assert isinstance(margin, Fraction)
    frame = Frame.of(shown)
    hull = [(v.x, v.y) for v in shown.hull]
    dashed: dict[str, object] = {"stroke": NO_LINE, "stroke_width": 1.5, "stroke_dasharray": "6 4"}
    dotted: dict[str, object] = {"stroke": YES_LINE, "stroke_width": 2, "stroke_dasharray": "2 4"}
    zero = Fraction(0)
    return picture(
        WIDTH,
        HEIGHT,
        describe(shown, allowed, ruled_out, ringed),
        frame.area(lower_part(hull, frame.ceiling), fill=NONE, stroke=NONE_LINE, stroke_width=1),
        frame.area(lower_part(hull, allowed), fill=NO),
        *axes(),
        frame.line([(zero, allowed), (harm.x, allowed), (harm.x, zero)], **dashed),
        frame.line([(zero, margin), (ruled_out, margin), (ruled_out, zero)], **dotted),
        frame.line([(v.x, v.y) for v in shown.frontier.vertices], stroke=NO_LINE, stroke_width=4),
        *frame.bracket(shown.gap),
        *(frame.policy(x, y) for x, y in shown.points),
        diamond(*frame.at(ruled_out, margin)),
        arrow(*frame.at(harm.x, allowed)),
        ring(*frame.at(*ringed)),
        *frame.values(allowed, margin, harm.x, ruled_out),
        *key(any(frame.outside(y) for _, y in shown.points)),
    )


def describe(shown: Scene, allowed: Fraction, ruled_out: Fraction, ringed: Point) -> str:
    """Say in words what there is to see."""
    edge = listing((v.x, v.y) for v in shown.frontier.vertices)
    return (
        f"The points (badness, regret) of all policies. {len(shown.points)} points are of deterministic policies: "
        f"{listing(shown.points)}. The others fill their hull. Its lower right edge has the corners {edge}. "
        f"Up to a regret of {brief(allowed)} it reaches a badness of {brief(shown.frontier.worst(allowed).x)}; "
        f"from a badness of {brief(ruled_out)} on, it is at a regret of {number(shown.frontier.margin(ruled_out))} "
        f"or more. Ringed: {listing([ringed])}."
    )


@dataclass(frozen=True)
class Frame:
    """A frame says where a point lies in the picture: ``right`` and ``top`` are the values at the ends of the axes."""

    right: Fraction
    top: Fraction

    @classmethod
    def of(cls, shown: Scene) -> Frame:
        """Return a frame with room for the frontier; much dearer policies are marked at its upper edge."""
        highest = max(y for _, y in shown.points)
        return cls(shown.most.x, min(max(highest, shown.scale), 2 * shown.scale))

    def at(self, x: Fraction, y: Fraction) -> tuple[float, float]:
        """Return the place of a point."""
        return LEFT + (WIDE - 20) * float(x / self.right), FLOOR - (HIGH - HEADROOM) * float(y / self.top)

    @property
    def ceiling(self) -> Fraction:
        """Return the regret at the picture's upper edge, a little above the axis's end."""
        return self.top * Fraction(HIGH) / Fraction(HIGH - HEADROOM)

    def outside(self, y: Fraction) -> bool:
        """Return whether a regret lies above the frame."""
        return y > self.top

    def area(self, points: Sequence[Point], **attributes: object) -> str:
        """Return a filled area, or nothing of nothing."""
        return element("polygon", points=self._path(points), **attributes)

    def line(self, points: Sequence[Point], **attributes: object) -> str:
        """Return a line through points."""
        return element("polyline", points=self._path(points), fill="none", **attributes)

    def _path(self, points: Sequence[Point]) -> str:
        return " ".join(f"{across:.1f},{up:.1f}" for across, up in (self.at(x, y) for x, y in points))

    def policy(self, x: Fraction, y: Fraction) -> str:
        """Return the mark of a deterministic policy, or of one that is out of sight."""
        across, up = self.at(x, y)
        if self.outside(y):
            return beyond(across, TOP + 7)
        return harmful(across, up) if x else harmless(across, up)

    def bracket(self, gap: Fraction | float) -> list[str]:
        """Return a bracket over the regrets below which no deterministic policy does harm."""
        if not isinstance(gap, Fraction) or not gap:
            return []
        up, side = self.at(Fraction(0), gap)[1], SIDE + 10
        path = f"M {side - 4} {up:.1f} h 8 M {side} {up:.1f} V {FLOOR} m -4 0 h 8"
        middle = (up + FLOOR) / 2
        return [
            element("path", d=path, fill="none", stroke="currentColor", stroke_width=1.5),
            text("gap", side + 8, middle - 1, 12, text_anchor="start"),
            text(figure(gap).removeprefix("= "), side + 8, middle + 14, 12, text_anchor="start"),
        ]

    def values(self, allowed: Fraction, margin: Fraction, harm: Fraction, ruled_out: Fraction) -> list[str]:
        """Return what the sliders are at, and what follows, written at the axes."""
        high, low = self.at(harm, allowed)[1], self.at(harm, margin)[1]
        if abs(high - low) < 16:  # keep the two apart, the larger above
            middle, up = (high + low) / 2, 8 if allowed >= margin else -8
            high, low = middle - up, middle + up
        bold: dict[str, object] = {"fill": NO_LINE, "font_weight": "bold"}
        plain: dict[str, object] = {"fill": YES_LINE, "font_weight": "bold"}
        return [
            text(f"ε {figure(allowed)}", LEFT - 10, high + 4, 13, text_anchor="end", **bold),
            text(f"m(δ) {figure(margin)}", LEFT - 10, low + 4, 13, text_anchor="end", **plain),
            text(f"b(ε) {figure(harm)}", self.at(harm, margin)[0], FLOOR + 20, 13, **bold),
            text(f"δ {figure(ruled_out)}", self.at(ruled_out, margin)[0], FLOOR + 37, 13, **plain),
        ]


def axes() -> list[str]:
    """Return both axes with their names."""
    path = f"M {LEFT} {TOP - 6} V {FLOOR} H {SIDE}"
    return [
        element("path", d=path, fill="none", stroke="currentColor", stroke_width=1.5),
        text("regret ↑", LEFT, TOP - 14, 13),
        text("badness →", SIDE, FLOOR + 56, 13, text_anchor="end"),
    ]


def key(some_outside: bool) -> list[str]:
    """Return what the marks mean."""
    entries = [
        (harmless, "deterministic, no harm"),
        (harmful, "deterministic, harm"),
        (arrow, "most harm for a regret of ε"),
        (diamond, "least regret for a harm of δ"),
        (shade, "all other policies"),
        (allowed_shade, "those of regret at most ε"),
        (small_ring, "on the world"),
    ]
    if some_outside:
        entries.append((beyond, "dearer than shown"))
    parts = []
    for k, (mark, words) in enumerate(entries):
        across, up = 16.0 + 244 * (k % 2), FLOOR + 84 + 22 * (k // 2)
        parts += [mark(across + 8 * (mark is arrow), up), text(words, across + 16, up + 4, 13, text_anchor="start")]
    return parts


def harmless(x: float, y: float) -> str:
    """Return a disc, the mark of what is harmless."""
    return element("circle", cx=x, cy=y, r=6, fill=YES, stroke=YES_LINE, stroke_width=2)


def harmful(x: float, y: float) -> str:
    """Return a cross in a square."""
    square = element("rect", x=x - 6, y=y - 6, width=12, height=12, fill=NO, stroke=NO_LINE, stroke_width=2)
    return square + element("path", d=f"M {x - 3:.1f} {y - 3:.1f} l 6 6 m 0 -6 l -6 6", stroke=NO_LINE, stroke_width=2)


def beyond(x: float, y: float) -> str:
    """Return an arrowhead that points out of the picture."""
    return element("path", d=f"M {x - 6:.1f} {y + 5:.1f} l 6 -10 l 6 10 z", fill=NONE, stroke=NONE_LINE, stroke_width=2)


def arrow(x: float, y: float) -> str:
    """Return a solid arrowhead whose tip is at the point."""
    return element("path", d=f"M {x:.1f} {y:.1f} l -17 -8 v 16 z", fill=NO_LINE, stroke=PAPER, stroke_width=1.5)


def diamond(x: float, y: float) -> str:
    """Return a hollow diamond as a mark."""
    path = f"M {x:.1f} {y - 8:.1f} l 8 8 l -8 8 l -8 -8 z"
    return element("path", d=path, fill=PAPER, stroke=YES_LINE, stroke_width=2.5)


def ring(x: float, y: float, radius: float = 12) -> str:
    """Return a ring around a point."""
    wide = element("circle", cx=x, cy=y, r=radius, fill="none", stroke=PAPER, stroke_width=5)
    return wide + element("circle", cx=x, cy=y, r=radius, fill="none", stroke="currentColor", stroke_width=2)


def small_ring(x: float, y: float) -> str:
    """Return a small ring for the key."""
    return ring(x, y, 8)


def shade(x: float, y: float) -> str:
    """Return a patch of the hull."""
    return element("rect", x=x - 8, y=y - 6, width=16, height=12, fill=NONE, stroke=NONE_LINE, stroke_width=1)


def allowed_shade(x: float, y: float) -> str:
    """Return a patch of the part of the hull that is allowed."""
    return element(
        "rect", x=x - 8, y=y - 6, width=16, height=12, fill=NO, stroke=NO_LINE, stroke_width=1, stroke_dasharray="6 4"
    )


def lower_part(corners: Sequence[Point], top: Fraction) -> list[Point]:
    """Return the part of a convex polygon at most ``top`` high.

    Examples
    --------
    >>> corners = [(Fraction(x), Fraction(y)) for x, y in ((0, 0), (2, 0), (0, 2))]
    >>> [(str(x), str(y)) for x, y in lower_part(corners, Fraction(1))]
    [('0', '0'), ('2', '0'), ('1', '1'), ('0', '1')]
    """
    kept: list[Point] = []
    for (a, b), (c, d) in pairwise((*corners, corners[0])):
        if b <= top:
            kept.append((a, b))
        if (b < top < d) or (d < top < b):
            kept.append((a + (top - b) / (d - b) * (c - a), top))
    return kept


def number(value: Fraction | float) -> str:
    """Return a number in words, exact where that is short."""
    return brief(value) if isinstance(value, Fraction) else "∞" if math.isinf(value) else str(value)


def figure(value: Fraction) -> str:
    """Return what a value is, or nearly is, in few figures.

    Examples
    --------
    >>> figure(Fraction(1, 40)), figure(Fraction(599, 3000))
    ('= 0.025', '≈ 0.2')
    """
    said = brief(value)
    return f"= {said}" if len(said) <= 7 else f"≈ {float(value):.3g}"


def listing(points: Iterable[Point]) -> str:
    """Return points as a list."""
    return ", ".join(f"({brief(x)}, {brief(y)})" for x, y in points)
