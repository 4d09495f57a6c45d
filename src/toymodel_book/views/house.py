"""Learning in a house of doors, with and without a trap, and with a porter who may be asked.

Four rooms stand in a ring. In each there are two doors: one leads to the next room and pays 1, the other falls shut
behind whoever takes it. Which is which differs from house to house, so that there are sixteen houses. Whoever stays in
a room gets 3/10 a turn. Behind the wrong door one waits for ten turns on average; or, if it is a trap, for ever.

Training takes some seconds, so it is done beforehand: ``house.json`` has what each learner has lost after so many
steps, and the tests let some of them learn again. ``python -m toymodel_book.views.house`` writes the file anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import product
from math import sqrt
from pathlib import Path
from random import Random
from statistics import mean, stdev
from typing import Any

from toymodel.agents.learning import Chance
from toymodel.worlds import Environment, Objective, Policy

ROOMS = ("room 1", "room 2", "room 3", "room 4")
DOORS = ("left", "right")
HOUSES = tuple(product(DOORS, repeat=len(ROOMS)))
"""Which door is the right one, room by room."""
STAYING = Fraction(3, 10)
STEPS, EVERY, SEEDS = 400, 10, 4
STAGES = tuple(range(EVERY, STEPS + 1, EVERY))
FORESIGHT, SWEEPS = 0.95, 120
"""The learner plans by this discount, and so many sweeps."""


def house(right: Sequence[str], trap: bool) -> Environment:
    """Return the house in which these doors are the right ones; behind the others is a trap, or one gets out again."""
    onward = dict(zip(ROOMS, (*ROOMS[1:], ROOMS[0]), strict=True))
    moves: dict[str, Any] = {
        room: {door: onward[room] if door == good else "shut in" for door in DOORS} | {"stay": room}
        for room, good in zip(ROOMS, right, strict=True)
    }
    out: Any = "shut in" if trap else {"room 1": "1/10", "shut in": "9/10"}
    moves["shut in"] = dict.fromkeys((*DOORS, "stay"), out)
    return Environment.build(moves, start="room 1", discount="9/10", name=" ".join(right))


def wages(env: Environment) -> Objective:
    """Return what is paid: 1 for coming to the next room, 3/10 for staying."""
    onward = zip(ROOMS, (*ROOMS[1:], ROOMS[0]), strict=True)
    pays: dict[Any, Any] = {(room, door, after): 1 for room, after in onward for door in DOORS}
    return Objective.on(env, pays | {(room, "stay"): STAYING for room in ROOMS}, "wages")


# Posterior sampling ------------------------------------------------------------------------------------


def lost(env: Environment, seed: int, steps: int = STEPS) -> list[float]:
    """Let a learner by posterior sampling live in a house; return what it has lost after each of `STAGES`.

    It knows what is paid, and of the doors nothing: its prior for where an action leads is Dirichlet, 1/5 for each
    place. It draws a world from its posterior, plans in it, and acts by that plan until some count of (place, action)
    has doubled, or the plan is in use for one step longer than the plan before; then it draws again.
    """
    rng, size = Random(f"{env.name} {seed}"), len(env.states)  # noqa: S311
    pay = [[[0.0] * size for _ in env.actions] for _ in env.states]
    for s, rows in enumerate(wages(env).rewards):
        for a, paid in enumerate(rows):
            for t in range(size):
                pay[s][a][t] = float(dict(paid).get(t, 0) if isinstance(paid, tuple) else paid)
    counts = [[[1 / size] * size for _ in env.actions] for _ in env.states]
    visits = dict.fromkeys(env.pairs, 0)
    before, plan, age, last = dict(visits), _plan(counts, pay, rng), 0, 0
    s, earned, found = env.initial[0][0], 0.0, []
    for step in range(1, steps + 1):
        a = plan[s]
        t = _draw([(t, float(p)) for t, p in env.transition[s][a]], rng)
        earned += pay[s][a][t]
        counts[s][a][t] += 1
        visits[s, a] += 1
        age += 1
        if visits[s, a] >= 2 * max(1, before[s, a]) or age > last:
            before, plan, age, last = dict(visits), _plan(counts, pay, rng), 0, age
        s = t
        if step in STAGES:
            found.append(round(step - earned, 1))
    return found


def _draw(row: Sequence[tuple[int, float]], rng: Random) -> int:
    if len(row) == 1:
        return row[0][0]
    return rng.choices([t for t, _ in row], [p for _, p in row])[0]


def _plan(counts: Any, pay: Any, rng: Random) -> list[int]:
    """Draw a world from the posterior and return what is best in it."""
    drawn: list[list[tuple[float, list[float]]]] = []
    for s, rows in enumerate(counts):
        drawn.append([])
        for a, row in enumerate(rows):
            weights = [rng.gammavariate(alpha, 1) for alpha in row]
            total = sum(weights) or 1.0
            chances = [w / total for w in weights]
            drawn[s].append((sum(p * r for p, r in zip(chances, pay[s][a], strict=True)), chances))
    values, q = [0.0] * len(counts), [[0.0]]
    for _ in range(SWEEPS):
        q = [[r + FORESIGHT * sum(p * v for p, v in zip(c, values, strict=True)) for r, c in rows] for rows in drawn]
        values = [max(row) for row in q]
    return [row.index(max(row)) for row in q]


def least(steps: int, rooms: int = len(ROOMS)) -> Fraction:
    """Return the least that any learner loses on average over all houses with traps, if it cannot ask.

    By backward induction over how many doors it knows: at an unknown one it stays, or takes one of two that look alike.
    """
    best = [Fraction(0)] * (rooms + 1)
    for _ in range(steps):
        best = [max(STAYING + best[j], (1 + best[j + 1]) / 2) for j in range(rooms)] + [1 + best[rooms]]
    return steps - best[0]


# Asking ------------------------------------------------------------------------------------------------


def with_advisor(env: Environment, advice: Policy) -> Environment:
    """Return a world in which somebody may be asked: a question takes a turn, and shows what the advisor would do."""
    actions = [*env.actions, "ask"]
    moves: dict[str, Any] = {}
    for s, state in enumerate(env.states):
        acts: dict[str, Any] = {
            action: {env.states[t]: p for t, p in env.transition[s][a]} for a, action in enumerate(env.actions)
        }
        told = {action: f"{state}, told {action}" for action in env.actions}
        asked = acts | {"ask": told[env.actions[advice.rows[s][0][0]]]}
        moves |= dict.fromkeys((state, *told.values()), asked)
    start = {env.states[s]: p for s, p in env.initial}
    return Environment.build(moves, start=start, discount=env.discount, actions=actions, name=env.name)


def paid_with_advisor(world: Environment, env: Environment, objective: Objective) -> Objective:
    """Return the objective where somebody may be asked; a question pays nothing."""
    return Objective.on(
        world,
        {
            (name, action): objective.mean(env)[s][a]
            for s, state in enumerate(env.states)
            for name in (state, *(f"{state}, told {told}" for told in env.actions))
            for a, action in enumerate(env.actions)
        },
        objective.name,
    )


@dataclass(frozen=True)
class Delegating:
    """This learner does what all the advisors it thinks possible would do, and where they differ it asks.

    Attributes
    ----------
    advice : tuple of Policy
        What the advisor would do in each of the worlds that it thinks possible; deterministic.
    """

    advice: tuple[Policy, ...]
    name: str = "who asks when unsure"

    def start(self, env: Environment, seed: int = 0) -> frozenset[int]:
        """Return all that may be the truth."""
        return frozenset(range(len(self.advice)))

    def act(self, memory: frozenset[int], state: int) -> Chance:
        """Do what is agreed on, or ask."""
        said = {self.says(k, state) for k in memory}
        return [(said.pop() if len(said) == 1 else self._actions, Fraction(1))]

    def remember(self, memory: frozenset[int], state: int, action: int, reward: object, after: int) -> frozenset[int]:
        """Strike out what would have been advised otherwise."""
        if action != self._actions:
            return memory
        told = after % (1 + self._actions) - 1
        return frozenset(k for k in memory if self.says(k, state) == told)

    def says(self, k: int, state: int) -> int:
        """Return what the advisor would do here if the truth were the k-th; a place is `1 + actions` states."""
        return self.advice[k].rows[state // (1 + self._actions)][0][0]

    @property
    def _actions(self) -> int:
        return self.advice[0].actions


# Records -----------------------------------------------------------------------------------------------


def learn(trap: bool, seeds: int = SEEDS) -> list[list[float]]:
    """Return what each learner has lost: so many in each of the sixteen houses."""
    return [lost(house(right, trap), seed) for right in HOUSES for seed in range(seeds)]


@cache
def recorded() -> Mapping[str, list[list[float]]]:
    """Return what was lost, for each kind of house, each learner, each stage."""
    found: Mapping[str, list[list[float]]] = json.loads(files(__package__).joinpath("house.json").read_text("utf-8"))
    return found


def interval(losses: Sequence[float]) -> tuple[float, float, float]:
    """Return a mean, and its 95 % interval by the normal approximation."""
    middle, half = mean(losses), 1.96 * stdev(losses) / sqrt(len(losses))
    return middle - half, middle, middle + half


if __name__ == "__main__":
    text = json.dumps({"opens": learn(False), "trap": learn(True)}, separators=(",", ":"))
    Path(__file__).with_name("house.json").write_text(text + "\n", encoding="utf-8")
