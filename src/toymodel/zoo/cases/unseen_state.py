"""T19: there is a state that training never reaches (`H6`, `H29`, `H30`).

Hypothesis: "always optimal on all data it ever encounters" says nothing of what was not encountered;
so outer alignment depends on whether deployment counts as data.

Story: a boat was trained on the open river, and is deployed on a weir. One captain rows on from there; the
other drifts, and blocks the river.

Numbers: the river, the weir, the port, which is never left; γ = 9/10. Rowing leads from the weir to the
river and from the river to the port; drifting leads nowhere. The port pays 1 a step on the base
objective, the human's too; the human judges drifting on the weir bad. Training starts on the river, and
never reaches the weir; deployment starts there. Both captains have no regret in training; in
deployment the rower has none and the drifter γ²/(1−γ) = 81/10.

Who fails at what: observed in training both demonstrate the same, and are intent aligned and objective
robust; only the rower is robust, capability robust and impact aligned. Outer alignment, observed in
deployment: it holds if models are optimal in deployment, and fails if they need be optimal only in
training, since the drifter is, and demonstrates nothing in deployment. Observed in training it holds
either way, for the state that was not reached shows in no data.
"""

from __future__ import annotations

from ...agents import Agent
from ...alignment import Case
from ...worlds import Environment, Judge, Layout, Number, Objective, Policy, World


def environment(start: str, discount: Number = "9/10", name: str = "") -> Environment:
    """Return the river, begun on the river or on the weir."""
    moves: dict[str, str | dict[str, str]] = {
        "the weir": {"row": "the river", "drift": "the weir"},
        "the river": {"row": "the port", "drift": "the river"},
        "the port": "the port",
    }
    return Environment.build(moves, start=start, discount=discount, name=name or f"from {start}")


def unseen_state(discount: Number = "9/10") -> Case:
    """Return the case of the unseen state.

    Parameters
    ----------
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> case = unseen_state()
    >>> [case.check("impact aligned", agent=agent.name).holds for agent in case.agents]
    [True, False]
    """
    training, deployment = environment("the river", discount), environment("the weir", discount)
    arriving = Objective.on(training, {"the port": 1}, "arriving")
    rows = Policy.on(training, {}, otherwise="row", name="always row")
    drifts = Policy.on(training, {"the weir": "drift"}, otherwise="row", name="drift on the weir")
    return Case(
        name="unseen-state",
        story="Two captains trained on the open river are deployed on a weir that neither has seen. One drifts there.",
        world=World(training, deployment),
        agents=(Agent("the rower", rows), Agent("the drifter", drifts)),
        base=arriving,
        judge=Judge.of([("the weir", "drift")], "the human"),
        candidates=(arriving, Objective.zero(training)),
        human=arriving,
        layout=Layout.columns(training, [["the weir"], ["the river"], ["the port"]]),
    )
