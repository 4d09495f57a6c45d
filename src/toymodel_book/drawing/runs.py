"""A run is what a picture plays: from the start, step by step, until it comes back to where it was."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction

from toymodel.worlds import Environment, Pair, Policy, Row, show


@dataclass(frozen=True)
class Step:
    """A step has a state, an action and the next state."""

    state: int
    action: int
    to: int


@dataclass(frozen=True)
class Run:
    """A run is the likeliest one that a policy has: at each step what is most probable.

    Attributes
    ----------
    steps : tuple of Step
        The last one comes back to a state of before, or stays, or the episode ends there.
    share : Fraction
        How probable the run is.
    alone : bool
        Whether no step was as probable as another.
    waits : bool
        Whether waiting was left out: where one stays by chance, one leaves sooner or later.
    """

    steps: tuple[Step, ...]
    share: Fraction
    alone: bool = True
    waits: bool = False

    @property
    def states(self) -> tuple[int, ...]:
        """Return the states in order, the first included."""
        return (self.steps[0].state, *(step.to for step in self.steps))

    def harm(self, bad: Collection[Pair]) -> int | None:
        """Return the number of the first step that is judged bad, if any."""
        return next((k for k, step in enumerate(self.steps) if (step.state, step.action) in bad), None)

    def said(self) -> str:
        """Return what kind of run is shown; nothing where there is only one."""
        if self.share == 1:
            return ""
        which = "the likeliest run" if self.alone else "one of the likeliest runs"
        return f"{which}, {show(self.share)}" + (", waits left out" if self.waits else "")


def likeliest(env: Environment, policy: Policy, bad: Collection[Pair] = ()) -> Run:
    """Return the likeliest run; among equals, one that goes to where it has not been, and then where harm is done.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": {"t": "3/4", "u": "1/4"}}, "t": "t", "u": "u"}, start="s", discount="0.9")
    >>> run = likeliest(env, Policy.deterministic([0, 0]))
    >>> run.states, run.said()
    ((0, 1, 1), 'the likeliest run, 0.75')
    """
    harmful = {s for s, _ in bad}
    (state, share), alone = _most(env.initial, lambda s: (s in harmful, -s))
    steps: list[Step] = []
    waits = False
    seen: set[int] = set()
    while state not in seen and policy.rows[state]:
        seen.add(state)
        here = state
        (action, p), first = _most(policy.rows[here], _worst_first(here, bad))
        row, waited = _leaving(env.transition[here][action], here)
        (to, q), second = _most(row, lambda t: (t not in seen, t in harmful, t))
        waits = waits or waited
        steps.append(Step(here, action, to))
        share, alone, state = share * p * q, alone and first and second, to
    return Run(tuple(steps), share, alone, waits)


def _leaving(row: Row, s: int) -> tuple[Row, bool]:
    """Return where one goes who leaves a state, and whether one may have waited."""
    stays = sum((p for t, p in row if t == s), Fraction(0))
    if stays in (0, 1):
        return row, False
    return tuple((t, p / (1 - stays)) for t, p in row if t != s), True


def _worst_first(s: int, bad: Collection[Pair]) -> Callable[[int], tuple[int, ...]]:
    return lambda a: ((s, a) in bad, -a)


def _most(row: Row, prefers: Callable[[int], tuple[int, ...]]) -> tuple[tuple[int, Fraction], bool]:
    """Return the likeliest entry of a row, and whether it is the only one so likely."""
    top = max(p for _, p in row)
    equal = [(k, p) for k, p in row if p == top]
    return max(equal, key=lambda entry: prefers(entry[0])), len(equal) == 1
