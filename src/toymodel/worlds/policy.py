"""Policies are stationary maps from states to distributions over actions (`spec` symbol π)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from ..given.names import MAX_TITLE, Name, label, whole, within
from ..given.numbers import Number, clipped, exact
from ..given.rounding import Rounding
from ..given.rows import AllowedActions, Row, distribution, is_empty, plain, size
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
        count = _count(self.actions, self.name)
        object.__setattr__(self, "actions", count)
        checked = tuple(
            () if is_empty(row) else distribution(row, f"policy {self.name!r} in state {s}", count, "action")
            for s, row in enumerate(self.rows)
        )
        object.__setattr__(self, "rows", checked)

    @classmethod
    def deterministic(cls, choices: Sequence[int | None], actions: int | None = None, name: str = "π") -> Policy:
        """Return the policy that plays action ``choices[s]`` in state s, which is None where the episode has ended."""
        if isinstance(choices, str | Mapping) or not hasattr(choices, "__len__"):
            raise ValueError(f"policy {name!r}: {clipped(repr(choices))} must list an action for each state, in order")
        played = [whole(a) for a in choices]
        highest = max((a for a in played if a is not None), default=0)
        count = max(highest, 0) + 1 if actions is None else _count(actions, name)
        known = "0, 1, …" if actions is None else f"0 … {count - 1}"
        for s, (a, given) in enumerate(zip(played, choices, strict=True)):
            if given is not None and (a is None or not 0 <= a < count):
                said = f"{clipped(repr(given))} must be the index of an action, {known}"
                raise ValueError(f"policy {name!r} in state {s}: {said}, or None where the episode has ended")
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
        if count == 0 and len(probabilities):
            raise ValueError(f"{shape}; state 0 has no actions")
        rows = []
        for s, row in enumerate(probabilities):
            if size(row, f"{shape}; state {s}") != count:
                raise ValueError(f"policy {name!r}: state {s} has {len(row)} actions, state 0 has {count}")
            weights = [(a, exact(p, f"policy {name!r}, state {s}, action {a}")) for a, p in enumerate(row)]
            ended = count and not any(p for _, p in weights)
            rows.append(() if ended else rounded.row(weights, f"policy {name!r} in state {s}", count, "action"))
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
        if not isinstance(plays, Mapping):
            raise ValueError(f"policy {name!r}: {clipped(repr(plays))} must be a mapping from states to actions")
        for given, played in plays.items():
            with within(f"policy {name!r}"):
                s = env.state(given)
            if s in named:
                raise ValueError(f"policy {name!r}: state {given!r} is given twice, by name and by index")
            named[s] = played
        rows: list[Row] = []
        for s, state in enumerate(env.states):
            choice = named.get(s, otherwise if env.available[s] else None)
            if choice is None and not env.available[s]:
                rows.append(())
                continue
            if choice is None:
                raise ValueError(f"policy {name!r} says nothing of state {state!r}; name it or give otherwise=…")
            where = f"policy {name!r} in state {state!r}"
            weights = choice.items() if isinstance(choice, Mapping) else [(choice, 1)]
            with within(where):
                pairs = [(env.action(a), exact(p, where)) for a, p in weights]
            rows.append(rounded.row(pairs, where, len(env.actions), "action"))
        made = cls(tuple(rows), len(env.actions), name, rounded.record)
        made.fits(env)
        return made

    @classmethod
    def uniform(cls, support: AllowedActions, actions: int, name: str = "π") -> Policy:
        """Return the policy that plays every action of a support with equal probability, and none where it is empty."""
        for s, row in enumerate(support):
            if not isinstance(row, Collection):
                raise ValueError(
                    f"policy {name!r} in state {s}: {clipped(repr(row))} must be a set of actions, by index"
                )
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


def _count(given: object, name: str) -> int:
    """Return how many actions there are."""
    count = whole(given)
    if count is None or count < 1:
        raise ValueError(f"policy {name!r}: {clipped(repr(given))} must be the number of actions, 1 or more")
    return count
