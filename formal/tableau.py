"""Write the proof of a step out in Coq: a tableau over the instances that `toymodel_atlas.herbrand` found.

What is said is taken apart: "and" into its parts, "there is" into a thing with a name; an implication waits until its
premise is known, "for all" until what it has to be said of has a name. Where nothing else is left, cases are told
apart; `settle` (formal/tableau.v) says that they are all. A line of the proof for each of these.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, TypeAlias

from analysis import Analysis, Closed
from evidence import LAWS, Known, Stuck, conjunction_of

from toymodel.logic import And, Atom, Formula, Implies, Not, Or, Quantifier, Var
from toymodel.logic.formulas import subformulas
from toymodel_atlas.gallina import atom
from toymodel_atlas.herbrand import Values

Told: TypeAlias = Callable[[Known, Formula, Values, str], None]
"""What is done with what is known: it is said, or denied."""


class Tableau(Analysis):
    """A proof in lines; ``write`` returns them."""

    def write(self, premises: list[tuple[str, Formula]], goal: Formula, opened: dict[Var, str]) -> list[str]:
        """Return the lines that prove the goal from premises that are in the context under these names."""
        values: Values = {var: self.terms.variable(var) for var in opened}
        known = Known({values[var]: name for var, name in opened.items()})
        try:
            for name, formula in premises:
                self.say(known, formula, values, name)
        except Closed:
            return self.lines
        self.solve(known, goal, values)
        return self.lines

    # Goals ------------------------------------------------------------------------------------------

    def solve(self, known: Known, goal: Formula, values: Values) -> None:
        """Prove the goal."""
        try:
            match goal:
                case Atom():
                    short_for = self.unfold(goal)
                    if short_for is not None and atom(goal.symbol) in LAWS:
                        self.line(f"apply ({LAWS[atom(goal.symbol)]} M L).")
                    if short_for is not None:
                        return self.solve(known, short_for, values)
                    return self.by_cases(known, goal, values)
                case And(()):
                    return self.line("exact I.")
                case And((first, *rest)):
                    self.line("split.")
                    self.branch(known, lambda k: self.solve(k, first, values))
                    return self.solve(known, conjunction_of(rest), values)
                case Not(part):
                    name = self.fresh()
                    self.line(f"intro {name}.")
                    self.say(known, part, values, name)
                case Or():
                    return self.by_cases(known, goal, values)
                case Implies(premise, conclusion):
                    name = self.fresh()
                    self.line(f"intro {name}.")
                    self.say(known, premise, values, name)
                    return self.solve(known, conclusion, values)
                case Quantifier(kind="every", var=var, body=body):
                    thing, term = self.fresh("x"), self.terms.named(goal, values, False)
                    self.line(f"intro {thing}.")
                    known.names[term] = thing
                    return self.solve(known, body, {**values, var: term})
                case Quantifier():
                    known.goal = goal, values
        except Closed:
            return None
        return self.refute(known)

    def by_cases(self, known: Known, goal: Formula, values: Values) -> None:
        proof = self.proof(known, goal, values)
        if proof:
            return self.line(f"exact {proof}.")
        name = self.decide(known, goal, values)
        self.line(f"destruct {name} as [{name} | {name}]; [exact {name} |].")
        self.deny(known, goal, values, name)
        return self.refute(known)

    def branch(self, known: Known, go: Any) -> None:
        self.line("{")
        with contextlib.suppress(Closed):
            go(known.copy())
        self.line("}")

    # The search ---------------------------------------------------------------------------------------

    def refute(self, known: Known) -> None:
        """Close the branch: from what is known follows what is false, or the goal."""
        try:
            while self.advance(known):
                pass
            self.split(known)
        except Closed:
            pass

    def advance(self, known: Known) -> bool:
        """Draw what follows without cases; whether anything did."""
        for item in list(known.waiting):
            formula, values, name = item
            if self.proof(known, formula, values):
                known.waiting.remove(item)
                return True
            if isinstance(formula, Implies):
                when = self.proof(known, formula.premise, values)
                if when:
                    known.waiting.remove(item)
                    one = self.fresh()
                    self.line(f"pose proof ({name} {when}) as {one}.")
                    self.say(known, formula.conclusion, values, one)
                    return True
            else:
                first, *rest = formula.parts
                no = self.refutation(known, first, values)
                if no or not rest:
                    known.waiting.remove(item)
                    one = name
                    if rest:
                        one = self.fresh()
                        self.line(f"destruct {name} as [{one} | {one}]; [elim ({no} {one}) |].")
                    self.say(known, (Or(tuple(rest)) if rest[1:] else rest[0]) if rest else first, values, one)
                    return True
        return self.instantiate(known)

    def instantiate(self, known: Known) -> bool:
        for k, (quantifier, values, affirmed, name) in enumerate(known.universal):
            for term in self.needed.at(quantifier, values, affirmed):
                if not self.has_name(known, term) or ("said", k, term) in known.facts:
                    continue
                known.facts["said", k, term] = ""
                one, inner = self.fresh(), {**values, quantifier.var: term}
                if affirmed:
                    self.line(f"pose proof ({name} {self.name(known, term)}) as {one}.")
                    self.say(known, quantifier.body, inner, one)
                else:
                    self.line(f"pose proof (fun w => {name} (ex_intro _ {self.name(known, term)} w)) as {one}.")
                    self.deny(known, quantifier.body, inner, one)
                return True
        if known.goal is None:
            return False
        quantifier, values = known.goal
        terms = self.needed.at(quantifier, values, False)
        if len(terms) == 1 and self.has_name(known, terms[0]):
            known.goal = None
            self.line(f"exists {self.name(known, terms[0])}.")
            self.solve(known, quantifier.body, {**values, quantifier.var: terms[0]})
            raise Closed
        for term in terms:
            if not self.has_name(known, term) or ("goal", term) in known.facts:
                continue
            known.facts["goal", term] = ""
            inner = {**values, quantifier.var: term}
            proof = self.proof(known, quantifier.body, inner)
            if proof:
                self.line(f"exists {self.name(known, term)}; exact {proof}.")
                raise Closed
            name = self.decide(known, quantifier.body, inner)
            thing = self.name(known, term)
            self.line(f"destruct {name} as [{name} | {name}]; [exists {thing}; exact {name} |].")
            self.deny(known, quantifier.body, inner, name)
            return True
        return False

    def split(self, known: Known) -> None:
        """Tell cases apart, where as few as can be stay open."""
        if not known.waiting:
            raise Stuck("nothing is left to be told apart")
        formula, values, name = min(known.waiting, key=lambda item: self.size(known, *item[:2]))
        case = formula.premise if isinstance(formula, Implies) else formula.parts[0]
        if isinstance(formula, Or) and not settled(case):
            known.waiting.remove((formula, values, name))
            rest = formula.parts[1:]
            either = name, (case, self.say), (Or(rest) if rest[1:] else rest[0], self.say)
        else:
            case = self.undecided(known, case, values)
            either = self.decide(known, case, values), (case, self.say), (case, self.deny)
        name, *ways = either
        self.line(f"destruct {name} as [{name} | {name}].")
        for part, told in ways:

            def go(known: Known, part: Formula = part, told: Told = told) -> None:
                told(known, part, values, name)
                self.refute(known)

            self.branch(known, go)

    def undecided(self, known: Known, formula: Formula, values: Values) -> Formula:
        """A part of the formula of which it is not known whether it holds."""
        if isinstance(formula, Not):
            return self.undecided(known, formula.part, values)
        if not isinstance(formula, Atom | Quantifier):
            parts = (formula.premise, formula.conclusion) if isinstance(formula, Implies) else formula.parts
            for part in parts:
                if not self.proof(known, part, values) and not self.refutation(known, part, values):
                    return self.undecided(known, part, values)
        return formula

    def size(self, known: Known, formula: Formula, values: Values) -> float:
        """How much there is to decide; little, if one of two cases closes at once."""

        def left(part: Formula) -> float:
            if self.proof(known, part, values) or self.refutation(known, part, values):
                return 0
            match part:
                case And(parts) | Or(parts):
                    return sum(map(left, parts))
                case Not(inner):
                    return left(inner)
                case Implies(premise, conclusion):
                    return left(premise) + left(conclusion)
                case Quantifier():
                    return 1.5
            return 1

        if isinstance(formula, Implies):
            ends = bool(self.refutation(known, formula.conclusion, values))
            return left(formula.premise) + (0 if ends else left(formula.conclusion) + 0.5)
        return left(formula)


def settled(formula: Formula) -> bool:
    """Whether `settle` can tell if a formula holds: of whether somebody shares nobody can tell."""
    return all(not isinstance(part, Atom) or part.symbol.name != "shares" for part in subformulas(formula))
