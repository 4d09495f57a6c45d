"""Every definition under every kind of reading, against brute force; and every verdict checked again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel.definitions import ARROWS, DEFINITIONS, definition
from toymodel.definitions.brute import truth
from toymodel.definitions.recheck import recheck
from toymodel.logic import evaluate

from . import draws


@pytest.mark.parametrize("name", DEFINITIONS)
@given(case=draws.cases(), reading=draws.readings())
@settings(max_examples=1500)
def test_the_verdict_is_what_enumeration_finds(name, case, reading):
    verdict = case.check(name, reading)
    assert verdict.holds is truth(definition(name).formula(reading), case, reading)
    assert verdict.status != "undecided"
    assert recheck(verdict, case, reading) == ()


@given(case=draws.cases(), reading=draws.readings(), name=st.sampled_from(sorted(ARROWS)))
@settings(max_examples=1500)
def test_an_arrow_as_one_formula_agrees_with_its_state(case, reading, name):
    formula = ARROWS[name].formula(reading)
    given = case._meaning(reading, None)
    verdict = evaluate(formula, *given)
    assert verdict.holds is truth(formula, case, reading)
    assert recheck(verdict, case, reading) == ()
    state = case.arrow(name, reading).state
    assert {"carried": True, "idle": True, "broken": False}.get(state, verdict.holds) is verdict.holds
    assert state != "open" or verdict.holds is not False
