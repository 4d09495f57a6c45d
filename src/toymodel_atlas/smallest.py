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

from toymodel.alignment import Case, Reading

from .dynamics import Dynamics, every_dynamics, grid, policies
from .cells import MENTIONS
from .census import Count, census, position
from .concrete import Found, case_of, planned
from .counting import Counter
from .engine import engine
from .everywhere import ONLY_ON_THE_GRID, breaks_everywhere
from .smallworld import SmallWorld, Tried, members, small_world
from .tables import tables

LARGEST = 4
"""|S|·|A| up to which counterexamples are looked for; larger sizes that were counted refute nothing more."""
JUDGED = ("I2", "I3", "I4", "I4i")
UNBASED = ("I3",)


@dataclass(frozen=True)
class Counterexample:
    """A smallest counterexample.

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
        """The case with all of {−1, 0, 1}^{S×A} as candidates."""
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
    counted_as = "I1" if arrow == "I6" else arrow
    size = smallest_size(counted_as, read)
    if size is None:
        return None
    at = position(counted_as, read) + 1
    best = None
    for training, deployment, numbers in _survey(*size):
        found = _simplest(arrow, read, training, deployment) if numbers[at] else None
        if found is None:
            continue
        case = case_of(arrow, found)
        best = best or Counterexample(arrow, read, size, case, found, everywhere=False)
        if breaks_everywhere(case, arrow, read):
            return Counterexample(arrow, read, size, case, found, everywhere=True)
        if (counted_as, *_counted_axes(counted_as, read)) in ONLY_ON_THE_GRID:
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


def _counted_axes(arrow: str, reading: Reading) -> tuple[str, ...]:
    return tuple(getattr(reading, axis) for axis in MENTIONS[arrow])


@lru_cache
def _counts(states: int, actions: int) -> tuple[Count, ...]:
    return tuple(census(states, actions))


@lru_cache
def _survey(states: int, actions: int) -> tuple[tuple[Dynamics, Dynamics, list[int]], ...]:
    """All worlds of a size, simplest first, each with its own numbers."""
    environments = tuple(every_dynamics(states, actions))
    running = engine(compiled=False)
    known = tables(environments, running)
    pairs = sorted(
        product(range(len(environments)), repeat=2), key=lambda w: _effort(environments[w[0]], environments[w[1]])
    )
    found = []
    for training, deployment in pairs:
        counter = Counter(known, running)
        counter.add(training, (deployment,), (1,))
        found.append((environments[training], environments[deployment], counter.numbers()))
    return tuple(found)


def _effort(training: Dynamics, deployment: Dynamics) -> tuple[object, ...]:
    """What makes a world hard to take in, gravest first."""
    changed = sum(x != y for x, y in zip(training.moves, deployment.moves, strict=True))
    unreached = 2 * training.states - len(training.reachable()) - len(deployment.reachable())
    moves = sum(t != k // env.actions for env in (training, deployment) for k, t in enumerate(env.moves))
    return changed + (training.start != deployment.start), unreached, moves, training, deployment


def _simplest(arrow: str, reading: Reading, training: Dynamics, deployment: Dynamics) -> Found | None:
    """The simplest tuple of this world that breaks the arrow, with the candidates that matter."""
    small = small_world(training, deployment, reading)
    for tried, judge in _tuples(arrow, small, training):
        if not small.breaks(arrow, tried):
            continue
        pays, choices = grid(training.states, training.actions), policies(training.states, training.actions)
        mesa = pays[tried.mesa] if arrow in PLANS else None
        found = Found(training, deployment, choices[tried.policy], pays[tried.base], judge, mesa)
        if arrow in PLANS and planned(found) is None:
            continue
        return replace(found, candidates=tuple(pays[r] for r in _needed(arrow, small, tried, training)))
    return None


PLANS = ("I1", "I6")


def _tuples(arrow: str, small: SmallWorld, training: Dynamics) -> Iterator[tuple[Tried, int]]:
    """All tuples of an arrow, simplest first, each with its judge."""
    rewards = grid(training.states, training.actions)
    simple = sorted(range(len(rewards)), key=lambda r: _plainness(rewards[r]))
    zero = simple[0]
    bases = [zero] if arrow in UNBASED else simple
    mesas = simple if arrow in PLANS else [zero]
    judges = sorted(range(len(small.safe)), key=lambda j: (j.bit_count(), j)) if arrow in JUDGED else [0]
    order = {r: _plainness(rewards[r]) for r in simple}
    every = sorted(
        product(bases, mesas, judges),
        key=lambda t: (order[t[0]][0] + order[t[1]][0] + t[2].bit_count(), order[t[0]], order[t[1]], t[2]),
    )
    for base, mesa, judge in every:
        for policy in members(small.deterministic):
            yield Tried(policy, base, small.safe[judge], mesa), judge


def _plainness(rewards: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
    """Few payments, few of them negative, early ones first."""
    return sum(map(abs, rewards)), rewards.count(-1), tuple(-x for x in rewards)


def _needed(arrow: str, small: SmallWorld, tried: Tried, training: Dynamics) -> tuple[int, ...]:
    """Take objectives away, the most complicated first, as long as the arrow stays broken."""
    rewards = grid(training.states, training.actions)
    zero = next(r for r, table in enumerate(rewards) if not any(table))
    kept = sorted(small.candidates, key=lambda r: _plainness(rewards[r]))
    for r in reversed(kept.copy()):
        rest = [x for x in kept if x != r]
        if r not in (zero, tried.base, tried.mesa) and small.under(rest).breaks(arrow, tried):
            kept = rest
    return tuple(kept)
