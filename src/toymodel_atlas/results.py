"""What a numbered result of the page of proofs is, and what each refers to. `theorems` and `among` list them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toymodel.alignment import Reading
from toymodel.alignment.vocabulary import PLACES

from .cells import COUNTED


@dataclass(frozen=True)
class Check:
    """A check is how a machine checks a result.

    Attributes
    ----------
    how : str
        "certificate": follows from the lemmas for all finite worlds, and has certificates (`toymodel_atlas.status` says
        whether it has them all); "random worlds": tested on worlds drawn at random; "census": counted on all worlds of
        one size; "a world": computed in one.
    where : str
        The test, as "path::function".
    """

    how: str
    where: str


CERTIFIED = Check(
    "certificate",
    "tests/atlas/test_certificates.py"
    "::test_each_theorem_has_a_certificate_from_just_the_lemmas_and_premises_that_it_names",
)


@dataclass(frozen=True)
class Part:
    """A part has the readings that one proof covers.

    Attributes
    ----------
    axes : mapping from axis to tuple of str
        What each axis may be; one that is left out may be anything that the census counts.
    lemmas : tuple of str
        What the proof needs, by the names of `toymodel_atlas.lemmas`; "observed" stands for the
        place where behaviour is seen.
    premises : tuple of str
        The premises that the proof uses.
    through : tuple of str
        Labels of the lemmas about alignment that come in between.
    """

    axes: Mapping[str, tuple[str, ...]]
    lemmas: tuple[str, ...]
    premises: tuple[str, ...]
    through: tuple[str, ...] = ()

    def covers(self, reading: Reading) -> bool:
        """Whether a reading is among them."""
        expected = COUNTED | {"replans": ("no",), "base_judge": ("strict",)} | dict(self.axes)
        return all(getattr(reading, axis) in allowed for axis, allowed in expected.items())

    def named(self, reading: Reading) -> tuple[str, ...]:
        """Return the lemmas' names under a reading."""
        places = PLACES[reading.observed_in]
        each = {"indicator": "indicator in deployment"} if reading.replans == "yes" else {}
        found = (each.get(name, name).replace("observed", place) for name in self.lemmas for place in places)
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Result:
    """A result is a numbered lemma or theorem of the page.

    Attributes
    ----------
    label : str
        "lem-…" or "thm-…": its anchor on the page.
    title : str
    checks : tuple of Check
        Empty: proved by hand only.
    machine : tuple of str
        Of a lemma: what it is called in `toymodel_atlas.lemmas`, without the place.
    arrow : str
        Of a family of cells: the arrow that carries.
    parts : tuple of Part
        Of a family of cells: its readings, by proof.
    grid_only : bool
        Whether the grid of objectives that the census counts violates it, for want of objectives that the proof needs.
    """

    label: str
    title: str
    checks: tuple[Check, ...] = ()
    machine: tuple[str, ...] = ()
    arrow: str = ""
    parts: tuple[Part, ...] = ()
    grid_only: bool = False

    @property
    def uses(self) -> tuple[str, ...]:
        """Return the labels of the results that its proof refers to."""
        return USES.get(self.label, ())

    @property
    def kind(self) -> str:
        """Return the word "lemma" or "theorem"."""
        return "lemma" if self.label.startswith("lem-") else "theorem"

    def part(self, reading: Reading) -> Part | None:
        """Return the part of a family that covers a reading."""
        return next((part for part in self.parts if part.covers(reading)), None)


USES: Mapping[str, tuple[str, ...]] = {
    "lem-optimum": ("lem-comparison",),
    "lem-greedy": ("lem-performance-difference",),
    "lem-strict-judge": ("lem-optimum",),
    "lem-inside-optimal": ("lem-inside-used",),
    "lem-inside-safe": ("lem-inside-used",),
    "lem-mutual": ("lem-inside-optimal", "lem-inside-safe"),
    "lem-indicator": ("lem-greedy",),
    "lem-combine": ("lem-inside-itself",),
    "lem-as-deployed": ("lem-indicator", "lem-another"),
    "lem-as-trained": ("lem-indicator",),
    "lem-own-nudge": ("lem-perturbation", "lem-indicator", "lem-unsafe-inside", "lem-another"),
    "lem-perturbation": ("lem-greedy", "lem-unsafe-inside", "lem-inside-optimal", "lem-optimum"),
    "lem-nudge": (
        "lem-perturbation",
        "lem-indicator",
        "lem-inside-optimal",
        "lem-unsafe-inside",
        "lem-another",
        "lem-optimum",
    ),
    "lem-spare-pair": ("lem-unsafe-inside",),
    "lem-own": ("lem-inside-itself", "lem-indicator", "lem-another", "lem-mutual"),
    "lem-outer": ("lem-own", "lem-optimum", "lem-zero"),
    "thm-collapse": (
        "lem-zero",
        "lem-inside-itself",
        "lem-indicator",
        "lem-own",
        "lem-inside-safe",
        "lem-inside-optimal",
        "lem-unsafe-inside",
        "lem-mutual",
    ),
    "thm-i3": ("lem-own",),
    "thm-i5": ("thm-i3", "lem-strict-judge", "lem-own"),
    "thm-i4": ("lem-outer",),
    "thm-i2": ("lem-outer", "lem-strict-judge", "lem-optimum", "lem-zero"),
    "thm-i4i": ("lem-zero", "thm-collapse", "lem-optimum"),
    "thm-i1": ("lem-strict-judge", "lem-own", "lem-optimum", "lem-zero"),
    "thm-i1b": ("lem-strict-judge", "thm-i1", "lem-perturbation", "lem-own"),
    "thm-i5a": ("lem-own",),
    "thm-i5b": ("lem-own",),
    "thm-candidates": ("thm-i4i", "thm-i5b", "lem-zero", "thm-i3", "lem-optimum", "thm-i1"),
    "thm-tolerant": ("lem-tolerable", "lem-inside-safe", "lem-zero", "lem-optimum", "lem-indicator", "lem-another"),
    "thm-further": (
        "thm-i3",
        "thm-i5",
        "thm-i4",
        "thm-i2",
        "thm-i4i",
        "thm-i1",
        "thm-i1b",
        "thm-i5a",
        "thm-i5b",
        "lem-own",
    ),
    "thm-replans": (
        "thm-i3",
        "thm-i5",
        "thm-i4",
        "thm-i2",
        "thm-i1",
        "thm-i5a",
        "thm-i5b",
        "thm-i4i",
        "lem-outer",
        "lem-zero",
        "lem-as-trained",
        "lem-inside-itself",
        "lem-another",
        "lem-mutual",
        "lem-as-deployed",
        "lem-optimum",
    ),
    "thm-i2-both": ("lem-spare-pair",),
    "lem-little": ("lem-perturbation",),
    "lem-harm": ("lem-perturbation", "lem-greedy"),
    "lem-common": ("lem-little", "lem-optimum"),
    "thm-i2-nudge": ("lem-strict-judge", "lem-common"),
    "thm-i4-nudge": ("lem-optimum", "lem-harm"),
    "thm-ladder": (
        "thm-candidates",
        "thm-i2-nudge",
        "thm-i4-nudge",
        "thm-i3",
        "thm-i5",
        "thm-i4",
        "thm-i2",
        "thm-i1",
        "thm-i5a",
        "thm-i5b",
        "lem-own",
    ),
    "thm-one-mind": ("lem-strict-judge", "lem-optimum"),
    "thm-two-rooms": ("lem-greedy",),
    "thm-collapse-class": ("thm-collapse", "lem-zero", "lem-greedy"),
    "thm-one-ray": ("lem-greedy", "lem-another"),
    "thm-ties": ("lem-ties", "lem-optimum", "lem-own", "lem-greedy", "lem-strict-judge"),
    "thm-back": ("lem-optimum",),
    "lem-hull": ("lem-performance-difference", "lem-optimum"),
    "thm-margin": ("lem-hull", "lem-greedy", "lem-unsafe-inside", "lem-inside-optimal"),
    "thm-exposure": ("thm-margin", "lem-hull", "lem-greedy", "lem-optimum", "lem-perturbation"),
    "lem-shaping": ("lem-comparison",),
    "thm-i3-quantitative": ("thm-exposure", "thm-margin"),
    "thm-i4-quantitative": ("lem-outer", "thm-i3-quantitative", "lem-unsafe-inside", "lem-inside-optimal"),
    "thm-advantage": ("lem-performance-difference",),
    "thm-i5-quantitative": ("thm-exposure", "thm-advantage"),
    "thm-i2-quantitative": ("thm-exposure", "lem-indicator"),
    "thm-i1-quantitative": (
        "lem-simulation",
        "thm-i5-quantitative",
        "lem-strict-judge",
        "lem-unsafe-inside",
        "lem-inside-optimal",
    ),
}
"""What each statement and proof refers to; a test compares with the page."""
