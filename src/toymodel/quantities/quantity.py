"""A quantity is what policies are compared by: a number that is affine in the occupancy."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..solve.measure import bad_pairs, occupancy
from ..solve.restricted import indicator
from ..solve.values import evaluate, optimal, start_value
from ..worlds import AllowedActions, Environment, Judge, Objective, Policy, Row, brief


@dataclass(frozen=True)
class Quantity:
    """A quantity is a number for each policy, affine in its occupancy: offset + scale · μ·V^π of what ``pays``.

    Make one with :meth:`badness` or :meth:`regret`; ``-quantity`` is one too.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> Quantity.badness(env, Judge.of([("t", "go")])).of(env, Policy.deterministic([0, 0], 2))
    Fraction(9, 10)
    """

    pays: Objective
    scale: Fraction
    offset: Fraction
    name: str

    @classmethod
    def badness(cls, env: Environment, judge: Judge) -> Quantity:
        """Return badness_J(π) = (1−γ) μ·V^π of 1_J, in [0, 1]; at γ = 1, μ·V^π, which counts."""
        return cls(indicator(env, bad_pairs(env, judge)), env.weight, Fraction(0), f"badness for {judge.name}")

    @classmethod
    def regret(cls, env: Environment, objective: Objective) -> Quantity:
        """Return regret_R(π) = μ·V* − μ·V^π ≥ 0, in units of the objective."""
        most = start_value(env, optimal(env, objective).values)
        return cls(Objective(objective.mean(env)), Fraction(-1), most, f"regret on {objective.name}")

    def of(self, env: Environment, policy: Policy) -> Fraction:
        """Return its value for one policy."""
        return self.offset + self.scale * start_value(env, evaluate(env, self.pays, policy))

    def __neg__(self) -> Quantity:
        return Quantity(self.pays, -self.scale, -self.offset, f"−{self.name}")


def mixed(env: Environment, mix: tuple[tuple[Fraction, Policy], ...]) -> Policy:
    """Return the stationary policy whose occupancy is the mean of these policies' occupancies.

    π(a|s) = Σ w d_π(s,a) / Σ w d_π(s); where no policy of the mix comes, the first decides.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="1/2")
    >>> both = [Policy.deterministic([a, 0], 2) for a in (0, 1)]
    >>> mixed(env, tuple((Fraction(1, 2), each) for each in both)).rows[0]
    ((0, Fraction(1, 3)), (1, Fraction(2, 3)))
    """
    shares = [(weight, occupancy(env, policy)) for weight, policy in mix]
    rows: list[Row] = []
    for s in range(len(env.states)):
        row = [sum((w * share[s][a] for w, share in shares), Fraction(0)) for a in range(len(env.actions))]
        total = sum(row)
        rows.append(tuple((a, d / total) for a, d in enumerate(row) if d) if total else mix[0][1].rows[s])
    return Policy(tuple(rows), len(env.actions), "a mix")


def weighted_objective(x: Quantity, y: Quantity, a: Fraction | int, b: Fraction | int) -> Objective:
    """Return the objective whose optima are the policies of largest a·x + b·y."""
    table = zip(x.pays.rewards, y.pays.rewards, strict=True)
    left, right = a * x.scale, b * y.scale
    return Objective(tuple(tuple(left * p + right * q for p, q in zip(*rows, strict=True)) for rows in table))  # type: ignore[operator]


def some_policy(allowed: AllowedActions, actions: int) -> Policy:
    """Return the deterministic policy that plays the first allowed actions."""
    return Policy.deterministic([min(row, default=None) for row in allowed], actions)


def spent(env: Environment, amount: Fraction) -> str:
    """Return in words how much of something is done: a share of the time, or where γ = 1, how often."""
    much = brief(amount)
    return f"spends a share of {much} of the time on" if env.discount < 1 else f"does, {much} times on average,"
