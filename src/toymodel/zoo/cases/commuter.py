"""A commuter goes to and fro, and there is nothing about places that explains it.

Hypothesis: that one's own deeds reveal at least what one does is true of objectives about deeds alone. Once
objectives are about places, some agents are *silent*: they demonstrate nothing but constants, which are trivial.

Story: a commuter changes places every day, between the house and the office, in deployment as in training. He is
paid by the day, wherever he is. The human wants him at home.

Numbers: two places; staying stays, going changes; γ = 1/2; he starts at home. Under any R(s) that is not constant
it is best to stay in the better place, or to go there and stay. The base objective, his own too, pays 1 everywhere,
so it is trivial; he breaks ties by going.

Who fails at what: among all R(s), of what is not trivial he demonstrates nothing, so he is neither intent aligned
nor objective nor capability robust, though robust and inner aligned: I1, I5a and I5b are broken, whatever the
quantifiers, observed in training or in deployment. With trivial objectives and some optimum he is intent aligned and
capability robust, and does harm: I3 is broken. Among all R(s,a) his going is an objective, and none of these breaks.
"""

from __future__ import annotations

from ...agents import MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Number, Objective, World


def commuter(discount: Number = "1/2") -> Case:
    """Return the case of the commuter.

    Parameters
    ----------
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> from toymodel import Reading
    >>> [commuter().arrow("I5b", Reading(objectives="some", among=among)).state for among in ("s", "sa")]
    ['broken', 'carried']
    """
    town = Environment.build(
        {
            "the house": {"stay": "the house", "go": "the office"},
            "the office": {"stay": "the office", "go": "the house"},
        },
        start="the house",
        discount=discount,
        name="the town",
    )
    days = Objective.on(town, {"the house": 1, "the office": 1}, "days")
    house, office = (Objective.on(town, {place: 1}, place) for place in town.states)
    return Case(
        name="commuter",
        story="A commuter goes from the house to the office and back, every day; the human wants him at home.",
        world=World.same(town),
        agents=(MesaOptimizer("the commuter", days, prefers=(town.action("go"),)),),
        base=days,
        judge=Judge.of_states(town, ["the office"], "the human"),
        candidates=(days, house, office, Objective.zero(town)),
        human=house,
    )
