"""A diagram is drawn for a case under any reading: the words have switches, boxes and arrows follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from toymodel.alignment import MAIN, ROBUSTNESS, Case, Reading
from toymodel.alignment.formulas import ONE_MIND
from toymodel.logic import Verdict
from toymodel.worlds import listed
from toymodel.zoo import case as named

from ..drawing.diagram import ARROW_NAMES, drawing, reasons
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
AMONG = {
    "candidates": "those that the case lists",
    "sa": "any, of places and deeds",
    "s": "any, of places",
    "ss": "any, of places and moves",
}
WORDS: dict[str, dict[str, str]] = {
    "behavior": {"feasible": "all that its behaviour is optimal for", "mesa": "what it searches by"},
    "observed_in": {"training": "training", "deployment": "deployment", "both": "both", "beliefs": "its beliefs"},
    "objectives": {"every": "every one", "some": "some one", "selected": "the one closest to what the human wants"},
    "among": AMONG,
    "trivial": {"included": "counted", "excluded": "left out"},
    "optima": {"every": "every one", "some": "some one"},
    "encountered": {"training": "training", "deployment": "deployment", "both": "both"},
    "performs": {"W1": "no regret in truth", "W5": "no regret by its own beliefs"},
    "replans": {"no": "one policy", "yes": "one per environment"},
    "judged_in": {"deployment": "deployment", "both": "training, too"},
    "succeeds_in": {"deployment": "deployment", "both": "training, too"},
}
"""The choices that the view offers, in words."""
NUMBERS = ("None", "One", "Two", "Three", "Four", "Five", "Six", "All")
ASKS = {
    "behavior": "it demonstrates",
    "observed_in": "observed in",
    "objectives": "its objective",
    "among": "among",
    "trivial": "trivial objectives",
    "optima": "the optimal policy",
    "encountered": "“all data”",
    "performs": "performs well",
    "replans": "it plays",
    "judged_in": "harm judged in",
    "succeeds_in": "success judged in",
}
"""What the axes are called."""


def switch(axis: str, start: str = "") -> Select:
    """Return a control for one axis of the reading, set to the cautious choice unless told otherwise."""
    return Select(ASKS[axis], tuple(WORDS[axis].items()), start or getattr(Reading(), axis), panel="the reading")


@view(
    "Any case, any reading",
    case=Select("case", tuple((name, name.replace("-", " ")) for name in CASES), "tie"),
    which=Select("diagram", (("main", "main"), ("robustness", "robustness-centric")), "main"),
    **{axis: switch(axis, "some" if axis == "optima" else "") for axis in WORDS},
)
def readings(case: str, which: str, **choices: str) -> str:
    """Draw a diagram for a case under a reading, with the reason for each verdict."""
    reading, shown = chosen(choices), loaded(case)
    verdicts = shown.check_all(reading)
    arrows = shown.arrows(reading, checked=verdicts)
    mind = shown.check(ONE_MIND.noun, reading)
    name = shown.agents[0].name
    one = (
        f" {name[:1].upper()}{name[1:]} is {'' if mind.holds else 'not '}of one mind." if mind.holds is not None else ""
    )
    drawn = drawing(verdicts, arrows, MAIN if which == "main" else ROBUSTNESS)
    why = reasons({**verdicts, ONE_MIND.noun: mind}, "readings")
    return (
        sentence(explanation(shown, reading, verdicts) + one)
        + f'<div class="toy-diagram"><div>{drawn}</div><div>{why}</div></div>'
    )


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
    """Say how many words hold, which arrows break, and how many verdicts the switches changed."""
    arrows = case.arrows(reading, checked=verdicts)
    holding = sum(verdict.holds is True for verdict in verdicts.values())
    broken = [ARROW_NAMES[name] for name, each in arrows.items() if each.state == "broken" and each.arrow.drawn]
    cautious = case.check_all()
    changed = sum(verdicts[name].status != cautious[name].status for name in verdicts)
    arrow = (
        f"the {listed(broken)} arrow{'s' * (len(broken) > 1)} break{'s' * (len(broken) == 1)}"
        if broken
        else "no arrow breaks"
    )
    n = ("no", *map(str.lower, NUMBERS[1:7]), "all")[changed]
    return (
        f"{NUMBERS[holding]} of the seven words hold{'s' * (holding == 1)}, and {arrow}. "
        f"Against the cautious reading {n} verdict{'s' * (changed != 1)} differ{'s' * (changed == 1)}."
    )
