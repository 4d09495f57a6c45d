"""What an agent appears to want: one behavioral-objective operator per file."""

from .feasible import FEASIBLE, Feasible
from .mesa import MESA, Mesa
from .operator import Observation, Operator, operator, operators, register

__all__ = ["FEASIBLE", "MESA", "Feasible", "Mesa", "Observation", "Operator", "operator", "operators", "register"]
