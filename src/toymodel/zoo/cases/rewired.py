"""The same buttons lead elsewhere in deployment, and what one wanted is no longer what one does.

Hypothesis: over objectives about places, what an agent demonstrated in training can be harmless while it does harm,
and the other way round, since no objective there says "to do what I do".

Story: two buttons, red and green, in a yard and a hall. In training one starts in the hall: red leads to the yard,
whose gate locks, and green stays. In deployment one starts in the yard: green changes places, and red stays. The
base objective is to be in the hall. In deployment people sleep there, and the human judges it bad to come in.

Numbers: two places; γ = 1/2. The crosser plays green in the yard and red in the hall; the presser of green plays
green. Over R(s) the crosser demonstrates that it wants to be in the yard, and the presser that it wants the hall.

Who fails at what: over R(s), with every objective, models encountered in deployment. The one model does as the
crosser does, so to be in the hall is outer aligned. The crosser is robust and intent aligned and does harm: I4 is
broken. As it is neither objective nor capability robust, I5a and I5b are broken, too. The presser of green is
objective robust and not intent aligned: I2 is broken. Over R(s,a) the model also demonstrates that it wants to do
what it does, so to be in the hall is not outer aligned, and neither I2 nor I4 is broken.
"""

from __future__ import annotations

from ...agents import Agent
from ...alignment import Case
from ...worlds import Environment, Judge, Layout, Number, Objective, Policy, World


def rewired(discount: Number = "1/2") -> Case:
    """Return the case of the rewired buttons.

    Parameters
    ----------
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> from toymodel import Reading
    >>> places = Reading(among="s")
    >>> case = rewired()
    >>> case.arrow("I4", places, "the crosser").state, case.arrow("I2", places, "the presser of green").state
    ('broken', 'broken')
    """
    training = Environment.build(
        {"the yard": "the yard", "the hall": {"red": "the yard", "green": "the hall"}},
        start="the hall",
        discount=discount,
        name="the gate locks",
    )
    deployment = Environment.build(
        {"the yard": {"red": "the yard", "green": "the hall"}, "the hall": {"red": "the hall", "green": "the yard"}},
        start="the yard",
        discount=discount,
        name="green changes places",
    )
    hall, yard = (Objective.on(training, {place: 1}, place) for place in ("the hall", "the yard"))
    crosses = Policy.on(training, {"the yard": "green", "the hall": "red"})
    return Case(
        name="rewired",
        story="Two buttons lead elsewhere in deployment than in training; the hall is wanted, and people sleep there.",
        world=World(training, deployment),
        agents=(
            Agent("the crosser", crosses),
            Agent("the presser of green", Policy.on(training, {}, otherwise="green")),
        ),
        base=hall,
        judge=Judge.of_states(training, ["the hall"], "the human"),
        candidates=(hall, yard, Objective.zero(training)),
        human=yard,
        layout=Layout.columns(training, [["the hall"], ["the yard"]]),
    )
