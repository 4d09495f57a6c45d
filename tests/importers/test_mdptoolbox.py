"""pymdptoolbox's examples, read in its order, have the values and policies that it publishes."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given

from tests.strategies import environments
from toymodel import solve
from toymodel.importers import from_mdptoolbox, to_arrays
from toymodel.worlds import Environment, Objective

WAIT, CUT = [[0.1, 0.9, 0], [0.1, 0, 0.9], [0.1, 0, 0.9]], [[1, 0, 0]] * 3
PAID = [[0, 0], [0, 1], [4, 2]]


@pytest.mark.parametrize(
    "form",
    [
        lambda ms: ms,
        np.array,
        lambda ms: tuple(map(np.array, ms)),
        lambda ms: [scipy.sparse.csr_matrix(m) for m in ms],
        lambda ms: [scipy.sparse.coo_array(m) for m in ms],
    ],
)
def test_forest(form):
    """Its documentation prints the values (26.244, 29.484, 33.484) and the policy (0, 0, 0) at 0.9."""
    env, pays = from_mdptoolbox(form([WAIT, CUT]), PAID, 0.9, actions=["wait", "cut"])
    best = solve.optimal(env, pays)
    assert best.values == (Fraction("26.244"), Fraction("29.484"), Fraction("33.484"))
    assert best.actions == (frozenset({0}),) * 3
    assert env.describe((0, 1)) == "cut in s0"


def test_small():
    """Its two-state example, whose published policy is (1, 0); the values follow by hand."""
    env, pays = from_mdptoolbox(
        np.array([[[0.5, 0.5], [0.8, 0.2]], [[0, 1], [0.1, 0.9]]]), np.array([[5, 10], [-1, 2]]), 0.9
    )
    best = solve.optimal(env, pays)
    assert best.values == (Fraction(1825, 43), Fraction(1550, 43))
    assert best.actions == (frozenset({1}), frozenset({0}))


def test_rewards_of_each_shape():
    """R(s) is paid whatever is done; R(a,s,s') is what each transition pays, dense or sparse."""
    arriving = np.zeros((2, 3, 3))
    arriving[1, 1, 0], arriving[0, 2, 2], arriving[1, 2, 0] = 1, Fraction(40, 9), 2
    dense = from_mdptoolbox([WAIT, CUT], arriving, 0.9)[1]
    sparse = from_mdptoolbox([WAIT, CUT], [scipy.sparse.csr_matrix(each) for each in arriving], 0.9)[1]
    env, pays = from_mdptoolbox([WAIT, CUT], [1, 2, 3], 0.9)
    assert pays.mean(env) == ((1, 1), (2, 2), (3, 3))
    assert dense.mean(env) == sparse.mean(env)
    assert [[float(v) for v in row] for row in dense.mean(env)] == [[0, 0], [0, 1], [pytest.approx(4), 2]]


@given(environments())
def test_every_environment_comes_back(env):
    transition, reward, initial = to_arrays(env, Objective.zero(env))
    assert Environment.from_arrays(
        transition, initial, env.discount, states=env.states, actions=env.actions,
        available=[[any(row) for row in rows] for rows in transition],
    ) == env  # fmt: skip
    by_action = [[rows[a] for rows in transition] for a in range(len(env.actions))]
    if all(map(any, (row for rows in transition for row in rows))):
        again, _ = from_mdptoolbox(
            by_action, reward, env.discount, initial=initial, states=env.states, actions=env.actions
        )
        assert again == env


@pytest.mark.parametrize(
    ("moves", "paid", "message"),
    [
        (
            [[[0.5, 0.5], [0, 1], [1, 0]], [[0, 1], [1, 0], [1, 0]]],
            PAID,
            r"transitions have the shape \(2, 3, 2\), and must have",
        ),
        ([WAIT, CUT], [0, 1], "rewards must have the shape .S,., .S, A. or .A, S, S., with S=3 and A=2"),
        ([WAIT, CUT], [[0, 0, 4], [0, 1, 2]], "rewards must have the shape"),
        ([WAIT, CUT], [WAIT], "rewards must have the shape"),
        ([WAIT, [[1, 0, 0]]], PAID, r"transitions have the shape \(2, 3, 3\), and must"),
        (WAIT, PAID, "must have the shape .A, S, S., or be a list of A matrices"),
        ([WAIT, [[0.9, 0, 0]] * 3], PAID, "state 's0', action 'a1': probabilities sum to 0.9, not 1"),
    ],
)
def test_refusals(moves, paid, message):
    with pytest.raises(ValueError, match=message):
        from_mdptoolbox(moves, paid, 0.9)
