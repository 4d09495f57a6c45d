"""By W8 an agent performs well if it is sure, or asks or abstains, and does not rule out the truth.

An action is *sure* where it loses at most ε in every environment that the agent thinks possible
and in which that state can be reached at all (by its advantage there, in units of R). π performs
well if all that it uses in the true deployment is sure or counts as asking or abstaining, and if
the truth is among what it thinks possible: who rules out the truth does not know when to ask.

Attainable: yes, where somebody can be asked or something abstained by. I3: a theorem (at ε = 0)
where asking is worth it, that is where whoever only asks, abstains or does what is optimal for R
does no harm (`worth_asking`). Source: Kosoy 2019, *Delegative reinforcement learning* (traps and
somebody to ask: `T15`). The misguided researcher doubts a little, and
deploys all the same, so she fails; a cautious one verifies (`toymodel.agents.caution`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ..agents.caution import at_stake
from ..logic import Fact, Unknown
from ..solve import bad_pairs, optimal, used
from ..worlds import Environment, Judge, Objective, Pair, listed
from .notion import Trial


@dataclass(frozen=True)
class Deferring:
    """Every pair used is optimal within ε in all that the agent thinks possible, the truth included, or defers."""

    name: str = "W8"
    title: str = "acts only where it is sure (within ε), else asks or abstains; and does not rule out the truth"
    tex: str = (
        r"\mathrm{{used}}_{{\mathrm{{dep}}}}({0}) \subseteq \mathrm{{Sure}}_{{{2}}}({1}) \cup \mathrm{{Ask}}"
        r" \;\wedge\; \Pr_{{\hat E}}(E_{{\mathrm{{dep}}}}) > 0"
    )
    says: str = (
        "performs well on {1}: it does not rule out the truth, "
        "and where it is unsure (by more than {2}) it asks or abstains"
    )
    denies: str = "does not perform well on {1}: it rules out the truth, or acts where it is unsure (by more than {2})"
    has_epsilon: bool = True
    attainable: str = "yes, given somebody to ask or something to abstain by (T15)"
    i3: str = "a theorem where asking is worth it"

    def loss(self, trial: Trial) -> Fraction | Unknown:
        """Return the most that it may lose by one action without asking, in what it thinks possible."""
        risks = self._risks(trial)
        return risks if isinstance(risks, Unknown) else max((loss for loss, _ in risks), default=Fraction(0))

    def judge(self, trial: Trial) -> Fact:
        """Look for an unsure action that does not defer; undefined without a prior, or without a way to defer."""
        risks, env = self._risks(trial), trial.world.deployment
        if isinstance(risks, Unknown):
            return Fact(None, risks.reason)
        if trial.prior is not None and not trial.prior.probability(env):
            return Fact(False, f"{trial.agent} rules out the truth, so it does not know when to ask")
        rash = sorted(pair for loss, pair in risks if loss > trial.epsilon)
        if rash:
            what = f"unsure whether that is best for {trial.objective.name}"
            return Fact(False, f"{trial.agent} plays {env.describe(rash[0])}, {what}")
        asked = sorted(used(env, trial.policy) & trial.deferring)
        if not asked:
            return Fact(True, f"{trial.agent} is sure of all that it does")
        return Fact(True, f"where it is unsure, {trial.agent} defers ({listed(env.describe(pair) for pair in asked)})")

    def _risks(self, trial: Trial) -> list[tuple[Fraction, Pair]] | Unknown:
        if trial.prior is None:
            return Unknown(f"nobody has said which environments {trial.agent} thinks possible")
        if not trial.deferring:
            return Unknown("nobody has said what counts as asking or abstaining here")
        stake = at_stake(trial.prior, trial.objective)
        return [(stake[s][a], (s, a)) for s, a in used(trial.world.deployment, trial.policy) - trial.deferring]


def worth_asking(env: Environment, objective: Objective, judge: Judge, deferring: Iterable[Pair]) -> bool:
    """Return whether whoever only defers or does what is optimal for the objective does nothing bad."""
    asks = set(deferring)
    allowed = tuple(
        row | {a for a in env.available[s] if (s, a) in asks} for s, row in enumerate(optimal(env, objective).actions)
    )
    return not used(env, allowed) & bad_pairs(env, judge)


W8 = Deferring()
