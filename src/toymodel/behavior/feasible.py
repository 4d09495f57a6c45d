"""The feasible set has every objective for which the behaviour is optimal (Ng & Russell 2000).

Dem(π) = {R : π ∈ Opt(R)} where π was observed. It is a cone: it contains 0, is closed under
positive scaling, under potential shaping, and under any penalty on unused actions; so it is
never a single objective, and what tells its members apart is not in the behaviour.

Identifiability: none beyond the cone, and observed where the agent is judged it says nothing of
intent that impact does not say: `tests/behavior/test_cone.py` shows the one, `test_collapse.py`
the other. `cone` has the set itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..logic import Unknown
from ..solve import is_optimal, optimal
from ..worlds import AllowedActions, Environment, Objective
from .observation import Observation, whatever_else


@dataclass(frozen=True)
class Feasible:
    """A policy demonstrates R iff it is optimal for R wherever it is observed."""

    name: str = "feasible"
    tex: str = ""
    mixes: bool = False

    @whatever_else
    def demonstrates(
        self, observed: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]
    ) -> bool | Unknown:
        """Return whether the policy is optimal for the objective in every environment observed."""
        return all(is_optimal(o.env, objective, o.policy) for o in observed)

    def allowed(self, env: Environment, objective: Objective) -> AllowedActions:
        """Return the actions that are optimal for the objective, G_R(s)."""
        return optimal(env, objective).actions


FEASIBLE = Feasible()
