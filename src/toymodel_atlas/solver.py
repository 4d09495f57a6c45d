"""What certificates are found with: z3 on trees without quantifiers, unit propagation, and what a tree is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .checker import ABSURD, Term, Tree, forced
from .prove import z3_module


def open_cases(parts: Sequence[Tree], chosen: Sequence[Any]) -> float:
    """Return how much of all that may be so is left open: each atom that is known in a case halves it."""
    left = [known for known in [{ABSURD: False}] if propagated(parts, known)]
    for atom in chosen:
        split = [
            {**known, atom: holds} for known in left for holds in (True, False) if known.get(atom) in (None, holds)
        ]
        left = [known for known in split if propagated(parts, known)]
    return sum(0.5 ** len(known) for known in left)


def propagated(parts: Sequence[Tree], known: dict[Any, bool]) -> bool:
    """Add to what is known; return whether it does not contradict itself."""
    before = -1
    while len(known) > before:
        before = len(known)
        for part in parts:
            for _, (holds, atom) in forced(part, known, ()):
                if known.setdefault(atom, holds) is not holds:
                    return False
    return True


def paths(tree: Tree) -> Iterator[tuple[int, ...]]:
    """Yield the numbers of each "for all" on the way to each literal of a tree."""
    kind, *rest = tree
    if kind == "is":
        yield ()
    elif kind in ("and", "or"):
        for part in rest:
            yield from paths(part)
    else:
        yield from ((rest[0], *way) if kind == "all" else way for way in paths(rest[-1]))


def atoms(tree: Tree) -> Iterator[Any]:
    """Yield the atoms of a tree without quantifiers."""
    kind, *rest = tree
    if kind == "is":
        yield rest[0][1]
    else:
        for part in rest:
            yield from atoms(part)


def size(each: Term) -> int:
    """Return how many names a term is made of."""
    return 1 + sum(map(size, each[2:]))


class Solver:
    """A solver is z3, told of trees without quantifiers."""

    def __init__(self) -> None:
        self.z3 = z3_module()
        self.atoms, self.trees = dict[Any, Any](), dict[Tree, Any]()

    def model(self, parts: Iterable[Tree]) -> dict[Any, bool] | None:
        """Return which atoms hold in a model of these trees; None if there is none."""
        solver = self.z3.SolverFor("QF_FD")
        solver.add(*map(self.said, parts))
        if str(solver.check()) == "unsat":
            return None
        model = solver.model()
        return {atom: self.z3.is_true(model.eval(each)) for atom, each in self.atoms.items()}

    def core(self, parts: Sequence[Tree]) -> list[int]:
        """Return which of these trees contradict each other, by position."""
        solver, switches = self.z3.SolverFor("QF_FD"), [self.z3.Bool(f"use {k}") for k in range(len(parts))]
        for switch, part in zip(switches, parts, strict=True):
            solver.add(self.z3.Implies(switch, self.said(part)))
        solver.set("core.minimize", True)
        solver.check(*switches)
        used = {str(each) for each in solver.unsat_core()}
        return [k for k, switch in enumerate(switches) if str(switch) in used]

    def contradictory(self, parts: Sequence[Tree]) -> bool:
        """Return whether these trees contradict each other, as unit propagation tells, or else z3."""
        return not propagated(parts, {ABSURD: False}) or self.model(parts) is None

    def said(self, tree: Tree) -> Any:
        """Return a tree as a term of z3."""
        if tree not in self.trees:
            kind, *rest = tree
            if kind == "is":
                holds, atom = rest[0]
                known = self.atoms.setdefault(atom, self.z3.Bool(f"a{len(self.atoms)}"))
                self.trees[tree] = known if holds else self.z3.Not(known)
            else:
                self.trees[tree] = (self.z3.And if kind == "and" else self.z3.Or)(*map(self.said, rest))
        return self.trees[tree]
