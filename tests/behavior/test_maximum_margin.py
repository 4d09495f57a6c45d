"""The widest margin selects: what depends on λ is not in the behaviour, and mistakes are read as wishes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import Agent, Case, Environment, Objective, Policy, Reading, zoo
from toymodel.behavior import MAXIMUM_MARGIN, Observation
from toymodel.behavior.maximum_margin import TOLERANCE, MaximumMargin
from toymodel.solve import action_values, evaluate, is_optimal, optimal, reachable

from .. import strategies

pytest.importorskip("scipy")


@pytest.fixture(scope="module")
def case():
    return zoo.misguided_researcher()


@pytest.fixture(scope="module")
def seen(case):
    return [Observation(case.world.deployment, case.agents[0].keeps(case.world))]


@pytest.mark.parametrize(
    ("l1", "recovered", "read_as"),
    [
        ("0.1", (0, 0, 1, -1), "doom-lover"),
        (1, (0, 0, 1, -1), "doom-lover"),
        (5, (0, 0, 1, -1), "doom-lover"),
        ("9.9", (0, 0, 1, -1), "doom-lover"),
        ("10.1", (0, 0, 0, 0), "zero"),
        (20, (0, 0, 0, 0), "zero"),
    ],
)
def test_the_researcher_loves_doom_or_nothing(case, seen, l1, recovered, read_as):
    """Under true dynamics: states start, Utopia, Doom, Shelf. It changes at λ = 1/(1−γ) = 10."""
    operator = MaximumMargin(l1=Fraction(l1))
    assert [row[0] for row in operator.recover(seen).rewards] == list(recovered)
    assert operator.recover(seen) == MAXIMUM_MARGIN.recover(seen, l1)
    named = [r.name for r in case.candidates if operator.demonstrates(seen, r, case.candidates)]
    assert named == [read_as]


def test_knowing_her_beliefs_does_not_help(case):
    """In her beliefs deploying beats verifying only where Doom does better than the shelf: by 1/100 at most."""
    seen = [Observation(case.agents[0].believed, case.agents[0].keeps(case.world))]
    for l1, recovered in (("0.001", [0, 0, 1, -1]), ("0.1", [0, 0, 0, 0])):
        assert [row[0] for row in MAXIMUM_MARGIN.recover(seen, l1).rewards] == recovered


def test_as_a_selection_rule(case):
    """Sel(π) is the demonstrated candidate that is nearest to what the program recovers."""
    reading = Reading(observed_in="deployment", objectives="selected", selected_by="maximum_margin")
    verdict = case.check("intent aligned", reading)
    assert verdict.holds is False
    assert verdict.witness.name == "doom-lover"
    assert case.check("capability robust", reading).holds is True
    assert case.check("outer aligned", reading).holds  # each model is read by the rule, one by one
    table = Agent("a table", case.agents[0].keeps(case.world))
    unsaid = Case(case.name, case.story, case.world, (table,), case.base, case.judge, case.candidates)
    believed = Reading(observed_in="beliefs", objectives="selected", selected_by="maximum_margin")
    assert unsaid.check("intent aligned", believed).status == "undefined"


def test_as_the_operator_of_a_reading(case):
    reading = Reading(behavior="maximum_margin", observed_in="deployment")
    assert case.check("intent aligned", reading).holds is False
    assert case.check("capability robust", reading).holds is True


@given(st.data())
def test_what_is_recovered_is_optimal_with_the_widest_margin(data):
    """It is feasible within tolerance, and no state reward on a grid has a better score."""
    env = data.draw(strategies.environments(3, 2))
    policy = data.draw(strategies.policies(env))
    l1 = data.draw(st.sampled_from([Fraction(1, 10), Fraction(1), Fraction(3)]))
    recovered = MAXIMUM_MARGIN.recover([Observation(env, policy)], l1)
    assert all(abs(row[0]) <= 1 for row in recovered.rewards)
    best = score(env, policy, recovered, l1)
    slack = 100 * TOLERANCE / (1 - env.discount)
    for grid in data.draw(st.lists(st.tuples(*[st.integers(-1, 1)] * 3), max_size=5)):
        rival = Objective.from_array([[x, x] for x in grid])
        if is_optimal(env, rival, policy):
            assert score(env, policy, rival, l1) <= best + slack


def score(env, policy, objective, l1):
    """Ng and Russell's, over the states visited; with the best continuation where the policy never comes."""
    visited = reachable(env, policy)
    own, ahead = evaluate(env, objective, policy), optimal(env, objective).values
    values = tuple(own[s] if s in visited else ahead[s] for s in range(len(env.states)))
    q = action_values(env, objective, values)
    margins = [
        (values[s] - max(x for a, x in enumerate(q[s]) if a not in policy.support[s])) / env.discount
        for s in visited
        if len(policy.support[s]) < len(env.actions)
    ]
    return sum(margins, Fraction(0)) - l1 * sum(abs(row[0]) for row in objective.rewards)


def test_what_is_not_used_does_not_matter():
    """Sel(π) = Sel(π') for policies that use the same pairs."""
    env = Environment.build({"s": {"a": "t", "b": "u"}, "t": "t", "u": {"a": "s", "b": "u"}}, start="s", discount="1/2")
    one, other = Policy.deterministic([0, 0, 0], 2), Policy.deterministic([0, 0, 1], 2)
    assert MAXIMUM_MARGIN.recover([Observation(env, one)]) == MAXIMUM_MARGIN.recover([Observation(env, other)])


def test_several_environments_add_up_and_scale_does_not_matter(case, seen):
    both = [*seen, Observation(case.world.training, seen[0].policy)]
    recovered = MAXIMUM_MARGIN.recover(both)
    assert MAXIMUM_MARGIN.demonstrates(both, recovered.map(lambda x: 7 * x), ())
    assert not MAXIMUM_MARGIN.demonstrates(both, recovered.map(lambda x: -x), ())
    with pytest.raises(ValueError, match="at least 0"):
        MAXIMUM_MARGIN.recover(seen, -1)


def test_without_scipy(monkeypatch):
    import sys

    from toymodel.behavior import maximum_margin

    maximum_margin._recover.cache_clear()
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    with pytest.raises(ImportError, match="pip install numpy scipy"):
        MAXIMUM_MARGIN.recover([Observation(env, Policy.deterministic([0], 2))])
