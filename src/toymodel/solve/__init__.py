"""Values, optimal actions, occupancy and regret are what follows from a world; policies are searched for."""

from .graph import (
    full,
    meet,
    path_out,
    reachable,
    starts_inside,
    stays_inside,
    steps,
    support_of,
    used,
    viability_kernel,
    without,
)
from .measure import (
    bad_pairs,
    badness,
    is_optimal,
    is_trivial,
    occupancy,
    safe_actions,
    tolerance_share,
    with_absorbing,
)
from .search import BUDGET, Undecided, find_policy
from .values import Optimal, action_values, evaluate, optimal, regret, shaped, start_value

__all__ = [
    "BUDGET",
    "Optimal",
    "Undecided",
    "action_values",
    "bad_pairs",
    "badness",
    "evaluate",
    "find_policy",
    "full",
    "is_optimal",
    "is_trivial",
    "meet",
    "occupancy",
    "optimal",
    "path_out",
    "reachable",
    "regret",
    "safe_actions",
    "shaped",
    "start_value",
    "starts_inside",
    "stays_inside",
    "steps",
    "support_of",
    "tolerance_share",
    "used",
    "viability_kernel",
    "with_absorbing",
    "without",
]
