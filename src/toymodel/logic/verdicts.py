"""Verdicts: an answer with the reason for it, as a tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from .formulas import Formula, Truth, Var

Status: TypeAlias = Literal["true", "false", "undefined", "undecided"]
WORD: dict[Status, str] = {"true": "holds", "false": "fails", "undefined": "undefined", "undecided": "undecided"}
"""What is said of a definition with this status."""
STATUS: dict[Truth, Status] = {True: "true", False: "false", None: "undefined"}


@dataclass(frozen=True)
class Fact:
    """What a structure says of an atom: whether it holds, and a clause that says so or why not."""

    holds: Truth
    text: str
    status: Status | None = None
    """Only where ``holds`` is None and it is "undecided" rather than "undefined"."""


@dataclass(frozen=True)
class Unknown:
    """Stands where a value is missing, with the reason; whatever speaks of it has no truth value."""

    reason: str
    status: Status = "undefined"


def gravest(*reasons: Unknown | None) -> Unknown | None:
    """Return the reason that decides the status: what is undecided may yet come out either way."""
    given = [reason for reason in reasons if reason is not None]
    return next((reason for reason in given if reason.status == "undecided"), given[0] if given else None)


@dataclass(frozen=True)
class Verdict:
    """The value of a formula on a case, with its witness.

    Attributes
    ----------
    status : "true", "false", "undefined" or "undecided"
    formula : Formula
        What was decided.
    assignment : tuple of (Var, value)
        What its free variables stood for.
    parts : tuple of Verdict
        The verdicts that decide this one: the parts of a connective; for a quantifier its body
        at the witness, or at every value where there is no single witness.
    witness : object or None
        The objective or policy that breaks a failed "every", or makes a held "some" hold.
    text : str
        The reason, in words.
    claim : str
        What is being said of whom, in words ("the researcher is intent aligned").
    """

    status: Status
    formula: Formula
    assignment: tuple[tuple[Var, object], ...]
    parts: tuple[Verdict, ...] = ()
    witness: object | None = None
    text: str = field(default="", compare=False)
    claim: str = field(default="", compare=False)

    @property
    def holds(self) -> Truth:
        """True, False, or None where the status is undefined or undecided."""
        return {"true": True, "false": False}.get(self.status)

    def __bool__(self) -> bool:
        if self.holds is None:
            raise ValueError(f"the verdict is {self.status}: {self.text}; ask .holds or .status instead")
        return self.holds

    def __str__(self) -> str:
        reason = self.text[:1].upper() + self.text[1:] + "."
        if not self.claim:
            return reason
        lead = {"true": "Yes", "false": "No", "undefined": "Undefined", "undecided": "Undecided"}[self.status]
        return f"{lead}: {self.text}."
