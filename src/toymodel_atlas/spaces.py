"""A space has all worlds of one size, up to what makes no difference to any count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .dynamics import Dynamics, every_dynamics, relabellings


@dataclass(frozen=True)
class Row:
    """A row has some of the worlds: one training environment and its deployments, by index.

    Attributes
    ----------
    training : int
    deployments : tuple of int
    weights : tuple of int
        How many worlds of the whole space each stands for.
    """

    training: int
    deployments: tuple[int, ...]
    weights: tuple[int, ...]


@dataclass(frozen=True)
class Space:
    """A space of all worlds of one size has the environments to tabulate and the rows to count."""

    environments: tuple[Dynamics, ...]
    rows: tuple[Row, ...]

    @property
    def worlds(self) -> int:
        """Return how many worlds it stands for."""
        return sum(sum(row.weights) for row in self.rows)

    @property
    def representatives(self) -> int:
        """How many worlds are looked at."""
        return sum(len(row.weights) for row in self.rows)


def space(states: int, actions: int, symmetry: bool = True) -> Space:
    """Return all worlds of one size.

    With ``symmetry``, environments that differ only where nobody comes are taken together, and
    so are worlds that differ only in names; the weights say how many each stands for. Without,
    every world is there, for itself.

    Examples
    --------
    >>> [(space(2, 2, symmetry).worlds, space(2, 2, symmetry).representatives) for symmetry in (True, False)]
    [(1024, 125), (1024, 1024)]
    """
    everything = every_dynamics(states, actions)
    if not symmetry:
        every = tuple(everything)
        all_of_them, once = tuple(range(len(every))), (1,) * len(every)
        return Space(every, tuple(Row(k, all_of_them, once) for k in all_of_them))
    weights = Counter(env.reduced() for env in everything)
    return Space(tuple(weights), tuple(_up_to_names(tuple(weights), tuple(weights.values()))))


def _up_to_names(environments: tuple[Dynamics, ...], weights: tuple[int, ...]) -> Iterator[Row]:
    """One training environment of each orbit; its deployments up to the names that leave it as it is."""
    index = {env: k for k, env in enumerate(environments)}
    group, done = relabellings(environments[0].states, environments[0].actions), set[int]()

    @lru_cache(None)
    def renamed(g: int) -> list[int]:
        return [index[group[g](env)] for env in environments]

    for k, training in enumerate(environments):
        if k in done:
            continue
        images = [index[rename(training)] for rename in group]
        done.update(images)
        keeping = [g for g, image in enumerate(images) if image == k]
        whole = weights[k] * (len(group) // len(keeping))  # orbit and stabiliser
        smallest = [min(those) for those in zip(*(renamed(g) for g in keeping), strict=True)]
        stands = Counter[int]()
        for representative, weight in zip(smallest, weights, strict=True):
            stands[representative] += whole * weight
        yield Row(k, tuple(stands), tuple(stands.values()))
