"""Model checkers number the choices of a state, and may name them; names that tell choices apart become actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .build import Cell


class Choice(NamedTuple):
    """A choice has a name, or "", and says where it leads and what it pays."""

    label: str
    cell: Cell


def by_action(states: Sequence[Sequence[Choice]]) -> tuple[tuple[str, ...], list[dict[int, Cell]]]:
    """Return the actions, and for each state what every action that is available there does.

    Where each choice has a name, and no state has two of one name, these are the actions; else their numbers are.
    """
    named = all(c.label for here in states for c in here) and all(
        len({c.label for c in here}) == len(here) for here in states
    )
    most = max((len(here) for here in states), default=0)
    labels = dict.fromkeys(c.label for here in states for c in here) if named else map(str, range(most))
    place = {label: a for a, label in enumerate(labels)}
    cells = [{place[c.label] if named else k: c.cell for k, c in enumerate(here)} for here in states]
    return tuple(place), cells
