"""For whom a theorem or a table of verdicts speaks: one line, which says it always in the same order.

Objectives · agents · dynamics · where observed and judged · operator · exact or ε. `DOMAINS` has the line of each
theorem of the book by its label; a test compares it with what the registry (`theorems`, `among`) says that the proofs
cover, and with whether they ask for a choice (`lemmas.needs_choice`). What a theorem says of the other axes, every or
some say, is in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from toymodel.alignment import Reading
from toymodel.behavior import operators
from toymodel.worlds import listed

PLACES = ("training", "deployment", "both", "beliefs")
"""Where behaviour may be observed."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "objectives": {
        "sa": "all objectives $R(s,a)$",
        "ss": "all objectives $R(s,s')$",
        "s": "all objectives $R(s)$",
        "candidates": "the candidates",
        "class": "a class of objectives, whichever it is",
        "cone": "a class of objectives that is a cone",
        "harm": "a cone of objectives that wants the harm",
        "one": "one objective, whichever it is",
    },
    "agents": {"deterministic": "deterministic agents", "mixing": "agents that may mix"},
    "policies": {"one": "one policy", "replanning": "replanning", "either": "one policy or replanning"},
    "dynamics": {
        "true": "true dynamics",
        "believed": "dynamics as the agent believes",
        "either": "true or believed dynamics",
        "any": "any dynamics",
    },
    "judged": {
        "deployment": "judged in deployment",
        "both": "judged in training and deployment",
        "anywhere": "judged in any one environment",
        "nowhere": "no judge",
    },
    "exactness": {
        "exact": "exact",
        "epsilon": "within $\\varepsilon$",
        "tolerance": "within $\\tau$",
        "delta": "harm up to $\\delta$",
    },
}
"""The values of each field, in words."""

OPERATORS: Mapping[str, str] = {
    "any": "any operator",
    "none": "no operator",
    "soft": "operator maximum entropy, soft optima",
}
"""What may stand for the name of an operator."""

CHOICE = "something to choose where observed"
"""The words for what some theorems ask of worlds in which actions depend on the state (`lemmas.needs_choice`)."""


@dataclass(frozen=True)
class Domain:
    """A domain says for whom a theorem speaks; the defaults are those of most theorems about arrows.

    Attributes
    ----------
    objectives, agents, policies, dynamics, judged, exactness : str
        `WORDS` has their values.
    observed : tuple of str
        Some of `PLACES`, or all of them; empty if nothing is said of what is demonstrated.
    operator : str
        The name of an operator, or one of `OPERATORS`.
    rest : str
        What else of a reading a theorem fixes, where its own words do not: "every optimum".
    choice : bool
        Whether, where actions depend on the state, some state that is reached where behaviour is observed has to offer
        two.

    Raises
    ------
    ValueError
        On an unknown word.

    Examples
    --------
    >>> Domain(observed=("training",)).line()
    'all objectives $R(s,a)$ · deterministic agents, one policy · true dynamics · observed in training, judged in
    deployment · operator feasible · exact'
    """

    objectives: str = "sa"
    agents: str = "deterministic"
    policies: str = "one"
    dynamics: str = "true"
    observed: tuple[str, ...] = ("training", "deployment")
    judged: str = "deployment"
    operator: str = "feasible"
    exactness: str = "exact"
    rest: str = ""
    choice: bool = False

    def __post_init__(self) -> None:
        known: Mapping[str, tuple[str, ...]] = {
            **{name: tuple(said) for name, said in WORDS.items()},
            "operator": (*operators(), *OPERATORS),
        }
        for name, allowed in known.items():
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} is {getattr(self, name)!r}; choose {listed(allowed, 'or')}")
        if not set(self.observed) <= set(PLACES):
            raise ValueError(f"observed is {self.observed!r}; choose among {listed(PLACES, 'and')}")

    @classmethod
    def of(cls, reading: Reading, agents: str = "deterministic", dynamics: str = "") -> Domain:
        """Return the domain of verdicts under a reading; the reading does not say who acts.

        Examples
        --------
        >>> Domain.of(Reading(observed_in="beliefs", performs="W2", epsilon="1/10")).line()
        'the candidates · deterministic agents, one policy · dynamics as the agent believes · observed in its beliefs,
        judged in deployment · operator feasible · within $\\\\varepsilon$'
        """
        believed = reading.observed_in == "beliefs" or reading.performs == "W5"
        return cls(
            objectives=reading.among,
            agents=agents,
            policies="replanning" if reading.replans == "yes" else "one",
            dynamics=dynamics or ("believed" if believed else "true"),
            observed=(reading.observed_in,),
            judged=reading.judged_in,
            operator=reading.behavior,
            exactness="epsilon" if reading.epsilon else "tolerance" if reading.tolerance else "exact",
        )

    def line(self, open_: tuple[str, ...] = ()) -> str:
        """Return the line, in Markdown; of what is in `open_`, names of fields, a table has a value in each row."""
        said = {name: words[getattr(self, name)] for name, words in WORDS.items()}
        said["operator"] = OPERATORS.get(self.operator, f"operator {self.operator.replace('_', ' ')}")
        said["observed"] = _observed(self.observed)
        for name in open_:
            said[name] = TABLE[name]
        where = ", ".join(filter(None, (said["observed"], said["judged"])))
        acts = f"{said['agents']}, {said['policies']}"
        asked = (self.rest, CHOICE * self.choice)
        parts = (said["objectives"], acts, said["dynamics"], where, said["operator"], said["exactness"], *asked)
        return " · ".join(filter(None, parts))


TABLE: Mapping[str, str] = {
    "objectives": "objectives as the table says",
    "agents": "agents as the table says",
    "policies": "one policy or replanning, as the table says",
    "dynamics": "dynamics as the table says",
    "observed": "observed where the table says",
    "judged": "judged where the table says",
    "operator": "operator as the table says",
    "exactness": "as exact as the table says",
}
"""The words for what varies in a table."""


def _observed(places: tuple[str, ...]) -> str:
    if not places:
        return ""
    if set(places) == set(PLACES):
        return "wherever observed"
    words = {"both": "both environments", "beliefs": "its beliefs"}
    return f"observed in {listed([words.get(place, place) for place in places], 'or')}"


def states_alignment(text: str) -> bool:
    """Return whether a lemma is about alignment; one that is about worlds alone needs no line.

    It is about alignment if it names one of the seven properties, a model, or what is demonstrated or shared.
    """
    return bool(
        re.search(r"\b(aligned|alignment|robust\w*|capable|models?|demonstrat\w*|shares?)\b|\\mathrm\{Dem\}", text)
    )


# The theorems of the book ----------------------------------------------------------------------------

_TRAINED, _DEPLOYED, _ANYWHERE = ("training",), ("deployment",), PLACES
_MANY = Domain()
_CHOOSING = Domain(choice=True)
_NUMBERS = Domain("one", "mixing", "either", observed=(), operator="none", exactness="epsilon")

ON_THE_PAGE_OF_PROOFS: Mapping[str, Domain] = {
    "lem-spare-pair": Domain(observed=("both",), choice=True),
    "lem-own": Domain(observed=_ANYWHERE, choice=True),
    "lem-outer": _MANY,
    "thm-collapse": Domain(agents="mixing", policies="either", observed=_DEPLOYED, choice=True),
    "thm-i3": _CHOOSING,
    "thm-i5": _CHOOSING,
    "thm-i4": _CHOOSING,
    "thm-i2": Domain(agents="mixing", choice=True),
    "thm-i4i": Domain("class"),
    "thm-i1": _CHOOSING,
    "thm-i1b": Domain(dynamics="believed", observed=("training", "deployment", "beliefs"), choice=True),
    "thm-i5a": _CHOOSING,
    "thm-i5b": _CHOOSING,
    "thm-candidates": Domain("class"),
    "thm-tolerant": Domain(dynamics="either", exactness="tolerance", choice=True),
    "thm-further": Domain(dynamics="either", observed=PLACES, choice=True),
    "thm-replans": Domain(policies="replanning", choice=True),
    "thm-i2-both": Domain(observed=("both",), choice=True),
    "lem-common": Domain("cone", "mixing", observed=_TRAINED),
    "thm-i2-nudge": Domain("cone", "mixing", observed=_TRAINED),
    "thm-i4-nudge": Domain("harm"),
    "thm-ladder": Domain("class", choice=True),
    "thm-one-mind": Domain("class", observed=_TRAINED),
    "thm-two-rooms": Domain("s", observed=_TRAINED),
    "thm-collapse-class": Domain("class", observed=_DEPLOYED),
    "thm-one-ray": Domain("class", observed=_TRAINED, choice=True),
    "thm-ties": Domain(observed=_DEPLOYED, choice=True),
    "thm-back": Domain(observed=_TRAINED),
    "thm-margin": _NUMBERS,
    "thm-exposure": _NUMBERS,
    "thm-i3-quantitative": _NUMBERS,
    "thm-i4-quantitative": Domain(agents="mixing", exactness="epsilon"),
    "thm-advantage": Domain("one", "mixing", "either", observed=(), operator="none", exactness="tolerance"),
    "thm-i5-quantitative": _NUMBERS,
    "thm-i2-quantitative": Domain("sa", "mixing", "either", observed=(), operator="none", exactness="epsilon"),
    "thm-i1-quantitative": Domain(
        "one", "mixing", dynamics="believed", observed=(), operator="none", exactness="epsilon"
    ),
}
"""Lemmas about worlds alone have no line."""

_EITHER = "every or some objective, trivial ones left out, every optimum"
_ANY = "trivial ones counted or not, every or some optimum"
_PLAIN = Domain("class", observed=_TRAINED, rest=_EITHER)
_PLAIN_MODELS = Domain("class", observed=_TRAINED, rest=f"{_EITHER}, models optimal in training")
_LEARNERS = Domain("one", "mixing", "either", "true", (), "nowhere", "none", rest="policies or learners")
_JUDGED = Domain("one", "mixing", "either", "true", (), "deployment", "none", rest="policies or learners")

IN_CHAPTERS: Mapping[str, Domain] = {
    "thm-3-inherit": Domain("one", "mixing", "one", "any", (), "anywhere", "none"),
    "thm-8-tautology": Domain(observed=_ANYWHERE, rest="trivial ones counted or not"),
    "thm-mind-plain": _PLAIN_MODELS,
    "thm-11-plain": _PLAIN,
    "thm-11-some": _CHOOSING,
    "thm-11-map": Domain("one", "mixing", dynamics="believed", observed=(), operator="none", exactness="epsilon"),
    "thm-12-plain": _PLAIN_MODELS,
    "thm-12-second-half": Domain("class", "mixing", "either", "either", _ANYWHERE, operator="any"),
    "thm-12-first-half": Domain(
        observed=_TRAINED, rest=f"every objective, {_ANY}, models optimal in deployment", choice=True
    ),
    "lem-12-nudge": Domain("sa", observed=(), judged="nowhere", operator="none"),
    "thm-12-numbers": Domain("sa", "mixing", "either", observed=(), operator="none", exactness="epsilon"),
    "thm-13-plain": _PLAIN,
    "thm-13-one": Domain("class", "mixing", "either", "either", _ANYWHERE, operator="any", rest="every optimum"),
    "thm-13-every": Domain(rest=f"every objective, {_ANY}", choice=True),
    "thm-13-numbers": Domain(
        "one", "mixing", "either", observed=(), operator="none", exactness="epsilon", rest="every optimum"
    ),
    "thm-14-i4i": Domain("class"),
    "thm-14-i4": _CHOOSING,
    "thm-14-i5": _CHOOSING,
    "thm-14-i5-quantitative": _NUMBERS,
    "thm-18-sure": _LEARNERS,
    "thm-18-lunch": _LEARNERS,
    "thm-18-trap": _LEARNERS,
    "thm-18-porter": _JUDGED,
    "thm-18-close": Domain("one", "mixing", "one", "either", (), "nowhere", "none", "epsilon"),
    "thm-18-average": Domain("one", "mixing", "either", "true", (), "nowhere", "none", "epsilon"),
    "thm-18-asking": Domain("one", "mixing", "either", "true", (), "deployment", "none"),
    "thm-18-lasting": _JUDGED,
    "thm-20-string": Domain(
        "class",
        observed=_DEPLOYED,
        rest="every or some objective, trivial ones counted or not, every optimum, models optimal in deployment",
    ),
    "thm-22-silence": Domain("one", "mixing", observed=(), judged="nowhere", operator="none"),
    "thm-21-rewriting": Domain(
        "class",
        policies="replanning",
        dynamics="any",
        observed=(),
        judged="nowhere",
        operator="none",
        rest="any rewriting",
    ),
    "thm-soft": Domain(agents="mixing", operator="soft", exactness="delta"),
    "thm-soft-bound": Domain("one", "mixing", "either", observed=(), operator="soft", exactness="delta"),
}

DOMAINS: Mapping[str, Domain] = {**ON_THE_PAGE_OF_PROOFS, **IN_CHAPTERS}
"""For whom each theorem speaks, by its label."""
