"""What the atoms mean on one case, under one reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from ..agents import AnyAgent
from ..behavior import MAXIMUM_MARGIN, Observation, operator
from ..behavior.description import objective_bits
from ..logic import HOLE, Atom, Clause, Fact, Literal, Quantifier, Symbol, Unknown, subformulas
from ..logic.verdicts import gravest
from ..performance import Trial, notion
from ..solve import (
    Undecided,
    bad_pairs,
    find_policy,
    full,
    is_optimal,
    is_trivial,
    optimal,
    regret,
    safe_actions,
    steps,
    used,
)
from ..worlds import AllowedActions, Environment, Judge, Mixture, Objective, Pair, Policy, World, brief, show
from .everything import over_all
from .reading import Reading
from .vocabulary import MODEL

PLACES = {
    "training": ("training",),
    "deployment": ("deployment",),
    "both": ("training", "deployment"),
    "beliefs": ("beliefs",),
}


@dataclass(frozen=True)
class PolicyPair:
    """What an agent does: a policy in training and one in deployment, equal unless it replans."""

    training: Policy
    deployment: Policy

    def at(self, place: str) -> Policy:
        """The policy in one place; what it does by its beliefs is what it does when deployed."""
        return self.training if place == "training" else self.deployment


class NoBeliefs(Exception):
    """Nobody has said what the agent believes."""


@dataclass(frozen=True)
class CaseStructure:
    """The meaning of the vocabulary on a case: see :class:`toymodel.logic.structure.Structure`."""

    world: World
    believed: Environment | None
    judge: Judge
    candidates: tuple[Objective, ...]
    reading: Reading
    agent: PolicyPair | None
    agent_name: str
    target: Objective | None
    """What the selection rule wants to be close to."""
    budget: int
    acting: AnyAgent | None = None
    """The agent itself: its mesa-objective, its prior, its learner."""
    possible: Mixture | None = None
    deferring: frozenset[Pair] = frozenset()

    # The protocol ---------------------------------------------------------------------------------

    def called(self, value: object) -> str:
        """Return an objective's name, the agent's name, or "the policy"."""
        if isinstance(value, Objective):
            return value.name
        return self.agent_name if value is self.agent else "the policy"

    def values(self, quantifier: Quantifier) -> Sequence[object] | None:
        """Candidates for an objective, nearest to the target first; policies are searched."""
        if quantifier.var.sort != "objective":
            return None
        if not quantifier.domain.listed:
            found = over_all(quantifier, self._seen, PLACES)
            return () if isinstance(found, Unknown) else found
        if quantifier.kind == "selected" and self.reading.selected_by == "simplest":
            return sorted(self.candidates, key=lambda r: objective_bits(self.world.training, r))
        if quantifier.kind == "selected" and self.reading.selected_by == "maximum_margin":
            seen = self._seen(PLACES[self.reading.observed_in])
            return () if isinstance(seen, Unknown) else MAXIMUM_MARGIN.nearest_first(seen, self.candidates)
        if quantifier.kind == "selected" and self.target is not None:
            return sorted(self.candidates, key=lambda r: self._distance(r, self.target))  # stable: ties by order given
        return self.candidates

    def selects(self, quantifier: Quantifier) -> Unknown | None:
        """Why there is no selection rule, if there is none; or why nothing stands for all objectives."""
        if not quantifier.domain.listed:
            found = over_all(quantifier, self._seen, PLACES)
            return found if isinstance(found, Unknown) else None
        if self.reading.selected_by == "maximum_margin":
            if any(isinstance(part, Atom) and MODEL in part.args for part in subformulas(quantifier.guard)):
                return Unknown("maximum margin selects for each model anew, and that is not searched", "undecided")
            seen = self._seen(PLACES[self.reading.observed_in])
            return seen if isinstance(seen, Unknown) else None
        if not self.reading.selected_by:
            return Unknown("nobody has said which of the demonstrated objectives is selected; give selected_by")
        if self.target is None and self.reading.selected_by not in ("simplest", "first"):
            return Unknown(f"this case has no {self.reading.selected_by} objective for the selection to be close to")
        return None

    def fact(self, symbol: Symbol, values: tuple[object, ...]) -> Fact:
        """Decide an atom."""
        try:
            return _FACTS[symbol.name](self, symbol, values)
        except NoBeliefs:
            return Fact(None, f"nobody has said what {self.agent_name} believes")

    def find(self, quantifier: Quantifier, clause: Clause) -> object | Unknown | None:
        """Return a conduct that satisfies the clause."""
        try:
            return self._find(clause, quantifier.domain.name == "stationary")
        except NoBeliefs:
            return Unknown(f"nobody has said what {self.agent_name} believes")
        except Undecided as gave_up:
            return Unknown(f"{gave_up} (budget {self.budget}); a larger one may settle it", "undecided")

    # Searching for a policy -----------------------------------------------------------------------

    def _find(self, clause: Clause, stochastic: bool) -> PolicyPair | Unknown | None:
        inside: list[tuple[str, AllowedActions]] = []
        outside: list[list[tuple[str, AllowedActions]]] = []
        opaque: list[Literal] = []
        doubts: list[Unknown] = []
        unknown: list[Unknown] = []
        for literal in clause.literals:
            masks = self._masks(literal)
            if isinstance(masks, Unknown):
                unknown.append(masks)
            elif masks is None:
                opaque.append(literal)
            elif literal.positive:
                inside += masks
            else:
                outside.append(masks)
        for leaving in product(*outside):
            found = self._search(inside, leaving, opaque, stochastic, doubts)
            if found is not None:
                return gravest(*unknown) or found
        return gravest(*doubts)

    def _search(
        self,
        inside: Sequence[tuple[str, AllowedActions]],
        outside: Sequence[tuple[str, AllowedActions]],
        opaque: Sequence[Literal],
        stochastic: bool,
        doubts: list[Unknown],
    ) -> PolicyPair | None:
        size = len(self.world.training.actions)

        def conduct(training: AllowedActions, deployment: AllowedActions) -> PolicyPair:
            return PolicyPair(
                Policy.uniform(training, size, "the policy"), Policy.uniform(deployment, size, "the policy")
            )

        def accept(pair: Callable[[AllowedActions], PolicyPair]) -> Callable[[AllowedActions], bool] | None:
            if not opaque:
                return None
            return lambda mask: self._accepts(opaque, pair(mask), doubts)

        def seek(places: tuple[str, ...], pair: Callable[[AllowedActions], PolicyPair] | None) -> AllowedActions | None:
            named = [(self.env(p), full(self.env(p))) for p in places if pair and opaque and p != "beliefs"]
            stay = [(self.env(p), m) for p, m in inside if p in places] + named
            leave = [(self.env(p), m) for p, m in outside if p in places]
            if not stay and not leave:  # nothing is asked of the policy here, so any will do
                return (frozenset({0}),) * len(self.world.training.states)
            return find_policy(
                stay, leave, stochastic=stochastic, budget=self.budget, accept=accept(pair) if pair else None
            )

        if self.reading.replans == "no":
            kept = seek(("training", "deployment", "beliefs"), lambda mask: conduct(mask, mask))
            return None if kept is None else conduct(kept, kept)
        seen = PLACES[self.reading.observed_in]
        if opaque and len(seen) > 1:
            raise Undecided("two policies observed together are not searched for under this operator")
        first = seek(("training",), (lambda mask: conduct(mask, mask)) if seen == ("training",) else None)
        second = seek(("deployment", "beliefs"), (lambda mask: conduct(mask, mask)) if seen != ("training",) else None)
        return None if first is None or second is None else conduct(first, second)

    def _accepts(self, literals: Sequence[Literal], conduct: PolicyPair, doubts: list[Unknown]) -> bool:
        """Whether all literals are true of a conduct; what keeps this from being known goes to ``doubts``."""
        unknown: list[Unknown] = []
        for literal in literals:
            fact = self.fact(literal.symbol, tuple(conduct if value is HOLE else value for value in literal.values))
            if fact.holds is None:
                unknown.append(Unknown(fact.text, fact.status or "undefined"))
            elif fact.holds is not literal.positive:
                return False
        doubts += unknown[:1]
        return not unknown

    def _masks(self, literal: Literal) -> list[tuple[str, AllowedActions]] | Unknown | None:
        """The masks that a policy must stay inside for the atom to be true of it; None if none says so.

        Unknown, if the atom is undefined of whatever is searched for.
        """
        symbol, values = literal.symbol, literal.values
        if symbol.name == "optimal":
            return [(place, optimal(self.env(place), _objective(values[0])).actions) for place in PLACES[symbol.where]]
        if symbol.name == "safe":
            return [(place, safe_actions(self.env(place), self.judge)) for place in PLACES[symbol.where]]
        if symbol.name == "base safe":
            judge = Judge.by(_objective(values[0]), _fraction(symbol.parameters[0]))
            return [(place, safe_actions(self.env(place), judge)) for place in PLACES[symbol.where]]
        if symbol.name == "demonstrates" and values[0] is HOLE:
            known = operator(str(symbol.parameters[0]))
            masks = [(place, known.mask(self.env(place), _objective(values[1]))) for place in PLACES[symbol.where]]
            sure = [(place, mask) for place, mask in masks if mask is not None and not isinstance(mask, Unknown)]
            never = next((mask for _, mask in masks if isinstance(mask, Unknown)), None)
            return never or (sure if len(sure) == len(masks) else None)
        return None

    # Meanings -------------------------------------------------------------------------------------

    def env(self, place: str) -> Environment:
        """The environment of a place; `NoBeliefs` where there is none."""
        if place == "training":
            return self.world.training
        if place == "deployment":
            return self.world.deployment
        if self.believed is None:
            raise NoBeliefs
        return self.believed

    def _seen(self, places: Sequence[str]) -> tuple[Observation, ...] | Unknown:
        """What the agent does in these places."""
        if self.agent is None:
            return Unknown(f"nobody has said what {self.agent_name} does")
        try:
            return tuple(Observation(self.env(place), self.agent.at(place)) for place in places)
        except NoBeliefs:
            return Unknown(f"nobody has said what {self.agent_name} believes")

    def _distance(self, left: Objective, right: Objective | None) -> Fraction:
        """Σ |R(s,a) − R'(s,a)| in deployment."""
        assert right is not None
        env = self.world.deployment
        pairs = zip(left.mean(env), right.mean(env), strict=True)
        return sum((abs(x - y) for a, b in pairs for x, y in zip(a, b, strict=True)), Fraction(0))

    def _optimal(self, symbol: Symbol, values: tuple[object, ...]) -> Fact:
        objective, conduct = _objective(values[0]), _conduct(values[1])
        for place in PLACES[symbol.where]:
            env, policy = self.env(place), conduct.at(place)
            if not is_optimal(env, objective, policy):
                loss = brief(regret(env, objective, policy))
                return Fact(False, f"{self.called(conduct)} loses {loss} on {objective.name} in {place}")
        return Fact(True, f"{self.called(conduct)} is optimal for {objective.name} in {symbol.where}")

    def _safe(self, symbol: Symbol, values: tuple[object, ...]) -> Fact:
        return self._unspotted(symbol, _conduct(values[0]), self.judge)

    def _base_safe(self, symbol: Symbol, values: tuple[object, ...]) -> Fact:
        objective = _objective(values[0])
        judge = Judge.by(objective, _fraction(symbol.parameters[0]), f"{objective.name}")
        return self._unspotted(symbol, _conduct(values[1]), judge)

    def _unspotted(self, symbol: Symbol, conduct: PolicyPair, judge: Judge) -> Fact:
        who = self.called(conduct)
        much = f" by more than {show(judge.tolerance)}" if judge.tolerance else ""
        said = f"is bad by {judge.name}{much}" if judge.objective else f"{judge.name} judges bad"
        for place in PLACES[symbol.where]:
            env, policy = self.env(place), conduct.at(place)
            spotted = used(env, policy) & bad_pairs(env, judge)
            if spotted:
                away = steps(env, policy)
                nearest = min(spotted, key=lambda pair: (away[pair[0]], pair))
                late = "" if place == "deployment" else f" in {place}"
                return Fact(False, f"{who} {_doing(env, judge, nearest)}{late}, which {said}")
        return Fact(True, f"{who} does nothing in {symbol.where} that {said}")

    def _demonstrates(self, symbol: Symbol, values: tuple[object, ...]) -> Fact:
        conduct, objective = _conduct(values[0]), _objective(values[1])
        mesa = self.acting.objective if self.acting and conduct is self.agent else None
        seen = [Observation(self.env(place), conduct.at(place), mesa) for place in PLACES[symbol.where]]
        holds = operator(str(symbol.parameters[0])).demonstrates(seen, objective, self.candidates)
        if isinstance(holds, Unknown):
            return Fact(None, f"of {self.called(conduct)}, {holds.reason}", holds.status)
        verb = "demonstrates" if holds else "does not demonstrate"
        return Fact(holds, f"{self.called(conduct)} {verb} {objective.name}")

    def _trivial(self, symbol: Symbol, values: tuple[object, ...]) -> Fact:
        objective = _objective(values[0])
        holds = all(is_trivial(self.env(place), objective) for place in PLACES[symbol.where])
        return Fact(holds, f"{objective.name} is {'' if holds else 'not '}trivial")

    def _performs(self, symbol: Symbol, values: tuple[object, ...]) -> Fact:
        conduct, objective = _conduct(values[0]), _objective(values[1])
        name, epsilon = symbol.parameters
        return notion(str(name)).judge(self.trial(conduct, objective, _fraction(epsilon)))

    def trial(self, conduct: PolicyPair, objective: Objective, epsilon: Fraction = Fraction(0)) -> Trial:
        """Return what a notion of performing well needs to know."""
        acting = self.acting if conduct is self.agent else None
        return Trial(
            self.world,
            self.believed,
            conduct.deployment,
            objective,
            epsilon,
            self.called(conduct),
            self.possible,
            acting.prior if acting else None,
            self.deferring,
            acting.learner if acting else None,
            acting.elsewhere(self.world) if acting and self.reading.replans == "yes" else None,
        )


_FACTS: dict[str, Callable[[CaseStructure, Symbol, tuple[object, ...]], Fact]] = {
    "optimal": CaseStructure._optimal,
    "safe": CaseStructure._safe,
    "base safe": CaseStructure._base_safe,
    "demonstrates": CaseStructure._demonstrates,
    "trivial": CaseStructure._trivial,
    "performs": CaseStructure._performs,
}


def _doing(env: Environment, judge: Judge, pair: Pair) -> str:
    """What is bad: an action, or to be in a state where every action is."""
    here = {(pair[0], a) for a in range(len(env.actions))}
    return f"comes to {env.states[pair[0]]}" if here <= bad_pairs(env, judge) else f"plays {env.describe(pair)}"


def _objective(value: object) -> Objective:
    assert isinstance(value, Objective)
    return value


def _conduct(value: object) -> PolicyPair:
    assert isinstance(value, PolicyPair)
    return value


def _fraction(value: object) -> Fraction:
    assert isinstance(value, Fraction)
    return value
