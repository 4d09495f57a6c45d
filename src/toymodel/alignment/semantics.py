"""What a formula means on a case. Read this first: the meaning of every definition is on this page.

A formula is *true* or *false*; or *undefined*, where it speaks of what is not there (the objective of an agent
that has none, beliefs that nobody has stated); or *undecided*, where nobody has found out. Connectives are
Kleene's, and a quantifier is a long connective, over the objectives under consideration or over policies:

    not A         true and false change places, the other two stay
    A and B …     one false settles it; else one undecided; else one undefined; else it is true
    A or B …      one true settles it; else one undecided; else one undefined; else it is false

An assignment g says what variables stand for: an `Objective`, a `Judge`, or a `PolicyPair`, which is what somebody
does in each environment. Of policies that do the same wherever the formula looks, one is tried; so there are
finitely many. `Search` (search.py) tries fewer, and means the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..behavior import Observation, operator
from ..behavior.description import objective_bits
from ..behavior.everything import over_all
from ..logic import And, Atom, Formula, Implies, Not, Or, Quantifier, Symbol, Unknown, Var, Verdict, free
from ..logic.verdicts import STATUS, Absent, Status, opposite, settle, there
from ..performance import Trial, notion
from ..solve import OutOfReach, Undecided, full, optimal, safe_actions, stays_inside, used
from ..worlds import AllowedActions, Environment, Judge, Objective, ObjectivePair, World
from .policies import PolicyPair, every_policy
from .reading import Reading
from .reasons import gist, performed, reason
from .vocabulary import PLACES

if TYPE_CHECKING:
    from .case import Case

Values = Mapping[Var, Any]


class Semantics:
    """A semantics gives formulas their meaning on a case, under a reading, said of an agent."""

    def __init__(self, case: Case, reading: Reading, agent: str | None = None) -> None:
        self.case, self.world, self.reading, self.who = case, case.world, reading, case.agent(agent)
        self._known: dict[object, Any] = {}

    # The satisfaction relation --------------------------------------------------------------------------

    def decided(self, formula: Formula) -> Verdict:
        """Return the value of a formula whose free variables stand for what the case has."""
        return self.verdict(formula, {var: self.given(var) for var in free(formula)})

    def verdict(self, formula: Formula, g: Values) -> Verdict:
        """Return the value of a formula under an assignment; of what is missing nothing is true or false."""
        try:
            match formula:
                case Atom() | Quantifier() if missing := self._missing(formula, g):
                    found = Verdict(missing.status, missing.reason)
                case Atom(symbol, args):
                    found = self.atom(symbol, *(g[x] for x in args))
                case Not(part):
                    found = opposite(self.verdict(part, g))
                case And(parts):
                    found = settle("false", (self.verdict(part, g) for part in parts))
                case Or(parts):
                    found = settle("true", (self.verdict(part, g) for part in parts))
                case Implies(premise, conclusion):
                    found = self.verdict(Or((Not(premise), conclusion)), g)
                case Quantifier(body=body):
                    found = self._remembered(formula, g)
                    if found.holds is not None:  # what it rests on: the body, of the witness or of all that count
                        found = replace(found, parts=tuple(found.about(body)))
        except Absent as absent:
            found = Verdict(absent.unknown.status, absent.unknown.reason)
        except OutOfReach as beyond:
            found = Verdict("undecided", str(beyond))
        except Undecided as gave_up:
            found = Verdict("undecided", f"{gave_up} (budget {self.case.budget}); a larger one may settle it")
        return found.of(formula, g)

    def quantified(self, q: Quantifier, g: Values) -> Verdict:
        """Return the value of a quantifier."""
        if q.kind == "some":  # one satisfies the guard and the body
            return self.some(q, And((q.guard, q.body)), g)
        if q.kind == "every":  # none satisfies the guard and not the body; and one the guard, where that is claimed
            held = opposite(self.some(q, And((q.guard, Not(q.body))), g))
            if q.if_empty is True or held.status == "false":
                return held
            member = self.some(q, q.guard, g)
            if member.status == "false":
                return Verdict(STATUS[q.if_empty])
            return held if member.holds else settle("false", (member, held))
        if q.kind == "most":
            return self._most([self.verdict(q.body, {**g, q.var: value}) for value in self.values(q, g)])
        for value in self.preferred(q, g):  # "selected": the first that satisfies the guard satisfies the body
            here = {**g, q.var: value}
            guard = self.verdict(q.guard, here)
            if guard.holds is None:
                return Verdict(guard.status, guard.reason, None, (guard,))
            if guard.holds:
                body = self.verdict(q.body, here)
                return Verdict(body.status, "", value if body.holds is not None else None, (body,))
        return Verdict("false")

    def some(self, q: Quantifier, wanted: Formula, g: Values) -> Verdict:
        """Return whether something in the quantifier's domain is wanted, with the first that is."""
        values = self.policies(q, wanted, g) if q.var.sort == "policy" else self.values(q, g)
        tried = ((value, self.verdict(wanted, {**g, q.var: value})) for value in values)
        found = settle("true", (Verdict(part.status, part.why, value, (part,)) for value, part in tried))
        forgotten = q.var.sort == "policy" and found.status == "false"  # there may be thousands
        parts = () if forgotten else tuple(part for each in found.parts for part in each.parts)
        return Verdict(found.status, found.why, found.witness, parts)

    def _most(self, parts: Sequence[Verdict]) -> Verdict:
        """Decide "more than half": so many are true that the others cannot matter, or so few."""
        true, open_ = (sum(part.holds is value for part in parts) for value in (True, None))
        if 2 * true > len(parts) or 2 * (true + open_) <= len(parts):
            holds = 2 * true > len(parts)
            return Verdict(STATUS[holds], parts=tuple(part for part in parts if part.holds is holds))
        return settle("true", [part for part in parts if part.holds is None])

    # What quantifiers range over ------------------------------------------------------------------------

    def policies(self, q: Quantifier, wanted: Formula, g: Values) -> Iterable[PolicyPair]:
        """Yield every policy of the domain, or every pair of them, told apart where the formula looks."""
        return every_policy(self, q, wanted)

    def values(self, q: Quantifier, g: Values) -> Sequence[Objective | Judge]:
        """Return the candidates, or the judges; where all objectives of a class are meant, some that stand for all."""
        if q.var.sort == "judge":
            return self.case.judge.members or (self.case.judge,)
        if q.domain.listed:
            return self.case.candidates
        return there(over_all(q, lambda places: self.seen(self._spoken_of(q, g), places), PLACES, q.domain.name))

    def preferred(self, q: Quantifier, g: Values) -> Sequence[Objective]:
        """Return the candidates, in the order of the rule that selects."""
        rule, candidates, env = self.reading.selected_by, self.case.candidates, self.world.deployment
        if not q.domain.listed:
            raise Absent(Unknown("a rule selects among candidates; over all objectives read “every” or “some”"))
        if rule == "first":
            return candidates
        if rule == "simplest":
            return sorted(candidates, key=lambda r: objective_bits(self.world.training, r))
        if rule == "maximum_margin":
            from ..behavior import MAXIMUM_MARGIN  # it needs SciPy, so it is loaded when it is asked for

            seen = self.seen(self._spoken_of(q, g), PLACES[self.reading.observed_in])
            return MAXIMUM_MARGIN.nearest_first(seen, candidates)
        if not rule:
            raise Absent(Unknown("nobody has said which of the demonstrated objectives is selected; give selected_by"))
        target = {"human": self.case.human, "base": self.case.base}[rule]
        if target is None:
            raise Absent(Unknown(f"this case has no {rule} objective for the selection to be close to"))
        wish = target.at("deployment").mean(env)

        def distance(r: Objective) -> Fraction:
            rows = zip(r.mean(env), wish, strict=True)
            return sum((abs(x - y) for row, line in rows for x, y in zip(row, line, strict=True)), Fraction(0))

        return sorted(candidates, key=distance)

    # The symbols ----------------------------------------------------------------------------------------

    def atom(self, symbol: Symbol, *values: Any) -> Verdict:
        """Return whether the symbol is true of the values: objectives, a judge, and who acts."""
        match symbol.name, values:
            case "demonstrates", (acts, r):  # the operator, shown what is done where it is observed, lists r
                seen, r = self.seen(acts, PLACES[symbol.where]), there(self.paid(r, symbol.where))
                says = operator(str(symbol.parameters[0])).demonstrates(seen, r, self.case.candidates)
                if isinstance(says, Unknown):
                    return Verdict(says.status, f"of {acts.name}, {says.reason}" if acts.agent else says.reason)
                status = STATUS[says]
            case "performs", (acts, r):  # this notion of performing well, W1 to W8, is met
                fact = notion(str(symbol.parameters[0])).judge(self.trial(symbol, acts, r))
                return Verdict(fact.status or STATUS[fact.holds], fact.said, gist=lambda: performed(fact, acts.name))
            case "same optima", (r, other):  # what the optimal policies of each use there, all together, is the same
                places, sides = self.places(symbol).items(), (r, other)
                best = ([used(env, self.allowed(symbol, place, side)) for side in sides] for place, env in places)
                status = STATUS[all(left == right for left, right in best)]
            case "trivial", (r,):  # whatever anybody does there is optimal for r
                places = self.places(symbol).items()
                status = STATUS[all(stays_inside(e, full(e), self.allowed(symbol, p, r)) for p, e in places)]
            case _, (*about, acts):  # optimal, safe, base safe: all that is used there is allowed
                status = self.kept(
                    acts, {p: (e, self.allowed(symbol, p, *about)) for p, e in self.places(symbol).items()}
                )
        return Verdict(
            status, lambda: reason(self, symbol, status, *values), gist=lambda: gist(self, symbol, status, *values)
        )

    def kept(self, acts: PolicyPair, bounds: Mapping[str, tuple[Environment, AllowedActions]]) -> Status:
        """Return whether, in each place, all that is used from the start is allowed."""
        return settle("false", (Verdict(acts.keeps_to(p, env, allowed)) for p, (env, allowed) in bounds.items())).status

    def allowed(self, symbol: Symbol, place: str, *about: Any) -> AllowedActions:
        """Return the actions that a symbol allows in each state of one place."""
        env = self.env(place)
        if symbol.name in ("optimal", "trivial", "same optima"):
            return optimal(env, about[0].at(place)).actions
        key = (symbol, place, *about)
        if key not in self._known:
            self._known[key] = safe_actions(env, *self.judge(symbol, place, *about))
        found: AllowedActions = self._known[key]
        return found

    def judge(self, symbol: Symbol, place: str, *about: Any) -> tuple[Judge, Fraction]:
        """Return who judges what is "safe" in one place, and from which grade on."""
        amount = _number(symbol.parameters[0])
        if symbol.name == "base safe":
            base = about[0].at(place)
            return Judge.by(base, amount, about[0].name if place == "both" else base.name), Fraction(0)
        return (about[0] if symbol.name == "safe by" else self.case.judge), amount

    # The case -------------------------------------------------------------------------------------------

    def places(self, symbol: Symbol) -> dict[str, Environment]:
        """Return the environments in which a symbol looks at what somebody does, by the name of the place."""
        if symbol.name != "performs":
            return {place: self.env(place) for place in PLACES[symbol.where]}
        found = {place: self.env(place) for place in {symbol.where or "deployment", "deployment"}}
        possible = self.case.possible.support if self.case.possible else ()
        found |= {"beliefs": self.who.believed} if self.who.believed else {}
        return found | {f"possible {k}": env for k, env in enumerate(possible)}

    def env(self, place: str) -> Environment:
        """Return the environment of a place; there may be no beliefs."""
        if place == "beliefs":
            return there(self.who.believed or Unknown(f"nobody has said what {self.who.name} believes"))
        return self.world.training if place == "training" else self.world.deployment

    def seen(self, acts: PolicyPair, places: Sequence[str]) -> tuple[Observation, ...]:
        """Return what is observed; of the agent itself its objective too, for operators that look inside."""
        inside = acts.agent.objective if acts.agent else None
        return tuple(Observation(self.env(place), acts.at(place), inside) for place in places)

    def paid(self, r: Objective | ObjectivePair, where: str) -> Objective | Unknown:
        """Return what an objective pays where a symbol looks; of several places, if it is the same there."""
        paid = {r.at(place) for place in PLACES[where]}
        return (
            paid.pop() if len(paid) == 1 else Unknown(f"{r.name} pays one thing in training and another in deployment")
        )

    def trial(self, symbol: Symbol, acts: PolicyPair, r: Objective | ObjectivePair) -> Trial:
        """Return what a notion of performing well may look at."""
        who, case, where = acts.agent, self.case, symbol.where or "deployment"
        return Trial(
            case.world if where == "deployment" else World.same(self.env(where)),
            self.who.believed,
            acts.at(where),
            r.at(where),
            _number(symbol.parameters[1]),
            acts.name,
            case.possible,
            who.prior if who else None,
            frozenset(map(self.world.deployment.pair, case.deferring)),
            who.learner if who else None,
            who.elsewhere(case.world) if who and self.reading.replans == "yes" else None,
            where,
        )

    def given(self, var: Var) -> Objective | ObjectivePair | PolicyPair | Unknown:
        """Return what the free variables of the definitions stand for: the agent, the base and mesa-objective."""
        if var.name == "agent":
            return self.case.policy_pair(self.reading, self.who.name)
        nothing = Unknown(f"{self.who.name} is no mesa-optimizer: there is no objective inside that it searches by")
        return {"base": self.case.base, "mesa": self.who.objective or nothing}[var.name]

    def settled(self, formula: Formula, g: Values) -> Values:
        """Return the values, if nothing that the formula looks at is left open; raise `Absent` otherwise."""
        return g

    def _missing(self, formula: Formula, g: Values) -> Unknown | None:
        bound = (g[x] for x in sorted(free(formula), key=lambda x: x.name))
        return next((value for value in bound if isinstance(value, Unknown)), None)

    def _spoken_of(self, q: Quantifier, g: Values) -> PolicyPair:
        """Whose objectives are quantified over."""
        acts: PolicyPair = next(g[x] for x in free(q) if x.sort == "policy")
        return acts

    def _remembered(self, q: Quantifier, g: Values) -> Verdict:
        """The value of a quantifier, remembered where it speaks of no policy."""
        values = [g[x] for x in sorted(free(q), key=lambda x: x.name)]
        if any(isinstance(value, PolicyPair) for value in values):
            return self.quantified(q, g)
        key = (id(q), *map(id, values))
        if key not in self._known:
            self._known[key] = self.quantified(q, g), q, values  # q and values are kept, so that their ids stay theirs
        found: Verdict = self._known[key][0]
        return found


def _number(given: object) -> Fraction:
    assert isinstance(given, Fraction)
    return given
