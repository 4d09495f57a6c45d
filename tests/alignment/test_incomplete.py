"""An agent that was not observed everywhere: its verdicts are those of all completions, by going through them."""

from dataclasses import replace

import pytest

from toymodel import Agent, Case, Demonstrations, Environment, Judge, Objective, Policy, Reading, World
from toymodel.alignment import DEFINITIONS
from toymodel.files.cases import read_case, write_case
from toymodel.quantities.magnitudes import demonstrated, magnitude

from ..behavior.test_unseen import completions
from ..oracles.cases import draw


def partly_observed(seed: int) -> tuple[Case, list[Reading]] | None:
    """A random case whose agent is a table, some of which was not observed; and readings of it."""
    case, readings = draw(seed)
    agent = case.agents[0]
    if not isinstance(agent, Agent) or agent.learner is not None:
        return None
    states = len(case.world.training.states)

    def partly(policy: Policy, gone: int) -> Policy:
        return Policy(tuple(() if s == gone else row for s, row in enumerate(policy.rows)), policy.actions)

    deployed = agent.deployed and partly(agent.deployed, (seed + 1) % states)
    agent = replace(agent, policy=partly(agent.policy, seed % states), deployed=deployed, incomplete=True)
    return replace(case, agents=(agent,)), [r for r in readings if r.behavior != "maximum_entropy"]


def whole(case: Case) -> list[Case]:
    """The case with every completion of its agent."""
    agent, env = case.agents[0], case.world.training
    assert isinstance(agent, Agent)
    then = [None] if agent.deployed is None else list(completions(env, agent.deployed))
    if agent.deployed == agent.policy:
        pairs = [(policy, policy) for policy in completions(env, agent.policy)]
    else:
        pairs = [(policy, second) for policy in completions(env, agent.policy) for second in then]  # type: ignore[misc]
    return [
        replace(case, agents=(replace(agent, policy=policy, deployed=second, incomplete=False),))
        for policy, second in pairs
    ]


def compare(seeds: range) -> dict[str, int]:
    """Count the statuses of verdicts, after comparing each with those of the completions."""
    counted: dict[str, int] = {}
    for seed in seeds:
        if (found := partly_observed(seed)) is None:
            continue
        case, readings = found
        every = whole(case)
        for reading in readings[seed % 5 :: 5]:
            for name in DEFINITIONS:
                wanted = {each.check(name, reading).status for each in every}
                verdict = case.check(name, reading)
                expected = wanted.pop() if len(wanted) == 1 else "undecided"
                if case.agents[0].keeps(case.world) is None and reading.replans == "no":
                    assert verdict.status in (expected, "undecided")  # there may be one policy, or two
                    continue
                assert verdict.status == expected, (seed, name, reading.departures, str(verdict))
                assert str(verdict)
                counted[verdict.status] = counted.get(verdict.status, 0) + 1
    return counted


def test_verdicts_are_those_of_all_completions() -> None:
    counted = compare(range(60))
    assert set(counted) == {"true", "false", "undefined", "undecided"}
    assert min(counted["true"], counted["false"], counted["undecided"]) > 20


@pytest.mark.slow
def test_many_verdicts_are_those_of_all_completions() -> None:
    compare(range(60, 600))


ENV = Environment.build(
    {"yard": {"stay": {"yard": "9/10", "gate": "1/10"}, "leave": "gate"}, "gate": {"stay": "gate", "leave": "yard"}},
    start="yard",
    discount="9/10",
)
WARM, ZERO = Objective.on(ENV, {"yard": 1}, "warmth"), Objective.zero(ENV)


def ann(*trajectories: list[tuple[str, str]]) -> Case:
    """The case of Ann, who likes the yard, as far as she was seen."""
    agent = Agent.from_demonstrations("Ann", Demonstrations.read(ENV, trajectories))
    return Case("Ann", "", World.same(ENV), (agent,), WARM, Judge.of([("gate", "stay")]), (ZERO, WARM))


def test_a_rare_successor_leaves_it_open() -> None:
    case = ann([("yard", "stay")] * 5)
    assert str(case.check("impact aligned")) == (
        "Undecided: it depends on what Ann does in gate, where it was not observed: if it plays stay in gate, "
        "Ann plays stay in gate, which the judge judges bad; if it plays leave in gate, Ann does nothing in deployment "
        "that the judge judges bad."
    )
    assert case.check("intent aligned").status == "undecided"
    assert case.check("outer aligned").holds is True  # speaks of models, and not of her
    assert case.check("inner aligned").status == "undefined"
    assert magnitude(case, "impact aligned").value is None
    assert "gate, where it was not observed" in magnitude(case, "impact aligned").text
    assert "not observed" in demonstrated(case).reason
    assert case.arrow("I3").state == "open"


def test_one_more_observation_settles_it() -> None:
    case = ann([("yard", "stay"), ("gate", "leave"), ("yard", "stay")])
    assert all(case.check(name).holds for name in ("impact aligned", "intent aligned", "robust"))
    assert str(case.check("robust")) == "Yes: Ann loses nothing on warmth in deployment."
    assert magnitude(case, "impact aligned").value == 0


def test_what_is_so_whatever_it_does_is_said_so() -> None:
    case = ann([("yard", "leave")])
    assert case.check("robust").holds is False
    assert "where it was not observed: if it plays stay in gate, Ann loses" in str(case.check("robust"))
    judged = replace(case, judge=Judge.of([("yard", "leave")]))
    assert str(judged.check("impact aligned")) == (
        "No: Ann plays leave in yard, which the judge judges bad, whatever it does in gate, where it was not observed."
    )


def test_an_incomplete_policy_is_refused_where_it_is_not_called_one() -> None:
    agent = Agent("Ann", Demonstrations.read(ENV, [[("yard", "stay")]]).policy)
    with pytest.raises(ValueError, match="says nothing of state 'gate'"):
        replace(ann([("yard", "stay")]), agents=(agent,))


def test_files_keep_what_was_observed() -> None:
    case = ann([("yard", "stay")])
    assert read_case(write_case(case)) == case


def test_all_objectives_of_a_class_are_asked_of_every_completion() -> None:
    shown = ann([("yard", "stay")])
    for case in (
        shown,
        replace(shown, judge=Judge.of([("yard", "leave"), ("gate", "leave")])),
        ann([("yard", "leave")]),
    ):
        for among in ("sa", "s", "ss"):
            for objectives in ("every", "some"):
                for where in ("training", "both"):
                    reading = Reading(among=among, objectives=objectives, observed_in=where)
                    for name in ("intent aligned", "objective robust", "capability robust", "one mind"):
                        wanted = {each.check(name, reading).status for each in whole(case)}
                        expected = wanted.pop() if len(wanted) == 1 else "undecided"
                        assert case.check(name, reading).status == expected, (name, reading.departures)
