"""The memo that says what training pays lies on a desk, and the robot that dusts the desk rewrites it.

A round: the robot is trained on the memo, which pays for three places; it goes to one of them; if that is the desk, the
memo is rewritten, and the next round trains on what it then says. All numbers are exact. When deployed, the office is
locked: there is no desk to go to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import product
from typing import TypeAlias

from toymodel.agents import MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.solve import optimal, used
from toymodel.worlds import Environment, Judge, Objective, World, listed

from ..drawing.svg import MUTED, PAPER_2, RULE, TEXT, Picture, along, badge, element, picture, text, timed, walker
from ..live import Select, Slider, sentence, view

Memo: TypeAlias = tuple[int, int, int]
"""What is paid in the garden, in the pool and at the desk."""

PLACES = ("garden", "pool", "desk")
DESK = 2
PAYS = (0, 1, 2)
MEMOS: tuple[Memo, ...] = tuple((g, p, d) for g, p, d in product(PAYS, repeat=3))
KEYS: Mapping[str, Memo] = {"".join(map(str, memo)): memo for memo in MEMOS}
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


# The rounds ------------------------------------------------------------------------------------------


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


# The world -------------------------------------------------------------------------------------------


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


# The view --------------------------------------------------------------------------------------------


@view(
    "A memo that is rewritten",
    round_=Slider("round", tuple(str(k) for k in range(LAST + 1)), "0"),
    rewriting=Select("when the desk is dusted", tuple((key, words) for key, (words, _) in REWRITINGS.items()), "swap"),
    agent=Select("the robot", tuple(AGENTS.items()), "now"),
    first=Select("memo 0: garden, pool, desk", tuple((key, ", ".join(key)) for key in KEYS), "102"),
)
def rewriting(round_: str, rewriting: str, agent: str, first: str) -> str:
    """Draw round after round what the memo pays, where the robot goes, and what it would do if it were deployed."""
    memo, at = KEYS[first], int(round_)
    return sentence(explanation(memo, rewriting, agent, at)) + strip(memo, rewriting, agent, at)


def explanation(memo: Memo, rewriting: str, agent: str, at: int) -> str:
    """Say what happens in a round, where the memos lead, and what the rounds are worth by the first memo."""
    now, place = rounds(memo, rewriting, agent)[at]
    pays = listed([f"{pay} for the {name}" for name, pay in zip(PLACES, now, strict=True)])
    edits = " and rewrites the memo" if place == DESK else ""
    got, could = worth(memo, memo, rewriting, agent, LAST), (LAST + 1) * max(memo)
    return (
        f"Round {at}: the memo pays {pays}. The robot goes to the {PLACES[place]}{edits}. {_deployed(memo, now, at)} "
        f"{_fate(memo, rewriting) if agent == 'now' else ''}"
        f"By the memo of round 0, rounds 0 to {LAST} are worth {got}, of at most {could}."
    )


def _deployed(first: Memo, now: Memo, at: int) -> str:
    there = deployed(now)
    where = f"it goes to the {there[0]}" if len(there) == 1 else "it may go to the garden or the pool"
    if not at:
        return f"Deployed now, {where}."
    also = "and with" if inner(first, now) else "but not with"
    return f"Deployed now, {where}: it is inner aligned with this memo, {also} that of round 0."


def _fate(memo: Memo, rewriting: str) -> str:
    begins, period = fate(memo, rewriting)
    if period > 1:
        return f"The memo never comes to rest: it comes back every {period} rounds. "
    return f"From round {begins} on, the memo stays as it is. " if begins else "The memo stays as it is. "


LABELS, COLUMN, TOP, ROW = 114, 49, 52, 27
ROWS = (*PLACES, "rewritten", "if deployed", "safe", "inner, memo 0")


def _middle(k: int) -> float:
    return LABELS + COLUMN * (k + 0.5)


def strip(memo: Memo, rewriting: str, agent: str, at: int) -> Picture:
    """Return the rounds as columns: what the memo pays, the place gone to in a box, and below what that comes to."""
    pace = 500.0
    found = rounds(memo, rewriting, agent)[: at + 1]
    wide, high = LABELS + COLUMN * (LAST + 1) + 6, TOP + ROW * len(ROWS) + 26
    parts = [element("rect", x=LABELS - 2, y=TOP - 4, width=wide - LABELS, height=ROW * 3 + 6, rx=5, fill=PAPER_2)]
    for k, name in enumerate(ROWS):
        y = TOP + ROW * k + _gap(k)
        parts.append(text(name, LABELS - 10, y + 18, 13.5, text_anchor="end", fill=TEXT if k < DESK + 1 else MUTED))
    for k in range(LAST + 1):
        colour = TEXT if k <= at else MUTED
        parts.append(text(k, _middle(k), TOP - 12, 13.5, fill=colour, font_weight=600 if k == at else 400))
    parts.append(text("round", LABELS - 10, TOP - 12, 13.5, text_anchor="end", fill=MUTED))
    for k, (now, place) in enumerate(found):
        parts.append(element("g", *_column(memo, now, place, _middle(k)), class_="an-fade", style=timed(pace * k)))
    parts.append(element("path", d=along([(LABELS, 14), (wide - 6, 14)]), stroke=RULE, stroke_width=1.5, fill="none"))
    way = along([(_middle(0), 14), (_middle(at), 14)])
    disc = element("circle", cx=0, cy=0, r=6, fill=TEXT)
    parts.append(walker(disc, way, 0, max(pace * at, 1)))
    drawn = picture(wide, high, explanation(memo, rewriting, agent, at), *parts)
    steps = " ".join(f"{pace * k:.0f}" for k in range(1, at + 1))
    return Picture(drawn.replace("<svg ", f'<svg data-steps="{steps}" ', 1)) if at else drawn


def _gap(row: int) -> float:
    return 0 if row < len(PLACES) else 10 if row == len(PLACES) else 20


def _column(first: Memo, now: Memo, place: int, x: float) -> list[str]:
    parts = []
    box = {"width": COLUMN - 14, "height": ROW - 4, "rx": 5, "fill": "none", "stroke": TEXT, "stroke_width": 2.2}
    for k, pay in enumerate(now):
        y = TOP + ROW * k
        if k == place:
            parts.append(element("rect", x=x - COLUMN / 2 + 7, y=y + 1, **box))
        parts.append(text(pay, x, y + 18, 14.5, fill=TEXT, font_weight=700 if k == place else 400))
    rows = [TOP + ROW * k + _gap(k) + 18 for k in range(len(PLACES), len(ROWS))]
    parts.append(text("yes" if place == DESK else "no", x, rows[0], 13, fill=TEXT if place == DESK else MUTED))
    there = deployed(now)
    parts.append(text(there[0] if len(there) == 1 else "either", x, rows[1], 13, fill=TEXT))
    parts.append(badge("false" if "pool" in there else "true", x, rows[2] - 5))
    parts.append(badge("true" if inner(first, now) else "false", x, rows[3] - 5))
    return parts
