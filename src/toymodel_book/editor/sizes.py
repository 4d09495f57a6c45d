"""How long a world takes to be judged is said before it is: its size is read without reading its file in full."""

from __future__ import annotations

import json
from math import ceil

SECONDS = 0.012
"""What each pair of a state and an action takes in a page, as measured on worlds of 60 to 1,000 states."""
LONG = 3.0
"""What takes longer than this many seconds is announced."""


def size(text: str) -> tuple[int, int]:
    """Return how many states and actions a file speaks of; (0, 0) if that cannot be said.

    Examples
    --------
    >>> size('{"world": {"states": ["a", "b"], "actions": ["go"]}}'), size("nonsense")
    ((2, 1), (0, 0))
    """
    try:
        world = json.loads(text)["world"]
        return len(world["states"]), len(world["actions"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0, 0


def seconds(states: int, actions: int) -> float:
    """Return about how long a world of this size takes in a page."""
    return SECONDS * states * actions


def announced(text: str) -> str:
    """Return a sentence that says how long a file will take, if that is long.

    Examples
    --------
    >>> announced("{}")
    ''
    """
    states, actions = size(text)
    if seconds(states, actions) < LONG:
        return ""
    return (
        f"{states} states and {actions} actions: about {ceil(seconds(states, actions))} seconds here, "
        "and as long again after each change. You can stop at any time."
    )
