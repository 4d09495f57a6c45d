"""Which theorems hold where training and deployment need not pay the same: proved, or broken by a world."""

import pytest

from toymodel.alignment import ARROWS, Reading
from toymodel.files.cases import read_case, write_case
from toymodel_atlas.differing import Separated, survives, two_buttons
from toymodel_atlas.prover import derive
from toymodel_atlas.settled import entries

THEOREMS = [each for each in entries("sa", "pairs") if each.status == "theorem"]
BOTH = [each for each in THEOREMS if len(each.cell.known.pays(each.cell.reading)) > 1]


def test_what_does_not_survive_breaks_with_two_buttons() -> None:
    gone = [each for each in BOTH if not survives(each.cell)]
    assert {each.arrow for each in gone} == {"I2", "I4"}
    case = two_buttons()
    for each in gone:
        reading = each.cell.reading
        found = case.arrow(each.arrow, reading)
        assert found.state == "broken", (each.arrow, reading.departures)
        assert found.beyond
        assert "do not speak of it" in str(found)


def test_what_survives_is_proved_of_two_objectives() -> None:
    pytest.importorskip("z3")
    kept = [each for each in BOTH if survives(each.cell) and each.cell.reading.replans == "no"]
    assert len(kept) > 20
    for each in kept:
        cell = Separated(each.cell.arrow, each.cell.reading)
        lemmas = dict.fromkeys((*each.lemmas, "zero", "the agent is deterministic"))
        assert derive(cell, only=tuple(lemmas)).holds, (each.arrow, each.reading)


@pytest.mark.slow
def test_what_survives_by_a_model_is_proved_of_two_objectives() -> None:
    """At the usual choice of the rest: each takes a minute."""
    pytest.importorskip("z3")
    usual = {"objectives": "every", "trivial": "excluded", "optima": "every", "observed_in": "deployment"}
    kept = [each for each in BOTH if survives(each.cell) and usual.items() <= each.reading.items()]
    assert {each.arrow for each in kept} == {"I2", "I4", "I4i"}
    for each in kept:
        found = derive(Separated(each.cell.arrow, each.cell.reading), only=each.lemmas)
        assert found.premises == (0,), (each.arrow, each.reading)  # outer alignment alone


def test_no_other_arrow_looks_at_the_base_objective_twice() -> None:
    for each in THEOREMS:
        if each.arrow not in ("I2", "I4", "I4i"):
            assert survives(each.cell)
    for name in ARROWS:
        assert not two_buttons().arrow(name, Reading(encountered="deployment")).beyond


def test_the_world_is_read_back_from_its_file() -> None:
    case = two_buttons()
    assert read_case(write_case(case)) == case
