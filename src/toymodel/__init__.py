"""Toymodel has exact definitions of alignment in finite Markov decision processes, and what follows from them.

`import toymodel` loads the core; the named cases of `toymodel.zoo` are loaded when they are asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from . import logic, solve
from .agents import Agent, Demonstrations, MesaOptimizer
from .alignment import Case, Reading
from .logic import Verdict
from .worlds import Environment, Judge, Layout, Objective, ObjectivePair, Policy, World

if TYPE_CHECKING:
    from . import zoo

__version__ = "0.1.0"

__all__ = [
    "Agent",
    "Case",
    "Demonstrations",
    "Environment",
    "Judge",
    "Layout",
    "MesaOptimizer",
    "Objective",
    "ObjectivePair",
    "Policy",
    "Reading",
    "Verdict",
    "World",
    "logic",
    "solve",
    "zoo",
]


def __getattr__(name: str) -> object:
    if name == "zoo":
        return import_module(".zoo", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
