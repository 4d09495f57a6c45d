"""An action that there is not is refused in one line, with its place, what was given and what is known."""

import pytest

from toymodel import Demonstrations
from toymodel.agents import Controller, MesaOptimizer
from toymodel.solve import bad_pairs
from toymodel.worlds import Environment, Judge, Objective, Policy

from ..for_each import for_each

MOVES = {"s": {"go": "t", "stay": "s"}, "t": {"go": "s"}, "u": None}
ENV = Environment.build(MOVES, start="s", discount="0.9", only_listed=True)
ZERO = Objective.zero(ENV)
INDEX = "in state 0: {} must be the index of an action, 0 … 1, or None where the episode has ended"


def refusal(make, *given, **named):
    with pytest.raises((ValueError, KeyError)) as fault:
        make(*given, **named)
    said = fault.value.args[0]
    assert "\n" not in said
    return said


@for_each("bad", [-1, 2, 5, "go", 1.0, float("nan"), True, [0], {0: 1}])
def test_a_deterministic_policy_says_in_which_state_which_action_is_none(bad):
    assert INDEX.format(repr(bad)) in refusal(Policy.deterministic, [bad, 0], 2)


def test_where_nobody_says_how_many_actions_there_are_any_index_will_do():
    assert "-1 must be the index of an action, 0, 1, …, or None" in refusal(Policy.deterministic, [-1, 0])
    assert Policy.deterministic([3, None]).actions == 4
    assert Policy.deterministic([None, None]).actions == 1


@for_each("bad", [3, None, "01", {0: 1}])
def test_what_lists_no_actions_is_refused(bad):
    assert f"{bad!r} must list an action for each state, in order" in refusal(Policy.deterministic, bad)


@for_each("bad", [0, -1, "2", 2.0, True, None])
def test_the_number_of_actions_is_a_number(bad):
    assert f"{bad!r} must be the number of actions, 1 or more" in refusal(Policy, (((0, 1),),), bad)
    if bad is not None:
        assert f"{bad!r} must be the number of actions, 1 or more" in refusal(Policy.deterministic, [0], bad)


@for_each(
    "bad, why",
    [
        (((-1, 1),), "state 1: action -1 is not in 0 … 1"),
        (((2, 1),), "state 1: action 2 is not in 0 … 1"),
        ((("go", 1),), "state 1: action 'go' is not in 0 … 1"),
        (((0, "1/2"), (0, "1/2")), "state 1: action 0 is given twice"),
        ((0, 1), "state 1: 0 must be a pair (action, probability)"),
        (0, "state 1: 0 must list pairs (action, probability)"),
        (1, "state 1: 1 must list pairs (action, probability)"),
    ],
)
def test_a_row_of_a_policy_lists_actions_with_their_probabilities(bad, why):
    assert why in refusal(Policy, (((0, 1),), bad), 2)


@for_each("bad", [frozenset({-1}), frozenset({2}), {"go"}])
def test_a_support_is_a_set_of_actions_by_index(bad):
    (action,) = bad
    assert f"in state 1: action {action!r} is not in 0 … 1" in refusal(Policy.uniform, (frozenset({0}), bad), 2)
    assert "in state 1: 0 must be a set of actions, by index" in refusal(Policy.uniform, (frozenset({0}), 0), 2)


@for_each(
    "bad, why",
    [
        (-1, "action index -1 is not in 0 … 1"),
        (2, "action index 2 is not in 0 … 1"),
        (1.5, "action index 1.5 is not in 0 … 1"),
        (["go"], "action index ['go'] is not in 0 … 1"),
        ("fly", "unknown action 'fly'; known: go, stay"),
        ({"fly": 1}, "unknown action 'fly'; known: go, stay"),
        ({-1: 1}, "action index -1 is not in 0 … 1"),
    ],
)
def test_a_policy_by_names_says_in_which_state(bad, why):
    assert refusal(Policy.on, ENV, {"s": bad, "t": "go"}, name="Ann's") == f"policy \"Ann's\" in state 's': {why}"


def test_a_policy_by_names_is_a_mapping_from_states():
    assert "['go', 'go'] must be a mapping from states to actions" in refusal(Policy.on, ENV, ["go", "go"])
    assert refusal(Policy.on, ENV, {-1: "go"}) == "policy 'π': state index -1 is not in 0 … 2"
    assert "state 0 has no actions" in refusal(Policy.from_array, [[]])


def test_an_environment_says_which_row_is_none():
    where = "transition from state 's' under action 'a'"
    for bad, why in (
        (0, "0 must list pairs (outcome, probability)"),
        ((0,), "0 must be a pair (outcome, probability)"),
    ):
        said = refusal(Environment, ("s",), ("a",), ((bad,),), ((0, 1),), "1/2")
        assert said == f"{where}: {why}"


def test_objectives_and_judges_say_where():
    assert refusal(Objective.on, ENV, {("s", -1): 1}) == "objective 'R' at ('s', -1): action index -1 is not in 0 … 1"
    assert refusal(bad_pairs, ENV, Judge.of([("s", 7)], "Ann")) == "Ann: action index 7 is not in 0 … 1"
    assert refusal(Judge.of_states, ENV, [-1], "Ann") == "Ann: state index -1 is not in 0 … 2"
    assert refusal(Judge.of_states, ENV, "s", "Ann") == "Ann: 's' must list states"
    assert refusal(Judge.of, 3, "Ann") == "Ann: 3 must list pairs (state, action)"
    assert refusal(Demonstrations.read, ENV, [[("s", -1)]]).startswith(
        "trajectory 0, step 0: action index -1 is not in"
    )


def test_an_order_among_actions_names_each_once():
    for bad in (-1, 2, "go", True):
        said = refusal(MesaOptimizer, "Ann", ZERO, prefers=(0, bad))
        assert said == f"Ann prefers {bad!r}, which is not the index of an action, 0 … 1"
    assert refusal(MesaOptimizer, "Ann", ZERO, prefers=(0, 0)) == "Ann prefers action 0 twice; name each at most once"
    for bad in (0, -1, 1.5, True, "2"):
        assert refusal(MesaOptimizer, "Ann", ZERO, depth=bad).startswith(f"depth is {bad!r}; it must be a whole number")
    assert MesaOptimizer("Ann", ZERO, prefers=(1, 0), depth=2).plan(ENV).support[0] == {1}


def test_a_controller_turns_on_entering_a_state_to_a_policy():
    policy = Policy.deterministic([0, 0, None], 2)
    for bad in (-1, 3, "s"):
        said = refusal(Controller, "Ann", (("at first", policy),), (("at first", bad, "at first"),))
        assert said == f"Ann: a turn on entering {bad!r}, which is not the index of a state, 0 … 2"
    assert refusal(Controller, "Ann", (("at first", 3),)) == "Ann: with memory 'at first', 3 must be a policy"
