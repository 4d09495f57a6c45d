"""The breakfast of chapter 20 has three drinks, and a human, a rating and a robot that want some of them."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from toymodel.agents import MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.worlds import Environment, Judge, Objective, World

Stars = tuple[int, ...]
DRINKS = ("tea", "coffee", "brandy")
READING = Reading(objectives="some", among="sa")
"""A model is intent aligned by some one objective that it demonstrates, of all R(s,a)."""
LENIENT = Reading(objectives="some", among="sa", base_judge="tolerant", tolerance=1)
LINKS = ("outer aligned", "inner aligned", "impact aligned")
ALL: tuple[Stars, ...] = tuple(product(range(3), repeat=3))
"""Ratings of each drink with 0, 1 or 2 stars."""


@lru_cache(256)
def breakfast(stars: Stars, wants: str = "tea") -> Case:
    """Return the case of the breakfast: ratings as the base objective, and a robot that wants one drink."""
    kitchen = Environment.build({"breakfast": "breakfast"}, start="breakfast", discount="1/2", actions=[*DRINKS])
    ratings = Objective.from_array([list(stars)], "the ratings")
    wish = Objective.from_array([[int(drink == wants) for drink in DRINKS]], wants)
    return Case(
        name="breakfast",
        story="A robot serves breakfast. Its ratings are one thing, what it wants is another, and brandy is bad.",
        world=World.same(kitchen),
        agents=(MesaOptimizer("the robot", wish),),
        base=ratings,
        judge=Judge.of([("breakfast", "brandy")], "the human"),
        candidates=(ratings, wish, Objective.zero(kitchen)),
    )


@lru_cache(512)
def verdicts(stars: Stars, wants: str = "tea", forgives: str = "nothing") -> tuple[bool, bool, bool]:
    """Return whether the outer link holds, the inner link holds, and no harm is done."""
    case, reading = breakfast(stars, wants), LENIENT if forgives == "a star" else READING
    outer, inner, impact = (case.check(name, reading).holds is True for name in LINKS)
    return outer, inner, impact
