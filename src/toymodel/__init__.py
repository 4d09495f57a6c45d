"""Exact definitions of alignment in finite Markov decision processes, and what follows from them."""

from . import logic, solve, views, zoo
from .agents import Agent, MesaOptimizer
from .definitions import Case, Reading
from .logic import Verdict
from .worlds import Environment, Judge, Objective, Policy, World

__version__ = "0.1.0"

__all__ = [
    "Agent", "Case", "Environment", "Judge", "MesaOptimizer", "Objective", "Policy", "Reading", "Verdict", "World",
    "logic", "solve", "views", "zoo",
]  # fmt: skip
