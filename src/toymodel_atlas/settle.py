"""Settle cells: prove them or refute them, and find out all that the atlas says of each.

What this finds is kept in ``settled.json`` and read by `toymodel_atlas.settled`; tests check it
again. To make it anew: ``python -m toymodel_atlas.settle`` (an hour or so; z3 is given seconds, so a busy machine
may leave open what a quiet one proves).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain, combinations, islice
from pathlib import Path

from toymodel.alignment import Reading
from toymodel.progress import Bar

from .badges import OPTIONS, badge
from .cells import Cell, counted, extended
from .census import census
from .concrete import Found, Payments, case_of, planned
from .counterexample_search import Broken, Where, found_of, search, worlds
from .dynamics import Dynamics
from .everywhere import ONLY_ON_THE_GRID
from .prover import derive
from .settled import as_json
from .smallest import sizes, smallest_counterexample
from .steps import follows
from .theorems import part_of

BELIEFS = 400
"""Worlds with beliefs, the simplest first, that are looked at."""
FEW = 24
"""Worlds of each size that are looked at before a proof is tried."""
HERE = Path(__file__).with_name("settled.json")


def settle(cell: Cell) -> dict[str, object]:
    """Return one row of the table."""
    row: dict[str, object] = {"arrow": cell.arrow, "reading": cell.axes, "premises": None, "violations": None}
    found = _refuted(cell, FEW)
    if found is None:
        proved = _proved(cell)
        if proved is not None:
            return row | proved
        found = _refuted(cell)
    if found is None:
        return row | {"status": "open", "open": {"status": "no counterexample was found, and no proof"}}
    known: dict[str, object] = {"status": "counterexample", "size": list(found.size), "found": written(found)}
    if cell.arrow in ("I2", "I4") and cell.reading in _grid_only():
        known |= {"grid_only": True, **(_proved(cell) or {})}
    return row | known


@lru_cache
def _grid_only() -> frozenset[Reading]:
    names = ("observed_in", "objectives", "trivial", "optima", "encountered")
    return frozenset(Reading(**dict(zip(names, key[1:], strict=True))) for key in ONLY_ON_THE_GRID)


def _refuted(cell: Cell, few: int | None = None) -> Found | None:
    if cell in _counted():
        known = smallest_counterexample(cell.arrow, cell.reading)
        return None if known is None else known.found
    for states, actions in sizes():
        where = islice(_where(cell, states, actions), few)
        broken = search(cell, where, wanted=lambda broken: _breaks(cell, broken))
        if broken is not None:
            return found_of(broken)
    if few is None and "beliefs" not in cell.places:
        broken = search(cell, HARD, wanted=lambda broken: _breaks(cell, broken))
        return None if broken is None else found_of(broken)
    return None


HARD: tuple[Where, ...] = ((Dynamics((2, 1, 3, 2, 0, 1, 3, 0), 1, 2), Dynamics((2, 2, 3, 2, 0, 1, 3, 0), 3, 2), None),)
"""Larger worlds, found by drawing at random, that break what nothing smaller was found to break."""


@lru_cache
def _counted() -> frozenset[Cell]:
    return frozenset(counted())


def _breaks(cell: Cell, broken: Broken) -> bool:
    """Whether it can be told as a case, and breaks the arrow there."""
    found = found_of(broken)
    if found.mesa is not None and planned(found) is None:
        return False
    reading = cell.reading
    if reading.objectives == "selected":
        reading = replace(reading, selected_by="first")
    return case_of(cell.arrow, found).arrow("I1" if cell.arrow == "I1B" else cell.arrow, reading).state == "broken"


def _where(cell: Cell, states: int, actions: int) -> Sequence[Where]:
    believed = "beliefs" in cell.places
    return list(islice(worlds(states, actions, believed), BELIEFS if believed else None))


def _everywhere(cell: Cell, few: int | None = None) -> Iterator[Where]:
    return chain.from_iterable(islice(_where(cell, *size), few) for size in sizes())


def _proved(cell: Cell) -> dict[str, object] | None:
    names = cell.premise_names
    for needs in chain.from_iterable(combinations(names, k) for k in range(len(names) + 1)):
        if search(cell, _everywhere(cell, FEW), premises=needs) is not None:
            continue
        found = _lemmas(cell, needs)
        if found is not None:
            return {
                "status": "theorem",
                "lemmas": list(found),
                "needs": list(needs),
                "unused_premises": [name for name in names if name not in needs],
                **badges(cell, found),
            }
    return None


def badges(cell: Cell, found: Sequence[str], kinds: Sequence[str] = tuple(OPTIONS)) -> dict[str, object]:
    """Return what a row says of the badges of a theorem, by the lemmas of its proof."""
    found_ones = {kind: badge(kind, cell, found, partial(_everywhere, cell)) for kind in kinds}
    proofs = {kind: list(each.lemmas) for kind, each in found_ones.items() if each.value}
    unknown = {kind: each.reason for kind, each in found_ones.items() if each.value is None}
    row: dict[str, object] = {kind: each.value for kind, each in found_ones.items()}
    return row | ({"proofs": proofs} if proofs else {}) | ({"open": unknown} if unknown else {})


def _lemmas(cell: Cell, needs: Sequence[str]) -> tuple[str, ...] | None:
    """Lemmas from which the arrow follows by these premises: first those of the proof on the page."""
    part = part_of(cell.arrow, cell.reading)
    if part is not None and set(part.premises) <= set(needs) and follows(cell.arrow, cell.reading):
        return part.named(cell.reading)
    proof = derive(cell, premises=needs)
    return proof.lemmas if proof.holds else None


def written(found: Found) -> dict[str, object]:
    """Return what was found as JSON."""

    def env(given: Dynamics | None) -> object:
        return None if given is None else [list(given.moves), given.start]

    def pays(given: Payments | None) -> object:
        return None if given is None else [x if isinstance(x, int) else str(x) for x in given]

    data = {
        "actions": found.training.actions,
        "training": env(found.training),
        "deployment": env(found.deployment),
        "believed": env(found.believed),
        "choices": list(found.choices),
        "deployed": None if found.deployed is None else list(found.deployed),
        "base": pays(found.base),
        "judge": found.judge,
        "mesa": pays(found.mesa),
        "candidates": [pays(each) for each in found.candidates],
    }
    return {name: value for name, value in data.items() if value is not None}


def main(path: Path = HERE) -> None:
    """Settle every cell and write the table."""
    cells = [*counted(), *extended()]
    rows: list[dict[str, object]] = []
    with ProcessPoolExecutor() as pool, Bar("settling", sys.stderr) as bar:
        for row in pool.map(settle, cells, chunksize=4):
            rows.append(row)
            bar(len(rows), len(cells))
    counts = {_key(count.arrow, count.reading): count for count in census(2, 2)}
    for row in rows:
        reading = row["reading"]
        assert isinstance(reading, Mapping)
        if (count := counts.get(_key(str(row["arrow"]), reading))) is not None:
            row |= {"premises": count.premises, "violations": count.violations}
    path.write_text(as_json(rows), "utf-8")


def _key(arrow: str, reading: Mapping[str, str]) -> tuple[object, ...]:
    return arrow, *sorted(reading.items())


if __name__ == "__main__":
    main()
