"""Chains of arrows and arrows turned round: each status is checked again."""

from collections import Counter

import pytest

from toymodel import Reading
from toymodel_atlas.cells import reading_of
from toymodel_atlas.composites import (
    COMPOSITES,
    Composite,
    beyond_the_chain,
    case,
    composite,
    composite_cells,
    composites,
    settle_composite,
    state,
)
from toymodel_atlas.counterexample_search import search, worlds
from toymodel_atlas.prover import derive
from toymodel_atlas.settled import entry
from toymodel_atlas.smallest import sizes

REFUTED = [each for each in composites() if each.status == "counterexample"]
PROVED = [each for each in composites() if each.status == "theorem"]


def cell(each):
    return Composite(each.arrow, reading_of(each.reading))


def name(each):
    """What to call a cell that fails."""
    return " ".join((each.arrow, *each.reading.values()))


def test_every_cell_is_there_once_in_order_and_settled():
    assert [(each.arrow, each.reading) for each in composites()] == [(c.arrow, c.axes) for c in composite_cells()]
    assert len(REFUTED) + len(PROVED) == len(composites()) == 233
    assert all(composite(each.arrow, each.reading) is each for each in composites())
    with pytest.raises(KeyError, match=r"the atlas has no I1\+I2 under"):
        composite("I1+I2", Reading(observed_in="both"))


def test_how_many_of_each_are_theorems():
    assert Counter(each.arrow for each in PROVED) == {
        "I1+I2": 14,
        "I1+I2 bare": 8,
        "I1+I2+I3": 9,
        "I1+I2+I3 bare": 4,
        "I2 converse: outer": 8,
        "I2 converse: objective": 2,
        "I3 converse: intent": 10,
        "I3 converse: capability": 6,
        "I4 converse: outer": 4,
    }


def test_a_chain_may_hold_where_an_arrow_of_it_does_not():
    """Under the cautious reading the first arrow breaks, and outer and inner alignment give intent alignment."""
    found = {(each.arrow, *each.reading.values()) for each in beyond_the_chain()}
    cautious = ("training", "every", "excluded", "every", "deployment")
    assert {("I1+I2", *cautious), ("I1+I2+I3", *cautious)} <= found
    assert entry("I1", Reading()).status == "counterexample"
    assert composite("I1+I2", Reading()).needs == ("outer aligned", "inner aligned", "optimal for its objective")
    assert Counter(arrow for arrow, *_ in found) == {"I1+I2": 8, "I1+I2 bare": 4, "I1+I2+I3": 7, "I1+I2+I3 bare": 4}


def test_a_chain_may_give_impact_where_it_does_not_give_intent():
    """Of every-every, trivial ones excluded, seen and trained in training, the last premise counts."""
    trained = Reading(encountered="training")
    assert composite("I1+I2", trained).status == "counterexample"
    assert composite("I1+I2+I3", trained).status == "theorem"


def test_where_every_member_is_a_theorem_so_is_the_chain():
    for each in composites():
        if COMPOSITES[each.arrow][2] and cell(each).holds_by_chain():
            assert each.status == "theorem", name(each)


def test_without_the_side_condition_no_more_holds():
    for arrow in ("I1+I2", "I1+I2+I3"):
        for each in composites():
            if each.arrow == f"{arrow} bare" and each.status == "theorem":
                assert composite(arrow, each.reading).status == "theorem", name(each)


def test_counterexamples_break_their_arrows():
    for each in REFUTED:
        told = case(each)
        assert state(cell(each), told) == "broken", name(each)
        assert (len(told.world.training.states), len(told.world.training.actions)) == each.size, name(each)


def assert_smallest(those):
    """That nothing smaller breaks a cell; of a planner, nothing that can be told as a case need be looked for."""
    for each in those:
        for size in sizes():
            if size[0] * size[1] < each.size[0] * each.size[1] and not cell(each).known.plans:
                assert search(cell(each), worlds(*size, False)) is None, name(each)


def test_nothing_smaller_breaks_them():
    assert_smallest(REFUTED[::3])


@pytest.mark.slow
def test_nothing_smaller_breaks_any():
    assert_smallest(REFUTED)


def assert_proved(those):
    """That z3 finds each proof again, from the lemmas and premises named."""
    pytest.importorskip("z3")
    for each in those:
        assert derive(cell(each), premises=each.needs, only=each.lemmas, effort=10_000_000).holds, name(each)
        assert set(each.needs) | set(each.unused_premises) == set(cell(each).premise_names), name(each)


def test_theorems_follow_from_the_lemmas_and_premises_named():
    assert_proved(PROVED[::7])


@pytest.mark.slow
def test_every_theorem_follows_from_the_lemmas_and_premises_named():
    assert_proved(PROVED)


@pytest.mark.slow
def test_no_premise_named_can_be_spared():
    for each in PROVED:
        for left_out in each.needs:
            needs = [other for other in each.needs if other != left_out]
            hits = (search(cell(each), worlds(*size, False), premises=needs) for size in sizes())
            assert any(hit is not None for hit in hits), (name(each), left_out)


@pytest.mark.slow
def test_a_sample_is_settled_anew():
    pytest.importorskip("z3")
    for each in composites()[::20]:
        row = settle_composite(cell(each))
        assert (row["status"], tuple(row.get("needs", ()))) == (each.status, each.needs), name(each)
