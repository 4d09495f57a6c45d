"""By W6 there is no regret by its own beliefs, and the belief gives the truth positive probability.

A grain of truth is what theorems about learning ask of a prior. Attainable: yes, as W5 is. I3:
false all the same; the misguided researcher gives the truth a probability of 1/1000, and
nothing that she does before it is too late would teach her more (`T5`, `K10`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..logic import Fact, Unknown
from ..worlds import show
from .notion import Trial
from .regret import W5


@dataclass(frozen=True)
class GrainOfTruth:
    """The regret is 0 in Ê, where Ê is the mean of a prior that gives the true deployment positive probability."""

    name: str = "W6"
    title: str = "no regret by its own beliefs, which give the truth positive probability"
    tex: str = r"\mathrm{{regret}}_{{\hat E}}({0}; {1}) = 0 \;\wedge\; \Pr_{{\hat E}}(E_{{\mathrm{{dep}}}}) > 0"
    says: str = "performs well on {1} by its own beliefs, which have a grain of truth"
    denies: str = "does not perform well on {1} by beliefs with a grain of truth"
    has_epsilon: bool = False
    attainable: str = "yes"
    i3: str = "as W5"

    def loss(self, trial: Trial) -> Fraction | Unknown:
        """Return the regret in the believed environment, as W5 does."""
        return W5.loss(trial)

    def judge(self, trial: Trial) -> Fact:
        """Ask W5 and the prior; undefined where nobody has said of what the belief is a mixture."""
        subjective = W5.judge(trial)
        if subjective.holds is not True:
            return subjective
        truth = trial.world.deployment
        if trial.prior is None and trial.believed == truth:
            return Fact(True, f"{subjective.text}, and its belief is the truth")
        if trial.prior is None:
            return Fact(None, f"nobody has said which environments {trial.agent} thinks possible")
        chance = trial.prior.probability(truth)
        if not chance:
            return Fact(False, f"{trial.agent} rules out the truth")
        return Fact(True, f"{subjective.text}, and it gives the truth a probability of {show(chance)}")


W6 = GrainOfTruth()
