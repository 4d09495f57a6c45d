"""Cases for objectives about places: the commuter, the rewired buttons, the patrol, the swapped wires."""

from dataclasses import replace
from itertools import product

import pytest

from toymodel import Reading, World, zoo
from toymodel.behavior import Observation
from toymodel.behavior.cone import representatives
from toymodel.solve import evaluate, is_optimal, is_trivial, optimal, start_value
from toymodel_atlas.classes import objectives
from toymodel_atlas.concrete import objective_of

from .standing import broken, holding, kept

PLACES = Reading(among="s")
DEEDS = Reading(among="sa")


def demonstrated(case, agent=None):
    """Of all R(s), one for each kind: those that are not trivial in training and that the agent demonstrates."""
    env = case.world.training
    known = [objective_of(env, pays, among="s") for pays in objectives(len(env.states), len(env.actions), "s")]
    return [r for r in known if is_optimal(env, r, kept(case, agent)) and not is_trivial(env, r)]


def test_the_commuter_shows_nothing_about_places() -> None:
    case = zoo.commuter()
    assert demonstrated(case) == []
    assert is_trivial(case.world.training, case.base)
    for seen, objectives_, optima in product(("training", "deployment"), ("every", "some"), ("every", "some")):
        reading = replace(PLACES, observed_in=seen, objectives=objectives_, optima=optima)
        assert holding(case, reading) == {"robust", "inner"}
        assert broken(case, reading) == {"I1", "I5a", "I5b"}
        assert case.arrow("I1", reading).side_condition.holds


def test_the_commuter_breaks_the_third_arrow_by_constants() -> None:
    reading = replace(PLACES, trivial="included", optima="some")
    assert {"intent", "capability"} <= holding(zoo.commuter(), reading)
    assert "I3" in broken(zoo.commuter(), reading)
    assert "I3" not in broken(zoo.commuter(), replace(reading, among="sa"))
    assert not broken(zoo.commuter(), DEEDS)


def test_the_crosser_is_robust_means_well_and_does_harm() -> None:
    case = zoo.rewired()
    for agent, wants in (("the crosser", "the yard"), ("the presser of green", "the hall")):
        (only,) = demonstrated(case, agent)
        pays = dict(zip(case.world.training.states, only.mean(case.world.training), strict=True))
        assert max(pays, key=pays.get) == wants
    for trivial, optima in (("excluded", "every"), ("excluded", "some"), ("included", "some")):
        reading = replace(PLACES, trivial=trivial, optima=optima)
        assert {"outer", "robust", "intent"} <= holding(case, reading, "the crosser")
        assert "I4" in broken(case, reading, "the crosser")
    assert broken(case, PLACES, "the crosser") == {"I4", "I5a", "I5b"}


def test_the_presser_of_green_is_objective_robust_and_means_ill() -> None:
    case, green = zoo.rewired(), "the presser of green"
    for trivial, optima in (("excluded", "every"), ("excluded", "some"), ("included", "some")):
        reading = replace(PLACES, trivial=trivial, optima=optima)
        assert {"outer", "objective"} <= holding(case, reading, green)
        assert "intent" not in holding(case, reading, green)
        assert broken(case, reading, green) == {"I2"}


def test_over_deeds_the_hall_is_not_outer_aligned() -> None:
    case = zoo.rewired()
    for agent in case.agents:
        assert "outer" not in holding(case, DEEDS, agent.name)
        assert not {"I2", "I4"} & broken(case, DEEDS, agent.name)


def test_the_patrol_fits_one_objective_with_a_tie() -> None:
    case = zoo.patrol()
    env, rounds = case.world.training, case.objective("rounds")
    (only,) = demonstrated(case)
    pay = [row[0] for row in only.mean(env)]
    assert [(x - pay[1]) / (pay[0] - pay[1]) for x in pay] == [1, 0, 3] == [row[0] for row in rounds.mean(env)]
    assert start_value(env, evaluate(env, rounds, kept(case))) == 2
    assert optimal(env, rounds).actions[0] == {0, 1}
    shown = representatives((Observation(env, kept(case)),), (env,), (), "s")
    assert sum(not is_trivial(env, r) for r in shown) == 1


@pytest.mark.parametrize("seen", ["training", "deployment"])
@pytest.mark.parametrize("trivial", ["excluded", "included"])
def test_some_optimum_of_the_patrol_is_harmless(seen: str, trivial: str) -> None:
    case = zoo.patrol()
    reading = replace(PLACES, observed_in=seen, trivial=trivial, optima="some")
    assert {"intent", "objective", "capability"} <= holding(case, reading)
    assert not {"impact", "robust"} & holding(case, reading)
    assert {"I3", "I5"} <= broken(case, reading)
    for other in (replace(reading, optima="every"), replace(reading, among="sa")):
        assert not {"intent", "objective"} & holding(case, other)
        assert not {"I3", "I5"} & broken(case, other)


def test_the_wires_are_swapped_and_capability_is_what_fails() -> None:
    case = zoo.two_buttons()
    assert case.check("one mind", PLACES).holds
    assert holding(case, PLACES) == {"intent", "objective"}
    assert not broken(case, PLACES)
    trained = replace(PLACES, encountered="training")
    assert holding(case, trained) == {"intent", "objective", "outer"}
    assert not broken(case, trained)
    as_before = replace(case, world=World.same(case.world.training))
    assert {"capability", "impact", "robust"} <= holding(as_before, PLACES)


def test_over_deeds_it_wants_to_press_left() -> None:
    case = zoo.two_buttons()
    assert not case.check("one mind", DEEDS).holds
    assert holding(case, DEEDS) == set()
    assert not broken(case, DEEDS)
