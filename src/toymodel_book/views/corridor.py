"""The corridor has a crumb nearby, a feast far off, and numbers that follow from them."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

from toymodel.solve import bad_pairs, badness, evaluate, occupancy, regret, start_value
from toymodel.worlds import Pair, listed, show
from toymodel.zoo.cases.corridor import INNER, POLICIES, STATES, Corridor, corridor_world

from ..drawing.line import BRICKS, FLOOR, HOP, TILE, bricks
from ..drawing.runs import likeliest
from ..drawing.stage import Look
from ..drawing.svg import (
    COIN,
    COIN_EDGE,
    EDGE,
    INK,
    MUTED,
    NO,
    NO_LINE,
    PAPER,
    PAPER_2,
    TEXT,
    Picture,
    along,
    badge,
    element,
    hatching,
    number,
    pawn,
    picture,
    text,
    timed,
    walker,
)
from ..live import Select, Slider, sentence, view

COLUMN, BAR = 84.0, 62.0
FOOD: dict[str, object] = {"fill": COIN, "stroke": COIN_EDGE, "stroke_width": 1.6}


@view(
    "A crumb nearby, a feast far off",
    discount=Slider("patience (discount γ)", ("1/10", "3/10", "1/2", "7/10", "9/10", "99/100"), "1/2"),
    crumb=Slider("the crumb pays, a step", ("0", "1/100", "1/10", "1/4", "49/100", "3/4", "81/100", "1"), "1/4"),
    policy=Select("who walks", tuple((key, words[0]) for key, words in POLICIES.items()), "left"),
)
def corridor(discount: str, crumb: str, policy: str) -> str:
    """Draw the corridor with values, optimal actions and the share of time that a policy spends in each place."""
    shown = corridor_world(discount, crumb, policy)
    return sentence(explanation(shown)) + strip(shown)


def explanation(shown: Corridor) -> str:
    """Say in words what is best, what the policy loses, and where it spends its time."""
    env, policy = shown.env, shown.policy
    best, loss = shown.actions("start"), regret(env, shown.objective, policy)
    first = (
        f"At the start left and right are both optimal, worth {decimal(_start(shown))}."
        if len(best) > 1
        else f"At the start {best[0]} is optimal, worth {decimal(_start(shown))}."
    )
    worth = start_value(env, evaluate(env, shown.objective, policy))
    off = f"; in {listed(shown.slips, 'and')}, which it never reaches, it would play a wrong action" * bool(shown.slips)
    second = (
        f"“{policy.name}” is worth as much: its regret is 0, so it is an optimum{off}."
        if loss == 0
        else f"“{policy.name}” is worth {decimal(worth)}: its regret is {decimal(loss)}."
    )
    share = badness(env, shown.judge, policy)
    third = (
        f"It takes the wet stairs for certain, yet spends only {decimal(share)} of its discounted time on them: "
        "that is its badness."
        if share
        else "It never takes the wet stairs: its badness is 0."
    )
    return f"{first} {second} {third}"


def strip(shown: Corridor) -> Picture:
    """Return the picture: the corridor from the side, and one column of numbers for each place."""
    env, best = shown.env, shown.best
    its = evaluate(env, shown.objective, shown.policy)
    share = [sum(row, Fraction(0)) for row in occupancy(env, shown.policy)]
    harm = bad_pairs(env, shown.judge)
    bad = badness(env, shown.judge, shown.policy) > 0
    mean = shown.objective.mean(env)
    parts, spoken = [bricks(0, FLOOR + TILE), bricks(BRICKS + COLUMN * len(STATES), FLOOR + TILE)], []
    for s, name in enumerate(STATES):
        x = BRICKS + COLUMN * (s + 0.5)
        parts.append(_tile(s, decimal(mean[s][0]), x, bad))
        for a, side in enumerate((-1, 1)):
            if name in INNER:
                look = Look(a in shown.policy.support[s], (s, a) in harm)
                parts.append(_door(x + side * 17, side, look, a in best.actions[s]))
        parts.append(text(decimal(best.values[s]), x, 212, 14, font_weight=600))
        parts.append(text(decimal(its[s]), x, 260, 14))
        parts.append(_bar(x, share[s], name == "stairs" and bad))
        spoken.append(
            f"{name}: best value {decimal(best.values[s])}"
            + (f", optimal {' and '.join(shown.actions(name))}" if name in INNER else "")
            + f", its value {decimal(its[s])}, share of time {decimal(share[s])}"
        )
    parts += _walk(shown, harm)
    labels = (("best value V*", 192), (f"value of “{shown.policy.name}”", 240), ("its share of time", 288))
    parts += [text(words, BRICKS, y, 12.5, text_anchor="start", fill=MUTED) for words, y in labels]
    says = f"The corridor, walked by “{shown.policy.name}”. {'; '.join(spoken)}."
    return picture(2 * BRICKS + COLUMN * len(STATES), 400, says, *parts, title="The corridor")


def decimal(value: Fraction) -> str:
    """Return a short decimal, three or four figures marked with "≈" where it is not exact.

    Examples
    --------
    >>> decimal(Fraction(1, 4)), decimal(Fraction(343, 300)), decimal(Fraction(1, 90000))
    ('0.25', '≈ 1.143', '≈ 0.0000111')
    """
    exact = show(value)
    if "/" not in exact and len(exact) <= 6:
        return exact
    figures = 4 if value >= 1 else 3
    return f"≈ {Decimal(f'{float(value):.{figures}g}'):f}"


def _start(shown: Corridor) -> Fraction:
    return start_value(shown.env, shown.best.values)


def _tile(s: int, pays: str, x: float, bad: bool) -> str:
    """Return a place of the corridor: its floor, its name, and what is there to see."""
    name, left = STATES[s], x - COLUMN / 2
    wet = name == "stairs"
    fill = NO if wet and bad else PAPER_2
    parts = [element("rect", x=left, y=FLOOR, width=COLUMN, height=TILE, fill=fill, stroke=EDGE, stroke_width=1)]
    if wet:
        drops = "".join(f"M{number(x + dx)} {FLOOR - dy}l3 6a3.4 3.4 0 1 1 -6 0Z" for dx, dy in ((-22, 26), (22, 34)))
        parts.append(element("path", d=drops, fill="none", stroke=MUTED, stroke_width=1.6))
        parts.append(hatching(left + 1, FLOOR + 1, COLUMN - 2, TILE - 2) if bad else "")
    if name not in INNER:
        parts.append(element("circle", cx=x, cy=FLOOR - 50, r=6 if name == "crumb" else 15, **FOOD))
        parts.append(text(f"pays {pays}", x, FLOOR + TILE + 17, 12.5, fill=MUTED))
    if name == "start":
        parts.append(element("circle", cx=x, cy=FLOOR - 6, r=4.6, fill=PAPER, stroke=INK, stroke_width=2))
    return "".join(parts) + text(name, x, FLOOR + 18, 14, fill=INK)


def _door(x: float, side: int, look: Look, best: bool) -> str:
    """Return an action: a head that points where it goes, heavy where it is played, with "best" below if it is."""
    y = FLOOR + TILE + 15
    big = 8.0 if look.played else 5.5
    d = along([(x - side * big / 2, y - big), (x + side * big / 2, y), (x - side * big / 2, y + big)]) + "Z"
    line: dict[str, object] = {"stroke": look.colour, "stroke_width": 1.4, "stroke_linejoin": "round"}
    head = element("path", d=d, fill=look.colour if look.played else "none", **line)
    mark = badge("false", x + side * 15, y, 5) if look.bad and look.played else ""
    return head + mark + (text("best", x, y + 25, 12.5, fill=INK) if best else "")


def _walk(shown: Corridor, harm: Collection[Pair]) -> list[str]:
    """Return the hops of the walk, and who walks; it goes on for ever where it ends."""
    run = likeliest(shown.env, shown.policy, harm)
    at = [BRICKS + COLUMN * (s + 0.5) for s in range(len(STATES))]
    hops = [step for step in run.steps if step.state != step.to]
    parts, path = [], f"M{number(at[run.states[0]])} {FLOOR}"
    for k, step in enumerate(hops):
        look, x, to = Look(True, (step.state, step.action) in harm), at[step.state], at[step.to]
        turn = f"Q{number((x + to) / 2)} {number(FLOOR - 66 - 16 * (k > 1))} {number(to)} {FLOOR}"
        path += turn
        line = look.line | {"stroke_width": 2.4}
        parts.append(
            element(
                "path", d=f"M{number(x)} {FLOOR}{turn}", class_="an-fade", style=timed(150 + HOP * (k + 0.5)), **line
            )
        )
        if look.bad:
            parts.append(
                badge("false", (x + to) / 2, FLOOR - 33, 6.4, class_="an-pop", style=timed(150 + HOP * (k + 0.6)))
            )
    return [*parts, walker(pawn(), path, 150, HOP * len(hops))]


def _bar(x: float, share: Fraction, bad: bool) -> str:
    high = float(share) * BAR
    fill, line = (NO, NO_LINE) if bad else (PAPER_2, INK)
    bar = element(
        "rect",
        x=x - 26,
        y=366 - high,
        width=52,
        height=max(high, 1.0),
        fill=fill,
        stroke=line,
        stroke_width=1.5,
        stroke_dasharray="5 3" if bad else None,
    )
    return bar + text(decimal(share), x, 386, 13.5, fill=TEXT)
