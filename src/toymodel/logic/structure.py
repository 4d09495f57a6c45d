"""What a reader of formulas must be told about a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from .formulas import Quantifier, Symbol
from .verdicts import Fact, Unknown

if TYPE_CHECKING:
    from .ground import Clause


class Structure(Protocol):
    """The meaning of symbols on one case."""

    def fact(self, symbol: Symbol, values: tuple[object, ...]) -> Fact:
        """Decide an atom, with a clause in words."""

    def values(self, quantifier: Quantifier) -> Sequence[object] | None:
        """List what a quantifier ranges over before its guard, or None if it must be searched.

        A quantifier that selects takes the first that satisfies its guard.
        """

    def selects(self, quantifier: Quantifier) -> Unknown | None:
        """Return why there is no selection rule, or None if there is one (the order of `values`).

        Of a domain whose members are not listed: why nothing stands for all of them, or None.
        """

    def find(self, quantifier: Quantifier, clause: Clause) -> object | Unknown | None:
        """Return something that satisfies the clause, None if there is nothing, Unknown if undecided."""

    def called(self, value: object) -> str:
        """Return what to call a value in a sentence."""
