"""Environments are finite controlled Markov processes without a reward (`spec` symbol E).

An environment is E = (S, A, P, μ, γ): states S, actions A, transition probabilities
P(s'|s,a), initial distribution μ and discount γ. All numbers are exact; a row that does not
sum to one is an error, never rescaled. An action need not be available in every state: A(s) ⊆ A,
empty exactly where the episode has ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from ..given.arrays import from_arrays
from ..given.moves import Moves, Target, from_moves
from ..given.names import MAX_TITLE, Name, index, label, names
from ..given.numbers import Number, clipped, exact, show
from ..given.rounding import Rounding
from ..given.rows import AllowedActions, Pair, Row, Transition, distribution, is_empty
from .ends import loop, predecessors


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
        ``transition[s][a]`` lists ``(s', P(s'|s,a))`` for every s' of positive probability; it is ``()`` where a
        is not available in s. Where no action is, the episode has ended: nothing is done, paid or visited later.
    initial : tuple
        Lists ``(s, μ(s))`` for every s of positive probability.
    discount : Fraction
        γ, with 0 < γ < 1; or γ = 1, where from every state every policy surely comes to an end.
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
    transition: Transition
    initial: Row
    discount: Fraction
    name: str = field(default="", compare=False)
    record: tuple[str, ...] = field(default=(), compare=False)
    """What was changed on the way in (floats made fractions, ended episodes made absorbing)."""
    tolerance: float | None = None
    """Up to which relative difference floats may call a tie, if exact numbers do not get there (`by_floats`)."""

    def __post_init__(self) -> None:
        if not self.states or not self.actions:
            raise ValueError("an environment needs at least one state and one action")
        object.__setattr__(self, "states", names(self.states, len(self.states), "state"))
        object.__setattr__(self, "actions", names(self.actions, len(self.actions), "action"))
        object.__setattr__(self, "discount", exact(self.discount, "discount"))
        object.__setattr__(self, "record", tuple(self.record))
        if self.name:
            label(self.name, "environment name", MAX_TITLE)
        if not 0 < self.discount <= 1:
            raise ValueError(
                f"discount is {show(self.discount)}; it must be strictly between 0 and 1, or 1 where every policy "
                "surely ends"
            )
        if len(self.transition) != len(self.states):
            raise ValueError(f"transition has {len(self.transition)} rows for {len(self.states)} states")
        for s, rows in enumerate(self.transition):
            if len(rows) != len(self.actions):
                raise ValueError(f"state {self.states[s]!r} has {len(rows)} rows for {len(self.actions)} actions")
        count = len(self.states)
        checked = tuple(
            tuple(
                ()
                if is_empty(row)
                else distribution(
                    row, f"transition from state {self.states[s]!r} under action {self.actions[a]!r}", count
                )
                for a, row in enumerate(rows)
            )
            for s, rows in enumerate(self.transition)
        )
        object.__setattr__(self, "transition", checked)
        object.__setattr__(self, "initial", distribution(self.initial, "initial distribution", count))
        endless = loop(self.transition, self.available) if self.discount == 1 else []
        if endless:
            way = clipped(" → ".join(self.states[s] for s in endless), MAX_TITLE)
            raise ValueError(
                f"discount is 1, and a policy can go on for ever: {way}; let the episode end on the way, or take a "
                "discount below 1; then, with_horizon(H, discount=1) counts H steps undiscounted"
            )

    @cached_property
    def available(self) -> AllowedActions:
        """Return A(s), the actions that are available in each state."""
        return tuple(frozenset(a for a, row in enumerate(rows) if row) for rows in self.transition)

    @cached_property
    def ended(self) -> frozenset[int]:
        """Return the states where the episode has ended: no action is available."""
        return frozenset(s for s, row in enumerate(self.available) if not row)

    def by_floats(self, tolerance: float = 1e-9) -> Environment:
        """Return the same environment, in which floats judge ties where exact arithmetic is out of reach.

        What floats have judged is marked numerical, with the tolerance and the nearest tie.

        Parameters
        ----------
        tolerance : float
            Relative to the largest value; strictly between 0 and 1.
        """
        if not 0 < tolerance < 1:
            raise ValueError(f"the tolerance is {tolerance}; it must be strictly between 0 and 1")
        return replace(self, tolerance=tolerance)

    @cached_property
    def predecessors(self) -> tuple[tuple[Pair, ...], ...]:
        """Return, for each state, the pairs (s, a) that may lead there."""
        return predecessors(self.transition)

    @property
    def weight(self) -> Fraction:
        """Return what occupancy multiplies discounted visits by: 1 − γ, for a share of time; 1 where γ = 1."""
        return 1 - self.discount if self.discount < 1 else Fraction(1)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: s for s, name in enumerate(self.states)}

    @cached_property
    def _hash(self) -> int:
        return hash(self._told())

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, Environment):
            return self is other
        if self._hash != other._hash:  # the quick way to see that two large ones differ
            return False
        return (*self._told(), self.tolerance) == (*other._told(), other.tolerance)

    def _told(self) -> tuple[object, ...]:
        return self.states, self.actions, self.transition, self.initial, self.discount

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
        available: Sequence[Sequence[object]] | None = None,
        rounding: int | None = None,
    ) -> Environment:
        """Make an environment from nested sequences or NumPy arrays, in the order [s][a][s'].

        For the order [a][s][s'] there is `toymodel.importers.from_mdptoolbox`. Where there are as many actions as
        states the shape does not tell the two apart, and ``record`` says in which order an array was read.

        Parameters
        ----------
        transition : array of shape (|S|, |A|, |S|)
            ``transition[s][a][s']`` = P(s'|s,a); each row sums to exactly 1, or is zero where ``available`` says so.
        initial : array of shape (|S|,)
            μ, sums to exactly 1.
        discount : number
            γ, strictly between 0 and 1; or 1, where every policy surely comes to an end.
        available : array of shape (|S|, |A|), optional
            Whether a is available in s, True or False; where none is, the episode has ended. By default all are.
        rounding : int, optional
            Makes floats nearest fractions with denominators up to this, on ``record``, by the rule in
            `toymodel.given.rounding`. Without it a float is the decimal that it prints as (so is a float32: 0.1).

        Raises
        ------
        ValueError
            On a wrong shape, a row that does not sum to one, a negative or infinite number;
            the message names the state, the action and the miss.

        Examples
        --------
        >>> Environment.from_arrays([[[1 / 3] * 3]] * 3, [1, 0, 0], 0.9, rounding=1000).transition[0][0][0]
        (0, Fraction(1, 3))
        """
        made = from_arrays(transition, initial, states, actions, available, Rounding(rounding))
        return cls(*made[:4], exact(discount, "discount"), name, made[4])

    @classmethod
    def build(
        cls,
        moves: Moves,
        *,
        start: Target,
        discount: Number,
        actions: Sequence[str] | None = None,
        name: str = "",
        only_listed: bool = False,
        rounding: int | None = None,
    ) -> Environment:
        """Make an environment that reads like its story.

        Parameters
        ----------
        moves : mapping
            For each state either a mapping from every action to where it leads (a state, or
            a mapping from states to probabilities), or one state for all actions
            (``"end": "end"`` is absorbing), or None: the episode has ended.
        start : str or mapping
            The initial state, or its distribution.
        actions : sequence of str, optional
            The order of the actions; by default that in which they are first listed.
        only_listed : bool
            Whether the actions that a state does not list are not available there; else to leave one out is an error.
        rounding : int, optional
            As in :meth:`from_arrays`.

        Examples
        --------
        >>> moves = {"start": {"safe": "end", "risk": {"end": "1/2", "start": "1/2"}}, "end": "end"}
        >>> env = Environment.build(moves, start="start", discount="0.9")
        >>> env.actions
        ('safe', 'risk')
        >>> moves = {"road": {"left": "hut", "right": "end"}, "hut": {"leave": "end"}, "end": None}
        >>> env = Environment.build(moves, start="road", discount=1, only_listed=True)
        >>> env.actions, env.available
        (('left', 'right', 'leave'), (frozenset({0, 1}), frozenset({2}), frozenset()))
        """
        made = from_moves(moves, start, actions, only_listed, Rounding(rounding))
        return cls(*made[:4], exact(discount, "discount"), name, made[4])

    def state(self, name: Name) -> int:
        """Return the index of a state, given by name or index; KeyError names the known ones."""
        return index(name, self.states, "state", self._places)

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

    def with_horizon(self, steps: int, discount: Number | None = None) -> Environment:
        """Return the environment in layers, "s @ t" for t = 0 … H, which ends after so many steps; γ may then be 1.

        `toymodel.worlds.Horizon`, which has an example, takes objectives, judges and policies there too.
        """
        from .horizon import Horizon  # which takes what is said of environments, too

        return Horizon(self, steps, discount).layers

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Return the pairs (s, a) of a state and an action available there, by index."""
        return tuple((s, a) for s, row in enumerate(self.available) for a in sorted(row))

    def demand(self, s: int, a: int | None, what: str) -> None:
        """Raise ValueError unless the action (None: some action) is available in the state; ``what`` names them."""
        if s in self.ended:
            raise ValueError(
                f"{what} names {self.states[s]!r}, where the episode has ended and nothing is done; "
                "name what leads there"
            )
        if a is not None and a not in self.available[s]:
            raise ValueError(f"{what} names {self.describe((s, a))}, which is not available; leave it out")
