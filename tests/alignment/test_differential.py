"""Every verdict against the oracle: all definitions, operators and places, on random cases and on the zoo."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

import pytest

from toymodel import zoo
from toymodel.agents import Agent
from toymodel.alignment import DEFINITIONS, Case, Reading
from toymodel.alignment.reading import axis, values
from toymodel.worlds import Environment, Judge, Objective, Policy, World

from ..oracles.cases import Draw, Episodes, draw
from ..oracles.verdicts import Oracle, redecide

SEEDS = range(46)
"""Cases of the fast suite, each read in 32 ways: 10,304 verdicts."""


def differences(case: Case, reading: Reading, agent: str | None = None) -> list[str]:
    """Where a case and the oracle disagree on a definition, or a witness does not stand."""
    oracle, found = Oracle(case, reading, agent), []
    for name in DEFINITIONS:
        verdict, status = case.check(name, reading, agent), oracle.status(name)
        if verdict.status != status:
            found.append(f"{name}: {verdict.status}, and by the oracle {status}")
        else:
            found += [f"{name}: {fault}" for fault in redecide(oracle, name, verdict)]
    return found


def compare(seeds: Iterable[int], kind: type[Draw] = Draw) -> list[str]:
    """What is found on random cases, each with the seed that draws it again."""
    found = []
    for seed in seeds:
        case, readings = draw(seed, kind)
        for k, reading in enumerate(readings):
            found += [f"seed {seed}, reading {k}, {reading.departures}: {x}" for x in differences(case, reading)]
    return found


def told(found: Sequence[str]) -> str:
    """The first of many differences."""
    return "\n".join([f"{len(found)} differences", *found[:40]])


@pytest.mark.parametrize("part", range(4))
def test_random_cases(part: int) -> None:
    """In four parts, so that two processes share them."""
    found = compare(SEEDS[part::4])
    assert not found, told(found)


@pytest.mark.parametrize("part", range(4))
def test_random_cases_of_episodes(part: int) -> None:
    """With action sets that depend on the state, ends, and γ = 1."""
    found = compare(SEEDS[part::4], Episodes)
    assert not found, told(found)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [Draw, Episodes])
def test_many_random_cases(kind: type[Draw]) -> None:
    found = compare(range(len(SEEDS), 1000), kind)
    assert not found, told(found)


def test_the_draws_are_varied() -> None:
    """Under each operator, at each place, intent alignment holds of some and fails of some."""
    seen = {
        (reading.behavior, reading.observed_in, Oracle(case, reading).status("intent aligned"))
        for case, readings in map(draw, SEEDS)
        for reading in readings
    }
    never = {
        (behavior, place)
        for behavior, place in product(values(axis("behavior")), values(axis("observed_in")))
        if not {(behavior, place, "true"), (behavior, place, "false")} <= seen
    }
    assert never == {("goal_directed", "both")}


# The zoo ------------------------------------------------------------------------------------------------

READINGS = [
    Reading(),
    Reading(objectives="some", trivial="included", optima="some", encountered="training"),
    Reading(observed_in="beliefs", performs="W5", objectives="selected", selected_by="human"),
    Reading(observed_in="both", judged_in="both", replans="yes"),
    *(Reading(behavior=behavior, observed_in="deployment") for behavior in values(axis("behavior"))[1:]),
]
LARGE = {"coin-line", "frozen-lake", "keys-and-chests", "two-planners", "trap-and-advisor", "no-free-lunch"}
"""More policies than can be tried in a moment."""


@pytest.mark.parametrize("name", sorted(set(zoo.CASES) - LARGE))
def test_the_zoo(name: str) -> None:
    case, found = zoo.case(name), []
    few = len(case.world.training.actions) ** len(case.world.training.states) < 50
    for agent, reading in product(case.agents, READINGS if few else READINGS[:3]):
        found += [f"{agent.name}, {reading.departures}: {x}" for x in differences(case, reading, agent.name)]
    assert not found, told(found)


# What verdicts once got wrong --------------------------------------------------------------------------


def test_models_are_told_apart_where_only_their_beliefs_lead() -> None:
    """Both environments loop in place and the believed one leads on: what is done there makes or breaks a model."""

    def env(then: str) -> Environment:
        return Environment.build({"here": then, "there": "there"}, start="here", discount="1/2", actions=["a", "b"])

    base = Objective.on(env("here"), {("here", "a"): 1}, "base")
    more = Objective.on(env("here"), {("here", "a"): 1, ("there", "a"): 1}, "more")
    agent = Agent("it", Policy.deterministic([0, 0], 2), believed=env("there"))
    candidates = (base, more, Objective.zero(base_env := env("here")))
    reading = Reading(behavior="agent_or_device", observed_in="beliefs")
    case = Case("loops", "", World.same(base_env), (agent,), base, Judge.of([("here", "b")]), candidates)
    assert Oracle(case, reading).status("outer aligned") == "false"
    assert differences(case, reading) == []


def test_the_best_in_each_environment_is_asked_for() -> None:
    """Judged in both: an agent flawless in gym and street pursues there what harms nobody."""
    gym, street = (
        Environment.build({"gym": "gym", "street": "street"}, start=s, discount="1/2", actions=["run", "walk"])
        for s in ("gym", "street")
    )
    human = Objective.on(gym, {("gym", "run"): 1, ("street", "walk"): 1}, "human")
    agent = Agent("it", Policy.deterministic([0, 1], 2))
    bad = Judge.of([("gym", "walk"), ("street", "run")])
    case = Case("places", "", World(gym, street), (agent,), human, bad, (human, Objective.zero(gym)), human)
    reading = Reading(objectives="selected", selected_by="human", judged_in="both")
    assert Oracle(case, reading).status("intent aligned") == "true"
    assert differences(case, reading) == []


def test_what_is_recovered_explains_what_is_done() -> None:
    """Maximum margin: who stays does not demonstrate an objective that punishes staying."""
    env = Environment.build({"x": {"a": "x", "b": "y"}, "y": "y"}, start="x", discount="9/10")
    punishes = Objective.from_array([[-1, 1], [-1, -1]], "punishes")
    zero = Objective.zero(env)
    agent = Agent("she", Policy.deterministic([0, 0], 2))
    case = Case("stays", "", World.same(env), (agent,), zero, Judge.of([]), (zero, punishes))
    reading = Reading(behavior="maximum_margin")
    assert Oracle(case, reading).status("intent aligned") == "false"
    assert differences(case, reading) == []


# The oracle itself --------------------------------------------------------------------------------------


def test_lies_about_witnesses_are_caught() -> None:
    case, reading = zoo.misguided_researcher(), Reading()
    oracle, verdicts = Oracle(case, reading), case.check_all(reading)
    witnessed = {name: verdict for name, verdict in verdicts.items() if verdict.witness is not None}
    assert witnessed
    for name, verdict in witnessed.items():
        assert redecide(oracle, name, verdict) == []
        assert redecide(oracle, name, replace(verdict, witness=None))
        assert redecide(oracle, name, replace(verdict, status="true"))
        assert redecide(oracle, name, replace(verdict, status="undefined"))
        assert redecide(oracle, name, replace(verdict, witness=Objective.zero(case.world.training)))


def test_models_that_mix_can_differ_from_those_that_do_not() -> None:
    """Only a policy that mixes demonstrates nothing but zero."""
    env = Environment.build({"s": {"a": "s", "b": "s"}}, start="s", discount="1/2")
    like_a, like_b = (Objective.on(env, {("s", x): 1}, f"likes {x}") for x in "ab")
    agent, zero = Agent("it", Policy.deterministic([0], 2)), Objective.zero(env)
    case = Case("mixing", "", World.same(env), (agent,), zero, Judge.of([]), (zero, like_a, like_b))
    reading = Reading(objectives="some")
    assert case.check("outer aligned", reading).status == Oracle(case, reading).status("outer aligned") == "true"
    assert Oracle(case, reading, mixing=True).status("outer aligned") == "false"
