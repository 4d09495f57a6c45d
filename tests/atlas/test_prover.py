"""The prover proves what is true, and nothing else."""

import pytest

from toymodel import Reading
from toymodel.alignment.vocabulary import AGENT, BASE, optimal, safe
from toymodel.logic import Atom, Not
from toymodel_atlas.cells import Cell
from toymodel_atlas.lemmas import deterministic, lemmas
from toymodel_atlas.meaning import meaning
from toymodel_atlas.prove import prove
from toymodel_atlas.prover import derive, premise_names

pytest.importorskip("z3")
AGENTS = "the agent is deterministic"
LITTLE = 1_000_000
"""Steps of z3, for what is not to be found."""

THEOREMS = [
    ("I3", {}, {"intent aligned"}),  # the indicator of what it does is demonstrated, so intent alone suffices
    ("I3", {"observed_in": "deployment"}, {"intent aligned"}),
    ("I2", {"objectives": "some", "trivial": "included", "optima": "some"}, {"outer aligned"}),
    ("I4", {"observed_in": "deployment"}, {"outer aligned", "robust"}),
    ("I5", {"observed_in": "deployment"}, {"objective robust"}),
    ("I5a", {"observed_in": "deployment", "objectives": "some"}, {"robust"}),
    ("I1", {"objectives": "some", "trivial": "included"}, {"inner aligned", "optimal for its objective"}),
]
REFUTED = [
    ("I1", {}),
    ("I3", {"optima": "some", "objectives": "some"}),
    ("I3", {"objectives": "some"}),
    ("I5a", {}),
    ("I5b", {}),
]


def test_theorems_and_the_premises_they_need():
    for arrow, choices, needed in THEOREMS:
        cell = Cell(arrow, Reading(**choices))
        proof = derive(cell)
        assert proof.holds, cell
        assert {premise_names(cell)[k] for k in proof.premises} == needed, cell


def test_what_has_a_counterexample_is_not_derived():
    assert not derive(Cell("I1", Reading()), effort=LITTLE).holds


@pytest.mark.slow
def test_nothing_that_has_a_counterexample_is_derived():
    for arrow, choices in REFUTED:
        assert not derive(Cell(arrow, Reading(**choices))).holds, (arrow, choices)


def test_the_lemmas_contradict_neither_each_other_nor_the_premises():
    known = lemmas(("training", "deployment"), observed=("training",), deterministic_agent=True, one_policy=True)
    named = {lemma.name: lemma.formula for lemma in known}
    for falsehood in (
        Not(deterministic(AGENT)),
        Atom(safe("deployment"), (AGENT,)),
        Atom(optimal("training"), (BASE, AGENT)),
    ):
        assert not prove([], falsehood, named, meaning=meaning, rounds=1).holds


def test_a_theorem_needs_the_lemmas_it_names():
    cell = Cell("I3", Reading(observed_in="deployment"))
    assert derive(cell).lemmas == ("the agent is deterministic",)
    relative = {"deterministic": deterministic}
    assert prove(cell.premises, cell.conclusion, {}, meaning=meaning, relative=relative).answer == "not derived"


def test_what_only_the_grid_breaks_is_a_theorem_over_all_objectives():
    cell = Cell("I4", Reading(optima="some", encountered="training"))
    nudged = derive(cell, only=("nudge", "inside keeps safe in deployment", "inside is mutual in deployment", AGENTS))
    assert nudged.holds
    assert "nudge" in nudged.lemmas
    fewer = ("inside keeps safe in deployment", "inside is mutual in deployment", AGENTS)
    assert not derive(cell, only=fewer, effort=LITTLE).holds


def test_a_proof_may_come_by_way_of_what_outer_alignment_says_of_the_base_objective():
    cell = Cell("I2", Reading(observed_in="deployment"))
    proof = derive(cell)
    assert proof.premises == (0, 1)
    assert not derive(cell, premises=("outer aligned",), only=proof.lemmas, effort=LITTLE).holds
