"""What "the objective that perfect inverse reinforcement learning recovers" could mean.

A behavioral-objective operator takes what was observed, a policy in one or more environments,
to the objectives that the policy demonstrates there: Dem(π). Each lives in a file of its own
that has the name by which readings call it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..logic import Unknown
from ..worlds import AllowedActions, Environment, Objective, Policy


@dataclass(frozen=True)
class Observation:
    """A policy that is observed, acting in an environment for ever.

    Attributes
    ----------
    objective : Objective or None
        R_m, for the operators that look inside: None for a policy of which only the behaviour is known.
    """

    env: Environment
    policy: Policy
    objective: Objective | None = None


class Operator(Protocol):
    """From observed behaviour to the objectives it demonstrates."""

    @property
    def name(self) -> str:
        """The word that readings use."""

    @property
    def tex(self) -> str:
        """The superscript of Dem; empty for `feasible`."""

    def demonstrates(
        self, observed: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]
    ) -> bool | Unknown:
        """Whether the behaviour demonstrates this objective (``candidates``: what else is considered).

        `Unknown`, with the reason, where the operator has no answer for what was observed.
        """

    def mask(self, env: Environment, objective: Objective) -> AllowedActions | Unknown | None:
        """Return the mask that a policy must stay inside to demonstrate the objective, or None if none says so.

        `Unknown`, if nothing can be said of a policy of which only the behaviour is known.
        """
