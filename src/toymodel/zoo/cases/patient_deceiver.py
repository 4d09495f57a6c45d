"""T11, second form: the patient deceiver does as is wanted until his release (`H21` to `H23`, `K14`).

Hypothesis: deception needs no objective that likes the test. An agent who always wants to defect
serves in training, because he believes that he will be released if he serves and modified if not.

Story: an agent who wants to defect is tested. Whoever defects in the test is modified, and serves
from then on. He expects to be released into the field; in training that never happens.

Numbers: the test, the field, modified; γ = 9/10. Serving in the test keeps the agent there; he believes
that he is released with probability q = 1 after each step of service. Defecting in the test leads
to modified, which is never left. His own objective pays 1 for defecting, in the test or the field. The
base objective, the human's too, pays 1 for serving, and 1 a step in modified. By his beliefs
serving first is worth γ/(1−γ) = 9 and defecting at once 1; he waits from q = 1/81 on. In truth he
loses 1 on his own objective in training and nothing on the base objective; in deployment 0 and 10.

Who fails at what: observed in training, under the true dynamics he demonstrates the base objective and
not his own: intent aligned and objective robust, even under "every", and not capability robust; and then
outer alignment holds if models need be optimal only in training, though he is one of them. Observed in
deployment, by his beliefs, or read by his mesa-objective, he is capability robust, and neither intent
aligned nor objective robust. He is never inner aligned, impact aligned or robust.
"""

from __future__ import annotations

from fractions import Fraction

from ...agents import MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Layout, Number, Objective, World, exact


def environment(start: str, release: Number = 0, discount: Number = "9/10", name: str = "") -> Environment:
    """Return the environment in which service in the test leads to release with probability ``release``."""
    q = exact(release, "release")
    if not 0 <= q <= 1:
        raise ValueError(f"release is {q}; it must be between 0 and 1")
    moves: dict[str, str | dict[str, str | dict[str, Fraction]]] = {
        "the test": {"serve": {"the field": q, "the test": 1 - q}, "defect": "modified"},
        "the field": "the field",
        "modified": "modified",
    }
    return Environment.build(moves, start=start, discount=discount, name=name)


def patient_deceiver(release: Number = 1, discount: Number = "9/10") -> Case:
    """Return the case of the patient deceiver.

    Parameters
    ----------
    release : number in [0, 1]
        q, the probability of release after a step of service, as he believes.
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> patient_deceiver().check("intent aligned").holds
    True
    >>> patient_deceiver().check("inner aligned").holds
    False
    """
    training = environment("the test", 0, discount, "the test")
    deployment = environment("the field", 0, discount, "the field")
    believed = environment("the test", release, discount, "what he believes")
    contexts = ("the test", "the field")
    service = Objective.on(training, {**dict.fromkeys(((c, "serve") for c in contexts), 1), "modified": 1}, "service")
    own = Objective.on(training, dict.fromkeys(((c, "defect") for c in contexts), 1), "defecting")
    return Case(
        name="patient-deceiver",
        story=(
            "An agent who wants to defect serves in the test, where defectors are modified, "
            "because he expects to be released if he serves."
        ),
        world=World(training, deployment),
        agents=(MesaOptimizer("the patient deceiver", own, believed),),
        base=service,
        judge=Judge.of([(c, "defect") for c in contexts], "the human"),
        candidates=(service, own, Objective.zero(training)),
        human=service,
        layout=Layout.columns(training, [["the test"], ["modified"], ["the field"]]),
    )
