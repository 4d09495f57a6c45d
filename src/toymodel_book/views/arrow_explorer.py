"""The arrow explorer has, for an arrow and a reading, the parts of its proof, or a smallest counterexample drawn."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from toymodel.alignment import Reading
from toymodel.alignment.reading import axis, values
from toymodel.worlds import listed
from toymodel_atlas.cells import EXTRAS, MENTIONS
from toymodel_atlas.settled import Entry, entry

from ..actions import sets
from ..controls import Select
from ..live import sentence, view
from .cell_details import AGAIN, details
from .cells import ASKS, BESIDES, CHOICES, SHORT, explanation

__all__ = ["arrow_explorer"]

NAMES = {name: f"{name}: {words}" for name, words in SHORT.items()}


def _axis(name: str) -> Select:
    options = tuple((value, CHOICES[name][value]) for value in values(axis(name)))
    return Select(ASKS[name], options, getattr(Reading(), name), panel="the reading")


@view(
    "One arrow, one reading",
    arrow=Select("arrow", tuple(NAMES.items()), "I3"),
    **{name: _axis(name) for name in ASKS},
    besides=Select("besides", tuple((key, words) for key, (words, _) in BESIDES.items()), "", panel="the reading"),
    again=AGAIN,
)
def arrow_explorer(arrow: str, besides: str, again: str, **choices: str) -> str:
    """Draw what is known of an arrow under a reading."""
    found = settled(arrow, besides, choices)
    if found is None:
        return sentence(f"{arrow}: the atlas has no such reading.") + missing(besides)
    return sentence(f"{explanation(found)}{silent(arrow)}") + details(found, again)


def silent(arrow: str) -> str:
    """Say which choices make no difference to an arrow, which does not speak of them."""
    names = [ASKS[axis] for axis in ASKS if axis not in MENTIONS[arrow]]
    return f" It does not speak of {listed(names)}." if names else ""


def settled(arrow: str, besides: str, choices: Mapping[str, str]) -> Entry | None:
    """Return the atlas's cell, or None if it has none."""
    if besides not in offered(arrow):
        besides = ""
    axes = {axis: choices[axis] for axis in MENTIONS[arrow]} | BESIDES[besides][1]
    try:
        return entry(arrow, Reading(**axes))
    except KeyError:
        return None


def offered(arrow: str) -> tuple[str, ...]:
    """Return the departures that the atlas has for an arrow."""
    known = [extra for extra, arrows in EXTRAS if arrow in arrows]
    return tuple(key for key, (_, axes) in BESIDES.items() if not axes or axes in known)


def missing(besides: str) -> str:
    """Say why the atlas lacks a cell, and offer the way back."""
    if not besides:
        return ""
    return (
        f"<p>With “{escape(BESIDES[besides][0])}” it has the readings that the census counts (behaviour observed in "
        "training or in deployment, every objective or some one, data of training or of deployment), "
        "and some that depart from these once more. "
        f'<button type="button" id="explorer-plain" {sets("besides", "")}>Nothing besides</button></p>'
    )
