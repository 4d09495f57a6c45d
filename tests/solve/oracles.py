"""What the solver must find, worked out the slow way: by enumeration and by schoolbook elimination.

Nothing here calls `toymodel.solve`.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, product

from toymodel.worlds import AllowedActions, Environment, Objective, Pair, Policy

Constraint = tuple[Environment, AllowedActions]


def policies(env: Environment) -> Iterator[Policy]:
    """All deterministic policies."""
    actions = range(len(env.actions))
    for choices in product(actions, repeat=len(env.states)):
        yield Policy.deterministic(choices, len(actions))


def inside(mask: AllowedActions, *, stochastic: bool = False) -> Iterator[AllowedActions]:
    """The supports of all policies that a mask allows; of the deterministic ones, unless told otherwise."""

    def rows(allowed: frozenset[int]) -> list[frozenset[int]]:
        sizes = range(1, len(allowed) + 1) if stochastic else (1,)
        return [frozenset(x) for x in chain.from_iterable(combinations(allowed, k) for k in sizes)]

    return product(*(rows(allowed) for allowed in mask))


def visited(env: Environment, support: AllowedActions) -> frozenset[Pair]:
    """The pairs that a policy uses, one step after the other."""
    states = {s for s, _ in env.initial}
    for _ in env.states:
        states |= {t for s in states for a in support[s] for t, _ in env.transition[s][a]}
    return frozenset((s, a) for s in states for a in support[s])


def within(env: Environment, support: AllowedActions, mask: AllowedActions) -> bool:
    """Whether a policy uses only what a mask allows."""
    return all(a in mask[s] for s, a in visited(env, support))


def meets(support: AllowedActions, must: Sequence[Constraint], must_not: Sequence[Constraint]) -> bool:
    """Whether a policy stays inside every mask of the first kind and leaves every one of the second."""
    return all(within(env, support, mask) for env, mask in must) and not any(
        within(env, support, mask) for env, mask in must_not
    )


def exists(
    must: Sequence[Constraint],
    must_not: Sequence[Constraint] = (),
    *,
    stochastic: bool = False,
    accept: Callable[[AllowedActions], bool] | None = None,
) -> bool:
    """Whether enumeration finds a policy that meets the constraints."""
    env = (*must, *must_not)[0][0]
    everything = (frozenset(range(len(env.actions))),) * len(env.states)
    found = (x for x in inside(everything, stochastic=stochastic) if meets(x, must, must_not))
    return any(accept is None or accept(x) for x in found)


def elimination(matrix: Sequence[Sequence[Fraction]], rhs: Sequence[Fraction]) -> list[Fraction]:
    """Solve a regular square system by Gauss–Jordan elimination on fractions."""
    rows = [[*row, b] for row, b in zip(matrix, rhs, strict=True)]
    for k in range(len(rows)):
        pivot = next(i for i in range(k, len(rows)) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for i, row in enumerate(rows):
            if i != k and row[k]:
                rows[i] = [x - row[k] * y for x, y in zip(row, rows[k], strict=True)]
    return [row[-1] for row in rows]


def values(env: Environment, objective: Objective, policy: Policy) -> tuple[Fraction, ...]:
    """V^π from (I − γ P_π) V = R_π, as one dense system."""
    mean, size = objective.mean(env), range(len(env.states))
    matrix = [[Fraction(int(s == t)) for t in size] for s in size]
    rhs = [Fraction(0) for _ in size]
    for s, row in enumerate(policy.rows):
        for a, weight in row:
            rhs[s] += weight * mean[s][a]
            for t, p in env.transition[s][a]:
                matrix[s][t] -= env.discount * weight * p
    return tuple(elimination(matrix, rhs))


def from_start(env: Environment, vector: Sequence[Fraction]) -> Fraction:
    """μ·V."""
    return sum((p * vector[s] for s, p in env.initial), Fraction(0))
