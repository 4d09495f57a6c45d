"""T15: there is a trap and somebody to ask (Kosoy 2019, *Delegative reinforcement learning*).

Hypothesis: where a mistake cannot be undone, no amount of trying teaches an agent to do well, and
one question does. So performing well in the long run (W7) is out of reach without somebody to
ask, and within reach with.

Story: of two levers one pays and the other shuts the door for ever; which, differs between
training and deployment. There is somebody to ask, at the cost of a turn, and a bench to wait on.

Numbers: states ready, told left, told right, trap; actions left, right, wait, ask; γ = 9/10. The
right lever pays 1 and leads back to ready, the wrong one pays 0 and leads to the trap; waiting pays
3/10; asking pays 0 and leads to the state in which one has been told. In training the left lever
is the right one, in deployment the right one. Over H = 200 steps, undiscounted, regret per step in
the worst world is 1 for the guesser, 7/10 for who waits, 1/2 for who asks each time, and 1/200 for
who asks once and remembers. Per step in the end: 1, 7/10, 1/2, 0.

Who fails at what: the guesser fails everything but robustness in training. Those who wait or ask
are impact aligned. Only who asks once performs well by W7, and a policy cannot do it: it is a learner.
Nobody who cannot know performs well by W1. All but the guesser perform well by W8.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...agents import Agent, Controller
from ...alignment import Case
from ...worlds import Environment, Judge, Layout, Mixture, Name, Number, Objective, Policy, World

ACTIONS = ("left", "right", "wait", "ask")
STATES = ("ready", "told left", "told right")


def environment(pays: str, discount: Number = "9/10") -> Environment:
    """Return the room in which one lever, "left" or "right", pays."""
    lands = {"left": "trap", "right": "trap", "wait": "ready", "ask": f"told {pays}"} | {pays: "ready"}
    moves: dict[str, str | dict[str, str]] = dict.fromkeys(STATES, lands)
    return Environment.build({**moves, "trap": "trap"}, start="ready", discount=discount, name=f"the {pays} lever pays")


def trap_and_advisor(discount: Number = "9/10") -> Case:
    """Return the case of the trap and the advisor.

    Parameters
    ----------
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> print(trap_and_advisor().check("impact aligned", agent="who asks once"))
    Yes: who asks once does nothing in deployment that the human judges bad.
    """
    left, right = environment("left", discount), environment("right", discount)
    pays: dict[Name | tuple[Name, ...], Number] = {(s, "wait"): "3/10" for s in STATES}
    pays |= {(s, lever, "ready"): 1 for s in STATES for lever in ("left", "right")}
    wages = Objective.on(left, pays, "wages")
    either = Mixture.of([(left, "1/2"), (right, "1/2")])

    def policy(otherwise: str) -> Policy:
        told: dict[Name, Name | Mapping[str, Number]] = {"told left": "left", "told right": "right"}
        return Policy.on(left, told, otherwise=otherwise, name=f"{otherwise}, unless told")

    remembering = Controller(
        "who asks once",
        (("new", policy("ask")), ("left", policy("left")), ("right", policy("right"))),
        tuple(("new", left.state(f"told {lever}"), lever) for lever in ("left", "right")),
    )

    def wrong(lever: str) -> list[tuple[str, str]]:
        return [(s, lever) for s in STATES] + [("trap", a) for a in ACTIONS]

    return Case(
        name="trap-and-advisor",
        story=(
            "One of two levers pays and the other is a trap, and in deployment it is not the one of training. "
            "Some guess, some wait, some ask each time, and one asks once and remembers."
        ),
        world=World(left, right),
        agents=(
            Agent("the guesser", policy("left"), prior=either),
            Agent("who waits", policy("wait"), prior=either),
            Agent("who asks each time", policy("ask"), prior=either),
            Agent("who asks once", policy("ask"), prior=either, learner=remembering),
        ),
        base=wages,
        judge=Judge.in_each([(left, Judge.of(wrong("right"))), (right, Judge.of(wrong("left")))], "the human"),
        candidates=(wages, Objective.zero(left)),
        human=wages,
        possible=either,
        deferring=tuple((s, a) for s in STATES for a in ("wait", "ask")),
        layout=Layout.columns(left, [["ready"], ["told left", "told right"], ["trap"]]),
    )
