"""Two environments that differ become a world: the standard picture, mappings, completed rewards, and refusals."""

from fractions import Fraction

import pytest

from toymodel import Agent, Case, Judge, MesaOptimizer, Objective, solve
from toymodel.importers import from_gymnasium
from toymodel.worlds import Environment, World, completed, matched

gymnasium = pytest.importorskip("gymnasium")


def lake(*rows):
    return from_gymnasium(gymnasium.make("FrozenLake-v1", desc=rows, is_slippery=False), "0.9")


def test_train_on_one_map_and_deploy_on_another_with_the_goal_moved():
    """Three lines; who learned to reach the old place still goes there, past the new goal."""
    here = from_gymnasium(gymnasium.make("FrozenLake-v1", desc=["SFF", "FHF", "FFG"], is_slippery=False), "0.9")
    there = from_gymnasium(gymnasium.make("FrozenLake-v1", desc=["SFG", "FHF", "FFF"], is_slippery=False), "0.9")
    world, old, new = matched(here, there, otherwise="arrival")
    assert world.training.states[8] == "r2c2 goal / r2c2 ice"
    assert world.training.states[4] == "r1c1 hole"
    assert solve.optimal(world.training, old).values[0] == Fraction(9, 10) ** 3
    assert solve.optimal(world.deployment, new).values[0] == Fraction(9, 10)
    assert solve.optimal(world.deployment, old).values[0] > solve.optimal(world.training, old).values[0]
    zero, human = Objective.zero(world.training), new.renamed("the new goal")
    case = Case(
        "moved", "", world, (MesaOptimizer("the walker", old),), old, Judge.by(human), (old, human, zero), human
    )
    assert case.check("inner aligned").holds
    assert case.check("impact aligned").holds is False
    assert "states were matched with those of training by position; called differently: " in world.deployment.record[-2]
    assert world.deployment.record[-1] == (
        "the reward of FrozenLake-v1 was completed: 4 transitions that it does not list pay what arriving there pays "
        "elsewhere"
    )


def test_a_number_may_be_paid_instead():
    world, old, _ = matched(lake("SF", "FG"), lake("SG", "FF"), otherwise=0)
    assert dict(old.rewards[3][0]) == {3: 0, 2: 0}  # leaving the old goal, which only deployment can
    assert world.training.record[-1].endswith("transitions that it does not list pay 0")


def test_without_a_rule_what_is_missing_is_refused_and_the_advice_works():
    here, there = lake("SF", "FG"), lake("SG", "FF")
    with pytest.raises(
        ValueError, match=r"does not say what .* pays when it leads to .*otherwise=0, or otherwise='arrival'"
    ):
        matched(here, there)
    for otherwise in (0, "arrival"):
        matched(here, there, otherwise=otherwise)


def test_arriving_must_pay_the_same_from_everywhere():
    def env(s, u, t):
        return Environment.build({"s": {"go": s}, "u": {"go": u}, "t": {"go": t}}, start="s", discount="0.9")

    def paid(*pays):  # what going from s, u and t pays, each to one next state
        return Objective(tuple((((to, Fraction(x)),),) for to, x in pays), "R")

    once, twice = paid((2, 1), (1, 0), (2, 0)), paid((2, 1), (2, 2), (2, 0))
    assert completed(once, env("t", "u", "t"), None) == once
    assert completed(once, env("t", "t", "t"), "arrival").rewards[1][0] == (
        (1, 0),
        (2, 1),
    )  # staying in t is no arrival
    with pytest.raises(
        ValueError, match=r"go in t pays when it leads to 'u', and arriving there is paid nowhere; give a"
    ):
        completed(once, env("t", "u", "u"), "arrival")
    with pytest.raises(ValueError, match=r"leads to 't', and arriving there pays 1 and 2; give a number: otherwise=0"):
        completed(paid((2, 1), (2, 2), (1, 0)), env("t", "t", "t"), "arrival")
    assert completed(twice, env("t", "t", "u"), 0).mean(env("t", "t", "u")) == ((1,), (2,), (0,))


def test_states_and_actions_by_a_mapping():
    here = Environment.build({"a": {"x": "b", "y": "a"}, "b": "b"}, start="a", discount="0.9")
    there = Environment.build({"B": {"go": "B", "stay": "B"}, "A": {"go": "A", "stay": "B"}}, start="A", discount="0.9")
    pay, paid = Objective.on(here, {("a", "x"): 1}, "old"), Objective.on(there, {("A", "stay", "B"): 2}, "new")
    mapping = {"states": {"a": "A", "b": "B"}, "actions": {"x": "stay", "y": "go"}}
    world, old, new = matched((here, pay), (there, paid), **mapping, otherwise=0)
    assert world.deployment.states == ("a / A", "b / B")
    assert world.deployment.actions == ("x / stay", "y / go")
    assert world.deployment.transition == world.training.transition
    assert world.deployment.initial == ((0, 1),)
    assert new.mean(world.deployment) == ((2, 0), (0, 0))
    assert old.mean(world.deployment) == ((1, 0), (0, 0))
    assert world.deployment.record == (
        "states were matched with those of training by the mapping; called differently: a / A and b / B",
        "actions were matched with those of training by the mapping; called differently: x / stay and y / go",
    )


def test_the_same_names_in_another_order_are_matched_only_if_it_is_said():
    here = Environment.build({"a": "b", "b": "b"}, start="a", discount="0.9", actions=["go"])
    there = Environment.build({"b": "b", "a": "b"}, start="a", discount="0.9", actions=["go"])
    zero = Objective.zero(here)
    with pytest.raises(
        ValueError, match=r"state 'a' is number 0 in training and 1 in deployment; .*states=\{\} if those"
    ):
        matched((here, zero), (there, zero))
    world, *_ = matched((here, zero), (there, zero), states={})
    assert world.deployment == here
    assert world.deployment.record == ("states were matched with those of training by the mapping",)


@pytest.mark.parametrize(
    ("states", "message"),
    [
        ({"a": "A"}, r"states=.* says nothing of 'b', and deployment has no state of that name; add it"),
        ({"c": "A"}, r"unknown state 'c'; known: a, b"),
        ({"a": "A", "b": "A"}, r"state 'A' of deployment is matched twice; match one to one"),
    ],
)
def test_a_mapping_must_be_one_to_one(states, message):
    here = Environment.build({"a": "b", "b": "b"}, start="a", discount="0.9", actions=["go"])
    there = Environment.build({"A": "B", "B": "B"}, start="A", discount="0.9", actions=["go"])
    with pytest.raises((ValueError, KeyError), match=message):
        matched((here, Objective.zero(here)), (there, Objective.zero(there)), states=states)


def test_a_world_names_the_first_difference_and_the_remedy():
    def build(*states, discount="0.9", actions=("go",)):
        return Environment.build({s: s for s in states}, start=states[0], discount=discount, actions=list(actions))

    for other, message in (
        (build("a", "x", "c"), r"same states: number 1 is 'b' in training and 'x' in deployment; .*matched$"),
        (build("a", "b"), r"same states: 3 against 2, and only training has 'c'; give both the same number"),
        (build("a", "b", "c", "d"), r"same states: 3 against 4, and only deployment has 'd'"),
        (build("a", "b", "c", actions=("run",)), r"same actions: number 0 is 'go' in training and 'run'"),
        (build("a", "b", "c", discount="0.8"), r"same discount: 0.9 against 0.8; make both with one"),
    ):
        with pytest.raises(ValueError, match=message) as fault:
            World(build("a", "b", "c"), other)
        assert len(str(fault.value)) < 200
    left, right = build("a", "b", "c"), build("a", "x", "c")
    assert matched((left, Objective.zero(left)), (right, Objective.zero(right)))[0].training.states[1] == "b / x"


def test_another_number_of_states_is_refused():
    here, there = lake("SF", "FG"), lake("SFF", "FFG")
    with pytest.raises(
        ValueError, match=r"training has 4 states and deployment 6: .* has no counterpart; give both the"
    ):
        matched(here, there)


def test_an_agent_of_one_table_acts_in_the_other():
    world, old, _ = matched(lake("SF", "FG"), lake("SG", "FF"), otherwise="arrival")
    plan = MesaOptimizer("the walker", old)
    assert isinstance(plan.replans(world)[1].support, tuple)
    assert Agent("same", plan.replans(world)[0])
