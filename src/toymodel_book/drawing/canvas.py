"""A world is drawn to be edited: the picture that it always has, in which places and actions can be pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toymodel.worlds import Environment, Layout, Policy

from .stage import Box, Stage
from .svg import Picture, element, picture
from .world import drawn

WIDEST = 1400.0
"""A wider picture cannot be read."""
MANY = 60
"""No more states than this are drawn."""
LEAST = 0.58
"""What is left of its size where there is little room; from there on it is scrolled."""


def _nothing(*_: str) -> str:
    return ""


@dataclass(frozen=True)
class Canvas(Stage):
    """The canvas is a stage whose places and actions are buttons.

    Attributes
    ----------
    picked : str
        The state that is being edited, if any.
    play : callable
        From a state and an action, by name, to the command that lets the agent play it.
    """

    picked: str = ""
    play: Callable[[str, str], str] = _nothing

    @classmethod
    def at(cls, stage: Stage, picked: str, play: Callable[[str, str], str]) -> Canvas:
        """Return the canvas of a stage."""
        return cls(stage.env, stage.played, stage.bad, stage.plays, stage.run, picked, play)

    def place(self, states: Sequence[int], *parts: str, kind: str = "place", hit: Box | None = None) -> str:
        """Return a place as a button that picks its state; of several, the one after the one that is picked."""
        names = [self.env.states[s] for s in states]
        mine = self.picked in names
        after = names.index(self.picked) + 1 if mine else 0
        chosen = names[after] if after < len(names) else ""
        bad = all(self.all_bad(s) for s in states)
        chances = [self.starts(s) for s in states if self.starts(s)]
        ends = self.env.ended.issuperset(states)
        said = f"Edit {' / '.join(names)}" + ", judged bad" * bad + ", an end" * ends
        said += "".join(", start" if p == "1" else f", start {p}" for p in chances)
        group = super().place(states, _ground(hit), *parts, kind=kind)
        return _button(group, f"ed-state-{states[0]}", said, mine, "picked", chosen)

    def door(self, s: int, actions: Sequence[int], *parts: str, hit: Box | None = None) -> str:
        """Return an action as a button that has it played; several as one that picks the state, which shows each."""
        state, names = self.env.states[s], [self.env.actions[a] for a in actions]
        plays = bool(self.plays) and any(a in self.plays[s] for a in actions)
        group = super().door(s, actions, _ground(hit), *parts)
        name = f"ed-action-{s}-{actions[0]}"
        if len(actions) > 1:
            said = f"Edit {state}: {', '.join(names)} do the same"
            return _button(group, name, said, self.picked == state, "picked", "" if self.picked == state else state)
        said = f"Play {names[0]} in {state}" + ", judged bad" * ((s, actions[0]) in self.bad)
        return _button(group, name, said, plays, "command", self.play(state, names[0]))


def canvas(
    env: Environment,
    policy: Policy | None,
    bad: Sequence[tuple[int, int]] | frozenset[tuple[int, int]],
    picked: str,
    play: Callable[[str, str], str],
    layout: Layout | None = None,
    beside: Sequence[Environment] = (),
) -> Picture | None:
    """Return an environment with buttons in it; nothing if there is more to it than a picture can show.

    Parameters
    ----------
    picked, play
        As a `Canvas` has them.
    layout, beside
        As `world` takes them.
    """
    if len(env.states) > MANY:
        return None
    stage = Canvas.at(Stage.of(env, policy, bad), picked, play)
    (wide, high), parts = drawn(stage, layout, beside)
    if wide > WIDEST:
        return None
    shown = picture(wide, high, stage.says(), *parts)
    return Picture(shown.replace("max-width: 100%;", f"max-width: 100%; min-width: {LEAST * wide:.0f}px;", 1))


def _ground(hit: Box | None) -> str:
    if hit is None:
        return ""
    x, y, wide, high = hit
    return element("rect", x=x, y=y, width=wide, height=high, fill="transparent", class_="toy-hit")


def _button(group: str, name: str, said: str, pressed: bool, key: str, value: str) -> str:
    """Return part of a picture as a button that gives a control a value."""
    attributes = {"id": name, "role": "button", "tabindex": 0, "aria_label": said, f"data_set_{key}": value}
    opening = element("g", "", **attributes, aria_pressed="true" if pressed else "false").removesuffix("></g>")
    return opening + group.removeprefix("<g")
