r"""A class of objectives says what they may be about: what is done where, places, or steps from place to place.

The behavioral objective may be any R(s,a), as in most of the literature; any R(s), as in Ng & Russell 2000; or any
R(s,s'). The class decides which arrows hold: only among all R(s,a) is there the indicator 1[a = π(s)], to want just
what one does (`spec` section 10). Each class is a linear space, the *key* of a step s, a, s' says which of its
coordinates pays for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import gcd, lcm
from typing import TypeAlias, TypeVar

from ..worlds import Environment, Objective, show

Key: TypeAlias = tuple[int, ...]
At = TypeVar("At", bound=Key)

KEYS: dict[str, tuple[int, ...]] = {"sa": (0, 1), "s": (0,), "ss": (0, 2)}
"""What of a step (s, a, s') an objective of each class may look at."""
CLASSES = tuple(KEYS)
"""The classes by the words that readings have for them: all R(s,a), all R(s), all R(s,s')."""


def key(among: str, *step: int) -> Key:
    """Return the coordinate that pays for a step s, a, s'."""
    return tuple(step[k] for k in KEYS[among])


def coordinates(states: int, actions: int, among: str) -> tuple[Key, ...]:
    """Return what objectives of a class may pay for: pairs, states, or pairs of states, by index.

    Examples
    --------
    >>> coordinates(2, 1, "ss")
    ((0, 0), (0, 1), (1, 0), (1, 1))
    """
    steps = product(range(states), range(actions), range(states))
    return tuple(dict.fromkeys(key(among, *step) for step in steps))


def expected(env: Environment, among: str, s: int, a: int) -> dict[Key, Fraction]:
    """Return which coordinates pay for a pair, and how much of each: R(s,a) is the sum of share times payment."""
    shares: dict[Key, Fraction] = {}
    for t, p in env.transition[s][a]:
        at = key(among, s, a, t)
        shares[at] = shares.get(at, Fraction(0)) + p
    return shares


def paying(env: Environment, among: str, pays: Mapping[Key, Fraction], name: str = "") -> Objective:
    """Return the objective of a class that pays this, named by what it pays unless it has a name."""
    states = range(len(env.states))
    if not any(pays.values()):
        return Objective.zero(env, name or "zero")

    def payment(s: int, a: int) -> Fraction | tuple[tuple[int, Fraction], ...]:
        every = tuple(pays[key(among, s, a, t)] for t in states)
        return every[0] if among != "ss" else tuple(zip(states, every, strict=True))

    said = [f"{_described(env, among, at)} {show(x)}" for at, x in pays.items() if x]
    listing = f"[{', '.join(said[:2])}{', …' if len(said) > 2 else ''}]"
    rows = tuple(tuple(payment(s, a) for a in range(len(env.actions))) for s in states)
    return Objective(rows, name or (listing if len(listing) <= 100 else "[…]"))


def coprime(numbers: Mapping[At, Fraction]) -> dict[At, Fraction]:
    """Return the numbers times the positive one that makes them coprime integers."""
    scale = lcm(*(x.denominator for x in numbers.values()))
    common = gcd(*(int(x * scale) for x in numbers.values())) or 1
    return {at: x * scale / common for at, x in numbers.items()}


def belongs(objective: Objective, among: str, env: Environment | None = None) -> bool:
    """Return whether an objective is of a class, whatever the environment; or for what is available in this one.

    Examples
    --------
    >>> rooms, deeds = Objective.from_array([[0, 0], [1, 1]]), Objective.from_array([[0, 1], [0, 0]])
    >>> [(belongs(rooms, c), belongs(deeds, c)) for c in CLASSES]
    [(True, True), (True, False), (True, False)]
    """
    paid: dict[Key, set[Fraction]] = {}
    for s, row in enumerate(objective.rewards):
        for a, payment in enumerate(row):
            if env is not None and a not in env.available[s]:
                continue
            steps = payment if isinstance(payment, tuple) else [(t, payment) for t in range(len(objective.rewards))]
            for t, x in steps:
                paid.setdefault(key(among, s, a, t), set()).add(x)
    return all(len(each) == 1 for each in paid.values())


def _described(env: Environment, among: str, at: Key) -> str:
    return env.describe((at[0], at[1])) if among == "sa" else " to ".join(env.states[s] for s in at)
