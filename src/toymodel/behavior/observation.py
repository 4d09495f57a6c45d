"""A behavioral-objective operator says what a policy demonstrates where it is observed.

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
    """An observation is of a policy that acts in an environment for ever.

    Attributes
    ----------
    objective : Objective or None
        R_m, for the operators that look inside: None for a policy of which only the behaviour is known.
    """

    env: Environment
    policy: Policy
    objective: Objective | None = None


class Operator(Protocol):
    """An operator says which objectives observed behaviour demonstrates."""

    @property
    def name(self) -> str:
        """Return the word that readings use."""

    @property
    def tex(self) -> str:
        """Return the superscript of Dem in TeX, which is empty for `feasible`."""

    def demonstrates(
        self, observed: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]
    ) -> bool | Unknown:
        """Return whether the behaviour demonstrates this objective (``candidates``: what else is considered).

        `Unknown`, with the reason, where the operator has no answer for what was observed.
        """

    def allowed(self, env: Environment, objective: Objective) -> AllowedActions | Unknown | None:
        """Return the actions to which a policy must keep to demonstrate the objective, or None if this is not all.

        `Unknown`, if nothing can be said of a policy of which only the behaviour is known.
        """
