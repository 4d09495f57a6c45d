"""Read the table ``P`` of a Gymnasium toy-text world: floats to fractions, numbers to names."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from ..worlds import Row
from ..worlds.names import MAX_TITLE, whole
from ..worlds.numbers import Number, clipped, exact, show

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
    """A table as it was read, before the ends of episodes become states."""

    title: str
    states: tuple[str, ...]
    actions: tuple[str, ...]
    table: tuple[tuple[tuple[Entry, ...], ...], ...]
    initial: Row
    record: tuple[str, ...]


def read_table(raw: Any, limit: int) -> Source:
    """Read and check the table of an unwrapped world."""
    title = clipped(str(getattr(getattr(raw, "spec", None), "id", None) or type(raw).__name__), MAX_TITLE // 2)
    for wanted in ("P", "initial_state_distrib"):
        if not hasattr(raw, wanted):
            raise ValueError(f"{title} has no {wanted}; only worlds with a table of probabilities can be read")
    if getattr(raw, "fickle_passenger", False):
        raise ValueError(f"{title} with fickle_passenger=True moves in a way that its table P does not say")
    count = len(raw.P)
    moves = len(_item(raw.P, 0, f"{title}: P"))
    for space, size in (("observation_space", count), ("action_space", moves)):
        known = getattr(raw, space, None)
        if known is not None and (getattr(known, "n", size), getattr(known, "start", 0)) != (size, 0):
            raise ValueError(f"{title}: {space} is {known}, but P has {size} entries, which count from 0")
    states, actions = _vocabulary(raw, count, moves)
    changes: list[Fraction] = []
    table: list[tuple[tuple[Entry, ...], ...]] = []
    for s in range(count):
        where = f"{title}: state {states[s]!r}"
        rows = _item(raw.P, s, f"{title}: P")
        if len(rows) != moves:
            raise ValueError(f"{where} has {len(rows)} actions, not {moves}")
        named = [(_item(rows, a, where), f"{where}, action {name!r}") for a, name in enumerate(actions)]
        table.append(tuple(_row(row, what, count, limit, changes) for row, what in named))
    start = [(p, s, 0, False) for s, p in enumerate(raw.initial_state_distrib)]
    initial = _row(start, f"{title}: initial_state_distrib", count, limit, changes)
    begins = tuple((e.to, e.probability) for e in initial)
    return Source(title, states, actions, tuple(table), begins, (_rounding(changes, limit),))


def _rounding(changes: list[Fraction], limit: int) -> str:
    rounded = [change for change in changes if change]
    if not rounded:
        return "no probability had to be rounded"
    return (
        f"{len(rounded)} of {len(changes)} probabilities were rounded to the nearest fraction with a "
        f"denominator up to {limit}, by at most {float(max(rounded)):.2g}"
    )


def _item(container: Any, key: int, where: str) -> Any:
    try:
        return container[key]
    except (KeyError, IndexError):
        raise ValueError(f"{where} has no entry {key}; it must count from 0 without gaps") from None


def _row(given: Iterable[Any], where: str, count: int, limit: int, changes: list[Fraction]) -> tuple[Entry, ...]:
    """Read one row of the table; by how much each probability was rounded goes to ``changes``."""
    entries = []
    for item in given:
        if not isinstance(item, tuple) or len(item) != 4:
            raise ValueError(f"{where}: {clipped(repr(item))} is not (probability, next, reward, terminated)")
        weight, to, reward, ends = item
        written = exact(weight, f"{where}: probability")
        probability = written.limit_denominator(limit)
        if written < 0 or whole(to) not in range(count):
            raise ValueError(f"{where}: there is no going to state {to} with probability {show(written)}")
        if written and not probability:
            raise ValueError(f"{where}: probability {float(written)} rounds to 0; raise max_denominator")
        changes.append(abs(probability - written))
        if probability:
            entries.append(Entry(probability, int(to), _reward(reward, f"{where}: reward", limit), bool(ends)))
    total = sum((e.probability for e in entries), Fraction(0))
    if total != 1:
        raise ValueError(
            f"{where}: probabilities sum to {show(total)}, not 1, as fractions with denominators "
            f"up to {limit}; raise max_denominator or mend the table"
        )
    return tuple(entries)


def _reward(given: Number, where: str, limit: int) -> Fraction:
    """Return the decimal that a reward prints as, or the small fraction that is the same float (1/3)."""
    written = exact(given, where)
    simple = written.limit_denominator(limit)
    return simple if abs(simple - written) < Fraction(1, 10**12) and float(simple) == float(written) else written


def _vocabulary(raw: Any, count: int, moves: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return readable names for the worlds that Gymnasium ships, numbers for all others."""
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
