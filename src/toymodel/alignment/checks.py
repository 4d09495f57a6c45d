"""A case is checked when it is made: its parts are of the right kinds, fit each other, and lack nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..agents import Agent, MesaOptimizer
from ..solve import bad_pairs
from ..worlds import Judge, Objective, ObjectivePair, World
from ..worlds.objective import PLACES, single

if TYPE_CHECKING:
    from .case import Case

SEVERAL = (tuple, list)


def checked(case: Case) -> None:
    """Raise ValueError if shapes or names do not fit, or a candidate is missing; the message says which."""
    said, world = f"case {case.name!r}", case.world
    _kinds(case, said)
    if not case.agents:
        raise ValueError(f"{said} has no agent")
    _distinct([agent.name for agent in case.agents], f"{said}: agent")
    for given in (*case.candidates, *([] if case.human is None else [case.human])):
        single(given, f"{said}: {'a candidate' if given in case.candidates else 'what the human wants'}")
    _distinct([objective.name for objective in case.candidates], f"{said}: candidate objective")
    believed = [agent.believed for agent in case.agents if agent.believed is not None]
    for mixture in (case.possible, *(agent.prior for agent in case.agents)):
        believed += mixture.support if mixture else ()
    for env in believed:
        World(world.training, env)
    for pair in case.deferring:
        world.training.demand(*world.training.pair(pair), f"{said}: what counts as asking")
    if case.layout:
        case.layout.fits(world.training)
    for env in (world.training, world.deployment, *believed):
        for objective in case.candidates:
            objective.mean(env)
    for env in (world.training, world.deployment):
        bad_pairs(env, case.judge)
    _complete(case, said)
    for agent in case.agents:
        for policy, env in zip(agent.replans(world), (world.training, world.deployment), strict=True):
            policy.fits(env, agent.incomplete)


def _kinds(case: Case, said: str) -> None:
    """Refuse a part that is another kind of thing than it should be, with what to write instead."""
    parts: list[tuple[str, object, Any, str]] = [
        ("world", case.world, World, "World.same(env), or World(training, deployment)"),
        ("agents", case.agents, SEVERAL, "a tuple, (agent,)"),
        ("base", case.base, (Objective, ObjectivePair), "an objective, Objective.from_array(rewards)"),
        ("judge", case.judge, Judge, "a judge, Judge.of([(state, action)])"),
        ("candidates", case.candidates, SEVERAL, "a tuple, (base, Objective.zero(env))"),
    ]
    if isinstance(case.agents, SEVERAL):
        parts += [("an agent", agent, (Agent, MesaOptimizer), "Agent(name, policy)") for agent in case.agents]
    for what, given, kind, remedy in parts:
        if not isinstance(given, kind):
            raise ValueError(f"{said}: {what} is of the type {type(given).__name__}; give {remedy}")


def _complete(case: Case, said: str) -> None:
    needed = [(Objective.zero(case.world.training), "zero")]
    needed += [(paid, "the base objective") for paid in dict.fromkeys(map(case.base.at, PLACES))]
    needed += [(agent.objective, f"the objective of {agent.name}") for agent in case.agents if agent.objective]
    needed += [(case.human, "the human's objective")] if case.human else []
    for objective, what in needed:
        if objective not in case.candidates:
            raise ValueError(f"{said}: the candidates lack {what} ({objective.name!r}); add it")


def _distinct(names: Sequence[str], what: str) -> None:
    for k, name in enumerate(names):
        if name in names[:k]:
            raise ValueError(f"{what} {name!r} is given twice; names must differ")
