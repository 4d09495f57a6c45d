"""T24: under "some", two premises may speak of different objectives (`H5`, `H13`)."""

import pytest

from toymodel import Reading, solve, zoo

from .standing import BASE, DEPLOYED, HUMAN, SOME, broken, feasible, holding, kept

TRIVIAL = Reading(objectives="some", trivial="included")


def test_its_numbers() -> None:
    case = zoo.mixed_witness()
    france, policy = case.world.deployment, kept(case)
    assert solve.regret(france, case.base, policy) == 10
    assert solve.regret(france, case.objective("left-loving"), policy) == 0
    assert feasible(case, case.world.training, policy) == {"driving well", "left-loving"}


def test_no_objective_makes_both_premises_true() -> None:
    case = zoo.mixed_witness()
    assert broken(case, SOME) == {"I3", "I5"}
    assert case.check("intent aligned", SOME).witness == case.base
    assert case.check("capability robust", SOME).witness == case.objective("left-loving")
    france, safe = case.world.deployment, solve.safe_actions(case.world.deployment, case.judge)
    for objective in case.candidates:
        vouches = solve.is_optimal(france, objective, kept(case))
        assert not (vouches and solve.stays_inside(france, solve.optimal(france, objective).actions, safe))


@pytest.mark.parametrize(
    ("reading", "hold"),
    [
        (Reading(), set()),
        (SOME, {"intent", "objective", "capability"}),
        (HUMAN, {"intent", "objective"}),
        (BASE, {"intent", "objective"}),
        (DEPLOYED, {"outer", "capability"}),
    ],
)
def test_only_some_mixes(reading: Reading, hold: set[str]) -> None:
    assert holding(zoo.mixed_witness(), reading) == hold
    assert bool(broken(zoo.mixed_witness(), reading)) == (reading == SOME)


def test_without_left_loving_zero_takes_its_place_where_it_counts() -> None:
    case = zoo.mixed_witness(left_loving=False)
    assert broken(case, SOME) == set()
    assert broken(case, TRIVIAL) == {"I3", "I5"}
    assert case.check("capability robust", TRIVIAL).witness == case.objective("zero")


def test_the_researcher_mixes_too() -> None:
    """In her beliefs: intent by human values, capability by what deploying serves."""
    case = zoo.misguided_researcher()
    reading = Reading(observed_in="beliefs", objectives="some")
    assert "I3" in broken(case, reading)
    assert case.check("intent aligned", reading).witness == case.human
    assert case.check("capability robust", reading).witness == case.objective("doom-lover")
