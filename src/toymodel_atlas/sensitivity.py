"""What the headlines of the atlas owe to choices of modelling that its readings do not vary.

Two of these choices are other formulas in the place of a premise:

* *inner alignment's quantifier.* The essay says "the optimal policy" of the mesa-objective, too, so the axis
  ``optima`` decides; one might ask for every optimum throughout.
* *models that mix.* Outer alignment may ask every policy that is optimal for the base objective, and not only the
  deterministic ones. That is a stronger premise, so no theorem is lost.

The others are classes of objectives and kinds of judges (`toymodel_atlas.settled`).

Which column of the atlas is the essay's? Its words decide most choices (`ESSAY`): "the" objective is recovered from
behaviour, and to perform well on it "even" in deployment is asked besides, so it was observed in training; "the" has
neither none nor several in mind, so whatever fits counts, and there is some, and what everybody is optimal for is
nobody's objective in particular; models are optimal on all data that they ever encounter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from toymodel.alignment.formulas import inner_aligned, outer_aligned
from toymodel.alignment.vocabulary import STATIONARY
from toymodel.logic import Formula, Quantifier

from . import conclusions
from .cells import MENTIONS, Cell
from .conclusions import MAIN_ARROWS, Choices
from .ladder import part_at_level
from .settled import Entry, entry


class EveryInnerOptimum(Cell):
    """Inner alignment is here of every optimal policy of the mesa-objective, whatever the reading says."""

    @property
    def premises(self) -> tuple[Formula, ...]:
        """Return the premises, with the other formula for inner alignment."""
        usual, other = (inner_aligned(r) for r in (self.reading, replace(self.reading, optima="every")))
        return tuple(other if each == usual else each for each in super().premises)


class MixingModels(Cell):
    """In such a cell the models of outer alignment may mix their actions."""

    @property
    def premises(self) -> tuple[Formula, ...]:
        """Return the premises, with the other formula for outer alignment."""
        usual = outer_aligned(self.reading)
        assert isinstance(usual, Quantifier)
        other = replace(usual, domain=STATIONARY)
        return tuple(other if each == usual else each for each in super().premises)


GAINED: tuple[tuple[str, str, str, str], ...] = (
    ("training", "some", "excluded", "some"),
    ("deployment", "every", "included", "some"),
    ("deployment", "every", "excluded", "some"),
    ("deployment", "some", "excluded", "some"),
)
"""Where I1 becomes a theorem if inner alignment speaks of every optimum: observed in, objectives, trivial, optima.

With models that mix, no cell changes.
"""

CLASSES: dict[tuple[str, str], str] = {
    ("sa", "pairs"): "all $R(s,a)$",
    ("sa", "rooms"): "all $R(s,a)$; judges on rooms",
    ("ss", "rooms"): "all $R(s,s')$, sure steps; judges on rooms",
    ("ss", "pairs"): "all $R(s,s')$, sure steps",
    ("s", "rooms"): "all $R(s)$; judges on rooms",
    ("s", "pairs"): "all $R(s)$",
    ("candidates", "pairs"): "any list of candidates",
}
"""The classes of objectives and kinds of judges, the one with most theorems in front."""

ESSAY: Choices = {
    "observed_in": "training",
    "objectives": "every",
    "trivial": "excluded",
    "optima": "every",
    "encountered": "both",
}
"""The essay's column, by its own words."""


@dataclass(frozen=True)
class Headline:
    """What the atlas says in sum, under one choice of modelling.

    Attributes
    ----------
    choice : str
    theorems : int
        Of the 168 counted cells.
    valid : int
        Of the 32 counted readings, those under which the whole main diagram holds.
    capable : int
        Of the third arrow's theorems, those that need capability robustness.
    third : int
        How many theorems the third arrow has.
    """

    choice: str
    theorems: int
    valid: int
    capable: int
    third: int


def headlines() -> Iterator[Headline]:
    """Yield the headlines as the atlas counts them, then with each choice of modelling turned.

    Examples
    --------
    >>> first = next(headlines())
    >>> first.theorems, first.valid, first.capable, first.third
    (96, 2, 0, 10)
    """
    for (among, judge), said in CLASSES.items():
        kept = [each for each in conclusions.counted("", among, judge) if each.status == "theorem"]
        third = [each for each in kept if each.arrow == "I3"]
        capable = sum("capability robust" in premises(each) for each in third)
        valid = len(conclusions.valid(MAIN_ARROWS, among, judge))
        yield Headline(said, len(kept), valid, capable, len(third))
        if (among, judge) == ("sa", "pairs"):
            wider = sum(map(_all_with(_first_of_every_inner_optimum), conclusions.readings()))
            yield Headline("inner alignment: every optimum", len(kept) + len(GAINED), wider, capable, len(third))
            yield Headline("models may mix", len(kept), valid, capable, len(third))


def premises(found: Entry) -> tuple[str, ...]:
    """Return the premises that the proof of a theorem uses, over its class of objectives."""
    if found.sure_steps:
        return ("intent aligned", "capability robust")[: 1 + (found.reading["observed_in"] == "training")]
    if found.among == "sa":
        return entry(found.arrow, found.reading).needs
    return part_at_level(found.arrow, found.reading).premises


def _first_of_every_inner_optimum(reading: Choices) -> bool:
    return conclusions.holds("I1", reading) or tuple(reading[axis] for axis in MENTIONS["I1"]) in GAINED


def _all_with(first: Callable[[Choices], bool]) -> Callable[[Choices], bool]:
    rest = [arrow for arrow in MAIN_ARROWS if arrow != "I1"]
    return lambda reading: first(reading) and all(conclusions.holds(arrow, reading) for arrow in rest)


TURNED: tuple[tuple[str, str], ...] = (
    ("objectives", "some"),
    ("objectives", "selected"),
    ("optima", "some"),
    ("trivial", "included"),
    ("observed_in", "deployment"),
    ("observed_in", "both"),
    ("observed_in", "beliefs"),
    ("encountered", "training"),
    ("encountered", "deployment"),
    ("replans", "yes"),
    ("base_judge", "tolerant"),
)
"""Choices of the essay's column turned, one at a time."""


def column(choices: Choices) -> dict[str, str]:
    """Return what each drawn arrow is under a reading: its status, "" where the atlas has no such cell."""
    found: dict[str, str] = {}
    for arrow in ("I1", "I2", "I3", "I4", "I5"):
        usual = {k: v for k, v in choices.items() if k in MENTIONS[arrow] or k not in ESSAY}
        if usual.get("base_judge") == "tolerant" and arrow in ("I3", "I4"):
            del usual["base_judge"]  # they do not speak of the base judge
        try:
            found[arrow] = entry(arrow, usual).status
        except KeyError:
            found[arrow] = ""
    return found
