"""Judges are plain data: what is bad, how bad, by which objective, in which environment, by whose judgement.

The shapes are those of ``case.schema.json``; objectives and environments are given by name::

    {"bad": [["start", "deploy"]]}    {"graded": [["start", "deploy", 4], ["start", "verify", "1/2"]]}
    {"by": "human values", "tolerance": 0}    {"in_each": {"training": {"bad": []}, "deployment": …}}
    {"several": [{"name": "Ann", "bad": […]}, {"name": "Ben", "in_each": {…}}]}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..worlds import Environment, Judge, Name, Number, listed, show
from .names import Names
from .parsing import entries, fields, items, number, quoted, step, written
from .parts import objective_from_data, pair_from_data, pairs_from_data
from .tables import places, title
from .worlds import Data

KINDS = ("bad", "graded", "by", "in_each", "several")
MAX_JUDGES = 20


def judge_to_data(judge: Judge, names: Names) -> Data:
    """Return a judge as plain data.

    Raises
    ------
    ValueError
        If one pair is graded twice, by name and by index.
    """
    data: Data = {"name": judge.name}
    env = names.world.training
    pairs = [(env.states[s], env.actions[a]) for s, a in map(env.pair, judge.pairs)]
    if judge.members:
        data["several"] = [judge_to_data(member, names) for member in judge.members]
    elif judge.cases:
        parts: Data = {}
        heard: list[Environment] = []
        for where, inner in judge.cases:
            if where not in heard:  # of two judges of one environment, the first is asked
                parts[names.of_environment(where)] = judge_to_data(inner, names)
            heard.append(where)
        data["in_each"] = parts
    elif judge.objective is not None:
        data["by"] = names.of_objective(judge.objective)
        data["tolerance"] = written(judge.tolerance, f"{judge.name}.tolerance")
    elif judge.grades:
        if len(set(pairs)) < len(pairs):
            raise ValueError(f"{judge.name} grades one pair twice, by name and by index; grade it once")
        grades = [written(grade, f"{judge.name}.graded") for grade in judge.grades]
        data["graded"] = [[*pair, grade] for pair, grade in zip(pairs, grades, strict=True)]
    else:
        data["bad"] = [list(pair) for pair in pairs]
    return data


def judge_from_data(data: object, names: Names, where: str) -> Judge:
    """Return the judge that plain data describe."""
    given = fields(data, where, (), (*KINDS, "tolerance", "name"))
    kinds = [kind for kind in KINDS if kind in given]
    if len(kinds) != 1 or ("tolerance" in given and kinds != ["by"]):
        said = listed(key for key in given if key != "name")
        raise ValueError(
            f"{where}: give one of bad, graded, by (with a tolerance, if any), in_each and several, not {said}"
        )
    kind, env = kinds[0], names.world.training
    content, place = given[kind], step(where, kind)
    called = {"name": title(given, "", where)} if "name" in given else {}
    if kind == "bad":
        return Judge.of(pairs_from_data(content, env, place), **called)
    if kind == "graded":
        return Judge.graded(_grades(content, env, place), **called)
    if kind == "by":
        named = isinstance(content, str)
        objective = names.objective(content, place) if named else objective_from_data(content, env, place)
        tolerance = number(given.get("tolerance", 0), step(where, "tolerance"))
        if tolerance < 0:
            raise ValueError(f"{step(where, 'tolerance')}: {show(tolerance)} must be at least 0")
        return Judge.by(objective, tolerance, **called)
    if kind == "in_each":
        return _made(Judge.in_each, _in_each(content, names, place), called, place)
    return _made(Judge.several, _several(content, names, place), called, place)


def _in_each(data: object, names: Names, where: str) -> list[tuple[Environment, Judge]]:
    """Return who judges each environment."""
    listing: list[tuple[Environment, Judge]] = []
    for key, part, place in entries(data, where):
        env = names.environment(key, place)
        if any(env == known for known, _ in listing):
            raise ValueError(f"{place}: this environment is judged already, under another name; judge it once")
        listing.append((env, judge_from_data(part, names, place)))
    if not listing:
        raise ValueError(f"{where}: is empty; give a judge for each environment")
    return listing


def _several(data: object, names: Names, where: str) -> list[Judge]:
    """Return the judges who may differ."""
    listing = items(data, where, MAX_JUDGES)
    if not listing:
        raise ValueError(f"{where}: is empty; describe at least one judge")
    return [judge_from_data(each, names, f"{where}[{i}]") for i, each in enumerate(listing)]


def _made(make: Callable[..., Judge], parts: Sequence[object], called: Mapping[str, str], where: str) -> Judge:
    """Return the judge made of others; several judges are no part of another."""
    try:
        return make(parts, **called)
    except ValueError as fault:
        raise ValueError(f"{where}: {fault}") from None


def _grades(data: object, env: Environment, where: str) -> dict[tuple[Name, Name], Number]:
    """Return how bad each listed pair is."""
    states, actions = places(env.states), places(env.actions)
    grades: dict[tuple[Name, Name], Number] = {}
    for i, each in enumerate(items(data, where, len(env.pairs))):
        place = f"{where}[{i}]"
        if not isinstance(each, list) or len(each) != 3:
            raise ValueError(f"{place}: {quoted(each)} must be a list [state, action, grade]")
        state, action = pair_from_data(each[:2], states, actions, place)
        if (state, action) in grades:
            raise ValueError(f"{place}: {action} in {state} is graded already; grade it once")
        grade = number(each[2], place)
        if grade <= 0:
            raise ValueError(f"{place}: grade {show(grade)} must be above 0; leave out what is not bad")
        grades[state, action] = grade
    return grades
