r"""Maximum margin takes the objective for which the behaviour is best by most (Ng & Russell 2000, section 3.2).

Among rewards on states, |R(s)| ≤ 1, for which the policy is optimal, take the one that maximises

    Σ_s min_{a ∉ supp π(s)} Σ_s' (P_π(s'|s) − P(s'|s,a)) V^π(s')  −  λ Σ_s |R(s)|,

the sum of the margins by which the next best action is worse, less a penalty on size: a linear
program (numerical, HiGHS through SciPy). States that the policy never visits say nothing, so the
sum is over those it visits; in the others V stands for what is best. Where several rewards are
best, the one that pays most is taken, earlier states counting more (Σ_s (|S| − s) R(s), s = 0, 1, …),
so that the answer does not depend on the solver.

Identifiability: the program *selects* from the feasible set, which it does not narrow. What it
selects depends on λ, which nothing in the behaviour fixes, and it knows true dynamics only: it
reads a mistake as a wish. `tests/behavior/test_maximum_margin.py` shows both on the misguided
researcher, a doom-lover for λ = 0.1, 1 and 5 and indifferent for λ = 20 (the change is at 10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from ..solve import full, is_optimal, reachable
from ..worlds import AllowedActions, Environment, Number, Objective, exact
from .numerical import numerical
from .observation import Observation

TOLERANCE = Fraction(1, 10**6)
"""To which the recovered rewards are rounded, and within which two distances are equal."""
SLACK = 1e-10
"""Within which two optima of the program count as equal."""
Row: TypeAlias = dict[int, float]


@dataclass(frozen=True)
class MaximumMargin:
    """A policy demonstrates R iff it is optimal for R, and R is recovered, or as near to that as any such candidate.

    Two objectives that differ by a positive factor count as one: both are scaled so that the
    largest payment is 1. Within a case the recovered objective is rarely a candidate, so that
    the nearest of the candidates for which the behaviour is optimal stand for it, by the sum of
    |R(s,a) − R̂(s,a)| where observed. As a rule of selection (``selected_by="maximum_margin"``)
    the same distance orders what another operator lists.

    Attributes
    ----------
    l1 : Fraction
        λ ≥ 0, the weight of the penalty on size.
    """

    l1: Fraction = Fraction(1)
    name: str = "maximum_margin"
    tex: str = r"\mathrm{mm}"

    def recover(self, observed: Sequence[Observation], l1: Number | None = None) -> Objective:
        """Return the objective that the program selects.

        Parameters
        ----------
        observed : sequence of Observation
            The behaviour; the margins of several environments are added up.
        l1 : number ≥ 0, optional
            λ; by default the operator's own.

        Returns
        -------
        Objective
            On states, every |R(s)| ≤ 1. Numerical: rounded to multiples of `TOLERANCE`.

        Raises
        ------
        ValueError
            If λ is negative, or the solver fails.
        ImportError
            If SciPy is not installed.
        """
        weight = self.l1 if l1 is None else exact(l1, "l1")
        if weight < 0:
            raise ValueError(f"l1 is {weight}; it must be at least 0")
        return _recover(tuple(Observation(o.env, o.policy) for o in observed), weight)

    def distance(self, observed: Sequence[Observation], objective: Objective) -> Fraction:
        """Return Σ |R − R̂| over all pairs in the environments observed, both scaled to largest payment 1."""
        recovered = self.recover(observed)
        return sum((_apart(o.env, objective, recovered) for o in observed), Fraction(0))

    def nearest_first(self, observed: Sequence[Observation], candidates: Sequence[Objective]) -> list[Objective]:
        """Return the candidates in order of distance; ties as they were given."""
        return sorted(candidates, key=lambda r: round(self.distance(observed, r) / TOLERANCE))

    def demonstrates(
        self, observed: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]
    ) -> bool:
        """Return whether the behaviour is optimal for R, and R is recovered or the nearest such candidate.

        Examples
        --------
        She stays in x, and is not taken to want what punishes staying:

        >>> from ..worlds import Policy
        >>> env = Environment.build({"x": {"a": "x", "b": "y"}, "y": {"a": "y", "b": "y"}}, start="x", discount="9/10")
        >>> stays = [Observation(env, Policy.deterministic([0, 0], 2))]
        >>> zero, flees = Objective.zero(env), Objective.from_array([[-1, 1], [-1, -1]])
        >>> [MAXIMUM_MARGIN.demonstrates(stays, r, (zero, flees)) for r in (zero, flees)]
        [True, False]
        """

        def fits(r: Objective) -> bool:
            return all(is_optimal(o.env, r, o.policy) for o in observed)

        if not fits(objective):
            return False
        distance = self.distance(observed, objective)
        size = sum(len(o.env.pairs) for o in observed)
        if distance <= size * TOLERANCE:
            return True
        rivals = [r for r in candidates if fits(r)]
        return objective in rivals and all(distance <= self.distance(observed, r) + TOLERANCE for r in rivals)

    def allowed(self, env: Environment, objective: Objective) -> AllowedActions | None:
        """Return None: which policies lead the program to an objective is not a matter of allowed actions."""
        return None


MAXIMUM_MARGIN = MaximumMargin()


@lru_cache(1024)
def _recover(observed: tuple[Observation, ...], l1: Fraction) -> Objective:
    """Solve the linear program; its unknowns are R, then |R|, then for each observation V and the margins."""
    with numerical("maximum_margin"):
        import numpy as np
        from scipy.optimize import linprog
        from scipy.sparse import coo_array
    env = observed[0].env
    count = len(env.states)
    cost = [0.0] * count + [float(l1)] * count
    ends: list[int] = []
    equal: list[Row] = []
    below: list[Row] = [{s: sign, count + s: -1.0} for s in range(count) for sign in (1.0, -1.0)]
    for o in observed:
        visited, gamma = reachable(o.env, o.policy), float(o.env.discount)
        values = len(cost)
        ends += [*o.env.ended, *(values + s for s in o.env.ended)]
        cost += [0.0] * count
        for s in sorted(reachable(o.env, full(o.env))):
            behind = {a: _behind(o.env, s, a, values) for a in sorted(o.env.available[s])}
            used = sorted(o.policy.support[s]) if s in visited else []
            equal += [behind[a] for a in used]
            rest = [row for a, row in behind.items() if a not in used]
            below += rest
            if used and rest:
                # V(s) = R(s) + γ P_π V, so the margin over a is (V(s) − R(s) − γ P_a V) / γ.
                margin = len(cost)
                cost.append(-1.0)
                below += [{margin: gamma, **row} for row in rest]

    def matrix(rows: list[Row]) -> object:
        entries = np.array([(x, k, j) for k, row in enumerate(rows) for j, x in row.items()]).reshape(-1, 3)
        data, i, j = entries[:, 0], entries[:, 1].astype(int), entries[:, 2].astype(int)
        return coo_array((data, (i, j)), shape=(len(rows), len(cost))).tocsr()

    bounds = [*[(-1.0, 1.0)] * count, *[(0.0, 1.0)] * count, *[(None, None)] * (len(cost) - 2 * count)]
    for unknown in ends:  # where the episode has ended nothing is paid, and V is 0
        bounds[unknown] = (0.0, 0.0)
    fixed = {"A_eq": matrix(equal), "b_eq": np.zeros(len(equal)), "method": "highs"}

    def solved(wanted: Sequence[float], rows: list[Row], limits: list[float]) -> Any:
        found = linprog(wanted, A_ub=matrix(rows), b_ub=np.array(limits), bounds=bounds, **fixed)
        if not found.success:
            raise ValueError(f"the linear program of maximum_margin was not solved: {found.message}")
        return found

    widest = solved(cost, below, [0.0] * len(below)).fun
    first = [(s - count) / count for s in range(count)] + [0.0] * (len(cost) - count)
    found = solved(first, [*below, dict(enumerate(cost))], [*([0.0] * len(below)), widest + SLACK])
    rewards = [round(Fraction(float(x)) / TOLERANCE) * TOLERANCE for x in found.x[:count]]
    return Objective(tuple((x,) * len(env.actions) for x in rewards), "the objective of widest margin")


def _behind(env: Environment, s: int, a: int, values: int) -> dict[int, float]:
    """Return R(s) + γ P_a V − V(s), by how much an action is behind: a row that is ≤ 0."""
    row = {s: 1.0}
    for t, p in ((s, Fraction(-1)), *((t, env.discount * p) for t, p in env.transition[s][a])):
        row[values + t] = row.get(values + t, 0.0) + float(p)
    return row


def _apart(env: Environment, left: Objective, right: Objective) -> Fraction:
    """Return Σ |R(s,a) − R'(s,a)| between two objectives scaled to largest payment 1."""
    tables = [objective.mean(env) for objective in (left, right)]
    cells = [[table[s][a] for s, a in env.pairs] for table in tables]
    scales = [max(map(abs, xs), default=0) or Fraction(1) for xs in cells]
    return sum((abs(x / scales[0] - y / scales[1]) for x, y in zip(*cells, strict=True)), Fraction(0))
