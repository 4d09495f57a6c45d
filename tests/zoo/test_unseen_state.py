"""T19: outer alignment and a state that training never reaches (`H29`, `H30`)."""

from fractions import Fraction

import pytest

from toymodel import Reading, solve, zoo

from .standing import ALL, DEPLOYED, SOME, broken, feasible, holding, kept, undefined

ROWER, DRIFTER = "the rower", "the drifter"


def test_both_are_optimal_in_training_and_differ_on_the_weir_alone() -> None:
    case = zoo.unseen_state()
    training, deployment = case.world.training, case.world.deployment
    rows, drifts = kept(case, ROWER), kept(case, DRIFTER)
    assert [s for s in range(3) if rows.rows[s] != drifts.rows[s]] == [training.state("the weir")]
    assert training.state("the weir") not in solve.reachable(training, solve.full(training))
    for policy, loss in ((rows, 0), (drifts, Fraction("8.1"))):
        assert solve.regret(training, case.base, policy) == 0
        assert solve.regret(deployment, case.base, policy) == loss
    assert feasible(case, deployment, drifts) == set()


@pytest.mark.parametrize("reading", [Reading(), SOME, DEPLOYED, Reading(encountered="training")])
def test_all_but_the_undefined_holds_of_the_rower(reading: Reading) -> None:
    case = zoo.unseen_state()
    assert holding(case, reading, ROWER) == ALL - {"inner"}
    assert undefined(case, reading, ROWER) == {"inner"}


def test_the_drifter_means_as_well_by_training_data() -> None:
    case = zoo.unseen_state()
    assert holding(case, Reading(), DRIFTER) == {"intent", "outer", "objective"}
    assert holding(case, DEPLOYED, DRIFTER) == {"outer"}
    assert broken(case, Reading(), DRIFTER) == set()


@pytest.mark.parametrize("observed", ["training", "deployment", "both"])
@pytest.mark.parametrize("encountered", ["training", "deployment", "both"])
def test_outer_alignment_depends_on_what_was_encountered_where_deployment_is_observed(
    observed: str, encountered: str
) -> None:
    verdict = zoo.unseen_state().check("outer aligned", Reading(observed_in=observed, encountered=encountered))
    assert verdict.holds == (observed == "training" or encountered != "training")
