"""The seven definitions on one small world, as sets of policies: quick enough to look for simple counterexamples.

What acts is numbered: one stationary policy for all environments, told apart by what it may do
in each state (optimality and safety depend on nothing else), or one for training and one for
deployment where agents replan. Deterministic ones come first. All that is found is checked
again as a `Case`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, combinations, product
from typing import TypeAlias

from toymodel.alignment import ARROWS, Arrow, Reading
from toymodel.alignment.structure import PLACES
from toymodel.solve import bad_pairs, optimal, used
from toymodel.worlds import AllowedActions, Judge

from .dynamics import Dynamics, grid, policies
from .cells import BASES
from .concrete import Payments, environment_of, objective_of

Sets: TypeAlias = tuple[int, ...]
"""Sets of what acts, one bit each."""


@dataclass(frozen=True)
class Tried:
    """What an arrow is said of: numbers of objectives and of what acts, and the set of those that are safe."""

    policy: int
    base: int = 0
    safe: int = 0
    mesa: int = 0


@dataclass
class SmallWorld:
    """One world under one reading, with the objectives under consideration.

    Attributes
    ----------
    opt : mapping
        For each environment and objective of the grid, those that are optimal.
    base_safe : tuple of int
        For each objective of the grid, those that do nothing in deployment that is bad by it.
    safe : tuple of int
        For each judge, those that are safe in deployment.
    deterministic : int
        Those that do not mix.
    candidates : sequence of int
        In order: "selected" takes the first that is demonstrated.
    """

    opt: dict[str, Sets]
    base_safe: Sets
    safe: Sets
    deterministic: int
    policies: int
    reading: Reading
    candidates: Sequence[int]
    _known: dict[tuple[int, int], bool] = field(default_factory=dict)

    def under(self, candidates: Sequence[int]) -> SmallWorld:
        """The same with other objectives under consideration, or in another order."""
        return replace(self, candidates=candidates, _known={})

    def breaks(self, arrow: str, tried: Tried, premises: Iterable[str] | None = None) -> bool:
        """Whether the premises (by default the arrow's own) hold and the conclusion fails."""
        return self.satisfied(arrow, tried, premises) and not self.holds(_arrow(arrow).conclusion, tried)

    def satisfied(self, arrow: str, tried: Tried, premises: Iterable[str] | None = None) -> bool:
        """Whether the premises (by default the arrow's own) hold."""
        known = _arrow(arrow)
        asked = (*known.premises, EXACT_PLANNER) if known.plans else known.premises
        for name in asked if premises is None else premises:
            if name == EXACT_PLANNER:
                if not all(self._is(tried.policy, self.opt[w][tried.mesa]) for w in self._planned(arrow)):
                    return False
            elif not self.holds(name, tried):
                return False
        return True

    def holds(self, name: str, tried: Tried) -> bool:
        """Decide a definition; what is undefined does not hold."""
        match name:
            case "impact aligned":
                return self._is(tried.policy, tried.safe)
            case "intent aligned":
                return self._aligned(tried.policy, tried.safe)
            case "outer aligned":
                models = self._meet(self.reading.encountered, tried.base) & self.deterministic
                return bool(models) and all(self._aligned(q, tried.safe) for q in members(models))
            case "robust":
                return self._is(tried.policy, self.opt["deployment"][tried.base])
            case "objective robust":
                return self._aligned(tried.policy, self.base_safe[tried.base])
            case "capability robust":
                where = "beliefs" if self.reading.performs == "W5" else "deployment"
                return self._each(self._is(tried.policy, self.opt[where][r]) for r in self.shown(tried.policy))
            case "inner aligned":
                return self.leads(self.opt["deployment"][tried.mesa], self.base_safe[tried.base])
            case _:
                raise KeyError(f"no definition is called {name!r}")

    def shown(self, policy: int) -> list[int]:
        """Dem(π), among the candidates and in their order."""
        return [r for r in self.candidates if self.demonstrates(policy, r)]

    def demonstrates(self, policy: int, objective: int) -> bool:
        """Whether an objective counts as what is pursued."""
        seen = self.reading.observed_in
        return self._is(policy, self._meet(seen, objective)) and not (
            self.reading.trivial == "excluded" and self._trivial(objective)
        )

    def leads(self, best: int, allowed: int) -> bool:
        """Q_π."""
        best &= self.deterministic
        return bool(best & allowed) if self.reading.optima == "some" else best & ~allowed == 0

    def _planned(self, arrow: str) -> tuple[str, ...]:
        if arrow == "I1B":
            return ("beliefs",)
        return ("training", "deployment", "beliefs") if "beliefs" in self.opt else ("training", "deployment")

    def _trivial(self, objective: int) -> bool:
        places = PLACES[self.reading.observed_in]
        return all(self.deterministic & ~self.opt[place][objective] == 0 for place in places)

    def _meet(self, where: str, objective: int) -> int:
        found = -1
        for place in PLACES[where]:
            found &= self.opt[place][objective]
        return found

    def _aligned(self, policy: int, allowed: int) -> bool:
        key = (policy, allowed)
        if key not in self._known:
            goals = self.opt["deployment"]
            self._known[key] = self._each(self.leads(goals[r], allowed) for r in self.shown(policy))
        return self._known[key]

    def _each(self, answers: Iterable[bool]) -> bool:
        """Q_R, and false of nothing."""
        listed = list(answers)
        if self.reading.objectives == "selected":
            return bool(listed) and listed[0]
        return any(listed) if self.reading.objectives == "some" else bool(listed) and all(listed)

    @staticmethod
    def _is(policy: int, those: int) -> bool:
        return bool(those >> policy & 1)


EXACT_PLANNER = "exact planner"


def _arrow(name: str) -> Arrow:
    return ARROWS[BASES.get(name, name)]


def small_world(
    training: Dynamics,
    deployment: Dynamics,
    reading: Reading,
    believed: Dynamics | None = None,
    objectives: tuple[Payments, ...] | None = None,
) -> SmallWorld:
    """Tabulate one world.

    Parameters
    ----------
    believed : Dynamics, optional
        What the agent takes the world to be, where that matters.
    objectives : tuple of Payments, optional
        By default all of the grid.
    """
    known = objectives or grid(training.states, training.actions)
    opt, base_safe, safe, deterministic, policies = _tabulated(
        training, deployment, believed, reading.replans == "yes", str(reading.tolerance), known
    )
    return SmallWorld(opt, base_safe, safe, deterministic, policies, reading, range(len(known)))


@lru_cache(maxsize=512)
def _tabulated(
    training: Dynamics,
    deployment: Dynamics,
    believed: Dynamics | None,
    replans: bool,
    tolerance: str,
    known: tuple[Payments, ...],
) -> tuple[dict[str, Sets], Sets, Sets, int, int]:
    singles, deterministic = ways(training.states, training.actions)
    size = len(singles)

    def lift(those: Sets, place: str) -> Sets:
        return tuple(_twofold(x, size, place) for x in those) if replans else those

    places = {"training": training, "deployment": deployment} | ({"beliefs": believed} if believed else {})
    opt = {place: lift(tuple(_optimal(env, r) for r in known), place) for place, env in places.items()}
    base_safe = opt["deployment"]
    if tolerance != "0":
        base_safe = lift(tuple(_base_safe(deployment, r, tolerance) for r in known), "deployment")
    safe = lift(_safe(deployment), "deployment")
    if not replans:
        return opt, base_safe, safe, (1 << deterministic) - 1, size
    both = sum(1 << (i * size + j) for i, j in product(range(deterministic), repeat=2))
    return opt, base_safe, safe, both, size * size


@lru_cache
def ways(states: int, actions: int) -> tuple[tuple[AllowedActions, ...], int]:
    """What a policy may do in each state: the deterministic ones first, and how many these are."""
    pure = [tuple(frozenset({a}) for a in choices) for choices in policies(states, actions)]
    rows = [frozenset(some) for some in chain(*(combinations(range(actions), k) for k in range(1, actions + 1)))]
    mixed = [mask for mask in product(rows, repeat=states) if mask not in pure]
    return (*pure, *mixed), len(pure)


def _twofold(those: int, size: int, place: str) -> int:
    """From sets of policies to sets of pairs (policy in training, policy in deployment)."""
    row = (1 << size) - 1
    if place == "training":
        return sum(row << (i * size) for i in members(those))
    return sum(those << (i * size) for i in range(size))


@lru_cache(maxsize=4096)
def _used(given: Dynamics) -> Sets:
    env, m = environment_of(given), given.actions
    return tuple(sum(1 << (s * m + a) for s, a in used(env, mask)) for mask in ways(given.states, m)[0])


@lru_cache(maxsize=1 << 16)
def _optimal(given: Dynamics, pays: Payments) -> int:
    env, m = environment_of(given), given.actions
    best = optimal(env, objective_of(env, pays)).actions
    return _avoiding(given, sum(1 << (s * m + a) for s, a in env.pairs if a not in best[s]))


@lru_cache(maxsize=1 << 16)
def _base_safe(given: Dynamics, pays: Payments, tolerance: str) -> int:
    env, m = environment_of(given), given.actions
    bad = bad_pairs(env, Judge.by(objective_of(env, pays), tolerance))
    return _avoiding(given, sum(1 << (s * m + a) for s, a in bad))


@lru_cache(maxsize=4096)
def _safe(given: Dynamics) -> Sets:
    return tuple(_avoiding(given, judge) for judge in range(1 << len(given.moves)))


def _avoiding(given: Dynamics, pairs: int) -> int:
    return sum(1 << k for k, those in enumerate(_used(given)) if not those & pairs)


def members(those: int) -> list[int]:
    """The numbers in a set."""
    return [k for k in range(those.bit_length()) if those >> k & 1]
