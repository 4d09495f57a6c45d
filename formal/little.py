"""The false cells that are refuted: their statements in a world of one state and two actions (formal/little.v)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from toymodel_atlas.cells import TOLERANCE
from toymodel_atlas.concrete import Found, Payments
from toymodel_atlas.gallina import opened, plain
from toymodel_atlas.settled import Entry, entries, entries_twice

WHY = {
    "selected": "a rule that selects would have to be given",
    "large": "its smallest counterexample has more than one state and two actions",
}
"""Why a false cell is not refuted."""


def false_cells() -> Iterator[tuple[Entry, str]]:
    """Yield the false cells over R(s,a), each with the reason why it is not refuted, or "" if it is."""
    for entry in (*entries(), *entries_twice()):
        if entry.status == "counterexample":
            why = "selected" if entry.reading["objectives"] == "selected" else "large" if entry.size != (1, 2) else ""
            yield entry, WHY.get(why, "")


def refutation(entry: Entry, name: str, about: str) -> str:
    """Return the theorem that a cell is false, in the world of the atlas's counterexample."""
    found, cell = entry.found, entry.cell
    assert found is not None
    world = f"{acting(found)[0]} {judge(found)} {TOLERANCE if cell.reading.base_judge == 'tolerant' else 0}"
    terms = {"agent": f"(agent {world} {acting(found)[1]})", "base": pay(found.base)}
    terms |= {"mesa": pay(found.mesa)} if found.mesa else {}
    names = opened(*map(plain, cell.premises), plain(cell.conclusion, False))
    args = " ".join(terms[each] for each in names)
    return f"Theorem {name} : ~ {about} (little_world {world}) {args}.\nProof. unfold {about}; refute. Qed.\n"


def acting(found: Found) -> tuple[str, str]:
    """Return whose choices these are, one policy's or two, and what is chosen."""
    one, *_ = map(truth, found.choices)
    if found.deployed is None:
        return "choosing_one", one
    return "choosing_two", f"({one}, {truth(found.deployed[0])})"


def judge(found: Found) -> str:
    """Return which of the two actions are called bad."""
    return f"(calls {truth(found.judge & 1)} {truth(found.judge >> 1 & 1)})"


def pay(payments: Payments) -> str:
    """Return an objective that pays this for the two actions."""
    return f"(pay {' '.join(map(number, payments))})"


def truth(given: int) -> str:
    """Return a truth value, or the action of that number."""
    return "true" if given else "false"


def number(given: int | Fraction) -> str:
    """Return a rational number."""
    x = Fraction(given)
    said = f"{abs(x.numerator)}%:R" if x.denominator == 1 else f"{abs(x.numerator)}%:R / {x.denominator}%:R"
    return f"({'- ' if x < 0 else ''}{said})"
