"""Gymnasium's toy-text worlds read exactly, against Gymnasium's own tables."""

from fractions import Fraction

import pytest

from toymodel import solve
from toymodel.importers import from_gymnasium
from toymodel.worlds import Objective, Policy, World

gymnasium = pytest.importorskip("gymnasium")
read = from_gymnasium


class Table:
    """A world given by its table alone."""

    def __init__(self, table, initial):
        self.P, self.initial_state_distrib = table, initial


def table_values(raw, discount, sweeps, ends=True):
    """V by value iteration on the raw float table, with or without regard to ``terminated``."""
    values = [0.0] * len(raw.P)
    for _ in range(sweeps):
        values = [
            max(
                sum(p * (r + discount * (0 if end and ends else values[t])) for p, t, r, end in row)
                for row in raw.P[s].values()
            )
            for s in range(len(values))
        ]
    return values


def test_the_cliff_walker_takes_thirteen_steps_and_then_it_is_over():
    env, pays = read("CliffWalking-v1", "0.99")
    best = solve.optimal(env, pays)
    start = env.initial[0][0]
    assert (env.states[start], start) == ("r3c0", 36)
    assert best.values[start] == -sum(Fraction(99, 100) ** t for t in range(13))
    assert float(best.values[start]) == pytest.approx(-12.25, abs=0.005)
    assert env.transition[47] == (((47, Fraction(1)),),) * 4
    assert env.record == ("no probability had to be rounded", "the episode ends on entering r3c11: never left, pays 0")


def test_read_naively_the_cliff_walker_never_stops_paying():
    raw = gymnasium.make("CliffWalking-v1").unwrapped
    naive = table_values(raw, 0.99, 1500, ends=False)
    assert naive[36] == pytest.approx(-100, abs=0.001)
    ignoring = {
        s: {a: [(p, t, r, False) for p, t, r, _ in row] for a, row in rows.items()} for s, rows in raw.P.items()
    }
    env, pays = read(Table(ignoring, raw.initial_state_distrib), "0.99")
    assert solve.optimal(env, pays).values[36] == -100


def test_two_worlds_from_one_id_are_told_apart_by_name():
    (env, pays), (_, other) = (read("CliffWalking-v1", "0.9", name=name) for name in ("the cliff", ""))
    assert (env.name, pays.name, other.name) == (
        "the cliff",
        "the reward of the cliff",
        "the reward of CliffWalking-v1",
    )


def test_a_taxi_of_500_states_is_solved_exactly():
    raw = gymnasium.make(next(name for name in gymnasium.registry if name.startswith("Taxi-"))).unwrapped
    env, pays = read(raw, "0.9")
    best = solve.optimal(env, pays)
    assert len(raw.P) == 500
    assert len(env.states) == 504  # a passenger at his destination may be there without having been dropped off
    by_table = table_values(raw, 0.9, 300)
    assert [float(v) for v in best.values[:500]] == pytest.approx(by_table, abs=1e-9)
    assert env.initial == tuple((s, Fraction(1, 300)) for s, _ in env.initial)
    assert env.states[1] == "r0c0 red to green"
    assert env.actions == ("south", "north", "east", "west", "pick up", "drop off")
    assert any("split in two: r0c0 red to red" in sentence for sentence in env.record)
    for s in range(len(env.states)):  # exactly a solution: V = max Q, to the last digit
        assert best.values[s] == max(best.q[s])


@pytest.mark.parametrize("name", ["FrozenLake-v1", "FrozenLake8x8-v1"])
def test_the_slippery_lake_has_thirds(name):
    env, pays = read(name, "0.95")
    shares = {p for rows in env.transition for row in rows for _, p in row}
    assert shares == {Fraction(1, 3), Fraction(2, 3), Fraction(1)}
    values = solve.optimal(env, pays).values
    assert [float(v) for v in values] == pytest.approx(table_values(gymnasium.make(name).unwrapped, 0.95, 1000))
    assert env.record[0].startswith("132 of 153" if name == "FrozenLake-v1" else "636 of 681")
    assert f"the limit of {100 if name == 'FrozenLake-v1' else 200} steps to an episode is left out" in env.record


def test_the_firm_and_the_slippery_lake_make_a_world():
    firm, pays = read(gymnasium.make("FrozenLake-v1", is_slippery=False), "0.99")
    slippery, same = read("FrozenLake-v1", "0.99")
    world = World(firm, slippery)
    assert world.training.states[:6] == ("r0c0 start", "r0c1 ice", "r0c2 ice", "r0c3 ice", "r1c0 ice", "r1c1 hole")
    assert world.training.states[15] == "r3c3 goal"
    assert firm.actions == ("left", "down", "right", "up")
    assert firm.transition[0][firm.action("right")] == ((1, Fraction(1)),)
    assert firm.name == "FrozenLake-v1"
    assert solve.optimal(firm, pays).values[0] == Fraction(99, 100) ** 5
    for s, a in slippery.pairs:  # the objective lists the transitions that exist, and no others
        assert [t for t, _ in same.rewards[s][a]] == [t for t, _ in slippery.transition[s][a]]


def test_the_slippery_cliff_pays_the_mean_of_what_the_table_lists():
    env, pays = read("CliffWalkingSlippery-v1", "0.99")
    down = env.action("down")
    assert pays.rewards[36][down] == ((36, Fraction(-1 - 1 - 100, 3)),)
    assert any("several rewards, which pay their mean" in sentence for sentence in env.record)
    raw = gymnasium.make("CliffWalkingSlippery-v1").unwrapped
    for s in range(47):
        for a in range(4):
            mean = sum(Fraction(p).limit_denominator(1000) * r for p, _, r, _ in raw.P[s][a])
            assert pays.mean(env)[s][a] == mean


def test_a_state_entered_with_and_without_ending_is_split():
    table = {
        0: {0: [(0.5, 1, 2.0, True), (0.5, 1, 4.0, False)], 1: [(1.0, 1, 0.0, False)]},
        1: {0: [(1.0, 0, -1.0, False)], 1: [(1.0, 1, 1.0, True)]},
    }
    env, pays = read(Table(table, [1.0, 0.0]), "1/2")
    assert env.states == ("0", "1", "1 (ended)")
    assert env.transition[0][0] == ((1, Fraction(1, 2)), (2, Fraction(1, 2)))
    assert pays.rewards[0][0] == ((1, Fraction(4)), (2, Fraction(2)))
    assert env.transition[2] == (((2, Fraction(1)),),) * 2
    assert pays.mean(env)[2] == (0, 0)
    assert "entered with and without ending the episode, and so split in two: 1" in env.record


def test_where_the_end_can_only_be_entered_by_ending_its_own_row_counts_for_nothing():
    table = {0: {0: [(1.0, 1, 1.0, True)]}, 1: {0: [(1.0, 1, 5.0, False)]}}
    env, pays = read(Table(table, [1.0, 0.0]), "1/2")
    assert env.states == ("0", "1")
    assert solve.optimal(env, pays).values == (1, 0)
    starts_there, _ = read(Table(table, [0.0, 1.0]), "1/2")
    assert starts_there.states == ("0", "1", "1 (ended)")


def test_duplicates_merge_and_their_rewards_are_averaged():
    table = {0: {0: [(0.25, 0, 1.0, False), (0.75, 0, 5.0, False)]}}
    env, pays = read(Table(table, [1.0]), "1/2")
    assert env.transition[0][0] == ((0, Fraction(1)),)
    assert pays.rewards[0][0] == ((0, Fraction(4)),)
    assert env.record[-1] == "transitions listed with several rewards, which pay their mean: 1"


def test_rewards_are_not_rounded_away():
    table = {0: {0: [(1.0, 0, 0.00001, False)], 1: [(1.0, 0, 1 / 3, False)]}}
    _, pays = read(Table(table, [1.0]), "1/2")
    assert pays == Objective(((((0, Fraction(1, 100000)),), ((0, Fraction(1, 3)),)),))


@pytest.mark.parametrize(
    ("table", "initial", "message"),
    [
        ({0: {0: [(0.5, 0, 0, False)]}}, [1], "state '0', action '0': probabilities sum to 0.5, not 1"),
        ({0: {0: [(0.33, 0, 0, False)] * 3}}, [1], "state '0', action '0': probabilities sum to 0.99, not 1"),
        ({0: {0: []}}, [1], "state '0', action '0': probabilities sum to 0"),
        (
            {0: {0: [(0.99999, 0, 0, False), (0.00001, 0, 0, True)]}},
            [1],
            "1e-05 would become 0, more than a tenth of it away; give rounding=1000000",
        ),
        ({0: {0: [(-0.5, 0, 0, False), (1.5, 0, 0, False)]}}, [1], "no going to state 0 with probability -0.5"),
        ({0: {0: [(1.0, 1, 0, False)]}}, [1], "no going to state 1"),
        ({0: {0: [(float("nan"), 0, 0, False)]}}, [1], "state '0', action '0': probability is nan"),
        ({0: {0: [(1.0, 0, float("inf"), False)]}}, [1], "state '0', action '0': reward is inf"),
        ({0: {0: [(1.0, 0)]}}, [1], "is not .probability, next, reward, terminated."),
        ({0: {0: [(1.0, 0, 0, False)]}, 1: {}}, [1, 0], "state '1' has 0 actions, not 1"),
        ({1: {0: [(1.0, 0, 0, False)]}}, [1], "no entry 0"),
        ({0: {1: [(1.0, 0, 0, False)]}}, [1], "state '0' has no entry 0"),
        ({0: {0: [(1.0, 0, 0, False)]}}, [0.9], "initial distribution: probabilities sum to 0.9"),
        ({0: {0: [(1.0, 0, 0, False)]}}, [0.5, 0.5], "no going to state 1"),
    ],
)
def test_a_faulty_table_is_refused(table, initial, message):
    with pytest.raises(ValueError, match=message) as fault:
        read(Table(table, initial), "0.9")
    assert "\n" not in str(fault.value)


def test_a_finer_denominator_admits_finer_probabilities():
    lake = gymnasium.make("FrozenLake-v1", success_rate=0.999)
    with pytest.raises(
        ValueError, match=r"0.0005 would become 0.001, more than a tenth of it away; give rounding=10000$"
    ):
        read(lake, "0.9")
    env, _ = read(lake, "0.9", rounding=10000)
    assert dict(env.transition[6][0])[5] == Fraction(999, 1000)
    with pytest.raises(ValueError, match="rounding is 0"):
        read(lake, "0.9", rounding=0)


def test_what_cannot_be_read_from_a_table_is_refused():
    with pytest.raises(ValueError, match=r"has no P, no model\(s, a\) and no matrices; only such worlds can be read"):
        read("CartPole-v1", "0.9")
    with pytest.raises(ValueError, match="has no P"):
        read(object(), "0.9")
    taxi = next(name for name in gymnasium.registry if name.startswith("Taxi-"))
    with pytest.raises(ValueError, match="fickle_passenger=True moves in a way that its table P does not say"):
        read(gymnasium.make(taxi, fickle_passenger=True), "0.9")
    with pytest.raises(ValueError, match="discount is 1, and a policy can go on for ever: r0c0 start → r0c0 start"):
        read("FrozenLake-v1", 1)


def test_a_wrapper_that_the_table_does_not_know_is_on_record():
    class Doubled(gymnasium.RewardWrapper):
        def reward(self, reward):
            return 2 * reward

    env, _ = read(Doubled(gymnasium.make("FrozenLake-v1")), "0.9")
    assert env.record[-1] == "wrappers are left out: Doubled"


def test_spaces_must_fit_the_table():
    raw = Table({0: {0: [(1.0, 0, 0, False)]}}, [1.0])
    raw.observation_space = gymnasium.spaces.Discrete(2)
    with pytest.raises(ValueError, match=r"observation_space is Discrete\(2\), but P has 1"):
        read(raw, "0.9")


def test_the_frozen_lake_walks_as_gymnasium_does():
    """A seeded walk through Gymnasium itself meets only transitions and rewards of the environment read."""
    lake = gymnasium.make("FrozenLake-v1")
    env, pays = read(lake, "0.9")
    state, _ = lake.reset(seed=0)
    rng = gymnasium.utils.seeding.np_random(0)[0]
    for _ in range(300):
        action = int(rng.integers(4))
        onward, reward, terminated, truncated, _ = lake.step(action)
        assert dict(env.transition[state][action])[onward] > 0
        assert dict(pays.rewards[state][action])[onward] == reward
        if terminated:
            assert env.transition[onward] == (((onward, Fraction(1)),),) * 4
        state = lake.reset()[0] if terminated or truncated else onward


def test_ending_is_worth_nothing_more():
    env, pays = read("FrozenLake-v1", "0.9")
    still = Policy.deterministic([0] * 16, 4)
    assert all(solve.evaluate(env, pays, still)[s] == 0 for s, name in enumerate(env.states) if "hole" in name)
