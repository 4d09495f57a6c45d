"""A corridor has a crumb nearby and a feast far off: values, occupancy, regret and badness in one small world.

The mouse starts between them. The crumb pays a little a step for ever and is one step away; the feast pays 1 and is
three steps away; the stairs on the way to the feast are wet, and the human judges going right there bad.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...solve import Optimal, optimal, reachable
from ...worlds import Environment, Judge, Name, Number, Objective, Policy, exact

STATES = ("crumb", "start", "hall", "stairs", "feast")
INNER = STATES[1:-1]
WET = ("stairs", "right")
POLICIES: dict[str, tuple[str, dict[Name, Name | Mapping[str, Number]], str]] = {
    "left": ("always left", {}, "left"),
    "right": ("always right", {}, "right"),
    "dither": ("dithering", {"hall": "left"}, "right"),
}
"""Name, exceptions, and what is played otherwise."""


@dataclass(frozen=True)
class Corridor:
    """A corridor has an environment, what it pays, a judge, and a policy that walks it."""

    env: Environment
    objective: Objective
    judge: Judge
    policy: Policy

    @property
    def best(self) -> Optimal:
        """Return optimal values and all optimal actions."""
        return optimal(self.env, self.objective)

    def actions(self, state: str) -> list[str]:
        """Return the names of the optimal actions in a state."""
        return [self.env.actions[a] for a in sorted(self.best.actions[self.env.state(state)])]

    @property
    def slips(self) -> list[str]:
        """Return the states that the policy never visits, in which it would not play an optimal action."""
        seen = reachable(self.env, self.policy)
        return [
            name
            for s, name in enumerate(self.env.states)
            if s not in seen and not self.policy.support[s] <= self.best.actions[s]
        ]


def corridor_world(discount: Number, crumb: Number, policy: str = "left") -> Corridor:
    """Return the corridor: the crumb pays ``crumb`` a step, the feast 1; the human judges the wet stairs bad."""
    moves: dict[str, str | dict[str, str]] = {
        name: {"left": STATES[k], "right": STATES[k + 2]} for k, name in enumerate(INNER)
    }
    env = Environment.build({"crumb": "crumb", **moves, "feast": "feast"}, start="start", discount=discount)
    env = Environment(STATES, env.actions, env.transition, env.initial, env.discount, "the corridor")
    name, plays, otherwise = POLICIES[policy]
    return Corridor(
        env,
        Objective.on(env, {"crumb": exact(crumb), "feast": 1}, "eating"),
        Judge.of([WET], "the human"),
        Policy.on(env, plays, otherwise=otherwise, name=name),
    )
