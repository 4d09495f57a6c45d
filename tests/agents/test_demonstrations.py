"""Trajectories are counted, and what is impossible in the environment is refused with its place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import pytest

from toymodel import Agent, Demonstrations, Environment, Policy

from ..for_each import for_each

ENV = Environment.build(
    {"s": {"go": "t", "stay": {"s": "9/10", "u": "1/10"}}, "t": "t", "u": {"go": "t"}, "end": None},
    start={"s": "1/2", "u": "1/2"},
    discount="9/10",
    only_listed=True,
)


@dataclass
class Like:
    """What `imitation` calls a trajectory, as far as it is read."""

    obs: object
    acts: object


def test_shares_are_exact_and_what_was_not_seen_is_left_out() -> None:
    seen = Demonstrations.read(ENV, [[("s", "stay"), ("s", "stay"), ("s", "go"), ("t", None)], [("u", "go")]], "Ann")
    assert seen.counts == ((1, 2), (0, 0), (1, 0), (0, 0))
    assert seen.visited == {0, 2}
    assert seen.policy.rows == (((0, Fraction(1, 3)), (1, Fraction(2, 3))), (), ((0, Fraction(1)),), ())
    assert seen.policy.name == "Ann"


def test_all_forms_say_the_same() -> None:
    np = pytest.importorskip("numpy")
    pairs = [("s", "stay"), ("u", "go"), ("t", "stay")]
    forms = [
        pairs,
        [(0, 1), (2, 0), (1, 1)],
        np.array([[0, 1], [2, 0], [1, 1]]),
        Like(np.array([0, 2, 1, 1]), np.array([1, 0, 1])),
        Like([0, 2, 1, 1], [1, 0, 1]),
        {"obs": [0, 2, 1, 1], "acts": [1, 0, 1], "terminal": False},
    ]
    read = {Demonstrations.read(ENV, iter([form])) for form in forms}
    assert len(read) == 1


REFUSED = (
    ([], "there is no trajectory; give at least one"),
    ([[]], "trajectory 0 is empty; leave it out"),
    ([[("s", "go")], [("t", "go")]], "trajectory 1 begins in 't', where no episode of this environment begins"),
    ([[("s", "go"), ("s", "go")]], "trajectory 0, step 0: go in s does not lead to 's' in this environment"),
    ([[("s", "stay"), ("u", "stay")]], "trajectory 0, step 1, names stay in u, which is not available"),
    ([[("s", None), ("s", "go")]], "trajectory 0, step 0: no action is given; only the last step may lack one"),
    ([("s", "go")], "trajectory 0 is one step, ('s', 'go'); give a list of trajectories, each a list of steps"),
    ([[("s", "go", 1)]], "trajectory 0, step 0: ('s', 'go', 1) must be a pair (state, action)"),
    ([[(0.5, "go")]], "trajectory 0, step 0: 0.5 must be a name or an index, of the state"),
    ([[("s", [1, 0])]], "trajectory 0, step 0: [1, 0] must be a name or an index, of the action"),
    ([Like([0, 1], [0, 1])], "trajectory 0 has 2 obs for 2 acts; there must be one more"),
    ([{"obs": [0]}], "trajectory 0 must have both obs and acts"),
    ([7], "trajectory 0 is 7; it must be a list of pairs (state, action)"),
    (["sgo"], "trajectory 0 is 'sgo'; it must be a list of pairs (state, action)"),
)


@for_each("given, message", REFUSED)
def test_what_is_impossible_is_refused_with_its_place(given: Iterable[object], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}[^\n]*$"):
        Demonstrations.read(ENV, given)


def test_an_unknown_name_is_refused_with_its_place() -> None:
    for pair, message in (
        (("x", "go"), "unknown state 'x'"),
        (("s", "fly"), "unknown action 'fly'"),
        ((9, 0), "index 9"),
    ):
        with pytest.raises(KeyError) as refused:
            Demonstrations.read(ENV, [[("s", "go")], [pair]])
        assert "trajectory 1, step 0: " in str(refused.value)
        assert message in str(refused.value)


def test_much_data_comes_near_the_policy() -> None:
    by, policy = Random(1), Policy.from_array([["1/4", "3/4"], [1, 0], [1, 0], [0, 0]])  # noqa: S311

    def walk() -> Iterable[tuple[int, int]]:
        s = by.choices(*zip(*ENV.initial, strict=True))[0]
        for _ in range(10):
            a = by.choices(*zip(*policy.rows[s], strict=True))[0]
            yield s, a
            s = by.choices(*zip(*ENV.transition[s][a], strict=True))[0]

    seen = Demonstrations.read(ENV, [list(walk()) for _ in range(500)])
    assert seen.visited == {0, 1, 2}
    assert abs(dict(seen.policy.rows[0])[0] - Fraction(1, 4)) < Fraction(1, 20)


def test_one_who_goes_on_learning_says_what_it_does_everywhere() -> None:
    from toymodel.agents import Controller

    policy = Policy.deterministic([0, None], 2)
    with pytest.raises(ValueError, match="it goes on learning"):
        Agent("it", policy, learner=Controller("it", (("one", Policy.deterministic([0, 0], 2)),)), incomplete=True)
