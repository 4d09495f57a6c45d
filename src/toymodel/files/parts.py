"""Objectives, judges and policies are read from plain data, from files that a stranger wrote.

The shapes are those of ``world.schema.json``::

    {"name": "R_human", "pays": {"Utopia": 10, "start": {"verify": -1, "deploy": {"doom": "-1/2"}}}}
    {"bad": [["start", "deploy"]]}    {"by": {"pays": …}, "tolerance": 0}    {"in_each": {"training": …}}
    {"plays": {"start": "deploy", "doom": {"deploy": "1/2", "verify": "1/2"}}}

and of a world, in `toymodel.files.worlds`. What an objective leaves out pays 0, but a
payment on next states lists them all. What is written here is read back as it was, to the
last digit. Every fault is a `ValueError` of one line that says where it is.
"""

from __future__ import annotations

from fractions import Fraction

from ..worlds.environment import Environment, World
from ..worlds.judge import Judge
from ..worlds.numbers import listed, show
from ..worlds.objective import Objective, Payment
from ..worlds.policy import Policy
from .parsing import entries, fields, items, line, number, quoted, read_file, read_json, step, written
from .tables import complete, find, places, title, weighted
from .worlds import Data, environment_from_data, environment_to_data, world_from_data, world_to_data

__all__ = [
    "environment_from_data",
    "environment_to_data",
    "judge_from_data",
    "judge_to_data",
    "objective_from_data",
    "objective_to_data",
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


def judge_to_data(judge: Judge, world: World) -> Data:
    """Return a judge as plain data: the pairs listed, the objective judged by, or one judge per environment.

    Raises
    ------
    ValueError
        If a judge with a list per environment speaks of one that is not the world's.
    """
    data: Data = {"name": judge.name}
    env = world.training
    if judge.objective is not None:
        data["by"] = objective_to_data(judge.objective, env)
        data["tolerance"] = written(judge.tolerance, f"{judge.name}.tolerance")
    elif judge.cases:
        parts: Data = {}
        for case, inner in judge.cases:
            key = next((k for k in ("training", "deployment") if getattr(world, k) == case), "")
            if not key or key in parts:
                raise ValueError(f"{judge.name} speaks of an environment that is not the world's, or of one twice")
            parts[key] = judge_to_data(inner, world)
        data["in_each"] = parts
    else:
        data["bad"] = [[env.states[env.state(s)], env.actions[env.action(a)]] for s, a in judge.pairs]
    return data


def judge_from_data(data: object, world: World, where: str = "judge") -> Judge:
    """Return the judge that plain data describe.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> judge_from_data({"bad": [["s", "fly"]]}, World.same(env))
    Traceback (most recent call last):
    ...
    ValueError: judge.bad[0]: unknown action 'fly'; known: go, stay
    """
    given = fields(data, where, (), ("bad", "by", "tolerance", "in_each", "name"))
    kinds = [key for key in ("bad", "by", "in_each") if key in given]
    if len(kinds) != 1 or ("tolerance" in given and "by" not in given):
        raise ValueError(f"{where}: give one of bad, by (with a tolerance, if any) and in_each, not {listed(given)}")
    place = step(where, kinds[0])
    if kinds == ["bad"]:
        return Judge.of(_pairs(given["bad"], world.training, place), title(given, "the judge", where))
    if kinds == ["by"]:
        objective = objective_from_data(given["by"], world.training, place)
        tolerance = number(given.get("tolerance", 0), step(where, "tolerance"))
        if tolerance < 0:
            raise ValueError(f"{step(where, 'tolerance')}: {show(tolerance)} must be at least 0")
        return Judge.by(objective, tolerance, title(given, "", where) or None)
    parts = fields(given["in_each"], place, (), ("training", "deployment"))
    if len(parts) == 2 and world.training == world.deployment:
        raise ValueError(f"{place}: training and deployment are one environment here; judge it once")
    cases = [(getattr(world, k), judge_from_data(part, world, step(place, k))) for k, part in parts.items()]
    if not cases:
        raise ValueError(f"{place}: is empty; give a judge for training, for deployment or for both")
    return Judge.in_each(cases, title(given, "the judge", where))


def policy_to_data(policy: Policy, env: Environment) -> Data:
    """Return a policy as plain data: for each state an action, or the probabilities of several."""
    policy.fits(env)
    plays: Data = {}
    for state, row in zip(env.states, policy.rows, strict=True):
        mixed = {env.actions[a]: written(p, f"{policy.name}.{state}") for a, p in row}
        plays[state] = mixed if len(mixed) > 1 else next(iter(mixed))
    return {"name": policy.name, "plays": plays}


def policy_from_data(data: object, env: Environment, where: str = "policy") -> Policy:
    """Return the policy that plain data describe; every state must be named.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> policy_from_data({"plays": {"s": "go", "t": {"go": 0.5, "stay": 0.5}}}, env).support
    (frozenset({0}), frozenset({0, 1}))
    """
    given = fields(data, where, ("plays",), ("name",))
    states, actions = places(env.states), places(env.actions)
    rows = complete(given["plays"], states, "state", step(where, "plays"))
    played = tuple(weighted(row, actions, "action", place) for row, place in rows)
    return Policy(played, len(actions), title(given, "π", where))


def _pairs(data: object, env: Environment, where: str) -> list[tuple[str, str]]:
    states, actions = places(env.states), places(env.actions)
    pairs = []
    for i, pair in enumerate(items(data, where, len(states) * len(actions))):
        place = f"{where}[{i}]"
        if not isinstance(pair, list) or len(pair) != 2:
            raise ValueError(f"{place}: {quoted(pair)} must be a pair [state, action]")
        state, action = line(pair[0], place), line(pair[1], place)
        pairs.append(
            (env.states[find(state, states, "state", place)], env.actions[find(action, actions, "action", place)])
        )
    return pairs


def _payment_to_data(payment: Payment, env: Environment, place: str) -> object:
    if isinstance(payment, Fraction):
        return written(payment, place)
    return {env.states[t]: written(value, place) for t, value in payment}


def _payment_from_data(data: object, states: dict[str, int], where: str) -> Payment:
    if not isinstance(data, dict):
        return number(data, where)
    return tuple((find(t, states, "state", place), number(v, place)) for t, v, place in entries(data, where))
