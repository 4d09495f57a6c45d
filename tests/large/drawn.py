"""Worlds of any size, drawn at random: Garnet worlds, slippery grids, and ones whose actions tie or nearly do."""

from __future__ import annotations

import random
from fractions import Fraction

from toymodel.worlds import Environment, Objective, Row


def garnet(states: int, seed: int, *, actions: int = 3, branching: int = 4, discount: str = "0.9", parts: int = 100):
    """Return a Garnet world: each action leads to a few states, drawn at random (Archibald et al. 1995)."""
    draw = random.Random(seed)  # noqa: S311

    def row() -> Row:
        to = sorted(draw.sample(range(states), min(branching, states)))
        cuts = [0, *sorted(draw.sample(range(1, parts), len(to) - 1)), parts]
        return tuple((t, Fraction(cuts[i + 1] - cuts[i], parts)) for i, t in enumerate(to))

    rows = tuple(tuple(row() for _ in range(actions)) for _ in range(states))
    return _named(rows, discount)


def grid(side: int, *, slip: str = "1/5", discount: str = "0.9", walls: int = 0, seed: int = 0) -> Environment:
    """Return a slippery grid with an absorbing corner: a step goes astray to either side with half of ``slip``."""
    ways = ((0, 1), (1, 0), (0, -1), (-1, 0))
    count, astray = side * side, Fraction(slip)
    held = {count - 1, *random.Random(seed).sample(range(1, count - 1), walls)}  # noqa: S311

    def step(s: int, way: int) -> int:
        row, column = s // side + ways[way % 4][0], s % side + ways[way % 4][1]
        return row * side + column if 0 <= row < side and 0 <= column < side else s

    def moved(s: int, a: int) -> Row:
        if s in held:
            return ((s, Fraction(1)),)
        found: dict[int, Fraction] = {}
        for way, chance in ((a, 1 - astray), (a + 1, astray / 2), (a - 1, astray / 2)):
            found[step(s, way)] = found.get(step(s, way), Fraction(0)) + chance
        return tuple(sorted((t, p) for t, p in found.items() if p))

    return _named(tuple(tuple(moved(s, a) for a in range(4)) for s in range(count)), discount)


def pays(env: Environment, seed: int, *, parts: int = 10, near: Fraction = Fraction(0)) -> Objective:
    """Return payments drawn at random, some a little off."""
    draw = random.Random(seed)  # noqa: S311
    return Objective.of(env, lambda *_: Fraction(draw.randint(-parts, parts), parts) + draw.choice((0, near)))


def with_fewer_actions(env: Environment, seed: int) -> Environment:
    """Return the world with some actions not available, and some episodes ended."""
    draw = random.Random(seed)  # noqa: S311
    rows = []
    for moves in env.transition:
        kept = draw.sample(range(len(moves)), draw.randint(0 if draw.random() < 0.2 else 1, len(moves)))
        rows.append(tuple(row if a in kept else () for a, row in enumerate(moves)))
    return Environment(env.states, env.actions, tuple(rows), env.initial, env.discount)


def _named(rows: tuple[tuple[Row, ...], ...], discount: str) -> Environment:
    states = tuple(f"s{i}" for i in range(len(rows)))
    actions = tuple(f"a{i}" for i in range(len(rows[0])))
    return Environment(states, actions, rows, ((0, Fraction(1)),), Fraction(discount))
