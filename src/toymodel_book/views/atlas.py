"""The atlas of readings is one picture: arrows by readings, each cell a theorem or a counterexample to open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from toymodel.alignment.reading import axis, values
from toymodel_atlas.settled import Entry
from toymodel_atlas.status import counts, name_of

from ..controls import Select, Text
from ..live import sentence, view
from . import ladder
from .atlas_sheet import COLUMNS, MARKS, Sheet, kind, laid_out, named, valid
from .atlas_table import GLYPHS, LEGEND, drawn
from .cell_details import AGAIN, details, proof_link
from .cells import ASKS, CHOICES, PHRASES, editor_link, explanation, explorer_address, read_so, sized

__all__ = ["atlas"]

SHOWN = {
    "counted": "counted by the census",
    "more": "also: observed in both, in beliefs; a rule that selects; data of both",
    "tolerant": "a tolerant base judge",
    "replans": "an agent that plans anew",
    "W5": "“performs well” by its own beliefs",
}
"""Which cells are shown."""


def _filter(name: str) -> Select:
    options = [("", "all"), *((value, CHOICES[name][value]) for value in values(axis(name)))]
    return Select(ASKS[name], tuple(options), "", panel="only those with")


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
    again=AGAIN,
)
def atlas(shown: str, among: str, picked: str, again: str, **choices: str) -> str:
    """Draw the table, with what is known of the cell that is picked."""
    chosen = {axis: value for axis, value in choices.items() if value}
    found = named(picked) if picked else None
    sheet = laid_out(shown, tuple(chosen.items()), among)
    return (
        sentence(said(sheet, found))
        + ladder.staircase(among)
        + drawn(sheet, picked)
        + LEGEND
        + known(sheet)
        + f'<div id="atlas-details" tabindex="-1">{panel(found, again)}</div>'
    )


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


def known(sheet: Sheet) -> str:
    """Say how the theorems that are shown are known."""
    found = counts(("sa pairs", name_of(each)) for each in sheet.entries if each.status == "theorem")
    said = ", ".join(f"{many} by {WAYS[how]}" for how, many in found.items())
    return f"<p><small>Of the theorems shown are known: {said}.</small></p>" if found else ""


WAYS = {
    "kernel": "a proof assistant’s kernel",
    "certificate": "a certificate, which can be checked again here",
    "z3": "z3 alone",
}


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


def panel(found: Entry | None, asked: str = "") -> str:
    """Return what is known of the cell that is picked."""
    if found is None:
        return "<p>Choose a mark to see its proof or its counterexample here.</p>"
    return (
        f"<h4>{escape(found.arrow)}</h4><p><small>{escape(read_so(found))}</small></p>{details(found, asked)}"
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
