"""Small deterministic environments are numbered, with their policies, judges and symmetries.

States are 0 … n−1 and actions 0 … m−1. The pair (s, a) has the number s·m + a; a judge is the
set of the pairs that it calls bad, one bit each. Policies and objectives are numbered in the
order of `policies` and `grid`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations, product
from math import lcm
from typing import NamedTuple, TypeAlias

Choices: TypeAlias = tuple[int, ...]
"""A deterministic policy: an action for each state."""


class Dynamics(NamedTuple):
    """A deterministic environment: ``moves[s·m + a]`` is the next state; it begins in ``start``."""

    moves: tuple[int, ...]
    start: int
    actions: int

    @property
    def states(self) -> int:
        """How many states it has."""
        return len(self.moves) // self.actions

    def reachable(self) -> frozenset[int]:
        """Return the states that some policy visits."""
        seen, todo = {self.start}, [self.start]
        while todo:
            s = todo.pop()
            for t in self.moves[s * self.actions : (s + 1) * self.actions]:
                if t not in seen:
                    seen.add(t)
                    todo.append(t)
        return frozenset(seen)

    def reduced(self) -> Dynamics:
        """The same environment, but that whatever is never reached leads to itself.

        Optimality and safety from the start are the same in both, under every objective and judge.
        """
        seen, m = self.reachable(), self.actions
        moves = tuple(t if k // m in seen else k // m for k, t in enumerate(self.moves))
        return Dynamics(moves, self.start, m)

    def visits(self, policy: Choices) -> tuple[int, ...]:
        """Return Σ_t γ^t [pair at time t], for each pair, at γ = 1/2, times `scale` of the number of states."""
        path: list[int] = []
        s = self.start
        while s not in path:
            path.append(s)
            s = self.moves[s * self.actions + policy[s]]
        entered, whole = path.index(s), scale(self.states)
        period = len(path) - entered
        counts = [0] * len(self.moves)
        for t, s in enumerate(path):  # after the path has closed, each of its pairs recurs every ``period`` steps
            once = whole >> t
            counts[s * self.actions + policy[s]] = once if t < entered else once * (1 << period) // ((1 << period) - 1)
        return tuple(counts)


def scale(states: int) -> int:
    """A number that makes all discounted visits integers: a path of n states has n halvings and one cycle."""
    return (1 << states) * lcm(*((1 << period) - 1 for period in range(1, states + 1)))


def every_dynamics(states: int, actions: int) -> Iterator[Dynamics]:
    """Yield all deterministic transition functions with all single start states."""
    for moves in product(range(states), repeat=states * actions):
        for start in range(states):
            yield Dynamics(moves, start, actions)


@lru_cache
def policies(states: int, actions: int) -> tuple[Choices, ...]:
    """Return all deterministic policies."""
    return tuple(product(range(actions), repeat=states))


@lru_cache
def grid(states: int, actions: int) -> tuple[tuple[int, ...], ...]:
    """Return all objectives in {−1, 0, 1}^{S×A}, each as its payments for the pairs in their order."""
    return tuple(product((-1, 0, 1), repeat=states * actions))


@dataclass(frozen=True)
class Relabelling:
    """A relabelling gives other names to the states, and in each state other names to the actions.

    Objectives, judges and policies are renamed along with the environment, and each of these
    domains is carried onto itself: so a world and its image have the same counts.
    """

    states: tuple[int, ...]
    source: tuple[int, ...]
    """For each pair, by its new number, its old number."""

    def __call__(self, given: Dynamics) -> Dynamics:
        """Rename."""
        moves, states = given.moves, self.states
        return Dynamics(tuple([states[moves[k]] for k in self.source]), states[given.start], given.actions)


@lru_cache
def relabellings(states: int, actions: int) -> tuple[Relabelling, ...]:
    """Return all n!·(m!)^n of them, the identity first."""
    found = []
    for order in permutations(range(states)):
        for names in product(permutations(range(actions)), repeat=states):
            source = [0] * (states * actions)
            for s, a in product(range(states), range(actions)):
                source[order[s] * actions + names[s][a]] = s * actions + a
            found.append(Relabelling(order, tuple(source)))
    return tuple(found)
