"""Formulas are proved for all structures, from named lemmas, with z3.

Sorts are uninterpreted: nothing is known of policies and objectives but what the lemmas say,
so a proof holds in every world in which the lemmas do, whatever its size. The question is put
to z3 without quantifiers: "there is" is replaced by a name, and "for all" by its instances at
the things that have been named, in a few rounds (Herbrand's theorem says that enough rounds
suffice, and a proof found earlier is a proof). If that does not do, z3 goes on from there by
its own means for a while. A failure only means that these lemmas did not do at this depth: it
is not a counterexample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, Literal, TypeAlias

from toymodel.logic.formulas import And, Atom, Formula, Implies, Not, Or, Quantifier, Var, free

Meaning: TypeAlias = Callable[[Atom], Formula | None]
"""What an atom is short for, if it is."""
Relative: TypeAlias = Mapping[str, Callable[[Var], Formula]]
"""For a domain's name, the predicate that its members satisfy."""
Answer: TypeAlias = Literal["theorem", "not derived", "unknown"]
ROUNDS = 2
"""Rounds of naming."""
MOST = 1500
"""Combinations of named things, one of each sort, beyond which instances are too many to write down."""


@dataclass(frozen=True)
class Proof:
    """A proof is what the prover found.

    Attributes
    ----------
    answer : "theorem", "not derived" or "unknown"
    lemmas : tuple of str
        Lemmas that suffice, none of which can be left out.
    premises : tuple of int
        Premises that suffice, by position, none of which can be left out.
    """

    answer: Answer
    lemmas: tuple[str, ...] = ()
    premises: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it is a theorem."""
        return self.answer == "theorem"


def prove(
    premises: Sequence[Formula],
    conclusion: Formula,
    lemmas: Mapping[str, Formula],
    *,
    meaning: Meaning = lambda _: None,
    relative: Relative | None = None,
    rounds: int = ROUNDS,
    beyond: bool = False,
    effort: int = 40_000_000,
    most: int | None = None,
) -> Proof:
    """Try to derive the conclusion from the premises and the lemmas.

    Parameters
    ----------
    lemmas : mapping from name to Formula
        Closed formulas, true in every world that is meant.
    meaning : callable
        Unfolds atoms that are defined by others.
    relative : mapping, optional
        Restricts quantifiers over a domain to what satisfies a predicate.
    rounds : int
        How often "there is" may be given names before giving up.
    beyond : bool
        Whether z3 may go on by itself from the instances, with quantifiers.
    effort : int
        How many steps of its own z3 may take over each question: the same on every machine, fast or slow.
    most : int, optional
        Give up where there would be more instances than this.
    """
    question = _Question(meaning, relative or {})
    for k, premise in enumerate(premises):
        question.say(("premise", k), premise)
    question.say(("conclusion", 0), Not(conclusion))
    for name, lemma in lemmas.items():
        question.say(("lemma", name), lemma)
    return question.settle(rounds, beyond, effort, most)


def prove_deepening(
    premises: Sequence[Formula],
    conclusion: Formula,
    lemmas: Mapping[str, Formula],
    *,
    meaning: Meaning,
    relative: Relative,
    deepest: int = 3,
) -> Proof:
    """Try to derive the conclusion with one round of naming, then with two, and so on (see `prove`)."""
    found = Proof("unknown")
    for rounds in range(1, deepest + 1):
        found = prove(premises, conclusion, lemmas, meaning=meaning, relative=relative, rounds=rounds)
        if found.holds:
            break
    return found


def z3_module() -> Any:
    """Return z3, which is imported only where something is to be proved."""
    try:
        import z3
    except ImportError:
        raise ImportError("proofs need z3: pip install z3-solver") from None
    return z3


class _Question:
    """Formulas as z3 terms, each said under a label, so that what a proof needs can be told."""

    def __init__(self, meaning: Meaning, relative: Relative) -> None:
        self.meaning, self.relative = meaning, relative
        self.sorts: dict[str, Any] = {}
        self.functions: dict[object, Any] = {}
        self.said: dict[tuple[str, object], list[Any]] = {}

    @cached_property
    def z3(self) -> Any:
        return z3_module()

    def say(self, label: tuple[str, object], formula: Formula) -> None:
        self.said.setdefault(label, []).append(self.term(formula, {}))

    # Settling -------------------------------------------------------------------------------------

    def settle(self, rounds: int, beyond: bool, effort: int, most: int | None = None) -> Proof:
        z3 = self.z3
        named = {label: [self.without_exists(term) for term in terms] for label, terms in self.said.items()}
        things = self.things(term for terms in named.values() for term in terms)
        ground: dict[tuple[str, object], list[Any]] = {}
        for _ in range(rounds):
            if prod(max(len(each), 1) for each in things.values()) > MOST:
                return Proof("unknown")
            if most is not None and sum(self.count(t, things) for terms in named.values() for t in terms) > most:
                return Proof("unknown")
            ground = {label: [self.instances(term, things) for term in terms] for label, terms in named.items()}
            things = self.things(term for terms in ground.values() for term in terms)
        solver = z3.Solver()
        solver.set("rlimit", effort)
        solver.set("random_seed", 0)
        solver.set("mbqi", False)
        switch = {label: z3.Bool(f"use {label[0]} {label[1]}") for label in ground}
        for label, terms in ground.items():
            for term in (*terms, *(named[label] if beyond else ())):
                solver.add(z3.Implies(switch[label], term))
        return self.minimal(solver, switch)

    def minimal(self, solver: Any, switch: Mapping[tuple[str, object], Any]) -> Proof:
        """What suffices: premises are dropped first, the last first, then lemmas."""
        needed = list(switch)
        answer = str(solver.check(*switch.values()))
        if answer != "unsat":
            return Proof("not derived" if answer == "sat" else "unknown")
        premises = [label for label in needed if label[0] == "premise"][::-1]
        lemmas = [label for label in needed if label[0] == "lemma"]
        for label in (*premises, *lemmas):
            if label not in needed:
                continue
            fewer = [other for other in needed if other != label]
            if str(solver.check(*(switch[other] for other in fewer))) == "unsat":
                core = {str(item) for item in solver.unsat_core()}
                # Keep the premises that are still to be asked about; of the lemmas only what the core needs.
                needed = [o for o in fewer if o[0] != "lemma" or str(switch[o]) in core]
        return Proof(
            "theorem",
            tuple(str(name) for kind, name in needed if kind == "lemma"),
            tuple(sorted(int(str(k)) for kind, k in needed if kind == "premise")),
        )

    def without_exists(self, term: Any) -> Any:
        """Name what is said to exist; the result has only "for all", and only positively."""
        goal = self.z3.Goal()
        goal.add(term)
        return self.z3.Tactic("snf")(goal)[0].as_expr()

    def things(self, terms: Iterable[Any]) -> dict[str, list[Any]]:
        """The ground terms of each sort that occur."""
        z3, found, seen = self.z3, {}, set()
        found = {str(sort): dict[int, Any]() for sort in self.sorts.values()}
        todo = list(terms)
        while todo:
            term = todo.pop()
            if term.get_id() in seen:
                continue
            seen.add(term.get_id())
            if z3.is_quantifier(term):
                todo.append(term.body())
                continue
            todo.extend(term.children())
            sort = str(term.sort())
            if sort in found and not _open(z3, term):
                found[sort][term.get_id()] = term
        return {sort: list(each.values()) for sort, each in found.items()}

    def count(self, term: Any, things: Mapping[str, Sequence[Any]]) -> int:
        """How many instances a term has."""
        if self.z3.is_quantifier(term):
            choices = prod(len(things[str(term.var_sort(k))]) for k in range(term.num_vars()))
            return choices * self.count(term.body(), things)
        return max(1, sum(self.count(part, things) for part in term.children()))

    def instances(self, term: Any, things: Mapping[str, Sequence[Any]]) -> Any:
        """Replace every "for all" by its instances."""
        z3 = self.z3
        if z3.is_quantifier(term):
            choices = [things[str(term.var_sort(k))] for k in range(term.num_vars())]
            bodies = (z3.substitute_vars(term.body(), *reversed(chosen)) for chosen in product(*choices))
            return z3.And(*(self.instances(body, things) for body in bodies))
        if z3.is_and(term):
            return z3.And(*(self.instances(part, things) for part in term.children()))
        if z3.is_or(term):
            return z3.Or(*(self.instances(part, things) for part in term.children()))
        return term

    # Terms ----------------------------------------------------------------------------------------

    def sort(self, name: str) -> Any:
        return self.sorts.setdefault(name, self.z3.DeclareSort(name))

    def term(self, formula: Formula, known: Mapping[Var, Any]) -> Any:
        z3 = self.z3
        match formula:
            case Atom(symbol, args):
                unfolded = self.meaning(formula)
                if unfolded is not None:
                    return self.term(unfolded, known)
                key = (symbol.name, symbol.where, symbol.parameters)
                if key not in self.functions:
                    name = "_".join(str(part) for part in key)
                    self.functions[key] = z3.Function(name, *(self.sort(a.sort) for a in args), z3.BoolSort())
                return self.functions[key](*(self.value(a, known) for a in args))
            case Not(part):
                return z3.Not(self.term(part, known))
            case And(parts):
                return z3.And(*(self.term(part, known) for part in parts))
            case Or(parts):
                return z3.Or(*(self.term(part, known) for part in parts))
            case Implies(premise, conclusion):
                return z3.Implies(self.term(premise, known), self.term(conclusion, known))
            case Quantifier():
                return self.quantified(formula, known)

    def value(self, var: Var, known: Mapping[Var, Any]) -> Any:
        return known[var] if var in known else self.z3.Const(var.name, self.sort(var.sort))

    def quantified(self, q: Quantifier, known: Mapping[Var, Any]) -> Any:
        z3 = self.z3
        guard = q.guard
        if q.domain.name in self.relative:
            guard = And((self.relative[q.domain.name](q.var), guard))
        if q.kind == "selected":
            return self.selected(q, guard, known)
        bound = z3.FreshConst(self.sort(q.var.sort), q.var.name)
        inside = {**known, q.var: bound}
        fits, body = self.term(guard, inside), self.term(q.body, inside)
        if q.kind == "some":
            return z3.Exists(bound, z3.And(fits, body))
        every = z3.ForAll(bound, z3.Implies(fits, body))
        # An arrow with an undefined premise claims nothing, so what is undefined counts as false here.
        return every if q.if_empty is True else z3.And(every, z3.Exists(bound, fits))

    def selected(self, q: Quantifier, guard: Formula, known: Mapping[Var, Any]) -> Any:
        """One function picks, for each policy, something that satisfies the guard if anything does."""
        z3 = self.z3
        (policy,) = (v for v in free(guard) - {q.var} if v.sort == "policy")
        key = ("selected", q.var, repr(guard).replace(repr(policy), "·"))  # agent and models share one rule
        if key not in self.functions:
            pick = z3.Function("selected", self.sort(policy.sort), self.sort(q.var.sort))
            self.functions[key] = pick
            anyone, some = z3.FreshConst(self.sort(policy.sort)), z3.FreshConst(self.sort(q.var.sort))
            fits = self.term(guard, {policy: anyone, q.var: some})
            picked = self.term(guard, {policy: anyone, q.var: pick(anyone)})
            self.said.setdefault(("rule", "selection"), []).append(z3.ForAll([anyone, some], z3.Implies(fits, picked)))
        chosen = {**known, q.var: self.functions[key](self.value(policy, known))}
        return z3.And(self.term(guard, chosen), self.term(q.body, chosen))


def _open(z3: Any, term: Any) -> bool:
    """Whether a term has a variable that some quantifier binds."""
    return z3.is_var(term) or any(_open(z3, part) for part in term.children())
