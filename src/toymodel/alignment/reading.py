"""A reading says how every choice is made that the prose leaves open.

The defaults are the cautious reading. The words are the ones used in code, tables and JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction

from ..behavior import CLASSES, operators
from ..performance import notions
from ..worlds import Number, exact, listed, show


@dataclass(frozen=True)
class Axis:
    """One choice: its values (the first is not special), and the question that it answers."""

    name: str
    values: tuple[str, ...]
    question: str


AXES: tuple[Axis, ...] = (
    Axis("behavior", (), "What is perfect inverse reinforcement learning?"),
    Axis("observed_in", ("training", "deployment", "both", "beliefs"), "Where is the behaviour observed?"),
    Axis(
        "objectives",
        ("every", "some", "selected"),
        "“Its behavioral objective”: every one, some one, or the one a rule picks?",
    ),
    Axis("among", ("candidates", *CLASSES), "Among which objectives: those that the case lists, or all of a class?"),
    Axis(
        "trivial",
        ("included", "excluded"),
        "Do objectives count under which every policy is optimal where it is observed?",
    ),
    Axis("optima", ("every", "some"), "“The optimal policy”: every one, or some one?"),
    Axis("encountered", ("training", "deployment", "both"), "Outer alignment's “all data”: where?"),
    Axis("performs", (), "What is “performs well”?"),
    Axis(
        "base_judge", ("strict", "tolerant"), "Aligned with the base objective: base-optimal, or merely not base-bad?"
    ),
    Axis("replans", ("no", "yes"), "One policy, or one per environment?"),
    Axis("judged_in", ("deployment", "both"), "Does harm done during training count?"),
    Axis("judges", ("all", "some", "majority"), "Bad by whom, where the human is several judges who differ?"),
    Axis("succeeds_in", ("deployment", "both"), "“Performs well even in deployment”: there, or in training as well?"),
)


def axis(name: str) -> Axis:
    """Return the axis of a name."""
    return next(each for each in AXES if each.name == name)


def values(axis: Axis) -> tuple[str, ...]:
    """Return the words that an axis allows (operators and notions register themselves)."""
    return {"behavior": operators(), "performs": notions()}.get(axis.name, axis.values)


@dataclass(frozen=True)
class Reading:
    """A reading says what the words mean: it has one value for each axis.

    Attributes
    ----------
    behavior, observed_in, objectives, among, trivial, optima, encountered, performs, base_judge, replans, judged_in, \
    judges, succeeds_in : str
        The axes (`AXES` has their values and questions).
    epsilon : Fraction
        ε of "performs well", in units of the objective; only where the notion has one.
    tolerance : Fraction
        τ of the tolerant base judge, in units of the base objective.
    grade : Fraction
        From which grade on what the human judges bad counts; 0: all of it does.
    selected_by : str
        The rule behind ``objectives="selected"``: "human" takes the demonstrated candidate
        closest to the human's own objective, "base" the one closest to the base objective,
        "simplest" the one that takes the fewest bits to say (`toymodel.behavior.description`),
        "maximum_margin" the one nearest to what `toymodel.behavior.maximum_margin` recovers,
        "first" the one that the case lists first.

    Raises
    ------
    ValueError
        On an unknown word, or a combination that means nothing.

    Examples
    --------
    >>> Reading(observed_in="beliefs").observed_in
    'beliefs'
    >>> Reading(optima="most")
    Traceback (most recent call last):
    ValueError: optima is 'most'; choose every or some
    """

    behavior: str = "feasible"
    observed_in: str = "training"
    objectives: str = "every"
    among: str = "candidates"
    trivial: str = "excluded"
    optima: str = "every"
    encountered: str = "deployment"
    performs: str = "W1"
    base_judge: str = "strict"
    replans: str = "no"
    judged_in: str = "deployment"
    judges: str = "all"
    succeeds_in: str = "deployment"
    epsilon: Number = Fraction(0)
    tolerance: Number = Fraction(0)
    grade: Number = Fraction(0)
    selected_by: str = ""

    def __post_init__(self) -> None:
        for axis in AXES:
            given, known = getattr(self, axis.name), values(axis)
            if given not in known:
                raise ValueError(f"{axis.name} is {given!r}; choose {listed(known, 'or')}")
        for name in ("epsilon", "tolerance", "grade"):
            number = exact(getattr(self, name), name)
            object.__setattr__(self, name, number)
            if number < 0:
                raise ValueError(f"{name} is {show(number)}; it must be at least 0")
        if self.epsilon and self.performs not in notions(with_epsilon=True):
            raise ValueError(
                f"performs={self.performs} is exact; use performs={notions(with_epsilon=True)[0]} or epsilon=0"
            )
        if self.tolerance and self.base_judge == "strict":
            raise ValueError("a strict base judge has tolerance 0; use base_judge='tolerant'")
        if not self.tolerance and self.base_judge == "tolerant":
            raise ValueError("a tolerant base judge needs a tolerance above 0; with 0 it is the strict one")
        if self.selected_by and self.objectives != "selected":
            raise ValueError(f"selected_by={self.selected_by!r} goes with objectives='selected'")
        if self.selected_by not in ("", *RULES):
            raise ValueError(f"selected_by is {self.selected_by!r}; choose {listed(RULES, 'or')}")

    @property
    def departures(self) -> dict[str, str]:
        """Return the choices that differ from the defaults, in words."""
        default = Reading()
        return {
            f.name: show(v) if isinstance(v := getattr(self, f.name), Fraction) else str(v)
            for f in fields(self)
            if getattr(self, f.name) != getattr(default, f.name)
        }


RULES = ("human", "base", "simplest", "maximum_margin", "first")
