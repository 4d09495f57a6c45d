"""Chains of arrows, and arrows turned round, have their status here under every reading that the census counts.

Arrows that are theorems make a theorem together. They may make one though one of them is none, and a reading may
keep each from being one while what they come to holds. The essay says that its arrows are "not necessarily vice
versa"; where does one hold backwards? All of it is read off what the table of possible assignments says
(`toymodel_atlas.query`), with the first arrow's side condition wherever inner alignment is spoken of. What is left of
the first two without it is searched for (`Unplanned`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from toymodel.alignment.diagrams import Arrow

from .cells import Cell
from .conclusions import Choices, holds, readings
from .counterexample_search import search, worlds
from .query import Status, ask

OUTER, INNER, OBJECTIVE = "outer aligned", "inner aligned", "objective robust"
CAPABLE, INTENT, IMPACT, ROBUST = "capability robust", "intent aligned", "impact aligned", "robust"


def _implications(*given: tuple[str, tuple[str, ...], str]) -> dict[str, Arrow]:
    """By name; with the first arrow's side condition where inner alignment is spoken of."""
    return {
        name: Arrow(name, premises, conclusion, drawn=False, plans=INNER in (*premises, conclusion))
        for name, premises, conclusion in given
    }


TOGETHER = _implications(
    ("I1, I2", (OUTER, INNER), INTENT),
    ("I1, I2, I3", (OUTER, INNER, CAPABLE), IMPACT),
    ("I2, I3", (OUTER, OBJECTIVE, CAPABLE), IMPACT),
    ("I5, I4", (OUTER, OBJECTIVE, CAPABLE), IMPACT),
    ("I1, I5, I4", (OUTER, INNER, CAPABLE), IMPACT),
)
"""What arrows come to together, by their names."""
BACK = _implications(
    ("I1 back", (OBJECTIVE,), INNER),
    ("I2 back, to outer alignment", (INTENT,), OUTER),
    ("I2 back, to objective robustness", (INTENT,), OBJECTIVE),
    ("I3 back, to intent alignment", (IMPACT,), INTENT),
    ("I3 back, to capability robustness", (IMPACT,), CAPABLE),
    ("I4 back, to outer alignment", (IMPACT,), OUTER),
    ("I4 back, to robustness", (IMPACT,), ROBUST),
)
"""The arrows turned round, one for each premise. (I5 backwards is I5a and I5b.)"""
IMPLICATIONS = TOGETHER | BACK


def status(name: str, reading: Mapping[str, str]) -> Status:
    """Return whether what an implication forbids is "possible" (it is refuted), "impossible" (a theorem), or "open".

    Examples
    --------
    >>> status("I2, I3", {"observed_in": "training"}), status("I3 back, to intent alignment", {})
    ('impossible', 'possible')
    """
    known = IMPLICATIONS[name]
    return ask(known.premises, [known.conclusion], reading).status


@lru_cache
def theorems(name: str) -> tuple[int, ...]:
    """Return under which of the counted readings, by number, an implication is a theorem."""
    return tuple(k for k, reading in enumerate(readings()) if status(name, reading) == "impossible")


def by_its_arrows(name: str, reading: Choices) -> bool:
    """Return whether all the arrows that make up an implication are theorems under a reading."""
    return all(holds(arrow, reading) for arrow in name.split(", "))


class Implication(Cell):
    """An implication under a reading is a cell like those of the arrows."""

    @property
    def known(self) -> Arrow:
        """Return the implication with this name."""
        return IMPLICATIONS[self.arrow]


class Unplanned(Implication):
    """Such a cell does not say that the agent is optimal for its mesa-objective: it has no side condition."""

    @property
    def known(self) -> Arrow:
        """Return the implication without the first arrow's side condition."""
        return replace(super().known, plans=False)


def refuted(cell: Implication) -> bool:
    """Return whether a world of at most two states and two actions, or one and three, refutes an implication."""
    where = (world for size in ((1, 2), (1, 3), (2, 2)) for world in worlds(*size, False))
    return search(cell, where) is not None
