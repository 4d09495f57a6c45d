"""Dynamics are published in three ways by worlds for Gymnasium, and each becomes a table ``P``.

| published | by |
|---|---|
| ``P[s][a] = [(probability, s', reward, terminated), …]`` | Gymnasium's toy-text worlds, bettermdptools |
| ``model(s, a) = (next states, rewards, terminated, probabilities)`` | gym-classics, gym-classics2 |
| ``p[s'][s][a]``, ``r[s'][s][a]`` and ``p_0[s]`` | matrix-mdp-gym |
"""

from __future__ import annotations

from typing import Any


def publishes(layer: Any) -> bool:
    """Return whether a world, or a wrapper of one, publishes its dynamics itself."""
    return hasattr(layer, "P") or callable(getattr(layer, "model", None)) or _has_matrices(layer)


def table_of(raw: Any, title: str) -> tuple[Any, Any]:
    """Return the table ``P`` that a world's dynamics are, and where it begins, or None where it does not say."""
    if hasattr(raw, "P"):
        if getattr(raw.P, "ndim", 0) == 3:
            raise ValueError(f"{title}: P is an array of shape {raw.P.shape}; read it by Environment.from_arrays")
        return raw.P, getattr(raw, "initial_state_distrib", getattr(raw, "isd", None))
    return _from_matrices(raw) if _has_matrices(raw) else _from_model(raw, title)


def _has_matrices(layer: Any) -> bool:
    return all(getattr(getattr(layer, name, None), "ndim", 0) == n for name, n in (("p", 3), ("r", 3), ("p_0", 1)))


def _from_matrices(raw: Any) -> tuple[Any, Any]:
    count, _, moves = raw.p.shape
    over = {s for s in range(count) if not raw.p[:, s, :].any()}

    def row(s: int, a: int) -> Any:  # where an action leads nowhere, though others lead somewhere, it is not available
        if s in over:
            return [(1, s, 0, True)]
        there = [int(t) for t in raw.p[:, s, a].nonzero()[0]]
        return [(raw.p[t, s, a], t, raw.r[t, s, a], t in over) for t in there] or None

    return [{a: row(s, a) for a in range(moves)} for s in range(count)], raw.p_0


def _from_model(raw: Any, title: str) -> tuple[Any, Any]:
    number = getattr(raw, "state2id", getattr(raw, "encode", None))
    starts = getattr(raw, "start_states", getattr(raw, "_starts", None))
    if not getattr(raw, "tabular", True):
        raise ValueError(f"{title} numbers no states; make it with tabular=True")
    count, moves = int(raw.observation_space.n), int(raw.action_space.n)
    table: list[dict[int, Any]] = []
    for s in range(count):
        table.append({})
        for a in range(moves):
            onward, rewards, ends, shares = raw.model(s, a)
            if hasattr(raw, "encode") and len(onward) > 1 and any(ends):
                raise ValueError(
                    f"{title}: model({s}, {a}) says of a state both that it ends and that it does not, or may; "
                    "gym-classics2 has the same worlds without this fault"
                )
            outcomes = zip(shares, map(int, onward), rewards, map(bool, ends), strict=True)
            table[s][a] = list(outcomes)
    if starts is None or number is None:
        return table, None
    begins = [number(state) for state in starts]
    return table, [f"{begins.count(s)}/{len(begins)}" for s in range(count)]
