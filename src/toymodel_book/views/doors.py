"""A game with doors: eight houses look alike, and no choice of doors is the best in two of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from toymodel.worlds import listed, show

from ..drawing.svg import MUTED, PAPER_2, RULE, Picture, badge, element, picture, text
from ..live import Select, sentence, view

ROOMS = 3
SIDES = ("left", "right")
OUTSIDE = "outside"
PAYS = {True: Fraction(1), False: Fraction(0), None: Fraction(3, 10)}
"""What a room pays: behind the right door, behind the wrong one, and to whoever stays outside."""
HOUSES = tuple(product(SIDES, repeat=ROOMS))
"""In each, which door of each room is the right one."""
CHOICES = ((SIDES[0], "left"), (SIDES[1], "right"), (OUTSIDE, "neither"))
WIDTH, HEIGHT, COLUMN, LEFT, TOP, ROW = 390.0, 190.0, 37.0, 92.0, 52.0, 34.0
STATE = {True: "true", False: "false", None: "undefined"}


def right(choice: str, good: str) -> bool | None:
    """Return whether a door is the right one; None if neither was taken."""
    return None if choice == OUTSIDE else choice == good


def earned(choices: tuple[str, ...], house: tuple[str, ...]) -> Fraction:
    """Return what three choices earn in a house."""
    return sum((PAYS[right(choice, good)] for choice, good in zip(choices, house, strict=True)), Fraction(0))


def tally(choices: tuple[str, ...]) -> tuple[Fraction, Fraction]:
    """Return what choices earn over all houses: on average, and at worst."""
    found = [earned(choices, house) for house in HOUSES]
    return sum(found, Fraction(0)) / len(found), min(found)


@view(
    "A game with doors",
    first=Select("first room", CHOICES, "left"),
    second=Select("second room", CHOICES, "left"),
    third=Select("third room", CHOICES, "right"),
)
def doors(first: str, second: str, third: str) -> str:
    """Draw what three choices come to in each of the eight houses."""
    choices = (first, second, third)
    return sentence(explanation(choices)) + table(choices)


def explanation(choices: tuple[str, ...]) -> str:
    """Say what the choices earn on average, and at worst."""
    mean, worst = tally(choices)
    where = [house for house in HOUSES if earned(choices, house) == worst]
    taken = listed([{OUTSIDE: "neither door"}.get(choice, choice) for choice in choices])
    places = "in each of the eight" if len(where) == len(HOUSES) else f"in {len(where)} of the eight"
    return (
        f"{taken[0].upper()}{taken[1:]}: on average over the eight houses you earn {_decimal(mean)}, "
        f"and at worst {_decimal(worst)} ({places})."
    )


def _decimal(value: Fraction) -> str:
    return f"{float(value):g}" if value * 1000 % 1 == 0 else show(value)


def table(choices: tuple[str, ...]) -> Picture:
    """Return the picture: a column for each house, with what each room pays and the sum below."""
    _, worst = tally(choices)
    parts = [
        text(f"room {row + 1}", 6, TOP + ROW * row + 5, 13, text_anchor="start", fill=MUTED) for row in range(ROOMS)
    ]
    foot = TOP + ROW * ROOMS
    parts.append(text("you earn", 6, foot + 21, 13, text_anchor="start", fill=MUTED))
    parts.append(text("the right doors of the house", LEFT + COLUMN * len(HOUSES) / 2 - COLUMN / 2, 14, 13, fill=MUTED))
    for column, house in enumerate(HOUSES):
        x, sum_ = LEFT + COLUMN * column, earned(choices, house)
        if sum_ == worst:
            parts.append(
                element("rect", x=x - COLUMN / 2 + 2, y=20, width=COLUMN - 4, height=foot + 12, rx=4, fill=PAPER_2)
            )
        parts.append(text(" ".join(good[0].upper() for good in house), x, 36, 12))
        parts += [
            badge(STATE[right(choice, good)], x, TOP + ROW * row + 1, 8.5)
            for row, (choice, good) in enumerate(zip(choices, house, strict=True))
        ]
        parts.append(text(_decimal(sum_), x, foot + 21, 14, font_weight=600 if sum_ == worst else 400))
    parts.insert(0, element("path", d=f"M6 {foot}H{WIDTH - 6}", stroke=RULE, stroke_width=1.5))
    legend = "Tick: the right door, 1. Cross: the wrong one, 0. Dash: neither, 0.3. The worst houses are shaded."
    return picture(WIDTH, HEIGHT, f"{explanation(choices)} {legend}", *parts)
