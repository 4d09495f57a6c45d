"""A part of a case that is another kind of thing than it should be is refused, with what to write instead."""

from __future__ import annotations

from typing import Any

from ..agents import Agent, MesaOptimizer
from ..worlds import Judge, Objective, ObjectivePair, World

SEVERAL = (tuple, list)


def check_kinds(name: str, world: object, agents: object, base: object, judge: object, candidates: object) -> None:
    """Raise ValueError if a part of the case of this name is of a wrong type."""
    parts: list[tuple[str, object, Any, str]] = [
        ("world", world, World, "World.same(env), or World(training, deployment)"),
        ("agents", agents, SEVERAL, "a tuple, (agent,)"),
        ("base", base, (Objective, ObjectivePair), "an objective, Objective.from_array(rewards)"),
        ("judge", judge, Judge, "a judge, Judge.of([(state, action)])"),
        ("candidates", candidates, SEVERAL, "a tuple, (base, Objective.zero(env))"),
    ]
    if isinstance(agents, SEVERAL):
        parts += [("an agent", agent, (Agent, MesaOptimizer), "Agent(name, policy)") for agent in agents]
    for what, given, kind, remedy in parts:
        if not isinstance(given, kind):
            raise ValueError(f"case {name!r}: {what} is of the type {type(given).__name__}; give {remedy}")
