"""What holds of every case."""

import inspect
import sys
from itertools import product

import pytest

from toymodel import Case, Objective, Reading, zoo
from toymodel.solve import bad_pairs

from ..for_each import for_each

READINGS = [
    Reading(),
    Reading(observed_in="deployment"),
    Reading(observed_in="beliefs"),
    Reading(objectives="some", trivial="included", optima="some"),
    Reading(objectives="selected", selected_by="human"),
    Reading(replans="yes", judged_in="both", encountered="both"),
    Reading(behavior="mesa"),
]


def test_case_finds_by_name_and_lists_the_known_ones() -> None:
    assert zoo.case("paperclips") == zoo.paperclips()
    with pytest.raises(KeyError, match="unknown case 'staples'; known: misguided-researcher, paperclips"):
        zoo.case("staples")


@pytest.mark.parametrize("name", zoo.CASES)
def test_a_case_says_all_that_its_verdicts_depend_on(name: str) -> None:
    case = zoo.case(name)
    assert case.name == name
    assert case.story.endswith(".")
    assert case.human is not None
    assert {Objective.zero(case.world.training), case.base, case.human} <= set(case.candidates)
    assert {agent.objective for agent in case.agents} - {None} <= set(case.candidates)
    assert case.world.training.name
    assert case.world.deployment.name
    assert case.judge.name != "the judge"
    assert bad_pairs(case.world.deployment, case.judge)


@pytest.mark.parametrize("name", zoo.CASES)
def test_a_case_is_a_file_that_tells_its_story(name: str) -> None:
    make = zoo.CASES[name]
    assert make.__name__ == name.replace("-", "_")
    assert getattr(zoo, make.__name__) is make
    told = sys.modules[make.__module__].__doc__ or ""
    places = [told.index(f"\n{part}: ") for part in ("Hypothesis", "Story", "Numbers", "Who fails at what")]
    assert places == sorted(places)
    assert all(p.default is not inspect.Parameter.empty for p in inspect.signature(make).parameters.values())


@for_each("case, reading", product([zoo.case(name) for name in zoo.CASES], READINGS), lambda c: f"{c[0].name}, {c[1]}")
def test_every_verdict_has_a_reason_and_none_is_undecided(case: Case, reading: Reading) -> None:
    for agent in case.agents:
        for verdict in case.check_all(reading, agent.name).values():
            assert verdict.status != "undecided"
            assert verdict.text
            assert str(verdict).endswith(".")
