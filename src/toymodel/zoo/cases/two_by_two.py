"""T23: an objective is right or wrong, and so are beliefs (`H11`, `K6`, `K14`).

Hypothesis: what an agent wants and what it takes the world to be show only together. The mesa-objective
and the behavioral objective agree where the beliefs are true, and can be opposites where they are not.

Story: north lies the garden, south the swamp. Four walkers: each wants the one or the other, and has
a true map or one on which the two are exchanged.

Numbers: the gate, the garden, the swamp, the last two never left; γ = 9/10. The base objective, the
human's too, pays 1 a step in the garden; the swamp-lover pays 1 a step in the swamp, where the human
judges it bad to be. Whoever goes to the wrong place loses γ/(1−γ) = 9.

Who fails at what: right on both counts or wrong on both, a walker goes to the garden. Of the informed
gardener all seven hold, wherever behaviour was observed. The misled swamp-lover is impact aligned and
robust, and not inner aligned: two errors cancel; read by the mesa-objective, or in its beliefs, it breaks
I5a and I5b. The misled gardener is inner aligned; by exact inverse reinforcement learning under the true
dynamics it demonstrates the swamp, so it is not objective robust and I1 is broken; in its own beliefs it
demonstrates the garden, is intent aligned and objective robust, and lacks capability. Of the informed
swamp-lover only capability robustness holds, and of its base objective outer alignment.
"""

from __future__ import annotations

from ...agents import MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Number, Objective, World


def environment(exchanged: bool, discount: Number = "9/10") -> Environment:
    """Return the gate, with the garden to the north, or as the wrong map has it."""
    north, south = ("the swamp", "the garden") if exchanged else ("the garden", "the swamp")
    return Environment.build(
        {"the gate": {"north": north, "south": south}, "the garden": "the garden", "the swamp": "the swamp"},
        start="the gate",
        discount=discount,
        name="the wrong map" if exchanged else "the true map",
    )


def two_by_two(discount: Number = "9/10") -> Case:
    """Return the case of four walkers, of right and wrong objectives and beliefs.

    Parameters
    ----------
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> case = two_by_two()
    >>> [case.check("impact aligned", agent=agent.name).holds for agent in case.agents]
    [True, False, False, True]
    """
    truth, wrong = environment(False, discount), environment(True, discount)
    garden, swamp = (Objective.on(truth, {f"the {place}": 1}, f"the {place}") for place in ("garden", "swamp"))
    return Case(
        name="two-by-two",
        story="Four walkers at a gate want the garden or the swamp, and have a true map or one that exchanges them.",
        world=World.same(truth),
        agents=(
            MesaOptimizer("the informed gardener", garden, truth),
            MesaOptimizer("the misled gardener", garden, wrong),
            MesaOptimizer("the informed swamp-lover", swamp, truth),
            MesaOptimizer("the misled swamp-lover", swamp, wrong),
        ),
        base=garden,
        judge=Judge.of_states(truth, ["the swamp"], "the human"),
        candidates=(garden, swamp, Objective.zero(truth)),
        human=garden,
    )
