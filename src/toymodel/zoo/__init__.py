"""The named cases are functions; the file of each in `cases` is loaded when it is first asked for.

>>> from toymodel import zoo
>>> zoo.case("misguided-researcher") == zoo.misguided_researcher()
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from ..alignment import Case

NAMES = (
    "misguided-researcher",
    "paperclips",
    "coin-line",
    "lazy-clipper",
    "nursery-corridor",
    "frozen-lake",
    "good-enough",
    "tie",
    "deceiver",
    "patient-deceiver",
    "myopic-planner",
    "table-and-planner",
    "unseen-state",
    "lava",
    "two-by-two",
    "mixed-witness",
    "taxonomy",
    "soft-swap",
    "two-planners",
    "trap-and-advisor",
    "no-free-lunch",
    "keys-and-chests",
    "lifeguard",
    "two-buttons",
    "commuter",
    "rewired",
    "patrol",
)


class Cases(Mapping[str, Callable[..., Case]]):
    """The cases are a mapping from names to the functions that make them."""

    def __getitem__(self, name: str) -> Callable[..., Case]:
        if name not in NAMES:
            raise KeyError(f"unknown case {name!r}; known: {', '.join(NAMES)}")
        return _maker(name.replace("-", "_"))

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


CASES = Cases()


def case(name: str) -> Case:
    """Return a case by its name; KeyError lists the known ones."""
    return CASES[name]()


def _maker(name: str) -> Callable[..., Case]:
    found: Callable[..., Case] = getattr(import_module(f".cases.{name}", __name__), name)
    return found


def __getattr__(name: str) -> Callable[..., Case]:
    if name.replace("_", "-") not in NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _maker(name)
