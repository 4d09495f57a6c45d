"""A world is drawn as rooms: what can be done in a state stands inside it, and lines lead from there to others.

No words stand on a line.
"""

from __future__ import annotations

from .plan import PAD, SIZE, TITLE, Door, Link, Plan
from .stage import BEGINS, STEP, Look
from .svg import (
    EDGE,
    INK,
    MUTED,
    NO,
    NO_LINE,
    PAPER,
    PAPER_2,
    arrowhead,
    badge,
    element,
    hatching,
    number,
    pawn,
    stay,
    text,
    timed,
    walker,
    width,
)

RING = 4.0
"""How far inside a room's frame there is another, where the episode ends."""


class Rooms(Plan):
    """The rooms are a plan with what is played in it, drawn."""

    def drawn(self) -> list[str]:
        """Return the parts of the picture."""
        cards = [self._card(s) for s in sorted(self.place)]
        links: list[tuple[bool, str]] = []
        pills: list[str] = []
        for s in sorted(self.place):
            for door, y in self.boxes(s):
                pills.append(self._pill(s, door, y))
                ways = (self.link(s, door, y, k) for k in range(len(door.leads)))
                links += [(link.look.played, self._link(link, s, door)) for link in ways if link]
        links.sort(key=lambda each: each[0])
        return [*cards, *(drawn for _, drawn in links), *pills, self._walker()]

    def _card(self, s: int) -> str:
        x, y = self.place[s]
        wide, high = self.wide(self.column[s]), self.height(s)
        bad, start = self.stage.all_bad(s), self.stage.starts(s)
        visited = any(s == t for t, _ in self.stage.played) or not self.stage.plays
        frame = element(
            "rect",
            x=x,
            y=y,
            width=wide,
            height=high,
            rx=9,
            fill=NO if bad else PAPER_2,
            stroke=NO_LINE if bad else INK if visited else EDGE,
            stroke_width=1.8 if visited else 1.1,
            stroke_dasharray="6 4" if bad else None,
        )
        parts = [frame]
        if s in self.stage.env.ended:  # a double frame, as an automaton's end has
            size = {"width": wide - 2 * RING, "height": high - 2 * RING, "rx": 9 - RING}
            line = {"fill": "none", "stroke": INK if visited else EDGE, "stroke_width": 1.3}
            parts.append(element("rect", class_="toy-end", x=x + RING, y=y + RING, **size, **line))
        left = x + PAD + 3
        if bad:
            comes = self._arrives(s)
            play: dict[str, object] = {} if comes is None else {"class_": "an-pop", "style": timed(comes)}
            parts.append(hatching(x + 2, y + 2, wide - 4, high - 4))
            parts.append(badge("false", left + 6, y + TITLE / 2, 6.6, **play))
            left += 18
        elif start:
            parts.append(
                element("circle", cx=left + 5, cy=y + TITLE / 2, r=4.6, fill="none", stroke=INK, stroke_width=2)
            )
            left += 18
        parts.append(text(self.name(s), left, y + TITLE / 2 + 5, SIZE, text_anchor="start", font_weight=600, fill=INK))
        if start and start != "1":
            at = left + width(self.name(s), SIZE, True) + 8
            parts.append(text(start, at, y + TITLE / 2 + 5, 12, text_anchor="start", fill=MUTED))
        return self.stage.place([s], *parts, kind="room")

    def _arrives(self, s: int) -> float | None:
        """Return when the run comes to a state, if it does."""
        states = self.stage.run.states if self.stage.run else ()
        return BEGINS + STEP * states.index(s) - 60 if s in states[1:] else None

    def _pill(self, s: int, door: Door, y: float) -> str:
        x, wide = self.place[s][0] + PAD, self.wide(self.column[s]) - 2 * PAD
        look, high = self.stage.look(s, door.actions), door.high
        parts = [
            element(
                "rect",
                x=x,
                y=y,
                width=wide,
                height=high,
                rx=7,
                fill=NO if look.bad else PAPER,
                stroke=look.colour,
                stroke_width=2.6 if look.played else 1.1,
                stroke_dasharray="6 4" if look.bad else None,
            )
        ]
        left = x + 9
        if look.bad:
            when = min((at for a in door.actions if (at := self.stage.when((s, a))) is not None), default=None)
            parts.append(hatching(x + 2, y + 2, wide - 4, high - 4))
            parts.append(
                badge(
                    "false",
                    left + 5,
                    y + high / 2,
                    6,
                    class_=None if when is None else "an-pop",
                    style=None if when is None else timed(when + STEP / 2),
                )
            )
            left += 18
        parts.append(
            text(
                door.words,
                left,
                y + high / 2 + 5,
                SIZE,
                text_anchor="start",
                fill=INK,
                font_weight=600 if look.played else None,
            )
        )
        end = x + wide
        for k, (t, chance) in enumerate(door.leads):
            at = y + high / 2 + 19.0 * (k - (len(door.leads) - 1) / 2)
            back = 18 if any(each == s for each, _ in door.leads) else 0
            if chance:
                parts.append(text(chance, end - 8 - back, at + 4.5, 12, text_anchor="end", fill=INK))
            if t == s:
                parts.append(stay(end - 13, at + 1, look.colour, look.played))
        return self.stage.door(s, door.actions, *parts)

    def _link(self, link: Link, s: int, door: Door) -> str:
        d, style = link.path, dict(link.look.line)
        (x, y), before = link.points[-1], link.points[-2]
        side = 1 if (x > before[0] or (link.direct and x > link.points[0][0])) else -1
        head = arrowhead(x + 7 * side, y, side, 0, link.look.colour, 10 if link.look.played else 8)
        whens = [at for a in door.actions if (at := self.stage.when((s, a))) is not None]
        if not whens or link.look.bad:
            return element("path", d=d, **style) + head
        bed = element("path", d=d, **Look(False, link.look.bad).line)
        style |= {"pathLength": 1, "class_": "an-draw", "style": timed(min(whens), STEP)}
        return bed + element("path", d=d, **style) + head

    def _walker(self) -> str:
        """Return who acts, going along the run; in the end it stands where it came to."""
        run = self.stage.run
        if not run:
            return ""
        x, y = self.slot(run.states[0])
        path, bump = f"M{number(x)} {number(y)}", 0
        moves = 0
        for step in run.steps:
            if not self.doors(step.state):
                break
            moves += 1
            door, top = next(each for each in self.boxes(step.state) if step.action in each[0].actions)
            k = next(k for k, (t, _) in enumerate(door.leads) if t == step.to)
            link = self.link(step.state, door, top, k)
            sx, sy = self.slot(step.state)
            if link is None:
                path += f"L{number(sx - 6)} {number(top + door.high / 2 + 9)}L{number(sx)} {number(sy)}"
                bump = 1
                break
            if step.to == run.states[0] and step is run.steps[-1] and step.to == step.state:
                break
            tx, ty = self.slot(step.to)
            path += (
                f"L{number(link.start[0])} {number(link.start[1])}"
                + link.path[link.path.index("C" if link.direct else "L") :]
            )
            path += f"L{number(tx)} {number(ty)}"
        if not moves:
            return element("g", pawn(scale=0.62), transform=f"translate({number(x)} {number(y)})")
        return walker(pawn(scale=0.62), path, BEGINS, STEP * moves, bump)
