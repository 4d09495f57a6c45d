"""T2: tolerated by the base objective, bad for the human (`H8`, `H12`, `H26`)."""

import pytest

from toymodel import Judge, Reading, solve, zoo

from .standing import DEPLOYED, HUMAN, MESA, SOME, broken, feasible, holding, kept

TOLERANT = Reading(base_judge="tolerant", tolerance="1/10")
LENIENT = Reading(performs="W2", epsilon=1)


def test_the_drug_is_a_tenth_worse_each_step_and_one_in_all() -> None:
    case = zoo.good_enough()
    env = case.world.deployment
    assert solve.optimal(env, case.base).advantage[0][1] == -(1 - env.discount)
    assert solve.regret(env, case.base, kept(case)) == 1
    assert solve.tolerance_share(env, Judge.by(case.base, "1/10")) * 10 == 1
    assert feasible(case, env, kept(case)) == {"the drug's sales"}


@pytest.mark.parametrize("reading", [Reading(), DEPLOYED, SOME, HUMAN, Reading(optima="some")])
def test_by_the_strict_judge_no_arrow_is_in_danger(reading: Reading) -> None:
    assert holding(zoo.good_enough(), reading) == {"outer", "capability"}
    assert broken(zoo.good_enough(), reading) == set()


def test_by_the_tolerant_judge_two_arrows_break() -> None:
    case = zoo.good_enough()
    assert holding(case, TOLERANT) == {"outer", "objective", "capability", "inner"}
    assert broken(case, TOLERANT) == {"I2", "I5"}
    assert broken(case, Reading(base_judge="tolerant", tolerance="1/11")) == set()


def test_by_small_regret_two_others_break() -> None:
    case = zoo.good_enough()
    assert holding(case, LENIENT) == {"outer", "robust", "capability"}
    assert broken(case, LENIENT) == {"I4", "I4i", "I5a"}
    assert broken(case, Reading(performs="W2", epsilon="999/1000")) == set()


def test_with_both_kinds_of_leniency_only_the_arrows_to_the_human_break() -> None:
    both = Reading(performs="W2", epsilon=1, base_judge="tolerant", tolerance="1/10")
    assert broken(zoo.good_enough(), both) == {"I2", "I4", "I4i"}


def test_the_mesa_objective_says_the_same_of_the_agent() -> None:
    assert holding(zoo.good_enough(), MESA) == {"capability"}
    assert zoo.good_enough().check("outer aligned", MESA).status == "undefined"


def test_a_drug_as_good_as_the_cure_is_not_outer_aligned() -> None:
    assert not zoo.good_enough(shortfall=0).check("outer aligned").holds
