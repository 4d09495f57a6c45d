"""The census counts for every arrow and reading, over all worlds of one size, where it might break and where it does.

Its shares are those of a list in which each case counts once. They do not say how often an arrow fails where worlds
are drawn at random (`toymodel_survey`).

The space of (n, m): all deterministic transition functions on n states and m actions for
training and, independently, for deployment; all single start states for each, independently;
γ = 1/2; objectives all of {−1, 0, 1}^{n·m}; judges all subsets of S×A; policies all
deterministic ones. A cell counts the tuples that satisfy the arrow's premises, and those of them
that violate its conclusion. Tuples are (world, R_base, π, J) for I2, I4 and I4i, (world, π, J)
for I3, (world, R_base, π) for I5, I5a and I5b, and (world, R_m, R_base, π) with
π ∈ Opt_tr(R_m) ∩ Opt_dep(R_m) for I1, which is also I6. Quantified objectives range over the grid.

Two more classes of objectives can be counted, each over all its real objectives (see `classes`):
R(s) (``among="s"``) and R(s,s') (``among="ss"``; for three states a sample). There the base objective, the
mesa-objective and all that is demonstrated belong to the class, and an objective is counted by
its kind: those that have the same optimal policies in training and the same in deployment count once. With
``judge="rooms"`` judges are all sets of states: whatever one does in a bad room is bad.

How it is done: the formulas are read on sets of policies, in many worlds at once (`bitsets`,
`counting`). Worlds that differ in names, or where nobody comes, are counted once and weighted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from .cells import counted
from .classes import known
from .counting import batches, questions
from .dynamics import grid
from .spaces import space
from .tables import tables

Progress: TypeAlias = Callable[[int, int], None]
"""Told how much is done, and of how much."""
MAX_PAIRS, MAX_POLICIES, MAX_ENVIRONMENTS = 8, 16, 10_000


@dataclass(frozen=True)
class Count:
    """A count says of a cell how many tuples satisfy its premises and how many of these violate its conclusion.

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
    among: str = "sa",
    judge: str = "pairs",
) -> list[Count]:
    """Count every cell over all worlds of one size.

    Parameters
    ----------
    states, actions : int
        At least 1 and at least 2.
    progress : callable, optional
        Called with (done, total) now and then.
    symmetry : bool
        Whether worlds that differ only in names are counted once and weighted. The counts are
        the same either way.
    among : "sa", "s" or "ss"
        The class of objectives: R(s,a) on the grid, all R(s), all R(s,s').
    judge : "pairs" or "rooms"
        Whether a judge is a set of state–action pairs or of states.

    Returns
    -------
    list of Count
        One for each cell, in the order of `cells.counted`.

    Raises
    ------
    ValueError
        If the size, the class or the kind of judge makes no sense, or the size is out of reach.

    Examples
    --------
    >>> cell = census(1, 2)[-1]
    >>> cell.arrow, cell.reading["objectives"], cell.premises, cell.violations
    ('I5b', 'some', 12, 0)
    """
    known(among, judge)
    _feasible(states, actions)
    worlds = space(states, actions, symmetry)
    tabulated = tables(worlds.environments, among, judge)
    training = np.array([row.training for row in worlds.rows for _ in row.deployments])
    deployment = np.array([k for row in worlds.rows for k in row.deployments])
    weight = np.array([k for row in worlds.rows for k in row.weights])
    totals, done = np.zeros((len(questions()), 2), np.int64), 0
    for batch in batches(tabulated, training, deployment):
        totals += [[numbers @ weight[batch.worlds] for numbers in batch.answer(asked)] for asked in questions()]
        done += len(batch.worlds)
        if progress is not None:
            progress(done, len(weight))
    return [Count(cell.arrow, cell.axes, *map(int, row)) for cell, row in zip(counted(), totals, strict=True)]


def merge(
    counts: Iterable[Count], settled: Iterable[Mapping[str, object]] = (), *, sampled: bool = False
) -> list[dict[str, object]]:
    """Return one JSON object for each cell: what was counted, and what is known otherwise.

    Parameters
    ----------
    counts : iterable of Count
    settled : iterable of mappings
        JSON objects with "arrow", "reading", "status" and whatever else is known ("lemmas", …),
        for cells that were counted and for others, whose counts are null.
    sampled : bool
        Whether the objectives that were counted are a sample (`classes.sampled`). Then a violation decides nothing.

    Raises
    ------
    ValueError
        If a theorem has a counterexample among what was counted, and this is no sample.

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
        expected = sampled or more.get("grid_only", False)
        status = "counterexample" if count.violations and not expected else more.get("status", "open")
        if status == "counterexample" and more.get("status") == "theorem":
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
    pairs = states * actions
    if pairs > 4 * MAX_PAIRS:  # else the numbers themselves would be out of reach
        raise ValueError(
            f"{states} states and {actions} actions are out of reach: {pairs} pairs, of at most {MAX_PAIRS}"
        )
    choices, environments = actions**states, states ** (states * actions) * states
    if pairs > MAX_PAIRS or choices > MAX_POLICIES or environments > MAX_ENVIRONMENTS:
        raise ValueError(
            f"{states} states and {actions} actions are out of reach: {pairs} pairs, {choices} policies and "
            f"{environments} environments, of at most {MAX_PAIRS}, {MAX_POLICIES} and {MAX_ENVIRONMENTS}"
        )
    assert max(tuples(states, actions).values()) < 1 << 63, "a count might overflow"


def _key(cell: Mapping[str, object]) -> tuple[object, ...]:
    reading = cell["reading"]
    assert isinstance(reading, Mapping)
    return cell["arrow"], *sorted(reading.items())
