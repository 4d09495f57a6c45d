"""Settle the arrows for the operators other than `feasible`.

What this finds is kept in ``operators.json`` and read by `toymodel_atlas.operators`; tests check it again. To make it
anew: ``python -m toymodel_atlas.settle_operators``, half an hour; with names of operators, for these alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from toymodel.alignment import Reading
from toymodel.progress import Bar

from .cells import Cell, counted
from .operator_axioms import BEHAVIORS, NOTHING, SOFT, SOFT_ALL, derive
from .operator_search import SCORES, SIZES, Witness, lists, search
from .operator_worlds import TRIED
from .operators import breaks_over_all, written
from .settled import as_json

HERE = Path(__file__).with_name("operators.json")


def settle(behavior: str, known: dict[Witness, int], bar: Bar) -> list[dict[str, object]]:
    """Return the rows of an operator, in the order of the counted cells; witnesses are numbered as they come."""
    named = "maximum_entropy" if behavior in (SOFT, SOFT_ALL) else behavior
    cells = [Cell(cell.arrow, Reading(behavior=named, **cell.axes)) for cell in counted()]
    found = search(behavior, cells, SIZES) if behavior in SCORES else {}
    rows = []
    for done, cell in enumerate(cells, 1):
        rows.append(_row(behavior, cell, found.get(cell), known))
        bar(done, len(cells))
    return rows


def _row(behavior: str, cell: Cell, found: Witness | None, known: dict[Witness, int]) -> dict[str, object]:
    broken = breaks_over_all if behavior == SOFT_ALL else Witness.breaks
    if found is None:
        found = next((each for each in TRIED.get(behavior, ()) if broken(each, cell)), None)
    if found is not None:
        return {"witness": known.setdefault(found, len(known))}
    proof = derive(behavior, cell)
    if not proof.holds:
        looked = f"; {lists(SIZES)} lists in small worlds" if behavior in SCORES else ""
        return {"tried": f"z3 from all axioms of the operator{looked}; {len(TRIED.get(behavior, ()))} larger worlds"}
    needs = [cell.premise_names[k] for k in proof.premises]
    row: dict[str, object] = {"axioms": list(proof.lemmas), "needs": needs}
    if cell.premises and derive(behavior, cell, only=proof.lemmas, conclusion=NOTHING).holds:
        row["vacuous"] = True
    return row


def main(behaviors: Sequence[str] = BEHAVIORS, path: Path = HERE) -> None:
    """Settle every cell for these operators and write the table; for others it is left as it is."""
    found = json.loads(path.read_text("utf-8")) if path.exists() else {}
    for behavior in behaviors:
        known: dict[Witness, int] = {}
        with Bar(f"settling {behavior}", sys.stderr) as bar:
            rows = settle(behavior, known, bar)
        found[behavior] = {"witnesses": [written(each) for each in known], "cells": rows}
        path.write_text(_text({each: found[each] for each in BEHAVIORS if each in found}), "utf-8")


def _text(found: Mapping[str, Mapping[str, Iterable[object]]]) -> str:
    """One row a line."""
    parts = (
        f'"{behavior}": {{"witnesses": {witnesses.rstrip()},\n"cells": {cells.rstrip()}}}'
        for behavior, part in found.items()
        for witnesses, cells in [(as_json(part["witnesses"]), as_json(part["cells"]))]
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main(sys.argv[1:] or BEHAVIORS)
