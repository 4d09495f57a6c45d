"""A base objective that differs by environment: each definition looks at what is paid where it looks."""

from dataclasses import replace

import pytest

from toymodel.agents import MesaOptimizer
from toymodel.alignment import Case, Reading, definition
from toymodel.alignment.vocabulary import AGENT, BASE, demonstrates, trivial
from toymodel.files.cases import read_case, write_case
from toymodel.logic import Atom
from toymodel.quantities.magnitudes import magnitude
from toymodel.worlds import Environment, Judge, Objective, ObjectivePair, World


def paid_for_clicks():
    """Training pays for clicks, deployment for sales; the agent goes for clicks, and the human calls that bad."""
    env = Environment.build({"shop": "shop"}, start="shop", discount="1/2", actions=["bait", "sell"])
    zero, clicks, sales = (
        Objective.zero(env),
        Objective.on(env, {("shop", "bait"): 1}, "clicks"),
        Objective.on(env, {("shop", "sell"): 2}, "sales"),
    )
    agent = MesaOptimizer("the clerk", clicks)
    pay = ObjectivePair(clicks, sales, "the pay")
    return Case("shop", "", World.same(env), (agent,), pay, Judge.of([("shop", "bait")]), (zero, clicks, sales))


def test_what_deployment_pays_judges_and_what_training_pays_trains():
    case, trained = paid_for_clicks(), Reading(encountered="training")
    assert str(case.check("robust")) == "No: the clerk loses 4 on sales in deployment."
    assert case.check("robust", Reading(succeeds_in="both")).holds is False
    assert "which is bad by sales" in str(case.check("inner aligned"))
    assert str(case.check("objective robust")).endswith("plays bait in shop, which is bad by sales.")
    outer = case.check("outer aligned", trained)
    assert outer.holds is False  # models are trained for clicks
    assert str(outer).startswith("No: a policy optimal for the pay in training is such that")
    assert case.check("outer aligned").holds is True  # those that are best for sales do no harm
    assert case.check("outer aligned", Reading(encountered="both")).status == "undefined"
    swapped = replace(case, base=ObjectivePair(case.base.deployment, case.base.training, "the pay"))
    assert swapped.check("robust").holds is True
    assert swapped.check("outer aligned", trained).holds is True


def test_a_pair_of_equals_is_as_good_as_one():
    case = paid_for_clicks()
    for one in case.candidates:
        alone, twice = replace(case, base=one), replace(case, base=ObjectivePair(one, one, one.name))
        for encountered in ("training", "deployment", "both"):
            reading = Reading(encountered=encountered)
            assert list(map(str, alone.check_all(reading).values())) == list(
                map(str, twice.check_all(reading).values())
            )
            assert not any(arrow.beyond for arrow in twice.arrows(reading).values())


def test_how_far_a_definition_is_from_holding_knows_the_place():
    case = paid_for_clicks()
    assert magnitude(case, "robust").text == "the clerk loses 4 on sales"
    assert magnitude(case, "inner aligned").value == 1
    assert magnitude(case, "inner aligned", by="regret").text.endswith("loses 4 on sales")
    assert magnitude(case, "outer aligned", Reading(encountered="training")).value == 1
    assert magnitude(case, "outer aligned").value == 0


def test_selection_by_the_base_is_by_what_deployment_pays():
    case = paid_for_clicks()
    found = case.check("intent aligned", Reading(objectives="selected", selected_by="base", behavior="across"))
    assert found.witness == case.base.training  # the only one demonstrated
    nearest = case.semantics(Reading(objectives="selected", selected_by="base"))
    formula = definition("intent aligned").formula(nearest.reading)
    assert nearest.preferred(formula, {})[0] == case.base.deployment


def test_candidates_and_the_human_are_one_everywhere():
    case = paid_for_clicks()
    with pytest.raises(ValueError, match="a candidate is 'the pay', which differs by environment; only the base"):
        replace(case, candidates=(*case.candidates, case.base))
    with pytest.raises(ValueError, match="what the human wants is 'the pay', which differs by environment"):
        replace(case, human=case.base)
    with pytest.raises(ValueError, match=r"the candidates lack the base objective \('sales'\); add it"):
        replace(case, candidates=case.candidates[:2])


def test_a_pair_is_one_objective_where_a_formula_looks_at_one_place():
    case = paid_for_clicks()
    for where, status in (("training", "true"), ("deployment", "false"), ("both", "undefined")):
        found = case.decide(Atom(demonstrates("feasible", where), (AGENT, BASE)), Reading())
        assert found.status == status
        trivially = case.decide(Atom(trivial(where), (BASE,)), Reading())
        assert trivially.holds is False


def test_files_keep_a_pair():
    case = paid_for_clicks()
    assert read_case(write_case(case)) == case
    assert '"base": {"name": "the pay", "training": "clicks", "deployment": "sales"}' in write_case(case)
