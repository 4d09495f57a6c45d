"""Chains of arrows, and arrows turned round, have their status here under every reading that the census counts.

Arrows that are theorems make a theorem together. They may make one though one of them is none, and a reading may
keep each from being one while what they come to holds. The essay says that its arrows are "not necessarily vice
versa"; where does one hold backwards? All of it is read off what the table of possible assignments says
(`toymodel_atlas.query`), with the first arrow's side condition wherever inner alignment is spoken of. What is left of
the first two without it is searched for (`without_planning`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from toymodel.alignment import DEFINITIONS
from toymodel.logic import Formula

from .cells import Cell, reading_of
from .conclusions import Choices, holds, readings
from .counterexample_search import search, worlds
from .query import Status, ask

OUTER, INNER, OBJECTIVE = "outer aligned", "inner aligned", "objective robust"
CAPABLE, INTENT, IMPACT, ROBUST = "capability robust", "intent aligned", "impact aligned", "robust"

TOGETHER: Mapping[str, tuple[tuple[str, ...], str]] = {
    "I1, I2": ((OUTER, INNER), INTENT),
    "I1, I2, I3": ((OUTER, INNER, CAPABLE), IMPACT),
    "I2, I3": ((OUTER, OBJECTIVE, CAPABLE), IMPACT),
    "I5, I4": ((OUTER, OBJECTIVE, CAPABLE), IMPACT),
    "I1, I5, I4": ((OUTER, INNER, CAPABLE), IMPACT),
}
"""By the arrows that make it up, what an implication supposes and what it concludes."""
BACK: Mapping[str, tuple[tuple[str, ...], str]] = {
    "I1 back": ((OBJECTIVE,), INNER),
    "I2 back, to outer alignment": ((INTENT,), OUTER),
    "I2 back, to objective robustness": ((INTENT,), OBJECTIVE),
    "I3 back, to intent alignment": ((IMPACT,), INTENT),
    "I3 back, to capability robustness": ((IMPACT,), CAPABLE),
    "I4 back, to outer alignment": ((IMPACT,), OUTER),
    "I4 back, to robustness": ((IMPACT,), ROBUST),
}
"""The arrows turned round, one for each premise. (I5 backwards is I5a and I5b.)"""
IMPLICATIONS = {**TOGETHER, **BACK}


def status(name: str, reading: Mapping[str, str]) -> Status:
    """Return whether what an implication forbids is "possible" (it is refuted), "impossible" (a theorem), or "open".

    Examples
    --------
    >>> status("I2, I3", {"observed_in": "training"}), status("I3 back, to intent alignment", {})
    ('impossible', 'possible')
    """
    premises, conclusion = IMPLICATIONS[name]
    return ask(premises, [conclusion], reading).status


@lru_cache
def theorems(name: str) -> tuple[int, ...]:
    """Return under which of the counted readings, by number, an implication is a theorem."""
    return tuple(k for k, reading in enumerate(readings()) if status(name, reading) == "impossible")


def by_its_arrows(name: str, reading: Choices) -> bool:
    """Return whether all the arrows that make up an implication are theorems under a reading."""
    return all(holds(arrow, reading) for arrow in name.split(", "))


class Unplanned(Cell):
    """What outer and inner alignment come to is asked here of any policy, whatever its mesa-objective."""

    @property
    def premises(self) -> tuple[Formula, ...]:
        """Return the premises, without the first arrow's side condition."""
        return tuple(DEFINITIONS[name].formula(self.reading) for name in self.premise_names)

    @property
    def premise_names(self) -> tuple[str, ...]:
        """Return what the premises are called."""
        return IMPLICATIONS[self.arrow][0]

    @property
    def conclusion(self) -> Formula:
        """Return the formula of what is concluded."""
        return DEFINITIONS[IMPLICATIONS[self.arrow][1]].formula(self.reading)


def without_planning(name: str, reading: Choices) -> bool:
    """Return whether a small world refutes an implication if the agent need not be optimal for its mesa-objective."""
    where = (world for size in ((1, 2), (1, 3), (2, 2)) for world in worlds(*size, False))
    return search(Unplanned(name, reading_of(reading)), where) is not None
