"""Settle the counted cells over R(s) and R(s,s'), and with judges on rooms: prove them or refute them.

A class of objectives holds R_base, R_m and all that is demonstrated. Each theorem over R(s,a) asks something of the
class, its level on the ladder (`toymodel_atlas.ladder`). R(s) and R(s,s') are cones, and hold 1_J where J is a set of
rooms. So a theorem over R(s,a) is one over them if their level suffices; some cells more hold over R(s,s') where every
step is sure (`toymodel_atlas.sure_steps`), and over R(s,a) with judges on rooms (`toymodel_atlas.rooms`). The others
are refuted by worlds of three states at most.

To make the tables anew: ``python -m toymodel_atlas.settle_classes`` (some minutes).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from toymodel.progress import Bar

from . import rooms, sure_steps
from .cells import Cell, counted
from .census import census
from .ladder import level
from .settle import written
from .settled import TABLES, as_json, entry
from .smallest import smallest_counterexample

LEVELS = {"pairs": 1, "rooms": 2}
"""How far up the ladder R(s) and R(s,s') reach, for each kind of judge."""


def settle(cell: Cell, among: str, judge: str) -> dict[str, object]:
    """Return what is known of a cell: its status, and how it is proved or what refutes it."""
    proved = proof_of(cell, among, judge)
    if proved is not None and among != "sa":
        return {"status": "theorem", **proved}
    known = smallest_counterexample(cell.arrow, cell.reading, among, judge, everywhere=proved is None)
    found = {} if known is None else {"size": list(known.size), "found": written(known.found)}
    if proved is not None:  # over R(s,a) the census counts the grid
        return {"status": "theorem", **({"grid_only": True, **found} if found else {})}
    return {"status": "counterexample", **found} if known and known.everywhere else {"status": "open"}


def proof_of(cell: Cell, among: str, judge: str) -> dict[str, object] | None:
    """Return how a cell is known to hold over a class, if it is: by its level, or by a theorem on rooms or sure steps.

    Examples
    --------
    >>> [proof_of(next(counted()), among, "pairs") for among in ("sa", "s")]
    [None, None]
    """
    over_all = entry(cell.arrow, cell.reading)
    if among == "sa":
        return {} if over_all.status == "theorem" or (judge == "rooms" and cell in rooms.more()) else None
    if over_all.status == "theorem" and (rung := level(cell.arrow, cell.reading)) <= LEVELS[judge]:
        return {"level": rung}
    return {"sure_steps": True} if among == "ss" and cell in sure_steps.more(judge) else None


def rows(among: str, judge: str) -> list[dict[str, object]]:
    """Return one row for each counted cell, with the counts of two states and two actions."""
    found: list[dict[str, object]] = []
    with Bar(f"settling {among} with judges on {judge}", sys.stderr) as bar:
        counts = census(2, 2, among=among, judge=judge)
        for k, (cell, count) in enumerate(zip(counted(), counts, strict=True)):
            row: dict[str, object] = {"arrow": cell.arrow, "reading": cell.axes, "class": among, "judge": judge}
            row |= {"premises": count.premises, "violations": count.violations}
            found.append(row | settle(cell, among, judge))
            bar(k + 1, len(counts))
    return found


def main(tables: Sequence[str]) -> None:
    """Write these tables, by name."""
    for name in tables:
        known = [row for (among, judge), where in TABLES.items() if where == name for row in rows(among, judge)]
        Path(__file__).with_name(name).write_text(as_json(known), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] or [name for name in dict.fromkeys(TABLES.values()) if name != "settled.json"])
