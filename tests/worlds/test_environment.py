"""Environments and worlds: every fault refused at construction, in words that say what to mend."""

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel.worlds import Environment, World

from .. import strategies

HALF = Fraction(1, 2)
SHAPE = "shape|must be a list of numbers|probabilities for|not a number"


def one(row=(1,), initial=(1,), discount="0.9", **names):
    return Environment.from_arrays([[row]], initial, discount, **names)


def refused(match, make, *args, error=ValueError, **kwargs):
    with pytest.raises(error, match=match) as fault:
        make(*args, **kwargs)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("bad", [0, -1, 2, "1.0000001"])
def test_the_discount_is_strictly_between_0_and_1(bad):
    refused(r"discount is .* strictly between 0 and 1", one, discount=bad)


@pytest.mark.parametrize("one_", [1, "1", 1.0])
def test_a_discount_of_1_is_refused_where_a_policy_can_go_on_for_ever(one_):
    refused("discount is 1, and a policy can go on for ever: s0 → s0; let the episode end", one, discount=one_)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), "x", None, True, [1]])
def test_what_is_no_number_is_refused_with_its_place(bad):
    refused("discount is", one, discount=bad)
    refused("initial distribution: probability 0 is", one, initial=[bad])
    refused("transition from state 's0' under action 'a0': probability 0 is", one, row=[bad])


def test_a_row_that_does_not_sum_to_one_names_state_action_and_sum():
    two = [[[1, 0], [0.3, 0.6]], [[1, 0], [1, 0]]]
    refused(
        r"state 'home' under action 'go': probabilities sum to 0\.9, not 1; add 0\.1",
        Environment.from_arrays,
        two,
        [1, 0],
        0.9,
        states=["home", "work"],
        actions=["stay", "go"],
    )
    refused(r"sum to 1\.1, not 1; take away 0\.1", Environment.from_arrays, [[[1.1]]], [1], 0.9)
    refused("initial distribution: probabilities sum to 0.5", one, initial=[0.5])
    refused("sum to 0.999, not 1; add 0.001", Environment.from_arrays, [[[0.333] * 3]] * 3, [1, 0, 0], 0.9)


def test_negative_probabilities_are_refused():
    refused(
        r"state 's1' under action 'a0': probability -1 of outcome 0 is negative",
        Environment.from_arrays,
        [[[1, 0]], [[-1, 2]]],
        [1, 0],
        0.9,
    )
    refused("initial distribution: probability -1", Environment.from_arrays, [[[1, 0]], [[0, 1]]], [-1, 2], 0.9)


@pytest.mark.parametrize(
    "bad",
    [
        5,
        [],
        [[]],
        [5],
        [[5]],
        "1",
        ["1"],
        [["1"]],
        {},
        {0: [[1]]},
        [[[1]], [[1]]],
        [[[1, 0]]],
        [[[1]], []],
        [[[[1]]]],
        None,
    ],
)
def test_wrong_shapes_are_refused(bad):
    refused(SHAPE, Environment.from_arrays, bad, [1], 0.9)


@pytest.mark.parametrize("bad", [[], [1, 0], 1, "1", None, [[1]]])
def test_wrong_shapes_of_the_initial_distribution_are_refused(bad):
    refused("initial distribution", one, initial=bad)


def test_ragged_actions_name_both_states():
    refused(
        "state 's1' has 2 actions, state 's0' has 1", Environment.from_arrays, [[[1, 0]], [[1, 0], [0, 1]]], [1, 0], 0.9
    )


@pytest.mark.parametrize(
    "bad", [["a\n"], ["\u202eevil"], [""], ["x" * 81], [1], [None], ["a", "b"], [], "a", ["\x1b[31m"]]
)
def test_names_are_never_trusted(bad):
    refused("state name", one, states=bad)
    refused("action name", one, actions=bad)


def test_names_given_twice_are_refused():
    refused("state name 'x' is given twice", Environment.from_arrays, [[[1, 0]]] * 2, [1, 0], 0.9, states=["x", "x"])


def test_numpy_arrays_are_accepted_and_not_shared():
    numpy = pytest.importorskip("numpy")
    transition, initial = numpy.array([[[0.1, 0.9]], [[0.0, 1.0]]]), numpy.array([1, 0])
    env = Environment.from_arrays(transition, initial, numpy.float64(0.9))
    transition[0, 0, 0] = 7
    assert env.transition[0][0] == ((0, Fraction(1, 10)), (1, Fraction(9, 10)))
    assert env.discount == Fraction(9, 10)
    assert env.state(numpy.int64(1)) == 1
    refused(SHAPE, Environment.from_arrays, numpy.ones((2, 2)), initial, 0.9)
    refused(SHAPE, Environment.from_arrays, numpy.ones((2, 1, 2, 1)), initial, 0.9)


def test_the_constructor_itself_checks():
    row = ((0, Fraction(1)),)
    assert Environment(["s"], ["a"], [[[(0, 1)]]], [(0, 1.0)], 0.5) == Environment(("s",), ("a",), ((row,),), row, HALF)
    refused("1 rows for 2 states", Environment, ("s", "t"), ("a",), ((row,),), row, HALF)
    refused("1 rows for 2 actions", Environment, ("s",), ("a", "b"), ((row,),), row, HALF)
    refused("at least one state", Environment, (), (), (), row, HALF)
    refused("outcome 1 is not in", Environment, ("s",), ("a",), ((((1, Fraction(1)),),),), row, HALF)
    refused("given twice", Environment, ("s",), ("a",), ((((0, HALF), (0, HALF)),),), row, HALF)
    refused("outcome True", Environment, ("s",), ("a",), ((((True, 1),),),), row, HALF)
    refused("environment name", Environment, ("s",), ("a",), ((row,),), row, HALF, "two\nlines")


def test_an_environment_is_immutable_and_hashable():
    env = one()
    with pytest.raises(dataclasses.FrozenInstanceError):
        env.discount = HALF
    assert hash(env) == hash(one(name="another"))
    assert env == one(name="another")
    assert env != one(discount="0.8")
    assert {env: 1}[one()] == 1


def test_unknown_names_are_key_errors_that_list_the_known_ones():
    env = Environment.build({"home": {"go": "work"}, "work": "work"}, start="home", discount=0.9)
    refused("unknown state 'hom'; known: home, work", env.state, "hom", error=KeyError)
    refused("unknown action 'fly'; known: go", env.action, "fly", error=KeyError)
    for bad in (-1, 2, True, 1.0, None):
        refused("state index", env.state, bad, error=KeyError)
    for bad in (("home",), ("home", "go", "work"), "hg"):
        refused("must be a pair", env.pair, bad)
    assert env.describe(env.pair(("home", 0))) == "go in home"


@pytest.mark.parametrize(
    ("moves", "message", "error"),
    [
        ({"s": {"a": "x"}}, "unknown state 'x'; known: s", KeyError),
        ({"s": {"a": "s"}, "t": {"b": "s"}}, "unknown action 'b'; known: a", KeyError),
        ({"s": {"a": "s", "b": "s"}, "t": {"a": "s"}}, "state 't' says nothing of action 'b'", ValueError),
        ({"s": {"a": {"s": "1/3"}}}, "state 's' under action 'a': probabilities sum to 1/3", ValueError),
        ({"s": {"a": 5}}, "must be a state, or a mapping", ValueError),
        ({"s": {"a": "s"}, "t": 5}, "must be a state, or a mapping", ValueError),
        ({"s": {"a": {"s": "nan"}}}, "probability of 's' is 'nan'", ValueError),
        ({"s": "s"}, "no state lists its actions", ValueError),
        ({}, "no state lists its actions", ValueError),
    ],
)
def test_the_builder_refuses(moves, message, error):
    refused(message, Environment.build, moves, start="s", discount=0.9, error=error)


def test_the_builder_refuses_an_unknown_start_and_actions_given_twice():
    moves = {"s": {"a": "s"}}
    refused("unknown state 'x'", Environment.build, moves, start="x", discount=0.9, error=KeyError)
    refused("initial distribution: .*sum to 0.5", Environment.build, moves, start={"s": 0.5}, discount=0.9)
    refused("given twice", Environment.build, moves, start="s", discount=0.9, actions=["a", "a"])
    refused("action names are one text", Environment.build, moves, start="s", discount=0.9, actions="a")


def test_a_world_has_one_set_of_states_actions_and_one_discount():
    for other in (one(states=["x"]), one(actions=["x"]), one(discount=0.5)):
        refused("training and deployment must have the same", World, one(), other)
    assert World.same(one()) == World(one(), one())


@given(strategies.environments())
def test_arrays_and_builder_agree(env):
    n = range(len(env.states))
    arrays = [[[dict(row).get(t, 0) for t in n] for row in rows] for rows in env.transition]
    assert Environment.from_arrays(arrays, [dict(env.initial).get(s, 0) for s in n], env.discount) == env
    moves = {
        state: {action: {env.states[t]: p for t, p in row} for action, row in zip(env.actions, rows, strict=True)}
        for state, rows in zip(env.states, env.transition, strict=True)
    }
    built = Environment.build(moves, start={env.states[s]: p for s, p in env.initial}, discount=env.discount)
    assert built == env
    assert hash(built) == hash(env)


@given(strategies.environments(), st.data())
def test_any_change_of_one_probability_is_refused(env, data):
    s, a = data.draw(st.sampled_from(env.pairs))
    change = data.draw(strategies.PAYMENTS.filter(bool))
    rows = [[list(row) for row in rows] for rows in env.transition]
    t, p = rows[s][a][0]
    rows[s][a][0] = (t, p + change)
    refused(
        f"state '{env.states[s]}' under action '{env.actions[a]}'",
        Environment,
        env.states,
        env.actions,
        rows,
        env.initial,
        env.discount,
    )
