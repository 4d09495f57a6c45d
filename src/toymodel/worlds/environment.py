"""Environments are finite controlled Markov processes without a reward (`spec` symbol E).

An environment is E = (S, A, P, μ, γ): states S, actions A, transition probabilities
P(s'|s,a), initial distribution μ and discount γ. All numbers are exact; a row that does not
sum to one is an error, never rescaled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from .names import MAX_TITLE, Name, index, label, names, whole
from .numbers import Number, clipped, exact, show

Row: TypeAlias = tuple[tuple[int, Fraction], ...]
"""A sparse distribution: (index, probability > 0), in order of index."""
Pair: TypeAlias = tuple[int, int]
"""A state and an action, by index."""


def distribution(weights: Iterable[tuple[int, Number]], what: str, count: int) -> Row:
    """Check that weights are a probability distribution over ``count`` outcomes and drop its zeros."""
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


@dataclass(frozen=True)
class Environment:
    """An environment is a finite controlled Markov process E = (S, A, P, μ, γ), without a reward.

    There may be one action, though the theorems ask for two or more. Nothing is then chosen, and every objective
    is trivial: where trivial ones are excluded, none is demonstrated, and what is said of those that are fails.

    Attributes
    ----------
    states, actions : tuple of str
        Names; everything else refers to them by index.
    transition : tuple
        ``transition[s][a]`` lists ``(s', P(s'|s,a))`` for every s' of positive probability.
    initial : tuple
        Lists ``(s, μ(s))`` for every s of positive probability.
    discount : Fraction
        γ, with 0 < γ < 1.
    name : str
        For sentences; two environments that differ only in name are equal.

    Examples
    --------
    >>> coin = Environment.from_arrays([[["1/2", "1/2"]], [[0, 1]]], [1, 0], "0.9", actions=["toss"])
    >>> coin.states, coin.transition[0][0]
    (('s0', 's1'), ((0, Fraction(1, 2)), (1, Fraction(1, 2))))
    """

    states: tuple[str, ...]
    actions: tuple[str, ...]
    transition: tuple[tuple[Row, ...], ...]
    initial: Row
    discount: Fraction
    name: str = field(default="", compare=False)
    record: tuple[str, ...] = field(default=(), compare=False)
    """What was changed on the way in (floats made fractions, ended episodes made absorbing)."""

    def __post_init__(self) -> None:
        if not self.states or not self.actions:
            raise ValueError("an environment needs at least one state and one action")
        object.__setattr__(self, "states", names(self.states, len(self.states), "state"))
        object.__setattr__(self, "actions", names(self.actions, len(self.actions), "action"))
        object.__setattr__(self, "discount", exact(self.discount, "discount"))
        object.__setattr__(self, "record", tuple(self.record))
        if self.name:
            label(self.name, "environment name", MAX_TITLE)
        if not 0 < self.discount < 1:
            raise ValueError(f"discount is {show(self.discount)}; it must be strictly between 0 and 1")
        if len(self.transition) != len(self.states):
            raise ValueError(f"transition has {len(self.transition)} rows for {len(self.states)} states")
        for s, rows in enumerate(self.transition):
            if len(rows) != len(self.actions):
                raise ValueError(f"state {self.states[s]!r} has {len(rows)} rows for {len(self.actions)} actions")
        count = len(self.states)
        checked = tuple(
            tuple(
                distribution(row, f"transition from state {self.states[s]!r} under action {self.actions[a]!r}", count)
                for a, row in enumerate(rows)
            )
            for s, rows in enumerate(self.transition)
        )
        object.__setattr__(self, "transition", checked)
        object.__setattr__(self, "initial", distribution(self.initial, "initial distribution", count))

    @cached_property
    def _hash(self) -> int:
        return hash((self.states, self.actions, self.transition, self.initial, self.discount))

    def __hash__(self) -> int:
        return self._hash

    @classmethod
    def from_arrays(
        cls,
        transition: Sequence[Sequence[Sequence[Number]]],
        initial: Sequence[Number],
        discount: Number,
        *,
        states: Sequence[str] | None = None,
        actions: Sequence[str] | None = None,
        name: str = "",
    ) -> Environment:
        """Make an environment from nested sequences or NumPy arrays.

        Parameters
        ----------
        transition : array of shape (|S|, |A|, |S|)
            ``transition[s][a][s']`` = P(s'|s,a); each row sums to exactly 1.
        initial : array of shape (|S|,)
            μ, sums to exactly 1.
        discount : number
            γ, strictly between 0 and 1.

        Raises
        ------
        ValueError
            On a wrong shape, a row that does not sum to one, a negative or infinite number;
            the message names the state, the action and the sum.
        """
        shape = "transition must have the shape (states, actions, states)"
        count = size(transition, shape)
        moves = size(transition[0], f"{shape}; state 0") if count else 0
        if not moves:
            raise ValueError(f"{shape}; it is empty")
        state_names, action_names = names(states, count, "state"), names(actions, moves, "action")
        rows: list[tuple[Row, ...]] = []
        for s, per_action in enumerate(transition):
            if size(per_action, f"{shape}; state {state_names[s]!r}") != moves:
                raise ValueError(
                    f"state {state_names[s]!r} has {len(per_action)} actions, state {state_names[0]!r} has {moves}"
                )
            rows.append(
                tuple(
                    _dense(row, count, f"transition from state {state_names[s]!r} under action {action_names[a]!r}")
                    for a, row in enumerate(per_action)
                )
            )
        start = _dense(initial, count, "initial distribution")
        return cls(state_names, action_names, tuple(rows), start, exact(discount, "discount"), name)

    @classmethod
    def build(
        cls,
        moves: Mapping[str, Mapping[str, str | Mapping[str, Number]] | str],
        *,
        start: str | Mapping[str, Number],
        discount: Number,
        actions: Sequence[str] | None = None,
        name: str = "",
    ) -> Environment:
        """Make an environment that reads like its story.

        Parameters
        ----------
        moves : mapping
            For each state either a mapping from every action to where it leads (a state, or
            a mapping from states to probabilities), or one state for all actions
            (``"end": "end"`` is absorbing).
        start : str or mapping
            The initial state, or its distribution.
        actions : sequence of str, optional
            The order of the actions; by default that of the first state that lists them.

        Examples
        --------
        >>> moves = {"start": {"safe": "end", "risk": {"end": "1/2", "start": "1/2"}}, "end": "end"}
        >>> env = Environment.build(moves, start="start", discount="0.9")
        >>> env.actions
        ('safe', 'risk')
        """
        states = tuple(moves)
        if actions is None:
            listing = next((way for way in moves.values() if isinstance(way, Mapping)), None)
            if listing is None:
                raise ValueError("no state lists its actions; give actions=[…]")
            actions = tuple(listing)
        action_names = names(actions, len(actions), "action")

        def row(target: str | Mapping[str, Number], what: str) -> Row:
            weights: Mapping[str, Number] = {target: 1} if isinstance(target, str) else target
            if not isinstance(weights, Mapping):
                raise ValueError(
                    f"{what}: {clipped(repr(target))} must be a state, or a mapping from states to numbers"
                )
            pairs = [(index(s, states, "state"), exact(p, f"{what}: probability of {s!r}")) for s, p in weights.items()]
            return distribution(pairs, what, len(states))

        rows: list[tuple[Row, ...]] = []
        for state, way in moves.items():
            if isinstance(way, str):
                rows.append(tuple(row(way, f"transition from state {state!r}") for _ in action_names))
                continue
            if not isinstance(way, Mapping):
                raise ValueError(f"state {state!r}: {clipped(repr(way))} must be a state, or a mapping from actions")
            for given in way:
                index(given, action_names, "action")
            missing = [a for a in action_names if a not in way]
            if missing:
                raise ValueError(f"state {state!r} says nothing of action {missing[0]!r}; say where it leads")
            rows.append(tuple(row(way[a], f"transition from state {state!r} under action {a!r}") for a in action_names))
        return cls(
            states, action_names, tuple(rows), row(start, "initial distribution"), exact(discount, "discount"), name
        )

    def state(self, name: Name) -> int:
        """Return the index of a state, given by name or index; KeyError names the known ones."""
        return index(name, self.states, "state")

    def action(self, name: Name) -> int:
        """Return the index of an action, given by name or index; KeyError names the known ones."""
        return index(name, self.actions, "action")

    def pair(self, pair: tuple[Name, Name]) -> Pair:
        """Return a (state, action) pair by index."""
        if isinstance(pair, str) or len(pair) != 2:
            raise ValueError(f"{clipped(repr(pair))} must be a pair (state, action)")
        return self.state(pair[0]), self.action(pair[1])

    def describe(self, pair: Pair) -> str:
        """Return a pair in words: "deploy in start"."""
        return f"{self.actions[pair[1]]} in {self.states[pair[0]]}"

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Return all pairs of S×A, by index."""
        return tuple((s, a) for s in range(len(self.states)) for a in range(len(self.actions)))


def size(given: Sequence[object], what: str) -> int:
    """Return the length of a sequence or an array; a text or a single number is neither."""
    try:
        if not isinstance(given, str | bytes | Mapping):
            return len(given)
    except TypeError:
        pass
    raise ValueError(f"{what}: {clipped(repr(given))} must be a list of numbers")


def _dense(row: Sequence[Number], count: int, what: str) -> Row:
    if size(row, what) != count:
        raise ValueError(f"{what}: {len(row)} probabilities for {count} states")
    return distribution([(t, exact(p, f"{what}: probability {t}")) for t, p in enumerate(row)], what, count)


@dataclass(frozen=True)
class World:
    """A world has a training and a deployment environment with the same S, A and γ (`spec` symbol W).

    Raises
    ------
    ValueError
        If the two differ in states, actions or discount.

    Examples
    --------
    >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    >>> World.same(env).training is env
    True
    """

    training: Environment
    deployment: Environment

    def __post_init__(self) -> None:
        for what in ("states", "actions", "discount"):
            left, right = getattr(self.training, what), getattr(self.deployment, what)
            if left != right:
                raise ValueError(f"training and deployment must have the same {what}: {left} against {right}")

    @classmethod
    def same(cls, env: Environment) -> World:
        """Return a world deployed where it was trained."""
        return cls(env, env)
