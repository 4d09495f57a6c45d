"""Read the table of a Gymnasium world, whatever publishes it: floats to fractions, numbers to names."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from ..given.names import MAX_TITLE, index, names, whole
from ..given.numbers import clipped, exact, show
from ..given.rounding import Rounding
from ..given.rows import amiss
from ..worlds import Row
from .gymnasium_kinds import publishes, table_of

_MOVES = {
    "FrozenLakeEnv": ("left", "down", "right", "up"),
    "CliffWalkingEnv": ("up", "right", "down", "left"),
    "TaxiEnv": ("south", "north", "east", "west", "pick up", "drop off"),
}
_TILES = {b"S": "start", b"F": "ice", b"H": "hole", b"G": "goal"}
_PLACES = ("red", "green", "yellow", "blue", "taxi")


class Entry(NamedTuple):
    """An entry is one outcome of a state and an action, as the table lists it."""

    probability: Fraction
    to: int
    reward: Fraction
    ends: bool


class Source(NamedTuple):
    """A table as it was read, before the ends of episodes become states; a row is empty where nothing can be done."""

    title: str
    states: tuple[str, ...]
    actions: tuple[str, ...]
    table: tuple[tuple[tuple[Entry, ...], ...], ...]
    initial: Row


def read_table(outer: Any, initial: Any, rounding: Rounding) -> Source:
    """Read and check the table that a world, or the nearest of its wrappers, publishes."""
    inner = layers(outer)[-1]
    title = clipped(str(getattr(getattr(inner, "spec", None), "id", None) or type(inner).__name__), MAX_TITLE // 2)
    raw = next((each for each in layers(outer) if publishes(each)), None)
    if raw is None:
        remedy = (
            "from_seals reads its tables"
            if hasattr(inner, "transition_matrix")
            else "only such worlds can be read; give any object that has a table P and says where it begins"
        )
        raise ValueError(f"{title} has no P, no model(s, a) and no matrices; {remedy}")
    if getattr(raw, "fickle_passenger", False):
        raise ValueError(f"{title} with fickle_passenger=True moves in a way that its table P does not say")
    published, begins = table_of(raw, title)
    if initial is not None:
        begins = initial
    if begins is None:
        raise ValueError(f"{title} has no initial_state_distrib and no isd; say where it begins: initial=…")
    count = len(published)
    moves = len(_item(published, 0, f"{title}: P"))
    for space, size in (("observation_space", count), ("action_space", moves)):
        known = getattr(raw, space, None)
        if known is not None and (getattr(known, "n", size), getattr(known, "start", 0)) != (size, 0):
            raise ValueError(f"{title}: {space} is {known}, but P has {size} entries, which count from 0")
    states, actions = _vocabulary(raw, count, moves)
    table: list[tuple[tuple[Entry, ...], ...]] = []
    for s in range(count):
        where = f"{title}: state {states[s]!r}"
        rows = _item(published, s, f"{title}: P")
        if len(rows) != moves:
            raise ValueError(f"{where} has {len(rows)} actions, not {moves}")
        named = [(_item(rows, a, where), f"{where}, action {name!r}") for a, name in enumerate(actions)]
        table.append(tuple(_row(row, what, count, rounding) for row, what in named))
    if isinstance(begins, str) or not hasattr(begins, "__len__"):
        begins = [int(s == index(begins, states, "state")) for s in range(count)]
    start = _row([(p, s, 0, False) for s, p in enumerate(begins)], f"{title}: initial distribution", count, rounding)
    return Source(title, states, actions, tuple(table), tuple((e.to, e.probability) for e in start))


def layers(outer: Any) -> list[Any]:
    """Return a world's wrappers, the outermost first, and then the world itself."""
    found = [outer]
    while found[-1] is not getattr(found[-1], "unwrapped", found[-1]):
        found.append(getattr(found[-1], "env", found[-1].unwrapped))
    return found


def _item(container: Any, key: int, where: str) -> Any:
    try:
        return container[key]
    except (KeyError, IndexError):
        raise ValueError(f"{where} has no entry {key}; it must count from 0 without gaps") from None


def _row(given: Iterable[Any] | None, where: str, count: int, rounding: Rounding) -> tuple[Entry, ...]:
    """Read one row of the table; None stands for an action that is not available."""
    if given is None:
        return ()
    found = []
    for item in given:
        if not isinstance(item, tuple) or len(item) != 4:
            raise ValueError(f"{where}: {clipped(repr(item))} is not (probability, next, reward, terminated)")
        weight, to, reward, ends = item
        written = exact(weight, f"{where}: probability")
        if written < 0 or whole(to) not in range(count):
            raise ValueError(f"{where}: there is no going to state {to} with probability {show(written)}")
        if written:
            found.append(Entry(written, int(to), rounding.payment(reward, f"{where}: reward"), bool(ends)))
    closed = rounding.close([e.probability for e in found], where)
    if sum(closed) != 1:
        raise amiss(closed, where)
    return tuple(e._replace(probability=p) for e, p in zip(found, closed, strict=True))


def _vocabulary(raw: Any, count: int, moves: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return readable names for the worlds that Gymnasium ships and those that have names, numbers for all others."""
    if hasattr(raw, "state_names") and hasattr(raw, "action_names"):  # made by `to_gymnasium`
        return names(raw.state_names, count, "state"), names(raw.action_names, moves, "action")
    if hasattr(raw, "id2state") and hasattr(raw, "action_labels"):  # gym-classics2
        return tuple(str(raw.id2state(s)) for s in range(count)), tuple(map(str, raw.action_labels))
    kind = type(raw).__name__ if type(raw).__module__.startswith("gymnasium.envs.toy_text.") else ""
    named: list[str] = []
    if kind == "FrozenLakeEnv":
        named = [f"r{r}c{c} {_TILES.get(bytes(t), 'ice')}" for r, row in enumerate(raw.desc) for c, t in enumerate(row)]
    elif kind == "CliffWalkingEnv":
        named = [f"r{s // raw.shape[1]}c{s % raw.shape[1]}" for s in range(count)]
    elif kind == "TaxiEnv":
        places = [tuple(raw.decode(s)) for s in range(count)]
        named = [f"r{r}c{c} {_PLACES[at]} to {_PLACES[goal]}" for r, c, at, goal in places]
    if len(named) != count or len(_MOVES[kind]) != moves:  # another's world, or a table made larger
        return tuple(str(s) for s in range(count)), tuple(str(a) for a in range(moves))
    return tuple(named), _MOVES[kind]
