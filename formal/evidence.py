"""What is known on a branch of a tableau, and the terms that prove or refute a formula from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from toymodel.logic import And, Atom, Formula, Implies, Not, Or, Quantifier, Var, rebuilt
from toymodel_atlas.gallina import Picked, atom, text
from toymodel_atlas.herbrand import Needed, Term, Unfold, Values

LAWS = {"base_safe": "law_strict", "performs": "law_w1", "performs_as_believed": "law_w5"}
"""By which law an atom means that a policy is optimal."""
LONGEST = 2000
"""Lines beyond which a proof is given up."""


class Stuck(Exception):
    """The tableau does not close: instances are missing, or something cannot be decided."""


@dataclass
class Known:
    """What is known on a branch: terms by name, facts and denials with their proofs, and what still waits."""

    names: dict[Term, str] = field(default_factory=dict)
    facts: dict[Any, str] = field(default_factory=dict)
    denials: dict[Any, str] = field(default_factory=dict)
    waiting: list[tuple[Formula, Values, str]] = field(default_factory=list)
    universal: list[tuple[Quantifier, Values, bool, str]] = field(default_factory=list)
    goal: tuple[Quantifier, Values] | None = None

    def copy(self) -> Known:
        return Known(
            dict(self.names), dict(self.facts), dict(self.denials), list(self.waiting), list(self.universal), self.goal
        )


class Evidence:
    """Terms of Coq that prove or refute formulas, from the facts and denials that are known."""

    def __init__(self, needed: Needed, unfold: Unfold) -> None:
        self.needed, self.terms, self.unfold = needed, needed.names, unfold

    def printed(self, known: Known, formula: Formula, values: Values) -> str:
        """A formula in the proof's own names."""
        return text(renamed(formula, {var: self.name(known, term) for var, term in values.items()}))

    def name(self, known: Known, term: Term) -> str:
        if term in self.terms.selected:
            return f"(selected {self.name(known, self.terms.selected[term])})"
        return known.names.get(term, "?")

    def has_name(self, known: Known, term: Term) -> bool:
        return "?" not in self.name(known, term)

    def arguments(self, known: Known, formula: Atom, values: Values) -> str:
        where = [formula.symbol.where] if formula.symbol.where else []
        return " ".join([*where, *(self.name(known, self.terms.value(arg, values)) for arg in formula.args)])

    # What is known ------------------------------------------------------------------------------------

    def proof(self, known: Known, formula: Formula, values: Values) -> str:
        """A term that proves a formula from what is known; "" if there is none."""
        match formula:
            case Atom():
                return self.proof_of_atom(known, formula, values)
            case Not(part):
                return self.refutation(known, part, values)
            case And(()):
                return "I"
            case And((first, *rest)):
                if not rest:
                    return self.proof(known, first, values)
                one, other = self.proof(known, first, values), self.proof(known, And(tuple(rest)), values)
                return f"(conj {one} {other})" if one and other else ""
            case Or((first, *rest)):
                if not rest:
                    return self.proof(known, first, values)
                one, other = self.proof(known, first, values), self.proof(known, Or(tuple(rest)), values)
                return f"(or_introl {one})" if one else f"(or_intror {other})" if other else ""
            case Implies(premise, conclusion):
                then, no = self.proof(known, conclusion, values), self.refutation(known, premise, values)
                return f"(fun _ => {then})" if then else f"(fun h => match {no} h with end)" if no else ""
            case Quantifier(kind="every"):
                return known.facts.get(self.terms.place(formula, values, True), "")
            case Quantifier():
                return self.witness(known, formula, values)
        return ""

    def proof_of_atom(self, known: Known, formula: Atom, values: Values) -> str:
        short_for = self.unfold(formula)
        if short_for is None:
            return known.facts.get(self.terms.fact(formula, values), "")
        found, law = self.proof(known, short_for, values), LAWS.get(atom(formula.symbol))
        return f"(proj2 ({law} M L {self.arguments(known, formula, values)}) {found})" if law and found else found

    def witness(self, known: Known, formula: Quantifier, values: Values) -> str:
        for term, thing in known.names.items():
            if self.terms.sorts[term] == formula.var.sort:
                found = self.proof(known, formula.body, {**values, formula.var: term})
                if found:
                    return f"(ex_intro _ {thing} {found})"
        return ""

    def refutation(self, known: Known, formula: Formula, values: Values) -> str:
        """A term that refutes a formula from what is known; "" if there is none."""
        match formula:
            case Atom():
                short_for = self.unfold(formula)
                if short_for is None:
                    return known.denials.get(self.terms.fact(formula, values), "")
                found, law = self.refutation(known, short_for, values), LAWS.get(atom(formula.symbol))
                term = f"(fun h => {found} (proj1 ({law} M L {self.arguments(known, formula, values)}) h))"
                return term if law and found else found
            case Not(part):
                found = self.proof(known, part, values)
                return f"(fun n => n {found})" if found else ""
            case And((first, *rest)):
                one = known.denials.get(self.terms.place(formula, values, False))
                if one:
                    return one
                one = self.refutation(known, first, values)
                if not rest:
                    return one
                other = self.refutation(known, And(tuple(rest)), values)
                return f"(fun c => {one} (proj1 c))" if one else f"(fun c => {other} (proj2 c))" if other else ""
            case Or((first, *rest)):
                one = self.refutation(known, first, values)
                if not rest:
                    return one
                other = self.refutation(known, Or(tuple(rest)), values)
                return f"(fun c => match c with or_introl x => {one} x | or_intror y => {other} y end)" * bool(
                    one and other
                )
            case Implies(premise, conclusion):
                when, no = self.proof(known, premise, values), self.refutation(known, conclusion, values)
                return f"(fun i => {no} (i {when}))" if when and no else ""
            case Quantifier():
                return known.denials.get(self.terms.place(formula, values, False), "")
        return ""


def conjunction_of(parts: Any) -> Formula:
    listed = tuple(parts)
    return listed[0] if len(listed) == 1 else And(listed)


def renamed(formula: Formula, names: dict[Var, str]) -> Formula:
    """The formula with its open variables called as in the proof."""

    def new(var: Var) -> Var:
        if isinstance(var, Picked) and var.of is not None:
            return replace(var, of=new(var.of))
        return replace(var, name=names[var]) if var in names else var

    if isinstance(formula, Atom):
        return replace(formula, args=tuple(map(new, formula.args)))
    if isinstance(formula, Quantifier):
        names = {var: name for var, name in names.items() if var != formula.var}
    return rebuilt(formula, lambda part: renamed(part, names))
