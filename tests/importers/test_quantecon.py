"""QuantEcon's programs, read in its order, have the values that its lectures print."""

from fractions import Fraction
from math import inf, sqrt
from types import SimpleNamespace

import numpy as np
import pytest
import scipy.sparse

from toymodel import solve
from toymodel.importers import from_quantecon

R = [[5, 10], [-1, -inf]]
Q = [[(0.5, 0.5), (0, 1)], [(0, 1), (0.5, 0.5)]]
PAIRS = ([5, 10, -1], [(0.5, 0.5), (0, 1), (0, 1)], 0.95, [0, 0, 1], [0, 1, 0])


def test_two_states_of_puterman():
    """The lecture prints v = (−8.57142857, −20) and the policy (0, 0) at β = 0.95."""
    env, pays = from_quantecon(R, Q, 0.95)
    best = solve.optimal(env, pays)
    assert best.values == (Fraction(-60, 7), -20)
    assert best.actions == (frozenset({0}), frozenset({0}))
    assert env.available == (frozenset({0, 1}), frozenset({0}))
    assert env.transition[1][1] == ()
    assert env.record == ("QuantEcon's program says nothing of where it begins: begun in each state with the same "
                          "probability",)  # fmt: skip


@pytest.mark.parametrize("form", [list, np.array, scipy.sparse.csr_matrix, scipy.sparse.coo_array])
def test_pairs_are_the_same_program(form):
    rewards, rows, *rest = PAIRS
    assert from_quantecon(rewards, form(rows), *rest) == from_quantecon(R, Q, 0.95)


def test_all_pairs_in_one_sparse_matrix():
    """The forest of pymdptoolbox with its rows stacked, those of a state together."""
    rows = scipy.sparse.csr_matrix([[0.1, 0.9, 0], [1, 0, 0], [0.1, 0, 0.9], [1, 0, 0], [0.1, 0, 0.9], [1, 0, 0]])
    states, actions = np.divmod(np.arange(6), 2)
    env, pays = from_quantecon([0, 0, 0, 1, 4, 2], rows, 0.9, states, actions)
    assert solve.optimal(env, pays).values == (Fraction("26.244"), Fraction("29.484"), Fraction("33.484"))


def test_a_program_gives_all_of_it():
    """A `DiscreteDP` has R, Q, beta, and s_indices and a_indices if it was made from pairs."""
    whole = SimpleNamespace(R=np.array(R), Q=np.array(Q), beta=0.95)
    rewards, rows, beta, states, actions = PAIRS
    pairs = SimpleNamespace(
        R=np.array(rewards), Q=scipy.sparse.csr_matrix(rows), beta=beta,
        s_indices=np.array(states), a_indices=np.array(actions),
    )  # fmt: skip
    assert from_quantecon(whole) == from_quantecon(pairs) == from_quantecon(R, Q, 0.95)
    assert from_quantecon(whole, discount="1/2")[0].discount == Fraction(1, 2)


def test_storage():
    """The lecture on discrete dynamic programs: at most M stored, B the largest shock, utility √c, β = 0.9."""
    most, shocks = 5, 11
    count = most + shocks
    utility = np.full((count, most + 1), -inf)
    moves = np.zeros((count, most + 1, count))
    for s in range(count):
        for a in range(most + 1):
            moves[s, a, a : a + shocks] = 1 / shocks
            if a <= s:
                utility[s, a] = sqrt(s - a)
    with pytest.raises(ValueError, match="off by 1e-17; ask for floats to be made fractions, rounding=1000"):
        from_quantecon(utility, moves, 0.9)
    env, pays = from_quantecon(utility, moves, 0.9, rounding=1000)
    assert env.transition[0][0][0] == (0, Fraction(1, 11))
    best = solve.optimal(env, pays)
    assert [min(row) for row in best.actions] == [0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 5, 5, 5]
    published = {0: 19.01740222, 1: 20.01740222, 15: 23.27761762}
    assert {s: float(best.values[s]) for s in published} == pytest.approx(published, abs=1e-8)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((R, np.swapaxes(np.array([Q[0], Q[1], Q[1]]), 0, 1), 0.95), "R and Q have|from_mdptoolbox"),
        (([[-inf, -inf], [0, 0]], Q, 0.95), "nothing is feasible in state 0"),
        (([5, 10, -1], PAIRS[1], 0.95), "needs s_indices and a_indices"),
        (([5, 10], PAIRS[1], 0.95, [0, 0, 1], [0, 1, 0]), "2 rewards and 3 rows for 3 pairs"),
        ((R, Q), "no discount: give discount="),
        ((R,), "give a DiscreteDP, or rewards, transitions and the discount"),
        (([[inf, 0], [0, 0]], Q, 0.95), "reward is inf"),
        ((R, [[(0.5, 0.4), (0, 1)], Q[1]], 0.95), "state 's0', action 'a0': probabilities sum to 0.9, not 1; add 0.1"),
    ],
)
def test_refusals(given, message):
    with pytest.raises(ValueError, match=message):
        from_quantecon(*given)
