"""Intervals, bands, paired comparisons and tails: what may be said of many worlds from some.

Samples are independent, and each counts one agent of its world: agents of one world are told of apart, never pooled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Share:
    """A share is estimated from samples, with an interval.

    Attributes
    ----------
    estimate, low, high : float
        NaN without samples.
    samples : float
        How many it rests on; of weighted samples how many equal ones they are worth.
    """

    estimate: float
    low: float
    high: float
    samples: float


def clopper_pearson(hits: int, samples: int, confidence: float = 0.95) -> Share:
    """Return a share with its exact interval (Clopper & Pearson 1934): both tails have at most half of what is left.

    Of 0 in N it says at most 1 − (α/2)^(1/N), which at 95 % is about 3.7/N.

    Examples
    --------
    >>> round(clopper_pearson(0, 1000).high * 1000, 2)
    3.68
    """
    if not 0 <= hits <= samples:
        raise ValueError(f"{hits} hits of {samples}: must be between none and all")
    if not samples:
        return Share(float("nan"), 0.0, 1.0, 0)
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    low = float(betaincinv(hits, samples - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, samples - hits, 1 - tail)) if hits < samples else 1.0
    return Share(hits / samples, low, high, samples)


def weighted(hits: Sequence[float], base: Sequence[float], samples: int, confidence: float = 0.95) -> Share:
    """Return the share of one weighted count in another, by the delta method; normal, and so for many samples.

    Where none of the base is hit, or all, nothing is known of the weights of what was not seen, and there is no bound.

    Parameters
    ----------
    hits, base : two sums each
        Σ w and Σ w² over the samples that count; the hits are among the base.
    samples : int
        All samples.
    """
    total, squares = base
    if total <= 0:
        return Share(float("nan"), 0.0, 1.0, 0)
    share = hits[0] / total
    spread = sqrt(max(0.0, hits[1] * (1 - 2 * share) + share**2 * squares)) / total
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * spread if 0 < share < 1 else 1.0
    return Share(share, max(0.0, share - reach), min(1.0, share + reach), min(samples, total**2 / squares))


def mean_weight(total: float, squares: float, samples: int, confidence: float = 0.95) -> Share:
    """Return the chance of something from Σ w and Σ w² over the samples where it happens, of so many in all; normal.

    If it happens in none, there is no bound.
    """
    if not samples:
        return Share(float("nan"), 0.0, 1.0, 0)
    if not total:
        return Share(0.0, 0.0, 1.0, samples)
    mean = total / samples
    spread = sqrt(max(0.0, squares / samples - mean**2) / samples)
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * spread
    return Share(mean, max(0.0, mean - reach), min(1.0, mean + reach), samples)


def simultaneous(confidence: float, cells: int) -> float:
    """Return the confidence of each of several intervals that hold together with a given one (Bonferroni).

    Examples
    --------
    >>> simultaneous(0.95, 10)
    0.995
    """
    return 1 - (1 - confidence) / max(1, cells)


def paired(first: Any, second: Any, confidence: float = 0.95) -> Share:
    """Return by how much two shares differ that are seen in the same samples, as second less first.

    Parameters
    ----------
    first, second : arrays of bool
        Of each sample, under either setting of a dial; the draws are the same.

    Notes
    -----
    Only samples that turn count: how many turn to yes and how many to no have exact intervals that hold together, and
    the difference is between their differences. Where few turn, this is far less wide than for two separate samples.
    """
    samples, both = len(first), simultaneous(confidence, 2)
    up, down = (clopper_pearson(int(np.sum(turned)), samples, both) for turned in (~first & second, first & ~second))
    return Share(up.estimate - down.estimate, up.low - down.high, up.high - down.low, samples)


def quantile(values: Any, share: float, confidence: float = 0.95) -> Share:
    """Return a quantile with an interval between two of the values, whatever they are distributed as.

    Where there are too few values on one side, it has no end there.
    """
    ordered = np.sort(np.asarray(values, float))
    count = len(ordered)
    if not count:
        return Share(float("nan"), float("nan"), float("nan"), 0)
    from scipy.stats import binom

    tail = (1 - confidence) / 2
    low, high = int(binom.ppf(tail, count, share)) - 1, int(binom.ppf(1 - tail, count, share))
    at = min(count - 1, int(share * count))
    ends = float(ordered[low]) if low >= 0 else -inf, float(ordered[high]) if high < count else inf
    return Share(float(ordered[at]), *ends, count)


def hill(values: Any, tail: float = 0.01, confidence: float = 0.95) -> Share:
    """Return the index α of a heavy tail, P(X > x) ~ x^−α, from the largest values (Hill 1975); normal.

    Below α = 1 there is no mean, below 2 no variance.

    Parameters
    ----------
    values : array of positive numbers
    tail : float
        The share of the values that is taken for the tail.

    Examples
    --------
    >>> pareto = 1 / (1 - np.random.default_rng(1).random(100_000))
    >>> found = hill(pareto)
    >>> found.low < 1 < found.high
    True
    """
    ordered = np.sort(np.asarray(values, float))
    ordered = ordered[ordered > 0]
    count = int(tail * len(ordered))
    if count < 10:
        return Share(float("nan"), 0.0, float("inf"), count)
    mean = float(np.mean(np.log(ordered[-count:] / ordered[-count - 1])))
    reach = NormalDist().inv_cdf((1 + confidence) / 2) / sqrt(count)
    return Share(1 / mean, (1 - reach) / mean, (1 + reach) / mean, count)
