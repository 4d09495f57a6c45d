"""T4: small regret does not exclude a catastrophe (`H7`, `H13`)."""

from fractions import Fraction

import pytest

from toymodel import Reading, solve, zoo

from .standing import DEPLOYED, broken, holding, kept, undefined


def within(epsilon: str) -> Reading:
    return Reading(performs="W2", epsilon=epsilon)


@pytest.mark.parametrize(("epsilon", "probability"), [("0", "0"), ("1/100", "1/5"), ("1/40", "1/2"), ("1/20", "1")])
def test_at_regret_epsilon_the_nursery_has_probability_twenty_epsilon(epsilon: str, probability: str) -> None:
    case = zoo.nursery_corridor(habit=probability)
    policy, day = kept(case), case.world.deployment
    assert solve.regret(day, case.base, policy) == Fraction(epsilon)
    assert solve.badness(day, case.judge, policy) == (1 - day.discount) * Fraction(probability)


def test_no_other_policy_of_small_regret_goes_through_the_nursery_more() -> None:
    """By the performance difference lemma: no action at the start is worse per unit of regret."""
    case = zoo.nursery_corridor()
    day = case.world.deployment
    optimal = solve.optimal(day, case.base)
    start = day.state("start")
    for action in range(len(day.actions)):
        paid = -optimal.advantage[start][action]
        bad = (start, action) in solve.bad_pairs(day, case.judge)
        assert paid * 20 >= bad


def test_by_exact_regret_the_arrows_are_safe() -> None:
    case = zoo.nursery_corridor()
    assert holding(case) == {"intent", "outer", "objective"}
    assert undefined(case) == {"inner"}
    assert broken(case) == set()


def test_from_a_regret_of_one_in_a_hundred_on_they_break() -> None:
    case = zoo.nursery_corridor()
    assert holding(case, within("1/100")) == {"intent", "outer", "objective", "robust", "capability"}
    assert broken(case, within("1/100")) == {"I3", "I4"}
    assert broken(case, within("1/101")) == set()


def test_a_robot_that_always_takes_the_nursery_shows_that_it_may_love_it() -> None:
    case = zoo.nursery_corridor(habit=1)
    assert holding(case, within("1/20")) == {"outer", "robust", "capability"}
    assert broken(case, within("1/20")) == {"I4", "I4i", "I5a"}
    assert broken(case, Reading(performs="W2", epsilon="1/20", objectives="selected", selected_by="human")) == {
        "I3",
        "I4",
    }


def test_with_no_such_habit_nothing_is_wrong() -> None:
    assert "impact" in holding(zoo.nursery_corridor(habit=0))


def test_seen_by_day_it_demonstrates_nothing() -> None:
    verdict = zoo.nursery_corridor().check("intent aligned", DEPLOYED)
    assert verdict.holds is False
    assert "there is no non-trivial candidate objective" in verdict.text


def test_at_night_nobody_is_in_the_nursery() -> None:
    case = zoo.nursery_corridor()
    assert solve.bad_pairs(case.world.training, case.judge) == set()
    assert "in training" not in case.check("impact aligned", Reading(judged_in="both")).text


@pytest.mark.parametrize("wrong", [{"habit": 2}, {"detour": -1}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be between 0 and 1, and detour"):
        zoo.nursery_corridor(**wrong)
