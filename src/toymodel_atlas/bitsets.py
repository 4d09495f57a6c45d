"""The reader of formulas that counts: a formula is the set of the policies it is true of, as the bits of a number.

A small world has few policies, so a set of them is one number, a bit for each. A formula that
leaves a policy open (the agent, a model, an optimum) denotes such a set; one that leaves none
open denotes all policies or none. "And" is then the meet of two sets, a quantifier over
policies asks whether a set is empty, and a quantifier over objectives meets or joins a set for
each objective that is under consideration. A set may be a Python integer or a NumPy array of
integers: an array speaks of many worlds, judges, base and mesa-objectives at once, and is read
by the very same lines.

What the definitions are is nowhere written here: the formulas come from `toymodel.alignment`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import and_, or_
from typing import Any, TypeAlias

import numpy as np

from toymodel.logic import And, Atom, Formula, Implies, Not, Or, Quantifier, Symbol, Var, free, subformulas

Sets: TypeAlias = Any
"""A set of policies, as an integer with one bit for each; or an array of such integers."""


@dataclass(frozen=True)
class Aim:
    """What an objective is in a small world: nothing but two kinds of sets of policies.

    Attributes
    ----------
    optimal : mapping from places to Sets
        The policies that are optimal for it in each environment.
    harmless : Sets
        The policies that do nothing in deployment that is bad by it.
    """

    optimal: Mapping[str, Sets]
    harmless: Sets


@dataclass(frozen=True)
class Bitsets:
    """Bitsets have a small world, or many at once, as sets of policies: all that the formulas' atoms need.

    Attributes
    ----------
    everyone, deterministic : Sets
        All policies, and those that do not mix.
    safe : mapping from places to Sets
        The policies that do nothing that the human judges bad.
    candidates : sequence of Aim
        The objectives under consideration, in order: "selected" takes the first that is demonstrated.
    given : mapping from variables to Aim
        What the base objective and the mesa-objective are.
    axes : int
        How many axes arrays have. One more, in front, is for candidates that differ in nothing else.
    """

    everyone: Sets
    deterministic: Sets
    safe: Mapping[str, Sets]
    candidates: Sequence[Aim]
    given: Mapping[Var, Aim]
    axes: int = 0
    _kept: dict[tuple[Formula, Var], list[Sets]] = field(default_factory=dict, repr=False, compare=False)

    def true_of(self, formula: Formula) -> Sets:
        """Return the policies that a formula is true of; what is undefined is not true.

        Raises
        ------
        ValueError
            If it speaks of two policies at once, denies what may be undefined, or has a symbol unknown here.
        """
        return self._read(readable(formula), self.given)

    def each(self, formula: Formula, var: Var) -> list[Sets]:
        """Return what a formula is true of, for each objective under consideration in the place of a variable."""
        return self._each(readable(formula), var, self.given)

    def _read(self, formula: Formula, known: Mapping[Var, Aim]) -> Sets:
        def again(part: Formula) -> Sets:
            return self._read(part, known)

        match formula:
            case Atom(symbol, args):
                return self._atom(symbol, [known[arg] for arg in args if arg.sort == "objective"])
            case Not(part):
                return self.everyone ^ again(part)
            case And(parts):
                return reduce(and_, map(again, parts), self.everyone)
            case Or(parts):
                return reduce(or_, map(again, parts))
            case Implies(premise, conclusion):
                return self.everyone ^ again(premise) | again(conclusion)
            case Quantifier(var=Var(sort="policy")):
                return self._over_policies(formula, known)
            case Quantifier():
                return self._over_objectives(formula, known)

    def _over_policies(self, q: Quantifier, known: Mapping[Var, Aim]) -> Sets:
        among = self._read(q.guard, known)
        if q.domain.name in ("deterministic", "pairs"):
            among = among & self.deterministic
        body = self._read(q.body, known)
        if q.kind == "some":
            return self._any(among & body)
        every = self.everyone ^ self._any(among & (self.everyone ^ body))
        return every if q.if_empty else every & self._any(among)

    def _over_objectives(self, q: Quantifier, known: Mapping[Var, Aim]) -> Sets:
        """Of each policy by itself: whether every objective that it demonstrates is such that …, and so on."""
        among, body = self._each(q.guard, q.var, known), self._each(q.body, q.var, known)
        some = seen = self.everyone ^ self.everyone
        every = self.everyone
        for those, true in zip(among, body, strict=True):
            shown = self._together(those, true)
            if q.kind == "every":
                every = every & ((self.everyone ^ shown) | true)
            else:
                some = some | (shown & true if q.kind == "some" else shown & true & (self.everyone ^ seen))
            seen = seen | shown
        if q.kind != "every":
            return some
        return every if q.if_empty else every & seen

    def _together(self, those: Sets, body: Sets) -> Sets:
        """Who demonstrates at least one of several objectives of which the body says the same."""
        if np.ndim(body) > self.axes:
            raise ValueError("of objectives that differ in training the formula says different things")
        return np.bitwise_or.reduce(those, 0) if np.ndim(those) > self.axes else those

    def _each(self, formula: Formula, var: Var, known: Mapping[Var, Aim]) -> list[Sets]:
        """What a formula is true of, for each objective under consideration; kept, since definitions share it."""
        if known is not self.given:
            return [self._read(formula, {**known, var: aim}) for aim in self.candidates]
        if (formula, var) not in self._kept:
            self._kept[formula, var] = [self._read(formula, {**known, var: aim}) for aim in self.candidates]
        return self._kept[formula, var]

    def _any(self, those: Sets) -> Sets:
        """All policies if there is one in the set, else none."""
        return (those != 0) * self.everyone

    def _atom(self, symbol: Symbol, aims: Sequence[Aim]) -> Sets:
        places = ("training", "deployment") if symbol.where == "both" else (symbol.where,)
        match symbol.name, symbol.parameters:
            case ("optimal", _) | ("demonstrates", ("feasible",)):
                return reduce(and_, (aims[0].optimal[place] for place in places))
            case "trivial", _:
                missed = (self.deterministic & (self.everyone ^ aims[0].optimal[place]) for place in places)
                return self.everyone ^ self._any(reduce(or_, missed))
            case "same optima", _:
                first, second = aims
                differ = (self.deterministic & (first.optimal[p] ^ second.optimal[p]) for p in places)
                return self.everyone ^ self._any(reduce(or_, differ))
            case "safe", _:
                return reduce(and_, (self.safe[place] for place in places))
            case "base safe", _ if places == ("deployment",):
                return aims[0].harmless
            case "performs", ("W1" | "W5" as notion, _):
                return aims[0].optimal["beliefs" if notion == "W5" else "deployment"]
        raise ValueError(f"no set of policies is known for “{symbol.name}” {symbol.where} {symbol.parameters}")


@lru_cache(maxsize=4096)
def readable(formula: Formula) -> Formula:
    """Return the formula, if sets of policies can tell what it says; otherwise raise ValueError.

    Where a policy is quantified no other may be open, since a set says nothing of two policies
    at once; and what may be undefined must not be denied, since it counts as not true.
    """
    for part in subformulas(formula):
        denied: tuple[Formula, ...] = ()
        match part:
            case Not(inner):
                denied = (inner,)
            case Implies(premise, _):
                denied = (premise,)
            case Quantifier(var=var, guard=guard):
                denied = (guard,)
                if var.sort == "policy" and any(each.sort == "policy" for each in free(part)):
                    raise ValueError(f"{var.name} is quantified while another policy is open")
        for each in (inner for whole in denied for inner in subformulas(whole)):
            if isinstance(each, Quantifier) and each.if_empty is None:
                raise ValueError("what may be undefined is denied")
    return formula
