"""The corridor has a crumb nearby, a feast far off, and numbers that follow from them."""

from __future__ import annotations

from fractions import Fraction

from toymodel.solve import badness, evaluate, occupancy, regret, start_value
from toymodel.worlds import brief, listed
from toymodel.zoo.cases.corridor import INNER, POLICIES, STATES, Corridor, corridor_world

from ..drawing.svg import INK, NO, NO_LINE, NONE, NONE_LINE, YES, YES_LINE, Picture, element, picture, text
from ..live import Select, Slider, sentence, view

COLUMN, BAR = 84.0, 70.0


@view(
    "A crumb nearby, a feast far off",
    discount=Slider("discount γ", ("1/10", "3/10", "1/2", "7/10", "9/10", "99/100"), "1/2"),
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
        f"At the start left and right are both optimal, worth {brief(_start(shown))}."
        if len(best) > 1
        else f"At the start {best[0]} is optimal, worth {brief(_start(shown))}."
    )
    worth = start_value(env, evaluate(env, shown.objective, policy))
    off = f"; in {listed(shown.slips, 'and')}, which it never reaches, it would play a wrong action" * bool(shown.slips)
    second = (
        f"“{policy.name}” is worth as much: its regret is 0, so it is optimal from the initial distribution{off}."
        if loss == 0
        else f"“{policy.name}” is worth {brief(worth)}: its regret is {brief(loss)}."
    )
    share = badness(env, shown.judge, policy)
    third = (
        f"It takes the wet stairs for certain, yet spends only {brief(share)} of its discounted time on them: "
        "that is its badness."
        if share
        else "It never takes the wet stairs: its badness is 0."
    )
    return f"{first} {second} {third}"


def strip(shown: Corridor) -> Picture:
    """Return the picture: one column for each place."""
    env, best = shown.env, shown.best
    its = evaluate(env, shown.objective, shown.policy)
    share = [sum(row, Fraction(0)) for row in occupancy(env, shown.policy)]
    bad = badness(env, shown.judge, shown.policy) > 0
    mean = shown.objective.mean(env)
    parts, spoken = [], []
    for s, name in enumerate(STATES):
        x = COLUMN * (s + 0.5)
        parts += _box(name, brief(mean[s][0]), x)
        if name in INNER:
            for a, side in enumerate((-1, 1)):
                parts.append(
                    _arrow(x, side, a in best.actions[s], a in shown.policy.support[s], (name, side) == ("stairs", 1))
                )
        parts.append(text(brief(best.values[s]), x, 168, 14, font_weight="bold"))
        parts.append(text(brief(its[s]), x, 216, 14))
        parts.append(_bar(x, share[s], name == "stairs" and bad))
        spoken.append(
            f"{name}: best value {brief(best.values[s])}"
            + (f", optimal {' and '.join(shown.actions(name))}" if name in INNER else "")
            + f", its value {brief(its[s])}, share of time {brief(share[s])}"
        )
    labels = (("best value V*", 148), (f"value of “{shown.policy.name}”", 196), ("its share of time", 244))
    parts += [text(words, 4, y, 12, text_anchor="start") for words, y in labels]
    says = f"The corridor, walked by “{shown.policy.name}”. {'; '.join(spoken)}."
    return picture(COLUMN * len(STATES), 350, says, *parts, title="The corridor")


def _start(shown: Corridor) -> Fraction:
    return start_value(shown.env, shown.best.values)


def _box(name: str, pays: str, x: float) -> list[str]:
    inner = name in INNER
    fill, line = (NONE, NONE_LINE) if inner else (YES, YES_LINE)
    box = element("rect", x=x - 38, y=8, width=76, height=50, rx=6, fill=fill, stroke=line, stroke_width=2)
    note = "✗ wet" if name == "stairs" else "" if inner else f"pays {pays}"
    return [box, text(name, x, 30, 14, fill=INK), text(note, x, 48, 12, fill=INK) if note else ""]


def _arrow(x: float, side: int, best: bool, played: bool, wet: bool) -> str:
    """Return an arrow for an action: filled if optimal, with "plays" below it if the policy plays it."""
    tip, back, y = x + side * 34, x + side * 12, 80.0
    points = f"{tip:.0f},{y:.0f} {back:.0f},{y - 11:.0f} {back:.0f},{y + 11:.0f}"
    shape = element(
        "polygon",
        points=points,
        fill=YES_LINE if best else "none",
        stroke=YES_LINE if best else NONE_LINE,
        stroke_width=1.5,
        stroke_dasharray=None if best else "3 3",
    )
    middle = x + side * 20
    star = text("best", middle, 104, 11) if best else ""
    said = ("✗ " * wet + "plays") if played else ""
    return shape + star + (text(said, middle, 120, 11, font_weight="bold") if said else "")


def _bar(x: float, share: Fraction, bad: bool) -> str:
    high = float(share) * BAR
    fill, line = (NO, NO_LINE) if bad else (YES, YES_LINE)
    bar = element(
        "rect",
        x=x - 26,
        y=322 - high,
        width=52,
        height=max(high, 1.0),
        fill=fill,
        stroke=line,
        stroke_width=1.5,
        stroke_dasharray="5 3" if bad else None,
    )
    return bar + text(("✗ " if bad else "") + brief(share), x, 340, 13)
