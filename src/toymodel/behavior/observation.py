"""A behavioral-objective operator says what a policy demonstrates where it is observed.

A behavioral-objective operator takes what was observed, a policy in one or more environments,
to the objectives that the policy demonstrates there: Dem(π). Each lives in a file of its own
that has the name by which readings call it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Protocol, TypeAlias

from ..logic import Unknown
from ..solve import Undecided, stays_inside
from ..worlds import AllowedActions, Environment, Objective, Policy, listed
from .completions import Tables, answers, completed, opened, unseen


@dataclass(frozen=True)
class Observation:
    """An observation is of a policy that acts in an environment for ever.

    Attributes
    ----------
    policy : Policy
        What it does; of some states it may say nothing (`toymodel.agents.Demonstrations`).
    objective : Objective or None
        R_m, for the operators that look inside: None for a policy of which only the behaviour is known.
    """

    env: Environment
    policy: Policy
    objective: Objective | None = None

    @property
    def unseen(self) -> frozenset[int]:
        """Return the states where it may come, and in which nobody has seen what it does."""
        return unseen(self.env, self.policy)

    def completed(self) -> Observation:
        """Return the observation with an action in each state of which the policy says nothing."""
        policy = completed(self.env.available, self.policy)
        return self if policy is self.policy else replace(self, policy=policy)


class Operator(Protocol):
    """An operator says which objectives observed behaviour demonstrates."""

    @property
    def name(self) -> str:
        """Return the word that readings use."""

    @property
    def tex(self) -> str:
        """Return the superscript of Dem in TeX, which is empty for `feasible`."""

    @property
    def mixes(self) -> bool:
        """Return whether it speaks of agents that mix: so they may where they were not observed, too."""

    def demonstrates(
        self, observed: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]
    ) -> bool | Unknown:
        """Return whether the behaviour demonstrates this objective (``candidates``: what else is considered).

        `Unknown`, with the reason, where the operator has no answer for what was observed, and where that depends on
        what is done in a state that was not (`whatever_else`).
        """

    def allowed(self, env: Environment, objective: Objective) -> AllowedActions | Unknown | None:
        """Return the actions to which a policy must keep to demonstrate the objective, or None if this is not all.

        `Unknown`, if nothing can be said of a policy of which only the behaviour is known.
        """


Decide: TypeAlias = Callable[[Any, Sequence[Observation], Objective, Sequence[Objective]], bool | Unknown]


def whatever_else(decide: Decide) -> Decide:
    """Let an operator, which looks at policies as a whole, answer of one that was not observed everywhere.

    It is asked of every completion: of the policy with one action in each state that was not observed and where it may
    come. What all have in common is the answer; if they differ, that is unknown. The same policy in several
    environments is completed in the same way.
    """

    @wraps(decide)
    def demonstrates(
        self: Operator, observed: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]
    ) -> bool | Unknown:
        states = not_observed(observed)
        if not states:
            return decide(self, [o.completed() for o in observed], objective, candidates)
        policies = tuple(dict.fromkeys(o.policy for o in observed))
        looks = [(policies.index(o.policy), o.env) for o in observed]

        def answer(tables: Tables, whole: bool) -> bool | Unknown | None:
            now = [replace(o, policy=tables[k]) for (k, _), o in zip(looks, observed, strict=True)]
            if whole:
                return decide(self, [o.completed() for o in now], objective, candidates)
            return _kept(self, now, objective)

        try:
            found: list[bool | Unknown] = list(answers(policies, looks, answer))
        except Undecided as gave_up:
            return Unknown(str(gave_up), "undecided")
        return found[0] if len(found) == 1 else Unknown(f"it depends on what it does in {states}", "undecided")

    return demonstrates


def not_observed(observed: Sequence[Observation]) -> str:
    """Return the states that matter and were not observed, as a clause; "" if there are none."""
    states = some_of(list(dict.fromkeys(o.env.states[s] for o in observed for s in sorted(o.unseen))))
    return f"{states}, where it was not observed" if states else ""


def some_of(names: Sequence[str], most: int = 4) -> str:
    """Return a list in a sentence, cut short where it is long; "" if it is empty."""
    if not names:
        return ""
    return listed(names) if len(names) <= most else f"{', '.join(names[:most])} and {len(names) - most} more"


def _kept(operator: Operator, observed: Sequence[Observation], objective: Objective) -> bool | None:
    """Whether all completions keep to what the operator allows, or none, as far as that is the whole question."""
    held = True
    for o in observed:
        allowed = operator.allowed(o.env, objective)
        if allowed is None or isinstance(allowed, Unknown):
            return None
        if not stays_inside(o.env, o.policy, allowed):
            return False
        held = held and stays_inside(o.env, opened(o.env.available, o.policy), allowed)
    return held or None
