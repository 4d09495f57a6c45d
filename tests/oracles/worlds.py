"""What policies earn and where they come, by trying every one of them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product
from typing import Any, TypeAlias

from toymodel.worlds import Environment, Judge, Objective, Pair, World

Rows: TypeAlias = tuple[tuple[tuple[int, Fraction | int], ...], ...]
"""What a policy plays: for each state the actions of positive probability."""
Vector: TypeAlias = tuple[Fraction, ...]

NEVER = Fraction(-(10**9))
MOST = 100
"""Policies that are tried one by one."""


class Beyond(Exception):
    """There are too many policies to try."""


def solve(rows: list[list[Fraction]], size: int) -> list[list[Fraction]]:
    """Solve a consistent system, given as augmented rows, by Gauss and Jordan; what is left free is zero."""
    done: dict[int, list[Fraction]] = {}
    for k in range(size):
        pivot = next((row for row in rows if row[k]), None)
        if pivot is None:
            continue
        rows = [row for row in rows if row is not pivot]
        pivot = [x / pivot[k] for x in pivot]
        rows = [[x - row[k] * y for x, y in zip(row, pivot, strict=True)] if row[k] else row for row in rows]
        for j, row in done.items():
            if row[k]:
                done[j] = [x - row[k] * y for x, y in zip(row, pivot, strict=True)]
        done[k] = pivot
    width = len(rows[0] if rows else done[0]) - size
    return [done[k][size:] if k in done else [Fraction(0)] * width for k in range(size)]


@lru_cache(64)
def policies(env: Environment, mixing: bool = False) -> tuple[Rows, ...]:
    """Return every deterministic policy; or one for each support, which plays all of it alike."""
    found = 1
    choices = []
    for here in open_to(env):
        sizes = range(1, len(here) + 1) if mixing else (1,)
        plays = [
            tuple((a, Fraction(1, k) if k > 1 else 1) for a in row) for k in sizes for row in combinations(here, k)
        ]
        choices.append(plays or [()])
        found *= len(choices[-1])
    if found > MOST:
        raise Beyond(f"more than {MOST} policies")
    return tuple(product(*choices))


def open_to(env: Environment) -> list[list[int]]:
    """Return what can be done in each state: whatever leads anywhere."""
    return [[a for a, row in enumerate(moves) if len(row)] for moves in env.transition]


@lru_cache(50_000)
def times(env: Environment, rows: Rows) -> tuple[Vector, ...]:
    """Return (I − γ P_π)⁻¹: the discounted times that a policy spends in each state, by where it starts."""
    n = len(env.states)
    matrix = [[Fraction(s == t) for t in range(n)] + [Fraction(s == t) for t in range(n)] for s in range(n)]
    for s, row in enumerate(rows):
        for a, weight in row:
            for t, p in env.transition[s][a]:
                matrix[s][t] -= env.discount * weight * p
    return tuple(map(tuple, solve(matrix, n)))


@lru_cache(4096)
def mean(env: Environment, objective: Objective) -> tuple[Vector, ...]:
    """Return R(s,a)."""
    return objective.mean(env)


@lru_cache(100_000)
def values(env: Environment, objective: Objective, rows: Rows) -> Vector:
    """Return V^π."""
    pays = mean(env, objective)
    earns = [sum((w * pays[s][a] for a, w in row), Fraction(0)) for s, row in enumerate(rows)]
    return tuple(sum((x * y for x, y in zip(line, earns, strict=True) if x), Fraction(0)) for line in times(env, rows))


def start(env: Environment, objective: Objective, rows: Rows) -> Fraction:
    """Return μ·V^π."""
    worth = values(env, objective, rows)
    return sum((p * worth[s] for s, p in env.initial), Fraction(0))


@lru_cache(4096)
def extremes(env: Environment, objective: Objective) -> tuple[Fraction, Fraction]:
    """Return the least and the most that any policy is worth from the start."""
    worth = [start(env, objective, rows) for rows in policies(env)]
    return min(worth), max(worth)


def regret(env: Environment, objective: Objective, rows: Rows) -> Fraction:
    """Return what the policy is worth less than the best one."""
    return extremes(env, objective)[1] - start(env, objective, rows)


@lru_cache(4096)
def advantage(env: Environment, objective: Objective) -> tuple[Vector, ...]:
    """Return A*(s,a) = R(s,a) + γ E V*(s') − V*(s), where V*(s) is the most that any policy is worth from s.

    It is far below 0 for what cannot be done.
    """
    pays = mean(env, objective)
    best = [max(column) for column in zip(*(values(env, objective, rows) for rows in policies(env)), strict=True)]
    return tuple(
        tuple(
            pays[s][a] + env.discount * sum((p * best[t] for t, p in row), Fraction(0)) - best[s] if row else NEVER
            for a, row in enumerate(moves)
        )
        for s, moves in enumerate(env.transition)
    )


@lru_cache(20_000)
def reached(env: Environment, rows: Rows) -> frozenset[int]:
    """Return the states where a policy comes with positive probability."""
    seen, before = {s for s, _ in env.initial}, 0
    while len(seen) > before:
        before = len(seen)
        seen |= {t for s in seen for a, _ in rows[s] for t, _ in env.transition[s][a]}
    return frozenset(seen)


def anywhere(env: Environment) -> frozenset[int]:
    """Return the states where some policy comes."""
    return reached(env, tuple(tuple((a, 1) for a in here) for here in open_to(env)))


@lru_cache(20_000)
def used(env: Environment, rows: Rows) -> frozenset[Pair]:
    """Return the states and actions that a policy uses."""
    return frozenset((s, a) for s in reached(env, rows) for a, _ in rows[s])


@lru_cache(4096)
def bad(env: Environment, judge: Judge, grade: Fraction = Fraction(0)) -> frozenset[Pair]:
    """Return the states and actions that a judge calls bad, from a grade on."""
    for where, there in judge.cases:
        if where == env:
            return bad(env, there, grade)
    if judge.objective is None:
        grades = judge.grades or [Fraction(1)] * len(judge.pairs)
        return frozenset(env.pair(pair) for pair, how in zip(judge.pairs, grades, strict=True) if how >= grade)
    table = advantage(env, judge.objective)
    pairs = [(s, a) for s, here in enumerate(open_to(env)) for a in here]
    return frozenset((s, a) for s, a in pairs if -table[s][a] > judge.tolerance and -table[s][a] >= grade)


# Long-run averages ------------------------------------------------------------------------------------


def gains(earns: Sequence[Fraction], links: Sequence[Mapping[int, Fraction]]) -> list[Fraction]:
    """Return the long-run averages g of a chain, by g = P g and g + h = r + P h."""
    n, rows = len(earns), []
    for i in range(n):
        leave = [Fraction(i == j) - links[i].get(j, Fraction(0)) for j in range(n)]
        rows += [[*leave, *[Fraction(0)] * n, Fraction(0)]]
        rows += [[*(Fraction(i == j) for j in range(n)), *leave, earns[i]]]
    return [row[0] for row in solve(rows, 2 * n)[:n]]


def gain(env: Environment, objective: Objective, plays: Sequence[Rows], turns: Sequence[Sequence[int]]) -> Fraction:
    """Return what a controller earns a step: with memory m it plays ``plays[m]``, and turns to ``turns[m][t]`` at t."""
    n, earns, links = len(env.states), [], []
    paid = objective.rewards
    for m, rows in enumerate(plays):
        for s, row in enumerate(rows):
            earn, link = Fraction(0), dict[int, Fraction]()
            for a, w in row:
                cell = paid[s][a]
                for t, p in env.transition[s][a]:
                    earn += w * p * (cell if isinstance(cell, Fraction) else dict(cell)[t])
                    node = turns[m][t] * n + t
                    link[node] = link.get(node, Fraction(0)) + w * p
            earns.append(earn)
            links.append(link)
    found = gains(earns, links)
    return sum((p * found[s] for s, p in env.initial), Fraction(0))


# What agents do ---------------------------------------------------------------------------------------


@lru_cache(4096)
def ahead(env: Environment, objective: Objective, depth: int | None) -> tuple[frozenset[int], ...]:
    """Return the actions that are best, for ever or over some steps."""
    table: Sequence[Sequence[Fraction]] = advantage(env, objective)
    if depth is not None:
        pays, worth = mean(env, objective), [Fraction(0)] * len(env.states)
        for _ in range(depth):
            table = [
                [
                    pays[s][a] + env.discount * sum(p * worth[t] for t, p in row) if row else NEVER
                    for a, row in enumerate(moves)
                ]
                for s, moves in enumerate(env.transition)
            ]
            worth = [max(row) if max(row) > NEVER else Fraction(0) for row in table]
    return tuple(frozenset(a for a, x in enumerate(row) if x == max(row) > NEVER) for row in table)


def plan(agent: Any, env: Environment) -> Rows:
    """Return what a mesa-optimizer does when it finds itself here; one that searches otherwise is asked."""
    if agent.search is not None:
        return agent.plan(env).rows
    order = [*agent.prefers, *range(len(env.actions))]
    best = ahead(agent.believed or env, agent.objective, agent.depth)
    return tuple(((next(a for a in order if a in row), 1),) if row else () for row in best)


def does(agent: Any, world: World, env: Environment) -> Rows | None:
    """Return what an agent that replans does in an environment; None where nobody has said."""
    if agent.objective is not None:
        return plan(agent, env)
    if agent.deployed is not None and env == world.deployment:
        return agent.deployed.rows
    return agent.policy.rows if agent.deployed is None or env == world.training else None


def pair(agent: Any, world: World, replans: bool) -> tuple[Rows, Rows] | None:
    """Return what an agent does in training and in deployment; None where it should have one policy and has two."""
    if agent.objective is not None:
        return plan(agent, world.training), plan(agent, world.deployment if replans else world.training)
    first, second = agent.policy.rows, (agent.deployed or agent.policy).rows
    return (first, second) if replans or first == second else None
