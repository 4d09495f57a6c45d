"""Published examples with known answers."""

from fractions import Fraction
from itertools import product
from math import sqrt
from typing import Any

import pytest

from toymodel.solve import evaluate, optimal
from toymodel.worlds import Environment, Horizon, Objective, Policy

FORBIDDEN = -1000
"""Stands for an action that the textbook does not offer."""


@pytest.mark.parametrize(
    ("discount", "first", "actions"),
    [
        (Fraction(1, 2), Fraction(9), {1}),
        (Fraction(10, 11), Fraction(0), {0, 1}),
        (Fraction(19, 20), Fraction(-60, 7), {0}),
    ],
)
def test_two_states_of_puterman(discount, first, actions):
    """Puterman (2005), sections 3.1 and 6.2.1, also QuantEcon's first example: v = (−8.571…, −20) at 0.95.

    Staying is worth (5 − 5.5γ) / ((1 − γ/2)(1 − γ)), leaving 10 − γ/(1 − γ): equal at γ = 10/11.
    """
    env = Environment.from_arrays(
        [[["1/2", "1/2"], [0, 1]], [[0, 1], [0, 1]]], [1, 0], discount, actions=["stay", "leave"]
    )
    best = optimal(env, Objective.from_array([[5, 10], [-1, FORBIDDEN]]))
    assert best.values == (first, -1 / (1 - discount))
    assert best.actions == (frozenset(actions), frozenset({0}))


def test_forest_of_mdptoolbox():
    """mdptoolbox's forest: wait (it grows unless it burns, p = 1/10) or cut; waiting is best at 0.9."""
    young, middle, old = ["1/10", "9/10", 0], ["1/10", 0, "9/10"], ["1/10", 0, "9/10"]
    cut = [1, 0, 0]
    env = Environment.from_arrays([[young, cut], [middle, cut], [old, cut]], [1, 0, 0], "0.9")
    best = optimal(env, Objective.from_array([[0, 0], [0, 1], [4, 2]]))
    assert best.values == (Fraction("26.244"), Fraction("29.484"), Fraction("33.484"))
    assert best.actions == (frozenset({0}),) * 3


def test_small_example_of_mdptoolbox():
    """mdptoolbox's two-state example, whose published policy is (1, 0).

    Its values solve v₀ = 10 + 0.9 v₁ and v₁ = −1 + 0.9 (0.8 v₀ + 0.2 v₁) by hand:
    v₀ = 1825/43 and v₁ = 1550/43.
    """
    env = Environment.from_arrays([[["1/2", "1/2"], [0, 1]], [["4/5", "1/5"], ["1/10", "9/10"]]], [1, 0], "0.9")
    best = optimal(env, Objective.from_array([[5, 10], [-1, 2]]))
    assert best.values == (Fraction(1825, 43), Fraction(1550, 43))
    assert best.actions == (frozenset({1}), frozenset({0}))


def test_storage_of_quantecon():
    """QuantEcon's lecture on discrete dynamic programs: a stock of at most 15, utility √c, γ = 0.9.

    Its square roots are floats, taken as the decimals that they print as; the lecture prints
    the values to eight decimals and the policy.
    """
    most, shocks = 5, 11
    count = most + shocks
    moves = [[Fraction(int(a <= t < a + shocks), shocks) for t in range(count)] for a in range(most + 1)]
    env = Environment.from_arrays([moves] * count, [1] + [0] * (count - 1), "0.9")
    utility = [[sqrt(s - a) if a <= s else FORBIDDEN for a in range(most + 1)] for s in range(count)]
    best = optimal(env, Objective.from_array(utility))
    assert [min(row) for row in best.actions] == [0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 5, 5, 5]
    published = {0: 19.01740222, 1: 20.01740222, 15: 23.27761762}
    assert {s: float(best.values[s]) for s in published} == pytest.approx(published, abs=1e-8)


@pytest.mark.parametrize("discount", [Fraction(1, 2), Fraction(9, 10), Fraction(999, 1000)])
@pytest.mark.parametrize("leave", [Fraction(0), Fraction(1, 3), Fraction(1)])
def test_chain_with_a_chance_to_leave(discount, leave):
    """Paid 1 until left, with chance p a step: V = 1 / (1 − γ(1 − p)), exact however near γ is to 1."""
    env = Environment.from_arrays([[[1 - leave, leave]], [[0, 1]]], [1, 0], discount)
    value = evaluate(env, Objective.from_array([[1], [0]]), Policy.deterministic([0, 0]))
    assert value == (1 / (1 - discount * (1 - leave)), 0)


@pytest.mark.parametrize(("there", "back"), [(Fraction(1), Fraction(1)), (Fraction(1, 3), Fraction(1, 4))])
def test_two_states_that_lead_to_each_other(there, back):
    """A chain 0 ⇄ 1 paid 1 in state 0: V₀ = (1 − γ(1−q)) / ((1 − γ)(1 − γ(1 − p − q)))."""
    gamma = Fraction(9, 10)
    env = Environment.from_arrays([[[1 - there, there]], [[back, 1 - back]]], [1, 0], gamma)
    value = evaluate(env, Objective.from_array([[1], [0]]), Policy.deterministic([0, 0]))
    whole = (1 - gamma) * (1 - gamma * (1 - there - back))
    assert value == ((1 - gamma * (1 - back)) / whole, gamma * back / whole)


@pytest.mark.parametrize("length", [1, 2, 7, 40])
def test_corridor(length):
    """A prize of 1 a step at the end of a corridor is worth γ^d / (1 − γ) at distance d."""
    gamma = Fraction(9, 10)
    step = [[[int(t == min(s + 1, length)) for t in range(length + 1)]] for s in range(length + 1)]
    env = Environment.from_arrays(step, [1] + [0] * length, gamma)
    prize = Objective.from_array([[int(s == length)] for s in range(length + 1)])
    assert optimal(env, prize).values == tuple(gamma ** (length - s) / (1 - gamma) for s in range(length + 1))


# Episodes -----------------------------------------------------------------------------------------------


def test_the_grid_of_sutton_and_barto():
    """Sutton & Barto, example 3.8 and figure 3.5: all values and all ties, as published (γ = 0.9)."""
    ways = {"n": (-1, 0), "s": (1, 0), "e": (0, 1), "w": (0, -1)}
    jumps = {(0, 1): ((4, 1), 10), (0, 3): ((2, 3), 5)}
    moves: dict[str, dict[str, str]] = {}
    pays: dict[tuple[str, str], int] = {}
    for row, column in product(range(5), repeat=2):
        here = f"{row},{column}"
        moves[here] = {}
        for way, (down, right) in ways.items():
            there, pay = jumps.get((row, column), ((row + down, column + right), 0))
            if not (0 <= there[0] < 5 and 0 <= there[1] < 5):
                there, pay = (row, column), -1
            moves[here][way], pays[here, way] = f"{there[0]},{there[1]}", pay
    env = Environment.build(moves, start="0,0", discount="0.9")
    best = optimal(env, Objective.on(env, pays))
    published = """22.0 24.4 22.0 19.4 17.5 19.8 22.0 19.8 17.8 16.0 17.8 19.8 17.8 16.0 14.4
                   16.0 17.8 16.0 14.4 13.0 14.4 16.0 14.4 13.0 11.7"""
    assert [f"{float(v):.1f}" for v in best.values] == published.split()
    ties = """e nsew w nsew w  ne n nw w w  ne n nw nw nw  ne n nw nw nw  ne n nw nw nw"""
    assert [{env.actions[a] for a in row} for row in best.actions] == [set(each) for each in ties.split()]


def bold(heads: Fraction) -> dict[int, Fraction]:
    """Return what bold play is worth: F(s) = p F(2s) below 50, p + (1 − p) F(2s − 100) from there on.

    Doubling modulo 100 comes to 0, or round again; then F is where that affine map stays.
    """
    steps = {s: (Fraction(0), heads, 2 * s) if s < 50 else (heads, 1 - heads, 2 * s - 100) for s in range(1, 100)}
    found = {0: Fraction(0), 100: Fraction(1)}
    for first in steps:
        path, s = list[int](), first
        while s not in found and s not in path:
            path.append(s)
            s = steps[s][2]
        if s not in found:
            gained, left = Fraction(0), Fraction(1)
            for each in path[path.index(s) :]:
                gained, left = gained + left * steps[each][0], left * steps[each][1]
            found[s] = gained / (1 - left)
        for each in reversed(path):
            gained, left, then = steps[each]
            found[each] = gained + left * found[then]
    return found


@pytest.mark.parametrize("heads", [Fraction(2, 5), Fraction(1, 4)])
def test_the_gambler_of_sutton_and_barto(heads):
    """Sutton & Barto, example 4.3, at γ = 1: capital 1 … 99, stakes 1 … min(s, 100 − s), all values and all ties.

    With heads less likely than tails to stake as much as is of use is best (Dubins & Savage 1965), so that the
    values are those of `bold`, and a stake ties where these say so.
    """
    moves: dict[str, Any] = {
        str(s): {f"stake {x}": {str(s + x): heads, str(s - x): 1 - heads} for x in range(1, min(s, 100 - s) + 1)}
        for s in range(1, 100)
    }
    names = [f"stake {x}" for x in range(1, 51)]
    env = Environment.build({**moves, "0": None, "100": None}, start="50", discount=1, actions=names, only_listed=True)
    best = optimal(env, Objective.on(env, {(str(s), f"stake {100 - s}", "100"): 1 for s in range(50, 100)}))
    worth = bold(heads)
    assert [worth[s] for s in (25, 50, 75)] == [heads**2, heads, heads + (1 - heads) * heads]
    assert {int(s): v for s, v in zip(env.states, best.values, strict=True)} == {**worth, 100: 0}
    ties = {int(s): {a + 1 for a in row} for s, row in zip(env.states, best.actions, strict=True)}
    for s in range(1, 100):
        stakes = {x: heads * worth[s + x] + (1 - heads) * worth[s - x] for x in range(1, min(s, 100 - s) + 1)}
        assert ties[s] == {x for x, value in stakes.items() if value == max(stakes.values())}
    assert [ties[s] for s in (25, 50, 75, 51, 0, 100)] == [{25}, {50}, {25}, {1, 49}, set(), set()]


def test_the_grid_of_russell_and_norvig():
    """Russell & Norvig, figure 17.3: −0.04 a step, undiscounted, utilities to three decimals.

    Who walks into the left wall for ever never ends, so γ = 1 is refused; 100 steps, or γ near 1, are as good.
    """
    places = [(x, y) for y in (1, 2, 3) for x in (1, 2, 3, 4) if (x, y) != (2, 2)]
    ends = {(4, 3): 1, (4, 2): -1}
    ways = {"up": (0, 1), "right": (1, 0), "down": (0, -1), "left": (-1, 0)}
    order = list(ways)
    moves: dict[str, Any] = {}
    pays: dict[tuple[str, str, str], Fraction] = {}
    for x, y in places:
        if (x, y) in ends:
            moves[f"{x},{y}"] = None
            continue
        rows: dict[str, dict[str, Fraction]] = {}
        for k, way in enumerate(order):
            rows[way] = {}
            for turn, chance in ((0, "4/5"), (1, "1/10"), (-1, "1/10")):
                dx, dy = ways[order[(k + turn) % 4]]
                there = (x + dx, y + dy) if (x + dx, y + dy) in places else (x, y)
                name = f"{there[0]},{there[1]}"
                rows[way][name] = rows[way].get(name, Fraction(0)) + Fraction(chance)
                pays[f"{x},{y}", way, name] = Fraction("-0.04") + ends.get(there, 0)
        moves[f"{x},{y}"] = rows
    with pytest.raises(ValueError, match="discount is 1, and a policy can go on for ever: 1,1 → 1,1;"):
        Environment.build(moves, start="1,1", discount=1)
    env = Environment.build(moves, start="1,1", discount="0.9999999")
    objective, horizon = Objective.on(env, pays), Horizon(env, 100, discount=1)
    published = "0.705 0.655 0.611 0.388 0.762 0.660 0.000 0.812 0.868 0.918 0.000"  # an end has nothing ahead
    for values in (optimal(env, objective).values, optimal(horizon.layers, horizon.objective(objective)).values):
        assert " ".join(f"{float(v):.3f}" for v in values[: len(places)]) == published


KING = {f"{a} {b}": (a, b) for a, b in product((-1, 0, 1), repeat=2) if (a, b) != (0, 0)}


@pytest.mark.parametrize(("kings", "steps"), [(False, 15), (True, 7)])
def test_the_windy_grid_of_sutton_and_barto(kings, steps):
    """Sutton & Barto, example 6.5 and exercise 6.9: 15 steps, and 7 with king's moves; −1 a step until the goal."""
    wind = (0, 0, 0, 1, 1, 1, 2, 2, 1, 0)
    ways = {name: (a, b) for name, (a, b) in KING.items() if kings or not a * b}

    def there(row: int, column: int, way: tuple[int, int]) -> str:
        up, right = row + way[0] - wind[column], column + way[1]
        return f"{min(max(up, 0), 6)},{min(max(right, 0), 9)}"

    moves: dict[str, Any] = {
        f"{r},{c}": {name: there(r, c, way) for name, way in ways.items()} for r in range(7) for c in range(10)
    }
    env = Environment.build({**moves, "3,7": None}, start="3,0", discount="1/2")
    costs = Objective.of(env, lambda *_: -1)
    start = env.state("3,0")
    assert optimal(env, costs).values[start] == -2 * (1 - Fraction(1, 2) ** steps)
    horizon = Horizon(env, 16, discount=1)
    assert optimal(horizon.layers, horizon.objective(costs)).values[start] == -steps
