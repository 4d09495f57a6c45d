"""Formulas in TeX: what a chapter shows is what the code checks."""

from __future__ import annotations

from collections.abc import Mapping

from .formulas import And, Atom, Formula, Implies, Not, Or, Quantifier, Symbol, Var

EMPTY = {True: "", False: r"^{\exists}", None: "^{?}"}
"""How "every" is marked by its value where there is nothing to speak of."""


def latex(formula: Formula, named: Mapping[Formula, str] | None = None) -> str:
    r"""Return the formula as TeX.

    "Every" is written \forall; \forall^{\exists} where it is false, and \forall^{?} where it is
    undefined, if there is nothing to speak of.

    Parameters
    ----------
    named : mapping, optional
        TeX to write in place of parts that have a name of their own.

    Examples
    --------
    >>> from .formulas import Symbol
    >>> safe = Symbol("safe", tex=r"\mathrm{{Safe}}", member=0)
    >>> latex(Atom(safe, (Var("pi", "policy", r"\pi", "the agent"),)))
    '\\pi \\in \\mathrm{Safe}'
    """
    return _tex(formula, 0, named or {})


def _tex(formula: Formula, binding: int, named: Mapping[Formula, str]) -> str:
    if formula in named:
        return named[formula]
    match formula:
        case Atom(symbol, args):
            letters = _letters(symbol, args)
            inner = symbol.tex.format(*letters)
            return inner if symbol.member is None else rf"{letters[symbol.member]} \in {inner}"
        case Not(Atom(symbol, args)) if symbol.member is not None:
            letters = _letters(symbol, args)
            return rf"{letters[symbol.member]} \notin " + symbol.tex.format(*letters)
        case Not(part):
            return rf"\neg {_tex(part, 4, named)}"
        case And(parts):
            return _wrap(r" \;\wedge\; ".join(_tex(part, 3, named) for part in parts), binding > 3)
        case Or(parts):
            return _wrap(r" \;\vee\; ".join(_tex(part, 2, named) for part in parts), binding > 2)
        case Implies(premise, conclusion):
            return _wrap(rf"{_tex(premise, 1, named)} \;\Rightarrow\; {_tex(conclusion, 1, named)}", binding > 0)
        case Quantifier(kind=kind, var=var, guard=guard, body=body, if_empty=if_empty):
            among = "" if var.pair else guard_set(formula)
            pairs = rf" \in {formula.domain.tex}" if var.pair else ""
            member = rf"{var.tex} \in {among}" if among else rf"{var.tex}{pairs}\,({_tex(guard, 0, named)})"
            lead = {
                "every": r"\forall" + EMPTY[if_empty],
                "some": r"\exists",
                "most": r"\mathrm{Most}",
                "selected": r"\mathrm{Sel}",
            }[kind]
            return _wrap(rf"{lead}\, {member}.\; {_tex(body, 0, named)}", binding > 0)


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
            return symbol.tex.format(*_letters(symbol, args))
    return None


def _letters(symbol: Symbol, args: tuple[Var, ...]) -> list[str]:
    """The letters of the arguments; of a pair of policies, the one that is played where the symbol speaks of."""
    return [rf"{arg.tex}_{{{symbol.index}}}" if arg.pair and symbol.index else arg.tex for arg in args]


def _wrap(text: str, needed: bool) -> str:
    return rf"\bigl({text}\bigr)" if needed else text
