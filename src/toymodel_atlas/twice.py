"""Settle the readings that depart twice from what is counted, each within some seconds.

The cells are those of `toymodel_atlas.cells.twice`. What refutes or proves a reading that departs once is tried
before anything else: its counterexample, and the lemmas of its proof. What is found is kept in
``settled_twice.json``. To make it anew: ``python -m toymodel_atlas.twice`` (some minutes; a busy machine may leave
more open).
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from toymodel.progress import Bar

from .cells import Cell, twice
from .concrete import Found, planned
from .counterexample_search import Broken, Where, found_of, search, worlds
from .prove import Proof
from .prover import derive
from .settle import FEW, _breaks, written
from .settled import Entry, as_json, entries
from .smallest import sizes
from .steps import follows
from .theorems import part_of

HERE = Path(__file__).with_name("settled_twice.json")
EFFORT = 1_000_000
"""Steps that z3 may take over a question."""
SECONDS = 2
"""Processor time that one search, or one proof, may take."""
ALIKE = 6
"""How many neighbours' worlds are looked at, and how many neighbours' lemmas are used."""
EXIST = ("optimum in training", "optimum in deployment", "policies combine")
TRIED = (
    f"searched for {SECONDS} seconds at a time, the simplest first, worlds of one state and up to four actions, and of "
    f"two states and two actions; z3 with {EFFORT:,} steps a question did not derive it in {SECONDS} seconds at a time"
)
T = TypeVar("T")


def settle(cell: Cell) -> dict[str, object]:
    """Return one row of the table: what refutes the cell, or what it is proved from, or what was tried."""
    row: dict[str, object] = {"arrow": cell.arrow, "reading": cell.axes}
    near, everywhere = neighbours(cell), _worlds(cell, 2, 2)
    rounds: tuple[tuple[Sequence[Where], Callable[[], Proof | None]], ...] = (
        (_simplest(cell, near), lambda: _by_the_page(cell)),
        (everywhere[:FEW], lambda: _by_known_lemmas(cell, near)),
        (everywhere[FEW:], lambda: derive(cell, effort=EFFORT)),
    )
    for where, prove in rounds:
        found = within(SECONDS, partial(_searched, cell, where))
        if found is not None:
            return row | {"status": "counterexample", "size": list(found.size), "found": written(found)}
        proof = within(SECONDS, prove)
        if proof is not None and proof.holds:
            needs = [cell.premise_names[k] for k in proof.premises]
            unused = [name for name in cell.premise_names if name not in needs]
            return row | {"status": "theorem", "lemmas": [*proof.lemmas], "needs": needs, "unused_premises": unused}
    return row | {"status": "open", "open": {"status": TRIED}}


def neighbours(cell: Cell) -> list[Entry]:
    """Return what is known of the arrow where readings depart once, the most like the cell first.

    Examples
    --------
    >>> [len(each.reading) for each in neighbours(next(twice()))[:2]]
    [5, 5]
    """
    axes = cell.axes

    def unlike(other: Entry) -> int:
        return len(other.reading.items() ^ axes.items())

    return sorted((each for each in entries() if each.arrow == cell.arrow), key=unlike)


def _simplest(cell: Cell, near: Sequence[Entry]) -> list[Where]:
    """Return the worlds of one state, and those of the neighbours' counterexamples."""
    known = [(each.found.training, each.found.deployment, each.found.believed) for each in near if each.found]
    alike = dict.fromkeys(
        (training, deployment, (believed or deployment) if "beliefs" in cell.places else None)
        for training, deployment, believed in known
        if training.states > 1
    )
    small = chain.from_iterable(_worlds(cell, *size) for size in sizes() if size[0] == 1)
    return [*small, *islice(alike, ALIKE)]


def _worlds(cell: Cell, states: int, actions: int) -> Sequence[Where]:
    return worlds(states, actions, "beliefs" in cell.places)


def _searched(cell: Cell, where: Iterable[Where]) -> Found | None:
    broken = search(cell, where, wanted=lambda broken: _can_be_planned(broken) and _breaks(cell, broken))
    return None if broken is None else found_of(broken)


def _can_be_planned(broken: Broken) -> bool:
    found = broken.found
    return found.mesa is None or _is_planned(replace(found, base=found.mesa, judge=0))


@lru_cache(maxsize=4096)
def _is_planned(found: Found) -> bool:
    return planned(found) is not None


def _by_the_page(cell: Cell) -> Proof | None:
    """By the proof of the book that covers the cell, if one does."""
    part = part_of(cell.arrow, cell.reading)
    if part is None or not follows(cell.arrow, cell.reading):
        return None
    needs = tuple(k for k, name in enumerate(cell.premise_names) if name in part.premises)
    return Proof("theorem", part.named(cell.reading), needs)


def _by_known_lemmas(cell: Cell, near: Sequence[Entry]) -> Proof | None:
    """By the lemmas that one of the nearest theorems names, and that there are optima and pairs of policies."""
    known = dict.fromkeys((*each.lemmas, *EXIST) for each in near if each.status == "theorem")
    tried = (derive(cell, only=only, effort=EFFORT) for only in islice(known, ALIKE))
    return next((proof for proof in tried if proof.holds), None)


def within(seconds: float, work: Callable[[], T]) -> T | None:
    """Return what work returns, or None if that takes more processor time.

    Examples
    --------
    >>> within(5, lambda: "done")
    'done'
    """

    late = False

    def stop(*_: object) -> None:
        nonlocal late
        late = True
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.5)  # again, in case that it comes where no exception passes
    try:
        return work()
    except Exception:  # calls of z3 pass it on as another
        if not late:
            raise
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def main(path: Path = HERE) -> None:
    """Settle every cell and write the table, as it grows."""
    cells, rows = list(twice()), list[dict[str, object]]()
    with Bar("settling", sys.stderr) as bar:
        for cell in cells:
            rows.append(settle(cell))
            path.write_text(as_json(rows), "utf-8")
            bar(len(rows), len(cells))


if __name__ == "__main__":
    main()
