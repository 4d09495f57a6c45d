"""T17: a table and a planner are not to be told apart in training (`H10`, `H15`, `H18`, `K13`, `F5`).

Hypothesis: an objective inside is a property of the algorithm and not of the policy. Two agents with one
policy in training can differ in it, and what they do when the world changes differs with it.

Story: at the fork, left leads home and right into the woods. One agent has learned to turn left; the other
looks at the map and plans to get home. In deployment the signs are exchanged.

Numbers: the fork, home, the woods, the last two never left; γ = 9/10. Home pays 1 a step on the base
objective, which is the human's and the planner's; the human judges being in the woods bad. In deployment right
leads home. Turning left there loses γ/(1−γ) = 9; a planner that replans loses nothing.

Who fails at what: of the table, inner alignment is undefined; of the planner it holds. In training both
demonstrate getting home and turning left; since turning left leads away in deployment, neither is
objective robust under "every", and for the planner I1 is broken, whether it replans or not. Where it
replans, it turns right, is robust and impact aligned, and observed in deployment all seven hold of it;
the table still turns left.
"""

from __future__ import annotations

from ...agents import Agent, MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Number, Objective, Policy, World


def environment(exchanged: bool, discount: Number = "9/10") -> Environment:
    """Return the fork, with left leading home, or with the signs exchanged."""
    left, right = ("the woods", "home") if exchanged else ("home", "the woods")
    return Environment.build(
        {"the fork": {"left": left, "right": right}, "home": "home", "the woods": "the woods"},
        start="the fork",
        discount=discount,
        name="right leads home" if exchanged else "left leads home",
    )


def table_and_planner(exchanged: bool = True, discount: Number = "9/10") -> Case:
    """Return the case of the table and the planner.

    Parameters
    ----------
    exchanged : bool
        Whether the signs are exchanged in deployment.
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> case = table_and_planner()
    >>> [case.check("inner aligned", agent=agent.name).status for agent in case.agents]
    ['undefined', 'true']
    """
    training, deployment = environment(False, discount), environment(exchanged, discount)
    home = Objective.on(training, {"home": 1}, "home")
    return Case(
        name="table-and-planner",
        story=(
            "At the fork one agent has learned to turn left, and the other plans to get home, which is to the left. "
            f"In deployment home is to the {'right' if exchanged else 'left'}."
        ),
        world=World(training, deployment),
        agents=(
            Agent("the table", Policy.on(training, {}, otherwise="left", name="always left")),
            MesaOptimizer("the planner", home),
        ),
        base=home,
        judge=Judge.of_states(training, ["the woods"], "the human"),
        candidates=(home, Objective.on(training, {("the fork", "left"): 1}, "turning left"), Objective.zero(training)),
        human=home,
    )
