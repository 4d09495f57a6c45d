"""What an agent appears to want: one behavioral-objective operator per file."""

from .across import ACROSS, Across, offered
from .agent_or_device import AGENT_OR_DEVICE, AgentOrDevice
from .feasible import FEASIBLE, Feasible
from .goal_directed import GOAL_DIRECTED, GoalDirected, Witness
from .maximum_entropy import MAXIMUM_ENTROPY, MaximumEntropy
from .maximum_margin import MAXIMUM_MARGIN, MaximumMargin
from .mesa import MESA, Mesa
from .operator import Observation, Operator, operator, operators, register
from .simplest import SIMPLEST, Explanation, Simplest

__all__ = [
    "ACROSS",
    "AGENT_OR_DEVICE",
    "FEASIBLE",
    "GOAL_DIRECTED",
    "MAXIMUM_ENTROPY",
    "MAXIMUM_MARGIN",
    "MESA",
    "SIMPLEST",
    "Across",
    "AgentOrDevice",
    "Explanation",
    "Feasible",
    "GoalDirected",
    "MaximumEntropy",
    "MaximumMargin",
    "Mesa",
    "Observation",
    "Operator",
    "Simplest",
    "Witness",
    "offered",
    "operator",
    "operators",
    "register",
]
