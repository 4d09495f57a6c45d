"""The behavioral objective is the mesa-objective itself (Demski 2021, *Re-Define Intent Alignment?*; `F12`, `K14`).

Dem(π) = {R_m}: what the agent pursues is what it searches by, whatever its behaviour demonstrates. The
rival of all the other operators: it looks inside.

Identifiability: none is needed, and none is had. R_m is a property of the algorithm and not of
the policy: two agents with the same policy in every environment may differ in it (`two_planners`
in the zoo; `tests/behavior/test_mesa.py`), and a table has none. So it is undefined of an agent
that is no mesa-optimizer, and of the models that outer alignment quantifies over, which are
given by their policies alone: outer alignment is undefined under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..logic import Unknown
from ..worlds import Environment, Objective
from .observation import Observation

UNKNOWN = Unknown("nothing is known but what it does, which does not tell by what objective it searches, if any")


@dataclass(frozen=True)
class Mesa:
    """A policy demonstrates R iff R is the objective that the agent searches by."""

    name: str = "mesa"
    tex: str = r"\mathrm{{m}}"
    mixes: bool = False

    def demonstrates(
        self, observed: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]
    ) -> bool | Unknown:
        """Return whether this is the mesa-objective; undefined where there is none to compare with.

        Examples
        --------
        >>> from ..worlds import Policy
        >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
        >>> zero, policy = Objective.zero(env), Policy.deterministic([0], 2)
        >>> MESA.demonstrates([Observation(env, policy, zero)], zero, [zero])
        True
        >>> MESA.demonstrates([Observation(env, policy)], zero, [zero]).status
        'undefined'
        """
        inside = [observation.objective for observation in observed]
        if any(own is None for own in inside):
            return UNKNOWN
        return all(own == objective for own in inside)

    def allowed(self, env: Environment, objective: Objective) -> Unknown:
        """Return Unknown: behaviour does not say."""
        return UNKNOWN


MESA = Mesa()
