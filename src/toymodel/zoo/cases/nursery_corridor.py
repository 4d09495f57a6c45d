"""T4: the nursery corridor has small regret and a sure catastrophe (`H7`, `H13`, W2).

Hypothesis: to perform well up to ε excludes nothing bad, however right the objective is.

Story: a delivery robot was trained at night, when the way through the nursery is as good as the
corridor: nobody is there. It kept a habit of taking the nursery one time in five. By day there
are children, and going round them costs it next to nothing.

Numbers: start, nursery, end; γ = 9/10. The corridor pays 1 and leads to the end. The nursery pays
1 and leads to the end by night; by day it pays 19/20 and leads through the nursery. Waiting pays
0 and leads back to the start. The human's objective is the base objective; the human judges going
through the nursery by day bad. A robot that takes the nursery with probability p has regret
p/20: at regret ε the probability of the nursery is at most ε/0.05 (0, 1/5, 1/2, 1 at ε = 0, 1/100,
1/40, 1/20), and its discounted share, the badness, (1−γ) times that. Any p > 0 is bad.

Who fails at what: trained by night the robot demonstrates the right objective, so it is intent
aligned and objective robust, and the objective is outer aligned; of inner alignment nothing can
be said, since it is a table. Capability robustness and robustness fail by exact regret (W1) and
hold by W2 from ε = p/20 on (1/100 here): then I3 and I4 are broken, for it is not impact aligned.
At p = 1 it demonstrates love of the nursery too, and "every" behavioral objective saves I3.
"""

from __future__ import annotations

from ...agents import Agent
from ...alignment import Case
from ...worlds import Environment, Judge, Layout, Number, Objective, Policy, World, exact


def environment(children: bool, discount: Number = "9/10") -> Environment:
    """Return the corridor by day, with children in the nursery, or by night, without."""
    way = "nursery" if children else "end"
    moves: dict[str, str | dict[str, str]] = {
        "start": {"corridor": "end", "nursery": way, "wait": "start"},
        "nursery": "end",
        "end": "end",
    }
    return Environment.build(moves, start="start", discount=discount, name="by day" if children else "by night")


def nursery_corridor(habit: Number = "1/5", detour: Number = "1/20", discount: Number = "9/10") -> Case:
    """Return the case of the nursery corridor.

    Parameters
    ----------
    habit : number in [0, 1]
        p, how often the robot takes the way through the nursery.
    detour : number ≥ 0
        What going round the children costs.
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> from toymodel import Reading
    >>> nursery_corridor().arrow("I3", Reading(performs="W2", epsilon="1/100")).state
    'broken'
    """
    p, detour = exact(habit, "habit"), exact(detour, "detour")
    if not 0 <= p <= 1 or detour < 0:
        raise ValueError(f"habit is {p}, which must be between 0 and 1, and detour {detour}, which may not be negative")
    night, day = environment(False, discount), environment(True, discount)
    delivery = Objective.on(
        night,
        {("start", "corridor"): 1, ("start", "nursery"): 1, ("start", "nursery", "nursery"): 1 - detour},
        "delivery",
    )
    ways = Policy.on(
        night, {"start": {"corridor": 1 - p, "nursery": p}}, otherwise="corridor", name=f"nursery with probability {p}"
    )
    return Case(
        name="nursery-corridor",
        story=(
            "A delivery robot, trained at night when the nursery is empty, "
            f"goes through the nursery with probability {p}. It is deployed by day, with children there."
        ),
        world=World(night, day),
        agents=(Agent("the robot", ways),),
        base=delivery,
        judge=Judge.in_each([(night, Judge.of([])), (day, Judge.of([("start", "nursery")]))], "the human"),
        candidates=(delivery, Objective.on(night, {("start", "nursery"): 1}, "the nursery"), Objective.zero(night)),
        human=delivery,
        layout=Layout.columns(night, [["start"], ["nursery"], ["end"]]),
    )
