"""The layout of a case is read from a file and written to one, places and signs by the names of states."""

from __future__ import annotations

from typing import cast

from ..given.names import MAX_NAME
from ..worlds import Environment, Layout, Name
from ..worlds.layout import FARTHEST, Kind, Place
from .parsing import at, entries, fields, items, line, quoted, step
from .worlds import Data


def layout_to_data(layout: Layout, env: Environment) -> Data:
    """Return a layout as plain data."""
    places = {name: list(place) for name, place in zip(env.states, layout.places, strict=True)}
    signs = {name: sign for name, sign in zip(env.states, layout.signs, strict=False) if sign}
    return {"kind": layout.kind, "places": places, **({"signs": signs} if signs else {})}


def layout_from_data(data: object, env: Environment, where: str) -> Layout:
    """Return the layout that plain data describe."""
    given = fields(data, where, ("kind", "places"), ("signs",))
    kind = cast("Kind", line(given["kind"], step(where, "kind")))
    places: dict[Name, Place] = {
        _state(name, env, spot): _place(each, spot)
        for name, each, spot in entries(given["places"], step(where, "places"))
    }
    signs: dict[Name, str] = {
        _state(name, env, spot): line(each, spot, MAX_NAME)
        for name, each, spot in entries(given.get("signs", {}), step(where, "signs"))
    }
    try:
        return Layout.of(env, kind, places, signs)
    except ValueError as fault:
        raise ValueError(f"{at(where)}{fault}") from None


def _state(name: str, env: Environment, where: str) -> str:
    if name not in env.states:
        raise ValueError(f"{at(where)}there is no state {quoted(name)}")
    return name


def _place(data: object, where: str) -> Place:
    pair = items(data, where, 2)
    if len(pair) != 2 or not all(type(each) is int and 0 <= each <= FARTHEST for each in pair):
        raise ValueError(f"{at(where)}{quoted(data)} must be a column and a row, whole numbers from 0 to {FARTHEST}")
    return cast("Place", tuple(pair))
