"""Tabular worlds of `seals` are read, on which `imitation`'s tabular algorithms learn.

`seals.base_envs.TabularModelMDP` and `TabularModelPOMDP` have `transition_matrix` [s][a][s′], `reward_matrix` R(s),
R(s,a) or R(s,a,s′), `initial_state_dist` and a `horizon`. In a POMDP the agent sees observations; policies here see
the state.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..given.rounding import Rounding
from ..given.rows import plain
from ..worlds import Name, Number
from .build import Cell, Imported, depth, imported, matrix

GENERAL = ("seals.base_envs", "gymnasium.", "builtins", "typing")
"""Modules of the classes that keep to the tables."""


def from_seals(
    env: Any,
    discount: Number,
    *,
    initial: Name | Sequence[Number] | None = None,
    states: Sequence[str] | None = None,
    actions: Sequence[str] | None = None,
    name: str = "",
    rounding: int | None = None,
) -> Imported:
    """Read a tabular world of `seals` as an environment and an objective.

    Parameters
    ----------
    env : seals.base_envs.TabularModelMDP or TabularModelPOMDP, perhaps wrapped by Gymnasium
    discount : number
        γ, which such a world does not have; its horizon is left out, and the record says so.
    initial : state, or array of shape (S,), optional
        Instead of the world's own; needed where the world draws its first state by code of its own.
    rounding : int, optional
        `toymodel.given.rounding`: floats become nearest fractions with denominators up to this, on record.

    Raises
    ------
    ValueError
        If there are no such tables, or the world does not keep to them.

    Examples
    --------
    >>> class Coin:
    ...     transition_matrix = [[[0.5, 0.5]], [[0, 1]]]
    ...     reward_matrix, initial_state_dist, horizon = [0, 1], [1, 0], 10
    >>> env, pays = from_seals(Coin(), "0.9")
    >>> pays.rewards, env.record
    (((Fraction(0, 1),), (Fraction(1, 1),)), ('the limit of 10 steps to an episode is left out',))
    """
    raw = getattr(env, "unwrapped", env)
    title = type(raw).__name__
    for wanted in ("transition_matrix", "reward_matrix"):
        if not hasattr(raw, wanted):
            raise ValueError(f"{title} has no {wanted}; this reads tabular worlds of seals")
    own = {each for kind in type(raw).__mro__ if not kind.__module__.startswith(GENERAL) for each in vars(kind)}
    changed = sorted(own & {"transition", "reward", "terminal", "step"})
    if changed:
        raise ValueError(f"{title} does not keep to its tables: it has a {changed[0]} of its own")
    if initial is None and "initial_state" in own:
        raise ValueError(f"{title} draws its first state by code of its own; say where it begins: initial=…")
    transition, reward = plain(raw.transition_matrix), plain(raw.reward_matrix)
    count, moves, kind = len(transition), len(transition[0]), depth(reward)
    rows = [matrix(each, count, f"{title}: transition_matrix, state {s}") for s, each in enumerate(transition)]

    def pays(s: int, a: int) -> Any:
        return reward[s] if kind == 1 else reward[s][a] if kind == 2 else list(enumerate(reward[s][a]))

    said = []
    if getattr(raw, "horizon", None) is not None:
        said.append(f"the limit of {raw.horizon} steps to an episode is left out")
    if hasattr(raw, "observation_matrix"):
        said.append("what an agent observes of the state is left out: policies see the state")
    return imported(
        [{a: Cell(rows[s][a], pays(s, a)) for a in range(moves)} for s in range(count)],
        moves,
        discount,
        title=title,
        initial=raw.initial_state_dist if initial is None else initial,
        states=states,
        actions=actions,
        name=name,
        rounding=Rounding(rounding),
        record=said,
    )
