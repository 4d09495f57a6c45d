"""Objectives and policies are read from plain data, from files that a stranger wrote.

The shapes are those of ``world.schema.json``::

    {"name": "R_human", "pays": {"Utopia": 10, "start": {"verify": -1, "deploy": {"doom": "-1/2"}}}}
    {"plays": {"start": "deploy", "doom": {"deploy": "1/2", "verify": "1/2"}}}

and of a world, in `toymodel.files.worlds`. What an objective leaves out pays 0, but a
payment on next states lists them all. What is written here is read back as it was, to the
last digit. Every fault is a `ValueError` of one line that says where it is.
"""

from __future__ import annotations

from fractions import Fraction

from ..worlds.environment import Environment
from ..worlds.objective import Objective, Payment
from ..worlds.policy import Policy
from .parsing import entries, fields, items, line, number, quoted, read_file, read_json, step, written
from .tables import complete, find, places, title, weighted
from .worlds import Data, environment_from_data, environment_to_data, world_from_data, world_to_data

__all__ = [
    "environment_from_data",
    "environment_to_data",
    "objective_from_data",
    "objective_to_data",
    "pair_from_data",
    "pairs_from_data",
    "policy_from_data",
    "policy_to_data",
    "read_file",
    "read_json",
    "world_from_data",
    "world_to_data",
]


def objective_to_data(objective: Objective, env: Environment) -> Data:
    """Return an objective as plain data: what each state, action and next state pays; the rest pays 0."""
    objective.fits(env)
    pays: Data = {}
    for s, cells in enumerate(objective.rewards):
        place = f"{objective.name}.{env.states[s]}"
        if len(set(cells)) == 1 and isinstance(cells[0], Fraction):
            entry: object = written(cells[0], place)
        else:
            entry = {env.actions[a]: _payment_to_data(v, env, place) for a, v in enumerate(cells) if v != 0}
        if entry != 0:
            pays[env.states[s]] = entry
    return {"name": objective.name, "pays": pays}


def objective_from_data(data: object, env: Environment, where: str = "objective") -> Objective:
    """Return the objective that plain data describe.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> objective_from_data({"pays": {"t": 1, "s": {"go": {"t": "-1/2"}}}}, env).rewards[0]
    (((1, Fraction(-1, 2)),), Fraction(0, 1))
    """
    given = fields(data, where, ("pays",), ("name",))
    states, actions = places(env.states), places(env.actions)
    rewards: list[list[Payment]] = [[Fraction(0)] * len(actions) for _ in states]
    for state, row, row_at in entries(given["pays"], step(where, "pays")):
        s = find(state, states, "state", row_at)
        if not isinstance(row, dict):
            rewards[s] = [number(row, row_at)] * len(actions)
            continue
        for action, paid, paid_at in entries(row, row_at):
            rewards[s][find(action, actions, "action", paid_at)] = _payment_from_data(paid, states, paid_at)
    return Objective(tuple(tuple(row) for row in rewards), title(given, "R", where))


def policy_to_data(policy: Policy, env: Environment) -> Data:
    """Return a policy as plain data: for each state an action, or the probabilities of several."""
    policy.fits(env)
    plays: Data = {}
    for state, row in zip(env.states, policy.rows, strict=True):
        mixed = {env.actions[a]: written(p, f"{policy.name}.{state}") for a, p in row}
        if mixed:
            plays[state] = mixed if len(mixed) > 1 else next(iter(mixed))
    return {"name": policy.name, "plays": plays}


def policy_from_data(data: object, env: Environment, where: str = "policy") -> Policy:
    """Return the policy that plain data describe; every state must be named, but those where the episode has ended.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> policy_from_data({"plays": {"s": "go", "t": {"go": 0.5, "stay": 0.5}}}, env).support
    (frozenset({0}), frozenset({0, 1}))
    """
    given = fields(data, where, ("plays",), ("name",))
    states, actions = places(env.states), places(env.actions)
    at_plays = step(where, "plays")
    rows = complete(given["plays"], states, "state", at_plays, None)
    played = tuple(weighted(row, actions, "action", place) if place else () for row, place in rows)
    made = Policy(played, len(actions), title(given, "π", where))
    missing = [s for s, row in enumerate(played) if not row and s not in env.ended]
    if missing:
        raise ValueError(f"{at_plays}: says nothing of state {env.states[missing[0]]!r}; add it")
    try:
        made.fits(env)
    except ValueError as fault:
        raise ValueError(f"{at_plays}: {fault}") from None
    return made


def pairs_from_data(data: object, env: Environment, where: str) -> list[tuple[str, str]]:
    """Return the states and actions that a list names, pair by pair."""
    states, actions = places(env.states), places(env.actions)
    listing = items(data, where, len(env.pairs))
    return [pair_from_data(pair, states, actions, f"{where}[{i}]") for i, pair in enumerate(listing)]


def pair_from_data(data: object, states: dict[str, int], actions: dict[str, int], where: str) -> tuple[str, str]:
    """Return the state and the action that a pair names."""
    if not isinstance(data, list) or len(data) != 2:
        raise ValueError(f"{where}: {quoted(data)} must be a pair [state, action]")
    state, action = line(data[0], where), line(data[1], where)
    find(state, states, "state", where)
    find(action, actions, "action", where)
    return state, action


def _payment_to_data(payment: Payment, env: Environment, place: str) -> object:
    if isinstance(payment, Fraction):
        return written(payment, place)
    return {env.states[t]: written(value, place) for t, value in payment}


def _payment_from_data(data: object, states: dict[str, int], where: str) -> Payment:
    if not isinstance(data, dict):
        return number(data, where)
    return tuple((find(t, states, "state", place), number(v, place)) for t, v, place in entries(data, where))
