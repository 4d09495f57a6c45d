"""The seven definitions, their readings and the arrows between them are formulas, decided on cases."""

from .case import Case
from .diagrams import ARROWS, DIAGRAMS, MAIN, ROBUSTNESS, Arrow, ArrowVerdict, Diagram, arrow
from .formulas import DEFINITIONS, Definition, definition
from .policies import PolicyPair
from .reading import AXES, Axis, Reading
from .semantics import Semantics

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
    "Definition",
    "Diagram",
    "PolicyPair",
    "Reading",
    "Semantics",
    "arrow",
    "definition",
]
