"""One mind: what it takes for the essay's arrows to hold, found by z3 from the formulas of the definitions.

Behaviour is observed in training, trivial objectives do not count, every optimum does, and models are optimal in
training. Nothing is asked of the class of objectives but that R_base and R_m are in it. Of the hypotheses under which
the essay's words, "the" behavioral objective, are true, each arrow needs few: `NEEDED`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from toymodel.alignment import Reading
from toymodel.alignment.formulas import one_mind, outer_aligned, shown
from toymodel.alignment.vocabulary import AGENT, BASE, MESA, MODEL, OBJECTIVES, R, optimal, trivial
from toymodel.logic import And, Atom, Formula, Not, Quantifier, Var

from .cells import Cell
from .lemmas import deterministic, lemmas
from .meaning import meaning
from .theorems import AGENT_LEMMAS

READINGS = {kind: Reading(objectives=kind, encountered="training", among="sa") for kind in ("every", "some")}
"""For "every objective" and "some objective": the reading of the theorem. The class "sa" stands for any."""

AGENT_ALIKE = "the agent's objectives have the same optima"
MODELS_ALIKE = "each model's objectives have the same optima"
MESA_TELLS = "the mesa-objective is not trivial in training"
BASE_TELLS = "the base objective is not trivial in training"
TRAINED, DEPLOYED = (f"the agent is optimal for its objective in {where}" for where in ("training", "deployment"))

NEEDED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("I1", "every"): ("inner aligned", TRAINED, AGENT_ALIKE, MESA_TELLS),
    ("I1", "some"): ("inner aligned", TRAINED, MESA_TELLS),
    ("I2", "every"): ("outer aligned", "objective robust"),
    ("I2", "some"): ("outer aligned", "objective robust", MODELS_ALIKE),
    ("I3", "every"): ("intent aligned", "capability robust"),
    ("I3", "some"): ("intent aligned", "capability robust", AGENT_ALIKE),
    ("I4", "every"): ("outer aligned", "robust", BASE_TELLS),
    ("I4", "some"): ("outer aligned", "robust", MODELS_ALIKE, BASE_TELLS),
    ("I5", "every"): ("objective robust", "capability robust"),
    ("I5", "some"): ("objective robust", "capability robust", AGENT_ALIKE),
}
"""For each arrow, with every objective or some, the premises and hypotheses that suffice; none can be left out."""


def premises(arrow: str, objectives: str) -> dict[str, Formula]:
    """Return an arrow's premises by name; what I1 says of the agent, place by place."""
    cell = Cell(arrow, READINGS[objectives])
    said = dict(zip(cell.premise_names, cell.premises, strict=True))
    if said.pop("optimal for its objective", None):
        said[TRAINED], said[DEPLOYED] = (Atom(optimal(place), (MESA, AGENT)) for place in ("training", "deployment"))
    return said


def hypotheses(reading: Reading) -> dict[str, Formula]:
    """Return what may be assumed, by name: objectives with the same optima, nobody silent, nothing trivial.

    Objectives that have the same optima in deployment may be none at all; with "not silent", that is one mind.
    """

    def alike(policy: Var) -> Formula:
        known = one_mind(reading, policy)
        assert isinstance(known, Quantifier)
        return replace(known, if_empty=True)

    def speaks(policy: Var) -> Formula:
        return Quantifier("some", R, OBJECTIVES[reading.among], shown(reading, policy, R), And(()))

    def each_model(body: Formula) -> Formula:
        known = outer_aligned(reading)
        assert isinstance(known, Quantifier)
        return replace(known, body=body, if_empty=True)

    return {
        AGENT_ALIKE: alike(AGENT),
        MODELS_ALIKE: each_model(alike(MODEL)),
        "the agent is not silent": speaks(AGENT),
        "no model is silent": each_model(speaks(MODEL)),
        MESA_TELLS: Not(Atom(trivial(reading.observed_in), (MESA,))),
        BASE_TELLS: Not(Atom(trivial(reading.observed_in), (BASE,))),
    }


def sufficient(arrow: str, objectives: str, among: Collection[str] | None = None) -> tuple[str, ...]:
    """Return premises and hypotheses that z3 finds to suffice, none of which it can spare; none if it finds no proof.

    Parameters
    ----------
    arrow : str
        "I1" … "I5".
    objectives : "every" or "some"
    among : collection of str, optional
        The premises and hypotheses that may be used; by default all.
    """
    from .prove import prove_deepening

    reading = READINGS[objectives]
    cell = Cell(arrow, reading)
    said = premises(arrow, objectives) | hypotheses(reading)
    names = [name for name in said if among is None or name in among]
    stock = lemmas(cell.places, observed=("training",), deterministic_agent=True, one_policy=True)
    known = {each.name: each.formula for each in stock if each.name.startswith(("optimum", *AGENT_LEMMAS))}
    relative = {"deterministic": deterministic}
    asked = [said[name] for name in names]
    found = prove_deepening(asked, cell.conclusion, known, meaning=meaning, relative=relative, deepest=2)
    return tuple(names[k] for k in found.premises) if found.holds else ()
