"""Headlines under other choices of modelling: what changes, proved and refuted again."""

import pytest

from toymodel_atlas.cells import MENTIONS, counted
from toymodel_atlas.counterexample_search import search, worlds
from toymodel_atlas.prover import derive
from toymodel_atlas.sensitivity import GAINED, EveryInnerOptimum, MixingModels
from toymodel_atlas.settled import entry

FIRST = [cell for cell in counted() if cell.arrow == "I1" and cell.reading.optima == "some"]
OUTER = [
    cell
    for cell in counted()
    if cell.arrow in ("I2", "I4", "I4i") and entry(cell.arrow, cell.reading).status != "theorem"
]


def where(count=None):
    return [world for size in ((1, 2), (1, 3), (2, 2)) for world in worlds(*size, False)[:count]]


def test_inner_alignment_of_every_optimum_makes_four_more_theorems_of_the_first_arrow():
    for cell in FIRST:
        other = EveryInnerOptimum(cell.arrow, cell.reading)
        key = tuple(getattr(cell.reading, axis) for axis in MENTIONS["I1"])
        if key in GAINED or entry("I1", cell.reading).status == "theorem":
            assert derive(other).holds, key
        else:
            assert search(other, where(40)) is not None, key
    assert not any(entry("I1", dict(zip(MENTIONS["I1"], key, strict=True))).status == "theorem" for key in GAINED)


def test_with_every_optimum_nothing_changes():
    cells = [cell for cell in counted() if cell.arrow == "I1" and cell.reading.optima == "every"]
    assert all(EveryInnerOptimum(cell.arrow, cell.reading).premises == cell.premises for cell in cells)


@pytest.mark.slow
def test_models_that_mix_change_no_cell():
    """Theorems stay, since the premise is stronger; and each counterexample has one in which models mix."""
    for cell in OUTER:
        other = MixingModels(cell.arrow, cell.reading)
        assert other.premises != cell.premises
        assert search(other, where()) is not None, cell


def test_a_counterexample_in_which_models_mix():
    for cell in OUTER[:3]:
        assert search(MixingModels(cell.arrow, cell.reading), where(60)) is not None
