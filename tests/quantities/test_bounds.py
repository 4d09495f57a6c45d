"""The arrows with numbers: each bound holds for every policy drawn, and some world attains it."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toymodel import Reading, solve, zoo
from toymodel.agents import MesaOptimizer
from toymodel.alignment import Case
from toymodel.quantities import bounds
from toymodel.quantities.deterministic import gap
from toymodel.quantities.margins import frontier
from toymodel.quantities.quantity import Quantity
from toymodel.quantities.simulation import belief_error
from toymodel.worlds import Environment, Judge, Objective, Policy, World

from .. import strategies

few = settings(max_examples=50)
SLACK = st.fractions(0, 2, max_denominator=6)


def optimum(env: Environment, objective: Objective) -> list[Policy]:
    """The optima that take the first and the last of the optimal actions."""
    actions = solve.optimal(env, objective).actions
    return [Policy.deterministic([pick(row) for row in actions], len(env.actions)) for pick in (min, max)]


@given(st.data())
@few
def test_impact_within_the_exposure(data):
    """I3 and I4, for every agent; exactly safe below the gap, for agents that do not mix."""
    env = data.draw(strategies.environments())
    judge, objective = data.draw(strategies.listed_judges(env)), data.draw(strategies.objectives(env))
    policy = data.draw(strategies.policies(env))
    epsilon = solve.regret(env, objective, policy)
    bound = bounds.impact(env, judge, objective, epsilon)
    assert solve.badness(env, judge, policy) <= bound.value <= bound.at_zero + bound.rate * epsilon
    assert solve.badness(env, judge, bound.policy) == bound.value
    assert solve.regret(env, objective, bound.policy) <= epsilon
    aligned = solve.stays_inside(env, solve.optimal(env, objective).actions, solve.safe_actions(env, judge))
    assert (bound.at_zero == 0) == aligned
    assert (bounds.excluded_below(env, judge, objective) > 0) == aligned
    table = data.draw(strategies.policies(env, deterministic=True))
    if solve.regret(env, objective, table) < bounds.excluded_below(env, judge, objective):
        assert solve.badness(env, judge, table) == 0


@given(st.data())
@few
def test_robustness_within_the_exposure(data):
    """I5: its premise with the strict judge is b(0) = 0, with a tolerant one b(0) ≤ τ/(1−γ)."""
    env = data.draw(strategies.environments())
    base, objective = data.draw(strategies.objectives(env)), data.draw(strategies.objectives(env))
    policy = data.draw(strategies.policies(env))
    epsilon = solve.regret(env, objective, policy)
    bound = bounds.robustness(env, base, objective, epsilon)
    assert solve.regret(env, base, policy) <= bound.value <= bound.at_zero + bound.rate * epsilon
    assert solve.regret(env, base, bound.policy) == bound.value
    best = solve.optimal(env, objective).actions
    assert (bound.at_zero == 0) == solve.stays_inside(env, best, solve.safe_actions(env, Judge.by(base)))
    tau = data.draw(SLACK)
    if solve.stays_inside(env, best, solve.safe_actions(env, Judge.by(base, tau))):
        assert bound.at_zero <= bounds.tolerated_regret(env, tau)


@given(st.data())
@few
def test_intent_in_steps(data):
    """I2: every optimum of R has at most the badness that a deterministic policy of as much base regret can have."""
    env = data.draw(strategies.environments(most=3))
    judge = data.draw(strategies.listed_judges(env))
    base, objective = data.draw(strategies.objectives(env)), data.draw(strategies.objectives(env))
    rho = bounds.robustness(env, base, objective, 0).at_zero
    bound = bounds.intent(env, judge, base, rho)
    assert bounds.impact(env, judge, objective, 0).value <= bound.value
    assert bound.value <= bounds.impact(env, judge, base, rho, "I4").value
    if rho < bounds.excluded_below(env, judge, base):
        assert bound.value == 0


@given(st.data())
@few
def test_the_steps_of_intent_are_attained(data):
    """The objective that pays for what the worst such policy does has optima with just that badness."""
    env = data.draw(strategies.environments(most=3))
    judge, base = data.draw(strategies.listed_judges(env)), data.draw(strategies.objectives(env))
    rho = data.draw(SLACK)
    bound = bounds.intent(env, judge, base, rho)
    copied = Objective.of(env, lambda s, a: int(a in bound.policy.support[s]))
    assert bounds.robustness(env, base, copied, 0).at_zero <= rho
    assert bounds.impact(env, judge, copied, 0).value == bound.value


@given(st.data())
@few
def test_a_chain_of_two_bounds_is_no_better_than_the_one(data):
    env = data.draw(strategies.environments(most=3))
    judge = data.draw(strategies.listed_judges(env))
    base, objective, epsilon = (
        data.draw(strategies.objectives(env)),
        data.draw(strategies.objectives(env)),
        data.draw(SLACK),
    )
    through = bounds.robustness(env, base, objective, epsilon).value
    assert bounds.impact(env, judge, objective, epsilon).value <= bounds.impact(env, judge, base, through).value


def test_a_chain_may_lose_something_and_may_not():
    """Base and own objective ask the same, so nothing is lost; where they differ on what is harmless, something is."""
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["good", "idle", "harm"])
    judge, base = Judge.of([("s", "harm")]), Objective.from_array([[1, 0, 0]])
    for own, one, two in (([1, 0, 0], "1/2", "1/2"), ([1, 0, -3], "1/8", "1/2")):
        objective = Objective.from_array([own])
        through = bounds.robustness(env, base, objective, 1).value
        assert bounds.impact(env, judge, objective, 1).value == Fraction(one)
        assert bounds.impact(env, judge, base, through).value == Fraction(two)


@given(st.data())
@few
def test_planning_by_a_false_belief(data):
    """I1: a mesa-optimizer that searches well enough, in an environment that it believes in."""
    world = data.draw(strategies.worlds(most=3))
    env, believed = world.deployment, world.training
    base, mesa = data.draw(strategies.objectives(env)), data.draw(strategies.objectives(env))
    policy = data.draw(st.sampled_from(optimum(believed, mesa)) | strategies.policies(env))
    bound = bounds.planning(env, believed, base, mesa, solve.regret(believed, mesa, policy))
    assert solve.regret(env, mesa, policy) <= bound.slack
    assert solve.regret(env, base, policy) <= bound.value
    inner = solve.stays_inside(env, solve.optimal(env, mesa).actions, solve.safe_actions(env, Judge.by(base)))
    assert (bound.at_zero == 0) == inner
    if inner and world.training == world.deployment and solve.regret(believed, mesa, policy) == 0:
        assert bound.value == 0, "exact planning by true beliefs: the arrow itself"


def test_planning_attains_its_bound():
    """Two ways slip to heaven and hell, and beliefs swap them: c = 1/4, γ = 1/2, regret 2Δ = 4/5 of at most 2."""
    ways = {"left": {"s": "3/4", "heaven": "1/4"}, "right": {"s": "3/4", "hell": "1/4"}}
    swapped = {"left": {"s": "3/4", "hell": "1/4"}, "right": {"s": "3/4", "heaven": "1/4"}}
    ends = {"heaven": "heaven", "hell": "hell"}
    env, believed = (Environment.build({"s": each, **ends}, start="s", discount="1/2") for each in (ways, swapped))
    pay = Objective.on(env, {("s", "left"): "1/4", "heaven": 1})
    assert belief_error(env, believed, pay).value == Fraction(2, 5)
    bound = bounds.planning(env, believed, pay, pay)
    wrong = Policy.on(env, {"s": "right"}, otherwise="left")
    assert solve.regret(believed, pay, wrong) == 0
    assert solve.regret(env, pay, wrong) == bound.value == Fraction(4, 5)


def test_what_a_near_optimal_planner_demonstrates_may_have_any_optima():
    """I1 has no quantitative form for every objective exactly demonstrated: it may tie what is done with ruin."""
    env = Environment.build({"s": "s"}, start="s", discount="9/10", actions=["best", "nearly", "ruin"])
    base = Objective.from_array([[1, "9/10", -100]], "base")
    nearly = Policy.deterministic([1], 3)
    assert bounds.planning(env, env, base, base, solve.regret(env, base, nearly)).value == 1
    tied = Objective.from_array([[0, 1, 1]])
    assert solve.is_optimal(env, tied, nearly)
    assert not solve.is_trivial(env, tied)
    assert bounds.robustness(env, base, tied, 0).value == 1010
    assert not solve.is_optimal(env, base, nearly), "and the base objective is not exactly demonstrated"


def test_the_corridor_attains_i3_and_i4():
    """Regret ε = p/20 for badness p/10: the robot's habit is the worst that its regret allows."""
    for habit in ("0", "1/5", "1/2", "1"):
        case = zoo.nursery_corridor(habit)
        day, robot = case.world.deployment, case.agents[0].keeps(case.world)
        epsilon = solve.regret(day, case.base, robot)
        assert epsilon == Fraction(habit) / 20
        for bound in (
            bounds.impact(day, case.judge, case.human, epsilon),
            bounds.impact(day, case.judge, case.base, epsilon, "I4"),
        ):
            assert bound.value == solve.badness(day, case.judge, robot) == Fraction(habit) / 10
            assert (bound.at_zero, bound.rate) == (0, 2)
    assert bounds.excluded_below(day, case.judge, case.base) == Fraction(1, 20)
    reading = Reading(performs="W2", epsilon="1/20", objectives="selected", selected_by="human")
    assert zoo.nursery_corridor(1).arrow("I3", reading).state == "broken"
    assert zoo.nursery_corridor(1).arrow("I3", Reading(performs="W2", epsilon="49/1000")).state == "idle"


def test_the_lazy_walker_attains_i5():
    """Own objective (1, 0), base (1, −4): a regret of ε on the one is 5ε on the other, at a mix."""
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["on", "off"])
    own, base = Objective.from_array([[1, 0]]), Objective.from_array([[1, -4]])
    bound = bounds.robustness(env, base, own, "1/2")
    assert (bound.at_zero, bound.rate, bound.value) == (0, 5, Fraction(5, 2))
    assert not bound.policy.is_deterministic
    assert solve.regret(env, own, bound.policy) == Fraction(1, 2)
    assert bounds.robustness(env, base, own, 7).value == 10
    assert str(bound) == "I5: with a slack of 0.5, at most 2.5 (5 per unit of slack); attained"


def test_good_enough_attains_i2_at_its_step():
    """No optimum is bad, and the drug loses 1: intent stays exact for every slack below 1, and is lost at 1."""
    case = zoo.good_enough()
    ward = case.world.deployment
    assert bounds.excluded_below(ward, case.judge, case.base) == 1
    below = bounds.intent(ward, case.judge, case.base, "99/100")
    assert below.value == 0
    assert bounds.impact(ward, case.judge, case.base, "99/100").value == Fraction(99, 100), "for agents that mix"
    at = bounds.intent(ward, case.judge, case.base, 1)
    assert (at.value, at.rate) == (1, None)
    medic = case.objective("the drug's sales")
    assert bounds.robustness(ward, case.base, medic, 0).at_zero == 1
    assert bounds.impact(ward, case.judge, medic, 0).value == 1
    assert str(at) == "I2: with a slack of 1, at most 1; attained"
    tolerant = Reading(base_judge="tolerant", tolerance="1/10")
    assert case.arrow("I2", tolerant).state == "broken"
    assert case.arrow("I2", Reading(base_judge="tolerant", tolerance="99/1000")).state != "broken"


@given(st.data())
@few
def test_outer_alignment_leaves_no_exposure_at_zero(data):
    """Every optimum of R_base demonstrates R_base, so if all are intent aligned on all, none is bad."""
    env = data.draw(strategies.environments(most=2))
    judge, base = data.draw(strategies.listed_judges(env)), data.draw(strategies.objectives(env, on_transitions=False))
    assume(not solve.is_trivial(env, base))
    candidates = (base.renamed("base"), Objective.zero(env))
    case = Case("drawn", "", World.same(env), (MesaOptimizer("it", base),), base, judge, candidates)
    verdict = case.check("outer aligned", Reading(observed_in="deployment"))
    if verdict.holds:
        assert bounds.impact(env, judge, base, 0).value == 0


# A judge by advantage --------------------------------------------------------------------------------


def seldom(chance: Fraction) -> tuple[Environment, Objective, Policy]:
    """A fork that is seldom reached, where one way loses 1 at once and for good."""
    env = Environment.build(
        {
            "start": {a: {"fork": chance, "end": 1 - chance} for a in ("well", "badly")},
            "fork": {"well": "end", "badly": "end"},
            "end": "end",
        },
        start="start",
        discount="1/2",
    )
    return env, Objective.on(env, {("fork", "well"): 1}), Policy.on(env, {"fork": "badly"}, otherwise="well")


@pytest.mark.parametrize("epsilon", [Fraction(1, 10), Fraction(1, 10**6)])
def test_small_regret_does_not_make_safe_for_a_tolerant_judge(epsilon):
    """Regret γ·chance, as small as you like, with an advantage of −1 < −τ where it seldom comes."""
    env, pay, policy = seldom(epsilon)
    judge = Judge.by(pay, "99/100")
    assert solve.regret(env, pay, policy) == epsilon / 2 < epsilon
    assert not solve.stays_inside(env, policy, solve.safe_actions(env, judge))
    assert solve.badness(env, judge, policy) > 0
    assert bounds.impact(env, judge, pay, epsilon / 2).value == solve.badness(env, judge, policy)


@pytest.mark.parametrize("tau", ["1/10", "1/2"])
def test_the_regret_of_a_policy_that_a_tolerant_judge_calls_safe(tau):
    """τ/(1−γ) is attained by who pays τ at every step: the medic with the drug."""
    case = zoo.good_enough(shortfall=tau)
    ward, drug = case.world.deployment, Policy.deterministic([1], 3)
    assert solve.stays_inside(ward, drug, solve.safe_actions(ward, Judge.by(case.base, tau)))
    assert solve.regret(ward, case.base, drug) == bounds.tolerated_regret(ward, tau)


@given(st.data())
@few
def test_small_regret_bounds_the_share_of_time_that_a_tolerant_judge_calls_bad(data):
    """Markov: τ · badness ≤ (1−γ) · regret; attained in the limit, since bad is strictly below −τ."""
    env = data.draw(strategies.environments())
    objective, policy = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    tau = data.draw(st.fractions("1/5", 2, max_denominator=5))
    judge = Judge.by(objective, tau)
    epsilon = solve.regret(env, objective, policy)
    assert solve.badness(env, judge, policy) * tau <= (1 - env.discount) * epsilon
    assert bounds.impact(env, judge, objective, epsilon).value * tau <= (1 - env.discount) * epsilon


def test_the_share_of_time_comes_as_close_as_you_like():
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["on", "off"])
    pay = Objective.from_array([[1, 0]])
    shares = [bounds.impact(env, Judge.by(pay, tau), pay, 1).value for tau in ("9/10", "999/1000", "1")]
    assert shares == [Fraction(1, 2), Fraction(1, 2), 0]


def test_the_gap_is_that_of_the_search():
    case = zoo.nursery_corridor()
    day = case.world.deployment
    x, y = Quantity.badness(day, case.judge), Quantity.regret(day, case.base)
    assert bounds.excluded_below(day, case.judge, case.base) == gap(day, x, y).value
    assert bounds.impact(day, case.judge, case.base, 1).value == frontier(day, x, y).vertices[-1].x
