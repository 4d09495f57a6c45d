"""Worlds that publish P with isd, model(s, a) or matrices, wrappers that publish, and textbook values."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from toymodel import solve
from toymodel.importers import from_gymnasium
from toymodel.worlds import Policy

gymnasium = pytest.importorskip("gymnasium")


def grid():
    """Sutton & Barto's 5×5 grid, figure 3.2: north, south, west, east; A pays 10, B pays 5, walls cost 1."""
    steps = ((-1, 0), (1, 0), (0, -1), (0, 1))
    special = {1: (21, 10.0), 3: (13, 5.0)}

    def outcome(s, step):
        if s in special:
            return special[s]
        r, c = s // 5 + step[0], s % 5 + step[1]
        return (5 * r + c, 0.0) if 0 <= r < 5 and 0 <= c < 5 else (s, -1.0)

    table = {s: {a: [(1.0, *outcome(s, step), False)] for a, step in enumerate(steps)} for s in range(25)}
    return SimpleNamespace(P=table, isd=np.full(25, 1 / 25))


def test_the_grid_of_sutton_and_barto():
    """Their figures 3.2 and 3.5: values to one decimal of the random policy, and of the best, at γ = 0.9."""
    env, pays = from_gymnasium(grid(), "0.9")
    random = Policy.uniform(env.available, 4)
    assert [round(float(v), 1) + 0.0 for v in solve.evaluate(env, pays, random)] == [
        3.3, 8.8, 4.4, 5.3, 1.5,
        1.5, 3.0, 2.3, 1.9, 0.5,
        0.1, 0.7, 0.7, 0.4, -0.4,
        -1.0, -0.4, -0.4, -0.6, -1.2,
        -1.9, -1.3, -1.2, -1.4, -2.0,
    ]  # fmt: skip
    best = solve.optimal(env, pays)
    assert [round(float(v), 1) for v in best.values] == [
        22.0, 24.4, 22.0, 19.4, 17.5,
        19.8, 22.0, 19.8, 17.8, 16.0,
        17.8, 19.8, 17.8, 16.0, 14.4,
        16.0, 17.8, 16.0, 14.4, 13.0,
        14.4, 16.0, 14.4, 13.0, 11.7,
    ]  # fmt: skip
    assert best.actions[1] == {0, 1, 2, 3}
    assert [set(best.actions[s]) for s in range(5, 10)] == [{0, 3}, {0}, {0, 2}, {2}, {2}]
    assert env.initial[0] == (0, Fraction(1, 25))


@pytest.mark.parametrize(("name", "steps"), [("WindyGridworld-v0", 15), ("CliffWalk-v1", 13), ("DynaMaze-v0", 14)])
def test_textbook_worlds_take_as_many_steps_as_published(name, steps):
    """gym-classics2 publishes model(s, a). Sutton & Barto: 15 steps in the wind, 13 along the cliff, 14 in the maze."""
    register()
    env, pays = from_gymnasium(name, "0.9")
    best = solve.optimal(env, pays)
    start = env.initial[0][0]
    at, taken = start, 0
    while any(t != at for row in env.transition[at] for t, _ in row):
        [(at, _)] = env.transition[at][min(best.actions[at])]
        taken += 1
    assert taken == steps


def test_every_world_of_gym_classics2_is_read():
    register()
    from gym_classics2 import _registry

    for entry in _registry:
        env, _ = from_gymnasium(entry["id"], "0.9")
        raw = gymnasium.make(entry["id"]).unwrapped
        assert len(env.states) >= raw.observation_space.n
        assert env.actions == tuple(raw.action_labels)
        for start in raw.start_states:
            assert raw.state2id(start) in dict(env.initial)


def register():
    classics = pytest.importorskip("gym_classics2")
    if "WindyGridworld-v0" not in gymnasium.registry:
        classics.register()


def test_a_model_that_merges_ending_and_staying_is_refused():
    """gym-classics 1.0 says of a step that ends that it stays; where another outcome stays, the two are one."""
    onward = (np.array([0, 1]), np.array([1.0, 0.0]), np.array([1.0, 0.0]), np.array([0.5, 0.5]))
    world = SimpleNamespace(
        model=lambda *_: onward, encode=int, _starts=(0,),
        observation_space=SimpleNamespace(n=2), action_space=SimpleNamespace(n=1),
    )  # fmt: skip
    with pytest.raises(ValueError, match=r"says of a state both that it ends .* gym-classics2 has the same worlds"):
        from_gymnasium(world, "0.9")


def test_matrices_with_the_next_state_first():
    """matrix-mdp-gym has p[s'][s][a] and r[s'][s][a]; a state that leads nowhere ends the episode."""
    p, r = np.zeros((3, 3, 2)), np.zeros((3, 3, 2))
    p[1, 0, 0], p[2, 0, 0], p[0, 0, 1], p[2, 1, 0] = 0.25, 0.75, 1, 1
    r[1, 0, 0], r[2, 0, 0], r[2, 1, 0] = 8, -4, 5
    env, pays = from_gymnasium(SimpleNamespace(p=p, r=r, p_0=np.array([1.0, 0, 0])), "0.9")
    assert env.transition[0] == (((1, Fraction(1, 4)), (2, Fraction(3, 4))), ((0, 1),))
    assert env.available[1] == {0}  # its other action leads nowhere
    assert env.transition[2] == (((2, 1),), ((2, 1),))
    assert pays.mean(env)[:2] == ((-1, 0), (5, 0))
    assert env.record[-1] == "the episode ends on entering 2: never left, pays 0"


def test_a_wrapper_that_publishes_is_read_before_what_it_wraps():
    """bettermdptools' wrappers have P, and say nothing of where it begins."""

    class Binned(gymnasium.Wrapper):
        P = {s: {a: [(1.0, 1, 1.0 - s, True)] for a in range(2)} for s in range(2)}  # noqa: RUF012

    world = Binned(gymnasium.make("CartPole-v1"))
    with pytest.raises(ValueError, match="no initial_state_distrib and no isd; say where it begins: initial="):
        from_gymnasium(world, "0.9")
    for initial in (0, "0", [1.0, 0.0]):
        env, pays = from_gymnasium(world, "0.9", initial=initial)
        assert (env.initial, solve.optimal(env, pays).values) == (((0, 1),), (1, 0))
        assert not any("wrappers are left out" in sentence for sentence in env.record)


def test_the_end_is_an_ended_state_without_discount_or_where_asked_for():
    """A walk of five from the middle, right pays 1: its values at γ = 1 are those of Sutton & Barto, example 6.2."""
    table = {s: {0: [(0.5, s - 1, 0.0, s == 1), (0.5, s + 1, float(s == 5), s == 5)]} for s in range(1, 6)}
    table |= {s: {0: [(1.0, s, 0.0, True)]} for s in (0, 6)}
    walk = SimpleNamespace(P=table, isd=[0, 0, 0, 1, 0, 0, 0])
    env, pays = from_gymnasium(walk, 1)
    assert solve.optimal(env, pays).values == (*(Fraction(s, 6) for s in range(6)), 0)
    assert env.ended == {0, 6}
    assert env.record[-1] == "the episode ends on entering 0 and 6: it is over"
    kept, same = from_gymnasium(walk, "0.9")
    ended, _ = from_gymnasium(walk, "0.9", ended=True)
    assert (kept.ended, ended.ended) == (frozenset(), {0, 6})
    assert solve.optimal(kept, same).values == solve.optimal(ended, same).values


def test_an_array_for_p_is_told_where_to_go():
    with pytest.raises(ValueError, match=r"P is an array of shape \(2, 1, 2\); read it by Environment.from_arrays"):
        from_gymnasium(SimpleNamespace(P=np.ones((2, 1, 2)) / 2), "0.9")
