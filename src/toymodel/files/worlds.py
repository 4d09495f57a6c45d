"""Environments and worlds are read from plain data, from files that a stranger wrote.

The shape is that of ``world.schema.json``::

    {"states": ["start", "done"], "actions": ["deploy", "wait"], "discount": "9/10",
     "training": {"initial": {"start": 1},
                  "transition": {"start": {"deploy": "done", "wait": {"start": "1/2", "done": "1/2"}},
                                 "done": "done"}},
     "deployment": {…}}

A distribution is an object from states to numbers, or one state; a state that all actions
lead from to one other may name that alone, and null says that the episode has ended there. A state lists every
action, unless "only_listed" is true beside its "transition": what is not listed is then not available there.
Probabilities that are floats are made fractions by ``"rounding": 1000`` beside them (`toymodel.given.rounding`),
which goes on ``record``. What is written here is read back as it was, to the last digit. Every fault is a
`ValueError` of one line that says where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from ..given.names import MAX_NAME, names
from ..given.numbers import show
from ..worlds import Environment, Row, World
from .parsing import at, fields, items, line, number, quoted, step, written
from .tables import complete, places, recorded, rounding_of, title, weighted

MAX_STATES = 20_000
"""Most states of a file: it is read in less than a minute; a larger world comes from arrays."""
MAX_ACTIONS = 100

Data: TypeAlias = dict[str, object]
HOW = 'say where it leads, or, if it is not available there, give "only_listed": true beside "transition"'

_FRAME = ("states", "actions", "discount")
_DYNAMICS = ("initial", "transition")
ABOUT = ("name", "record", "rounding", "only_listed")
"""What an environment may say besides, and how it is to be read."""


def world_to_data(world: World) -> Data:
    """Return a world as plain data: what its two environments share, then each."""
    return {
        **_frame_to_data(world.training),
        "training": _dynamics_to_data(world.training),
        "deployment": _dynamics_to_data(world.deployment),
    }


def world_from_data(data: object, where: str = "") -> World:
    """Return the world that plain data describe.

    Examples
    --------
    >>> part = {"initial": {"s": 1}, "transition": {"s": {"go": {"s": "1/2"}}}}
    >>> world_from_data({"states": ["s"], "actions": ["go"], "discount": "0.9",
    ...                  "training": part, "deployment": part})
    Traceback (most recent call last):
    ...
    ValueError: training.transition.s.go: probabilities sum to 0.5, not 1; add 0.5 (write thirds as '1/3', ...
    """
    given = fields(data, where, (*_FRAME, "training", "deployment"))
    frame = _frame_from_data(given, where)
    parts = []
    for key in ("training", "deployment"):
        part = fields(given[key], step(where, key), _DYNAMICS, ABOUT)
        parts.append(_environment(part, frame, step(where, key)))
    return World(*parts)


def environment_to_data(env: Environment) -> Data:
    """Return an environment as plain data."""
    return {**_frame_to_data(env), **_dynamics_to_data(env)}


def environment_from_data(data: object, where: str = "") -> Environment:
    """Return the environment that plain data describe."""
    given = fields(data, where, (*_FRAME, *_DYNAMICS), ABOUT)
    return _environment(given, _frame_from_data(given, where), where)


def _frame_to_data(env: Environment) -> Data:
    discount = written(env.discount, "discount")
    return {"states": list(env.states), "actions": list(env.actions), "discount": discount}


def _frame_from_data(given: Mapping[str, object], where: str) -> tuple[tuple[str, ...], tuple[str, ...], Fraction]:
    found = []
    for key, what, most in (("states", "state", MAX_STATES), ("actions", "action", MAX_ACTIONS)):
        place = step(where, key)
        listing = [line(name, f"{place}[{i}]", MAX_NAME) for i, name in enumerate(items(given[key], place, most))]
        if not listing:
            raise ValueError(f"{place}: is empty; name at least one {what}")
        try:
            found.append(names(listing, len(listing), what))
        except ValueError as fault:
            raise ValueError(f"{place}: {fault}") from None
    place = step(where, "discount")
    discount = number(given["discount"], place)
    if not 0 < discount <= 1:
        raise ValueError(
            f"{place}: {show(discount)} must be strictly between 0 and 1, or 1 where every policy surely ends"
        )
    return found[0], found[1], discount


def _dynamics_to_data(env: Environment) -> Data:
    def shown(weights: Row, place: str) -> Data:
        return {env.states[t]: written(p, place) for t, p in weights}

    about: Data = {"name": env.name} if env.name else {}
    if env.record:
        about["record"] = list(env.record)
    if len(env.pairs) < (len(env.states) - len(env.ended)) * len(env.actions):
        about["only_listed"] = True
    transition = {
        state: {a: shown(cell, f"transition.{state}") for a, cell in zip(env.actions, cells, strict=True) if cell}
        or None
        for state, cells in zip(env.states, env.transition, strict=True)
    }
    return {**about, "initial": shown(env.initial, "initial"), "transition": transition}


def _environment(
    given: Mapping[str, object], frame: tuple[tuple[str, ...], tuple[str, ...], Fraction], where: str
) -> Environment:
    state_names, action_names, discount = frame
    states, actions = places(state_names), places(action_names)
    only_listed, rounding = given.get("only_listed", False), rounding_of(given, where)
    if not isinstance(only_listed, bool):
        raise ValueError(f"{step(where, 'only_listed')}: {quoted(only_listed)} must be true or false")
    transition: list[tuple[Row, ...]] = []
    for cells, place in complete(given["transition"], states, "state", step(where, "transition")):
        if cells is None:  # the episode has ended
            transition.append(((),) * len(actions))
        elif isinstance(cells, str):  # all actions lead to one state
            transition.append((weighted(cells, states, "state", place, rounding),) * len(actions))
        else:
            rows = complete(cells, actions, "action", place, None if only_listed else HOW)
            transition.append(tuple(weighted(row, states, "state", p, rounding) if p else () for row, p in rows))
    initial = weighted(given["initial"], states, "state", step(where, "initial"), rounding)
    name, said = title(given, "", where), recorded(given, rounding, where)
    try:
        return Environment(state_names, action_names, tuple(transition), initial, discount, name, said)
    except ValueError as fault:  # the rows are right, and yet a policy may go on for ever
        raise ValueError(f"{at(where)}{fault}") from None
