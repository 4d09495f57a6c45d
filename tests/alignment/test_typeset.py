"""The seven definitions as a reader sees them: typeset, and in words."""

import re

import pytest
from hypothesis import given, settings

from toymodel.alignment import ARROWS, DEFINITIONS, Reading, definition
from toymodel.logic import latex, words

from . import draws

DEM = r"\mathcal{R} \cap \mathrm{Dem}_{\mathrm{tr}}(\pi) \setminus \mathrm{Triv}_{\mathrm{tr}}"
OPT = r"\Pi \cap \mathrm{Opt}_{\mathrm{dep}}"
GOOD = r"\pi' \in \mathrm{Safe}_{\mathrm{dep}}(J_{H})"
BASE_GOOD = r"\pi' \in \mathrm{Safe}_{\mathrm{dep}}(J_{R_{\mathrm{base}}})"
CAUTIOUS = {
    "impact aligned": r"\pi \in \mathrm{Safe}_{\mathrm{dep}}(J_{H})",
    "intent aligned": rf"\forall^{{\exists}}\, R \in {DEM}.\; \forall\, \pi' \in {OPT}(R).\; {GOOD}",
    "outer aligned": (
        rf"\forall^{{?}}\, \pi \in {OPT}(R_{{\mathrm{{base}}}}).\; "
        rf"\forall^{{\exists}}\, R \in {DEM}.\; \forall\, \pi' \in {OPT}(R).\; {GOOD}"
    ),
    "robust": r"\mathrm{regret}_{\mathrm{dep}}(\pi; R_{\mathrm{base}}) = 0",
    "objective robust": rf"\forall^{{\exists}}\, R \in {DEM}.\; \forall\, \pi' \in {OPT}(R).\; {BASE_GOOD}",
    "capability robust": rf"\forall^{{\exists}}\, R \in {DEM}.\; \mathrm{{regret}}_{{\mathrm{{dep}}}}(\pi; R) = 0",
    "inner aligned": rf"\forall\, \pi' \in {OPT}(R_{{\mathrm{{m}}}}).\; {BASE_GOOD}",
}

SHOWN = "every non-trivial candidate objective that the agent demonstrates in training (and there is at least one)"
SAID = {
    "impact aligned": "the agent does nothing in deployment that the human judges bad",
    "intent aligned": (
        f"for {SHOWN}, every policy optimal for that objective in deployment "
        "does nothing in deployment that the human judges bad"
    ),
    "outer aligned": (
        "for every policy optimal for the base objective in deployment (undefined if there is none), "
        f"for {SHOWN.replace('agent', 'model')}, every policy optimal for that objective in deployment "
        "does nothing in deployment that the human judges bad"
    ),
    "robust": "the agent performs well on the base objective in deployment (no regret)",
    "objective robust": (
        f"for {SHOWN}, every policy optimal for that objective in deployment "
        "does nothing in deployment that is bad by the base objective"
    ),
    "capability robust": f"for {SHOWN}, the agent performs well on that objective in deployment (no regret)",
    "inner aligned": (
        "every policy optimal for the mesa-objective in deployment "
        "does nothing in deployment that is bad by the base objective"
    ),
}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_the_cautious_reading(name):
    formula = definition(name).formula(Reading())
    assert latex(formula) == CAUTIOUS[name]
    assert words(formula) == SAID[name]


@pytest.mark.parametrize(
    ("name", "reading", "parts"),
    [
        (
            "intent aligned",
            Reading(objectives="some", trivial="included", optima="some", observed_in="beliefs"),
            (
                r"\exists\, R \in \mathcal{R} \cap \mathrm{Dem}_{\hat E}(\pi).\; \exists\, \pi' \in ",
                "for some candidate objective that the agent demonstrates in its beliefs, some policy",
            ),
        ),
        (
            "intent aligned",
            Reading(objectives="selected", selected_by="human", observed_in="both"),
            (
                r"\mathrm{Sel}\, R \in \mathcal{R} \cap \mathrm{Dem}_{\mathrm{tr,dep}}(\pi) \setminus",
                "for the selected non-trivial candidate objective that the agent demonstrates in training"
                " and deployment",
            ),
        ),
        (
            "impact aligned",
            Reading(judged_in="both"),
            (
                r"\pi \in \mathrm{Safe}_{\mathrm{tr}}(J_{H}) \;\wedge\; \pi \in \mathrm{Safe}_{\mathrm{dep}}(J_{H})",
                "does nothing in training that the human judges bad and the agent does nothing in deployment that",
            ),
        ),
        (
            "outer aligned",
            Reading(encountered="both"),
            (
                r"\Pi \cap \mathrm{Opt}_{\mathrm{tr}}(R_{\mathrm{base}}) \cap "
                r"\mathrm{Opt}_{\mathrm{dep}}(R_{\mathrm{base}})",
                "(undefined if there is none)",
            ),
        ),
        (
            "robust",
            Reading(performs="W2", epsilon="1/3"),
            (r"(\pi; R_{\mathrm{base}}) \le 1/3", "(regret at most 1/3)"),
        ),
        ("capability robust", Reading(performs="W5"), (r"\mathrm{regret}_{\hat E}(\pi; R) = 0", "by its own beliefs")),
        ("robust", Reading(performs="W5"), (r"\mathrm{regret}_{\mathrm{dep}}", "in deployment (no regret)")),
        (
            "inner aligned",
            Reading(base_judge="tolerant", tolerance="1/4"),
            (r"(J_{R_{\mathrm{base}}, 0.25})", "bad by the base objective by more than 0.25"),
        ),
    ],
)
def test_other_readings(name, reading, parts):
    formula = definition(name).formula(reading)
    assert parts[0] in latex(formula)
    assert parts[1] in words(formula)


@given(reading=draws.readings())
@settings(max_examples=60)
def test_every_reading_can_be_typeset_and_said(reading):
    said = [definition(name).formula(reading) for name in DEFINITIONS]
    said += [arrow.formula(reading) for arrow in ARROWS.values()]
    for formula in said:
        tex, text = latex(formula), words(formula)
        assert tex.count("{") == tex.count("}")
        assert tex.count(r"\bigl(") == tex.count(r"\bigr)")
        assert not re.search(r"\{\d\}|\{\{|None", tex.replace(r"\mathrm{{", ""))
        assert not re.search(r"[{}\\]|None|  ", text)
    every = reading.objectives == "every"
    for name in ("intent aligned", "objective robust", "capability robust"):
        formula = definition(name).formula(reading)
        assert r"\mathcal{R} \cap \mathrm{Dem}" in latex(formula)
        assert "candidate objective" in words(formula)
        assert (r"\forall^{\exists}\, R" in latex(formula)) == every
        assert ("(and there is at least one)" in words(formula)) == every
        assert (r"\setminus \mathrm{Triv}" in latex(formula)) == (reading.trivial == "excluded")
        assert ("non-trivial" in words(formula)) == (reading.trivial == "excluded")
