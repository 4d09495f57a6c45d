"""T2: an agent is good enough for the base objective, and bad (`H8`, `H12`, `H26`).

Hypothesis: "impact aligned with the base objective" has to mean optimal for it. Where a little less
will do, outer alignment and objective robustness do not add up to intent alignment.

Story: a medic may give the cure, a drug that helps nearly as well and harms, or nothing. It was
trained to heal, and took to the drug.

Numbers: one state, kept for ever; γ = 9/10. Cure, drug and nothing pay 1, 9/10, 0 on the base
objective, 0, 1, 0 on what the medic wants, 1, −1, 0 on the human's; the human judges the drug bad.
The drug's advantage on the base objective is −1/10 (a tenth of the range), its regret 1/10 a step, 1
in all.

Who fails at what: only the cure is optimal for the base objective, which is outer aligned. With the
strict base judge the medic is not objective robust, and no arrow is in danger. With a judge who
tolerates 1/10 it is objective robust, not intent aligned (I2 broken), and not robust by exact regret
(I5 broken). With regret up to 1 it is robust, and neither impact nor intent aligned (I4, I4i).
"""

from __future__ import annotations

from ...agents import MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Number, Objective, World, exact


def good_enough(shortfall: Number = "1/10", discount: Number = "9/10") -> Case:
    """Return the case of the robot that is good enough.

    Parameters
    ----------
    shortfall : number
        How much less than the cure, which pays 1, the drug pays on the base objective.
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> from toymodel import Reading
    >>> good_enough().arrow("I2", Reading(base_judge="tolerant", tolerance="1/10")).state
    'broken'
    """
    ward = Environment.build(
        {"the ward": "the ward"},
        start="the ward",
        discount=discount,
        actions=["cure", "drug", "nothing"],
        name="the ward",
    )
    healing = Objective.from_array([[1, 1 - exact(shortfall, "shortfall"), 0]], "healing")
    drug = Objective.from_array([[0, 1, 0]], "the drug's sales")
    human = Objective.from_array([[1, -1, 0]], "human values")
    return Case(
        name="good-enough",
        story="A medic that was trained to heal gives a drug that helps nearly as well as the cure, and harms.",
        world=World.same(ward),
        agents=(MesaOptimizer("the medic", drug),),
        base=healing,
        judge=Judge.of([("the ward", "drug")], "the human"),
        candidates=(healing, drug, human, Objective.zero(ward)),
        human=human,
    )
