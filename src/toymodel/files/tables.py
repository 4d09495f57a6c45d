"""World files have rows of numbers under names; every fault in them is placed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ..given.numbers import show
from ..given.rounding import Rounding
from ..given.rows import Row
from .parsing import at, entries, items, line, number, quoted, step

MAX_RECORD = 100
MAX_SENTENCE = 2000
"""Longest sentence of a record, in characters."""


def complete(
    data: object, known: dict[str, int], what: str, where: str, mend: str | None = "add it"
) -> list[tuple[object, str]]:
    """Return what an object says of every state or action, in their order, each with its place.

    ``mend`` says what to do about one of which it says nothing; None: nothing, and its place is "".
    """
    found: dict[int, tuple[object, str]] = {}
    for name, value, place in entries(data, where):
        found[find(name, known, what, place)] = (value, place)
    for name, i in known.items():
        if i not in found and mend is not None:
            raise ValueError(f"{at(where)}says nothing of {what} {name!r}; {mend}")
    return [found.get(i, (None, "")) for i in range(len(known))]


def weighted(data: object, known: dict[str, int], what: str, where: str, rounding: Rounding) -> Row:
    """Return a distribution: an object from names to numbers, or the one name that is certain."""
    if isinstance(data, str):
        return ((find(line(data, where), known, what, where), Fraction(1)),)
    weights = []
    for name, value, place in entries(data, where):
        probability = number(value, place)
        if probability < 0:
            raise ValueError(f"{place}: probability {show(probability)} is negative; it must be at least 0")
        weights.append((find(name, known, what, place), probability))
    return rounding.row(weights, where, len(known))


def rounding_of(given: Mapping[str, object], where: str) -> Rounding:
    """Return the rounding that an object asks for, its largest denominator; none where it does not."""
    place = step(where, "rounding")
    bound = given.get("rounding")
    if bound is not None and (type(bound) is not int or bound < 1):
        raise ValueError(f"{place}: {quoted(bound)} must be a whole number of at least 1, the largest denominator")
    return Rounding(bound)


def recorded(given: Mapping[str, object], rounding: Rounding, where: str) -> tuple[str, ...]:
    """Return what an object has on record, and what reading it has added."""
    place = step(where, "record")
    said = items(given.get("record", []), place, MAX_RECORD)
    return (*(line(each, f"{place}[{i}]", MAX_SENTENCE) for i, each in enumerate(said)), *rounding.record)


def title(given: Mapping[str, object], default: str, where: str) -> str:
    """Return the name that an object gives itself, or the default."""
    return line(given["name"], step(where, "name")) if "name" in given else default


def places(known: tuple[str, ...]) -> dict[str, int]:
    """Return the index of each name."""
    return {name: i for i, name in enumerate(known)}


def find(name: str, known: dict[str, int], what: str, where: str) -> int:
    """Return the index of a name, after checking it."""
    if name not in known:
        shown = ", ".join(list(known)[:12]) + (", …" if len(known) > 12 else "")
        raise ValueError(f"{at(where)}unknown {what} {quoted(name)}; known: {shown}")
    return known[name]
