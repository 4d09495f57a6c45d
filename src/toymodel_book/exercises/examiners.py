"""An examiner is built for a number, a choice, or verdicts.

An answer that cannot be read hears how to write one; an anticipated wrong answer has a reply of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from toymodel.given.numbers import clipped
from toymodel.logic import Verdict
from toymodel.worlds import Number, exact, listed, show

from .record import Field, Part, Reply
from .worlds import Condition, Judged, World, wants, world

__all__ = ["Condition", "Judged", "World", "choice", "number", "verdicts", "wants", "world"]

CLOSE = Fraction(1, 100)


def number(
    expected: Number,
    replies: Mapping[str, str] | None = None,
    *,
    right: str = "",
    wrong: str = "",
    how: str = "",
    within: Number = 0,
) -> NumberExaminer:
    """Return an examiner who expects one number, exactly or within some bound.

    Parameters
    ----------
    expected
        The answer.
    replies
        From an anticipated wrong number, as text, to what it hears.
    right
        What the right answer hears, after "Right.".
    wrong
        What any other number hears; by default, whether it is too small or too large.
    how
        A sentence below the field; by default, how to write a number.
    within
        How far off a right answer may be.

    Examples
    --------
    >>> ask = number("9/100", {"0.01": "That is the price of one step only."})
    >>> print(ask.examine(0.09), ask.examine("0.01"), ask.examine("1"), ask.examine("a lot"), sep="\\n")
    Right.
    That is the price of one step only.
    1 is too large.
    “a lot” is not a number; write it like 3, -1/2, 0.9 or 1e-3.
    """
    known = tuple((exact(value), reply) for value, reply in (replies or {}).items())
    if exact(expected) in dict(known):
        raise ValueError(f"{expected} is the right answer, and has a reply as a wrong one")
    return NumberExaminer(exact(expected), known, right, wrong, how or "A number, like 3, -1/2 or 0.9.", exact(within))


@dataclass(frozen=True)
class NumberExaminer:
    """This examiner is made by `number`."""

    expected: Fraction
    replies: tuple[tuple[Fraction, str], ...]
    right: str
    wrong: str
    help: str
    within: Fraction = Fraction(0)

    @property
    def field(self) -> Field:
        """Return a line of text."""
        return Field(help=self.help)

    def examine(self, answer: object) -> Reply:
        """Compare with the number."""
        given = answer.replace("−", "-").strip() if isinstance(answer, str) else answer
        try:
            value = exact(given)  # type: ignore[arg-type]
        except ValueError as problem:
            reason = str(problem).partition(": ")[2] if "denominator" in str(problem) else "not a number"
            return Reply(False, f"{_quoted(answer)} is {reason}; write it like 3, -1/2, 0.9 or 1e-3.", quotes=True)
        if abs(value - self.expected) <= self.within:
            return Reply(True, f"Right. {self.right}".strip())
        if value in dict(self.replies):
            return Reply(False, dict(self.replies)[value])
        if abs(value - self.expected) < CLOSE * abs(self.expected):
            return Reply(
                False, f"{show(value)} is close, but here answers are exact; a fraction may be written as one."
            )
        return Reply(False, self.wrong or f"{show(value)} is too {'small' if value < self.expected else 'large'}.")


def choice(options: Mapping[str, str], right: str, replies: Mapping[str, str], praise: str = "") -> ChoiceExaminer:
    """Return an examiner who offers a choice.

    Parameters
    ----------
    options
        From a short key to what the reader chooses.
    right
        The key of the right one.
    replies
        What each of the others hears.
    praise
        What the right one hears, after "Right.".

    Examples
    --------
    >>> ask = choice({"a": "always", "n": "never"}, "n", {"a": "Think of a world with one state."})
    >>> print(ask.examine("Always"), ask.examine("n"), ask.examine("?"), sep="\\n")
    Think of a world with one state.
    Right.
    “?” is not among the answers; choose a or n.
    """
    if {*replies} != {*options} - {right} or right not in options:
        raise ValueError(f"every option but {right!r} needs a reply; there are {listed(options)}")
    return ChoiceExaminer(tuple(options.items()), right, tuple(replies.items()), praise)


@dataclass(frozen=True)
class ChoiceExaminer:
    """This examiner is made by `choice`."""

    options: tuple[tuple[str, str], ...]
    right: str
    replies: tuple[tuple[str, str], ...]
    praise: str

    @property
    def field(self) -> Field:
        """Return a choice among the options."""
        return Field((Part("your answer", self.options),))

    def examine(self, answer: object) -> Reply:
        """Look the answer up, by its key or by its words."""
        given = str(answer).strip().casefold()
        key = next((key for key, words in self.options if given in (key.casefold(), words.casefold())), None)
        if key is None:
            keys = listed([key for key, _ in self.options], "or")
            return Reply(False, f"{_quoted(answer)} is not among the answers; choose {keys}.", quotes=True)
        return (
            Reply(True, f"Right. {self.praise}".strip()) if key == self.right else Reply(False, dict(self.replies)[key])
        )


WORDS = {
    "holds": "true",
    "yes": "true",
    "true": "true",
    "fails": "false",
    "no": "false",
    "false": "false",
    "undefined": "undefined",
    "undecided": "undecided",
}
SAID = {"true": "holds", "false": "fails"}


def verdicts(
    asked: Mapping[str, Callable[[], Verdict]], nudges: Mapping[str, str] | None = None, praise: str = ""
) -> VerdictsExaminer:
    """Return an examiner who asks whether several things hold.

    An answer is a mapping from what is asked to True, False, "holds", "fails" or "undefined"; or a list
    in their order, or a text like "holds, fails".

    Parameters
    ----------
    asked
        From what is asked, in words, to a function that decides it.
    nudges
        What to look at again where one is wrong.
    praise
        What the right answer hears, after "Right.".

    Examples
    --------
    >>> from toymodel import zoo
    >>> case = zoo.paperclips()
    >>> ask = verdicts({"impact aligned": lambda: case.check("impact aligned")}, {"impact aligned": "What is made?"})
    >>> print(ask.examine("holds"), ask.examine([False]), ask.examine("perhaps"), sep="\\n")
    Not so. What is made?
    Right.
    “perhaps” cannot be read; say holds or fails for each: impact aligned.
    """
    if extra := {*(nudges or {})} - {*asked}:
        raise ValueError(f"nobody asks about {listed(sorted(extra))}; asked are {listed(asked)}")
    return VerdictsExaminer(tuple(asked.items()), tuple((nudges or {}).items()), praise)


@dataclass(frozen=True)
class VerdictsExaminer:
    """This examiner is made by `verdicts`."""

    asked: tuple[tuple[str, Callable[[], Verdict]], ...]
    nudges: tuple[tuple[str, str], ...]
    praise: str

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of what is asked."""
        return tuple(name for name, _ in self.asked)

    @property
    def field(self) -> Field:
        """Return a choice for each thing that is asked."""
        return Field(tuple(Part(name, (("holds", "holds"), ("fails", "fails"))) for name in self.names))

    def examine(self, answer: object) -> Reply:
        """Compare an answer with the verdicts."""
        given = self._read(answer)
        if given is None:
            return Reply(
                False,
                f"{_quoted(answer)} cannot be read; say holds or fails for each: {listed(self.names)}.",
                quotes=True,
            )
        wrong = [name for (name, ask), word in zip(self.asked, given, strict=True) if ask().status != word]
        if not wrong:
            return Reply(True, f"Right. {self.praise}".strip())
        nudge = dict(self.nudges).get(wrong[0], f"Look again at “{wrong[0]}”.")
        count = len(self.asked) - len(wrong)
        return Reply(False, f"{f'{count} of {len(self.asked)} right' if count else 'Not so'}. {nudge}")

    def _read(self, answer: object) -> list[str] | None:
        if isinstance(answer, Mapping):
            words = [answer.get(name) for name in self.names] if {*answer} == {*self.names} else []
        elif isinstance(answer, str):
            words = list(answer.split(","))
        else:
            words = list(answer) if isinstance(answer, Sequence) else [answer]
        read = [WORDS.get(str(word).strip().casefold(), "") for word in words]
        return read if len(read) == len(self.asked) and all(read) else None


def _quoted(answer: object) -> str:
    return f"“{clipped(' '.join(str(answer).split()))}”"
