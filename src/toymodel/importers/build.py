"""What a tool has, state by state and action by action, becomes an environment and an objective, with a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

from ..given.names import index, names
from ..given.rounding import Rounding
from ..given.rows import plain
from ..worlds import Environment, Name, Number, Objective, Row, exact, listed
from ..worlds.objective import Payment

Entries: TypeAlias = Sequence[tuple[int, Number]]
"""Numbers for some of the states, by index."""
Imported: TypeAlias = tuple[Environment, Objective]
"""What every importer returns: the environment, with its record, and what the tool pays."""

MOST = 100_000
"""Most states that are read from a file that a stranger wrote."""


class Cell(NamedTuple):
    """A cell says where an available action leads, and what is paid: one number, or one for each next state."""

    row: Entries
    pays: Number | Entries


def imported(
    cells: Sequence[Mapping[int, Cell]],
    moves: int,
    discount: Number,
    *,
    title: str,
    initial: Name | Sequence[Number] | None = None,
    states: Sequence[str] | None = None,
    actions: Sequence[str] | None = None,
    name: str = "",
    rounding: Rounding,
    record: Sequence[str] = (),
) -> Imported:
    """Return an environment and an objective; what a state's mapping leaves out is not available there.

    Where the discount is 1, a state that is never left and pays nothing becomes one where the episode has ended,
    which is worth the same; nothing else about it can be told apart by this objective.
    """
    said, what = list(record), name or title
    known, played = names(states, len(cells), "state"), names(actions, moves, "action")
    gamma = exact(discount, "discount")
    transition: list[list[Row]] = [[()] * moves for _ in cells]
    pays: list[list[Payment]] = [[Fraction(0)] * moves for _ in cells]
    for s, here in enumerate(cells):
        for a, cell in here.items():
            where = f"{title}: state {known[s]!r}, action {played[a]!r}"
            transition[s][a] = rounding.row(cell.row, where, len(cells))
            pays[s][a] = _payment(cell.pays, f"{where}, reward", rounding)
    over = [s for s in range(len(cells)) if gamma == 1 and _idle(s, transition[s], pays[s])]
    for s in over:
        transition[s], pays[s] = [()] * moves, [Fraction(0)] * moves
    if over:
        said.append(f"never left and paid nothing, and so made ends of the episode: {some([known[s] for s in over])}")
    if initial is None:
        said.append(f"{title} says nothing of where it begins: begun in each state with the same probability")
    start = rounding.row(_start(initial, known), f"{title}: initial distribution", len(cells))
    rows, paid = tuple(map(tuple, transition)), tuple(map(tuple, pays))
    env = Environment(known, played, rows, start, gamma, name, (*rounding.record, *said))
    return env, Objective(paid, f"the reward of {what}")


def matrix(given: Any, columns: int | None, what: str) -> list[list[tuple[int, Any]]]:
    """Return the entries other than zero of a two-dimensional array or a SciPy sparse matrix, row by row."""
    if hasattr(given, "tocsr"):
        sparse = given.tocsr(copy=True)
        sparse.sum_duplicates()
        if columns not in (None, sparse.shape[1]):
            raise ValueError(f"{what} has the shape {sparse.shape}; it must have {columns} columns, one for each state")
        ends = pairwise(sparse.indptr.tolist())
        return [list(zip(sparse.indices[i:j].tolist(), sparse.data[i:j], strict=True)) for i, j in ends]
    given = plain(given)
    for r, row in enumerate(given):
        if columns not in (None, len(row)):
            raise ValueError(f"{what}, row {r} has {len(row)} numbers; it must have {columns}, one for each state")
    return [[(t, p) for t, p in enumerate(row) if not _zero(p)] for row in given]


def depth(given: Any) -> int:
    """Return how many indices an array, nested lists or a list of sparse matrices take."""
    if hasattr(given, "tocsr"):
        return 2
    if hasattr(given, "ndim"):
        return int(given.ndim)
    return (
        0
        if isinstance(given, str) or not hasattr(given, "__len__") or getattr(given, "shape", 1) == ()
        else (1 + (depth(given[0]) if len(given) else 0))
    )


def size(given: Any) -> tuple[int, int]:
    """Return the numbers of rows and columns of a two-dimensional array, nested lists or a sparse matrix."""
    return given.shape if hasattr(given, "shape") else (len(given), len(given[0]) if len(given) else 0)


def some(words: Sequence[str]) -> str:
    """Return the first dozen of a list in words."""
    return listed(words if len(words) <= 12 else [*words[:12], f"{len(words) - 12} more"])


def _zero(number: Any) -> bool:
    return not isinstance(number, str) and number == 0


def _payment(given: Number | Entries, where: str, rounding: Rounding) -> Payment:
    if isinstance(given, list | tuple):
        return tuple((t, rounding.payment(x, where)) for t, x in given)
    return rounding.payment(given, where)  # type: ignore[arg-type]  # not entries, and so a number


def _idle(s: int, rows: Sequence[Row], pays: Sequence[Payment]) -> bool:
    """Return whether a state is never left, whatever is done, and pays nothing."""
    paid = [dict(p).get(s, 0) if isinstance(p, tuple) else p for row, p in zip(rows, pays, strict=True) if row]
    return all(row == ((s, Fraction(1)),) for row in rows if row) and not any(paid)


def _start(initial: Any, known: tuple[str, ...]) -> Entries:
    if initial is None:
        return [(s, Fraction(1, len(known))) for s in range(len(known))]
    if isinstance(initial, str) or not hasattr(initial, "__len__"):
        return [(index(initial, known, "state"), 1)]
    if len(initial) != len(known):
        raise ValueError(f"initial distribution: {len(initial)} probabilities for {len(known)} states")
    return list(enumerate(initial))
