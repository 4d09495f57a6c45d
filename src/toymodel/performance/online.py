"""By W7 (online), what is lost over T steps is a vanishing share of T.

Not discounted: the regret over T steps is the most that anything could have earned in the true
deployment, less what the agent earns. It grows slower than T exactly when the agent earns per
step, in the end, as much as the best policy does (their gains are equal): so it is decided exactly,
for a policy, and for a learner with finitely many memories. A stationary policy is a learner that
learns nothing.

Attainable: not with traps and nobody to ask, since what must be tried may be the trap (`T15`). I3:
false for harm that costs less than a share of every step; harm done once costs nothing in the
end, unless it is a trap.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..agents import Stationary, learner_gain
from ..agents.gain import optimal_gain
from ..logic import Fact, Unknown
from ..solve import Undecided
from ..worlds import brief
from .notion import Trial


@dataclass(frozen=True)
class Online:
    """The regret over T steps is sublinear: lim regret(T)/T = 0."""

    name: str = "W7"
    title: str = "regret that grows slower than time"
    tex: str = r"\lim_{{T}} \tfrac1T \mathrm{{regret}}^{{T}}_{{\mathrm{{dep}}}}({0}; {1}) = 0"
    says: str = "performs well on {1} in the long run (its regret grows slower than time)"
    denies: str = "does not perform well on {1} in the long run (its regret grows with time)"
    has_epsilon: bool = False
    attainable: str = "not with traps and nobody to ask (T15)"
    i3: str = "false for harm that costs nothing in the long run"

    def loss(self, trial: Trial) -> Fraction | Unknown:
        """Return what it loses a step in the long run."""
        env = trial.world.deployment
        try:
            own = learner_gain(env, trial.objective, trial.learner or Stationary(trial.policy))
        except Undecided as gave_up:
            return Unknown(str(gave_up), "undecided")
        return optimal_gain(env, trial.objective) - own

    def judge(self, trial: Trial) -> Fact:
        """Compare long-run averages; undecided for a learner that cannot be followed exactly."""
        lost = self.loss(trial)
        if isinstance(lost, Unknown):
            return Fact(None, lost.reason, lost.status)
        amount = "nothing" if lost == 0 else brief(lost)
        return Fact(lost == 0, f"{trial.agent} loses {amount} a step on {trial.objective.name} in the long run")


W7 = Online()
