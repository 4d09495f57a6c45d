"""One objective for each kind that there is in a class: in R(s), in R(s,s').

An objective matters only through what is optimal for it, that is, through the signs of
⟨d_σ − d_π, R⟩, where d_σ and d_π are what two policies visit in one environment: states for R(s),
steps (s,s') for R(s,s'). Fix the size. All these differences, of all environments of that size,
span a space in which only a few directions count: adding a constant to R(s) changes nothing, nor
does adding γΦ(s') − Φ(s) to R(s,s'). Where it is a plane at most (R(s) for three states, R(s,s')
for two), the hyperplanes ⟨d_σ − d_π, R⟩ = 0 are lines through the origin. Their faces are the origin,
rays and open sectors; directions are sorted exactly, and one integer objective is taken from each.
So these few stand for all real objectives of the class, in every environment of that size.

R(s,s') for three states has six dimensions: one for each move to another state, since some γΦ(s') − Φ(s)
makes staying pay nothing. There a sample stands in (`sampled`), {−1, 0, 1} for each move. What it violates
is violated once that is confirmed over all of R(s,s') in the world at hand; what it does not
violate may be. Its counts are not those of R(s,s').
"""

from __future__ import annotations

from functools import cmp_to_key, lru_cache
from itertools import combinations, product
from math import gcd
from typing import TypeAlias

from toymodel.behavior.classes import CLASSES, coordinates, key

from .dynamics import Dynamics, every_dynamics, grid, policies

JUDGES = ("pairs", "rooms")
"""A judge is any subset of S×A, or a set of states: all that one does there is bad, or nothing is."""
PLANE = 2
"""How many dimensions may count for the kinds to be listed."""
Vector: TypeAlias = tuple[int, ...]


def known(among: str, judge: str) -> None:
    """Raise ValueError unless these are a class of objectives and a kind of judge."""
    if among not in CLASSES:
        raise ValueError(f"{among!r} is no class of objectives that is counted: take one of {', '.join(CLASSES)}")
    if judge not in JUDGES:
        raise ValueError(f"{judge!r} is no kind of judge: take one of {', '.join(JUDGES)}")


def objectives(states: int, actions: int, among: str = "sa") -> tuple[Vector, ...]:
    """Return the objectives that are counted, zero included.

    Each is what it pays for the pairs, the states or the steps (s,s'), in their order.

    Examples
    --------
    >>> objectives(2, 2, "s")
    ((0, 0), (1, 0), (-1, 0))
    >>> len(objectives(3, 2, "s")), len(objectives(2, 2, "ss"))
    (97, 17)
    """
    if among == "sa":
        return grid(states, actions)
    return _sample(states) if sampled(states, among) else _stand_ins(states, actions, among)


def sampled(states: int, among: str) -> bool:
    """Return whether the objectives that are counted are a sample: for R(s,s') with three states or more."""
    return among == "ss" and states > PLANE


def places(given: Dynamics, among: str) -> Vector:
    """Return for each pair in which place an objective says what it pays in this environment.

    Examples
    --------
    >>> places(Dynamics((0, 1, 1, 0), 0, 2), "s"), places(Dynamics((0, 1, 1, 0), 0, 2), "ss")
    ((0, 0, 1, 1), (0, 1, 3, 2))
    """
    m, order = given.actions, _order(given.states, given.actions, among)
    return tuple(order[key(among, k // m, k % m, t)] for k, t in enumerate(given.moves))


@lru_cache
def _order(states: int, actions: int, among: str) -> dict[Vector, int]:
    return {at: k for k, at in enumerate(coordinates(states, actions, among))}


def judges(states: int, actions: int, judge: str = "pairs") -> tuple[int, ...]:
    """Return the sets of bad pairs, one bit each.

    Examples
    --------
    >>> judges(2, 2, "rooms")
    (0, 3, 12, 15)
    """
    if judge == "pairs":
        return tuple(range(1 << (states * actions)))
    room = (1 << actions) - 1
    return tuple(sum(room << (s * actions) for s in range(states) if bad >> s & 1) for bad in range(1 << states))


def visits(given: Dynamics, policy: Vector, among: str) -> Vector:
    """Return which states (of R(s)) or steps (of R(s,s')) a policy visits, discounted, times `dynamics.scale`."""
    found = [0] * given.states ** len(among)
    for place, often in zip(places(given, among), given.visits(policy), strict=True):
        found[place] += often
    return tuple(found)


@lru_cache
def differences(states: int, actions: int, among: str) -> tuple[Vector, ...]:
    """Return d_σ − d_π for all policies of all environments of a size, each direction once, coprime."""
    found: dict[Vector, None] = {}
    ways = {
        tuple(sorted({visits(env, policy, among) for policy in policies(states, actions)}))
        for env in every_dynamics(states, actions)
    }
    for one, other in {pair for those in ways for pair in combinations(those, 2)}:
        found[_coprime(tuple(x - y for x, y in zip(other, one, strict=True)))] = None
    return tuple(sorted(found))


@lru_cache
def _stand_ins(states: int, actions: int, among: str) -> tuple[Vector, ...]:
    """One objective in each face, zero first; each pays nothing but in as many places as there are dimensions."""
    normals, zero = differences(states, actions, among), (0,) * states ** len(among)
    if not normals:
        return (zero,)
    rank, where = next(
        (rank, where)
        for rank in range(1, PLANE + 1)
        for where in combinations(range(len(zero)), rank)
        if _decided(normals, where)
    )
    found = [zero]
    for point in [(1,), (-1,)] if rank == 1 else _plane({(d[where[0]], d[where[1]]) for d in normals}):
        pays = list(zero)
        for place, pay in zip(where, point, strict=True):
            pays[place] = pay
        found.append(tuple(pays))
    return tuple(found)


def _decided(normals: tuple[Vector, ...], where: tuple[int, ...]) -> bool:
    """Whether what a difference has in these places decides the rest of it, linearly, and nothing less does."""
    basis = next((some for some in combinations(normals, len(where)) if _det(some, where)), None)
    if basis is None:
        return False
    others = [k for k in range(len(normals[0])) if k not in where]
    # d is a combination of the basis iff no place, joined to these, has a determinant with d
    return all(_det((*basis, d), (*where, k)) == 0 for d in normals for k in others)


def _det(rows: tuple[Vector, ...], columns: tuple[int, ...]) -> int:
    if not rows:
        return 1
    first, rest = rows[0], rows[1:]
    return sum(
        (-1) ** k * first[c] * _det(rest, (*columns[:k], *columns[k + 1 :])) for k, c in enumerate(columns) if first[c]
    )


def _plane(normals: set[tuple[int, ...]]) -> list[Vector]:
    """The rays at right angles to the normals, in order around the origin, each with the sector after it."""
    rays = sorted({_coprime(ray) for x, y in normals for ray in ((-y, x), (y, -x))}, key=cmp_to_key(_turn))
    assert len(rays) > PLANE, "with one line alone, two rays have no sum"
    after = [*rays[1:], rays[0]]
    sectors = [_coprime((a + c, b + d)) for (a, b), (c, d) in zip(rays, after, strict=True)]
    return [point for pair in zip(rays, sectors, strict=True) for point in pair]


def _turn(one: Vector, other: Vector) -> int:
    """Which of two directions comes first, anticlockwise from (1, 0): a comparison of integers."""
    (a, b), (c, d) = one, other
    half = ((b, a) < (0, 0)) - ((d, c) < (0, 0))
    return half or b * c - a * d


def _coprime(vector: Vector) -> Vector:
    common = gcd(*vector) or 1
    return tuple(x // common for x in vector)


@lru_cache
def _sample(states: int) -> tuple[Vector, ...]:
    """{−1, 0, 1} for each move: closed under names of states, as the census needs it."""
    pays = [(0,) if s == t else (-1, 0, 1) for s, t in product(range(states), repeat=2)]
    return tuple(product(*pays))
