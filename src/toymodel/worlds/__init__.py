"""A world is made of environments, objectives, judges and policies: immutable, exact, checked when made."""

from .environment import Environment
from .horizon import Horizon
from .judge import Judge
from .layout import Layout
from .mixture import Mixture
from .names import Name
from .numbers import Number, brief, exact, listed, show
from .objective import Objective, Table
from .policy import Policy
from .rows import AllowedActions, Pair, Row
from .world import World

__all__ = [
    "AllowedActions",
    "Environment",
    "Horizon",
    "Judge",
    "Layout",
    "Mixture",
    "Name",
    "Number",
    "Objective",
    "Pair",
    "Policy",
    "Row",
    "Table",
    "World",
    "brief",
    "exact",
    "listed",
    "show",
]
