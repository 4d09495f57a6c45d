"""What the definitions mean, by brute force: every policy is tried, every value worked out anew.

The oracle of the tests, and what `recheck` checks verdicts by. Nothing here calls the
evaluator, the solver, or the structure that the two share. A formula is decided as it reads:
a quantifier is a long connective, and connectives are Kleene's. Slow on purpose; where there
are more than `LIMIT` policies a quantifier is settled only if a closure argument in a single
environment does it, and is `Beyond` reach otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from ..logic.formulas import And, Atom, Formula, Implies, Not, Or, Quantifier, Symbol, Truth, Var, free, symbols
from ..logic.verdicts import Unknown
from ..worlds import AllowedActions, Environment, Judge, Objective, Row
from .afresh import Rows, bad, best, full, kernel, regret, support, used, without

if TYPE_CHECKING:
    from .case import Case
    from .reading import Reading

LIMIT = 100_000
"""Policies that are tried one by one."""

Placed: TypeAlias = tuple[str, Environment, AllowedActions]
"""A mask, and where it is to be kept to."""
_PLACES = {"both": ("training", "deployment"), "": ("deployment", "beliefs")}


class Beyond(Exception):
    """Neither enumeration nor a closure argument reaches this."""


@dataclass(frozen=True)
class Acts:
    """What an agent does in each environment, as rows of probabilities."""

    training: Rows
    deployment: Rows

    def at(self, place: str) -> Rows:
        """The rows in one place; what it does by its beliefs is what it does when deployed."""
        return self.training if place == "training" else self.deployment


def truth(
    formula: Formula,
    case: Case,
    reading: Reading,
    agent: str | None = None,
    assignment: Mapping[Var, object] | None = None,
) -> Truth:
    """Return what a formula's truth value is on a case, by enumeration (None: undefined).

    Parameters
    ----------
    assignment : mapping, optional
        What free variables stand for; those of the definitions (the agent, the base objective,
        the mesa-objective) are found in the case.

    Raises
    ------
    Beyond
        If there are too many policies.

    Examples
    --------
    >>> from toymodel import Reading, zoo
    >>> from toymodel.alignment import definition
    >>> truth(definition("inner aligned").formula(Reading()), zoo.misguided_researcher(), Reading())
    True
    """
    meaning = Semantics(case, reading, agent)
    known = dict(assignment or {})
    return meaning.truth(formula, known | {var: meaning.given(var) for var in free(formula) if var not in known})


class Semantics:
    """The meaning of formulas on one case, under one reading, said of one agent."""

    def __init__(self, case: Case, reading: Reading, agent: str | None = None, limit: int = LIMIT) -> None:
        self.case, self.acting, self.limit = case, case.agent(agent), limit
        self.replans, self.rule = reading.replans == "yes", reading.selected_by
        self._known: dict[tuple[object, ...], tuple[Formula, Truth]] = {}

    def given(self, var: Var) -> object:
        """What a free variable of the definitions stands for."""
        if var.name == "base":
            return self.case.base
        if var.name == "mesa":
            return self.acting.objective or Unknown("no mesa-objective")
        if var.name != "agent":
            raise KeyError(f"nobody has said what {var.name} stands for")
        if self.replans:
            return Acts(*(policy.rows for policy in self.acting.replans(self.case.world)))
        kept = self.acting.keeps(self.case.world)
        return Unknown("two policies") if kept is None else Acts(kept.rows, kept.rows)

    # Formulas -------------------------------------------------------------------------------------

    def truth(self, formula: Formula, env: Mapping[Var, object]) -> Truth:
        """Decide a formula, given what its free variables stand for."""
        match formula:
            case Atom(symbol, args):
                values = tuple(env[arg] for arg in args)
                return None if any(isinstance(x, Unknown) for x in values) else self._atom(symbol, values)
            case Not(part):
                return _not(self.truth(part, env))
            case And(parts):
                return _every(self.truth(part, env) for part in parts)
            case Or(parts):
                return _some(self.truth(part, env) for part in parts)
            case Implies(premise, conclusion):
                return _some((_not(self.truth(premise, env)), self.truth(conclusion, env)))
            case Quantifier():
                return self._quantified(formula, env)

    def _quantified(self, q: Quantifier, env: Mapping[Var, object]) -> Truth:
        given = [env[var] for var in sorted(free(q), key=lambda v: v.name)]
        if any(isinstance(x, Unknown) for x in given):
            return None
        if any(isinstance(x, Acts) for x in given):
            return self._decide(q, env)
        key = (id(q), *given)
        if key not in self._known:
            self._known[key] = q, self._decide(q, env)  # with q, so that its id is not given to another
        return self._known[key][1]

    def _decide(self, q: Quantifier, env: Mapping[Var, object]) -> Truth:
        if q.kind == "selected":
            return self._selected(q, env)
        if not q.domain.listed:
            raise Beyond("there are infinitely many objectives")
        try:
            options = self.options(q)
        except Beyond:
            return self._closed(q, env)
        exists: Truth = False
        verdict: Truth = q.kind == "every"
        for value in options:
            inside = {**env, q.var: value}
            guard = self.truth(q.guard, inside)
            if guard is False:
                continue
            body = self.truth(q.body, inside)
            exists = _some((exists, guard))
            if q.kind == "some":
                verdict = _some((verdict, _every((guard, body))))
            else:
                verdict = _every((verdict, _some((_not(guard), body))))
            if verdict is (q.kind == "some"):
                return verdict
        if q.kind == "some" or q.if_empty is True:
            return verdict
        return _every((exists, verdict)) if q.if_empty is False else verdict if exists else None

    def _selected(self, q: Quantifier, env: Mapping[Var, object]) -> Truth:
        if self.selects_nothing():
            return None
        for value in self.options(q):
            inside = {**env, q.var: value}
            guard = self.truth(q.guard, inside)
            if guard is not False:
                return self.truth(q.body, inside) if guard else None
        return False

    def selects_nothing(self) -> bool:
        """Whether there is no selection rule, or nothing for it to be close to."""
        if self.rule not in ("", "human", "base", "first"):
            raise Beyond(f"no brute-force meaning of selected_by={self.rule!r}")
        return self.rule != "first" and self._target() is None

    def _target(self) -> Objective | None:
        return {"human": self.case.human, "base": self.case.base}.get(self.rule)

    def options(self, q: Quantifier) -> Iterable[object]:
        """What a quantifier ranges over; `Beyond` where these are too many policies."""
        if q.var.sort == "policy":
            return self._policies(q)
        target, env = self._target(), self.case.world.deployment
        if q.kind != "selected" or target is None:
            return self.case.candidates

        def far(objective: Objective) -> Fraction:
            left, right = objective.mean(env), target.mean(env)
            return sum((abs(left[s][a] - right[s][a]) for s, a in env.pairs), Fraction(0))

        return sorted(self.case.candidates, key=far)

    # Policies -------------------------------------------------------------------------------------

    def _policies(self, q: Quantifier) -> Iterator[Acts]:
        """All policies (for a stochastic one only its support matters) that differ where it can be noticed."""
        said = symbols(q.guard) | symbols(q.body)
        places = {p for symbol in said for p in _PLACES.get(symbol.where, (symbol.where,))}
        stochastic = q.domain.name == "stationary"
        if stochastic and any(symbol.name == "performs" for symbol in said):
            raise Beyond("how well a stochastic policy performs is more than its support")
        training = self._rows([p for p in places if p == "training"], stochastic)
        deployment = self._rows([p for p in places if p != "training"], stochastic)
        kept = self._rows(list(places), stochastic)
        if prod(map(len, [*training, *deployment] if self.replans else kept)) > self.limit:
            raise Beyond(f"more than {self.limit} policies")
        if self.replans:
            return (Acts(*both) for both in product(product(*training), product(*deployment)))
        return (Acts(rows, rows) for rows in product(*kept))

    def _rows(self, places: Sequence[str], stochastic: bool) -> list[list[Row]]:
        """For each state what may be played there; only one thing where no environment of these ever comes."""
        worlds = [env for place in places if (env := self.env(place)) is not None]
        noticed = {s for env in worlds for s, _ in used(env, full(env))}
        count = len(self.case.world.training.actions)
        sizes = range(1, count + 1) if stochastic else (1,)
        supports = list(chain.from_iterable(combinations(range(count), k) for k in sizes))
        rows: list[Row] = [tuple((a, Fraction(1, len(x))) for a in x) for x in supports]
        return [rows if s in noticed else rows[:1] for s in range(len(self.case.world.training.states))]

    def _closed(self, q: Quantifier, env: Mapping[Var, object]) -> Truth:
        """Settle a quantifier by closure: all that policies inside a mask can use, or whether there is one."""
        guard, body = self._masks(q.guard, q.var, env), self._masks(q.body, q.var, env)
        kernels: dict[bool, tuple[Environment, AllowedActions]] = {}
        for place, where, mask in (*guard, *body):
            slot = self.replans and place == "training"  # what is played there, one is free to choose apart
            known, kept = kernels.get(slot, (where, full(where)))
            if known != where:
                raise Beyond(f"more than {self.limit} policies, over environments that constrain each other")
            if q.kind == "some" or (place, where, mask) in guard:
                kept = tuple(x & y for x, y in zip(kept, mask, strict=True))
            kernels[slot] = where, kept
        kernels = {slot: (where, kernel(where, mask)) for slot, (where, mask) in kernels.items()}
        alive = all(mask[s] for where, mask in kernels.values() for s, _ in where.initial)
        if q.kind == "some" or not alive:
            return alive if q.kind == "some" else q.if_empty
        return all(
            a in mask[s]
            for place, where, mask in body
            for s, a in used(where, kernels[self.replans and place == "training"][1])
        )

    def _masks(self, formula: Formula, var: Var, env: Mapping[Var, object]) -> list[Placed]:
        """The masks that a policy must keep to for a conjunction of atoms to be true of it."""
        match formula:
            case And(parts):
                return [mask for part in parts for mask in self._masks(part, var, env)]
            case Atom(symbol, args) if args.count(var) == 1 and symbol.name != "performs":
                found = self._allowed(symbol, tuple(env[arg] for arg in args if arg != var))
                if found is not None:
                    return found
        raise Beyond(f"more than {self.limit} policies, and no closure argument")

    # Atoms ----------------------------------------------------------------------------------------

    def _atom(self, symbol: Symbol, values: tuple[object, ...]) -> Truth:
        if symbol.name == "performs":
            return self._performs(symbol, values)
        acts = next((x for x in values if isinstance(x, Acts)), None)
        allowed = self._allowed(symbol, tuple(x for x in values if not isinstance(x, Acts)))
        if allowed is None:
            return None
        return all(
            a in mask[s]
            for place, env, mask in allowed
            for s, a in used(env, full(env) if acts is None else support(acts.at(place)))
        )

    def _allowed(self, symbol: Symbol, values: tuple[object, ...]) -> list[Placed] | None:
        """Where a policy must keep to which mask for the atom to be true of it; None: nobody knows the place."""
        result: list[Placed] = []
        for place in _PLACES.get(symbol.where, (symbol.where,)):
            env = self.env(place)
            if env is None:
                return None
            result.append((place, env, self._mask(symbol, env, values)))
        return result

    def _mask(self, symbol: Symbol, env: Environment, values: tuple[object, ...]) -> AllowedActions:
        match symbol.name, values:
            case ("optimal" | "trivial", (Objective() as objective,)):
                return best(env, objective)
            case ("demonstrates", (Objective() as objective,)) if symbol.parameters == ("feasible",):
                return best(env, objective)
            case ("base safe", (Objective() as objective,)):
                return without(env, bad(env, Judge.by(objective, symbol.parameters[0])))  # type: ignore[arg-type]
            case ("safe", ()):
                return without(env, bad(env, self.case.judge))
        raise Beyond(f"no brute-force meaning of {symbol.name!r} {symbol.parameters}")

    def _performs(self, symbol: Symbol, values: tuple[object, ...]) -> Truth:
        (acts, objective), (name, epsilon) = values, symbol.parameters
        if name not in ("W1", "W2", "W5"):
            raise Beyond(f"no brute-force meaning of {name}")
        assert isinstance(acts, Acts)
        assert isinstance(objective, Objective)
        assert isinstance(epsilon, Fraction)
        env = self.env("beliefs" if name == "W5" else "deployment")
        return None if env is None else regret(env, objective, acts.deployment) <= epsilon

    def env(self, place: str) -> Environment | None:
        """The environment of a place, None if nobody knows it."""
        world = self.case.world
        return {"training": world.training, "deployment": world.deployment}.get(place, self.acting.believed)


# Kleene's connectives -----------------------------------------------------------------------------


def _not(value: Truth) -> Truth:
    return None if value is None else not value


def _every(values: Iterable[Truth]) -> Truth:
    result: Truth = True
    for x in values:
        if x is False:
            return False
        result = None if x is None else result
    return result


def _some(values: Iterable[Truth]) -> Truth:
    return _not(_every(_not(x) for x in values))
