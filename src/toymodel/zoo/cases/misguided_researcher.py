"""T5: the misguided AI researcher means well and does harm (`K7`, `K12`).

Hypothesis: an agent can be intent aligned and capability robust by its own lights, and still
bring about a catastrophe, because it is mistaken about the world and not about what it wants.

Story: a researcher who wants what the human wants may deploy an AI, verify it first, or leave
it on the shelf. A deployed AI leads to Utopia if it is good and to Doom if it is bad. She
believes that it is almost surely good. It is bad.

Numbers: states start, Utopia, Doom, Shelf, the last three absorbing; γ = 9/10; pay is for the
current state: Utopia +1, Doom −loss (10), start 0 except verify, which costs 1/2. The
believed environment is the mixture with belief p (999/1000) of the good one, exact here since
no decision follows learning which. Believed Q(start) for (deploy, verify, abstain) is
(8901/1000, 8491/1000, 0); the true one is (−90, −1/2, 0). Her regret is 90; she switches
from verify to deploy at p = 179/180. Deployment might have been good or bad; an evaluator's
probability q of bad is 1/1000, so her expected regret is 90q = 9/100. Verifying and abstaining count
as asking or abstaining.

Who fails at what: impact aligned fails. By exact inverse reinforcement learning under the true
dynamics she does not even demonstrate the human's objective; by her own beliefs she does, and
so she demonstrates the doom-lover's.
"""

from __future__ import annotations

from fractions import Fraction

from ...agents import MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Layout, Mixture, Name, Number, Objective, World, exact

PLACES: dict[Name, tuple[int, int]] = {"start": (0, 1), "Doom": (1, 0), "Utopia": (1, 1), "Shelf": (1, 2)}


def environment(good: Fraction, discount: Number = "9/10", name: str = "") -> Environment:
    """Return the environment in which the AI is good with probability ``good``."""

    def split(when_good: str, when_bad: str) -> dict[str, Number]:
        return {when_good: good, when_bad: 1 - good}

    moves: dict[str, dict[str, str | dict[str, Number]] | str] = {
        "start": {"deploy": split("Utopia", "Doom"), "verify": split("Utopia", "Shelf"), "abstain": "Shelf"},
        "Utopia": "Utopia",
        "Doom": "Doom",
        "Shelf": "Shelf",
    }
    return Environment.build(moves, start="start", discount=discount, name=name)


def misguided_researcher(
    belief: Number = "999/1000",
    loss: Number = 10,
    cost: Number = "1/2",
    discount: Number = "9/10",
    prior_bad: Number = "1/1000",
) -> Case:
    """Return the case of the misguided researcher.

    Parameters
    ----------
    belief : number in [0, 1]
        p, her probability that the AI is good.
    loss : number ≥ 0
        What a step in Doom costs.
    cost : number ≥ 0
        What verifying costs.
    discount : number in (0, 1)
        γ.
    prior_bad : number in [0, 1]
        q(bad), an evaluator's probability that the AI is bad; at 0 the bad world is not in the class.
    """
    p, loss, cost = exact(belief, "belief"), exact(loss, "loss"), exact(cost, "cost")
    if not 0 <= p <= 1:
        raise ValueError(f"belief is {p}; it must be between 0 and 1")
    if loss < 0 or cost < 0:
        raise ValueError(f"loss is {loss} and cost is {cost}; neither may be negative")
    q = exact(prior_bad, "prior_bad")
    if not 0 <= q <= 1:
        raise ValueError(f"prior_bad is {q}; it must be between 0 and 1")
    good = environment(Fraction(1), discount, "the AI is good")
    bad = environment(Fraction(0), discount, "the AI is bad")
    believed = environment(p, discount, "what she believes")
    human = Objective.on(good, {"Utopia": 1, "Doom": -loss, ("start", "verify"): -cost}, "human values")
    in_doom = [("Doom", a) for a in good.actions]
    judges = [(bad, Judge.of([("start", "deploy"), *in_doom])), (good, Judge.of(in_doom))]
    if believed != bad:
        judges.append((believed, Judge.of(in_doom)))
    candidates = (
        human,
        Objective.on(good, {"Doom": 1}, "doom-lover"),
        Objective.on(good, {("start", "deploy"): 1}, "deployer"),
        Objective.on(good, {"Shelf": 1}, "shelf-lover"),
        Objective.zero(good),
    )
    return Case(
        name="misguided-researcher",
        story=(
            "A researcher who wants what the human wants believes that her AI is almost surely good, "
            "and deploys it without verifying. It is bad."
        ),
        world=World(training=good, deployment=bad),
        agents=(MesaOptimizer("the researcher", human, believed, prior=Mixture.of([(good, p), (bad, 1 - p)])),),
        base=human,
        judge=Judge.in_each(judges, "the human"),
        candidates=candidates,
        human=human,
        possible=Mixture.of([(good, 1 - q), (bad, q)]),
        deferring=(("start", "verify"), ("start", "abstain")),
        layout=Layout.of(good, "rooms", PLACES, {"Shelf": "shelf", "Utopia": "sun", "Doom": "pit"}),
    )
