"""The atlas of readings is one picture: arrows by readings, each cell a theorem or a counterexample to open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby, product

from toymodel.alignment import AXES
from toymodel.alignment.reading import Axis, values
from toymodel_atlas.cells import COUNTED, EXTRAS, MENTIONS
from toymodel_atlas.conclusions import MAIN_ARROWS, ROBUSTNESS_ARROWS
from toymodel_atlas.settled import Entry, entries

from ..actions import sets
from ..controls import Select, Text
from ..drawing.svg import NO, NO_LINE, YES_LINE, element
from ..live import sentence, view
from . import ladder
from .cell_details import details, proof_link
from .cells import ASKS, BESIDES, CHOICES, PHRASES, SHORT, editor_link, explanation, explorer_address, read_so, sized

__all__ = ["atlas"]

COLUMNS = ("objectives", "optima", "observed_in", "trivial")
"""The axes that the columns nest, outermost first; `encountered` makes rows of its own."""
GROUPS = (
    ("The main diagram", ("I1", "I1B", "I2", "I3")),
    ("The robustness-centric diagram", ("I4", "I5")),
    ("Neither draws them", ("I4i", "I5a", "I5b")),
)
HEADS = {
    "objectives": {
        "every": "every demonstrated objective",
        "some": "some demonstrated objective",
        "selected": "a rule selects",
    },
    "optima": {"every": "every optimum", "some": "some optimum"},
    "observed_in": {"training": "in tr.", "deployment": "in dep.", "both": "in both", "beliefs": "in beliefs"},
    "trivial": {"included": "in", "excluded": "out"},
}
"""What stands above the columns. In the last line: trivial objectives counted (in), or left out."""
DENSE = 16
"""Columns up to which the table fits a telephone."""
DATA = {"training": "tr.", "deployment": "dep.", "both": "both"}
SHOWN = {
    "counted": "counted by the census",
    "more": "also: observed in both, in beliefs; a rule that selects; data of both",
    "tolerant": "a tolerant base judge",
    "replans": "an agent that plans anew",
    "W5": "“performs well” by its own beliefs",
}
"""Which cells are shown."""
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


def _filter(axis: str) -> Select:
    options = [("", "all"), *((value, CHOICES[axis][value]) for value in values(_axis(axis)))]
    return Select(ASKS[axis], tuple(options), "", panel="only those with")


def _axis(name: str) -> Axis:
    return next(each for each in AXES if each.name == name)


@view(
    "The atlas of readings",
    shown=Select("cells shown", tuple(SHOWN.items()), "counted"),
    objectives=_filter("objectives"),
    optima=_filter("optima"),
    observed_in=_filter("observed_in"),
    trivial=_filter("trivial"),
    encountered=_filter("encountered"),
    among=Select(
        "objectives", (("", "all"), *((key, each.words) for key, each in ladder.CLASSES.items())), "", inside=True
    ),
    picked=Text("cell", limit=120, inside=True),
)
def atlas(shown: str, among: str, picked: str, **choices: str) -> str:
    """Draw the table, with what is known of the cell that is picked."""
    chosen = {axis: value for axis, value in choices.items() if value}
    found = named(picked) if picked else None
    sheet = laid_out(shown, tuple(chosen.items()), among)
    return (
        sentence(said(sheet, found))
        + ladder.staircase(among)
        + drawn(sheet, picked)
        + LEGEND
        + f'<div id="atlas-details" tabindex="-1">{panel(found)}</div>'
    )


# The sheet --------------------------------------------------------------------------------------------


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
    known = {axis: values(_axis(axis)) if shown == "more" else COUNTED[axis] for axis in ASKS}
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


# Words ------------------------------------------------------------------------------------------------


def said(sheet: Sheet, found: Entry | None) -> str:
    """Say what the table shows, and what is known of the cell that is picked."""
    if found is not None:
        where = read_so(found)
        return f"{where[:1].upper()}{where[1:]}. {explanation(found)}"
    if sheet.among:
        return f"{ladder.change(sheet.among)} {where_all_hold(sheet)}"
    kinds = Counter(map(kind, sheet.entries))
    total = sum(kinds.values())
    if not total:
        return "No cell has these choices. Let the filters be “all”, or show more cells."
    proved = kinds["theorem"] + kinds["degenerate"] + kinds["grid"]
    broken = total - proved - kinds["open"]
    parts = [f"Of {total} cells {proved} are theorems and {broken} have a counterexample"]
    if kinds["open"]:
        parts.append(f"; {kinds['open']} are open")
    return f"{''.join(parts)}. {where_all_hold(sheet)}".strip()


def where_all_hold(sheet: Sheet) -> str:
    """Say under which of the readings shown every arrow of the main diagram is a theorem."""
    found = valid(sheet)
    if found is None:
        return ""
    total, good = found
    if not good:
        return f"Under none of these {total} readings are all arrows of the main diagram theorems."
    alike = [axis for axis in (*COLUMNS, "encountered") if len({r[axis] for r in good}) == 1]
    same = ", ".join(PHRASES[axis][good[0][axis]] for axis in alike)
    return (
        f"All arrows of the main diagram are theorems under {len(good)} of {total} readings (★)"
        f"{f': {same}' if same else ''}."
    )


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


# The picture ------------------------------------------------------------------------------------------


def mark(found: Entry, among: str) -> tuple[str, str]:
    """Return a cell's mark, and in words what it says."""
    of, flags = kind(found), ladder.stands(found)
    if flags is None or not flags[0] or (of == "grid" and not among):
        return GLYPHS[of], MARKS[of]
    lost = bool(among) and not ladder.holds(found, among)
    shown = ladder.LOST if lost else ladder.disc(flags, of == "degenerate")
    words = f"{MARKS[of]}{', lost' if lost else ''}; {ladder.reaches(flags)}"
    return _svg(shown, "atlas-lost" if lost else ""), words


def glyph(of: str) -> str:
    """Return the mark of a kind of cell: a disc or a ring for theorems, corners for what is broken."""
    full: dict[str, object] = {"fill": YES_LINE, "stroke": YES_LINE, "stroke_width": 2}
    thin: dict[str, object] = {"fill": "none", "stroke": YES_LINE, "stroke_width": 3}
    against: dict[str, object] = {"fill": NO_LINE, "stroke": NO_LINE, "stroke_width": 1.5, "stroke_linejoin": "round"}
    shape = {
        "theorem": element("circle", cx=11, cy=11, r=8, **full),
        "degenerate": element("circle", cx=11, cy=11, r=7, **thin),
        "1×2": element("path", d="M11 4 18 17H4z", **against),
        "1×3": element("path", d="M11 2 20 11 11 20 2 11z", **against),
        "2×2": element("path", d="M4 4H18V18H4z", **against),
        "other": element("path", d="M7 2H15L20 7V15L15 20H7L2 15V7z", **against),
        "grid": element("path", d="M4 4H18V18H4z", **against | {"fill": NO})
        + element("circle", cx=11, cy=11, r=4, **full),
        "open": element("path", d="M4 11H18", stroke="currentColor", stroke_width=3, stroke_dasharray="3 3"),
    }[of]
    return _svg(shape)


def _svg(shape: str, style: str = "") -> str:
    named = f' class="{style}"' if style else ""
    return f'<svg{named} viewBox="0 0 22 22" width="22" height="22" aria-hidden="true">{shape}</svg>'


GLYPHS = {of: glyph(of) for of in MARKS}
USUAL = ("theorem", "degenerate", "1×2", "1×3", "2×2", "grid")
LEGEND = (
    '<ul class="atlas-legend">'
    + "".join(f"<li>{GLYPHS[of]} {escape(MARKS[of])}</li>" for of in USUAL)
    + f"<li>{_svg(ladder.disc((True, True, False, False, False), False))} a theorem over the first of the steps only, "
    + f"as far as it is filled</li><li>{_svg(ladder.LOST)} no theorem at the step that is chosen</li>"
    + "</ul><p><small>★: every arrow of the diagram is a theorem; else how many of its arrows are. tr.: training; "
    "dep.: deployment; in, out: trivial objectives counted, left out. A mark in brackets stands for the one on its "
    "left: the arrow does not speak of optima.</small></p>"
)


def drawn(sheet: Sheet, picked: str) -> str:
    """Return the table as HTML."""
    if not sheet.columns:
        return ""
    width = len(sheet.columns)
    body = "".join(
        f'<tbody><tr><th scope="rowgroup" class="atlas-group">{escape(title)}</th><td colspan="{width}"></td></tr>'
        + _summaries(sheet, title)
        + "".join(_row(sheet, row, picked) for row in rows)
        + "</tbody>"
        for title, rows in sheet.groups
    )
    return (
        '<div class="atlas-scroll" role="region" aria-label="The table" tabindex="0">'
        f'<table class="atlas{" atlas-dense" if width <= DENSE else ""}">'
        "<caption>Arrows by readings. Choose a mark.</caption>"
        f"<thead>{_head(sheet)}</thead>{body}</table></div>"
    )


def _head(sheet: Sheet) -> str:
    lines = []
    for depth, axis in enumerate(COLUMNS, 1):
        cells = "".join(
            f'<th scope="{"col" if depth == len(COLUMNS) else "colgroup"}" colspan="{sum(1 for _ in same)}"'
            f' class="{_edge(prefix, sheet)}"'
            f"{_aloud(axis, prefix[-1])}>{escape(HEADS[axis][prefix[-1]])}</th>"
            for prefix, same in groupby(sheet.columns, key=lambda column: column[:depth])
        )
        lines.append(f'<tr><th scope="row">{escape(ASKS[axis])}</th>{cells}</tr>')
    return "".join(lines)


def _aloud(axis: str, value: str) -> str:
    return f' aria-label="{escape(f"{ASKS[axis]} {CHOICES[axis][value]}")}"' if axis == "trivial" else ""


def _edge(column: tuple[str, ...], sheet: Sheet) -> str:
    """Return the classes that draw the lines between groups of columns: strong at the outer axes."""
    before = None
    for other in sheet.columns:
        if other[: len(column)] == column:
            break
        before = other
    if before is None:
        return "atlas-edge-0"
    same = next((k for k in range(len(column)) if before[k] != column[k]), len(column))
    return f"atlas-edge-{same}"


def _summaries(sheet: Sheet, title: str) -> str:
    """Return the rows that say how many of a diagram's arrows are theorems."""
    arrows = {GROUPS[0][0]: MAIN_ARROWS, GROUPS[1][0]: ROBUSTNESS_ARROWS}.get(title, ())
    rows = [row for row in sheet.rows if row.arrow in ("I2", "I4")]
    outer = "I2" if title == GROUPS[0][0] else "I4"
    if not arrows or not {"I1", "I2", "I3", "I4", "I5"} <= {row.arrow for row in sheet.rows}:
        return ""
    lines = []
    for data in (row.encountered for row in rows if row.arrow == outer):
        cells = []
        for column in sheet.columns:
            n = tally(sheet, arrows, dict(zip(COLUMNS, column, strict=True)) | {"encountered": data})
            whole = n == len(arrows)
            words = "not in the atlas" if n is None else f"{n} of {len(arrows)} arrows are theorems"
            mark = "★" if whole else "" if n is None else f"{n}"
            style = f"{_edge(column, sheet)} atlas-whole" if whole else _edge(column, sheet)
            cells.append(
                f'<td class="{style}" title="{words}"><span role="img" aria-label="{words}">{mark}</span></td>'
            )
        head = f'all <span class="atlas-what">of {", ".join(arrows)}</span> {_of_data(data)}'
        lines.append(f'<tr class="atlas-sum"><th scope="row">{head}</th>{"".join(cells)}</tr>')
    return "".join(lines)


def _row(sheet: Sheet, row: Row, picked: str) -> str:
    head = (
        f'<th scope="row"><b>{row.arrow}</b> <small class="atlas-what">{escape(SHORT[row.arrow])}</small> '
        f"{_of_data(row.encountered)}</th>"
    )
    seen: set[str] = set()
    return f"<tr>{head}{''.join(_cell(sheet, row, column, picked, seen) for column in sheet.columns)}</tr>"


def _of_data(encountered: str) -> str:
    return f'<small>({DATA[encountered]}<span class="atlas-what"> data</span>)</small>' if encountered else ""


def _cell(sheet: Sheet, row: Row, column: tuple[str, ...], picked: str, seen: set[str]) -> str:
    found, edge = sheet.entry(row, column), _edge(column, sheet)
    if found is None:
        return f'<td class="{edge}"></td>'
    reading = dict(zip(COLUMNS, column, strict=True)) | {"encountered": row.encountered}
    name = code(row.arrow, reading, sheet.besides)
    shown, known = mark(found, sheet.among)
    again, here = name in seen, name == picked
    seen.add(name)
    edge += " atlas-whole" * whole(sheet, row, column)
    if again:
        return f'<td class="{edge} atlas-again" title="as on the left">({shown})</td>'
    words = escape(f"{row.arrow}, {read_so(found)}: {known}")
    current = ' aria-current="true"' if here else ""
    return (
        f'<td class="{edge}"><a id="atlas-{name}" href="?atlas.picked={name}#live-atlas" {sets("picked", name)}'
        f' aria-label="{words}"{current}>{shown}</a></td>'
    )


def whole(sheet: Sheet, row: Row, column: tuple[str, ...]) -> bool:
    """Return whether a cell is part of a diagram all of whose arrows are theorems under the same reading."""
    arrows = next((names for names in (MAIN_ARROWS, ROBUSTNESS_ARROWS) if row.arrow in names), ())
    data = [row.encountered] if row.encountered else sorted({r.encountered for r in sheet.rows if r.encountered})
    chosen = dict(zip(COLUMNS, column, strict=True))
    return bool(arrows) and any(tally(sheet, arrows, chosen | {"encountered": d}) == len(arrows) for d in data)


def panel(found: Entry | None) -> str:
    """Return what is known of the cell that is picked."""
    if found is None:
        return "<p>Choose a mark to see its proof or its counterexample here.</p>"
    return (
        f"<h4>{escape(found.arrow)}</h4><p><small>{escape(read_so(found))}</small></p>{details(found)}"
        f'<p><a href="{escape(explorer_address(found))}">The same in the arrow explorer</a>.</p>'
    )


# Without a picture ------------------------------------------------------------------------------------


def listing(found: Sequence[Entry]) -> str:
    """Return cells as a plain table with links, which needs no Python in the page."""
    rows = "".join(
        f'<tr><th scope="row"><a href="{escape(explorer_address(each))}">{escape(each.arrow)}</a></th>'
        f"<td>{escape(read_so(each))}</td><td>{GLYPHS[kind(each)]} {escape(MARKS[kind(each)])}</td>"
        f"<td>{_opens(each)}</td></tr>"
        for each in found
    )
    head = "".join(f'<th scope="col">{words}</th>' for words in ("arrow", "reading", "known", "opens"))
    return (
        '<div class="atlas-scroll" role="region" aria-label="Every cell" tabindex="0"><table class="toy-verdicts">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _opens(found: Entry) -> str:
    if found.status == "theorem":
        return proof_link(found)
    return editor_link(found, found.case()) if found.status == "counterexample" else ""


def sizes_in_words(found: Sequence[Entry]) -> Iterator[str]:
    """Yield how many cells have a smallest counterexample of each size, in words."""
    for size, n in sorted(Counter(each.size for each in found if each.size is not None).items()):
        yield f"{n} of {sized(*size)}"
