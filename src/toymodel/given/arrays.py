"""Arrays of transitions are read in the order [s][a][s'], once their shape and sums have not told another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from .names import names
from .numbers import Number
from .rounding import Rounding
from .rows import NOISE, Row, Transition, mask, plain, size

Names: TypeAlias = tuple[str, ...]
Made: TypeAlias = tuple[Names, Names, Transition, Row, Names]
"""Names of states and actions, transitions, the initial distribution and what to keep on record."""

SHAPE = "transition must have the shape (states, actions, states)"
BY_ACTION = "that is [a][s][s'], which toymodel.importers.from_mdptoolbox reads; or swap its first two axes"
NEXT_FIRST = "that is [s'][s][a] or [s][s'][a]; move the axis of the next state to the end, by numpy.moveaxis"


def from_arrays(
    transition: Sequence[Sequence[Sequence[Number]]],
    initial: Sequence[Number],
    states: Sequence[str] | None,
    actions: Sequence[str] | None,
    available: Sequence[Sequence[object]] | None,
    rounding: Rounding,
) -> Made:
    """Return the parts of the environment that these arrays describe."""
    transition, initial = plain(transition), plain(initial)
    count = size(transition, SHAPE)
    moves = size(transition[0], f"{SHAPE}; state 0") if count else 0
    if not moves:
        raise ValueError(f"{SHAPE}; it is empty")
    order = axes(transition)
    state_names, action_names = names(states, count, "state"), names(actions, moves, "action")
    offered = None if available is None else mask(plain(available), count, moves)
    rows: list[tuple[Row, ...]] = []
    for s, (state, per_action) in enumerate(zip(state_names, transition, strict=True)):
        if size(per_action, f"{SHAPE}; state {state!r}") != moves:
            raise ValueError(f"state {state!r} has {len(per_action)} actions, state {state_names[0]!r} has {moves}")
        what = [f"transition from state {state!r} under action {action!r}" for action in action_names]
        given = [None] * moves if offered is None else offered[s]
        rows.append(tuple(map(rounding.dense, per_action, [count] * moves, what, given)))
    start = rounding.dense(initial, count, "initial distribution")
    return state_names, action_names, tuple(rows), start, (*rounding.record, *order)


def axes(transition: Any) -> Names:
    """Return what to keep on record of the order in which transitions are read; nothing where their shape tells it.

    Raises
    ------
    ValueError
        If the shape, or the sums of an array, fit another order than [s][a][s'] only.
    """
    shape = _shape(transition)
    drawn = getattr(transition, "ndim", 0)  # lists were written here, and seen
    if len(shape) != 3:
        if drawn:
            raise ValueError(f"{SHAPE}, and has {shape}")
        return ()
    first, second, last = shape
    if first != last and second in (first, last):
        raise ValueError(f"{SHAPE}, and has {shape}: {BY_ACTION if second == last else NEXT_FIRST}")
    if not 1 < first == last or drawn != 3 or transition.dtype.kind not in "fiu":
        return ()
    ones = [bool((abs(transition.sum(axis=k) - 1) <= float(NOISE)).all()) for k in (0, 1, 2)]
    if (ones[0] or (ones[1] and first == second)) and not ones[2]:
        raise ValueError(f"transition sums to 1 along axis {ones.index(True)}, and not along the last: {NEXT_FIRST}")
    if second != last:
        return ()
    return ("transitions were read as [s][a][s']; with as many actions as states, [a][s][s'] has the same shape",)


def _shape(given: Any) -> tuple[int, ...]:
    """Return the lengths of nested sequences, by their first entries."""
    found: list[int] = []
    while hasattr(given, "__len__") and not isinstance(given, str | bytes | dict) and len(found) < 4:
        found.append(len(given))
        given = given[0] if found[-1] else None
    return tuple(found)
