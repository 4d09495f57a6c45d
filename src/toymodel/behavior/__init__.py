"""What an agent appears to want: one behavioral-objective operator per file."""

from .feasible import FEASIBLE, Feasible
from .operator import Observation, Operator, operator, operators, register

__all__ = ["FEASIBLE", "Feasible", "Observation", "Operator", "operator", "operators", "register"]
