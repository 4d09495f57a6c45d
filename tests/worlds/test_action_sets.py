"""Action sets that depend on the state, ends of episodes, and what is refused of them."""

import copy
from fractions import Fraction

import pytest

from toymodel.solve import bad_pairs
from toymodel.worlds import Environment, Judge, Mixture, Objective, Policy, World

from .test_environment import refused

MOVES = {"road": {"left": "hut", "right": {"end": "1/2", "hut": "1/2"}}, "hut": {"leave": "end"}, "end": None}


def walk(moves=MOVES, discount=1, **options):
    return Environment.build(moves, start="road", discount=discount, only_listed=True, **options)


ENV = walk()
PLAYS = {"road": "left", "hut": "leave"}


def test_an_environment_says_what_is_available_and_where_the_episode_has_ended():
    assert ENV.actions == ("left", "right", "leave")
    assert ENV.available == ({0, 1}, {2}, set())
    assert ENV.ended == {2}
    assert ENV.pairs == ((0, 0), (0, 1), (1, 2))
    assert ENV.transition[1] == ((), (), ((2, 1),))
    assert copy.deepcopy(ENV) == walk() == ENV


def test_an_end_may_be_said_without_action_sets():
    env = Environment.build({"s": {"go": "end", "stay": "s"}, "end": None}, start="s", discount="0.9")
    assert env.available == ({0, 1}, set())
    assert walk({**MOVES, "end": {}}) == ENV


def test_an_oversight_in_a_listing_is_refused_and_says_how_to_mean_it():
    refused(
        "state 'hut' says nothing of action 'left'; say where it leads, or, if it is not available there, "
        "give only_listed=True",
        Environment.build,
        {**MOVES, "hut": {}},
        start="road",
        discount="0.9",
    )
    refused("unknown action 'swim'", walk, {**MOVES, "hut": {"swim": "end"}}, actions=["left", "right"], error=KeyError)
    refused("no state lists its actions", walk, {"road": None})


def test_arrays_say_what_is_available_by_a_mask():
    rows = [[[0, 1], [1, 0]], [[0, 0], [0, 0]]]
    env = Environment.from_arrays(rows, [1, 0], "0.9", available=[[True, True], [False, False]])
    assert env.available == ({0, 1}, set())
    numpy = pytest.importorskip("numpy")
    found = Environment.from_arrays(
        numpy.array(rows), numpy.array([1, 0]), 0.9, available=numpy.array([[True, True], [False, False]])
    )
    assert found == env
    assert Environment.from_arrays(rows, [1, 0], "0.9", available=[[1, 1], [0, 0]]) == env


@pytest.mark.parametrize(
    ("available", "message"),
    [
        (None, "action 'a0': probabilities sum to 0, not 1; if it is not available there, say so: available=…"),
        ([[1, 1]], r"available must have the shape \(states, actions\) = \(2, 2\)"),
        ([[1, 1], [0, 2]], "available: 2 at state 1, action 1 must be True or False"),
        ([[1, 0], [0, 0]], "state 's0' under action 'a1': it is not available, yet leads somewhere; give zeros"),
        ([[1, 1], [0, 1]], "state 's1' under action 'a1': probabilities sum to 0, not 1"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(available, message):
    rows = [[[0, 1], [1, 0]], [[0, 0], [0, 0]]]
    refused(message, Environment.from_arrays, rows, [1, 0], "0.9", available=available)


def test_discount_1_needs_that_every_policy_ends_and_names_a_loop():
    refused(
        "discount is 1, and a policy can go on for ever: road → hut → road; let the episode end on the way, or take",
        walk,
        {"road": {"go": {"hut": "1/2", "end": "1/2"}, "turn": "hut"}, "hut": {"back": "road"}, "end": None},
    )
    risky = walk({"road": {"go": {"road": "1/2", "end": "1/2"}}, "end": None})  # it ends surely, though not soon
    assert risky.discount == risky.weight == 1
    assert walk(discount="9/10").weight == Fraction(1, 10)


def test_a_loop_is_named_from_where_it_closes():
    moves = {"road": {"go": "a"}, "a": {"go": "b"}, "b": {"go": "a"}, "end": None}
    refused("a policy can go on for ever: a → b → a; let", walk, moves)


def test_training_and_deployment_have_the_same_action_sets():
    later = {"road": {"left": "end", "right": "hut"}, "hut": {"leave": "end"}, "end": None}
    assert World(ENV, walk(later)).deployment.transition[0][0] == ((2, 1),)
    more = {**MOVES, "hut": {"leave": "end", "left": "end"}}
    refused("left in hut is available in deployment only; make it available in both", World, ENV, walk(more))
    refused("left in hut is available in training only", World, walk(more), ENV)
    ends = walk({**MOVES, "hut": None}, actions=ENV.actions)
    refused("the episode ends at 'hut' in deployment only; end it there in both, or in neither", World, ENV, ends)
    refused("available in", Mixture.of, [(ENV, "1/2"), (walk(more), "1/2")])


def test_the_remedies_for_worlds_that_differ_work():
    left = {"hut": "hut", "road": "road"}
    here = {s: {**dict.fromkeys(["left", "right", "leave"], left.get(s, "end")), **(MOVES[s] or {})} for s in MOVES}
    there = {**here, "hut": dict.fromkeys(["left", "right", "leave"], "hut")}
    World(walk(here, "1/2"), walk(there, "1/2"))


def test_a_mixture_keeps_the_action_sets():
    other = walk({"road": {"left": "end", "right": "hut"}, "hut": {"leave": "end"}, "end": None})
    mean = Mixture.of([(ENV, "1/2"), (other, "1/2")]).mean()
    assert (mean.available, mean.discount) == (ENV.available, 1)
    assert mean.transition[0][0] == ((1, Fraction(1, 2)), (2, Fraction(1, 2)))


# ── policies ──


def test_a_policy_plays_nothing_where_the_episode_has_ended():
    plays = Policy.on(ENV, PLAYS)
    assert plays.rows[2] == ()
    assert plays.is_deterministic
    assert Policy.deterministic([0, 2, None], 3) == plays
    assert Policy.from_array([[1, 0, 0], [0, 0, 1], [0, 0, 0]]) == plays
    assert Policy.uniform(plays.support, 3) == plays
    assert Policy.uniform(ENV.available, 3).rows[0] == ((0, Fraction(1, 2)), (1, Fraction(1, 2)))
    plays.fits(ENV)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ([2, 2, None], "policy 'π' names leave in road, which is not available; leave it out"),
        ([0, None, None], "policy 'π' says nothing of state 'hut'; it goes on there"),
        ([0, 2, 1], "policy 'π' names 'end', where the episode has ended and nothing is done"),
    ],
)
def test_a_policy_fits_where_what_it_plays_is_available(choices, message):
    refused(message, Policy.deterministic(choices, 3).fits, ENV)


def test_a_policy_by_names_is_checked_when_made():
    refused("names leave in road, which is not available", Policy.on, ENV, {"road": "leave", "hut": "leave"})
    refused("names left in hut, which is not available", Policy.on, ENV, {}, otherwise="left")
    refused("names 'end', where the episode has ended", Policy.on, ENV, {**PLAYS, "end": "left"})
    refused("says nothing of state 'hut'; name it", Policy.on, ENV, {"road": "left"})


# ── objectives and judges ──


def test_objectives_pay_nothing_for_what_is_not_available():
    assert Objective.on(ENV, {"road": 3}).rewards == ((3, 3, 0), (0, 0, 0), (0, 0, 0))
    asked = []
    assert Objective.of(ENV, lambda s, a: asked.append((s, a)) or 1).rewards == ((1, 1, 0), (0, 0, 1), (0, 0, 0))
    assert tuple(asked) == ENV.pairs
    written = Objective.from_array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    assert written.mean(ENV) == ((1, 2, 0), (0, 0, 6), (0, 0, 0))
    per_step = Objective.on(ENV, {("road", "right", "end"): 4})
    assert per_step.mean(ENV)[0] == (0, 2, 0)


def test_what_is_not_there_is_not_paid_for_or_judged():
    refused("'R' names leave in road, which is not available; leave it out", Objective.on, ENV, {("road", "leave"): 1})
    refused(
        "'R' names 'end', where the episode has ended and nothing is done; name what", Objective.on, ENV, {"end": 1}
    )
    assert Judge.of_states(ENV, ["hut"]).pairs == ((1, 2),)
    refused("the judge names 'end', where the episode has ended", Judge.of_states, ENV, ["end"])
    refused("the judge names leave in road", bad_pairs, ENV, Judge.of([("road", "leave")]))
