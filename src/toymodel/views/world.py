"""A picture of an environment: states as circles, actions as arrows, what is bad and what is played marked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TypeAlias

from ..solve import full, steps, used
from ..worlds import Environment, Mask, Pair, Policy, show
from .svg import INK, NO, NO_LINE, NONE, NONE_LINE, YES, YES_LINE, Picture, arrowhead, element, picture, shortened, text

RADIUS, COLUMN, ROW, MARGIN = 36.0, 190.0, 104.0, 20.0


def world(
    env: Environment, policy: Policy | Mask | None = None, bad: Iterable[Pair] = (), title: str = "", says: str = ""
) -> Picture:
    """Return a picture of an environment.

    Parameters
    ----------
    policy : Policy or Mask, optional
        What is played; its arrows are heavy, the others light.
    bad : pairs, optional
        What a judge calls bad; its arrows are dashed and marked ✗, and so is a state all of whose actions are bad.
    says : str, optional
        What there is to see, in words.
    """
    bad, played = frozenset(bad), used(env, policy) if policy is not None else frozenset()
    place = layout(env)
    stacked = any(x == y[0] for (x, _), y in pairwise(sorted(place)))
    # Labels between states of one column stand out to both sides.
    width = max(x for x, _ in place) + RADIUS + (3 * MARGIN if stacked else MARGIN)
    height = max(y for _, y in place) + RADIUS + MARGIN
    groups = _groups(env, played, bad)
    # Loops stand above their state, one above the other, and their labels out to both sides.
    over = 22.0 * max((sum(g[:2] == (s, s) for g in groups) for s in range(len(env.states))), default=0)
    aside = 2 * MARGIN if over else 0.0
    arrows = "".join(_arrows(groups, place))
    states = "".join(_state(env, s, place[s], bad) for s in range(len(env.states)))
    drawn = element("g", arrows, states, transform=f"translate({aside:.0f} {over:.0f})")
    return picture(width + 2 * aside, height + over, says or describe(env, played, bad), drawn, title=title)


def describe(env: Environment, played: Iterable[Pair], bad: Iterable[Pair]) -> str:
    """Return the picture in words."""
    starts = ", ".join(f"{env.states[s]} ({show(p)})" for s, p in env.initial)
    said = f"Environment with states {', '.join(env.states)}; starts in {starts}."
    for title, pairs in (("Played", played), ("Judged bad", bad)):
        listing = ", ".join(env.describe(pair) for pair in sorted(pairs))
        said += f" {title}: {listing}." if listing else ""
    return said


def layout(env: Environment) -> list[tuple[float, float]]:
    """Place states in columns by the steps needed to reach them; what is never reached stands in the last."""
    depth = steps(env, full(env))
    last = max(max(depth.values()), 1)
    columns: dict[int, list[int]] = {}
    for s in range(len(env.states)):
        columns.setdefault(depth.get(s, last), []).append(s)
    tallest = max(len(column) for column in columns.values())
    place = [(0.0, 0.0)] * len(env.states)
    for k, depth_ in enumerate(sorted(columns)):
        column = columns[depth_]
        for i, s in enumerate(column):
            top = (tallest - len(column)) / 2
            place[s] = (MARGIN + RADIUS + k * COLUMN, MARGIN + RADIUS + 12 + (i + top) * ROW)
    return place


def _state(env: Environment, s: int, at: tuple[float, float], bad: frozenset[Pair]) -> str:
    x, y = at
    all_bad = all((s, a) in bad for a in range(len(env.actions)))
    start = any(s == t for t, _ in env.initial)
    fill, line = (NO, NO_LINE) if all_bad else (YES, YES_LINE) if start else (NONE, NONE_LINE)
    name = shortened(env.states[s], 11)
    circle = element("circle", cx=x, cy=y, r=RADIUS, fill=fill, stroke=line, stroke_width=2.5,
                     stroke_dasharray="7 4" if all_bad else None)  # fmt: skip
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


def _arrows(groups: Groups, place: list[tuple[float, float]]) -> Iterable[str]:
    """One arrow for each (state, next state), labelled with the actions that may take it."""
    seen: dict[tuple[int, int], int] = {}
    for (s, t, is_played, is_bad), labels in groups.items():
        lane = seen[s, t] = seen.get((s, t), -1) + 1
        colour = NO_LINE if is_bad else YES_LINE if is_played else NONE_LINE
        mark = ("✗ " if is_bad else "") + ("▶ " if is_played else "")
        weight = 4 if is_played else 1.5
        words = mark + shortened(", ".join(labels), 26)
        yield (
            _loop(place[s], lane, colour, weight, is_bad, words)
            if s == t
            else _edge(place[s], place[t], lane, colour, weight, is_bad, words)
        )


def _edge(
    start: tuple[float, float],
    end: tuple[float, float],
    lane: int,
    colour: str,
    weight: float,
    dashed: bool,
    words: str,
) -> str:
    (x1, y1), (x2, y2) = start, end
    dx, dy = x2 - x1, y2 - y1
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length, dy / length
    bend = -46.0 * lane if dx > 0 else -30.0 - 46.0 * lane
    cx, cy = (x1 + x2) / 2 - uy * bend, (y1 + y2) / 2 + ux * bend
    tip_x, tip_y = x2 - ux * (RADIUS + 2), y2 - uy * (RADIUS + 2)
    from_x, from_y = x1 + ux * RADIUS, y1 + uy * RADIUS
    curve = f"M {from_x:.0f} {from_y:.0f} Q {cx:.0f} {cy:.0f} {tip_x - ux * 6:.0f} {tip_y - uy * 6:.0f}"
    path = element(
        "path", d=curve, fill="none", stroke=colour, stroke_width=weight, stroke_dasharray="8 5" if dashed else None,
    )  # fmt: skip
    middle = ((from_x + tip_x) / 4 + cx / 2, (from_y + tip_y) / 4 + cy / 2)
    halo: dict[str, object] = {"paint_order": "stroke", "stroke": "var(--toy-paper, #ffffff)", "stroke_width": 4}
    label = text(words, middle[0], middle[1] - 4, 12, fill="var(--toy-text, #14202b)", **halo)
    return path + arrowhead(tip_x, tip_y, tip_x - cx, tip_y - cy, colour, 10) + label


def _loop(at: tuple[float, float], lane: int, colour: str, weight: float, dashed: bool, words: str) -> str:
    x, y = at[0], at[1] - RADIUS
    high = 26 + 24 * lane
    curve = (
        f"M {x - 12:.0f} {y + 2:.0f} C {x - 30:.0f} {y - high:.0f}, {x + 30:.0f} {y - high:.0f}, {x + 12:.0f} {y:.0f}"
    )
    path = element(
        "path", d=curve, fill="none", stroke=colour, stroke_width=weight, stroke_dasharray="8 5" if dashed else None,
    )  # fmt: skip
    return path + arrowhead(x + 11, y + 3, -6, 14, colour) + text(words, x, y - high * 0.72, 11)
