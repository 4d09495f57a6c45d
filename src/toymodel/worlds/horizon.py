"""A horizon is a world in layers: with the time in the state, what is best may depend on the time that is left.

State s at time t is "s @ t", t = 0 … H. Actions lead from each layer to the next, and in layer H the episode has
ended; so γ may be 1. A stationary policy of the layers is a policy of the original world that looks at the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..given.names import Name, whole
from ..given.numbers import Number, exact
from ..given.rows import Row
from .environment import Environment
from .judge import Judge
from .objective import Objective, Payment
from .policy import Policy


@dataclass(frozen=True)
class Horizon:
    """A horizon takes an environment, and all that is said of it, to one in layers that ends after so many steps.

    Attributes
    ----------
    env : Environment
        The environment without the horizon.
    steps : int
        H ≥ 1.
    discount : Fraction, optional
        γ of the layers, in (0, 1]; by default that of the environment.

    Raises
    ------
    ValueError
        If there is not at least one step, or γ is out of range.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "s"}, start="s", discount="0.9")
    >>> horizon = Horizon(env, 2, discount=1)
    >>> horizon.layers.states, horizon.layers.transition[2]
    (('s @ 0', 't @ 0', 's @ 1', 't @ 1', 's @ 2', 't @ 2'), (((5, Fraction(1, 1)),), ((4, Fraction(1, 1)),)))
    >>> horizon.objective(Objective.on(env, {"t": 1})).rewards[3:]
    ((Fraction(1, 1), Fraction(1, 1)), (Fraction(0, 1), Fraction(0, 1)), (Fraction(0, 1), Fraction(0, 1)))
    """

    env: Environment
    steps: int
    discount: Number | None = None

    def __post_init__(self) -> None:
        steps = whole(self.steps)
        if steps is None or steps < 1:
            raise ValueError(f"horizon is {self.steps!r}; it must be a number of steps, at least 1")
        object.__setattr__(self, "steps", steps)
        gamma = self.env.discount if self.discount is None else exact(self.discount, "discount")
        object.__setattr__(self, "discount", gamma)

    @cached_property
    def layers(self) -> Environment:
        """Return the environment in layers."""
        env, size = self.env, len(self.env.states)
        states = tuple(f"{state} @ {t}" for t in range(self.steps + 1) for state in env.states)

        def later(row: Row, t: int) -> Row:
            return tuple((s + (t + 1) * size, p) for s, p in row)

        moves = tuple(
            tuple(later(row, t) if t < self.steps else () for row in rows)
            for t in range(self.steps + 1)
            for rows in env.transition
        )
        said = (*env.record, f"the episode ends after {self.steps} step{'s' * (self.steps > 1)}")
        assert self.discount is not None
        return Environment(states, env.actions, moves, env.initial, exact(self.discount), env.name, said)

    def state(self, name: Name, time: int) -> int:
        """Return the index in the layers of a state at a time."""
        return self.env.state(name) + time * len(self.env.states)

    def objective(self, objective: Objective) -> Objective:
        """Return the objective that pays the same at all times."""
        objective.fits(self.env)
        size = len(self.env.states)

        def later(payment: Payment, t: int) -> Payment:
            return tuple((s + (t + 1) * size, x) for s, x in payment) if isinstance(payment, tuple) else payment

        rows = [tuple(later(x, t) for x in row) for t in range(self.steps) for row in objective.rewards]
        return Objective((*rows, *Objective.zero(self.env).rewards), objective.name)

    def judge(self, judge: Judge) -> Judge:
        """Return the judge who calls the same bad at all times, or judges by the same objective within the horizon."""
        if judge.members:
            return Judge.several(map(self.judge, judge.members), judge.name)
        if judge.cases:
            cases = [(Horizon(env, self.steps, self.discount), each) for env, each in judge.cases]
            return Judge.in_each([(horizon.layers, horizon.judge(each)) for horizon, each in cases], judge.name)
        if judge.objective is not None:
            return Judge.by(self.objective(judge.objective), judge.tolerance, judge.name)
        pairs = tuple((self.state(s, t), a) for t in range(self.steps) for s, a in map(self.env.pair, judge.pairs))
        return Judge(pairs, grades=judge.grades * self.steps, name=judge.name)

    def policy(self, policy: Policy) -> Policy:
        """Return the policy that plays the same at all times."""
        policy.fits(self.env)
        return Policy(policy.rows * self.steps + ((),) * len(self.env.states), policy.actions, policy.name)
