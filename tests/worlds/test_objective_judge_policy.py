"""Objectives, judges and policies: what they mean, and every fault refused at construction."""

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel.agents import MesaOptimizer
from toymodel.worlds import Environment, Judge, Objective, ObjectivePair, Policy

from .. import strategies

ENV = Environment.build({"s": {"go": {"t": 0.5, "s": 0.5}, "stay": "s"}, "t": "t"}, start="s", discount="0.9")
F = Fraction


def refused(match, make, *args, error=ValueError, **kwargs):
    with pytest.raises(error, match=match) as fault:
        make(*args, **kwargs)
    assert "\n" not in str(fault.value)


# ── objectives ──


@pytest.mark.parametrize(
    "bad", [5, None, "12", [], [[]], [5], ["12"], [[1, 2], [3]], [[[1, 2]]], [[[[1]]]], {0: [1]}, [[None]], [[{}]]]
)
def test_wrong_shapes_are_refused(bad):
    refused("objective 'R'", Objective.from_array, bad)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), "x", True, None])
def test_what_is_no_number_is_refused_with_its_place(bad):
    refused("objective 'R', state 0, action 1 is", Objective.from_array, [[0, bad]])
    refused("state 1, action 0, next state 1 is", Objective.from_array, [[0], [[0, bad]]])
    refused("objective 'R' at 's' is", Objective.on, ENV, {"s": bad})


def test_arrays_are_accepted():
    numpy = pytest.importorskip("numpy")
    assert Objective.from_array(numpy.full((2, 2), 0.1)).rewards == ((F(1, 10),) * 2,) * 2
    assert Objective.from_array(numpy.ones((2, 2, 2))).on_transitions
    refused("must be a list", Objective.from_array, numpy.ones(2))
    refused("3 numbers for 2", Objective.from_array, numpy.ones((2, 2, 3)))
    refused("not a number", Objective.from_array, numpy.ones((1, 1, 1, 1)))


def test_the_constructor_itself_checks():
    assert Objective(((0.1,),)).rewards == ((F(1, 10),),)
    assert Objective(((((1, 2), (0, 1)),), (0,))).rewards[0][0] == ((0, F(1)), (1, F(2)))
    for listing in (((2, F(1)),), ((0, F(1)), (0, F(2))), ((True, F(1)),)):
        refused("next state .* is not in 0 … 1, or is listed twice", Objective, ((listing,), (F(0),)))
    refused("objective name", Objective, ((F(0),),), "two\nlines")


def test_the_more_particular_entry_wins():
    pays = {("s", "go", "t"): 1, ("s", "go"): 2, "s": 3}
    assert Objective.on(ENV, pays).rewards == ((((0, F(2)), (1, F(1))), F(3)), (F(0), F(0)))
    assert Objective.on(ENV, dict(reversed(pays.items()))) == Objective.on(ENV, pays)
    assert Objective.on(ENV, pays).mean(ENV)[0] == (F(3, 2), F(3))


def test_unknown_and_repeated_keys_are_refused():
    refused("unknown state 'x'; known: s, t", Objective.on, ENV, {"x": 1}, error=KeyError)
    refused("unknown action 'x'; known: go, stay", Objective.on, ENV, {("s", "x"): 1}, error=KeyError)
    refused("must name a state, an action, a next state", Objective.on, ENV, {("s", "go", "t", "t"): 1})
    refused("given twice", Objective.on, ENV, {"s": 1, 0: 2})
    assert Objective.on(ENV, {0: 2}) == Objective.on(ENV, {"s": 2})


def test_a_transition_that_is_not_listed_is_not_paid_zero():
    silent = Objective(((((0, F(1)),), F(0)), (F(0), F(0))), "silent")
    refused("'silent' does not say what go in s pays when it leads to 't'", silent.mean, ENV)
    refused(r"'R' has shape \(1, 1\)", Objective.from_array([[0]]).mean, ENV)


def test_objectives_are_immutable_and_equal_whatever_their_name():
    zero = Objective.zero(ENV)
    with pytest.raises(dataclasses.FrozenInstanceError):
        zero.name = "other"
    assert zero == Objective.of(ENV, lambda *_: 0, "other")
    assert hash(zero) == hash(zero.renamed("other"))
    assert zero.map(lambda v: v + 1) == Objective.on(ENV, {"s": 1, "t": 1})


@given(st.data())
def test_the_mean_is_the_sum_over_next_states(data):
    env = data.draw(strategies.environments())
    objective = data.draw(strategies.objectives(env))
    for s, a in env.pairs:
        paid = objective.rewards[s][a]
        by_hand = paid if isinstance(paid, Fraction) else sum(p * dict(paid)[t] for t, p in env.transition[s][a])
        assert objective.mean(env)[s][a] == by_hand
    assert objective.map(lambda v: 2 * v).mean(env) == tuple(tuple(2 * v for v in row) for row in objective.mean(env))


# ── judges ──


@pytest.mark.parametrize("bad", [["sg"], [("s",)], [("s", "go", "t")], [5], [None], [("s", None)], [("s", True)]])
def test_a_judge_lists_pairs(bad):
    refused("must be a pair", Judge.of, bad)
    if not isinstance(bad[0], list):
        refused("must be a pair", Judge.graded, {bad[0]: 1})


@pytest.mark.parametrize("bad", [0, -1, "-1/2", "0.0"])
def test_a_grade_is_above_0(bad):
    refused(r"Ann: the grade of \('s', 'go'\) is .*; it must be above 0", Judge.graded, {("s", "go"): bad}, "Ann")
    refused("it must be above 0", Judge, pairs=(("s", "go"), ("s", "stay")), grades=(1, bad))


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), "x", True, None, [1]])
def test_a_grade_is_a_number(bad):
    refused(r"Ann: the grade of \('s', 'go'\) is", Judge.graded, {("s", "go"): bad}, "Ann")


def test_every_pair_is_graded_or_none():
    assert Judge.graded({("s", "go"): 0.5}).grades == (F(1, 2),)
    assert Judge.graded({}) == Judge.of([])
    refused("1 grades for 2 pairs; give one for each", Judge, pairs=(("s", "go"), ("t", "go")), grades=(1,))
    refused("must be a mapping", Judge.graded, [("s", "go")])


def test_several_judges_are_each_one_judge():
    ann, ben = Judge.of([("s", "go")], "Ann"), Judge.by(Objective.zero(ENV), 1, "Ben")
    panel = Judge.several(iter([ann, ben]))
    assert (panel.members, panel.name) == ((ann, ben), "the judges")
    assert panel.resolve(ENV) is panel
    refused("the judges: several judges need at least one", Judge.several, [])
    refused("the judges: 'Ann' must be a judge", Judge.several, ["Ann"])
    refused("they: the judges is several judges already; list them one by one", Judge.several, [ann, panel], "they")


def test_who_the_judges_are_is_the_same_everywhere():
    ann, ben = Judge.of([("s", "go")], "Ann"), Judge.of([], "Ben")
    apart = [Judge.in_each([(ENV, Judge.in_each([(ENV, each)]))], each.name) for each in (ann, ben)]
    panel = Judge.several(apart)
    assert [member.resolve(ENV) for member in panel.members] == [ann, ben]
    refused("give each member of the judges its own in_each", Judge.in_each, [(ENV, panel)])
    for bad in (ann, (ENV,), (ENV, "Ann"), (ann, ENV)):
        refused("must be a pair", Judge.in_each, [bad])


def test_a_judge_judges_in_one_way():
    ann, zero = Judge.of([("s", "go")], "Ann"), Objective.zero(ENV)
    for more in ({"objective": zero}, {"cases": ((ENV, ann),)}, {"members": (ann,)}):
        refused("give only one of pairs, objective, cases and members", Judge, pairs=ann.pairs, **more)
    refused("a tolerance goes with an objective; leave it out", Judge, pairs=ann.pairs, tolerance=1)
    assert Judge(objective=zero, tolerance=0.5).tolerance == F(1, 2)


def test_a_judges_tolerance_is_a_number_of_at_least_0():
    zero = Objective.zero(ENV)
    refused("tolerance is -1; it must be at least 0", Judge.by, zero, -1)
    refused("tolerance is nan", Judge.by, zero, float("nan"))
    assert Judge.by(zero, 0.1).tolerance == F(1, 10)


def test_a_judge_of_states_names_every_action():
    assert set(Judge.of_states(ENV, ["t"]).pairs) == {(1, 0), (1, 1)}
    refused("unknown state", Judge.of_states, ENV, ["x"], error=KeyError)


def test_a_judge_for_each_environment_speaks_of_no_other():
    other = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9", name="calm")
    judge = Judge.in_each([(ENV, Judge.of([("s", "go")]))])
    assert judge.resolve(ENV) == Judge.of([("s", "go")])
    refused("the judge says nothing about environment 'calm'", judge.resolve, other)
    refused("at least one", Judge.in_each, [])
    again = dataclasses.replace(ENV, name="the same again")
    assert Judge.in_each([(ENV, Judge.of([])), (again, Judge.of([]))]).resolve(again) == Judge.of([])
    refused("the same again is judged in two ways", Judge.in_each, [(ENV, judge), (again, Judge.of([]))])
    assert Judge.of([]).resolve(other) == Judge.of([], "whoever")


# ── policies ──


@pytest.mark.parametrize(
    "bad", [5, None, [], [[]], [5], ["01"], [[0.5, 0.5], [1]], [[0.5, 0.4]], [[-1, 2]], [[True, 0]]]
)
def test_policies_from_wrong_arrays_are_refused(bad):
    refused("policy 'π'", Policy.from_array, bad)


@pytest.mark.parametrize("bad", [[0.7], [True], ["go"], [-1], [2], [[None]], []])
def test_deterministic_policies_play_actions_by_index(bad):
    refused("policy 'π'", Policy.deterministic, bad, 2)


def test_numpy_choices_are_accepted():
    numpy = pytest.importorskip("numpy")
    assert Policy.deterministic(numpy.array([1, 0]), 2) == Policy.deterministic([1, 0], 2)
    assert Policy.from_array(numpy.array([[0.1, 0.9]])).rows == (((0, F(1, 10)), (1, F(9, 10))),)


def test_a_policy_says_what_to_do_in_every_state():
    assert Policy.on(ENV, {"s": "go", "t": {"go": 0.5, "stay": 0.5}}).support == ({0}, {0, 1})
    assert Policy.on(ENV, {0: "go"}, otherwise="stay") == Policy.on(ENV, {"s": "go", "t": "stay"})
    refused("says nothing of state 't'", Policy.on, ENV, {"s": "go"})
    refused("given twice", Policy.on, ENV, {"s": "go", 0: "stay", "t": "go"})
    refused("unknown state 'x'", Policy.on, ENV, {"x": "go"}, otherwise="go", error=KeyError)
    refused("unknown action 'fly'", Policy.on, ENV, {"s": "fly"}, otherwise="go", error=KeyError)
    refused("policy 'π' in state 's': probabilities sum to 0.5", Policy.on, ENV, {"s": {"go": 0.5}}, otherwise="go")
    refused(r"shape \(1, 2\); the environment has .* \(2, 2\)", Policy.deterministic([0], 2).fits, ENV)


@given(st.data())
def test_policies_are_hashable_values(data):
    env = data.draw(strategies.environments())
    policy = data.draw(strategies.policies(env))
    assert policy == policy.renamed("other")
    assert hash(policy) == hash(policy.renamed("other"))
    assert policy.is_deterministic == all(len(row) == 1 for row in policy.support)
    array = [[dict(row).get(a, 0) for a in range(len(env.actions))] for row in policy.rows]
    assert Policy.from_array(array) == policy
    assert Policy.uniform(policy.support, len(env.actions)).support == policy.support


def test_a_pair_pays_one_thing_in_training_and_another_elsewhere():
    clicks, sales = Objective.from_array([[1, 0]], "clicks"), Objective.from_array([[0, 1]], "sales")
    pay = ObjectivePair(clicks, sales, "the pay")
    assert [pay.at(place).name for place in ("training", "deployment", "beliefs")] == ["clicks", "sales", "sales"]
    assert clicks.at("training") is clicks.at("deployment") is clicks
    assert pay == ObjectivePair(clicks, sales, "by another name")
    assert pay != ObjectivePair(sales, clicks, "the pay")


def test_a_pair_of_what_is_no_objective_is_refused():
    one = Objective.from_array([[1, 0]], "clicks")
    with pytest.raises(ValueError, match=r"^what 'R' pays in deployment is \[\[1, 0\]\]; it must be an Objective$"):
        ObjectivePair(one, [[1, 0]])
    with pytest.raises(ValueError, match=r"has shape \(1, 2\) in training and \(2, 2\) in deployment"):
        ObjectivePair(one, Objective.from_array([[1, 0], [0, 0]]))
    with pytest.raises(ValueError, match="what 'R' pays in training is 'R', which differs by environment"):
        ObjectivePair(ObjectivePair(one, one), one)


def test_no_other_objective_may_differ_by_environment():
    pay = ObjectivePair(Objective.from_array([[1, 0]], "clicks"), Objective.from_array([[0, 1]], "sales"), "the pay")
    advice = r"is 'the pay', which differs by environment; only the base objective may: give 'the pay'\.training or"
    for make in (lambda: Judge.by(pay), lambda: MesaOptimizer("it", pay)):
        with pytest.raises(ValueError, match=advice):
            make()
