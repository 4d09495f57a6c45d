"""The wires are swapped overnight, and the same button does harm.

Hypothesis: under the default reading capability robustness is not needed where what one wants can be "to do what I
do". Where objectives are about places, it is the premise that the wires still lead where one thinks.

Story: two rooms, two buttons. Left leads to room 0 and right to room 1, from either. Overnight the wires are
swapped. The agent always presses left. Room 1 is bad.

Numbers: it starts in room 0; γ = 1/2. Over R(s), of what is not trivial it demonstrates that it wants to be in room
0, and nothing else, up to scale and a constant: it is of one mind. That is the base objective and the human's.

Who fails at what: over R(s) it is intent aligned and objective robust, not capability robust, and neither impact
aligned nor robust. So I3 and I5 need capability robustness: without that premise both would be broken. The base
objective is outer aligned if models are encountered in training, and no arrow is broken. Over R(s,a) it also
demonstrates that it wants to press left: it is not of one mind, and neither intent aligned nor objective nor
capability robust.
"""

from __future__ import annotations

from ...agents import Agent
from ...alignment import Case
from ...worlds import Environment, Judge, Number, Objective, Policy, World

ROOMS = ("room 0", "room 1")


def two_buttons(discount: Number = "1/2") -> Case:
    """Return the case of the swapped wires.

    Parameters
    ----------
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> from toymodel import Reading
    >>> case = two_buttons()
    >>> [case.check(name, Reading(among="s")).holds for name in ("one mind", "intent aligned", "capability robust")]
    [True, True, False]
    """
    training, deployment = (
        Environment.build(
            {room: dict(zip(("left", "right"), leads, strict=True)) for room in ROOMS},
            start="room 0",
            discount=discount,
            name=name,
        )
        for name, leads in (("the wires as they were", ROOMS), ("the wires swapped", ROOMS[::-1]))
    )
    first, second = (Objective.on(training, {room: 1}, room) for room in ROOMS)
    return Case(
        name="two-buttons",
        story="Left led to room 0 and right to room 1; overnight the wires are swapped, and the agent presses left.",
        world=World(training, deployment),
        agents=(Agent("the presser of left", Policy.on(training, {}, otherwise="left")),),
        base=first,
        judge=Judge.of_states(training, ["room 1"], "the human"),
        candidates=(first, second, Objective.zero(training)),
        human=first,
    )
