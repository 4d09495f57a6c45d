"""An exercise has a question and an examiner, who says what an answer hears."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, get_args

Difficulty: TypeAlias = Literal["easy", "medium", "hard"]
Importance: TypeAlias = Literal["optional", "worth it", "important"]

HINTS = 3
KEY = re.compile(r"[1-9]\d?\.[1-9]\d?")


@dataclass(frozen=True)
class Reply:
    """A reply says whether an answer is right, in one or two sentences.

    Examples
    --------
    >>> print(Reply(False, "It is too large."))
    It is too large.
    """

    right: bool
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Field:
    """A field says how a page asks for an answer.

    Attributes
    ----------
    options : tuple of (value, label)
        What there is to choose from; empty where the answer is free text.
    rows : int
        Lines of free text.
    start : str
        The text to begin with.
    help : str
        A sentence that says how to write the answer.
    file : bool
        Whether the text is a world's file, which the world editor can open.
    """

    options: tuple[tuple[str, str], ...] = ()
    rows: int = 1
    start: str = ""
    help: str = ""
    file: bool = False


class Examiner(Protocol):
    """An examiner is who judges answers (`toymodel_book.exercises.examiners` makes them)."""

    @property
    def field(self) -> Field:
        """Return how a page asks for the answer."""
        ...

    def examine(self, answer: object) -> Reply:
        """Judge an answer; one that cannot be read is answered too, and never raises."""
        ...


@dataclass(frozen=True)
class Exercise:
    """An exercise has a question, hints, an examiner and a solution.

    Attributes
    ----------
    key : str
        Chapter and number, "5.2".
    title : str
    question, solution : str
        Markdown: paragraphs, lists, emphasis, code, links, formulas between dollars.
    minutes : int
    difficulty : "easy", "medium" or "hard"
    importance : "optional", "worth it" or "important"
    hints : three of them, each saying more than the one before
    examiner : Examiner
    right : tuple of answers
        Answers that must be found right.
    wrong : tuple of (answer, text)
        Answers that must be found wrong, with a piece of what they must hear. The tests try all of them.

    Raises
    ------
    ValueError
        If something is missing.
    """

    key: str
    title: str
    question: str
    minutes: int
    difficulty: Difficulty
    importance: Importance
    hints: tuple[str, str, str]
    examiner: Examiner
    solution: str
    right: tuple[object, ...]
    wrong: tuple[tuple[object, str], ...]

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise ValueError(f"the key {self.key!r} must be chapter and number, like '5.2'")
        texts = (self.title, self.question, self.solution, *self.hints)
        if len(self.hints) != HINTS or not all(text.strip() for text in texts):
            raise ValueError(f"exercise {self.key} needs a title, a question, {HINTS} hints and a solution")
        if not self.right or not self.wrong:
            raise ValueError(f"exercise {self.key} needs sample answers, right and wrong")
        if self.difficulty not in get_args(Difficulty) or self.importance not in get_args(Importance):
            raise ValueError(f"exercise {self.key} is {self.difficulty} and {self.importance}; choose other words")
        if self.minutes < 1:
            raise ValueError(f"exercise {self.key} takes {self.minutes} minutes; it takes at least one")

    @property
    def chapter(self) -> int:
        """Return the number of the chapter."""
        return int(self.key.partition(".")[0])
