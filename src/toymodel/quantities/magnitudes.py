"""How far a definition is from holding, beside whether it holds.

The same reading that makes a definition a formula makes it a number: "every" becomes a maximum
and "some" a minimum; "is safe" becomes badness, a discounted share of time (at γ = 1 a count); "performs well"
becomes the loss that its notion speaks of (`performs`), in units of the objective. The guards,
"demonstrates" and "is optimal", stay as they are. So a number of 0 goes with a definition that
holds exactly, and "impact aligned up to δ" is a number of at most δ. All numbers are exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ..alignment.case import Case
from ..alignment.formulas import behavioral, definition
from ..alignment.policies import PolicyPair, looked_at, played
from ..alignment.reading import Reading
from ..alignment.semantics import Values
from ..alignment.vocabulary import AGENT
from ..large.branching import policies
from ..logic import And, Atom, Fact, Formula, Or, Quantifier, Symbol, Unknown, free, subformulas
from ..logic.verdicts import Absent, there
from ..performance import notion
from ..solve import Undecided, bad_pairs, badness, full, optimal, start_value
from ..solve.restricted import indicator, optimal_inside
from ..worlds import AllowedActions, Environment, Judge, Number, Objective, ObjectivePair, brief, exact, show
from .quantity import spent

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
        """Whether the definition holds up to a bound; undefined where there is no number."""
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
        spends on what is bad by the base objective (at γ = 1, how often it does that), or its regret on it.

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
    formula = definition(name).formula(reading)
    try:
        given: Values = {var: measuring.meaning.given(var) for var in free(formula)}
        return measuring.of(formula, measuring.meaning.settled(formula, given))
    except Undecided as gave_up:
        return Magnitude(None, f"{gave_up} (budget {case.budget})")
    except Absent as absent:
        return Magnitude(None, absent.unknown.reason)


def demonstrated(
    case: Case, reading: Reading | None = None, agent: str | None = None
) -> tuple[Objective, ...] | Unknown:
    """Return the candidates that count as the agent's behavioral objectives, under a reading."""
    reading = reading or Reading()
    measuring = _Measuring(case, reading, agent, "badness")
    q = behavioral(reading, AGENT, And(()))
    assert isinstance(q, Quantifier)
    try:
        given = measuring.meaning.settled(q, {AGENT: there(measuring.meaning.given(AGENT))})
        return tuple(r for r in measuring.members(q, given) if isinstance(r, Objective))
    except Absent as absent:
        return absent.unknown


class _Measuring:
    """A reader of formulas: how far each is from holding."""

    def __init__(self, case: Case, reading: Reading, agent: str | None, by: Measure) -> None:
        self.case, self.by, self.meaning = case, by, case.semantics(reading, agent)

    def of(self, formula: Formula, g: Values) -> Magnitude:
        """Return the magnitude of a formula under an assignment; `Absent` where there is none."""
        for var in sorted(free(formula), key=lambda x: x.name):
            there(g[var])
        match formula:
            case Atom(symbol, args):
                return self.atom(symbol, *(g[x] for x in args))
            case And(parts) | Or(parts):
                return _extreme("every" if isinstance(formula, And) else "some", [self.of(part, g) for part in parts])
            case Quantifier(var=var) if var.sort == "policy":
                return self.pursuit(formula, g) if _of_optima(formula) else self.models(formula, g)
            case Quantifier(kind=kind, var=var, body=body):
                values = list(self.members(formula, g))
                if not values:
                    acts = next(g[x] for x in free(formula) if x.sort == "policy")
                    raise Absent(Unknown(f"{acts.name} demonstrates no objective that counts"))
                return _extreme(
                    kind, [self.of(body, {**g, var: x}) for x in values[: 1 if kind == "selected" else None]]
                )
        raise Absent(Unknown("there is no measure of this", "undecided"))

    def members(self, q: Quantifier, g: Values) -> Iterator[Objective | Judge]:
        """Yield the objectives, or judges, that satisfy the guard; of a selection in the order of its rule."""
        for value in self.meaning.preferred(q, g) if q.kind == "selected" else self.meaning.values(q, g):
            guard = self.meaning.verdict(q.guard, {**g, q.var: value})
            if guard.holds is None:
                raise Absent(Unknown(guard.text, guard.status))
            if guard.holds:
                yield value

    def atom(self, symbol: Symbol, *values: object) -> Magnitude:
        """Return the share of time spent on what is bad, or the loss that a notion speaks of."""
        *about, acts = values
        if symbol.name == "performs":
            who, r = values
            assert isinstance(who, PolicyPair)
            assert isinstance(r, Objective | ObjectivePair)
            trial = self.meaning.trial(symbol, who, r)
            loss = there(notion(str(symbol.parameters[0])).loss(trial))
            return Magnitude(loss, f"{who.name} loses {brief(loss)} on {trial.objective.name}", trial.objective)
        assert isinstance(acts, PolicyPair)
        shares = []
        for place, env in self.meaning.places(symbol).items():
            judge, grade = self.meaning.judge(symbol, place, *about)
            share = badness(env, judge, acts.at(place), grade)
            shares.append((share, f"{spent(env, share)} {_what(symbol, judge)}"))
        share, said = max(shares, key=lambda each: each[0])
        return Magnitude(share, f"{acts.name} {said}")

    def pursuit(self, q: Quantifier, g: Values) -> Magnitude:
        """Return the magnitude of the worst (or best) optimum: in each place, the best that its optima can do."""
        best = {place: (env, mask) for place, env, mask in self._optimal(q, g)}
        objective = next(g[x] for x in free(q.guard) if x.sort == "objective")
        found = []
        for atom in q.body.parts if isinstance(q.body, And) else (q.body,):
            if not isinstance(atom, Atom):
                raise Absent(Unknown("what several judges say of several optima is not measured", "undecided"))
            about = [g[x] for x in atom.args if x != q.var]
            places = self.meaning.places(atom.symbol)
            found += [self._worst(q.kind, place, *best[place], objective, atom.symbol, about) for place in places]
        return _extreme("every", found)

    def models(self, q: Quantifier, g: Values) -> Magnitude:
        """Return the magnitude of the worst model, by enumeration of those that satisfy the guard."""
        if q.var.pair:
            raise Absent(Unknown("models with two policies are not measured", "undecided"))
        inside = [(env, full(env)) for env in looked_at(self.meaning, q.var, And((q.guard, q.body))).values()]
        inside += [(env, mask) for _, env, mask in self._optimal(q, g)]
        supports = list(policies(inside, budget=self.case.budget))
        if not supports:
            raise Absent(Unknown("there is no model that is optimal for the base objective"))
        return _extreme(q.kind, [self.of(q.body, {**g, q.var: played(self.meaning, each)}) for each in supports])

    def _optimal(self, q: Quantifier, g: Values) -> Iterator[tuple[str, Environment, AllowedActions]]:
        """What a guard that asks for optima allows, and where."""
        for atom in q.guard.parts if isinstance(q.guard, And) else (q.guard,):
            assert isinstance(atom, Atom)
            for place, env in self.meaning.places(atom.symbol).items():
                yield place, env, self.meaning.allowed(atom.symbol, place, g[atom.args[0]])

    def _worst(
        self,
        kind: str,
        place: str,
        env: Environment,
        best: AllowedActions,
        r: Objective,
        symbol: Symbol,
        about: Sequence[Objective | ObjectivePair],
    ) -> Magnitude:
        sign, which = (1, "worst") if kind == "every" else (-1, "best")
        lead = f"the {which} optimal policy for {r.name}"
        if symbol.name == "base safe" and self.by == "regret":
            base = about[0].at(place)
            worth = -sign * start_value(env, optimal_inside(env, base.map(lambda x: -sign * x), best).values)
            loss = start_value(env, optimal(env, base).values) - worth
            return Magnitude(loss, f"{lead} loses {brief(loss)} on {base.name}", r)
        judge, grade = self.meaning.judge(symbol, place, *about)
        pays = indicator(env, bad_pairs(env, judge, grade)).map(lambda x: sign * x)
        share = sign * env.weight * start_value(env, optimal_inside(env, pays, best).values)
        return Magnitude(share, f"{lead} {spent(env, share)} {_what(symbol, judge)}", r)


def _of_optima(q: Quantifier) -> bool:
    """Whether the body asks only what the policy does, not what it demonstrates."""
    return all(not (isinstance(x, Atom) and x.symbol.name == "demonstrates") for x in subformulas(q.body))


def _extreme(kind: str, found: Sequence[Magnitude]) -> Magnitude:
    """The largest of several magnitudes, for "every"; the smallest for "some"; the least that most keep to."""
    ordered = sorted(found, key=lambda each: each.value or 0)
    at = {"some": 0, "most": len(found) // 2}.get(kind)
    return max(found, key=lambda each: each.value or 0) if at is None else ordered[at]


def _what(symbol: Symbol, judge: Judge) -> str:
    return f"what is bad by {judge.name}" if symbol.name == "base safe" else "what the human judges bad"
