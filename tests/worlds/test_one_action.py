"""Environments with one action: there is nothing to choose, so every objective is trivial, and nothing breaks."""

import importlib.util
from dataclasses import replace

import pytest

from toymodel.agents import Agent, MesaOptimizer, caution, gain, learning
from toymodel.alignment import DEFINITIONS, Case, Reading
from toymodel.alignment.search import Search
from toymodel.alignment.semantics import Semantics
from toymodel.behavior import Observation, cone, operators
from toymodel.cli import main
from toymodel.files import write_case
from toymodel.logic import free
from toymodel.performance import notions
from toymodel.quantities import bounds, demonstrated, deterministic, ex_ante, magnitude, margins, simulation
from toymodel.quantities.quantity import Quantity
from toymodel.solve import is_trivial
from toymodel.worlds import Environment, Judge, Mixture, Objective, Policy, World

HERE = Environment.build({"s": "t", "t": "t"}, start="s", discount="1/2", actions=["wait"], name="here")
THERE = Environment.build({"s": {"wait": {"s": "1/2", "t": "1/2"}}, "t": "s"}, start="s", discount="1/2", name="there")
TEA, ZERO = Objective.on(HERE, {"t": 1}, "tea"), Objective.zero(HERE)
WAITS = Policy.deterministic([0, 0], 1)
PRIOR = Mixture.of([(HERE, "1/2"), (THERE, "1/2")])
JUDGE = Judge.of([("t", "wait")])
AGENTS = (
    MesaOptimizer("Ann", TEA),
    MesaOptimizer("Ben", TEA, THERE, 2),
    MesaOptimizer("Cleo", TEA, prior=PRIOR),
    Agent("Dan", WAITS),
)
CASE = Case("one", "", World(HERE, THERE), AGENTS, TEA, JUDGE, (TEA, ZERO), TEA, PRIOR, (("s", "wait"),))
READINGS = (
    {},
    {"trivial": "included"},
    {"observed_in": "both", "judged_in": "both", "succeeds_in": "both", "replans": "yes"},
    {"observed_in": "beliefs", "objectives": "some", "encountered": "both", "optima": "some"},
    {"objectives": "selected", "selected_by": "simplest", "trivial": "included", "judges": "majority", "grade": 1},
    {"base_judge": "tolerant", "tolerance": 1, "encountered": "training"},
)
ABOUT_OBJECTIVES = ("intent aligned", "outer aligned", "objective robust", "capability robust")


def at_hand(behavior):
    needs = {"maximum_entropy": ("numpy", "scipy"), "maximum_margin": ("numpy", "scipy")}
    return all(importlib.util.find_spec(name) for name in needs.get(behavior, ()))


@pytest.mark.parametrize("behavior", [name for name in operators() if at_hand(name)])
def test_nothing_that_is_not_trivial_is_demonstrated(behavior):
    asked = [("Ann", performs, choices) for performs in notions() for choices in READINGS]
    asked += [(agent.name, "W1", READINGS[2]) for agent in AGENTS]
    for agent, performs, choices in asked:
        reading = Reading(behavior=behavior, performs=performs, **choices)
        verdicts = CASE.check_all(reading, agent)
        assert all(verdict.text for verdict in verdicts.values())
        assert CASE.arrows(reading, agent, verdicts)
        if reading.trivial == "excluded":
            assert not any(verdicts[name].holds for name in ABOUT_OBJECTIVES)
        if performs == "W1":
            assert verdicts["robust"].holds  # who has no choice loses nothing
        assert verdicts["inner aligned"].holds is (None if agent == "Dan" else True)


@pytest.mark.parametrize("choices", READINGS, ids=str)
def test_enumeration_and_search_agree(choices):
    reading = Reading(**choices)
    for known in DEFINITIONS.values():
        formula = known.formula(reading)
        said = []
        for kind in (Semantics, Search):
            meaning = kind(CASE, reading)
            said.append(meaning.verdict(formula, {var: meaning.given(var) for var in free(formula)}).status)
        assert said[0] == said[1]


def test_all_objectives_are_trivial():
    assert is_trivial(HERE, TEA)
    for name in DEFINITIONS:
        CASE.check(name, Reading(among="sa"))
    assert CASE.check("intent aligned", Reading(among="sa")).holds is False


def test_the_cone_is_everything():
    seen = (Observation(HERE, WAITS),)
    assert cone.inequalities(HERE, WAITS) == ()
    assert cone.contains((), TEA, HERE)
    assert len(cone.slice_of(seen, ZERO, TEA, Objective.on(HERE, {"s": 1}))) == 4
    assert cone.representatives(seen, (HERE, THERE))
    assert cone.inner_point({HERE: HERE.pairs}) == ZERO


def test_quantities_have_one_value():
    bad, lost = Quantity.badness(HERE, JUDGE), Quantity.regret(HERE, TEA)
    frontier = margins.frontier(HERE, bad, lost)
    assert len(margins.convex_hull(HERE, bad, lost)) == 1
    assert frontier.cheapest(0).y == frontier.worst(0).y == deterministic.gap(HERE, bad, lost).value == 0
    assert deterministic.deterministic_exposure(HERE, bad, lost, 0).value == bad.of(HERE, WAITS)
    assert bounds.impact(HERE, JUDGE, TEA, 1).value == bad.of(HERE, WAITS)
    assert bounds.robustness(HERE, TEA, TEA, 1).value == bounds.planning(HERE, THERE, TEA, TEA).value == 0
    assert bounds.intent(HERE, JUDGE, TEA, 1).value == bad.of(HERE, WAITS)
    assert simulation.belief_error(HERE, THERE, TEA).value > 0
    assert ex_ante.ex_ante(replace(CASE, agents=AGENTS[2:3])).judge.pairs
    assert demonstrated(CASE) == ()
    for name in DEFINITIONS:
        assert (magnitude(CASE, name).value is None) is (name in ABOUT_OBJECTIVES)


def test_agents_wait():
    assert gain.optimal_gain(HERE, TEA) == gain.gain(HERE, TEA, WAITS) == 1
    assert caution.cautious(PRIOR, TEA, []) == WAITS
    for learner in (learning.QLearning(), learning.ActorCritic()):
        assert learning.train(learner, HERE, TEA, episodes=3, steps=4, seed=0).policy == WAITS


def test_the_command_line_tells_of_it(tmp_path, capsys):
    path = tmp_path / "one.json"
    write_case(CASE, path)
    for command in ("check", "compare"):
        for form in ("text", "json"):
            assert main([command, str(path), "--format", form]) == 0
    assert "there is no non-trivial candidate objective that Ann demonstrates" in " ".join(
        capsys.readouterr().out.split()
    )
