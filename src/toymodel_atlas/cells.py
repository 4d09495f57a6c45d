"""A cell of the atlas is an arrow under a reading, with the formulas that it stands for."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations, product

from toymodel.alignment import ARROWS, Reading
from toymodel.alignment.diagrams import Arrow
from toymodel.alignment.formulas import optimal_for_mesa
from toymodel.alignment.reading import AXES, values
from toymodel.alignment.vocabulary import BASE, MESA
from toymodel.logic import Formula, conjunction, free, symbols

MENTIONS: dict[str, tuple[str, ...]] = {
    "I1": ("observed_in", "objectives", "trivial", "optima"),
    "I1B": ("observed_in", "objectives", "trivial", "optima"),
    "I2": ("observed_in", "objectives", "trivial", "optima", "encountered"),
    "I3": ("observed_in", "objectives", "trivial", "optima"),
    "I4": ("observed_in", "objectives", "trivial", "optima", "encountered"),
    "I4i": ("observed_in", "objectives", "trivial", "optima", "encountered"),
    "I5": ("observed_in", "objectives", "trivial", "optima"),
    "I5a": ("observed_in", "objectives", "trivial", "optima"),
    "I5b": ("observed_in", "objectives", "trivial"),
}
"""The axes that each arrow's definitions mention; I6 is I1. (`behavior` and the rest are fixed or extra.)"""

COUNTED: dict[str, tuple[str, ...]] = {
    "observed_in": ("training", "deployment"),
    "objectives": ("every", "some"),
    "trivial": ("included", "excluded"),
    "optima": ("every", "some"),
    "encountered": ("training", "deployment"),
}
"""The values that the census counts; the others get a status from proofs and counterexamples."""


@dataclass(frozen=True)
class Cell:
    """A cell is an arrow under a reading.

    Attributes
    ----------
    arrow : str
        "I1" … "I5b", or "I1B": I1 where the agent plans in an environment that it believes in.
    reading : Reading
    """

    arrow: str
    reading: Reading

    @property
    def known(self) -> Arrow:
        """Return the arrow with this name."""
        return ARROWS[BASES.get(self.arrow, self.arrow)]

    @property
    def axes(self) -> dict[str, str]:
        """Return the choices that matter to this arrow."""
        return axes_of(self.arrow, {name: getattr(self.reading, name) for name in DEFAULT})

    @property
    def premises(self) -> tuple[Formula, ...]:
        """The arrow's premises; for I1, that the agent is optimal for its mesa-objective comes last."""
        premises, _ = self.known.parts(self.reading)
        planned = ("beliefs",) if self.arrow == "I1B" else self.places
        return (*premises, *((optimal_for_mesa(planned),) if self.known.plans else ()))

    @property
    def conclusion(self) -> Formula:
        """Return the formula of the arrow's conclusion."""
        return self.known.parts(self.reading)[1]

    @property
    def premise_names(self) -> tuple[str, ...]:
        """What the premises are called."""
        return (*self.known.premises, *(("optimal for its objective",) if self.known.plans else ()))

    @property
    def speaks_of(self) -> tuple[str, ...]:
        """Return which of "base", "mesa" and "judge" its formulas speak of, besides a world and a policy."""
        whole = conjunction((*self.premises, self.conclusion))
        found = {"base": BASE in free(whole), "mesa": MESA in free(whole)}
        found["judge"] = any(symbol.name == "safe" for symbol in symbols(whole))
        return tuple(name for name, present in found.items() if present)

    @property
    def places(self) -> tuple[str, ...]:
        """Return the environments that the cell speaks of."""
        believed = self.arrow == "I1B" or self.reading.observed_in == "beliefs" or self.reading.performs == "W5"
        return ("training", "deployment", "beliefs") if believed else ("training", "deployment")


def axes_of(arrow: str, choices: Mapping[str, str]) -> dict[str, str]:
    """Return, of the choices that a reading makes, those that matter to an arrow; what is not given is the default."""
    made = DEFAULT | dict(choices)
    extra = [name for name in ("base_judge", "replans", "performs") if made[name] != DEFAULT[name]]
    return {name: made[name] for name in (*MENTIONS[arrow], *extra)}


def reading_of(axes: Mapping[str, str], selected_by: str = "") -> Reading:
    """Return the reading that a cell's axes stand for; ``selected_by`` counts where a rule selects.

    Examples
    --------
    >>> reading_of({"base_judge": "tolerant"}).tolerance
    Fraction(1, 1)
    """
    more: dict[str, str] = {"tolerance": TOLERANCE} if axes.get("base_judge") == "tolerant" else {}
    if selected_by and axes.get("objectives") == "selected":
        more["selected_by"] = selected_by
    return Reading(**axes, **more)


BASES = {"I1B": "I1"}
TOLERANCE = "1"
"""τ of the tolerant base judge, in the atlas. Its theorems hold for every τ."""
DEFAULT = {axis.name: getattr(Reading(), axis.name) for axis in AXES}


def counted() -> Iterator[Cell]:
    """Yield the cells that the census counts."""
    for arrow, names in MENTIONS.items():
        if arrow != "I1B":
            for choice in product(*(COUNTED[name] for name in names)):
                yield Cell(arrow, Reading(**dict(zip(names, choice, strict=True))))


def extended() -> Iterator[Cell]:
    """Yield every further cell: all choices of where, which and what data; then tolerance, replanning, W5, one each."""
    seen = {(cell.arrow, cell.reading) for cell in counted()}
    allowed = {axis.name: values(axis) for axis in AXES}
    for arrow, names in MENTIONS.items():
        for choices, extra in chain(
            product([allowed], [{}]), product([COUNTED], (extra for extra, arrows in EXTRAS if arrow in arrows))
        ):
            for choice in product(*(choices[name] for name in names)):
                reading = Reading(**(dict(zip(names, choice, strict=True)) | extra))
                if (arrow, reading) not in seen:
                    seen.add((arrow, reading))
                    yield Cell(arrow, reading)


EXTRAS: tuple[tuple[dict[str, str], tuple[str, ...]], ...] = (
    ({"base_judge": "tolerant", "tolerance": TOLERANCE}, ("I1", "I1B", "I2", "I5", "I5a")),
    ({"replans": "yes"}, tuple(MENTIONS)),
    ({"performs": "W5"}, ("I3", "I5", "I5b")),
)
"""Departures from strict, one policy, exact in truth: each on top of what is counted, and for which arrows."""


def twice() -> Iterator[Cell]:
    """Yield cells that depart twice from what is counted: by two extras, or by one and by a place, data or a rule.

    Extras come in pairs on top of each counted choice; so do one extra and both environments, for data or behaviour.
    With beliefs, or with a rule that selects, there is the usual choice of all else.

    Examples
    --------
    >>> next(twice()).axes["base_judge"], next(twice()).axes["replans"]
    ('tolerant', 'yes')
    """
    for (first, these), (second, those) in combinations(EXTRAS, 2):
        yield from _departing(first | second, {*these} & {*those})
    for axis in ("encountered", "observed_in"):
        for extra, arrows in EXTRAS:
            yield from _departing(extra, arrows, {axis: "both"})
    for other in ({"observed_in": "beliefs"}, {"objectives": "selected"}):
        for extra, arrows in EXTRAS:
            yield from _departing(extra, arrows, other, {name: DEFAULT[name] for name in COUNTED})


def _departing(
    extra: dict[str, str], arrows: Container[str], other: Mapping[str, str] = {}, usual: Mapping[str, str] = {}
) -> Iterator[Cell]:
    """Yield cells with an extra, and another departure; what else they mention is usual, or each counted choice."""
    fixed = {**usual, **other}
    for arrow, names in MENTIONS.items():
        if arrow in arrows and {*other} <= {*names}:
            for choice in product(*((fixed[name],) if name in fixed else COUNTED[name] for name in names)):
                yield Cell(arrow, Reading(**(dict(zip(names, choice, strict=True)) | extra)))
