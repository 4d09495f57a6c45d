"""Which instances of the premises a proof needs: Herbrand's theorem, for whoever writes the proof out.

Premises and a goal are plain formulas (`toymodel_atlas.gallina.plain`). What is said to exist gets a name, "for all" is
replaced by its instances at what has been named, and z3 says which instances already contradict the negated goal. A
proof checker does the rest: nothing here has to be trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

from toymodel.logic import And, Atom, Formula, Implies, Not, Or, Quantifier, Var

from .gallina import Picked, free_variables
from .prove import z3_module

Term: TypeAlias = int
"""A thing that is spoken of, by its number in `Names`."""
Values: TypeAlias = Mapping[Var, Term]
Place: TypeAlias = tuple[int, tuple[Term, ...], bool]
"""A formula by number, what the variables that it leaves open stand for, and whether it is affirmed or denied."""
Unfold: TypeAlias = Callable[[Atom], Formula | None]
"""What an atom is short for, if it is."""
MOST = 2_000
"""Instances beyond which a search is given up."""
AT_ONCE = 60
"""Instances that are added at a time."""


class Names:
    """Numbers for formulas and for the things that are spoken of: comparing them whole would take long."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self._formulas: dict[int, tuple[Formula, int, tuple[Var, ...]]] = {}
        self.sorts: dict[Term, str] = {}
        self.selected: dict[Term, Term] = {}

    def _number(self, key: Any) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def place(self, formula: Formula, values: Values, affirmed: bool) -> Place:
        """Return a formula with what it depends on."""
        if id(formula) not in self._formulas:
            variables = tuple(sorted(free_variables(formula), key=lambda var: var.name))
            self._formulas[id(formula)] = formula, self._number(formula), variables
        _, number, variables = self._formulas[id(formula)]
        return number, tuple(values[var] for var in variables), affirmed

    def named(self, quantifier: Quantifier, values: Values, affirmed: bool) -> Term:
        """Return what "there is", where that is affirmed, or "for all", where it is denied, says to exist."""
        return self._term(("named", self.place(quantifier, values, affirmed)), quantifier.var.sort)

    def variable(self, var: Var) -> Term:
        """Return what an open variable stands for."""
        return self._term(("variable", var), var.sort)

    def value(self, var: Var, values: Values) -> Term:
        """Return what a variable stands for, or what a rule selects for it."""
        if not isinstance(var, Picked) or var.of is None:
            return values[var]
        term = self._term(("selected", values[var.of]), var.sort)
        self.selected[term] = values[var.of]
        return term

    def _term(self, key: Any, sort: str) -> Term:
        number = self._number(key)
        self.sorts[number] = sort
        return number

    def fact(self, atom: Atom, values: Values) -> tuple[int, ...]:
        """Return what tells an atom under an assignment from all others."""
        return (self._number(atom.symbol), *(self.value(arg, values) for arg in atom.args))


@dataclass(frozen=True)
class Needed:
    """Instances that suffice for a proof: for each place of a "for all", the things that it is said of."""

    names: Names
    instances: Mapping[Place, Sequence[Term]]

    def at(self, quantifier: Quantifier, values: Values, affirmed: bool) -> Sequence[Term]:
        """Return the things that a "for all" has to be said of."""
        return self.instances.get(self.names.place(quantifier, values, affirmed), ())


def needed(premises: Iterable[Formula], goal: Formula, unfold: Unfold, rounds: int = 3) -> Needed | None:
    """Return instances of premises, and of a denied goal, that contradict each other; None if none were found.

    Parameters
    ----------
    rounds : int
        How often "there is" may give names.
    """
    search = _Search(unfold)
    for premise in premises:
        search.assume(premise, True)
    search.assume(goal, False)
    return search.settle(rounds)


class _Search:
    """A search for a contradiction: as long as a model breaks instances, some of these are added."""

    def __init__(self, unfold: Unfold) -> None:
        self.z3, self.unfold, self.names = z3_module(), unfold, Names()
        self.things: dict[str, dict[Term, int]] = {"policy": {}, "objective": {}}
        self.round = -1
        self.atoms: dict[tuple[int, ...], Any] = {}
        self.universal: dict[Place, tuple[Any, Quantifier, Values]] = {}
        self.instances: dict[tuple[Place, Term], Any] = {}
        self.solver = self.z3.Solver()
        self.solver.set("random_seed", 0)

    def thing(self, term: Term, sort: str) -> None:
        self.things[sort].setdefault(term, self.round + 1)

    def assume(self, formula: Formula, affirmed: bool) -> None:
        """Affirm or deny a formula; its open variables are things."""
        values = {var: self.names.variable(var) for var in free_variables(formula)}
        for var, term in values.items():
            self.thing(term, var.sort)
        self.solver.add(self.said(formula, values, affirmed))

    def said(self, formula: Formula, values: Values, affirmed: bool) -> Any:
        """What follows if the formula is affirmed (or denied): a proposition with a switch for each "for all"."""
        z3 = self.z3
        match formula:
            case Atom(args=args):
                short_for = self.unfold(formula)
                if short_for is not None:
                    return self.said(short_for, values, affirmed)
                for arg in args:
                    self.thing(self.names.value(arg, values), arg.sort)
                known = self.atoms.setdefault(self.names.fact(formula, values), z3.Bool(f"atom {len(self.atoms)}"))
                return known if affirmed else z3.Not(known)
            case Not(part):
                return self.said(part, values, not affirmed)
            case And(parts) | Or(parts):
                every = [self.said(part, values, affirmed) for part in parts]
                return z3.And(every) if isinstance(formula, And) is affirmed else z3.Or(every)
            case Implies(premise, conclusion):
                both = (self.said(premise, values, not affirmed), self.said(conclusion, values, affirmed))
                return z3.Or(both) if affirmed else z3.And(both)
        if (formula.kind == "every") is affirmed:
            at = self.names.place(formula, values, affirmed)
            if at not in self.universal:
                self.universal[at] = z3.Bool(f"for all {len(self.universal)}"), formula, dict(values)
            return self.universal[at][0]
        term = self.names.named(formula, values, affirmed)
        self.thing(term, formula.var.sort)
        return self.said(formula.body, {**values, formula.var: term}, affirmed)

    def holds(self, formula: Formula, values: Values, affirmed: bool, true: frozenset[object]) -> bool:
        """Whether what is `said` is so in a model, in which nothing holds but what is ``true``."""
        match formula:
            case Atom():
                short_for = self.unfold(formula)
                if short_for is not None:
                    return self.holds(short_for, values, affirmed, true)
                return (self.names.fact(formula, values) in true) is affirmed
            case Not(part):
                return self.holds(part, values, not affirmed, true)
            case And(parts) | Or(parts):
                every = (self.holds(part, values, affirmed, true) for part in parts)
                return all(every) if isinstance(formula, And) is affirmed else any(every)
            case Implies(premise, conclusion):
                both = (self.holds(premise, values, not affirmed, true), self.holds(conclusion, values, affirmed, true))
                return any(both) if affirmed else all(both)
        if (formula.kind == "every") is affirmed:
            return self.names.place(formula, values, affirmed) in true
        term = self.names.named(formula, values, affirmed)
        return self.holds(formula.body, {**values, formula.var: term}, affirmed, true)

    def settle(self, rounds: int) -> Needed | None:
        """Add instances until they contradict each other, or none is broken, or they are too many."""
        self.round = 0
        while self.solver.check(*self.switches()) == self.z3.sat:
            broken = self.broken()
            while not broken:
                self.round += 1
                if self.round == rounds:
                    return None
                broken = self.broken()
            for at, term in broken:
                switch, quantifier, values = self.universal[at]
                body = self.said(quantifier.body, {**values, quantifier.var: term}, at[2])
                use = self.z3.Bool(f"use {len(self.instances)}")
                self.instances[at, term] = use
                self.solver.add(self.z3.Implies(self.z3.And(use, switch), body))
            if len(self.instances) > MOST:
                return None
        return self.core()

    def switches(self) -> list[Any]:
        return list(self.instances.values())

    def broken(self) -> list[tuple[Place, Term]]:
        """Instances, at things that earlier rounds have named, that do not hold in the model."""
        model = self.solver.model()
        positive = {str(each) for each in model.decls() if self.z3.is_true(model[each])}
        true: frozenset[object] = frozenset(
            [key for key, known in self.atoms.items() if str(known) in positive]
            + [at for at, (switch, _, _) in self.universal.items() if str(switch) in positive]
        )
        found = (
            (at, term)
            for at, (_, quantifier, values) in self.universal.items()
            for term, named_in in self.things[quantifier.var.sort].items()
            if at in true and named_in <= self.round and (at, term) not in self.instances
            if not self.holds(quantifier.body, {**values, quantifier.var: term}, at[2], true)
        )
        return list(islice(found, AT_ONCE))

    def core(self) -> Needed:
        """The instances of a contradiction, none of which can be left out."""
        keys = {str(use): key for key, use in self.instances.items()}

        def contradiction(names: Iterable[str]) -> list[str] | None:
            if self.solver.check(*map(self.z3.Bool, names)) != self.z3.unsat:
                return None
            return sorted((str(item) for item in self.solver.unsat_core()), key=lambda name: int(name[4:]))

        found, k = contradiction(keys) or [], 0
        while k < len(found):
            fewer = contradiction(found[:k] + found[k + 1 :])
            if fewer is None:
                k += 1
            else:
                found = fewer
        grouped: dict[Place, list[Term]] = {}
        for at, term in map(keys.__getitem__, found):
            grouped.setdefault(at, []).append(term)
        return Needed(self.names, grouped)
