"""Policies are stationary maps from states to distributions over actions (`spec` symbol π)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from ..given.names import MAX_TITLE, Name, label, whole
from ..given.numbers import Number, exact
from ..given.rounding import Rounding
from ..given.rows import AllowedActions, Row, distribution, plain, size
from .environment import Environment


@dataclass(frozen=True)
class Policy:
    """A policy is stationary, and deterministic or stochastic.

    Attributes
    ----------
    rows : tuple
        ``rows[s]`` lists ``(a, π(a|s))`` for every a of positive probability; ``()`` where the episode has ended.
    name : str
        For sentences; two policies that differ only in name are equal.

    Examples
    --------
    >>> Policy.deterministic([1, 0]).support
    (frozenset({1}), frozenset({0}))
    """

    rows: tuple[Row, ...]
    actions: int
    name: str = field(default="π", compare=False)
    record: tuple[str, ...] = field(default=(), compare=False)
    """What was changed on the way in: floats made fractions."""

    def __post_init__(self) -> None:
        label(self.name, "policy name", MAX_TITLE)
        if not self.rows:
            raise ValueError(f"policy {self.name!r} is empty; it needs one row for each state")
        checked = tuple(
            distribution(row, f"policy {self.name!r} in state {s}", self.actions) if row else ()
            for s, row in enumerate(self.rows)
        )
        object.__setattr__(self, "rows", checked)

    @classmethod
    def deterministic(cls, choices: Sequence[int | None], actions: int | None = None, name: str = "π") -> Policy:
        """Return the policy that plays action ``choices[s]`` in state s, which is None where the episode has ended."""
        played = [whole(a) for a in choices]
        for s, a in enumerate(played):
            if a is None and choices[s] is not None:
                raise ValueError(f"policy {name!r} in state {s}: {choices[s]!r} must be the index of an action")
        count = max((a for a in played if a is not None), default=0) + 1 if actions is None else actions
        return cls(tuple(() if a is None else ((a, Fraction(1)),) for a in played), count, name)

    @classmethod
    def from_array(
        cls, probabilities: Sequence[Sequence[Number]], name: str = "π", *, rounding: int | None = None
    ) -> Policy:
        """Make a policy from an array of shape (|S|, |A|); a row sums to exactly 1, or is 0 where all has ended.

        Parameters
        ----------
        probabilities : array of shape (|S|, |A|)
            π(a|s).
        rounding : int, optional
            Makes floats nearest fractions with denominators up to this, on ``record``
            (`toymodel.given.rounding`); by default a float is the decimal that it prints as.

        Examples
        --------
        >>> Policy.from_array([[1 / 3, 1 / 3, 1 / 3]], rounding=1000).rows[0][0]
        (0, Fraction(1, 3))
        """
        rounded, probabilities = Rounding(rounding), plain(probabilities)
        shape = f"policy {name!r} must have the shape (states, actions)"
        count = size(probabilities[0], f"{shape}; state 0") if size(probabilities, shape) else 0
        rows = []
        for s, row in enumerate(probabilities):
            if size(row, f"{shape}; state {s}") != count:
                raise ValueError(f"policy {name!r}: state {s} has {len(row)} actions, state 0 has {count}")
            weights = [(a, exact(p, f"policy {name!r}, state {s}, action {a}")) for a, p in enumerate(row)]
            ended = count and not any(p for _, p in weights)
            rows.append(() if ended else rounded.row(weights, f"policy {name!r} in state {s}", count))
        return cls(tuple(rows), count, name, rounded.record)

    @classmethod
    def on(
        cls,
        env: Environment,
        plays: Mapping[Name, Name | Mapping[str, Number]],
        *,
        otherwise: Name | None = None,
        name: str = "π",
        rounding: int | None = None,
    ) -> Policy:
        """Make a policy that reads like its story.

        Parameters
        ----------
        plays : mapping
            From a state to an action, or to a mapping from actions to probabilities.
        otherwise : action, optional
            Played in every state that is not named; without it, all must be, but those where the episode has ended.
        rounding : int, optional
            As in :meth:`from_array`.
        """
        rounded = Rounding(rounding)
        named: dict[int, Name | Mapping[str, Number]] = {}
        for given, played in plays.items():
            if env.state(given) in named:
                raise ValueError(f"policy {name!r}: state {given!r} is given twice, by name and by index")
            named[env.state(given)] = played
        rows: list[Row] = []
        for s, state in enumerate(env.states):
            choice = named.get(s, otherwise if env.available[s] else None)
            if choice is None and not env.available[s]:
                rows.append(())
                continue
            if choice is None:
                raise ValueError(f"policy {name!r} says nothing of state {state!r}; name it or give otherwise=…")
            weights = choice if isinstance(choice, Mapping) else {choice: 1}
            pairs = [(env.action(a), exact(p, f"policy {name!r} in {state!r}")) for a, p in weights.items()]
            rows.append(rounded.row(pairs, f"policy {name!r} in state {state!r}", len(env.actions)))
        made = cls(tuple(rows), len(env.actions), name, rounded.record)
        made.fits(env)
        return made

    @classmethod
    def uniform(cls, support: AllowedActions, actions: int, name: str = "π") -> Policy:
        """Return the policy that plays every action of a support with equal probability, and none where it is empty."""
        return cls(tuple(tuple((a, Fraction(1, len(row))) for a in sorted(row)) for row in support), actions, name)

    @cached_property
    def support(self) -> AllowedActions:
        """Return, for each state, the actions of positive probability."""
        return tuple(frozenset(a for a, _ in row) for row in self.rows)

    @property
    def is_deterministic(self) -> bool:
        """Return whether it plays one action in each state."""
        return all(len(row) <= 1 for row in self.rows)

    def fits(self, env: Environment, incomplete: bool = False) -> None:
        """Raise ValueError unless the shape is that of the environment, and what is played is available there.

        An incomplete policy may say nothing of some states in which the episode goes on.
        """
        shape, wanted = (len(self.rows), self.actions), (len(env.states), len(env.actions))
        if shape != wanted:
            raise ValueError(
                f"policy {self.name!r} has shape {shape}; the environment has (states, actions) = {wanted}"
            )
        for s, row in enumerate(self.support):
            if not row <= env.available[s]:
                env.demand(s, min(row - env.available[s]), f"policy {self.name!r}")
            if not row and env.available[s] and not incomplete:
                raise ValueError(f"policy {self.name!r} says nothing of state {env.states[s]!r}; it goes on there")

    def renamed(self, name: str) -> Policy:
        """Return the same policy under another name."""
        return Policy(self.rows, self.actions, name, self.record)
