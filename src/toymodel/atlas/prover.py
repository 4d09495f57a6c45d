"""Theorems: which cells of the atlas hold in every finite world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..definitions import ARROWS
from ..definitions.structure import PLACES
from ..definitions.vocabulary import BASE, MESA, optimal
from ..logic import Atom, Formula, Symbol, Var, conjunction
from ..logic.prove import Proof, prove
from .cells import BASES, Cell
from .lemmas import ANY, Lemma, P, X, deterministic, every, lemmas, some

CANDIDATE = Symbol("candidate", "", r"\mathcal{R}", 0, "candidate", "is a candidate", "is no candidate")


def meaning(atom: Atom) -> Formula | None:
    """Unfold what is optimality in disguise: `feasible` behaviour, triviality, regret zero, a strict base judge."""
    name, args = atom.symbol.name, atom.args
    places = PLACES.get(atom.symbol.where, ())
    if name == "demonstrates" and atom.symbol.parameters == ("feasible",):
        return conjunction(Atom(optimal(w), (args[1], args[0])) for w in places)
    if name == "trivial":
        return conjunction(every(P, deterministic(P), Atom(optimal(w), (args[0], P))) for w in places)
    if name == "performs" and atom.symbol.parameters[0] in ("W1", "W5"):
        where = "deployment" if atom.symbol.parameters[0] == "W1" else "beliefs"
        return Atom(optimal(where), (args[1], args[0]))
    if name == "base safe" and atom.symbol.parameters == (0,):
        return conjunction(Atom(optimal(w), args) for w in places)
    return None


@dataclass(frozen=True)
class Theorem:
    """A cell that holds in every finite world.

    Attributes
    ----------
    lemmas : tuple of str
        Lemmas that suffice.
    unused_premises : tuple of str
        Premises that the proof does without.
    stochastic : bool
        Whether it still holds if the agent may mix.
    candidates : bool
        Whether it still holds if objectives range over a finite set that contains zero, R_base and R_m.
    """

    cell: Cell
    lemmas: tuple[str, ...]
    unused_premises: tuple[str, ...]
    stochastic: bool
    candidates: bool


def theorem(cell: Cell) -> Theorem | None:
    """Return the theorem that a cell is, or None where none was derived."""
    proof = derive(cell)
    if not proof.holds:
        return None
    return Theorem(
        cell,
        proof.lemmas,
        tuple(name for k, name in enumerate(premise_names(cell)) if k not in proof.premises),
        derive(cell, deterministic_agent=False).holds,
        derive(cell, candidates=True).holds,
    )


def derive(cell: Cell, *, deterministic_agent: bool = True, candidates: bool = False) -> Proof:
    """Try to prove a cell.

    Parameters
    ----------
    deterministic_agent : bool
        Whether the agent may be taken to be deterministic.
    candidates : bool
        Whether objectives range over a finite set that contains zero, R_base and R_m, rather than over all.
    """
    known = lemmas(
        cell.places, observed=PLACES[cell.reading.observed_in],
        deterministic_agent=deterministic_agent, one_policy=cell.reading.replans == "no",
    )  # fmt: skip
    relative: dict[str, Callable[[Var], Formula]] = {"deterministic": deterministic}
    if candidates:
        known = tuple(lemma for lemma in known if not lemma.name.startswith("indicator")) + membership(cell)
        relative["candidates"] = is_candidate
    chosen = {lemma.name: lemma.formula for lemma in known}
    answer = prove(cell.premises, cell.conclusion, chosen, meaning=meaning, relative=relative)
    for rounds, left_out in DEEPER:
        if answer.holds:
            break
        fewer = {name: formula for name, formula in chosen.items() if not name.startswith(left_out)}
        answer = prove(
            cell.premises, cell.conclusion, fewer,
            meaning=meaning, relative=relative, rounds=rounds, beyond=True, milliseconds=PATIENCE,
        )  # fmt: skip
    return answer


PATIENCE = 2000
"""Milliseconds for a question with quantifiers."""
DEEPER: tuple[tuple[int, tuple[str, ...]], ...] = (
    (1, ("optimum", "unsafe", "policies combine", "another")),
    (1, ("optimum", "unsafe", "policies combine")),
    (2, ("optimum", "unsafe", "zero", "policies combine")),
    (1, ("unsafe", "another", "indicator")),
)
"""Rounds of naming, and the kinds of lemmas to do without.

At greater depth what names new things can keep the solver busy for ever.
"""


def membership(cell: Cell) -> tuple[Lemma, ...]:
    """What a finite candidate set contains."""
    zero = conjunction(Atom(optimal(w), (X, P)) for w in cell.places)
    return (
        Lemma("zero is a candidate", some(X, is_candidate(X), every(P, ANY, zero)), "by definition of a case"),
        Lemma("base is a candidate", is_candidate(BASE), "by definition of a case"),
        Lemma("mesa is a candidate", is_candidate(MESA), "by definition of a case"),
    )


def is_candidate(objective: Var) -> Atom:
    """R ∈ 𝓡."""
    return Atom(CANDIDATE, (objective,))


def premise_names(cell: Cell) -> tuple[str, ...]:
    """What the premises are called."""
    names = ARROWS[BASES.get(cell.arrow, cell.arrow)].premises
    return (*names, "exact planner") if cell.arrow in ("I1", "I1B") else names
