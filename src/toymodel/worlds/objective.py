"""An objective says what somebody wants (`spec` symbol R)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias, cast

from ..given.names import MAX_TITLE, Name, label, whole, within
from ..given.numbers import Number, clipped, exact
from ..given.rows import plain, size
from .environment import Environment

Payment: TypeAlias = Fraction | tuple[tuple[int, Fraction], ...]
"""R(s,a), or the listed (s', R(s,a,s'))."""
Table: TypeAlias = tuple[tuple[Fraction, ...], ...]
"""Numbers on S×A: ``table[s][a]``."""


@dataclass(frozen=True)
class Objective:
    """An objective is a reward R on (s,a) or on (s,a,s'), paid for the current state and action.

    Attributes
    ----------
    rewards : tuple
        ``rewards[s][a]`` is R(s,a), or lists ``(s', R(s,a,s'))``. A transition that is not
        listed is not paid zero: using the objective where it can happen is an error. What it says of an
        action where that is not available is ignored.
    name : str
        For sentences; two objectives that differ only in name are equal.

    Examples
    --------
    >>> Objective.from_array([[0, 1], ["-1/2", 0]]).rewards[1][0]
    Fraction(-1, 2)
    """

    rewards: tuple[tuple[Payment, ...], ...]
    name: str = field(default="R", compare=False)

    def __post_init__(self) -> None:
        if not self.rewards or not self.rewards[0]:
            raise ValueError(f"objective {self.name!r} is empty; its shape must be (states, actions)")
        moves = len(self.rewards[0])
        for s, row in enumerate(self.rewards):
            if len(row) != moves:
                raise ValueError(f"objective {self.name!r}: state {s} has {len(row)} actions, state 0 has {moves}")
        label(self.name, "objective name", MAX_TITLE)
        checked = tuple(
            tuple(
                _payment(v, f"objective {self.name!r}, state {s}, action {a}", len(self.rewards))
                for a, v in enumerate(row)
            )
            for s, row in enumerate(self.rewards)
        )
        object.__setattr__(self, "rewards", checked)

    @cached_property
    def _hash(self) -> int:
        return hash(self.rewards)

    def __hash__(self) -> int:
        return self._hash

    @classmethod
    def from_array(cls, reward: Sequence[Sequence[Number | Sequence[Number]]], name: str = "R") -> Objective:
        """Make an objective from nested sequences or a NumPy array.

        Parameters
        ----------
        reward : array of shape (|S|, |A|) or (|S|, |A|, |S|)
            ``reward[s][a]`` or ``reward[s][a][s']``.

        Raises
        ------
        ValueError
            On a ragged shape or a number that is not finite; the message says where.
        """
        shape = f"objective {name!r} must have the shape (states, actions) or (states, actions, states)"
        reward = plain(reward)
        count = size(reward, shape)

        def payment(s: int, a: int, given: Number | Sequence[Number]) -> Payment:
            where = f"objective {name!r}, state {s}, action {a}"
            if isinstance(given, str) or not hasattr(given, "__len__"):
                return exact(given, where)
            listing = cast("Sequence[Number]", given)
            if size(listing, where) != count:
                raise ValueError(f"{where}: {len(listing)} numbers for {count} next states")
            return tuple((t, exact(value, f"{where}, next state {t}")) for t, value in enumerate(listing))

        for s, row in enumerate(reward):
            size(row, f"{shape}; state {s}")
        return cls(tuple(tuple(payment(s, a, v) for a, v in enumerate(row)) for s, row in enumerate(reward)), name)

    @classmethod
    def on(cls, env: Environment, pays: Mapping[Name | tuple[Name, ...], Number], name: str = "R") -> Objective:
        """Make an objective that reads like its story; what is not named, or not available, pays 0.

        Parameters
        ----------
        env : Environment
            Whose states and actions are named.
        pays : mapping
            From a state, a (state, action) or a (state, action, next state) to a number.
            The more particular entry wins.

        Examples
        --------
        >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
        >>> Objective.on(env, {"t": 1, ("s", "stay"): "-1/2"}).rewards[0]
        (Fraction(0, 1), Fraction(-1, 2))
        """
        paid: dict[tuple[int, ...], Fraction] = {}
        for key, value in pays.items():
            place = _indices(env, key, name)
            if place in paid:
                raise ValueError(f"objective {name!r}: {key!r} is given twice, by name and by index")
            env.demand(place[0], place[1] if place[1:] else None, f"objective {name!r}")
            paid[place] = exact(value, f"objective {name!r} at {key!r}")
        particular = {place[:2] for place in paid if len(place) == 3}

        def payment(s: int, a: int) -> Payment:
            usual = paid.get((s, a), paid.get((s,), Fraction(0)))
            if a not in env.available[s]:
                return Fraction(0)
            if (s, a) not in particular:
                return usual
            return tuple((t, paid.get((s, a, t), usual)) for t in range(len(env.states)))

        return cls(tuple(tuple(payment(s, a) for a in range(len(env.actions))) for s in range(len(env.states))), name)

    @classmethod
    def zero(cls, env: Environment, name: str = "zero") -> Objective:
        """Return the objective that pays nothing: every policy is optimal for it."""
        return cls(tuple(tuple(Fraction(0) for _ in env.actions) for _ in env.states), name)

    @classmethod
    def of(cls, env: Environment, reward: Callable[[int, int], Number], name: str = "R") -> Objective:
        """Make an objective from a function of the indices (s, a) of what is available; the rest pays 0."""
        pays = {pair: exact(reward(*pair), name) for pair in env.pairs}
        cells = ((pays.get((s, a), Fraction(0)) for a in range(len(env.actions))) for s in range(len(env.states)))
        return cls(tuple(map(tuple, cells)), name)

    @property
    def on_transitions(self) -> bool:
        """Return whether some payment depends on the next state."""
        return any(isinstance(payment, tuple) for row in self.rewards for payment in row)

    def fits(self, env: Environment) -> None:
        """Raise ValueError unless the shape is that of the environment."""
        shape, wanted = (len(self.rewards), len(self.rewards[0])), (len(env.states), len(env.actions))
        if shape != wanted:
            raise ValueError(
                f"objective {self.name!r} has shape {shape}; the environment has (states, actions) = {wanted}"
            )

    def mean(self, env: Environment) -> Table:
        """Return R(s,a), the mean over s' in this environment; 0 where a is not available in s.

        Raises
        ------
        ValueError
            If a transition of positive probability is not listed.
        """
        self.fits(env)
        zero = Fraction(0)

        def expected(s: int, a: int, payment: Payment) -> Fraction:
            if not env.transition[s][a]:
                return zero
            return payment if isinstance(payment, Fraction) else self._mean(env, s, a, dict(payment))

        return tuple(
            row  # type: ignore[misc]  # nothing to take a mean of
            if all(moves) and all(type(payment) is Fraction for payment in row)
            else tuple(expected(s, a, payment) for a, payment in enumerate(row))
            for s, (row, moves) in enumerate(zip(self.rewards, env.transition, strict=True))
        )

    def _mean(self, env: Environment, s: int, a: int, listed: Mapping[int, Fraction]) -> Fraction:
        total = Fraction(0)
        for t, p in env.transition[s][a]:
            if t not in listed:
                raise ValueError(
                    f"objective {self.name!r} does not say what {env.describe((s, a))} pays when it leads to "
                    f"{env.states[t]!r}, which it does with probability {p}; list that transition"
                )
            total += p * listed[t]
        return total

    def at(self, place: str) -> Objective:
        """Return what is paid in one place: everywhere the same."""
        return self

    def renamed(self, name: str) -> Objective:
        """Return the same objective under another name."""
        return Objective(self.rewards, name)

    def map(self, change: Callable[[Fraction], Fraction], name: str | None = None) -> Objective:
        """Apply a function to every payment."""
        rewards = tuple(
            tuple(change(v) if isinstance(v, Fraction) else tuple((t, change(x)) for t, x in v) for v in row)
            for row in self.rewards
        )
        return Objective(rewards, self.name if name is None else name)


@dataclass(frozen=True)
class ObjectivePair:
    """A pair of objectives is a reward that differs by environment: what the trainer pays, and what deployment pays.

    Attributes
    ----------
    training, deployment : Objective
        What is paid in training, and everywhere else.
    name : str
        For sentences that speak of both.

    Raises
    ------
    ValueError
        If one of the two is no objective, or their shapes differ.

    Examples
    --------
    >>> clicks, sales = Objective.from_array([[1, 0]], "clicks"), Objective.from_array([[0, 1]], "sales")
    >>> ObjectivePair(clicks, sales, "pay").at("deployment").name
    'sales'
    """

    training: Objective
    deployment: Objective
    name: str = field(default="R", compare=False)

    def __post_init__(self) -> None:
        label(self.name, "objective name", MAX_TITLE)
        for place in PLACES:
            single(getattr(self, place), f"what {self.name!r} pays in {place}")
        shapes = [(len(each.rewards), len(each.rewards[0])) for each in (self.training, self.deployment)]
        if shapes[0] != shapes[1]:
            raise ValueError(
                f"objective {self.name!r} has shape {shapes[0]} in training and {shapes[1]} in deployment; "
                "both must be (states, actions)"
            )

    def at(self, place: str) -> Objective:
        """Return what is paid in one place; in what is believed or possible, what deployment pays."""
        return self.training if place == "training" else self.deployment


PLACES = ("training", "deployment")
"""Where a pair of objectives pays: each has what the other need not."""


def single(given: object, what: str) -> Objective:
    """Return an objective that is the same everywhere, after checking that it is one."""
    if isinstance(given, ObjectivePair):
        raise ValueError(
            f"{what} is {given.name!r}, which differs by environment; only the base objective may: "
            f"give {given.name!r}.training or .deployment"
        )
    if not isinstance(given, Objective):
        raise ValueError(f"{what} is {clipped(repr(given))}; it must be an Objective")
    return given


def _payment(given: object, where: str, count: int) -> Payment:
    """Check a payment as it is stored, R(s,a) or the listed (s', R(s,a,s')), and put the latter in order."""
    if not isinstance(given, tuple):
        return exact(given, where)  # type: ignore[arg-type]
    listing: dict[int, Fraction] = {}
    for to, value in given:
        t = whole(to)
        if t is None or not 0 <= t < count or t in listing:
            raise ValueError(f"{where}: next state {to!r} is not in 0 … {count - 1}, or is listed twice")
        listing[t] = exact(value, f"{where}, next state {t}")
    return tuple(sorted(listing.items()))


def _indices(env: Environment, key: Name | tuple[Name, ...], name: str) -> tuple[int, ...]:
    """Return a state, a (state, action) or a (state, action, next state) by index."""
    given = key if isinstance(key, tuple) else (key,)
    if len(given) not in (1, 2, 3):
        raise ValueError(f"objective {name!r}: {key!r} must name a state, an action, a next state")
    finders = (env.state, env.action, env.state)
    with within(f"objective {name!r} at {key!r}"):
        return tuple(find(part) for find, part in zip(finders, given, strict=False))
