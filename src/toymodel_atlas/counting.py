"""What is counted for each cell: tuples that satisfy its premises, and those that violate its conclusion.

Many worlds are read at once. An objective matters only through what is optimal for it in
training and in deployment, a judge only through what is safe; so these are counted in kinds, with
their multiplicities, never one by one. All arrays have the axes (base objective, mesa-objective,
judge, world), of length one where nothing depends on it. Worlds come last, so that each step of
the reader goes along many of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_

import numpy as np

from toymodel.alignment.vocabulary import BASE, MESA
from toymodel.logic import Atom, Formula, free, subformulas

from .bitsets import Aim, Bitsets, Sets
from .cells import counted
from .tables import Array, Tables

ROOM, CHUNK = 1 << 20, 1 << 10
"""Sets in the larger arrays of a batch, about: enough to make steps cheap, few enough to stay in the cache."""
AXES = ("base", "mesa", "judge")


@dataclass(frozen=True)
class Question:
    """A question is what the census asks of a cell.

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
        trained = any(_in_training(part) for whole in parts for part in subformulas(whole))
        found.append(Question(tuple(parts[:-1]), parts[-1], trained, cell.speaks_of))
    return tuple(found)


def _in_training(part: Formula) -> bool:
    return isinstance(part, Atom) and BASE in part.args and part.symbol.where in ("training", "both")


def batches(tables: Tables, training: Array, deployment: Array) -> Iterator[Batch]:
    """Yield all worlds in batches of like size."""
    alike = np.lexsort((tables.kinds[training], (tables.judges > 0).sum(1)[deployment]))
    for some in np.array_split(alike, 1 + len(alike) // CHUNK):
        joint = joint_kinds(tables, training[some], deployment[some])
        kinds = np.count_nonzero(joint, axis=(1, 2))
        order = np.argsort(-kinds)
        while len(order):
            now = order[: max(1, ROOM // int(kinds[order[0]] * tables.safe.shape[1]))]
            yield Batch(tables, training[some[now]], deployment[some[now]], some[now], joint[now])
            order = order[len(now) :]


def joint_kinds(tables: Tables, training: Array, deployment: Array) -> Array:
    """How many objectives have each value of Opt(R) in training and each in deployment, for each world.

    Where alike ones count once: 1 for each two values that some objective has, else 0.
    """
    wide, worlds = tables.optimal.shape[1], len(training)
    label = tables.label[training] * wide + tables.label[deployment] + np.arange(worlds)[:, None] * wide**2
    number = np.bincount(label.ravel(), minlength=worlds * wide**2).reshape(worlds, wide, wide)
    return (number > 0).astype(number.dtype) if tables.once else number


class Batch:
    """A batch has some worlds as sets of policies, and how many objectives and judges each kind stands for.

    Attributes
    ----------
    worlds : array
        Which worlds these are.
    """

    def __init__(self, tables: Tables, training: Array, deployment: Array, worlds: Array, joint: Array) -> None:
        self.worlds = worlds
        before, after = _last(tables.optimal[training]), _last(tables.optimal[deployment])
        wide, judged = tables.kinds[deployment].max(), (tables.judges[deployment] > 0).sum(1).max()
        safe, judges = _last(tables.safe[deployment, :judged]), _last(tables.judges[deployment, :judged])
        there = np.ascontiguousarray((joint > 0).transpose(2, 1, 0))
        alike = there[:wide, :, None, None, None] * before[:, None, None, None]
        aims = [Aim({"training": x, "deployment": y}, y) for x, y in zip(alike, after[:wide], strict=True)]
        trained, deployed, number = _packed(joint, before, after)
        mesa = Aim({"training": trained[:, None], "deployment": deployed[:, None]}, deployed[:, None])
        everyone = np.array((1 << tables.policies) - 1, tables.optimal.dtype)
        small = np.min_scalar_type(tables.label.shape[1] * tables.policies)  # no sum over base objectives exceeds it
        self._known: dict[tuple[int, bool], tuple[Formula, Sets]] = {}
        self.readers: dict[bool, Bitsets] = {}
        self.weights: dict[bool, tuple[Array, Array, Array]] = {}
        for both in (False, True):
            now, many = (deployed, number) if both else (after[:wide], _last(joint.sum(1)[:, :wide]))
            base = {"deployment": now[:, None, None]} | ({"training": trained[:, None, None]} if both else {})
            given = {BASE: Aim(base, base["deployment"]), MESA: mesa}
            self.readers[both] = Bitsets(everyone, everyone, {"deployment": safe}, aims, given, len(AXES) + 1)
            self.weights[both] = many[:, None, None].astype(small), number[:, None], judges

    def true_of(self, formula: Formula, trained: bool) -> Sets:
        """Return the policies that a formula is true of; what has been read is kept."""
        key = id(formula), trained and BASE in free(formula)
        if key not in self._known:
            self._known[key] = formula, self.readers[trained].true_of(formula)
        return self._known[key][1]

    def answer(self, asked: Question) -> tuple[Array, Array]:
        """Return how many tuples satisfy the premises, and how many of these violate the conclusion, for each world."""
        held = reduce(and_, (self.true_of(each, asked.trained) for each in asked.premises))
        conclusion = self.true_of(asked.conclusion, asked.trained)
        return self._tuples(held, asked), self._tuples(held & ~conclusion, asked)

    def _tuples(self, those: Sets, asked: Question) -> Array:
        """How many (policy, objectives, judge) these are, for each world."""
        total: Array = np.bitwise_count(those).astype(self.weights[asked.trained][0].dtype)
        total = total.reshape((1,) * (4 - total.ndim) + total.shape)
        for name, weight in zip(AXES, self.weights[asked.trained], strict=True):
            if name not in asked.over:
                total = total[0]
            elif len(total) == 1:
                total = total[0] * weight.sum(0, dtype=np.int64)
            else:  # the first sum is the long one, and of small numbers
                total = np.einsum("k...,k...->...", total, weight).astype(np.int64)
        return total


def _last(rows: Array) -> Array:
    """The rows, which are worlds, as columns."""
    return np.ascontiguousarray(rows.T)


def _packed(joint: Array, before: Array, after: Array) -> tuple[Array, Array, Array]:
    """What is optimal in training and in deployment for the objectives of each kind, and how many these are.

    All of it kinds × worlds; where a world has fewer kinds than another, nothing is optimal for the rest.
    """
    world, first, second = np.nonzero(joint)
    place = np.arange(len(world)) - np.searchsorted(world, world)
    found = []
    for kept in (before[first, world], after[second, world], joint[world, first, second]):
        table = np.zeros((place.max() + 1, len(joint)), kept.dtype)
        table[place, world] = kept
        found.append(table)
    return found[0], found[1], found[2]
