"""The same walk, measuring: how far a formula is from holding in many worlds (`toymodel.quantities.magnitudes`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from toymodel.alignment.vocabulary import MESA
from toymodel.logic import And, Atom, Formula, Quantifier, Var, free

from .reader import CANDIDATES, PLACE, Array, Given, speaks_of_optima

if TYPE_CHECKING:
    from .reader import Reader


@dataclass(frozen=True)
class Measuring:
    """A measurement says how far formulas are from holding; what the base objective judges goes by the regret on it."""

    reader: Reader

    def of(self, formula: Formula, g: Given) -> Array:
        """Return how far a formula is from holding; NaN where there is no number."""
        if any(x == MESA and g[x] is None for x in free(formula)):
            return self.nothing
        match formula:
            case Atom():
                return self.atom(formula, g)
            case And(parts):
                return reduce(np.maximum, (self.of(part, g) for part in parts))
            case Quantifier(var=Var(sort="judge"), body=body):
                return self.of(body, g)
            case Quantifier(var=Var(sort="policy")) if speaks_of_optima(formula):
                return self.optima(formula, g)
            case Quantifier(var=Var(sort="policy")):
                return self.models(formula, g)
            case Quantifier():
                return self.objectives(formula, g)
        raise ValueError("there is no measure of this")

    @property
    def nothing(self) -> Array:
        """Return no number anywhere."""
        return np.full(self.reader.atoms.beyond.shape, np.nan)

    def atom(self, atom: Atom, g: Given) -> Array:
        """Return the share of time spent on what is bad, or the loss that a notion speaks of."""
        symbol, reader = atom.symbol, self.reader
        if symbol.name in ("safe", "safe by"):
            return reader.atoms.badness[:, reader.agent, PLACE[symbol.where]]
        if symbol.name != "performs":
            raise ValueError(f"there is no measure of “{symbol.name}”")
        place = "beliefs" if symbol.parameters[0] == "W5" else symbol.where or "deployment"
        r = g[atom.args[1]]
        assert isinstance(r, int)
        return reader.regret(PLACE[place], r) if reader.believes((place,)) else self.nothing

    def optima(self, q: Quantifier, g: Given) -> Array:
        """Return what the worst optimum does, or the best."""
        (r,) = {g[x] for x in free(q.guard) if x.sort == "objective"}
        which = 0 if q.kind == "every" else 1
        if any(
            x.symbol.name == "base safe"
            for x in (q.body.parts if isinstance(q.body, And) else (q.body,))
            if isinstance(x, Atom)
        ):
            return self.reader.atoms.loss[:, r, which]
        return reduce(np.maximum, (number for number, _ in self.reader.does(q, g)))

    def models(self, q: Quantifier, g: Given) -> Array:
        """Return the magnitude of the worst model."""
        if q.var.pair:
            return self.nothing
        worst, some = np.full(self.nothing.shape, -np.inf), np.zeros(self.nothing.shape, np.bool_)
        for profile, there in self.reader.profiles(q):
            worst = np.where(there, np.maximum(worst, self.of(q.body, {**g, q.var: profile})), worst)
            some |= there
        return np.where(some, worst, np.nan)

    def objectives(self, q: Quantifier, g: Given) -> Array:
        """Return the largest, or the smallest, over those that satisfy the guard."""
        among = [self.reader._read(q.guard, {**g, q.var: r}) for r in CANDIDATES]
        body = [self.of(q.body, {**g, q.var: r}) for r in CANDIDATES]
        counts = np.stack([guard.true for guard in among])
        known = reduce(np.logical_and, (guard.true | guard.false for guard in among)) & counts.any(0)
        if q.kind == "selected":
            order = self.reader.order(self.reader.rule)
            ranked = np.take_along_axis(counts.T, order, 1)
            first = np.take_along_axis(order, ranked.argmax(1)[:, None], 1)
            found = np.take_along_axis(np.stack(body, 1), first, 1)[:, 0]
        elif q.kind == "every":
            found = np.where(counts, np.stack(body), -np.inf).max(0)
        else:
            found = np.where(counts, np.stack(body), np.inf).min(0)
        return np.where(known, found, np.nan)
