"""Environments are written for the tools that the field uses: as arrays, and as worlds for Gymnasium."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ..worlds import Environment, Objective
from ..worlds.objective import Payment

Arrays = tuple[list[list[list[Fraction]]], list[list[Fraction]], list[Fraction]]


def to_arrays(env: Environment, objective: Objective) -> Arrays:
    """Return transitions [s][a][s'], mean rewards [s][a] and the initial distribution, as nested lists of fractions.

    What is not available has zeros; `Environment.from_arrays` reads the arrays back with ``available=`` that mask.
    ``numpy.array(…, dtype=float)`` makes floats of them, ``numpy.swapaxes(…, 0, 1)`` pymdptoolbox's order.

    Raises
    ------
    ValueError
        If the objective does not say what some transition pays.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": {"s": "1/2", "t": "1/2"}}, "t": "t"}, start="s", discount="1/2")
    >>> transition, reward, initial = to_arrays(env, Objective.on(env, {"t": 1}))
    >>> Environment.from_arrays(transition, initial, env.discount, states=env.states, actions=env.actions) == env
    True
    """
    count = range(len(env.states))

    def full(row: tuple[tuple[int, Fraction], ...]) -> list[Fraction]:
        weights = dict(row)
        return [weights.get(t, Fraction(0)) for t in count]

    return (
        [[full(row) for row in rows] for rows in env.transition],
        [list(r) for r in objective.mean(env)],
        full(env.initial),
    )


def to_gymnasium(env: Environment, objective: Objective) -> Any:
    """Return a world for Gymnasium whose table `from_gymnasium` reads back as this environment and objective.

    It has ``P``, ``initial_state_distrib``, names for states and actions, and steps and resets by the table, in
    floats: read back, denominators up to ``rounding`` are the same. Entering a state where the episode has ended
    terminates it; read that back with ``ended=True``, or with the discount 1.

    Raises
    ------
    ImportError
        If Gymnasium, which is optional, is not installed.
    ValueError
        If some actions are available in a state and others not, or an ended state is where it begins, for which
        Gymnasium has no words.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": {"s": "1/3", "t": "2/3"}}, "t": "t"}, start="s", discount="1/2")
    >>> made = to_gymnasium(env, Objective.on(env, {"t": 1}))  # doctest: +SKIP
    >>> made.P[0][0]  # doctest: +SKIP
    [(0.3333333333333333, 0, 0.0, False), (0.6666666666666666, 1, 0.0, False)]
    """
    try:
        import gymnasium
    except ImportError as missing:
        raise ImportError("a world for Gymnasium needs it: pip install gymnasium") from missing
    for s, offered in enumerate(env.available):
        if 0 < len(offered) < len(env.actions):
            a = min(set(range(len(env.actions))) - offered)
            raise ValueError(f"{env.describe((s, a))} is not available, and Gymnasium has every action in every state")
    if any(s in env.ended for s, _ in env.initial):
        raise ValueError("the episode begins where it has ended, which Gymnasium has no words for")
    objective.mean(env)  # refuses an objective that leaves a transition out

    def row(s: int, a: int) -> list[tuple[float, int, float, bool]]:
        if s in env.ended:
            return [(1.0, s, 0.0, True)]
        return [(float(p), t, _paid(objective.rewards[s][a], t), t in env.ended) for t, p in env.transition[s][a]]

    class Tabular(gymnasium.Env[Any, Any]):
        """A world that steps by its table."""

        metadata = {"render_modes": []}  # noqa: RUF012  # as Gymnasium has it
        P = {s: {a: row(s, a) for a in range(len(env.actions))} for s in range(len(env.states))}  # noqa: RUF012
        initial_state_distrib = [float(dict(env.initial).get(s, 0)) for s in range(len(env.states))]  # noqa: RUF012
        state_names, action_names = env.states, env.actions
        observation_space = gymnasium.spaces.Discrete(len(env.states))
        action_space = gymnasium.spaces.Discrete(len(env.actions))
        state = 0

        def reset(
            self, *, seed: int | None = None, options: dict[str, Any] | None = None
        ) -> tuple[int, dict[str, Any]]:
            super().reset(seed=seed)
            self.state = self._drawn(self.initial_state_distrib)
            return self.state, {}

        def step(self, action: int) -> tuple[int, float, bool, bool, dict[str, Any]]:
            onward = self.P[self.state][int(action)]
            _, self.state, reward, over = onward[self._drawn([p for p, *_ in onward])]
            return self.state, reward, over, False, {}

        def _drawn(self, shares: list[float]) -> int:
            total = sum(shares)
            return int(self.np_random.choice(len(shares), p=[p / total for p in shares]))

    return Tabular()


def _paid(payment: Payment, to: int) -> float:
    return float(payment if isinstance(payment, Fraction) else dict(payment)[to])
