"""An environment is drawn to be edited: every state and every action of a state is something to click.

From a state lead lines to its actions, from an action to where it leads. What has no choice in it (a
state that every action stays in) shows its actions only when it is picked, and so does every state of a
world with many.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from toymodel.worlds import Environment, Pair, show

from ..actions import sets
from .stage import Stage
from .svg import INK, NO, NO_LINE, NONE, NONE_LINE, YES, YES_LINE, Picture, arrowhead, element, shortened, text
from .world import columns

RADIUS, MARGIN, GAP, REACH, PILL = 34.0, 22.0, 26.0, 96.0, 34.0
MANY = 24
"""Most (state, action) pairs that are all shown at once."""


@dataclass(frozen=True)
class Canvas:
    """The canvas has what is drawn and what is picked.

    Attributes
    ----------
    played, bad : (state, action) pairs, by index
    picked : str
        The state that is being edited, if any.
    play : callable
        From a state and an action, by name, to the command that lets the agent play it.
    """

    env: Environment
    played: Collection[Pair]
    bad: Collection[Pair]
    picked: str
    play: Callable[[str, str], str]

    def picture(self) -> Picture:
        """Return the drawing as SVG, with buttons in it."""
        place, width, height = self._places()
        edges: list[str] = []
        buttons: list[str] = []
        for s, name in enumerate(self.env.states):
            if self._shows(s):
                for a in range(len(self.env.actions)):
                    lines, button = self._action(s, a, place)
                    edges += lines
                    buttons.append(button)
            else:
                edges += self._plain(s, place)
            buttons.append(self._state(s, name, *place[s]))
        drawn = element(
            "svg",
            *edges,
            *buttons,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {width:.0f} {height:.0f}",
            width=f"{width:.0f}",
            height=f"{height:.0f}",
            role="group",
            aria_label=Stage(self.env, frozenset(self.played), frozenset(self.bad)).says(),
            font_family="system-ui, sans-serif",
            style=f"max-width: 100%; min-width: {min(0.72 * width, 900):.0f}px; height: auto",
            class_="toy",
        )
        return Picture(drawn)

    def _shows(self, s: int) -> bool:
        """Return whether a state's actions are drawn."""
        picked = self.env.states[s] == self.picked
        starts = any(s == t for t, _ in self.env.initial)
        return picked or ((starts or not self._stays(s)) and len(self.env.pairs) <= MANY)

    def _stays(self, s: int) -> bool:
        return all([t for t, _ in row] == [s] for row in self.env.transition[s])

    def _places(self) -> tuple[list[tuple[float, float]], float, float]:
        """Place states in columns by the steps needed to reach them, with room for their actions."""
        order = columns([self.env])
        count = len(self.env.actions)
        everyone = range(len(self.env.states))
        tall = {s: max(2 * RADIUS + 22, (PILL + 8) * count + 26 if self._shows(s) else 0) for s in everyone}
        height = max(sum(tall[s] for s in sorted(column)) for column in order) + 2 * MARGIN
        place = [(0.0, 0.0)] * len(everyone)
        x = MARGIN + RADIUS
        for column in order:
            y = (height - sum(tall[s] for s in column)) / 2
            for s in column:
                place[s] = (x, y + tall[s] / 2)
                y += tall[s]
            wide = GAP + self._pill_width() if any(self._shows(s) for s in column) else 0
            x += 2 * RADIUS + wide + REACH
        wide = GAP + self._pill_width() + 30 if any(self._shows(s) for s in order[-1]) else 0
        return place, x - REACH - RADIUS + MARGIN + wide - (0 if not wide else GAP + self._pill_width()), height

    def _pill_width(self) -> float:
        return 44.0 + 7.6 * max(len(shortened(name, 16)) for name in self.env.actions)

    def _state(self, s: int, name: str, x: float, y: float) -> str:
        all_bad = all((s, a) in self.bad for a in range(len(self.env.actions)))
        chance = dict(self.env.initial).get(s)
        fill, line = (NO, NO_LINE) if all_bad else (YES, YES_LINE) if chance else (NONE, NONE_LINE)
        picked = name == self.picked
        circle = element(
            "circle",
            cx=x,
            cy=y,
            r=RADIUS,
            fill=fill,
            stroke=line,
            stroke_width=5 if picked else 2.5,
            stroke_dasharray="7 4" if all_bad else None,
        )
        short = shortened(name, 11)
        note = "✗ bad" if all_bad else "" if not chance else "start" if chance == 1 else f"start {show(chance)}"
        note = "" if name == note else note
        words = text(short, x, y + 5, 14 if len(short) < 9 else 11, fill=INK)
        said = f"Edit {short} {note}".strip() + (f": {name}" if short != name else "")
        return _button(
            f"{circle}{words} {text(note, x, y + 21, 11, fill=INK) if note else ''}",
            f"ed-state-{s}",
            said,
            picked,
            sets("picked", "" if picked else name),
        )

    def _action(self, s: int, a: int, place: list[tuple[float, float]]) -> tuple[list[str], str]:
        x, y = place[s]
        name, state = self.env.actions[a], self.env.states[s]
        is_played, is_bad = (s, a) in self.played, (s, a) in self.bad
        left, wide = x + RADIUS + GAP, self._pill_width()
        middle = y + (a - (len(self.env.actions) - 1) / 2) * (PILL + 8)
        colour = NO_LINE if is_bad else YES_LINE if is_played else NONE_LINE
        style: dict[str, object] = {
            "fill": "none",
            "stroke": colour,
            "stroke_width": 4 if is_played else 1.5,
            "stroke_dasharray": "8 5" if is_bad else None,
        }
        tall = 0.6 * RADIUS * (a - (len(self.env.actions) - 1) / 2) / max(1, len(self.env.actions))
        lines = [element("path", d=f"M {x + RADIUS - 2:.0f} {y + tall:.0f} L {left:.0f} {middle:.0f}", **style)]
        for t, p in self.env.transition[s][a]:
            lines.append(self._edge((left + wide, middle), place[t], t == s, "" if p == 1 else show(p), style))
        mark = ("✗ " if is_bad else "") + ("▶ " if is_played else "")
        frame = element(
            "rect",
            x=left,
            y=middle - PILL / 2,
            width=wide,
            height=PILL,
            rx=PILL / 2,
            fill=NO if is_bad else YES if is_played else NONE,
            stroke=colour,
            stroke_width=3 if is_played else 1.5,
            stroke_dasharray="8 5" if is_bad else None,
        )
        words = text(
            mark + shortened(name, 16),
            left + wide / 2,
            middle + 5,
            14,
            fill=INK,
            font_weight="bold" if is_played else "normal",
        )
        said = f"Play {shortened(name, 16)}{f': {name}' if len(name) > 16 else ''} in {state}"
        said += ", judged bad" if is_bad else ""
        return lines, _button(
            frame + words, f"ed-action-{s}-{a}", said, is_played, sets("command", self.play(state, name))
        )

    def _plain(self, s: int, place: list[tuple[float, float]]) -> list[str]:
        """Return the played actions of a state whose actions are not shown."""
        if self._stays(s):
            return []
        x, y = place[s]
        found = []
        for a in range(len(self.env.actions)):
            if (s, a) not in self.played:
                continue
            is_bad = (s, a) in self.bad
            style: dict[str, object] = {
                "fill": "none",
                "stroke": NO_LINE if is_bad else YES_LINE,
                "stroke_width": 3,
                "stroke_dasharray": "8 5" if is_bad else None,
            }
            for t, p in self.env.transition[s][a]:
                label = ("✗ " if is_bad else "▶ ") + self.env.actions[a] + ("" if p == 1 else f" {show(p)}")
                found.append(self._edge((x + RADIUS, y), place[t], t == s, shortened(label, 18), style))
        return found

    def _edge(
        self, start: tuple[float, float], end: tuple[float, float], loop: bool, words: str, style: dict[str, object]
    ) -> str:
        """Return a curve to a state: from the left where that lies ahead, else over the top."""
        (x1, y1), (x2, y2) = start, end
        if x2 - RADIUS > x1 + 20 and not loop:
            tip, out, into = (x2 - RADIUS - 2, y2), (x1 + 45, y1), (x2 - RADIUS - 55, y2)
        else:
            tip, out, into = (x2 + 8, y2 - RADIUS - 2), (x1 + 40, y1 - 60), (x2 + 20, y2 - RADIUS - 60)
        curve = (
            f"M {x1:.0f} {y1:.0f} C {out[0]:.0f} {out[1]:.0f}, {into[0]:.0f} {into[1]:.0f}, {tip[0]:.0f} {tip[1]:.0f}"
        )
        head = arrowhead(*tip, tip[0] - into[0], tip[1] - into[1], str(style["stroke"]), 10)
        at = [0.25 * (a + 3 * b) / 2 + 0.25 * (3 * c + d) / 2 for a, b, c, d in zip(start, out, into, tip, strict=True)]
        halo: dict[str, object] = {"paint_order": "stroke", "stroke": "var(--toy-paper, #ffffff)", "stroke_width": 4}
        label = text(words, at[0], at[1] - 3, 12, fill="var(--toy-text, #14202b)", **halo) if words else ""
        return element("path", d=curve, **style) + head + label


def _button(drawn: str, name: str, said: str, pressed: bool, does: str) -> str:
    """Return part of a picture as a button."""
    attributes = element(
        "g", drawn, id=name, role="button", tabindex=0, aria_label=said, aria_pressed="true" if pressed else "false"
    )
    return attributes.replace("<g ", f"<g {does} ", 1)
