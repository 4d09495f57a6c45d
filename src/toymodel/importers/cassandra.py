"""Files of Cassandra's POMDP format (`.POMDP`, `.MDP`) are read, where the state is observed.

The preamble gives discount, values (rewards or costs), states, actions and perhaps observations and a start. Entries
``T: action : state : next p`` give transitions, ``O: action : next : observation p`` observations, and
``R: action : state : next : observation r`` rewards; the last names may be left out for the whole row or matrix, and
a later entry replaces an earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from pathlib import Path
from typing import NamedTuple

from ..given.rounding import Rounding
from ..worlds import Number, exact
from .build import Cell, Imported, imported

PREAMBLE = ("discount", "values", "states", "actions", "observations", "start", "start include", "start exclude")

LARGEST = 10_000_000
"""Most transitions that a file may speak of: it may give all of them by one word."""


class Entry(NamedTuple):
    """An entry has a key, the names that it is about, and numbers, or "uniform" or "identity" in their place."""

    key: str
    names: tuple[str, ...]
    numbers: list[str]


def from_cassandra(
    path: str | Path, *, discount: Number | None = None, name: str = "", rounding: int | None = None
) -> Imported:
    """Read a fully observed model in Cassandra's format as an environment and an objective.

    Parameters
    ----------
    path : path
        A file without observations, or one in which they always tell the state.
    discount : number, optional
        γ, instead of the file's; at 1, states that are never left and pay nothing become ends of the episode.
    rounding : int, optional
        `toymodel.given.rounding`: such files often have thirds as 0.333333, which needs it.

    Raises
    ------
    ValueError
        If the state is not observed, with a state where it is not; on an entry that does not fit.
    """
    title = Path(path).name
    entries = list(_entries(re.sub(r"#.*", "", Path(path).read_text("utf-8")), title))
    head = {each.key: each.numbers for each in entries if each.key in PREAMBLE}
    if discount is not None:
        head["discount"] = []
    for wanted in ("discount", "states", "actions"):
        if wanted not in head:
            raise ValueError(f"{title}: its preamble has no {wanted}")
    states, actions, seen = (_listing(head.get(key, [])) for key in ("states", "actions", "observations"))
    if len(states) ** 2 * len(actions) > LARGEST:
        raise ValueError(f"{title}: {len(states)} states and {len(actions)} actions are too many for this format")
    rows = _table(entries, "T", (actions, states, states), title)
    sees = _told(_table(entries, "O", (actions, states, seen), title), actions, states, seen, title) if seen else {}
    dims = (actions, states, states, *([seen] if seen else []))
    rules = [each for each in entries if each.key == "R"]
    sign = -1 if head.get("values") == ["cost"] else 1
    cells: list[dict[int, Cell]] = [{} for _ in states]
    for a, s in product(range(len(actions)), range(len(states))):
        row = [(t, p) for t, p in enumerate(rows.get((a, s), [])) if exact(p, f"{title}: T")]
        pays = [(t, sign * _paid(rules, (a, s, t, *sees.get((a, t), ())), dims, title)) for t, _ in row]
        cells[s][a] = Cell(row, pays)
    return imported(
        cells,
        len(actions),
        head["discount"][0] if discount is None else discount,
        title=title,
        initial=_start(head, states, title),
        states=states,
        actions=actions,
        name=name,
        rounding=Rounding(rounding),
    )


def _entries(text: str, title: str) -> Iterator[Entry]:
    tokens = re.findall(r":|[^\s:]+", re.sub(r"start\s+(in|ex)clude", r"start_\1clude", text))
    keys = [key.replace(" ", "_") for key in PREAMBLE]
    starts = [i for i, (k, c) in enumerate(pairwise(tokens)) if c == ":" and k in (*keys, *"TOR")]
    if not starts or starts[0]:
        raise ValueError(f"{title}: {tokens[0] if tokens else 'an empty file'!r} begins no file of Cassandra's format")
    for i, j in zip(starts, [*starts[1:], len(tokens)], strict=True):
        key, body = tokens[i].replace("_", " "), tokens[i + 2 : j]
        if key in PREAMBLE:
            yield Entry(key, (), body)
            continue
        last = max((k for k, word in enumerate(body) if word == ":"), default=-1)
        yield Entry(key, tuple(body[: last + 2 : 2]), body[last + 2 :])


def _listing(given: Sequence[str]) -> tuple[str, ...]:
    """Return names; one number stands for so many states, which are then called by number."""
    counts = len(given) == 1 and given[0].isdecimal()
    return tuple(map(str, range(min(int(given[0]), LARGEST)))) if counts else tuple(given)


def _which(name: str, known: Sequence[str], title: str) -> Sequence[int]:
    if name == "*":
        return range(len(known))
    if name in known:
        return [known.index(name)]
    if name.isdecimal() and int(name) < len(known):
        return [int(name)]
    raise ValueError(f"{title}: {name!r} is none of {', '.join(known[:12])}")


def _numbers(entry: Entry, dims: Sequence[Sequence[str]], title: str) -> list[str]:
    """Return the numbers of an entry, one for each combination of the names that it leaves out."""
    rest = [len(dim) for dim in dims[len(entry.names) :]]
    if entry.numbers == ["uniform"]:
        return [f"1/{len(dims[-1])}"] * prod(rest)
    if entry.numbers == ["identity"] and len(rest) == 2:
        return [str(int(i == j)) for i, j in product(*map(range, rest))]
    if len(entry.numbers) != prod(rest):
        what = f"{entry.key}: {' : '.join(entry.names)}"
        raise ValueError(f"{title}: {what!r} has {len(entry.numbers)} numbers; it needs {prod(rest)}")
    return entry.numbers


def _table(
    entries: Sequence[Entry], key: str, dims: Sequence[Sequence[str]], title: str
) -> dict[tuple[int, int], list[str]]:
    """Return the rows of transitions or observations, by action and state."""
    found: dict[tuple[int, int], list[str]] = {}
    for entry in (each for each in entries if each.key == key):
        numbers, rest = _numbers(entry, dims, title), dims[len(entry.names) :]
        for at in product(*(_which(n, dim, title) for n, dim in zip(entry.names, dims, strict=False))):
            for tail, number in zip(product(*(range(len(dim)) for dim in rest)), numbers, strict=True):
                a, s, t = at + tail
                found.setdefault((a, s), ["0"] * len(dims[-1]))[t] = number
    return found


def _told(
    rows: dict[tuple[int, int], list[str]],
    actions: Sequence[str],
    states: Sequence[str],
    seen: Sequence[str],
    title: str,
) -> dict[tuple[int, int], tuple[int]]:
    """Return the observation that tells each state after each action."""
    found: dict[tuple[int, int], tuple[int]] = {}
    for a, action in enumerate(actions):
        for s, state in enumerate(states):
            sure = [o for o, p in enumerate(rows.get((a, s), [])) if exact(p, f"{title}: O") == 1]
            if not sure or any(found[a, t] == (sure[0],) for t in range(s)):
                shared = (
                    f"{seen[sure[0]]!r} does not tell {state!r} alone" if sure else f"{state!r} is not seen for sure"
                )
                raise ValueError(f"{title}: the state is only partly observed: after {action!r}, {shared}")
            found[a, s] = (sure[0],)
    return found


def _paid(rules: Sequence[Entry], at: tuple[int, ...], dims: Sequence[Sequence[str]], title: str) -> Fraction:
    """Return what the last rule that is about a transition pays, else 0."""
    for rule in reversed(rules):
        if all(i in _which(n, dim, title) for i, n, dim in zip(at, rule.names, dims, strict=False)):
            place = 0
            for i, dim in list(zip(at, dims, strict=True))[len(rule.names) :]:
                place = place * len(dim) + i
            return exact(_numbers(rule, dims, title)[place], f"{title}: R")
    return Fraction(0)


def _start(head: dict[str, list[str]], states: Sequence[str], title: str) -> list[Number] | None:
    for key, given in head.items():
        if not key.startswith("start"):
            continue
        if key == "start" and len(given) == len(states) > 1:
            return list(given)
        named = {s for name in given for s in _which("*" if name == "uniform" else name, states, title)}
        among = [s for s in range(len(states)) if (s in named) != (key == "start exclude")]
        return [Fraction(int(s in among), len(among)) for s in range(len(states))]
    return None
