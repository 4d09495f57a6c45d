"""The named cases, one per file; each file's docstring tells hypothesis, story, numbers, and who fails at what."""

from __future__ import annotations

from collections.abc import Callable

from ..definitions import Case
from .coin_line import coin_line
from .deceiver import deceiver
from .frozen_lake import frozen_lake
from .good_enough import good_enough
from .keys_and_chests import keys_and_chests
from .lava import lava
from .lazy_clipper import lazy_clipper
from .lifeguard import lifeguard
from .misguided_researcher import misguided_researcher
from .mixed_witness import mixed_witness
from .myopic_planner import myopic_planner
from .no_free_lunch import no_free_lunch
from .nursery_corridor import nursery_corridor
from .paperclips import paperclips
from .patient_deceiver import patient_deceiver
from .soft_swap import soft_swap
from .table_and_planner import table_and_planner
from .taxonomy import taxonomy
from .tie import tie
from .trap_and_advisor import trap_and_advisor
from .two_by_two import two_by_two
from .two_planners import two_planners
from .unseen_state import unseen_state

CASES: dict[str, Callable[[], Case]] = {
    "misguided-researcher": misguided_researcher,
    "paperclips": paperclips,
    "coin-line": coin_line,
    "lazy-clipper": lazy_clipper,
    "nursery-corridor": nursery_corridor,
    "frozen-lake": frozen_lake,
    "good-enough": good_enough,
    "tie": tie,
    "deceiver": deceiver,
    "patient-deceiver": patient_deceiver,
    "myopic-planner": myopic_planner,
    "table-and-planner": table_and_planner,
    "unseen-state": unseen_state,
    "lava": lava,
    "two-by-two": two_by_two,
    "mixed-witness": mixed_witness,
    "taxonomy": taxonomy,
    "soft-swap": soft_swap,
    "two-planners": two_planners,
    "trap-and-advisor": trap_and_advisor,
    "no-free-lunch": no_free_lunch,
    "keys-and-chests": keys_and_chests,
    "lifeguard": lifeguard,
}


def case(name: str) -> Case:
    """Return a case by its name; KeyError lists the known ones."""
    if name not in CASES:
        raise KeyError(f"unknown case {name!r}; known: {', '.join(CASES)}")
    return CASES[name]()


__all__ = [
    "CASES",
    "case",
    "coin_line",
    "deceiver",
    "frozen_lake",
    "good_enough",
    "keys_and_chests",
    "lava",
    "lazy_clipper",
    "lifeguard",
    "misguided_researcher",
    "mixed_witness",
    "myopic_planner",
    "no_free_lunch",
    "nursery_corridor",
    "paperclips",
    "patient_deceiver",
    "soft_swap",
    "table_and_planner",
    "taxonomy",
    "tie",
    "trap_and_advisor",
    "two_by_two",
    "two_planners",
    "unseen_state",
]
