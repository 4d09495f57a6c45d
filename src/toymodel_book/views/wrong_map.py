"""Planning by a slightly wrong map has a cost, and the theorem on wrong maps says how large it may be."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from toymodel.solve import bad_pairs
from toymodel.worlds import brief
from toymodel.zoo.cases.foggy_moor import Walk, foggy

from ..drawing.svg import NO, NO_LINE, NONE_LINE, YES_LINE, Picture, element, picture, text
from ..drawing.world import pair, world
from ..live import Slider, sentence, view

ERRORS = ("0", "1/1000", "1/100", "1/50", "1/20", "1/10", "1/9", "1/5", "1/3", "1/2", "3/4", "9/10", "1")
DISCOUNTS = ("1/2", "2/3", "4/5", "9/10", "19/20", "99/100")


@view(
    "How far a slightly wrong map leads astray",
    error=Slider("how much the map misplaces, c", ERRORS, "1/10", help="The share of each step's probability."),
    discount=Slider("discount, γ", DISCOUNTS, "9/10", help="How much later steps count."),
)
def wrong_map(error: str, discount: str) -> str:
    """Draw what the walker believes and what is true, and the regret and its bound for every map."""
    walk = foggy(error, discount)
    envs = (walk.believed, walk.true)
    start, left = walk.true.state("start"), walk.true.action("left")
    pay = f"pays: left {brief(walk.case.base.at('deployment').mean(walk.true)[start][left])}, the garden 1"
    maps = [
        (world(env, walk.policy, bad_pairs(env, walk.case.judge), beside=envs), words)
        for env, words in zip(envs, (f"On its map; {pay}", f"In truth; {pay}"), strict=True)
    ]
    return sentence(explanation(error, discount)) + pair(maps) + f"<div>{plot(walk)}</div>"


def explanation(error: str, discount: str) -> str:
    """Say in words what planning by the map costs, and what the theorem promises."""
    walk = foggy(error, discount)
    if not walk.error:
        return "The map is true. By it and in truth the walker loses nothing, and the theorem promises so."
    share = brief(walk.error)
    lead = f"Of each step from the start the map misplaces a share of {share}. By the map the walker loses nothing"
    lost = f"in truth it loses {_figure(walk.cost)}, where at most {_figure(walk.most)} can be lost"
    if walk.bound < walk.most:
        return f"{lead}; {lost}. The theorem promises that it is no more than that."
    if walk.bound == walk.most:
        return f"{lead}; {lost}. From here on the theorem promises nothing."
    return f"{lead}; {lost}. The theorem allows up to {_figure(walk.bound)}, and so promises nothing."


def _figure(value: Fraction) -> str:
    """Return a number, exact where that is short."""
    said = brief(value)
    return said if "/" not in said and len(said) <= 7 else f"about {float(value):.3g}"


WIDTH, HEIGHT, LEFT, TOP, WIDE, HIGH = 480.0, 360.0, 66.0, 34.0, 380.0, 236.0
CURVE = 60
"""Points of the curve."""


def plot(walk: Walk) -> Picture:
    """Return regret and bound over how much the map misplaces, in units of what the walker could lose at most."""
    gamma = walk.true.discount
    silent = min(Fraction(1), (1 - gamma) / gamma)
    cs = sorted({Fraction(k, CURVE) ** 2 for k in range(CURVE + 1)} | {silent})
    bounds = [(c, promised(c, gamma)) for c in cs]
    across, up = at(walk.error, walk.cost / walk.most)
    high = at(walk.error, promised(walk.error, gamma))[1]
    edge = at(silent, Fraction(0))[0]
    return picture(
        WIDTH,
        HEIGHT,
        describe(walk),
        element("rect", x=edge, y=TOP, width=LEFT + WIDE - edge, height=HIGH, fill=NO, stroke="none"),
        element(
            "path",
            d=f"M {LEFT} {TOP - 4} V {TOP + HIGH} H {LEFT + WIDE}",
            fill="none",
            stroke="currentColor",
            stroke_width=1.5,
        ),
        _line(
            [(Fraction(0), Fraction(1)), (Fraction(1), Fraction(1))],
            stroke=NONE_LINE,
            stroke_width=1.5,
            stroke_dasharray="2 4",
        ),
        _line(bounds, stroke=YES_LINE, stroke_width=2.5, stroke_dasharray="8 4"),
        _line([(c, min(Fraction(1), y)) for c, y in bounds], stroke=NO_LINE, stroke_width=4),
        element(
            "line", x1=across, y1=up, x2=across, y2=TOP + HIGH, stroke=NO_LINE, stroke_width=1.5, stroke_dasharray="3 3"
        ),
        element("circle", cx=across, cy=up, r=7, fill=NO_LINE, stroke="var(--toy-paper, #ffffff)", stroke_width=2),
        element(
            "path",
            d=f"M {across:.1f} {high - 9:.1f} l 9 9 l -9 9 l -9 -9 z",
            fill="none",
            stroke=YES_LINE,
            stroke_width=2.5,
        ),
        text("regret ↑", LEFT, TOP - 14, 13),
        text("all", LEFT - 8, at(Fraction(0), Fraction(1))[1] + 4, 12, text_anchor="end"),
        text("0", LEFT - 16, TOP + HIGH + 4, 12, text_anchor="end"),
        text("misplaced at each step, c →", LEFT + WIDE, TOP + HIGH + 38, 13, text_anchor="end"),
        text(f"c = {brief(walk.error)}", LEFT, TOP + HIGH + 38, 13, fill=NO_LINE, text_anchor="start"),
        *_ticks(),
        *_silent(silent),
        *_key(),
    )


def promised(c: Fraction, gamma: Fraction) -> Fraction:
    """Return 2Δ in units of 1/(1−γ), the most that can be lost where payments lie between 0 and 1.

    Examples
    --------
    >>> print(promised(Fraction(1, 9), Fraction(9, 10)))
    1
    """
    return 2 * gamma * c / (1 - gamma + gamma * c)


def describe(walk: Walk) -> str:
    """Say in words what there is to see."""
    gamma = walk.true.discount
    silent = min(Fraction(1), (1 - gamma) / gamma)
    return (
        f"How much the map misplaces, from 0 to 1, against regret. The walker's regret and the theorem's bound rise "
        f"together and steeply to all that can be lost, at {brief(silent)}; from there on the regret stays and the "
        f"bound rises further. Marked: at {brief(walk.error)} the regret is {_figure(walk.cost)}, "
        f"the bound {_figure(walk.bound)}."
    )


def at(c: Fraction, share: Fraction) -> tuple[float, float]:
    """Return the place of a point; the axis of c is stretched at its lower end."""
    return LEFT + WIDE * float(c) ** 0.5, TOP + HIGH - HIGH * float(share) / 2


def _line(points: Iterable[tuple[Fraction, Fraction]], **attributes: object) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in points))
    return element("polyline", points=path, fill="none", **attributes)


def _ticks() -> list[str]:
    """Return some values of c below the axis, which is stretched."""
    marked = ("0", "1/100", "1/10", "1/4", "1/2", "1")
    return [text(brief(Fraction(c)), at(Fraction(c), Fraction(0))[0], TOP + HIGH + 18, 12) for c in marked]


def _silent(silent: Fraction) -> list[str]:
    """Say where the theorem promises nothing, where there is room."""
    if silent == 1:
        return []
    return [text(f"from c = {brief(silent)} on: no promise", LEFT + WIDE, TOP - 14, 12, text_anchor="end")]


def _key() -> list[str]:
    """Return what the lines mean."""
    row = TOP + HIGH + 66
    line: dict[str, object] = {"y1": row, "y2": row}
    return [
        element("line", x1=16, x2=44, stroke=NO_LINE, stroke_width=4, **line),
        element("circle", cx=30, cy=row, r=5, fill=NO_LINE),
        text("what the walker loses", 52, row + 4, 13, text_anchor="start"),
        element("line", x1=236, x2=272, stroke=YES_LINE, stroke_width=2.5, stroke_dasharray="8 4", **line),
        text("what a theorem allows", 280, row + 4, 13, text_anchor="start"),
    ]
