"""What the words mean where a hostile reading found them wrong, and that enumeration and search mean the same."""

from dataclasses import replace

import pytest

from toymodel import Agent, Case, Environment, Judge, MesaOptimizer, Objective, Policy, Reading, World, zoo
from toymodel.alignment import definition
from toymodel.alignment.case import FEW
from toymodel.alignment.search import Search
from toymodel.alignment.semantics import Semantics
from toymodel.alignment.vocabulary import AGENT
from toymodel.logic import free, latex, words
from toymodel.solve import find_policy, full, stays_inside, without

from ..oracles.cases import draw
from .small import graded, judges, trained


def by(meaning, case, name, reading):
    """The verdict by one way to decide."""
    formula, how = definition(name).formula(reading), meaning(case, reading)
    return how.verdict(formula, {var: how.given(var) for var in free(formula)})


def here_and_there() -> Case:
    """Both environments stay where they are; only in the believed one either action leads from here to there."""
    stay = {"here": {"a": "here", "b": "here"}, "there": {"a": "there", "b": "there"}}
    env = Environment.build(stay, start="here", discount="1/2")
    believed = Environment.build({**stay, "here": "there"}, start="here", discount="1/2", actions=("a", "b"))
    base = Objective.on(env, {("here", "a"): 1}, "base")
    more = Objective.on(env, {("here", "a"): 1, ("there", "a"): 1}, "more")
    agent = Agent("it", Policy.deterministic([0, 0], 2), believed=believed)
    zero = Objective.zero(env)
    return Case("x", "", World.same(env), (agent,), base, Judge.of([("here", "b")]), (base, more, zero))


def test_states_that_only_the_believed_environment_reaches_are_searched() -> None:
    case, reading = here_and_there(), Reading(observed_in="beliefs", behavior="agent_or_device")
    for meaning in (Semantics, Search):
        verdict = by(meaning, case, "outer aligned", reading)
        assert verdict.holds is False
        assert [dict(row).get(0, 0) for row in verdict.witness.deployment.rows] == [1, 0]
        intent = definition("intent aligned").formula(reading)
        assert not case.semantics(reading).verdict(intent, {AGENT: verdict.witness})


def test_judged_in_both_asks_for_the_best_in_each_environment() -> None:
    """A gym and a street that are apart; the agent is flawless in both, and means what the human means."""
    ways = {p: dict.fromkeys(("well", "badly"), p) for p in ("gym", "street")}
    gym, street = (Environment.build(ways, start=p, discount="1/2", name=p) for p in ("gym", "street"))
    human = Objective.on(gym, {("gym", "well"): 1, ("street", "well"): 1}, "human")
    agent = Agent("it", Policy.on(gym, {"gym": "well", "street": "well"}))
    judge = Judge.of([("gym", "badly"), ("street", "badly")])
    case = Case("x", "", World(gym, street), (agent,), human, judge, (human, Objective.zero(gym)), human)
    reading = Reading(objectives="selected", selected_by="human", judged_in="both")
    assert case.check("intent aligned", reading)
    assert "policy pair" in str(case.check("intent aligned", reading))
    assert r"\Pi^2" in latex(definition("intent aligned").formula(reading))


def test_policy_pairs_are_in_the_formula_the_letters_and_the_words() -> None:
    """The coin line: encountered and observed in both, no single policy is optimal in both; a pair is."""
    case, both = zoo.coin_line(), {"encountered": "both", "observed_in": "both"}
    one, pair = (case.check("outer aligned", Reading(replans=r, **both)) for r in ("no", "yes"))
    assert (one.status, pair.status) == ("undefined", "true")
    said = [definition("outer aligned").formula(Reading(replans=r, **both)) for r in ("no", "yes")]
    assert said[0] != said[1]
    letters = list(map(latex, said))
    assert r"\pi \in \Pi^2" in letters[1]
    assert r"\pi_{\mathrm{tr}} \in \mathrm{Opt}_{\mathrm{tr}}" in letters[1]
    assert r"\pi'_{\mathrm{dep}} \in \mathrm{Safe}_{\mathrm{dep}}" in letters[1]
    assert r"\Pi^2" not in letters[0]
    assert "policy pair" in words(said[1])
    assert "pair" not in words(said[0])


def test_a_broken_first_arrow_names_the_side_condition_that_fails() -> None:
    """A planner with true beliefs that keeps its plan is not optimal for its own objective in both environments."""
    training = Environment.build({"s": {"a": "s", "b": "t"}, "t": "s"}, start="s", discount="1/2")
    deployed = Environment.build({"s": {"a": "t", "b": "s"}, "t": "s"}, start="s", discount="1/2")
    wish = Objective.on(training, {"t": 1}, "t")
    agent = MesaOptimizer("the planner", wish)
    case = Case("x", "", World(training, deployed), (agent,), wish, Judge.of([]), (wish, Objective.zero(training)))
    arrow = case.arrow("I1", Reading(observed_in="training"))
    assert arrow.side_condition is not None
    assert not arrow.side_condition
    assert agent.believed is None  # its beliefs are true
    assert "true beliefs" not in str(arrow)
    assert case.arrow("I6").arrow is case.arrow("I1").arrow
    broken = replace(arrow, state="broken")
    assert "not optimal for its mesa-objective in both environments" in str(broken)


@pytest.mark.parametrize(("approve", "of"), [(0, 3), (1, 3), (2, 3), (3, 3), (1, 2), (2, 2), (1, 1)])
def test_several_judges_who_differ(approve: int, of: int) -> None:
    case = judges(approve, of)
    found = {whose: case.check("impact aligned", Reading(judges=whose)).holds for whose in ("all", "some", "majority")}
    assert found == {"all": approve == of, "some": approve > 0, "majority": 2 * approve > of}
    assert case.check("impact aligned").holds is found["all"]
    if (approve, of) == (1, 3):
        told = {whose: case.check("impact aligned", Reading(judges=whose)).text for whose in ("some", "majority")}
        assert told["some"] == "one judge is judge 0: it does nothing in deployment that judge 0 judges bad"
        assert told["majority"].startswith("not for most judges (judge 1, judge 2): for judge 1, it plays a in s")
    assert words(definition("impact aligned").formula(Reading(judges="majority"))).startswith(
        "for most judges, the agent"
    )
    for whose in found:
        reading = Reading(judges=whose, trivial="included")
        assert (
            by(Search, case, "intent aligned", reading).status == by(Semantics, case, "intent aligned", reading).status
        )


def test_a_graded_judge_counts_from_a_grade_on() -> None:
    case = graded()
    found = {
        grade: [case.check("impact aligned", Reading(grade=grade), x).holds for x in "ab"] for grade in (0, 1, 2, 4, 5)
    }
    assert found == {0: [False] * 2, 1: [False] * 2, 2: [True, False], 4: [True, False], 5: [True] * 2}
    with pytest.raises(ValueError, match="must be above 0"):
        Judge.graded({("s", "a"): 0})


def test_well_even_in_deployment_may_include_training() -> None:
    case = trained()
    alone, besides = (Reading(replans="yes", succeeds_in=where) for where in ("deployment", "both"))
    assert case.check("robust", alone)
    verdict = case.check("robust", besides)
    assert verdict.holds is False
    assert verdict.text == "it loses 2 on base in training"


def test_a_witness_goes_with_what_is_decided_only() -> None:
    for name in zoo.CASES:
        if name in ("frozen-lake", "keys-and-chests", "two-planners"):
            continue
        case = zoo.case(name)
        for reading in (Reading(), Reading(objectives="selected"), Reading(behavior="mesa"), Reading(performs="W8")):
            for verdict in case.check_all(reading).values():
                assert verdict.witness is None or verdict.holds is not None, (name, reading)


def ring(size: int) -> Case:
    """States in a ring, two ways round; the base objective pays in one place only."""
    rows = {f"s{k}": {"on": f"s{(k + 1) % size}", "back": f"s{k - 1 if k else size - 1}"} for k in range(size)}
    env = Environment.build(rows, start="s0", discount="99/100")
    base = Objective.on(env, {f"s{size // 2}": 1}, "base")
    policy = Policy.deterministic([0] * size, 2)
    other = Objective.on(env, {f"s{size - 1}": 1}, "other")
    candidates = (base, other, Objective.zero(env))
    return Case("ring", "", World.same(env), (Agent("it", policy),), base, Judge.of([("s3", "back")]), candidates)


def test_a_ring_is_decided() -> None:
    case = ring(40)
    assert case.check("outer aligned", Reading(encountered="training", trivial="included")).status in ("true", "false")


def test_a_ring_of_1200_states_is_searched_without_recursion() -> None:
    """Two environments are coupled, and two things are to be left: one policy is grown, state by state."""
    size = 1200
    rows = {f"s{k}": {"on": f"s{(k + 1) % size}", "over": f"s{(k + 2) % size}"} for k in range(size)}
    env = Environment.build(rows, start="s0", discount="1/2")
    twin = replace(env, initial=env.initial, discount="1/3", name="twin")
    banned = [without(env, [(0, 0)]), without(env, [(2, 0)])]
    found = find_policy([(env, full(env)), (twin, full(env))], [(env, banned[0]), (env, banned[1])])
    assert found is not None
    assert not any(stays_inside(env, found, mask) for mask in banned)


def test_enumeration_and_search_mean_the_same_of_random_cases() -> None:
    """All operators, all places of observation, pairs, mixing agents, unreachable states, ties, γ near 0 and 1."""
    found = [
        f"seed {seed}, reading {k}, {reading.departures}, {name}: {first.text} | {second.text}"
        for seed in range(100, 104)
        for case, readings in [draw(seed)]
        for k, reading in enumerate(readings)
        for name in ("intent aligned", "outer aligned", "objective robust", "inner aligned")
        for first, second in [(by(Semantics, case, name, reading), by(Search, case, name, reading))]
        if first.status != second.status
    ]
    assert not found, "\n".join(found)


def test_enumeration_and_search_mean_the_same_of_the_zoo() -> None:
    readings = [
        Reading(),
        Reading(observed_in="both", encountered="both", replans="yes"),
        Reading(behavior="across", observed_in="deployment"),
        Reading(behavior="agent_or_device", observed_in="beliefs", objectives="some"),
        Reading(objectives="selected", selected_by="human", judged_in="both", trivial="included"),
    ]
    small = [
        c for c in map(zoo.case, zoo.CASES) if len(c.world.training.actions) ** len(c.world.training.states) <= 100
    ]
    assert len(small) > 10
    found = [
        f"{case.name}, {reading.departures}, {name}: {first.text} | {second.text}"
        for case in small
        for reading in readings
        for name in ("intent aligned", "outer aligned", "objective robust", "inner aligned")
        for first, second in [(by(Semantics, case, name, reading), by(Search, case, name, reading))]
        if first.status != second.status
    ]
    assert not found, "\n".join(found)
    assert FEW < 100
