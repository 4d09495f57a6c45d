"""Where exact arithmetic is out of reach, and only where somebody asks for it, floats judge what is a tie.

An environment asks by `Environment.by_floats`. What comes out says so: `Optimal.numerical` has the tolerance, the
widest difference that was taken for a tie and the narrowest that was not; verdicts print it. The values are those of
modified policy iteration, as the fractions that the floats are.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from scipy import sparse

from ..solve import Numerical, Optimal
from ..worlds import Environment, Policy, Table
from .certified import guess
from .equations import approximately
from .lifting import float_solver


def optimal(env: Environment, mean: Table, tolerance: float) -> Optimal:
    """Return the optima that floats see for payments R(s,a), marked numerical."""
    known = approximately(env)
    pairs = list(zip(known.owner.tolist(), known.action.tolist(), strict=True))
    paid = np.array([0.0 if end else float(mean[s][a]) for (s, a), end in zip(pairs, known.ended, strict=True)])
    _, values = guess(known, paid, float(env.discount))
    gain = known.matrix.divided(known.weights) @ values + paid
    off = np.abs(gain - np.maximum.reduceat(gain, known.starts)[known.owner]) / (np.abs(values).max() or 1.0)
    tied = off <= tolerance
    actions: list[set[int]] = [set() for _ in env.states]
    q = [[Fraction(0)] * len(env.actions) for _ in env.states]
    for (s, a), tie, end, value in zip(
        pairs, tied.tolist(), known.ended, (gain + values[known.owner]).tolist(), strict=True
    ):
        if not end:
            q[s][a] = Fraction(value)
            if tie:
                actions[s].add(a)
    note = Numerical(tolerance, float(off[tied].max(initial=0.0)), float(off[~tied].min(initial=np.inf)))
    numbers = tuple(map(Fraction, values.tolist()))
    return Optimal(numbers, tuple(map(frozenset, actions)), tuple(map(tuple, q)), note)


def evaluate(env: Environment, mean: Table, policy: Policy) -> tuple[Fraction, ...]:
    """Return V^π(s) as floats have it."""
    known = approximately(env)
    weight = {(s, a): float(p) for s, row in enumerate(policy.rows) for a, p in row}
    pairs = zip(known.owner.tolist(), known.action.tolist(), known.ended.tolist(), strict=True)
    share = np.array([1.0 if end else weight.get((s, a), 0.0) for s, a, end in pairs])
    paid = np.array([float(mean[s][a]) for s, a in zip(known.owner.tolist(), known.action.tolist(), strict=True)])
    count = len(env.states)
    chosen = sparse.csr_array((share, known.owner, np.arange(len(share) + 1)), shape=(len(share), count)).T
    system = sparse.csr_array(-(chosen @ known.matrix.divided(known.weights)))
    scale = 1 / system.diagonal()
    solver, _ = float_solver(sparse.csr_array(system.multiply(scale[:, None])))
    return tuple(map(Fraction, solver(scale * (chosen @ (paid * ~known.ended))).tolist()))
