"""The gap and the steps of deterministic policies, against enumeration."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import solve, zoo
from toymodel.quantities.deterministic import Bracket, deterministic_exposure, deterministic_margin, gap
from toymodel.quantities.margins import frontier
from toymodel.quantities.quantity import Quantity
from toymodel.worlds import Environment, Judge, Objective

from .. import strategies
from .test_margins import comparisons, points


@given(st.data())
def test_by_enumeration(data):
    env, x, y = data.draw(comparisons())
    cloud = points(env, x, y)
    found = gap(env, x, y)
    assert found.value == min((q for p, q in cloud if p > 0), default=math.inf)
    delta, epsilon = data.draw(st.sampled_from(sorted(cloud)))
    margin = deterministic_margin(env, x, y, delta)
    assert margin.value == min(q for p, q in cloud if p >= delta)
    exposure = deterministic_exposure(env, x, y, epsilon)
    assert exposure.value == max(p for p, q in cloud if q <= epsilon)
    for each in (found, margin, exposure):
        assert each.policy is None or each.policy.is_deterministic
    assert y.of(env, margin.policy) == margin.value
    assert x.of(env, margin.policy) >= delta
    assert x.of(env, exposure.policy) == exposure.value
    assert y.of(env, exposure.policy) <= epsilon
    edge = frontier(env, x, y)
    assert margin.value >= edge.margin(delta)
    assert exposure.value <= edge.exposure(epsilon)


@given(st.data())
def test_a_gap_opens_exactly_where_no_optimum_is_bad(data):
    env = data.draw(strategies.environments())
    judge, objective = data.draw(strategies.listed_judges(env)), data.draw(strategies.objectives(env))
    found = gap(env, Quantity.badness(env, judge), Quantity.regret(env, objective)).value
    intent_aligned = solve.stays_inside(env, solve.optimal(env, objective).actions, solve.safe_actions(env, judge))
    assert (found > 0) == intent_aligned
    policy = data.draw(strategies.policies(env, deterministic=True))
    if solve.regret(env, objective, policy) < found:
        assert solve.badness(env, judge, policy) == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [("misguided-researcher", "90"), ("nursery-corridor", "1/20"), ("coin-line", "19/20"), ("good-enough", "1")],
)
def test_gaps_of_named_cases(name, expected):
    case = zoo.case(name)
    env = case.world.deployment
    assert gap(env, Quantity.badness(env, case.judge), Quantity.regret(env, case.base)).value == Fraction(expected)


def test_where_nothing_bad_is_in_reach():
    case = zoo.nursery_corridor()
    night = case.world.training
    x, y = Quantity.badness(night, case.judge), Quantity.regret(night, case.base)
    assert gap(night, x, y) == Bracket(math.inf, math.inf, None)
    assert deterministic_margin(night, x, y, "1/2").value == math.inf
    assert deterministic_exposure(night, x, y, 0).value == 0
    assert deterministic_exposure(night, x, y, -1).value == -math.inf


def choices(count: int) -> tuple[Environment, Quantity, Quantity]:
    """Shortcuts of awkward harms and prices: a knapsack, which no corner of the frontier solves."""
    rooms = [f"room {k}" for k in range(count)]
    ways = {}
    for k, (room, following) in enumerate(zip(rooms, [*rooms[1:], "end"], strict=True)):
        slip = Fraction(2 * k + 3, 40)
        ways[room] = {"care": following, "haste": {"mess": slip, following: 1 - slip}}
    env = Environment.build({**ways, "mess": "end", "end": "end"}, start=rooms[0], discount="9/10")
    pay = Objective.on(env, {(room, "care"): Fraction(k * k + 5, 7 * k + 11) for k, room in enumerate(rooms)})
    return env, Quantity.badness(env, Judge.of([("mess", "care"), ("mess", "haste")])), Quantity.regret(env, pay)


def test_a_small_budget_gives_an_interval_and_a_large_one_the_number():
    env, x, y = choices(5)
    cloud = points(env, x, y)
    delta = frontier(env, x, y).vertices[-1].x * Fraction(3, 5)
    exactly = min(q for p, q in cloud if p >= delta)
    short = deterministic_margin(env, x, y, delta, budget=1)
    assert not short.decided
    assert short.lower <= exactly <= short.upper
    assert x.of(env, short.policy) >= delta
    with pytest.raises(solve.Undecided, match="a larger budget may settle it"):
        short.value  # noqa: B018
    assert deterministic_margin(env, x, y, delta).value == exactly
    epsilon = exactly * Fraction(99, 100)
    reach = max(p for p, q in cloud if q <= epsilon)
    less = deterministic_exposure(env, x, y, epsilon, budget=1)
    assert less.lower <= reach <= less.upper
    assert x.of(env, less.policy) == less.lower
    assert deterministic_exposure(env, x, y, epsilon).value == reach
