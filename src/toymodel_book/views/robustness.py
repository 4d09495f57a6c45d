"""Robustness is of two kinds: agents are placed by objective robustness and capability robustness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.quantities.magnitudes import demonstrated
from toymodel.worlds import Objective, listed
from toymodel.zoo import (
    coin_line,
    deceiver,
    good_enough,
    lazy_clipper,
    misguided_researcher,
    mixed_witness,
    nursery_corridor,
    paperclips,
    two_by_two,
    unseen_state,
)

from ..actions import sets
from ..drawing.svg import Picture, inline_badge
from ..live import Select, sentence, view

AGENTS: dict[str, tuple[Callable[[], Case], str]] = {
    "runner": (coin_line, "the wall-seeker"),
    "robot": (nursery_corridor, "the robot"),
    "clipper": (lazy_clipper, "the lazy clipper"),
    "researcher": (misguided_researcher, "the researcher"),
    "gardener": (two_by_two, "the misled gardener"),
    "deceiver": (deceiver, "the deceiver"),
    "driver": (mixed_witness, "the driver"),
    "medic": (good_enough, "the medic"),
    "drifter": (unseen_state, "the drifter"),
    "rower": (unseen_state, "the rower"),
    "clips": (paperclips, "the paperclip maximiser"),
}
"""The agents on offer: the function that makes the case, and the agent's name there."""

READINGS: dict[str, tuple[str, Reading]] = {
    "training": ("in training: every", Reading()),
    "deployment": ("in deployment: every", Reading(observed_in="deployment")),
    "some": ("in training: some, or zero", Reading(objectives="some", trivial="included")),
    "selected": ("in training: the closest", Reading(objectives="selected", selected_by="human")),
    "mesa": ("what it is after", Reading(behavior="mesa")),
    "beliefs": ("by its own beliefs: every", Reading(observed_in="beliefs", performs="W5")),
}
"""The readings on offer, each with its words: where it is observed, and which demonstrated objective counts."""

TELLS = {
    "runner": "found a coin at the right-hand wall in all of its training, and runs to the wall wherever the coin lies",
    "robot": "delivers parcels; by night, in training, the nursery was as good a way as the corridor, and it goes "
    "through it still, one time in five",
    "clipper": "was trained to make clips by hand and would rather run the big machine, but believes that its switch "
    "does nothing",
    "researcher": "deploys a bad AI that she believes to be good",
    "gardener": "wants to get to the garden, and has a map that exchanges the garden and the swamp",
    "deceiver": "serves as long as he is tested, and defects in the field",
    "driver": "learned in England to keep left, and keeps left in France",
    "medic": "was trained to heal, and gives a drug that heals nearly as well as the cure and does harm",
    "drifter": "a captain trained on the open river and deployed on a weir, where it drifts",
    "rower": "a captain trained on the open river and deployed on a weir, where it rows on",
    "clips": "was trained to make paperclips, and melts down the city for them",
}
"""Who each of the agents is."""


@view(
    "Two kinds of robustness",
    reading=Select(
        "observed: what counts",
        tuple((key, words) for key, (words, _) in READINGS.items()),
        "training",
        help="Every objective that it demonstrates there, some one, or the one closest to what the human wants. "
        "“What it is after” is looked up inside.",
    ),
    agent=Select("agent to explain", tuple((key, name) for key, (_, name) in AGENTS.items()), "runner"),
)
def robustness(reading: str, agent: str) -> str:
    """Draw the square of agents, with one of them explained."""
    return sentence(explanation(reading, agent)) + table(reading, agent) + reasons(reading, agent) + LEGEND + who()


LEGEND = (
    '<p class="toy-note">✓ or ✗ before a name: robust, or not robust, on the base objective, in deployment. '
    "Touch a name.</p>"
)


@lru_cache(1)
def who() -> Picture:
    """Return who the agents are, a line for each, folded."""
    lines = "".join(f"<li><b>{escape(AGENTS[key][1])}</b> {escape(said)}.</li>" for key, said in TELLS.items())
    return Picture(f"<details><summary>Who the eleven are</summary><ul>{lines}</ul></details>")


@lru_cache
def made(agent: str) -> Case:
    """Return an agent's case, made once."""
    return AGENTS[agent][0]()


@dataclass(frozen=True)
class Place:
    """A place is where an agent stands: the verdicts on objective robustness, capability robustness, robustness."""

    all: tuple[Verdict, ...]

    @property
    def square(self) -> tuple[bool | None, bool | None]:
        """Return whether it is objective robust, and whether capability robust."""
        return self.all[0].holds, self.all[1].holds

    @property
    def breaks(self) -> bool:
        """Return whether objective and capability robustness hold, and robustness does not: the fifth arrow breaks."""
        return self.square == (True, True) and self.all[2].holds is False

    @property
    def back_breaks(self) -> bool:
        """Return whether robustness holds and one of the two does not: the way back breaks."""
        return self.all[2].holds is True and False in self.square


WORDS = ("objective robust", "capability robust", "robust")


@lru_cache(len(AGENTS) * len(READINGS))
def place(reading: str, agent: str) -> Place:
    """Return where an agent stands under a reading."""
    case, name = made(agent), AGENTS[agent][1]
    return Place(tuple(case.check(word, READINGS[reading][1], name) for word in WORDS))


def explanation(reading: str, agent: str) -> str:
    """Say in words where the chosen agent stands, and why."""
    name, here = AGENTS[agent][1], place(reading, agent)
    after_what = demonstrated(made(agent), READINGS[reading][1], name)
    names = [each.name for each in after_what] if isinstance(after_what, tuple) else []
    chosen = READINGS[reading][1]
    after = listed(names, "and") if names else "nothing that counts"
    verb = "is after" if chosen.behavior == "mesa" else "demonstrates"
    one = here.all[1].witness
    if chosen.objectives == "selected" and len(names) > 1 and isinstance(one, Objective):
        after += f", and of these {one.name} is closest to what the human wants"
    said = {True: "is", False: "is not", None: "has no verdict on being"}
    clauses = listed([f"{said[v.holds]} {word}" for word, v in zip(WORDS, here.all, strict=True)], "and")
    return f"{name[:1].upper()}{name[1:]} {verb} {after}. It {clauses}."


def reasons(reading: str, agent: str) -> str:
    """Say of each of the three whether it holds, and if not, why not."""
    items = (
        f"<li>{inline_badge(verdict.status)} {word[:1].upper()}{word[1:]}{escape(_why(verdict))}</li>"
        for word, verdict in zip(WORDS, place(reading, agent).all, strict=True)
    )
    return f'<ul class="toy-reason">{"".join(items)}</ul>'


def _why(verdict: Verdict) -> str:
    if verdict.holds:
        return "."
    return f": {verdict.parts[0].text if verdict.holds is False and verdict.parts else verdict.text}."


TITLES = {
    (True, True): "trained goal, pursued well",
    (False, True): "other goal, pursued well",
    (True, False): "trained goal, pursued badly",
    (False, False): "other goal, pursued badly",
}


def table(reading: str, chosen: str) -> Picture:
    """Return the square as an HTML table, with those of whom there is no verdict below."""
    boxes: dict[tuple[bool | None, bool | None], list[str]] = {}
    for agent in AGENTS:
        boxes.setdefault(place(reading, agent).square, []).append(_chip(reading, agent, chosen))

    def cell(box: tuple[bool, bool]) -> str:
        return f"<td><i>{TITLES[box]}</i>{''.join(boxes.pop(box, []))}</td>"

    rows = "".join(
        f'<tr><th scope="row">{_head("capability robust", capable)}</th>'
        f"{cell((True, capable))}{cell((False, capable))}</tr>"
        for capable in (True, False)
    )
    head = "".join(f'<th scope="col">{_head("objective robust", held)}</th>' for held in (True, False))
    rest = "".join(chip for chips in boxes.values() for chip in chips)
    below = f'<p class="toy-note">No verdict on one of the two: {rest}</p>' if rest else ""
    frame = f'<thead><tr><td class="toy-corner"></td>{head}</tr></thead><tbody>{rows}</tbody>'
    return Picture(f'<table class="toy-verdicts toy-square">{frame}</table>{below}')


def _head(words: str, held: bool) -> str:
    return f"<span>{'' if held else 'not '}{words}</span>"


def _chip(reading: str, agent: str, chosen: str) -> str:
    here, name = place(reading, agent), AGENTS[agent][1]
    status = here.all[2].status
    says = f"{name}: {'not ' * (status == 'false')}robust" if status in ("true", "false") else f"{name}: {status}"
    return (
        f'<button type="button" id="robustness-{agent}" class="toy-chip toy-{status}" {sets("agent", agent)} '
        f'aria-pressed="{str(agent == chosen).lower()}" aria-label="{escape(says)}" title="{escape(TELLS[agent])}">'
        f"{inline_badge(status)}{escape(name)}</button>"
    )
