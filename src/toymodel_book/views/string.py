"""A string has two fixed ends, what the human judges and what the robot wants; the midpoint can be dragged."""

from __future__ import annotations

from math import cos, pi, sin

from toymodel.worlds import listed

from ..actions import drags
from ..drawing.svg import (
    DASH,
    EDGE,
    HATCH,
    INK,
    LINE,
    MUTED,
    PAPER,
    PAPER_2,
    Picture,
    along,
    badge,
    element,
    number,
    picture,
    text,
)
from ..live import Select, Slider, sentence, view
from ..stories.breakfast import ALL, DRINKS, Stars, verdicts

STEP, MIDDLE, CENTRE, FAR = 48.0, 230.0, 184.0, 120.0
"""How far a star moves the midpoint; where the plane of ratings is, and how far its corners are."""
WIDE, PINS = 460.0, (46.0, 414.0)
TURNS = (-pi / 6, -5 * pi / 6, pi / 2)
"""The directions of tea, coffee and brandy."""


def place(stars: Stars) -> tuple[float, float]:
    """Return where ratings are in the plane: a star for each drink alike moves nothing."""
    x = MIDDLE + STEP * sum(r * cos(turn) for r, turn in zip(stars, TURNS, strict=True))
    y = CENTRE + STEP * sum(r * sin(turn) for r, turn in zip(stars, TURNS, strict=True))
    return round(x, 1), round(y, 1)


PLACES = {
    " ".join(map(str, stars)): place(stars)
    for stars in sorted((s for s in ALL if min(s) == 0), key=lambda s: place(s)[::-1])
}
"""The places, in rows from above; at each the least stars that are there."""


@view(
    "Move the midpoint",
    ratings=Slider("tea, coffee, brandy", tuple(PLACES), "0 0 2"),
    wants=Select("the robot wants", tuple((drink, drink) for drink in DRINKS), "tea"),
    forgives=Select("the inner link forgives", (("nothing", "nothing"), ("a star", "one star")), "nothing"),
)
def string(ratings: str, wants: str, forgives: str) -> str:
    """Draw the string with its midpoint in the plane of ratings, and say which links hold."""
    stars = tuple(map(int, ratings.split()))
    return sentence(explanation(stars, wants, forgives)) + plane(ratings, wants, forgives)


def favourites(stars: Stars) -> list[str]:
    """Return the drinks that the ratings like best."""
    return [drink for drink, r in zip(DRINKS, stars, strict=True) if r == max(stars)]


def explanation(stars: Stars, wants: str, forgives: str) -> str:
    """Say in words what the ratings like, which links hold, and what comes to the table."""
    outer, inner, impact = verdicts(stars, wants, forgives)
    lost = max(stars) - stars[DRINKS.index(wants)]
    harm = "nothing of that is bad, and the outer link holds" if outer else "brandy is bad, and the outer link breaks"
    loses = f"loses {('nothing', 'one star', 'two stars')[lost]} on them"
    forgiven = ", which is forgiven" if lost and inner else ""
    return (
        f"The ratings like {listed(favourites(stars), 'and')} best; {harm}. "
        f"What the robot wants, {wants}, {loses}{forgiven}: the inner link {'holds' if inner else 'breaks'}. "
        f"It serves {wants}, and that is {'safe' if impact else 'bad'}."
    )


def plane(ratings: str, wants: str, forgives: str) -> Picture:
    """Return the picture: the plane of ratings between the two ends, and the string through the midpoint."""
    stars = tuple(map(int, ratings.split()))
    corners = [(MIDDLE + FAR * cos(k * pi / 3 + pi / 6), CENTRE + FAR * sin(k * pi / 3 + pi / 6)) for k in range(6)]
    right, left = corners[0], corners[2]  # on either side of where brandy is best
    lines = "".join(along([(MIDDLE, CENTRE), corners[k]]) for k in (0, 2, 4))
    (x, y) = PLACES[ratings]
    parts = [
        element("path", d=f"{along(corners)}Z", fill=PAPER_2, stroke=EDGE, stroke_width=1.2),
        _hatched(left, right),
        element("path", d=lines, stroke=EDGE, stroke_width=1.6, fill="none"),
        text("tea is best", MIDDLE + 64, CENTRE - 103, 15, text_anchor="start", fill=MUTED),
        text("coffee is best", MIDDLE - 64, CENTRE - 103, 15, text_anchor="end", fill=MUTED),
        text("brandy is best", MIDDLE, CENTRE + FAR + 18, 15, fill=MUTED),
        *(
            halves(*at, *verdicts(tuple(map(int, key.split())), wants, forgives)[:2])
            for key, at in PLACES.items()
            if key != ratings
        ),
        *strung((x, y), verdicts(stars, wants, forgives), wants, CENTRE, CENTRE + FAR + 42),
        _knob(ratings),
    ]
    says = f"A string from the human, by way of the ratings, to the robot. {explanation(stars, wants, forgives)}"
    return picture(WIDE, CENTRE + FAR + 78, says, *parts, title="Two ends of a string")


def scene(stars: Stars = (0, 0, 2), wants: str = "tea") -> Picture:
    """Return the string alone, without the plane."""
    held, high = verdicts(stars, wants), 96.0
    (best,) = favourites(stars)
    parts = [
        *strung((MIDDLE, high), held, wants, high, high + 80),
        element("circle", cx=MIDDLE, cy=high, r=11, fill=PAPER, stroke=INK, stroke_width=2.4),
        text("the ratings", MIDDLE, high - 24, 15),
        text(f"like {best} best", MIDDLE, high + 38, 15, fill=MUTED),
    ]
    says = f"The human judges brandy bad. The ratings like {best} best. The robot wants {wants}."
    return picture(WIDE, high + 116, says, *parts, title="Two ends of a string")


def strung(
    middle: tuple[float, float], held: tuple[bool, bool, bool], wants: str, level: float, low: float
) -> list[str]:
    """Return the two ends, the string by way of the midpoint, and what joins the ends directly."""
    (a, b), (x, y) = PINS, middle
    parts = []
    for k, (name, pin) in enumerate((("outer link", a), ("inner link", b))):
        state = ("false", "true")[held[k]]
        parts.append(_line(along([(pin, level), (x, y)]), state, 3.2))
        along_it = 42 / abs(x - pin)
        parts.append(badge(state, pin + along_it * (x - pin), level + along_it * (y - level), 8.5))
        at, anchor = (34.0, "start") if k == 0 else (WIDE - 34, "end")
        parts += [badge(state, 18 if k == 0 else WIDE - 18, 18, 8.5), text(name, at, 23, 15, text_anchor=anchor)]
    end = ("false", "true")[held[2]]
    d = f"M{number(a)} {number(level + 56)}V{number(low - 12)}Q{number(a)} {number(low)} {number(a + 12)} {number(low)}"
    d += f"H{number(b - 12)}Q{number(b)} {number(low)} {number(b)} {number(low - 12)}V{number(level + 56)}"
    parts += [_line(d, end, 2.2), badge(end, MIDDLE, low, 8.5)]
    done = f"end to end: the robot serves {wants}, which is {'safe' if held[2] else 'bad'}"
    parts.append(text(done, MIDDLE, low + 28, 15))
    for pin, name, word in ((a, "the human", "brandy is bad"), (b, "the robot", f"wants {wants}")):
        parts.append(element("circle", cx=pin, cy=level, r=7, fill=INK))
        parts += [text(name, pin, level - 38, 15), text(word, pin, level + 47, 14, fill=MUTED)]
    return parts


def halves(x: float, y: float, outer: bool, inner: bool, r: float = 8.5) -> str:
    """Return the mark of a place: its left half is full if the outer link holds, its right if the inner link does."""
    full = [
        element("path", d=f"M{number(x)} {number(y - r)}A{r} {r} 0 0 {side} {number(x)} {number(y + r)}Z", fill=INK)
        for side, holds in ((0, outer), (1, inner))
        if holds
    ]
    ring = element("circle", cx=x, cy=y, r=r, fill="none", stroke=INK, stroke_width=1.6)
    middle = element("path", d=f"M{number(x)} {number(y - r)}V{number(y + r)}", stroke=INK, stroke_width=1)
    return element("g", element("circle", cx=x, cy=y, r=r, fill=PAPER), *full, ring, middle)


def _line(d: str, state: str, heavy: float) -> str:
    dashed = {"stroke_dasharray": DASH} if state == "false" else {}
    return element("path", d=d, fill="none", stroke=LINE[state], stroke_width=heavy, stroke_linejoin="round", **dashed)


def _hatched(left: tuple[float, float], right: tuple[float, float]) -> str:
    """Return the sector in which brandy is best, hatched: strokes along one of its sides."""
    strokes = []
    for k in range(1, 16):
        t = k / 16
        start = (MIDDLE + t * (left[0] - MIDDLE), CENTRE + t * (left[1] - CENTRE))
        end = (start[0] + right[0] - MIDDLE, start[1] + right[1] - CENTRE)
        strokes.append(along([start, end]))
    return element("path", d="".join(strokes), fill="none", stroke=HATCH, stroke_width=2.2)


def _knob(ratings: str) -> str:
    x, y = PLACES[ratings]
    grip = drags("ratings", PLACES, "the midpoint, the ratings for tea, coffee and brandy", ratings)
    knob = element("circle", cx=x, cy=y, r=12, fill=PAPER, stroke=INK, stroke_width=2.6)
    core = element("circle", cx=x, cy=y, r=4.5, fill=INK)
    ground = element("rect", x=x - 22, y=y - 22, width=44, height=44, fill="transparent")
    return f'<g id="the-midpoint" class="toy-grip" {grip}>{ground}{knob}{core}</g>'
