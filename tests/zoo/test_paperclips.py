"""T18: an objective that is wrong however well it is learned, in a world where it does harm (`H24`)."""

import pytest

from toymodel import Policy, Reading, solve, zoo

from .standing import ALL, DEPLOYED, HUMAN, MESA, SOME, best, broken, holding


def test_the_workshop_would_lose_ninety_of_a_hundred() -> None:
    case = zoo.paperclips()
    city = case.world.deployment
    modest = Policy.on(city, {}, otherwise="workshop")
    assert best(city, case.base) == 100
    assert solve.regret(city, case.base, modest) == 90
    assert best(zoo.paperclips(deployed="the desert").world.deployment, case.base) == 10


@pytest.mark.parametrize("reading", [Reading(), DEPLOYED, SOME, HUMAN, Reading(optima="some")])
def test_in_the_city_the_fault_is_the_objective_alone(reading: Reading) -> None:
    assert holding(zoo.paperclips(), reading) == {"inner", "robust", "objective", "capability"}
    assert broken(zoo.paperclips(), reading) == set()


def test_the_mesa_objective_tells_the_same_of_the_agent_and_nothing_of_the_models() -> None:
    assert holding(zoo.paperclips(), MESA) == {"inner", "robust", "objective", "capability"}


def test_in_the_desert_all_is_well() -> None:
    assert holding(zoo.paperclips("the desert", "the desert")) == ALL


def test_trained_in_the_desert_it_does_in_the_city_what_it_was_never_shown() -> None:
    """In the desert its behaviour shows human values too, since melting down yields nothing there."""
    case = zoo.paperclips(trained="the desert")
    assert holding(case) == {"inner", "robust"}
    assert case.check("intent aligned", HUMAN).holds
    assert not case.check("capability robust", HUMAN).holds
    assert holding(case, DEPLOYED) == {"inner", "robust", "objective", "capability"}


def test_where_wire_is_worth_no_more_than_the_workshop_some_optimum_is_harmless() -> None:
    case = zoo.paperclips(wire=1)
    assert case.check("outer aligned", Reading(optima="some")).holds
    assert not case.check("outer aligned").holds


def test_it_says_what_the_agent_does() -> None:
    verdict = zoo.paperclips().check("impact aligned")
    assert str(verdict) == "No: the paperclip maximiser plays melt down in the city, which the human judges bad."


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(ValueError, match="choose the city or the desert"):
        zoo.paperclips(trained="the moon")  # type: ignore[arg-type]
