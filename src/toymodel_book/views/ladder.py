"""What objectives may be about, as a ladder: from what is done in a state down to a list of any candidates.

The fewer objectives there are, the fewer cells of the atlas are theorems, and none becomes one: so a cell
is drawn as a disc that is filled as far down the ladder as it holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import NamedTuple

from toymodel.worlds import listed
from toymodel_atlas.conclusions import counted
from toymodel_atlas.settled import Entry, entry

from ..actions import sets
from ..drawing.svg import NO, NO_LINE, NONE_LINE, YES, YES_LINE, element


class Class(NamedTuple):
    """A class of objectives, with the judges that go with it: what it is called, and how the atlas names it."""

    sign: str
    judged: str
    words: str
    among: str
    judge: str


CLASSES: dict[str, Class] = {
    "sa": Class("R(s,a)", "", "about what is done where", "sa", "pairs"),
    "ss": Class("R(s,s′)", "rooms", "about steps from place to place, rooms judged", "ss", "rooms"),
    "rooms": Class("R(s)", "rooms", "about places, rooms judged", "s", "rooms"),
    "s": Class("R(s)", "", "about places", "s", "pairs"),
    "list": Class(
        "any list", "", "any list with zero, the base objective and the mesa-objective", "candidates", "pairs"
    ),
}
"""From the most objectives to the fewest."""


@lru_cache
def statuses() -> dict[int, tuple[str, ...]]:
    """Return, for each counted cell, what it is over each class: "theorem", "counterexample" or "open"."""
    return {
        id(each): tuple(entry(each.arrow, each.reading, among=c.among, judge=c.judge).status for c in CLASSES.values())
        for each in counted()
    }


def stands(found: Entry) -> tuple[bool, ...] | None:
    """Return in which classes a cell is a theorem, or None if it was not counted."""
    known = statuses().get(id(found))
    return None if known is None else tuple(each == "theorem" for each in known)


def holds(found: Entry, among: str) -> bool:
    """Return whether a counted cell is a theorem over a class."""
    return statuses()[id(found)][list(CLASSES).index(among)] == "theorem"


def reaches(flags: Sequence[bool]) -> str:
    """Say over which classes a cell is a theorem."""
    names = [f"{each.sign}{f' with {each.judged}' if each.judged else ''}" for each in CLASSES.values()]
    return f"over {listed([name for name, flag in zip(names, flags, strict=True) if flag])}"


# The staircase ----------------------------------------------------------------------------------------


def staircase(among: str) -> str:
    """Return a button for each class, as high as it has theorems; the pressed one lets go when it is pressed again."""
    columns = list(zip(*statuses().values(), strict=True))
    most = max(column.count("theorem") for column in columns)
    steps = []
    for (key, each), column in zip(CLASSES.items(), columns, strict=True):
        n, more = column.count("theorem"), column.count("open")
        on = key == among
        shown = f"{n}–{n + more}" if more else f"{n}"
        said = f"{shown} {each.sign} {each.judged}: theorems with objectives {each.words}"
        judged = f" <small>{escape(each.judged)}</small>" if each.judged else ""
        steps.append(
            f'<button type="button" id="atlas-among-{key}" class="atlas-step" {sets("among", "" if on else key)} '
            f'aria-pressed="{str(on).lower()}" aria-label="{escape(said)}{f", {more} open" if more else ""}">'
            f'<i style="height:{100 * n / most:.0f}%"><b>{shown}</b></i> '
            f"<span>{escape(each.sign)}{judged}</span></button>"
        )
    return f'<div class="atlas-steps" role="group" aria-label="What objectives may be about">{"".join(steps)}</div>'


def change(among: str) -> str:
    """Say how many cells are theorems over a class, and how many are lost."""
    place = list(CLASSES).index(among)
    over = Counter((each[0], each[place]) for each in statuses().values())
    now = sum(n for (_, here), n in over.items() if here == "theorem")
    said = f"With objectives {CLASSES[among].words}, {now} of {len(statuses())} cells are theorems."
    if among == "sa":
        return said
    lost, unsettled = over["theorem", "counterexample"], over["theorem", "open"]
    gained = now - over["theorem", "theorem"]
    parts = [f"{lost} of those over all R(s,a) are lost (✗)"]
    parts += [f"{unsettled} open"] * bool(unsettled)
    parts.append(f"{gained or 'none'} gained")
    return f"{said} {_capital(listed(parts))}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# The marks --------------------------------------------------------------------------------------------

RADIUS, MIDDLE = 8.0, 11.0


def disc(flags: Sequence[bool], hollow: bool) -> str:
    """Return a disc that is filled from below in as many bands as there are classes in which a cell holds."""
    height, k, bands = 2 * RADIUS / len(flags), 0, ""
    for flag, same in groupby(flags):
        n = len(list(same))
        bottom = MIDDLE + RADIUS - k * height
        if flag:
            bands += element("path", d=_band(bottom - n * height, bottom), fill=YES if hollow else YES_LINE)
        k += n
    line: dict[str, object] = {"stroke": YES_LINE, "stroke_width": 3 if hollow else 1.5}
    if not hollow and not all(flags):  # no ring, but where a full disc would end
        line = {"stroke": NONE_LINE, "stroke_width": 1, "stroke_dasharray": "1.5 2.5"}
    return bands + element("circle", cx=MIDDLE, cy=MIDDLE, r=RADIUS, fill="none", **line)


def _band(top: float, bottom: float) -> str:
    """The part of the disc between two heights."""
    upper, lower = ((RADIUS**2 - (y - MIDDLE) ** 2) ** 0.5 if abs(y - MIDDLE) < RADIUS else 0.0 for y in (top, bottom))
    r = f"A{RADIUS:.0f} {RADIUS:.0f} 0 0 "
    return (
        f"M{MIDDLE - lower:.1f} {bottom:.1f}{r}1 {MIDDLE - upper:.1f} {top:.1f}"
        f"H{MIDDLE + upper:.1f}{r}1 {MIDDLE + lower:.1f} {bottom:.1f}Z"
    )


LOST = element(
    "circle", cx=MIDDLE, cy=MIDDLE, r=RADIUS, fill=NO, stroke=NO_LINE, stroke_width=1.5, stroke_dasharray="3 2"
) + element("path", d="M7.5 7.5 14.5 14.5M14.5 7.5 7.5 14.5", stroke=NO_LINE, stroke_width=2.5)
"""A cell that is a theorem over R(s,a), and not over the class that is chosen."""
