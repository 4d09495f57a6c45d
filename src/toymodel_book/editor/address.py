"""A link to the world editor has a world, a reading and an agent; it opens beside the page that one reads."""

from __future__ import annotations

import json
from html import escape
from urllib.parse import quote, urlencode

from toymodel.alignment import AXES, Case, Reading
from toymodel.files.cases import write_case
from toymodel.worlds import exact, show

from .origin import OTHER

__all__ = ["address", "link"]

PAGE, BESIDE = "world_editor.html", "world-editor"
"""The page, and the name of the tab in which it opens."""


def address(
    case: Case | str,
    reading: Reading | str = "",
    *,
    which: str = "main",
    agent: str = "",
    origin: str = "",
    answer: str = "",
) -> str:
    """Return the address of the world editor.

    Parameters
    ----------
    case : Case or str
        The name of one of the cast, or any case.
    reading : Reading or str
        A reading, or the name of one of `READINGS`.
    which : "main" or "robustness"
        Which diagram is shown.
    agent : str
        Who is spoken of, by default the first one.
    origin : str
        Where a case that is none of the cast comes from, in words: "exercise 1.3".
    answer : str
        The number of an exercise which the world is an answer to.

    Examples
    --------
    >>> address("tie", "cautious")
    'world_editor.html?editor.case=tie&editor.reading=cautious#live-editor'
    """
    given = {"case": case} if isinstance(case, str) else {"case": OTHER, "world": _file(case), "origin": origin}
    given |= {"reading": reading} if isinstance(reading, str) else _chosen(reading)
    given |= {"which": which if which != "main" else "", "agent": agent}
    named = {f"editor.{key}": value for key, value in given.items() if value} | ({"answer": answer} if answer else {})
    return f"{PAGE}?{urlencode(named, quote_via=quote)}#live-editor"


def link(words: str, where: str) -> str:
    """Return a link to an address of the world editor, as HTML.

    Examples
    --------
    >>> link("the robot & the cat", "world_editor.html")
    '<a href="world_editor.html" target="world-editor">the robot &amp; the cat</a>'
    """
    return f'<a href="{escape(where)}" target="{BESIDE}">{escape(words)}</a>'


def _file(case: Case) -> str:
    return json.dumps(json.loads(write_case(case)), separators=(",", ":"), ensure_ascii=False)


def _chosen(reading: Reading) -> dict[str, str]:
    """Return what differs from the cautious reading."""
    usual = Reading()
    given = {axis.name: value for axis in AXES if (value := getattr(reading, axis.name)) != getattr(usual, axis.name)}
    numbers = {key: getattr(reading, key) for key in ("epsilon", "tolerance", "grade")}
    given |= {key: show(exact(value)) for key, value in numbers.items() if value != getattr(usual, key)}
    return {"reading": "cautious", **given, "selected_by": reading.selected_by or ""}
