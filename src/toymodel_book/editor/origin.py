"""Where the world on the desk came from, and what it was when it came: said truly, and kept for starting over."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from toymodel.files.cases import write_case
from toymodel.zoo import CASES

from .editing import opened

OTHER = "other"
"""What the list of cases says where the world is none of them."""
CHANGED = ", changed"
NEW = {
    "name": "new world",
    "world": {
        "states": ["here", "there"],
        "actions": ["go", "wait"],
        "discount": "9/10",
        "training": {"initial": "here", "transition": {"here": {"go": "there", "wait": "here"}, "there": "there"}},
        "deployment": {"initial": "here", "transition": {"here": {"go": "there", "wait": "here"}, "there": "there"}},
    },
    "candidates": [{"name": "being there", "pays": {"there": 1}}, {"name": "zero", "pays": {}}],
    "agents": [{"name": "the walker", "pursues": "being there"}],
    "base": "being there",
    "human": "being there",
    "judge": {"name": "the human", "bad": []},
}
"""What a world of one's own begins with."""


@dataclass(frozen=True)
class Given:
    """A world that came to the desk, and what has become of it.

    Attributes
    ----------
    case : str
        The case of the cast that it came as, or `OTHER`.
    text : str
        Its file now.
    first : str
        Its file as it came.
    origin : str
        Where another world came from, in words: "exercise 1.3".
    """

    case: str
    text: str
    first: str
    origin: str = ""

    @property
    def changed(self) -> bool:
        """Return whether it is not what it was."""
        return self.text != self.first

    @property
    def named(self) -> str:
        """Return where it came from as the page's address has it."""
        return self.origin + CHANGED * (self.changed and not self.origin.endswith(CHANGED)) if self.origin else ""

    def said(self) -> str:
        """Say where it came from, and whether it has been changed.

        Examples
        --------
        >>> Given("tie", "a", "b").said()
        'The case “tie” of the cast, changed'
        >>> Given(OTHER, "a", "a", "exercise 1.3").said()
        'From exercise 1.3'
        """
        if self.case == OTHER:
            return f"From {self.named}" if self.origin else "A new world" + CHANGED * self.changed
        return f"The case “{self.case.replace('-', ' ')}” of the cast" + CHANGED * self.changed

    def kept(self) -> str:
        """Return all of this as text."""
        return json.dumps([self.case, self.text, self.first, self.origin], ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> Given | None:
        """Return what was kept as text; nothing if it is no such text."""
        try:
            parts = json.loads(text)
        except (ValueError, RecursionError):
            return None
        fits = isinstance(parts, list) and len(parts) == 4 and all(isinstance(part, str) for part in parts)
        return cls(*parts) if fits and (parts[0] in CASES or parts[0] == OTHER) else None

    @classmethod
    def case_of(cls, name: str) -> Given:
        """Return a case of the cast, or a new world, as it is."""
        return cls(name, original(name), original(name))

    def now(self, text: str) -> Given:
        """Return this world after a change."""
        return replace(self, text=text)


def arrived(case: str, world: str, origin: str) -> Given:
    """Return what an address asks for: a case, a case that was changed, or a world by itself.

    Raises
    ------
    ValueError
        If it asks for a world that there is not.
    """
    if not world:
        return Given.case_of(case)
    text = write_case(opened(world))
    if case != OTHER and not origin and opened(text).name == opened(original(case)).name:
        return Given(case, text, original(case))
    return Given(OTHER, text, text, origin or "a link")


@lru_cache(maxsize=64)
def original(name: str) -> str:
    """Return the text of a zoo case's file: as kept here, if making the case needs what no page has."""
    if name == OTHER:
        return write_case(opened(json.dumps(NEW)))
    kept = files(__package__) / "cases" / f"{name}.json"
    return kept.read_text("utf-8") if kept.is_file() else write_case(CASES[name]())
