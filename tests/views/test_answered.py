"""The researcher, answered: the sentence says what the definitions say, and of the arrow what is known."""

from itertools import product

import pytest

from toymodel import Reading
from toymodel_atlas.cells import Cell
from toymodel_atlas.settled import entry
from toymodel_book.views.answered import JUDGED, OBJECTIVES, THIRD, WORKS, answered, reading, researcher

SETTINGS = list(product(OBJECTIVES, JUDGED, ("bad", "good")))


@pytest.mark.parametrize(("objective", "judged", "truth"), SETTINGS)
def test_the_sentence_is_true(objective, judged, truth):
    said = answered.render(objective=objective, judged=judged, truth=truth)
    case, chosen = researcher(truth), reading(objective, judged)
    for name, _, _ in THIRD.boxes:
        assert (f"not {name}" in said) is not case.check(name, chosen).holds
    state = case.arrow("I3", chosen).state
    assert ("third arrow breaks" in said, "arrow carries here" in said, "asks nothing" in said) == tuple(
        state == each for each in ("broken", "carried", "idle")
    )
    assert ("no theorem" in said) is not WORKS[objective, judged]
    assert ("loses nothing" in said) is (truth == "good")
    assert said.count("<svg") == 3


def test_whether_the_truth_is_good_changes_nothing_that_she_does_or_believes():
    bad, good = researcher("bad"), researcher("good")
    assert bad.agents == good.agents
    assert bad.agents[0].keeps(bad.world) == good.agents[0].keeps(good.world)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_where_the_arrow_is_false_a_case_breaks_it(objective):
    for judged in JUDGED:
        if not WORKS[objective, judged]:
            assert researcher("bad").arrow("I3", reading(objective, judged)).state == "broken"


def test_where_it_is_a_theorem_the_atlas_has_it():
    usual = {"trivial": "excluded", "optima": "every", "observed_in": "beliefs"}
    for objective in ("selected", "every"):
        known = entry("I3", usual | {"objectives": objective})
        assert (known.status, known.needs) == ("theorem", WORKS[objective, "W1"])


def test_what_the_atlas_lacks_is_proved():
    derive = pytest.importorskip("toymodel_atlas.prover").derive
    pytest.importorskip("z3")
    for chosen, needs in (
        (Reading(behavior="mesa"), WORKS["searched", "W1"]),
        (Reading(observed_in="beliefs", performs="W5"), WORKS["every", "W5"]),
    ):
        cell = Cell("I3", chosen)
        proof = derive(cell)
        assert proof.holds
        assert tuple(cell.premise_names[k] for k in proof.premises) == needs
