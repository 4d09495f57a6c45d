"""Verdicts over all objectives: their words, their TeX, what they refuse, and that witnesses re-check."""

from dataclasses import replace

import pytest

from toymodel import Reading, zoo
from toymodel.alignment import definition
from toymodel.logic import latex

from ..oracles.verdicts import Oracle, redecide


@pytest.fixture(scope="module")
def case():
    return zoo.misguided_researcher()


def test_words_say_the_domain(case):
    verdict = case.check("capability robust", Reading(observed_in="deployment", among="sa"))
    assert str(verdict) == (
        "Yes: for every non-trivial objective that the researcher demonstrates in deployment (among all objectives "
        "on states and actions), the researcher performs well on it in deployment (no regret)."
    )
    assert "candidate" in str(case.check("capability robust", Reading(observed_in="deployment")))


def test_tex_says_the_domain():
    formula = definition("intent aligned").formula(Reading(among="sa"))
    assert r"\mathbb{Q}^{S \times A}" in latex(formula)
    assert r"\mathcal{R}" not in latex(formula)


@pytest.mark.parametrize("name", ["intent aligned", "objective robust", "capability robust"])
@pytest.mark.parametrize("observed_in", ["training", "deployment", "beliefs"])
@pytest.mark.parametrize("objectives", ["every", "some"])
def test_more_objectives_only_add_witnesses(case, name, observed_in, objectives):
    """ "Every" over all implies "every" over candidates; "some" over candidates implies "some" over all."""
    reading = Reading(observed_in=observed_in, objectives=objectives, trivial="included", among="sa")
    narrow, wide = case.check(name, replace(reading, among="candidates")), case.check(name, reading)
    if wide.holds is (objectives == "every"):
        assert narrow.holds is wide.holds or objectives == "some"
    if narrow.holds is (objectives == "some"):
        assert wide.holds is narrow.holds
    assert wide.witness is None or redecide(Oracle(case, reading), name, wide) == []


def test_what_is_not_decided_says_so(case):
    def status(name, **choices):
        verdict = case.check(name, Reading(**choices, among="sa"))
        return verdict.status, str(verdict)

    assert status("outer aligned")[0] == "undecided"
    assert status("capability robust", performs="W2", epsilon=1)[0] == "undecided"
    assert status("intent aligned", behavior="across")[0] == "undecided"
    assert status("intent aligned", objectives="selected", selected_by="human")[0] == "undefined"
    assert status("impact aligned")[0] == "false"
    with pytest.raises(ValueError, match="among is 'some'; choose candidates, sa, s or ss"):
        Reading(among="some")


def test_by_her_own_beliefs(case):
    """Capability robust for every objective if she is judged by what she believes, not in the bad world."""
    believed = Reading(observed_in="beliefs", performs="W5", among="sa")
    assert case.check("capability robust", believed).holds is True
    assert case.check("capability robust", Reading(observed_in="beliefs", among="sa")).holds is False
