"""A formula is rebuilt part by part, whatever its kind."""

import pytest

from toymodel.alignment.vocabulary import AGENT, safe
from toymodel.logic import And, Atom, Implies, Not, Or, Quantifier, ranging, rebuilt, subformulas
from toymodel_atlas.lemmas import ALL_OBJECTIVES, ANY, STATIONARY, P, every

ONE, OTHER = Atom(safe("training"), (AGENT,)), Atom(safe("deployment"), (AGENT,))
KINDS = (Not(ONE), And((ONE, ANY, ONE)), Or((ONE, ONE)), Implies(ONE, ONE), every(P, ONE, ONE))


@pytest.mark.parametrize("formula", KINDS, ids=lambda formula: type(formula).__name__)
def test_each_part_is_replaced_and_nothing_else(formula):
    said = rebuilt(formula, lambda part: OTHER if part == ONE else part)
    assert ONE in subformulas(formula)
    assert ONE not in subformulas(said)
    assert rebuilt(said, lambda part: ONE if part == OTHER else part) == formula
    assert rebuilt(ONE, Not) == ONE


@pytest.mark.parametrize("outer", KINDS, ids=lambda formula: type(formula).__name__)
def test_a_domain_is_replaced_however_deep(outer):
    deep = rebuilt(outer, lambda part: every(P, ANY, part) if part == ONE else part)
    said = ranging(deep, ALL_OBJECTIVES, STATIONARY)
    domains = [each.domain for each in subformulas(said) if isinstance(each, Quantifier)]
    assert domains
    assert set(domains) == {ALL_OBJECTIVES}
    assert ranging(said, STATIONARY, ALL_OBJECTIVES) == deep
