"""Goal-directedness: false belief is treated natively, and the witness is not unique."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Environment, Objective, Policy, Reading, zoo
from toymodel.behavior import GOAL_DIRECTED, Observation
from toymodel.behavior.description import belief_bits, objective_bits, policy_bits
from toymodel.behavior.goal_directed import GoalDirected, beliefs, degree
from toymodel.solve import evaluate, optimal, reachable, start_value
from toymodel.zoo.cases.two_planners import two_planners

from .. import strategies


def test_two_witnesses_for_the_researcher():
    """Seen in the bad world: a doom-lover who knows it, or human values and one false row. 32 bits apart."""
    case = zoo.misguided_researcher()
    truth = case.world.deployment
    seen = Observation(truth, case.agents[0].plan(truth))
    human, doom = case.objective("human values"), case.objective("doom-lover")
    best = GOAL_DIRECTED.witnesses(seen, doom)[0]
    assert (best.belief, best.degree) == (truth, 3 - 1 - 8)
    mistaken = {w.belief.name: w.degree for w in GOAL_DIRECTED.witnesses(seen, human)}
    assert mistaken["deploy in start leads to Utopia"] == 3 - 9 - 32 == max(mistaken.values())
    assert truth.name not in mistaken  # with true beliefs human values do not explain deploying
    assert GOAL_DIRECTED.degree(seen, doom) - GOAL_DIRECTED.degree(seen, human) == 32
    # What she really believes is a witness too, and a wordy one.
    assert degree(truth, seen.policy.support, human, case.agents[0].believed) == 3 - 143 - 32


def test_the_verdict_follows_the_shorter_witness():
    case = zoo.misguided_researcher()
    for where, goal in (("training", "deployer"), ("deployment", "doom-lover"), ("beliefs", "doom-lover")):
        verdict = case.check("intent aligned", Reading(behavior="goal_directed", observed_in=where))
        assert verdict.holds is False
        assert verdict.witness.name == goal
    seen = [Observation(case.world.deployment, case.agents[0].plan(case.world.deployment))]
    lenient = GoalDirected(slack=32)
    shown = [r.name for r in case.candidates if lenient.demonstrates(seen, r, case.candidates)]
    assert shown == ["human values", "doom-lover", "deployer", "shelf-lover"]


def test_degrees_are_positive_where_doing_well_takes_many_words():
    """Six doors to remember take 27 bits; wanting the delivery takes 9."""
    case = two_planners()
    env = case.world.training
    seen = Observation(env, case.agents[0].plan(env))
    assert GOAL_DIRECTED.degree(seen, case.candidates[0]) == 27 - 1 - 9
    assert GOAL_DIRECTED.degree(seen, case.candidates[1]) < 0
    assert GOAL_DIRECTED.degree(seen, case.candidates[2]) is None


@given(st.data())
@settings(max_examples=25)
def test_degree_by_enumeration(data):
    """The least K(π') over all policies that do as well, by going through them."""
    env = data.draw(strategies.environments(states=3, actions=2))
    objective = data.draw(strategies.objectives(env, on_transitions=False))
    policy = data.draw(strategies.policies(env, deterministic=True))
    belief = data.draw(st.sampled_from(beliefs(env)))
    everything = [Policy.deterministic(choice, 2) for choice in product(range(2), repeat=3)]
    come = reachable(env, policy)
    alike = [p for p in everything if all(p.support[s] == policy.support[s] for s in come)]

    def worth(p):
        return start_value(belief, evaluate(belief, objective, p))

    def words(p):
        played = [min(row) for row in p.support]
        return policy_bits(3 - max(played.count(a) for a in (0, 1)), 3, 2)

    bar = max(map(worth, alike))
    observed = tuple(row if s in come else frozenset({0, 1}) for s, row in enumerate(policy.support))
    found = degree(env, observed, objective, belief)
    if min(map(worth, everything)) == bar:
        assert found is None
    else:
        least = min(words(p) for p in everything if worth(p) >= bar)
        assert found == least - belief_bits(env, belief) - objective_bits(env, objective)


@given(st.data())
@settings(max_examples=15)
def test_the_highest_degree_is_the_best_witness(data):
    env = data.draw(strategies.environments(states=2, actions=2))
    objective = data.draw(strategies.objectives(env, on_transitions=False))
    seen = Observation(env, data.draw(strategies.policies(env, deterministic=True)))
    listed = GOAL_DIRECTED.witnesses(seen, objective)
    assert GOAL_DIRECTED.degree(seen, objective) == (listed[0].degree if listed else None)
    assert all(optimal(w.belief, objective) for w in listed)


def test_a_belief_may_lead_where_the_policy_was_never_seen():
    """The policy stays in t, and there plays otherwise than the best in s, where only a false belief leads."""
    env = Environment.build({"s": "s", "t": "t"}, start="t", discount="1/2", actions=["a", "b"])
    seen = Observation(env, Policy.deterministic([0, 1], 2))
    objective = Objective.from_array([[1, -1], [0, 0]])
    assert GOAL_DIRECTED.degree(seen, objective) == GOAL_DIRECTED.witnesses(seen, objective)[0].degree


def test_large_worlds_are_undecided():
    env = Environment.build({f"s{k}": f"s{k}" for k in range(20)}, start="s0", discount="1/2", actions=["a", "b"])
    seen = [Observation(env, Policy.deterministic([0] * 20, 2))]
    answer = GOAL_DIRECTED.demonstrates(seen, Objective.zero(env), [])
    assert (answer.status, "beliefs" in answer.reason) == ("undecided", True)


def test_undefined_for_two_places():
    case = zoo.misguided_researcher()
    verdict = case.check("intent aligned", Reading(behavior="goal_directed", observed_in="both"))
    assert verdict.status == "undefined"
