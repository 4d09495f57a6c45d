"""Formulas as values: connectives, guarded quantifiers, and atoms that somebody else gives a meaning.

A formula is written once and read many times: `evaluate` decides it on a case, `latex`
typesets it, `words` says it in English, a prover takes it to all worlds. This module knows
nothing of alignment: an atom carries a `Symbol`, whose meaning a `Structure` supplies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

Truth: TypeAlias = bool | None
KINDS = ("every", "some", "most", "selected")


@dataclass(frozen=True)
class Var:
    """A variable has a sort ("policy" or "objective"), a letter, and what to call it in a sentence.

    ``phrase`` introduces it ("the agent"); ``again`` refers back to it once a quantifier has
    introduced it ("that objective"); ``brief`` stands for it in few words ("optimum"). ``pair``
    says that it stands for one policy in each environment, so that its letter carries the place
    that an atom speaks of.
    """

    name: str
    sort: str
    tex: str
    phrase: str
    again: str = ""
    pair: bool = field(default=False, compare=False)
    brief: str = field(default="", compare=False)


@dataclass(frozen=True)
class Symbol:
    """A predicate: its name, its letters and its words; what it means is a structure's business.

    Attributes
    ----------
    name : str
        The key by which structures and lemmas know it.
    where : str
        The environment it speaks of ("training", "deployment", "both", "beliefs" or "").
    tex : str
        TeX with ``{0}``, ``{1}`` for the arguments; a set, if ``member`` is given.
    member : int or None
        Which argument is said to lie in the set.
    noun, says, denies : str
        Words with ``{0}``, ``{1}`` for the arguments: "policy that is optimal for {0}",
        "is optimal for {0}", "is not optimal for {0}"; the last two follow the name of the
        argument ``subject``.
    index : str
        TeX of the place whose policy it speaks of, where an argument is a pair of policies.
    short : str
        Few words for it: "is safe", or, of a guard, "demonstrated".
    parameters : tuple
        Anything else the meaning needs (a tolerance, the name of an operator).
    """

    name: str
    where: str = ""
    tex: str = field(default="", compare=False)
    member: int | None = field(default=None, compare=False)
    noun: str = field(default="", compare=False)
    says: str = field(default="", compare=False)
    denies: str = field(default="", compare=False)
    subject: int = field(default=0, compare=False)
    index: str = field(default="", compare=False)
    parameters: tuple[object, ...] = ()
    short: str = field(default="", compare=False)


@dataclass(frozen=True)
class Domain:
    """A domain is what a quantifier ranges over, before its guard.

    ``phrase`` follows what the guard calls a thing; ``member`` is said for the name of its sort.
    ``listed`` says whether its members can be named one by one; of the others a structure gives
    some that stand for all.
    """

    name: str
    tex: str = field(compare=False)
    phrase: str = field(compare=False)
    listed: bool = field(default=True, compare=False)
    member: str = field(default="", compare=False)


@dataclass(frozen=True)
class Atom:
    """An atom says a symbol of variables."""

    symbol: Symbol
    args: tuple[Var, ...]


@dataclass(frozen=True)
class Not:
    """A negation says that its body does not hold."""

    part: Formula


@dataclass(frozen=True)
class And:
    """A conjunction says that every part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Or:
    """A disjunction says that some part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Implies:
    """An implication is material: false only where the premise is true and the conclusion false."""

    premise: Formula
    conclusion: Formula


@dataclass(frozen=True)
class Quantifier:
    """A quantifier says: of ``kind`` var in ``domain`` with ``guard``, ``body`` holds.

    Attributes
    ----------
    kind : "every", "some", "most" or "selected"
        "most" means more than half of those that satisfy the guard; "selected" speaks of the one
        that a selection rule picks among them.
    if_empty : bool or None
        The value when nothing satisfies the guard (None: undefined). "some" and "selected"
        are never true then.
    """

    kind: str
    var: Var
    domain: Domain
    guard: Formula
    body: Formula
    if_empty: Truth = True

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a quantifier is {', '.join(KINDS[:-1])} or {KINDS[-1]}, not {self.kind!r}")


Formula: TypeAlias = Atom | Not | And | Or | Implies | Quantifier


def conjunction(parts: Iterable[Formula]) -> Formula:
    """Return the conjunction of several formulas; a single part stays itself."""
    listing = tuple(parts)
    return listing[0] if len(listing) == 1 else And(listing)


def rebuilt(formula: Formula, again: Callable[[Formula], Formula]) -> Formula:
    """Return the formula with ``again`` of each of its parts in place of that part; an atom has none."""
    match formula:
        case Atom():
            return formula
        case Not(part):
            return Not(again(part))
        case And(parts) | Or(parts):
            return replace(formula, parts=tuple(map(again, parts)))
        case Implies(premise, conclusion):
            return Implies(again(premise), again(conclusion))
        case Quantifier(guard=guard, body=body):
            return replace(formula, guard=again(guard), body=again(body))


def ranging(formula: Formula, over: Domain, instead_of: Domain) -> Formula:
    """Return the formula with one domain in place of another."""
    found = rebuilt(formula, lambda part: ranging(part, over, instead_of))
    return replace(found, domain=over) if isinstance(found, Quantifier) and found.domain == instead_of else found


def subformulas(formula: Formula) -> Iterator[Formula]:
    """Yield the formula and everything in it, outside in."""
    yield formula
    match formula:
        case Not(part):
            yield from subformulas(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from subformulas(part)
        case Implies(premise, conclusion):
            yield from subformulas(premise)
            yield from subformulas(conclusion)
        case Quantifier(guard=guard, body=body):
            yield from subformulas(guard)
            yield from subformulas(body)


def free(formula: Formula) -> frozenset[Var]:
    """Return the variables that the formula leaves open."""
    match formula:
        case Atom(args=args):
            return frozenset(args)
        case Not(part):
            return free(part)
        case And(parts) | Or(parts):
            return frozenset().union(*map(free, parts))
        case Implies(premise, conclusion):
            return free(premise) | free(conclusion)
        case Quantifier(var=var, guard=guard, body=body):
            return (free(guard) | free(body)) - {var}


def symbols(formula: Formula) -> frozenset[Symbol]:
    """Return the symbols that occur in the formula."""
    return frozenset(part.symbol for part in subformulas(formula) if isinstance(part, Atom))
