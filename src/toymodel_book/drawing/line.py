"""A line is seen from the side: it has a floor of cells between two walls, and somebody who runs on it in hops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toymodel.worlds import Environment, Layout

from .runs import Step
from .stage import BEGINS, Look, Stage
from .svg import (
    COIN,
    COIN_EDGE,
    EDGE,
    INK,
    MORTAR,
    MUTED,
    NO,
    PAPER,
    PAPER_2,
    WALL,
    along,
    badge,
    element,
    flag,
    hatching,
    number,
    pawn,
    text,
    timed,
    walker,
)

CELL, BRICKS, FLOOR, TILE, HOP = 53.0, 14.0, 96.0, 24.0, 460.0
HEIGHT = 162.0
Move = tuple[Step, int, int]
"""A step, and the cells from which and to which it goes."""


@dataclass(frozen=True)
class Line:
    """A line has cells from left to right, and perhaps an end that takes a cell's place.

    Attributes
    ----------
    cells : tuple of states
    end : state or None
        Where a run ends: no cell of its own, but in place of one.
    sign : str
        What lies in that cell: "coin", or anything else for a flag.
    """

    cells: tuple[int, ...]
    end: int | None
    sign: str = ""

    @classmethod
    def laid(cls, layout: Layout) -> Line:
        """Return the line of a layout."""
        order = sorted(range(len(layout.places)), key=lambda s: layout.places[s])
        ends = [s for s in order if layout.places[s][1]]
        return cls(tuple(s for s in order if s not in ends), ends[0] if ends else None, "".join(layout.signs))

    @classmethod
    def of(cls, envs: Sequence[Environment]) -> Line | None:
        """Return the line that a world evidently is: numbered states, two actions, moves by one cell or none."""
        env = envs[0]
        words = [name.rsplit(" ", 1) for name in env.states]
        cells = [s for s, name in enumerate(words) if len(name) == 2 and name[1].isdigit()]
        cells.sort(key=lambda s: int(words[s][1]))
        rest = [s for s in range(len(words)) if s not in cells]
        if len(cells) < 3 or len(rest) > 1 or len({words[s][0] for s in cells}) > 1 or len(env.actions) != 2:
            return None
        found = cls(tuple(cells), rest[0] if rest else None)
        return found if all(found.fits(each) for each in envs) else None

    def fits(self, env: Environment) -> bool:
        """Return whether every move goes one cell to a side, or stays at a wall, or ends."""
        at = {s: k for k, s in enumerate(self.cells)}
        way = self.ways(env)
        if None in way:
            return False
        for s, k in at.items():
            for a, row in enumerate(env.transition[s]):
                if len(row) != 1:
                    return False
                t = row[0][0]
                if t != self.end and at[t] != min(max(k + (way[a] or 0), 0), len(self.cells) - 1):
                    return False
        stays = self.end is None or all([t for t, _ in row] == [self.end] for row in env.transition[self.end])
        return stays and len(env.initial) == 1 and env.initial[0][0] in at

    def ways(self, env: Environment) -> list[int | None]:
        """Return to which side each action goes: -1, 1, or None where it has no one side."""
        at = {s: k for k, s in enumerate(self.cells)}
        moves: list[set[int]] = [set() for _ in env.actions]
        for s, k in at.items():
            for a, row in enumerate(env.transition[s]):
                moves[a] |= {at[t] - k for t, _ in row if t in at and t != s}
        return [next(iter(move)) if move in ({-1}, {1}) else None for move in moves]

    def taken(self, env: Environment) -> int | None:
        """Return the cell that the end has taken: a step onto it leads to the end."""
        ways = self.ways(env)
        last = len(self.cells) - 1
        for k, s in enumerate(self.cells):
            for a, row in enumerate(env.transition[s]):
                if row[0][0] == self.end:
                    return min(max(k + (ways[a] or 0), 0), last)
        return None

    # ---------- drawing ----------

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height."""
        return 2 * BRICKS + CELL * len(self.cells), HEIGHT

    def middle(self, k: float) -> float:
        """Return where the middle of the k-th cell is."""
        return BRICKS + CELL * (k + 0.5)

    def drawn(self, stage: Stage, grip: str = "") -> list[str]:
        """Return the parts of the picture.

        Parameters
        ----------
        grip : str, optional
            Attributes of the coin that let a reader take hold of it.
        """
        env, run = stage.env, stage.run
        at = {s: k for k, s in enumerate(self.cells)}
        coin = self.taken(env)
        steps = run.steps if run else ()
        moves = [(step, at[step.state], at.get(step.to, coin or 0)) for step in steps if step.state in at]
        wide = self.size[0]
        parts = [bricks(0.0, FLOOR + TILE), bricks(wide - BRICKS, FLOOR + TILE)]
        for k, s in enumerate(self.cells):
            when = [n for n, (step, _, to) in enumerate(moves) if to == k and (step.state, step.action) in stage.bad]
            parts.append(self._tile(stage, k, s, when[0] if when else None))
        start = at[env.initial[0][0]]
        parts.append(
            element("circle", cx=self.middle(start), cy=FLOOR - 6, r=4.6, fill=PAPER, stroke=INK, stroke_width=2)
        )
        hops = [(step, a, b) for step, a, b in moves if a != b]
        for n, (step, a, b) in enumerate(hops):
            look = Look(True, (step.state, step.action) in stage.bad)
            d, thin = f"M{number(self.middle(a))} {FLOOR}{self._hop(a, b)}", {"stroke_width": 2.4}
            parts.append(
                element("path", d=d, class_="an-fade", style=timed(BEGINS + HOP * (n + 0.5)), **look.line | thin)
            )
        takes = any(step.to == self.end for step, _, _ in moves)
        if coin is not None:
            parts.append(self._coin(coin, takes, BEGINS + HOP * len(hops), grip))
        if run and moves:
            parts += self._runner(stage, moves, hops)
        for n, (step, a, b) in enumerate(hops):
            if (step.state, step.action) in stage.bad:
                x = (self.middle(a) + self.middle(b)) / 2
                parts.append(badge("false", x, FLOOR - 30, 6.2, class_="an-pop", style=timed(BEGINS + HOP * (n + 0.6))))
        return parts

    def _hop(self, a: int, b: int) -> str:
        middle = (self.middle(a) + self.middle(b)) / 2
        return f"Q{number(middle)} {FLOOR - 60} {number(self.middle(b))} {FLOOR}"

    def _tile(self, stage: Stage, k: int, s: int, harmed: int | None) -> str:
        x, env = BRICKS + CELL * k, stage.env
        fill = PAPER_2 if harmed is None else NO
        parts = [element("rect", x=x, y=FLOOR, width=CELL, height=TILE, fill=fill, stroke=EDGE, stroke_width=1)]
        if harmed is not None:
            parts.append(
                hatching(
                    x + 1, FLOOR + 1, CELL - 2, TILE - 2, class_="an-fade", style=timed(BEGINS + HOP * (harmed + 1))
                )
            )
        words = env.states[s].rsplit(" ", 1)[-1]
        parts.append(text(words, x + CELL / 2, FLOOR + 17, 13.5, fill=INK))
        doors = [self._chevron(stage, s, a, way or 0, x + CELL / 2 + (way or 0) * 13)
                 for a, way in enumerate(self.ways(env))]  # fmt: skip
        return stage.place([s], *parts, hit=(x, FLOOR - 60, CELL, 60 + TILE)) + "".join(doors)

    def _chevron(self, stage: Stage, s: int, a: int, way: int, x: float) -> str:
        """Return what an action is, under its cell: a head that points where it goes, heavy where it is played."""
        y = FLOOR + TILE + 14
        look = Look((s, a) in stage.played, (s, a) in stage.bad)
        big = 6.5 if look.played else 4.5
        d = along([(x - way * big / 2, y - big), (x + way * big / 2, y), (x - way * big / 2, y + big)]) + "Z"
        line: dict[str, object] = {"stroke": look.colour, "stroke_width": 1.3, "stroke_linejoin": "round"}
        line["stroke_dasharray"] = "2 1.5" if look.bad and not look.played else None
        head = element("path", d=d, fill=look.colour if look.played else "none", **line)
        mark = badge("false", x, y + 18, 4.6) if look.bad and look.played else ""
        return stage.door(s, [a], head, mark, hit=(x - 12, y - 12, 24, 24))

    def _coin(self, k: int, taken: bool, at: float, grip: str) -> str:
        x, y = self.middle(k), FLOOR - 26 - 22 * taken
        if self.sign != "coin":
            return flag(x, FLOOR - 20)
        disc = element("circle", cx=0, cy=0, r=13, fill=COIN, stroke=COIN_EDGE, stroke_width=1.6)
        ring = element("circle", cx=0, cy=0, r=9, fill="none", stroke=COIN_EDGE, stroke_width=1.1)
        mark = element("path", d="M0-4.5V4.5", stroke=COIN_EDGE, stroke_width=1.8, stroke_linecap="round")
        scale = " scale(.78)" if taken else ""
        body = element("g", disc, ring, mark, class_="an-rise" if taken else None, style=timed(at) if taken else None)
        held = (
            element(
                "path",
                d="M-19-5L-24 0L-19 5M19-5L24 0L19 5",
                fill="none",
                stroke=MUTED,
                stroke_width=2,
                stroke_linecap="round",
                stroke_linejoin="round",
            )
            if grip
            else ""
        )
        ground = element("rect", x=-26, y=-24, width=52, height=48, rx=8, fill="transparent") if grip else ""
        drawn = element("g", ground, held, body, transform=f"translate({number(x)} {number(y)}){scale}")
        return drawn if not grip else f'<g id="the-coin" class="toy-grip" {grip}>{drawn}</g>'

    def _runner(self, stage: Stage, moves: Sequence[Move], hops: Sequence[Move]) -> list[str]:
        start = self.middle(moves[0][1])
        path = f"M{number(start)} {FLOOR}" + ("".join(self._hop(a, b) for _, a, b in hops) or "h0.01")
        last, end = moves[-1], BEGINS + HOP * len(hops)
        pushes = last[1] == last[2] and last[0].to != self.end
        side = 1 if last[1] else -1
        who = walker(pawn(), path, BEGINS, max(HOP * len(hops), 1), side if pushes else 0)
        if not pushes:
            return [who]
        look = Look(True, (last[0].state, last[0].action) in stage.bad)
        x = self.middle(last[1]) + side * 17
        strokes = ((FLOOR - 30, f"l{side * 5} -4"), (FLOOR - 21, f"h{side * 6}"), (FLOOR - 12, f"l{side * 5} 4"))
        knock = "".join(f"M{number(x)} {number(y)}{stroke}" for y, stroke in strokes)
        whole: dict[str, object] = {"stroke_width": 2, "stroke_dasharray": None}
        parts = [who, element("path", d=knock, class_="an-fade", style=timed(end + 120), **look.line | whole)]
        if look.bad:
            parts.append(
                badge(
                    "false", self.middle(last[1]) + side * 10, FLOOR - 46, 6.2, class_="an-pop", style=timed(end + 200)
                )
            )
        return parts


def bricks(x: float, bottom: float) -> str:
    """Return a wall, from above down to the bottom of the floor."""
    top = 20.0
    rows = int((bottom - top) // 12)
    seams = "".join(f"M{number(x)} {number(top + 12 * k)}h{BRICKS:.0f}" for k in range(1, rows + 1))
    seams += "".join(f"M{number(x + (4 if k % 2 else 9))} {number(top + 12 * k)}v12" for k in range(rows))
    wall = element("rect", x=x, y=top, width=BRICKS, height=bottom - top, fill=WALL)
    return wall + element("path", d=seams, fill="none", stroke=MORTAR, stroke_width=1.4)
