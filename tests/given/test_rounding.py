"""Floats come in by rounding, on record, by one rule; what it cannot explain is refused with advice that works."""

import re
from fractions import Fraction
from math import exp, factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel.behavior.maximum_entropy import soft_optimal
from toymodel.given import rounding
from toymodel.given.rounding import Rounding
from toymodel.worlds import Environment, Mixture, Objective, Policy

GENERATOR = np.random.default_rng(1)


def softmax(scores):
    shares = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True)


def poisson(mean, most):
    shares = [exp(-mean) * mean**k / factorial(k) for k in range(most)]
    return [*shares, 1 - sum(shares)]


ROWS = {
    "three thirds": [1 / 3] * 3,
    "sevenths": [2 / 7, 4 / 7, 1 / 7],
    "softmax": softmax(GENERATOR.normal(size=5)),
    "softmax in single precision": softmax(GENERATOR.normal(size=6).astype(np.float32)),
    "Dirichlet": GENERATOR.dirichlet([0.5] * 8),
    "Poisson": poisson(2.5, 9),
    "six printed digits": [0.333333] * 3,
    "many": softmax(GENERATOR.normal(size=300)),
}


def following(make):
    """Do what each refusal advises until there is none, and return what was made and how often advice was needed."""
    rounding = None
    for times in range(4):
        try:
            return make(rounding), times
        except ValueError as fault:
            advised = re.search(r"rounding=(\d+)", str(fault))
            rounding = max(int(advised[1]), 1 + (rounding or 0)) if advised else None
    raise AssertionError("advice did not help")


@pytest.mark.parametrize("name", ROWS)
def test_advice_is_to_be_followed_once(name):
    """Without rounding the row is refused with the miss as a number; what it then advises is accepted at once."""
    row = ROWS[name]
    policy, times = following(lambda rounding: Policy.from_array([row], rounding=rounding))
    assert times == 1 or sum(Fraction(str(p)) for p in row) == 1
    for p, share in zip(row, (dict(policy.rows[0]).get(a, 0) for a in range(len(row))), strict=True):
        assert abs(float(share) - float(p)) <= float(p) / 10
    assert "probabilities" in policy.record[0]


def test_the_miss_is_a_number():
    with pytest.raises(
        ValueError, match=r"state 0: probabilities do not sum to 1, but are off by 1e-16; ask for floats"
    ):
        Policy.from_array([[1 / 3] * 3])
    with pytest.raises(ValueError, match=r"sum to 0.9, not 1; add 0.1 \(write thirds"):
        Policy.from_array([[0.5, 0.4]], rounding=1000)
    assert Policy.from_array([["0.5", "0.5"]]).record == ()


def test_the_rule_is_as_said():
    """Nearest fractions where these sum to 1; else multiples of 1/N, of which the largest takes the rest."""
    rounding = Rounding(100)
    assert rounding.row(enumerate([1 / 3, 2 / 3]), "first", 2) == ((0, Fraction(1, 3)), (1, Fraction(2, 3)))
    row = rounding.row(enumerate([0.1234, 0.2345, 0.6421]), "second", 3)
    assert row == ((0, Fraction(12, 100)), (1, Fraction(23, 100)), (2, Fraction(65, 100)))
    assert rounding.record == (
        "5 of 5 probabilities were rounded to the nearest fraction with a denominator up to 100, by at most 0.0079",
        "rows that then missed 1 were closed, as multiples of 1/100 of which the largest takes the rest: second",
    )
    assert Rounding(100).record == ("no probability had to be rounded",)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([0.99999, 1e-5], r"probability 1e-05 would become 0, more than a tenth of it away; give rounding=1000000$"),
        ([1.0, 2.7e-8], r"would become 0, more than a tenth of it away; give rounding=\d+, or 0 in its place"),
        ([1.0, 2.7e-17], r"give rounding=10000000, after making what is below 0.00001 zero and dividing each row by"),
        ([1.0000000000000002, -2.2e-16], r"probability ≈ -2.2e-16 of action 1 is negative; give 0, which is what"),
        ([0.9995, 0.0005], "0.0005 would become 0.001, more than a tenth|0.0005 would become 0, more"),
        ([0.999, 0.0], "sum to 0.999, not 1; add 0.001"),
    ],
)
def test_what_rounding_does_not_explain_is_refused(row, message):
    with pytest.raises(ValueError, match=message):
        Policy.from_array([row], rounding=1000)


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("bound", [None, 1000])
def test_the_advice_for_long_tails_works(kind, bound):
    """A Poisson row to its very end asks for twenty-five digits; cut where the message says, it comes in at once."""
    rows = np.array([poisson(mean, 30) for mean in (0.1, 1.7, 3.0, 9.0)]).clip(0).astype(kind)
    with pytest.raises(ValueError, match=r"after making what is below .* zero and dividing each row by") as fault:
        Policy.from_array(rows, rounding=bound)
    advised = int(re.search(r"rounding=(\d+)", str(fault.value))[1])
    cut = np.where(rows < 0.00001, 0, rows)
    policy = Policy.from_array(cut / cut.sum(axis=1, keepdims=True), rounding=advised)
    assert [len(row) for row in policy.rows] == (cut > 0).sum(axis=1).tolist()


def test_zero_in_its_place_is_advice_that_works():
    assert Policy.from_array([[1.0, 0.0]], rounding=1000).rows == (((0, 1),),)
    assert Policy.from_array([[1.0000000000000002, 0]], rounding=1000).rows == (((0, 1),),)


@pytest.mark.parametrize("bound", [0, -3, 2.5, "1000", True])
def test_a_bound_is_a_whole_number(bound):
    with pytest.raises(ValueError, match=r"rounding is .*; it must be a whole number of at least 1, or None"):
        Rounding(bound)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=30), st.integers(1, 10**5))
def test_every_row_of_floats_is_closed_within_the_bound(counts, bound):
    """Rows sum to 1 exactly, denominators stay up to N, no probability moves by more than a tenth, or it is refused."""
    given_ = [count / sum(counts) for count in counts]
    try:
        row = Rounding(bound).row(enumerate(given_), "row", len(given_))
    except ValueError as fault:
        advised = int(re.search(r"rounding=(\d+)", str(fault))[1])
        assert advised > bound
        row, bound = Rounding(advised).row(enumerate(given_), "row", len(given_)), advised
    assert sum(p for _, p in row) == 1
    assert all(p.denominator <= bound for _, p in row)
    assert all(abs(float(p) - given_[i]) <= given_[i] / 10 + 1e-15 for i, p in row)


@given(st.lists(st.fractions(0, 1, max_denominator=30), min_size=1, max_size=3))
def test_simple_fractions_are_found_again(shares):
    """A row of fractions with small denominators, made floats, comes back as it was."""
    row = [*(share / 3 for share in shares), 1 - sum(share / 3 for share in shares)]
    again = Rounding(10**6).row(enumerate(map(float, row)), "row", len(row))
    assert [dict(again).get(i, 0) for i in range(len(row))] == row


@given(st.integers(0, 10**18), st.integers(1, 10**18), st.integers(1, 10**9))
def test_nearest_fractions_are_those_of_the_standard_library(part, whole, bound):
    assert Fraction(*rounding._nearest(part, whole, bound)) == Fraction(part, whole).limit_denominator(bound)
    assert rounding._round(part, whole) == round(Fraction(part, whole))


@given(st.lists(st.fractions(0, 1, max_denominator=60), max_size=6), st.booleans())
def test_fractions_that_sum_to_one_are_told(shares, closed):
    shares += [1 - sum(shares)] * closed + [Fraction(1, rounding.PRIME), -Fraction(1, rounding.PRIME)] * closed
    assert rounding._is_one([share.as_integer_ratio() for share in shares]) == (sum(shares) == 1)


def test_environments_take_floats_from_arrays_and_stories():
    row = [1 / 3] * 3
    with pytest.raises(
        ValueError, match=r"'s0' under action 'a0': probabilities do not sum to 1, but are off by 1e-16"
    ):
        Environment.from_arrays([[row]] * 3, [1, 0, 0], 0.9)
    with pytest.raises(ValueError, match=r"initial distribution: probabilities do not sum to 1, but are off by 1e-16"):
        Environment.from_arrays([[[1, 0, 0]]] * 3, np.array(row), 0.9)
    env = Environment.from_arrays(np.array([[row]] * 3), np.array(row), 0.9, rounding=1000)
    assert env.initial == env.transition[0][0] == tuple((s, Fraction(1, 3)) for s in range(3))
    assert env.record == (
        "12 of 12 probabilities were rounded to the nearest fraction with a denominator up to 1000, by at most 3.3e-17",
    )
    story = {s: {"go": dict.fromkeys("abc", 1 / 3)} for s in "abc"}
    built = Environment.build(story, start=dict.fromkeys("abc", 1 / 3), discount=0.9, rounding=1000)
    assert built.transition == env.transition
    assert built.record == env.record


def test_a_float32_is_the_decimal_that_it_prints_as():
    half = np.array([[0.1, 0.9]], dtype=np.float32)
    assert Policy.from_array(half).rows[0] == ((0, Fraction(1, 10)), (1, Fraction(9, 10)))
    as_double = half.astype(float)  # prints as 0.10000000149011612
    with pytest.raises(ValueError, match="off by"):
        Policy.from_array(as_double)
    assert Policy.from_array(as_double, rounding=1000) == Policy.from_array(half)


def test_the_packages_own_soft_policy_is_a_policy():
    env = Environment.build({"s": {"a": "s", "b": "t", "c": "s"}, "t": "t"}, start="s", discount="0.9")
    soft = soft_optimal(env, Objective.on(env, {("s", "a"): "1/3", ("s", "b"): 2}), 0.5)
    policy, _ = following(lambda rounding: Policy.from_array(soft.policy, "soft", rounding=rounding))
    assert policy.record[0].endswith("by at most " + policy.record[0].rpartition(" ")[2])
    assert policy.renamed("other").record == policy.record
    assert policy == policy.renamed("other")


def test_mixtures_and_policies_on_an_environment():
    def env(to):
        return Environment.build({"s": {"go": to}, "t": "t"}, start="s", discount="1/2")

    parts = [(env("s"), 1 / 3), (env("t"), 2 / 3)]
    with pytest.raises(ValueError, match="mixture of environments: probabilities do not sum to 1, but are off by"):
        Mixture.of(parts)
    mixture = Mixture.of(parts, rounding=1000)
    assert mixture.probability(env("t")) == Fraction(2, 3)
    assert mixture.record[0].startswith("2 of 2 probabilities were rounded")
    home = Environment.build({"s": {"a": "s", "b": "s", "c": "s"}}, start="s", discount="1/2")
    mixed = Policy.on(home, {"s": {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}}, rounding=1000)
    assert mixed == Policy.uniform(home.available, 3)


def test_a_reward_is_a_small_fraction_only_if_that_is_no_accident():
    """Every float is a fraction with a denominator of some hundred millions; only smaller ones are meant."""
    drawn = GENERATOR.normal(size=200).tolist()
    for bound in (1000, 10**9, 10**15):
        rounding = Rounding(bound)
        assert rounding.payment(1 / 3, "R") == Fraction(1, 3)
        assert max(rounding.payment(x, "R").denominator % 10 for x in drawn) == 0
        assert [rounding.payment(x, "R") for x in drawn] == [Fraction(repr(x)) for x in drawn]
