"""Formulas and verdicts are put in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from .formulas import And, Atom, Formula, Implies, Not, Or, Quantifier, Symbol, Var

EMPTY = {True: "", False: " (and there is at least one)", None: " (undefined if there is none)"}


def words(formula: Formula, names: Mapping[Var, str] | None = None) -> str:
    """Return the formula as an English clause.

    Parameters
    ----------
    names : mapping, optional
        What to call free variables; by default their own phrase.
    """
    known = dict(names or {})
    match formula:
        case Atom(symbol, args):
            return f"{_name(args[symbol.subject], known)} {_fill(symbol.says, args, known)}"
        case Not(Atom(symbol, args)):
            return f"{_name(args[symbol.subject], known)} {_fill(symbol.denies, args, known)}"
        case Not(part):
            return f"it is not so that {words(part, known)}"
        case And(parts):
            return " and ".join(words(part, known) for part in parts)
        case Or(parts):
            return " or ".join(words(part, known) for part in parts)
        case Implies(premise, conclusion):
            return f"if {words(premise, known)}, then {words(conclusion, known)}"
        case Quantifier(kind=kind, var=var, body=body):
            lead = {"every": "every", "some": "some", "most": "most", "selected": "the selected"}[kind]
            thing = ranged(formula, known) + {"every": EMPTY[formula.if_empty], "most": "s"}.get(kind, "")
            inside = {**known, var: var.again or f"that {var.sort}"}
            if isinstance(body, Atom) and body.args[body.symbol.subject] == var:
                return f"{lead} {thing} {_fill(body.symbol.says, body.args, inside)}"
            return f"for {lead} {thing}, {words(body, inside)}"


def ranged(quantifier: Quantifier, names: Mapping[Var, str]) -> str:
    """Return what a quantifier ranges over, domain and guard, in the singular."""
    domain, sort = quantifier.domain, quantifier.var.sort
    thing = noun(quantifier.guard, quantifier.var, names)
    if domain.member:
        thing = thing.replace(sort, domain.member, 1).replace(f" and also a {sort} ", " and also ")
    return thing + domain.phrase


def noun(guard: Formula, var: Var, names: Mapping[Var, str]) -> str:
    """Return what the guard calls a thing that satisfies it: "policy that is optimal for zero in deployment"."""
    match guard:
        case And(()):
            return var.sort
        case Atom(symbol, args):
            return _fill(symbol.noun, args, names)
        case And(parts) if not all(isinstance(part, Not) for part in parts):
            plain = [noun(part, var, names) for part in parts if not isinstance(part, Not)]
            marks = [f"non-{noun(part.part, var, names)}" for part in parts if isinstance(part, Not)]
            return " ".join([*marks, " and also a ".join(plain)])
    return f"{var.sort} such that {words(guard, names)}"


def _name(var: Var, names: Mapping[Var, str]) -> str:
    return names.get(var, var.phrase)


def _fill(template: str, args: tuple[Var, ...], names: Mapping[Var, str]) -> str:
    return template.format(*(_name(arg, names) for arg in args))


def symbol_words(symbol: Symbol, called: tuple[str, ...], holds: bool) -> str:
    """Return an atom in words, given what its arguments are called."""
    return f"{called[symbol.subject]} {(symbol.says if holds else symbol.denies).format(*called)}"
