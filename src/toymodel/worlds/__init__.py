"""A world is made of environments, objectives, judges and policies: immutable, exact, checked when made.

Read `environment`, `objective`, `judge`, `policy` and `world`; how numbers, names and arrays are read is in
`toymodel.given`. `matched` and `completed`, for worlds from other tools, are loaded when they are asked for.
"""

from typing import TYPE_CHECKING

from ..given.names import Name
from ..given.numbers import Number, brief, exact, listed, show
from ..given.rows import AllowedActions, Pair, Row
from .environment import Environment
from .horizon import Horizon
from .judge import Judge
from .layout import Layout
from .mixture import Mixture
from .objective import Objective, ObjectivePair, Table
from .policy import Policy
from .world import World

if TYPE_CHECKING:
    from ..importers.matching import completed, matched

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
    "ObjectivePair",
    "Pair",
    "Policy",
    "Row",
    "Table",
    "World",
    "brief",
    "completed",
    "exact",
    "listed",
    "matched",
    "show",
]


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> object:
    if name in ("completed", "matched"):
        from ..importers import matching

        return getattr(matching, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
