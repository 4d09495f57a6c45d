"""States and actions have names, and a user's name becomes an index."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

Name: TypeAlias = str | int
"""A state or an action: its name, or its index."""

MAX_NAME = 80
"""Longest name of a state or an action."""
MAX_TITLE = 200
"""Longest name of an environment, an objective, a judge or a policy: these are for sentences."""


def names(given: Iterable[object] | None, count: int, what: str) -> tuple[str, ...]:
    """Return ``count`` distinct names, made up ("s0", "a0", …) where none are given.

    Raises
    ------
    ValueError
        If a name is empty, too long, not printable, not text, given twice, or if their number is wrong.
    """
    if given is None:
        return tuple(f"{what[0]}{i}" for i in range(count))
    if isinstance(given, str):
        raise ValueError(f"{what} names are one text, {given[:MAX_NAME]!r}; give a list of names")
    result = tuple(given)
    if len(result) != count:
        raise ValueError(f"{len(result)} {what} names for {count} {what}s; give one name for each")
    seen: set[str] = set()
    for name in result:
        if label(name, f"{what} name") in seen:
            raise ValueError(f"{what} name {name!r} is given twice; names must differ")
        seen.add(str(name))
    return tuple(str(name) for name in result)


def label(given: object, what: str, longest: int = MAX_NAME) -> str:
    """Return a name after checking it: one printable line of at most ``longest`` characters."""
    if not isinstance(given, str):
        raise ValueError(f"{what} {str(given)[:MAX_NAME]} is no text; give one, as {str(given)[:MAX_NAME]!r}")
    if not given or len(given) > longest or not given.isprintable():
        raise ValueError(f"{what} {str(given)[:MAX_NAME]!r} must be printable text of 1 to {longest} characters")
    return given


def index(name: Name, known: Sequence[str], what: str, places: Mapping[str, int] | None = None) -> int:
    """Return the index of a name (or check an index); ``places`` finds it at once where there are thousands.

    Raises
    ------
    KeyError
        If there is no such name or index; the message lists the known ones.
    """
    if isinstance(name, str):
        try:
            return known.index(name) if places is None else places[name]
        except (ValueError, KeyError):
            shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
            raise KeyError(f"unknown {what} {name!r}; known: {shown}") from None
    number = whole(name)
    if number is None or not 0 <= number < len(known):
        raise KeyError(f"{what} index {name!r} is not in 0 … {len(known) - 1}")
    return number


@contextmanager
def within(where: str) -> Iterator[None]:
    """Let the KeyError of an unknown name or index say where it was given."""
    try:
        yield
    except KeyError as fault:
        raise KeyError(f"{where}: {fault.args[0]}") from None


def whole(value: object) -> int | None:
    """Return a whole number (Python's or NumPy's, never a truth value) as an int, anything else as None."""
    try:
        return None if is_truth_value(value) else operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        return None


def is_truth_value(value: object) -> bool:
    """Return whether a value is Python's or NumPy's True or False (without importing NumPy)."""
    return type(value).__name__ in ("bool", "bool_")
