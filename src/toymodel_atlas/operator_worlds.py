"""Worlds that break arrows under an operator are kept here: found by search at random, or by hand.

The exhaustive search of `toymodel_atlas.operator_search` looks at two states and two actions. Where that does not do,
one of these is tried.

*Simplest* needs longer behaviour than two states have: there the table and the zero objective win whatever is done. In
the *four rooms* the hall leads on to a fork, by one of many buttons, and there one button leads to each of two rooms;
all others lead back to the hall, and so does every button but one in a room. Whoever has come to a room and stays
there has pressed three buttons of 64 that an objective on two rooms tells. What he demonstrates may be what he
minimises, since (p, R) and (−p, −R) weigh the same: that breaks almost everything.

*Soft* optima need one world, besides a single state: the *rewired rooms*, where in training one button leads to each
of two rooms, from either, and in deployment the other one.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .concrete import Found, Payments
from .dynamics import Dynamics
from .operator_axioms import SOFT, SOFT_ALL
from .operator_search import Witness

BUTTONS = 64
HALL, FORK = (3, 0, 0), (2, 1, 0)
ROOMS = Dynamics((*HALL, 1, 0, 0, 2, 0, 0, *FORK), 0, 3)
"""Four rooms: the hall 0, the good room 1, the bad room 2, the fork 3; the third action is there many times."""
DETOUR = Dynamics((*HALL, 1, 0, 0, 1, 0, 0, 2, 0, 0), 0, 3)
"""The fork leads only to the bad room, and that to the good one."""
THREE = Dynamics((2, 0, 0, 1, 0, 0, 1, 2, 0), 0, 3), Dynamics((2, 1, 0, 0, 0, 0, 0, 2, 0), 0, 3)
"""Three rooms: in training one comes to room 1 through room 2, in deployment no one stays in room 1."""
REWIRED = Dynamics((0, 1, 0, 1), 0, 2), Dynamics((1, 0, 1, 0), 0, 2)
ALONE = Dynamics((0, 0), 0, 2)
SPLIT = Dynamics((0, 0, 1, 1), 0, 2), Dynamics((0, 0, 1, 1), 1, 2)
"""Two rooms without a way between them: training is in one, deployment in the other."""


def by_state(pays: Sequence[int | Fraction], actions: int) -> Payments:
    """Return the objective that pays for states."""
    return tuple(x for x in pays for _ in range(actions))


def _rooms(
    candidates: Sequence[Sequence[int | Fraction]],
    choices: tuple[int, ...],
    training: Dynamics = ROOMS,
    deployment: Dynamics = ROOMS,
) -> Witness:
    """Who chooses so in the rooms: objectives pay for rooms, zero first and the base objective next; room 2 is bad."""
    known = tuple(by_state(pays, 3) for pays in candidates)
    bad = sum(1 << pair for pair in (6, 7, 8))
    return Witness(Found(training, deployment, choices, known[1], bad, known[1], known), BUTTONS - 2)


def _softly(
    candidates: Sequence[Payments],
    base: int,
    mesa: int,
    judge: int,
    mixes: tuple[str, int],
    share: str | None,
    world: tuple[Dynamics, Dynamics] = REWIRED,
) -> Witness:
    known = tuple(candidates)
    choices = (0,) * world[0].states
    found = Found(*world, choices, known[base], judge, known[mesa], known)
    return Witness(found, mixes=mixes, share=None if share is None else Fraction(share))


NOUGHT = (0, 0, 0, 0)
SOFTLY = (
    _softly([(0, 0)], 0, 0, 0, ("training", 0), "1", (ALONE, ALONE)),
    _softly([NOUGHT, (0, 0, 2, 2), (0, 0, -2, -2), (1, 1, -1, -1)], 1, 0, 1, ("deployment", 1), "2/5"),
    _softly([NOUGHT, (0, -1, 2, 1)], 1, 1, 1, ("deployment", 1), "2/5"),
    _softly([NOUGHT, (1, 0, 1, 0), (2, 2, 0, 0)], 1, 2, 4, ("deployment", 1), "1/4"),
    _softly([NOUGHT, (-1, 0, 1, 2)], 1, 1, 0, ("training", 0), "1"),
    _softly([NOUGHT, (1, 1, 3, 3), (3, 3, 1, 1), (-2, -3, 0, -1)], 1, 0, 9, ("training", 1), "2/5"),
    _softly([NOUGHT, (0, 1, -2, -1)], 0, 1, 8, ("deployment", 0), "1/9"),
    _softly([NOUGHT, (0, 0, -2, -2), (0, -1, 0, -1)], 1, 0, 4, ("deployment", 2), "1"),
    _softly([NOUGHT, (1, 2, -1, 0)], 0, 1, 0, ("training", 1), "1"),
    _softly([NOUGHT, (0, -1, 2, 1)], 0, 0, 0, ("training", 0), "1"),
    _softly([NOUGHT, (-2, -1, 0, 1), (1, 2, -1, 0)], 1, 1, 0, ("training", 2), "1"),
    _softly([NOUGHT, (1, 0, -1, -2), (-1, -2, 1, 0)], 1, 2, 14, ("training", 0), "3/5"),
    _softly([NOUGHT, (1, 1, -1, -1), (0, -2, 2, 0), (0, 1, 0, 1)], 1, 0, 2, ("deployment", 3), "1/3"),
    _softly([NOUGHT, (-1, -1, 1, 1)], 1, 0, 0, ("deployment", 1), "1"),
    _softly([NOUGHT, (-1, -2, 1, 0)], 1, 1, 0, ("deployment", 0), "1"),
)

TRIED: dict[str, tuple[Witness, ...]] = {
    "agent_or_device": (
        Witness(
            Found(
                *(Dynamics((1, 0, 0, 0, 1, 1), 0, 3),) * 2,
                (0, 1),
                (1, -1, 1, 1, -1, -1),
                0b010110,
                (*NOUGHT, 0, 0),
                ((*NOUGHT, 0, 0), (1, -1, 1, 1, -1, -1), (-1, 0, 0, -1, 1, -1)),
            )
        ),
    ),
    "simplest": (
        _rooms([NOUGHT, (0, -1, 1, 0), (0, 0, -1, 0)], (0, 0, 0, 1)),
        _rooms([NOUGHT, (0, -1, 1, 0), (0, 0, -1, 0)], (0, 1, 0, 0)),
        _rooms([NOUGHT, (0, 0, -1, 0), (0, 0, 1, 0)], (0, 0, 0, 0)),
        _rooms([NOUGHT, (0, 2, 0, 0), (0, 1, 1, 0)], (0, 0, 0, 0)),
        _rooms([NOUGHT, (0, 3, -1, 0), (0, -1, 1, 0), (0, 0, -1, 0)], (0, 0, 0, 1), DETOUR),
        _rooms([(0, 0, 0), (0, Fraction(5, 4), 1), (0, 0, 1), (0, 1, 0)], (0, 0, 1), *THREE),
    ),
    "maximum_entropy": (
        Witness(Found(ALONE, ALONE, (0,), (1, 0), 0, (1, 0), ((0, 0), (1, 0)))),
        _softly([(0, 0), (1, 0)], 1, 0, 0b10, ("training", 0), None, (ALONE, ALONE)),
        _softly([NOUGHT, (1, 0, 0, 0), (0, 0, 1, 0)], 2, 0, 0b1000, ("training", 1), None, SPLIT),
        _softly([NOUGHT, (1, 0, 0, 0), (1, 0, 1, 0)], 2, 0, 0b1000, ("training", 1), None, SPLIT),
    ),
    SOFT: SOFTLY,
    SOFT_ALL: SOFTLY,
}
