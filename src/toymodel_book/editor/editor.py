"""The world editor is for drawing states and arrows and choosing actions, and every verdict follows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape

from toymodel.alignment import AXES, MAIN, ROBUSTNESS, ArrowVerdict, Reading
from toymodel.alignment.reading import values
from toymodel.logic import Verdict
from toymodel.worlds import listed
from toymodel.zoo import CASES

from ..actions import update
from ..controls import Control, Select, Text
from ..drawing.diagram import drawing, verdict_table
from ..drawing.svg import Picture
from ..live import View, register, sentence
from ..readings import READINGS
from .desk import Desk
from .editing import LONGEST, apply, opened, told
from .listing import listing
from .origin import OTHER, Given, arrived
from .panels import panels, state_panel
from .sizes import announced

__all__ = ["editor"]

WORDS = {
    "believed": "by its own lights: objective and success by its beliefs",
    "believed-true": "its objective by its beliefs, the world's success",
    "world": "by the world's lights",
    "some": "charitable: some objective will do",
    "cautious": "cautious: every objective must do",
}
DIAGRAMS = {"main": MAIN, "robustness": ROBUSTNESS}
SELECTING = {
    "human": "closest to what the human wants",
    "base": "closest to the base objective",
    "simplest": "the simplest to say",
    "first": "the one listed first",
}
"""The rules that select an objective, but for the one that takes a linear program."""
NUMBERS = {
    "epsilon": "ε, where “performs well” has one",
    "tolerance": "τ of a tolerant base judge",
    "grade": "the grade from which on harm counts",
}
"""The numbers of a reading."""


@dataclass(frozen=True)
class Page:
    """The page is what the controls hold besides the reading.

    Attributes
    ----------
    case : str
        The case of the cast that is edited, or `OTHER`.
    world, origin : str
        The file, where it is not that case as it was, and where another one came from.
    command, named : str
        What to do to it now, and the name of the file that is opened.
    picked, where, agent, objective, find : str
        What is being looked at, and searched for.
    kept, past : str
        What is on the desk, and what was there before the last change; nothing where an address asks for a world.
    """

    case: str
    world: str = ""
    origin: str = ""
    command: str = ""
    named: str = ""
    picked: str = ""
    where: str = "both"
    agent: str = ""
    objective: str = ""
    find: str = ""
    kept: str = ""
    past: str = ""

    def given(self) -> tuple[Given, str]:
        """Return what is on the desk before the command, and what can be taken back.

        Raises
        ------
        ValueError
            If an address asks for a world that there is not.
        """
        kept = Given.of(self.kept)
        if kept and kept.case == self.case:
            return kept, self.past
        return (Given.case_of(self.case) if kept else arrived(self.case, self.world, self.origin)), ""


@dataclass(frozen=True)
class Work:
    """The work is what is on the desk after the command, or as it was with what is wrong."""

    given: Given
    past: str = ""
    problem: str = ""
    draft: str = ""
    picked: str = ""
    agent: str = ""
    note: str = ""


@lru_cache(maxsize=16)
def judged(text: str, reading: Reading, agent: str) -> tuple[dict[str, Verdict], dict[str, ArrowVerdict]]:
    """Return every verdict on the case of a file."""
    case = opened(text)
    found = case.check_all(reading, agent)
    return found, case.arrows(reading, agent, found)


def worked(page: Page) -> Work:
    """Do the command of the page."""
    try:
        given, past = page.given()
        opened(given.text)
    except ValueError as problem:
        return Work(Given.case_of(page.case), "", f"The world could not be opened: {problem}.", page.world)
    work = Work(given, past, picked=page.picked, agent=page.agent)
    word, _, rest = page.command.partition("\t")
    before = given.kept()
    try:
        if word == "undo":
            return replace(work, given=Given.of(past) or given, past=before)
        if word == "start-over":
            return replace(work, given=given.now(given.first), past=before)
        if word == "new":
            return replace(work, given=Given.case_of(OTHER), past=before)
        if word == "open":
            text, origin = (
                apply(given.text, page.command),
                f"your file {page.named}" if page.named else "what you pasted",
            )
            return Work(Given(OTHER, text, text, origin), before)
        return changed(work, page.command) if page.command else work
    except ValueError as problem:
        return replace(work, problem=f"{problem}.", draft=rest if word == "open" else "")


def changed(work: Work, command: str) -> Work:
    """Return the work after a command; what is looked at follows it."""
    text, note = told(work.given.text, command)
    word, _, rest = command.partition("\t")
    follow = rest.split("\t")
    picked, agent = work.picked, work.agent
    if word == "add-state" or (word == "rename-state" and follow[0] == picked):
        picked = follow[-1]
    if word == "add-agent" or (word == "rename-agent" and follow[0] == agent):
        agent = follow[-1]
    return Work(work.given.now(text), work.given.kept(), picked=picked, agent=agent, note=note)


def reading_of(preset: str, choices: Mapping[str, str]) -> Reading:
    """Return a preset reading with what has been chosen besides."""
    chosen = {key: value for key, value in choices.items() if value}
    reading = READINGS[preset][1]
    if chosen.get("objectives", reading.objectives) != "selected":
        chosen["selected_by"] = ""
    elif not reading.selected_by:
        chosen.setdefault("selected_by", "human")
    return replace(reading, **chosen)


def draw(page: Page, preset: str, which: str, choices: Mapping[str, str]) -> str:
    """Draw the editor as HTML."""
    work = worked(page)
    given = work.given
    case = opened(given.text)
    picked = work.picked if work.picked in case.world.training.states else ""
    agent = work.agent if work.agent in [each.name for each in case.agents] else case.agents[0].name
    problem = work.problem
    try:
        reading = reading_of(preset, choices)
    except ValueError as fault:
        reading, problem = READINGS[preset][1], f"No such reading: {fault}."
    desk = Desk(case, given.text, page.where, picked, agent, page.objective, reading, work.past, work.draft, page.find)
    try:
        verdicts, arrows = judged(given.text, reading, agent)
        said = f"{work.note} {summary(agent, verdicts, arrows)}".strip()
        shown = drawing(verdicts, arrows, DIAGRAMS[which])
        table = f"<details><summary>Every verdict, with its reason</summary>{verdict_table(verdicts)}</details>"
    except (ValueError, KeyError) as fault:
        said, shown, table = f"{work.note} No verdict can be given: {fault.args[0]}.".strip(), Picture(""), ""
    plain = given.case != OTHER and not given.changed
    handed = {
        "case": given.case,
        "world": "" if plain else json.dumps(json.loads(given.text), separators=(",", ":")),
        "origin": given.named,
        "command": "",
        "named": "",
        "kept": given.kept(),
        "past": work.past,
        "picked": picked,
        "agent": agent if agent != case.agents[0].name else "",
        "where": desk.where,
    }
    return (
        (f'<p class="editor-problem" role="alert">✗ {escape(problem)}</p>' if problem else "")
        + f'<div class="editor-desk"><div class="editor-work">{head(desk, given)}{desk.toolbar()}{world(desk)}'
        + f"{sentence(said)}{state_panel(desk) if picked else ''}</div>"
        + f'<div class="editor-verdicts">{shown}</div></div>'
        + panels(desk, table)
        + "".join(update(key, value) for key, value in handed.items())
    )


def head(desk: Desk, given: Given) -> str:
    """Return the name of the world at hand, where it came from, and its story."""
    before = "Before it was changed: " if given.changed else ""
    story = f"<details><summary>Story</summary><p>{before}{escape(desk.case.story)}</p></details>"
    return (
        f'<div class="editor-head"><h2>{escape(desk.case.name.replace("-", " "))}</h2> '
        f'<p class="editor-origin">{escape(given.said())}</p>{story if desk.case.story else ""}{desk.undo()}</div>'
    )


def world(desk: Desk) -> str:
    """Return the picture of the world, or, where it has more states than that can show, a list."""
    if desk.canvas is None:
        return listing(desk)
    return f'<div class="editor-canvas">{desk.canvas}</div><p class="editor-remark">{escape(desk.remark())}</p>'


def summary(agent: str, verdicts: Mapping[str, Verdict], arrows: Mapping[str, ArrowVerdict]) -> str:
    """Say in words what holds of the agent, and which arrows break."""
    by = {
        status: [name for name, v in verdicts.items() if v.status == status]
        for status in ("true", "false", "undefined", "undecided")
    }
    parts = [f"{agent} is {listed(by['true'])}" if by["true"] else "", f"not {listed(by['false'], 'or')}"]
    said = ", ".join(part for part in parts if part and not part.endswith("none"))
    said = said if by["true"] else f"{agent} is {said}" if said else agent
    for status in ("undefined", "undecided"):
        said += f"; {listed(by[status])}: {status}" if by[status] else ""
    broken = [name for name, verdict in arrows.items() if verdict.state == "broken"]
    if not broken:
        return f"{said[:1].upper()}{said[1:]}. No arrow breaks."
    first = arrows[broken[0]].arrow
    return f"{said[:1].upper()}{said[1:]}. {listed(broken)} {'breaks' if len(broken) == 1 else 'break'}: {first}."


PANEL = "choice by choice"


def _axis(name: str) -> Select:
    axis = next(each for each in AXES if each.name == name)
    return Select(axis.question, (("", "as above"), *((v, v) for v in values(axis))), "", panel=PANEL)


def _inner(label: str, value: str = "", limit: int = 200, private: bool = False) -> Text:
    return Text(label, value, limit=limit, inside=True, private=private)


CONTROLS: dict[str, Control] = {
    "case": Select(
        "world",
        (*((name, name.replace("-", " ")) for name in CASES), (OTHER, "none of the cast")),
        "misguided-researcher",
    ),
    "reading": Select("reading", tuple(WORDS.items()), "believed"),
    **{axis.name: _axis(axis.name) for axis in AXES},
    "selected_by": Select("Selected by which rule?", (("", "as above"), *SELECTING.items()), "", panel=PANEL),
    **{key: Text(words, limit=40, panel=PANEL) for key, words in NUMBERS.items()},
    "which": Select("diagram", (("main", "main"), ("robustness", "robustness-centric")), "main"),
    "world": _inner("the file, where it is not that of a case of the cast", limit=LONGEST),
    "origin": _inner("where the file came from"),
    "command": Text(
        "do", limit=LONGEST, inside=True, private=True, help='Such as: play "the researcher" both start verify'
    ),
    "named": _inner("the name of the file that is opened", private=True),
    "picked": _inner("state"),
    "where": _inner("where: training, deployment, both, or another environment", "both"),
    "agent": _inner("agent"),
    "objective": _inner("objective"),
    "find": _inner("states to find", private=True),
    "kept": _inner("what is on the desk", limit=3 * LONGEST, private=True),
    "past": _inner("what was there before", limit=3 * LONGEST, private=True),
}


def _editor(reading: str, which: str, **given: str) -> str:
    """Draw the editor at these values of its controls."""
    choices = {key: given.pop(key) for key in (*(axis.name for axis in AXES), "selected_by", *NUMBERS)}
    return draw(Page(**given), reading, which, choices)


def _warns(world: str, command: str, kept: str, **_: str) -> str:
    """Announce a large world when it comes; whoever works on one knows."""
    word, *file = command.split("\t", 1)
    return announced(file[0]) if word == "open" and file else "" if kept else announced(world)


_editor.__name__ = "editor"

editor = register(View(_editor, "The world editor", CONTROLS, warns=_warns))
