"""The memo that says what training pays lies on a desk, and the robot that dusts the desk rewrites it.

A round: the robot is trained on the memo, which pays for three places; it goes to one of them; if that is the desk, the
memo is rewritten, and the next round trains on what it then says. All numbers are exact. When deployed, the office is
locked: there is no desk to go to.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from toymodel.worlds import listed

from ..drawing.svg import MUTED, PAPER_2, RULE, TEXT, Picture, along, badge, element, picture, text, timed, walker
from ..live import Select, Slider, sentence, view
from ..stories.memo import AGENTS, DESK, LAST, PAYS, PLACES, REWRITINGS, Memo, deployed, fate, inner, rounds, worth

MEMOS: tuple[Memo, ...] = tuple((g, p, d) for g, p, d in product(PAYS, repeat=3))
KEYS: Mapping[str, Memo] = {"".join(map(str, memo)): memo for memo in MEMOS}


# The rounds ------------------------------------------------------------------------------------------


# The world -------------------------------------------------------------------------------------------


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
