"""The reader of formulas that goes by atoms: what a formula says of many worlds at once, from their atoms.

One more reader of the formulas of `toymodel.alignment`, beside `semantics` and `toymodel_atlas.bitsets`; no definition
is written here. Truth is Kleene's: a pair of arrays, where it is true and where it is false; elsewhere it is undefined.
The same walk measures (`toymodel.quantities.magnitudes`): "every" takes the largest, "some" the smallest, "is safe" a
badness and "performs well" a loss.

What a policy that a quantifier speaks of may be is read off tables. Of an optimum only what it does matters: whether
every optimum of an objective is harmless says the worst, whether some one is says the best. Of a model only what it
demonstrates matters: eight profiles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from toymodel.alignment.vocabulary import AGENT, BASE, MESA, PLACES
from toymodel.logic import And, Atom, Formula, Implies, Not, Or, Quantifier, Symbol, Var, free, subformulas

from .agents import BELIEVER, Kind
from .specification import RULES
from .worlds import ZERO

if TYPE_CHECKING:
    from .atoms import Atoms

Array: TypeAlias = Any
Given: TypeAlias = Mapping[Var, "int | tuple[int, ...] | None"]
"""What variables stand for: an objective by number, what a model demonstrates, or None for the agent itself."""
PLACE = {"training": 0, "deployment": 1, "beliefs": 2}
OBSERVED = {"training": 0, "deployment": 1, "both": 2, "beliefs": 3}
GUARDS = {frozenset(): 0, frozenset({0}): 1, frozenset({1}): 2, frozenset({0, 1}): 3}
CANDIDATES = range(4)
NEAR = 2e-6
"""A number within this share of what it is compared with is in doubt: atoms have 24 bits."""


@dataclass(frozen=True)
class Truth:
    """Truth in many worlds: where it is true and where false; elsewhere it is undefined, or in doubt."""

    true: Array
    false: Array

    @property
    def open(self) -> Array:
        """Return where it is neither."""
        return ~(self.true | self.false)

    def __invert__(self) -> Truth:
        return Truth(self.false, self.true)

    def __and__(self, other: Truth) -> Truth:
        return Truth(self.true & other.true, self.false | other.false)

    def __or__(self, other: Truth) -> Truth:
        return ~(~self & ~other)

    def where(self, here: Array) -> Truth:
        """Return what it says where a condition holds, and that it is open elsewhere."""
        return Truth(self.true & here, self.false & here)


@dataclass(frozen=True)
class Reader:
    """A reader says formulas of one agent in many worlds.

    Attributes
    ----------
    atoms : Atoms
    agent : int
        Which agent of the atoms it is.
    kind : Kind
        Whether it has an objective inside, and beliefs.
    rule : str
        Behind "selected".
    """

    atoms: Atoms
    agent: int
    kind: Kind
    rule: str = "first"
    near: list[Array] = field(default_factory=list, repr=False)
    """Where a number was too near to a bound to be compared."""

    def read(self, formula: Formula) -> Truth:
        """Return where a formula is true and where false."""
        return self._read(formula, self.given)

    def measure(self, formula: Formula) -> Array:
        """Return how far a formula is from holding, 0 where it holds; NaN where there is no number."""
        from .measuring import Measuring

        return Measuring(self).of(formula, self.given)

    @property
    def doubt(self) -> Array:
        """Return where what has been read may depend on a number in doubt, or on a search that gave up."""
        return reduce(np.logical_or, self.near, self.atoms.beyond)

    @property
    def given(self) -> Given:
        """Return what the free variables stand for: objectives by number; none inside of who does not plan."""
        return {BASE: 1, MESA: 2 if self.kind.plans else None, AGENT: None}

    def _read(self, formula: Formula, g: Given) -> Truth:
        if isinstance(formula, Atom | Quantifier) and any(x == MESA and g[x] is None for x in free(formula)):
            return self.constant(None)
        match formula:
            case Atom(symbol, args):
                return self._atom(symbol, args, g)
            case Not(part):
                return ~self._read(part, g)
            case And(parts):
                return reduce(and_, (self._read(part, g) for part in parts), self.constant(True))
            case Or(parts):
                return reduce(or_, (self._read(part, g) for part in parts))
            case Implies(premise, conclusion):
                return ~self._read(premise, g) | self._read(conclusion, g)
            case Quantifier(var=Var(sort="judge"), body=body):
                return self._read(body, g)  # there is one judge
            case Quantifier(var=Var(sort="policy")) if speaks_of_optima(formula):
                return self._optima(formula, g)
            case Quantifier(var=Var(sort="policy")):
                return self._models(formula, g)
            case Quantifier():
                return self._objectives(formula, g)

    def constant(self, value: bool | None) -> Truth:
        """Return what is everywhere true, false or open."""
        shape = self.atoms.beyond.shape
        return Truth(np.full(shape, value is True), np.full(shape, value is False))

    def most(self, number: Array, bound: Fraction) -> Truth:
        """Return whether a number is at most a bound. Of zero that is exact."""
        limit = float(bound)
        if limit:
            self.near.append(np.abs(number - limit) <= NEAR * limit)
        return Truth(number <= limit, number > limit)

    def regret(self, place: int, r: int) -> Array:
        """Return the agent's regret in a place by an objective."""
        if r == ZERO:
            return np.zeros(self.atoms.beyond.shape, np.float32)
        return self.atoms.regret[:, self.agent, place, r]

    def believes(self, places: Sequence[str]) -> bool:
        """Return whether it is known what the agent does in these places: of beliefs, if it has any."""
        return "beliefs" not in places or self.kind.kind == BELIEVER

    def _atom(self, symbol: Symbol, args: Sequence[Var], g: Given) -> Truth:
        about: list[Any] = [g[x] for x in args if x.sort == "objective"]
        a, places = self.atoms, PLACES[symbol.where]
        if symbol.name == "performs":
            places = ("beliefs",) if symbol.parameters[0] == "W5" else (symbol.where or "deployment",)
        if not self.believes(places):
            return self.constant(None)
        here = [PLACE[place] for place in places]
        match symbol.name, symbol.parameters:
            case "demonstrates", ("mesa",):
                if any(isinstance(g[x], tuple) for x in args) or not self.kind.plans:
                    return self.constant(None)
                return self.most(a.apart[:, 2, about[0]], Fraction(0))
            case "demonstrates", _ if isinstance(g[args[0]], tuple):
                return self.constant(about[0] in (*g[args[0]], ZERO))  # type: ignore[misc]
            case (("optimal" | "demonstrates"), _):
                return _all(self.most(self.regret(place, about[0]), Fraction(0)) for place in here)
            case "performs", (_, Fraction() as epsilon):
                return _all(self.most(self.regret(place, about[0]), epsilon) for place in here)
            case "trivial", _:
                return _all(Truth(a.trivial[:, p, about[0]], ~a.trivial[:, p, about[0]]) for p in here)
            case "same optima", _:
                r, q = about
                return _all(Truth(a.same[:, p, r, q], ~a.same[:, p, r, q]) for p in here)
            case (("safe" | "safe by"), _):
                return _all(self.most(a.badness[:, self.agent, p], Fraction(0)) for p in here)
        raise ValueError(f"atoms do not say “{symbol.name}” {symbol.where}")

    def _optima(self, q: Quantifier, g: Given) -> Truth:
        return _all(self.most(number, bound) for number, bound in self.does(q, g))

    def does(self, q: Quantifier, g: Given) -> Iterator[tuple[Array, Fraction]]:
        """Yield how much harm the worst optimum does (or the best), each with the bound that is set."""
        (r,) = {g[x] for x in free(q.guard) if x.sort == "objective"}
        which = 0 if q.kind == "every" else 1
        for part in subformulas(q.body):
            if not isinstance(part, Atom):
                continue
            bound = part.symbol.parameters[0]
            assert isinstance(bound, Fraction)
            if part.symbol.name == "base safe":
                yield self.atoms.gap[:, r, which], bound
            else:
                for place in PLACES[part.symbol.where]:
                    yield self.atoms.harm[:, PLACE[place], r, which], Fraction(0)

    def profiles(self, q: Quantifier) -> Iterator[tuple[tuple[int, ...], Array]]:
        """Yield each set of objectives, with where some model demonstrates these and no others but zero."""
        places = {p for x in atoms_of(q.guard) for p in PLACES[x.symbol.where]}
        guards = {PLACE[place] for place in places}
        where = next(x.symbol.where for x in atoms_of(q.body) if x.symbol.name == "demonstrates")
        if not self.believes(PLACES[where]):
            yield (
                (),
                self.atoms.models[:, GUARDS[frozenset(guards)], 0] > 0 if not q.var.pair else self.constant(True).true,
            )
            return
        if not q.var.pair:
            there = self.atoms.models[:, GUARDS[frozenset(guards)], OBSERVED[where]]
        elif where == "both":
            there = _meets(*(self.alone(guards, k, k) for k in (0, 1)))
        else:
            there = self.alone(guards, 0 if where == "training" else 1, OBSERVED[where])
        for profile in range(8):
            yield tuple(r for r in range(3) if profile >> r & 1), (there >> profile & 1).astype(np.bool_)

    def alone(self, guards: set[int], place: int, observed: int) -> Array:
        """Return what the one policy of a pair demonstrates that is played in a place."""
        return self.atoms.models[:, GUARDS[frozenset(guards & {place})], observed]

    def _models(self, q: Quantifier, g: Given) -> Truth:
        none, true, false = self.constant(True).true, self.constant(True).true, self.constant(False).true
        for profile, there in self.profiles(q):
            body = self._read(q.body, {**g, q.var: profile})
            none, true, false = none & ~there, true & (body.true | ~there), false | (body.false & there)
        return Truth(true, false).where(~none)

    def _objectives(self, q: Quantifier, g: Given) -> Truth:
        among = [self._read(q.guard, {**g, q.var: r}) for r in CANDIDATES]
        body = [self._read(q.body, {**g, q.var: r}) for r in CANDIDATES]
        if q.kind == "selected":
            return self._selected(q, among, body)
        if q.kind == "some":
            return reduce(or_, [those & true for those, true in zip(among, body, strict=True)])
        held = ~reduce(or_, (those & ~true for those, true in zip(among, body, strict=True)))
        if q.if_empty is True:
            return held
        member = reduce(or_, among)
        empty = self.constant(q.if_empty)
        both = member & held
        true = np.where(member.false, empty.true, both.true)
        return Truth(true & ~held.false, held.false | np.where(member.false, empty.false, both.false))

    def order(self, rule: str) -> Array:
        """Return the candidates in the order of a rule: nearest first to the human's or the base objective."""
        if rule in RULES:
            return np.argsort(self.atoms.apart[:, RULES.index(rule)], axis=1, kind="stable")
        return np.broadcast_to(np.arange(4), (len(self.atoms.beyond), 4))

    def _selected(self, q: Quantifier, among: Sequence[Truth], body: Sequence[Truth]) -> Truth:
        order = self.order(self.rule)
        going, found = np.ones(len(order), np.bool_), self.constant(None)
        for rank in range(4):
            here = order[:, rank : rank + 1]
            guard, says = _picked(among, here), _picked(body, here)
            stop = going & guard.true
            found = Truth(found.true | (stop & says.true), found.false | (stop & says.false))
            going = going & guard.false
        return Truth(found.true, found.false | going)


def _all(parts: Iterable[Truth]) -> Truth:
    found: Truth = reduce(and_, parts)
    return found


def _picked(each: Sequence[Truth], which: Array) -> Truth:
    """Return, in each world, the one of several that is picked there."""
    true, false = (np.stack(arrays, 1) for arrays in ([t.true for t in each], [t.false for t in each]))
    return Truth(np.take_along_axis(true, which, 1)[:, 0], np.take_along_axis(false, which, 1)[:, 0])


def _meets(left: Array, right: Array) -> Array:
    """Return the profiles of what is demonstrated by both of two policies, each of which may be any of its own."""
    found = np.zeros_like(left)
    for first in range(8):
        for second in range(8):
            found |= ((left >> first) & (right >> second) & 1) << (first & second)
    return found


def atoms_of(formula: Formula) -> Iterator[Atom]:
    """Yield the atoms that occur in a formula."""
    return (part for part in subformulas(formula) if isinstance(part, Atom))


def speaks_of_optima(q: Quantifier) -> bool:
    """Return whether the body asks only what the policy does, not what it demonstrates."""
    return all(part.symbol.name != "demonstrates" for part in atoms_of(q.body))
