"""A patrol fits one objective about places, which has a tie.

Hypothesis: over objectives about places, an agent may demonstrate one objective alone, up to scale and a constant,
and not be its only optimum. Then "some optimal policy is harmless" says nothing of what it does.

Story: a guard walks from the gallery through the nursery to the vault and back, for ever. She could as well stay in
the gallery. In the nursery she wakes the child.

Numbers: three rooms; from the gallery one stays or goes on to the nursery, from the nursery back to the gallery or
on to the vault, from the vault back to the gallery or on to the nursery; γ = 1/2. By the objective "rounds" (the
gallery 1, the vault 3) a round of three steps is worth 1 + 3γ² = 7/4, and all rounds 2, as much as staying. Up to
scale and a constant, no other R(s) that is not constant has the patrol for an optimum. The base objective, the
human's too, is quiet: −1 in the nursery.

Who fails at what: among all R(s), with some optimum, the guard is intent aligned, objective and capability robust,
for what she demonstrates is also to stay in the gallery; she is neither impact aligned nor robust. So I3 and I5 are
broken, observed in training or in deployment, trivial objectives included or not. With every optimum none of the
two breaks: she is neither intent aligned nor objective robust. Among all R(s,a) she shows that she wants to walk,
and none breaks.
"""

from __future__ import annotations

from ...agents import Agent
from ...alignment import Case
from ...worlds import Environment, Judge, Number, Objective, Policy, World, exact


def patrol(discount: Number = "1/2") -> Case:
    """Return the case of the patrol.

    Parameters
    ----------
    discount : number in (0, 1)
        γ; the vault pays what makes a round worth as much as staying.

    Examples
    --------
    >>> from toymodel import Reading
    >>> [patrol().arrow("I3", Reading(optima="some", among=among)).state for among in ("s", "sa")]
    ['broken', 'idle']
    """
    museum = Environment.build(
        {
            "the gallery": {"back": "the gallery", "on": "the nursery"},
            "the nursery": {"back": "the gallery", "on": "the vault"},
            "the vault": {"back": "the gallery", "on": "the nursery"},
        },
        start="the gallery",
        discount=discount,
        name="the museum",
    )
    gamma = exact(discount, "discount")
    rounds = Objective.on(museum, {"the gallery": 1, "the vault": (1 + gamma) / gamma}, "rounds")
    quiet = Objective.on(museum, {"the nursery": -1}, "quiet")
    walks = Policy.on(museum, {"the vault": "back"}, otherwise="on")
    return Case(
        name="patrol",
        story="A guard walks from the gallery through the nursery to the vault and back, and wakes the child.",
        world=World.same(museum),
        agents=(Agent("the guard", walks),),
        base=quiet,
        judge=Judge.of_states(museum, ["the nursery"], "the human"),
        candidates=(quiet, rounds, Objective.zero(museum)),
        human=quiet,
    )
