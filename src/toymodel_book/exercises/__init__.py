"""Exercises are questions whose answers are checked exactly, with hints and solutions.

>>> from toymodel_book import exercises
>>> print(exercises.check("1.1", "0.01"))
That is what one step in Doom is worth to her. Doom is for ever: what do all its later steps add up to?
>>> print(exercises.hint("1.1", 1))
Compare what deploying and verifying are worth by her beliefs.

For those who write a chapter's exercises
-----------------------------------------
Chapter 6's live in ``exercises/chapter_06.py``, which holds one tuple::

    EXERCISES = (
        Exercise(
            key="6.1", title="…", question="…", minutes=5, difficulty="easy", importance="important",
            hints=("where to look", "how to go about it", "nearly the answer"),
            examiner=number("9/100", {"0.01": "what this wrong answer hears"}, right="why it is so"),
            solution="…", right=("0.09", "9/100"), wrong=(("0.01", "one step"), ("7", "too large")),
        ),
    )

* Examiners: `number`, `choice`, `verdicts`, `world` (`toymodel_book.exercises.examiners`), or anything
  with their two methods. Two to four exercises a chapter; at least one builds a world.
* Let the expected answer be computed by the package where it can be (``optimal(…).values[0]``).
* Every wrong answer that you can foresee gets a reply of its own, which says what went wrong and
  does not give the answer away. ``right`` and ``wrong`` are samples; the tests try all of them.
* Question, hints and solution are Markdown: paragraphs, lists, ``*emphasis*``, ``**strong**``, ``code``,
  links, ``$formulas$``.
* `PREDICTIONS`, in the same module, are what a reader guesses before the book says it; a cell tagged
  ``remove-input`` shows one with ``views.prediction("6.1")``.
* A chapter shows an exercise by a cell tagged ``remove-input`` with ``views.exercise("6.1")``. A test
  fails if one of a chapter's exercises is shown nowhere in ``chapters/05_….ipynb``.
* A page that is no chapter has its exercises in a module of its own; `PAGES` says what their keys begin with.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from .record import HINTS, Exercise, Field, Prediction, Reply

__all__ = [
    "Exercise",
    "Field",
    "Prediction",
    "Reply",
    "chapters",
    "check",
    "exercise",
    "exercises",
    "hint",
    "pages",
    "prediction",
    "predictions",
]

PAGES = {"mind": "one_mind"}
"""Pages beside the chapters that have exercises: what their keys begin with, and the name of module and page."""


def check(key: str, answer: object) -> Reply:
    """Judge an answer to an exercise.

    Parameters
    ----------
    key
        The exercise, "5.2".
    answer
        What the exercise asks for: a number, a choice, verdicts, a `Case`.

    Returns
    -------
    Reply
        Whether it is right, and why not; its text is what ``print`` shows.

    Raises
    ------
    KeyError
        If there is no such exercise.
    """
    return exercise(key).examiner.examine(answer)


def hint(key: str, number: int = 1) -> str:
    """Return a hint: 1, 2 or 3, each saying more than the one before.

    Raises
    ------
    KeyError
        If there is no such exercise.
    ValueError
        If there is no such hint.
    """
    if number not in range(1, HINTS + 1):
        raise ValueError(f"there is no hint {number}; there are hints 1 to {HINTS}")
    return exercise(key).hints[number - 1]


def exercise(key: str) -> Exercise:
    """Return an exercise; KeyError lists those of its page."""
    page = key.partition(".")[0]
    known = exercises(page) if page in pages() else {}
    if key not in known:
        there = f"there are {', '.join(known)}" if known else f"pages with exercises: {', '.join(pages())}"
        raise KeyError(f"there is no exercise {key!r}; {there}")
    return known[key]


@cache
def chapters() -> tuple[int, ...]:
    """Return the numbers of the chapters that have exercises."""
    found = (module.name for module in iter_modules(__path__))
    return tuple(sorted(int(name.removeprefix("chapter_")) for name in found if name.startswith("chapter_")))


@cache
def pages() -> tuple[str, ...]:
    """Return what keys begin with: the numbers of the chapters, as text, and the names of the other pages."""
    return (*map(str, chapters()), *PAGES)


def _module(page: str) -> ModuleType:
    return import_module(f"{__name__}.{PAGES[page] if page in PAGES else f'chapter_{int(page):02}'}")


@cache
def exercises(page: str | int) -> dict[str, Exercise]:
    """Return a page's exercises by key: a chapter's, by its number, or another page's; it is read when first asked."""
    listing: tuple[Exercise, ...] = _module(str(page)).EXERCISES
    return {each.key: each for each in listing}


@cache
def predictions(page: str) -> dict[str, Prediction]:
    """Return a page's predictions by key: a chapter's, by its number as text, or those of another page."""
    listing: tuple[Prediction, ...] = _module(page).PREDICTIONS
    return {each.key: each for each in listing}


def prediction(key: str) -> Prediction:
    """Return a prediction; KeyError if there is none of that key."""
    page = key.partition(".")[0]
    known = predictions(page) if page in pages() else {}
    if key not in known:
        raise KeyError(f"there is no prediction {key!r}")
    return known[key]
