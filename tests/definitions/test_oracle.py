"""Every definition under every kind of reading, against brute force; and every verdict checked again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toymodel.alignment.brute import truth
from toymodel.alignment.recheck import recheck

from toymodel import behavior
from toymodel.alignment import ARROWS, DEFINITIONS, definition
from toymodel.behavior import Observation, operator
from toymodel.behavior.feasible import Feasible
from toymodel.logic import Verdict, evaluate
from toymodel.worlds import Environment, Objective

from . import draws


@pytest.mark.parametrize("name", DEFINITIONS)
@given(case=draws.cases(), reading=draws.readings())
@settings(max_examples=60)
def test_the_verdict_is_what_enumeration_finds(name, case, reading):
    verdict = case.check(name, reading)
    assert verdict.holds is truth(definition(name).formula(reading), case, reading)
    assert verdict.status != "undecided"
    assert recheck(verdict, case, reading) == ()
    for part in nodes(verdict):
        assert part.text
        assert "None" not in part.text


def nodes(verdict: Verdict) -> Iterator[Verdict]:
    """Every node of a verdict's tree."""
    yield verdict
    for part in verdict.parts:
        yield from nodes(part)


@given(case=draws.cases(), reading=draws.readings(), name=st.sampled_from(sorted(ARROWS)))
@settings(max_examples=60)
def test_an_arrow_as_one_formula_agrees_with_its_state(case, reading, name):
    formula = ARROWS[name].formula(reading)
    given = case._meaning(reading, None)
    verdict = evaluate(formula, *given)
    assert verdict.holds is truth(formula, case, reading)
    assert recheck(verdict, case, reading) == ()
    state = case.arrow(name, reading).state
    assert {"carried": True, "idle": True, "broken": False}.get(state, verdict.holds) is verdict.holds
    assert state != "open" or verdict.holds is not False


@dataclass(frozen=True)
class Opaque:
    """`feasible`, without saying by which mask."""

    name: str = "opaque"
    tex: str = ""
    honest: ClassVar[Feasible] = Feasible()

    def demonstrates(self, seen: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]) -> bool:
        return bool(self.honest.demonstrates(seen, objective, candidates))

    def mask(self, env: Environment, objective: Objective) -> None:
        return None


@given(case=draws.cases(), reading=draws.readings())
@settings(max_examples=60)
def test_a_mask_is_a_shortcut_and_nothing_more(case, reading):
    """Outer alignment under an operator that has to be asked about one model after the other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(behavior, "OPAQUE", Opaque(), raising=False)
        patch.setattr(behavior, "OPERATORS", (*behavior.OPERATORS, "opaque"))
        assert operator("opaque").mask(case.world.training, case.base) is None
        slow = case.check("outer aligned", replace(reading, behavior="opaque"))
    quick = case.check("outer aligned", reading)
    assert slow.status == quick.status or (
        slow.status == "undecided" and (reading.replans, reading.observed_in) == ("yes", "both")
    )
