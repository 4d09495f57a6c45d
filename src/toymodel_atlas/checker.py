"""Certificates are checked here: that a theorem follows from the lemmas named, by the instances of them that are named.

A certificate names instances of lemmas, of the premises and of the contrary of the conclusion that contradict each
other. Nothing is searched for, and whoever made it need not be trusted. This file imports what a formula is, and no
more. What is left to trust is this file, and the statement (`toymodel_atlas.statements`): the formulas of the
definitions and of the lemmas, what atoms are short for, and what quantifiers range over.

A formula's quantifiers are numbered in the order in which one reads them. What "there is" speaks of is called a
*witness*; it depends on what else is mentioned in saying so. A line of a certificate gives the values of each "for
all", in order: ``["inside keeps optimal in training", "agent", "π1", null]`` leaves the third out, which says less. Of
what the lines say, whatever is left over of an "or" holds (unit propagation), until something contradicts itself. If
that does not come by itself, the certificate names an atom that holds or does not, and both cases are gone through.

>>> from toymodel.alignment.vocabulary import AGENT, safe
>>> harmless = Atom(safe("deployment"), (AGENT,))
>>> statement = Statement({"harmless": harmless}, harmless, {}, lambda _: None, {})
>>> [step.source for step in check(statement, {"lines": [["harmless"], [CONTRARY]]}).steps]
['harmless', 'the contrary']
>>> check(statement, {"lines": [["harmless"]]})
Traceback (most recent call last):
    ...
ValueError: what the lines say does not come to a contradiction
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, TypeAlias

from toymodel.logic.formulas import And, Atom, Formula, Implies, Not, Or, Quantifier, Symbol, Var, free

CONTRARY, SELECTION = "the contrary", "the rule that selects"
ABSURD = ("absurd",)
Term: TypeAlias = tuple[Any, ...]
"""Its sort and its name; of a witness (source, number) for a name, and then the terms that it depends on."""
Literal: TypeAlias = tuple[bool, tuple[Any, ...]]
"""Whether an atom holds, and the atom: its symbol's name, place and parameters, and then terms."""
Tree: TypeAlias = tuple[Any, ...]
"""("is", holds, symbol, places), ("and", *trees), ("or", *trees), ("all", number, tree), ("some", (sort, number), of
which, tree)."""


@dataclass(frozen=True)
class Statement:
    """A statement says that the conclusion holds wherever the premises and the lemmas do.

    ``meaning`` says what an atom is short for; ``ranges`` what the members of a domain satisfy, or None if all do.
    ``between`` has what a certificate may prove first, and then use as it uses lemmas: this need not be trusted.
    """

    premises: Mapping[str, Formula]
    conclusion: Formula
    lemmas: Mapping[str, Formula]
    meaning: Callable[[Atom], Formula | None]
    ranges: Mapping[str, Callable[[Var], Formula] | None]
    between: Mapping[str, Formula] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A step says that by a source, for these values of its quantifiers, ``then`` holds because the others do."""

    source: str
    values: Mapping[int, Term]
    because: tuple[Literal, ...]
    then: Literal


@dataclass(frozen=True)
class Proof:
    """A proof is steps, the last of which contradicts what was known, or after them an atom and a proof for each case.

    The cases are that the atom holds, and that it does not. ``first`` are the proofs of what is proved first.
    """

    steps: tuple[Step, ...]
    atom: tuple[Any, ...] = ()
    cases: tuple[Proof, ...] = ()
    first: Mapping[str, Proof] = field(default_factory=dict)


def check(statement: Statement, certificate: Mapping[str, Any]) -> Proof:
    """Return the proof of a statement that a certificate stands for; ValueError says why there is none."""
    first = dict[str, Proof]()
    for name, part in certificate.get("first", {}).items():
        if name not in statement.between:
            raise ValueError(f"nothing that may be proved first is called {name!r}")
        first[name] = check(replace(statement, conclusion=statement.between[name]), part)
        statement = replace(statement, lemmas={**statement.lemmas, name: statement.between[name]})
    read = Reader(statement, sources(certificate))
    terms = dict(read.constants)

    def known(name: str) -> Term:
        if name not in terms:
            raise ValueError(f"nothing is called {name!r}")
        return terms[name]

    for name, (source, number, *of) in certificate.get("witnesses", {}).items():
        terms[name] = (read.sort(source, number), (source, number), *map(known, of))
    lines: dict[str, list[dict[int, Term]]] = {}
    for source, *names in certificate["lines"]:
        values = {}
        for number, name in zip(read.universal(source, len(names)), names, strict=False):
            if name is not None:
                values[number] = known(name)
                if values[number][0] != read.sort(source, number):
                    raise ValueError(f"{source!r} speaks of a {read.sort(source, number)}, which {name!r} is not")
        lines.setdefault(source, []).append(values)
    trees = read.trees
    said = [(source, *part) for source, rows in lines.items() for part in instances(trees[source], source, rows, {})]
    atoms = [(*symbol, *map(known, names)) for symbol, names in certificate.get("cases", ())]
    return replace(refute(said, {ABSURD: False}, atoms), first=first)


def sources(certificate: Mapping[str, Any]) -> set[str]:
    """Return the lemmas and premises that a certificate names."""
    return {source for source, *_ in (*certificate["lines"], *certificate.get("witnesses", {}).values())}


class Reader:
    """A reader is what has made trees of premises, lemmas and the contrary of the conclusion: no "not" but of atoms."""

    def __init__(self, statement: Statement, named: Collection[str]) -> None:
        self.meaning, self.ranges = statement.meaning, statement.ranges
        said = {**statement.lemmas, **statement.premises, CONTRARY: statement.conclusion}
        if len(said) <= len(statement.lemmas) + len(statement.premises) or SELECTION in said:
            raise ValueError("two of the premises and lemmas have one name")
        self.variables: dict[str, dict[int, Var]] = {}
        self.symbols: dict[tuple[str, ...], Symbol] = {}
        self.trees: dict[str, Tree] = {}
        self.forall: dict[str, list[int]] = {}
        self.constants: dict[str, Term] = {}
        for source, formula in said.items():
            if source in named:
                self.constants |= {each.name: (each.sort, each.name) for each in free(formula)}
                self.trees[source] = self.tree((source, count()), formula, source != CONTRARY, {})

    def sort(self, source: str, number: int) -> str:
        """Return what a quantifier speaks of."""
        if number not in self.variables.get(source, {}):
            raise ValueError(f"there is no premise or lemma {source!r} with a quantifier {number}")
        return self.variables[source][number].sort

    def universal(self, source: str, most: int) -> Sequence[int]:
        """Return the numbers of each "for all" of a source."""
        if source not in self.trees:
            raise ValueError(f"there is no premise or lemma {source!r}")
        if most > len(self.forall.get(source, ())):
            raise ValueError(f"{source!r} is given more values than it has quantifiers")
        return self.forall.get(source, ())

    def tree(self, at: Any, formula: Formula, holds: bool, names: Mapping[Var, Any]) -> Tree:
        """Return what it is for a formula to hold, or not to; ``names`` says what variables stand for."""
        match formula:
            case Atom(symbol, args):
                if (unfolded := self.meaning(formula)) is not None:
                    return self.tree(at, unfolded, holds, names)
                key = (symbol.name, symbol.where, *map(str, symbol.parameters))
                self.symbols[key] = symbol
                return ("is", holds, key, tuple(names.get(each, (each.sort, each.name)) for each in args))
            case Not(part):
                return self.tree(at, part, not holds, names)
            case And(parts) | Or(parts):
                kind = "and" if isinstance(formula, And) is holds else "or"
                trees = [self.tree(at, part, holds, names) for part in parts]
                left = [each for each in trees if each != (kind,)]
                return left[0] if len(left) == 1 else (kind, *left)
            case Implies(premise, conclusion):
                return self.tree(at, Or((Not(premise), conclusion)), holds, names)
            case Quantifier():
                return self.quantified(at, formula, holds, names)

    def quantified(self, at: Any, q: Quantifier, holds: bool, names: Mapping[Var, Any]) -> Tree:
        """Return what it is for a quantifier's formula to hold, or not to."""
        source, counted = at
        if q.domain.name not in self.ranges or q.kind == "most":
            raise ValueError(f"{source!r} speaks of {q.kind} of {q.domain.name!r}, which has no meaning here")
        within = self.ranges[q.domain.name]
        guard = q.guard if within is None else And((within(q.var), q.guard))
        if q.kind == "selected":
            return self.tree(at, And((guard, q.body)), holds, {**names, q.var: self.selected(q, guard, names)})
        if q.kind == "every" and q.if_empty is not True:
            if q.if_empty is None and holds is (source == CONTRARY):
                raise ValueError(f"{source!r} denies what may be undefined")
            both = And((replace(q, if_empty=True), replace(q, kind="some", body=And(()))))
            return self.tree(at, both, holds, names)
        number, inside = next(counted), Implies(guard, q.body) if q.kind == "every" else And((guard, q.body))
        self.variables.setdefault(source, {})[number] = q.var
        known = {**names, q.var: number}
        if (q.kind == "every") is not holds:
            said = self.tree(at, inside, holds, known)
            return ("some", (q.var.sort, number), tuple(k for k in sorted(mentioned(said)) if k < number), said)
        self.forall.setdefault(source, []).append(number)
        return ("all", number, self.tree(at, inside, holds, known))

    def selected(self, q: Quantifier, guard: Formula, names: Mapping[Var, Any]) -> Any:
        """Return what a rule selects for a policy: what satisfies the guard if anything does, for all alike."""
        (policy,) = free(guard) - {q.var}
        anyone, chosen = {policy: 0, q.var: 1}, {policy: 0, q.var: (SELECTION, q.var.sort, 0)}
        self.variables[SELECTION], self.forall[SELECTION] = {0: policy, 1: q.var, 2: q.var}, [0, 1]
        at, either = (SELECTION, count(3)), ((False, anyone), (True, chosen))
        rule = ("all", 0, ("all", 1, ("or", *(self.tree(at, guard, holds, who) for holds, who in either))))
        if self.trees.setdefault(SELECTION, rule) != rule:
            raise ValueError("two rules select")
        return SELECTION, q.var.sort, names.get(policy, (policy.sort, policy.name))


def mentioned(tree: Tree) -> set[int]:
    """Return the numbers of the quantifiers whose variables a tree mentions."""
    kind, *rest = tree
    if kind != "is":
        return set().union(*(mentioned(each) for each in (rest if kind in ("and", "or") else rest[-1:])))
    places = [each[2] if isinstance(each, tuple) and each[0] == SELECTION else each for each in rest[2]]
    return {each for each in places if isinstance(each, int)}


def instances(tree: Tree, source: str, rows: Sequence[Mapping[int, Term]], values: Mapping[int, Term]) -> Iterator[Any]:
    """Yield what a tree says for the values in these rows: in parts without quantifiers, each with its values."""
    match tree:
        case ("is", holds, symbol, places):
            yield values, ("is", (holds, (*symbol, *(term(each, values) for each in places))))
        case ("and", *parts):
            for part in parts:
                yield from instances(part, source, rows, values)
        case ("or", *parts):
            told = {**rows[0], **values} if len(rows) == 1 else values
            yield told, ("or", *(("and", *(each for _, each in instances(p, source, rows, values))) for p in parts))
        case ("some", (sort, number), of, part):
            made = (sort, (source, number), *(values[each] for each in of))
            yield from instances(part, source, rows, {**values, number: made})
        case ("all", number, part):
            for put in dict.fromkeys(row[number] for row in rows if number in row):
                fitting = [row for row in rows if row.get(number) == put]
                yield from instances(part, source, fitting, {**values, number: put})


def term(place: Any, values: Mapping[int, Term]) -> Term:
    """Return what stands in a place of an atom: the value of a quantifier, what a rule selects, or a constant."""
    match place:
        case int():
            return values[place]
        case (str() as source, sort, of) if source == SELECTION:
            return sort, (SELECTION, 2), term(of, values)
        case _:
            return tuple(place)


def refute(said: Sequence[tuple[str, Any, Tree]], known: dict[Any, bool], atoms: Sequence[tuple[Any, ...]]) -> Proof:
    """Return how what is said contradicts itself, by cases of these atoms; ValueError if it does not come to that."""
    steps, before = list[Step](), -1
    while len(steps) > before:
        before = len(steps)
        for source, values, tree in said:
            for because, (holds, atom) in forced(tree, known, ()):
                steps.append(Step(source, values, because, (holds, atom)))
                if known.setdefault(atom, holds) is not holds:
                    return Proof(tuple(steps))
    if not atoms:
        raise ValueError("what the lines say does not come to a contradiction")
    atom, *rest = atoms
    return Proof(tuple(steps), atom, tuple(refute(said, {**known, atom: holds}, rest) for holds in (True, False)))


def forced(tree: Tree, known: Mapping[Any, bool], because: tuple[Literal, ...]) -> Iterator[Any]:
    """Yield what has to hold for a tree to hold, if it is not known to, and because of what."""
    kind, *parts = tree
    if kind == "is":
        ((holds, atom),) = parts
        if known.get(atom) is not holds:
            yield because, (holds, atom)
    elif kind == "and":
        for part in parts:
            yield from forced(part, known, because)
    else:
        against = [against_it(part, known) for part in parts]
        left = [k for k, each in enumerate(against) if each is None] or [len(parts) - 1]
        if not parts:
            yield because, (True, ABSURD)
        elif len(left) == 1:
            others = (each for k, these in enumerate(against) if k != left[0] for each in these or ())
            yield from forced(parts[left[0]], known, (*because, *others))


def against_it(tree: Tree, known: Mapping[Any, bool]) -> tuple[Literal, ...] | None:
    """Return what is known to hold because of which a tree does not, or None if it may."""
    kind, *parts = tree
    if kind == "is":
        ((holds, atom),) = parts
        return ((not holds, atom),) if known.get(atom) is (not holds) else None
    against = [against_it(part, known) for part in parts]
    if kind == "and":
        return next((each for each in against if each is not None), None)
    return None if None in against else tuple(each for these in against for each in these or ())
