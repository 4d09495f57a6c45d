"""The theorems that Coq is asked for: which cells of the atlas, of whom, over which objectives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

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
        "cells", "mixing agents", "candidates", "ladder", "classes", "one mind", "collapse" or "refuted".
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
        found |= {"arrow": self.arrow, "reading": dict(self.reading)} if self.arrow else {}
        return found | ({"class": CLASSES[self.world]} if self.family == "classes" else {})


def name_of(cell: Cell) -> str:
    """Return a name for a cell: its arrow and its choices."""
    return "_".join([cell.arrow, *cell.axes.values()])


CLASSES = {"one_s": "s pairs", "one_ss": "ss pairs", "one_s_rooms": "s rooms", "one_ss_rooms": "ss rooms"}
"""The table of the atlas, class and judge, by world."""
SUFFIX = {"cells": "", "mixing agents": "_mixing", "candidates": "_candidates", "ladder": "_ladder", "classes": ""}


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


def classes() -> Iterator[Wanted]:
    """Yield the cells over R(s) and R(s,s') that hold by the ladder; of judges on rooms, just those that need them."""
    for among, judge in product(("s", "ss"), ("pairs", "rooms")):
        of_pairs = {(each.arrow, each.cell) for each in entries(among) if each.level is not None}
        for each in entries(among, judge):
            if each.level is not None and (judge == "pairs" or (each.arrow, each.cell) not in of_pairs):
                world = f"_{among}" + ("_rooms" if judge == "rooms" else "")
                found = of_cell(each.cell, "classes", world, ladder.proof(each.arrow, each.cell.reading))
                yield replace(found, name=found.name + world)


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


NUMBERS = {
    "gap": "thm-margin",
    "harm_in_proportion": "thm-exposure",
    "regret_in_proportion": "thm-exposure",
    "tolerable_regret": "thm-advantage",
    "intolerable_share": "thm-advantage",
    "shaping_Opt": "lem-shaping",
    "shaping_regret": "lem-shaping",
}
"""The theorems of `numbers.v`, proved by hand, with the label on the page of proofs of what they are a part of."""
NOT_ASKED = {
    "thm-ladder": "that no rung is lower: it takes a world and a class for each cell",
    "thm-two-rooms": "it is about two states and R(s)",
    "thm-collapse-class": "it is about a class, and what its objectives tell apart",
    "thm-one-ray": "it is about objectives on one ray",
    "lem-ties": "it stands under no arrow",
    "thm-ties": "its laws are no arrows",
    "thm-back": "its laws are no arrows",
    "lem-hull": "it needs the polygon of all occupancies",
    "thm-margin": "(1) to (3) need the hull, or that a least value is attained",
    "thm-exposure": "(1) and (2) need the same, and so does the least slope in (3)",
    "lem-simulation": "it adds up distances step by step",
    "thm-i3-quantitative": "that some policy attains the exposure",
    "thm-i4-quantitative": "that some policy attains the exposure",
    "thm-i5-quantitative": "that some policy attains the exposure; tolerance",
    "thm-i2-quantitative": "it is about exposure as a function of regret",
    "thm-i1-quantitative": "it is about exposure as a function of regret, and needs lem-simulation",
    "thm-advantage": "(2), and that (1) is attained, need worlds of their own",
}
"""What Coq is not asked for of the page of proofs, or what part of it, by label."""


def beyond_the_ladder() -> dict[str, int]:
    """Return how many theorems of each other table are not asked for: what neither the ladder has nor all judges."""
    found = {}
    for among, judge in (("s", "pairs"), ("ss", "pairs"), ("sa", "rooms"), ("s", "rooms"), ("ss", "rooms")):
        held = [{(e.arrow, e.cell) for e in entries(among, kind) if e.status == "theorem"} for kind in (judge, "pairs")]
        rungs = {(e.arrow, e.cell) for e in entries(among, judge) if e.level is not None}
        found[f"{among}, {judge}"] = len(held[0] - rungs - (held[1] if judge == "rooms" else set()))
    return found


def everything_wanted() -> Iterator[Wanted]:
    """Yield every theorem that is wanted."""
    for family in (of_cells, mixing, candidates, rungs, classes, minds, collapse):
        yield from family()
