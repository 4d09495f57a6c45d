"""A fork is one choice and what comes of it: gates for the actions, and rails from these to places.

With nowhere to go it shows the arms of a bandit: gates alone, each of which comes back. Rails are as wide as they are
probable; no words stand on them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin

from toymodel.worlds import Environment, show

from .stage import BEGINS, Look, Stage
from .svg import (
    EDGE,
    INK,
    MUTED,
    NO,
    NO_LINE,
    PAPER,
    SUN,
    along,
    badge,
    element,
    fitted,
    hatching,
    number,
    pawn,
    stay,
    text,
    timed,
    walker,
    width,
)

START, GATES, ROW, GATE, TOP = 26.0, 56.0, 50.0, 34.0, 30.0
REACH, SIGN, SIZE, NAME = 58.0, 26.0, 14.0, 118.0
WALK = 1500.0
"""How long the way to a place takes, in milliseconds."""


@dataclass(frozen=True)
class Fork:
    """A fork has its one choice, the places that are left for ever, and what is written at gates and places.

    Attributes
    ----------
    worth : mapping
        From an action to what stands at the right end of its gate.
    pays : mapping
        From a place to what stands below its name.
    signs : sequence of str
        For each state the sign that is drawn there: "sun", "pit", "shelf".
    who : str
        Who goes, drawn about the origin; by default a pawn.
    least : float
        The least width of the gates.
    """

    stage: Stage
    envs: Sequence[Environment]
    root: int
    worth: Mapping[int, str] = field(default_factory=dict)
    pays: Mapping[int, str] = field(default_factory=dict)
    signs: Sequence[str] = ()
    who: str = ""
    least: float = 0.0

    @staticmethod
    def root_of(envs: Sequence[Environment]) -> int | None:
        """Return the one state in which something is left to do, if there is one and every run begins there."""
        starts = {s for env in envs for s, _ in env.initial}
        if len(starts) != 1:
            return None
        (root,) = starts
        others = [s for s in range(len(envs[0].states)) if s != root]
        left = all([t for t, _ in row] == [s] for env in envs for s in others for row in env.transition[s])
        return root if left and len(others) <= MOST else None

    @classmethod
    def of(cls, stage: Stage, envs: Sequence[Environment], signs: Sequence[str] = ()) -> Fork | None:
        """Return the fork that a world is, if it is one: a place must be judged as a whole."""
        root = cls.root_of(envs)
        if root is None or not all(stage.alike(s) for s in range(len(stage.env.states)) if s != root):
            return None
        return cls(stage, envs, root, signs=signs)

    # ---------- measures ----------

    @property
    def places(self) -> list[int]:
        """Return the places from the top, so that few rails cross."""
        actions = range(len(self.stage.env.actions))

        def pulled(s: int) -> float:
            pulls = [a for env in self.envs for a in actions for t, _ in env.transition[self.root][a] if t == s]
            return sum(pulls) / len(pulls) if pulls else 99

        return sorted((s for s in range(len(self.stage.env.states)) if s != self.root), key=lambda s: (pulled(s), s))

    @property
    def gate(self) -> float:
        """Return how wide the gates are."""
        env = self.stage.env
        words = max(width(self.words(a), SIZE, True) for a in range(len(env.actions)))
        worth = max((width(each, SIZE) + 14 for each in self.worth.values()), default=0.0)
        rows = [row for each in self.envs for row in each.transition[self.root]]
        chance = max((width(show(p), 12) + 10 for row in rows for _, p in row if p != 1), default=0.0)
        return max(self.least, round(46 + words + worth + chance + 20 * self.stays))

    @property
    def stays(self) -> bool:
        """Return whether some action stays."""
        return any(t == self.root for env in self.envs for row in env.transition[self.root] for t, _ in row)

    def words(self, a: int) -> str:
        """Return an action's name, as far as there is room."""
        return fitted(self.stage.env.actions[a], NAME, SIZE, True)

    @property
    def rows(self) -> tuple[list[float], list[float]]:
        """Return how far down the gates are, and the places."""
        gates, places = len(self.stage.env.actions), len(self.places)
        most = max(gates, places)
        down = [TOP + ROW * (k + 0.5) for k in range(most)]

        def spread(count: int) -> list[float]:
            return (
                down
                if count == most
                else [TOP + ROW * (most / 2 + (k - (count - 1) / 2) * most / count) for k in range(count)]
            )

        return spread(gates), spread(places)

    @property
    def sign(self) -> float:
        """Return where the signs of places are."""
        return GATES + self.gate + REACH + SIGN

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height."""
        env = self.stage.env
        high = TOP + ROW * max(len(env.actions), len(self.places)) + 4
        if not self.places:
            return max(GATES + self.gate + 6, 8 + width(env.states[self.root], SIZE, True) + 12), high
        names = max(width(fitted(env.states[s], NAME, SIZE, True), SIZE, True) for s in self.places)
        return self.sign + SIGN + 8 + max(names, *(width(each, 12.5) for each in self.pays.values()), 0.0) + 6, high

    # ---------- drawing ----------

    def drawn(self) -> list[str]:
        """Return the parts of the picture."""
        gates, places = self.rows
        stage, middle = self.stage, (TOP + self.size[1] - 4) / 2
        place = dict(zip(self.places, places, strict=True))
        parts = [self._name(middle)]
        order = sorted(range(len(gates)), key=lambda a: stage.look(self.root, [a]).played)
        for a in order:
            look = stage.look(self.root, [a])
            taken = Look(look.played, False) if not look.bad else look
            parts.append(element("path", d=_bend(START + 6, middle, GATES, gates[a]), **taken.line))
        for a in order:
            parts += self._rails(a, gates[a], place)
        parts += [self._place(s, y) for s, y in place.items()]
        parts += [self._gate(a, y) for a, y in enumerate(gates)]
        parts += self._walk(gates, place, middle)
        return parts

    def _name(self, middle: float) -> str:
        ring = element("circle", cx=START, cy=middle, r=5, fill="none", stroke=INK, stroke_width=2)
        words = fitted(self.stage.env.states[self.root], NAME, SIZE, True)
        name = text(words, 8, 19, SIZE, text_anchor="start", font_weight=600, fill=INK)
        return self.stage.place([self.root], ring, name, hit=(2, 2, GATES - 8, self.size[1] - 4))

    def _rails(self, a: int, y: float, place: Mapping[int, float]) -> list[str]:
        look, row = self.stage.look(self.root, [a]), self.stage.env.transition[self.root][a]
        parts = []
        for k, (t, p) in enumerate(row):
            if t == self.root:
                continue
            style = look.line
            style["stroke_width"] = (1.0 + 2.6 * float(p)) if look.played else (0.8 + 0.9 * float(p))
            style["stroke_dasharray"] = "1.5 4" if p < 0.05 else style["stroke_dasharray"]
            parts.append(element("path", d=self._rail(y, k, len(row), place[t]), **style))
        return parts

    def _rail(self, y: float, k: int, count: int, to: float) -> str:
        return _bend(GATES + self.gate, y + 15.0 * (k - (count - 1) / 2), self.sign - SIGN - 4, to)

    def _gate(self, a: int, y: float) -> str:
        env, look = self.stage.env, self.stage.look(self.root, [a])
        wide, top = self.gate, y - GATE / 2
        frame = element(
            "rect",
            x=GATES,
            y=top,
            width=wide,
            height=GATE,
            rx=7,
            fill=NO if look.bad else PAPER,
            stroke=look.colour,
            stroke_width=2.6 if look.played else 1.1,
            stroke_dasharray="6 4" if look.bad else None,
        )
        parts = [frame]
        if look.bad:
            when = self.stage.when((self.root, a))
            play: dict[str, object] = {} if when is None else {"class_": "an-pop", "style": timed(when + WALK / 3)}
            parts += [hatching(GATES + 2, top + 2, wide - 4, GATE - 4), badge("false", GATES + 15, y, 6.2, **play)]
        left = GATES + 11 + 17 * look.bad
        weight = 600 if look.played else None
        parts.append(text(self.words(a), left, y + 5, SIZE, text_anchor="start", font_weight=weight, fill=INK))
        right = GATES + wide - 9
        row = env.transition[self.root][a]
        for k, (t, p) in enumerate(row):
            at = y + 15.0 * (k - (len(row) - 1) / 2)
            if t == self.root:
                parts.append(stay(right - 5, at + 1, look.colour, look.played))
            if p != 1:
                parts.append(text(show(p), right - 18 * (t == self.root), at + 4.5, 12, text_anchor="end", fill=MUTED))
        chances = max((width(show(p), 12) + 10 for _, p in row if p != 1), default=0.0)
        if a in self.worth:
            worth: dict[str, object] = {"text_anchor": "end", "fill": INK, "font_weight": weight}
            parts.append(text(self.worth[a], right - chances, y + 5, SIZE, **worth))
        return self.stage.door(self.root, [a], *parts)

    def _place(self, s: int, y: float) -> str:
        env, bad = self.stage.env, self.stage.all_bad(s)
        run = self.stage.run
        reached = s in run.states if run else any(s == t for t, _ in self.stage.played) or not self.stage.plays
        ink, x = (NO_LINE if bad and reached else INK if reached else EDGE), self.sign + SIGN + 8
        name = fitted(env.states[s], NAME, SIZE, True)
        below = self.pays.get(s, "")
        parts = [SIGNS.get(self._sign(s), _spot)(self.sign, y, ink, bad and reached)]
        said: dict[str, object] = {"font_weight": 600 if reached else None, "fill": INK if reached else MUTED}
        parts.append(text(name, x, y + (0 if below else 5), SIZE, text_anchor="start", **said))
        if below:
            parts.append(text(below, x, y + 15, 12.5, text_anchor="start", fill=MUTED))
        if bad:
            parts.append(badge("false", self.sign + 17, y - 15, 6, **self._pops(s)))
        return self.stage.place([s], *parts, hit=(self.sign - SIGN, y - 22, self.size[0] - self.sign + SIGN - 2, 44))

    def _sign(self, s: int) -> str:
        return (self.signs[s] if self.signs else "") or ("pit" if self.stage.all_bad(s) else "spot")

    def _rest(self, s: int) -> float:
        """Return where at a place one comes to rest: beside what is to be seen there, or on it."""
        return -15.0 if self._sign(s) == "sun" else 0.0

    def _pops(self, s: int) -> dict[str, object]:
        comes = bool(self.stage.run and s in self.stage.run.states[1:])
        return {"class_": "an-pop", "style": timed(BEGINS + WALK)} if comes else {}

    def _walk(self, gates: Sequence[float], place: Mapping[int, float], middle: float) -> list[str]:
        """Return who goes, by the gate to a place; in the end it stands there."""
        at, run = f"translate({number(START)} {number(middle)})", self.stage.run
        who = self.who or pawn(0, 10, 0.8)
        if not run:
            return []
        first = run.steps[0]
        y = gates[first.action]
        way = _bend(START, middle, GATES, y) + f"L{number(GATES + self.gate)} {number(y)}"
        if first.to == self.root:
            home = way + f"L{number(GATES)} {number(y)}" + f"L{number(START)} {number(middle)}"
            return [element("g", walker(who, home, BEGINS, WALK, 1))]
        row = self.stage.env.transition[self.root][first.action]
        k = [t for t, _ in row].index(first.to)
        rail = self._rail(y, k, len(row), place[first.to])
        way += "L" + rail[1:] + f"L{number(self.sign + self._rest(first.to))} {number(place[first.to])}"
        stands = element("g", pawn(0, 10, 0.8), transform=at) if self.who else ""
        return [stands, walker(who, way, BEGINS, WALK)]


MOST = 6
"""More places than this are drawn as rooms."""


def _bend(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return a rail between two points, level at both ends."""
    half = (x1 - x0) / 2
    ends = f"{number(x0 + half)} {number(y0)} {number(x1 - half)} {number(y1)}"
    return f"M{number(x0)} {number(y0)}C{ends} {number(x1)} {number(y1)}"


def _spot(x: float, y: float, ink: str, _: bool) -> str:
    return element("circle", cx=x, cy=y, r=18, fill=PAPER, stroke=ink, stroke_width=1.6)


def _shelf(x: float, y: float, ink: str, _: bool) -> str:
    board = element("path", d=f"M{number(x - 23)} {number(y + 11)}h46", fill="none", stroke=ink, stroke_width=2.6)
    legs = f"M{number(x - 16)} {number(y + 11)}v8M{number(x + 16)} {number(y + 11)}v8"
    return board + element("path", d=legs, fill="none", stroke=ink, stroke_width=1.4)


def _sun(x: float, y: float, ink: str, _: bool) -> str:
    rays = "".join(along([(x + 6 + 14 * c, y + 9 - 14 * s), (x + 6 + 19 * c, y + 9 - 19 * s)]) for c, s in _RAYS)
    half = element(
        "path", d=f"M{number(x - 4)} {number(y + 9)}a10 10 0 0 1 20 0Z", fill=SUN, stroke=ink, stroke_width=1.4
    )
    sky = element("path", d=rays, fill="none", stroke=ink, stroke_width=1.4)
    return (
        half
        + sky
        + element("path", d=f"M{number(x - 24)} {number(y + 13)}h48", fill="none", stroke=ink, stroke_width=2.2)
    )


_RAYS = [(cos(pi * k / 6), sin(pi * k / 6)) for k in (0.6, 1.8, 3, 4.2, 5.4)]


def _pit(x: float, y: float, ink: str, harmed: bool) -> str:
    ring = [(x + r * cos(pi * k / 9), y + r * sin(pi * k / 9)) for k in range(18) for r in [19 if k % 2 else 13]]
    burst = element("path", d=along(ring) + "Z", fill=NO if harmed else PAPER, stroke=ink, stroke_width=1.7)
    return burst + (hatching(x - 10, y - 10, 20, 20, 5) if harmed else "")


SIGNS: dict[str, Callable[[float, float, str, bool], str]] = {"spot": _spot, "shelf": _shelf, "sun": _sun, "pit": _pit}
