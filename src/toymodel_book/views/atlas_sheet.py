"""The sheet of the atlas: which cells are shown where, of which kind they are, and where whole diagrams hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from toymodel.alignment.reading import axis, values
from toymodel_atlas.cells import COUNTED, EXTRAS, MENTIONS
from toymodel_atlas.conclusions import MAIN_ARROWS
from toymodel_atlas.settled import Entry, entries

from . import ladder
from .cells import ASKS, BESIDES

COLUMNS = ("objectives", "optima", "observed_in", "trivial")
"""The axes that the columns nest, outermost first; `encountered` makes rows of its own."""
GROUPS = (
    ("The main diagram", ("I1", "I1B", "I2", "I3")),
    ("The robustness-centric diagram", ("I4", "I5")),
    ("Neither draws them", ("I4i", "I5a", "I5b")),
)
MARKS = {
    "theorem": "a theorem",
    "degenerate": "a degenerate theorem",
    "1×2": "broken, by one state and two actions",
    "1×3": "broken, by one state and three actions",
    "2×2": "broken, by two states and two actions",
    "other": "broken, by another size",
    "grid": "a theorem, though objectives that pay only −1, 0 or 1 violate it",
    "open": "open",
}
"""The kinds of cells, in words."""


@dataclass(frozen=True)
class Row:
    """A row has an arrow, and the data that outer alignment speaks of, where it does."""

    arrow: str
    encountered: str = ""

    @property
    def head(self) -> str:
        """Return what stands before it."""
        return self.arrow


@dataclass(frozen=True)
class Sheet:
    """The sheet is what is shown: columns (values of `COLUMNS`), groups of rows, the departure, the objectives."""

    columns: tuple[tuple[str, ...], ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    besides: str
    among: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows of all groups."""
        return tuple(row for _, rows in self.groups for row in rows)

    def entry(self, row: Row, column: Sequence[str]) -> Entry | None:
        """Return the cell of a row and a column."""
        chosen = dict(zip(COLUMNS, column, strict=True)) | {"encountered": row.encountered}
        return lookup().get(code(row.arrow, chosen, self.besides))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the cells of the table, each once."""
        cells = (self.entry(row, column) for row in self.rows for column in self.columns)
        return tuple({code(e.arrow, e.reading, self.besides): e for e in cells if e is not None}.values())


@lru_cache(64)
def laid_out(shown: str, chosen: tuple[tuple[str, str], ...], among: str = "") -> Sheet:
    """Lay out the cells that are shown and pass the filters."""
    wanted, besides = dict(chosen), shown if shown in BESIDES else ""
    known = {name: values(axis(name)) if shown == "more" else COUNTED[name] for name in ASKS}
    kept = {axis: [v for v in known[axis] if wanted.get(axis, v) == v] for axis in ASKS}
    arrows = next((names for extra, names in EXTRAS if extra == BESIDES[besides][1]), tuple(MENTIONS))
    groups = []
    for title, names in GROUPS:
        rows = [
            Row(arrow, data)
            for arrow in names
            if arrow in arrows and (arrow != "I1B" or shown != "counted")
            for data in (kept["encountered"] if "encountered" in MENTIONS[arrow] else ("",))
        ]
        if rows:
            groups.append((title, tuple(rows)))
    return Sheet(tuple(product(*(kept[axis] for axis in COLUMNS))), tuple(groups), besides, among)


def code(arrow: str, reading: Mapping[str, str], besides: str = "") -> str:
    """Return a cell's name: the arrow, its choices, the departure, with dots between.

    Examples
    --------
    >>> code("I5b", {"observed_in": "training", "objectives": "some", "trivial": "included", "optima": "every"})
    'I5b.training.some.included'
    """
    parts = [arrow, *(reading[axis] for axis in MENTIONS[arrow])]
    return ".".join([*parts, besides] if besides else parts)


@lru_cache
def lookup() -> dict[str, Entry]:
    """Return every cell by its name."""
    found = {}
    for each in entries():
        extra = {axis: value for axis, value in each.reading.items() if axis not in ASKS}
        besides = next((key for key, (_, axes) in BESIDES.items() if extra and extra.items() <= axes.items()), "")
        found[code(each.arrow, each.reading, besides)] = each
    return found


def named(picked: str) -> Entry:
    """Return a cell by its name; ValueError if the atlas has none."""
    try:
        return lookup()[picked]
    except KeyError:
        raise ValueError(f"the atlas has no cell {picked!r}") from None


def kind(found: Entry) -> str:
    """Return which of `MARKS` a cell has."""
    if found.grid_only:
        return "grid"
    if found.status == "theorem":
        return "degenerate" if found.degenerate else "theorem"
    if found.status == "open":
        return "open"
    size = "×".join(map(str, found.size or ()))
    return size if size in MARKS else "other"


def valid(sheet: Sheet) -> tuple[int, list[dict[str, str]]] | None:
    """Return how many readings are shown, and those under which the main diagram holds; None if it is not shown."""
    data = sorted({row.encountered for row in sheet.rows if row.arrow == "I2"})
    if not data or not {"I1", "I3"} <= {row.arrow for row in sheet.rows}:
        return None
    every = [dict(zip(COLUMNS, column, strict=True)) | {"encountered": d} for column in sheet.columns for d in data]
    tallied = [(r, n) for r in every if (n := tally(sheet, MAIN_ARROWS, r)) is not None]
    return len(tallied), [r for r, n in tallied if n == len(MAIN_ARROWS)]


def tally(sheet: Sheet, arrows: Sequence[str], reading: Mapping[str, str]) -> int | None:
    """Return how many of these arrows are theorems under a reading; None if the atlas lacks one."""
    found = [lookup().get(code(arrow, reading, sheet.besides)) for arrow in arrows]
    return None if None in found else sum(each is not None and proved(each, sheet.among) for each in found)


def proved(found: Entry, among: str) -> bool:
    """Return whether a cell is a theorem, over the objectives that are chosen."""
    if not among or ladder.stands(found) is None:
        return found.status == "theorem"
    return ladder.holds(found, among)
