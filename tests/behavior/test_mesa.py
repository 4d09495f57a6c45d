"""The mesa-objective as behavioral objective: it looks inside, so behaviour alone has none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import Agent, Case, MesaOptimizer, Objective, Reading, World, zoo

from .. import strategies

MESA = Reading(behavior="mesa", trivial="included", observed_in="deployment")


def test_the_researcher_is_intent_aligned_by_what_is_inside():
    """Demski's reading: she wants what the human wants, though her deeds do not show it."""
    case = zoo.misguided_researcher()
    verdict = case.check("capability robust", MESA)
    assert verdict.holds is False
    assert "90" in str(verdict)
    assert case.check("capability robust", Reading(behavior="mesa", performs="W5")).holds is True
    # By the human's values the best in a bad world is to abstain.
    assert case.check("intent aligned", MESA).holds is True
    assert case.check("impact aligned", MESA).holds is False


def test_a_table_has_none():
    case = zoo.misguided_researcher()
    policy = case.agents[0].plan(case.world.training)
    table = Agent("a table", policy, believed=case.agents[0].believed)
    both = Case(case.name, case.story, case.world, (table,), case.base, case.judge, case.candidates)
    for name in ("intent aligned", "capability robust", "objective robust"):
        verdict = both.check(name, MESA)
        assert verdict.status == "undefined"
        assert "searches" in str(verdict)
        assert both.check(name, Reading(behavior="feasible")).status != "undefined"


def test_outer_alignment_is_undefined_and_says_why():
    verdict = zoo.misguided_researcher().check("outer aligned", MESA)
    assert verdict.status == "undefined"
    assert "nothing is known but what it does" in str(verdict)


@given(st.data())
def test_every_some_and_inner_agree(data):
    """With one objective inside there is nothing to quantify over; objective robustness is inner alignment."""
    env = data.draw(strategies.environments())
    base, own = (data.draw(strategies.objectives(env, False)) for _ in range(2))
    candidates = {r: r for r in (base.renamed("base"), own.renamed("own"), Objective.zero(env))}
    named = tuple(r.renamed(f"R{k}") for k, r in enumerate(candidates))
    judge = data.draw(strategies.listed_judges(env))
    case = Case("drawn", "", World.same(env), (MesaOptimizer("m", own),), base, judge, named)
    for name in ("intent aligned", "objective robust", "capability robust"):
        every, some = (
            case.check(name, Reading(behavior="mesa", trivial="included", objectives=q)).holds
            for q in ("every", "some")
        )
        assert every is some
        if name == "objective robust":
            assert every is case.check("inner aligned").holds


def test_unknown_operator():
    with pytest.raises(ValueError, match="mesa"):
        Reading(behavior="brain scan")
