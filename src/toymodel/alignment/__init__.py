"""The seven definitions, their readings, the arrows and the two diagrams, as formulas; and cases."""

from .case import ArrowVerdict, Case
from .diagrams import ARROWS, DIAGRAMS, MAIN, ROBUSTNESS, Arrow, Diagram
from .formulas import DEFINITIONS, Definition, definition
from .reading import AXES, Axis, Reading
from .structure import CaseStructure, PolicyPair

__all__ = [
    "ARROWS",
    "AXES",
    "DEFINITIONS",
    "DIAGRAMS",
    "MAIN",
    "ROBUSTNESS",
    "Arrow",
    "ArrowVerdict",
    "Axis",
    "Case",
    "CaseStructure",
    "Definition",
    "Diagram",
    "PolicyPair",
    "Reading",
    "definition",
]
