"""Cases are read from plain data, from files that a stranger wrote.

The shape is that of ``case.schema.json``, whose parts are those of `toymodel.files.parts` and `toymodel.files.judges`::

    {"name": "misguided-researcher", "story": "A researcher …",
     "world": {"states": […], "actions": […], "discount": "9/10", "training": {…}, "deployment": {…}},
     "environments": {"what she believes": {"initial": {…}, "transition": {…}}},
     "candidates": [{"name": "human values", "pays": {…}}, …, {"name": "zero", "pays": {}}],
     "agents": [{"name": "the researcher", "pursues": "human values", "believes": "what she believes",
                 "prior": {"training": "0.999", "deployment": "0.001"}},
                {"name": "a table", "policy": {"plays": {…}}, "deployed": {"plays": {…}}}],
     "base": "human values", "human": "human values",
     "judge": {"in_each": {"training": {"bad": […]}, "deployment": {"by": "human values"}, "what she believes": …}},
     "possible": {"training": "0.999", "deployment": "0.001"}, "deferring": [["start", "verify"]],
     "layout": {"kind": "rooms", "places": {"start": [0, 0], "Utopia": [1, 0], …}}}

Where deployment pays something else than training, the base is ``{"training": "clicks", "deployment": "sales"}``.
How probable environments are may stand as ``{"parts": {"training": 0.333, …}, "rounding": 1000, "record": […]}``.
Objectives are written among the candidates and named elsewhere; environments are "training",
"deployment" and those named beside them. What is written here is read back as it was; nothing that
is missing is added. Every fault is a `ValueError` of one line that says where it is.
"""

from __future__ import annotations

import json
from pathlib import Path

from ..alignment.case import Case
from ..worlds import Objective, World
from .case_parts import agent_from_data, agent_to_data, mixture_from_data, mixture_to_data
from .judges import judge_from_data, judge_to_data
from .layouts import layout_from_data, layout_to_data
from .names import FRAME, Names, environments_from_data, named_environments, others_to_data
from .parsing import demand_size, entries, fields, items, line, quoted, step
from .parts import (
    objective_from_data,
    objective_to_data,
    pairs_from_data,
    read_file,
    read_json,
    world_from_data,
    world_to_data,
)
from .saving import save
from .tables import title
from .worlds import Data

__all__ = ["case_from_data", "case_to_data", "read_case", "write_case"]

MAX_STORY = 2000
"""Longest story, in characters."""
MAX_CANDIDATES = 200
MAX_AGENTS = 20

_NEEDED = ("name", "world", "candidates", "agents", "base", "judge")
_OPTIONAL = ("story", "environments", "human", "possible", "deferring", "layout")
_WIDTH = 110


def read_case(source: str | bytes | Path) -> Case:
    """Return the case in a file, or in its text.

    Parameters
    ----------
    source : str, bytes or Path
        A text that begins with "{" and bytes are the content itself; anything else is a path.

    Raises
    ------
    ValueError
        One line that says what is wrong, where, and how to mend it.
    OSError
        If there is no such file.
    """
    if isinstance(source, bytes) or (isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith("{")):
        return case_from_data(read_json(source))
    return case_from_data(read_file(source))


def write_case(case: Case, path: str | Path | None = None) -> str:
    """Return the text of a case's file, and write it where a path is given.

    Raises
    ------
    ValueError
        If the file would be larger than what `read_case` reads.
    """
    text = _laid_out(case_to_data(case)) + "\n"
    if path is not None:
        demand_size(text.encode("utf-8"), f"{path} would be")
        save(path, text, overwrite=True)
    return text


def case_to_data(case: Case) -> Data:
    """Return a case as plain data.

    Raises
    ------
    ValueError
        If a file has no words for it: an agent of another kind, a pair graded twice.
    """
    names = Names({r.name: r for r in case.candidates}, named_environments(case))
    others, env = others_to_data(names.environments), case.world.training
    deferring = [(env.states[s], env.actions[a]) for s, a in map(env.pair, case.deferring)]
    return {
        "name": case.name,
        "story": case.story,
        "world": world_to_data(case.world),
        **({"environments": others} if others else {}),
        "candidates": [objective_to_data(objective, env) for objective in case.candidates],
        "agents": [agent_to_data(agent, names) for agent in case.agents],
        "base": names.of_base(case.base),
        **({"human": names.of_objective(case.human)} if case.human else {}),
        "judge": judge_to_data(case.judge, names),
        **({"possible": mixture_to_data(case.possible, names)} if case.possible else {}),
        **({"deferring": [list(pair) for pair in deferring]} if deferring else {}),
        **({"layout": layout_to_data(case.layout, env)} if case.layout else {}),
    }


def case_from_data(data: object, where: str = "") -> Case:
    """Return the case that plain data describe.

    Examples
    --------
    >>> here = {"initial": "s", "transition": {"s": "s"}}
    >>> world = {"states": ["s"], "actions": ["work", "rest"], "discount": "0.9", "training": here, "deployment": here}
    >>> case_from_data({"name": "tea", "world": world, "agents": [{"name": "Ann", "pursues": "tea"}], "base": "tea",
    ...                 "judge": {"bad": [["s", "rest"]]}, "candidates": [{"name": "tea", "pays": {"s": 1}}]})
    Traceback (most recent call last):
    ...
    ValueError: candidates: the objective that pays nothing is missing; add {"name": "zero", "pays": {}}
    """
    given = fields(data, where, _NEEDED, _OPTIONAL)
    name = title(given, "", where)
    story = line(given["story"], step(where, "story"), MAX_STORY) if given.get("story", "") != "" else ""
    at_world = step(where, "world")
    world = world_from_data(given["world"], at_world)
    shared = {key: value for key, value, _ in entries(given["world"], at_world) if key in FRAME}
    environments = environments_from_data(given.get("environments", {}), world, shared, step(where, "environments"))
    names = Names(_candidates(given["candidates"], world, step(where, "candidates")), environments)
    at_agents = step(where, "agents")
    listing = items(given["agents"], at_agents, MAX_AGENTS)
    if not listing:
        raise ValueError(f"{at_agents}: is empty; describe at least one agent")
    agents = tuple(agent_from_data(each, names, f"{at_agents}[{i}]") for i, each in enumerate(listing))
    base = names.base(given["base"], step(where, "base"))
    human = names.objective(given["human"], step(where, "human")) if "human" in given else None
    judge = judge_from_data(given["judge"], names, step(where, "judge"))
    possible = mixture_from_data(given["possible"], names, step(where, "possible")) if "possible" in given else None
    deferring = tuple(pairs_from_data(given.get("deferring", []), world.training, step(where, "deferring")))
    layout = layout_from_data(given["layout"], world.training, step(where, "layout")) if "layout" in given else None
    candidates = tuple(names.candidates.values())
    return Case(name, story, world, agents, base, judge, candidates, human, possible, deferring, layout)


def _candidates(data: object, world: World, where: str) -> dict[str, Objective]:
    """Return the candidates by name, after checking that zero is among them."""
    found: dict[str, Objective] = {}
    for i, each in enumerate(items(data, where, MAX_CANDIDATES)):
        place = f"{where}[{i}]"
        if isinstance(each, dict) and "name" not in each:
            raise ValueError(f"{place}: key 'name' is missing; candidates are referred to by name")
        objective = objective_from_data(each, world.training, place)
        if objective.name in found:
            raise ValueError(f"{place}: the name {quoted(objective.name)} is given twice; names must differ")
        found[objective.name] = objective
    if Objective.zero(world.training) not in found.values():
        raise ValueError(f'{where}: the objective that pays nothing is missing; add {{"name": "zero", "pays": {{}}}}')
    return found


def _laid_out(value: object, depth: int = 0) -> str:
    """Return JSON for people: on one line what fits there."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + 2 * depth <= _WIDTH or not isinstance(value, dict | list):
        return flat
    inner = "  " * (depth + 1)
    if isinstance(value, dict):
        parts = [f"{json.dumps(k, ensure_ascii=False)}: {_laid_out(v, depth + 1)}" for k, v in value.items()]
        return "{\n" + ",\n".join(inner + part for part in parts) + "\n" + "  " * depth + "}"
    return "[\n" + ",\n".join(inner + _laid_out(v, depth + 1) for v in value) + "\n" + "  " * depth + "]"
