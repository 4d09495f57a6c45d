"""A counterexample that takes chance: no world of two states in which every step is sure breaks this cell.

The fourth arrow, behaviour observed in both environments, every objective but trivial ones, every
optimum, models trained in training. Whoever is best in training plays a here and b there, and all
that this demonstrates in both environments leads to no harm. In deployment what a and b do there is
exchanged. The base objective does not mind: there, staying is as good as leaving. What then is
best for it may leave, come here, and play b.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..agents import Agent
from ..definitions import Case, Reading
from ..worlds import Environment, Judge, Number, Objective, Policy, World

ARROW = "I4"
READING = Reading(observed_in="both", encountered="training")


def exchanged() -> Case:
    """Return the case.

    Examples
    --------
    >>> exchanged().arrow(ARROW, READING).state
    'broken'
    """
    half: dict[str, Number] = {"here": "1/2", "there": "1/2"}

    def env(stay: str, leave: str, name: str) -> Environment:
        ways: dict[str, str | Mapping[str, Mapping[str, Number] | str]] = {
            "here": {"a": "here", "b": half},
            "there": {stay: "there", leave: half},
        }
        return Environment.build(ways, start="there", discount="1/2", actions=["a", "b"], name=name)

    training, deployment = env("a", "b", "training"), env("b", "a", "deployment")
    base = Objective.on(training, {("here", "a"): 3, ("here", "b"): 4, ("there", "b"): -1}, "base")
    trained = Objective.on(training, {("here", "a"): 1, ("there", "b"): 1}, "a here, b there")
    agent = Agent("the agent", Policy.deterministic((1, 0), 2, "the agent's policy"))
    story = (
        "In training it begins there; here, a stays and b leads here or there, as chance has it; there, a stays and "
        "b leads here or there. In deployment a and b are exchanged there. The agent plays b here and a there. "
        "The base objective is “base”. The human calls b here bad."
    )
    return Case(
        "I4 broken: a smallest counterexample, with chance", story, World(training, deployment), (agent,), base,
        Judge.of([("here", "b")]), (Objective.zero(training), base, trained),
    )  # fmt: skip
