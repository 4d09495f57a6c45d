"""The census: every arrow under every reading, counted over all worlds of one size.

The space of (n, m): all deterministic transition functions on n states and m actions for
training and, independently, for deployment; all single start states for each, independently;
γ = 1/2; objectives all of {−1, 0, 1}^{n·m}; judges all subsets of S×A; policies all
deterministic ones. A cell counts the tuples that satisfy the arrow's premises, and those of them
that violate its conclusion. Tuples are (world, R_base, π, J) for I2, I4 and I4i, (world, π, J)
for I3, (world, R_base, π) for I5, I5a and I5b, and (world, R_m, R_base, π) with
π ∈ Opt_tr(R_m) ∩ Opt_dep(R_m) for I1, which is also I6. Quantified objectives range over the grid.

How it is done: a set of policies is one word, so that an objective matters only through the
pair of words (Opt_tr(R), Opt_dep(R)), a base objective and a judge only through the words
Opt_dep(R_base) and Safe_dep(J); these are counted in classes with their multiplicities, never
one by one. Worlds that differ in names, or where nobody comes, are counted once and weighted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

from toymodel.alignment import Reading

from .bits import grid, policies
from .cells import counted
from .counting import BATCH, Counter
from .engine import engine, has_numba
from .kernel import QUANTIFIERS, SIGHTS, SLOTS, WIDTH
from .spaces import space
from .tables import tables

Progress: TypeAlias = Callable[[int, int], None]
"""Told how much is done, and of how much."""
MAX_PAIRS, MAX_POLICIES, MAX_ENVIRONMENTS = 8, 16, 10_000
INTERPRETED = 4
"""Up to so many pairs (s, a), interpreting takes less time than compiling."""


@dataclass(frozen=True)
class Count:
    """A cell of the census.

    Attributes
    ----------
    arrow : str
    reading : dict
        The axes that the arrow mentions, and their values.
    premises, violations : int
        Tuples that satisfy the premises; how many of these violate the conclusion.
    """

    arrow: str
    reading: dict[str, str]
    premises: int
    violations: int


def census(
    states: int,
    actions: int,
    progress: Progress | None = None,
    *,
    symmetry: bool = True,
    compiled: bool | None = None,
    workers: int | None = None,
) -> list[Count]:
    """Count every cell over the whole space of one size.

    Parameters
    ----------
    states, actions : int
        At least 1 and at least 2.
    progress : callable, optional
        Called with (done, total) now and then, from several threads.
    symmetry : bool
        Whether worlds that differ only in names are counted once and weighted. The counts are
        the same either way.
    compiled : bool, optional
        Whether Numba compiles the inner loops; by default where that pays and Numba is there.
    workers : int, optional
        Threads; by default as many as there are processors, and one where nothing is compiled.

    Returns
    -------
    list of Count
        One for each cell, in the order of `cells.counted`.

    Raises
    ------
    ValueError
        If the size makes no sense, or is out of reach.

    Examples
    --------
    >>> cell = census(1, 2)[-1]
    >>> cell.arrow, cell.reading["objectives"], cell.premises, cell.violations
    ('I5b', 'some', 12, 0)
    """
    _feasible(states, actions)
    if compiled is None:
        compiled = states * actions > INTERPRETED and has_numba()
    running = engine(compiled)
    worlds = space(states, actions, symmetry)
    known = tables(worlds.environments, running)
    batches = [
        (row.training, row.deployments[k : k + BATCH], row.weights[k : k + BATCH])
        for row in worlds.rows
        for k in range(0, len(row.deployments), BATCH)
    ]
    threads = min(workers or (_processors() if compiled else 1), len(batches))
    tell = _Tally(len(batches), progress)

    def work(share: int) -> list[int]:
        counter = Counter(known, running)
        for batch in batches[share::threads]:
            counter.add(*batch)
            tell()
        return counter.numbers()

    if threads == 1:
        parts = [work(0)]
    else:
        with ThreadPoolExecutor(threads) as pool:
            parts = list(pool.map(work, range(threads)))
    return _cells([sum(numbers) for numbers in zip(*parts, strict=True)])


def merge(counts: Iterable[Count], settled: Iterable[Mapping[str, object]] = ()) -> list[dict[str, object]]:
    """Return one JSON object for each cell: what was counted, and what is known otherwise.

    Parameters
    ----------
    counts : iterable of Count
    settled : iterable of mappings
        JSON objects with "arrow", "reading", "status" and whatever else is known ("lemmas", …),
        for cells that were counted and for others, whose counts are null.

    Raises
    ------
    ValueError
        If a theorem has a counterexample among what was counted.

    Examples
    --------
    >>> reading = {"optima": "every"}
    >>> merge([Count("I3", reading, 8, 0)], [{"arrow": "I3", "reading": reading, "status": "theorem"}])
    [{'arrow': 'I3', 'reading': {'optima': 'every'}, 'premises': 8, 'violations': 0, 'status': 'theorem'}]
    """
    known = {_key(cell): dict(cell) for cell in settled}
    merged: list[dict[str, object]] = []
    for count in counts:
        cell = {"arrow": count.arrow, "reading": count.reading}
        more = known.pop(_key(cell), {})
        status = "counterexample" if count.violations else more.get("status", "open")
        if count.violations and more.get("status") == "theorem":
            raise ValueError(f"{count.arrow} under {count.reading} is proved, and violated {count.violations} times")
        merged.append({**cell, "premises": count.premises, "violations": count.violations, **more, "status": status})
    return merged + [{"premises": None, "violations": None, **cell} for cell in known.values()]


def tuples(states: int, actions: int) -> dict[str, int]:
    """Return how many tuples each arrow's space has.

    Examples
    --------
    >>> tuples(2, 2)["I1"]
    26873856
    """
    worlds = (states ** (states * actions) * states) ** 2
    objectives, judges = len(grid(states, actions)), 1 << (states * actions)
    choices = actions**states
    judged = worlds * objectives * choices * judges
    unjudged = worlds * objectives * choices
    return {
        "I1": unjudged * objectives,
        "I2": judged,
        "I3": worlds * choices * judges,
        "I4": judged,
        "I4i": judged,
        "I5": unjudged,
        "I5a": unjudged,
        "I5b": unjudged,
    }


def _feasible(states: int, actions: int) -> None:
    if states < 1 or actions < 2:
        raise ValueError(f"{states} states and {actions} actions: take at least one state and two actions")
    pairs, choices, environments = states * actions, actions**states, states ** (states * actions) * states
    if pairs > MAX_PAIRS or choices > MAX_POLICIES or environments > MAX_ENVIRONMENTS:
        raise ValueError(
            f"{states} states and {actions} actions are out of reach: {pairs} pairs, {choices} policies and "
            f"{environments} environments, of at most {MAX_PAIRS}, {MAX_POLICIES} and {MAX_ENVIRONMENTS}"
        )
    assert max(tuples(states, actions).values()) < 1 << 63, "a count might overflow"
    assert len(policies(states, actions)) * len(SIGHTS) <= 64, "four sets of policies must fit into a word"


def position(arrow: str, reading: Reading) -> int:
    """Where the premises of a cell stand among a `Counter`'s numbers; the violations come next.

    Where the arrow does not mention `optima` or `encountered`, any value will do.
    """
    kind = QUANTIFIERS.index((reading.objectives, reading.optima))
    sight = SIGHTS.index((reading.observed_in, reading.trivial))
    slot = (arrow, reading.encountered) if (arrow, "") not in SLOTS else (arrow, "")
    return (kind * len(SIGHTS) + sight) * WIDTH + 2 * SLOTS.index(slot)


def _cells(numbers: list[int]) -> list[Count]:
    """Sort the numbers by cell."""
    where = [(cell, position(cell.arrow, cell.reading)) for cell in counted()]
    return [Count(cell.arrow, cell.axes, numbers[at], numbers[at + 1]) for cell, at in where]


def _key(cell: Mapping[str, object]) -> tuple[object, ...]:
    reading = cell["reading"]
    assert isinstance(reading, Mapping)
    return cell["arrow"], *sorted(reading.items())


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Tally:
    """Counts what several threads have done."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.done, self.total, self.progress, self.lock = 0, total, progress, Lock()

    def __call__(self) -> None:
        if self.progress is not None:
            with self.lock:
                self.done += 1
                self.progress(self.done, self.total)
