"""An exercise has a question and an examiner, who says what an answer hears; a prediction is asked beforehand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, get_args

from toymodel.alignment import Case

from ..controls import Control

Difficulty: TypeAlias = Literal["easy", "medium", "hard"]
Importance: TypeAlias = Literal["optional", "worth it", "important"]

HINTS = 3
FEWEST, MOST = 2, 4
"""Options of a guess."""
KEY = re.compile(r"(?:[1-9]\d?|[a-z]+)\.[1-9]\d?")


@dataclass(frozen=True)
class Reply:
    """A reply says whether an answer is right, in one or two sentences.

    Attributes
    ----------
    right : bool
        None where there is nothing to judge yet.
    text : str
        A line of Markdown.
    wanted : tuple of (clause, bool)
        What a world has to do, and whether it does.
    quotes : bool
        Whether the text quotes what the reader gave: then it is plain text, in which no Markdown is looked for.

    Examples
    --------
    >>> print(Reply(False, "It is too large."))
    It is too large.
    """

    right: bool | None
    text: str
    wanted: tuple[tuple[str, bool], ...] = ()
    quotes: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Part:
    """A part of an answer is one thing that is asked, with what can be said of it: pairs (value, words)."""

    asked: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Bench:
    """A bench is where a world is built.

    Attributes
    ----------
    build : callable
        From the values of the knobs, as text, by keyword, to a case.
    knobs : mapping
        What can be set, by keyword: a `Slider` or a `Select`; as they stand at first they give the world to begin
        with.
    """

    build: Callable[..., Case]
    knobs: Mapping[str, Control] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """A field says how a page asks for an answer.

    Attributes
    ----------
    parts : tuple of Part
        What there is to choose; an answer's parts are joined by commas. Empty where the answer is free text.
    start : str
        The text to begin with.
    help : str
        A sentence that says how to write the answer.
    bench : Bench
        Where the answer is a world: how it is built in the page. Its text is a world's file.
    """

    parts: tuple[Part, ...] = ()
    start: str = ""
    help: str = ""
    bench: Bench | None = None


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
        Chapter and number, "5.2", or a page and number, "mind.1".
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
            raise ValueError(f"the key {self.key!r} must be a chapter, or a page, and a number, like '5.2'")
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
    def page(self) -> str:
        """Return the number of the chapter, or what the keys of another page begin with."""
        return self.key.partition(".")[0]


@dataclass(frozen=True)
class Guess:
    """A guess is one thing that a prediction asks.

    Attributes
    ----------
    asked : str
        A line of Markdown; empty if the prediction's question says it.
    options : mapping
        From a short key to a line of Markdown.
    right : str
        The key of what is so.
    """

    asked: str
    options: Mapping[str, str]
    right: str

    def __post_init__(self) -> None:
        if self.right not in self.options or not FEWEST <= len(self.options) <= MOST:
            raise ValueError(f"{self.right!r} has to be one of {FEWEST} to {MOST} options: {list(self.options)}")


@dataclass(frozen=True)
class Prediction:
    """A prediction is what a reader guesses before the book says it.

    Attributes
    ----------
    key : str
        Chapter and number, "5.1", or a page and number, "mind.1".
    question, answer : str
        Markdown, as in an `Exercise`.
    guesses : tuple of Guess

    Raises
    ------
    ValueError
        If something is missing.
    """

    key: str
    question: str
    guesses: tuple[Guess, ...]
    answer: str

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise ValueError(f"the key {self.key!r} must be a chapter, or a page, and a number, like '5.1'")
        if not self.guesses or not self.question.strip() or not self.answer.strip():
            raise ValueError(f"prediction {self.key} needs a question, a guess and an answer")
