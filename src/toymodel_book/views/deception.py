"""The deceiver is judged under a few readings, and the essay's argument by elimination beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from toymodel.agents import MesaOptimizer
from toymodel.alignment import MAIN, Case, Reading
from toymodel.logic import Verdict
from toymodel.zoo import deceiver

from ..drawing.diagram import drawing
from ..drawing.svg import Picture, inline_badge
from ..drawing.world import both
from ..live import Select, sentence, view

AGENTS = {"deceiver": "the deceiver", "honest": "the honest one"}
PLACES = {"training": "the test", "deployment": "the field"}
OBJECTIVES: dict[str, tuple[str, str, dict[str, str]]] = {
    "every": ("every one demonstrated", "every objective that it demonstrates has to pass", {"among": "sa"}),
    "some": (
        "some one demonstrated",
        "some one objective that it demonstrates is enough",
        {"among": "sa", "objectives": "some"},
    ),
    "selected": (
        "the one closest to service",
        "of what it demonstrates a rule picks the objective closest to service",
        {"objectives": "selected", "selected_by": "base"},
    ),
    "searched": ("what it searches by", "its objective is the one that it searches by", {"behavior": "mesa"}),
}
"""Which objective is its own: what a switch says, the sentence, and the choices of a reading."""
SECOND = {
    (observed, objectives, data): objectives == "every" if observed == "training" else data == "deployment"
    for observed in PLACES
    for objectives in ("every", "some", "selected")
    for data in PLACES
}
"""Whether the second arrow is a theorem, by where agents are observed, which objectives must pass, and the data."""
ASKED = ("intent aligned", "capability robust")


@view(
    "What kind of problem is deception?",
    observed=Select("it is observed in", tuple(PLACES.items()), "deployment"),
    objectives=Select("its objective", tuple((key, words) for key, (words, _, _) in OBJECTIVES.items()), "every"),
    data=Select("models are optimal in", tuple(PLACES.items()), "deployment"),
    agent=Select("who acts", tuple(AGENTS.items()), "deceiver"),
)
def deception(observed: str, objectives: str, data: str, agent: str) -> str:
    """Draw the test and the field, the main diagram, and the steps of the argument."""
    case, chosen = acting(agent), reading(observed, objectives, data)
    verdicts = case.check_all(chosen)
    return (
        sentence(explanation(verdicts, observed, objectives, agent))
        + f'<div class="toy-beside"><div>{both(case, captions=("In training", "In deployment"))}'
        + f"{steps(verdicts, SECOND.get((observed, objectives, data)))}</div>"
        + f"<div>{drawing(verdicts, case.arrows(chosen, None, verdicts), MAIN)}</div></div>"
    )


@lru_cache(maxsize=2)
def acting(agent: str) -> Case:
    """Return the case of the deceiver, or of somebody who searches by service in its place."""
    case = deceiver()
    honest = MesaOptimizer(AGENTS["honest"], case.base.at("training"))
    return case if agent == "deceiver" else replace(case, name="honest", agents=(honest,))


def reading(observed: str, objectives: str, data: str) -> Reading:
    """Return the reading of three switches."""
    return Reading(observed_in=observed, encountered=data, **OBJECTIVES[objectives][2])


def explanation(verdicts: Mapping[str, Verdict], observed: str, objectives: str, agent: str) -> str:
    """Say what the switches are set to, and of what its harm is a failure."""
    intent, capable = (verdicts[name].holds for name in ASKED)
    seen = f"{OBJECTIVES[objectives][1]}"
    where = "" if objectives == "searched" else f"Observed in {PLACES[observed]}: "
    lead = f"{where}{seen}." if where else f"{seen[0].upper()}{seen[1:]}."
    who = AGENTS[agent]
    has = f"{who[0].upper()}{who[1:]} is {'' if intent else 'not '}intent aligned and {'' if capable else 'not '}"
    what = {
        (True, True): "neither of the two fails",
        (True, False): "capability fails, and intent does not",
        (False, True): "intent fails, and capability does not",
        (False, False): "both fail",
    }[bool(intent), bool(capable)]
    does = "It does harm" if not verdicts["impact aligned"].holds else "It does no harm"
    return f"{lead} {has}capability robust: {what}. {does}."


def follows(verdicts: Mapping[str, Verdict], second: bool | None) -> bool:
    """Return whether the argument proves that the agent is not objective robust."""
    return verdicts["intent aligned"].holds is False and bool(verdicts["outer aligned"].holds) and second is True


def steps(verdicts: Mapping[str, Verdict], second: bool | None) -> Picture:
    """Return the argument by elimination as a table: what it needs, and whether it proves anything."""
    intent, outer = (verdicts[name].holds for name in ("intent aligned", "outer aligned"))
    stated = (
        ("the agent is not intent aligned", None if intent is None else not intent),
        ("the base objective is outer aligned", outer),
        ("the second arrow is a theorem", second),
    )
    word = {True: "yes", False: "no", None: "undefined"}
    state = {True: "true", False: "false", None: "undefined"}
    rows = "".join(
        f'<tr><th scope="row">{claim}</th><td>{inline_badge(state[holds])} {word[holds]}</td></tr>'
        for claim, holds in stated
    )
    proved = follows(verdicts, second)
    robust = verdicts["objective robust"].holds
    end = "proved" if proved else "not proved" + ("" if robust else ", though so")
    rows += (
        f'<tr><th scope="row"><strong>so it is not objective robust</strong></th>'
        f"<td>{inline_badge(state[proved])} {end}</td></tr>"
    )
    head = '<tr><th scope="col">The argument needs</th><th scope="col">and has it</th></tr>'
    return Picture(f'<table class="toy-verdicts"><thead>{head}</thead><tbody>{rows}</tbody></table>')
