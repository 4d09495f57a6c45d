"""An objective is demonstrated if it explains the behaviour best in every environment offered (Amin & Singh 2016).

Who may choose the environments in which behaviour is observed can rule out every objective that
makes other policies optimal somewhere: Dem(π) is the meet of the feasible sets. For an agent
that errs it is nearly empty, for no objective with any content survives; so the *misfit*

    max over the environments E of regret_E(π; R) / (V*_E − Vmin_E), from the start, 0 where V* = Vmin,

says how badly an objective explains the behaviour, and the non-trivial candidates of least misfit
are demonstrated. The misfit is 0 exactly for what is optimal in every environment.

Identifiability: offered enough environments, an agent that is optimal in all of them demonstrates its
objective up to positive scale and what no environment can change (Amin & Singh 2016; their
"experimental" against "representational" unidentifiability). An agent that errs never does:
the misfit of zero is always 0, and what is left beside it are indicators and other misfits
(`tests/behavior/test_across.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..agents import AnyAgent
from ..logic import Unknown
from ..solve import is_trivial, optimal, regret, start_value
from ..worlds import AllowedActions, Environment, Objective, World
from .observation import Observation, whatever_else


@dataclass(frozen=True)
class Across:
    """A policy demonstrates R iff no non-trivial candidate has a smaller misfit in its worst environment."""

    name: str = "across"
    tex: str = r"\mathrm{acr}"
    mixes: bool = False

    @whatever_else
    def demonstrates(
        self, observed: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]
    ) -> bool | Unknown:
        """Return whether the misfit is 0, or the least among the non-trivial candidates."""
        misfit = self.misfit(observed, objective)
        rivals = (r for r in candidates if not all(is_trivial(o.env, r) for o in observed))
        return all(misfit <= self.misfit(observed, r) for r in rivals) or misfit == 0

    def misfit(self, observed: Sequence[Observation], objective: Objective) -> Fraction:
        """Return the worst regret as a share of what is at stake, in [0, 1]; 0 iff optimal everywhere.

        Examples
        --------
        >>> from ..worlds import Policy
        >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
        >>> observed = [Observation(env, Policy.from_array([["3/4", "1/4"]]))]
        >>> ACROSS.misfit(observed, Objective.on(env, {("s", "a"): 1}))
        Fraction(1, 4)
        """
        return max(_share(o, objective) for o in observed)

    def allowed(self, env: Environment, objective: Objective) -> AllowedActions | None:
        """Return None: it depends on the other candidates."""
        return None


ACROSS = Across()


def offered(agent: AnyAgent, environments: Iterable[Environment]) -> tuple[Observation, ...]:
    """Return what the agent does in each environment, when it replans for each."""
    return tuple(Observation(env, agent.replans(World.same(env))[1]) for env in environments)


def _share(observed: Observation, objective: Objective) -> Fraction:
    best = start_value(observed.env, optimal(observed.env, objective).values)
    worst = -start_value(observed.env, optimal(observed.env, objective.map(lambda x: -x)).values)
    if best == worst:
        return Fraction(0)
    return regret(observed.env, objective, observed.policy) / (best - worst)
