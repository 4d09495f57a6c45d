"""What goes back to arrays and to Gymnasium is read back as it was."""

import pytest
from hypothesis import given

from tests.strategies import episodes, worlds
from toymodel.importers import from_gymnasium, to_arrays, to_gymnasium
from toymodel.worlds import Environment, Objective

env_checker = pytest.importorskip("gymnasium.utils.env_checker")
BOUND = 10**6


@given(episodes())
def test_episodes_come_back_from_arrays(env):
    transition, _, initial = to_arrays(env, Objective.zero(env))
    again = Environment.from_arrays(
        transition, initial, env.discount, states=env.states, actions=env.actions,
        available=[[any(row) for row in rows] for rows in transition],
    )  # fmt: skip
    assert again == env


@given(worlds())
def test_every_environment_comes_back_from_gymnasium(world):
    env = world.training
    pays = Objective.on(env, {s: f"{s}/3" for s in range(len(env.states))})
    again, reward = from_gymnasium(to_gymnasium(env, pays), env.discount, rounding=BOUND)
    assert again == env
    assert reward.mean(env) == pays.mean(env)


def test_an_episode_ends_in_gymnasium_as_here():
    env = Environment.build(
        {"s": {"a": {"t": "1/3", "s": "2/3"}, "b": "t"}, "t": None}, start="s", discount="0.9", actions=["a", "b"]
    )
    pays = Objective.on(env, {("s", "a", "t"): "1/2"})
    made = to_gymnasium(env, pays)
    assert made.P[0][1] == [(1.0, 1, 0.0, True)]
    again, reward = from_gymnasium(made, "0.9", ended=True)
    assert again == env
    assert reward.mean(env) == pays.mean(env)


def test_it_steps_by_its_table():
    """A seeded walk meets only what the environment allows, and Gymnasium's own checks of a world pass."""
    env = Environment.build({"s": {"a": {"t": "1/3", "s": "2/3"}, "b": "t"}, "t": None}, start="s", discount="0.9")
    made = to_gymnasium(env, Objective.on(env, {("s", "a", "t"): 7}))
    env_checker.check_env(made, skip_render_check=True)
    assert made.reset(seed=0)[0] == 0
    seen = set()
    for _ in range(200):
        state, reward, over, cut, _ = made.step(0)
        seen.add((state, reward, over, cut))
        if over:
            made.reset()
    assert seen == {(0, 0.0, False, False), (1, 7.0, True, False)}


def test_what_gymnasium_has_no_words_for_is_refused():
    env = Environment.build({"s": {"a": "s", "b": "t"}, "t": {"a": "s"}}, start="s", discount="0.9", only_listed=True)
    with pytest.raises(ValueError, match="b in t is not available, and Gymnasium has every action in every state"):
        to_gymnasium(env, Objective.zero(env))
    over = Environment.build({"s": {"a": "t"}, "t": None}, start={"s": "1/2", "t": "1/2"}, discount="0.9")
    with pytest.raises(ValueError, match="begins where it has ended"):
        to_gymnasium(over, Objective.zero(over))
