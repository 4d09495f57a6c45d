"""A policy that says nothing of some states has completions: what they all have in common is known of it.

A row ``()`` in a state where the episode goes on says that nobody knows what is done there. A completion plays one
action in each such state, and elsewhere as the policy does, with the same probabilities. Something is so of the
policy if it is so of every completion, and not so if it is of none.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from typing import TypeAlias, TypeVar

from ..solve import Undecided, reachable
from ..worlds import AllowedActions, Environment, Policy, Row

COMPLETIONS = 2_000
"""Completions, or sets of them, that are looked at unless told otherwise."""

T = TypeVar("T", bound=Hashable)
Tables: TypeAlias = tuple[Policy, ...]
"""Policies that are completed together."""


def opened(available: AllowedActions, policy: Policy) -> AllowedActions:
    """Return the support of a policy, and in the states of which it says nothing all that is available."""
    return tuple(row or free for row, free in zip(policy.support, available, strict=True))


def unseen(env: Environment, policy: Policy) -> frozenset[int]:
    """Return the states where some completion comes, and of which the policy says nothing, though there is a choice.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> [sorted(unseen(env, Policy.deterministic([a, None], 2))) for a in (0, 1)]
    [[1], []]
    """
    silent = {s for s, row in enumerate(policy.rows) if not row and len(env.available[s]) > 1}
    return reachable(env, opened(env.available, policy)) & silent if silent else frozenset()


def completed(available: AllowedActions, policy: Policy, last: bool = False) -> Policy:
    """Return the completion that plays the first action available (or the last) where the policy says nothing."""
    if all(row or not free for row, free in zip(policy.rows, available, strict=True)):
        return policy
    pick = max if last else min

    def row(s: int) -> Row:
        return policy.rows[s] or (((pick(available[s]), Fraction(1)),) if available[s] else ())

    return Policy(tuple(map(row, range(len(available)))), policy.actions, policy.name)


def answers(
    policies: Tables,
    looks: Sequence[tuple[int, Environment]],
    decide: Callable[[Tables, bool], T | None],
    budget: int = COMPLETIONS,
) -> dict[T, Tables]:
    """Return the answer that all completions give, or two that differ, each with policies of which it is the answer.

    Parameters
    ----------
    policies : tuple of Policy
        One, or several that are completed each by itself.
    looks : sequence of (index of a policy, environment)
        Where it matters what they do.
    decide : callable
        The answer that all completions of these policies give, or None if that is not known; the second argument
        says that there is one completion only, as far as it matters: then there must be an answer.

    Raises
    ------
    Undecided
        If the budget does not suffice.
    """
    found: dict[T, Tables] = {}
    todo, nodes = [policies], 0
    while todo and len(found) < 2:
        nodes += 1
        if nodes > budget:
            raise Undecided(f"there are more than {budget} ways in which it may act where it was not observed")
        tables = todo.pop()
        forks = (
            (k, env, s) for k, env in looks for s in sorted(reachable(env, tables[k])) if _silent(env, tables[k], s)
        )
        fork = next(forks, None)
        answer = decide(tables, fork is None)
        if answer is not None:
            found.setdefault(answer, tables)
        elif fork is not None:
            k, env, s = fork
            for a in sorted(env.available[s], reverse=True):
                rows = (*tables[k].rows[:s], ((a, Fraction(1)),), *tables[k].rows[s + 1 :])
                todo.append((*tables[:k], Policy(rows, tables[k].actions, tables[k].name), *tables[k + 1 :]))
    return found


def _silent(env: Environment, policy: Policy, s: int) -> bool:
    return not policy.rows[s] and bool(env.available[s])
