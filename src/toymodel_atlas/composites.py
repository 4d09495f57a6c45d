"""Chains of arrows and arrows turned round are settled here, under the readings that the census counts.

Outer and inner alignment together should give intent alignment, by the first two arrows, and with capability
robustness impact alignment, by all three: with the side condition of the first ("optimal for its objective"), and
"bare", without. Turned round, an arrow says that its conclusion implies each of its premises.

What `settle_composites` finds is kept in ``composites.json``: ``python -m toymodel_atlas.composites`` makes it anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain, combinations, product
from pathlib import Path

from toymodel.alignment import Case, Reading
from toymodel.alignment.diagrams import Arrow
from toymodel.alignment.formulas import optimal_for_mesa

from .cells import COUNTED, MENTIONS, Cell
from .concrete import Found, case_of, planned
from .counterexample_search import Broken, found_of, search, worlds
from .progress import Bar
from .prover import derive
from .settle import written
from .settled import Entry, entry, from_json
from .smallest import sizes

ALL = MENTIONS["I2"]
COMPOSITES: dict[str, tuple[Arrow, tuple[str, ...], tuple[str, ...]]] = {
    name: (Arrow(name, premises, conclusion, drawn=False, plans=plans), axes, members)
    for name, premises, conclusion, plans, axes, members in (
        ("I1+I2", ("outer aligned", "inner aligned"), "intent aligned", True, ALL, ("I1", "I2")),
        ("I1+I2 bare", ("outer aligned", "inner aligned"), "intent aligned", False, ALL, ("I1", "I2")),
        (
            "I1+I2+I3",
            ("outer aligned", "inner aligned", "capability robust"),
            "impact aligned",
            True,
            ALL,
            ("I1", "I2", "I3"),
        ),
        (
            "I1+I2+I3 bare",
            ("outer aligned", "inner aligned", "capability robust"),
            "impact aligned",
            False,
            ALL,
            ("I1", "I2", "I3"),
        ),
        ("I2 converse: outer", ("intent aligned",), "outer aligned", False, ALL, ()),
        ("I2 converse: objective", ("intent aligned",), "objective robust", False, MENTIONS["I3"], ()),
        ("I3 converse: intent", ("impact aligned",), "intent aligned", False, MENTIONS["I3"], ()),
        ("I3 converse: capability", ("impact aligned",), "capability robust", False, MENTIONS["I5b"], ()),
        ("I4 converse: outer", ("impact aligned",), "outer aligned", False, ALL, ()),
        ("I4 converse: robust", ("impact aligned",), "robust", False, (), ()),
    )
}
"""Each with the axes that it mentions and the arrows that it is a chain of."""
HERE = Path(__file__).with_name("composites.json")


@dataclass(frozen=True)
class Composite(Cell):
    """A composite cell is a chain of arrows, or an arrow turned round, under a reading."""

    @property
    def known(self) -> Arrow:
        """Return the arrow with this name."""
        return COMPOSITES[self.arrow][0]

    @property
    def mentions(self) -> tuple[str, ...]:
        """Return the axes that the arrow's definitions mention."""
        return COMPOSITES[self.arrow][1]

    def holds_by_chain(self) -> bool:
        """Whether it is a chain of theorems: the side condition of the first arrow has to be there, if it is used."""
        members = [entry(arrow, self.reading) for arrow in COMPOSITES[self.arrow][2]]
        planned = self.known.plans or not any("optimal for its objective" in each.needs for each in members)
        return bool(members) and planned and all(each.proved for each in members)

    def broken_in(self, found: Found) -> bool:
        """Return whether a counterexample, told as a case, breaks it."""
        return state(self, case_of(self.arrow, found, self.known)) == "broken"


def state(cell: Composite, case: Case) -> str:
    """Return "broken" if in this case the premises hold and the conclusion does not; else "carried" or "idle"."""
    held = [case.check(name, cell.reading).holds for name in cell.known.premises]
    if cell.known.plans:
        held.append(case.decide(optimal_for_mesa(), cell.reading).holds)
    if not all(held):
        return "idle"
    return "carried" if case.check(cell.known.conclusion, cell.reading).holds else "broken"


def composite_cells() -> Iterator[Composite]:
    """Yield every composite under every counted reading."""
    for name, (_, axes, _) in COMPOSITES.items():
        for choice in product(*(COUNTED[axis] for axis in axes)):
            yield Composite(name, Reading(**dict(zip(axes, choice, strict=True))))


@lru_cache
def composites() -> tuple[Entry, ...]:
    """Return every composite cell, settled.

    Examples
    --------
    >>> len(composites())
    233
    """
    return tuple(from_json(row) for row in json.loads((files(__package__) / HERE.name).read_text("utf-8")))


def composite(arrow: str, reading: Reading | Mapping[str, str]) -> Entry:
    """Return the entry of a composite under a counted reading; KeyError if there is none.

    Examples
    --------
    >>> composite("I1+I2", {"objectives": "some"}).status
    'theorem'
    """
    read = reading if isinstance(reading, Reading) else Reading(**reading)
    axes = Composite(arrow, read).axes
    found = next((each for each in composites() if each.arrow == arrow and each.reading == axes), None)
    if found is None:
        raise KeyError(f"the atlas has no {arrow} under {axes}")
    return found


def case(each: Entry) -> Case:
    """Return the counterexample of a composite as a case."""
    assert each.found is not None
    return case_of(each.arrow, each.found, COMPOSITES[each.arrow][0])


def beyond_the_chain() -> tuple[Entry, ...]:
    """Return the chains that are theorems though one of their arrows is not, or lacks its side condition."""
    return tuple(
        each
        for each in composites()
        if each.status == "theorem" and COMPOSITES[each.arrow][2] and not _cell(each).holds_by_chain()
    )


def _cell(each: Entry) -> Composite:
    return Composite(each.arrow, Reading(**each.reading))


# Making the table ------------------------------------------------------------------------------------


def settle_composite(cell: Composite) -> dict[str, object]:
    """Return one row of the table."""
    row: dict[str, object] = {"arrow": cell.arrow, "reading": cell.axes}
    for size in sizes():
        broken = search(cell, worlds(*size, False), wanted=lambda broken: _tells(cell, broken))
        if broken is not None:
            found = found_of(broken)
            return row | {"status": "counterexample", "size": list(found.size), "found": written(found)}
    names = cell.premise_names
    for needs in chain.from_iterable(combinations(names, k) for k in range(len(names) + 1)):
        if any(search(cell, worlds(*size, False), premises=needs) is not None for size in sizes()):
            continue
        lemmas = _lemmas(cell, needs)
        if lemmas is not None:
            idle = [name for name in names if name not in needs]
            return row | {"status": "theorem", "lemmas": list(lemmas), "needs": list(needs), "unused_premises": idle}
    searched = "no counterexample in all worlds of up to two states and two actions; z3 did not derive it"
    return row | {"status": "open", "open": {"status": searched}}


def _tells(cell: Composite, broken: Broken) -> bool:
    found = found_of(broken)
    return (not cell.known.plans or planned(found) is not None) and cell.broken_in(found)


def _lemmas(cell: Composite, needs: tuple[str, ...]) -> tuple[str, ...] | None:
    """Lemmas that suffice: the usual few are tried first."""
    for only in (*USUAL, None):
        proof = derive(cell, premises=needs, only=only, quick=only is not None)
        if proof.holds:
            return proof.lemmas
    return None


AGENT = "the agent is deterministic"
OPTIMA = ("optimum in training", "optimum in deployment")
OWN = tuple(
    f"{name} in {place}"
    for place in ("training", "deployment")
    for name in ("inside itself", "another policy", "inside keeps optimal")
)
USUAL: tuple[tuple[str, ...], ...] = (
    (AGENT,),
    (AGENT, "zero", *OPTIMA),
    (AGENT, "indicator", *OWN, "inside is mutual in deployment", "inside keeps safe in deployment"),
    (AGENT, "nudge", "optimum in deployment", "inside is mutual in deployment", "inside keeps safe in deployment"),
)
"""Lemmas that are tried together before all are."""


def main(path: Path = HERE) -> None:
    """Settle every composite and write the table."""
    cells, rows = list(composite_cells()), []
    with Bar("settling", sys.stderr) as bar:
        for cell in cells:
            rows.append(settle_composite(cell))
            bar(len(rows), len(cells))
    path.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
