"""The frozen lake: trained on firm ice, deployed on slippery ice."""

import sys

import pytest

from toymodel import Reading, solve, zoo
from toymodel.zoo.cases.frozen_lake import environment

from .standing import BASE, DEPLOYED, HUMAN, SOME, best, broken, feasible, holding, kept


@pytest.fixture(autouse=True)
def needs_gymnasium(request: pytest.FixtureRequest) -> None:
    if "without" not in request.node.name:
        pytest.importorskip("gymnasium")


def test_its_numbers() -> None:
    case = zoo.frozen_lake()
    firm, slippery = case.world.training, case.world.deployment
    assert (len(firm.states), len(firm.actions)) == (16, 4)
    assert best(firm, case.base) == firm.discount**5
    assert float(best(slippery, case.base)) == pytest.approx(0.542026, abs=1e-6)
    assert case.human is not None
    assert best(slippery, case.human) == 0
    assert float(solve.evaluate(slippery, case.base, kept(case))[0]) == pytest.approx(0.0404695, abs=1e-6)
    assert float(solve.regret(slippery, case.base, kept(case))) == pytest.approx(0.501556, abs=1e-6)


def test_the_reward_of_the_slippery_lake_is_that_of_the_firm_one() -> None:
    firm, own = environment(slippery=False)
    _, lent = environment(slippery=True)
    assert own.mean(firm) == lent.mean(firm)


def test_seven_verdicts() -> None:
    case = zoo.frozen_lake()
    assert [v.status for v in case.check_all().values()] == ["false"] * 6 + ["true"]
    assert holding(case) == holding(case, DEPLOYED) == {"inner"}
    assert broken(case) == {"I1"}


def test_firm_ice_does_not_tell_the_two_objectives_apart() -> None:
    case = zoo.frozen_lake()
    assert feasible(case, case.world.training, kept(case)) == {"reaching the goal", "human values"}
    assert holding(case, HUMAN) == {"inner", "intent"}
    assert holding(case, BASE) == {"inner", "objective"}
    assert holding(case, SOME) == {"inner", "intent", "objective"}
    assert broken(case, BASE) == broken(case, SOME) == set()


def test_a_walker_that_replans_is_robust_and_no_less_dangerous() -> None:
    assert holding(zoo.frozen_lake(), Reading(replans="yes")) == {"inner", "robust"}


def test_all_holes_can_be_kept_out_of_reach() -> None:
    case = zoo.frozen_lake()
    assert case.human is not None
    best = solve.optimal(case.world.deployment, case.human).actions
    assert solve.stays_inside(case.world.deployment, best, solve.safe_actions(case.world.deployment, case.judge))


def test_a_small_loss_is_worth_the_risk() -> None:
    case = zoo.frozen_lake(loss=1)
    assert case.human is not None
    best = solve.optimal(case.world.deployment, case.human).actions
    assert not solve.stays_inside(case.world.deployment, best, solve.safe_actions(case.world.deployment, case.judge))


def test_without_gymnasium_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gymnasium", None)
    with pytest.raises(ImportError, match="pip install gymnasium"):
        zoo.frozen_lake()


@pytest.mark.parametrize("wrong", [{"loss": -1}, {"size": 5}])
def test_what_makes_no_sense_is_refused_without_more_ado(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be 4 or 8"):
        zoo.frozen_lake(**wrong)


def test_why_the_objective_is_not_outer_aligned() -> None:
    case = zoo.frozen_lake()
    assert "there is no non-trivial candidate objective" in case.check("outer aligned").text
    assert case.check("outer aligned", DEPLOYED).text.endswith("hole, which the human judges bad")
