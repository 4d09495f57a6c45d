"""Every cell is read off the parts and counted: an arrow under a reading, said of an agent, at a point.

Where floats leave a comparison open, the sample is remade as a case and the formula is decided exactly; where the exact
search gives up, too, the sample counts as open. None is dropped.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toymodel.alignment import ARROWS, DEFINITIONS, Case, Reading
from toymodel.alignment.formulas import ONE_MIND, definition
from toymodel.logic import Formula
from toymodel_atlas.cells import Cell

from .cases import case
from .reader import Reader, Truth
from .store import Folder, load, parts, whole

if TYPE_CHECKING:
    from .atoms import Atoms
    from .specification import Specification

MAX_SEEDS = 1000
"""How many broken seeds are listed of each cell."""


@dataclass
class Count:
    """A count says of a cell how many samples satisfy the premises and how many of these break the arrow.

    Attributes
    ----------
    samples, premises, violations : int
        All; those in which every premise is true; of these, those in which the conclusion is false.
    open : int
        Those of which it is not known: something is undefined, or the search gave up.
    by_case : int
        Those that were decided exactly, as a case.
    sums : list of float
        Σ w and Σ w² of the premises, then of the violations.
    """

    samples: int = 0
    premises: int = 0
    violations: int = 0
    open: int = 0
    by_case: int = 0
    sums: list[float] = field(default_factory=lambda: [0.0] * 4)

    def add(self, premises: Any, violations: Any, undecided: Any, doubt: Any, weight: Any) -> None:
        """Add the samples of a part."""
        self.samples += len(weight)
        self.premises += int(premises.sum())
        self.violations += int(violations.sum())
        self.open += int(undecided.sum())
        self.by_case += int(doubt.sum())
        for k, those in enumerate((premises, violations)):
            self.sums[2 * k] += float(weight[those].sum())
            self.sums[2 * k + 1] += float((weight[those] ** 2).sum())


Key = tuple[int, str, str, str]
"""The number of a point, an agent, a reading, an arrow or a definition."""


@dataclass
class Counts:
    """Counts of all cells, of the definitions, and the seeds of samples in which an arrow is broken."""

    arrows: dict[Key, Count] = field(default_factory=dict)
    definitions: dict[Key, Count] = field(default_factory=dict)
    broken: dict[Key, list[int]] = field(default_factory=dict)


def readers(spec: Specification, atoms: Atoms) -> Iterator[tuple[int, str, Reading, Reader]]:
    """Yield each agent by number under each reading, with a reader of its formulas."""
    for k, kind in enumerate(spec.kinds):
        for name in spec.readings:
            reading = spec.reading(name, k)
            yield k, name, reading, Reader(atoms, k, kind, reading.selected_by or "first")


def decided(exactly: Exactly, first: int, reader: Reader, reading: Reading, formula: Formula) -> tuple[Truth, Any]:
    """Return the truth of a formula, with the samples in doubt decided as cases, and which those were."""
    reader.near.clear()
    found, doubt = reader.read(formula), reader.doubt.copy()
    true, false = found.true.copy(), found.false.copy()
    for i in np.flatnonzero(doubt):
        holds = exactly[first + int(i)].decide(formula, reading, exactly.spec.agents[reader.agent]).holds
        true[i], false[i] = holds is True, holds is False
    return Truth(true, false), doubt


class Exactly(dict[int, Case]):
    """The samples of a point are cases, each made once, when it is asked for."""

    def __init__(self, spec: Specification, point: int) -> None:
        self.spec, self.point = spec, spec.points[point]

    def __missing__(self, sample: int) -> Case:
        self[sample] = made = case(self.spec, self.point, sample)
        return made


def count_part(spec: Specification, counts: Counts, point: int, first: int, atoms: Atoms) -> None:
    """Add a part to the counts."""
    exactly = Exactly(spec, point)
    for k, name, reading, reader in readers(spec, atoms):
        agent = spec.agents[k]
        for word in (*DEFINITIONS, ONE_MIND.name):
            truth, doubt = decided(exactly, first, reader, reading, definition(word).formula(reading))
            count = counts.definitions.setdefault((point, agent, name, word), Count())
            count.add(truth.true, truth.false, truth.open, doubt, atoms.weight)
        for arrow in ARROWS:
            cell = Cell(arrow, reading)
            held, doubt = None, np.zeros(len(atoms.weight), np.bool_)
            for premise in cell.premises:
                truth, doubtful = decided(exactly, first, reader, reading, premise)
                held, doubt = truth if held is None else held & truth, doubt | doubtful
            assert held is not None
            end, doubtful = decided(exactly, first, reader, reading, cell.conclusion)
            violations = held.true & end.false
            key = (point, agent, name, arrow)
            undecided = held.open & ~end.true | held.true & end.open
            counts.arrows.setdefault(key, Count()).add(held.true, violations, undecided, doubt | doubtful, atoms.weight)
            seeds = counts.broken.setdefault(key, [])
            seeds += (first + np.flatnonzero(violations)[: MAX_SEEDS - len(seeds)]).tolist()


def count(folder: Path, spec: Specification) -> Counts:
    """Count all parts that are there and whole."""
    counts, where, of = Counts(), Folder(folder).parts, spec.worlds_hash
    for part in parts(spec):
        if whole(where / part.name, part, of):
            atoms = load(where / part.name, len(spec.kinds), len(spec.exposure))
            count_part(spec, counts, part.point, part.first, atoms)
    return counts


def rows(spec: Specification, counts: Mapping[Key, Count]) -> list[dict[str, object]]:
    """Return counts as rows of a table: what varies between points, then the cell, then the numbers."""
    return [
        {"point": key[0], **spec.varying(key[0]), "agent": key[1], "reading": key[2], "of": key[3], **asdict(each)}
        for key, each in counts.items()
    ]


def keep(folder: Path, spec: Specification, counts: Counts) -> None:
    """Write counts and broken seeds into the folder, as JSON and CSV."""
    told: dict[str, list[dict[str, object]]] = {
        "arrows": rows(spec, counts.arrows),
        "definitions": rows(spec, counts.definitions),
    }
    seeds: list[dict[str, object]] = [
        {"seed": f"{point}:{sample}", "agent": agent, "reading": reading, "arrow": arrow}
        for (point, agent, reading, arrow), samples in counts.broken.items()
        for sample in samples
    ]
    for name, listing in (*told.items(), ("broken", seeds)):
        _written(folder / f"{name}.json", json.dumps(listing, ensure_ascii=False, indent=1) + "\n")
        _table(folder / f"{name}.csv", listing)


def _table(path: Path, listing: Sequence[Mapping[str, object]]) -> None:
    from io import StringIO

    text = StringIO()
    names = list(listing[0]) if listing else ["seed", "agent", "reading", "arrow"]
    table = csv.DictWriter(text, names, lineterminator="\n")
    table.writeheader()
    for row in listing:
        table.writerow({key: " ".join(map(str, v)) if isinstance(v, list) else v for key, v in row.items()})
    _written(path, text.getvalue())


def _written(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}")
    temporary.write_text(text, "utf-8")
    temporary.replace(path)
