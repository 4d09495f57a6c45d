"""The world editor is for drawing states and arrows and choosing actions, and every verdict follows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from toymodel.agents import AnyAgent
from toymodel.alignment import AXES, MAIN, ROBUSTNESS, ArrowVerdict, Case, Reading
from toymodel.alignment.reading import values
from toymodel.files.cases import write_case
from toymodel.logic import Verdict
from toymodel.worlds import listed
from toymodel.zoo import CASES

from ..actions import update
from ..controls import Control, Select, Text
from ..drawing.diagram import drawing, verdict_table
from ..drawing.svg import Picture
from ..live import View, escape, register, sentence
from ..readings import READINGS
from .editing import apply, opened
from .panels import NUMBERS, SELECTING, Desk, panels

__all__ = ["editor"]

LONGEST = 400_000
WORDS = {
    "believed": "by its own lights: objective and success by its beliefs",
    "believed-true": "its objective by its beliefs, the world's success",
    "world": "by the world's lights",
    "some": "charitable: some objective will do",
    "cautious": "cautious: every objective must do",
}
DIAGRAMS = {"main": MAIN, "robustness": ROBUSTNESS}


@dataclass(frozen=True)
class Page:
    """The page is what the controls hold besides the reading.

    Attributes
    ----------
    case : str
        The zoo's case that is edited.
    world : str
        The text of the file as it has been changed, or nothing.
    command : str
        What to do to it now.
    picked, where, agent, objective : str
        What is being looked at.
    loaded : str
        The zoo's case that `world` comes from.
    past : str
        The text of the file before the last change.
    """

    case: str
    world: str = ""
    command: str = ""
    picked: str = ""
    where: str = "both"
    agent: str = ""
    objective: str = ""
    loaded: str = ""
    past: str = ""


@dataclass(frozen=True)
class Work:
    """The work is the case after the command, or as it was with what is wrong."""

    text: str
    past: str
    problem: str = ""
    draft: str = ""
    picked: str = ""
    agent: str = ""
    note: str = ""


@lru_cache(maxsize=64)
def parsed(text: str) -> Case:
    """Return the case of a file's text."""
    return opened(text)


@lru_cache(maxsize=64)
def original(name: str) -> str:
    """Return the text of a zoo case's file: as kept here, if making the case needs what no page has."""
    kept = files(__package__) / "cases" / f"{name}.json"
    return kept.read_text("utf-8") if kept.is_file() else write_case(CASES[name]())


@lru_cache(maxsize=64)
def judged(text: str, reading: Reading, agent: str) -> tuple[dict[str, Verdict], dict[str, ArrowVerdict]]:
    """Return every verdict on the case of a file."""
    case = parsed(text)
    found = case.check_all(reading, agent)
    return found, case.arrows(reading, agent, found)


def worked(page: Page) -> Work:
    """Do the command of the page."""
    start = original(page.case)
    text = start if page.loaded not in ("", page.case) else page.world or start
    past = page.past if page.loaded == page.case else ""
    work = Work(text, past, picked=page.picked, agent=page.agent)
    word, _, rest = page.command.partition("\t")
    try:
        parsed(text)
    except ValueError as problem:
        return Work(start, "", f"The world could not be opened: {problem}.", text)
    try:
        if word == "undo":
            return replace(work, text=past or text, past=text)
        if word == "start-over":
            return replace(work, text=start, past=text)
        return changed(work, page.command) if page.command else work
    except ValueError as problem:
        return replace(work, problem=f"{problem}.", draft=rest if word == "open" else "")


def changed(work: Work, command: str) -> Work:
    """Return the work after a command; what is looked at follows it."""
    text = apply(work.text, command)
    word, _, rest = command.partition("\t")
    follow = rest.split("\t")
    picked, agent, note = work.picked, work.agent, ""
    if word == "add-state" or (word == "rename-state" and follow[0] == picked):
        picked = follow[-1]
    if word == "add-agent" or (word == "rename-agent" and follow[0] == agent):
        agent = follow[-1]
    if word == "play":
        before, after = (_agent(parsed(each), follow[0]) for each in (work.text, text))
        if before.objective and not after.objective:
            note = f"{before.name} is now a table: it does what you choose, and pursues nothing inside. "
    return Work(text, work.text, picked=picked, agent=agent, note=note)


def _agent(case: Case, name: str) -> AnyAgent:
    return case.agent(name if name in [agent.name for agent in case.agents] else None)


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
    case = parsed(work.text)
    picked = work.picked if work.picked in case.world.training.states else ""
    agent = work.agent if work.agent in [each.name for each in case.agents] else case.agents[0].name
    problem = work.problem
    try:
        reading = reading_of(preset, choices)
    except ValueError as fault:
        reading, problem = READINGS[preset][1], f"No such reading: {fault}."
    desk = Desk(case, work.text, page.case, page.where, picked, agent, page.objective, reading, work.past, work.draft)
    try:
        verdicts, arrows = judged(work.text, reading, agent)
        said = work.note + summary(agent, verdicts, arrows)
        shown = drawing(verdicts, arrows, DIAGRAMS[which])
        table = f"<details><summary>Every verdict, with its reason</summary>{verdict_table(verdicts)}</details>"
    except (ValueError, KeyError) as fault:
        said, shown, table = f"No verdict can be given: {fault.args[0]}.", Picture(""), ""
    kept = "" if work.text == original(page.case) else json.dumps(json.loads(work.text), separators=(",", ":"))
    handed = {
        "world": kept,
        "command": "",
        "past": work.past,
        "loaded": page.case,
        "picked": picked,
        "agent": agent if agent != case.agents[0].name else "",
        "where": desk.where,
    }
    return (
        (f'<p class="editor-problem" role="alert">✗ {escape(problem)}</p>' if problem else "")
        + sentence(said)
        + desk.toolbar()
        + f'<div class="editor-beside"><div class="editor-canvas">{desk.canvas()}</div><div>{shown}</div></div>'
        + panels(desk, table, choices)
        + "".join(update(key, value) for key, value in handed.items())
    )


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


def _axis(name: str) -> Select:
    axis = next(each for each in AXES if each.name == name)
    return Select(axis.question, (("", "as above"), *((v, v) for v in values(axis))), "", inside=True)


CONTROLS: dict[str, Control] = {
    "case": Select("world", tuple((name, name.replace("-", " ")) for name in CASES), "misguided-researcher"),
    "reading": Select("reading", tuple(WORDS.items()), "believed"),
    "which": Select("diagram", (("main", "the main diagram"), ("robustness", "the robustness-centric one")), "main"),
    "world": Text("the file, where it has been changed", rows=4, limit=LONGEST, inside=True),
    "command": Text(
        "do", limit=LONGEST, inside=True, private=True, help='Such as: play "the researcher" both start verify'
    ),
    "picked": Text("state", limit=200, inside=True),
    "where": Text("where: training, deployment, both, or another environment", "both", limit=200, inside=True),
    "agent": Text("agent", limit=200, inside=True),
    "objective": Text("objective", limit=200, inside=True),
    "loaded": Text("the world that the file comes from", limit=200, inside=True, private=True),
    "past": Text("the file before", limit=LONGEST, inside=True, private=True),
    **{axis.name: _axis(axis.name) for axis in AXES},
    "selected_by": Select("Selected by which rule?", (("", "as above"), *SELECTING.items()), "", inside=True),
    **{key: Text(words, limit=40, inside=True) for key, words in NUMBERS.items()},
}


def _editor(reading: str, which: str, **given: str) -> str:
    """Draw the editor at these values of its controls."""
    choices = {key: given.pop(key) for key in (*(axis.name for axis in AXES), "selected_by", *NUMBERS)}
    return draw(Page(**given), reading, which, choices)


_editor.__name__ = "editor"

editor = register(View(_editor, "The world editor", CONTROLS, beside=False))
