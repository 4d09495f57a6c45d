"""The arrows are settled here for the behavioral-objective operators other than `feasible`, reading by reading.

For each of the 168 counted cells an operator has a theorem, from its axioms (`toymodel_atlas.operator_axioms`), or a
counterexample, a world that opens as a `Case`; or the cell is open. What a theorem is about: every finite world, and
every finite list of candidates that contains zero, the base objective and the mesa-objective. The agent is
deterministic, but for `maximum_entropy`, where it may mix. A counterexample has a short list.

"soft" is `maximum_entropy` with soft optima (`toymodel_atlas.soft`), over such lists; "soft_all" the same over all
objectives R(s,a). A counterexample over a list is one over all objectives if what the premises say of every
demonstrated objective, and deny of the conclusion's, is said of one soft optimum only: where behaviour is observed in
deployment; where the agent is uniform, so that it demonstrates nothing but what is trivial; or where nothing is bad.

The rows are found by `toymodel_atlas.settle_operators`, and kept; tests check them again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any

from toymodel.alignment import Case, Reading
from toymodel.alignment.diagrams import ALSO_CALLED
from toymodel.logic import Formula, symbols

from .cells import Cell, counted
from .concrete import Found
from .dynamics import Dynamics
from .operator_axioms import BEHAVIORS, SOFT, SOFT_ALL
from .operator_search import Witness
from .settled import Status
from .smallworld import members
from .soft import soft_world_of


@dataclass(frozen=True)
class OperatorEntry:
    """An operator's entry is a cell of the atlas, settled for that operator.

    Attributes
    ----------
    behavior : str
        Of `toymodel_atlas.operator_axioms.BEHAVIORS`.
    arrow, reading : str and dict
        The cell, and the choices that matter to it.
    status : "theorem", "counterexample" or "open"
    axioms : tuple of str
        The operator's axioms, and the lemmas, from which a theorem follows; none of these can be left out of the proof.
    needs : tuple of str
        The premises that the proof uses.
    vacuous : bool
        Whether the premises cannot hold.
    witness : Witness or None
        What breaks the arrow.
    tried : str
        What was tried where the cell is open.
    """

    behavior: str
    arrow: str
    reading: dict[str, str]
    status: Status
    axioms: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    vacuous: bool = False
    witness: Witness | None = None
    tried: str = ""

    @property
    def cell(self) -> Cell:
        """Return the arrow with its formulas, under the operator."""
        return Cell(self.arrow, self.as_reading())

    def as_reading(self) -> Reading:
        """Return the reading, with the operator."""
        behavior = "maximum_entropy" if self.behavior in (SOFT, SOFT_ALL) else self.behavior
        return Reading(behavior=behavior, **self.reading)

    def case(self) -> Case:
        """Return the counterexample as a case; ValueError if there is none."""
        if self.witness is None:
            raise ValueError(f"{self.arrow} has no counterexample by {self.behavior} under {self.reading}")
        return self.witness.case(self.arrow)


def operator_entry(behavior: str, arrow: str, reading: Reading | Mapping[str, str]) -> OperatorEntry:
    """Return the entry of an arrow under a reading, for an operator; KeyError if it was not asked.

    Parameters
    ----------
    behavior : str
        "across", "agent_or_device", "goal_directed", "simplest", "maximum_entropy", "soft" or "soft_all".
    arrow : str
        "I1" … "I6" (which is I1).
    reading : Reading or mapping
        Axes that are not given have their defaults; the operator is the one named.

    Examples
    --------
    >>> found = operator_entry("across", "I3", {"objectives": "every"})
    >>> found.status, found.needs
    ('theorem', ('intent aligned', 'capability robust'))
    """
    read = reading if isinstance(reading, Reading) else Reading(**reading)
    cell = Cell(ALSO_CALLED.get(arrow, arrow), replace(read, behavior="feasible"))
    try:
        return _by_cell()[behavior, cell.arrow, tuple(cell.axes.items())]
    except KeyError:
        raise KeyError(f"{arrow} by {behavior!r} under {dict(cell.axes)} was not asked") from None


@lru_cache
def operator_entries() -> tuple[OperatorEntry, ...]:
    """Return every entry: for each operator, the cells that the census counts.

    Examples
    --------
    >>> len(operator_entries()) == 7 * 168
    True
    """
    data = json.loads((files(__package__) / "operators.json").read_text("utf-8"))
    cells, found = list(counted()), []
    for behavior in BEHAVIORS:
        witnesses = [_witness(each) for each in data[behavior]["witnesses"]]
        rows = zip(cells, data[behavior]["cells"], strict=True)
        found += [_entry(behavior, cell, row, witnesses) for cell, row in rows]
    return tuple(found)


def breaks_over_all(witness: Witness, cell: Cell) -> bool:
    """Return whether a soft counterexample over a list is one over all objectives R(s,a), for a reason given above."""
    if not witness.breaks(cell):
        return False
    soft, base, _ = soft_world_of(witness.case(cell.arrow))
    reading, share = cell.reading, witness.share
    agent_shows, models_show = (
        all(any(aim.optimal[reading.observed_in] >> k & 1 for aim in soft.aims) for k in those)
        for those in ([0], members(soft.aims[base].optimal[reading.encountered]))
    )
    if not agent_shows or ("outer aligned" in cell.premise_names and not models_show):
        return False  # over all objectives everybody demonstrates something
    if reading.observed_in == "deployment":
        return True
    silent = reading.trivial == "excluded" and bool(soft.aims[0].optimal["training"] & 1)
    if reading.objectives == "some":
        return silent or not _speaks_of_objectives(cell.conclusion)
    harmless = {"outer aligned", "intent aligned"} if share is not None and share >= 1 else set()
    named = zip(cell.premise_names, cell.premises, strict=True)
    return all(name in harmless or not _speaks_of_objectives(premise) for name, premise in named)


def _speaks_of_objectives(formula: Formula) -> bool:
    return any(symbol.name == "demonstrates" for symbol in symbols(formula))


@lru_cache
def _by_cell() -> dict[tuple[str, str, tuple[tuple[str, str], ...]], OperatorEntry]:
    return {(each.behavior, each.arrow, tuple(each.reading.items())): each for each in operator_entries()}


def _entry(behavior: str, cell: Cell, row: Mapping[str, Any], witnesses: list[Witness]) -> OperatorEntry:
    start = (behavior, cell.arrow, dict(cell.axes))
    if "witness" in row:
        return OperatorEntry(*start, "counterexample", witness=witnesses[row["witness"]])
    if "tried" in row:
        return OperatorEntry(*start, "open", tried=row["tried"])
    return OperatorEntry(*start, "theorem", tuple(row["axioms"]), tuple(row["needs"]), row.get("vacuous", False))


def _witness(data: Mapping[str, Any]) -> Witness:
    def env(name: str) -> Dynamics:
        moves, start = data[name]
        return Dynamics(tuple(moves), start, data["actions"])

    candidates = tuple(tuple(Fraction(x) for x in pays) for pays in data["candidates"])
    found = Found(
        env("training"),
        env("deployment"),
        tuple(data["choices"]),
        candidates[data["base"]],
        data["judge"],
        candidates[data["mesa"]],
        candidates,
    )
    mixes = (data["mixes"][0], data["mixes"][1]) if "mixes" in data else None
    share = Fraction(data["share"]) if "share" in data else None
    return Witness(found, data.get("copies", 1), mixes, share)


def written(witness: Witness) -> dict[str, object]:
    """Return a witness as JSON."""
    found = witness.found
    assert found.mesa is not None
    data: dict[str, object] = {
        "actions": found.training.actions,
        "training": [list(found.training.moves), found.training.start],
        "deployment": [list(found.deployment.moves), found.deployment.start],
        "choices": list(found.choices),
        "candidates": [[int(x) if x == int(x) else str(x) for x in pays] for pays in found.candidates],
        "base": found.candidates.index(found.base),
        "mesa": found.candidates.index(found.mesa),
        "judge": found.judge,
    }
    if witness.copies > 1:
        data["copies"] = witness.copies
    if witness.mixes:
        data["mixes"] = list(witness.mixes)
    if witness.share is not None:
        data["share"] = str(witness.share)
    return data
