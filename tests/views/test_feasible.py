"""The cut through the feasible set: every setting draws, and what it says is what the definitions say."""

import re
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from toymodel import MesaOptimizer, Reading
from toymodel.solve import is_optimal, is_trivial, shaped
from toymodel.worlds import Objective
from toymodel_book.views.feasible import AXES, GUESSES, PLACES, _direction, cut, feasible, holds, plane

from ..for_each import for_each

BELIEFS = feasible.controls["belief"].values
CUTS = list(product(feasible.controls["right"].values, feasible.controls["up"].values))


@for_each("belief, observed", product(BELIEFS, PLACES))
def test_every_setting_draws_and_tells_the_truth(belief, observed):
    for right, up in CUTS:
        html = feasible.render(belief=belief, observed=observed, right=right, up=up)
        shown = cut(belief, observed, right, up)
        assert ('data-drag="yours"' in html) == (right != up)
        assert shown.sentence() in html
    agent = shown.case.agents[0]
    counted = [not each.harmful for each in shown.named if each.demonstrated and not each.trivial]
    assert shown.intent("every") is (bool(counted) and all(counted))
    assert shown.intent("some") is any(counted)
    world = shown.case.world
    assert world.deployment.actions[min(agent.keeps(world).support[0])] == shown.act
    envs = {"beliefs": [agent.believed], "training": [world.training], "deployment": [world.deployment]}
    observed_in = envs.get(observed, [world.training, world.deployment])
    for each in shown.named:
        objective = shown.case.objective(each.name)
        assert each.demonstrated is all(is_optimal(env, objective, agent.keeps(world)) for env in observed_in)
        assert each.trivial is all(is_trivial(env, objective) for env in observed_in)
        best = Reading(objectives="some", trivial="included", behavior="mesa")
        assert each.harmful is not harmless(shown.case, objective, best)


def harmless(case, objective, reading):
    """Whether every optimum is safe, asked of an agent that searches by the objective."""
    one = replace(case, agents=(MesaOptimizer("it", objective),))
    return one.check("intent aligned", reading).holds


@pytest.mark.parametrize("observed", PLACES)
def test_points_lie_in_the_sets_that_they_are_said_to_lie_in(observed):
    """The polygon and the ✓ are computed in two ways."""
    for right, up in CUTS:
        if right == up:
            continue
        shown = cut("0.999", observed, right, up)
        for each in shown.named:
            if each.at is not None:
                assert holds(shown.demonstrated, each.at) is each.demonstrated
                assert holds(shown.harmful, each.at) is each.harmful


@pytest.mark.parametrize(("belief", "observed"), list(product(("0.5", "0.999"), PLACES)))
def test_an_objective_of_the_reader_is_judged_as_any_other(belief, observed):
    """Its place in the two sets is what its optimal policies say."""
    shown = cut(belief, observed, "human", "doom")
    agent, world = shown.case.agents[0], shown.case.world
    envs = {"beliefs": [agent.believed], "training": [world.training], "deployment": [world.deployment]}
    observed_in = envs.get(observed, [world.training, world.deployment])
    human, doom = (shown.case.objective(name).mean(world.deployment) for name in ("human values", "doom-lover"))
    best = Reading(objectives="some", trivial="included", behavior="mesa")

    def mixture(x, y):
        return Objective.of(world.deployment, lambda s, a: x * human[s][a] + y * doom[s][a])

    for yours, at in GUESSES.items():
        each, mixed = shown.at(yours), mixture(*at)
        assert each.demonstrated is all(is_optimal(env, mixed, agent.keeps(world)) for env in observed_in)
        wider = replace(shown.case, candidates=(*shown.case.candidates, mixed))
        assert each.harmful is not harmless(wider, mixed, best)
        assert f'aria-valuetext="{yours}"' in feasible.render(belief=belief, observed=observed, yours=yours)


def test_directions():
    """A bonus for entering that is paid back is potential shaping; a penalty falls on what is not done alone."""
    case = cut("0.999", "beliefs", "human", "shaping").case
    agent, env = case.agents[0], case.agents[0].believed
    policy = agent.keeps(case.world)
    bonus = _direction(case, "shaping", env, policy)
    shelf = tuple(Fraction(s == "Shelf") for s in env.states)
    assert bonus.mean(env) == shaped(env, Objective.zero(env), shelf).mean(env)
    assert bonus.mean(env)[env.state("Shelf")][0] == -Fraction(1, 10)
    assert bonus.mean(env)[0][env.action("abstain")] == Fraction(9, 10)
    assert _direction(case, "penalty", env, policy).mean(env)[0] == (0, -1, -1)


def test_the_first_frame_makes_the_point():
    said = cut("0.999", "beliefs", "human", "doom").sentence()
    assert (
        "she demonstrates human values, doom-lover, deployer and zero; of these doom-lover, deployer and zero" in said
    )
    assert "intent aligned if some one is enough, and not if every one must be harmless" in said
    unsure = cut("0.5", "beliefs", "human", "doom")
    assert {each.name for each in unsure.named if each.demonstrated} == {"human values", "zero"}


def test_observed_where_it_is_judged_what_is_demonstrated_is_what_harms():
    """She deploys, and so whatever she demonstrates is harmful: the two cones are one."""
    for right, up in CUTS:
        if right != up:
            shown = cut("0.999", "deployment", right, up)
            assert set(shown.demonstrated) == set(shown.harmful)


def test_everything_foreign_is_escaped():
    hostile = '<img src=x onerror="1">'
    drawn = plane(
        [], [], {hostile: ((Fraction(0), Fraction(0)), True)}, (hostile, hostile), hostile, (hostile, hostile)
    )
    assert "<img" not in drawn
    assert len(AXES) == len(set(AXES.values()))
    assert not re.search("NaN|inf", drawn)
