"""What is chosen so far, and what follows from it, is kept up to date choice by choice, and taken back as quickly.

In each environment that is named there are the actions still possible (a viability kernel) and the states that the
policy reaches for sure. A choice takes the other actions away; an action that may lead to a state where nothing is
possible goes too; a state reached for sure where one thing is possible has it chosen. A trail notes every change, so
that to go back is to undo as many. Each action is taken away once on the way down: a search that need not go back is
linear in the size of the environments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush

from ..solve import Undecided
from ..solve.graph import path_out
from ..solve.search import Constraint, first, met, supports
from ..worlds import AllowedActions, Environment, Pair


@dataclass
class Leaving:
    """What is to be left: a path leads outside ``allowed``, while it begins where one surely comes and is possible."""

    allowed: AllowedActions
    path: dict[int, int] | None = None
    left: bool = False


@dataclass
class Side:
    """What is possible and what is sure in one environment."""

    env: Environment
    possible: list[set[int]]
    leaving: list[Leaving]
    sure: set[int] = field(default_factory=set)


class Branching:
    """A branching has the choices of an unfinished policy, and what follows from them.

    Parameters
    ----------
    allowed : mapping
        For each environment what the policy keeps to.
    outside : sequence of (environment, allowed actions)
        In each of these the policy must use something that is not allowed.
    """

    def __init__(
        self, allowed: Mapping[Environment, AllowedActions], outside: Sequence[tuple[Environment, AllowedActions]]
    ) -> None:
        self.chosen: dict[int, frozenset[int]] = {}
        self._sides = [
            Side(env, list(map(set, mask)), [Leaving(m) for e, m in outside if e == env])
            for env, mask in allowed.items()
        ]
        self._trail: list[Callable[[], object]] = []
        self._waiting: list[int] = []  # a heap; some may be chosen by now, or no longer sure
        self._queued: set[int] = set()
        self._changed: list[int] = []

    def settle(self) -> bool:
        """Work out what follows before anything is chosen; return whether a policy is possible."""
        for side in self._sides:
            self._bury(side, [s for s, row in enumerate(side.possible) if not row and s not in side.env.ended])
            self._reach(side, [s for s, _ in side.env.initial])
        return self._follow()

    def mark(self) -> int:
        """Return how many changes there are, to undo later ones."""
        return len(self._trail)

    def undo(self, mark: int) -> None:
        """Take back all changes since a mark."""
        self._changed.clear()
        while len(self._trail) > mark:
            self._trail.pop()()

    def options(self, s: int) -> set[int]:
        """Return what is possible in a state, wherever it is reached for sure."""
        return set.intersection(*(side.possible[s] for side in self._sides if self._asks(side, s)))

    def fork(self) -> int | None:
        """Return the first state that is reached for sure and where nothing is chosen, or None."""
        while self._waiting:
            s = self._waiting[0]
            if s not in self.chosen and any(self._asks(side, s) for side in self._sides):
                return s
            self._queued.discard(heappop(self._waiting))
        return None

    def choose(self, s: int, support: frozenset[int]) -> bool:
        """Choose what is played in a state; return whether a policy is still possible."""
        self._decide(s, support)
        return self._follow()

    def _asks(self, side: Side, s: int) -> bool:
        return s in side.sure and s not in side.env.ended

    def _decide(self, s: int, support: frozenset[int]) -> None:
        self.chosen[s] = support
        self._trail.append(partial(self._reconsider, s))
        for side in self._sides:
            kept = support if support <= side.possible[s] else frozenset[int]()
            self._take(side, [(s, a) for a in side.possible[s] - kept])
            if s in side.sure:
                self._play(side, s)
                self._reach(side, [t for a in support for t, _ in side.env.transition[s][a]])

    def _reconsider(self, s: int) -> None:
        self.chosen.pop(s)
        self._wait(s)

    def _wait(self, s: int) -> None:
        if s not in self._queued:
            self._queued.add(s)
            heappush(self._waiting, s)

    def _take(self, side: Side, pairs: list[Pair]) -> None:
        """Take actions away, and those that may lead to where nothing is left."""
        dead = [s for s, a in pairs if self._drop(side, s, a)]
        self._bury(side, dead)

    def _bury(self, side: Side, dead: list[int]) -> None:
        while dead:
            for s, a in side.env.predecessors[dead.pop()]:
                if a in side.possible[s]:  # what is chosen is kept whole or not at all
                    gone = list(side.possible[s]) if s in self.chosen else [a]
                    dead += [s for b in gone if self._drop(side, s, b)]

    def _drop(self, side: Side, s: int, a: int) -> bool:
        """Take one action away; return whether nothing is left."""
        row = side.possible[s]
        row.discard(a)
        self._trail.append(partial(row.add, a))
        for each in side.leaving:
            if each.path is not None and each.path.get(s) == a:
                each.path = None
        if s in side.sure:
            self._changed.append(s)
        return not row

    def _reach(self, side: Side, states: list[int]) -> None:
        """Note that these states are reached for sure, and where what is chosen leads from there."""
        while states:
            s = states.pop()
            if s in side.sure:
                continue
            side.sure.add(s)
            self._trail.append(partial(side.sure.discard, s))
            if s in self.chosen:
                self._play(side, s)
                states += [t for a in self.chosen[s] for t, _ in side.env.transition[s][a]]
            else:
                self._wait(s)
                self._changed.append(s)

    def _play(self, side: Side, s: int) -> None:
        """Note what is left by what is chosen in a state that is reached for sure."""
        for each in side.leaving:
            if not each.left and not self.chosen[s] <= each.allowed[s]:
                each.left = True
                self._trail.append(partial(setattr, each, "left", False))

    def _follow(self) -> bool:
        """Choose what is forced until nothing is; return whether a policy is possible."""
        while self._changed:
            s = self._changed.pop()
            asking = [side for side in self._sides if self._asks(side, s)]
            if any(not side.possible[s] for side in asking):
                return False
            if s not in self.chosen and asking:
                options = self.options(s)
                if not options:
                    return False
                if len(options) == 1:
                    self._decide(s, frozenset(options))
        return all(self._can_leave(side, each) for side in self._sides for each in side.leaving if not each.left)

    def _can_leave(self, side: Side, each: Leaving) -> bool:
        """Return whether what is possible leads outside, from where nothing is chosen: what is chosen does not."""
        if each.path is None or next(reversed(each.path)) not in side.sure:
            edge = [s for s in self._queued if s not in self.chosen and self._asks(side, s)]
            each.path = path_out(side.env, side.possible, each.allowed, edge)
        return each.path is not None


def policies(
    inside: Sequence[Constraint],
    outside: Sequence[Constraint] = (),
    *,
    stochastic: bool = False,
    budget: int | None = None,
) -> Iterator[AllowedActions]:
    """Yield the support of every such policy, told apart where it comes in the environments that are named.

    Where a policy never comes, its support is given as the first action available. The parameters are those of
    `toymodel.solve.find_policy`; without a budget every policy is found.
    """
    if not inside and not outside:
        raise ValueError("a search for a policy needs an environment; name one in `inside` or `outside`")
    start = {env: met(env, inside) for env, _ in (*inside, *outside)}
    anything = first(next(iter(start)).available)
    so_far = Branching(start, outside)
    tried: list[tuple[int, int, Iterator[frozenset[int]]]] = []
    nodes, possible = 1, so_far.settle()
    while True:
        if budget is not None and nodes > budget:
            raise Undecided("the search for a policy ran out of nodes")
        if possible:
            fork = so_far.fork()
            if fork is None:
                yield tuple(so_far.chosen.get(s, first) for s, first in enumerate(anything))
            else:
                tried.append((so_far.mark(), fork, supports(so_far.options(fork), stochastic)))
        while tried:  # go back to the last fork where something is left to try
            mark, fork, rest = tried[-1]
            so_far.undo(mark)
            support = next(rest, None)
            if support is not None:
                nodes, possible = nodes + 1, so_far.choose(fork, support)
                break
            tried.pop()
        else:
            return
