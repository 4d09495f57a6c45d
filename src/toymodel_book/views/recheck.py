"""Every theorem of the atlas can be checked again on the page of proofs, its proof told line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape
from itertools import product

from toymodel.alignment import ARROWS, Reading
from toymodel_atlas.cells import COUNTED
from toymodel_atlas.certificates import certificate
from toymodel_atlas.checker import Statement
from toymodel_atlas.one_mind import NEEDED
from toymodel_atlas.query import possible
from toymodel_atlas.settled import Entry, entries, entries_twice, entry
from toymodel_atlas.statements import name_of_law, of_cell, of_class, of_law, of_one_mind
from toymodel_atlas.status import name_of
from toymodel_atlas.theorems import RESULTS, covering

from ..actions import changes
from ..controls import Select
from ..live import sentence, view
from .cell_details import AGAIN
from .cells import PHRASES, read_so
from .certificate import SPOILED, again

__all__ = ["recheck"]

BADGES = {
    "stochastic": "theorems that hold of agents that mix",
    "candidates": "theorems that hold over a case's candidates",
    "degenerate": "theorems that hold of whoever plays instead",
}
CLASSES = {
    "s pairs": "over all R(s)",
    "s rooms": "over all R(s), judges on rooms",
    "ss pairs": "over all R(s,s′)",
    "ss rooms": "over all R(s,s′), judges on rooms",
    "sa rooms": "over all R(s,a), judges on rooms",
}
CAUTIOUS = {name_of(entry(arrow, {})) for arrow in ARROWS}
"""The cells of the reading that the book starts with: a group is opened at one of these, if it has one."""
LAWS, ONE_MIND, UNWRITTEN = "laws", "one mind", "unwritten"


@dataclass(frozen=True)
class Theorem:
    """A theorem has its table and name, is called something, and has a statement."""

    table: str
    name: str
    words: str
    make: Callable[[], Statement]

    @property
    def key(self) -> str:
        """Return what the control says of it."""
        return f"{self.table}: {self.name}"


def _options() -> tuple[tuple[str, str], ...]:
    covered = {covering(each.arrow, each.cell.reading) for each in _plain()}
    written = ((each.label, each.title) for each in RESULTS if each.label in covered)
    more = {UNWRITTEN: "theorems that are not written out here", **BADGES, **CLASSES}
    return (*written, *more.items(), (ONE_MIND, "one mind"), (LAWS, "laws of the seven words"))


@lru_cache
def _plain() -> tuple[Entry, ...]:
    return tuple(each for each in (*entries(), *entries_twice()) if each.status == "theorem")


@lru_cache
def theorems(which: str) -> tuple[Theorem, ...]:
    """Return the theorems of a group that have a certificate."""
    return tuple(each for each in _theorems(which) if certificate(each.table, each.name) is not None)


def _theorems(which: str) -> Iterator[Theorem]:
    if which in BADGES:
        yield from (_cell(which, each, partial(of_cell, each.cell, which)) for each in _plain() if getattr(each, which))
    elif which in CLASSES:
        known = (each for each in entries(*which.split()) if each.status == "theorem")
        yield from (_cell(which, each, partial(of_class, each)) for each in known)
    elif which == ONE_MIND:
        for arrow, objectives in NEEDED:
            words = f"{arrow}; {PHRASES['objectives'][objectives]}"
            yield Theorem("one mind", f"{arrow} {objectives}", words, partial(of_one_mind, arrow, objectives))
    elif which == LAWS:
        yield from _laws()
    else:
        label = None if which == UNWRITTEN else which
        known = (each for each in _plain() if covering(each.arrow, each.cell.reading) == label)
        yield from (_cell("sa pairs", each, partial(of_cell, each.cell)) for each in known)


def _cell(table: str, found: Entry, make: Callable[[], Statement]) -> Theorem:
    return Theorem(table, name_of(found), f"{found.arrow}; {read_so(found)}", make)


def _laws() -> Iterator[Theorem]:
    for choice in product(*COUNTED.values()):
        chosen = dict(zip(COUNTED, choice, strict=True))
        reading, said = Reading(**chosen), "; ".join(PHRASES[axis][value] for axis, value in chosen.items())
        for law in possible(chosen).laws:
            yield Theorem(LAWS, name_of_law(law, reading), f"{law}; {said}", partial(of_law, law, reading))


@view("Check a theorem again", which=Select("theorems", _options(), "thm-i3"), again=AGAIN)
def recheck(which: str, **given: str) -> str:
    """Tell the proof of a theorem line by line, and check it again when that is asked for."""
    asked, listed = given["again"], theorems(which)
    if not listed:
        return sentence("None of these has a certificate.")
    chosen = (
        next((each for each in listed if asked in (each.key, each.key + SPOILED)), None)
        or next((each for each in listed if each.name in CAUTIOUS), None)
        or listed[0]
    )
    options = "".join(
        f'<option value="{escape(each.key)}"{" selected" if each is chosen else ""}>{escape(each.words)}</option>'
        for each in listed
    )
    choice = (
        f'<p><label>The theorem <select class="certificate-choice" {changes("again")}>{options}</select></label></p>'
    )
    many = f"{len(listed)} theorems, each with its certificate" if len(listed) > 1 else "One theorem"
    told = again(chosen.table, chosen.name, chosen.make, asked, folds=False)
    return sentence(f"{many}. {chosen.words}.") + choice + told
