"""Programs of QuantEcon.py are read: rewards first, transitions as [s][a][s′], −∞ for what is not feasible.

`quantecon.markov.DiscreteDP` takes R of shape (S, A) and Q of shape (S, A, S); or, for the L feasible pairs alone,
R of shape (L,), Q of shape (L, S), perhaps sparse, and the pairs' states and actions. What is not feasible is not
available here, and no objective pays for it. There is no initial distribution there.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from numbers import Real
from typing import Any

from ..given.rounding import Rounding
from ..given.rows import plain
from ..worlds import Name, Number
from .build import Cell, Imported, depth, imported, matrix, size


def from_quantecon(
    rewards: Any,
    transition: Any = None,
    discount: Number | None = None,
    s_indices: Sequence[int] | None = None,
    a_indices: Sequence[int] | None = None,
    *,
    initial: Name | Sequence[Number] | None = None,
    states: Sequence[str] | None = None,
    actions: Sequence[str] | None = None,
    name: str = "",
    rounding: int | None = None,
) -> Imported:
    """Read a `DiscreteDP` of QuantEcon.py, or what it is made from, as an environment and an objective.

    Parameters
    ----------
    rewards : DiscreteDP, or array of shape (S, A) or (L,)
        R; −∞ where an action is not feasible, whatever its row of Q says.
    transition : array of shape (S, A, S) or (L, S), or sparse matrix (L, S)
        Q; left out with a DiscreteDP, as is what follows.
    discount : number
        β; by default that of the DiscreteDP.
    s_indices, a_indices : sequence of int, length L
        The states and actions of the L pairs.
    initial : state, or array of shape (S,)
        By default every state is as likely, and the record says so.
    rounding : int, optional
        `toymodel.given.rounding`: floats become nearest fractions with denominators up to this, on record.

    Raises
    ------
    ValueError
        On a wrong shape, a row that does not sum to 1, a state in which nothing is feasible.

    Examples
    --------
    Puterman's two states, which open QuantEcon's lecture; nothing but the first action is feasible in the second.

    >>> from toymodel import solve
    >>> R, Q = [[5, 10], [-1, float("-inf")]], [[(0.5, 0.5), (0, 1)], [(0, 1), (0.5, 0.5)]]
    >>> env, pays = from_quantecon(R, Q, 0.95)
    >>> [round(float(v), 3) for v in solve.optimal(env, pays).values], env.available
    ([-8.571, -20.0], (frozenset({0, 1}), frozenset({0})))
    """
    title = "QuantEcon's program"
    if transition is None:
        program, rewards, transition = rewards, getattr(rewards, "R", None), getattr(rewards, "Q", None)
        if rewards is None or transition is None:
            raise ValueError("give a DiscreteDP, or rewards, transitions and the discount, in this order")
        discount = program.beta if discount is None else discount
        s_indices, a_indices = getattr(program, "s_indices", None), getattr(program, "a_indices", None)
    if discount is None:
        raise ValueError(f"{title} has no discount: give discount=…")
    transition, rewards = plain(transition), plain(rewards)
    if depth(rewards) == 2:
        pairs = [(s, a) for s in range(len(rewards)) for a in range(len(rewards[0]))]
        if depth(transition) != 3 or [len(row) for row in transition] != [len(row) for row in rewards]:
            raise ValueError(
                f"{title}: Q must have the shape (S, A, S) where R has the shape (S, A), here {size(rewards)}, and "
                f"begins with {len(transition)}; Q of shape (A, S, S) is read by from_mdptoolbox"
            )
        paid, rows = [x for row in rewards for x in row], [row for per_action in transition for row in per_action]
        listed = matrix(rows, len(rewards), f"{title}: Q")
    else:
        if s_indices is None or a_indices is None:
            raise ValueError(
                f"{title}: R of one dimension needs s_indices and a_indices, which say what pairs these are"
                if depth(rewards) == 1
                else f"{title}: R has {depth(rewards)} dimensions; give R of shape (S, A) first, then Q of (S, A, S)"
            )
        pairs, paid = list(zip(map(int, s_indices), map(int, a_indices), strict=True)), list(rewards)
        listed = matrix(transition, None, f"{title}: Q")
        if not len(pairs) == len(paid) == len(listed):
            raise ValueError(f"{title}: {len(paid)} rewards and {len(listed)} rows for {len(pairs)} pairs")
    count, moves = 1 + max(s for s, _ in pairs), 1 + max(a for _, a in pairs)
    cells: list[dict[int, Cell]] = [{} for _ in range(count)]
    for (s, a), reward, row in zip(pairs, paid, listed, strict=True):
        if not (isinstance(reward, Real) and reward == -inf):
            cells[s][a] = Cell(row, reward)
    for s, here in enumerate(cells):
        if not here:
            raise ValueError(f"{title}: nothing is feasible in state {s}; every state needs an action")
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
