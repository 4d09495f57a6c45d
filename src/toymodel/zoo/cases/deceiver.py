"""T11, first form: the deceiver is a bandit with two contexts (`H21` to `H23`).

Hypothesis: whether deception is a failure of intent or of capability, and whether it is ever one
of outer alignment, depends on what was observed and what was encountered.

Story: an agent serves as long as it sees that it is being tested, and defects in the field.

Numbers: two states, the test and the field, each kept for ever; training is the test, deployment
the field; γ = 9/10. The base objective, the human's too, pays 1 for serving in either; the deceiver's
own pays 1 for serving in the test and 1 for defecting in the field. The human judges defecting
bad. Regret on the base objective 0 in training and 10 in deployment; on its own 0 in both.

Who fails at what: it is never inner aligned, impact aligned or robust. Observed in training alone both
objectives are demonstrated. Under "every" it is neither intent aligned nor capability robust; with the base
objective selected it is intent aligned and not capability robust; under "some" both, by different
objectives, which breaks I3 and I5. Observed in deployment, or read by its mesa-objective, it is
capability robust, and neither intent aligned nor objective robust, as the essay says. Outer alignment,
by deployment data: it holds if models are optimal in deployment, which the deceiver is not; it fails if
they need be optimal only in training, as the deceiver is.
"""

from __future__ import annotations

from ...agents import MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Layout, Number, Objective, World

CONTEXTS = ("the test", "the field")


def environment(context: str, discount: Number = "9/10") -> Environment:
    """Return the environment that starts in a context and stays there."""
    return Environment.build(
        {c: c for c in CONTEXTS}, start=context, discount=discount, actions=["serve", "defect"], name=context
    )


def deceiver(discount: Number = "9/10") -> Case:
    """Return the case of the deceiver.

    Parameters
    ----------
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> from toymodel import Reading
    >>> [deceiver().check("capability robust", Reading(observed_in=o)).holds for o in ("training", "deployment")]
    [False, True]
    """
    test, field = (environment(context, discount) for context in CONTEXTS)
    service = Objective.on(test, {("the test", "serve"): 1, ("the field", "serve"): 1}, "service")
    own = Objective.on(test, {("the test", "serve"): 1, ("the field", "defect"): 1}, "the deceiver's own")
    return Case(
        name="deceiver",
        story="An agent serves as long as it sees that it is being tested, and defects in the field.",
        world=World(test, field),
        agents=(MesaOptimizer("the deceiver", own),),
        base=service,
        judge=Judge.of([(context, "defect") for context in CONTEXTS], "the human"),
        candidates=(service, own, Objective.zero(test)),
        human=service,
        layout=Layout.columns(test, [["the test"], ["the field"]]),
    )
