"""The rehearsal of chapter 22 is how a trainer tells two models apart; a reader of the reward asks what was meant."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from toymodel.solve import optimal, regret
from toymodel.worlds import Environment, Objective, Policy
from toymodel.zoo import lava

CASE = lava()
MEADOW, CRATER = CASE.world.training, CASE.world.deployment
MODELS: Mapping[str, tuple[int, Policy]] = {
    "plain": (1, Policy.on(MEADOW, {}, otherwise="short way", name="plain")),
    "careful": (2, Policy.on(MEADOW, {"the crater": "long way"}, otherwise="short way", name="careful")),
}
"""Two models: how many rules each has, and what it does."""
COSTS: Mapping[str, Mapping[str, Fraction]] = {
    "as written": {"grass": Fraction(1, 2)},
    "lava is harmful": {"grass": Fraction(1, 2), "lava": Fraction(10)},
    "dirt is bad": {"dirt": Fraction(1, 2)},
}
"""What an author may want, or write: what a step on each ground costs."""
WRITTEN, HARMFUL, DIRT = COSTS
KNOWN: Mapping[str, tuple[str, tuple[Environment, ...]]] = {
    "meadow": ("only the meadow", (MEADOW,)),
    "both": ("the crater, too", (MEADOW, CRATER)),
}
"""What the author knew: words, and places."""
EYES: Mapping[str, tuple[str, Objective]] = {
    "human": ("human values", Objective.on(MEADOW, {"the goal": 1, "grass": "-1/2", "lava": -10}, "human values")),
    "reward": ("the reward", CASE.base.at("training")),
}
"""By what a rehearsal is judged."""


def wanting(costs: Mapping[str, Fraction], name: str = "R") -> Objective:
    """Return the objective under which the goal pays 1 a step and each ground costs so much."""
    return Objective.on(MEADOW, {"the goal": 1, **{ground: -cost for ground, cost in costs.items()}}, name)


def lost(wanted: str, written: str, known: str) -> Fraction:
    """Return what an author who wants one thing and writes another loses in the places that she knows."""
    loses = Fraction(0)
    for env in KNOWN[known][1]:
        best = Policy.uniform(optimal(env, wanting(COSTS[written])).actions, len(env.actions))
        loses += regret(env, wanting(COSTS[wanted]), best)
    return loses


def likelihood(wanted: str, known: str) -> Fraction:
    """Return how probable it is that a careful author who wants so writes the reward: one of the best, by lot."""
    losses = {written: lost(wanted, written, known) for written in COSTS}
    best = [written for written, loss in losses.items() if loss == min(losses.values())]
    return Fraction(WRITTEN in best, len(best))
