"""The page's proofs are given to z3 in steps, each from just the lemmas and premises that it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from toymodel.alignment import Reading
from toymodel.alignment.diagrams import ALSO_CALLED
from toymodel.alignment.vocabulary import AGENT, BASE, PLACES, optimal, safe, trivial
from toymodel.logic import And, Atom, Formula, Implies, Not, Symbol, Var, conjunction
from toymodel.worlds import exact

from .cells import Cell
from .lemmas import (
    ANY,
    P,
    Q,
    X,
    Y,
    a_little_of_another,
    deterministic,
    every,
    iff,
    lemmas,
    shared,
    some,
    spare_pair,
    wants_the_harm,
)
from .meaning import harmless_base, meaning
from .results import Part
from .theorems import AGENT_LEMMAS, covering, part_of


@dataclass(frozen=True)
class Step:
    """A step of a proof says: the conclusion follows from premises and lemmas, in every finite world."""

    label: str
    premises: tuple[Formula, ...]
    conclusion: Formula
    lemmas: Mapping[str, Formula]


def own(where: str) -> Formula:
    """Return lem-own: what a deterministic policy's indicator says of it, seen in ``where``."""
    here, unharmed = optimal("deployment"), safe("deployment")
    others = And((deterministic(Q), Atom(here, (X, Q))))
    alike = And(
        (
            Implies(Atom(unharmed, (Q,)), Atom(unharmed, (P,))),
            Implies(Atom(unharmed, (P,)), Atom(unharmed, (Q,))),
            every(Y, ANY, iff(Atom(here, (Y, P)), Atom(here, (Y, Q)))),
        )
    )
    seen, not_seen = (conjunction(Atom(optimal(w), (X, policy)) for w in PLACES[where]) for policy in (P, Q))
    shown = And((seen, some(Q, And((deterministic(Q), Not(not_seen))))))
    return every(P, deterministic(P), some(X, And((shown, Atom(here, (X, P)), every(Q, others, alike)))))


def in_common(reading: Reading) -> Formula:
    """Return lem-common: an objective that has an optimum in common with R_base in deployment has a safe one, too."""

    def both(policy: Var) -> Formula:
        here = (Atom(optimal("deployment"), (r, policy)) for r in (X, BASE))
        return conjunction((deterministic(policy), *here))

    safe_one = some(P, And((both(P), Atom(safe("deployment"), (P,)))))
    return every(X, counts(reading, X), every(Q, both(Q), safe_one))


def harmful(reading: Reading) -> Formula:
    """What lem-harm comes to here: if an optimum of R_base harms, all optima of some R do, and they are R_base's."""
    here, kept = optimal("deployment"), ("training", "deployment")
    bad = some(P, And((Atom(here, (BASE, P)), Not(Atom(safe("deployment"), (P,))))))
    inside = conjunction(every(P, Atom(optimal(w), (X, P)), Atom(optimal(w), (BASE, P))) for w in kept)
    harms = every(P, Atom(here, (X, P)), Not(Atom(safe("deployment"), (P,))))
    return Implies(bad, some(X, counts(reading, X), And((inside, harms))))


def counts(reading: Reading, objective: Var) -> Formula:
    """Return that the objective counts: that it is not trivial, if such ones do not."""
    return ANY if reading.trivial == "included" else Not(Atom(trivial(reading.observed_in), (objective,)))


def steps(arrow: str, reading: Reading) -> tuple[Step, ...]:
    """Return the steps of the proof that covers a cell, each to be proved by z3; KeyError if none does."""
    arrow = ALSO_CALLED.get(arrow, arrow)
    label, part = covering(arrow, reading), part_of(arrow, reading)
    if label is None or part is None:
        raise KeyError(f"no theorem of the page covers {arrow} under this reading")
    return steps_of(label, part, Cell(arrow, reading))


def steps_of(label: str, part: Part, cell: Cell) -> tuple[Step, ...]:
    """Return the steps by which a part of a theorem proves a cell."""
    reading, places = cell.reading, PLACES[cell.reading.observed_in]
    stock = lemmas(
        cell.places,
        observed=places,
        deterministic_agent=True,
        one_policy=reading.replans == "no",
        tolerance=exact(reading.tolerance),
    )
    known = {lemma.name: lemma.formula for lemma in stock} | said_of_base(cell)
    given = {name: known[name] for name in part.named(reading)}
    agent = {name: given.pop(name) for name in AGENT_LEMMAS if name in given}
    said = dict(zip(cell.premise_names, cell.premises, strict=True))
    premises = {name: said[name] for name in part.premises}
    if "lem-spare-pair" in part.through:
        return _by_spare_pairs(label, cell, agent)
    found = []
    if "lem-own" in part.through:
        known_of_own = own(reading.observed_in)
        found.append(Step("lem-own", (), known_of_own, given))
        given = {"lem-own": known_of_own}
    if "lem-common" in part.through:
        found.append(Step("lem-common", (premises.pop("outer aligned"),), in_common(reading), given))
        given = {"lem-common": in_common(reading)}
    if "lem-harm" in part.through:
        found += _by_the_harm(label, reading, premises.pop("outer aligned"), given)
        given = {"lem-outer": harmless_base()}
    if "lem-outer" in part.through:
        found.append(Step("lem-outer", (premises.pop("outer aligned"),), harmless_base(), given))
        given = {"lem-outer": harmless_base()}
    return (*found, Step(label, tuple(premises.values()), cell.conclusion, {**given, **agent}))


def _by_the_harm(label: str, reading: Reading, outer: Formula, given: Mapping[str, Formula]) -> tuple[Step, ...]:
    """From outer alignment to what lem-outer says, by an objective all of whose optima do harm."""
    optima = {name: formula for name, formula in given.items() if name != "wants the harm"}
    something, harms = some(X, counts(reading, X)), harmful(reading)
    wanted = {"wants the harm": given["wants the harm"], "something counts": something}
    return (
        Step(label, (outer,), something, optima),
        Step("lem-harm", (), harms, wanted),
        Step(label, (outer,), harmless_base(), {**optima, "lem-harm": harms}),
    )


def said_of_base(cell: Cell) -> dict[str, Formula]:
    """Return what the lemmas about classes of objectives say of the base objective, which is in the class."""
    places = ("training", "deployment")
    return {
        "a little of another": a_little_of_another(BASE, places),
        "wants the harm": wants_the_harm(BASE, places, PLACES[cell.reading.observed_in]),
    }


SHARES = Symbol("shares", "", "", None, "", "shares an objective with {1}", "shares no objective with {1}")
"""What `shared` says, left open."""
_HERE = optimal("deployment")
_MODEL = And((deterministic(P), Atom(optimal("training"), (BASE, P))))
THERE_IS_A_MODEL = some(P, _MODEL)


def sharing(first: Var, second: Var) -> Formula:
    """Return the atom that says that two policies share an objective."""
    return Atom(SHARES, (first, second))


def of_sharing(shares: Callable[[Var, Var], Formula]) -> dict[str, Formula]:
    """Return what models and the agent share with others, by the second arrow's premises observed in both."""
    harmful = And((deterministic(Q), Not(Atom(safe("deployment"), (Q,)))))
    missing = And((deterministic(Q), Not(Atom(_HERE, (BASE, Q)))))
    both = And((harmful, Atom(_HERE, (BASE, Q)), shares(AGENT, Q)))
    return {
        "models share no harm": every(P, _MODEL, every(Q, harmful, Not(shares(P, Q)))),
        "no model is optimal in both": every(Q, both, every(P, _MODEL, Not(Atom(_HERE, (BASE, P))))),
        "the agent shares what is optimal": every(Q, missing, Not(shares(AGENT, Q))),
        "the agent shares no harm": every(Q, harmful, Not(shares(AGENT, Q))),
    }


def _by_spare_pairs(label: str, cell: Cell, agent: Mapping[str, Formula]) -> tuple[Step, ...]:
    """From what models and the agent share with others; in the step that uses the lemma, "shares" may mean anything."""
    outer, robust = cell.premises
    told, left_open = of_sharing(shared), of_sharing(sharing)
    kept, apart, fitting, harmless = told
    known = {name: left_open[name] for name in (kept, apart, fitting)} | {"there is a model": THERE_IS_A_MODEL}
    return (
        Step(kept, (outer,), told[kept], {}),
        Step("there is a model", (outer,), THERE_IS_A_MODEL, {}),
        Step(apart, (), told[apart], {kept: told[kept], **agent}),
        Step(fitting, (robust,), told[fitting], {}),
        Step(harmless, (), left_open[harmless], {**known, "spare pair": spare_pair(sharing), **agent}),
        Step(label, (robust,), cell.conclusion, {harmless: told[harmless]}),
    )


def follows(arrow: str, reading: Reading) -> bool:
    """Return whether z3 proves every step of the proof that covers a cell, from just what the step names."""
    return all(_follows(step.premises, step.conclusion, tuple(step.lemmas.items())) for step in steps(arrow, reading))


@lru_cache(maxsize=4096)
def _follows(premises: tuple[Formula, ...], conclusion: Formula, lemmas: tuple[tuple[str, Formula], ...]) -> bool:
    from .prove import prove_deepening

    relative = {"deterministic": deterministic, "pairs": deterministic}
    return prove_deepening(premises, conclusion, dict(lemmas), meaning=meaning, relative=relative).holds
