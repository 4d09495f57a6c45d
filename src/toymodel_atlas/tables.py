"""The census looks up, for each environment, which policies are optimal for each objective, safe by each judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .classes import judges, objectives, places
from .dynamics import Dynamics, policies

Array = NDArray[Any]


@dataclass(frozen=True)
class Tables:
    """For each of some environments, all that a verdict can depend on; what is left of a row holds zeros.

    Attributes
    ----------
    policies : int
    label : array, environments × objectives
        Which of its environment's distinct values of Opt(R) each objective has.
    optimal : array, environments × most distinct values
        The distinct values of Opt(R), as sets of policies.
    kinds : array, environments
        How many distinct values of Opt(R) there are.
    safe, judges : arrays, environments × most distinct values
        The distinct values of Safe(J), and how many judges have each.
    once : bool
        Whether objectives that are alike in training and in deployment count as one.
    """

    policies: int
    label: Array
    optimal: Array
    kinds: Array
    safe: Array
    judges: Array
    once: bool = False


def tables(given: Sequence[Dynamics], among: str = "sa", judge: str = "pairs") -> Tables:
    """Tabulate environments of one size, for a class of objectives and a kind of judge (see `classes`)."""
    n, m = given[0].states, given[0].actions
    strategies, rewards = policies(n, m), np.array(objectives(n, m, among), np.int64).T
    word = np.min_scalar_type((1 << len(strategies)) - 1)
    bits = 1 << np.arange(len(strategies), dtype=word)[:, None]
    bad = np.array(judges(n, m, judge))
    optimal, safe = [], []
    for env in given:
        visits = np.array([env.visits(policy) for policy in strategies])
        values = visits @ rewards[list(places(env, among))]  # integers, so that nothing is rounded
        optimal.append(_distinct(((values == values.max(0)) * bits).sum(0, dtype=word)))
        used = (visits > 0) @ (1 << np.arange(n * m))
        safe.append(_distinct(((used[:, None] & bad == 0) * bits).sum(0, dtype=word)))
    return Tables(
        len(strategies),
        np.stack([label for _, label, _ in optimal]),
        _rows([words for words, _, _ in optimal]),
        np.array([len(words) for words, _, _ in optimal]),
        _rows([words for words, _, _ in safe]),
        _rows([number for _, _, number in safe]),
        once=among != "sa",
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
