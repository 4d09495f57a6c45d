"""The atlas is read here for which choices make arrows theorems, what fails together, which premises work.

All of it is read off `toymodel_atlas.settled`, over the readings that the census counts. An arrow
*holds* under a reading if its cell is a theorem, over all objectives R(s,a) unless another class is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product
from typing import TypeAlias

from toymodel.alignment import MAIN, ROBUSTNESS
from toymodel.alignment.diagrams import ALSO_CALLED

from .cells import COUNTED, MENTIONS
from .settled import Entry, entries

Choices: TypeAlias = dict[str, str]
"""Axes and their values: a whole reading, or some of its choices."""

ARROWS = tuple(arrow for arrow in MENTIONS if arrow != "I1B")
"""The arrows that the census counts; I6 is I1."""
MAIN_ARROWS = tuple(sorted(MAIN.arrows))
ROBUSTNESS_ARROWS = tuple(sorted(ROBUSTNESS.arrows))


def counted(arrow: str = "", among: str = "sa", judge: str = "pairs") -> tuple[Entry, ...]:
    """Return the cells that the census counts, of one arrow or of all, over a class of objectives."""
    return tuple(each for key, each in _counted(among, judge).items() if arrow in ("", key[0]))


def readings() -> tuple[Choices, ...]:
    """Return every reading that the census counts.

    Examples
    --------
    >>> len(readings())
    32
    """
    return tuple(dict(zip(COUNTED, choice, strict=True)) for choice in product(*COUNTED.values()))


def cell(arrow: str, reading: Mapping[str, str], among: str = "sa", judge: str = "pairs") -> Entry:
    """Return the counted cell of an arrow under a reading that fixes at least the axes that it mentions."""
    return _counted(among, judge)[ALSO_CALLED.get(arrow, arrow), _key(arrow, reading)]


def holds(arrow: str, reading: Mapping[str, str], among: str = "sa", judge: str = "pairs") -> bool:
    """Whether an arrow is a theorem under a reading."""
    return cell(arrow, reading, among, judge).status == "theorem"


def valid(arrows: Collection[str], among: str = "sa", judge: str = "pairs") -> tuple[Choices, ...]:
    """Return the counted readings under which all of these arrows are theorems.

    Examples
    --------
    >>> len(valid(MAIN_ARROWS)), len(valid(["I3"]))
    (2, 20)
    """
    return tuple(r for r in readings() if all(holds(arrow, r, among, judge) for arrow in arrows))


def sufficient(arrows: Collection[str]) -> tuple[Choices, ...]:
    """Return the fewest choices that make theorems of all these arrows.

    They do whatever else is chosen. Each result is minimal: without any one
    of its choices some reading breaks one of the arrows.

    Examples
    --------
    >>> sufficient(["I5b"])
    ({'observed_in': 'deployment'}, {'objectives': 'some'})
    """
    good = valid(arrows)
    return _minimal([reading in good for reading in readings()])


def fatal(arrows: Collection[str]) -> tuple[Choices, ...]:
    """Return the fewest choices after which at least one of these arrows is broken, whatever else is chosen.

    Examples
    --------
    >>> fatal(["I1"])
    ({'objectives': 'every'}, {'trivial': 'excluded', 'optima': 'some'})
    """
    return _minimal([r not in valid(arrows) for r in readings()])


def follows(first: str, second: str) -> bool:
    """Whether wherever one arrow is a theorem another one is, too.

    Examples
    --------
    >>> follows("I4", "I2"), follows("I2", "I4")
    (True, False)
    """
    return all(holds(second, r) for r in valid([first]))


def together(arrows: Sequence[str] = ARROWS) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    """Return, for each two arrows, in how many of the 32 readings both hold, one, the other, neither."""
    table = {}
    for a, b in combinations(arrows, 2):
        seen = Counter((holds(a, r), holds(b, r)) for r in readings())
        table[a, b] = (seen[True, True], seen[True, False], seen[False, True], seen[False, False])
    return table


def work(arrow: str) -> dict[str, tuple[int, int]]:
    """Return, for each premise of an arrow, in how many of its theorems the proof needs it, and in how many not.

    Examples
    --------
    >>> work("I3")
    {'intent aligned': (10, 0), 'capability robust': (0, 10)}
    """
    found: dict[str, tuple[int, int]] = {}
    for each in counted(arrow):
        if each.status == "theorem":
            for name in (*each.needs, *each.unused_premises):
                used, idle = found.get(name, (0, 0))
                found[name] = (used + (name in each.needs), idle + (name not in each.needs))
    return found


def idle_premises() -> tuple[tuple[str, str], ...]:
    """Return (arrow, premise) where no theorem of the arrow needs the premise."""
    return tuple((arrow, name) for arrow in ARROWS for name, (used, _) in work(arrow).items() if not used)


def needing_all(arrow: str) -> tuple[Entry, ...]:
    """Return an arrow's theorems, counted or not, whose proof needs every premise."""
    return tuple(
        each for each in entries() if each.arrow == arrow and each.status == "theorem" and not each.unused_premises
    )


def smallest_sizes() -> dict[tuple[int, int], int]:
    """Return how many counted cells have a smallest counterexample of each size.

    Examples
    --------
    >>> smallest_sizes()
    {(1, 2): 18, (1, 3): 12, (2, 2): 42}
    """
    return dict(
        sorted(
            Counter(
                each.size for each in counted() if each.size is not None and each.status == "counterexample"
            ).items()
        )
    )


def _minimal(marks: Sequence[bool]) -> tuple[Choices, ...]:
    """Return the minimal choices all of whose completions are marked."""
    table = list(zip(readings(), marks, strict=True))
    found: list[Choices] = []
    for choices in _some_choices():
        if any(known.items() <= choices.items() for known in found):
            continue
        if all(mark for r, mark in table if choices.items() <= r.items()):
            found.append(choices)
    return tuple(found)


def _some_choices() -> Iterator[Choices]:
    """Yield all choices on some of the axes, the fewest first."""
    for size in range(len(COUNTED) + 1):
        for axes in combinations(COUNTED, size):
            for values in product(*(COUNTED[axis] for axis in axes)):
                yield dict(zip(axes, values, strict=True))


def _key(arrow: str, reading: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(reading[axis] for axis in MENTIONS[ALSO_CALLED.get(arrow, arrow)])


@lru_cache
def _counted(among: str, judge: str) -> dict[tuple[str, tuple[str, ...]], Entry]:
    return {
        (each.arrow, _key(each.arrow, each.reading)): each
        for each in entries(among, judge)
        if each.arrow in ARROWS
        and set(each.reading) == set(MENTIONS[each.arrow])
        and all(value in COUNTED[axis] for axis, value in each.reading.items())
    }
