"""A search gives formulas the same meaning as enumeration does, with fewer policies tried.

`every_policy` tries every policy. `Search` reads the formula of whole *sets* of policies: all that keep to some
allowed actions and do not keep to some others. Kleene's values make that sound. False: none of them is wanted.
True or undefined: any one shows it. Undecided: an atom is true of some and false of others, so the set is split
by it, and each half is read again. There are as many splits as there are atoms, however large the world.

Only where all atoms are settled, or none can be split by (an operator that looks at a policy as a whole), is a
policy looked for, or every policy gone through. Coupled environments are hard (coNP in general): past the budget
of nodes the value is undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from ..behavior import operator
from ..large.branching import policies
from ..logic import Atom, Formula, Quantifier, Symbol, Unknown, Var, Verdict
from ..logic.verdicts import Absent, Status, there
from ..solve import Undecided, find_policy, full, meet, starts_inside, stays_inside, viability_kernel
from ..worlds import AllowedActions, Environment, Judge, Objective, Policy
from .policies import Places, PolicyPair, grouped, looked_at, played
from .semantics import Semantics, Values

DEPENDS = "it depends on the policy"


FEW = 16
"""Policies up to which a case enumerates them, |A|^|S| where all actions are available; beyond, it searches."""
MOST_PAIRS = 256
"""Pairs of policies that are tried one by one, where an operator looks at each policy as a whole."""


class Unfinished(Exception):
    """The answer depends on which of the policies it is, and no allowed actions say how."""


@dataclass(frozen=True)
class PolicySet(PolicyPair):
    """A policy set has all policies (or pairs) that keep to ``inside`` in each place, and to none of ``outside``."""

    inside: dict[str, AllowedActions] | None = None
    outside: tuple[tuple[str, AllowedActions], ...] = ()

    def at(self, place: str) -> Policy:
        """Refuse to answer: there are several."""
        raise Unfinished

    def keeps_to(self, place: str, env: Environment, allowed: AllowedActions) -> Status:
        """Return whether all of them keep to what is allowed, or none, or (undecided) some."""
        assert self.inside is not None
        if stays_inside(env, self.inside[place], allowed):
            return "true"
        kernel = viability_kernel(env, meet(self.inside[place], allowed))
        excluded = (stays_inside(env, kernel, mask) for where, mask in self.outside if where == place)
        return "false" if not starts_inside(env, kernel) or any(excluded) else "undecided"


class Search(Semantics):
    """The same meaning; of the policies only those are tried that may matter."""

    def policies(self, q: Quantifier, wanted: Formula, g: Values) -> Iterator[PolicyPair]:
        """Yield those of which ``wanted`` is not false; where all of a set agree, one of them."""
        places = looked_at(self, q.var, wanted)
        nobody = played(self, None)
        stack = [PolicySet(nobody.training, nobody.deployment, inside={p: full(env) for p, env in places.items()})]
        gave_up: Undecided | None = None
        while stack:
            some = stack.pop()
            verdict = self.verdict(wanted, {**g, q.var: some})
            if verdict.status == "false":
                continue
            split, whole = self._open(verdict, q.var, some)
            if split is not None:
                place, allowed = split
                assert some.inside is not None
                kept = viability_kernel(places[place], meet(some.inside[place], allowed))
                stack.append(replace(some, outside=(*some.outside, split)))
                stack.append(replace(some, inside={**some.inside, place: kept}))
                continue
            try:
                yield from self._members(q, some, places, whole)
            except Undecided as problem:
                gave_up = problem
        if gave_up is not None:
            raise gave_up

    def values(self, q: Quantifier, g: Values) -> Sequence[Objective | Judge]:
        """Return what there is to try; all objectives of a class for the agent only, as there are many models."""
        if q.var.sort == "objective" and not q.domain.listed and self._spoken_of(q, g).agent is None:
            reason = "each model demonstrates objectives of its own; all of them are not searched"
            raise Absent(Unknown(reason, "undecided"))
        return super().values(q, g)

    def verdict(self, formula: Formula, g: Values) -> Verdict:
        """Return the value of a formula; undecided, where it depends on which policy of a set it is."""
        try:
            return super().verdict(formula, g)
        except Unfinished:
            return Verdict("undecided", DEPENDS).of(formula, g)

    def atom(self, symbol: Symbol, *values: Any) -> Verdict:
        """An operator is asked, of a set of policies, what a policy has to keep to; if it can say."""
        if symbol.name == "demonstrates" and isinstance(values[0], PolicySet):
            bounds = self._bounds(symbol, values[0], *values)
            if bounds is None:
                raise Unfinished
            return Verdict(self.kept(values[0], bounds))
        return super().atom(symbol, *values)

    def _bounds(
        self, symbol: Symbol, some: PolicyPair, *values: Any
    ) -> dict[str, tuple[Environment, AllowedActions]] | None:
        """What a policy has to keep to, in each place, for the atom to be true of it; None if that is not how it is."""
        if symbol.name == "performs":
            return None
        places, about = self.places(symbol), [value for value in values if value is not some]
        if symbol.name != "demonstrates":
            return {place: (env, self.allowed(symbol, place, *about)) for place, env in places.items()}
        known = operator(str(symbol.parameters[0]))
        r = there(self.paid(about[0], symbol.where))
        allowed = {place: known.allowed(env, r) for place, env in places.items()}
        for each in allowed.values():
            if isinstance(each, Unknown):
                raise Absent(each)
        sure = {place: (places[place], there(each)) for place, each in allowed.items() if each is not None}
        return sure if len(sure) == len(allowed) else None

    def _open(
        self, verdict: Verdict, var: Var, some: PolicySet
    ) -> tuple[tuple[str, AllowedActions] | None, frozenset[str]]:
        """What to split a set of policies by: a place and what is allowed there; or else where all have to be tried."""
        whole: set[str] = set()
        todo = [verdict] if verdict.status == "undecided" else []
        while todo:
            each = todo.pop()
            if each.why == DEPENDS and each.formula is not None:
                whole |= looked_at(self, var, each.formula).keys()
            elif isinstance(each.formula, Atom) and var in each.formula.args:
                bounds = self._bounds(each.formula.symbol, some, *(each.given[x] for x in each.formula.args))
                for place, (env, allowed) in (bounds or {}).items():
                    if some.keeps_to(place, env, allowed) == "undecided":
                        return (place, allowed), frozenset()
            todo += reversed([part for part in each.parts if part.status == "undecided"])
        return None, frozenset(whole)

    def _members(self, q: Quantifier, some: PolicySet, places: Places, whole: frozenset[str]) -> Iterator[PolicyPair]:
        """One policy of a set; or, as far as they differ in the places given, every one."""
        assert some.inside is not None
        found: list[Iterable[AllowedActions | None]] = []
        for group in grouped(places, q.var):
            inside = [(env, some.inside[place]) for place, env in group.items()]
            outside = [(group[place], allowed) for place, allowed in some.outside if place in group]
            mixing, budget = q.domain.name == "stationary", self.case.budget
            if not group:
                found.append([None])
            elif whole & group.keys():
                found.append(policies(inside, outside, stochastic=mixing, budget=budget))
            else:
                one = find_policy(inside, outside, stochastic=mixing, budget=budget)
                found.append([] if one is None else [one])
        if len(found) == 1:
            yield from (played(self, support) for support in found[0])
            return
        first, second = map(list, found)
        if len(first) * len(second) > MOST_PAIRS:
            raise Undecided("there are too many pairs of policies to look at each as a whole")
        yield from (played(self, *supports) for supports in product(first, second))
