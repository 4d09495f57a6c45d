"""A chart has axes, areas, curves and points; words stand beside what they name and touch nothing that is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import SupportsFloat

from ..actions import drags
from .svg import NO, NO_LINE, NONE_LINE, TEXT, YES, YES_LINE, element, text, width

Spot = tuple[float, float]
Edge = tuple[Spot, Spot]
Value = tuple[SupportsFloat, SupportsFloat]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
SIZE = 13.5


@dataclass(frozen=True)
class Axes:
    """Axes say where values lie: ``x`` and ``y`` are the values at the ends of the box."""

    box: Box
    x: tuple[float, float]
    y: tuple[float, float]

    def at(self, x: SupportsFloat, y: SupportsFloat) -> Spot:
        """Return the place of a pair of values."""
        left, top, right, bottom = self.box
        across, up = ((float(v) - low) / (high - low) for v, (low, high) in ((x, self.x), (y, self.y)))
        return left + (right - left) * across, bottom - (bottom - top) * up

    def places(self, values: Iterable[Value]) -> list[Spot]:
        """Return the places of pairs of values."""
        return [self.at(x, y) for x, y in values]

    def line(self, values: Iterable[Value], **look: object) -> str:
        """Return a line through pairs of values."""
        return element("polyline", points=points(self.places(values)), fill="none", **look)

    def area(self, values: Iterable[Value], **look: object) -> str:
        """Return an area with these corners, or a line where it has no area."""
        return element("polygon", points=points(self.places(values)), **look)

    def ground(self) -> str:
        """Return the two axes as lines."""
        left, top, right, bottom = self.box
        path = f"M{left:g} {top:g}V{bottom:g}H{right:g}"
        return element("path", d=path, fill="none", stroke=NONE_LINE, stroke_width=1.5)


def points(spots: Iterable[Spot]) -> str:
    """Return places as a polygon's attribute has them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)


# Marks ---------------------------------------------------------------------------------------------------


def disc(x: float, y: float, radius: float = 6, fill: str = YES, line: str = YES_LINE, **more: object) -> str:
    """Return a disc, the shape of what is harmless."""
    return element("circle", **{"cx": x, "cy": y, "r": radius, "fill": fill, "stroke": line, "stroke_width": 2, **more})


def diamond(x: float, y: float, radius: float = 7.5, fill: str = NO, line: str = NO_LINE, **more: object) -> str:
    """Return a diamond, the shape of what does harm."""
    path = f"M{x:.1f} {y - radius:.1f}l{radius} {radius}l-{radius} {radius}l-{radius}-{radius}z"
    return element("path", **{"d": path, "fill": fill, "stroke": line, "stroke_width": 2, **more})


def grip(key: str, view: str, places: Mapping[str, Spot], label: str, value: str, *marks: str, hand: str = "") -> str:
    """Return what a reader drags to set a control: marks at the place of its value, and room for a finger.

    Parameters
    ----------
    key, view : str
        The control, and the view that has it.
    places : mapping
        Where it stands at each value.
    label, value : str
        What is dragged, in words, and the value now.
    hand : str
        An element to be touched instead of a disc around the place.
    """
    rounded = {each: (round(x, 1), round(y, 1)) for each, (x, y) in places.items()}
    x, y = rounded[value]
    hand = hand or element("circle", cx=x, cy=y, r=18, fill="transparent")
    attributes = drags(key, rounded, label, value)
    return f'<g id="{view}-{key}" class="toy-handle" {attributes}>{hand}{"".join(marks)}</g>'


# Words ---------------------------------------------------------------------------------------------------

SIDES = {
    "e": (1, 0),
    "w": (-1, 0),
    "n": (0, -1),
    "s": (0, 1),
    "ne": (0.7, -0.7),
    "se": (0.7, 0.7),
    "nw": (-0.7, -0.7),
    "sw": (-0.7, 0.7),
}
TRIES = tuple(SIDES)


@dataclass(frozen=True)
class Label:
    """A label has words for a place, and the sides of it where they may stand, best first.

    Attributes
    ----------
    apart : float
        How far from the place the words begin at least.
    further : tuple of float
        How much further away they may begin.
    """

    words: str
    at: Spot
    colour: str = TEXT
    bold: bool = False
    size: float = SIZE
    sides: tuple[str, ...] = TRIES
    apart: float = 10
    further: tuple[float, ...] = (0, 6, 14, 24, 40, 60, 84)

    @property
    def wide(self) -> float:
        """Return how wide the words are."""
        return width(self.words, self.size, self.bold) + 2

    def boxes(self) -> Iterator[Box]:
        """Return the boxes that the words may fill, best first."""
        x, y = self.at
        wide, high = self.wide, self.size
        for more, side in product(self.further, self.sides):
            dx, dy = SIDES[side]
            far = self.apart + more
            left = x + dx * far if dx > 0 else x + dx * far - wide if dx < 0 else x - wide / 2
            top = y + dy * far - (high if dy < 0 else 0 if dy > 0 else high / 2)
            yield left, top, left + wide, top + high

    def drawn(self, box: Box) -> str:
        """Return the words in their box."""
        left, _, right, bottom = box
        weight = {"font_weight": 600} if self.bold else {}
        middle, base = round((left + right) / 2, 1), round(bottom - 0.2 * self.size, 1)
        return text(self.words, middle, base, self.size, fill=self.colour, **weight)


def placed(labels: Sequence[Label], edges: Sequence[Edge], marks: Sequence[Box], within: Box) -> dict[Label, Box]:
    """Return a box for each label: the first that touches no edge, no mark and no label before it.

    A label for which there is no such box is left out.
    """
    found: dict[Label, Box] = {}
    for label in labels:
        taken = [*marks, *found.values()]
        for box in label.boxes():
            fits = within[0] <= box[0] and within[1] <= box[1] and box[2] <= within[2] and box[3] <= within[3]
            if fits and not any(overlap(box, other) for other in taken) and not any(inside(e, box) for e in edges):
                found[label] = box
                break
    return found


def middle(spots: Sequence[Spot]) -> Spot:
    """Return a place inside a convex set, far from its border."""
    return sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)


def around(spot: Spot, radius: float) -> Box:
    """Return the box of a mark."""
    return spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius


def edges(spots: Sequence[Spot], closed: bool = False) -> list[Edge]:
    """Return the edges of a line through places, or of a polygon."""
    return list(pairwise([*spots, *spots[:1]] if closed else spots))


def overlap(one: Box, other: Box, apart: float = 2) -> bool:
    """Return whether two boxes come closer than that.

    Examples
    --------
    >>> overlap((0, 0, 10, 10), (13, 0, 20, 10)), overlap((0, 0, 10, 10), (11, 0, 20, 10))
    (False, True)
    """
    return (
        one[0] < other[2] + apart
        and other[0] < one[2] + apart
        and one[1] < other[3] + apart
        and other[1] < one[3] + apart
    )


def inside(edge: Edge, box: Box, apart: float = 3) -> tuple[float, float] | None:
    """Return from where to where an edge runs in a box, as shares of the edge; or nothing.

    Examples
    --------
    >>> inside(((0, 5), (40, 5)), (10, 0, 20, 10), apart=0)
    (0.25, 0.5)
    >>> inside(((0, 50), (40, 50)), (10, 0, 20, 10))
    """
    (a, b), (c, d) = edge
    first, last = 0.0, 1.0
    for start, step, low, high in ((a, c - a, box[0], box[2]), (b, d - b, box[1], box[3])):
        if not step:
            if not low - apart < start < high + apart:
                return None
            continue
        enters, leaves = sorted(((low - apart - start) / step, (high + apart - start) / step))
        first, last = max(first, enters), min(last, leaves)
    return (first, last) if first < last else None


def hatched(corners: Sequence[Spot], spared: Sequence[Box] = (), step: float = 9) -> str:
    """Return diagonal strokes through a convex polygon, as a path that leaves boxes out."""
    if len(corners) < 3:
        return ""
    low, high = min(x + y for x, y in corners), max(x + y for x, y in corners)
    strokes, level = [], low + step / 2
    while level < high:
        ends = []
        for (a, b), (c, d) in edges(corners, closed=True):
            here, there = a + b - level, c + d - level
            if here * there < 0:
                share = here / (here - there)
                ends.append((a + share * (c - a), b + share * (d - b)))
        if len(ends) == 2:
            strokes += list(_without((ends[0], ends[1]), spared))
        level += step
    return "".join(f"M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}" for (a, b), (c, d) in strokes)


def _without(edge: Edge, spared: Sequence[Box]) -> Iterator[Edge]:
    """Return what is left of an edge where boxes are left out."""
    (a, b), (c, d) = edge
    cuts = sorted(cut for box in spared if (cut := inside(edge, box)))
    start = 0.0
    for first, last in [*cuts, (1.0, 1.0)]:
        if first - start > 0.01:
            yield ((a + start * (c - a), b + start * (d - b)), (a + first * (c - a), b + first * (d - b)))
        start = max(start, last)
