"""What an agent appears to want: one behavioral-objective operator is defined in each file.

The file `feasible` defines the operator `FEASIBLE`, which readings call "feasible", and so on. It is loaded when the
operator is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from .classes import CLASSES
from .observation import Observation, Operator

if TYPE_CHECKING:
    from .across import ACROSS
    from .agent_or_device import AGENT_OR_DEVICE
    from .feasible import FEASIBLE
    from .goal_directed import GOAL_DIRECTED
    from .maximum_entropy import MAXIMUM_ENTROPY
    from .maximum_margin import MAXIMUM_MARGIN
    from .mesa import MESA
    from .simplest import SIMPLEST

OPERATORS = (
    "across",
    "agent_or_device",
    "feasible",
    "goal_directed",
    "maximum_entropy",
    "maximum_margin",
    "mesa",
    "simplest",
)

__all__ = [
    "ACROSS",
    "AGENT_OR_DEVICE",
    "CLASSES",
    "FEASIBLE",
    "GOAL_DIRECTED",
    "MAXIMUM_ENTROPY",
    "MAXIMUM_MARGIN",
    "MESA",
    "OPERATORS",
    "SIMPLEST",
    "Observation",
    "Operator",
    "operator",
    "operators",
]


def operator(name: str) -> Operator:
    """Return an operator by name; KeyError lists the known ones."""
    if name not in OPERATORS:
        raise KeyError(f"unknown behavior {name!r}; known: {', '.join(OPERATORS)}")
    found: Operator = getattr(import_module(__name__), name.upper())
    return found


def operators() -> tuple[str, ...]:
    """Return the names of all operators."""
    return OPERATORS


def __getattr__(name: str) -> Operator:
    if not name.isupper() or name.lower() not in OPERATORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: Operator = getattr(import_module(f".{name.lower()}", __name__), name)
    return found
