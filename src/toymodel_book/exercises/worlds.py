"""An examiner whose answer is a world that the reader has built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from toymodel.alignment import Case
from toymodel.files.cases import case_from_data, read_case, write_case
from toymodel.given.numbers import clipped
from toymodel.logic import Verdict
from toymodel.worlds import listed
from toymodel.zoo import CASES

from ..controls import Control
from .record import Bench, Field, Reply

Judged: TypeAlias = Verdict | bool | str
"""What a condition finds: a verdict, a truth value, or a sentence that says what is wrong ("" if nothing)."""

MAX_STATES, MAX_ACTIONS = 16, 8
"""Largest world that is judged at once, while the reader waits."""


@dataclass(frozen=True)
class Condition:
    """A condition is something that a world must do; see `wants`."""

    wanted: str
    test: Callable[[Case], Judged]
    holds: bool = True

    def fault(self, case: Case) -> str:
        """Return, in a sentence, why a case does not do it; or nothing."""
        try:
            found = self.test(case)
        except (ValueError, KeyError) as problem:
            return _unusable(problem)
        if isinstance(found, Verdict):
            return "" if found.holds is self.holds else f"But {_clause(found)}."
        if isinstance(found, bool):
            return "" if found is self.holds else "That is not so yet."
        return found


def wants(wanted: str, test: Callable[[Case], Judged], holds: bool = True) -> Condition:
    """Return a condition of a world.

    Parameters
    ----------
    wanted
        A clause: "the agent is impact aligned".
    test
        From a case to a `Verdict`, whose own words tell a failing answer why; or to True or False;
        or to a sentence that says what is wrong, empty if nothing is.
    holds
        What the verdict, or the truth value, has to be.
    """
    return Condition(wanted, test, holds)


def world(
    *conditions: Condition,
    start: Callable[[], Case],
    praise: str = "",
    build: Callable[..., Case] | None = None,
    **knobs: Control,
) -> World:
    """Return an examiner whose answer is a `Case`, or a case's file: its text, or its content as a dict.

    Parameters
    ----------
    *conditions
        Asked in order; the reply names the first that fails.
    start
        The case to begin with.
    praise
        What a right answer hears, after "Right.".
    build
        From the values of the knobs to a case, so that the world can be built where the exercise stands.
    **knobs
        What can be set there; as they stand at first, `build` gives the case to begin with.

    Examples
    --------
    >>> from toymodel import zoo
    >>> ask = world(wants("the agent does no harm", lambda case: case.check("impact aligned")), start=zoo.paperclips)
    >>> print(ask.examine(zoo.lazy_clipper()), ask.examine("clips"), sep="\\n")
    Right.
    This world cannot be used: a world file begins with “{”, and “clips” is nobody of the cast.
    >>> print(ask.examine(zoo.paperclips()))
    This is the world as it was given: change it so that the agent does no harm. But the paperclip maximiser plays ...
    """
    if not conditions:
        raise ValueError("a world needs at least one condition")
    return World(conditions, start, praise, Bench(build, knobs) if build else Bench(start))


@dataclass(frozen=True)
class World:
    """This examiner is made by `world`."""

    conditions: tuple[Condition, ...]
    start: Callable[[], Case]
    praise: str
    bench: Bench

    @property
    def field(self) -> Field:
        """Return the file of the case to begin with."""
        return Field(
            start=write_case(self.start()), help="The file of the world that you have built.", bench=self.bench
        )

    def examine(self, answer: object) -> Reply:
        """Read the world and ask every condition."""
        try:
            case = _read(answer)
        except (ValueError, KeyError, ImportError) as problem:
            return Reply(False, _unusable(problem), quotes=True)
        faults = [(condition.wanted, condition.fault(case)) for condition in self.conditions]
        wanted = tuple((clause, not fault) for clause, fault in faults)
        missing = [(clause, fault) for clause, fault in faults if fault]
        if not missing:
            return Reply(True, f"Right. {self.praise}".strip(), wanted)
        clause, fault = missing[0]
        if write_case(case) != write_case(self.start()):
            return Reply(False, f"Wanted: {clause}. {fault}", wanted, quotes=True)
        clauses = listed([clause for clause, _ in missing])
        return Reply(
            None, f"This is the world as it was given: change it so that {clauses}. {fault}", wanted, quotes=True
        )


def _read(answer: object) -> Case:
    if isinstance(answer, Case):
        case = answer
    elif isinstance(answer, Mapping):
        case = case_from_data(dict(answer))
    elif isinstance(answer, str):
        text = answer.strip("\ufeff \t\r\n")
        if text in CASES:
            case = CASES[text]()
        elif not text.startswith("{"):  # else it would be taken for the path of a file
            raise ValueError(f"a world file begins with “{{”, and “{clipped(text)}” is nobody of the cast")
        else:
            case = read_case(text)
    else:
        raise ValueError("give a Case, the text of a world file, or its content as a dict")
    states, actions = len(case.world.training.states), len(case.world.training.actions)
    if states > MAX_STATES or actions > MAX_ACTIONS:
        raise ValueError(
            f"it has {states} states and {actions} actions; at most {MAX_STATES} and {MAX_ACTIONS} will do"
        )
    return case


def _unusable(problem: Exception) -> str:
    return f"This world cannot be used: {problem.args[0] if problem.args else problem}."


def _clause(verdict: Verdict) -> str:
    return f"this is {verdict.status}: {verdict.text}" if verdict.holds is None else verdict.text
