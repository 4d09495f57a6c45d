"""Both diagrams are drawn for a case under any reading: the words have switches, boxes and arrows follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from toymodel.alignment import AXES, DIAGRAMS, Case, Reading
from toymodel.alignment.formulas import ONE_MIND
from toymodel.logic import Verdict
from toymodel.worlds import listed
from toymodel.zoo import case as named

from ..drawing.diagram import drawing, verdict_table
from ..live import Select, sentence, view

CASES = (
    "misguided-researcher",
    "coin-line",
    "lazy-clipper",
    "nursery-corridor",
    "paperclips",
    "deceiver",
    "tie",
    "good-enough",
    "mixed-witness",
    "two-by-two",
    "myopic-planner",
    "table-and-planner",
    "unseen-state",
)
WELL = {"W1": "no regret in truth", "W5": "no regret by its own beliefs"}
OBJECTIVES = {"every": "every one", "some": "some one", "selected": "the one closest to what the human wants"}
AMONG = {
    "candidates": "those that the case lists",
    "sa": "any, on states and actions",
    "s": "any, on states",
    "ss": "any, on states and next states",
}
BEHAVIOR = {"feasible": "all that its behaviour is optimal for", "mesa": "what it searches by"}
QUESTIONS = {axis.name: axis.question for axis in AXES}


def switch(axis: str, words: Mapping[str, str] | None = None, start: str = "") -> Select:
    """Return a control for one axis of the reading, set to the cautious choice unless told otherwise."""
    chosen = next(a for a in AXES if a.name == axis)
    options = tuple((words or {value: value for value in chosen.values}).items())
    return Select(axis.replace("_", " "), options, start or getattr(Reading(), axis), QUESTIONS[axis])


@view(
    "Any case, any reading",
    case=Select("case", tuple((name, name.replace("-", " ")) for name in CASES), "tie"),
    behavior=Select("behavior", tuple(BEHAVIOR.items()), "feasible", QUESTIONS["behavior"]),
    observed_in=switch("observed_in"),
    objectives=switch("objectives", OBJECTIVES),
    among=switch("among", AMONG),
    trivial=switch("trivial"),
    optima=switch("optima", start="some"),
    encountered=switch("encountered"),
    performs=switch("performs", WELL),
    replans=switch("replans"),
    judged_in=switch("judged_in"),
    succeeds_in=switch("succeeds_in"),
)
def readings(case: str, **choices: str) -> str:
    """Draw both diagrams for a case under a reading."""
    reading, shown = chosen(choices), loaded(case)
    verdicts = shown.check_all(reading)
    arrows = shown.arrows(reading, checked=verdicts)
    pictures = "".join(f"<div>{drawing(verdicts, arrows, which)}</div>" for which in DIAGRAMS)
    mind = shown.check(ONE_MIND.noun, reading)
    rows = verdict_table({**verdicts, ONE_MIND.noun: mind})
    table = f"<details><summary>Every verdict, with its reason</summary>{rows}</details>"
    one = f" {shown.agents[0].name} is {'' if mind.holds else 'not '}of one mind." if mind.holds is not None else ""
    return sentence(explanation(shown, reading, verdicts) + one) + f'<div class="toy-beside">{pictures}</div>' + table


def chosen(choices: Mapping[str, str]) -> Reading:
    """Return the reading; a selected objective is the one closest to what the human wants."""
    reading = Reading(**{name: value for name, value in choices.items() if name != "objectives"})
    objectives = choices.get("objectives", reading.objectives)
    return replace(reading, objectives=objectives, selected_by="human" if objectives == "selected" else "")


@lru_cache(len(CASES))
def loaded(name: str) -> Case:
    """Return a named case, made once."""
    return named(name)


def explanation(case: Case, reading: Reading, verdicts: Mapping[str, Verdict]) -> str:
    """Say which words hold, which arrows break, and how many verdicts the switches changed."""
    arrows = case.arrows(reading, checked=verdicts)
    holding = [name for name, verdict in verdicts.items() if verdict.holds]
    broken = [name for name, arrow in arrows.items() if arrow.state == "broken" and arrow.arrow.drawn]
    cautious = case.check_all()
    changed = sum(verdicts[name].status != cautious[name].status for name in verdicts)
    what = listed(holding) if holding else "none of the seven"
    said = f"Under this reading {case.agents[0].name} or its base objective is {what}."
    arrow = f"{listed(broken)} break{'s' * (len(broken) == 1)} here." if broken else "No drawn arrow breaks here."
    return f"{said} {arrow} Against the cautious reading {changed} of the seven verdicts changed."
