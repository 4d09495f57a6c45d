"""A cautious agent is one that asks or abstains when unsure (W8)."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from ..solve import full, optimal, reachable
from ..worlds import AllowedActions, Mixture, Objective, Pair, Policy, Table


def at_stake(prior: Mixture, objective: Objective) -> Table:
    """Return, for each state and available action, the most that it loses (its largest −A*) in what is not ruled out.

    Being in a state rules out the environments in which nobody can get there.
    """
    tables = [(reachable(env, full(env)), optimal(env, objective).advantage) for env in prior.support]
    first = prior.support[0]
    return tuple(
        tuple(
            max((-table[s][a] for known, table in tables if s in known), default=Fraction(0))
            for a in range(len(first.actions))
        )
        for s in range(len(first.states))
    )


def sure(prior: Mixture, objective: Objective, epsilon: Fraction = Fraction(0)) -> AllowedActions:
    """Return, for each state, the actions that lose at most ε in every environment that is not ruled out."""
    rows = zip(at_stake(prior, objective), prior.parts[0][0].available, strict=True)
    return tuple(frozenset(a for a in here if row[a] <= epsilon) for row, here in rows)


def cautious(
    prior: Mixture, objective: Objective, deferring: Collection[Pair], name: str = "the cautious policy"
) -> Policy:
    """Return a policy that does what is sure, elsewhere defers; where it cannot, what is best by the mean belief.

    Among several ways to defer it takes the one of highest value by the mean belief.

    Examples
    --------
    >>> from ..worlds import Environment
    >>> moves = {"left": "won", "right": "lost", "wait": "s"}
    >>> def env(**way):
    ...     return Environment.build({"s": moves | way, "won": "won", "lost": "lost"}, start="s", discount="1/2")
    >>> prior = Mixture.of([(env(), "9/10"), (env(left="lost", right="won"), "1/10")])
    >>> cautious(prior, Objective.on(env(), {"won": 1}), {(0, 2)}).rows[0]
    ((2, Fraction(1, 1)),)
    """
    mean, allowed = prior.mean(), sure(prior, objective)
    best = optimal(mean, objective)
    choices = []
    for s, row in enumerate(allowed):
        asks = [a for a in sorted(mean.available[s]) if (s, a) in deferring]
        options = sorted(row) or asks or sorted(best.actions[s])
        choices.append(max(options, key=lambda a: best.q[s][a], default=None))
    return Policy.deterministic(choices, len(mean.actions), name)
