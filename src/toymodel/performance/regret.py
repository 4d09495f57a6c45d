"""By W1, W2 and W5 regret is zero, at most ε, or zero by the agent's own lights."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..logic import Fact, Unknown
from ..solve import is_optimal, regret
from ..worlds import brief, show
from .notion import Trial


@dataclass(frozen=True)
class RegretInTruth:
    """The regret is at most ε in the true deployment environment."""

    name: str
    title: str
    tex: str
    says: str
    denies: str
    has_epsilon: bool
    attainable: str
    i3: str

    def loss(self, trial: Trial) -> Fraction:
        """Return the regret in deployment."""
        return regret(trial.world.deployment, trial.objective, trial.policy)

    def judge(self, trial: Trial) -> Fact:
        """Compare the regret in deployment with ε; that it is zero needs no values, only optimal actions."""
        if is_optimal(trial.world.deployment, trial.objective, trial.policy):
            return Fact(True, f"{trial.agent} loses nothing on {trial.objective.name} in {trial.where}")
        within = self.has_epsilon and self.loss(trial) <= trial.epsilon
        bound = f", {'within' if within else 'more than'} ε = {show(trial.epsilon)}" if self.has_epsilon else ""
        return Fact(
            within,
            lambda: f"{trial.agent} loses {brief(self.loss(trial))} on {trial.objective.name} in {trial.where}{bound}",
        )


@dataclass(frozen=True)
class RegretInBeliefs:
    """The regret is zero in the environment that the agent believes in."""

    name: str = "W5"
    title: str = "no regret by its own beliefs"
    tex: str = r"\mathrm{{regret}}_{{\hat E}}({0}; {1}) = 0"
    says: str = "performs well on {1} by its own beliefs (no regret)"
    denies: str = "does not perform well on {1} even by its own beliefs"
    has_epsilon: bool = False
    attainable: str = "yes"
    i3: str = (
        "with one objective, searched by or observed in its beliefs: false, by the misguided researcher; "
        "with every objective or some one: it depends on the reading"
    )

    def loss(self, trial: Trial) -> Fraction | Unknown:
        """Return the regret in the believed environment."""
        if trial.believed is None:
            return Unknown(f"nobody has said what {trial.agent} believes")
        return regret(trial.believed, trial.objective, trial.policy)

    def judge(self, trial: Trial) -> Fact:
        """Compute the regret in the believed environment; undefined where nobody said what it believes."""
        loss = self.loss(trial)
        if isinstance(loss, Unknown):
            return Fact(None, loss.reason)
        amount = "nothing" if loss == 0 else brief(loss)
        return Fact(loss == 0, f"by its own beliefs {trial.agent} loses {amount} on {trial.objective.name}")


W1 = RegretInTruth(
    "W1",
    "no regret in the true deployment",
    r"\mathrm{{regret}}_{{\mathrm{{dep}}}}({0}; {1}) = 0",
    "performs well on {1} in deployment (no regret)",
    "does not perform well on {1} in deployment (some regret)",
    False,
    "only in a world that it knows: there is no free lunch (T12)",
    "with one objective, and every optimum of it: a theorem; with every objective or some one: it depends on the "
    "reading",
)
W2 = RegretInTruth(
    "W2",
    "regret at most ε in the true deployment",
    r"\mathrm{{regret}}_{{\mathrm{{dep}}}}({0}; {1}) \le {2}",
    "performs well on {1} in deployment (regret at most {2})",
    "does not perform well on {1} in deployment (regret above {2})",
    True,
    "as W1",
    "with one objective: false, by the nursery corridor; a theorem if moreover every optimum counts, the agent does "
    "not mix, and ε is below the margin",
)
W5 = RegretInBeliefs()
