"""Arrays of pymdptoolbox and its successors are read as [a][s][s′], dense or a sparse matrix for each action.

The order is that of pymdptoolbox and mdptoolbox-hiive. Rewards are R(s), R(s,a) or R(a,s,s′). There is no initial
distribution there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..given.rounding import Rounding
from ..given.rows import plain
from ..worlds import Name, Number
from .build import Cell, Imported, depth, imported, matrix, size


def from_mdptoolbox(
    transition: Any,
    rewards: Any,
    discount: Number,
    *,
    initial: Name | Sequence[Number] | None = None,
    states: Sequence[str] | None = None,
    actions: Sequence[str] | None = None,
    name: str = "",
    rounding: int | None = None,
) -> Imported:
    """Read transitions and rewards in pymdptoolbox's order as an environment and an objective.

    Parameters
    ----------
    transition : array of shape (A, S, S), or A matrices (S, S), which may be SciPy sparse
        ``transition[a][s][s']`` = P(s'|s,a).
    rewards : array of shape (S,), (S, A) or (A, S, S), or A matrices (S, S), which may be sparse
        R(s), R(s,a) or R(a,s,s'); what a sparse matrix leaves out pays 0.
    discount : number
        γ.
    initial : state, or array of shape (S,)
        By default every state is as likely, and the record says so.
    rounding : int, optional
        `toymodel.given.rounding`: floats become nearest fractions with denominators up to this, on record.

    Raises
    ------
    ValueError
        On a wrong shape or a row that does not sum to 1; the message names the state and the action.

    Examples
    --------
    The forest of pymdptoolbox: wait, or cut; it burns with probability 1/10.

    >>> from toymodel import solve
    >>> wait, cut = [[0.1, 0.9, 0], [0.1, 0, 0.9], [0.1, 0, 0.9]], [[1, 0, 0]] * 3
    >>> env, pays = from_mdptoolbox([wait, cut], [[0, 0], [0, 1], [4, 2]], 0.9, actions=["wait", "cut"])
    >>> [float(v) for v in solve.optimal(env, pays).values]
    [26.244, 29.484, 33.484]
    """
    title = "the toolbox's model"
    transition, rewards = plain(transition), plain(rewards)
    if depth(transition) != 3:
        raise ValueError(f"{title}: transitions must have the shape (A, S, S), or be a list of A matrices")
    moves, sizes = len(transition), [size(each) for each in transition]
    count = sizes[0][0]
    if any(each != (count, count) for each in sizes):
        raise ValueError(
            f"{title}: transitions have the shape {(moves, *sizes[0])}, and must have (A, S, S); those of shape "
            "(S, A, S) are read by Environment.from_arrays, or with rewards by from_quantecon"
        )
    rows = [matrix(each, count, f"{title}: transitions of action {a}") for a, each in enumerate(transition)]
    kind = depth(rewards)
    if kind == 3:
        fits = [size(each) for each in rewards] == [(count, count)] * moves
        paid = (
            [matrix(each, count, f"{title}: rewards of action {a}") for a, each in enumerate(rewards)] if fits else []
        )
    else:
        paid, fits = [], (len(rewards),) == (count,) if kind == 1 else kind == 2 and size(rewards) == (count, moves)
    if not fits:
        raise ValueError(
            f"{title}: rewards must have the shape (S,), (S, A) or (A, S, S), with S={count} and A={moves}"
        )

    def pays(s: int, a: int) -> Any:
        if kind < 3:
            return rewards[s][a] if kind == 2 else rewards[s]
        listed = dict(paid[a][s])
        return [(t, listed.get(t, 0)) for t in sorted({*listed, *(t for t, _ in rows[a][s])})]

    cells = [{a: Cell(rows[a][s], pays(s, a)) for a in range(moves)} for s in range(count)]
    return imported(
        cells,
        moves,
        discount,
        title=title,
        initial=initial,
        states=states,
        actions=actions,
        name=name,
        rounding=Rounding(rounding),
    )
