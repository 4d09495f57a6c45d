"""Mixtures of environments."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import Agent, Environment, MesaOptimizer, Objective, Policy, zoo
from toymodel.solve import evaluate, start_value
from toymodel.worlds import Mixture

from .. import strategies


def env(to: str, discount: str = "1/2") -> Environment:
    return Environment.build({"s": {"go": to}, "t": "t"}, start="s", discount=discount, name=f"to {to}")


def test_refusals() -> None:
    with pytest.raises(ValueError, match="needs at least one environment"):
        Mixture.of([])
    with pytest.raises(ValueError, match=r"probabilities sum to 0.75, not 1; add 0.25"):
        Mixture.of([(env("s"), "1/2"), (env("t"), "1/4")])
    with pytest.raises(ValueError, match="is negative"):
        Mixture.of([(env("s"), "3/2"), (env("t"), "-1/2")])
    with pytest.raises(ValueError, match="environment 'to s' is given twice"):
        Mixture.of([(env("s"), "1/2"), (env("s"), "1/2")])
    with pytest.raises(ValueError, match="same discount"):
        Mixture.of([(env("s"), "1/2"), (env("t", "1/3"), "1/2")])


def test_what_is_ruled_out_is_listed_and_has_no_weight() -> None:
    prior = Mixture.of([(env("s"), 1), (env("t"), 0)])
    assert prior.support == (env("s"),)
    assert prior.probability(env("t")) == 0
    assert prior.mean() == env("s")


@given(st.data())
def test_the_mean_stands_for_the_mixture_where_nothing_is_decided_later(data: st.DataObject) -> None:
    """One step and then an end: the value in the mean is the mean of the values."""
    first = data.draw(strategies.environments(states=3, actions=2))
    end = ((2, Fraction(1)),)
    rows = [data.draw(strategies.rows(3)) for _ in range(4)]
    worlds = [
        Environment(
            first.states,
            first.actions,
            ((rows[k], rows[k + 1]), (end, end), (end, end)),
            ((0, Fraction(1)),),
            first.discount,
        )
        for k in (0, 2)
    ]
    if worlds[0] == worlds[1]:
        return
    weight = data.draw(strategies.SHARES)
    prior = Mixture.of([(worlds[0], weight), (worlds[1], 1 - weight)])
    objective = data.draw(strategies.objectives(first, on_transitions=False))
    policy = Policy.deterministic([data.draw(st.integers(0, 1)), 0, 0], 2)
    if any(t == 0 for world in worlds for row in world.transition[0] for t, _ in row):
        return
    values = [start_value(w, evaluate(w, objective, policy)) for w in worlds]
    mean = prior.mean()
    assert start_value(mean, evaluate(mean, objective, policy)) == weight * values[0] + (1 - weight) * values[1]


def test_beliefs_and_prior_agree() -> None:
    prior = Mixture.of([(env("s"), "1/2"), (env("t"), "1/2")])
    goal = Objective.on(env("s"), {"t": 1})
    assert MesaOptimizer("m", goal, prior=prior).believed == prior.mean()
    with pytest.raises(ValueError, match="what m believes is not the mean of its prior"):
        MesaOptimizer("m", goal, env("s"), prior=prior)
    with pytest.raises(ValueError, match="is not the mean of its prior"):
        Agent("a", Policy.deterministic([0, 0], 1), believed=env("s"), prior=prior)
    case = zoo.misguided_researcher()
    assert case.agents[0].prior.mean() == case.agents[0].believed
