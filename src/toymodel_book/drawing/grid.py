"""A grid is seen from above: it has floor, walls, holes, a start and a goal, and somebody who walks across."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toymodel.worlds import Environment, Layout

from .stage import BEGINS, Look, Stage
from .svg import (
    COIN,
    COIN_EDGE,
    INK,
    MORTAR,
    NO,
    PAPER,
    PAPER_2,
    RULE,
    WALL,
    along,
    badge,
    element,
    flag,
    hatching,
    number,
    pawn,
    timed,
    walker,
)

CELL, EDGES, PACE = 58.0, 6.0, 420.0
Cell = tuple[int, int]
"""Column and row."""
NAMED = re.compile(r"r(\d+)c(\d+)(?: (\w+))?")
_SIDES = {("left", "west"): (-1, 0), ("right", "east"): (1, 0), ("up", "north"): (0, -1), ("down", "south"): (0, 1)}
WAYS = {name: way for names, way in _SIDES.items() for name in names}


@dataclass(frozen=True)
class Grid:
    """A grid has a cell for each state, several states perhaps in one, and signs of what stands in cells."""

    cells: tuple[Cell, ...]
    signs: Mapping[Cell, str]

    @classmethod
    def laid(cls, layout: Layout) -> Grid:
        """Return the grid of a layout; of the states in one cell, the first says what stands there."""
        pairs = list(zip(layout.places, layout.signs or [""] * len(layout.places), strict=True))
        return cls(layout.places, dict(reversed(pairs)))

    @classmethod
    def of(cls, envs: Sequence[Environment]) -> Grid | None:
        """Return the grid that a world evidently is: states named like "r2c3 hole"."""
        found = [NAMED.fullmatch(name) for name in envs[0].states]
        cells = [(int(each[2]), int(each[1])) for each in found if each]
        if len(cells) < len(found) or len(cells) < 2:
            return None
        return cls(tuple(cells), {cell: each[3] or "" for cell, each in zip(cells, found, strict=True) if each})

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height."""
        columns, rows = (max(cell[k] for cell in self.cells) + 1 for k in (0, 1))
        return 2 * EDGES + CELL * columns, 2 * EDGES + CELL * rows

    def middle(self, cell: Cell) -> tuple[float, float]:
        """Return where the middle of a cell is."""
        return EDGES + CELL * (cell[0] + 0.5), EDGES + CELL * (cell[1] + 0.5)

    def drawn(self, stage: Stage) -> list[str]:
        """Return the parts of the picture."""
        wide, high = self.size
        ground = element("rect", x=EDGES, y=EDGES, width=wide - 2 * EDGES, height=high - 2 * EDGES, rx=3, fill=WALL)
        seams = [
            _bricks(self.middle((c, r)))
            for c in range(int(wide // CELL))
            for r in range(int(high // CELL))
            if (c, r) not in self.cells
        ]
        floor = [self._cell(stage, cell) for cell in sorted(set(self.cells))]
        return [ground, *seams, *floor, *self._doors(stage), *self._walk(stage)]

    def _cell(self, stage: Stage, cell: Cell) -> str:
        x, y = self.middle(cell)
        left, top = x - CELL / 2, y - CELL / 2
        states = [s for s, at in enumerate(self.cells) if at == cell]
        bad, sign = all(stage.all_bad(s) for s in states), self.signs.get(cell, "")
        fill = NO if bad else PAPER if sign == "ice" else PAPER_2
        parts = [element("rect", x=left, y=top, width=CELL, height=CELL, fill=fill, stroke=RULE, stroke_width=1)]
        if bad:
            parts.append(hatching(left + 1, top + 1, CELL - 2, CELL - 2))
        if any(s == t for t, _ in stage.env.initial for s in states):
            parts.append(element("circle", cx=x, cy=y, r=6, fill="none", stroke=INK, stroke_width=2))
        parts += [SIGNS[sign](x, y)] if sign in SIGNS else []
        if bad:
            comes = next((k for k, s in enumerate(stage.run.states) if k and s in states), 0) if stage.run else 0
            play: dict[str, object] = {"class_": "an-pop", "style": timed(BEGINS + PACE * comes)} if comes else {}
            parts.append(badge("false", x + 18, y - 18, 6.4, **play))
        return stage.place(states, *parts)

    def _doors(self, stage: Stage) -> list[str]:
        """Return a head for each action, at a side of its cell; where cells hold several states, for what is played."""
        env, found = stage.env, []
        alone = len(set(self.cells)) == len(self.cells)
        for s, rows in enumerate(env.transition):
            if alone and stage.stays(s):
                continue
            for a in range(len(rows)):
                look = Look((s, a) in stage.played, (s, a) in stage.bad)
                way = WAYS.get(env.actions[a])
                if way and (alone or look.played):
                    found.append(self._head(stage, s, a, way, look))
        return found

    def _head(self, stage: Stage, s: int, a: int, way: tuple[int, int], look: Look) -> str:
        x, y = self.middle(self.cells[s])
        dx, dy = way
        big = 6.0 if look.played else 3.2
        tx, ty = x + dx * 25.5, y + dy * 25.5
        bx, by = tx - dx * big, ty - dy * big
        corners = ((tx, ty), (bx - dy * big, by - dx * big), (bx + dy * big, by + dx * big))
        d = along(corners) + "Z"
        head = element("path", d=d, fill=look.colour if look.played else "none", stroke=look.colour, stroke_width=1.1)
        return stage.door(s, [a], head, hit=(x + dx * 18 - 10, y + dy * 18 - 10, 20, 20))

    def _walk(self, stage: Stage) -> list[str]:
        """Return the trace of the run, with a mark wherever harm is done, and who walks it."""
        run = stage.run
        if not run:
            return []
        seen: dict[Cell, int] = {}
        points = []
        for s in run.states:
            cell = self.cells[s]
            n = seen[cell] = seen.get(cell, -1) + 1
            x, y = self.middle(cell)
            points.append((x + 7 * (n % 3), y + 7 * (n % 3)) if n else (x, y))
        parts, marks = [], []
        path = f"M{number(points[0][0])} {number(points[0][1])}"
        moved = 0
        for k, step in enumerate(run.steps):
            (x0, y0), (x1, y1) = points[k], points[k + 1]
            if self.cells[step.state] == self.cells[step.to]:
                break
            moved += 1
            look = Look(True, (step.state, step.action) in stage.bad)
            path += f"L{number(x1)} {number(y1)}"
            parts.append(
                element(
                    "path",
                    d=along(points[k : k + 2]),
                    pathLength=None if look.bad else 1,
                    class_="an-fade" if look.bad else "an-draw",
                    stroke_linecap="round",
                    style=timed(BEGINS + PACE * k, PACE),
                    **look.line,
                )
            )
            if look.bad:
                marks.append(
                    badge(
                        "false",
                        (x0 + x1) / 2,
                        (y0 + y1) / 2,
                        6.4,
                        class_="an-pop",
                        style=timed(BEGINS + PACE * (k + 0.5)),
                    )
                )
        who = walker(pawn(scale=0.8), path if moved else path + "h0.01", BEGINS, max(1.0, PACE * moved))
        return [*parts, *marks, element("g", who, transform="translate(0 9)")]


def _bricks(at: tuple[float, float]) -> str:
    x, y = at
    half = CELL / 2
    seams = "".join(f"M{number(x - half)} {number(y - half + 14.5 * k)}h{CELL:.0f}" for k in range(1, 4))
    seams += "".join(
        f"M{number(x - half + (12 if k % 2 else 29))} {number(y - half + 14.5 * k)}v14.5" for k in range(4)
    )
    return element("path", d=seams, fill="none", stroke=MORTAR, stroke_width=1.4)


def _hole(x: float, y: float) -> str:
    return element("ellipse", cx=x, cy=y + 3, rx=19, ry=12, fill=INK) + element(
        "path",
        d=f"M{number(x - 19)} {number(y + 3)}l6 -3l4 4l6 -5l5 4l6 -3l5 3",
        fill="none",
        stroke=PAPER,
        stroke_width=1.4,
    )


def _key(x: float, y: float) -> str:
    ring = element("circle", cx=x - 10, cy=y, r=6.5, fill="none", stroke=COIN_EDGE, stroke_width=3)
    return ring + element(
        "path",
        d=f"M{number(x - 4)} {number(y)}h20v6M{number(x + 10)} {number(y)}v5",
        fill="none",
        stroke=COIN_EDGE,
        stroke_width=3,
    )


def _chest(x: float, y: float) -> str:
    box = element("rect", x=x - 17, y=y - 10, width=34, height=22, rx=3, fill=COIN, stroke=COIN_EDGE, stroke_width=1.8)
    lid = element("path", d=f"M{number(x - 17)} {number(y - 2)}h34", stroke=COIN_EDGE, stroke_width=1.6)
    return (
        box
        + lid
        + element("rect", x=x - 3.5, y=y - 5, width=7, height=8, rx=1.5, fill=PAPER, stroke=COIN_EDGE, stroke_width=1.4)
    )


SIGNS = {"hole": _hole, "goal": flag, "key": _key, "chest": _chest}
"""How things that stand in a cell are drawn; their names are words of a state's name or of a layout."""
