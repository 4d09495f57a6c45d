"""A Bayes factor says whether it is an agent or a device; then objectives follow (Orseau et al. 2018; `F24`).

Two accounts of the behaviour. The *agent* draws R from the candidates with equal probability and
does what is optimal for R, its ties broken at random once and for all. The *device* plays a
table drawn uniformly from all tables. The agent side wins if

    odds · mean over R of Pr(π | pursues R) / Pr(π | table) > 1,

where Pr(π | pursues R) is the product over the states where π comes of 1/|G_R(s)|, or 0 if it
leaves G_R; and Pr(π | table) that of 1/|A(s)|. With a slip probability η each factor is mixed with
1/|A(s)|, for agents that err. Then, and only then, Dem(π) holds every R that the behaviour is
evidence for: Pr(π | pursues R) > Pr(π | table).

Identifiability: the answer is relative to the observer, that is to 𝓡, to the odds and to the
slip (more candidates that are not demonstrated turn an agent into a device). An R under which the agent
is indifferent wherever it comes is never demonstrated, so zero is not. Among those with equal
greedy sets nothing is told apart. Tests: `tests/behavior/test_agent_or_device.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..logic import Unknown
from ..solve import full, optimal
from ..worlds import AllowedActions, Environment, Objective
from .description import MIXED, deterministic_where_visited, likelihood
from .observation import Observation


@dataclass(frozen=True)
class AgentOrDevice:
    """A policy demonstrates R iff pursuit of some candidate is likelier than a table, and pursuit of R is.

    Attributes
    ----------
    odds : Fraction
        Prior odds of the agent side.
    slip : Fraction
        η, the probability of a random action in each state, for the agent side.
    """

    odds: Fraction = Fraction(1)
    slip: Fraction = Fraction(0)
    name: str = "agent_or_device"
    tex: str = r"\mathrm{{agent}}"

    def demonstrates(
        self, observed: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]
    ) -> bool | Unknown:
        """Return whether the agent side wins and the behaviour is evidence for R; undefined for policies that mix."""
        if not deterministic_where_visited(observed):
            return Unknown(MIXED)
        return self.odds * self.factor(observed, candidates) > 1 and self.factor(observed, [objective]) > 1

    def allowed(self, env: Environment, objective: Objective) -> AllowedActions | None:
        """Return None: the factor depends on all that the policy does."""
        return None

    def factor(self, observed: Sequence[Observation], objectives: Sequence[Objective]) -> Fraction:
        """Return the Bayes factor of "pursues one of these" against "plays a table".

        Examples
        --------
        >>> from ..worlds import Policy
        >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
        >>> a, b = (Objective.on(env, {("s", x): 1}) for x in "ab")
        >>> observed = [Observation(env, Policy.deterministic([0], 2))]
        >>> [AGENT_OR_DEVICE.factor(observed, some) for some in ([a], [a, b])]
        [Fraction(2, 1), Fraction(1, 1)]
        """
        device = likelihood(observed, [full(o.env) for o in observed])
        return sum(
            (likelihood(observed, [optimal(o.env, r).actions for o in observed], self.slip) for r in objectives),
            Fraction(0),
        ) / (len(objectives) * device)


AGENT_OR_DEVICE = AgentOrDevice()
