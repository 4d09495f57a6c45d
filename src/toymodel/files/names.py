"""The names in a case's file are those of its candidates and its environments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..alignment.case import Case
from ..worlds import Environment, Judge, Objective, World
from .parsing import entries, fields, line, quoted
from .parts import environment_from_data, environment_to_data, objective_from_data, objective_to_data
from .tables import find, places
from .worlds import ABOUT, Data

FRAME = ("states", "actions", "discount")
"""What the environments of a case share, and a file gives once."""


@dataclass(frozen=True)
class Names:
    """The names of one file are looked up here.

    Attributes
    ----------
    candidates : mapping from str to Objective
    environments : mapping from str to Environment
        "training", "deployment", and then the others, each under a name of its own.
    """

    candidates: Mapping[str, Objective]
    environments: Mapping[str, Environment]

    @property
    def world(self) -> World:
        """Return the world: training and deployment."""
        return World(self.environments["training"], self.environments["deployment"])

    def objective(self, data: object, where: str) -> Objective:
        """Return the candidate of this name, or the one written out here (under another name, perhaps)."""
        if isinstance(data, dict):
            written = objective_from_data(data, self.world.training, where)
            if written not in self.candidates.values():
                raise ValueError(f"{where}: this objective is not among the candidates; add it there")
            return written
        name = line(data, where)
        if name not in self.candidates:
            known = ", ".join(list(self.candidates)[:12])
            raise ValueError(
                f"{where}: no candidate is called {quoted(name)}; add it to candidates (these are: {known})"
            )
        return self.candidates[name]

    def environment(self, data: object, where: str) -> Environment:
        """Return the environment of this name."""
        name = line(data, where)
        find(name, places(tuple(self.environments)), "environment", where)
        return self.environments[name]

    def of_objective(self, objective: Objective) -> str | Data:
        """Return what a file calls an objective; one that goes by another name than its candidate is written out."""
        if self.candidates.get(objective.name) == objective:
            return objective.name
        return objective_to_data(objective, self.world.training)

    def of_environment(self, env: Environment) -> str:
        """Return what a file calls an environment."""
        same = [name for name, known in self.environments.items() if known == env]
        exactly = (env.name, env.record)
        return next((n for n in same if (self.environments[n].name, self.environments[n].record) == exactly), same[0])


def named_environments(case: Case) -> dict[str, Environment]:
    """Return the environments that a case speaks of, by the names that a file gives them."""
    found = {"training": case.world.training, "deployment": case.world.deployment}
    mixtures = [case.possible, *(agent.prior for agent in case.agents)]
    others = [agent.believed for agent in case.agents if agent.believed is not None]
    others += [env for mixture in mixtures if mixture for env, _ in mixture.parts]
    for env in [*others, *_judged(case.judge)]:
        World(case.world.training, env)  # refuses another frame: a file gives it once
        if any((env, env.name, env.record) == (e, e.name, e.record) for e in found.values()):
            continue
        stem, count = env.name or "another", 1
        while (name := stem if count == 1 else f"{stem[:180]} ({count})") in found:
            count += 1
        found[name] = env
    return found


def _judged(judge: Judge) -> list[Environment]:
    """Return the environments that a judge tells apart."""
    members = [env for member in judge.members for env in _judged(member)]
    return members + [each for env, inner in judge.cases for each in (env, *_judged(inner))]


def others_to_data(environments: Mapping[str, Environment]) -> Data:
    """Return the environments that are neither training nor deployment as plain data."""
    return {
        name: {key: value for key, value in environment_to_data(env).items() if key not in FRAME}
        for name, env in environments.items()
        if name not in ("training", "deployment")
    }


def environments_from_data(data: object, world: World, shared: Data, where: str) -> dict[str, Environment]:
    """Return training, deployment and the other named environments, which share states, actions and discount."""
    found = {"training": world.training, "deployment": world.deployment}
    for name, part, place in entries(data, where):
        if line(name, place) in found:
            raise ValueError(f"{place}: this needs a name of its own, other than training and deployment")
        given = fields(part, place, ("initial", "transition"), ABOUT)
        found[name] = environment_from_data({**shared, **given}, place)
    return found
