"""The cells of the atlas: an arrow under a reading, with the formulas that it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ..definitions import ARROWS, Reading
from ..definitions.formulas import exact_planner
from ..definitions.reading import AXES, values
from ..logic import Formula

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
    """An arrow under a reading.

    Attributes
    ----------
    arrow : str
        "I1" … "I5b", or "I1B": I1 where the agent plans in an environment that it believes in.
    reading : Reading
    """

    arrow: str
    reading: Reading

    @property
    def axes(self) -> dict[str, str]:
        """The choices that matter to this arrow."""
        extra = [name for name in ("base_judge", "replans", "performs") if getattr(self.reading, name) != DEFAULT[name]]
        return {name: getattr(self.reading, name) for name in (*MENTIONS[self.arrow], *extra)}

    @property
    def premises(self) -> tuple[Formula, ...]:
        """The arrow's premises; for I1, that the agent is an exact planner comes last."""
        premises, _ = ARROWS[BASES.get(self.arrow, self.arrow)].parts(self.reading)
        side = {"I1": (exact_planner(),), "I1B": (exact_planner(("beliefs",)),)}
        return (*premises, *side.get(self.arrow, ()))

    @property
    def conclusion(self) -> Formula:
        """The arrow's conclusion."""
        return ARROWS[BASES.get(self.arrow, self.arrow)].parts(self.reading)[1]

    @property
    def places(self) -> tuple[str, ...]:
        """The environments that the cell speaks of."""
        believed = self.arrow == "I1B" or self.reading.observed_in == "beliefs" or self.reading.performs == "W5"
        return ("training", "deployment", "beliefs") if believed else ("training", "deployment")


BASES = {"I1B": "I1"}
DEFAULT = {axis.name: getattr(Reading(), axis.name) for axis in AXES}


def counted() -> Iterator[Cell]:
    """Yield the cells that the census counts."""
    for arrow, names in MENTIONS.items():
        if arrow != "I1B":
            for choice in product(*(COUNTED[name] for name in names)):
                yield Cell(arrow, Reading(**dict(zip(names, choice, strict=True))))


def extended() -> Iterator[Cell]:
    """Yield every further cell: objectives selected, other places, all data, tolerance, replanning, W5, I1B."""
    seen = {(cell.arrow, cell.reading) for cell in counted()}
    allowed = {axis.name: values(axis) for axis in AXES}
    for arrow, names in MENTIONS.items():
        for choice in product(*(allowed[name] for name in names)):
            for extra in EXTRAS:
                reading = Reading(**(dict(zip(names, choice, strict=True)) | extra))
                if (arrow, reading) not in seen:
                    seen.add((arrow, reading))
                    yield Cell(arrow, reading)


EXTRAS: tuple[dict[str, str], ...] = (
    {},
    {"base_judge": "tolerant", "tolerance": "1"},
    {"replans": "yes"},
    {"performs": "W5"},
)
"""One departure at a time from strict, one policy, exact in truth."""
