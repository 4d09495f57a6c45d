"""Exact solution of small worlds, side by side with the other ways to do it.

Run ``python benchmarks/exact.py``. Rounds are interleaved (every contender once, then again) and
processor time is counted, since machines are noisy; medians are printed. All contenders must
agree exactly.

1. Policies a second, from (environment, objective, policy) to V^π, memory switched off.
2. One dense block, solved alone: what python-flint gains by size.
3. Policy iteration on a deterministic world of 500 states, laid out like the taxi.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from time import process_time

import sympy

from toymodel.solve import evaluate, linear, optimal
from toymodel.worlds import Environment, Objective, Policy

System = tuple[list[list[Fraction]], list[Fraction]]
Contender = Callable[[], object]


def world(size: int, seed: int, actions: int = 3) -> tuple[Environment, Objective, list[Policy]]:
    """A random world in which an action leads to one or two states, an objective, and 20 policies."""
    draw = random.Random(seed)

    def row() -> tuple[tuple[int, Fraction], ...]:
        targets = sorted(draw.sample(range(size), draw.choice([1, 2])))
        return tuple((t, Fraction(1, len(targets))) for t in targets)

    env = Environment(
        tuple(f"s{s}" for s in range(size)),
        tuple(f"a{a}" for a in range(actions)),
        tuple(tuple(row() for _ in range(actions)) for _ in range(size)),
        ((0, Fraction(1)),),
        Fraction(9, 10),
    )
    objective = Objective.of(env, lambda _s, _a: draw.randint(-9, 9))
    choices = [[draw.randrange(actions) for _ in range(size)] for _ in range(20)]
    return env, objective, [Policy.deterministic(choice, actions) for choice in choices]


def taxi(side: int = 5, modes: int = 20, seed: int = 0) -> tuple[Environment, Objective]:
    """A grid times a mode: four moves, and two actions that lead on at one cell of each mode; the last mode ends it."""
    draw = random.Random(seed)
    cells = side * side
    stops = [draw.randrange(cells) for _ in range(modes)]

    def step(s: int, a: int) -> int:
        mode, (y, x) = s // cells, divmod(s % cells, side)
        if mode == modes - 1:
            return s
        if a < 4:
            dy, dx = ((1, 0), (-1, 0), (0, 1), (0, -1))[a]
            return mode * cells + min(max(y + dy, 0), side - 1) * side + min(max(x + dx, 0), side - 1)
        return s + cells * (1 if s % cells == stops[mode] and a == 4 + mode % 2 else 0)

    def paid(s: int, a: int) -> int:
        if s // cells == modes - 1:
            return 0
        return (20 if step(s, a) != s else -10) if a >= 4 else -1

    states = range(cells * modes)
    env = Environment(
        tuple(f"s{s}" for s in states),
        tuple(f"a{a}" for a in range(6)),
        tuple(tuple(((step(s, a), Fraction(1)),) for a in range(6)) for s in states),
        ((0, Fraction(1)),),
        Fraction(99, 100),
    )
    return env, Objective.of(env, paid)


def dense(env: Environment, objective: Objective, policy: Policy) -> System:
    """(I − γ P_π) V = R_π, as somebody without this package would write it."""
    size, mean = range(len(env.states)), objective.mean(env)
    matrix = [[Fraction(int(s == t)) for t in size] for s in size]
    for s, ((a, _),) in enumerate(policy.rows):
        for t, p in env.transition[s][a]:
            matrix[s][t] -= env.discount * p
    return matrix, [mean[s][a] for s, ((a, _),) in enumerate(policy.rows)]


def on_fractions(matrix: list[list[Fraction]], rhs: list[Fraction]) -> list[Fraction]:
    """Gaussian elimination, back substitution, nothing clever."""
    rows, size = [[*row, b] for row, b in zip(matrix, rhs, strict=True)], len(rhs)
    for k in range(size):
        pivot = next(i for i in range(k, size) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(k + 1, size):
            if rows[i][k]:
                factor = rows[i][k] / rows[k][k]
                for j in range(k, size + 1):
                    rows[i][j] -= factor * rows[k][j]
    x = [Fraction(0)] * size
    for k in reversed(range(size)):
        x[k] = (rows[k][size] - sum(rows[k][j] * x[j] for j in range(k + 1, size))) / rows[k][k]
    return x


def in_sympy(matrix: list[list[Fraction]], rhs: list[Fraction], linsolve: bool = False) -> list[Fraction]:
    """SymPy's LUsolve, or its linsolve."""
    left = sympy.Matrix([[sympy.Rational(x.numerator, x.denominator) for x in row] for row in matrix])
    right = sympy.Matrix([sympy.Rational(x.numerator, x.denominator) for x in rhs])
    answer = next(iter(sympy.linsolve((left, right)))) if linsolve else left.LUsolve(right)
    return [Fraction(int(x.p), int(x.q)) for x in answer]


def ours(solver: linear.Solver, env: Environment, objective: Objective, policy: Policy) -> list[Fraction]:
    """Evaluate with this package, one way of elimination, and nothing remembered."""
    linear.solve = solver
    return list(evaluate.__wrapped__(env, objective, policy))


def medians(contenders: dict[str, Contender], rounds: int) -> dict[str, float]:
    """Seconds, median over interleaved rounds; every contender must give the same answer."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        answers = []
        for name, run in contenders.items():
            start = process_time()
            answers.append(run())
            taken[name].append(process_time() - start)
        assert all(answer == answers[0] for answer in answers), "the contenders disagree"
    return {name: statistics.median(times) for name, times in taken.items()}


def table(title: str, first: str, rows: dict[str, dict[str, str]]) -> None:
    """Print rows of cells under their names."""
    names = list(next(iter(rows.values())))
    print(f"\n{title}\n")
    print(f"{first:>8}" + "".join(f"{name:>22}" for name in names))
    for label, cells in rows.items():
        print(f"{label:>8}" + "".join(f"{cells[name]:>22}" for name in names))


def policies_a_second(size: int, rounds: int) -> dict[str, str]:
    """A row of table 1."""
    env, objective, policies = world(size, seed=size)

    def evaluates(solver: linear.Solver) -> Contender:
        return lambda: [ours(solver, env, objective, policy) for policy in policies]

    systems: dict[str, Callable[..., list[Fraction]]] = {
        "fractions": on_fractions,
        "SymPy linsolve": partial(in_sympy, linsolve=True),
        "SymPy LUsolve": in_sympy,
    }

    def solves(way: Callable[..., list[Fraction]]) -> Contender:
        return lambda: [way(*dense(env, objective, policy)) for policy in policies]

    contenders = {name: evaluates(solver) for name, solver in SOLVERS.items()}
    contenders |= {name: solves(way) for name, way in systems.items()}
    taken = medians(contenders, rounds)
    return {name: f"{len(policies) / s:,.0f}/s ({s / taken['fallback']:.2f}×)" for name, s in taken.items()}


def one_block(size: int, rounds: int) -> dict[str, str]:
    """A row of table 2."""
    draw = random.Random(size)
    weights = [[draw.randint(1, 9) for _ in range(size)] for _ in range(size)]
    matrix = [
        [Fraction(int(i == j)) - Fraction(9 * w, 10 * sum(row)) for j, w in enumerate(row)]
        for i, row in enumerate(weights)
    ]
    rhs = [Fraction(draw.randint(-9, 9)) for _ in range(size)]
    repeats = max(1, 64 // size)

    def solves(way: Callable[..., list[Fraction]]) -> Contender:
        return lambda: [way(matrix, rhs) for _ in range(repeats)]

    taken = medians({name: solves(way) for name, way in {**SOLVERS, "fractions": on_fractions}.items()}, rounds)
    return {name: f"{s / repeats * 1e6:,.0f} µs ({s / taken['fallback']:.2f}×)" for name, s in taken.items()}


def all_optimal_actions(env: Environment, objective: Objective, rounds: int) -> dict[str, str]:
    """A row of table 3."""

    def optimizes(solver: linear.Solver) -> Contender:
        def run() -> object:
            linear.solve = solver
            return optimal.__wrapped__(env, objective)

        return run

    taken = medians({name: optimizes(solver) for name, solver in SOLVERS.items()}, rounds)
    return {name: f"{s:.2f} s ({s / taken['fallback']:.2f}×)" for name, s in taken.items()}


SOLVERS: dict[str, linear.Solver] = {"fallback": linear.bareiss}
if linear.flint is not None:
    SOLVERS = {"python-flint": linear.with_flint, **SOLVERS}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="how often each contender runs (default 7)")
    rounds = parser.parse_args().rounds
    table(
        "Policies evaluated a second (and time relative to our fallback)",
        "states",
        {str(n): policies_a_second(n, rounds) for n in (2, 3, 4, 5, 6, 8)},
    )
    table(
        "One dense block (and time relative to our fallback)",
        "size",
        {str(n): one_block(n, rounds) for n in (2, 3, 4, 6, 8, 16, 32)},
    )
    table(
        "All optimal actions of a deterministic world of 500 states and 6 actions",
        "states",
        {"500": all_optimal_actions(*taxi(), rounds)},
    )
