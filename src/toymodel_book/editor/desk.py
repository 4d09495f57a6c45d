"""The desk of the world editor: the case that is edited, where one looks, and the picture of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import escape

from toymodel.agents import AnyAgent
from toymodel.alignment import Case, Reading
from toymodel.files.names import named_environments
from toymodel.logic import Unknown
from toymodel.solve import bad_pairs
from toymodel.worlds import Environment, Objective, Pair, Policy

from ..actions import sets
from ..drawing.canvas import canvas
from ..drawing.svg import Picture
from .editing import command
from .widgets import button, choice

SCOPES = {"both": "training and deployment", "training": "training", "deployment": "deployment"}


@dataclass(frozen=True)
class Desk:
    """What is being edited, and where one looks.

    Attributes
    ----------
    text : str
        The file.
    place, picked, agent, aim, find : str
        The environment, the state, the agent and the objective that one looks at; what one searches for.
    past : str
        Whether there is something to take back: what was there before.
    draft : str
        A file that could not be read, to be mended.
    """

    case: Case
    text: str
    place: str
    picked: str
    agent: str
    aim: str
    reading: Reading
    past: str
    draft: str
    find: str = ""

    @cached_property
    def environments(self) -> dict[str, Environment]:
        """Return the environments of the case by name."""
        return named_environments(self.case)

    @property
    def where(self) -> str:
        """Return the environment that is edited: one by name, or "both"."""
        return self.place if self.place in (*SCOPES, *self.environments) else "both"

    @property
    def env(self) -> Environment:
        """Return the environment that is shown."""
        return self.environments["deployment" if self.where == "both" else self.where]

    @property
    def acting(self) -> AnyAgent:
        """Return the agent that is spoken of."""
        return self.case.agent(self.agent)

    @property
    def objective(self) -> Objective:
        """Return the objective whose payments are shown."""
        names = [each.name for each in self.case.candidates]
        return self.case.objective(self.aim if self.aim in names else self.case.base.at(self.where).name)

    @cached_property
    def bad(self) -> frozenset[Pair]:
        """Return what the human judges bad where one looks; nothing where the judge is silent."""
        try:
            return frozenset(bad_pairs(self.env, self.case.judge))
        except ValueError:
            return frozenset()

    @cached_property
    def policy(self) -> Policy | None:
        """Return what the agent plays where one looks."""
        policies = self.case.policy_pair(self.reading, self.agent)
        if isinstance(policies, Unknown):
            return self.acting.replans(self.case.world)[self.where != "training"]
        return policies.training if self.where == "training" else policies.deployment

    def play(self, state: str, action: str) -> str:
        """Return the command that lets the agent play an action."""
        return command("play", self.agent, self.where, state, action)

    @cached_property
    def canvas(self) -> Picture | None:
        """Return the environment with its buttons, if a picture can show it."""
        beside = tuple(self.environments.values())
        return canvas(self.env, self.policy, self.bad, self.picked, self.play, self.case.layout, beside)

    def toolbar(self) -> str:
        """Return what says where one edits, of which agent one speaks, and which state one looks at."""
        names = {**SCOPES, **{name: name for name in self.environments if name not in SCOPES}}
        where = "".join(
            f'<button type="button" id="ed-where-{n}" aria-pressed="{str(name == self.where).lower()}"'
            f" {sets('where', name)}>{escape(words)}</button>"
            for n, (name, words) in enumerate(names.items())
        )
        agents = [(each.name, each.name) for each in self.case.agents]
        return (
            '<div class="editor-bar"><span class="editor-choice"><span>Edit</span> '
            f'<span class="editor-switches" role="group" aria-label="Where to edit">{where}</span></span>'
            + (choice("Agent", "ed-agent", "agent", agents, self.agent) if len(agents) > 1 else "")
            + self._pick()
            + "</div>"
        )

    def undo(self) -> str:
        """Return the buttons that take a change back, or all."""
        undone = button("Undo", "ed-undo", command("undo"), disabled=not self.past)
        return f'<span class="editor-undo">{undone}{button("Start over", "ed-over", command("start-over"))}</span>'

    def remark(self) -> str:
        """Say what can be done with the picture, and which environment it shows."""
        differ = self.case.world.training != self.case.world.deployment
        shown = "Deployment is shown; training differs. " if differ and self.where == "both" else ""
        return f"{shown}Press an action to have it played, a place to edit it."

    def _pick(self) -> str:
        """Return a choice among all states, since a picture may leave some out; a list is searched instead."""
        states = [("", "…"), *((name, name) for name in self.env.states)]
        return choice("State", "ed-pick", "picked", states, self.picked, few=0) if self.canvas else ""
