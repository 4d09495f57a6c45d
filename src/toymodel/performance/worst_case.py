"""By W3 the regret is at most ε in every environment of a class.

Attainable: not over an unrestricted class. Where k states were never seen and the right one of
two actions in each is unknown, every policy is right in half of them on average, and one that
tosses no coins is right in none at worst (no free lunch, `T12`; an action that abstains gives a
floor). I3: as under W2, if the true deployment is in the class; otherwise false.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..logic import Fact, Unknown
from ..solve import regret
from ..worlds import Environment, brief, show
from .notion import Trial


def regrets(trial: Trial) -> tuple[list[tuple[Fraction, Environment]], Unknown | None]:
    """Return the agent's regret in each possible environment where it is known, and what is not known, if anything."""
    if trial.possible is None:
        return [], Unknown("nobody has said what deployment might have been")
    losses, missing = [], None
    for env in trial.possible.support:
        policy = trial.acts(env)
        if policy is not None:
            losses.append((regret(env, trial.objective, policy), env))
        elif missing is None:
            missing = Unknown(f"nobody has said what {trial.agent} does where {env.name or 'the world is another'}")
    return losses, missing


@dataclass(frozen=True)
class WorstCase:
    """The worst regret is at most ε: max over E of regret_E(π; R) ≤ ε."""

    name: str = "W3"
    title: str = "regret at most ε in the worst of the possible environments"
    tex: str = r"\max_{{E}} \mathrm{{regret}}_{{E}}({0}; {1}) \le {2}"
    says: str = "performs well on {1} in every possible deployment (regret at most {2})"
    denies: str = "does not perform well on {1} in every possible deployment (regret above {2})"
    has_epsilon: bool = True
    attainable: str = "not over an unrestricted class: there is no free lunch (T12)"
    i3: str = "as W2 if the truth is in the class, otherwise false"

    def loss(self, trial: Trial) -> Fraction | Unknown:
        """Return the worst regret of the class; Unknown where one of them is."""
        losses, missing = regrets(trial)
        return missing or max(loss for loss, _ in losses)

    def judge(self, trial: Trial) -> Fact:
        """Compare the worst regret with ε; undefined where a regret is not known and none that is known exceeds ε."""
        losses, missing = regrets(trial)
        worst, env = max(losses, key=lambda pair: pair[0], default=(Fraction(0), trial.world.deployment))
        if missing and worst <= trial.epsilon:
            return Fact(None, missing.reason)
        if worst == 0:
            return Fact(True, f"{trial.agent} loses nothing on {trial.objective.name} in any possible deployment")
        return Fact(
            worst <= trial.epsilon,
            f"{trial.agent} loses {brief(worst)} on {trial.objective.name} where {env.name or 'it is worst'}, "
            f"{'within' if worst <= trial.epsilon else 'more than'} ε = {show(trial.epsilon)}",
        )


W3 = WorstCase()
