"""Values and optimal actions are computed exactly (`spec` symbols V^π, V*, Q*, A*, G_R).

V^π(s) = R(s,π(s)) + γ Σ_s' P(s'|s,π(s)) V^π(s'), V* = max over π, and
G_R(s) = argmax_a Q*(s,a) are all the optimal actions. Exact policy iteration (Howard 1960)
ends because there are finitely many policies and each step is a strict improvement.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from ..worlds import AllowedActions, Environment, Objective, Pair, Policy, Row, Table
from .linear import fixed_point, is_large

CACHE = 4096
"""Solutions kept: a slider re-solves only what it changed."""


@dataclass(frozen=True)
class Numerical:
    """What floats have judged, they have judged up to a tolerance; all differences are relative to the largest value.

    Attributes
    ----------
    tolerance : float
        Up to which difference a tie was called.
    tied, apart : float
        The widest difference that was called a tie, and the narrowest that was not.
    """

    tolerance: float
    tied: float
    apart: float

    def __str__(self) -> str:
        return (
            f"numerical: floats call a tie what differs by at most {self.tolerance:.0e} of the largest value; "
            f"of these the widest is {self.tied:.0e}, and the nearest other {self.apart:.0e}"
        )


@dataclass(frozen=True)
class Optimal:
    """The solution of an environment under an objective has optimal values and all optimal actions.

    Attributes
    ----------
    values : tuple of Fraction
        V*(s).
    actions : tuple of frozenset of int
        G_R(s): every optimal action.
    q : tuple of tuple of Fraction
        Q*(s,a); where a is not available in s there is 0, which means nothing.
    numerical : Numerical or None
        How floats judged ties, where they did; None: all is exact.
    """

    values: tuple[Fraction, ...]
    actions: AllowedActions
    q: Table
    numerical: Numerical | None = None

    def losing(self, more_than: Fraction, at_least: Fraction = Fraction(0)) -> frozenset[Pair]:
        """Return the pairs that lose more than one number and at least another, −A*(s,a) > τ and −A*(s,a) ≥ g.

        It means nothing where a is not available in s.
        """
        return frozenset(
            (s, a)
            for s, row in enumerate(self.advantage)
            for a, gain in enumerate(row)
            if -gain > more_than and -gain >= at_least
        )

    @cached_property
    def advantage(self) -> Table:
        """Return the advantage A*(s,a) = Q*(s,a) − V*(s) ≤ 0; it means nothing where a is not available in s."""
        return tuple(tuple(q - v for q in row) for row, v in zip(self.q, self.values, strict=True))


@lru_cache(CACHE)
def evaluate(env: Environment, objective: Objective, policy: Policy) -> tuple[Fraction, ...]:
    """Return V^π(s) for every state.

    Examples
    --------
    >>> env = Environment.build({"s": "s"}, start="s", discount="0.9", actions=["a"])
    >>> evaluate(env, Objective.from_array([[1]]), Policy.deterministic([0]))
    (Fraction(10, 1),)
    """
    policy.fits(env)
    mean = _mean(env, objective)
    constant = [sum((p * mean[s][a] for a, p in row), Fraction(0)) for s, row in enumerate(policy.rows)]
    return tuple(fixed_point(constant, links(env, policy)))


@lru_cache(CACHE)
def optimal(env: Environment, objective: Objective) -> Optimal:
    """Return optimal values and all optimal actions.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> best = optimal(env, Objective.on(env, {"t": 1}))
    >>> best.values, best.actions
    ((Fraction(9, 1), Fraction(10, 1)), (frozenset({0}), frozenset({0, 1})))
    """
    mean = _mean(env, objective)
    if is_large(len(env.states)):
        from .. import large

        with suppress(large.NotCertified):
            return large.optimal(env, mean)
    moves = _discounted(env)
    choices = [max(sorted(here), key=row.__getitem__, default=0) for row, here in zip(mean, env.available, strict=True)]
    while True:
        paid = [row[a] for row, a in zip(mean, choices, strict=True)]
        values = fixed_point(paid, [dict(row[a]) for row, a in zip(moves, choices, strict=True)])
        q = _action_values(env, mean, values)
        better = [
            max([a, *sorted(here)], key=row.__getitem__) for row, a, here in zip(q, choices, env.available, strict=True)
        ]
        if better == choices:
            rows = zip(q, values, env.available, strict=True)
            return Optimal(tuple(values), tuple(frozenset(a for a in here if row[a] == v) for row, v, here in rows), q)
        choices = better


def action_values(env: Environment, objective: Objective, values: tuple[Fraction, ...]) -> Table:
    """Return Q(s,a) = R(s,a) + γ Σ_s' P(s'|s,a) V(s') for given values V."""
    return _action_values(env, _mean(env, objective), values)


def start_value(env: Environment, values: tuple[Fraction, ...]) -> Fraction:
    """Return μ·V, the value from the initial distribution."""
    return sum((p * values[s] for s, p in env.initial), Fraction(0))


def regret(env: Environment, objective: Objective, policy: Policy) -> Fraction:
    """Return μ·(V* − V^π) ≥ 0; zero exactly if optimal from the start."""
    best = optimal(env, objective)
    if best.numerical:
        from .. import large

        return start_value(env, best.values) - start_value(env, large.evaluate(env, _mean(env, objective), policy))
    return start_value(env, best.values) - start_value(env, evaluate(env, objective, policy))


def shaped(
    env: Environment, objective: Objective, potential: tuple[Fraction, ...], name: str | None = None
) -> Objective:
    """Return R(s,a,s') + γΦ(s') − Φ(s): the same optimal policies (Ng, Harada & Russell 1999).

    Parameters
    ----------
    potential : tuple of Fraction
        Φ(s), one number a state; 0 where the episode has ended, else what is optimal may change (Grześ 2017).
    """
    for s in sorted(env.ended):
        if potential[s]:
            raise ValueError(
                f"the potential of {env.states[s]!r} is {potential[s]}; where the episode has ended, give 0"
            )
    gamma, count = env.discount, len(env.states)

    def payment(s: int, given: Fraction | tuple[tuple[int, Fraction], ...]) -> tuple[tuple[int, Fraction], ...]:
        entries = given if isinstance(given, tuple) else tuple((t, given) for t in range(count))
        return tuple((t, x + gamma * potential[t] - potential[s]) for t, x in entries)

    rewards = tuple(tuple(payment(s, x) for x in row) for s, row in enumerate(objective.rewards))
    return Objective(rewards, name or f"{objective.name}, shaped")


@lru_cache(CACHE)
def _mean(env: Environment, objective: Objective) -> Table:
    return objective.mean(env)


@lru_cache(CACHE)
def _discounted(env: Environment) -> tuple[tuple[Row, ...], ...]:
    """Return γ P(s'|s,a), sparse."""
    return tuple(tuple(tuple((t, env.discount * p) for t, p in row) for row in rows) for rows in env.transition)


def links(env: Environment, policy: Policy) -> list[dict[int, Fraction]]:
    """Return γ P_π(s,s') as sparse rows."""
    result: list[dict[int, Fraction]] = []
    for row, moves in zip(policy.rows, _discounted(env), strict=True):
        link: dict[int, Fraction] = {}
        for a, weight in row:
            for t, p in moves[a]:
                link[t] = link.get(t, 0) + weight * p
        result.append(link)
    return result


def _action_values(env: Environment, mean: Table, values: Sequence[Fraction]) -> Table:
    return tuple(
        tuple(paid + sum(p * values[t] for t, p in move) for paid, move in zip(payments, moves, strict=True))
        for payments, moves in zip(mean, _discounted(env), strict=True)
    )
