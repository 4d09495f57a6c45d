"""How each theorem is known, read off the data: its certificate, what a kernel has proved, and the page of proofs.

What a kernel has proved is in ``kernel.json``: ``results``, labels of the page of proofs, and ``claims``, names by
table (`toymodel_atlas.statements.claims`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from .certificates import certificate, known
from .results import Result
from .settled import Entry, entries, entries_twice
from .theorems import among_candidates, covering

STATUSES = {
    "kernel": "proved in a proof assistant's kernel, from the definitions of finite decision processes",
    "certificate": "follows from lemmas, by a certificate that is checked",
    "z3": "follows from lemmas, as z3 says",
    "by hand": "proved by hand",
    "random worlds": "tested on worlds drawn at random",
    "census": "counted on all small worlds",
    "a world": "computed in a world",
}
"""How a result may be known, the surest first."""
TRUST: Mapping[str, tuple[str, ...]] = {
    "kernel": (
        "the proof assistant's kernel",
        "the printer that writes formulas as its statements",
        "the definitions of decision processes there, where all actions can be taken everywhere and γ < 1",
    ),
    "certificate": (
        "the checker, one file",
        "the formulas of the definitions and of the lemmas",
        "the proofs of the lemmas, by hand",
    ),
    "z3": (
        "z3 and what asks it",
        "the formulas of the definitions and of the lemmas",
        "the proofs of the lemmas, by hand",
    ),
    "by hand": ("whoever has read the proof",),
    "random worlds": (
        "that what fails somewhere would have failed where it was tried",
        "the program that decides cases",
    ),
    "census": ("that what is false fails in a small world", "the program that counts"),
    "a world": ("the program that decides cases",),
}
"""What one has to trust, for each."""


@lru_cache
def kernel() -> Mapping[str, Any]:
    """Return what a kernel has proved."""
    data: Mapping[str, Any] = json.loads((files(__package__) / "kernel.json").read_text("utf-8"))
    return data


def ways_of_claim(table: str, name: str) -> tuple[str, ...]:
    """Return the ways in which a claim is known, the surest first: by "kernel", by "certificate", or else by "z3".

    Examples
    --------
    >>> ways_of_claim("sa pairs", "I3 deployment every included every")
    ('kernel', 'certificate')
    """
    ways = {"kernel": name in kernel()["claims"].get(table, ()), "certificate": certificate(table, name) is not None}
    return tuple(how for how, known in ways.items() if known) or ("z3",)


def of_result(each: Result) -> tuple[str, ...]:
    """Return the ways in which a result of the page of proofs is known, all that it says; the surest first."""
    ways = {check.how for check in each.checks}
    if "certificate" in ways:
        known = [ways_of_claim(*claim) for claim in claims_of(each.label)]
        ways = ways - {"certificate"} | (set.intersection(*map(set, known)) or {"z3"} if known else {"z3"})
    if each.label in kernel()["results"]:
        ways.add("kernel")
    if not ways - {"a world"}:
        ways.add("by hand")
    return tuple(how for how in (*STATUSES, *sorted(ways - STATUSES.keys())) if how in ways)


@lru_cache
def claims_of(label: str) -> tuple[tuple[str, str], ...]:
    """Return the claims that a result covers, each with its table.

    Examples
    --------
    >>> claims_of("thm-i3")[0]
    ('sa pairs', 'I3 training every included every')
    """
    return tuple(dict.fromkeys(_claims_of(label)))


def _claims_of(label: str) -> Iterator[tuple[str, str]]:
    for each in (*entries(), *entries_twice()):
        if each.status == "theorem" and covering(each.arrow, each.cell.reading) == label:
            yield "sa pairs", name_of(each)
        if label == "thm-candidates" and each.candidates and among_candidates(each.arrow, each.cell.reading):
            yield "candidates", name_of(each)
    if label == "thm-ladder":
        leveled = (each for among in ("s", "ss") for judge in ("pairs", "rooms") for each in entries(among, judge))
        yield from ((f"{each.among} {each.judge}", name_of(each)) for each in leveled if each.level is not None)
    if label == "thm-one-mind":
        yield from (("one mind", name) for name in known().get("one mind", ()))
    yield from (("steps", name) for name in known().get("steps", ()) if name.startswith(f"{label} |"))


def name_of(entry: Entry) -> str:
    """Return what a cell is called in the tables of claims: its arrow, and the choices that matter to it."""
    return " ".join((entry.arrow, *entry.cell.axes.values()))


def counts(claims: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return how many claims are known in each way; one may be known in several."""
    found = Counter(how for each in claims for how in ways_of_claim(*each))
    return {how: found[how] for how in STATUSES if how in found}
