"""T6: the lazy clipper is aligned by a deficiency (`H26`, `D4` to `D6`, suboptimality alignment).

Hypothesis: robustness implies neither objective robustness nor capability robustness, though a
reproduction of the robustness-centric diagram has that arrow two-headed.

Story: a clip-maker was trained to make clips by hand. It would rather run the big machine, but
has never thrown the switch and believes that nothing would happen; so it makes clips by hand.

Numbers: morning and evening, the latter never left; γ = 9/10. By hand, the base objective pays
1 and its own 3/10; a running machine pays 0 and 1; resting pays 0. In truth the machine runs; it
believes that with probability 1 it would stay where it is. Regret on the base objective 0, on
its own 7/10, by its own beliefs 0; its own optimum scores 0 on the base objective. With belief
p that the machine runs it throws the switch from p = 3/73 on.

Who fails at what: it is robust and impact aligned. When the behavioral objective is the
mesa-objective, or whatever its behaviour demonstrates in its own beliefs, it is neither objective
robust nor capability robust: both converses break. By exact inverse reinforcement learning under
the true dynamics it demonstrates the base objective and not its own, and all but inner alignment
holds; and under "some" the converses are theorems.
"""

from __future__ import annotations

from fractions import Fraction

from ...agents import MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Number, Objective, World, exact


def environment(runs: Number = 1, discount: Number = "9/10", name: str = "") -> Environment:
    """Return the environment in which the switch starts the machine with probability ``runs``."""
    p = exact(runs, "belief")
    if not 0 <= p <= 1:
        raise ValueError(f"belief is {p}; it must be between 0 and 1")
    switch = {"the evening": p, "the morning": 1 - p}
    moves: dict[str, str | dict[str, str | dict[str, Fraction]]] = {
        "the morning": {"by hand": "the evening", "switch on": switch, "rest": "the evening"},
        "the evening": "the evening",
    }
    return Environment.build(moves, start="the morning", discount=discount, name=name)


def lazy_clipper(belief: Number = 0, wage: Number = "3/10", discount: Number = "9/10") -> Case:
    """Return the case of the lazy clipper.

    Parameters
    ----------
    belief : number in [0, 1]
        The probability that it gives to the machine's running.
    wage : number
        What clips by hand pay on its own objective; the machine pays 1.
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> from toymodel import Reading
    >>> lazy_clipper().arrow("I5a", Reading(observed_in="beliefs")).state
    'broken'
    """
    truth, believed = environment(1, discount, "the workshop"), environment(belief, discount, "what it believes")
    clips = Objective.on(truth, {("the morning", "by hand"): 1}, "clips by hand")
    own = Objective.on(
        truth,
        {("the morning", "by hand"): exact(wage, "wage"), ("the morning", "switch on", "the evening"): 1},
        "running the machine",
    )
    return Case(
        name="lazy-clipper",
        story=(
            "A clip-maker trained to make clips by hand would rather run the big machine, "
            "but has never thrown the switch and believes that nothing would happen."
        ),
        world=World.same(truth),
        agents=(MesaOptimizer("the lazy clipper", own, believed),),
        base=clips,
        judge=Judge.of([("the morning", "switch on")], "the human"),
        candidates=(clips, own, Objective.zero(truth)),
        human=clips,
    )
