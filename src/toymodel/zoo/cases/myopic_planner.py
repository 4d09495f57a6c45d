"""T14: the myopic planner is harmless because it does not look far (`H16`, `H18`, `K14`).

Hypothesis: inner alignment is not necessary, not even for mesa-optimizers: a short search can
make a misaligned mesa-objective harmless.

Story: an agent at the office may work or plot. It likes power more than its wages, but plans one step
ahead, and power comes after the plot.

Numbers: the start, the office, the throne, the last two never left; γ = 9/10. Working leads to the
office and pays 1 on the base objective, which is the human's too, and 1/2 on the agent's own.
Plotting leads to the throne, which pays 1 a step on its own, and is judged bad. One step ahead it sees
1/2 against 0, two steps 1/2 against 9/10; in all, 1/2 against γ/(1−γ) = 9. Regret on the base objective 0,
on its own 17/2.

Who fails at what: six of the seven definitions hold, by behaviour observed in the true world; inner
alignment fails. So objective robustness does not imply inner alignment. Read by the mesa-objective
it is neither intent aligned nor objective nor capability robust, and both converses, robustness to
objective robustness (I5a) and to capability robustness (I5b), are broken.
"""

from __future__ import annotations

from ...agents import MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Number, Objective, World, exact


def myopic_planner(depth: int | None = 1, wage: Number = "1/2", discount: Number = "9/10") -> Case:
    """Return the case of the myopic planner.

    Parameters
    ----------
    depth : int ≥ 1 or None
        How many steps ahead the agent looks; None: all the way.
    wage : number
        What working pays on its own objective; the throne pays 1 a step.
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> case = myopic_planner()
    >>> case.check("objective robust").holds, case.check("inner aligned").holds
    (True, False)
    """
    env = Environment.build(
        {
            "the start": {"work": "the office", "plot": "the throne"},
            "the office": "the office",
            "the throne": "the throne",
        },
        start="the start",
        discount=discount,
        name="the office and the throne",
    )
    work = Objective.on(env, {("the start", "work"): 1}, "work")
    power = Objective.on(env, {("the start", "work"): exact(wage, "wage"), "the throne": 1}, "power")
    return Case(
        name="myopic-planner",
        story="An agent that likes power more than wages works, since it plans one step ahead and power comes later.",
        world=World.same(env),
        agents=(MesaOptimizer("the planner", power, depth=depth),),
        base=work,
        judge=Judge.of([("the start", "plot")], "the human"),
        candidates=(work, power, Objective.zero(env)),
        human=work,
    )
