"""A plan says where the rooms of a world stand, how large they are, and which way leads from one to another.

Rooms stand in columns; lines to a neighbour column go straight across the gap between them, all others through gaps
and over or under the rooms, so that none crosses a room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from toymodel.worlds import Environment, show

from .stage import Look, Stage
from .svg import curve, fitted, number, width

Point = tuple[float, float]

PAD, TITLE, PILL, BETWEEN, GAP, TRACK, EDGES = 8.0, 32.0, 27.0, 5.0, 46.0, 10.0, 6.0
ROOM, WORDS, SIZE = 150.0, 130.0, 14.0
"""The widest name and the widest action; the size of the words."""
SLOT = 22.0
"""Room beside a name, where who acts may stand."""
MANY = 3
"""With more actions than this, those that do the same stand together."""


@dataclass(frozen=True)
class Door:
    """A door is an action, or several that are alike, inside a room: its words, and where it leads with what chance."""

    actions: tuple[int, ...]
    words: str
    leads: tuple[tuple[int, str], ...]

    @property
    def high(self) -> float:
        """Return how high it is drawn."""
        return max(PILL, 19.0 * len(self.leads) + 6)


@dataclass(frozen=True)
class Link:
    """A link is the way from a door to another room, with its look."""

    start: Point
    points: tuple[Point, ...]
    direct: bool
    look: Look

    @property
    def path(self) -> str:
        """Return the path that is drawn and walked."""
        (x0, y0), (x1, y1) = self.points[0], self.points[-1]
        if not self.direct:
            return curve(self.points)
        bend = max(18.0, abs(x1 - x0) * 0.55) * (1 if x1 > x0 else -1)
        ends = f"{number(x0 + bend)} {number(y0)} {number(x1 - bend)} {number(y1)}"
        return f"M{number(x0)} {number(y0)}C{ends} {number(x1)} {number(y1)}"


@dataclass(frozen=True)
class _Route:
    """A route goes from one room round others to another: by which gaps, and over (0) or under (1) the rooms."""

    s: int
    t: int
    out: int
    into: int
    lane: int | None
    index: int


class Plan:
    """The plan of a world says where its rooms are, the same in every environment of it.

    Parameters
    ----------
    envs : sequence of Environment
        Those that are drawn in the same geometry.
    columns : sequence of sequences of states
        From left to right, and in each from the top.
    """

    def __init__(self, stage: Stage, envs: Sequence[Environment], columns: Sequence[Sequence[int]]) -> None:
        self.stage, self.envs, self.columns = stage, envs, columns
        self.column = {s: c for c, states in enumerate(columns) for s in states}
        self._bare = [Stage(each, frozenset(), stage.bad) for each in envs]
        self._wide: dict[int, float] = {}
        self._known: dict[tuple[int, int], tuple[Door, ...]] = {}

    # ---------- measures, the same in every environment ----------

    def doors(self, s: int, env: Environment | None = None) -> tuple[Door, ...]:
        """Return what can be done in a state; nothing where nothing matters any more."""
        env = env or self.stage.env
        known = (s, self.envs.index(env))
        if known not in self._known:
            self._known[known] = tuple(self._made(s, env))
        return self._known[known]

    def _made(self, s: int, env: Environment) -> Iterator[Door]:
        alike = all(each.alike(s) for each in self._bare)
        started = any(s == t for each in self.envs for t, _ in each.initial)
        if alike and all(each.stays(s) for each in self._bare) and not started:
            return
        rows, here = env.transition[s], sorted(env.available[s])
        for actions in [tuple(here)] if alike and here else self._groups(s):
            words = " / ".join(env.actions[a] for a in actions)
            if len(actions) == len(here) > 1 and width(words, SIZE) > WORDS:
                words = "any action"
            leads = tuple((t, "" if p == 1 else show(p)) for t, p in rows[actions[0]])
            yield Door(actions, fitted(words, WORDS, SIZE, True), leads)

    def _groups(self, s: int) -> list[tuple[int, ...]]:
        """Return the actions of a state, those together that are alike, where there are many and one environment."""
        actions = sorted(self.stage.env.available[s])
        kinds: dict[object, list[int]] = {}
        for a in actions:
            rows = tuple(env.transition[s][a] for env in self.envs)
            own = 0 if len(actions) > MANY and len(self.envs) == 1 else a
            kinds.setdefault((rows, (s, a) in self.stage.played, (s, a) in self.stage.bad, own), []).append(a)
        return [tuple(group) for group in kinds.values()]

    def height(self, s: int) -> float:
        """Return how high a room is: as high as it needs to be in any environment."""
        return max(self._height(self.doors(s, env)) for env in self.envs)

    @staticmethod
    def _height(doors: Sequence[Door]) -> float:
        return TITLE + (sum(door.high + BETWEEN for door in doors) + PAD - BETWEEN if doors else 4)

    def wide(self, c: int) -> float:
        """Return how wide the rooms of a column are."""
        if c not in self._wide:
            self._wide[c] = max(80.0, *(self._needs(s, env) for s in self.columns[c] for env in self.envs))
        return self._wide[c]

    def _needs(self, s: int, env: Environment) -> float:
        """Return how wide a room has to be; there is always space for a mark before a name or an action."""
        chance = width(self.start_words(s, env), 12) + 8 if self.start_words(s, env) else 0.0
        most = 2 * PAD + 26 + width(self.name(s), SIZE, True) + SLOT + chance
        for door in self.doors(s, env):
            chances = max((width(p, 12) for _, p in door.leads if p), default=0)
            back = 18.0 if any(t == s for t, _ in door.leads) else 0.0
            most = max(most, 2 * PAD + 40 + width(door.words, SIZE, True) + chances + back)
        return round(most)

    def name(self, s: int) -> str:
        """Return a state's name, as far as there is room."""
        return fitted(self.stage.env.states[s], ROOM, SIZE, True)

    def start_words(self, s: int, env: Environment) -> str:
        """Return the chance to begin in a state, where that is not sure."""
        return next((show(p) for t, p in env.initial if t == s and p != 1), "")

    @cached_property
    def left(self) -> list[float]:
        """Return where the columns begin."""
        found, x = [], EDGES + self._channel(-1)
        for c in range(len(self.columns)):
            found.append(x)
            x += self.wide(c) + self._channel(c)
        return found

    def _channel(self, c: int) -> float:
        """Return how wide the gap after a column is."""
        routes = self._routes
        count = sum((c in (route.out, route.into)) for route in routes)
        outer = c in (-1, len(self.columns) - 1)
        if outer:
            return 16 + TRACK * count if count else 0
        near = any(
            self.column.get(t) in (c, c + 1) and self.column[s] in (c, c + 1) and self.column[t] != self.column[s]
            for env in self.envs
            for s, rows in enumerate(env.transition)
            for row in rows
            for t, _ in row
        )
        return max(26.0 if not near else GAP, 24 + TRACK * count if count else 0)

    @cached_property
    def _routes(self) -> list[_Route]:
        """Return the links that go round other rooms, each once."""
        found: dict[tuple[int, int], _Route] = {}
        for env in self.envs:
            for s, rows in enumerate(env.transition):
                if not self.doors(s, env):
                    continue
                for row in rows:
                    for t, _ in row:
                        if (s, t) not in found and s != t and not self._direct(s, t):
                            found[s, t] = self._route(s, t, len(found))
        return list(found.values())

    def _direct(self, s: int, t: int) -> bool:
        return abs(self.column[s] - self.column[t]) == 1

    def _route(self, s: int, t: int, index: int) -> _Route:
        a, b = self.column[s], self.column[t]
        if a == b:
            return _Route(s, t, a, a, None, index)
        out, into = (a, b - 1) if b > a else (a - 1, b)
        return _Route(s, t, out, into, index % 2, index)

    # ---------- places ----------

    @cached_property
    def _top(self) -> float:
        """Return where the rooms begin, under the lanes above."""
        above = sum(route.lane == 0 for route in self._routes)
        return EDGES + (6 + TRACK * above if above else 0)

    @cached_property
    def tallest(self) -> float:
        """Return how high the highest column is."""
        return max(sum(self.height(s) + 16 for s in states) - 16 for states in self.columns)

    @cached_property
    def place(self) -> dict[int, Point]:
        """Return the upper left corner of each room."""
        found: dict[int, Point] = {}
        for c, states in enumerate(self.columns):
            high = sum(self.height(s) + 16 for s in states) - 16
            y = self._top + (self.tallest - high) / 2
            for s in states:
                found[s] = (self.left[c], round(y))
                y += self.height(s) + 16
        return found

    @property
    def size(self) -> Point:
        """Return width and height of the whole."""
        below = sum(route.lane == 1 for route in self._routes)
        last = len(self.columns) - 1
        x = self.left[-1] + self.wide(last) + self._channel(last) + EDGES
        return x, self._top + self.tallest + (6 + TRACK * below if below else 0) + EDGES

    def slot(self, s: int) -> Point:
        """Return where who acts stands in a room."""
        x, y = self.place[s]
        return x + self.wide(self.column[s]) - PAD - 8, y + 25

    def entry(self, s: int, right: bool) -> Point:
        """Return where links come into a room."""
        x, y = self.place[s]
        return (x + self.wide(self.column[s]) if right else x), y + TITLE / 2

    def boxes(self, s: int) -> list[tuple[Door, float]]:
        """Return the doors of a room, each with its upper end."""
        y, found = self.place[s][1] + TITLE, []
        for door in self.doors(s):
            found.append((door, y))
            y += door.high + BETWEEN
        return found

    def link(self, s: int, door: Door, y: float, k: int) -> Link | None:
        """Return the way from a door to where its k-th outcome leads."""
        t = door.leads[k][0]
        if t == s:
            return None
        rows = len(door.leads)
        y0 = y + door.high / 2 + 19.0 * (k - (rows - 1) / 2)
        x, wide = self.place[s][0], self.wide(self.column[s])
        a, b = self.column[s], self.column[t]
        look = self.stage.look(s, door.actions)
        if self._direct(s, t):
            right = b > a
            start = (x + wide - PAD if right else x + PAD, y0)
            tip = self.entry(t, not right)
            return Link(start, (start, (tip[0] - (7 if right else -7), tip[1])), True, look)
        route = next(each for each in self._routes if (each.s, each.t) == (s, t))
        right = b >= a
        start = (x + wide - PAD if right else x + PAD, y0)
        tip = self.entry(t, b <= a)
        near = self._track(route, route.out)
        if route.lane is None:
            return Link(start, (start, (near, y0), (near, tip[1]), (tip[0] + 7, tip[1])), False, look)
        far = self._track(route, route.into)
        mine = [each for each in self._routes if each.lane == route.lane]
        depth = 6 + TRACK * mine.index(route)
        lane = self._top - depth if route.lane == 0 else self._top + self.tallest + depth
        end = tip[0] - 7 if b > a else tip[0] + 7
        return Link(start, (start, (near, y0), (near, lane), (far, lane), (far, tip[1]), (end, tip[1])), False, look)

    def _track(self, route: _Route, c: int) -> float:
        mine = [each for each in self._routes if c in (each.out, each.into)]
        begins = self.left[c] + self.wide(c) if c >= 0 else EDGES
        return begins + 14 + TRACK * mine.index(route)
