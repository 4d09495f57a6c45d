"""The named cases, one per file; each file's docstring tells hypothesis, story, numbers, and who fails at what."""

from __future__ import annotations

from collections.abc import Callable

from ..definitions import Case
from .coin_line import coin_line
from .frozen_lake import frozen_lake
from .lazy_clipper import lazy_clipper
from .misguided_researcher import misguided_researcher
from .nursery_corridor import nursery_corridor
from .paperclips import paperclips

CASES: dict[str, Callable[[], Case]] = {
    "misguided-researcher": misguided_researcher,
    "paperclips": paperclips,
    "coin-line": coin_line,
    "lazy-clipper": lazy_clipper,
    "nursery-corridor": nursery_corridor,
    "frozen-lake": frozen_lake,
}


def case(name: str) -> Case:
    """Return a case by its name; KeyError lists the known ones."""
    if name not in CASES:
        raise KeyError(f"unknown case {name!r}; known: {', '.join(CASES)}")
    return CASES[name]()


__all__ = [
    "CASES", "case", "coin_line", "frozen_lake", "lazy_clipper", "misguided_researcher", "nursery_corridor",
    "paperclips",
]  # fmt: skip
