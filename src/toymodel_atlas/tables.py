"""The census looks up, for each environment, which policies are optimal for each objective, safe by each judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .dynamics import Dynamics, grid, policies

Array = NDArray[Any]


@dataclass(frozen=True)
class Tables:
    """For each of some environments, all that a verdict can depend on; what is left of a row holds zeros.

    Attributes
    ----------
    policies : int
    label : array, environments × objectives
        Which of its environment's distinct values of Opt(R) each objective has.
    optimal, number : arrays, environments × most distinct values
        The distinct values of Opt(R), as sets of policies, and how many objectives have each.
    kinds : array, environments
        How many distinct values of Opt(R) there are.
    safe, judges : arrays, environments × most distinct values
        The distinct values of Safe(J), and how many judges have each.
    """

    policies: int
    label: Array
    optimal: Array
    number: Array
    kinds: Array
    safe: Array
    judges: Array


def tables(given: Sequence[Dynamics]) -> Tables:
    """Tabulate environments of one size."""
    n, m = given[0].states, given[0].actions
    strategies, rewards = policies(n, m), np.array(grid(n, m), np.int64).T
    word = np.min_scalar_type((1 << len(strategies)) - 1)
    bits = 1 << np.arange(len(strategies), dtype=word)[:, None]
    judge = np.arange(1 << (n * m))
    optimal, safe = [], []
    for env in given:
        visits = np.array([env.visits(policy) for policy in strategies])
        values = visits @ rewards  # integers, so that nothing is rounded
        optimal.append(_distinct(((values == values.max(0)) * bits).sum(0, dtype=word)))
        used = (visits > 0) @ (1 << np.arange(n * m))
        safe.append(_distinct(((used[:, None] & judge == 0) * bits).sum(0, dtype=word)))
    return Tables(
        len(strategies),
        np.stack([label for _, label, _ in optimal]),
        _rows([words for words, _, _ in optimal]),
        _rows([number for _, _, number in optimal]),
        np.array([len(words) for words, _, _ in optimal]),
        _rows([words for words, _, _ in safe]),
        _rows([number for _, _, number in safe]),
    )


def _distinct(words: Array) -> tuple[Array, Array, Array]:
    """The distinct words, which of them each one is, and how often each occurs."""
    found, label, number = np.unique(words, return_inverse=True, return_counts=True)
    return found, label, number


def _rows(listed: Sequence[Array]) -> Array:
    """Arrays of different lengths as the rows of one, with zeros after them."""
    table = np.zeros((len(listed), max(map(len, listed))), listed[0].dtype)
    for row, each in zip(table, listed, strict=True):
        row[: len(each)] = each
    return table
