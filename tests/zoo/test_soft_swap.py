"""T8: the same soft behaviour in training, and two objectives that part in deployment."""

from fractions import Fraction
from math import exp

import pytest

from toymodel import Reading, solve, zoo
from toymodel.solve import optimal, shaped

np = pytest.importorskip("numpy")
soft_optimal = pytest.importorskip("toymodel.behavior.maximum_entropy").soft_optimal

SOFT = Reading(behavior="maximum_entropy")


@pytest.fixture(scope="module")
def case():
    return zoo.soft_swap()


def test_the_second_objective_is_the_first_one_shaped(case):
    """In training, as an objective on (s, a); in deployment the two differ by no potential."""
    training = case.world.training
    by_hand = shaped(training, case.base, (Fraction(0), Fraction(0), Fraction(-3)))
    assert by_hand.mean(training) == case.objective("comfort, shaped").mean(training)
    rewards = [[float(x) for x in row] for row in case.objective("comfort, shaped").mean(training)]
    assert rewards == [[0, -2.7], [0.2, 0.2], [0.3, 0.3]]


def test_one_behaviour_in_training_and_two_in_deployment(case):
    before, after = (
        [soft_optimal(env, r) for r in case.candidates[:2]] for env in (case.world.training, case.world.deployment)
    )
    np.testing.assert_allclose(before[0].policy, before[1].policy, atol=1e-13)
    assert before[0].policy[0, 0] == pytest.approx(1 / (1 + exp(-1.8)))
    assert after[0].policy[0, 0] == pytest.approx(0.141851, abs=1e-6)
    assert after[1].policy[0, 0] == pytest.approx(0.973403, abs=1e-6)


def test_the_optima_part_in_deployment(case):
    deployment = case.world.deployment
    left, right = frozenset({0}), frozenset({1})
    comfort, moved = (optimal(deployment, r) for r in case.candidates[:2])
    assert (comfort.actions[0], moved.actions[0]) == (right, left)
    assert comfort.q[0] == (0, Fraction(9, 5))
    assert moved.q[0] == (Fraction(27, 10), Fraction(-9, 10))
    assert (
        optimal(case.world.training, case.candidates[0]).actions
        == optimal(case.world.training, case.candidates[1]).actions
    )


def test_verdicts(case):
    """Intent aligned for some objective and not for every one; impact aligned not at all."""
    every = case.check("intent aligned", SOFT)
    assert every.holds is False
    assert every.witness.name == "comfort, shaped"
    some = case.check("intent aligned", Reading(behavior="maximum_entropy", objectives="some"))
    assert some.holds is True
    assert some.witness.name == "comfort"
    assert case.check("impact aligned").holds is False
    assert solve.badness(case.world.deployment, case.judge, case.agents[0].policy) == pytest.approx(
        0.9 * 0.858149, abs=1e-6
    )


def test_seen_in_deployment_it_demonstrates_neither(case):
    """It kept its policy when the world changed, which no soft optimum of these does."""
    verdict = case.check("intent aligned", Reading(behavior="maximum_entropy", observed_in="deployment"))
    assert verdict.holds is False
    assert "there is no" in str(verdict)


def test_other_numbers():
    """The share follows the comfort."""
    share = dict(zoo.soft_swap(comfort=1).agents[0].policy.rows[0])[0]
    assert float(share) == pytest.approx(1 / (1 + exp(-9)))
