"""A verdict is an answer with what it rests on, as a tree; Kleene's connectives combine verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, TypeVar

from .formulas import Formula, Truth, Var
from .sentences import explain
from .short import short

Status: TypeAlias = Literal["true", "false", "undefined", "undecided"]
STATUS: dict[Truth, Status] = {True: "true", False: "false", None: "undefined"}
WORD: dict[Status, str] = {"true": "holds", "false": "fails", "undefined": "undefined", "undecided": "undecided"}
"""What is said of a definition with this status."""

T = TypeVar("T")


@dataclass(frozen=True)
class Fact:
    """An answer to a single question: whether it holds, and a clause that says so or why nobody knows."""

    holds: Truth
    said: str | Callable[[], str]
    """The clause, or how to find it when somebody reads it."""
    status: Status | None = None
    """Only where ``holds`` is None and it is "undecided" rather than "undefined"."""

    @property
    def text(self) -> str:
        """Return the clause that says so."""
        return self.said if isinstance(self.said, str) else self.said()


@dataclass(frozen=True)
class Unknown:
    """Stands where a value is not there, with the reason; whatever speaks of it has no truth value."""

    reason: str
    status: Status = "undefined"


class Absent(Exception):
    """Something is spoken of and is not there; it carries the `Unknown` with the reason."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.reason)
        self.unknown = unknown


def there(value: T | Unknown) -> T:
    """Return the value; raise `Absent` if it is unknown."""
    if isinstance(value, Unknown):
        raise Absent(value)
    return value


@dataclass(frozen=True)
class Verdict:
    """A verdict is the value of a formula under an assignment, with what it rests on.

    Attributes
    ----------
    status : "true", "false", "undefined" or "undecided"
    why : str or callable
        The reason in words, of an atom and where there is no value; the rest is read off the tree.
    witness : object or None
        The objective or policy that makes a "some" true or an "every" false, or that was selected.
        None wherever nothing was decided.
    parts : tuple of Verdict
        The verdicts that settle this one: the decisive part of a connective, or all of them; the body of a
        quantifier at its witness, or of everything that satisfies the guard.
    formula : Formula or None
        What was decided.
    given : mapping from Var to value
        What its free variables stood for.
    claim : str
        What is being said of whom, in words ("the researcher is intent aligned").
    gist : callable or None
        Of an atom that is decided: why, in few words, the fullest first.
    numerical : str
        How floats judged what this rests on, where they did; empty: all is exact.
    """

    status: Status
    why: str | Callable[[], str] = field(default="", compare=False)
    witness: object | None = None
    parts: tuple[Verdict, ...] = ()
    formula: Formula | None = None
    given: Mapping[Var, object] = field(default_factory=dict, compare=False, repr=False)
    claim: str = field(default="", compare=False)
    gist: Callable[[], tuple[str, ...]] | None = field(default=None, compare=False, repr=False)
    numerical: str = field(default="", compare=False)

    @property
    def holds(self) -> Truth:
        """True, False, or None where the status is undefined or undecided."""
        return {"true": True, "false": False}.get(self.status)

    @property
    def text(self) -> str:
        """Return the reason, in words."""
        return explain(self)

    @property
    def short(self) -> str:
        """Return the reason in few words, 64 characters at most."""
        return short(self)

    def reason(self) -> str:
        """Return the reason, in words, worked out when it is asked for."""
        return explain(self)

    def __bool__(self) -> bool:
        if self.holds is None:
            raise ValueError(f"the verdict is {self.status}: {self.text}; ask .holds or .status instead")
        return self.holds

    def __str__(self) -> str:
        if not self.claim:
            return self.text[:1].upper() + self.text[1:] + "."
        lead = {"true": "Yes", "false": "No", "undefined": "Undefined", "undecided": "Undecided"}[self.status]
        return f"{lead}: {self.text}{f' ({self.numerical})' if self.numerical else ''}."

    def about(self, formula: Formula) -> Iterator[Verdict]:
        """Yield the verdicts on a part of the formula."""
        for part in self.parts:
            if part.formula is formula:
                yield part
            else:
                yield from part.about(formula)

    def of(self, formula: Formula, given: Mapping[Var, object]) -> Verdict:
        """Return the same verdict, of a formula under an assignment."""
        return Verdict(self.status, self.why, self.witness, self.parts, formula, given, self.claim, self.gist)


def opposite(verdict: Verdict) -> Verdict:
    """Return "not": true and false change places, the other two stay."""
    flipped: dict[Status, Status] = {"true": "false", "false": "true"}
    return replace(verdict, status=flipped.get(verdict.status, verdict.status), parts=(verdict,), formula=None)


def settle(decisive: Status, parts: Iterable[Verdict]) -> Verdict:
    """Return a long "or" (decisive: "true") or a long "and" (decisive: "false").

    One decisive part settles it, and no further part is asked for. Otherwise one undecided part does, or else one
    undefined part; and if there are none of these, it has the other value.
    """
    found: dict[Status, list[Verdict]] = {}
    for part in parts:
        if part.status == decisive:
            return Verdict(decisive, part.why, part.witness, (part,))
        found.setdefault(part.status, []).append(part)
    other: Status = "false" if decisive == "true" else "true"
    for status in ("undecided", "undefined"):
        if status in found:
            return Verdict(status, found[status][0].reason, None, tuple(found[status]))
    return Verdict(other, parts=tuple(found.get(other, ())))
