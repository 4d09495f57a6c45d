"""What an agent can be sure of, and what follows for harm: the theorems of chapter 18, in worlds drawn at random."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toymodel import Objective, Policy, zoo
from toymodel.agents import Controller, Stationary, learner_gain, undiscounted_return
from toymodel.agents.gain import gain, optimal_gain
from toymodel.solve import optimal, regret, used
from toymodel_book.exercises.chapter_18 import losses
from toymodel_book.views.house import Delegating, paid_with_advisor, with_advisor

from .. import strategies

few = settings(max_examples=60)


@st.composite
def alike(draw, count=2):
    """Some worlds that begin alike, and an objective."""
    first = draw(strategies.environments(states=3, actions=2))
    first = replace(first, initial=((0, Fraction(1)),))
    others = [draw(strategies.environments(states=3, actions=2)) for _ in range(count - 1)]
    same = {"initial": first.initial, "discount": first.discount, "states": first.states, "actions": first.actions}
    return [first, *(replace(each, **same) for each in others)], draw(strategies.objectives(first))


@given(alike(), st.data())
@few
def test_nobody_is_sure_of_exact_success(drawn, data):
    """The two regrets add up to at least what the best action loses in both together; 0 only if it is best in both."""
    (one, two), objective = drawn
    tables = [optimal(env, objective) for env in (one, two)]
    least = min(-sum(table.advantage[0][a] for table in tables) for a in (0, 1))
    assert (least == 0) is bool(tables[0].actions[0] & tables[1].actions[0])
    policy = data.draw(strategies.policies(one))
    assert sum(regret(env, objective, policy) for env in (one, two)) >= least


def test_the_researcher_attains_what_can_be_sure():
    case = zoo.misguided_researcher()
    table = losses(case)
    assert min(map(sum, table.values())) == 1
    assert min(map(max, table.values())) == Fraction(1, 2)


def most_from(env, objective):
    """The most that can be earned a turn in the long run, from each place."""
    return [optimal_gain(replace(env, initial=((s, Fraction(1)),)), objective) for s in range(len(env.states))]


@given(alike(), st.data())
@few
def test_a_trap_costs_every_learner(drawn, data):
    """In two worlds that differ in untried pairs what a learner loses a turn in the end adds up to at least c."""
    (one, other), objective = drawn
    objective = Objective.from_array(objective.mean(one), "R")
    untried = data.draw(st.sets(st.integers(0, 2), min_size=1))  # the places where the second action is untried
    rows = zip(one.transition, other.transition, strict=True)
    two = replace(one, transition=tuple((a[0], (b if s in untried else a)[1]) for s, (a, b) in enumerate(rows)))
    tried = replace(one, transition=tuple((a[0], a[s not in untried]) for s, a in enumerate(one.transition)))
    paid = [[row[0], row[s not in untried]] for s, row in enumerate(objective.mean(one))]
    never = max(most_from(tried, Objective.from_array(paid, "R")))
    best = [most_from(env, objective) for env in (one, two)]
    after = [
        [sum(p * g[t] for t, p in env.transition[s][1]) for s in untried]
        for env, g in zip((one, two), best, strict=True)
    ]
    c = sum(g[0] for g in best) - max(2 * never, *(sum(pair) for pair in zip(*after, strict=True)))
    memories = tuple((name, data.draw(strategies.policies(one))) for name in "xyz")
    turns = tuple((name, s, data.draw(st.sampled_from("xyz"))) for name in "xyz" for s in range(3))
    learner = Controller("drawn", memories, turns)
    assert sum(g[0] for g in best) - sum(learner_gain(env, objective, learner) for env in (one, two)) >= c


@given(alike(count=3), st.data())
@few
def test_whoever_asks_where_worlds_differ_does_as_the_advisor_does(drawn, data):
    """No less in the long run, at most two turns' wages less ever, and no action that he would not take."""
    envs, objective = drawn
    lowest = min(min(row) for row in objective.mean(envs[0]))
    shifted = Objective.from_array([[x - lowest for x in row] for row in objective.mean(envs[0])], "R")
    most = max(max(row) for row in shifted.mean(envs[0]))
    plays = st.lists(st.integers(0, 1), min_size=3, max_size=3)
    sigma = tuple(Policy.deterministic(data.draw(plays), 2) for _ in envs)
    agent = Delegating(sigma)
    for env, advice in zip(envs, sigma, strict=True):
        world = with_advisor(env, advice)
        paid = paid_with_advisor(world, env, shifted)
        assert learner_gain(world, paid, agent) == gain(env, shifted, advice)
        for steps in (1, 4, 9):
            alone = undiscounted_return(env, shifted, Stationary(advice), steps)
            assert alone - undiscounted_return(world, paid, agent, steps) <= 2 * most


@given(strategies.environments(states=3, actions=2), st.data())
@few
def test_whoever_does_well_in_the_long_run_does_no_lasting_harm(env, data):
    objective = data.draw(strategies.objectives(env))
    best = [optimal_gain(replace(env, initial=((s, Fraction(1)),)), objective) for s in range(3)]
    lasting = {(s, a) for s, a in env.pairs if sum(p * best[t] for t, p in env.transition[s][a]) < best[s]}
    for plays in product((0, 1), repeat=3):
        policy = Policy.deterministic(plays, 2)
        if gain(env, objective, policy) == optimal_gain(env, objective):
            assert not used(env, policy) & lasting


@given(alike(), st.fractions(0, 1))
@few
def test_nearly_true_beliefs(drawn, share):
    """The bound of the simulation lemma, for what is best by beliefs that are a mixture of the truth and of another."""
    (truth, other), objective = drawn
    assume(0 < share < 1)
    rows = zip(truth.transition, other.transition, strict=True)
    mixed = tuple(
        tuple(
            tuple((t, p) for t in range(3) if (p := (1 - share) * dict(a).get(t, 0) + share * dict(b).get(t, 0)))
            for a, b in zip(one, two, strict=True)
        )
        for one, two in rows
    )
    belief = replace(truth, transition=mixed)
    distance = max(
        sum(abs(dict(belief.transition[s][a]).get(t, 0) - dict(truth.transition[s][a]).get(t, 0)) for t in range(3))
        for s, a in truth.pairs
    )
    flat = [x for row in objective.mean(truth) for x in row]
    bound = truth.discount * distance * (max(flat) - min(flat)) / (1 - truth.discount) ** 2
    policy = Policy.deterministic([min(row) for row in optimal(belief, objective).actions], 2)
    assert regret(truth, objective, policy) <= bound


@given(alike(), st.data())
@few
def test_well_on_average_is_well_in_truth_up_to_the_odds(drawn, data):
    (one, two), objective = drawn
    odds = data.draw(st.sampled_from([Fraction(1, 100), Fraction(1, 3)]))
    policy = data.draw(strategies.policies(one))
    mean = odds * regret(one, objective, policy) + (1 - odds) * regret(two, objective, policy)
    assert regret(one, objective, policy) <= mean / odds
