"""T11: deception, and how the verdict flips with what is observed (`H21` to `H23`)."""

import pytest

from toymodel import Reading, solve, zoo

from .standing import BASE, BELIEVED, DEPLOYED, HUMAN, MESA, SOME, best, broken, feasible, holding, kept


def test_it_loses_nothing_in_training_and_all_in_deployment() -> None:
    case = zoo.deceiver()
    test, field = case.world.training, case.world.deployment
    own = case.objective("the deceiver's own")
    assert solve.regret(test, case.base, kept(case)) == 0
    assert solve.regret(field, case.base, kept(case)) == 10
    assert solve.regret(test, own, kept(case)) == solve.regret(field, own, kept(case)) == 0
    assert feasible(case, test, kept(case)) == {"service", "the deceiver's own"}
    assert feasible(case, field, kept(case)) == {"the deceiver's own"}


@pytest.mark.parametrize(
    ("reading", "hold"),
    [
        (Reading(), set()),
        (BASE, {"intent", "objective"}),
        (HUMAN, {"intent", "objective"}),
        (SOME, {"intent", "objective", "capability"}),
        (DEPLOYED, {"outer", "capability"}),
        (Reading(observed_in="both", encountered="both"), {"outer", "capability"}),
    ],
)
def test_intent_and_capability_flip_with_what_is_observed(reading: Reading, hold: set[str]) -> None:
    """`H22`: intent fails and capability holds only by deployment data; by training data it can be the reverse."""
    assert holding(zoo.deceiver(), reading) == hold


def test_read_by_its_mesa_objective_the_essay_is_right() -> None:
    assert holding(zoo.deceiver(), MESA) == {"capability"}


def test_under_some_the_witness_is_mixed() -> None:
    case = zoo.deceiver()
    assert broken(case, SOME) == {"I3", "I5"}
    intent, capability = (case.check(name, SOME).witness for name in ("intent aligned", "capability robust"))
    assert (intent, capability) == (case.base, case.objective("the deceiver's own"))


@pytest.mark.parametrize(
    ("observed", "encountered", "holds"),
    [
        ("deployment", "training", False),
        ("deployment", "deployment", True),
        ("deployment", "both", True),
        ("both", "training", False),
        ("both", "deployment", False),  # a model may defect in the test, and then demonstrates nothing in both
        ("both", "both", True),
    ],
)
def test_deception_is_no_outer_problem_if_deployment_was_encountered(
    observed: str, encountered: str, holds: bool
) -> None:
    """`H23`: the deceiver is optimal on all that it encounters in training, and not on all data."""
    reading = Reading(observed_in=observed, encountered=encountered)
    assert zoo.deceiver().check("outer aligned", reading).holds is holds
    assert zoo.patient_deceiver().check("outer aligned", reading).holds is holds


def test_by_training_data_the_objective_is_never_outer_aligned() -> None:
    for encountered in ("training", "deployment", "both"):
        assert not zoo.deceiver().check("outer aligned", Reading(encountered=encountered)).holds


# The second form -----------------------------------------------------------------------------------------------------


def test_the_patient_deceiver_serves_although_it_wants_to_defect() -> None:
    case = zoo.patient_deceiver()
    test, field, own = case.world.training, case.world.deployment, case.objective("defecting")
    believed = case.agents[0].believed
    assert believed is not None
    believes = solve.optimal(believed, own)
    assert believes.q[0] == (9, 1)
    assert kept(case).support[:2] == ({0}, {1})
    assert solve.regret(test, own, kept(case)) == best(test, own) == 1
    assert solve.regret(test, case.base, kept(case)) == 0
    assert solve.regret(field, own, kept(case)) == 0
    assert solve.regret(field, case.base, kept(case)) == 10
    assert feasible(case, test, kept(case)) == {"service"}
    assert feasible(case, believed, kept(case)) == {"defecting"}


def test_it_waits_from_a_chance_of_one_in_eighty_one_on() -> None:
    assert kept(zoo.patient_deceiver("1/80")).support[0] == {0}
    assert kept(zoo.patient_deceiver("1/82")).support[0] == {1}
    case = zoo.patient_deceiver("1/81")
    believed = case.agents[0].believed
    assert believed is not None
    assert solve.optimal(believed, case.objective("defecting")).actions[0] == {0, 1}


@pytest.mark.parametrize(
    ("reading", "hold"),
    [
        (Reading(), {"intent", "objective"}),
        (SOME, {"intent", "objective"}),
        (HUMAN, {"intent", "objective"}),
        (BASE, {"intent", "objective"}),
        (Reading(encountered="training"), {"intent", "objective", "outer"}),
        (DEPLOYED, {"outer", "capability"}),
        (BELIEVED, {"capability"}),
        (MESA, {"capability"}),
    ],
)
def test_by_training_data_even_every_objective_vouches_for_its_intent(reading: Reading, hold: set[str]) -> None:
    assert holding(zoo.patient_deceiver(), reading) == hold
    assert broken(zoo.patient_deceiver(), reading) == set()


def test_only_zero_mixes_the_witnesses() -> None:
    assert broken(zoo.patient_deceiver(), Reading(objectives="some", trivial="included")) == {"I3", "I5"}


def test_a_chance_is_a_probability() -> None:
    with pytest.raises(ValueError, match="release is -1; it must be between 0 and 1"):
        zoo.patient_deceiver(-1)
