"""How a cell may be proved: ways in steps, each from few lemmas. The first is printed all of whose steps are proved."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

from toymodel.alignment.vocabulary import AGENT, BASE, PLACES, optimal, trivial
from toymodel.logic import Atom, Formula, Not, Quantifier, Var, conjunction
from toymodel_atlas.badges import attempts
from toymodel_atlas.cells import Cell
from toymodel_atlas.lemmas import P, Q, V, X, Z, deterministic, every, same, some
from toymodel_atlas.lemmas import inside as lies_inside
from toymodel_atlas.meaning import does_what_a_model_does, known_lemmas, of_whom
from toymodel_atlas.settled import Entry
from toymodel_atlas.steps import Step, steps
from toymodel_atlas.theorems import AGENT_LEMMAS, covering

Way: TypeAlias = tuple[Step, ...]
COMBINE, KEEPS = "policies combine", "inside keeps optimal in"


def by_name(cell: Cell, deterministic_agent: bool = True) -> dict[str, Formula]:
    """Return the lemmas about the environments of a cell, by name."""
    return {lemma.name: lemma.formula for lemma in known_lemmas(cell, deterministic_agent)}


def chosen(known: Mapping[str, Formula], names: Collection[str]) -> dict[str, Formula]:
    """Return those of the lemmas that have these names."""
    return {name: formula for name, formula in known.items() if name in names}


def at_once(label: str, cell: Cell, known: Mapping[str, Formula]) -> Way:
    """Return a single step: the cell from its premises and these lemmas."""
    return (Step(label, cell.premises, cell.conclusion, known),)


# Of agents that do not mix ---------------------------------------------------------------------------


def of_theorem(entry: Entry) -> Iterator[Way]:
    """Yield the page's steps, where it has them; otherwise one, from the lemmas that the table names; or by a model."""
    cell = entry.cell
    if covering(cell.arrow, cell.reading) is not None:
        yield steps(cell.arrow, cell.reading)
        return
    if COMBINE not in entry.lemmas or not does_what_a_model_does(cell):
        yield at_once("settled", cell, chosen(by_name(cell), entry.lemmas))
    if COMBINE in entry.lemmas:
        yield by_way_of_a_model(cell, entry.lemmas)


def by_way_of_a_model(cell: Cell, lemmas: Collection[str]) -> Way:
    """Return two steps: some model does what the agent does where that is observed, and what that comes to."""
    model, known = like_a_model(cell, AGENT), by_name(cell)
    premises = () if does_what_a_model_does(cell) else cell.premises
    return (
        Step("the model", premises, model, chosen(known, (*AGENT_LEMMAS, *combining(cell)))),
        *at_once("settled", cell, {**chosen(known, (*AGENT_LEMMAS, *of_model(cell, lemmas))), "the model": model}),
    )


def where(cell: Cell) -> str:
    """Return where a model is said to do as the agent does: where that is observed, and of both in deployment."""
    return "deployment" if cell.reading.observed_in == "both" else cell.reading.observed_in


def like_a_model(cell: Cell, whom: Var) -> Formula:
    """Return that some model does as somebody does."""
    good = (Atom(optimal(w), (BASE, Z)) for w in PLACES[cell.reading.encountered])
    return some(Z, conjunction((deterministic(Z), *good, *same(where(cell), Z, whom))))


def combining(cell: Cell) -> tuple[str, ...]:
    """Return the lemmas that tell that there is such a model."""
    best = PLACES[cell.reading.encountered]
    return (COMBINE, *(f"optimum in {w}" for w in best), *(f"{KEEPS} {w}" for w in best))


def of_model(cell: Cell, lemmas: Collection[str]) -> tuple[str, ...]:
    """Return the lemmas, of those that suffice, that tell what comes of it."""
    return (*(name for name in lemmas if name not in combining(cell)), f"{KEEPS} {where(cell)}")


# Of agents that mix ----------------------------------------------------------------------------------


def of_mixing(entry: Entry) -> Iterator[Way]:
    """Yield the same steps; then one, from the table's lemmas, or from sets of lemmas about whoever lies inside."""
    cell, known = entry.cell, by_name(entry.cell, deterministic_agent=False)
    for way in of_theorem(entry):
        yield tuple(replace(step, lemmas=_without_agent(step.lemmas)) for step in way)
    if COMBINE in entry.lemmas:
        yield everybody_first(cell, entry.lemmas)
    for names in (entry.proofs.get("stochastic", ()), *inside(cell, entry.lemmas)):
        if names:
            yield at_once("badge", cell, chosen(known, names))
    if cell.arrow in ("I3", "I5") and cell.reading.trivial == "excluded":
        yield by_own_indicator(cell)


def inside(cell: Cell, lemmas: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Yield sets of lemmas: of harm or loss that somebody inside does who does not mix; of anybody inside."""
    harm, loss = (f"{what} inside in deployment" for what in ("unsafe", "suboptimal"))
    keeps, one = tuple(f"{KEEPS} {w}" for w in cell.places), ("one inside", "inside keeps tolerable")
    yield (*lemmas, harm, keeps[1])
    yield ("zero", *one, *keeps)
    yield (*lemmas, loss, keeps[1])
    yield (*lemmas, *one, *keeps)
    yield (*lemmas, *one, harm, *keeps)


def everybody_first(cell: Cell, lemmas: Collection[str]) -> Way:
    """Return three steps: as of the agent by way of a model, so of everybody who does not mix; and of who mixes."""
    known, said = by_name(cell, deterministic_agent=False), cell.conclusion
    if isinstance(said, Quantifier):  # that somebody demonstrates something is for the premises to say
        said = replace(said, if_empty=True)
    model = every(P, deterministic(P), like_a_model(cell, P))
    everybody = every(V, deterministic(V), of_whom(V, said))
    harm, kept = "unsafe inside in deployment", (f"{KEEPS} {w}" for w in PLACES[cell.reading.observed_in])
    inner = chosen(known, ("one inside", harm, "zero", *kept))
    return (
        Step("the model", (), model, chosen(known, combining(cell))),
        Step("everybody", cell.premises[:1], everybody, {**chosen(known, of_model(cell, lemmas)), "the model": model}),
        *at_once("badge", cell, {**inner, "everybody": everybody}),
    )


def by_own_indicator(cell: Cell) -> Way:
    """Return five steps: who demonstrates something avoids something, so its own indicator counts, and tells of it."""
    known, seen, here = by_name(cell, deterministic_agent=False), cell.reading.observed_in, optimal("deployment")
    counts = conjunction((Atom(optimal(seen), (X, AGENT)), Not(Atom(trivial(seen), (X,)))))
    shown, inner = some(X, counts), Atom(lies_inside("deployment"), (Q, AGENT))
    avoids = some(Q, conjunction((deterministic(Q), Not(Atom(lies_inside(seen), (Q, AGENT))))))
    own = some(X, conjunction((counts, every(Q, inner, Atom(here, (X, Q))))))
    within = every(Q, conjunction((deterministic(Q), inner)), of_whom(Q, cell.conclusion))
    worse = chosen(known, [f"{what} inside in deployment" for what in ("unsafe", "suboptimal")])
    return (
        Step("shown", cell.premises[:1], shown, {}),
        Step("avoids", (), avoids, {"shown": shown, **chosen(known, (f"{KEEPS} {seen}",))}),
        Step("own", (), own, {"avoids": avoids, **chosen(known, ("indicator", f"inside itself in {seen}"))}),
        Step("within", cell.premises[:1], within, {"own": own}),
        *at_once("badge", cell, {"within": within, **worse}),
    )


def _without_agent(known: Mapping[str, Formula]) -> dict[str, Formula]:
    return {name: formula for name, formula in known.items() if name not in AGENT_LEMMAS}


# Over candidates -------------------------------------------------------------------------------------


def of_candidates(entry: Entry) -> Iterator[Way]:
    """Yield one step each, from the table's lemmas, or from the first sets of lemmas that the table tried."""
    cell, known = entry.cell, by_name(entry.cell)
    tried = islice(attempts("candidates", cell, entry.lemmas), MOST)
    for names in (entry.proofs.get("candidates", ()), *tried):
        if names:
            yield at_once("badge", cell, chosen(known, {NAMED.get(name, name) for name in names}))


MOST = 2
"""Sets of lemmas that are tried over candidates, where the table names none."""
NAMED = {"zero is a candidate": "zero"}
"""That zero is a candidate is that the class has zero; that R_base and R_m are goes without saying."""
