"""The settled atlas is a table that has for each arrow under each reading a theorem or a smallest counterexample.

The rows are found by `toymodel_atlas.settle`, and kept: proving takes minutes, and a web page has
no prover. Tests check them again: the counts by counting, the theorems with z3 from just the
lemmas that a row names, the counterexamples by evaluating the arrow's formula on the case.

Other classes of objectives, judges on rooms (`settle_classes`) and readings that depart twice (`twice`) have tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

from toymodel.alignment import Case, Reading
from toymodel.alignment.diagrams import ALSO_CALLED

from .cells import Cell, axes_of, reading_of
from .concrete import Found, Payments, case_of
from .dynamics import Dynamics
from .lemmas import needs_choice

Status: TypeAlias = Literal["theorem", "counterexample", "open"]


@dataclass(frozen=True)
class Entry:
    """An entry is a cell of the atlas, settled.

    Attributes
    ----------
    arrow : str
        "I1" … "I5b", or "I1B".
    reading : dict
        The choices that matter to the arrow.
    status : "theorem", "counterexample" or "open"
    premises, violations : int or None
        Counts at two states and two actions, where they were counted.
    lemmas : tuple of str
        Lemmas that suffice for the proof.
    needs, unused_premises : tuple of str
        Premises that the proof uses, and the others. For cells that the census counts, none of those used can be
        left out: without it there is a counterexample.
    stochastic : bool or None
        Whether it still holds if the agent may mix; None, if neither proof nor counterexample was found.
    candidates : bool or None
        Whether it still holds if objectives range over a finite set that contains zero, R_base and R_m.
    degenerate : bool or None
        Whether, wherever the premises hold (up to two states and two actions), no other
        policy violates the conclusion either.
    size : (int, int) or None
        |S| and |A| of a smallest counterexample.
    grid_only : bool
        Of a theorem: whether the grid {−1, 0, 1}^{S×A} violates it all the same, for want of objectives that the proof
        needs; size, counts and ``found`` are of the grid.
    found : Found or None
        The counterexample as plain numbers.
    among : "sa", "s", "ss" or "candidates"
        The class of objectives: R_base, R_m and all that is demonstrated. Candidates are any finitely many R(s,a),
        zero, R_base and R_m among them.
    judge : "pairs" or "rooms"
        Whether judges call bad any set of pairs, or sets of states.
    level : int or None
        What a theorem over R(s) or R(s,s') asks of the class (`toymodel_atlas.ladder`).
    sure_steps : bool
        Whether a theorem over R(s,s') holds where every step is sure, and not with chance.
    proofs : mapping from a badge's name to tuple of str
        Lemmas that suffice for "stochastic", "candidates" or "degenerate", where it is true and that was asked.
    open : mapping from str to str
        What is not known, "status" or a badge, with the reason.
    badges : bool
        Whether it was asked of a theorem if it holds more widely.
    """

    arrow: str
    reading: dict[str, str]
    status: Status
    premises: int | None = None
    violations: int | None = None
    lemmas: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unused_premises: tuple[str, ...] = ()
    stochastic: bool | None = None
    candidates: bool | None = None
    degenerate: bool | None = None
    size: tuple[int, int] | None = None
    grid_only: bool = False
    found: Found | None = None
    among: str = "sa"
    judge: str = "pairs"
    level: int | None = None
    sure_steps: bool = False
    proofs: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    open: Mapping[str, str] = field(default_factory=dict, compare=False)
    badges: bool = True

    @property
    def cell(self) -> Cell:
        """Return the arrow with its formulas."""
        return Cell(self.arrow, reading_of(self.reading))

    def as_reading(self) -> Reading:
        """Return the reading under which a case decides the arrow: where a rule selects, it takes the first listed."""
        return reading_of(self.reading, selected_by="first")

    @property
    def needs_choice(self) -> bool:
        """Whether its proof asks for a choice where behaviour is observed (`toymodel_atlas.lemmas.needs_choice`)."""
        return needs_choice(self.lemmas)

    def case(self) -> Case:
        """Return the smallest counterexample as a case; ValueError if there is none."""
        if self.found is None:
            raise ValueError(f"{self.arrow} has no counterexample under {self.reading}: it is {self.status}")
        return case_of(self.arrow, self.found)

    def to_json(self) -> dict[str, object]:
        """Return the JSON object that ``atlas --format json`` prints of it, counts aside."""
        row: dict[str, object] = {"arrow": self.arrow, "reading": self.reading}
        row |= {"class": self.among, "judge": self.judge, "status": self.status}
        if self.size is not None:
            row |= {"size": list(self.size)}
        if self.grid_only:
            row |= {"grid_only": True}
        if self.level is not None:
            row |= {"level": self.level}
        if self.sure_steps:
            row |= {"sure_steps": True}
        if self.open:
            row |= {"open": dict(self.open)}
        if self.status == "theorem" and (self.among, self.judge) == ("sa", "pairs"):
            row |= {"lemmas": list(self.lemmas), "unused_premises": list(self.unused_premises)}
            if self.badges:
                row |= {name: getattr(self, name) for name in ("stochastic", "candidates", "degenerate")}
        return row


def entries(among: str = "sa", judge: str = "pairs") -> tuple[Entry, ...]:
    """Return every cell: those that the census counts, then (of R(s,a) and of candidates) the others.

    Parameters
    ----------
    among : "sa", "s", "ss" or "candidates"
        The class of objectives.
    judge : "pairs" or "rooms"
        The kind of judge; of candidates only pairs.

    Raises
    ------
    ValueError
        If there is no such table.

    Examples
    --------
    >>> from collections import Counter
    >>> Counter(each.status for each in entries() if each.premises is not None)
    Counter({'theorem': 96, 'counterexample': 72})
    """
    return _entries(among, judge)


@lru_cache
def _entries(among: str, judge: str) -> tuple[Entry, ...]:
    if (among, judge) == ("candidates", "pairs"):
        return tuple(_over_candidates(each) for each in entries())
    name = TABLES.get((among, judge))
    if name is None:
        raise ValueError(f"the atlas has no table for objectives among {among!r} and judges on {judge!r}")
    rows = [from_json(row) for row in json.loads((files(__package__) / name).read_text("utf-8"))]
    return tuple(each for each in rows if each.judge == judge)


@lru_cache
def entries_twice() -> tuple[Entry, ...]:
    """Return the cells that depart twice from what is counted, over R(s,a), with judges on pairs.

    Examples
    --------
    >>> {each.premises for each in entries_twice()}
    {None}
    """
    rows = json.loads((files(__package__) / "settled_twice.json").read_text("utf-8"))
    return tuple(replace(from_json(row), badges=False) for row in rows)


TABLES = {("sa", "pairs"): "settled.json", ("sa", "rooms"): "settled_rooms.json"}
TABLES |= {(among, judge): f"settled_{among}.json" for among in ("s", "ss") for judge in ("pairs", "rooms")}


def _over_candidates(known: Entry) -> Entry:
    """A case has finitely many candidates, so it breaks an arrow over candidates too; a theorem may fail there."""
    held: dict[bool | None, Status] = {True: "theorem", False: "counterexample", None: "open"}
    broken = known.status == "counterexample"
    status: Status = "counterexample" if broken else held[known.candidates]
    reason = {"status": known.open.get("candidates") or known.open["status"]} if status == "open" else {}
    return Entry(
        known.arrow, known.reading, status, size=known.size, found=known.found, among="candidates", open=reason
    )


def entry(arrow: str, reading: Reading | Mapping[str, str], among: str = "sa", judge: str = "pairs") -> Entry:
    """Return the entry of an arrow under a reading.

    Parameters
    ----------
    arrow : str
        "I1" … "I6" (which is I1), or "I1B".
    reading : Reading or mapping
        Axes that are not given have their defaults; axes that the arrow does not mention make no difference.
    among, judge : str
        As of `entries`.

    Raises
    ------
    KeyError
        If the atlas does not have it: three departures at once from what is counted, say.

    Examples
    --------
    >>> found = entry("I3", {"optima": "some", "objectives": "some"})
    >>> found.status, found.size
    ('counterexample', (1, 3))
    """
    read = reading if isinstance(reading, Reading) else reading_of(reading)
    cell = Cell(ALSO_CALLED.get(arrow, arrow), read)
    try:
        return _by_axes(among, judge)[cell.arrow, tuple(cell.axes.items())]
    except KeyError:
        raise KeyError(f"the atlas has no {arrow} under {cell.axes}") from None


@lru_cache
def _by_axes(among: str, judge: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], Entry]:
    more = entries_twice() if (among, judge) == ("sa", "pairs") else ()
    return {
        (each.arrow, tuple(axes_of(each.arrow, each.reading).items())): each for each in (*entries(among, judge), *more)
    }


def from_json(row: Mapping[str, Any]) -> Entry:
    """Return the entry that a row of a table stands for."""
    known: dict[str, Any] = {name: row[name] for name in PLAIN if name in row}
    known |= {name: tuple(row[name]) for name in LISTED if name in row}
    known |= {"among": row["class"]} if "class" in row else {}
    found = replace(read_found(row["found"]), among=row.get("class", "sa")) if "found" in row else None
    proofs = {name: tuple(those) for name, those in row.get("proofs", {}).items()}
    return Entry(row["arrow"], row["reading"], row["status"], found=found, proofs=proofs, **known)


PLAIN = (
    "premises",
    "violations",
    "stochastic",
    "candidates",
    "degenerate",
    "grid_only",
    "judge",
    "level",
    "sure_steps",
    "open",
)
LISTED = ("lemmas", "needs", "unused_premises", "size")


def read_found(data: Mapping[str, Any]) -> Found:
    """Return from JSON what was found; `toymodel_atlas.settle.written` writes it."""

    def env(name: str) -> Dynamics | None:
        if name not in data:
            return None
        moves, start = data[name]
        return Dynamics(tuple(moves), start, data["actions"])

    def pays(given: Sequence[int | str]) -> Payments:
        return tuple(x if isinstance(x, int) else Fraction(x) for x in given)

    training, deployment = env("training"), env("deployment")
    assert training is not None
    assert deployment is not None
    return Found(
        training,
        deployment,
        tuple(data["choices"]),
        pays(data["base"]),
        data["judge"],
        pays(data["mesa"]) if "mesa" in data else None,
        tuple(pays(each) for each in data["candidates"]),
        env("believed"),
        tuple(data["deployed"]) if "deployed" in data else None,
    )


def as_json(rows: Iterable[object]) -> str:
    """Return rows as a JSON list, a line each."""
    return "[\n" + ",\n".join(map(json.dumps, rows)) + "\n]\n"
