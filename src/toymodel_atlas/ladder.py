"""The ladder: what each theorem over all objectives R(s,a) asks of the class that objectives are taken from.

A class 𝓒 holds 0, R_base, R_m and whatever counts as demonstrated. Each of the 96 counted cells that are theorems
over all R(s,a) is proved again with objectives that range over 𝓒, from lemmas of which those that say that something
is in 𝓒 are of as low a rung as can be. None is lower: what refutes a cell over some class of the rung below is a
world (`tests/atlas/test_ladder.py`).
"""

from __future__ import annotations

from collections.abc import Mapping

from toymodel.alignment import Reading
from toymodel.alignment.diagrams import ALSO_CALLED

from .among import FOURTH, SECOND
from .cells import Cell, counted
from .lemmas import deterministic, lemmas
from .meaning import is_candidate, meaning, membership
from .results import Part
from .steps import Step, steps, steps_of
from .theorems import WITHOUT_INDICATORS, among_candidates, covering, part_of

RUNGS = (
    "0, R_base and R_m",
    "a cone: sums and positive multiples",
    "a cone that wants the harm: 1_J, or −R_H",
    "each policy's indicator",
)
"""What the class has, by level."""
CONES: Mapping[int, Mapping[str, tuple[Part, ...]]] = {1: {"I2": SECOND}, 2: {"I4": FOURTH}}
"""The cells of the middle rungs."""


def level(arrow: str, reading: Reading | Mapping[str, str]) -> int:
    """Return the rung of a cell, the lowest at which it is a theorem; KeyError if it is none over all R(s,a).

    Examples
    --------
    >>> level("I3", {"optima": "every"}), level("I3", {"optima": "some"})
    (0, 3)
    """
    arrow, read = _cell(arrow, reading)
    if among_candidates(arrow, read):
        return 0
    middle = (rung for rung, parts in CONES.items() if any(part.covers(read) for part in parts.get(arrow, ())))
    found = next(middle, 3 if covering(arrow, read) else None)
    if found is None:
        raise KeyError(f"{arrow} is no theorem over all objectives under this reading")
    return found


def proof(arrow: str, reading: Reading | Mapping[str, str]) -> tuple[Step, ...]:
    """Return the steps by which a cell is proved at its level, each with the lemmas that it uses."""
    arrow, read = _cell(arrow, reading)
    rung, cell, part = level(arrow, read), Cell(arrow, read), part_at_level(arrow, read)
    if rung == len(RUNGS) - 1:
        return steps(arrow, read)
    if rung:
        return steps_of(f"thm-{arrow.lower()}-nudge", part, cell)
    stock = lemmas(cell.places, observed=(read.observed_in,), deterministic_agent=True, one_policy=True)
    said = dict(zip(cell.premise_names, cell.premises, strict=True))
    premises = tuple(said[name] for name in part.premises)
    chosen = {lemma.name: lemma.formula for lemma in stock if lemma.name in part.lemmas}
    return (Step("thm-candidates", premises, cell.conclusion, chosen),)


def part_at_level(arrow: str, reading: Reading | Mapping[str, str]) -> Part:
    """Return the part of a theorem that proves a cell at its level: which lemmas and premises that takes."""
    arrow, read = _cell(arrow, reading)
    rung = level(arrow, read)
    if rung == len(RUNGS) - 1:
        found = part_of(arrow, read)
        assert found is not None
        return found
    parts = WITHOUT_INDICATORS if rung == 0 else CONES[rung]
    return next(part for part in parts[arrow] if part.covers(read))


def follows(arrow: str, reading: Reading | Mapping[str, str]) -> bool:
    """Return whether z3 proves each step where objectives, the lemmas' too, range over 𝓒, which has R_base and R_m."""
    from .prove import prove_deepening

    _, base, mesa = membership(Cell(*_cell(arrow, reading)))
    relative = {"deterministic": deterministic, "candidates": is_candidate, "sa": is_candidate}

    def proved(step: Step) -> bool:
        known = {**step.lemmas, base.name: base.formula, mesa.name: mesa.formula}
        return prove_deepening(step.premises, step.conclusion, known, meaning=meaning, relative=relative).holds

    return all(map(proved, proof(arrow, reading)))


def ladder() -> dict[Cell, int]:
    """Return the level of each counted cell that is a theorem over all R(s,a)."""
    return {cell: level(cell.arrow, cell.reading) for cell in counted() if covering(cell.arrow, cell.reading)}


def _cell(arrow: str, reading: Reading | Mapping[str, str]) -> tuple[str, Reading]:
    return ALSO_CALLED.get(arrow, arrow), reading if isinstance(reading, Reading) else Reading(**reading)
