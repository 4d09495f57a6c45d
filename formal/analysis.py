"""Take apart what is said, or denied, in a proof: each line with the name of what it proves."""

from __future__ import annotations

from evidence import LAWS, LONGEST, Evidence, Known, Stuck, conjunction_of

from toymodel.logic import And, Atom, Formula, Implies, Not, Or, Quantifier
from toymodel_atlas.gallina import SORTS, atom
from toymodel_atlas.herbrand import Needed, Unfold, Values


class Closed(Exception):
    """The branch is closed."""


class Analysis(Evidence):
    """The lines of a proof, and what is known after them."""

    def __init__(self, needed: Needed, unfold: Unfold) -> None:
        super().__init__(needed, unfold)
        self.lines: list[str] = []
        self.count = 0

    # Lines ------------------------------------------------------------------------------------------

    def line(self, words: str) -> None:
        self.lines.append(words)
        if len(self.lines) > LONGEST:
            raise Stuck("too long")

    def fresh(self, letter: str = "h") -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def close(self, proof: str) -> None:
        self.line(f"elim ({proof}).")
        raise Closed

    def decide(self, known: Known, formula: Formula, values: Values) -> str:
        """State that a formula holds or does not."""
        name = self.fresh("d")
        self.line(f"assert ({name} : decided ({self.printed(known, formula, values)})) by settle.")
        return name

    # What is said -------------------------------------------------------------------------------------

    def say(self, known: Known, formula: Formula, values: Values, name: str) -> None:
        """Take apart what ``name`` proves."""
        match formula:
            case Atom():
                short_for = self.unfold(formula)
                if short_for is not None:
                    return self.say(known, short_for, values, self.by_law(known, formula, values, name))
                key = self.terms.fact(formula, values)
                if key in known.denials:
                    self.close(f"{known.denials[key]} {name}")
                known.facts.setdefault(key, name)
            case Not(part):
                return self.deny(known, part, values, name)
            case And(()):
                return None
            case And((first, *rest)):
                one, other = self.fresh(), self.fresh()
                self.line(f"destruct {name} as [{one} {other}].")
                self.say(known, first, values, one)
                return self.say(known, conjunction_of(rest), values, other)
            case Or() | Implies():
                known.waiting.append((formula, values, name))
            case Quantifier(kind="every"):
                known.facts.setdefault(self.terms.place(formula, values, True), name)
                known.universal.append((formula, values, True, name))
            case Quantifier(var=var, body=body):
                term = self.terms.named(formula, values, True)
                if term not in known.names:
                    thing, one = self.fresh("x"), self.fresh()
                    self.line(f"destruct {name} as [{thing} {one}].")
                    known.names[term] = thing
                    return self.say(known, body, {**values, var: term}, one)
        return None

    def by_law(self, known: Known, formula: Atom, values: Values, name: str) -> str:
        law = LAWS.get(atom(formula.symbol))
        if law is None:
            return name
        other = self.fresh()
        self.line(f"pose proof (proj1 ({law} M L {self.arguments(known, formula, values)}) {name}) as {other}.")
        return other

    def deny(self, known: Known, formula: Formula, values: Values, name: str) -> None:
        """Take apart what ``name`` refutes."""
        match formula:
            case Atom():
                return self.deny_atom(known, formula, values, name)
            case Not(part):
                decided, one = self.decide(known, part, values), self.fresh()
                self.line(f"pose proof (stable _ {decided} {name}) as {one}.")
                return self.say(known, part, values, one)
            case And(()):
                self.close(f"{name} I")
            case And((first, *rest)):
                one = self.fresh()
                known.denials.setdefault(self.terms.place(formula, values, False), name)
                self.line(f"pose proof (fun x y => {name} (conj x y)) as {one}.")
                return self.say(known, Implies(first, Not(conjunction_of(rest))), values, one)
            case Or(parts):
                return self.deny_each(known, parts, values, name)
            case Implies(premise, conclusion):
                decided, one, other = self.decide(known, premise, values), self.fresh(), self.fresh()
                self.line(f"destruct (denied _ _ {decided} {name}) as [{one} {other}].")
                self.say(known, premise, values, one)
                return self.deny(known, conclusion, values, other)
            case Quantifier(kind="every"):
                known.denials.setdefault(self.terms.place(formula, values, False), name)
                return self.counterexample(known, formula, values, name)
            case Quantifier():
                known.denials.setdefault(self.terms.place(formula, values, False), name)
                known.universal.append((formula, values, False, name))
        return None

    def deny_atom(self, known: Known, formula: Atom, values: Values, name: str) -> None:
        short_for = self.unfold(formula)
        if short_for is None:
            key = self.terms.fact(formula, values)
            if key in known.facts:
                self.close(f"{name} {known.facts[key]}")
            known.denials.setdefault(key, name)
            return None
        law, other = LAWS.get(atom(formula.symbol)), name
        if law:
            other, args = self.fresh(), self.arguments(known, formula, values)
            self.line(f"pose proof (fun h => {name} (proj2 ({law} M L {args}) h)) as {other}.")
        return self.deny(known, short_for, values, other)

    def deny_each(self, known: Known, parts: tuple[Formula, ...], values: Values, name: str) -> None:
        if not parts:
            return None
        if len(parts) == 1:
            return self.deny(known, parts[0], values, name)
        one, other = self.fresh(), self.fresh()
        self.line(f"pose proof (fun x => {name} (or_introl x)) as {one}.")
        self.line(f"pose proof (fun x => {name} (or_intror x)) as {other}.")
        self.deny(known, parts[0], values, one)
        return self.deny_each(known, parts[1:], values, other)

    def counterexample(self, known: Known, formula: Quantifier, values: Values, name: str) -> None:
        """What is not so of all is not so of one."""
        match formula.body:
            case Implies(Atom(symbol, _) as member, rest) if symbol.name == "deterministic":
                term = self.terms.named(formula, values, False)
                if term in known.names:
                    return
                thing, one = self.fresh("x"), self.fresh()
                known.names[term] = thing
                inner = {**values, formula.var: term}
                said = self.printed(known, And((member, Not(rest))), inner)
                self.line(f"assert ({one} : exists {thing} : {SORTS[formula.var.sort]}, {said})")
                self.line(f"  by (apply (refuted M L); [intros; settle | exact {name}]).")
                is_one, other = self.fresh(), self.fresh()
                self.line(f"destruct {one} as [{thing} [{is_one} {other}]].")
                self.say(known, member, inner, is_one)
                self.deny(known, rest, inner, other)
            case _:
                raise Stuck("not all of infinitely many")
