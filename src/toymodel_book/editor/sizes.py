"""How long a world takes to be judged is said before it is: its size is read without reading its file in full."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

EACH, TANGLED = 0.002, 1e-9
"""What a pair of a state and an action takes in a page, in seconds; and, where most actions have several outcomes, what
the fourth power of the states takes besides, for the exact numbers grow. Twice what a quiet machine was measured to
take on worlds of 60 to 1,000 states."""
LONG = 3.0
"""What takes longer than this many seconds is announced."""


@dataclass(frozen=True)
class Size:
    """The size of a world has its states, its actions, and whether chance leads to many places."""

    states: int = 0
    actions: int = 0
    tangled: bool = False

    @classmethod
    def of(cls, text: str) -> Size:
        """Return the size of the world of a file; none if that cannot be said.

        Examples
        --------
        >>> Size.of('{"world": {"states": ["a", "b"], "actions": ["go"], "deployment": {"transition": {}}}}')
        Size(states=2, actions=1, tangled=False)
        >>> Size.of("nonsense")
        Size(states=0, actions=0, tangled=False)
        """
        try:
            world = json.loads(text)["world"]
            states, actions = len(world["states"]), len(world["actions"])
            return cls(states, actions, 4 * _wide(world["deployment"]["transition"]) > states * actions)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    @property
    def seconds(self) -> float:
        """Return about how long it takes in a page."""
        return EACH * self.states * self.actions + TANGLED * self.states**4 * self.tangled


def _wide(transition: Mapping[str, object]) -> int:
    """Return how many actions lead to several other states."""
    rows = [(s, row) for s, cells in transition.items() if isinstance(cells, dict) for row in cells.values()]
    return sum(len(row.keys() - {s}) > 1 for s, row in rows if isinstance(row, dict))


def announced(text: str) -> str:
    """Return a sentence that says how long a file will take, if that is long.

    Examples
    --------
    >>> announced("{}")
    ''
    """
    size = Size.of(text)
    if size.seconds < LONG:
        return ""
    time = f"{ceil(size.seconds)} seconds" if size.seconds < 100 else f"{ceil(size.seconds / 60)} minutes"
    return (
        f"{size.states} states and {size.actions} actions: about {time} here, and as long again after each change. "
        "You can stop at any time."
    )
