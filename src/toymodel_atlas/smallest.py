"""The smallest counterexample of a refuted cell, as a case that can be opened, drawn and checked.

Sizes come in the order of |S|·|A|, then |S|. That nothing smaller will do is known by
exhaustion: the census of every smaller size has no violation. Below two states and two actions
there is one state only, where transitions and discount make no difference and every set of
optimal actions is that of some objective in {0, 1}^A; so nothing is missed by counting
deterministic worlds, γ = 1/2 and objectives of the grid.

Of the worlds of that size the simplest is taken: trained where it is deployed if possible, every
state reached, few changes, few moves; then few rewards and few bad pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

import numpy as np

from toymodel.alignment import Case, Reading
from toymodel.alignment.diagrams import ALSO_CALLED

from .cells import MENTIONS, Cell, counted
from .census import Count, census
from .concrete import Found, case_of, planned
from .counterexample_search import Broken, found_of, plainness
from .counting import batches, questions
from .dynamics import Dynamics, every_dynamics, grid
from .everywhere import ONLY_ON_THE_GRID, breaks_everywhere
from .smallworld import members, small_world
from .tables import tables

LARGEST = 4
"""|S|·|A| up to which counterexamples are looked for; larger sizes that were counted refute nothing more."""


@dataclass(frozen=True)
class Counterexample:
    """A smallest counterexample is a case that breaks a cell in as few states and actions as can be.

    Attributes
    ----------
    arrow : str
    reading : Reading
    size : (int, int)
        |S| and |A|.
    case : Case
        Its candidates are the objectives that matter: on these the arrow breaks just as it does
        on the whole grid. Taking candidates away leaves an "every" that held true, as long as
        something is still demonstrated, and a "some" that failed false; the witnesses of a held
        "some" and of a failed "every" are kept.
    found : Found
        The same by number.
    everywhere : bool
        Whether the arrow breaks in this case over all objectives in ℚ^{S×A}, too. It does but
        for the cells in `everywhere.ONLY_ON_THE_GRID`, which are theorems over these.
    """

    arrow: str
    reading: Reading
    size: tuple[int, int]
    case: Case
    found: Found
    everywhere: bool

    @property
    def on_the_grid(self) -> Case:
        """Return the case with all of {−1, 0, 1}^{S×A} as candidates."""
        return case_of(self.arrow, replace(self.found, candidates=grid(*self.size)))


def sizes(largest: int = LARGEST) -> Iterator[tuple[int, int]]:
    """Yield (|S|, |A|) by |S|·|A|, then |S|, with at least two actions.

    Examples
    --------
    >>> list(sizes())
    [(1, 2), (1, 3), (1, 4), (2, 2)]
    """
    for pairs in range(2, largest + 1):
        yield from ((n, pairs // n) for n in range(1, pairs // 2 + 1) if pairs % n == 0)


def smallest_counterexample(arrow: str, reading: Reading | Mapping[str, str]) -> Counterexample | None:
    """Return a smallest counterexample of an arrow under a reading that the census counts, or None.

    Parameters
    ----------
    arrow : str
        "I1" … "I6".
    reading : Reading or mapping
        Axes that are not given have their defaults.

    Examples
    --------
    >>> found = smallest_counterexample("I3", {"objectives": "some", "optima": "some", "trivial": "included"})
    >>> found.size, found.case.arrow("I3", found.reading).state
    ((1, 2), 'broken')
    """
    read = reading if isinstance(reading, Reading) else Reading(**reading)
    arrow = ALSO_CALLED.get(arrow, arrow)
    cell = Cell(arrow, Reading(**{axis: getattr(read, axis) for axis in MENTIONS[arrow]}))
    size, best = smallest_size(arrow, read), None
    if size is None:
        return None
    for training, deployment, violated in _survey(*size):
        found = _simplest(cell, training, deployment) if cell in violated else None
        if found is None:
            continue
        case = case_of(arrow, found)
        best = best or Counterexample(arrow, read, size, case, found, everywhere=False)
        if breaks_everywhere(case, arrow, read):
            return Counterexample(arrow, read, size, case, found, everywhere=True)
        if (arrow, *cell.axes.values()) in ONLY_ON_THE_GRID:
            break
    return best


def smallest_size(arrow: str, reading: Reading) -> tuple[int, int] | None:
    """Return the first size at which the census finds a violation."""
    for size in sizes():
        for cell in _counts(*size):
            same = all(getattr(reading, axis) == value for axis, value in cell.reading.items())
            if cell.arrow == arrow and same and cell.violations:
                return size
    return None


@lru_cache
def _counts(states: int, actions: int) -> tuple[Count, ...]:
    return tuple(census(states, actions))


@lru_cache
def _survey(states: int, actions: int) -> tuple[tuple[Dynamics, Dynamics, frozenset[Cell]], ...]:
    """All worlds of a size, simplest first, each with the cells that it violates."""
    environments = tuple(every_dynamics(states, actions))
    pairs = sorted(
        product(range(len(environments)), repeat=2), key=lambda w: _effort(environments[w[0]], environments[w[1]])
    )
    training, deployment = np.array(pairs).T
    violated = [set[Cell]() for _ in pairs]
    for batch in batches(tables(environments), training, deployment):
        for cell, asked in zip(counted(), questions(), strict=True):
            for k in batch.worlds[batch.answer(asked)[1] > 0]:
                violated[k].add(cell)
    return tuple(
        (environments[t], environments[d], frozenset(cells)) for (t, d), cells in zip(pairs, violated, strict=True)
    )


def _effort(training: Dynamics, deployment: Dynamics) -> tuple[object, ...]:
    """What makes a world hard to take in, the hardest first."""
    changed = sum(x != y for x, y in zip(training.moves, deployment.moves, strict=True))
    unreached = 2 * training.states - len(training.reachable()) - len(deployment.reachable())
    moves = sum(t != k // env.actions for env in (training, deployment) for k, t in enumerate(env.moves))
    return changed + (training.start != deployment.start), unreached, moves, training, deployment


def _simplest(cell: Cell, training: Dynamics, deployment: Dynamics) -> Found | None:
    """The simplest tuple of this world that breaks the arrow, with the candidates that matter."""
    pays, said = tuple(sorted(grid(training.states, training.actions), key=plainness)), cell.speaks_of
    small = small_world(training, deployment, cell.reading, None, pays)
    kinds = {tuple(int(sets[r]) for sets in small.optimal.values()): r for r in reversed(range(len(pays)))}
    small = small.under(sorted(kinds.values()))
    bases, mesas = (range(len(pays)) if name in said else [0] for name in ("base", "mesa"))
    judges = range(len(small.safe)) if "judge" in said else [0]
    broken = small.breaking(cell.premises, cell.conclusion, (bases, mesas, judges)) & small.deterministic
    tuples = [(int(base), int(mesa), int(judge)) for base, mesa, judge in np.argwhere(broken)]
    much = [sum(map(abs, each)) for each in pays]
    for base, mesa, judge in sorted(tuples, key=lambda t: (much[t[0]] + much[t[1]] + t[2].bit_count(), *t)):
        known = small.under(sorted({*small.candidates, 0, base, mesa}))
        for policy in members(broken[base, mesa, judge]):
            each = Broken(cell, (training, deployment, None), pays, known, policy, base, mesa, judge)
            if each.found.mesa is None or planned(each.found) is not None:
                return found_of(each)
    return None
