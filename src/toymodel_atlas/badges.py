"""Badges say whether a theorem survives agents that mix, or a list of candidates, and whether it is degenerate.

A badge is True if proved and False if refuted. Where neither has succeeded it is None, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from .cells import Cell
from .counterexample_search import Where, search
from .prover import derive

OPTIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "stochastic": ({"deterministic_agent": False}, {"stochastic": True}),
    "candidates": ({"candidates": True}, {"candidates": True}),
    "degenerate": ({"others": True}, {"others": True}),
}
"""What each badge asks the prover to derive, and what to search for. A hit refutes it."""
QUICK, LONG, FIRST = 3, 24, 2
"""Worlds of each size that are searched after the first attempts at a proof, and after all; how many are the first."""
Worlds: TypeAlias = Callable[[int | None], Iterator[Where]]
"""The worlds to search: so many of each size, or all."""


@dataclass(frozen=True)
class Badge:
    """A badge is a value, with the lemmas that prove it or the reason why it is not known."""

    value: bool | None
    lemmas: tuple[str, ...] = ()
    reason: str = ""


def badge(kind: str, cell: Cell, found: Sequence[str], worlds: Worlds, long: int | None = LONG) -> Badge:
    """Return a badge of a theorem.

    Parameters
    ----------
    kind : "stochastic", "candidates" or "degenerate"
    found : sequence of str
        The lemmas of the theorem's own proof.
    worlds : callable
        The worlds of each size that are searched, so many of each or all.
    long : int, optional
        How many of each size are searched where no proof is found.
    """
    proving, refuting = OPTIONS[kind]
    for k, only in enumerate(attempts(kind, cell, found)):
        if k == FIRST and search(cell, worlds(QUICK), **refuting) is not None:
            return Badge(False)
        proof = derive(cell, only=only, quick=True, **proving)
        if proof.holds:
            return Badge(True, proof.lemmas)
    if search(cell, worlds(long), **refuting) is not None:
        return Badge(False)
    much = "all worlds" if long is None else f"the first {long} worlds of each size"
    return Badge(None, (), f"no counterexample in {much} of up to four pairs; z3 did not derive it")


def attempts(kind: str, cell: Cell, found: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield sets of lemmas, the likely ones first."""
    observed, best = cell.reading.observed_in, cell.reading.encountered
    keeps = tuple(f"inside keeps optimal in {place}" for place in cell.places)
    optima = tuple(f"optimum in {place}" for place in cell.places)
    harm = ("unsafe inside in deployment", "inside keeps safe in deployment")
    agent = () if kind == "stochastic" else ("the agent is deterministic",)
    own = tuple(name for name in found if name != "the agent is deterministic")
    zero: tuple[str, ...] = ("zero",)
    if kind == "candidates":
        zero = ("zero is a candidate", "base is a candidate", "mesa is a candidate")
    if kind == "stochastic":
        losing = "suboptimal inside in deployment"
        yield from dict.fromkeys(((losing, keeps[1]), own, (*harm, keeps[1])))
        yield (*own, *harm, losing, keeps[1])
        yield ("one inside", *zero, *optima, *harm, *keeps)
    else:
        yield from dict.fromkeys(((*agent, *zero), (*agent, *own), (*agent, *zero, *optima)))
        yield (*agent, *own, *zero, *optima[1:2], harm[1], keeps[1])
    if cell.reading.replans == "yes":
        told = tuple(f"{name} in {observed}" for name in ("indicator", "inside itself", "another policy"))
        combining = ("policies combine", f"optimum in {best}", *keeps, *zero)
        yield (*agent, *combining, harm[1])
        yield (*agent, *combining, *harm, "one inside", "inside is mutual in deployment", *told)
