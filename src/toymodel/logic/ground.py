r"""From "is there a policy such that …" to clauses of literals.

Quantifiers over objectives range over finitely many candidates, so they are written out;
whatever does not mention the policy is decided on the spot. What is left is a Boolean
combination of atoms about the policy, returned in disjunctive normal form: there is such a
policy iff some clause has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from .formulas import And, Atom, Formula, Implies, Not, Or, Quantifier, Symbol, Var, free
from .structure import Structure
from .verdicts import Unknown, Verdict, gravest


class Hole:
    """Stands for the policy that is sought."""

    def __repr__(self) -> str:
        return "·"


HOLE = Hole()


@dataclass(frozen=True)
class Literal:
    """An atom about the policy that is sought (`HOLE` among its values), or its negation."""

    symbol: Symbol
    values: tuple[object, ...]
    positive: bool


@dataclass(frozen=True)
class Clause:
    """A conjunction of literals; ``doubt`` tells why a part without truth value was left out."""

    literals: tuple[Literal, ...] = ()
    doubt: Unknown | None = None

    @property
    def rank(self) -> int:
        """The less, the more it settles: certain, then undecided, then undefined."""
        return 0 if self.doubt is None else 1 if self.doubt.status == "undecided" else 2


Assignment: TypeAlias = Mapping[Var, object]
Decide: TypeAlias = Callable[[Formula, Assignment], Verdict]
TRUE: tuple[Clause, ...] = (Clause(),)
FALSE: tuple[Clause, ...] = ()


def clauses(
    formula: Formula, var: Var, structure: Structure, assignment: Assignment, decide: Decide, positive: bool = True
) -> tuple[Clause, ...]:
    """Return the clauses under which the formula (or its negation) is true of ``var``."""

    def again(part: Formula, sign: bool, more: Assignment = assignment) -> tuple[Clause, ...]:
        return clauses(part, var, structure, more, decide, sign)

    if var not in free(formula):
        verdict = decide(formula, assignment)
        if verdict.holds is None:
            return (Clause(doubt=Unknown(verdict.text, verdict.status)),)
        return TRUE if verdict.holds is positive else FALSE
    match formula:
        case Atom(symbol, args):
            values = tuple(HOLE if arg == var else assignment[arg] for arg in args)
            return (Clause((Literal(symbol, values, positive),)),)
        case Not(part):
            return again(part, not positive)
        case And(parts) | Or(parts):
            results = [again(part, positive) for part in parts]
            return _all(results) if isinstance(formula, And) is positive else _any(results)
        case Implies(premise, conclusion):
            results = [again(premise, not positive), again(conclusion, positive)]
            return _any(results) if positive else _all(results)
        case Quantifier():
            return _quantified(formula, var, structure, assignment, decide, positive)


def _quantified(
    q: Quantifier, var: Var, structure: Structure, assignment: Assignment, decide: Decide, positive: bool
) -> tuple[Clause, ...]:
    """Write a quantifier out over its values."""
    listed = structure.values(q)
    if listed is None or q.if_empty is None:
        raise NotImplementedError(f"a quantified {q.var.sort} cannot be written out inside a search for a {var.sort}")
    if (q.kind == "selected" or not q.domain.listed) and (why := structure.selects(q)) is not None:
        return (Clause(doubt=why),)
    present, absent, inner = (
        [clauses(part, var, structure, {**assignment, q.var: x}, decide, sign) for x in listed]
        for part, sign in ((q.guard, True), (q.guard, False), (q.body, positive))
    )
    nothing = _all(absent)
    if q.kind == "selected":
        picks = [_all([here, *absent[:k], inner[k]]) for k, here in enumerate(present)]
        return _any(picks if positive else [*picks, nothing])
    if (q.kind == "some") is positive:
        result = _any([_all([here, then]) for here, then in zip(present, inner, strict=True)])
    else:
        result = _all([_any([gone, then]) for gone, then in zip(absent, inner, strict=True)])
    if q.kind == "every" and q.if_empty is False:
        return _all([_any(present), result]) if positive else _any([nothing, result])
    return result


def _any(results: list[tuple[Clause, ...]]) -> tuple[Clause, ...]:
    return _needed(clause for result in results for clause in result)


def _all(results: list[tuple[Clause, ...]]) -> tuple[Clause, ...]:
    product: tuple[Clause, ...] = TRUE
    for result in results:
        product = _needed(joined for left in product for right in result if (joined := _join(left, right)))
    return product


def _needed(options: Iterable[Clause]) -> tuple[Clause, ...]:
    """Leave out every clause that says more than another, without which products double at each step."""
    kept: list[tuple[Clause, frozenset[Literal]]] = []
    for clause in sorted(options, key=lambda c: (c.rank, len(c.literals))):
        said = frozenset(clause.literals)
        if not any(less <= said for _, less in kept):
            kept.append((clause, said))
    return tuple(clause for clause, _ in kept)


def _join(left: Clause, right: Clause) -> Clause | None:
    literals = dict.fromkeys((*left.literals, *right.literals))
    if any(Literal(x.symbol, x.values, not x.positive) in literals for x in literals):
        return None
    return Clause(tuple(literals), gravest(left.doubt, right.doubt))
