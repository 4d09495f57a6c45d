"""Robustness is of two kinds: agents are placed by objective robustness and capability robustness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.quantities.magnitudes import demonstrated
from toymodel.worlds import listed
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
    "training": ("observed in training; every demonstrated objective", Reading()),
    "deployment": ("observed in deployment; every demonstrated objective", Reading(observed_in="deployment")),
    "some": (
        "observed in training; some demonstrated objective, zero counted",
        Reading(objectives="some", trivial="included"),
    ),
    "selected": (
        "observed in training; of what is demonstrated, the one closest to what the human wants",
        Reading(objectives="selected", selected_by="human"),
    ),
    "mesa": ("the objective that it searches by", Reading(behavior="mesa")),
    "beliefs": (
        "observed, and judged in its success, by its own beliefs; every demonstrated objective",
        Reading(observed_in="beliefs", performs="W5"),
    ),
}
"""The readings on offer, each with its words."""


@view(
    "Two kinds of robustness",
    reading=Select("reading", tuple((key, words) for key, (words, _) in READINGS.items()), "training"),
    agent=Select("agent to explain", tuple((key, name) for key, (_, name) in AGENTS.items()), "runner"),
)
def robustness(reading: str, agent: str) -> str:
    """Draw the square of agents, with one of them explained."""
    return sentence(explanation(reading, agent)) + table(reading, agent) + reasons(reading, agent) + LEGEND


LEGEND = (
    '<p class="toy-note">A badge says whether one is robust, on the base objective, in deployment. <i>breaks</i>: '
    "both kinds, and not robust. <i>back breaks</i>: robust, and not both. Touch a name.</p>"
)


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
    after = (
        listed([each.name for each in after_what], "and")
        if after_what and isinstance(after_what, tuple)
        else "nothing that counts"
    )
    said = {True: "is", False: "is not", None: "has no verdict on being"}
    clauses = listed([f"{said[v.holds]} {word}" for word, v in zip(WORDS, here.all, strict=True)], "and")
    end = " So the fifth arrow breaks." if here.breaks else " So the way back breaks." if here.back_breaks else ""
    return f"{name[:1].upper()}{name[1:]} is after {after}. It {clauses}.{end}"


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
    note = "<small>breaks</small>" if here.breaks else "<small>back breaks</small>" if here.back_breaks else ""
    says = f"{name}: {'not ' * (status == 'false')}robust" if status in ("true", "false") else f"{name}: {status}"
    return (
        f'<button type="button" id="robustness-{agent}" class="toy-chip toy-{status}" {sets("agent", agent)} '
        f'aria-pressed="{str(agent == chosen).lower()}" aria-label="{escape(says)}">'
        f"{inline_badge(status)}{escape(name)}{note}</button>"
    )
