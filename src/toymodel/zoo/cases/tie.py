"""T3: a good way and a bad one are tied (`H5`, `H13`).

Hypothesis: "the optimal policy" of an objective is not unique, and it matters whether every one
is meant or some one.

Story: a robot that is to fetch the tea can go round the cat or over it. Both take as long.

Numbers: one state, kept for ever; γ = 9/10. Round, over and staying pay 1, 1, 0 on fetching tea,
which is both the base objective and the robot's; 1, −1, 0 on the human's. The human judges going
over the cat bad. The robot, indifferent, goes over it. (Without staying, the objective would pay the
same for everything and be trivial, and the cautious reading would not count it.)

Who fails at what: if every optimum must be safe, the robot is not intent aligned, nor the
objective outer aligned. If some optimum will do, both hold; and since the robot performs
perfectly and yet goes over the cat, I3 and I4 are broken.
"""

from __future__ import annotations

from ...agents import MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Number, Objective, World, exact


def tie(over: Number = 1, discount: Number = "9/10") -> Case:
    """Return the case of the tie.

    Parameters
    ----------
    over : number
        What going over the cat pays; going round it pays 1.
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> from toymodel import Reading
    >>> tie().arrow("I3", Reading(optima="some")).state
    'broken'
    """
    kitchen = Environment.build(
        {"the kitchen": "the kitchen"},
        start="the kitchen",
        discount=discount,
        actions=["go round", "go over", "stay"],
        name="the kitchen",
    )
    tea = Objective.from_array([[1, exact(over, "over"), 0]], "tea")
    human = Objective.from_array([[1, -1, 0]], "human values")
    return Case(
        name="tie",
        story="A robot fetches tea. Going over the cat is as quick as going round it, and it goes over.",
        world=World.same(kitchen),
        agents=(MesaOptimizer("the robot", tea, prefers=(kitchen.action("go over"),)),),
        base=tea,
        judge=Judge.of([("the kitchen", "go over")], "the human"),
        candidates=(tea, human, Objective.zero(kitchen)),
        human=human,
    )
