"""Sparse rows of integers are added and multiplied exactly: by int64 where their sums fit, else by Python's integers.

SciPy's sparse matrices hold no integers of Python's. It needs NumPy and SciPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Integers: TypeAlias = NDArray[Any]
"""A vector of int64, or of Python's unbounded integers (dtype object)."""

ROOM = 1 << 61
"""What integers must stay below for int64 to hold their sums."""


class Rows:
    """Sparse rows, none of them empty, hold integers; a column may be listed twice in a row, and then adds up.

    Parameters
    ----------
    data, columns : array of shape (entries,)
        int64 if the entries of each row are so small that their sum stays below `ROOM`, else Python's integers.
    starts : array of shape (rows + 1,)
        Where each row begins, and where the last one ends.
    width : int
        The number of columns.
    """

    def __init__(self, data: Integers, columns: Integers, starts: Integers, width: int) -> None:
        self.data, self.columns, self.starts, self.shape = data, columns, starts, (len(starts) - 1, width)

    @classmethod
    def of(cls, rows: Sequence[Mapping[int, int]], width: int) -> Rows:
        """Return rows that are given as mappings from columns to integers."""
        data = fitting(list(chain.from_iterable(row.values() for row in rows)), max(map(len, rows), default=1))
        columns = np.fromiter(chain.from_iterable(rows), np.int64, len(data))
        return cls(data, columns, np.concatenate(([0], np.cumsum([len(row) for row in rows]))), width)

    def __getitem__(self, rows: Integers) -> Rows:
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        places = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Rows(self.data[places], self.columns[places], starts, self.shape[1])

    def __neg__(self) -> Rows:
        return Rows(-self.data, self.columns, self.starts, self.shape[1])

    def __matmul__(self, x: Integers) -> Integers:
        kind = object if object in (x.dtype, self.data.dtype) else np.int64
        if kind is np.int64:
            product: Integers = self._matrix @ x
            return product
        return self._added(self.data.astype(kind) * x[self.columns])

    @cached_property
    def sums(self) -> Integers:
        """Return the sum of each row."""
        return self._added(self.data)

    @cached_property
    def sizes(self) -> Integers:
        """Return the sum of the absolute values of each row."""
        return self._added(np.abs(self.data))

    @cached_property
    def diagonal(self) -> list[int]:
        """Return what stands in each row at the column of its number."""
        found = [0] * self.shape[0]
        owner = np.repeat(np.arange(self.shape[0]), np.diff(self.starts))
        here = owner == self.columns
        for i, entry in zip(owner[here].tolist(), self.data[here].tolist(), strict=True):
            found[i] += entry
        return found

    def row(self, i: int) -> list[tuple[int, int]]:
        """Return a row as pairs of a column and an integer."""
        here = slice(*self.starts[i : i + 2].tolist())
        return list(zip(self.columns[here].tolist(), self.data[here].tolist(), strict=True))

    def divided(self, by: Integers) -> sparse.csr_array:
        """Return the matrix in floats, each row divided by an integer of its own."""
        quotients = self.data / np.repeat(by, np.diff(self.starts))
        found = sparse.csr_array((quotients.astype(float), self.columns, self.starts), shape=self.shape, copy=True)
        found.sum_duplicates()
        return found

    @cached_property
    def _matrix(self) -> sparse.csr_array:
        return sparse.csr_array((self.data, self.columns, self.starts), shape=self.shape)

    def _added(self, entries: Integers) -> Integers:
        return np.add.reduceat(entries, self.starts[:-1])


def exact_integers(numbers: Sequence[Any]) -> Integers:
    """Return unbounded integers as an array."""
    found = np.empty(len(numbers), dtype=object)
    found[:] = numbers
    return found


def fitting(numbers: Integers | Iterable[int], several: int = 1) -> Integers:
    """Return integers as int64 if the sum of several stays below `ROOM`, else as Python's."""
    found = numbers if isinstance(numbers, np.ndarray) else exact_integers(list(numbers))
    return found.astype(np.int64) if several * largest(found) < ROOM else found


def largest(numbers: Integers) -> int:
    """Return the largest absolute value."""
    return int(np.abs(numbers).max()) if len(numbers) else 0
