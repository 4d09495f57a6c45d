"""Sparse distributions are checked as they come in: nothing is rescaled, and a fault is named where it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TypeAlias, TypeGuard

from .names import is_truth_value, whole
from .numbers import Number, clipped, exact, show

Row: TypeAlias = tuple[tuple[int, Fraction], ...]
"""A sparse distribution: (index, probability > 0), in order of index."""
Pair: TypeAlias = tuple[int, int]
"""A state and an action, by index."""
AllowedActions: TypeAlias = tuple[frozenset[int], ...]
"""For each state, a set of actions: those available, a policy's support, or the policies inside such a support."""
Transition: TypeAlias = tuple[tuple[Row, ...], ...]
"""``transition[s][a]`` lists ``(s', P(s'|s,a))``; it is empty where the action is not available."""


def distribution(weights: Iterable[tuple[int, Number]], what: str, count: int) -> Row:
    """Check that weights are a probability distribution over ``count`` outcomes and drop its zeros."""
    if type(weights) is tuple and _is_row(weights, count):
        return weights
    total = Fraction(0)
    merged: dict[int, Fraction] = {}
    for given, number in weights:
        outcome = whole(given)
        if outcome is None or not 0 <= outcome < count:
            raise ValueError(f"{what}: outcome {clipped(repr(given))} is not in 0 … {count - 1}")
        weight = number if type(number) is Fraction else exact(number, f"{what}: probability of outcome {outcome}")
        if weight < 0:
            raise ValueError(f"{what}: probability {show(weight)} of outcome {outcome} is negative")
        if outcome in merged:
            raise ValueError(f"{what}: outcome {outcome} is given twice; add the two probabilities up")
        merged[outcome] = weight
        total += weight
    if total != 1:
        raise ValueError(
            f"{what}: probabilities sum to {show(total)}, not 1; "
            f"{'add' if total < 1 else 'take away'} {show(abs(1 - total))} (write thirds as '1/3', not 0.333)"
        )
    return tuple(sorted((outcome, weight) for outcome, weight in merged.items() if weight))


def _is_row(weights: tuple[object, ...], count: int) -> TypeGuard[Row]:
    """Return whether this is a distribution as it is kept; it is the quick way through what is built in code."""
    before, common, total = -1, 1, 0
    for each in weights:
        if type(each) is not tuple or len(each) != 2:
            return False
        t, p = each
        if type(t) is not int or type(p) is not Fraction or not before < t < count or p.numerator <= 0:
            return False
        if p.denominator != common:
            wider = lcm(common, p.denominator)
            total, common = total * (wider // common), wider
        total += p.numerator * (common // p.denominator)
        before = t
    return total == common


def size(given: Sequence[object], what: str) -> int:
    """Return the length of a sequence or an array; a text or a single number is neither."""
    try:
        if not isinstance(given, str | bytes | Mapping):
            return len(given)
    except TypeError:
        pass
    raise ValueError(f"{what}: {clipped(repr(given))} must be a list of numbers")


def dense(row: Sequence[Number], count: int, what: str, available: bool | None = None) -> Row:
    """Return a distribution that is given as an array; it is empty, and all zeros, where the action is not available.

    ``available`` is None where nobody has said which actions are.
    """
    if size(row, what) != count:
        raise ValueError(f"{what}: {len(row)} probabilities for {count} states")
    weights = [(t, exact(p, f"{what}: probability {t}")) for t, p in enumerate(row)]
    if available is None and not any(p for _, p in weights):
        raise ValueError(f"{what}: probabilities sum to 0, not 1; if it is not available there, say so: available=…")
    if available is False:
        if any(p for _, p in weights):
            raise ValueError(f"{what}: it is not available, yet leads somewhere; give zeros, or mark it as available")
        return ()
    return distribution(weights, what, count)


def mask(given: Sequence[Sequence[object]], states: int, actions: int) -> list[list[bool]]:
    """Return which actions are available in which states, given as truth values or as 0 and 1."""
    what = f"available must have the shape (states, actions) = {(states, actions)}"
    if size(given, what) != states or any(size(row, what) != actions for row in given):
        raise ValueError(what)
    for s, row in enumerate(given):
        for a, entry in enumerate(row):
            if not is_truth_value(entry) and whole(entry) not in (0, 1):
                raise ValueError(f"available: {clipped(repr(entry))} at state {s}, action {a} must be True or False")
    return [[bool(entry) for entry in row] for row in given]
