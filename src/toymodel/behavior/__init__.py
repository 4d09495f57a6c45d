"""What an agent appears to want: one behavioral-objective operator per file."""

from .across import ACROSS, Across, offered
from .feasible import FEASIBLE, Feasible
from .maximum_entropy import MAXIMUM_ENTROPY, MaximumEntropy
from .maximum_margin import MAXIMUM_MARGIN, MaximumMargin
from .mesa import MESA, Mesa
from .operator import Observation, Operator, operator, operators, register

__all__ = [
    "ACROSS", "FEASIBLE", "MAXIMUM_ENTROPY", "MAXIMUM_MARGIN", "MESA", "Across", "Feasible", "MaximumEntropy",
    "MaximumMargin", "Mesa", "Observation", "Operator", "offered", "operator", "operators", "register",
]  # fmt: skip
