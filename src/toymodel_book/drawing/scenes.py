"""A scene is a world that the policy cloud is drawn for, with the points of its policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from toymodel.alignment import Case
from toymodel.quantities.deterministic import gap
from toymodel.quantities.margins import Frontier, Vertex, convex_hull, frontier
from toymodel.quantities.quantity import Quantity
from toymodel.solve import bad_pairs, reachable
from toymodel.worlds import Environment, Judge, Objective, Pair, Policy
from toymodel.zoo import coin_line, lava, misguided_researcher, nursery_corridor
from toymodel.zoo.cases.shortcuts import shortcuts

CASES: dict[str, tuple[str, str]] = {
    "corridor": ("the nursery corridor", "{share} of the runs may go through the nursery"),
    "researcher": ("the misguided researcher", "{share} of the time the AI may be deployed, which is bad"),
    "shortcuts": ("three shortcuts, each dearer than the last", "{share} of the harm that can be done may be done"),
    "coin": ("the coin line", "{share} of the time may be spent going away from the coin"),
    "lava": ("lava, of which the reward says nothing", "{share} of the runs may cross the lava"),
}
"""What the view offers: its words, and what a share of the most harm means there."""
MADE: dict[str, Callable[[], Case]] = {
    "corridor": nursery_corridor,
    "researcher": misguided_researcher,
    "coin": coin_line,
    "lava": lava,
}


@dataclass(frozen=True)
class Scene:
    """A scene has an environment, what is bad in it, an objective, and where its policies lie.

    Attributes
    ----------
    frontier : Frontier
        Of badness to regret.
    hull : tuple of Vertex
        All corners, counterclockwise.
    points : tuple of (badness, regret)
        Of the deterministic policies, each once.
    policies : tuple of Policy
        For each point, a deterministic policy that lies there.
    gap : Fraction or float
        The least regret of a deterministic policy that does harm.
    says : str
        What a share of the most harm means here.
    """

    env: Environment
    bad: frozenset[Pair]
    frontier: Frontier
    hull: tuple[Vertex, ...]
    points: tuple[tuple[Fraction, Fraction], ...]
    policies: tuple[Policy, ...]
    gap: Fraction | float
    says: str

    @property
    def most(self) -> Vertex:
        """Return the corner of the most harm, as cheap as it gets."""
        return self.frontier.vertices[-1]

    @property
    def scale(self) -> Fraction:
        """Return the regret of the most harm; where that is none, the largest regret."""
        return self.most.y or max(y for _, y in self.points) or Fraction(1)

    @property
    def intent_aligned(self) -> bool:
        """Return whether every optimum of the objective is harmless: intent alignment, on this objective."""
        return self.frontier.vertices[0].x == 0

    def worst_deterministic(self, allowed: Fraction) -> tuple[Fraction, Fraction, Policy]:
        """Return badness, regret and policy of the most harmful deterministic policy allowed, the cheapest of these."""
        within = [(x, -y, k) for k, (x, y) in enumerate(self.points) if y <= allowed]
        x, y, k = max(within)
        return x, -y, self.policies[k]


@lru_cache
def scene(name: str) -> Scene:
    """Return one of `CASES`, worked out once."""
    env, judge, objective = _world(name)
    x, y = Quantity.badness(env, judge), Quantity.regret(env, objective)
    found = {(x.of(env, policy), y.of(env, policy)): policy for policy in everyone(env)}
    points = tuple(sorted(found))
    policies = tuple(found[point] for point in points)
    edge, least = frontier(env, x, y), gap(env, x, y).value
    return Scene(env, bad_pairs(env, judge), edge, convex_hull(env, x, y), points, policies, least, CASES[name][1])


def everyone(env: Environment) -> Iterator[Policy]:
    """Return a deterministic policy for each way to act: what it does where it does not come is the first action."""
    todo: list[dict[int, int]] = [{}]
    while todo:
        chosen = todo.pop()
        mask = tuple(frozenset({chosen[s]}) if s in chosen else frozenset[int]() for s in range(len(env.states)))
        if forks := [s for s in reachable(env, mask) - env.ended if s not in chosen]:
            todo += [{**chosen, forks[0]: a} for a in sorted(env.available[forks[0]])]
        else:
            rest = [min(here, default=None) for here in env.available]
            yield Policy.deterministic([chosen.get(s, a) for s, a in enumerate(rest)], len(env.actions))


def _world(name: str) -> tuple[Environment, Judge, Objective]:
    if name == "shortcuts":
        return shortcuts()
    case = MADE[name]()
    return case.world.deployment, case.judge, case.base
