"""Exercises are answered where they stand: question, field, hints one by one, reply, solution folded."""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import quote

from ..controls import Select, Text
from ..drawing.prose import prose
from ..drawing.svg import MARK
from ..exercises import Exercise, check
from ..exercises import exercise as found
from ..live import View, register, sentence

__all__ = ["exercise", "make"]

NOTHING = ("", "choose an answer")
UNANSWERED = "No answer yet."
NAME = re.compile(r"exercise_(\d+)_(\d+)")


def exercise(key: str) -> View:
    """Return an exercise as a view.

    Parameters
    ----------
    key
        The exercise, "15.1".

    Raises
    ------
    KeyError
        If there is no such exercise.

    Examples
    --------
    >>> exercise("15.1").render(answer="0.01")[:67]
    '<p class="live-sentence live-wrong">✗ That is what one step in Doom'
    """
    one = found(key)

    def answered(answer: str) -> str:
        return reply(key, answer)

    answered.__name__ = f"exercise_{key.replace('.', '_')}"
    answered.__doc__ = f"Judge an answer to exercise {key}."
    before = f'<div class="live-question"><p>{escape(about(one))}</p>{prose(one.question)}{elsewhere(one)}</div>'
    return register(View(answered, f"Exercise {key}: {one.title}", {"answer": field(one)}, before, helps(one)))


def make(name: str) -> None:
    """Make the view of an exercise that a page asks for by its name, "exercise_15_1"."""
    if match := NAME.fullmatch(name):
        exercise(f"{match[1]}.{match[2]}")


def field(one: Exercise) -> Select | Text:
    """Return the control that takes the answer."""
    asked = one.examiner.field
    if asked.options:
        return Select("your answer", (NOTHING, *asked.options), "", asked.help)
    return Text("your answer", asked.start, asked.rows, help=asked.help, button="Check")


def reply(key: str, answer: str) -> str:
    """Return what an answer hears."""
    if answer == field(found(key)).value:
        return sentence(UNANSWERED)
    said = check(key, answer)
    mark, kind = (MARK["true"], "right") if said.right else (MARK["false"], "wrong")
    return f'<p class="live-sentence live-{kind}">{mark} {escape(said.text)}</p>'


def elsewhere(one: Exercise) -> str:
    """Return a link that opens the world to begin with in the world editor, a page beside the chapters."""
    asked = one.examiner.field
    if not asked.file:
        return ""
    world = json.dumps(json.loads(asked.start), separators=(",", ":"), ensure_ascii=False)
    address = f"world_editor.html?editor.world={quote(world)}#live-editor"
    link = f'<a href="{escape(address)}">Open this world in the editor</a>'
    return f"<p>{link}, change it there, and paste its file here.</p>"


def about(one: Exercise) -> str:
    """Return how long an exercise takes, how hard it is and how much it matters."""
    return f"{one.minutes} {'minute' if one.minutes == 1 else 'minutes'}; {one.difficulty}; {one.importance}."


def helps(one: Exercise) -> str:
    """Return the hints, each inside the one before, and the solution, all folded."""
    inner = ""
    for number, text in reversed(list(enumerate(one.hints, 1))):
        title = f"Hint {number} of {len(one.hints)}"
        inner = f"<details><summary>{title}</summary>{prose(text)}{inner}</details>"
    return f'<div class="live-helps">{inner}<details><summary>Solution</summary>{prose(one.solution)}</details></div>'
