"""Names of states and actions, and how a user's name becomes an index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

Name: TypeAlias = str | int
"""A state or an action: its name, or its index."""

MAX_NAME = 80


def names(given: Iterable[object] | None, count: int, what: str) -> tuple[str, ...]:
    """Return ``count`` distinct names, made up ("s0", "a0", …) where none are given.

    Raises
    ------
    ValueError
        If a name is empty, too long, not printable, not text, given twice, or if their number is wrong.
    """
    if given is None:
        return tuple(f"{what[0]}{i}" for i in range(count))
    result = tuple(given)
    if len(result) != count:
        raise ValueError(f"{len(result)} {what} names for {count} {what}s; give one name for each")
    for name in result:
        if not isinstance(name, str) or not name or len(name) > MAX_NAME or not name.isprintable():
            raise ValueError(f"{what} name {str(name)[:MAX_NAME]!r} must be printable text of 1 to {MAX_NAME} characters")
    seen: set[object] = set()
    for name in result:
        if name in seen:
            raise ValueError(f"{what} name {name!r} is given twice; names must differ")
        seen.add(name)
    return tuple(str(name) for name in result)


def index(name: Name, known: Sequence[str], what: str) -> int:
    """Return the index of a name (or check an index).

    Raises
    ------
    KeyError
        If there is no such name or index; the message lists the known ones.
    """
    if isinstance(name, str):
        try:
            return known.index(name)
        except ValueError:
            shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
            raise KeyError(f"unknown {what} {name!r}; known: {shown}") from None
    if isinstance(name, bool) or not isinstance(name, int) or not 0 <= name < len(known):
        raise KeyError(f"{what} index {name!r} is not in 0 … {len(known) - 1}")
    return name
