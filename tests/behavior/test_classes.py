"""What objectives may be about: classes, verdicts over all of a class, and whether an agent is of one mind."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import Agent, Case, Environment, Judge, Objective, Policy, Reading, World
from toymodel.alignment import DEFINITIONS, definition
from toymodel.alignment.search import Search
from toymodel.alignment.semantics import Semantics
from toymodel.behavior.classes import CLASSES, belongs
from toymodel.behavior.cone import contains, inequalities
from toymodel.logic import free
from toymodel.solve import is_optimal, is_trivial, optimal, used

from .. import strategies

BUTTONS = ["L", "R"]


def wired(**leads):
    """Two rooms; from either, each button leads where it is wired to."""
    return Environment.build(dict.fromkeys(("room 0", "room 1"), leads), start="room 0", discount="1/2")


@pytest.fixture
def swapped():
    """Two rooms, two buttons, the wires swapped overnight: the agent always presses L; room 1 is bad."""
    training, deployment = wired(L="room 0", R="room 1"), wired(L="room 1", R="room 0")
    presses = Agent("who presses L", Policy.deterministic([0, 0], 2))
    zero = Objective.zero(training)
    judge = Judge.of_states(training, ["room 1"])
    return Case("swapped wires", "", World(training, deployment), (presses,), zero, judge, (zero,))


def test_belonging_looks_at_every_step():
    steps = Objective.from_array([[[0, 1], [0, 1]], [[2, 3], [2, 3]]])
    deeds = Objective.from_array([[[0, 1], [0, 2]], [[2, 3], [2, 3]]])
    assert [belongs(steps, c) for c in CLASSES] == [False, False, True]
    assert [belongs(deeds, c) for c in CLASSES] == [False, False, False]
    assert [belongs(Objective.from_array([[5, 5], [0, 0]]), c) for c in CLASSES] == [True, True, True]
    other_steps_unsaid = Objective(((((0, 1),), ((1, 2),)), (((0, 3),), ((1, 4),))))
    assert [belongs(other_steps_unsaid, c) for c in CLASSES] == [True, False, True]


@given(st.data())
def test_membership_in_the_cone_of_a_class(data):
    env = data.draw(strategies.environments(2, 2, most=2))
    policy, r = data.draw(strategies.policies(env)), data.draw(strategies.objectives(env))
    rows = inequalities(env, policy)
    for among in CLASSES[1:]:
        assert contains(rows, r, env, among) is (belongs(r, among) and is_optimal(env, r, policy))


@pytest.mark.parametrize("way", [Semantics, Search])
@given(data=st.data())
def test_of_two_rooms_there_are_three_kinds_of_objectives(way, data):
    """A constant makes no difference, so of all R(s) on two states three are enough: zero, "here" and "there"."""
    world = data.draw(strategies.worlds(2, 2, most=2))
    env = world.training
    rooms = [Objective.from_array([[x, x], [y, y]], f"({x}, {y})") for x, y in ((0, 0), (1, 0), (0, 1))]
    agent = Agent("it", data.draw(strategies.policies(env, deterministic=True)))
    judge, base = data.draw(strategies.listed_judges(env)), data.draw(st.sampled_from(rooms))
    case = Case("drawn", "", world, (agent,), base, judge, tuple(rooms))
    axes = {name: data.draw(st.sampled_from(values)) for name, values in CHOICES.items()}
    listed, every = Reading(**axes), Reading(**axes, among="s")
    for name in (*DEFINITIONS, "one mind"):
        formula = definition(name).formula(every)
        meaning = way(case, every)
        found = meaning.verdict(formula, {var: meaning.given(var) for var in free(formula)})
        if way is Search and name == "outer aligned":
            assert found.status in ("undecided", case.check(name, listed).status)
        else:
            assert found.status == case.check(name, listed).status


CHOICES = {
    "observed_in": ("training", "deployment", "both"),
    "objectives": ("every", "some"),
    "trivial": ("excluded", "included"),
    "optima": ("every", "some"),
    "encountered": ("training", "deployment", "both"),
    "judged_in": ("deployment", "both"),
}


def test_two_rooms_whose_wires_are_swapped(swapped):
    """Among R(s) intent holds, capability fails, and harm is done; among R(s,a) intent fails."""
    said = {
        among: [swapped.check(name, Reading(among=among)).holds for name in ("intent aligned", "capability robust")]
        for among in CLASSES
    }
    assert said == {"sa": [False, False], "s": [True, False], "ss": [False, False]}
    assert swapped.check("impact aligned").holds is False
    mind = {among: swapped.check("one mind", Reading(among=among)).holds for among in CLASSES}
    assert mind == {"sa": False, "s": True, "ss": False}
    assert str(swapped.check("one mind", Reading(among="s"))).startswith("Yes: ")


@given(st.data())
def test_one_mind_is_that_all_demonstrated_objectives_have_the_same_optima(data):
    """By hand: the demonstrated candidates that are not trivial, and what is used by their optima in deployment."""
    world = data.draw(strategies.worlds(2, 2, most=2))
    env = world.training
    rewards = data.draw(st.lists(strategies.objectives(env), min_size=1, max_size=4))
    candidates = tuple(r.renamed(f"r{k}") for k, r in enumerate(dict.fromkeys([Objective.zero(env), *rewards])))
    agent = Agent("it", data.draw(strategies.policies(env)))
    case = Case("drawn", "", world, (agent,), candidates[0], Judge.of([]), candidates)
    shown = [r for r in candidates if is_optimal(env, r, agent.policy) and not is_trivial(env, r)]
    best = {used(world.deployment, optimal(world.deployment, r).actions) for r in shown}
    for trivial, objectives in product(("included", "excluded"), ("every", "some")):
        verdict = case.check("one mind", Reading(trivial=trivial, objectives=objectives))
        assert verdict.holds is (len(best) == 1)


def test_outer_alignment_over_all_objectives_asks_every_model(swapped):
    """The base objective pays for room 0; its one model shows that, or among R(s,a) also that it wants to press L."""
    rooms = Objective.from_array([[1, 1], [0, 0]], "room 0")
    case = replace(swapped, base=rooms, candidates=(*swapped.candidates, rooms))
    assert case.check("outer aligned", Reading(among="s", encountered="training")).holds is True
    assert case.check("outer aligned", Reading(among="sa", encountered="training")).holds is False
