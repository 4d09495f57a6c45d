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
    i3: str = "with one objective: false, by the misguided researcher, where the evaluator thinks a bad AI improbable"

    def loss(self, trial: Trial) -> Fraction | Unknown:
        """Return the mean regret of the policy; Unknown where one of the regrets is."""
        known, missing = _mean(trial)
        return missing or known

    def judge(self, trial: Trial) -> Fact:
        """Compare the mean regret with ε; undefined where what is known of it does not exceed ε and some is not known.

        No regret is negative, so that those which are known bound the mean from below.
        """
        mean, missing = _mean(trial)
        if missing and mean <= trial.epsilon:
            return Fact(None, missing.reason)
        least = "at least " if missing else ""
        return Fact(
            mean <= trial.epsilon,
            f"{trial.agent} loses {least}{brief(mean)} on {trial.objective.name} on average over what deployment might "
            f"have been, {'within' if mean <= trial.epsilon else 'more than'} ε = {show(trial.epsilon)}",
        )


def _mean(trial: Trial) -> tuple[Fraction, Unknown | None]:
    """Return the mean regret as far as it is known, and what is not known."""
    losses, missing = regrets(trial)
    weights = dict(trial.possible.parts) if trial.possible else {}
    return sum((weights[env] * loss for loss, env in losses), Fraction(0)), missing


W4 = Expected()
