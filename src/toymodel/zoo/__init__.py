"""The named cases, one per file; each file's docstring tells hypothesis, story, numbers, and who fails at what."""

from __future__ import annotations

from collections.abc import Callable

from ..definitions import Case
from .misguided_researcher import misguided_researcher

CASES: dict[str, Callable[[], Case]] = {
    "misguided-researcher": misguided_researcher,
}


def case(name: str) -> Case:
    """Return a case by its name; KeyError lists the known ones."""
    try:
        return CASES[name]()
    except KeyError:
        raise KeyError(f"unknown case {name!r}; known: {', '.join(CASES)}") from None


__all__ = ["CASES", "case", "misguided_researcher"]
