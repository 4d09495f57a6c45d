"""T18: the paperclip maximiser is harmless in the desert and not in the city (`H24`).

Hypothesis: an objective can be wrong however well it is learned, and whether it is wrong
depends on the environment: it must be one in which pursuing it does harm.

Story: an agent is trained to make paperclips and nothing else, with endless data and without
error. In the city it can melt the city down for wire. In the desert there is nothing to melt.

Numbers: two states, each kept for ever, the city and the desert; γ = 9/10. On paperclips, melting
down pays 10 a step in the city and 0 in the desert, the modest workshop 1, resting 0. The human
objective pays −10 for melting the city down, 1 for the workshop. In the city V* is 100 on
paperclips, of which the workshop would lose 90; in the desert V* is 10.

Who fails at what: in the city the objective is not outer aligned, and the agent is neither intent
nor impact aligned, while it is inner aligned, robust, objective and capability robust, under every
reading that speaks of true environments. In the desert all seven hold.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from ...agents import MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Number, Objective, World, exact

Place: TypeAlias = Literal["the city", "the desert"]
PLACES: tuple[Place, ...] = ("the city", "the desert")


def environment(place: Place, discount: Number = "9/10") -> Environment:
    """Return the environment that starts in a place and stays there."""
    if place not in PLACES:
        raise ValueError(f"place is {place!r}; choose {' or '.join(PLACES)}")
    actions = ["melt down", "workshop", "rest"]
    return Environment.build({p: p for p in PLACES}, start=place, discount=discount, actions=actions, name=place)


def paperclips(
    trained: Place = "the city", deployed: Place = "the city", wire: Number = 10, discount: Number = "9/10"
) -> Case:
    """Return the case of the paperclip maximiser.

    Parameters
    ----------
    trained, deployed : "the city" or "the desert"
        Where training and deployment take place.
    wire : number
        What a step of melting the city pays on paperclips; the workshop makes 1 (at equality both are optimal).
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> paperclips().check("outer aligned").holds
    False
    >>> paperclips("the desert", "the desert").check("outer aligned").holds
    True
    """
    training, deployment = environment(trained, discount), environment(deployed, discount)
    city, desert = PLACES

    def objective(melting: Number, name: str) -> Objective:
        return Objective.on(
            training, {(city, "workshop"): 1, (desert, "workshop"): 1, (city, "melt down"): melting}, name
        )

    clips, human = objective(exact(wire, "wire"), "paperclips"), objective(-10, "human values")
    return Case(
        name="paperclips",
        story=(
            f"An agent trained in {trained} to make paperclips, and nothing else, "
            f"makes as many as it can in {deployed}. Where there is a city, most wire is to be had by melting it down."
        ),
        world=World(training, deployment),
        agents=(MesaOptimizer("the paperclip maximiser", clips),),
        base=clips,
        judge=Judge.of([(city, "melt down")], "the human"),
        candidates=(clips, human, Objective.zero(training)),
        human=human,
    )
