"""A search need not be for the best; training is a search over policies, too.

`planning` has exact search and looking a few steps ahead. Here are the planner that does its
worst (Armstrong & Mindermann 2018), softmax search, and *perfect training*: what training in the
limit means for an optimiser that can only produce the policies of some class (`D9`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import exp
from typing import Protocol

from ..solve import evaluate, optimal, start_value
from ..worlds import Environment, Number, Objective, Policy, Row, exact
from .planning import plan


class Search(Protocol):
    """A search leads from an objective and an environment to a policy: `policy` says to which."""

    def policy(self, env: Environment, objective: Objective, prefers: tuple[int, ...]) -> Policy:
        """Return what the search settles on."""


@dataclass(frozen=True)
class Worst:
    """The planner −p is the one that minimises: it does with R what a maximiser does with −R."""

    def policy(self, env: Environment, objective: Objective, prefers: tuple[int, ...] = ()) -> Policy:
        """Return a policy that is optimal for −R."""
        return plan(env, objective.map(lambda x: -x), None, prefers)


@dataclass(frozen=True)
class Softmax:
    """Softmax search has π(a|s) proportional to exp(Q*(s,a)/T): numerical, but for its support, which is everything.

    Attributes
    ----------
    temperature : number > 0
        T, in units of the objective.
    digits : int
        Probabilities are rounded to multiples of 10^−digits, none below one of these, so that
        they are exact numbers that sum to 1; each is within |A|·10^−digits of the true one.

    Examples
    --------
    >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    >>> Softmax("1/10", digits=3).policy(env, Objective.on(env, {("s", "a"): 1})).rows[0]
    ((0, Fraction(999, 1000)), (1, Fraction(1, 1000)))
    """

    temperature: Number
    digits: int = 12

    def __post_init__(self) -> None:
        heat = exact(self.temperature, "temperature")
        if heat <= 0:
            raise ValueError(f"temperature is {heat}; it must be above 0")
        object.__setattr__(self, "temperature", heat)

    def policy(self, env: Environment, objective: Objective, prefers: tuple[int, ...] = ()) -> Policy:
        """Return the softmax policy, rounded."""
        rows = zip(optimal(env, objective).advantage, env.available, strict=True)
        return Policy(tuple(self._row({a: row[a] for a in sorted(here)}) for row, here in rows), len(env.actions))

    def _row(self, advantage: Mapping[int, Fraction]) -> Row:
        if not advantage:
            return ()
        weights = [exp(float(x / exact(self.temperature))) for x in advantage.values()]
        units = 10**self.digits
        counts = [max(1, round(w / sum(weights) * units)) for w in weights]
        counts[counts.index(max(counts))] += units - sum(counts)
        return tuple((a, Fraction(count, units)) for a, count in zip(advantage, counts, strict=True))


def policies(env: Environment, sees: Sequence[Hashable] | None = None) -> Iterator[Policy]:
    """Yield every deterministic policy, or every one that plays alike in states that look alike.

    Parameters
    ----------
    sees : sequence, optional
        What each state looks like; a policy may only depend on that, and plays what is available wherever it
        looks so.
    """
    looks = list(sees) if sees is not None else list(range(len(env.states)))
    offered: dict[Hashable, frozenset[int]] = {}
    for look, here in zip(looks, env.available, strict=True):
        if here:
            offered[look] = offered.get(look, here) & here
    for choice in product(*map(sorted, offered.values())):
        plays = dict(zip(offered, choice, strict=True))
        rows = zip(looks, env.available, strict=True)
        yield Policy.deterministic([plays[look] if here else None for look, here in rows], len(env.actions))


def perfect_training(env: Environment, objective: Objective, choose_from: Iterable[Policy]) -> tuple[Policy, ...]:
    """Return every policy of a class that no other policy of the class outdoes from the initial distribution.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> best = perfect_training(env, Objective.on(env, {"t": 1}), policies(env))
    >>> [[row[0][0] for row in policy.rows] for policy in best]
    [[0, 0], [0, 1]]
    """
    scored = [(start_value(env, evaluate(env, objective, policy)), policy) for policy in choose_from]
    if not scored:
        raise ValueError("the class of policies is empty")
    best = max(score for score, _ in scored)
    return tuple(policy for score, policy in scored if score == best)
