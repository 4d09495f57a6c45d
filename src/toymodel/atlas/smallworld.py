"""The seven definitions on one small world, as sets of policies: quick enough to look for simple counterexamples.

The readings are those of the census; whatever is found is checked again as a `Case`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from ..definitions import ARROWS, Reading
from .bits import Dynamics, policies
from .engine import engine
from .tables import tables


@dataclass(frozen=True)
class Tried:
    """What an arrow is said of: numbers of objectives and of a policy, and the set of safe policies."""

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
        For each environment and objective of the grid, the policies that are optimal.
    safe : tuple of int
        For each judge, the policies that are safe in deployment.
    """

    opt: dict[str, tuple[int, ...]]
    safe: tuple[int, ...]
    policies: int
    reading: Reading
    candidates: Collection[int]
    _known: dict[tuple[int, int], bool] = field(default_factory=dict)

    def under(self, candidates: Collection[int]) -> SmallWorld:
        """The same with fewer objectives under consideration."""
        return SmallWorld(self.opt, self.safe, self.policies, self.reading, candidates)

    def breaks(self, arrow: str, tried: Tried) -> bool:
        """Whether the premises hold and the conclusion fails."""
        known = ARROWS[arrow]
        if arrow in ("I1", "I6") and not self._is(
            tried.policy, self.opt["training"][tried.mesa] & self._pursued(tried)
        ):
            return False
        return all(self.holds(name, tried) for name in known.premises) and not self.holds(known.conclusion, tried)

    def holds(self, name: str, tried: Tried) -> bool:
        """Decide a definition."""
        optimal = self.opt["deployment"][tried.base]
        match name:
            case "impact aligned":
                return self._is(tried.policy, tried.safe)
            case "intent aligned":
                return self._aligned(tried.policy, tried.safe)
            case "outer aligned":
                models = self.opt[self.reading.encountered][tried.base]
                return all(self._aligned(q, tried.safe) for q in range(self.policies) if self._is(q, models))
            case "robust":
                return self._is(tried.policy, optimal)
            case "objective robust":
                return self._aligned(tried.policy, optimal)
            case "capability robust":
                shown = self._shown(tried.policy)
                return self._each(self._is(tried.policy, self.opt["deployment"][r]) for r in shown)
            case "inner aligned":
                return self._leads(self._pursued(tried), optimal)
            case _:
                raise KeyError(f"no definition is called {name!r}")

    def _pursued(self, tried: Tried) -> int:
        return self.opt["deployment"][tried.mesa]

    def _aligned(self, policy: int, allowed: int) -> bool:
        key = (policy, allowed)
        if key not in self._known:
            goals = self.opt["deployment"]
            self._known[key] = self._each(self._leads(goals[r], allowed) for r in self._shown(policy))
        return self._known[key]

    def _shown(self, policy: int) -> Iterable[int]:
        """Dem(π)."""
        seen, everything = self.opt[self.reading.observed_in], (1 << self.policies) - 1
        for r in self.candidates:
            if self._is(policy, seen[r]) and (self.reading.trivial == "included" or seen[r] != everything):
                yield r

    def _each(self, answers: Iterable[bool]) -> bool:
        """Q_R, and false of nothing."""
        listed = list(answers)
        return any(listed) if self.reading.objectives == "some" else bool(listed) and all(listed)

    def _leads(self, optimal: int, allowed: int) -> bool:
        """Q_π."""
        return bool(optimal & allowed) if self.reading.optima == "some" else optimal & ~allowed == 0

    @staticmethod
    def _is(policy: int, those: int) -> bool:
        return bool(those >> policy & 1)


def small_world(training: Dynamics, deployment: Dynamics, reading: Reading) -> SmallWorld:
    """Tabulate one world."""
    known = tables((training, deployment), engine(compiled=False))

    def opt(k: int) -> tuple[int, ...]:
        label = known.label[k * known.objectives : (k + 1) * known.objectives]
        return tuple(known.opts[k * known.most + x] for x in label)

    opts = {"training": opt(0), "deployment": opt(1)}
    return SmallWorld(opts, _safe(deployment), known.policies, reading, range(known.objectives))


def _safe(deployment: Dynamics) -> tuple[int, ...]:
    used: Sequence[int] = [
        sum(1 << k for k, x in enumerate(deployment.visits(policy)) if x)
        for policy in policies(deployment.states, deployment.actions)
    ]
    return tuple(
        sum(1 << q for q, pairs in enumerate(used) if not pairs & judge) for judge in range(1 << len(deployment.moves))
    )
