"""A verdict is put in words by reading its tree, which decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .formulas import And, Atom, Implies, Not, Or, Quantifier, Var
from .words import ranged, words

if TYPE_CHECKING:
    from .verdicts import Verdict


def explain(verdict: Verdict) -> str:
    """Return why the formula has the value that it has, as a clause."""
    formula = verdict.formula
    decided = verdict.holds is not None
    match formula:
        case Quantifier() if decided or not verdict.why:
            return _quantified(verdict, formula)
        case Not() | And() | Or() | Implies() if decided:
            return "; and ".join(explain(part) for part in verdict.parts)
    return verdict.why if isinstance(verdict.why, str) else verdict.why()


def _quantified(verdict: Verdict, q: Quantifier) -> str:
    names = {var: called(value) for var, value in verdict.given.items()}
    thing = ranged(q, names)
    tried = list(verdict.about(q.body))
    if q.kind == "selected" and tried:
        return f"the selected {thing} is {called(tried[0].given[q.var])}: {tried[0].text}"
    if verdict.witness is not None:
        body = tried[0].text
        if q.var.sort == "policy":
            member, name = f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}", called(verdict.witness)
            return (
                f"{member} {body.removeprefix(name + ' ') if body.startswith(name + ' ') else 'is such that ' + body}"
            )
        return f"one {thing} is {called(verdict.witness)}: {body}"
    if q.var.sort == "policy":
        if verdict.status == "false" and q.kind == "some":
            return f"no {thing} {_predicate(q, names)}"
        return f"every {thing} {_predicate(q, names)}" if verdict.status == "true" else f"there is no {thing}"
    if not tried:
        return f"there is no {thing}"
    listing = f" ({', '.join(called(part.given[q.var]) for part in tried)})" if q.domain.listed else ""
    if verdict.status == "true":
        lead = f"most {thing}s" if q.kind == "most" else f"every {thing}"
        return f"for {lead}{listing}, {words(q.body, {**names, q.var: 'it'})}"
    lead = f"not for most {thing}s{listing}" if q.kind == "most" else f"no {thing}{listing} will do"
    return f"{lead}: for {called(tried[0].given[q.var])}, {tried[0].text}"


def _predicate(q: Quantifier, names: Mapping[Var, str]) -> str:
    if isinstance(q.body, Atom) and q.body.args[q.body.symbol.subject] == q.var:
        inside = {**names, q.var: "it"}
        return q.body.symbol.says.format(*(inside.get(arg, arg.phrase) for arg in q.body.args))
    return f"is such that {words(q.body, {**names, q.var: q.var.again or f'that {q.var.sort}'})}"


def called(value: Any) -> str:
    """Return what to call a value in a sentence: its name."""
    return str(value.name)
