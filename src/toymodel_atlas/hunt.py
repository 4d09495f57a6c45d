"""Hunting for worlds that break a cell, at any reading, over all objectives in ℚ^{S×A}.

Objectives matter only through what is optimal and what is bad by them, and judges only through
what is safe; so one of each kind is tried. Up to names there are few worlds of two states and
two actions, so most hunts are exhaustive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from toymodel.alignment import ARROWS, Reading

from .dynamics import Dynamics, every_dynamics, grid, policies
from .cells import BASES, Cell
from .concrete import Found, Payments, environment_of
from .everywhere import stand_ins_in
from .smallworld import SmallWorld, Tried, members, small_world, ways
from .spaces import space

EXTRA, MANY = 2, 30
"""How many objectives besides zero, R_base and R_m are tried together as candidates: one less where there are many."""
JUDGED = ("I2", "I3", "I4", "I4i")
PLANS = ("I1", "I1B", "I6")
Where = tuple[Dynamics, Dynamics, Dynamics | None]


@dataclass(frozen=True)
class Prey:
    """What was found: where, and what broke, by number; the small world's candidates are in the order that matters."""

    arrow: str
    where: Where
    objectives: tuple[Payments, ...]
    small: SmallWorld
    tried: Tried
    judge: int


def worlds(states: int, actions: int, believed: bool) -> tuple[Where, ...]:
    """All worlds of one size up to names, the simplest first; with ``believed``, each with every belief."""
    return _worlds(states, actions, believed)


@lru_cache
def _worlds(states: int, actions: int, believed: bool) -> tuple[Where, ...]:
    everything = space(states, actions)
    pairs = [
        (everything.environments[row.training], everything.environments[k])
        for row in everything.rows
        for k in row.deployments
    ]
    found: list[Where]
    if believed:
        beliefs = dict.fromkeys(env.reduced() for env in every_dynamics(states, actions))
        found = [(*pair, belief) for pair in pairs for belief in beliefs]
    else:
        found = [(*pair, None) for pair in pairs]
    return tuple(sorted(found, key=_effort))


def _effort(where: Where) -> tuple[object, ...]:
    training, deployment, believed = where
    known = [env for env in where if env is not None]
    changed = len(set(known))
    moves = sum(t != k // env.actions for env in known for k, t in enumerate(env.moves))
    unreached = sum(env.states - len(env.reachable()) for env in known)
    return changed, unreached, moves, training, deployment, believed or training


def hunt(
    cell: Cell,
    where: Iterable[Where],
    *,
    premises: Sequence[str] | None = None,
    stochastic: bool = False,
    candidates: bool = False,
    others: bool = False,
    wanted: Callable[[Prey], bool] = lambda _: True,
) -> Prey | None:
    """Return what breaks a cell, or None.

    Parameters
    ----------
    premises : sequence of str, optional
        Instead of the arrow's own.
    stochastic : bool
        Whether the agent may mix.
    candidates : bool
        Whether objectives may range over a finite set that contains zero, R_base and R_m, rather than over all.
    others : bool
        Whether to look instead for premises that hold while some other policy violates the conclusion.
    wanted : callable
        What else is asked of it.
    """
    for training, deployment, believed in where:
        objectives = kinds(training, deployment, believed, str(cell.reading.tolerance))
        small = small_world(training, deployment, cell.reading, believed, objectives)
        for tried, judge in _tuples(cell.arrow, small, objectives, stochastic):
            for chosen in _choices(small, tried, candidates):
                tested = small if chosen is None else small.under(chosen)
                broken = (
                    _vouched_for_others(tested, cell.arrow, tried)
                    if others
                    else tested.breaks(cell.arrow, tried, premises)
                )
                if broken:
                    prey = Prey(cell.arrow, (training, deployment, believed), objectives, tested, tried, judge)
                    if wanted(prey):
                        return prey
    return None


@lru_cache(maxsize=4096)
def kinds(
    training: Dynamics, deployment: Dynamics, believed: Dynamics | None, tolerance: str = "0"
) -> tuple[Payments, ...]:
    """Return one objective for each kind that there is in ℚ^{S×A}, of the grid where possible, zero first."""
    plain: tuple[Payments, ...] = tuple(sorted(grid(training.states, training.actions), key=_plainness))
    reading = Reading() if tolerance == "0" else Reading(base_judge="tolerant", tolerance=tolerance)
    small = small_world(training, deployment, reading, believed, plain)
    found: dict[object, Payments] = {}
    for k, pays in enumerate(plain):
        found.setdefault((*(sets[k] for sets in small.opt.values()), small.base_safe[k]), pays)
    known = {key[:-1] for key in found if isinstance(key, tuple)}
    places = tuple(environment_of(env) for env in (training, deployment, believed) if env is not None)
    more: tuple[Payments, ...] = tuple(tuple(x for row in r.mean(places[0]) for x in row) for r in stand_ins_in(places))
    other = small_world(training, deployment, reading, believed, more)
    for k, pays in enumerate(more):
        if tuple(sets[k] for sets in other.opt.values()) not in known:
            found[tuple(sets[k] for sets in other.opt.values())] = pays
    return tuple(found.values())


def _plainness(pays: Payments) -> tuple[object, ...]:
    """Few payments, few of them negative, early ones first."""
    return sum((abs(Fraction(x)) for x in pays), Fraction(0)), len([x for x in pays if x < 0]), tuple(-x for x in pays)


def _tuples(
    arrow: str, small: SmallWorld, objectives: Sequence[Payments], stochastic: bool
) -> Iterator[tuple[Tried, int]]:
    """One tuple of each kind, the plainest first, each with its judge."""
    every = range(len(objectives))
    bases = [0] if arrow == "I3" else every
    mesas = every if arrow in PLANS else [0]
    judges: dict[int, int] = {}
    for judge in sorted(range(len(small.safe)), key=lambda j: (j.bit_count(), j)) if arrow in JUDGED else [0]:
        judges.setdefault(small.safe[judge], judge)
    actors = range(small.policies) if stochastic else members(small.deterministic)
    for base in bases:
        for mesa in mesas:
            for safe, judge in judges.items():
                for actor in actors:
                    yield Tried(actor, base, safe, mesa), judge


def _choices(small: SmallWorld, tried: Tried, candidates: bool) -> Iterator[tuple[int, ...] | None]:
    """Which objectives are considered, in which order; None: all."""
    if small.reading.objectives == "selected":
        yield from _orders(small, tried)
    elif candidates:
        needed = tuple(dict.fromkeys((0, tried.base, tried.mesa)))
        rest = [r for r in small.candidates if r not in needed]
        for extra in range(EXTRA + 1 if len(rest) <= MANY else EXTRA):
            for more in combinations(rest, extra):
                yield (*needed, *more)
    else:
        yield None


def _orders(small: SmallWorld, tried: Tried) -> Iterator[tuple[int, ...]]:
    """For each objective that could be selected of the agent, an order that selects it, and of others what is harmless.

    Not every rule comes from an order, so this may miss something.
    """
    shown = small.shown(tried.policy)
    others = [r for r in small.candidates if r not in shown]
    harmless = [r for r in others if small.leads(small.opt["deployment"][r], tried.safe)]
    for chosen in shown:
        front = dict.fromkeys((*harmless, chosen, *small.candidates))
        yield tuple(front)


def _vouched_for_others(small: SmallWorld, arrow: str, tried: Tried) -> bool:
    """Whether the arrow's premises hold, and its conclusion of the agent but not of another policy."""
    known = ARROWS[BASES.get(arrow, arrow)]
    return small.satisfied(arrow, tried) and any(
        not small.holds(known.conclusion, replace(tried, policy=other))
        for other in members(small.deterministic)
        if other != tried.policy
    )


def found_of(prey: Prey) -> Found:
    """Return what was found as plain numbers, with no more objectives than it takes."""
    training, deployment, believed = prey.where
    tried, small, objectives = prey.tried, prey.small, prey.objectives
    kept = list(small.candidates)
    for r in sorted(kept, reverse=True):
        rest = [x for x in kept if x != r]
        if r not in (0, tried.base, tried.mesa) and small.under(rest).breaks(prey.arrow, tried):
            kept = rest
    choices = policies(training.states, training.actions)
    size = len(ways(training.states, training.actions)[0])
    replans = small.reading.replans == "yes"
    first, second = divmod(tried.policy, size) if replans else (tried.policy, tried.policy)
    return Found(
        training,
        deployment,
        choices[first],
        objectives[tried.base],
        prey.judge,
        objectives[tried.mesa] if prey.arrow in PLANS else None,
        tuple(objectives[r] for r in kept),
        believed,
        choices[second] if replans else None,
    )
