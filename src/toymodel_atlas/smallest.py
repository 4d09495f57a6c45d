"""The smallest counterexample of a refuted cell, as a case that can be opened, drawn and checked.

Sizes come in the order of |S|·|A|, then |S|. That nothing smaller will do is known by
exhaustion: the census of every smaller size has no violation. Below two states and two actions
there is one state only, where transitions and discount make no difference and every set of
optimal actions is that of some objective in {0, 1}^A; so nothing is missed by counting
deterministic worlds, γ = 1/2 and objectives of the grid. Of other classes of objectives and other
judges nothing smaller in the census's space will do.

Of the worlds of that size the simplest is taken: trained where it is deployed if possible, every
state reached, few changes, few moves; then few rewards and few bad pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import chain, product

import numpy as np

from toymodel.alignment import Case, Reading
from toymodel.alignment.diagrams import ALSO_CALLED

from .cells import MENTIONS, Cell, counted
from .census import Count, census
from .classes import judges, objectives
from .concrete import Found, Payments, case_of, planned
from .counterexample_search import Broken, found_of, plainness
from .counting import batches, questions
from .dynamics import Dynamics, every_dynamics, relabellings
from .everywhere import ONLY_ON_THE_GRID, breaks_everywhere
from .smallworld import members, small_world
from .spaces import space
from .tables import Array, tables

LARGEST = 4
"""|S|·|A| up to which counterexamples are looked for; larger sizes that were counted refute nothing more."""
THREE_STATES = 6
"""The same for other classes of objectives and other judges, of which some cells need three states."""
PLAIN = 4
"""In how many places an objective may pay for all of {−1, …, 3} to be tried, since these read better."""


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
        Whether the arrow breaks in this case over all objectives of the class, too. In R(s,a) it does but
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
        """Return the case with all that the census counts as candidates: {−1, 0, 1}^{S×A} in R(s,a)."""
        every = dict.fromkeys((*objectives(*self.size, self.found.among), *self.found.candidates))
        return case_of(self.arrow, replace(self.found, candidates=tuple(every)))


def sizes(largest: int = LARGEST) -> Iterator[tuple[int, int]]:
    """Yield (|S|, |A|) by |S|·|A|, then |S|, with at least two actions.

    Examples
    --------
    >>> list(sizes())
    [(1, 2), (1, 3), (1, 4), (2, 2)]
    """
    for pairs in range(2, largest + 1):
        yield from ((n, pairs // n) for n in range(1, pairs // 2 + 1) if pairs % n == 0)


def smallest_counterexample(
    arrow: str,
    reading: Reading | Mapping[str, str],
    among: str = "sa",
    judge: str = "pairs",
    *,
    everywhere: bool = True,
) -> Counterexample | None:
    """Return a smallest counterexample of an arrow under a reading that the census counts, or None.

    Parameters
    ----------
    arrow : str
        "I1" … "I6".
    reading : Reading or mapping
        Axes that are not given have their defaults.
    among : "sa", "s" or "ss"
        The class of objectives.
    judge : "pairs" or "rooms"
        Whether the judge may be any set of pairs, or has to be one of states.
    everywhere : bool
        Whether to go on looking for one that breaks the arrow over all objectives of the class.

    Examples
    --------
    >>> found = smallest_counterexample("I3", {"objectives": "some", "optima": "some", "trivial": "included"})
    >>> found.size, found.case.arrow("I3", found.reading).state
    ((1, 2), 'broken')
    """
    read = reading if isinstance(reading, Reading) else Reading(**reading)
    arrow = ALSO_CALLED.get(arrow, arrow)
    cell = Cell(arrow, Reading(**{axis: getattr(read, axis) for axis in MENTIONS[arrow]}))
    best = None
    for size in _violating(arrow, read, among, judge):
        worlds, violated = _survey(*size, among, judge)
        for k in np.flatnonzero(violated[list(counted()).index(cell)]):
            found = _simplest(cell, *worlds[k], among, judge)
            if found is None:
                continue
            case = case_of(arrow, found)
            best = best or Counterexample(arrow, read, size, case, found, everywhere=False)
            if breaks_everywhere(case, arrow, read, among):
                return Counterexample(arrow, read, size, case, found, everywhere=True)
            if not everywhere or (arrow, *cell.axes.values()) in ONLY_ON_THE_GRID:
                return best
    return best


def smallest_size(arrow: str, reading: Reading, among: str = "sa", judge: str = "pairs") -> tuple[int, int] | None:
    """Return the first size at which the census finds a violation."""
    return next(_violating(arrow, reading, among, judge), None)


def _violating(arrow: str, reading: Reading, among: str, judge: str) -> Iterator[tuple[int, int]]:
    for size in sizes(LARGEST if (among, judge) == ("sa", "pairs") else THREE_STATES):
        for cell in _counts(*size, among, judge):
            same = all(getattr(reading, axis) == value for axis, value in cell.reading.items())
            if cell.arrow == arrow and same and cell.violations:
                yield size


@lru_cache
def _counts(states: int, actions: int, among: str, judge: str) -> tuple[Count, ...]:
    return tuple(census(states, actions, among=among, judge=judge))


@lru_cache
def _survey(states: int, actions: int, among: str, judge: str) -> tuple[tuple[tuple[Dynamics, Dynamics], ...], Array]:
    """All worlds of a size (where these are many, up to names), simplest first; for each cell, which violate it."""
    every: Iterator[tuple[Dynamics, Dynamics]] = product(
        every_dynamics(states, actions), every_dynamics(states, actions)
    )
    if states * actions > LARGEST:
        every = _up_to_names(states, actions)
    worlds = tuple(sorted(every, key=lambda world: _effort(*world)))
    number = {env: k for k, env in enumerate(dict.fromkeys(chain.from_iterable(worlds)))}
    training, deployment = np.array([[number[env] for env in world] for world in worlds]).T
    violated = np.zeros((len(questions()), len(worlds)), bool)
    for batch in batches(tables(tuple(number), among, judge), training, deployment):
        for row, asked in zip(violated, questions(), strict=True):
            row[batch.worlds] = batch.answer(asked)[1] > 0
    return worlds, violated


def _up_to_names(states: int, actions: int) -> Iterator[tuple[Dynamics, Dynamics]]:
    """One of the worlds that differ only in names: one in which training begins in the first state."""
    everything = space(states, actions)
    for row in everything.rows:
        training = everything.environments[row.training]
        rename = next(each for each in relabellings(states, actions) if each.states[training.start] == 0)
        yield from ((rename(training), rename(everything.environments[k])) for k in row.deployments)


def _effort(training: Dynamics, deployment: Dynamics) -> tuple[object, ...]:
    """What makes a world hard to take in, the hardest first."""
    changed = sum(x != y for x, y in zip(training.moves, deployment.moves, strict=True))
    unreached = 2 * training.states - len(training.reachable()) - len(deployment.reachable())
    moves = sum(t != k // env.actions for env in (training, deployment) for k, t in enumerate(env.moves))
    return changed + (training.start != deployment.start), unreached, moves, training, deployment


def _simplest(cell: Cell, training: Dynamics, deployment: Dynamics, among: str, judge: str) -> Found | None:
    """The simplest tuple of this world that breaks the arrow, with the candidates that matter."""
    pays, said = _plainest(training.states, training.actions, among), cell.speaks_of
    small = small_world(training, deployment, cell.reading, None, pays, among)
    kinds = {tuple(int(sets[r]) for sets in small.optimal.values()): r for r in reversed(range(len(pays)))}
    small = small.under(sorted(kinds.values()))
    bases, mesas = (range(len(pays)) if name in said else [0] for name in ("base", "mesa"))
    bad = judges(training.states, training.actions, judge) if "judge" in said else (0,)
    broken = small.breaking(cell.premises, cell.conclusion, (bases, mesas, bad)) & small.deterministic
    tuples = [(int(base), int(mesa), int(k)) for base, mesa, k in np.argwhere(broken)]
    much = [sum(abs(Fraction(x)) for x in each) for each in pays]
    for base, mesa, k in sorted(tuples, key=lambda t: (much[t[0]] + much[t[1]] + bad[t[2]].bit_count(), *t)):
        known = small.under(sorted({*small.candidates, 0, base, mesa}))
        for policy in members(broken[base, mesa, k]):
            each = Broken(cell, (training, deployment, None), pays, known, policy, base, mesa, bad[k], among)
            if each.found.mesa is None or planned(each.found) is not None:
                return found_of(each)
    return None


@lru_cache
def _plainest(states: int, actions: int, among: str) -> tuple[Payments, ...]:
    """What the census counts, the plainest first; and besides, of R(s) and R(s,s'), some that are plainer."""
    found, places = objectives(states, actions, among), states ** len(among)
    if among != "sa" and places <= PLAIN:
        found = tuple(dict.fromkeys((*found, *product(range(-1, 4), repeat=places))))
    return tuple(sorted(found, key=plainness))
