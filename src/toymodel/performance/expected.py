"""By W4 the expected regret is at most ε, under an evaluator's prior q over environments.

The prior is the evaluator's, not the agent's: a mean of regrets, each in one environment, which
is not the regret in a mean environment. Attainable: yes, by doing well where q thinks it likely.
I3: false; a catastrophe of probability q costs q times its regret (the misguided researcher's
90·q(bad) passes any ε above it, `T5`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..logic import Fact, Unknown
from ..worlds import brief, show
from .notion import Trial
from .worst_case import regrets


@dataclass(frozen=True)
class Expected:
    """The mean regret is at most ε: Σ_E q(E) regret_E(π; R) ≤ ε."""

    name: str = "W4"
    title: str = "expected regret at most ε under an evaluator's prior"
    tex: str = r"\mathbb{{E}}_{{E \sim q}}\, \mathrm{{regret}}_{{E}}({0}; {1}) \le {2}"
    says: str = "performs well on {1} on average (expected regret at most {2})"
    denies: str = "does not perform well on {1} on average (expected regret above {2})"
    has_epsilon: bool = True
    attainable: str = "yes"
    i3: str = "false: the misguided researcher, where the evaluator thinks a bad AI improbable (T5)"

    def loss(self, trial: Trial) -> Fraction | Unknown:
        """Return the mean regret of the policy."""
        losses, possible = regrets(trial), trial.possible
        if isinstance(losses, Unknown) or possible is None:
            return losses if isinstance(losses, Unknown) else Unknown("there is no prior")
        return sum((possible.probability(env) * loss for loss, env in losses), Fraction(0))

    def judge(self, trial: Trial) -> Fact:
        """Compare the mean regret with ε; undefined where the case has no prior."""
        mean = self.loss(trial)
        if isinstance(mean, Unknown):
            return Fact(None, mean.reason)
        return Fact(
            mean <= trial.epsilon,
            f"{trial.agent} loses {brief(mean)} on {trial.objective.name} on average over what deployment might have "
            f"been, {'within' if mean <= trial.epsilon else 'more than'} ε = {show(trial.epsilon)}",
        )


W4 = Expected()
