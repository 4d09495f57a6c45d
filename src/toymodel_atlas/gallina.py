"""A formula is printed as a proposition in Gallina, the language of Coq: one more reader of a formula.

A printed formula speaks of a structure ``M`` (`formal/structure.v`), which has policies, objectives and the meaning of
atoms. It is made `plain` first: Coq knows no third truth value, so a formula is read as "it is true" (what an arrow
says of its premises) or as "it is not false" (what it says of its conclusion), and guards become implications.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from toymodel.logic import And, Atom, Formula, Implies, Not, Or, Quantifier, Symbol, Var
from toymodel.logic.formulas import free, subformulas

from .lemmas import ANY, deterministic, every, some

SORTS = {"policy": "Policy M", "objective": "Objective M"}
"""What a variable of a sort belongs to."""
DETERMINISTIC = ("deterministic", "pairs")
"""Domains that are a predicate of the structure."""
DOMAINS = (*DETERMINISTIC, "stationary", "candidates", "sa", "s", "ss")
"""The others leave nothing out: a structure's objectives are those of the class or of the list that is meant."""
RULE = "selected"
"""The rule that selects: a function from policies to objectives."""


@dataclass(frozen=True)
class Picked(Var):
    """What the rule selects for a policy stands where a variable would; "name" is not its own."""

    of: Var | None = None


def plain(formula: Formula, true: bool = True, picked: Mapping[Var, Var] = {}) -> Formula:
    """Return a two-valued formula without guards and domains: that a formula is true, or that it is not false.

    Parameters
    ----------
    true : bool
        Which of the two. They differ where a quantifier is undefined.
    picked : mapping
        What a variable that a rule selects stands for.

    Raises
    ------
    ValueError
        If it speaks of what a structure does not have: a majority, or several judges.
    """

    def again(part: Formula) -> Formula:
        return plain(part, true, picked)

    def opposite(part: Formula) -> Formula:
        return plain(part, not true, picked)

    match formula:
        case Atom(args=args):
            return replace(formula, args=tuple(picked.get(arg, arg) for arg in args))
        case Not(part):
            return Not(opposite(part))
        case And(parts) | Or(parts):
            return again(parts[0]) if len(parts) == 1 else replace(formula, parts=tuple(map(again, parts)))
        case Implies(premise, conclusion):
            return Implies(opposite(premise), again(conclusion))
        case Quantifier(kind="selected", var=var, guard=guard, body=body):
            chosen = {**picked, var: _chosen(formula)}
            return And(tuple(plain(part, true, chosen) for part in (guard, body)))
    q = formula
    _known(q)
    within: list[Formula] = [deterministic(q.var)] if q.domain.name in DETERMINISTIC else []
    if q.kind == "some":
        return some(q.var, ANY, _all((*within, again(q.guard), again(q.body))))
    body = again(q.body)
    for guard in (opposite(q.guard), *within):
        body = body if guard == ANY else Implies(guard, body)
    held = every(q.var, ANY, body)
    if not true if q.if_empty is None else q.if_empty:
        return held
    return And((held, some(q.var, ANY, _all((*within, again(q.guard))))))


def _all(parts: tuple[Formula, ...]) -> Formula:
    rest = tuple(part for part in parts if part != ANY)
    return rest[0] if len(rest) == 1 else And(rest)


def _known(q: Quantifier) -> None:
    if q.kind not in ("every", "some") or q.var.sort not in SORTS or q.domain.name not in DOMAINS:
        what = f'"{q.kind}"' if q.var.sort in SORTS and q.domain.name in DOMAINS else f"{q.var.sort}s to speak of"
        raise ValueError(f"Gallina has no {what} here: print a reading without them")


def _chosen(q: Quantifier) -> Picked:
    """What the rule selects: one rule for the agent and for every model."""
    (policy,) = (var for var in free(q.guard) - {q.var} if var.sort == "policy")
    return Picked(f"{RULE} {policy.name}", q.var.sort, q.var.tex, q.var.phrase, of=policy)


def rules(*formulas: Formula) -> tuple[Formula, ...]:
    """Return what is known of a rule that selects: what it selects satisfies the guard, if anything does."""
    found: dict[Formula, None] = {}
    for q in (part for formula in formulas for part in subformulas(formula)):
        if isinstance(q, Quantifier) and q.kind == "selected":
            chosen = _chosen(q)
            assert chosen.of is not None
            fits, picked = plain(q.guard), plain(q.guard, True, {q.var: chosen})
            found[every(chosen.of, ANY, every(q.var, ANY, Implies(fits, picked)))] = None
    return tuple(found)


def gallina(formula: Formula, true: bool = True) -> str:
    r"""Return a formula as a proposition about a structure ``M``: that it is true, or that it is not false.

    Raises
    ------
    ValueError
        If it speaks of what a structure does not have: a majority, several judges, an operator or a notion of
        performing well that `formal/structure.v` does not define.

    Examples
    --------
    >>> from toymodel.alignment import Reading, definition
    >>> gallina(definition("impact aligned").formula(Reading()))
    'safe M deployment agent'
    >>> print(gallina(definition("inner aligned").formula(Reading(optima="some"))).replace("/\\", "and"))
    exists optimum : Policy M,
      deterministic M optimum and optimal M deployment mesa optimum and base_safe M deployment base optimum
    """
    return text(plain(formula, true))


def text(formula: Formula, level: int = 0) -> str:
    """Return a plain formula as Gallina; in parentheses, unless it stands alone (``level`` 0) or needs none."""
    match formula:
        case Atom(symbol, args):
            return " ".join([atom(symbol), "M", *([symbol.where] if symbol.where else []), *map(variable, args)])
        case Not(part):
            return f"~ {text(part, 2)}"
        case And(()):
            return "True"
        case Or(()):
            return "False"
        case And(parts):
            found = " /\\ ".join(text(part, 2) for part in parts)
        case Or(parts):
            found = " \\/ ".join(text(part, 2) for part in parts)
        case Implies(premise, conclusion):
            found = f"{text(premise, 1)} -> {text(conclusion)}"
            level = level and 2
        case Quantifier(kind=kind, var=var, body=body):
            lead = {"every": "forall", "some": "exists"}[kind]
            found = f"{lead} {variable(var)} : {SORTS[var.sort]}, {text(body)}"
            level = level and 2
    return f"({found})" if level > 1 else found


def variable(var: Var) -> str:
    """Return what a variable is called."""
    return f"({RULE} {variable(var.of)})" if isinstance(var, Picked) and var.of else identifier(var.name)


def identifier(words: str) -> str:
    """Return a name that Coq accepts.

    Examples
    --------
    >>> identifier("inside itself in training")
    'inside_itself_in_training'
    """
    return re.sub(r"\W+", "_", words).strip("_")


def opened(*formulas: Formula) -> dict[str, str]:
    """Return the names that plain formulas leave open, with their types; first the rule that selects.

    Examples
    --------
    >>> from toymodel.alignment import Reading, definition
    >>> opened(definition("impact aligned").formula(Reading()))
    {'agent': 'Policy M'}
    """
    variables = frozenset[Var]().union(*map(free_variables, formulas))
    found = {variable(var): SORTS[var.sort] for var in sorted(variables, key=lambda var: var.name)}
    selecting = any(isinstance(arg, Picked) for f in formulas for part in subformulas(f) for arg in _args(part))
    return ({RULE: "Policy M -> Objective M"} if selecting else {}) | found


def _args(formula: Formula) -> tuple[Var, ...]:
    return formula.args if isinstance(formula, Atom) else ()


def free_variables(formula: Formula) -> frozenset[Var]:
    """The free variables of a plain formula; of what is selected, the policy that it is selected for."""
    match formula:
        case Atom(args=args):
            return frozenset(arg.of if isinstance(arg, Picked) and arg.of else arg for arg in args)
        case Not(part):
            return free_variables(part)
        case And(parts) | Or(parts):
            return frozenset[Var]().union(*map(free_variables, parts))
        case Implies(premise, conclusion):
            return free_variables(premise) | free_variables(conclusion)
        case Quantifier(var=var, body=body):
            return free_variables(body) - {var}


def atom(symbol: Symbol) -> str:
    """Return what a structure calls a symbol; ValueError if it has none.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from toymodel.alignment.vocabulary import base_safe, performs
    >>> atom(base_safe("deployment", Fraction(0))), atom(base_safe("deployment", Fraction(1, 2)))
    ('base_safe', 'tolerable')
    >>> atom(performs("W2", Fraction(1)))
    Traceback (most recent call last):
    ValueError: formal/structure.v does not say what "performs" means with W2, 1
    """
    known = ATOMS.get(symbol.name)
    found = known(symbol.parameters) if known else None
    if found is None:
        much = f" with {', '.join(map(str, symbol.parameters))}" if symbol.parameters else ""
        raise ValueError(f'formal/structure.v does not say what "{symbol.name}" means{much}')
    return found


ATOMS: Mapping[str, Callable[[tuple[object, ...]], str | None]] = {
    "optimal": lambda _: "optimal",
    "inside": lambda _: "inside",
    "trivial": lambda _: "trivial",
    "deterministic": lambda _: "deterministic",
    "same optima": lambda _: "same_optima",
    "shares": lambda _: "shares",
    "demonstrates": lambda parameters: "demonstrates" if parameters == ("feasible",) else None,
    "safe": lambda parameters: None if any(parameters) else "safe",
    "base safe": lambda parameters: "tolerable" if any(parameters) else "base_safe",
    "performs": lambda parameters: {"W1": "performs", "W5": "performs_as_believed"}.get(str(parameters[0])),
}
"""What a structure calls a symbol, by its parameters."""
