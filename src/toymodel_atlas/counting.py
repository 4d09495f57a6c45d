"""Worlds, counted: how many tuples satisfy the premises of each cell, and how many of these violate its conclusion.

Many worlds are read at once. An objective matters only through what is optimal for it in
training and in deployment, a judge only through what is safe; so these are counted in kinds, with
their multiplicities, never one by one. All arrays have the axes (base objective, mesa-objective,
judge, world), of length one where nothing depends on it. Worlds come last, so that each step of
the reader goes along many of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_

import numpy as np

from toymodel.alignment.vocabulary import BASE, MESA
from toymodel.logic import Atom, Formula, Var, conjunction, free, subformulas, symbols

from .bitsets import Aim, Bitsets, Sets
from .cells import counted
from .tables import Array, Tables

ROOM = 1 << 20
"""Sets in the larger arrays of a batch, about: enough to make steps cheap, few enough to stay in the cache."""
AXES = ("base", "mesa", "judge")


@dataclass(frozen=True)
class Question:
    """What the census asks of a cell.

    Attributes
    ----------
    premises, conclusion : Formula
        Formulas that cells share are the same object.
    trained : bool
        Whether it matters what is optimal in training for the base objective.
    over : tuple of str
        What the cell's tuples consist of, besides a world and a policy: some of `AXES`.
    """

    premises: tuple[Formula, ...]
    conclusion: Formula
    trained: bool
    over: tuple[str, ...]


@lru_cache
def questions() -> tuple[Question, ...]:
    """Return one question for each cell that is counted, in their order."""
    shared: dict[Formula, Formula] = {}
    found = []
    for cell in counted():
        parts = [shared.setdefault(each, each) for each in (*cell.premises, cell.conclusion)]
        whole = conjunction(parts)
        open_ = {"base": BASE in free(whole), "mesa": MESA in free(whole)}
        over = open_ | {"judge": any(symbol.name == "safe" for symbol in symbols(whole))}
        trained = any(_speaks_of(part, BASE, "training") for part in subformulas(whole))
        found.append(Question(tuple(parts[:-1]), parts[-1], trained, tuple(axis for axis in AXES if over[axis])))
    return tuple(found)


def _speaks_of(part: Formula, var: Var, where: str) -> bool:
    return isinstance(part, Atom) and var in part.args and part.symbol.where in (where, "both")


def batches(tables: Tables, training: Array, deployment: Array) -> Iterator[Array]:
    """Yield the positions of all worlds in batches of like size."""
    wide, judged = tables.kinds[deployment], (tables.judges > 0).sum(1)[deployment]
    order = np.lexsort((tables.kinds[training], judged, wide))[::-1]
    while len(order):
        largest = 3 * int(wide[order[0]]) * int(judged[order[0]])
        some = max(1, ROOM // largest)
        yield order[:some]
        order = order[some:]


class Batch:
    """Some worlds as sets of policies, and how many objectives and judges each kind stands for."""

    def __init__(self, tables: Tables, training: Array, deployment: Array) -> None:
        sets = tables.optimal.dtype
        wide, judged = tables.kinds[deployment].max(), (tables.judges[deployment] > 0).sum(1).max()
        safe, judges = tables.safe[deployment, :judged].T, tables.judges[deployment, :judged].T
        single = tables.optimal[deployment, :wide].T, tables.number[deployment, :wide].T
        trained, deployed, number = _kinds(tables, training, deployment)
        aims = [Aim({"training": x, "deployment": y}, y) for x, y in zip(trained, deployed, strict=True)]
        mesa = Aim({"training": trained[:, None], "deployment": deployed[:, None]}, deployed[:, None])
        everyone = np.array((1 << tables.policies) - 1, tables.optimal.dtype)
        small = np.min_scalar_type(tables.label.shape[1] * tables.policies)  # no sum over base objectives exceeds it
        self._known: dict[tuple[int, bool], tuple[Formula, Sets]] = {}
        self.readers: dict[bool, Bitsets] = {}
        self.weights: dict[bool, tuple[Array, Array, Array]] = {}
        for both in (False, True):
            now, many = (deployed, number) if both else single
            base = {"deployment": now[:, None, None]} | ({"training": trained[:, None, None]} if both else {})
            given = {BASE: Aim(base, base["deployment"]), MESA: mesa}
            self.readers[both] = Bitsets(everyone, everyone, {"deployment": safe}, aims, given)
            self.weights[both] = many[:, None, None].astype(small), number[:, None], judges

    def true_of(self, formula: Formula, trained: bool) -> Sets:
        """Return the policies that a formula is true of; what has been read is kept."""
        key = id(formula), trained and BASE in free(formula)
        if key not in self._known:
            self._known[key] = formula, self.readers[trained].true_of(formula)
        return self._known[key][1]

    def answer(self, asked: Question) -> tuple[Array, Array]:
        """Return, for each world, how many tuples satisfy the premises, and how many of these violate the conclusion."""
        held = reduce(and_, (self.true_of(each, asked.trained) for each in asked.premises))
        conclusion = self.true_of(asked.conclusion, asked.trained)
        return self._tuples(held, asked), self._tuples(held & ~conclusion, asked)

    def _tuples(self, those: Sets, asked: Question) -> Array:
        """How many (policy, objectives, judge) these are, for each world."""
        total = np.bitwise_count(those)
        total = total.reshape((1,) * (4 - total.ndim) + total.shape)
        for name, weight in zip(AXES, self.weights[asked.trained], strict=True):
            if name not in asked.over:
                total = total[0]
            elif len(total) == 1:
                total = total[0] * weight.sum(0)
            else:  # the first sum is the long one, and of small numbers
                total = np.einsum("k...,k...->...", total.astype(weight.dtype), weight).astype(np.int64)
        return total


def _kinds(tables: Tables, training: Array, deployment: Array) -> tuple[Array, Array, Array]:
    """What is optimal in training and in deployment for the objectives of each kind, and how many these are.

    All of it kinds × worlds; where a world has fewer kinds than another, nothing is optimal for the rest.
    """
    wide, count = tables.optimal.shape[1], len(training)
    label = (np.arange(count)[:, None] * wide + tables.label[training]) * wide + tables.label[deployment]
    number = np.bincount(label.ravel(), minlength=count * wide * wide)
    there = np.flatnonzero(number)
    world, before, after = there // wide**2, there // wide % wide, there % wide
    place = np.arange(len(there)) - np.searchsorted(world, world)
    found = []
    for kept in (tables.optimal[training[world], before], tables.optimal[deployment[world], after], number[there]):
        table = np.zeros((place.max() + 1, count), kept.dtype)
        table[place, world] = kept
        found.append(table)
    return found[0], found[1], found[2]
