"""Text for a terminal is wrapped to its width, and nothing in it can command the terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence
from itertools import accumulate

NARROWEST, WIDEST = 40, 110
MOST = 12
"""How many entries of a list are shown at most."""
ROOM = 300
"""How many characters of a list are shown at most, beyond its first entry."""


def width() -> int:
    """Return the terminal's width in columns, within reason; 80 where there is no terminal."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)


def plain(text: str) -> str:
    """Return a text on one line, with whatever a terminal might obey written out.

    Examples
    --------
    >>> plain("a" + chr(27) + "[2Jb" + chr(0x202E))
    'a\\\\x1b[2Jb\\\\u202e'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def paragraph(text: str, indent: int = 0, hanging: int | None = None, columns: int | None = None) -> list[str]:
    """Return the lines of a wrapped text, the first indented by ``indent`` and the others by ``hanging``."""
    rest = " " * (indent if hanging is None else hanging)
    return textwrap.wrap(
        plain(text), columns or width(), initial_indent=" " * indent, subsequent_indent=rest, break_on_hyphens=False
    ) or [""]


def entry(label: str, text: str, at: int, indent: int = 0) -> list[str]:
    """Return a label and, from column ``at`` on, a wrapped text; a long label gets a line of its own."""
    lead = plain(" " * indent + label)
    if len(lead) + 2 > at:
        return [*paragraph(label, indent), *paragraph(text, at)]
    lines = paragraph(text, at)
    return [lead + lines[0][len(lead) :], *lines[1:]]


def cells(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return a row of a table, each cell wrapped to its column."""
    wrapped = [paragraph(text, columns=size) for text, size in zip(row, widths, strict=True)]
    height = max(map(len, wrapped))
    columns = [lines + [""] * (height - len(lines)) for lines in wrapped]
    return [
        " ".join(part.ljust(size) for part, size in zip(line, widths, strict=True)).rstrip()
        for line in zip(*columns, strict=True)
    ]


def some(
    parts: Iterable[str], between: str = ", ", most: int = MOST, nothing: str = "nothing", room: int = ROOM
) -> str:
    """Return the beginning of a list, and how many more entries it has.

    Examples
    --------
    >>> some(["a", "b", "c"], most=2)
    'a, b … (1 more)'
    """
    listing = list(parts)
    lengths = accumulate(len(part) + len(between) for part in listing)
    shown = max(1, min(most, sum(length <= room for length in lengths)))
    more = f" … ({len(listing) - shown} more)" if len(listing) > shown else ""
    return (between.join(listing[:shown]) + more) or nothing
