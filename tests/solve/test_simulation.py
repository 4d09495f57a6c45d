"""The performance difference lemma and the simulation lemma: laws, a world that attains, one where it is silent."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import solve, zoo
from toymodel.agents import MesaOptimizer
from toymodel.quantities.simulation import belief_error, planning_regret, worst_regret
from toymodel.worlds import Environment, Objective, Policy

from .. import strategies
from . import oracles
from .draws import beside


@given(st.data())
def test_performance_difference(data):
    """μ·(V^π' − V^π) = (1/(1−γ)) Σ d_π'(s,a) (Q^π(s,a) − V^π(s)) (Kakade & Langford 2002)."""
    env = data.draw(strategies.environments())
    objective = data.draw(strategies.objectives(env))
    policy, other = data.draw(strategies.policies(env)), data.draw(strategies.policies(env))
    values, better = solve.evaluate(env, objective, policy), solve.evaluate(env, objective, other)
    q, share = solve.action_values(env, objective, values), solve.occupancy(env, other)
    gained = sum(share[s][a] * (q[s][a] - values[s]) for s, a in env.pairs)
    assert solve.start_value(env, better) - solve.start_value(env, values) == gained / (1 - env.discount)


@given(st.data())
def test_no_policy_is_misjudged_by_more(data):
    env = data.draw(strategies.environments())
    believed = data.draw(beside(env))
    objective = data.draw(strategies.objectives(env))
    error = belief_error(env, believed, objective)
    policy = data.draw(strategies.policies(env))
    true, thought = (oracles.from_start(each, oracles.values(each, objective, policy)) for each in (env, believed))
    assert abs(true - thought) <= error.value <= error.spread / (1 - env.discount)
    assert error.pays <= error.spread
    planned = solve.regret(believed, objective, policy)
    assert solve.regret(env, objective, policy) <= planning_regret(env, believed, objective, planned)


@given(st.data())
def test_true_beliefs_cost_nothing_and_the_textbook_bound_is_weaker(data):
    env = data.draw(strategies.environments())
    objective = data.draw(strategies.objectives(env, on_transitions=False))
    assert belief_error(env, env, objective).value == 0
    assert planning_regret(env, env, objective, "1/7") == Fraction(1, 7)
    believed = data.draw(beside(env))
    error, gamma = belief_error(env, believed, objective), env.discount
    assert error.pays == 0
    textbook = error.spread * (error.initial / (1 - gamma) + gamma * error.step / (1 - gamma) ** 2)
    assert error.value <= textbook


@given(st.data())
def test_the_worst_regret_is_attained_and_not_exceeded(data):
    env = data.draw(strategies.environments(most=3))
    objective = data.draw(strategies.objectives(env))
    assert worst_regret(env, objective) == max(solve.regret(env, objective, p) for p in oracles.policies(env))


def drift(c: Fraction, gamma: Fraction, reverse: bool) -> Environment:
    """At each step either choice slips with probability c: one to heaven and one to hell. Beliefs swap the two."""
    ends = ("hell", "heaven") if reverse else ("heaven", "hell")
    ways = {way: {"start": 1 - c, end: c} for way, end in zip(("left", "right"), ends, strict=True)}
    return Environment.build({"start": ways, "heaven": "heaven", "hell": "hell"}, start="start", discount=gamma)


def paid(env: Environment, c: Fraction) -> Objective:
    """In [0, 1], and such that the two ways tie for one who has swapped them."""
    ahead = env.discount * c / (1 - env.discount)
    return Objective.on(env, {("start", "left"): ahead, "heaven": 1})


@pytest.mark.parametrize("gamma", [Fraction(1, 2), Fraction(2, 3), Fraction(9, 10)])
@pytest.mark.parametrize("share", [Fraction(1, 100), Fraction(1, 3), Fraction(1)])
def test_the_bound_is_attained_wherever_it_says_anything(gamma, share):
    """2Δ is attained for every c ≤ (1−γ)/γ; at equality it is w/(1−γ), the most that any policy can lose."""
    c = share * min(Fraction(1), (1 - gamma) / gamma)
    env, believed = drift(c, gamma, False), drift(c, gamma, True)
    objective = paid(env, c)
    error = belief_error(env, believed, objective)
    assert (error.initial, error.step, error.pays, error.spread) == (0, c, 0, 1)
    assert error.value == gamma * c / ((1 - gamma) * (1 - gamma + gamma * c))
    wrong = Policy.on(env, {"start": "right"}, otherwise="left")
    assert solve.regret(believed, objective, wrong) == 0
    assert solve.regret(env, objective, wrong) == planning_regret(env, believed, objective) == 2 * error.value
    assert (2 * error.value < 1 / (1 - gamma)) == (gamma * c < 1 - gamma)


def test_the_lemma_is_silent_about_the_researcher():
    """She is off by 0.999 at the start: 2Δ = 197.98…, by the textbook 1978.02; no policy loses more than 90."""
    case = zoo.misguided_researcher()
    researcher, env = case.agents[0], case.world.deployment
    assert isinstance(researcher, MesaOptimizer)
    believed, gamma = researcher.believed, env.discount
    assert believed is not None
    error = belief_error(env, believed, case.base)
    assert (error.initial, error.step, error.pays, error.spread) == (0, Fraction(999, 1000), 0, 11)
    bound = planning_regret(env, believed, case.base)
    assert bound == 22 * (10 - Fraction(10_000, 9991))
    assert float(bound) == pytest.approx(197.9802, abs=1e-4)
    assert 2 * gamma * error.step * error.spread / (1 - gamma) ** 2 == Fraction(197_802, 100)
    assert solve.regret(env, case.base, researcher.keeps(case.world)) == worst_regret(env, case.base) == 90
    assert bound > 90
    # Nor would it have helped to weigh what she is wrong about by how often she comes there: once.
    assert 2 * gamma * error.step * error.spread / (1 - gamma) > 90


@pytest.mark.parametrize(("belief", "sign"), [("0", -1), ("1/14", -1), ("1/13", 0), ("1/12", 1), ("179/180", 1)])
def test_how_close_to_the_truth_she_would_have_to_be(belief, sign):
    """The lemma rules out a regret of 90 only if she gives a good AI less than 1/13; she deploys from 179/180 on."""
    case = zoo.misguided_researcher(belief)
    agent, env = case.agents[0], case.world.deployment
    assert isinstance(agent, MesaOptimizer)
    bound = planning_regret(env, agent.believed or env, case.base)
    assert (bound > 90) - (bound < 90) == sign
    assert bound >= solve.regret(env, case.base, agent.keeps(case.world))


def test_environments_that_do_not_fit():
    env = drift(Fraction(1, 2), Fraction(1, 2), False)
    with pytest.raises(ValueError, match="the same discount"):
        belief_error(env, drift(Fraction(1, 2), Fraction(1, 3), False), paid(env, Fraction(1, 2)))


def test_only_what_both_can_reach_counts():
    """Once belief and truth have parted, further error adds nothing: what is beyond is believed to be unreachable."""
    moves = {"start": {"go": {"start": "1/2", "beyond": "1/2"}}, "beyond": "beyond", "never": "never"}
    dream = {"start": {"go": "start"}, "beyond": "never", "never": "never"}
    env, believed = (Environment.build(each, start="start", discount="1/2", actions=["go"]) for each in (moves, dream))
    error = belief_error(env, believed, Objective.on(env, {"start": 1}))
    assert error.step == Fraction(1, 2)
    assert error.value == Fraction(2, 3)
