"""Which lemmas a cell may use, what atoms are short for in their terms, and what an open class contains."""

from __future__ import annotations

from dataclasses import replace

from toymodel.alignment.vocabulary import AGENT, BASE, MESA, PLACES, optimal, safe
from toymodel.logic import And, Atom, Formula, Symbol, Var, conjunction, rebuilt
from toymodel.worlds import exact

from .cells import Cell
from .lemmas import ANY, Lemma, P, Q, X, Z, deterministic, every, iff, lemmas, same, some

CANDIDATE = Symbol("candidate", "", r"\mathcal{R}", 0, "candidate", "is a candidate", "is no candidate")


def known_lemmas(cell: Cell, deterministic_agent: bool = True) -> tuple[Lemma, ...]:
    """Return the lemmas about the environments of a cell."""
    return lemmas(
        cell.places,
        observed=PLACES[cell.reading.observed_in],
        judged=PLACES[cell.reading.judged_in],
        deterministic_agent=deterministic_agent,
        one_policy=cell.reading.replans == "no",
        tolerance=exact(cell.reading.tolerance),
    )


def meaning(atom: Atom) -> Formula | None:
    """Unfold what is optimality in disguise: `feasible` behaviour, triviality, regret zero, a strict base judge."""
    name, args = atom.symbol.name, atom.args
    places = PLACES.get(atom.symbol.where, ())
    if name == "demonstrates" and atom.symbol.parameters == ("feasible",):
        return conjunction(Atom(optimal(w), (args[1], args[0])) for w in places)
    if name == "trivial":
        return conjunction(every(P, deterministic(P), Atom(optimal(w), (args[0], P))) for w in places)
    if name == "same optima":
        return conjunction(every(P, ANY, iff(*(Atom(optimal(w), (r, P)) for r in args))) for w in places)
    if name == "performs" and atom.symbol.parameters[0] in ("W1", "W5"):
        where = "deployment" if atom.symbol.parameters[0] == "W1" else "beliefs"
        return Atom(optimal(where), (args[1], args[0]))
    if name == "base safe" and atom.symbol.parameters == (0,):
        return conjunction(Atom(optimal(w), args) for w in places)
    return None


def of_whom(policy: Var, formula: Formula) -> Formula:
    """Return what a formula says of the agent, said of another policy."""
    if isinstance(formula, Atom):
        return replace(formula, args=tuple(policy if each == AGENT else each for each in formula.args))
    return rebuilt(formula, lambda part: of_whom(policy, part))


def membership(cell: Cell) -> tuple[Lemma, ...]:
    """Return the lemmas that say what a finite candidate set contains."""
    zero = conjunction(Atom(optimal(w), (X, P)) for w in cell.places)
    return (
        Lemma("zero is a candidate", some(X, is_candidate(X), every(P, ANY, zero)), "by definition of a case"),
        Lemma("base is a candidate", is_candidate(BASE), "by definition of a case"),
        Lemma("mesa is a candidate", is_candidate(MESA), "by definition of a case"),
    )


def is_candidate(objective: Var) -> Atom:
    """Return the atom R ∈ 𝓡."""
    return Atom(CANDIDATE, (objective,))


def harmless_base() -> Formula:
    """Every optimum of the base objective is safe in deployment: what the second arrow comes by."""
    best = And((deterministic(Q), Atom(optimal("deployment"), (BASE, Q))))
    return every(Q, best, Atom(safe("deployment"), (Q,)))


def does_what_a_model_does(cell: Cell, others: bool = False) -> bool:
    """Whether agents replan and are observed where models need not be best: then some model does as the agent does."""
    observed, best = cell.reading.observed_in, cell.reading.encountered
    told = cell.reading.objectives == "every" and (others or observed == "deployment")
    concerned = cell.arrow in ("I2", "I4i") or (cell.arrow == "I4" and told)  # of harm done, its indicator must tell
    return cell.reading.replans == "yes" and concerned and {observed, best} == {"training", "deployment"}


def as_a_model(cell: Cell, policy: Var) -> Formula:
    """Return that some model does what a policy does, where it is observed."""
    observed, best = cell.reading.observed_in, cell.reading.encountered
    return some(Z, And((deterministic(Z), Atom(optimal(best), (BASE, Z)), *same(observed, Z, policy))))


NOT_LISTED = ("indicator", "nudge", "own nudge", "as when")
"""Lemmas about objectives that a finite set of candidates may lack."""
