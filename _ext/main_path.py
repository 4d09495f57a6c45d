"""The main path of a chapter: what is read, seen and done before the part for the thorough, and how long it takes.

Minutes are added up by a rule: words at 180 a minute, twenty seconds for each displayed formula, half a minute for a
still picture or a table, a minute and a half for a live view, a minute for a prediction, and for each exercise the
minutes that it states. Fresh readers who timed each chapter took up to a third longer or shorter (CHANGELOG.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from toymodel_book.characters import mentioned

THOROUGH = "## For the thorough"
GROUP = "## For the group"
WORDS_A_MINUTE = 180
"""Dense prose: English non-fiction is read at 238 words a minute (Brysbaert 2019)."""
SECONDS = {"formulas": 20, "pictures": 30, "views": 90, "predictions": 60}
FORMULA = re.compile(r"\$\$.*?\$\$", re.DOTALL)
TERM = re.compile(r"\{term\}`(?:[^`<]*<)?([^`>]+)>?`")
NOT_WORDS = re.compile(
    r"\$\$[\s\S]*?\$\$|\$[^$]*\$|^:::.*$|^`{3,}.*$|^:[a-z-]+:.*$|\]\([^)]*\)|\{[a-z:]+\}|^\|[-| :]+\|$", re.MULTILINE
)
HIDDEN = {"remove-cell", "hide-cell"}
LIVE = re.compile(r"views\.definition\(|^\w+\Z", re.MULTILINE)
"""A cell that shows a live view: that of a definition, or one called by its name in the last line."""


@dataclass(frozen=True)
class MainPath:
    """What there is on the main path of a chapter; `characters` are the cases that its prose names."""

    words: int
    sentences: int
    terms: tuple[str, ...]
    characters: tuple[str, ...]
    formulas: int
    pictures: int
    views: int
    predictions: int
    exercises: tuple[str, ...]

    def minutes(self, practice: dict[str, int]) -> int:
        """Return how long it takes; `practice` has the minutes of each exercise."""
        seconds = sum(each * getattr(self, name) for name, each in SECONDS.items())
        return round(self.words / WORDS_A_MINUTE + seconds / 60 + sum(practice[key] for key in self.exercises))


def cells(path: Path) -> Iterator[tuple[str, str, bool, bool]]:
    """Yield the cells of a notebook up to the part for the thorough: kind, source, whether a figure, whether folded."""
    for cell in json.loads(path.read_text())["cells"]:
        kind, source, about = cell["cell_type"], "".join(cell["source"]), cell["metadata"]
        tags = set(about.get("tags", ()))
        if kind == "markdown":
            before = re.split(rf"^(?:{THOROUGH}|{GROUP})\b", source, maxsplit=1, flags=re.MULTILINE)
            yield kind, before[0], False, False
            if len(before) > 1:
                return
        elif not HIDDEN & tags:
            yield kind, source, "figure" in about, "remove-input" in tags


def main_path(path: Path) -> MainPath:
    """Read a notebook."""
    prose, said, counts, asked = [], [], dict.fromkeys(SECONDS, 0), []
    for kind, source, figure, folded in cells(path):
        if kind == "markdown":
            prose.append(source)
            said.append(NOT_WORDS.sub(" ", source))
            counts["formulas"] += len(FORMULA.findall(source))
        elif keys := re.findall(r'views\.exercise\("([^"]+)"\)', source):
            asked += keys
        elif "views.prediction(" in source:
            counts["predictions"] += 1
        elif figure:
            counts["views" if LIVE.search(source) else "pictures"] += 1
        elif formulas := len(re.findall(r"Typeset\(|\bMath\(", source)):
            counts["formulas"] += formulas
        elif folded:
            counts["pictures"] += 1  # a table
        else:
            prose.append(source)
    text = NOT_WORDS.sub(" ", "\n".join(prose))
    return MainPath(
        words=len(re.findall(r"[A-Za-z0-9’'-]+", text)),
        sentences=len(re.findall(r"[.?!…:](?=[\s*”)]|$)", text)),
        terms=tuple(dict.fromkeys(term.strip() for term in TERM.findall("\n".join(prose)))),
        characters=mentioned("\n".join(said)),
        exercises=tuple(asked),
        **counts,
    )
