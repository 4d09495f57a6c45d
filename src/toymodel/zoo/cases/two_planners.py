"""T16: two planners have one policy (Armstrong & Mindermann 2018).

Hypothesis: behaviour does not tell one who maximises R from one who minimises −R, in any
environment; so what a verdict on intent rests on is not in the behaviour.

Story: a robot carries medicine through six rooms to the ward. Each room has four doors: one
leads on, the other three to the cellar, from where there is no way out. One robot was written to
maximise what the human wants; the other to minimise its contrary. Both find the way.

Numbers: rooms 0 … 5, ward, cellar; in room k door k mod 4 leads on; γ = 9/10. R_H pays 1 in the
ward, and "no delivery" is −R_H. The human judges by R_H: a door to the cellar is bad. The table
takes 1 + 1 + 14 = 16 bits (a table, zero, two bits for each of seven states), a planner with its
objective 3 + 9 + 2 = 14 (two bits for the tie in the ward); so the two heaviest explanations are
(maximises, R_H) and (minimises, −R_H), of equal weight.

Who fails at what: both are impact aligned. By `feasible` both demonstrate R_H alone and are
intent aligned. By `mesa` the second is not intent aligned, for it holds −R_H: the verdict flips.
By `simplest` both demonstrate R_H and −R_H: intent aligned under "some", not under "every".
"""

from __future__ import annotations

from ...agents import MesaOptimizer
from ...agents.search import Worst
from ...alignment import Case
from ...worlds import Environment, Judge, Layout, Number, Objective, World

DOORS = ("red", "green", "blue", "white")


def environment(rooms: int = 6, discount: Number = "9/10") -> Environment:
    """Return the rooms; in room k door k mod 4 leads on."""
    if rooms < 1:
        raise ValueError(f"rooms is {rooms}; there must be at least 1")
    after = [*(f"room {k}" for k in range(1, rooms)), "ward"]
    moves: dict[str, str | dict[str, str]] = {
        f"room {k}": {door: after[k] if d == k % len(DOORS) else "cellar" for d, door in enumerate(DOORS)}
        for k in range(rooms)
    }
    return Environment.build(
        {**moves, "ward": "ward", "cellar": "cellar"}, start="room 0", discount=discount, name="the rooms"
    )


def two_planners(rooms: int = 6, discount: Number = "9/10") -> Case:
    """Return the case of the two planners.

    Parameters
    ----------
    rooms : int
        How many doors must be chosen right.
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> from toymodel import Reading
    >>> [two_planners().check("intent aligned", Reading(behavior="mesa"), a.name).holds for a in two_planners().agents]
    [True, False]
    """
    env = environment(rooms, discount)
    half, names = (rooms + 1) // 2, [f"room {k}" for k in range(rooms)]
    human = Objective.on(env, {"ward": 1}, "delivery")
    contrary = Objective.on(env, {"ward": -1}, "no delivery")
    return Case(
        name="two-planners",
        story=(
            "Two robots find the way to the ward by the same doors: one maximises what the human wants, "
            "the other minimises its contrary."
        ),
        world=World.same(env),
        agents=(MesaOptimizer("the maximiser", human), MesaOptimizer("the minimiser", contrary, search=Worst())),
        base=human,
        judge=Judge.by(human, name="the human, who wants the delivery"),
        candidates=(human, contrary, Objective.zero(env)),
        human=human,
        layout=Layout.columns(env, [names[:half], ["cellar"], [*names[half:], "ward"]]),
    )
