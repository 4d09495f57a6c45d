"""Values, optimal actions and what is reachable, worked out afresh: nothing here calls `toymodel.solve`.

Plain elimination on fractions, loops until nothing changes. An optimum is known to be one
because its Bellman residual is exactly zero in every state.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from ..worlds import AllowedActions, Environment, Judge, Objective, Pair, Row, Table

Rows: TypeAlias = tuple[Row, ...]
"""For each state, a distribution over actions."""


def eliminate(matrix: list[dict[int, Fraction]], rhs: list[Fraction]) -> list[Fraction]:
    """Solve a system whose diagonal outweighs its rows, as I − γP does, by elimination on fractions."""
    size = len(rhs)
    for k in range(size):
        for i in range(k + 1, size):
            if (entry := matrix[i].pop(k, None)) is not None:
                factor = entry / matrix[k][k]
                for j, x in matrix[k].items():
                    if j > k:
                        matrix[i][j] = matrix[i].get(j, Fraction(0)) - factor * x
                rhs[i] -= factor * rhs[k]
    for k in reversed(range(size)):
        rhs[k] = (rhs[k] - sum((x * rhs[j] for j, x in matrix[k].items() if j > k), Fraction(0))) / matrix[k][k]
    return rhs


def value(env: Environment, objective: Objective, rows: Rows) -> list[Fraction]:
    """Return V^π: (I − γ P_π) V = R_π."""
    mean = objective.mean(env)
    matrix: list[dict[int, Fraction]] = [{s: Fraction(1)} for s in range(len(env.states))]
    for s, row in enumerate(rows):
        for a, weight in row:
            for t, p in env.transition[s][a]:
                matrix[s][t] = matrix[s].get(t, Fraction(0)) - env.discount * weight * p
    return eliminate(matrix, [sum((w * mean[s][a] for a, w in row), Fraction(0)) for s, row in enumerate(rows)])


@lru_cache(4096)
def solution(env: Environment, objective: Objective) -> tuple[tuple[Fraction, ...], Table]:
    """Return V* and Q*, known to be these because the Bellman residual is exactly zero in every state."""
    mean, choices = objective.mean(env), [0] * len(env.states)
    while True:
        v = value(env, objective, tuple(((a, Fraction(1)),) for a in choices))
        q = tuple(
            tuple(mean[s][a] + env.discount * sum((p * v[t] for t, p in row), Fraction(0)) for a, row in enumerate(way))
            for s, way in enumerate(env.transition)
        )
        if all(max(row) == x for row, x in zip(q, v, strict=True)):
            return tuple(v), q
        choices = [row.index(max(row)) if max(row) > x else a for row, x, a in zip(q, v, choices, strict=True)]


def best(env: Environment, objective: Objective) -> AllowedActions:
    """Return G_R(s)."""
    return tuple(frozenset(a for a, x in enumerate(row) if x == max(row)) for row in solution(env, objective)[1])


def regret(env: Environment, objective: Objective, rows: Rows) -> Fraction:
    """Return μ·(V* − V^π)."""
    optimum, actual = solution(env, objective)[0], value(env, objective, rows)
    return sum((p * (optimum[s] - actual[s]) for s, p in env.initial), Fraction(0))


@lru_cache(4096)
def bad(env: Environment, judge: Judge) -> frozenset[Pair]:
    """Return what a judge calls bad."""
    judge = judge.resolve(env)
    if judge.objective is None:
        return frozenset(env.pair(pair) for pair in judge.pairs)
    v, q = solution(env, judge.objective)
    return frozenset((s, a) for s, a in env.pairs if v[s] - q[s][a] > judge.tolerance)


def used(env: Environment, mask: AllowedActions) -> set[Pair]:
    """Return what a policy with this support, or any policy inside this mask, uses."""
    states, before = {s for s, _ in env.initial}, -1
    while len(states) > before:
        before = len(states)
        states |= {t for s in states for a in mask[s] for t, _ in env.transition[s][a]}
    return {(s, a) for s in states for a in mask[s]}


def support(rows: Rows) -> AllowedActions:
    """Return the actions of positive probability."""
    return tuple(frozenset(a for a, _ in row) for row in rows)


def full(env: Environment) -> AllowedActions:
    return (frozenset(range(len(env.actions))),) * len(env.states)


def without(env: Environment, pairs: frozenset[Pair]) -> AllowedActions:
    return tuple(frozenset(a for a in range(len(env.actions)) if (s, a) not in pairs) for s in range(len(env.states)))


def kernel(env: Environment, mask: AllowedActions) -> AllowedActions:
    """Take away what leads to a state where nothing is left, until nothing changes."""
    while True:
        kept = tuple(
            frozenset(a for a in row if all(mask[t] for t, _ in env.transition[s][a])) for s, row in enumerate(mask)
        )
        if kept == mask:
            return mask
        mask = kept
