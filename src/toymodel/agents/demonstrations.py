"""Demonstrations are trajectories of an agent: they say what it does in the states where it was seen to act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from ..given.names import whole, within
from ..given.numbers import clipped
from ..worlds import Environment, Policy

Step = tuple[int, int | None]
"""A state, and what was done in it; None: there the trajectory ends."""


@dataclass(frozen=True)
class Demonstrations:
    """Demonstrations count what was done in each state of an environment.

    Attributes
    ----------
    env : Environment
        Where it was observed.
    counts : tuple of tuple of int
        ``counts[s][a]``: how often a was done in s.
    name : str
        For sentences.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> seen = Demonstrations.read(env, [[("s", "stay"), ("s", "go")], [("s", "go")]])
    >>> seen.counts, seen.policy.rows
    (((2, 1), (0, 0)), (((0, Fraction(2, 3)), (1, Fraction(1, 3))), ()))
    """

    env: Environment
    counts: tuple[tuple[int, ...], ...]
    name: str = "π"

    @classmethod
    def read(cls, env: Environment, trajectories: Iterable[Any], name: str = "π") -> Demonstrations:
        """Count what trajectories show, after checking that each is possible in the environment.

        Parameters
        ----------
        trajectories : iterable
            Each a sequence of (state, action), by name or index, or an array of shape (steps, 2); a last
            (state, None) says where it ends. Or an object with ``obs`` and ``acts``, or a mapping that has these
            keys, as `imitation` has them: one state more than actions, by index.

        Raises
        ------
        ValueError
            If there is no trajectory, if one begins where no episode does, does what is not available, or comes
            where that does not lead; the message says which, and at which step.
        KeyError
            If a state or an action is unknown.
        """
        counts = [[0] * len(env.actions) for _ in env.states]
        number = -1
        for number, given in enumerate(trajectories):
            for state, action in _checked(env, given, f"trajectory {number}"):
                if action is not None:
                    counts[state][action] += 1
        if number < 0:
            raise ValueError("there is no trajectory; give at least one")
        return cls(env, tuple(map(tuple, counts)), name)

    @property
    def visited(self) -> frozenset[int]:
        """Return the states in which something was done; of all others nothing is known."""
        return frozenset(s for s, row in enumerate(self.counts) if any(row))

    @cached_property
    def policy(self) -> Policy:
        """Return the observed policy: in each state the shares of what was done, and ``()`` where nothing was."""
        rows = tuple(
            tuple((a, Fraction(count, sum(row))) for a, count in enumerate(row) if count) for row in self.counts
        )
        return Policy(rows, len(self.env.actions), self.name)


def _checked(env: Environment, given: Any, where: str) -> list[Step]:
    """Return the steps of a trajectory by index, after checking each."""
    steps = [_step(env, step, f"{where}, step {k}") for k, step in enumerate(_steps(given, where))]
    if not steps:
        raise ValueError(f"{where} is empty; leave it out")
    if steps[0][0] not in dict(env.initial):
        raise ValueError(
            f"{where} begins in {env.states[steps[0][0]]!r}, where no episode of this environment begins; "
            "cut it, or give the environment that it is from"
        )
    for k, (state, action) in enumerate(steps):
        if action is None and k < len(steps) - 1:
            raise ValueError(f"{where}, step {k}: no action is given; only the last step may lack one")
        if action is not None:
            env.demand(state, action, f"{where}, step {k},")
            if k < len(steps) - 1 and steps[k + 1][0] not in dict(env.transition[state][action]):
                raise ValueError(
                    f"{where}, step {k}: {env.describe((state, action))} does not lead to "
                    f"{env.states[steps[k + 1][0]]!r} in this environment"
                )
    return steps


def _steps(given: Any, where: str) -> Sequence[Any]:
    """Return the steps of a trajectory as they are given."""
    named = isinstance(given, Mapping)
    if named or hasattr(given, "obs"):
        try:
            states, actions = (list(given[key] if named else getattr(given, key)) for key in ("obs", "acts"))
        except (KeyError, AttributeError, TypeError):
            raise ValueError(f"{where} must have both obs and acts") from None
        if len(states) != len(actions) + 1:
            raise ValueError(f"{where} has {len(states)} obs for {len(actions)} acts; there must be one more")
        return list(zip(states, [*actions, None], strict=True))
    if isinstance(given, str) or not hasattr(given, "__len__"):
        raise ValueError(f"{where} is {clipped(repr(given))}; it must be a list of pairs (state, action)")
    if len(given) == 2 and all(isinstance(part, str) or whole(part) is not None for part in given):
        raise ValueError(
            f"{where} is one step, {clipped(repr(given))}; give a list of trajectories, each a list of steps"
        )
    return list(given)


def _step(env: Environment, given: Any, where: str) -> Step:
    if isinstance(given, str) or not hasattr(given, "__len__") or len(given) != 2:
        raise ValueError(f"{where}: {clipped(repr(given))} must be a pair (state, action)")
    state, action = given
    for part, what in ((state, "state"), (action, "action")):
        if not isinstance(part, str) and whole(part) is None and (part is not None or what == "state"):
            raise ValueError(f"{where}: {clipped(repr(part))} must be a name or an index, of the {what}")
    with within(where):
        return env.state(state), None if action is None else env.action(action)
