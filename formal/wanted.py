"""The theorems that Coq is asked for: which cells of the atlas, of whom, over which objectives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import little
import ways

from toymodel.alignment import Reading, definition
from toymodel.alignment.vocabulary import AGENT, safe
from toymodel.logic import And, Atom, Formula, conjunction
from toymodel_atlas import ladder, one_mind
from toymodel_atlas.cells import Cell
from toymodel_atlas.lemmas import P, deterministic, every, inside, some
from toymodel_atlas.settled import Entry, entries, entries_twice
from toymodel_atlas.steps import Step
from toymodel_atlas.theorems import AGENT_LEMMAS


@dataclass(frozen=True)
class Wanted:
    """A theorem that is wanted, with the proofs that may be tried, each in steps.

    Attributes
    ----------
    about : str
        What its proposition is called: "cell_…", or another name for what is no cell.
    family : str
        "cells", "mixing agents", "candidates", "ladder", "one mind", "collapse" or "refuted".
    world : str
        Of which worlds: a key of `facts.WORLDS`.
    """

    name: str
    about: str
    family: str
    world: str
    premises: tuple[Formula, ...]
    conclusion: Formula
    proofs: tuple[ways.Way, ...]
    arrow: str = ""
    reading: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Return what is said of it in covered.json."""
        found: dict[str, object] = {"theorem": self.name, "family": self.family}
        return found | ({"arrow": self.arrow, "reading": dict(self.reading)} if self.arrow else {})


def name_of(cell: Cell) -> str:
    """Return a name for a cell: its arrow and its choices."""
    return "_".join([cell.arrow, *cell.axes.values()])


SUFFIX = {"cells": "", "mixing agents": "_mixing", "candidates": "_candidates", "ladder": "_ladder"}


def of_cell(cell: Cell, family: str, among: str, *proofs: ways.Way) -> Wanted:
    """Return what is wanted of a cell; ``among`` says over which objectives, by the end of a key of `facts.WORLDS`."""
    name, world = name_of(cell), ("two" if cell.reading.replans == "yes" else "one") + among
    about = (cell.premises, cell.conclusion, proofs, cell.arrow, cell.axes)
    return Wanted(name + SUFFIX[family], f"cell_{name}", family, world, *about)


def settled() -> tuple[Entry, ...]:
    """Return the cells over R(s,a) that are theorems."""
    return tuple(entry for entry in (*entries(), *entries_twice()) if entry.status == "theorem")


def of_cells() -> Iterator[Wanted]:
    """Yield each cell over R(s,a) that is a theorem, of an agent that does not mix, if that is needed."""
    for each in settled():
        yield of_cell(each.cell, "cells", "", *ways.of_theorem(each))


def mixing() -> Iterator[Wanted]:
    """Yield each theorem that survives agents that mix, said of all agents."""
    for each in settled():
        if each.stochastic:
            yield of_cell(each.cell, "mixing agents", "", *ways.of_mixing(each))


def candidates() -> Iterator[Wanted]:
    """Yield each theorem that survives candidates: over any objectives that contain zero, R_base and R_m."""
    for each in settled():
        if each.candidates:
            yield of_cell(each.cell, "candidates", "_among", *ways.of_candidates(each))


def rungs() -> Iterator[Wanted]:
    """Yield the theorems of the ladder: each counted cell over the least class that it holds of."""
    for cell, level in ladder.ladder().items():
        yield of_cell(cell, "ladder", RUNGS[level], ladder.proof(cell.arrow, cell.reading))


RUNGS = ("_among", "_cone", "_harm", "_indicators")
"""The world of each rung."""


def minds() -> Iterator[Wanted]:
    """Yield the theorem of one mind for each arrow: over any class, from the hypotheses that it needs."""
    for (arrow, kind), names in one_mind.NEEDED.items():
        reading = one_mind.READINGS[kind]
        said = one_mind.premises(arrow, kind) | one_mind.hypotheses(reading)
        cell = Cell(arrow, reading)
        premises, known = tuple(said[name] for name in names), ways.by_name(cell)
        way = {name: known[name] for name in known if name.startswith(("optimum", *AGENT_LEMMAS))}
        name = f"one_mind_{arrow}_{kind}"
        step = Step("thm-one-mind", premises, cell.conclusion, way)
        yield Wanted(name, f"said_{name}", "one mind", "one_among", premises, cell.conclusion, ((step,),))


def collapse() -> Iterator[Wanted]:
    """Yield thm-collapse, in both directions, of an agent that may mix; observed when deployed, all objectives."""
    impact, harmless = safe("deployment"), Atom(safe("deployment"), (P,))
    within = Atom(inside("deployment"), (P, AGENT))
    comes_to: dict[tuple[str, str], Formula] = {
        ("every", "every"): every(P, deterministic(P), harmless),
        ("every", "some"): some(P, conjunction((deterministic(P), within, harmless))),
        ("some", "every"): Atom(impact, (AGENT,)),
        ("some", "some"): some(P, And((deterministic(P), harmless))),
    }
    for (objectives, optima), meant in comes_to.items():
        reading = Reading(observed_in="deployment", objectives=objectives, optima=optima, trivial="included")
        known = ways.by_name(Cell("I3", reading), deterministic_agent=False)
        names = ("zero", "indicator", *(name for name in known if name.endswith("in deployment")), "one inside")
        way = {name: known[name] for name in names if name in known}
        said = definition("intent aligned").formula(reading)
        capable = definition("capability robust").formula(reading)
        directions: dict[str, tuple[tuple[Formula, ...], Formula]] = {
            "only_if": ((said,), meant),
            "if": ((meant,), said),
            "capable": ((), capable),
        }
        for way_named, (premises, conclusion) in directions.items():
            name = f"collapse_{objectives}_{optima}_{way_named}"
            step = Step("thm-collapse", premises, conclusion, way)
            yield Wanted(name, f"said_{name}", "collapse", "one", premises, conclusion, ((step,),))


def refuted() -> Iterator[tuple[Wanted, str]]:
    """Yield the false cells: each with the printed theorem that it is false, or, if there is none, with the reason."""
    for each, why in little.false_cells():
        found = replace(of_cell(each.cell, "cells", ""), family="refuted", world="little")
        false = replace(found, name=f"false_{found.name}")
        yield false, why or little.refutation(each, false.name, false.about)


def everything_wanted() -> Iterator[Wanted]:
    """Yield every theorem that is wanted."""
    for family in (of_cells, mixing, candidates, rungs, minds, collapse):
        yield from family()
