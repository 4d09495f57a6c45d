"""Moves say of each state, by name, where its actions lead, as a story does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from .arrays import Made
from .names import index, names
from .numbers import Number, clipped, exact
from .rounding import Rounding
from .rows import Row

Target: TypeAlias = str | Mapping[str, Number]
"""A state, or a mapping from states to probabilities."""
Moves: TypeAlias = Mapping[str, Mapping[str, Target] | str | None]
"""For each state where its actions lead, or one state for all of them, or None: the episode has ended."""


def from_moves(
    moves: Moves, start: Target, actions: Sequence[str] | None, only_listed: bool, rounding: Rounding
) -> Made:
    """Return the parts of the environment that these moves describe."""
    states = tuple(moves)
    places = {name: s for s, name in enumerate(states)}
    if actions is None:
        listings = [way for way in moves.values() if isinstance(way, Mapping) and way]
        actions = tuple(dict.fromkeys(a for way in (listings if only_listed else listings[:1]) for a in way))
        if not actions:
            raise ValueError("no state lists its actions; give actions=[…]")
    action_names = names(actions, len(actions), "action")

    def row(target: Target, what: str) -> Row:
        weights: Mapping[str, Number] = {target: 1} if isinstance(target, str) else target
        if not isinstance(weights, Mapping):
            raise ValueError(f"{what}: {clipped(repr(target))} must be a state, or a mapping from states to numbers")
        pairs = [
            (index(s, states, "state", places), exact(p, f"{what}: probability of {s!r}")) for s, p in weights.items()
        ]
        return rounding.row(pairs, what, len(states))

    rows: list[tuple[Row, ...]] = []
    for state, way in moves.items():
        if way is None:
            rows.append(((),) * len(action_names))
            continue
        if isinstance(way, str):
            rows.append(tuple(row(way, f"transition from state {state!r}") for _ in action_names))
            continue
        if not isinstance(way, Mapping):
            raise ValueError(
                f"state {state!r}: {clipped(repr(way))} must be a state, or a mapping from actions; None is an end"
            )
        for given in way:
            index(given, action_names, "action")
        missing = [a for a in action_names if a not in way]
        if missing and not only_listed:
            raise ValueError(
                f"state {state!r} says nothing of action {missing[0]!r}; say where it leads, or, if it is not "
                "available there, give only_listed=True" + " (and None for an end)" * (not way)
            )
        rows.append(
            tuple(
                row(way[a], f"transition from state {state!r} under action {a!r}") if a in way else ()
                for a in action_names
            )
        )
    return states, action_names, tuple(rows), row(start, "initial distribution"), rounding.record
