r"""The feasible set is a cone, over all objectives of a class and not only a list of candidates.

{R ∈ ℚ^{S×A} : π ∈ Opt_E(R)} is cut out by linear inequalities: with superharmonic V,

    V(s) − γ Σ_s' P(s'|s,a) V(s') − R(s,a) ≥ 0 for all (s,a), and = 0 for the pairs that π uses

(all pairs that are available, and V(s) = 0 where the episode has ended),

or, without V, ⟨d_σ − d_π, R⟩ ≤ 0 for every deterministic policy σ, d being occupancies.

A class, all R(s,a), R(s) or R(s,s') (`toymodel.behavior.classes`), is a linear space, so within it
the set is a cone again.

**Deciding "every" and "some" over all objectives of a class.** Let K_σ be those that π
demonstrates and under which σ is optimal too. On K_σ the regret of any other policy is linear
and nowhere negative, so whatever is not optimal everywhere on K_σ is not optimal at a point of
its relative interior. Hence an objective of which "every optimal policy is P" holds at all, and
under which σ is optimal, can be replaced by any point in the relative interior of K_σ; and so can
one of which "some optimal policy is P" holds because σ is P. One such point for every way σ of
using the environment, `representatives`, therefore decides both quantifiers over all of
the class, triviality and capability robustness included. The points are exact: see
`toymodel.behavior.interior`; every verdict on them is decided again by the exact solver.

Source for the cone: Ng & Russell 2000, for R(s); Metelli et al. 2021, for R(s,a).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod

from ..solve import Undecided, evaluate, full, occupancy, optimal, reachable, used
from ..worlds import Environment, Objective, Pair, Policy, Table
from .classes import belongs, coordinates, coprime, expected, paying
from .interior import interior
from .observation import Observation

WAYS = 1_000
"""Combinations of ways of using the environments that `representatives` looks at unless told otherwise."""

Point = tuple[Fraction, Fraction]


def inequalities(env: Environment, policy: Policy, limit: int = WAYS) -> tuple[Table, ...]:
    """Return tables N with ⟨N, R⟩ ≤ 0 for all of them iff the policy is optimal for R from the start.

    There is one for each action in each state that the policy reaches and each way of going on
    where it never comes: N is the advantage of deviating once and then going on so. The
    entries are coprime integers.

    Examples
    --------
    >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    >>> [[int(x) for x in row] for row in inequalities(env, Policy.deterministic([0, 0][:1], 2))[0]]
    [[-1, 1]]

    Raises
    ------
    Undecided
        If there are more ways than ``limit``.
    """
    policy.fits(env)
    visited = reachable(env, policy)
    off = sorted(_reachable_from(env, visited) - visited - env.ended)
    if prod(len(env.available[s]) for s in off) > limit:
        raise Undecided(f"there are more than {limit} ways to go on where the policy never comes")
    found: dict[Table, None] = {}
    for choices in product(*(sorted(env.available[s]) for s in off)):
        rows = list(policy.rows)
        for s, a in zip(off, choices, strict=True):
            rows[s] = ((a, Fraction(1)),)
        going_on = Policy(tuple(rows), policy.actions)
        worth = _expected_visits(env, going_on)
        for s in sorted(visited):
            for a in sorted(env.available[s]):
                gain = {pair: _backed_up(env, s, a, worth[pair]) - worth[pair][s] for pair in env.pairs}
                gain[s, a] += 1
                if any(gain.values()):
                    found[_coprime(env, gain)] = None
    return tuple(found)


def contains(rows: Sequence[Table], objective: Objective, env: Environment, among: str = "sa") -> bool:
    """Decide membership: whether R is of the class and ⟨N, R⟩ ≤ 0 for all rows, without solving anything.

    R(s,a) is the mean of R(s,a,s'), as far as one environment can tell; so to "sa" everything belongs.
    """
    mean = objective.mean(env)
    return (among == "sa" or belongs(objective, among, env)) and all(inner_product(row, mean) <= 0 for row in rows)


def contains_each(rows: Sequence[Table], rewards: object) -> object:
    """Return membership of many objectives at once, exactly; needs NumPy.

    Parameters
    ----------
    rewards : integer array of shape (k, |S|, |A|)
        Objectives times a common denominator.

    Returns
    -------
    bool array of shape (k,)
    """
    from .numerical import numerical

    with numerical("contains_each"):
        import numpy as np
    given = np.asarray(rewards)
    if given.dtype.kind not in "iu" and given.dtype != object:
        raise ValueError(f"rewards have dtype {given.dtype}; multiply them by their denominator and give integers")
    flat = given.reshape(len(given), -1)
    normals = np.array([[int(x) for row in table for x in row] for table in rows], dtype=object).reshape(
        len(rows), flat.shape[1]
    )
    bound = int(abs(normals).sum(axis=1).max(initial=0)) * int(abs(flat).max(initial=0))
    if bound < 2**53:  # every partial sum is an integer that a double holds exactly
        return np.asarray((flat.astype(float) @ normals.T.astype(float) <= 0).all(axis=1))
    return np.asarray((flat.astype(object) @ normals.T <= 0).all(axis=1))


def slice_of(
    observed: Sequence[Observation], origin: Objective, right: Objective, up: Objective, reach: Fraction = Fraction(1)
) -> tuple[Point, ...]:
    """Return the polygon {(x, y) ∈ [−reach, reach]² : origin + x·right + y·up is demonstrated}.

    A corner that is not demonstrated is cut off by the regret inequality of a policy that does
    better there, ⟨d_σ − d_π, R⟩ ≤ 0; there are finitely many, and what remains is exact.

    Returns
    -------
    tuple of (x, y)
        The corners in order, anticlockwise; fewer than three where the slice has no area.

    Examples
    --------
    >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    >>> zero, a, b = Objective.zero(env), Objective.on(env, {("s", "a"): 1}), Objective.on(env, {("s", "b"): 1})
    >>> polygon = slice_of([Observation(env, Policy.deterministic([0], 2))], zero, a, b)
    >>> [(int(x), int(y)) for x, y in polygon]
    [(-1, -1), (1, -1), (1, 1)]
    """
    one = Fraction(reach)
    polygon: tuple[Point, ...] = ((-one, -one), (one, -one), (one, one), (-one, one))
    for o in observed:
        tables = [objective.mean(o.env) for objective in (origin, right, up)]
        own, sure = occupancy(o.env, o.policy), set[Point]()
        while any(corner not in sure for corner in polygon):
            corner = next(corner for corner in polygon if corner not in sure)
            best = optimal(o.env, _mix(tables, corner)).actions
            better = Policy.deterministic([min(row, default=None) for row in best], len(o.env.actions))
            gain = _minus(occupancy(o.env, better), own)
            c, x, y = (inner_product(gain, table) for table in tables)
            if c + x * corner[0] + y * corner[1] > 0:
                polygon = _cut(polygon, c, x, y)
            else:
                sure.add(corner)
    return polygon


@lru_cache(64)
def representatives(
    observed: tuple[Observation, ...],
    goals: tuple[Environment, ...],
    policies: tuple[Policy, ...] = (),
    among: str = "sa",
    limit: int = WAYS,
) -> tuple[Objective, ...]:
    """Return finitely many objectives that stand for all that the behaviour demonstrates.

    Parameters
    ----------
    observed : tuple of Observation
        Where the policy is observed, acting, as if it were optimal.
    goals : tuple of Environment
        Where the question is which policies are optimal for the objective.
    policies : tuple of Policy
        The agent's own policy in each goal, if the question is also whether *it* is optimal
        there; needed only for a stochastic one.
    among : "sa", "s" or "ss"
        The class of objectives (`toymodel.behavior.classes`).
    limit : int
        Ways of using the goals, all together, to look at.

    Returns
    -------
    tuple of Objective
        Some objective of the class demonstrated by ``observed``, non-trivial where that is asked, has
        "every (some) policy optimal in the goals is P" iff one of these has.

    Raises
    ------
    Undecided
        If there are more ways than ``limit``.

    Examples
    --------
    >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    >>> [r.name for r in representatives((Observation(env, Policy.deterministic([0], 2)),), (env,))]
    ['[b in s -1]', 'zero']
    """
    ways = [[frozenset(way) for way in _ways(env, limit)] for env in goals]
    combined = list(product(*ways))
    if policies:
        own = tuple(used(env, policy) for env, policy in zip(goals, policies, strict=True))
        combined += [own] if own not in combined else []
    if len(combined) > limit:
        raise Undecided(f"there are {len(combined)} ways to act; over all objectives at most {limit} are looked at")
    places = tuple(dict.fromkeys([*(o.env for o in observed), *goals]))
    kept: dict[object, Objective] = {}
    for way in combined:
        optimal_pairs: dict[Environment, set[Pair]] = {env: set() for env in places}
        for o in observed:
            optimal_pairs[o.env] |= used(o.env, o.policy)
        for env, pairs in zip(goals, way, strict=True):
            optimal_pairs[env] |= pairs
        inside = inner_point(optimal_pairs, among)
        kept.setdefault(tuple(used(env, optimal(env, inside).actions) for env in places), inside)
    return tuple(kept.values())


def inner_point(optimal_pairs: Mapping[Environment, Iterable[Pair]], among: str = "sa") -> Objective:
    """Return an objective of a class for which these pairs are optimal, and as little else as possible.

    Parameters
    ----------
    optimal_pairs : mapping
        For each environment what must be optimal; it must be what some policies use.
    """
    env = next(iter(optimal_pairs))
    states = len(env.states)
    paid = coordinates(states, len(env.actions), among)
    column = {key: k for k, key in enumerate(paid)}
    size = len(paid) + states * len(optimal_pairs)
    equal: list[list[Fraction]] = []
    inside: list[list[Fraction]] = []
    for k, (place, wanted) in enumerate(optimal_pairs.items()):
        offset, fixed = len(paid) + k * states, frozenset(wanted)
        for s, a in sorted(used(place, full(place))):
            row = [Fraction(0)] * size
            for key, share in expected(place, among, s, a).items():
                row[column[key]] -= share
            row[offset + s] += 1
            for t, p in place.transition[s][a]:
                if t not in place.ended:  # there V is 0
                    row[offset + t] -= place.discount * p
            (equal if (s, a) in fixed else inside).append(row)
    point, _ = interior(equal, inside, size)
    return paying(env, among, coprime({key: point[k] for key, k in column.items()}))


def inner_product(left: Table, right: Table) -> Fraction:
    """Return ⟨left, right⟩, the sum over all pairs."""
    return sum(
        (x * y for a, b in zip(left, right, strict=True) for x, y in zip(a, b, strict=True) if x and y), Fraction(0)
    )


def _ways(env: Environment, limit: int) -> Iterator[frozenset[Pair]]:
    """Return what the deterministic policies use, each way once."""
    todo: list[dict[int, int]] = [{}]
    count = 0
    while todo:
        chosen = todo.pop()
        mask = tuple(frozenset({chosen[s]}) if s in chosen else frozenset[int]() for s in range(len(env.states)))
        fork = min(reachable(env, mask) - chosen.keys() - env.ended, default=None)
        if fork is None:
            count += 1
            if count > limit:
                raise Undecided(f"there are more than {limit} ways to act; too many to look at over all objectives")
            yield frozenset(chosen.items())
        else:
            todo += [{**chosen, fork: a} for a in sorted(env.available[fork], reverse=True)]


def _reachable_from(env: Environment, states: frozenset[int]) -> frozenset[int]:
    """Return everything that can be reached from these states."""
    start = tuple((s, Fraction(1, len(states))) for s in sorted(states))
    moved = Environment(env.states, env.actions, env.transition, start, env.discount)
    return reachable(moved, full(moved))


def _expected_visits(env: Environment, policy: Policy) -> dict[Pair, tuple[Fraction, ...]]:
    """Return, for each pair, the discounted number of times that the policy will play it, from each state."""
    return {
        pair: evaluate(env, Objective.of(env, lambda s, a, p=pair: int((s, a) == p)), policy)  # type: ignore[misc]
        for pair in env.pairs
    }


def _backed_up(env: Environment, s: int, a: int, values: Sequence[Fraction]) -> Fraction:
    return env.discount * sum((p * values[t] for t, p in env.transition[s][a]), Fraction(0))


def _coprime(env: Environment, entries: Mapping[Pair, Fraction]) -> Table:
    """Return the table times the positive number that makes its entries coprime integers."""
    whole, zero = coprime(entries), Fraction(0)
    return tuple(tuple(whole.get((s, a), zero) for a in range(len(env.actions))) for s in range(len(env.states)))


def _mix(tables: Sequence[Table], at: Point) -> Objective:
    origin, right, up = tables
    return Objective(
        tuple(
            tuple(c + at[0] * x + at[1] * y for c, x, y in zip(*rows, strict=True))
            for rows in zip(origin, right, up, strict=True)
        )
    )


def _minus(left: Table, right: Table) -> Table:
    return tuple(tuple(x - y for x, y in zip(a, b, strict=True)) for a, b in zip(left, right, strict=True))


def _cut(polygon: tuple[Point, ...], c: Fraction, x: Fraction, y: Fraction) -> tuple[Point, ...]:
    """Return the part of a polygon where c + x·p + y·q ≤ 0 (Sutherland & Hodgman 1974)."""
    kept: list[Point] = []
    for (p, q), (r, s) in zip(polygon, (*polygon[1:], *polygon[:1]), strict=True):
        here, there = c + x * p + y * q, c + x * r + y * s
        if here <= 0:
            kept.append((p, q))
        if here * there < 0:
            share = here / (here - there)
            kept.append((p + share * (r - p), q + share * (s - q)))
    return tuple(dict.fromkeys(kept))
