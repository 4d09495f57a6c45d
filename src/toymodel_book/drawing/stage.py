"""What a picture of a world shows, whatever its geometry: what is played, what is judged bad, and a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from toymodel.solve import used
from toymodel.worlds import AllowedActions, Environment, Pair, Policy, listed, show

from .runs import Run, likeliest
from .svg import EDGE, INK, NO_LINE, element

Box = tuple[float, float, float, float]
"""Left, top, width and height."""

BEGINS, STEP = 150.0, 620.0
"""When a play begins, and how long a step takes, in milliseconds."""


@dataclass(frozen=True)
class Stage:
    """A stage has an environment, what is played in it and what is judged bad.

    Attributes
    ----------
    played : set of (state, action)
        What is used from the start.
    plays : tuple of sets of actions
        What would be played in each state, reached or not; empty where nobody acts.
    run : Run or None
        The run that the picture plays, where somebody acts and nothing is left open.
    """

    env: Environment
    played: frozenset[Pair]
    bad: frozenset[Pair]
    plays: AllowedActions = ()
    run: Run | None = None

    @classmethod
    def of(cls, env: Environment, policy: Policy | AllowedActions | None, bad: Iterable[Pair]) -> Stage:
        """Return the stage for a policy, or for a set of them, or for nobody."""
        harm = frozenset(bad)
        if policy is None:
            return cls(env, frozenset(), harm)
        if isinstance(policy, Policy):
            run = likeliest(env, policy, harm)
            return cls(env, used(env, policy), harm, policy.support, run if run.steps else None)
        return cls(env, used(env, policy), harm, policy)

    def stays(self, s: int) -> bool:
        """Return whether every action stays in a state, or the episode has ended there."""
        return all([t for t, _ in row] == [s] for row in self.env.transition[s] if row)

    def alike(self, s: int) -> bool:
        """Return whether all actions of a state do the same and are judged alike."""
        rows, here = self.env.transition[s], self.env.available[s]
        return len({rows[a] for a in here}) <= 1 and len({(s, a) in self.bad for a in here}) <= 1

    def all_bad(self, s: int) -> bool:
        """Return whether whatever is done in a state is judged bad."""
        return bool(self.env.available[s]) and all((s, a) in self.bad for a in self.env.available[s])

    def starts(self, s: int) -> str:
        """Return with what chance a run begins in a state: "" for never, "1" for always."""
        return next((show(p) for t, p in self.env.initial if t == s), "")

    def when(self, pair: Pair) -> float | None:
        """Return when the run does this for the first time, in milliseconds."""
        steps = self.run.steps if self.run else ()
        return next((BEGINS + k * STEP for k, step in enumerate(steps) if (step.state, step.action) == pair), None)

    def look(self, s: int, actions: Collection[int]) -> Look:
        """Return how actions of a state that are drawn as one look."""
        return Look(any((s, a) in self.played for a in actions), any((s, a) in self.bad for a in actions))

    def place(self, states: Sequence[int], *parts: str, kind: str = "place", hit: Box | None = None) -> str:
        """Return what is drawn of a state, or of several that stand in one place."""
        return element("g", *parts, class_=f"toy-{kind}", data_state=" / ".join(self.env.states[s] for s in states))

    def door(self, s: int, actions: Sequence[int], *parts: str, hit: Box | None = None) -> str:
        """Return what is drawn of an action of a state, or of several as one.

        Parameters
        ----------
        hit : Box, optional
            What around it belongs to nothing else: there, too, it can be pressed where it is a button.
        """
        look = self.look(s, actions)
        kind = " is-played" * look.played + " is-bad" * look.bad
        names = " / ".join(self.env.actions[a] for a in actions)
        return element("g", *parts, class_=f"toy-door{kind}", data_state=self.env.states[s], data_action=names)

    def says(self) -> str:
        """Return the picture in words."""
        env = self.env
        starts = ", ".join(f"{env.states[s]} ({show(p)})" for s, p in env.initial)
        said = f"Environment with states {', '.join(env.states)}; starts in {starts}."
        if env.ended:
            said += f" The episode ends in {listed([env.states[s] for s in sorted(env.ended)], 'or')}."
        for title, pairs in (("Played", self.played), ("Judged bad", self.bad)):
            listing = ", ".join(env.describe(pair) for pair in sorted(pairs))
            said += f" {title}: {listing}." if listing else ""
        if self.run and len(self.run.steps) > 1:
            kind = f" ({self.run.said()})" if self.run.said() else ""
            said += f" A run{kind}: {listed([env.states[s] for s in self.run.states], 'then')}."
        return said


@dataclass(frozen=True)
class Look:
    """How an action looks: what is played is heavy, what is judged bad is dashed and rust."""

    played: bool
    bad: bool

    @property
    def colour(self) -> str:
        """Return the colour of its lines."""
        return NO_LINE if self.bad else INK if self.played else EDGE

    @property
    def line(self) -> dict[str, object]:
        """Return the attributes of its lines."""
        return {
            "fill": "none",
            "stroke": self.colour,
            "stroke_width": 3 if self.played else 1.4,
            "stroke_dasharray": "7 4" if self.bad else None,
        }
