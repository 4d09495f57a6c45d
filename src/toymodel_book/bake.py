"""A page holds some pictures of each view beforehand, so that the first touch is answered at once.

They are those of the first setting; of each control moved alone; and of every setting, or of every pair of
controls, where those are few. Python in the page draws the rest. What is held is exactly what the view
draws: texts in a pool, and each picture as splices of the first.

>>> from types import SimpleNamespace
>>> from .controls import Slider
>>> def render(number): return f"<p>Twice <b>{number}</b> is <b>{2 * int(number)}</b>.</p>"
>>> shown = SimpleNamespace(controls={"number": Slider("a number", ("1", "2"), "1")}, render=render)
>>> made = bake(shown)
>>> made.data["frames"]
[[], [3, 1, 1, 6, 3, 1, 1, 9]]
>>> made.frame({"number": "2"}) == {"html": render("2")}
True
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, product
from math import prod
from typing import Any, Protocol

from .controls import Control, Text

__all__ = ["BUDGET", "FEW", "Baked", "Page", "bake", "one_line", "settings"]

BUDGET = 60_000
"""Bytes, compressed, that the pictures held in one page may have; where they would have more, pairs go first."""
FEW = 150
"""Every setting, or every pair of controls, is held where there are at most so many."""

_CHUNK = re.compile(r"<[^>]*>?|[^<]+")


class Shown(Protocol):
    """What is baked has controls, and draws a picture of their values."""

    @property
    def controls(self) -> Mapping[str, Control]:
        """Return the controls by key."""

    def render(self, **values: str) -> str:
        """Draw the picture at these values."""


@dataclass(frozen=True)
class Baked:
    """What is baked of a view can be read as JSON by the page.

    Attributes
    ----------
    data : dict
        ``keys``: controls that can be chosen; ``scope``: "whole", "pairs" or "singles"; ``at``: of each setting
        held, the places of its values and the number of its frame; ``pool``: texts; ``first``: the first picture,
        as places in the pool; ``frames``: what to splice into it, flat: how many to keep, how many to leave out,
        how many to put there, and those; or an error, as text.
    values : tuple of tuple of str
        The values of the controls named in ``keys``.
    """

    data: dict[str, Any]
    values: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """Return the JSON, which no tag in it can end."""
        text = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return text.replace("</", "<\\/").replace("<!--", "<\\u0021--")

    @property
    def size(self) -> int:
        """Return how many bytes it has, compressed."""
        return len(gzip.compress(self.text.encode(), 6, mtime=0))

    def frame(self, values: Mapping[str, str]) -> dict[str, str] | None:
        """Return a picture or an error as the page reads it, or None where that setting is not held."""
        places = [one.index(values[key]) for key, one in zip(self.data["keys"], self.values, strict=True)]
        number = self.data["at"].get(",".join(map(str, places)))
        if number is None:
            return None
        splices, old, new = self.data["frames"][number], self.data["first"], []
        if isinstance(splices, str):
            return {"error": splices}
        at = place = 0
        while place < len(splices):
            keep, drop, count = splices[place : place + 3]
            new += old[at : at + keep] + splices[place + 3 : place + 3 + count]
            at, place = at + keep + drop, place + 3 + count
        return {"html": "".join(self.data["pool"][each] for each in new + old[at:])}


class Page:
    """A page has room for a number of bytes, which its views take in turn."""

    def __init__(self, room: int = BUDGET) -> None:
        self.room = room

    def bake(self, shown: Shown) -> Baked | None:
        """Bake a view into what room is left; return None where there is nothing to hold beside the first picture."""
        made = bake(shown)
        if made.size > self.room and made.data["scope"] != "singles":
            made = bake(shown, few=0)
        if made.size > self.room or len(made.data["at"]) == 1:
            return None
        self.room -= made.size
        return made


def settings(controls: Mapping[str, Control], few: int = FEW) -> tuple[str, list[dict[str, str]]]:
    """Return which settings to bake: "whole", "pairs" or "singles", and those, the first at the front.

    Parameters
    ----------
    controls
        The controls of the view. Those for free text stay as they start.
    few
        As many as are held of every setting, or of every pair; with 0, each control is moved alone.

    Examples
    --------
    >>> from .controls import Slider
    >>> three = {key: Slider(key, tuple("0123"), "0") for key in "abc"}
    >>> [(scope, len(found)) for scope, found in (settings(three, few) for few in (64, 63, 36))]
    [('whole', 64), ('pairs', 37), ('singles', 10)]
    """
    first = {key: control.value for key, control in controls.items()}
    chosen = {key: control.values for key, control in controls.items() if not isinstance(control, Text)}
    if prod(map(len, chosen.values())) <= few:
        return "whole", _varied(first, chosen, len(chosen))
    if len(found := _varied(first, chosen, 2)) <= few:
        return "pairs", found
    return "singles", _varied(first, chosen, 1)


def _varied(first: dict[str, str], chosen: Mapping[str, tuple[str, ...]], most: int) -> list[dict[str, str]]:
    """Return every setting that differs from the first in at most so many controls."""
    others = {key: [value for value in values if value != first[key]] for key, values in chosen.items()}
    return [
        first | dict(zip(keys, values, strict=True))
        for count in range(most + 1)
        for keys in combinations(others, count)
        for values in product(*(others[key] for key in keys))
    ]


def bake(shown: Shown, few: int = FEW) -> Baked:
    """Draw a view at the settings to be held, and keep the pictures small."""
    scope, held = settings(shown.controls, few)
    keys = [key for key, control in shown.controls.items() if not isinstance(control, Text)]
    values = tuple(control.values for control in shown.controls.values() if not isinstance(control, Text))
    pool: dict[str, int] = {}
    first = [pool.setdefault(chunk, len(pool)) for chunk in _CHUNK.findall(shown.render(**held[0]))]
    frames: dict[tuple[int, ...] | str, int] = {}
    at: dict[str, int] = {}
    for setting in held:
        try:
            chunks = _CHUNK.findall(shown.render(**setting))
        except ValueError as problem:
            frame: tuple[int, ...] | str = one_line(problem)
        else:
            frame = tuple(_splices(first, [pool.setdefault(chunk, len(pool)) for chunk in chunks]))
        places = (one.index(setting[key]) for key, one in zip(keys, values, strict=True))
        at[",".join(map(str, places))] = frames.setdefault(frame, len(frames))
    listed = [frame if isinstance(frame, str) else list(frame) for frame in frames]
    data = {"keys": keys, "scope": scope, "at": at, "pool": list(pool), "first": first, "frames": listed}
    return Baked(data, values)


def _splices(old: list[int], new: list[int]) -> Iterator[int]:
    """Yield what makes the new list of the old one, flat."""
    head = next((k for k, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - head
    tail = next((k for k in range(most) if old[-1 - k] != new[-1 - k]), most)
    inner, other = old[head : len(old) - tail], new[head : len(new) - tail]
    kept = head
    for kind, a, b, c, d in SequenceMatcher(None, inner, other, autojunk=False).get_opcodes():
        if kind == "equal":
            kept += b - a
        else:
            yield from (kept, b - a, d - c, *other[c:d])
            kept = 0


def one_line(problem: Exception) -> str:
    """Return what a reader is told of a problem: its words, and its kind where it is no refusal."""
    text = " ".join(str(problem).split())
    return text if isinstance(problem, ValueError) and text else f"{type(problem).__name__}: {text}"
