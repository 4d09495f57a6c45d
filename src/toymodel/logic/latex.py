"""Formulas in TeX: what a chapter shows is what the code checks."""

from __future__ import annotations

from .formulas import And, Atom, Formula, Implies, Not, Or, Quantifier, Var


def latex(formula: Formula) -> str:
    r"""Return the formula as TeX.

    Examples
    --------
    >>> from .formulas import Symbol
    >>> safe = Symbol("safe", tex=r"\mathrm{Safe}", member=0)
    >>> latex(Atom(safe, (Var("pi", "policy", r"\pi", "the agent"),)))
    '\\pi \\in \\mathrm{Safe}'
    """
    return _tex(formula, 0)


def _tex(formula: Formula, binding: int) -> str:
    match formula:
        case Atom(symbol, args):
            inner = symbol.tex.format(*(arg.tex for arg in args))
            return inner if symbol.member is None else rf"{args[symbol.member].tex} \in {inner}"
        case Not(Atom(symbol, args)) if symbol.member is not None:
            return rf"{args[symbol.member].tex} \notin " + symbol.tex.format(*(arg.tex for arg in args))
        case Not(part):
            return rf"\neg {_tex(part, 4)}"
        case And(parts):
            return _wrap(r" \;\wedge\; ".join(_tex(part, 3) for part in parts), binding > 3)
        case Or(parts):
            return _wrap(r" \;\vee\; ".join(_tex(part, 2) for part in parts), binding > 2)
        case Implies(premise, conclusion):
            return _wrap(rf"{_tex(premise, 1)} \;\Rightarrow\; {_tex(conclusion, 1)}", binding > 0)
        case Quantifier(kind=kind, var=var, guard=guard, body=body, if_empty=if_empty):
            among = guard_set(formula)
            if kind == "selected":
                text = rf"{var.tex} = \mathrm{{Sel}}\bigl({among}\bigr):\; {_tex(body, 0)}"
            else:
                lead = {"every": r"\forall", "some": r"\exists"}[kind]
                member = rf"{var.tex} \in {among}" if among else rf"{var.tex}\,({_tex(guard, 0)})"
                text = rf"{lead}\, {member}.\; {_tex(body, 0)}"
            if kind == "every" and if_empty is False:
                text = rf"{among} \neq \varnothing \;\wedge\; {text}"
            if if_empty is None:
                text = rf"{text} \quad (\text{{undefined if }} {among} = \varnothing)"
            return _wrap(text, binding > 0)


def guard_set(quantifier: Quantifier) -> str:
    r"""Return what a quantifier ranges over as a set: "\mathcal{R} \cap \mathrm{Dem}(\pi)"."""
    guard, var = quantifier.guard, quantifier.var
    parts = guard.parts if isinstance(guard, And) else (guard,)
    into = [_as_set(part, var) for part in parts if not isinstance(part, Not)]
    out = [_as_set(part.part, var) for part in parts if isinstance(part, Not)]
    if None in into or None in out:
        return ""
    sets = [quantifier.domain.tex, *(x for x in into if x)] if quantifier.domain.tex else [x for x in into if x]
    return r" \cap ".join(sets) + "".join(rf" \setminus {x}" for x in out)


def _as_set(part: Formula, var: Var) -> str | None:
    match part:
        case Atom(symbol, args) if symbol.member is not None and args[symbol.member] == var:
            return symbol.tex.format(*(arg.tex for arg in args))
    return None


def _wrap(text: str, needed: bool) -> str:
    return rf"\bigl({text}\bigr)" if needed else text
