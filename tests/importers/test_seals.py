"""seals' tabular worlds, read from the package itself, mean what their docstrings say."""

from fractions import Fraction

import pytest

from toymodel import solve
from toymodel.importers import from_gymnasium, from_seals

gymnasium = pytest.importorskip("gymnasium")
pytest.importorskip("seals")


def test_the_risky_path_is_not_worth_it():
    env, pays = from_seals(gymnasium.make("seals/RiskyPath-v0"), "0.9")
    best = solve.optimal(env, pays)
    gamma = Fraction(9, 10)
    assert best.values == (gamma**2 / (1 - gamma), gamma / (1 - gamma), 1 / (1 - gamma), -100 / (1 - gamma))
    assert best.actions[0] == frozenset({0})  # the safe path
    assert env.initial == ((0, 1),)
    assert env.record == ()


def test_the_one_path_of_ten_steps():
    env, pays = from_seals(gymnasium.make("seals/Branching-v0"), "0.9")
    assert len(env.states) == 21
    assert solve.optimal(env, pays).values[0] == Fraction(9, 10) ** 10 / Fraction(1, 10)


def test_where_a_world_begins_by_code_of_its_own_it_must_be_said():
    """InitShift draws its first state itself, and its initial_state_dist says another."""
    world = gymnasium.make("seals/InitShiftTest-v0")
    with pytest.raises(ValueError, match=r"draws its first state by code of its own; say where it begins: initial=…"):
        from_seals(world, "0.9")
    env, pays = from_seals(world, "0.9", initial=1)
    assert env.initial == ((1, 1),)
    assert solve.optimal(env, pays).values[1] == Fraction(9, 10) / Fraction(
        1, 10
    )  # the better leaf within reach pays 1


def test_the_cliff_of_seals():
    """Wind of probability 0.3, floats that sum to 1 but for rounding; what is observed of the state is left out."""
    world = gymnasium.make("seals/CliffWorld7x4-v0")
    env, pays = from_seals(world, "0.9", rounding=1000)
    assert {p for rows in env.transition for row in rows for _, p in row} <= {Fraction(k, 10) for k in (3, 7, 10)}
    assert pays.rewards[6][0] == 10
    assert env.record[1:] == (
        "the limit of 9 steps to an episode is left out",
        "what an agent observes of the state is left out: policies see the state",
    )
    raw = world.unwrapped
    for s, a in env.pairs:
        assert [float(dict(env.transition[s][a]).get(t, 0)) for t in range(28)] == pytest.approx(
            raw.transition_matrix[s, a]
        )


def test_worlds_that_do_not_keep_to_tables_are_refused():
    with pytest.raises(ValueError, match=r"no P, no model\(s, a\) and no matrices; from_seals reads its tables"):
        from_gymnasium("seals/RiskyPath-v0", "0.9")
    with pytest.raises(ValueError, match="has no transition_matrix; this reads tabular worlds of seals"):
        from_seals(gymnasium.make("FrozenLake-v1"), "0.9")

    class Moody:
        transition_matrix, reward_matrix, initial_state_dist = [[[1]]], [0], [1]

        def reward(self, state, action, new_state):
            return 7

    with pytest.raises(ValueError, match="Moody does not keep to its tables: it has a reward of its own"):
        from_seals(Moody(), "0.9")
