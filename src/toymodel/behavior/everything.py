"""Quantifiers may range over all objectives of a class, and not only over a case's candidates.

What the agent demonstrates by `feasible` is a cone, and finitely many of its members decide what
the definitions ask of it (`toymodel.behavior.cone`). A question that those do not decide has
no answer here: it is undecided, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ..logic import Atom, Quantifier, Unknown, subformulas
from ..solve import Undecided
from ..worlds import Objective
from .cone import representatives
from .observation import Observation

OPTIMAL_IN = {"W1": "deployment", "W5": "beliefs", "W6": "beliefs"}
"""The notions of performing well that only ask whether the agent is optimal, and where."""


def over_all(
    quantifier: Quantifier,
    seen: Callable[[Sequence[str]], tuple[Observation, ...] | Unknown],
    places: Mapping[str, Sequence[str]],
    among: str,
) -> tuple[Objective, ...] | Unknown:
    """Return objectives that decide a quantifier over all of a class, or why there are none.

    Parameters
    ----------
    seen : callable
        What the agent does in given places.
    places : mapping
        The places that a symbol's ``where`` speaks of.
    among : "sa", "s" or "ss"
        The class of objectives.
    """
    doubt = next(_doubts(quantifier), None)
    if doubt is not None:
        return doubt
    demonstrates = [part.symbol for part in _atoms(quantifier, "demonstrates")]
    optimal = [part.symbol.where for name in ("optimal", "same optima") for part in _atoms(quantifier, name)]
    optimal += [OPTIMAL_IN[str(part.symbol.parameters[0])] for part in _atoms(quantifier, "performs")]
    observed = seen([place for symbol in demonstrates for place in places[symbol.where]])
    goals = seen(list(dict.fromkeys(place for where in optimal for place in places[where])))
    if isinstance(observed, Unknown) or isinstance(goals, Unknown):
        return observed if isinstance(observed, Unknown) else goals  # type: ignore[return-value]
    try:
        return representatives(observed, tuple(o.env for o in goals), tuple(o.policy for o in goals), among)
    except Undecided as gave_up:
        return Unknown(str(gave_up), "undecided")


def _doubts(quantifier: Quantifier) -> Iterator[Unknown]:
    """Why a quantifier is not decided over all objectives."""
    for part in _atoms(quantifier, "demonstrates"):
        if part.symbol.parameters[0] != "feasible":
            yield Unknown(f"{part.symbol.parameters[0]} is not decided over all objectives, feasible is", "undecided")
    for part in _atoms(quantifier, "performs"):
        if part.symbol.parameters[0] not in OPTIMAL_IN:
            yield Unknown(
                f"{part.symbol.parameters[0]} is not decided over all objectives, since any regret is small for "
                "a small enough multiple of an objective",
                "undecided",
            )


def _atoms(quantifier: Quantifier, name: str) -> list[Atom]:
    """The atoms of this name that speak of the objective quantified over."""
    parts = subformulas(quantifier)
    return [x for x in parts if isinstance(x, Atom) and x.symbol.name == name and quantifier.var in x.args]
