"""Who the cases are about, as the prose calls them.

>>> mentioned("The medic and the wall-seeker do as they did; each patient deceiver waits.")
('coin-line', 'good-enough', 'patient-deceiver')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from toymodel.zoo import NAMES


@dataclass(frozen=True)
class Character:
    """A character is whom, or what, a case is known by.

    Attributes
    ----------
    called : str
        As a heading has it: "the lazy clipper".
    words : tuple of str
        Each of them names the case, wherever it stands in prose.
    """

    called: str
    words: tuple[str, ...]


CHARACTERS: Mapping[str, Character] = {
    "misguided-researcher": Character("the misguided researcher", ("researcher",)),
    "paperclips": Character("the paperclip maximiser", ("paperclip", "paperclips")),
    "coin-line": Character("the runner on the coin line", ("runner", "wall-seeker", "coin line", "coin")),
    "lazy-clipper": Character("the lazy clipper", ("clipper", "clip-maker")),
    "nursery-corridor": Character("the delivery robot", ("delivery robot", "nursery corridor", "children")),
    "frozen-lake": Character("the walker on the frozen lake", ("frozen lake", "slippery ice")),
    "good-enough": Character("the medic", ("medic",)),
    "tie": Character("the robot that fetches tea", ("tea", "cat")),
    "deceiver": Character("the deceiver", ("deceiver",)),
    "patient-deceiver": Character("the patient deceiver", ("patient deceiver",)),
    "myopic-planner": Character("the myopic planner", ("myopic planner", "myopic-planner")),
    "table-and-planner": Character("the table and the planner", ("table and planner", "planner at the fork")),
    "unseen-state": Character("the rower and the drifter", ("rower", "drifter", "weir")),
    "lava": Character("the literal reader and the evidential reader", ("lava", "literal reader", "evidential reader")),
    "two-by-two": Character("the four walkers at the gate", ("gardener", "swamp-lover", "swamp")),
    "mixed-witness": Character("the driver", ("driver",)),
    "taxonomy": Character("the six servants", ("servant", "servants")),
    "soft-swap": Character("the assistant", ("assistant",)),
    "two-planners": Character("the maximiser and the minimiser", ("minimiser",)),
    "trap-and-advisor": Character("the two levers", ("lever", "levers")),
    "no-free-lunch": Character("the clerk", ("tray", "trays")),
    "keys-and-chests": Character("the burglar", ("burglar", "key-collector")),
    "lifeguard": Character("the lifeguard", ("lifeguard",)),
    "two-buttons": Character("the presser of left", ("two buttons", "presser of left")),
    "commuter": Character("the commuter", ("commuter",)),
    "rewired": Character("the crosser and the presser of green", ("rewired buttons", "crosser", "presser of green")),
    "patrol": Character("the guard on patrol", ("patrol",)),
    "wasps": Character("the fork, with wasps at home", ("wasps",)),
    "watchman": Character("the watchman", ("watchman",)),
    "locked-door": Character("the visitor at the locked door", ("locked door", "visitor", "visitors")),
    "thief": Character("the thief", ("thief",)),
    "waiter": Character("the waiter", ("waiter",)),
    "foggy-moor": Character("the walker on the foggy moor", ("moor",)),
    "corridor": Character("the mouse", ("mouse",)),
    "shortcuts": Character("the courier", ("courier",)),
}
"""The characters by case: those of the zoo, and after them those of a single chapter."""


def mentioned(prose: str, code: str = "") -> tuple[str, ...]:
    """Return the cases that prose mentions by a word of theirs, or code by their name."""
    return tuple(
        case for case, character in CHARACTERS.items() if _in_prose(prose, character.words) or _in_code(code, case)
    )


def _in_prose(prose: str, words: tuple[str, ...]) -> bool:
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    apart = "" if "patient deceiver" in words else r"(?<!patient )"
    return bool(re.search(rf"{apart}(?<![\w-])(?:{either})s?(?![\w-])", prose, re.IGNORECASE))


def _in_code(code: str, case: str) -> bool:
    if case not in NAMES:
        return False
    name = case.replace("-", "_")
    return bool(re.search(rf'{"" if "_" in name else "zoo."}\b{name}\b|"{case}"', code))
