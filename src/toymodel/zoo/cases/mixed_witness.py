"""T24: intent is aligned by one objective, capability robust by another (`H5`, `H13`).

Hypothesis: if "its behavioral objective" means some objective that it demonstrates, the two premises of
I3 may speak of different ones, and then nothing follows.

Story: a driver has learned in England to keep left. In France one keeps right; the driver keeps left.

Numbers: two states, England and France, each kept for ever, for training and for deployment;
γ = 9/10. Driving well, which is the base objective and the human's, pays 1 a step on the local side;
left-loving pays 1 a step on the left. In England both are demonstrated. In France the optimum for driving well is safe,
and the driver loses 10 on it; on left-loving he loses nothing, and its optimum is judged bad.

Who fails at what: under "some" the driver is intent aligned and objective robust by driving well, and
capability robust by left-loving (or, where trivial objectives count, by zero). No objective makes both
true; he is not impact aligned; I3 and I5 are broken. Under "every" all three fail. With the objective
nearest to the human's selected he is intent aligned and objective robust, not capability robust, and
no arrow breaks.
"""

from __future__ import annotations

from ...agents import Agent
from ...alignment import Case
from ...worlds import Environment, Judge, Layout, Number, Objective, Policy, World

PLACES = ("England", "France")


def environment(place: str, discount: Number = "9/10") -> Environment:
    """Return the environment that starts in a place and stays there."""
    return Environment.build(
        {p: p for p in PLACES}, start=place, discount=discount, actions=["keep left", "keep right"], name=place
    )


def mixed_witness(left_loving: bool = True, discount: Number = "9/10") -> Case:
    """Return the case of the mixed witness.

    Parameters
    ----------
    left_loving : bool
        Whether left-loving is among the candidates, or only driving well and zero.
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> from toymodel import Reading
    >>> mixed_witness().arrow("I3", Reading(objectives="some")).state
    'broken'
    """
    england, france = (environment(place, discount) for place in PLACES)
    well = Objective.on(england, {("England", "keep left"): 1, ("France", "keep right"): 1}, "driving well")
    left = Objective.on(england, {(place, "keep left"): 1 for place in PLACES}, "left-loving")
    return Case(
        name="mixed-witness",
        story="A driver has learned in England to keep left, and keeps left in France, where one keeps right.",
        world=World(england, france),
        agents=(Agent("the driver", Policy.on(england, {}, otherwise="keep left", name="always keep left")),),
        base=well,
        judge=Judge.of([("England", "keep right"), ("France", "keep left")], "the human"),
        candidates=(well, *((left,) if left_loving else ()), Objective.zero(england)),
        human=well,
        layout=Layout.columns(england, [["England"], ["France"]]),
    )
