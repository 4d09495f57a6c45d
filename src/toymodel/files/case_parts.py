"""Agents of a case are plain data, their objectives and environments given by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..agents import Agent, AnyAgent, Controller, Learner, MesaOptimizer, Search, Softmax, Worst
from ..given.rounding import Rounding
from ..worlds import Environment, Mixture, exact, show
from .names import Names
from .parsing import entries, fields, items, line, number, quoted, step, written
from .parts import policy_from_data, policy_to_data
from .tables import find, places, recorded, rounding_of, title
from .worlds import Data

MAX_DEPTH = 100
"""Deepest search of an agent in a file: a stranger's file must not hang."""
MAX_ROUNDED = 15
"""Most digits to which softmax probabilities are rounded: floats have no more."""


def agent_to_data(agent: AnyAgent, names: Names) -> Data:
    """Return an agent as plain data: what it plays, or what it pursues and how."""
    env = names.world.training
    data: Data = {"name": agent.name}
    if type(agent) is MesaOptimizer:
        data["pursues"] = names.of_objective(agent.objective)
        if agent.depth is not None:
            data["depth"] = agent.depth
        if agent.prefers:
            data["prefers"] = [env.actions[a] for a in agent.prefers]
        if agent.search is not None:
            data["search"] = search_to_data(agent.search, agent.name)
    elif type(agent) is Agent:
        data["policy"] = policy_to_data(agent.policy, env, agent.incomplete)
        if agent.deployed is not None:
            data["deployed"] = policy_to_data(agent.deployed, env, agent.incomplete)
        if agent.incomplete:
            data["incomplete"] = True
        if agent.learner is not None:
            data["learner"] = learner_to_data(agent.learner, env, agent.name)
    else:
        raise ValueError(f"a file has no words for {agent.name}, which is a {type(agent).__name__}")
    if agent.believed is not None:
        data["believes"] = names.of_environment(agent.believed)
    if agent.prior is not None:
        data["prior"] = mixture_to_data(agent.prior, names)
    return data


def agent_from_data(data: object, names: Names, where: str) -> AnyAgent:
    """Return the agent that plain data describe."""
    kinds = {"policy": ("deployed", "learner", "incomplete"), "pursues": ("depth", "prefers", "search")}
    kind = next((key for key in kinds if isinstance(data, dict) and key in data), "")
    if isinstance(data, dict) and not kind:
        raise ValueError(f"{where}: give the policy that it plays, or the objective that it pursues")
    given = fields(data, where, ("name", kind), (*kinds.get(kind, ()), "believes", "prior"))
    name, at_belief = title(given, "", where), step(where, "believes")
    believed = names.environment(given["believes"], at_belief) if "believes" in given else None
    prior = mixture_from_data(given["prior"], names, step(where, "prior")) if "prior" in given else None
    env = names.world.training
    if kind == "policy":
        partly = given.get("incomplete", False)
        if type(partly) is not bool or (partly and "learner" in given):
            raise ValueError(
                f"{step(where, 'incomplete')}: {quoted(partly)} must be true or false, and false of a learner"
            )
        policy, *then = (
            policy_from_data(given[key], env, step(where, key), partly)
            for key in ("policy", "deployed")
            if key in given
        )
        learner = learner_from_data(given["learner"], env, step(where, "learner")) if "learner" in given else None
        return Agent(name, policy, then[0] if then else None, believed, prior, learner, partly)
    objective = names.objective(given["pursues"], step(where, "pursues"))
    depth, order, place = given.get("depth"), given.get("prefers", []), step(where, "prefers")
    if "depth" in given and not (type(depth) is int and 1 <= depth <= MAX_DEPTH):
        raise ValueError(f"{step(where, 'depth')}: {quoted(depth)} must be a whole number from 1 to {MAX_DEPTH}")
    actions = places(env.actions)
    prefers = [find(line(each, place), actions, "action", place) for each in items(order, place, len(actions))]
    if len(set(prefers)) < len(prefers):
        raise ValueError(f"{place}: an action is given twice; name each at most once")
    search = search_from_data(given["search"], step(where, "search")) if "search" in given else None
    looks = depth if type(depth) is int else None
    return MesaOptimizer(name, objective, believed, looks, tuple(prefers), search, prior)


def learner_to_data(learner: Learner, env: Environment, name: str) -> Data:
    """Return a learner with named memories as plain data: a policy for each, and when it turns to another."""
    if not isinstance(learner, Controller):
        raise ValueError(f"a file has no words for what {name} learns, which is a {type(learner).__name__}")
    turns: dict[str, dict[str, object]] = {}
    for memory, state, then in learner.turns:
        turns.setdefault(memory, {})[env.states[state]] = then
    memories = {memory: policy_to_data(policy, env) for memory, policy in learner.memories}
    return {"name": learner.name, "memories": memories, "turns": turns}


def learner_from_data(data: object, env: Environment, where: str) -> Learner:
    """Return the learner that plain data describe."""
    given = fields(data, where, ("name", "memories"), ("turns",))
    states, turns = places(env.states), []
    memories = [
        (line(memory, place), policy_from_data(policy, env, place))
        for memory, policy, place in entries(given["memories"], step(where, "memories"))
    ]
    for memory, entered, place in entries(given.get("turns", {}), step(where, "turns")):
        for state, then, inner in entries(entered, place):
            turns.append((memory, find(state, states, "state", inner), line(then, inner)))
    try:
        return Controller(title(given, "", where), tuple(memories), tuple(turns))
    except ValueError as fault:
        raise ValueError(f"{where}: {fault}") from None


def search_to_data(search: Search, name: str) -> str | Data:
    """Return a way to search, other than exactly or to a depth, as plain data."""
    if isinstance(search, Softmax):
        return {"softmax": written(exact(search.temperature), name), "digits": search.digits}
    if isinstance(search, Worst):
        return "worst"
    raise ValueError(f"a file has no words for how {name} searches, which is by {type(search).__name__}")


def search_from_data(data: object, where: str) -> Search:
    """Return the way to search that plain data describe."""
    if data == "worst":
        return Worst()
    if not isinstance(data, dict):
        raise ValueError(f'{where}: {quoted(data)} must be "worst" or {{"softmax": temperature}}')
    given = fields(data, where, ("softmax",), ("digits",))
    heat, digits = number(given["softmax"], step(where, "softmax")), given.get("digits", 12)
    if heat <= 0:
        raise ValueError(f"{step(where, 'softmax')}: {show(heat)} must be above 0")
    if not (type(digits) is int and 1 <= digits <= MAX_ROUNDED):
        raise ValueError(f"{step(where, 'digits')}: {quoted(digits)} must be a whole number from 1 to {MAX_ROUNDED}")
    return Softmax(heat, digits)


def mixture_to_data(mixture: Mixture, names: Names) -> Data:
    """Return how probable each environment is, by name; beside what is on record, these are its parts."""
    parts: Data = {names.of_environment(env): written(weight, "mixture") for env, weight in mixture.parts}
    return {"parts": parts, "record": list(mixture.record)} if mixture.record else parts


def mixture_from_data(data: object, names: Names, where: str) -> Mixture:
    """Return the mixture that plain data describe."""
    about: Mapping[str, object] = {"parts": data}
    listing = where
    if isinstance(data, dict) and isinstance(data.get("parts"), dict):  # else an environment may be called so
        about, listing = fields(data, where, ("parts",), ("record", "rounding")), step(where, "parts")
    weights = entries(about["parts"], listing)
    parts = [(names.environment(key, place), number(value, place)) for key, value, place in weights]
    said = recorded(about, Rounding(None), where)
    bound = rounding_of(about, where).bound
    try:
        made = Mixture.of(parts, rounding=bound)
    except ValueError as fault:
        raise ValueError(f"{listing}: {fault}") from None
    return replace(made, record=(*said, *made.record))
