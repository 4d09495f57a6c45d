"""Exercises are answered where they stand: question, switches or a field, reply, hints one by one, solution folded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from toymodel.files.cases import read_case

from ..actions import sets
from ..controls import Control, Select, Text
from ..drawing.prose import inline, prose
from ..drawing.svg import MARK
from ..editor.address import address, link
from ..exercises import Exercise, Reply, check
from ..exercises import exercise as found
from ..live import View, register

__all__ = ["exercise", "make"]

NOTHING = ("", "")
"""The value of a part that is not answered yet, which is drawn as nothing chosen."""
NAME = re.compile(r"exercise_(\d+|[a-z]+)_(\d+)")


def exercise(key: str) -> View:
    """Return an exercise as a view.

    Parameters
    ----------
    key
        The exercise, "15.1", or of a page that is no chapter, "mind.1".

    Raises
    ------
    KeyError
        If there is no such exercise.

    Examples
    --------
    >>> exercise("1.1").render(answer="0.01")[:67]
    '<p class="live-sentence live-wrong">✗ That is what one step in Doom'
    """
    one = found(key)
    controls = fields(one)

    def answered(**values: str) -> str:
        return said(one, reply(one, values), values)

    answered.__name__ = f"exercise_{key.replace('.', '_')}"
    answered.__doc__ = f"Judge an answer to exercise {key}."
    asked = f"<p>{escape(about(one))}</p>{prose(one.question)}{elsewhere(one)}"
    before = f'<div class="live-question" data-exercise="{key}">{asked}</div>'
    return register(View(answered, f"Exercise {key}: {one.title}", controls, before, helps(one), beside=False))


def make(name: str) -> None:
    """Make the view of an exercise that a page asks for by its name, "exercise_1_1"."""
    if match := NAME.fullmatch(name):
        exercise(f"{match[1]}.{match[2]}")


def fields(one: Exercise) -> dict[str, Control]:
    """Return the controls that take the answer: one for each of its parts, or a text; or what a world is built with."""
    asked = one.examiner.field
    if asked.bench:
        label = "the file of the world" if asked.bench.knobs else "your answer: the file of the world"
        file = Text(
            label, asked.start, 12, help=asked.help, button="Check", folded=bool(asked.bench.knobs), private=True
        )
        return {**asked.bench.knobs, "answer": file}
    if not asked.parts:
        return {"answer": Text("your answer", help=asked.help, button="Check")}
    many = len(asked.parts) > 1
    return {
        f"answer{k}" if many else "answer": Select(part.asked, (NOTHING, *part.options), "")
        for k, part in enumerate(asked.parts, 1)
    }


def reply(one: Exercise, values: Mapping[str, str]) -> Reply:
    """Return what an answer hears, or, where there is none yet, what is wanted."""
    asked = one.examiner.field
    if asked.bench:
        if by_file(one, values):
            return check(one.key, values["answer"])
        return check(one.key, asked.bench.build(**{name: values[name] for name in asked.bench.knobs}))
    if not asked.parts:
        return check(one.key, values["answer"]) if values["answer"].strip() else Reply(None, "Write your answer.")
    missing = [part.asked for part, value in zip(asked.parts, values.values(), strict=True) if not value]
    if not missing:
        return check(one.key, ", ".join(values.values()))
    if len(missing) < len(asked.parts):
        return Reply(None, f"Still to say: {'; '.join(missing)}.")
    return Reply(None, "Choose an answer." if len(missing) == 1 else "Say of each whether it holds.")


def said(one: Exercise, answer: Reply, values: Mapping[str, str]) -> str:
    """Return a reply as HTML: its sentence, and of a world what it has to do."""
    mark, kind = {True: (MARK["true"], "right"), False: (MARK["false"], "wrong"), None: ("", "open")}[answer.right]
    words = escape(answer.text) if answer.quotes else inline(answer.text)
    sentence = f'<p class="live-sentence live-{kind}">{f"{mark} {words}".strip()}</p>'
    if by_file(one, values) and (bench := one.examiner.field.bench) and bench.knobs:
        back = f'<button type="button" {sets("answer", one.examiner.field.start)}>Go by the switches again</button>'
        sentence += f"<p>It is the file that was judged. {back}</p>"
    items = "".join(_wanted(clause, done) for clause, done in answer.wanted)
    return sentence + (f'<ul class="live-wanted" aria-label="Wanted">{items}</ul>' if len(answer.wanted) > 1 else "")


def _wanted(clause: str, done: bool) -> str:
    kind, mark = ("met", MARK["true"]) if done else ("missing", MARK["undefined"])
    return f'<li class="is-{kind}"><span class="live-mark">{mark}</span>{escape(clause)}</li>'


def by_file(one: Exercise, values: Mapping[str, str]) -> bool:
    """Return whether the reader has given a world's file, which goes before the knobs."""
    asked = one.examiner.field
    return bool(asked.bench) and values["answer"].strip() != asked.start.strip()


def elsewhere(one: Exercise) -> str:
    """Return a link that opens the world to begin with in the world editor, which leads back with what was built."""
    asked = one.examiner.field
    if not asked.bench:
        return ""
    where = address(read_case(asked.start), "cautious", origin=f"exercise {one.key}", answer=one.key)
    here = "Build it here, or " if asked.bench.knobs else "You may "
    there = link("build it in the editor", where)
    return f"<p>{here}{there}, where all can be changed, and use that world as your answer.</p>"


def about(one: Exercise) -> str:
    """Return how long an exercise takes, how hard it is and how much it matters."""
    return f"{one.minutes} {'minute' if one.minutes == 1 else 'minutes'}; {one.difficulty}; {one.importance}."


def helps(one: Exercise) -> str:
    """Return the hints, each inside the one before, and the solution, all folded."""
    inner = ""
    for number, text in reversed(list(enumerate(one.hints, 1))):
        title = f"Hint {number} of {len(one.hints)}"
        inner = f'<details data-hint="{number}"><summary>{title}</summary>{prose(text)}{inner}</details>'
    solution = f'<details class="live-solution"><summary>Solution</summary>{prose(one.solution)}</details>'
    return f'<div class="live-helps">{inner}{solution}</div>'
