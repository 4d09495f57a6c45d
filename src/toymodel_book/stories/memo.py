"""The memo of chapter 21 says what training pays, and the robot that is trained on it may rewrite it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TypeAlias

from toymodel.agents import MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.solve import optimal, used
from toymodel.worlds import Environment, Judge, Objective, World

Memo: TypeAlias = tuple[int, int, int]
"""What is paid in the garden, in the pool and at the desk."""
PLACES = ("garden", "pool", "desk")
DESK = 2
PAYS = (0, 1, 2)
REWRITINGS: Mapping[str, tuple[str, Callable[[Memo], Memo]]] = {
    "swap": ("garden and pool change places", lambda memo: (memo[1], memo[0], memo[2])),
    "sink": ("pool and desk change places", lambda memo: (memo[0], memo[2], memo[1])),
    "raise": ("the garden goes up by one, from 2 back to 0", lambda memo: ((memo[0] + 1) % 3, memo[1], memo[2])),
    "alone": ("the desk pays 2, and the rest nothing", lambda _: (0, 0, 2)),
}
"""What dusting does to the memo: in words, and as a function."""
AGENTS = {
    "now": "does not look ahead",
    "today": "looks ahead, by today's memo",
    "tomorrow": "looks ahead, by the memo of each day",
}
LAST = 6
"""The last round; the first is round 0."""
ANEW = Reading(replans="yes")
"""When deployed, the robot searches anew, by the last memo that it was trained on."""


def rewritten(memo: Memo, place: int, rewriting: str) -> Memo:
    """Return the next memo: F(R, π), where π is known by the place that it goes to."""
    return REWRITINGS[rewriting][1](memo) if place == DESK else memo


def best(scores: list[int]) -> int:
    """Return the place of the highest score; of several, the one that is lowest on the memo."""
    return max(range(len(PLACES)), key=lambda place: (scores[place], place))


@cache
def goes(memo: Memo, rewriting: str, agent: str = "now", left: int = 0) -> int:
    """Return the place where an agent goes that was trained on a memo, with so many rounds to come after this one."""
    if agent == "now" or not left:
        return best(list(memo))
    after = [rewritten(memo, place, rewriting) for place in range(len(PLACES))]
    if agent == "today":
        return best([memo[k] + worth(memo, after[k], rewriting, agent, left - 1) for k in range(len(PLACES))])
    return best([memo[k] + most(after[k], rewriting, left - 1) for k in range(len(PLACES))])


@cache
def worth(by: Memo, memo: Memo, rewriting: str, agent: str, left: int) -> int:
    """Return what this round and those to come pay by one memo, if training goes on from another."""
    place = goes(memo, rewriting, agent, left)
    return by[place] + (worth(by, rewritten(memo, place, rewriting), rewriting, agent, left - 1) if left else 0)


@cache
def most(memo: Memo, rewriting: str, left: int) -> int:
    """Return the most that can be had if each round pays by the memo of that round."""
    after = [most(rewritten(memo, k, rewriting), rewriting, left - 1) if left else 0 for k in range(len(PLACES))]
    return max(memo[k] + after[k] for k in range(len(PLACES)))


def rounds(memo: Memo, rewriting: str, agent: str = "now", last: int = LAST) -> list[tuple[Memo, int]]:
    """Return the memo of each round, and the place where the robot goes."""
    found = []
    for k in range(last + 1):
        place = goes(memo, rewriting, agent, last - k)
        found.append((memo, place))
        memo = rewritten(memo, place, rewriting)
    return found


def fate(memo: Memo, rewriting: str) -> tuple[int, int]:
    """Return in which round the memos begin to repeat, and after how many rounds each comes back; nobody looks ahead.

    Examples
    --------
    >>> fate((1, 0, 2), "swap"), fate((1, 0, 2), "sink"), fate((0, 0, 1), "raise")
    ((0, 2), (1, 1), (2, 1))
    """
    seen: list[Memo] = []
    while memo not in seen:
        seen.append(memo)
        memo = rewritten(memo, goes(memo, rewriting), rewriting)
    return seen.index(memo), len(seen) - seen.index(memo)


@lru_cache(1)
def world() -> World:
    """Return the house: three ways from the gate; when deployed, the one to the desk is shut."""
    stays = {place: place for place in PLACES}
    training, deployment = (
        Environment.build(
            {"gate": {"left": "garden", "ahead": "pool", "right": leads}, **stays},
            start="gate",
            discount="1/2",
            name=name,
        )
        for name, leads in (("the office open", "desk"), ("the office locked", "gate"))
    )
    return World(training, deployment)


def objective(memo: Memo) -> Objective:
    """Return what a memo pays, as an objective."""
    name = ", ".join(f"{place} {pay}" for place, pay in zip(PLACES, memo, strict=True))
    return Objective.on(world().training, dict(zip(PLACES, memo, strict=True)), name)


def trained(base: Memo, last: Memo) -> Case:
    """Return the case of a robot that searches by its last memo, judged by another as the base objective."""
    objectives = {memo: objective(memo) for memo in dict.fromkeys((base, last, (0, 0, 0)))}
    return Case(
        name="the dusting robot",
        story="What training pays is on a memo, and the robot that dusts the desk rewrites it.",
        world=world(),
        agents=(MesaOptimizer("the robot", objectives[last], prefers=(2, 1, 0)),),
        base=objectives[base],
        judge=Judge.of_states(world().training, ["pool"], "the human"),
        candidates=tuple(objectives.values()),
    )


@cache
def inner(base: Memo, last: Memo) -> bool:
    """Return whether a robot that searches by the last memo is inner aligned with another one."""
    return trained(base, last).check("inner aligned", ANEW).holds is True


@cache
def deployed(memo: Memo) -> tuple[str, ...]:
    """Return where a robot that searches by a memo may go when the office is locked."""
    env = world().deployment
    ways = used(env, optimal(env, objective(memo)).actions)
    return tuple(place for place in PLACES if any(env.states[s] == place for s, _ in ways))
