"""A mixture says which environments might be the true one, and how probable each is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from ..given.numbers import Number
from ..given.rounding import Rounding
from ..given.rows import Row, distribution
from .environment import Environment
from .world import World


@dataclass(frozen=True)
class Mixture:
    """A mixture is a prior over environments with the same states, actions and discount.

    Attributes
    ----------
    parts : tuple of (Environment, Fraction)
        Each environment once, with its probability; the probabilities sum to exactly 1. One of
        probability 0 is ruled out, but still listed.

    Raises
    ------
    ValueError
        If the environments do not fit together, one is given twice, or the sum is not 1.

    Examples
    --------
    >>> def env(to): return Environment.build({"s": {"go": to}, "t": "t"}, start="s", discount="1/2")
    >>> half = Mixture.of([(env("s"), "1/2"), (env("t"), "1/2")])
    >>> half.mean().transition[0][0], half.probability(env("t"))
    (((0, Fraction(1, 2)), (1, Fraction(1, 2))), Fraction(1, 2))
    """

    parts: tuple[tuple[Environment, Fraction], ...]
    record: tuple[str, ...] = field(default=(), compare=False)
    """What was changed on the way in: floats made fractions."""

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("a mixture needs at least one environment")
        weights = list(enumerate(weight for _, weight in self.parts))
        positive = distribution(weights, "mixture of environments", len(self.parts))
        known = dict(positive)
        checked = tuple((env, known.get(k, Fraction(0))) for k, (env, _) in enumerate(self.parts))
        object.__setattr__(self, "parts", checked)
        seen: set[Environment] = set()
        for env, _ in self.parts:
            World(self.parts[0][0], env)
            if env in seen:
                raise ValueError(f"environment {env.name or '(unnamed)'!r} is given twice; add its probabilities up")
            seen.add(env)

    @classmethod
    def of(cls, parts: Iterable[tuple[Environment, Number]], *, rounding: int | None = None) -> Mixture:
        """Make a mixture from environments and the numbers that a user writes, rounded where asked for.

        ``rounding`` is that of `Environment.from_arrays`.
        """
        listed, rounded = tuple(parts), Rounding(rounding)
        if not listed:
            return cls(())
        weights = dict(rounded.row(((k, p) for k, (_, p) in enumerate(listed)), "mixture of environments", len(listed)))
        return cls(tuple((env, weights.get(k, Fraction(0))) for k, (env, _) in enumerate(listed)), rounded.record)

    @property
    def support(self) -> tuple[Environment, ...]:
        """Return the environments that it does not rule out."""
        return tuple(env for env, weight in self.parts if weight)

    def probability(self, env: Environment) -> Fraction:
        """Return the probability of an environment, 0 if it is not listed."""
        return dict(self.parts).get(env, Fraction(0))

    def mean(self, name: str = "") -> Environment:
        """Return the environment with mean transition rows.

        It stands for the mixture exactly only where no decision comes after learning which
        environment it is; elsewhere uncertainty belongs into the states. What was rounded in it or in its parts is on
        its record.
        """

        def mix(rows: list[tuple[Row, Fraction]]) -> Row:
            total: dict[int, Fraction] = {}
            for row, weight in rows:
                for t, p in row:
                    total[t] = total.get(t, Fraction(0)) + weight * p
            return tuple(sorted((t, p) for t, p in total.items() if p))

        first = self.parts[0][0]
        transition = tuple(
            tuple(mix([(env.transition[s][a], w) for env, w in self.parts]) for a in range(len(first.actions)))
            for s in range(len(first.states))
        )
        initial = mix([(env.initial, w) for env, w in self.parts])
        said = (*self.record, *(sentence for env in self.support for sentence in env.record))
        return Environment(
            first.states, first.actions, transition, initial, first.discount, name, tuple(dict.fromkeys(said))
        )
