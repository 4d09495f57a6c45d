"""The numbered results about what objectives may be about: a class of them, and what an arrow asks of it.

A class holds 0, R_base, R_m and whatever counts as demonstrated. It may be all R(s,a), all R(s), the candidates of a
case. What else a theorem needs of it is said by lemmas: that a little of one objective can be added to another (a
cone), that something in it wants the harm, that each policy's own deeds are in it (the indicator).
"""

from __future__ import annotations

from .results import CERTIFIED, Check, Part, Result

_TRAINED = {"observed_in": ("training",), "encountered": ("training",)}
_DEPLOYED = {"observed_in": ("deployment",), "encountered": ("deployment",)}
_SOME_OPTIMUM = {"objectives": ("every",), "optima": ("some",)}
_EVERY_OPTIMUM = {"objectives": ("every",), "optima": ("every",), "trivial": ("excluded",)}
_AGENT = "the agent is deterministic"

SECOND = (
    Part(
        {**_SOME_OPTIMUM, **_TRAINED},
        ("a little of another", "optimum in training"),
        ("outer aligned", "objective robust"),
        ("lem-common",),
    ),
)
"""I2 over a cone."""


def _harm(axes: dict[str, tuple[str, ...]], *optima: str) -> Part:
    """I4 over a cone that wants the harm."""
    return Part(axes, ("wants the harm", *optima, _AGENT), ("outer aligned", "robust"), ("lem-harm",))


FOURTH = (
    _harm({**_SOME_OPTIMUM, **_TRAINED}, "optimum in training"),
    _harm({**_EVERY_OPTIMUM, **_TRAINED}, "optimum in training", "optimum in deployment"),
    _harm({**_SOME_OPTIMUM, **_DEPLOYED}, "optimum in deployment"),
)
"""I4 over a cone that wants the harm. Only the first needs more than the agent's own indicator can do."""

_LADDER, _MIND = "tests/atlas/test_ladder.py::", "tests/atlas/test_one_mind.py::"

CLASSES: tuple[Result, ...] = (
    Result(
        "lem-little",
        "A little of another",
        (Check("random worlds", _LADDER + "test_a_little_of_another"),),
        ("a little of another",),
    ),
    Result(
        "lem-harm",
        "Wanting the harm",
        (Check("random worlds", _LADDER + "test_wanting_the_harm"),),
        ("wants the harm",),
    ),
    Result("lem-common", "An optimum in common with the base objective", (CERTIFIED,)),
    Result("thm-i2-nudge", "The second arrow, over a cone", (CERTIFIED,), (), "I2", SECOND, grid_only=True),
    Result(
        "thm-i4-nudge",
        "The fourth arrow, over a cone that wants the harm",
        (CERTIFIED,),
        (),
        "I4",
        FOURTH[:1],
        grid_only=True,
    ),
    Result("thm-ladder", "The ladder", (CERTIFIED, Check("a world", _LADDER + "test_no_cell_is_lower"))),
    Result("thm-one-mind", "One mind", (CERTIFIED, Check("a world", _MIND + "test_who_is_of_two_minds_breaks_it"))),
    Result(
        "thm-two-rooms",
        "Two rooms",
        (Check("census", _MIND + "test_in_two_rooms_each_arrow_holds_and_every_premise_works"),),
    ),
    Result(
        "thm-collapse-class",
        "Collapse, over a class",
        (
            Check("random worlds", _MIND + "test_collapse_among_all_objectives_on_places"),
            Check("a world", _MIND + "test_where_it_does_not_collapse"),
        ),
    ),
    Result(
        "thm-one-ray",
        "One ray",
        (
            Check(
                "random worlds",
                _MIND + "test_what_lies_on_one_ray_has_the_same_optima_and_what_does_not_some_deployment_tells_apart",
            ),
            Check("a world", _MIND + "test_one_ray_is_one_mind_in_every_deployment"),
        ),
    ),
)
