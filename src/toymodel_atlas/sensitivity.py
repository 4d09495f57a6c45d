"""What the headlines of the atlas owe to choices of modelling that its readings do not vary.

Two of these choices are other formulas in the place of a premise:

* *inner alignment's quantifier.* The essay says "the optimal policy" of the mesa-objective, too, so the axis
  ``optima`` decides; one might ask for every optimum throughout.
* *models that mix.* Outer alignment may ask every policy that is optimal for the base objective, and not only the
  deterministic ones. That is a stronger premise, so no theorem is lost.

The others are classes of objectives and kinds of judges (`toymodel_atlas.settled`).
"""

from __future__ import annotations

from dataclasses import replace

from toymodel.alignment.formulas import inner_aligned, outer_aligned
from toymodel.alignment.vocabulary import STATIONARY
from toymodel.logic import Formula, Quantifier

from .cells import Cell


class EveryInnerOptimum(Cell):
    """A cell in which inner alignment speaks of every optimal policy of the mesa-objective, whatever the reading."""

    @property
    def premises(self) -> tuple[Formula, ...]:
        """The premises, with the other formula for inner alignment."""
        usual, other = (inner_aligned(r) for r in (self.reading, replace(self.reading, optima="every")))
        return tuple(other if each == usual else each for each in super().premises)


class MixingModels(Cell):
    """A cell in which the models of outer alignment may mix their actions."""

    @property
    def premises(self) -> tuple[Formula, ...]:
        """The premises, with the other formula for outer alignment."""
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
