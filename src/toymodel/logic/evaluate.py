"""Decide a formula on a case, with a witness.

Connectives are Kleene's, and quantifiers are long connectives ("every": the guard fails or the
body holds, of this one and that one and …): a part that is undefined or undecided matters only
where the others do not settle the matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .formulas import And, Atom, Formula, Implies, Not, Or, Quantifier, Var, conjunction, free
from .ground import Clause, clauses
from .structure import Structure
from .verdicts import STATUS, Status, Unknown, Verdict, gravest
from .words import ranged, words

Assignment = Mapping[Var, object]


def evaluate(formula: Formula, structure: Structure, assignment: Assignment | None = None) -> Verdict:
    """Return the verdict on a formula, given what its free variables stand for.

    A variable that stands for `Unknown` makes undefined whatever speaks of it.
    """
    return _Evaluation(structure).verdict(formula, dict(assignment or {}))


class _Evaluation:
    def __init__(self, structure: Structure) -> None:
        self.structure = structure

    def verdict(self, formula: Formula, env: Assignment) -> Verdict:
        bound = tuple((var, env[var]) for var in sorted(free(formula), key=lambda v: v.name))
        missing = next((value for _, value in bound if isinstance(value, Unknown)), None)
        if missing is not None and isinstance(formula, Atom | Quantifier):
            return Verdict(missing.status, formula, bound, text=missing.reason)
        match formula:
            case Atom(symbol, args):
                fact = self.structure.fact(symbol, tuple(env[arg] for arg in args))
                return Verdict(fact.status or STATUS[fact.holds], formula, bound, text=fact.text)
            case Not(part):
                inner = self.verdict(part, env)
                flipped: Status = {"true": "false", "false": "true"}.get(inner.status, inner.status)  # type: ignore[assignment]
                return Verdict(flipped, formula, bound, (inner,), text=inner.text)
            case And(parts):
                return self._connective(formula, bound, [self.verdict(part, env) for part in parts], "false")
            case Or(parts):
                return self._connective(formula, bound, [self.verdict(part, env) for part in parts], "true")
            case Implies(premise, conclusion):
                either = Or((Not(premise), conclusion))
                inner = self.verdict(either, env)
                return Verdict(inner.status, formula, bound, inner.parts, text=inner.text)
            case Quantifier():
                if self.structure.values(formula) is None:
                    return self._searched(formula, bound, env)
                return self._listed(formula, bound, env)

    def _connective(
        self, formula: Formula, bound: tuple[tuple[Var, object], ...], parts: Sequence[Verdict], decisive: Status
    ) -> Verdict:
        """A part with the decisive status settles it; then one without a value; else the opposite."""
        opposite: Status = "true" if decisive == "false" else "false"
        for status in (decisive, "undecided", "undefined"):
            chosen = [part for part in parts if part.status == status]
            if chosen:
                return Verdict(status, formula, bound, tuple(chosen), text=chosen[0].text)
        return Verdict(opposite, formula, bound, tuple(parts), text="; and ".join(part.text for part in parts))

    # Quantifiers over listed values (objectives) ------------------------------------------------------

    def _listed(self, q: Quantifier, bound: tuple[tuple[Var, object], ...], env: Assignment) -> Verdict:
        if (q.kind == "selected" or not q.domain.listed) and (why := self.structure.selects(q)) is not None:
            return Verdict(why.status, q, bound, text=why.reason)
        decisive = q.kind == "some"
        tried: list[tuple[object, Verdict]] = []
        doubted: list[Verdict] = []
        unclear: list[Verdict] = []
        for value in self.structure.values(q) or ():
            inside = {**env, q.var: value}
            guard = self.verdict(q.guard, inside)
            if guard.holds is False:
                continue
            if q.kind == "selected" and guard.holds is None:
                return Verdict(guard.status, q, bound, (guard,), text=guard.text)
            body = self.verdict(q.body, inside)
            if guard.holds and (q.kind == "selected" or body.holds is decisive):
                return Verdict(body.status, q, bound, (body,), value, self._at(q, value, body, env))
            tried.append((value, body))
            if guard.holds is None:
                doubted.append(guard)
            if body.holds is None or (guard.holds is None and body.holds is decisive):
                unclear.append(guard if guard.holds is None else body)
        if q.kind == "every" and q.if_empty is not True and len(doubted) == len(tried):
            unclear = doubted
        if unclear:
            chosen = [part for part in unclear if part.status == "undecided"] or unclear
            return Verdict(chosen[0].status, q, bound, tuple(chosen), text=chosen[0].text)
        if not tried:
            value = q.if_empty if q.kind == "every" else False
            return Verdict(STATUS[value], q, bound, text=f"there is no {self._noun(q, env)}")
        names = f" ({', '.join(self.structure.called(value) for value, _ in tried)})" if q.domain.listed else ""
        if q.kind == "every":
            text = self._universal(q, names, env)
            return Verdict("true", q, bound, tuple(body for _, body in tried), text=text)
        first, body = tried[0]
        lead = f"no {self._noun(q, env)}{names} will do"
        text = f"{lead}: for {self.structure.called(first)}, {body.text}"
        return Verdict("false", q, bound, tuple(body for _, body in tried), text=text)

    def _universal(self, q: Quantifier, names: str, env: Assignment) -> str:
        inside = {**self._names(env), q.var: "it"}
        return f"for every {self._noun(q, env)}{names}, {words(q.body, inside)}"

    def _at(self, q: Quantifier, value: object, body: Verdict, env: Assignment) -> str:
        lead = "the selected" if q.kind == "selected" else "one"
        return f"{lead} {self._noun(q, env)} is {self.structure.called(value)}: {body.text}"

    # Quantifiers over searched values (policies) ------------------------------------------------------

    def _searched(self, q: Quantifier, bound: tuple[tuple[Var, object], ...], env: Assignment) -> Verdict:
        wanted = q.body if q.kind == "some" else Not(q.body)
        found, doubt = self._find(q, conjunction((q.guard, wanted)), env)
        if found is not None:
            body = self.verdict(q.body, {**env, q.var: found})
            text = f"{self._member(q, env)} {_after_name(body.text, self.structure.called(found))}"
            return Verdict("true" if q.kind == "some" else "false", q, bound, (body,), found, text)
        if doubt is not None:
            return doubt_verdict(doubt, q, bound)
        if q.kind == "some":
            return Verdict("false", q, bound, text=f"no {self._noun(q, env)} {self._predicate(q, env)}")
        if q.if_empty is not True:
            example, doubt = self._find(q, q.guard, env)
            if doubt is not None:
                return doubt_verdict(doubt, q, bound)
            if example is None:
                return Verdict(STATUS[q.if_empty], q, bound, text=f"there is no {self._noun(q, env)}")
        return Verdict("true", q, bound, text=f"every {self._noun(q, env)} {self._predicate(q, env)}")

    def _find(self, q: Quantifier, formula: Formula, env: Assignment) -> tuple[object | None, Unknown | None]:
        """Something of which the formula is true; or why that is not known."""
        doubt: Unknown | None = None
        for clause in clauses(formula, q.var, self.structure, env, self.verdict):
            found = self.structure.find(q, Clause(clause.literals))
            if isinstance(found, Unknown):
                doubt = gravest(doubt, found)
            elif found is not None and clause.doubt is None:
                return found, None
            elif found is not None:
                doubt = gravest(doubt, clause.doubt)
        return None, doubt

    def _noun(self, q: Quantifier, env: Assignment) -> str:
        return ranged(q, self._names(env))

    def _member(self, q: Quantifier, env: Assignment) -> str:
        text = self._noun(q, env)
        return f"{'an' if text[0] in 'aeiou' else 'a'} {text}"

    def _predicate(self, q: Quantifier, env: Assignment) -> str:
        if isinstance(q.body, Atom) and q.body.args[q.body.symbol.subject] == q.var:
            names = {**self._names(env), q.var: "it"}
            return q.body.symbol.says.format(*(names.get(arg, arg.phrase) for arg in q.body.args))
        return f"is such that {words(q.body, {**self._names(env), q.var: q.var.again or f'that {q.var.sort}'})}"

    def _names(self, env: Assignment) -> dict[Var, str]:
        return {var: self.structure.called(value) for var, value in env.items() if not isinstance(value, Unknown)}


def doubt_verdict(doubt: Unknown, formula: Formula, bound: tuple[tuple[Var, object], ...]) -> Verdict:
    """The verdict where a search gave no answer."""
    return Verdict(doubt.status, formula, bound, text=doubt.reason)


def _after_name(text: str, name: str) -> str:
    """Drop a leading name, so that "a policy that … " can take its place."""
    return text[len(name) + 1 :] if text.startswith(name + " ") else f"is such that {text}"
