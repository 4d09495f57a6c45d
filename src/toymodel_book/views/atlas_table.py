"""The table of the atlas is HTML: each cell has a mark, which is a link."""

from __future__ import annotations

from html import escape
from itertools import groupby

from toymodel_atlas.conclusions import MAIN_ARROWS, ROBUSTNESS_ARROWS
from toymodel_atlas.settled import Entry

from ..actions import sets
from ..drawing.svg import NO, NO_LINE, YES_LINE, element
from . import ladder
from .atlas_sheet import COLUMNS, GROUPS, MARKS, Row, Sheet, code, kind, tally
from .cells import ASKS, CHOICES, SHORT, read_so

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
    + "</ul><p><small>A degenerate theorem has a thick ring. ★: every arrow of the diagram is a theorem; else how many "
    "of its arrows are. tr.: training; "
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
