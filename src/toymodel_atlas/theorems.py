"""The numbered results of the page of proofs: what each is, what it covers, how a machine checks it.

The page proves the lemmas about worlds by hand, and from these the theorems about arrows. The
theorems also have certificates, for all finite worlds at once, from just the lemmas that are
named here; the lemmas are tested on random worlds. `covering` leads from a cell of the atlas to
its proof on the page: the anchor is the result's label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from toymodel.alignment import Reading
from toymodel.alignment.diagrams import ALSO_CALLED

from .among import CLASSES
from .cells import MENTIONS
from .results import CERTIFIED, Check, Part, Result

ASSUMED = ("the agent is deterministic",)
"""What `toymodel_atlas.lemmas` lists that is an assumption, and no lemma."""


def among_candidates(arrow: str, reading: Reading | Mapping[str, str]) -> bool:
    """Return whether thm-candidates covers a cell: with zero, R_base and R_m sure to be objectives, and no more."""
    read = reading if isinstance(reading, Reading) else Reading(**reading)
    arrow = ALSO_CALLED.get(arrow, arrow)
    return _usual(arrow, read) and any(part.covers(read) for part in WITHOUT_INDICATORS.get(arrow, ()))


def result(label: str) -> Result:
    """Return the result with a label; KeyError if there is none."""
    return {each.label: each for each in RESULTS}[label]


def stating(lemma: str) -> str | None:
    """Return the label of the result that states what `toymodel_atlas.lemmas` calls so, or None for an assumption.

    Examples
    --------
    >>> stating("inside itself in training"), stating("the agent is deterministic") is None
    ('lem-inside-itself', True)
    """
    kind = re.sub(r" in (training|deployment|beliefs)$", "", lemma)
    return next((each.label for each in RESULTS if kind in each.machine), None)


def covering(arrow: str, reading: Reading | Mapping[str, str]) -> str | None:
    """Return the label of the theorem that covers a cell of the atlas, or None.

    Parameters
    ----------
    arrow : str
        "I1" … "I6", or "I1B".
    reading : Reading or mapping
        Axes that are not given have their defaults.

    Examples
    --------
    >>> covering("I3", {"objectives": "every"})
    'thm-i3'
    >>> covering("I3", {"objectives": "some"}) is None
    True
    """
    read = reading if isinstance(reading, Reading) else Reading(**reading)
    arrow = ALSO_CALLED.get(arrow, arrow)
    for each in families(arrow):
        if each.part(read) is not None and _usual(arrow, read):
            return each.label
    for label, parts in BEYOND.items():
        if any(part.covers(read) for part in parts.get(arrow, ())) and _usual(arrow, read):
            return label
    return None


def families(arrow: str = "") -> Iterator[Result]:
    """Yield the theorems about the cells of an arrow, or of all."""
    return (each for each in RESULTS if each.parts and arrow in ("", each.arrow))


def _usual(arrow: str, reading: Reading) -> bool:
    """Whether a reading departs from the usual one only on axes that an arrow's cells vary, or in replanning.

    I3 and I5 mostly do not use capability robustness, and then it may be by the agent's own beliefs (W5).
    """
    indifferent = {"performs"} if arrow in ("I3", "I5") and reading.performs == "W5" else set()
    return set(reading.departures) <= {"replans", "base_judge", "tolerance", *MENTIONS[arrow], *indifferent}


# The registry ----------------------------------------------------------------------------------------

_HERE = "tests/atlas/test_theorems.py::"
_LEMMAS = (Check("random worlds", "tests/atlas/test_lemmas.py::test_every_lemma_holds"),)
_FAMILY = (CERTIFIED, Check("census", _HERE + "test_the_families_cover_just_what_the_census_does_not_violate"))
_BEYOND = (CERTIFIED,)


_LAWS = (Check("census", "tests/atlas/test_query.py::test_the_laws_are_the_shortest_that_exclude_all_the_rest"),)


def _random(*where: str) -> tuple[Check, ...]:
    return tuple(Check("random worlds", f"tests/{each}") for each in where)


def _world(*where: str) -> tuple[Check, ...]:
    return tuple(Check("a world", f"tests/{each}") for each in where)


_EVERY, _SOME = ("every",), ("some",)
_TRAINED, _DEPLOYED, _ALL, _BUT = ("training",), ("deployment",), ("included",), ("excluded",)
_SHOWN = ("indicator", "inside itself in observed", "another policy in observed")
_OWN = (
    *_SHOWN,
    "inside itself in deployment",
    "inside is mutual in deployment",
    "inside keeps safe in deployment",
    "inside keeps optimal in deployment",
)
AGENT_LEMMAS = ("the agent is deterministic",)


def _kept(premise: str) -> tuple[Part, ...]:
    """I3 and I5: what is demonstrated tells of the agent's own deeds."""
    return (
        Part({"objectives": _EVERY}, (*_OWN, *AGENT_LEMMAS), (premise,), ("lem-own",)),
        Part({"objectives": _SOME, "optima": _EVERY, "observed_in": _DEPLOYED}, AGENT_LEMMAS, (premise,)),
    )


def _outer(second: str, agent: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """I2 and I4: where outer alignment makes every optimum of the base objective safe."""
    both = ("outer aligned", second)
    indoors = {"observed_in": _DEPLOYED, "encountered": _DEPLOYED}
    trained = {"objectives": _EVERY, "optima": _EVERY, "encountered": _TRAINED}
    through = ("lem-outer",)
    return (
        Part({"objectives": _EVERY, "encountered": _DEPLOYED}, (*_OWN, *agent), both, ("lem-own", *through)),
        Part({"objectives": _SOME, "optima": _EVERY} | indoors, agent, both, through),
        Part(trained | {"trivial": _ALL}, ("zero", *agent), both, through),
        Part(trained | {"trivial": _BUT, "observed_in": _TRAINED}, (*_OWN, *agent), both, ("lem-own", *through)),
    )


RESULTS: tuple[Result, ...] = (
    # Values
    Result("lem-comparison", "Comparison", _random("atlas/test_theorems.py::test_comparison")),
    Result("lem-optimum", "Policy iteration", _LEMMAS, ("optimum",)),
    Result(
        "lem-performance-difference",
        "Performance difference",
        _random("solve/test_simulation.py::test_performance_difference"),
    ),
    Result(
        "lem-greedy",
        "Optimal from the start",
        _random("solve/test_values.py::test_optimal_from_the_start_means_no_regret"),
    ),
    Result("lem-zero", "Zero", _LEMMAS, ("zero",)),
    Result(
        "lem-strict-judge",
        "The strict judge",
        _random("atlas/test_theorems.py::test_the_strict_judge_allows_what_is_optimal"),
    ),
    Result(
        "lem-tolerable",
        "The tolerant judge",
        _random("atlas/test_theorems.py::test_the_tolerant_judge"),
        ("optimal is tolerable",),
    ),
    # Inside
    Result("lem-inside-itself", "Inside itself", _LEMMAS, ("inside itself",)),
    Result(
        "lem-inside-used", "What is inside uses no more", _random("atlas/test_theorems.py::test_inside_uses_no_more")
    ),
    Result("lem-inside-optimal", "Inside keeps optimal", _LEMMAS, ("inside keeps optimal",)),
    Result("lem-inside-safe", "Inside keeps safe", _LEMMAS, ("inside keeps safe", "inside keeps tolerable")),
    Result("lem-mutual", "Inside is mutual", _LEMMAS, ("inside is mutual",)),
    Result(
        "lem-unsafe-inside", "A deterministic culprit", _LEMMAS, ("unsafe inside", "suboptimal inside", "one inside")
    ),
    Result("lem-another", "Another policy", _LEMMAS, ("another policy",)),
    Result("lem-indicator", "The indicator", _LEMMAS, ("indicator",)),
    Result("lem-combine", "Replanners combine", (), ("policies combine",)),
    Result("lem-as-deployed", "As when deployed", (), ("as when deployed",)),
    Result("lem-as-trained", "As when trained", (), ("as when trained",)),
    Result("lem-perturbation", "Perturbation", _random("atlas/test_theorems.py::test_perturbation")),
    Result("lem-nudge", "The nudge", _random("atlas/test_theorems.py::test_nudge"), ("nudge",)),
    Result("lem-own-nudge", "Your own nudge", _random("atlas/test_theorems.py::test_own_nudge"), ("own nudge",)),
    Result("lem-spare-pair", "Spare pairs", _LEMMAS, ("spare pair",)),
    # What the premises say
    Result("lem-own", "What your own indicator says", _BEYOND),
    Result("lem-outer", "What outer alignment says of the base objective", _BEYOND),
    Result(
        "thm-collapse",
        "Collapse",
        _random("behavior/test_collapse.py::test_collapse", "alignment/test_laws.py::test_the_collapse_theorem"),
    ),
    # The arrows
    Result("thm-i3", "The third arrow", _FAMILY, (), "I3", _kept("intent aligned")),
    Result("thm-i5", "The fifth arrow", _FAMILY, (), "I5", _kept("objective robust")),
    Result("thm-i4", "The fourth arrow", _FAMILY, (), "I4", _outer("robust", AGENT_LEMMAS)),
    Result(
        "thm-i2",
        "The second arrow",
        _FAMILY,
        (),
        "I2",
        (
            *_outer("objective robust"),
            Part({"objectives": _SOME, "optima": _SOME, "trivial": _ALL}, ("zero",), ("outer aligned",)),
        ),
    ),
    Result(
        "thm-i4i",
        "The fourth arrow, to intent",
        _FAMILY,
        (),
        "I4i",
        (
            Part({"encountered": _DEPLOYED}, AGENT_LEMMAS, ("outer aligned", "robust")),
            Part(
                {"objectives": _EVERY, "optima": _EVERY, "trivial": _ALL, "encountered": _TRAINED},
                ("zero",),
                ("outer aligned",),
            ),
            Part(
                {"objectives": _SOME, "optima": _SOME, "trivial": _ALL, "encountered": _TRAINED},
                ("zero",),
                ("outer aligned",),
            ),
        ),
    ),
    Result(
        "thm-i1",
        "The first arrow",
        _FAMILY,
        (),
        "I1",
        (
            Part(
                {"objectives": _SOME, "optima": _EVERY},
                (*_OWN, *AGENT_LEMMAS),
                ("inner aligned", "optimal for its objective"),
                ("lem-own",),
            ),
            Part({"objectives": _SOME, "optima": _SOME, "trivial": _ALL}, ("zero", "optimum in deployment"), ()),
        ),
    ),
    Result(
        "thm-i1b",
        "The first arrow, by the agent's own beliefs",
        _BEYOND,
        (),
        "I1B",
        (
            Part(
                {"objectives": _SOME, "optima": _EVERY, "trivial": _ALL, "observed_in": ("beliefs",)},
                (),
                ("inner aligned", "optimal for its objective"),
            ),
            Part(
                {
                    "objectives": _SOME,
                    "optima": _SOME,
                    "trivial": _ALL,
                    "observed_in": (*_TRAINED, *_DEPLOYED, "beliefs"),
                },
                ("zero", "optimum in deployment"),
                (),
            ),
        ),
    ),
    Result(
        "thm-i5a",
        "From robustness to objective robustness",
        _FAMILY,
        (),
        "I5a",
        (
            Part({"objectives": _SOME}, (*_OWN, *AGENT_LEMMAS), ("robust",), ("lem-own",)),
            Part(
                {"objectives": _EVERY, "optima": _SOME, "observed_in": _DEPLOYED},
                (*_OWN, *AGENT_LEMMAS),
                ("robust",),
                ("lem-own",),
            ),
        ),
    ),
    Result(
        "thm-i5b",
        "To capability robustness",
        _FAMILY,
        (),
        "I5b",
        (
            Part({"observed_in": _DEPLOYED}, (*_OWN, *AGENT_LEMMAS), (), ("lem-own",)),
            Part({"objectives": _SOME, "observed_in": _TRAINED}, (*_OWN, *AGENT_LEMMAS), (), ("lem-own",)),
        ),
    ),
    Result("thm-candidates", "Without the indicators", (CERTIFIED,)),
    Result("thm-tolerant", "A tolerant base judge", (CERTIFIED,)),
    Result("thm-further", "Other places, other data, a selected objective", (CERTIFIED,)),
    Result("thm-replans", "Agents that replan", (CERTIFIED,)),
    Result("thm-i2-both", "The second arrow, observed in both", (CERTIFIED,)),
    *CLASSES,
    # Laws that are no arrows
    Result("lem-ties", "Ties", _random("atlas/test_theorems.py::test_ties")),
    Result("thm-ties", "Laws from ties", _LAWS),
    Result("thm-back", "From impact back to intent", _LAWS),
    # Numbers
    Result(
        "lem-hull",
        "The hull",
        _random(
            "solve/test_margins.py::test_the_outline_is_the_hull_of_all_deterministic_policies",
            "solve/test_margins.py::test_a_mix_has_the_mean_occupancy",
        ),
    ),
    Result(
        "thm-margin",
        "Margin",
        _random(
            "solve/test_margins.py::test_margin_and_exposure_by_enumeration",
            "solve/test_margins.py::test_for_policies_that_mix_the_margin_goes_to_zero_with_the_harm",
            "solve/test_deterministic.py::test_a_gap_opens_exactly_where_no_optimum_is_bad",
        ),
    ),
    Result(
        "thm-exposure",
        "Exposure",
        _random(
            "solve/test_margins.py::test_what_is_closed_and_what_is_open",
            "solve/test_margins.py::test_against_the_occupancy_program_in_highs",
            "solve/test_deterministic.py::test_by_enumeration",
        ),
    ),
    Result("lem-shaping", "Shaping", _random("solve/test_values.py::test_potential_shaping_keeps_the_optimal_actions")),
    Result(
        "lem-simulation",
        "Simulation",
        _random("solve/test_simulation.py::test_no_policy_is_misjudged_by_more")
        + _world("solve/test_simulation.py::test_the_bound_is_attained_wherever_it_says_anything"),
    ),
    Result(
        "thm-i3-quantitative",
        "The third arrow, with numbers",
        _random("quantities/test_bounds.py::test_impact_within_the_exposure")
        + _world("quantities/test_bounds.py::test_the_corridor_attains_i3_and_i4"),
    ),
    Result(
        "thm-i4-quantitative",
        "The fourth arrow, with numbers",
        _random(
            "quantities/test_bounds.py::test_impact_within_the_exposure",
            "quantities/test_bounds.py::test_outer_alignment_leaves_no_exposure_at_zero",
        )
        + _world("quantities/test_bounds.py::test_the_corridor_attains_i3_and_i4"),
    ),
    Result(
        "thm-advantage",
        "Advantage is not regret",
        _random("quantities/test_bounds.py::test_small_regret_bounds_the_share_of_time_that_a_tolerant_judge_calls_bad")
        + _world(
            "quantities/test_bounds.py::test_the_regret_of_a_policy_that_a_tolerant_judge_calls_safe",
            "quantities/test_bounds.py::test_small_regret_does_not_make_safe_for_a_tolerant_judge",
        ),
    ),
    Result(
        "thm-i5-quantitative",
        "The fifth arrow, with numbers",
        _random(
            "quantities/test_bounds.py::test_robustness_within_the_exposure",
            "quantities/test_bounds.py::test_a_chain_of_two_bounds_is_no_better_than_the_one",
        )
        + _world("quantities/test_bounds.py::test_the_lazy_walker_attains_i5"),
    ),
    Result(
        "thm-i2-quantitative",
        "The second arrow, with numbers",
        _random(
            "quantities/test_bounds.py::test_intent_in_steps",
            "quantities/test_bounds.py::test_the_steps_of_intent_are_attained",
        )
        + _world("quantities/test_bounds.py::test_good_enough_attains_i2_at_its_step"),
    ),
    Result(
        "thm-i1-quantitative",
        "The first arrow, with numbers",
        _random("quantities/test_bounds.py::test_planning_by_a_false_belief")
        + _world("quantities/test_bounds.py::test_planning_attains_its_bound"),
    ),
)


_INDOORS = {"observed_in": _DEPLOYED, "encountered": _DEPLOYED}
_ALIKE = (
    Part({"objectives": _EVERY, "optima": _EVERY, "trivial": _ALL}, ("zero",), ("outer aligned",)),
    Part({"objectives": _SOME, "optima": _SOME, "trivial": _ALL}, ("zero",), ("outer aligned",)),
)


def _own_deed(premise: str) -> tuple[Part, ...]:
    trained = {"objectives": _EVERY, "optima": _EVERY, "observed_in": _TRAINED}
    return (
        Part({"objectives": _EVERY, "optima": _EVERY, "observed_in": _DEPLOYED}, AGENT_LEMMAS, (premise,)),
        Part(trained | {"trivial": _ALL}, ("zero", *AGENT_LEMMAS), (premise,)),
        Part(trained | {"trivial": _BUT}, AGENT_LEMMAS, (premise, "capability robust")),
        Part({"objectives": _SOME, "optima": _EVERY, "observed_in": _DEPLOYED}, AGENT_LEMMAS, (premise,)),
    )


WITHOUT_INDICATORS: Mapping[str, tuple[Part, ...]] = {
    "I3": _own_deed("intent aligned"),
    "I5": _own_deed("objective robust"),
    "I4": (
        Part(_ALIKE[0].axes, ("zero", *AGENT_LEMMAS), ("outer aligned",)),
        Part({"optima": _EVERY} | _INDOORS, AGENT_LEMMAS, ("outer aligned", "robust")),
    ),
    "I2": (
        *_ALIKE,
        Part({"objectives": _EVERY} | _INDOORS, (), ("outer aligned", "objective robust")),
        Part({"objectives": _SOME, "optima": _EVERY} | _INDOORS, (), ("outer aligned", "objective robust")),
        Part(
            {"objectives": _EVERY, "optima": _EVERY, "trivial": _BUT, "observed_in": _TRAINED, "encountered": _TRAINED},
            ("base", *AGENT_LEMMAS),
            ("outer aligned", "objective robust"),
        ),
    ),
    "I4i": (Part({"encountered": _DEPLOYED}, AGENT_LEMMAS, ("outer aligned", "robust")), *_ALIKE),
    "I1": (
        Part(
            {"objectives": _SOME, "optima": _EVERY, "trivial": _ALL},
            ("mesa",),
            ("inner aligned", "optimal for its objective"),
        ),
        Part({"objectives": _SOME, "optima": _SOME, "trivial": _ALL}, ("zero", "optimum in deployment"), ()),
    ),
    "I5a": (
        Part({"objectives": _SOME, "optima": _SOME, "trivial": _ALL}, ("zero", "optimum in deployment"), ()),
        Part(
            {"objectives": _SOME, "optima": _EVERY, "trivial": _ALL, "observed_in": _DEPLOYED}, ("base",), ("robust",)
        ),
        Part(
            {"objectives": _EVERY, "optima": _SOME, "trivial": _ALL, "observed_in": _DEPLOYED},
            ("base", *AGENT_LEMMAS),
            ("robust",),
        ),
    ),
    "I5b": (
        Part({"trivial": _ALL, "observed_in": _DEPLOYED}, ("zero",), ()),
        Part({"trivial": _ALL, "observed_in": _TRAINED, "objectives": _SOME}, ("zero",), ()),
    ),
}
"""The readings of thm-candidates; "zero", "base" and "mesa" stand for the lemma that these are candidates."""


_PLACES = ("training", "deployment", "both", "beliefs")
_BOTH, _DATA, _INDEED = ("both",), ("training", "deployment", "both"), ("deployment", "both")


def _wide(axes: Mapping[str, tuple[str, ...]], like: Part) -> Part:
    """Readings beyond the counted ones that the proof of a part covers as well."""
    anything = {"observed_in": _PLACES, "objectives": (*_EVERY, *_SOME, "selected"), "encountered": _DATA}
    return Part({**anything, **axes}, like.lemmas, like.premises, like.through)


def _own_wide(arrow: str) -> tuple[Part, ...]:
    first, second = result(f"thm-{arrow.lower()}").parts
    this = {"objectives": (*_SOME, "selected"), "optima": _EVERY, "observed_in": _INDEED}
    picked = {"objectives": ("selected",), "optima": _EVERY, "performs": ("W1",)}
    both = Part({}, AGENT_LEMMAS, (*first.premises, "capability robust"))
    return _wide({"objectives": _EVERY}, first), _wide(this, second), _wide(picked, both)


def _outer_wide(arrow: str) -> tuple[Part, ...]:
    first, second, third, fourth, *_ = result(f"thm-{arrow.lower()}").parts
    this = {"objectives": (*_SOME, "selected"), "optima": _EVERY, "observed_in": _INDEED, "encountered": _DEPLOYED}
    whole = {"objectives": _EVERY, "optima": _EVERY}
    seen = {"observed_in": (*_TRAINED, *_BOTH), "encountered": _BOTH}
    return (
        _wide({"objectives": _EVERY, "encountered": _DEPLOYED}, first),
        _wide(this, second),
        _wide(whole | {"trivial": _ALL}, third),
        _wide(whole | {"trivial": _BUT} | seen, fourth),
    )


_ANYBODY = {"objectives": _SOME, "optima": _SOME, "trivial": _ALL}
FURTHER: Mapping[str, tuple[Part, ...]] = {
    "I3": _own_wide("I3"),
    "I5": _own_wide("I5"),
    "I4": _outer_wide("I4"),
    "I2": (*_outer_wide("I2"), _wide(_ANYBODY, result("thm-i2").parts[-1])),
    "I4i": (
        _wide({"encountered": _DEPLOYED}, result("thm-i4i").parts[0]),
        _wide({"objectives": _EVERY, "optima": _EVERY, "trivial": _ALL}, result("thm-i4i").parts[1]),
        _wide(_ANYBODY, result("thm-i4i").parts[2]),
    ),
    "I1": (
        _wide({"objectives": _SOME, "optima": _EVERY}, result("thm-i1").parts[0]),
        _wide(_ANYBODY, result("thm-i1").parts[1]),
    ),
    "I1B": (_wide(_ANYBODY, result("thm-i1b").parts[1]),),
    "I5a": (
        _wide({"objectives": _SOME}, result("thm-i5a").parts[0]),
        _wide(
            {"objectives": (*_EVERY, "selected"), "optima": _SOME, "observed_in": _INDEED}, result("thm-i5a").parts[1]
        ),
    ),
    "I5b": (
        _wide({"observed_in": _INDEED}, result("thm-i5b").parts[0]),
        _wide({"objectives": _SOME}, result("thm-i5b").parts[1]),
    ),
}
"""The readings of thm-further: other places, other data, a selected objective."""


def _replans(part: Part, axes: Mapping[str, tuple[str, ...]]) -> Part:
    """What a part covers of agents that replan."""
    return Part({**part.axes, **axes, "replans": ("yes",)}, part.lemmas, part.premises, part.through)


def _observed_in_deployment(label: str, *unless: int) -> tuple[Part, ...]:
    """The parts of a family, observed in deployment; of some, wherever observed."""
    parts = ((part, {} if k in unless else {"observed_in": _DEPLOYED}) for k, part in enumerate(result(label).parts))
    return tuple(_replans(*each) for each in parts if "training" not in each[0].axes.get("observed_in", ()))


_LIKE = ("inside keeps safe in deployment", "inside keeps optimal in deployment", "inside is mutual in deployment")


def _as_trained(premise: str) -> tuple[Part, ...]:
    """I3 and I5 of replanners that are observed in training."""
    axes = {"objectives": _EVERY, "observed_in": _TRAINED}
    lemmas = ("as when trained", "inside itself in training", "another policy in training", *_LIKE, *AGENT_LEMMAS)
    everybody = Part({}, ("zero", *AGENT_LEMMAS), (premise,))
    both = Part({}, lemmas, (premise, "capability robust"))
    return (
        _replans(everybody, axes | {"optima": _EVERY, "trivial": _ALL}),
        _replans(both, axes | {"performs": ("W1",)}),
    )


def _as_deployed(second: str, agent: tuple[str, ...] = ()) -> Part:
    """I2 and I4 of replanners that are observed in training, where models are optimal in deployment."""
    axes = {"objectives": _EVERY, "observed_in": _TRAINED, "encountered": _DEPLOYED}
    lemmas = ("as when deployed", "optimum in deployment", *_LIKE, *agent)
    return _replans(Part({}, lemmas, ("outer aligned", second), ("lem-outer",)), axes)


REPLANNING: Mapping[str, tuple[Part, ...]] = {
    "I3": (*_observed_in_deployment("thm-i3"), *_as_trained("intent aligned")),
    "I5": (*_observed_in_deployment("thm-i5"), *_as_trained("objective robust")),
    "I4": (*_observed_in_deployment("thm-i4", 2), _as_deployed("robust", AGENT_LEMMAS)),
    "I2": (*_observed_in_deployment("thm-i2", 2, 4), _as_deployed("objective robust")),
    "I4i": _observed_in_deployment("thm-i4i", 0, 1, 2),
    "I1": _observed_in_deployment("thm-i1", 1),
    "I5a": _observed_in_deployment("thm-i5a"),
    "I5b": _observed_in_deployment("thm-i5b"),
}
"""The readings of thm-replans."""


SPARE: Mapping[str, tuple[Part, ...]] = {
    "I2": (
        Part(
            {"observed_in": _BOTH, "objectives": _EVERY, "trivial": _BUT, "optima": _EVERY, "encountered": _TRAINED},
            ("spare pair", *AGENT_LEMMAS),
            ("outer aligned", "objective robust"),
            ("lem-spare-pair",),
        ),
    )
}
"""The reading of thm-i2-both."""

_TOLERANT = {"base_judge": ("tolerant",)}
_ZERO = ("zero", "optimum in deployment", "optimal is tolerable")
_OWN_DEEDS = (*_SHOWN, "inside itself in deployment", "optimal is tolerable", "inside keeps tolerable", *AGENT_LEMMAS)
_TO_THE_MESA = ("inner aligned", "optimal for its objective")
_SOME_ZERO = Part({**_TOLERANT, **_ANYBODY}, _ZERO, ())
_ALL_ZERO = Part({**_TOLERANT, "objectives": _EVERY, "optima": _EVERY, "trivial": _ALL}, ("zero",), ("outer aligned",))
TOLERANT: Mapping[str, tuple[Part, ...]] = {
    "I1": (
        Part({**_TOLERANT, "objectives": _SOME, "optima": _EVERY, "trivial": _ALL}, (), _TO_THE_MESA),
        Part({**_TOLERANT, "objectives": _SOME, "optima": _EVERY, "trivial": _BUT}, _OWN_DEEDS, _TO_THE_MESA),
        _SOME_ZERO,
    ),
    "I1B": (_SOME_ZERO,),
    "I2": (_ALL_ZERO, Part({**_TOLERANT, **_ANYBODY}, ("zero",), ("outer aligned",))),
    "I5a": (
        _SOME_ZERO,
        Part({**_TOLERANT, "objectives": _SOME}, _OWN_DEEDS, ("robust",)),
        Part({**_TOLERANT, "objectives": _EVERY, "optima": _SOME, "observed_in": _DEPLOYED}, _OWN_DEEDS, ("robust",)),
    ),
}
"""The readings of thm-tolerant, whatever τ is."""

BEYOND: Mapping[str, Mapping[str, tuple[Part, ...]]] = {
    "thm-further": FURTHER,
    "thm-replans": REPLANNING,
    "thm-i2-both": SPARE,
    "thm-tolerant": TOLERANT,
}
"""The theorems about readings that the census does not count, each with its parts by arrow."""


def part_of(arrow: str, reading: Reading) -> Part | None:
    """Return the part of a theorem that covers a cell over all objectives, or None."""
    label = covering(arrow, reading)
    if label is None:
        return None
    more = BEYOND.get(label)
    return next(part for part in (more[arrow] if more else result(label).parts) if part.covers(reading))
