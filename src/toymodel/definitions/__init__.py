"""The seven definitions, their readings, the arrows and the two diagrams, as formulas; and cases."""

from .case import ArrowVerdict, Case
from .diagrams import ARROWS, DIAGRAMS, MAIN, ROBUSTNESS, Arrow, Diagram
from .formulas import DEFINITIONS, Definition, definition
from .hindsight import before_the_fact, foreseen, judged
from .magnitudes import Magnitude, demonstrated, magnitude, offences
from .reading import AXES, Axis, Reading
from .structure import CaseStructure, Conduct

__all__ = [
    "ARROWS", "AXES", "DEFINITIONS", "DIAGRAMS", "MAIN", "ROBUSTNESS", "Arrow", "ArrowVerdict", "Axis", "Case",
    "CaseStructure", "Conduct", "Definition", "Diagram", "Magnitude", "Reading", "before_the_fact", "definition",
    "demonstrated", "foreseen", "judged", "magnitude", "offences",
]  # fmt: skip
