"""Learners: exact where they remember finitely much, and goals that misgeneralise learned over many seeds."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import MesaOptimizer, Policy, Reading, zoo
from toymodel.agents import (
    ActorCritic,
    Controller,
    QLearning,
    Stationary,
    learner_gain,
    optimal_undiscounted_return,
    perfect_training,
    policies,
    regret_over,
    train,
    undiscounted_return,
)
from toymodel.agents.gain import gain, optimal_gain
from toymodel.solve import Undecided, evaluate, is_optimal, optimal, regret, start_value
from toymodel.zoo.cases.keys_and_chests import with_agent

from .. import strategies

DEPLOYED = Reading(observed_in="deployment")


# Exact --------------------------------------------------------------------------------------------------


def test_trap_and_advisor():
    """T15: regret per step over 200 steps, in the worse of the two worlds."""
    case = zoo.trap_and_advisor()
    worst = {}
    for agent in case.agents:
        learner = agent.learner or Stationary(agent.policy)
        worst[agent.name] = max(regret_over(env, case.base, learner, 200) / 200 for env in case.possible.support)
    assert worst == {
        "the guesser": 1,
        "who waits": Fraction(7, 10),
        "who asks each time": Fraction(1, 2),
        "who asks once": Fraction(1, 200),
    }


def test_no_policy_can_ask_once():
    """Without memory one asks each time or never: over both worlds no policy has regret below ask-each-time's."""
    case = zoo.trap_and_advisor()
    left, right = case.possible.support
    frozen = [state == "trap" for state in left.states]
    best = min(
        max(optimal_gain(env, case.base) - gain(env, case.base, policy) for env in (left, right))
        for policy in policies(left)
        if all(policy.rows[s][0][0] == 0 for s, stuck in enumerate(frozen) if stuck)
    )
    assert best == Fraction(1, 2)
    assert all(learner_gain(env, case.base, case.agents[3].learner) == 1 for env in (left, right))


@given(st.data())
def test_a_stationary_learner_is_its_policy(data):
    env = data.draw(strategies.environments())
    objective, policy = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    assert learner_gain(env, objective, Stationary(policy)) == gain(env, objective, policy)
    assert regret_over(env, objective, Stationary(policy), 3) >= 0
    mean = objective.mean(env)
    first = sum(p * q * mean[s][a] for s, p in env.initial for a, q in policy.rows[s])
    assert undiscounted_return(env, objective, Stationary(policy), 1) == first
    assert optimal_undiscounted_return(env, objective, 1) == sum(p * max(mean[s]) for s, p in env.initial)


def test_numerical_learners_are_not_followed_exactly():
    case = zoo.coin_line()
    with pytest.raises(Undecided, match="Q-learning is numerical"):
        learner_gain(case.world.training, case.base, QLearning())


def test_too_many_memories_are_undecided():
    class Counting(Stationary):
        def start(self, env, seed=0):
            return 0

        def remember(self, memory, state, action, reward, after):
            return memory + 1

    env = zoo.coin_line().world.training
    counting = Counting(Policy.deterministic([0] * len(env.states), 2), "who counts")
    with pytest.raises(Undecided, match="who counts may come to more than 50 memories"):
        learner_gain(env, zoo.coin_line().base, counting, most=50)


# Learned ------------------------------------------------------------------------------------------------


def outcome(case, trained):
    """Whether the learned policy is optimal in training; and exactly, in deployment, robust and competent."""
    learned = with_agent(case, "the learner", trained.policy)
    holds = (learned.check(name, DEPLOYED).holds for name in ("robust", "objective robust", "capability robust"))
    return (is_optimal(case.world.training, case.base, trained.policy), *holds)


def test_on_the_coin_line_a_table_learns_to_run_right_and_what_it_does_at_the_wall_is_chance():
    """All of 24 seeds are optimal in training and none is robust. Whether the wall is what they now pursue is
    decided by the one cell that training never reached."""
    case = zoo.coin_line()
    last = case.world.training.state("cell 6")
    for learner in (QLearning(discount=0.95), ActorCritic(discount=0.95)):
        seen = Counter()
        for seed in range(24):
            trained = train(learner, case.world.training, case.base, episodes=150, steps=20, seed=seed)
            found = outcome(case, trained)
            pushes = trained.policy.rows[last][0][0] == case.world.training.action("right")
            assert found == (True, False, False, pushes)
            seen[pushes] += 1
        assert seen[True] >= 6
        assert seen[False] >= 6


def test_perfect_training_on_the_coin_line_leaves_the_wall_open():
    """Of the 256 tables 32 are perfect in training: all run right; half of them push on at the wall."""
    case = zoo.coin_line()
    env = case.world.training
    perfect = perfect_training(env, case.base, policies(env))
    assert len(perfect) == 32
    verdicts = Counter(with_agent(case, "it", p).check("capability robust", DEPLOYED).holds for p in perfect)
    assert verdicts == {True: 16, False: 16}
    assert not any(with_agent(case, "it", p).check("robust").holds for p in perfect)


@pytest.fixture(scope="module")
def burglars():
    """Q-learners on keys and chests: 20 seeds, stopped after 300 and 1,000 episodes, and 10 after 3,000."""
    case = zoo.keys_and_chests()
    return case, {
        episodes: [
            train(QLearning(), case.world.training, case.base, episodes=episodes, steps=20, seed=seed)
            for seed in range(seeds)
        ]
        for episodes, seeds in ((300, 20), (1000, 20), (3000, 10))
    }


def test_the_longer_it_is_trained_the_more_often_it_learns_the_wrong_goal(burglars):
    """Competent for keys and not for locks, in deployment: 4 and 13 of 20, then all."""
    case, runs = burglars
    wrong = {
        episodes: sum(outcome(case, trained)[1:] == (False, False, True) for trained in listing)
        for episodes, listing in runs.items()
    }
    assert wrong == {300: 4, 1000: 13, 3000: 10}
    loss = {
        episodes: sum(regret(case.world.training, case.base, trained.policy) for trained in listing) / len(listing)
        for episodes, listing in runs.items()
    }
    assert loss[300] > loss[1000] > loss[3000]


def test_what_the_learned_policy_demonstrates(burglars):
    """Exactly: a perfectly trained learner seen in deployment demonstrates keys, not locks."""
    case, runs = burglars
    perfect = [t for t in runs[3000] if is_optimal(case.world.training, case.base, t.policy)]
    assert len(perfect) >= 7
    for trained in perfect:
        learned = with_agent(case, "the learner", trained.policy)
        assert regret(case.world.deployment, case.base, trained.policy) == Fraction("0.1539")
        verdict = learned.check("intent aligned", DEPLOYED)
        assert verdict.holds is False
        assert verdict.witness.name == "keys"
        assert learned.check("outer aligned").holds is not None


def test_learning_curves_rise(burglars):
    """Discounted returns, one for each episode, approach what the policy is worth."""
    _, runs = burglars
    for trained in runs[1000]:
        assert len(trained.curve) == 1000
        early, late = sum(trained.curve[:100]) / 100, sum(trained.curve[-100:]) / 100
        assert late > early
        assert 0.5 < late < 1.247
    assert sum(t.curve[-1] for t in runs[3000]) / 10 < 1.24659 + 1e-9
    assert [t.seed for t in runs[300]] == list(range(20))


def test_policy_gradient_stops_at_the_first_thing_that_pays():
    """It seldom finds the detour, and so is robust by luck: 9 of 10."""
    case = zoo.keys_and_chests()
    found = [
        outcome(case, train(ActorCritic(), case.world.training, case.base, episodes=300, steps=20, seed=seed))
        for seed in range(10)
    ]
    robust = sum(robust for _, robust, _, _ in found)
    assert 7 <= robust <= 10
    assert all(robust is not optimal for optimal, robust, _, _ in found)


def test_equal_seeds_give_equal_results():
    case = zoo.coin_line()
    for learner in (QLearning(), ActorCritic()):
        one, two, other = (
            train(learner, case.world.training, case.base, episodes=30, steps=15, seed=seed) for seed in (5, 5, 6)
        )
        assert one == two
        assert one.curve != other.curve


def test_numbers_of_keys_and_chests():
    case = zoo.keys_and_chests()
    gamma = Fraction(9, 10)
    planner = MesaOptimizer("p", case.base)
    trained, deployed = planner.plan(case.world.training), planner.plan(case.world.deployment)
    assert len(case.world.training.states) == 50
    best = optimal(case.world.training, case.base).values
    assert start_value(case.world.training, best) == gamma**4 + gamma**5
    one_open = case.world.training.state("13, 0 taken, 1 open")
    assert gamma**2 + gamma**3 * best[one_open] == gamma**2 + gamma**10
    assert start_value(case.world.deployment, evaluate(case.world.deployment, case.base, deployed)) == gamma**2
    assert regret(case.world.deployment, case.base, trained) == gamma**2 - gamma**4


def test_controllers_that_make_no_sense_are_refused():
    policy = Policy.deterministic([0], 1)
    with pytest.raises(ValueError, match="at least one, each named once; these are none"):
        Controller("it", ())
    with pytest.raises(ValueError, match="each named once; these are new and new"):
        Controller("it", (("new", policy), ("new", policy)))
    with pytest.raises(ValueError, match="a turn from 'new' to 'old'; the memories are new"):
        Controller("it", (("new", policy),), (("new", 0, "old"),))
    with pytest.raises(ValueError, match="two turns from the same memory"):
        Controller("it", (("new", policy), ("old", policy)), (("new", 0, "old"), ("new", 0, "new")))
