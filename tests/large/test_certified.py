"""What floats propose and integers prove is what elimination finds, however bad the floats are."""

from fractions import Fraction

import numpy as np
import pytest

from toymodel import solve
from toymodel.large import certified, equations, lifting
from toymodel.solve import linear, values
from toymodel.worlds import Environment, Objective, Policy

from . import drawn


def by_elimination(env: Environment, objective: Objective, monkeypatch: pytest.MonkeyPatch) -> solve.Optimal:
    """Howard's policy iteration on Fractions, as small worlds are solved."""
    with monkeypatch.context() as patched:
        patched.setattr(values, "is_large", lambda _: False)
        patched.setattr(linear, "is_large", lambda _: False)
        return values.optimal.__wrapped__(env, objective)


def same(found: solve.Optimal, expected: solve.Optimal) -> bool:
    return (found.actions, found.values, found.q) == (expected.actions, expected.values, expected.q)


WORLDS = {
    "Garnet": (drawn.garnet(30, 1), 1),
    "Garnet, γ near 1": (drawn.garnet(25, 2, discount="0.999"), 10),
    "Garnet, odd denominators": (drawn.garnet(20, 3, parts=10_007, discount="17/19"), 7),
    "Garnet, two states": (drawn.garnet(2, 4, branching=1), 1),
    "a world of one state": (Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"]), 3),
    "grid": (drawn.grid(6), 1),
    "grid without slipping": (drawn.grid(6, slip="0"), 1),
    "grid with walls": (drawn.grid(6, walls=4, discount="0.99"), 1),
    "fewer actions": (drawn.with_fewer_actions(drawn.garnet(30, 5), 5), 10),
    "fewer actions in a grid": (drawn.with_fewer_actions(drawn.grid(5), 6), 2),
}


@pytest.mark.parametrize("name", WORLDS)
def test_against_elimination(name, monkeypatch):
    env, parts = WORLDS[name]
    near = [Fraction(0), Fraction(1, 10**6)] if parts == 1 else [Fraction(0)]
    for seed in range(6):
        objective = drawn.pays(env, seed, parts=parts, near=near[seed % len(near)])
        found = certified.optimal(env, objective.mean(env))
        expected = by_elimination(env, objective, monkeypatch)
        assert same(found, expected), (name, seed)
        for loss in (Fraction(0), Fraction(1, 7), -min(min(row) for row in expected.advantage)):
            for grade in (Fraction(0), loss, 2 * loss):
                assert found.losing(loss, grade) == expected.losing(loss, grade) & set(env.pairs), (name, seed, loss)


def test_ties_are_proved(monkeypatch):
    """Ties by symmetry, by chance, of every pair, and a difference of 10⁻⁴⁰ that is none."""
    env = drawn.grid(5)
    goal = Objective.of(env, lambda s, _: int(s == 24))
    assert same(certified.optimal(env, goal.mean(env)), by_elimination(env, goal, monkeypatch))
    assert certified.optimal(env, Objective.zero(env).mean(env)).actions == env.available
    fork = {"s": {"left": {"a": "1/3", "b": "2/3"}, "right": {"a": "2/3", "c": "1/3"}}, "a": "a", "b": "b", "c": "c"}
    three = Environment.build(fork, start="s", discount="9/10")
    tie = Objective.on(three, {"a": 1, "b": "5/2", "c": 4})
    assert certified.optimal(three, tie.mean(three)).actions[0] == {0, 1}
    split = {"s": {"x": "t", "y": {"t": "1/2", "u": "1/2"}}, "t": "t", "u": "u"}
    two = Environment.build(split, start="s", discount="9/10")
    for tiny, best in (("1e-15", {1}), ("-1e-15", {0}), (0, {0, 1})):
        objective = Objective.on(two, {"t": 1, "u": Fraction(1) + Fraction(tiny)})
        assert certified.optimal(two, objective.mean(two)).actions[0] == best


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("noise", [1e-14, 1e-9, 1e-3, 1.0, float("nan"), float("inf")])
def test_bad_floats_never_prove_anything_wrong(noise, monkeypatch):
    """The guess and the float solver are disturbed; the answer is the right one, or none."""
    right, draw, answered = lifting.float_solver, np.random.default_rng(7), 0

    def solver(matrix):
        solved, bits = right(matrix)
        return lambda r: solved(r) * (1 + noise * draw.standard_normal(len(r))), bits

    def guess(known, *_):
        rows = np.array([draw.choice(np.flatnonzero(known.owner == s)) for s in range(known.matrix.shape[1])])
        return rows, noise * draw.standard_normal(len(rows))

    for seed in range(12):
        env = drawn.garnet(12, seed) if seed % 2 else drawn.with_fewer_actions(drawn.grid(4), seed)
        objective = drawn.pays(env, seed, near=Fraction(seed % 3, 10**6))
        expected = by_elimination(env, objective, monkeypatch)
        with monkeypatch.context() as patched:
            patched.setattr(certified, "guess", guess)
            patched.setattr(lifting, "float_solver", solver)
            try:
                found = certified.optimal(env, objective.mean(env))
                assert found.actions == expected.actions, seed
                assert (found.values, found.q) == (expected.values, expected.q), seed
                answered += 1
            except (lifting.NotCertified, solve.OutOfReach):
                continue
    assert answered == 12 or noise != 1e-14


LADDER = {"s": {"stay": "s", "climb": "r0"}, "bottom": "bottom", "r40": "top", "top": "top"} | {
    f"r{i}": {f"r{i + 1}": "1/1000", "bottom": "999/1000"} for i in range(40)
}


def ladder() -> Environment:
    """To climb is better by less than 10⁻¹²⁰: each rung is reached with a chance of one in a thousand."""
    moves = {s: to if isinstance(to, str) or s == "s" else {"stay": to, "climb": to} for s, to in LADDER.items()}
    return Environment.build(moves, start="s", discount="9/10")


@pytest.mark.parametrize("broken", ["", "error", "bound"])
def test_a_weaker_certificate_would_misjudge_a_near_tie(broken, monkeypatch):
    env = ladder()
    known = equations.equations(env)
    paid, _ = known.paid(Objective.on(env, {"top": 1}).mean(env))
    rows, near = certified.guess(known, paid, 0.9)
    rows[0] = 0  # to stay
    if broken == "error":
        monkeypatch.setattr(certified.PolicyValues, "_error", lambda *_: 0)
    if broken == "bound":
        monkeypatch.setattr(certified, "bound", lambda _: 1)
    climb = certified.PolicyValues(known, paid, rows, near).signs()[1]
    assert bool(climb == certified.BETTER) == (not broken)
    assert broken or certified.optimal(env, Objective.on(env, {"top": 1}).mean(env)).actions[0] == {1}


def test_numbers_too_large_for_floats_are_left_to_elimination():
    env = drawn.garnet(160, 1, actions=2, branching=2)
    huge = Objective.of(env, lambda s, a: (s + a) % 3 * 10**300)
    with pytest.raises(lifting.NotCertified, match="too large for floats"):
        certified.optimal(env, huge.mean(env))
    for fine, match in ((Fraction(10**300, 2 * 10**300 + 1), "too large"), (1 - Fraction(1, 10**20), "discount")):
        with pytest.raises(lifting.NotCertified, match=match):
            equations.equations(Environment(env.states, env.actions, env.transition, env.initial, fine))
    small = Objective.of(env, lambda s, a: (s + a) % 3)
    assert solve.optimal(env, huge).actions == solve.optimal(env, small).actions
    assert solve.optimal(env, huge).values == tuple(x * 10**300 for x in solve.optimal(env, small).values)


@pytest.mark.parametrize("discount", ["0.951229424500714", f"{10**20}/{10**20 + 10**18 + 1}"])
def test_rows_too_large_for_int64_are_proved_in_longer_integers(discount, monkeypatch):
    """A discount that is a float has sixteen digits, and so has a row that nobody rounded."""
    for branching, parts in ((1, 2), (4, 10**17)):
        env = drawn.garnet(20, 3, parts=parts, branching=branching, discount=discount)
        assert (equations.equations(env).matrix.data.dtype == object) == (parts > 2 or len(discount) > 20)
        for seed in range(3):
            objective = drawn.pays(env, seed, near=Fraction(seed, 10**6))
            found = certified.optimal(env, objective.mean(env))
            expected = by_elimination(env, objective, monkeypatch)
            assert same(found, expected)
            loss = -min(min(row) for row in expected.advantage)
            assert found.losing(loss / 3) == expected.losing(loss / 3)
            policy = Policy.uniform(env.available, 3)
            right, links = [sum(row) / 3 for row in objective.mean(env)], values.links(env, policy)
            assert lifting.fixed_point(right, links) == linear.fixed_point(right, links, linear.solve)


@pytest.mark.parametrize("bound", [1000, 10**6, 10**9, 10**12])
def test_rewards_that_are_floats_are_proved_like_any_others(bound, monkeypatch):
    """They have some sixteen digits each, and together with a probability's more than int64 holds."""
    draw = np.random.default_rng(bound)
    moves = 0.1 * np.eye(12)[:, None, :] + 0.9 * draw.dirichlet(np.full(12, 9.0), size=(12, 3))
    env = Environment.from_arrays(moves, [1, *[0] * 11], 0.95, rounding=bound)
    floats = draw.normal(size=(12, 3)) * 10.0 ** draw.integers(-5, 5, size=(12, 3))
    floats[:, 2] = floats[:, 1]
    for objective in (Objective.from_array(floats), drawn.pays(env, 1, near=Fraction(1, 10**40))):
        paid, _ = equations.equations(env).paid(objective.mean(env))
        assert paid.dtype == object
        found = certified.optimal(env, objective.mean(env))
        expected = by_elimination(env, objective, monkeypatch)
        assert same(found, expected)
        loss = -min(min(row) for row in expected.advantage)
        assert found.losing(loss / 3) == expected.losing(loss / 3)
        policy = Policy.uniform(env.available, 3)
        right = [sum(row) / 3 for row in objective.mean(env)]
        links = values.links(env, policy)
        assert lifting.fixed_point(right, links) == linear.fixed_point(right, links, linear.solve)
