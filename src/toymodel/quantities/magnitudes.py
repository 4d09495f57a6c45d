"""How far a definition is from holding, beside whether it holds.

The same reading that makes a definition a formula makes it a number: "every" becomes a maximum
and "some" a minimum; "is safe" becomes badness, a discounted share of time; "performs well"
becomes the loss that its notion speaks of (`performs`), in units of the objective. The guards,
"demonstrates" and "is optimal", stay as they are. So a number of 0 goes with a definition that
holds exactly, and "impact aligned up to δ" is a number of at most δ. All numbers are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ..alignment.case import Case
from ..alignment.formulas import behavioral, definition
from ..alignment.reading import Reading
from ..alignment.structure import PLACES, CaseStructure, PolicyPair
from ..alignment.vocabulary import AGENT, R
from ..logic import And, Fact, Quantifier, Unknown, evaluate
from ..performance import notion
from ..solve import Undecided, bad_pairs, badness, find_policy, full, optimal, start_value, used
from ..solve.restricted import indicator, optimal_inside
from ..worlds import AllowedActions, Environment, Judge, Number, Objective, Pair, Policy, brief, exact, show

Measure = Literal["badness", "regret"]


@dataclass(frozen=True)
class Magnitude:
    """How far a definition is from holding: 0 if it holds exactly.

    Attributes
    ----------
    value : Fraction or None
        None where there is no number, for the reason in ``text``.
    witness : Objective or None
        The behavioral objective that decides.
    """

    value: Fraction | None
    text: str
    witness: Objective | None = None

    def up_to(self, bound: Number) -> Fact:
        """Return whether the definition holds up to a bound; undefined where there is no number."""
        limit = exact(bound, "bound")
        if self.value is None:
            return Fact(None, self.text)
        return Fact(
            self.value <= limit, f"{self.text}, {'within' if self.value <= limit else 'more than'} {show(limit)}"
        )


def magnitude(
    case: Case, name: str, reading: Reading | None = None, agent: str | None = None, by: Measure = "badness"
) -> Magnitude:
    """Return how far one definition is from holding.

    Parameters
    ----------
    name : str
        One of the seven, as for `Case.check`.
    by : "badness" or "regret"
        For objective robustness and inner alignment: the share of time that the worst optimum
        spends on what is bad by the base objective, or its regret on it.

    Examples
    --------
    >>> from ..zoo import misguided_researcher
    >>> for name in ("impact aligned", "robust"):
    ...     print(magnitude(misguided_researcher(), name).text)
    the researcher spends a share of 1 of the time on what the human judges bad
    the researcher loses 90 on human values
    """
    reading = reading or Reading()
    measuring = _Measuring(case, reading, agent, by)
    try:
        measured = getattr(measuring, definition(name).name.replace(" ", "_"))()
    except Undecided as gave_up:
        return Magnitude(None, f"{gave_up} (budget {case.budget})")
    return Magnitude(None, measured.reason) if isinstance(measured, Unknown) else measured


def demonstrated(
    case: Case, reading: Reading | None = None, agent: str | None = None
) -> tuple[Objective, ...] | Unknown:
    """Return the candidates that count as the agent's behavioral objectives, under a reading."""
    reading = reading or Reading()
    return _Measuring(case, reading, agent, "badness").shown()


def offences(case: Case, reading: Reading | None = None, agent: str | None = None) -> frozenset[Pair] | Unknown:
    """Return the pairs that the agent uses in deployment and the human judges bad there."""
    conduct = case.policy_pair(reading or Reading(), agent)
    if isinstance(conduct, Unknown):
        return conduct
    env = case.world.deployment
    return used(env, conduct.deployment) & bad_pairs(env, case.judge)


class _Measuring:
    def __init__(self, case: Case, reading: Reading, agent: str | None, by: Measure) -> None:
        self.case, self.reading, self.by = case, reading, by
        self.name = case.agent(agent).name
        self.structure: CaseStructure = case.structure(reading, agent)
        self.conduct = self.structure.agent or case.policy_pair(reading, agent)
        self.mesa = case.agent(agent).objective

    # The seven ----------------------------------------------------------------------------------------

    def impact_aligned(self) -> Magnitude | Unknown:
        if isinstance(self.conduct, Unknown):
            return self.conduct
        share = max(badness(self.structure.env(p), self.case.judge, self.conduct.at(p)) for p in self._judged())
        return Magnitude(
            share, f"{self.name} spends a share of {brief(share)} of the time on what the human judges bad"
        )

    def robust(self) -> Magnitude | Unknown:
        return self._loss("W1", self.case.base)

    def capability_robust(self) -> Magnitude | Unknown:
        return self._over_objectives(lambda r: self._loss(self.reading.performs, r))

    def intent_aligned(self) -> Magnitude | Unknown:
        return self._over_objectives(self._pursuit)

    def objective_robust(self) -> Magnitude | Unknown:
        return self._over_objectives(self._base_pursuit)

    def inner_aligned(self) -> Magnitude | Unknown:
        if self.mesa is None:
            return Unknown(f"{self.name} is no mesa-optimizer")
        return self._base_pursuit(self.mesa)

    def outer_aligned(self) -> Magnitude | Unknown:
        """Return the worst model, by enumeration."""
        if self.reading.replans == "yes":
            return Unknown("models with two policies are not measured", "undecided")
        met = PLACES[self.reading.encountered]
        seen = {*PLACES[self.reading.observed_in], *self._judged(), "deployment"}
        wanted = [(self.structure.env(p), optimal(self.structure.env(p), self.case.base).actions) for p in met]
        listing = _every(
            wanted + [(self.structure.env(p), full(self.structure.env(p))) for p in seen], self.case.budget
        )
        measured = [self._over_objectives(self._pursuit, PolicyPair(model, model)) for model in listing]
        if not measured:
            return Unknown("there is no model that is optimal for the base objective")
        missing = next((m for m in measured if isinstance(m, Unknown)), None)
        known = [m for m in measured if isinstance(m, Magnitude)]
        return missing or max(known, key=lambda m: m.value or 0)

    # Their parts --------------------------------------------------------------------------------------

    def shown(self, conduct: PolicyPair | None = None) -> tuple[Objective, ...] | Unknown:
        acting = conduct or self.conduct
        if isinstance(acting, Unknown):
            return acting
        guard = self._quantifier().guard
        found = []
        for objective in self.structure.values(self._quantifier()) or ():
            verdict = evaluate(guard, self.structure, {AGENT: acting, R: objective})
            if verdict.holds is None:
                return Unknown(verdict.text, verdict.status)
            if verdict.holds and isinstance(objective, Objective):
                found.append(objective)
        return tuple(found)

    def _quantifier(self) -> Quantifier:
        found = behavioral(self.reading, AGENT, And(()))
        assert isinstance(found, Quantifier)
        return found

    def _over_objectives(
        self, measure: Callable[[Objective], Magnitude | Unknown], conduct: PolicyPair | None = None
    ) -> Magnitude | Unknown:
        kind = self.reading.objectives
        if kind == "selected" and (why := self.structure.selects(self._quantifier())) is not None:
            return why
        objectives = self.shown(conduct)
        if isinstance(objectives, Unknown):
            return objectives
        if not objectives:
            return Unknown(f"{self.name} demonstrates no objective that counts")
        chosen = objectives[:1] if kind == "selected" else objectives
        measured = [(measure(r), r) for r in chosen]
        missing = next((m for m, _ in measured if isinstance(m, Unknown)), None)
        if missing is not None:
            return missing
        known = [(m.value, m.text, r) for m, r in measured if isinstance(m, Magnitude) and m.value is not None]
        value, text, objective = (min if kind == "some" else max)(known, key=lambda entry: entry[0])
        return Magnitude(value, text, objective)

    def _pursuit(self, objective: Objective) -> Magnitude | Unknown:
        """Badness of the worst (or best) optimum of an objective."""
        if self.reading.judged_in == "both" and self.reading.replans == "no":
            return self._pursuit_in_both(objective)
        shares = [self._share(self.structure.env(p), objective, self.case.judge) for p in self._judged()]
        return self._optimum(objective, max(shares), "what the human judges bad")

    def _pursuit_in_both(self, objective: Objective) -> Magnitude:
        training, deployment = self.case.world.training, self.case.world.deployment
        wanted = [(deployment, optimal(deployment, objective).actions), (training, full(training))]
        shares = [
            max(badness(env, self.case.judge, policy) for env in (training, deployment))
            for policy in _every(wanted, self.case.budget)
        ]
        return self._optimum(objective, self._pick(shares), "what the human judges bad")

    def _base_pursuit(self, objective: Objective) -> Magnitude | Unknown:
        """Badness, by the base objective, of the worst (or best) optimum of an objective; or its regret."""
        env, base = self.case.world.deployment, self.case.base
        if self.by == "badness":
            judge = Judge.by(base, self.reading.tolerance)
            return self._optimum(objective, self._share(env, objective, judge), f"what is bad by {base.name}")
        sign = -1 if self.reading.optima == "every" else 1
        mask = optimal(env, objective).actions
        worth = sign * start_value(env, optimal_inside(env, base.map(lambda x: sign * x), mask).values)
        loss = start_value(env, optimal(env, base).values) - worth
        return Magnitude(loss, f"{self._which()} for {objective.name} loses {brief(loss)} on {base.name}", objective)

    def _share(self, env: Environment, objective: Objective, judge: Judge) -> Fraction:
        sign = 1 if self.reading.optima == "every" else -1
        pays = indicator(env, bad_pairs(env, judge)).map(lambda x: sign * x)
        values = optimal_inside(env, pays, optimal(env, objective).actions).values
        return sign * (1 - env.discount) * start_value(env, values)

    def _optimum(self, objective: Objective, share: Fraction, what: str) -> Magnitude:
        return Magnitude(
            share,
            f"{self._which()} for {objective.name} spends a share of {brief(share)} of the time on {what}",
            objective,
        )

    def _which(self) -> str:
        return f"the {'worst' if self.reading.optima == 'every' else 'best'} optimal policy"

    def _pick(self, values: Iterable[Fraction]) -> Fraction:
        return max(values) if self.reading.optima == "every" else min(values)

    def _loss(self, name: str, objective: Objective) -> Magnitude | Unknown:
        if isinstance(self.conduct, Unknown):
            return self.conduct
        loss = notion(name).loss(self.structure.trial(self.conduct, objective))
        if isinstance(loss, Unknown):
            return loss
        return Magnitude(loss, f"{self.name} loses {brief(loss)} on {objective.name}", objective)

    def _judged(self) -> Sequence[str]:
        return PLACES["both"] if self.reading.judged_in == "both" else PLACES["deployment"]


def _every(inside: Sequence[tuple[Environment, AllowedActions]], budget: int) -> list[Policy]:
    """Return every deterministic policy inside the masks, told apart where it comes."""
    found: list[Policy] = []

    def keep(mask: AllowedActions) -> bool:
        found.append(Policy.uniform(mask, len(inside[0][0].actions)))
        return False

    find_policy(inside, budget=budget, accept=keep)
    return found
