"""A picture of an environment has circles for states, arrows for actions, and marks for what is bad and played."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from toymodel.solve import full, steps, used
from toymodel.worlds import AllowedActions, Environment, Pair, Policy, show

from .svg import INK, NO, NO_LINE, NONE, NONE_LINE, YES, YES_LINE, Picture, arrowhead, element, picture, shortened, text

RADIUS, COLUMN, ROW, MARGIN = 36.0, 190.0, 104.0, 16.0
LOOP, RISE = 22.0, 24.0
"""How high the lowest loop stands over its state, and how much higher each further one."""

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def world(
    env: Environment,
    policy: Policy | AllowedActions | None = None,
    bad: Iterable[Pair] = (),
    title: str = "",
    says: str = "",
) -> Picture:
    """Return a picture of an environment.

    Parameters
    ----------
    policy : Policy or AllowedActions, optional
        What is played; its arrows are heavy, the others light.
    bad : pairs, optional
        What a judge calls bad; its arrows are dashed and marked ✗, and so is a state all of whose actions are bad.
    says : str, optional
        What there is to see, in words.
    """
    bad, played = frozenset(bad), used(env, policy) if policy is not None else frozenset()
    groups = _groups(env, played, bad)
    loops = [sum(key[:2] == (s, s) for key in groups) for s in range(len(env.states))]
    place = layout(env, {s: LOOP + RISE * n for s, n in enumerate(loops) if n})
    arrows = list(_arrows(groups, place))
    labels = list(_labels(arrows, place))
    boxes = [label.box for label in labels] + [arrow.box for arrow in arrows]
    boxes += [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in place]
    left, top, right, bottom = (round(pick(box[k] for box in boxes)) for k, pick in enumerate((min, min, max, max)))
    drawn = element(
        "g",
        *(arrow.drawn() for arrow in arrows),
        *(_state(env, s, at, bad) for s, at in enumerate(place)),
        *(label.drawn() for label in labels),
        transform=f"translate({MARGIN - left:.0f} {MARGIN - top:.0f})",
    )
    width, height = right - left + 2 * MARGIN, bottom - top + 2 * MARGIN
    return picture(width, height, says or describe(env, played, bad), drawn, title=title)


def describe(env: Environment, played: Iterable[Pair], bad: Iterable[Pair]) -> str:
    """Return the picture in words."""
    starts = ", ".join(f"{env.states[s]} ({show(p)})" for s, p in env.initial)
    said = f"Environment with states {', '.join(env.states)}; starts in {starts}."
    for title, pairs in (("Played", played), ("Judged bad", bad)):
        listing = ", ".join(env.describe(pair) for pair in sorted(pairs))
        said += f" {title}: {listing}." if listing else ""
    return said


def layout(env: Environment, above: Mapping[int, float] | None = None) -> list[Point]:
    """Place states in columns by the steps needed to reach them; what is never reached stands in the last.

    Parameters
    ----------
    above : mapping, optional
        The room that a state needs over it, if any.
    """
    depth = steps(env, full(env))
    last = max(max(depth.values()), 1)
    columns: dict[int, list[int]] = {}
    for s in range(len(env.states)):
        columns.setdefault(depth.get(s, last), []).append(s)
    down = {k: _heights(column, above or {}) for k, column in columns.items()}
    tallest = max(heights[-1] for heights in down.values())
    place = [(0.0, 0.0)] * len(env.states)
    for k, depth_ in enumerate(sorted(columns)):
        for s, y in zip(columns[depth_], down[depth_], strict=True):
            place[s] = (k * COLUMN, y + (tallest - down[depth_][-1]) / 2)
    return place


def _heights(column: Sequence[int], above: Mapping[int, float]) -> list[float]:
    """Return how far down the states of a column stand."""
    heights = [0.0]
    for s in column[1:]:
        heights.append(heights[-1] + max(ROW, 2 * RADIUS + above.get(s, 0.0)))
    return heights


def _state(env: Environment, s: int, at: Point, bad: frozenset[Pair]) -> str:
    x, y = at
    all_bad = all((s, a) in bad for a in range(len(env.actions)))
    start = any(s == t for t, _ in env.initial)
    fill, line = (NO, NO_LINE) if all_bad else (YES, YES_LINE) if start else (NONE, NONE_LINE)
    name = shortened(env.states[s], 11)
    circle = element(
        "circle",
        cx=x,
        cy=y,
        r=RADIUS,
        fill=fill,
        stroke=line,
        stroke_width=2.5,
        stroke_dasharray="7 4" if all_bad else None,
    )
    label = text(name, x, y + 5, 14 if len(name) < 9 else 11, fill=INK)
    note = ("✗ bad" if all_bad else "") or ("start" if start and name != "start" else "")
    return circle + label + (text(note, x, y + 21, 11, fill=INK) if note else "")


Groups: TypeAlias = dict[tuple[int, int, bool, bool], list[str]]
"""For (state, next state, played, bad): the actions that may take it."""


def _groups(env: Environment, played: frozenset[Pair], bad: frozenset[Pair]) -> Groups:
    """Gather the actions that one arrow shows."""
    grouped: Groups = {}
    first = {s for s, _ in env.initial}
    for s, rows in enumerate(env.transition):
        alike = len({(s, a) in bad for a in range(len(rows))}) == 1 and s not in first
        if alike and all([t for t, _ in row] == [s] for row in rows):
            continue  # where nothing matters any more, no loop is needed
        for a, row in enumerate(rows):
            for t, p in row:
                label = env.actions[a] if p == 1 else f"{env.actions[a]} {show(p)}"
                grouped.setdefault((s, t, (s, a) in played, (s, a) in bad), []).append(label)
    return grouped


@dataclass(frozen=True)
class _Label:
    """A label has words at a place.

    Attributes
    ----------
    anchor : "start", "middle" or "end"
        Which end of the words is at x.
    """

    words: str
    x: float
    y: float
    anchor: str = "middle"

    @property
    def box(self) -> Box:
        """Return about where the words stand."""
        wide = label_width(self.words)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return left, self.y - 9, left + wide, self.y + 3

    def drawn(self) -> str:
        """Return the words, in a halo that keeps lines off."""
        halo: dict[str, object] = {"paint_order": "stroke", "stroke": "var(--toy-paper, #ffffff)", "stroke_width": 6}
        return text(
            self.words,
            self.x,
            self.y,
            12,
            fill="var(--toy-text, #14202b)",
            text_anchor=self.anchor,
            stroke_linejoin="round",
            class_="toy-label",
            **halo,
        )


def label_width(words: str) -> float:
    """Return about how wide a label is."""
    return 6.6 * len(words) + 2


@dataclass(frozen=True)
class _Arrow:
    """An arrow is drawn as a curve by its Bézier points; it has a style, and places for its label, best first."""

    curve: Sequence[Point]
    tip: Point
    played: bool
    bad: bool
    labels: Sequence[_Label]

    @property
    def box(self) -> Box:
        """Return where the curve is."""
        on = [_on(self.curve, k / 8) for k in range(9)]
        return min(x for x, _ in on), min(y for _, y in on), max(x for x, _ in on), max(y for _, y in on)

    def drawn(self) -> str:
        """Return curve and head."""
        colour = NO_LINE if self.bad else YES_LINE if self.played else NONE_LINE
        (x, y), *more = self.curve
        d = f"M {x:.0f} {y:.0f} {'Q' if len(more) == 2 else 'C'} " + ", ".join(f"{x:.0f} {y:.0f}" for x, y in more)
        path = element(
            "path",
            d=d,
            fill="none",
            stroke=colour,
            stroke_width=4 if self.played else 1.5,
            stroke_dasharray="8 5" if self.bad else None,
        )
        (fx, fy), (tx, ty) = self.curve[-2], self.tip
        return path + arrowhead(tx, ty, tx - fx, ty - fy, colour, 10)


def _on(curve: Sequence[Point], at: float) -> Point:
    """Return a point of a Bézier curve."""
    points = list(curve)
    while len(points) > 1:
        points = [((1 - at) * a + at * c, (1 - at) * b + at * d) for (a, b), (c, d) in pairwise(points)]
    return points[0]


def _arrows(groups: Groups, place: Sequence[Point]) -> Iterator[_Arrow]:
    """Return one arrow for each (state, next state), labelled with the actions that may take it."""
    lanes: dict[tuple[int, int], int] = {}
    under: dict[int, float] = {}
    for (s, t, played, bad), labels in groups.items():
        words = ("✗ " if bad else "") + ("▶ " if played else "") + shortened(", ".join(labels), 26)
        beside = place[s][0] == place[t][0]
        between = (min(s, t), max(s, t)) if beside else (s, t)
        lane = lanes[between] = lanes.get(between, -1) + 1
        if s == t:
            yield _loop(place[s], lane, under.get(s, 0.0), played, bad, words)
            under[s] = max(label_width(words), under.get(s, 0.0) + 16)
        elif beside:
            yield _beside(place[s], place[t], lane, played, bad, words)
        else:
            yield _edge(place[s], place[t], lane, played, bad, words)


def _edge(start: Point, end: Point, lane: int, played: bool, bad: bool, words: str) -> _Arrow:
    """Return an arrow to another column."""
    (x1, y1), (x2, y2) = start, end
    dx, dy = x2 - x1, y2 - y1
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length, dy / length
    bend = -46.0 * lane if dx > 0 else -30.0 - 46.0 * lane
    tip = x2 - ux * (RADIUS + 2), y2 - uy * (RADIUS + 2)
    curve = (
        (x1 + ux * RADIUS, y1 + uy * RADIUS),
        ((x1 + x2) / 2 - uy * bend, (y1 + y2) / 2 + ux * bend),
        (tip[0] - ux * 6, tip[1] - uy * 6),
    )
    at = [_on(curve, share) for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)]
    # What leads back bends the other way, and has its label on that side.
    sides = (-4, 13, -8) if dx > 0 else (13, -4)
    return _Arrow(curve, tip, played, bad, [_Label(words, x, y + side) for side in sides for x, y in at])


def _beside(start: Point, end: Point, lane: int, played: bool, bad: bool, words: str) -> _Arrow:
    """Return an arrow within a column goes round the outside, the first to the right, the next to the left."""
    (x, y1), (_, y2) = start, end
    side, down = (-1 if lane % 2 else 1), (1 if y2 > y1 else -1)
    rows = abs(y2 - y1) / ROW
    out = 48 + 30 * (lane // 2) + 20 * max(0.0, rows - 1.5)
    # The farther they go, the nearer to the side they leave.
    across, along = (26.0, 25.0) if rows < 1.5 else (33.0, 15.0)
    tip = x + side * (across + 2), y2 - down * (along + 2)
    middle = x + side * (2 * out - across), (y1 + y2) / 2
    curve = ((x + side * across, y1 + down * along), middle, (tip[0] + side * 4, tip[1] - down * 3))
    at = [_on(curve, share) for share in (0.5, 0.35, 0.65)]
    anchor = "start" if side > 0 else "end"
    return _Arrow(curve, tip, played, bad, [_Label(words, ax + side * 5, ay + 4, anchor) for ax, ay in at])


def _loop(at: Point, lane: int, under: float, played: bool, bad: bool, words: str) -> _Arrow:
    """Return a loop stands over its state; a further one over the label of the one before, so wide that it holds it."""
    x, y = at
    foot = (13.0, 27.0, 31.0, 33.0)[min(lane, 3)]
    reach = 30.0 if not lane else min(110.0 + 20 * lane, max(60.0, 10 + 1.75 * under))
    foot_y, top = y - (RADIUS * RADIUS - foot * foot) ** 0.5, y - RADIUS - LOOP - RISE * lane
    high = foot_y - (foot_y - top) / 0.75
    tip = x + foot, foot_y - 1
    curve = ((x - foot, foot_y), (x - reach, high), (x + reach, high), (tip[0] + (2 if lane else 1), tip[1] - 5))
    return _Arrow(curve, tip, played, bad, [_Label(words, x, top - 7)])


def _labels(arrows: Sequence[_Arrow], place: Sequence[Point]) -> Iterator[_Label]:
    """Place each label where it covers no state and no other label, or as little as can be."""
    taken: list[Box] = []
    for arrow in sorted(arrows, key=lambda arrow: len(arrow.labels)):
        label = min(arrow.labels, key=lambda each: _covered(each.box, taken, place))
        taken.append(label.box)
        yield label


def _covered(box: Box, taken: Iterable[Box], place: Iterable[Point]) -> float:
    """Return how much of a box lies over others, and over states."""
    left, top, right, bottom = box
    area = 0.0
    for other in taken:
        wide, high = min(right, other[2]) - max(left, other[0]), min(bottom, other[3]) - max(top, other[1])
        area += max(0.0, wide) * max(0.0, high)
    for x, y in place:
        dx, dy = x - min(max(x, left), right), y - min(max(y, top), bottom)
        area += 13 * max(0.0, RADIUS + 1 - (dx * dx + dy * dy) ** 0.5)
    return area
