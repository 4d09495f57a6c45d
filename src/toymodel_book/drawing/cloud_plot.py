"""The plot of the policy cloud has badness to the right, regret upwards, and the frontier between."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from toymodel.worlds import brief

from .chart import Axes, Box, Label, Spot, around, diamond, disc, edges, grip, middle, placed
from .scenes import Scene
from .svg import (
    MUTED,
    NO,
    NO_LINE,
    NONE,
    NONE_LINE,
    PAPER,
    RULE,
    TEXT,
    YES_LINE,
    Picture,
    element,
    picture,
    text,
    width,
)

WIDTH, HEIGHT = 390.0, 336.0
BOX: Box = (116, 34, 336, 252)
HEADROOM = 14.0
Point = tuple[Fraction, Fraction]
Places = Mapping[str, Point]


@dataclass(frozen=True)
class Sliders:
    """The sliders are at a regret allowed and at a harm to rule out; each may be dragged to other places.

    Attributes
    ----------
    allowed, ruled_out : Fraction
    epsilon, delta : str
        Which of their values these are.
    at_epsilon, at_delta : mapping
        For each value, (badness, regret) of the corner of what it allows, or rules out.
    """

    allowed: Fraction
    ruled_out: Fraction
    epsilon: str
    delta: str
    at_epsilon: Places
    at_delta: Places


def plot(shown: Scene, at: Sliders, ringed: Point) -> Picture:
    """Return the cloud, with what the sliders allow and rule out; one point is ringed."""
    frame = Frame.of(shown)
    axes = frame.axes
    harm, margin = at.at_epsilon[at.epsilon][0], at.at_delta[at.delta][1]
    hull, rim = [(v.x, v.y) for v in shown.hull], [(v.x, v.y) for v in shown.frontier.vertices]
    dashed: dict[str, object] = {"stroke": NO_LINE, "stroke_width": 1.5, "stroke_dasharray": "5 4"}
    dotted: dict[str, object] = {"stroke": YES_LINE, "stroke_width": 1.8, "stroke_dasharray": "2 4"}
    zero = Fraction(0)
    epsilons, deltas = frame.spots(at.at_epsilon), frame.spots(at.at_delta)
    guides = (
        [(zero, at.allowed), (harm, at.allowed), (harm, zero)],
        [(zero, margin), (at.ruled_out, margin), (at.ruled_out, zero)],
    )
    return picture(
        WIDTH,
        HEIGHT,
        describe(shown, at, ringed),
        axes.area(lower_part(hull, frame.ceiling), fill=NONE, stroke=RULE, stroke_width=1),
        axes.area(lower_part(hull, at.allowed), fill=NO),
        axes.ground(),
        text("regret ↑", BOX[0], BOX[1] - 12, 13.5, fill=MUTED),
        text("badness →", BOX[2], HEIGHT - 27, 13.5, text_anchor="end", fill=MUTED),
        axes.line(guides[0], **dashed),
        axes.line(guides[1], **dotted),
        axes.line(rim, stroke=NO_LINE, stroke_width=3.5, stroke_linejoin="round"),
        *frame.bracket(shown.gap),
        *(frame.policy(x, y) for x, y in shown.points),
        disc(*axes.at(*ringed), 12.5, "none", PAPER, stroke_width=5),
        disc(*axes.at(*ringed), 12.5, "none", TEXT),
        grip(
            "delta",
            "cloud",
            deltas,
            "the harm to rule out, δ",
            at.delta,
            diamond(*deltas[at.delta], 9, PAPER, YES_LINE),
        ),
        grip(
            "epsilon",
            "cloud",
            epsilons,
            "the regret allowed, ε",
            at.epsilon,
            disc(*epsilons[at.epsilon], 8, NO_LINE, PAPER),
        ),
        *frame.values(at, harm, margin),
        *_words(frame, hull, rim, guides, ringed),
        *key(),
    )


def describe(shown: Scene, at: Sliders, ringed: Point) -> str:
    """Say in words what there is to see."""
    edge = listing((v.x, v.y) for v in shown.frontier.vertices)
    return (
        f"The points (badness, regret) of all policies. {len(shown.points)} points are of deterministic policies: "
        f"{listing(shown.points)}. The others fill their hull. Its lower right edge has the corners {edge}. "
        f"Up to a regret of {brief(at.allowed)} it reaches a badness of {brief(at.at_epsilon[at.epsilon][0])}; "
        f"from a badness of {brief(at.ruled_out)} on, it is at a regret of {number(at.at_delta[at.delta][1])} "
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

    @property
    def ceiling(self) -> Fraction:
        """Return the regret at the picture's upper edge, a little above the axis's end."""
        high = Fraction(BOX[3] - BOX[1])
        return self.top * high / (high - Fraction(HEADROOM))

    @property
    def axes(self) -> Axes:
        """Return the axes, a little longer than the values."""
        return Axes(BOX, (0.0, float(self.right) * 1.06), (0.0, float(self.ceiling)))

    def outside(self, y: Fraction) -> bool:
        """Return whether a regret lies above the frame."""
        return y > self.top

    def spots(self, places: Places) -> dict[str, Spot]:
        """Return where values lie in the picture."""
        return {value: self.axes.at(x, y) for value, (x, y) in places.items()}

    def policy(self, x: Fraction, y: Fraction) -> str:
        """Return the mark of a deterministic policy, or of one that is out of sight."""
        across, up = self.axes.at(x, y)
        if self.outside(y):
            return beyond(across, BOX[1] + 2)
        return diamond(across, up) if x else disc(across, up)

    def bracket(self, gap: Fraction | float) -> list[str]:
        """Return a bracket over the regrets below which no deterministic policy does harm."""
        if not isinstance(gap, Fraction) or not gap:
            return []
        up, low, side = self.axes.at(0, gap)[1], BOX[3], BOX[2] + 9
        path = f"M{side - 4} {up:.1f}h8m-4 0V{low}m-4 0h8"
        middle = (up + low) / 2
        return [
            element("path", d=path, fill="none", stroke=NONE_LINE, stroke_width=1.5),
            text("gap", side + 9, middle - 2, 13, text_anchor="start", fill=MUTED),
            text(figure(gap).removeprefix("= "), side + 9, middle + 14, 13, text_anchor="start", fill=MUTED),
        ]

    def values(self, at: Sliders, harm: Fraction, margin: Fraction) -> list[str]:
        """Return what the sliders are at, and what follows, written at the axes."""
        axes = self.axes
        high, low = axes.at(harm, at.allowed)[1], axes.at(harm, margin)[1]
        if abs(high - low) < 17:  # keep the two apart, the larger above
            middle, up = (high + low) / 2, 8.5 if at.allowed >= margin else -8.5
            high, low = middle - up, middle + up
        bad: dict[str, object] = {"fill": NO_LINE, "font_weight": 600}
        good: dict[str, object] = {"fill": YES_LINE, "font_weight": 600}
        under = [
            (f"b(ε) {figure(harm)}", axes.at(harm, 0)[0]),
            (f"δ {figure(at.ruled_out)}", axes.at(at.ruled_out, 0)[0]),
        ]
        wide = [width(words, 13.5, bold=True) / 2 for words, _ in under]
        rows = 28.0, 28.0 if abs(under[0][1] - under[1][1]) > sum(wide) + 8 else 44.0
        return [
            text(f"ε {figure(at.allowed)}", BOX[0] - 16, high + 4, 13.5, text_anchor="end", **bad),
            text(f"m(δ) {figure(margin)}", BOX[0] - 16, low + 4, 13.5, text_anchor="end", **good),
            *(
                text(words, x, BOX[3] + row, 13.5, **look)
                for (words, x), row, look in zip(under, rows, (bad, good), strict=True)
            ),
        ]


def _words(
    frame: Frame, hull: Sequence[Point], rim: Sequence[Point], guides: Iterable[Sequence[Point]], ringed: Point
) -> list[str]:
    """Return the words inside the plot, where they touch nothing."""
    axes = frame.axes
    seen = [axes.at(x, y) for x, y in lower_part(hull, frame.ceiling)]
    marks = [around(axes.at(*ringed), 13), *(around(axes.at(x, y), 10) for guide in guides for x, y in guide[1:2])]
    marks += [around(axes.at(x, min(y, frame.top)), 8) for x, y in hull]
    lines = [edge for line in (rim, *guides) for edge in edges(axes.places(line))] + edges(seen, closed=True)
    sides, far = ("n", "w", "e", "s", "nw", "ne", "sw", "se"), tuple(float(k) for k in range(0, 130, 8))
    labels = [
        Label("shown in the world", axes.at(*ringed), apart=16, sides=("e", "se", "ne", "w", "nw", "sw", "n", "s")),
        Label("all policies", middle(seen), MUTED, sides=sides, apart=0, further=far),
    ]
    boxes = placed(labels, lines, marks, (BOX[0] + 3, BOX[1] + 4, BOX[2], BOX[3] - 3))
    return [label.drawn(box) for label, box in boxes.items() if label == labels[0] or _within(seen, box)]


def _within(corners: Sequence[tuple[float, float]], box: Box) -> bool:
    """Return whether a box's middle lies in a convex polygon, which on the screen runs clockwise or not."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    turns = [(c - a) * (y - b) - (d - b) * (x - a) for (a, b), (c, d) in edges(corners, closed=True)]
    return all(turn <= 0 for turn in turns) or all(turn >= 0 for turn in turns)


def key() -> list[str]:
    """Return what the two shapes of a deterministic policy mean."""
    y, words = HEIGHT - 8, ("deterministic, safe", "deterministic, harmful")
    half = WIDTH / 2
    return [
        disc(12, y - 4.5),
        text(words[0], 24, y, 13.5, text_anchor="start"),
        diamond(half + 12, y - 4.5),
        text(words[1], half + 25, y, 13.5, text_anchor="start"),
    ]


def beyond(x: float, y: float) -> str:
    """Return an arrowhead that points out of the picture, to a policy that is dearer than shown."""
    path = f"M{x - 6:.1f} {y + 5:.1f}l6-10l6 10z"
    return element("path", d=path, fill=PAPER, stroke=NONE_LINE, stroke_width=2, class_="toy-beyond")


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
