"""Robustness is of two kinds: agents are placed by objective robustness and capability robustness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from toymodel.alignment import ArrowVerdict, Case, Reading
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
from ..drawing.svg import FILL, INK, LINE, MARK, Picture
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
    return sentence(explanation(reading, agent)) + table(reading, agent) + LEGEND


LEGEND = (
    "<p>✓ or ✗ before a name: robust or not, on the base objective, in deployment. <i>breaks</i>: the two kinds "
    "together do not give robustness here, so the fifth arrow breaks. <i>back breaks</i>: robust, and yet not both, "
    "so the way back breaks. Click a name to have it explained.</p>"
)


@lru_cache
def made(agent: str) -> Case:
    """Return an agent's case, made once."""
    return AGENTS[agent][0]()


@dataclass(frozen=True)
class Place:
    """A place is where an agent stands: what is said of the fifth arrow, and of the two ways back."""

    fifth: ArrowVerdict
    back: tuple[ArrowVerdict, ...]

    @property
    def all(self) -> tuple[Verdict, ...]:
        """Return the verdicts on objective robustness, capability robustness and robustness."""
        return *self.fifth.premises, self.fifth.conclusion

    @property
    def breaks(self) -> bool:
        """Return whether objective and capability robustness hold, and robustness does not."""
        return self.fifth.state == "broken"

    @property
    def back_breaks(self) -> bool:
        """Return whether robustness holds and one of the two does not."""
        return any(arrow.state == "broken" for arrow in self.back)


@lru_cache(len(AGENTS) * len(READINGS))
def place(reading: str, agent: str) -> Place:
    """Return where an agent stands under a reading."""
    case, name = made(agent), AGENTS[agent][1]
    fifth, *back = (case.arrow(arrow, READINGS[reading][1], name) for arrow in ("I5", "I5a", "I5b"))
    return Place(fifth, tuple(back))


def explanation(reading: str, agent: str) -> str:
    """Say in words where the chosen agent stands, and why."""
    words, chosen = READINGS[reading]
    name, here = AGENTS[agent][1], place(reading, agent)
    after_what = demonstrated(made(agent), chosen, name)
    after = (
        listed([each.name for each in after_what], "and")
        if after_what and isinstance(after_what, tuple)
        else "nothing that counts"
    )
    clauses = [f"{noun} {said}" for noun, said in zip(NOUNS, map(_said, here.all), strict=True)]
    end = " So the fifth arrow breaks." if here.breaks else " So the way back breaks." if here.back_breaks else ""
    return f"Read so ({words}), {name} is after {after}. {'. '.join(clauses)}.{end}"


NOUNS = ("Objective robustness", "Capability robustness", "Robustness")


def _said(verdict: Verdict) -> str:
    """Return whether it holds, and if not, why not."""
    if verdict.holds:
        return "holds"
    reason = verdict.parts[0].text if verdict.holds is False and verdict.parts else verdict.text
    return f"{'is undefined' if verdict.holds is None else 'fails'}: {reason}"


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
        objective, capable = place(reading, agent).fifth.premises
        boxes.setdefault((objective.holds, capable.holds), []).append(_chip(reading, agent, chosen))

    def cell(box: tuple[bool, bool]) -> str:
        return f'<td style="vertical-align: top"><i>{TITLES[box]}</i>{"".join(boxes.pop(box, []))}</td>'

    rows = "".join(
        f'<tr><th scope="rowgroup" colspan="2">capability robust {MARK["true" if capable else "false"]}</th></tr>'
        f"<tr>{cell((True, capable))}{cell((False, capable))}</tr>"
        for capable in (True, False)
    )
    head = "".join(f'<th scope="col">objective robust {mark}</th>' for mark in (MARK["true"], MARK["false"]))
    rest = "".join(chip for chips in boxes.values() for chip in chips)
    below = f"<p>No verdict on one of the two:</p><p>{rest}</p>" if rest else ""
    style = "table-layout: fixed; width: 100%"
    frame = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    return Picture(f'<table class="toy-verdicts" style="{style}">{frame}</table>{below}')


def _chip(reading: str, agent: str, chosen: str) -> str:
    here, name = place(reading, agent), AGENTS[agent][1]
    status = here.fifth.conclusion.status
    note = "<br><small>breaks</small>" if here.breaks else "<br><small>back breaks</small>" if here.back_breaks else ""
    style = (
        "display: block; width: 100%; margin: 0.25rem 0; padding: 0.2rem; word-break: normal; "
        f"background: {FILL[status]}; color: {INK}; "
        f"border: {'4px double' if agent == chosen else '1px solid'} {LINE[status]}"
    )
    return (
        f'<button type="button" id="robustness-{agent}" {sets("agent", agent)} '
        f'aria-pressed="{str(agent == chosen).lower()}" style="{style}">'
        f"{'▸' * (agent == chosen)}{MARK[status]} {escape(name)}{note}</button>"
    )
