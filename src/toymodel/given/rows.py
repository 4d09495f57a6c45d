"""Sparse distributions are checked as they come in: nothing is rescaled, and a fault is named where it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias, TypeGuard

from .names import is_truth_value, whole
from .numbers import Number, brief, clipped, exact, show

Row: TypeAlias = tuple[tuple[int, Fraction], ...]
"""A sparse distribution: (index, probability > 0), in order of index."""
Pair: TypeAlias = tuple[int, int]
"""A state and an action, by index."""
AllowedActions: TypeAlias = tuple[frozenset[int], ...]
"""For each state, a set of actions: those available, a policy's support, or the policies inside such a support."""
Transition: TypeAlias = tuple[tuple[Row, ...], ...]
"""``transition[s][a]`` lists ``(s', P(s'|s,a))``; it is empty where the action is not available."""

NOISE = Fraction(1, 100_000)
"""How far a row may miss 1 if its numbers are floats: single precision and six printed digits miss it by less."""

TENTH = Fraction(1, 10)
"""How much of a probability rounding may change."""

FINEST = 10**9
"""The largest bound N that is advised: the tail of a Poisson row would ask for twenty-five digits."""


def distribution(weights: Iterable[tuple[int, Number]], what: str, count: int, item: str = "outcome") -> Row:
    """Check that weights are a probability distribution over ``count`` outcomes (or actions), and drop its zeros."""
    if type(weights) is tuple and _is_row(weights, count):
        return weights
    total = Fraction(0)
    merged: dict[int, Fraction] = {}
    if not isinstance(weights, Iterable):
        raise ValueError(f"{what}: {clipped(repr(weights))} must list pairs ({item}, probability)")
    for pair in weights:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise ValueError(f"{what}: {clipped(repr(pair))} must be a pair ({item}, probability)")
        given, number = pair
        outcome = whole(given)
        if outcome is None or not 0 <= outcome < count:
            raise ValueError(f"{what}: {item} {clipped(repr(given))} is not in 0 … {count - 1}")
        weight = number if type(number) is Fraction else exact(number, f"{what}: probability of {item} {outcome}")
        if weight < 0:
            remedy = "; give 0, which is what it was meant to be" if weight > -NOISE else ""
            raise ValueError(f"{what}: probability {brief(weight)} of {item} {outcome} is negative{remedy}")
        if outcome in merged:
            raise ValueError(f"{what}: {item} {outcome} is given twice; add the two probabilities up")
        merged[outcome] = weight
        total += weight
    if total != 1:
        raise amiss(list(merged.values()), what)
    return tuple(sorted((outcome, weight) for outcome, weight in merged.items() if weight))


def is_empty(row: object) -> bool:
    """Return whether a row lists nothing: 0, say, is no row."""
    return isinstance(row, tuple | list) and not row


def amiss(weights: Sequence[Fraction], what: str) -> ValueError:
    """Return the refusal of a row that does not sum to 1, with the miss as a number and what to do."""
    miss = 1 - sum(weights, Fraction(0))
    if abs(miss) <= NOISE:
        return ValueError(
            f"{what}: probabilities do not sum to 1, but are off by {float(abs(miss)):.2g}; ask for floats to be made "
            f"fractions, {bounded(weights)}, or write fractions, as '1/3'"
        )
    change = f"{'add' if miss > 0 else 'take away'} {brief(abs(miss))}"
    return ValueError(
        f"{what}: probabilities sum to {brief(1 - miss)}, not 1; {change} (write thirds as '1/3', not 0.333)"
    )


def bounded(weights: Sequence[Fraction]) -> str:
    """Return which bound to give for a row of floats, and what to do first with a tail that only a huge one keeps."""
    bound = enough(weights)
    if bound <= FINEST:
        return f"rounding={bound}"
    kept = max(enough([p for p in weights if p >= NOISE]), enough([NOISE]))
    return f"rounding={kept}, after making what is below {show(NOISE)} zero and dividing each row by its sum"


def enough(weights: Sequence[Fraction]) -> int:
    """Return a power of ten, at least 1000, that as a bound N changes no probability of a row by more than a tenth.

    A probability changes by up to 1/2N; the largest of n, when the row is closed, by less than (n + 4)/2N.
    """
    given = [p for p in weights if p > 0]
    least = max(1 / min(given), (len(given) + 4) / max(given)) / 2 / TENTH if given else 0
    bound = 1000
    while bound < least:
        bound *= 10
    return bound


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


def plain(given: Any) -> Any:
    """Return an array of pandas, PyTorch or JAX, or a numpy.matrix, as NumPy's; anything else as it is.

    These are indexed by column first, hold numbers that are none, or stay two-dimensional. A mask is left alone.
    """
    foreign = hasattr(given, "__array__") and type(given).__name__ not in ("ndarray", "MaskedArray")
    return given.__array__() if foreign else given


def size(given: Sequence[object], what: str) -> int:
    """Return the length of a sequence or an array; a text or a single number is neither."""
    try:
        if not isinstance(given, str | bytes | Mapping):
            return len(given)
    except TypeError:
        pass
    raise ValueError(f"{what}: {clipped(repr(given))} must be a list of numbers")


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
