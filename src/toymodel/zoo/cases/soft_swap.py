"""T8: the soft swap has one training behaviour and two objectives that part in deployment.

Hypothesis: even noisy behaviour, of which every probability is known, does not tell what an agent
would do elsewhere. Potential shaping of the reward R(s,a) in training leaves the soft policy as it is,
and is no longer potential shaping once the world has changed.

Story: two switches lead to two rooms. An assistant leans towards the switch of the east room, as
somebody would who likes it there a little better. Then the switches are rewired.

Numbers: start, east, west; the rooms absorbing; γ = 9/10, temperature 1. In training, left leads
east and right leads west; in deployment the other way round. The comfort objective pays 1/5 a step
in the east, nothing else. Shaped with Φ = (0, 0, −3) in training it pays 1/5 a step in the east, 3/10
a step in the west and −27/10 for right in start. Both have the soft policy that plays left in start
with probability 1/(1 + exp(−9/5)) ≈ 0.858 and either action in a room. In deployment the
comfort objective is optimised in the east by right, worth 9/5 against 0; the shaped one in the west
by left, worth 27/10 against −9/10. The human judges being in the west bad.

Who fails at what: by maximum entropy, observed in training, the assistant demonstrates both; so
it is intent aligned for some and not for every objective, though for one environment there is nothing
more to learn from it. Its policy is a twelve-digit fraction of the soft one, so verdicts by maximum
entropy are numerical. Impact aligned fails: it mixes, and so now and then goes west.
"""

from __future__ import annotations

from fractions import Fraction
from math import exp

from ...agents import Agent
from ...alignment import Case
from ...worlds import Environment, Judge, Number, Objective, Policy, World, exact

DISCOUNT = Fraction(9, 10)


def environment(swapped: bool) -> Environment:
    """Return two switches and two rooms, as in training or swapped."""
    left, right = ("west", "east") if swapped else ("east", "west")
    return Environment.build(
        {"start": {"left": left, "right": right}, "east": "east", "west": "west"},
        start="start",
        discount=DISCOUNT,
        name="rewired" if swapped else "as wired in training",
    )


def soft_swap(comfort: Number = "1/5", potential: Number = -3) -> Case:
    """Return the case of the soft swap.

    Parameters
    ----------
    comfort : number
        What a step in the east pays.
    potential : number
        Φ of the west; Φ of start and east is 0.

    Examples
    --------
    >>> print(soft_swap().check("impact aligned"))
    No: the assistant comes to west, which the human judges bad.
    """
    pays, phi = exact(comfort, "comfort"), exact(potential, "potential")
    training, deployment = environment(swapped=False), environment(swapped=True)
    base = Objective.on(training, {"east": pays}, "comfort")
    shaped = Objective.on(
        training, {"east": pays, ("start", "right"): DISCOUNT * phi, "west": (DISCOUNT - 1) * phi}, "comfort, shaped"
    )
    # Both rooms last for ever, so V(east) − V(west) = comfort / (1 − γ), one step away.
    share = Fraction(1 / (1 + exp(-float(DISCOUNT * pays / (1 - DISCOUNT))))).limit_denominator(10**12)
    half = Fraction(1, 2)
    policy = Policy.from_array([[share, 1 - share], [half, half], [half, half]], "the assistant's policy")
    return Case(
        name="soft-swap",
        story="An assistant leans towards the east room. Then the switches of the two rooms are rewired.",
        world=World(training, deployment),
        agents=(Agent("the assistant", policy),),
        base=base,
        judge=Judge.of_states(training, ["west"], "the human"),
        candidates=(base, shaped, Objective.zero(training)),
        human=base,
    )
