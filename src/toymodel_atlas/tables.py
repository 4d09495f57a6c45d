"""What the census looks up: for each environment, which policies each objective makes optimal, each judge safe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .bits import Dynamics, grid, policies
from .engine import Engine
from .kernel import Ints


@dataclass(frozen=True)
class Tables:
    """For each of some environments, all that a verdict can depend on.

    Attributes
    ----------
    given : tuple of Dynamics
    most, more : int
        Room for the distinct values of Opt(R) and of Safe(J) in one environment.
    label, opts, number, size : Ints
        Of each objective, which Opt it has; the distinct ones, how many objectives have each,
        and how many distinct ones there are.
    safes, judges, kinds : Ints
        The distinct values of Safe(J), how many judges have each, how many distinct ones.
    """

    given: tuple[Dynamics, ...]
    policies: int
    objectives: int
    most: int
    more: int
    label: Ints
    opts: Ints
    number: Ints
    size: Ints
    safes: Ints
    judges: Ints
    kinds: Ints


def tables(given: Sequence[Dynamics], engine: Engine) -> Tables:
    """Tabulate environments of one size."""
    n, m, rows = given[0].states, given[0].actions, len(given)
    strategies, objectives, cells = policies(n, m), grid(n, m), n * m
    most, more = min(len(objectives), ((1 << m) - 1) ** n), 1 << cells
    run, zeros, ints = engine.run, engine.zeros, engine.ints

    visits = [env.visits(policy) for env in given for policy in strategies]
    shape = ints([rows, len(strategies), cells, len(objectives)])
    flat = ints(x for table in visits for x in table)
    rewards = ints(x for objective in objectives for x in objective)
    place = ints([-1] * (1 << len(strategies)))
    masks, label = zeros(rows * len(objectives)), zeros(rows * len(objectives))
    run.best(flat, rewards, shape, masks, zeros(len(strategies)))
    opts, number, size = zeros(rows * most), zeros(rows * most), zeros(rows)
    run.distinct(masks, ints([rows, len(objectives), most]), place, label, opts, number, size)

    used = ints(sum(1 << k for k, x in enumerate(table) if x) for table in visits)
    masks, ignored = zeros(rows * more), zeros(rows * more)
    run.avoid(used, shape, masks)
    safes, judges, kinds = zeros(rows * more), zeros(rows * more), zeros(rows)
    run.distinct(masks, ints([rows, more, more]), place, ignored, safes, judges, kinds)
    return Tables(
        tuple(given), len(strategies), len(objectives), most, more, label, opts, number, size, safes, judges, kinds
    )
