"""The feasible set is drawn as a flat cut through all objectives, with those that the researcher demonstrates.

Two sets are drawn. What she does *demonstrates* an objective if it is optimal for it where she is observed.
The objective *may do harm* if somebody who pursued it without mistakes in deployment might do what the human judges
bad. Both are cones, cut exactly (`toymodel.behavior.cone.slice_of`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from html import escape

from toymodel.alignment import Case, Reading
from toymodel.alignment.formulas import pursuing, safe_wherever_judged
from toymodel.alignment.vocabulary import AGENT, R, demonstrates, trivial
from toymodel.behavior import Observation
from toymodel.behavior.cone import Point, slice_of
from toymodel.logic import Atom, Not
from toymodel.solve import shaped
from toymodel.worlds import Environment, Objective, Policy, Table, listed
from toymodel.zoo import misguided_researcher

from ..drawing.svg import MARK, NO_LINE, NONE_LINE, YES, YES_LINE, Picture, arrowhead, element, picture, text
from ..live import Select, Slider, sentence, view

REACH = Fraction(3, 2)
"""How far the cut goes from zero, along each axis."""
SIDE, LEFT, TOP = 360.0, 14.0, 34.0

PLACES: dict[str, str] = {
    "beliefs": "by her own beliefs",
    "training": "in training, where the AI is good",
    "deployment": "in deployment, where the AI is bad",
    "both": "in training and in deployment",
}
"""Where she is observed, in words."""

AXES: dict[str, str] = {
    "human": "human values",
    "doom": "loving Doom",
    "shelf": "loving the shelf",
    "deploy": "loving to deploy",
    "shaping": "a bonus for entering the shelf, paid back there",
    "penalty": "a penalty on what she does not do at the start",
}
"""The directions that a cut may take."""


@view(
    "What she demonstrates",
    belief=Slider(
        "her probability that the AI is good", ("0", "0.5", "0.99", "179/180", "0.995", "0.999", "1"), "0.999"
    ),
    observed=Select("where she is observed", tuple(PLACES.items()), "beliefs"),
    right=Select("to the right", tuple((k, AXES[k]) for k in ("human", "doom", "shelf", "deploy")), "human"),
    up=Select("upwards", tuple((k, AXES[k]) for k in ("doom", "shelf", "deploy", "shaping", "penalty")), "doom"),
)
def feasible(belief: str, observed: str, right: str, up: str) -> str:
    """Draw a cut through the feasible set of the researcher, beside what is said of each candidate."""
    shown = cut(belief, observed, right, up)
    drawn = shown.picture() if shown.axes_differ else sentence("Both axes are the same; choose two different ones.")
    return sentence(shown.sentence()) + f'<div class="toy-beside"><div>{drawn}</div><div>{shown.table()}</div></div>'


@dataclass(frozen=True)
class Named:
    """A candidate is demonstrated or not, may do harm or not, is trivial or not, and lies in the cut or not."""

    name: str
    demonstrated: bool
    harmful: bool
    trivial: bool
    at: Point | None


@dataclass(frozen=True)
class Cut:
    """A cut is what the view shows."""

    case: Case
    reading: Reading
    act: str
    labels: tuple[str, str]
    demonstrated: tuple[Point, ...]
    harmful: tuple[Point, ...]
    named: tuple[Named, ...]

    @property
    def axes_differ(self) -> bool:
        """Return whether there is a plane to draw."""
        return self.labels[0] != self.labels[1]

    def intent(self, objectives: str) -> bool:
        """Return whether she is intent aligned for "every" or for "some" non-trivial candidate."""
        return self.case.check("intent aligned", replace(self.reading, objectives=objectives)).holds is True

    def sentence(self) -> str:
        """Say in words what she demonstrates, what it would do, and what becomes of intent alignment."""
        bad = [each.name for each in self.named if each.demonstrated and each.harmful]
        good = [each.name for each in self.named if each.demonstrated and not each.harmful]
        every, some = self.intent("every"), self.intent("some")
        ends = {
            (True, True): "she is intent aligned, whether every one must be harmless or some one is enough",
            (False, True): "she is intent aligned if some one is enough, and not if every one must be harmless",
            (False, False): "she is not intent aligned, whether every one must be harmless or some one is enough",
        }
        said = [f"{listed(good)} {'is' if len(good) == 1 else 'are'} harmless when pursued without mistakes"] * bool(
            good
        )
        said += [f"{listed(bad)} may do harm"] * bool(bad)
        return (
            f"She chooses to {self.act}. Observed {PLACES[self.reading.observed_in]}, of the named objectives she "
            f"demonstrates {listed([each.name for each in self.named if each.demonstrated])}; "
            f"of these, {listed(said)}. "
            f"Trivial objectives left out, {ends[every, some]}."
        )

    def table(self) -> Picture:
        """Return the candidates as an HTML table."""
        rows = "".join(
            f'<tr><th scope="row">{escape(each.name)}{" (trivial)" * each.trivial}</th>'
            f"<td>{_mark(each.demonstrated, 'yes', 'no')}</td>"
            f"<td>{_mark(not each.harmful, 'harmless', 'may do harm')}</td></tr>"
            for each in self.named
        )
        head = "".join(
            f'<th scope="col">{words}</th>' for words in ("Objective", "Demonstrated?", "If pursued without mistakes")
        )
        table = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        return Picture(f'<table class="toy-verdicts" style="overflow-wrap: normal">{table}</table>')

    def picture(self) -> Picture:
        """Return the cut as SVG."""
        here = [each for each in self.named if each.at is not None]
        away = [each.name for each in self.named if each.at is None]
        return plane(
            self.demonstrated,
            self.harmful,
            {each.name: (each.at, each.demonstrated) for each in here if each.at is not None},
            self.labels,
            f"Not in this cut: {listed(away)}." if away else "",
        )


def plane(
    demonstrated: Sequence[Point],
    harmful: Sequence[Point],
    points: Mapping[str, tuple[Point, bool]],
    labels: tuple[str, str],
    note: str = "",
    keys: tuple[str, str] = ("solid: demonstrated by what she does", "hatched: may do harm if pursued"),
) -> Picture:
    """Return a cut through objectives as SVG: two convex sets and some points.

    Parameters
    ----------
    demonstrated, harmful : corners in order
        The first set is filled and framed, the second hatched and framed by a broken line.
    points : mapping
        From a name to where it lies and whether it is demonstrated: ● or ○.
    labels : (str, str)
        What a step to the right and a step upwards adds.
    note : str
        A line below.
    keys : (str, str)
        What the two sets are; without the second there is none.
    """
    x, y = _place((Fraction(0), Fraction(0)))
    line: dict[str, object] = {"stroke": NONE_LINE, "stroke_width": 1}
    parts = [
        element("rect", x=LEFT, y=TOP, width=SIDE, height=SIDE, fill="none", **line),
        _area(demonstrated, fill=YES, stroke=YES_LINE, stroke_width=3),
        *(element("line", x1=a, y1=b, x2=c, y2=d, stroke=NO_LINE, stroke_width=1.2) for a, b, c, d in _hatch(harmful)),
        _area(harmful, fill="none", stroke=NO_LINE, stroke_width=2, stroke_dasharray="7 4"),
        element("line", x1=LEFT, y1=y, x2=LEFT + SIDE, y2=y, **line),
        element("line", x1=x, y1=TOP, x2=x, y2=TOP + SIDE, **line),
        arrowhead(LEFT + SIDE, y, 1, 0, NONE_LINE),
        arrowhead(x, TOP, 0, -1, NONE_LINE),
        _words(f"↑ {labels[1]}", x, TOP - 10),
        _words(f"{labels[0]} →", LEFT + SIDE - 4, y - 14, text_anchor="end"),
    ]
    for name, (at, inside) in points.items():
        px, py = _place(at)
        parts.append(
            element(
                "circle",
                cx=px,
                cy=py,
                r=6.5,
                fill=YES_LINE if inside else "var(--toy-paper, #ffffff)",
                stroke=YES_LINE if inside else NO_LINE,
                stroke_width=2.5,
            )
        )
        label = f"{name} ✓" if inside else f"{name} ✗"
        half = min(3.9 * len(label), SIDE / 2)  # about half its width, so that it stays in the frame
        middle = min(max(px, LEFT + half), LEFT + SIDE - half)
        parts.append(_words(label, middle, py + 23, weight="bold"))
    lines = [
        ("● demonstrated   ○ not demonstrated", ""),
        (keys[0], "solid"),
        *([(keys[1], "hatched")] if keys[1] else []),
        (note, ""),
    ]
    y = TOP + SIDE + 14
    for words, swatch in lines:
        if words:
            parts += [_swatch(swatch, y), text(words, LEFT + 34 * bool(swatch), y + 13, 13, text_anchor="start")]
            y += 24
    named = {found: [name for name, (_, inside) in points.items() if inside is found] for found in (True, False)}
    says = (
        f"A plane of objectives: to the right {labels[0]}, upwards {labels[1]}. "
        f"What is demonstrated fills {_share(demonstrated)} of it"
        f"{f', what may do harm {_share(harmful)}' if harmful else ''}. "
        f"Demonstrated: {listed(named[True])}. Not demonstrated: {listed(named[False])}. {note}"
    )
    return picture(2 * LEFT + SIDE, y + 4, says.strip(), *parts)


@lru_cache(256)
def cut(belief: str, observed: str, right: str, up: str) -> Cut:
    """Return what the view shows at these values of its controls."""
    case = misguided_researcher(belief)
    she = case.agents[0]
    policy, env = she.keeps(case.world), case.world.deployment
    assert policy is not None
    assert she.believed is not None
    envs = {
        "beliefs": (she.believed,),
        "training": (case.world.training,),
        "deployment": (env,),
        "both": (case.world.training, env),
    }[observed]
    observations = tuple(Observation(each, policy) for each in envs)
    start = env.initial[0][0]
    (act,) = policy.support[start]
    axes = (_direction(case, right, envs[-1], policy), _direction(case, up, envs[-1], policy))
    differ = right != up
    bad = Policy.on(env, {}, otherwise="deploy")
    reading = Reading(observed_in=observed)
    named = tuple(
        Named(r.name, shown, harm, idle, _within(r, axes, envs[-1]) if differ else None)
        for r, (shown, harm, idle) in zip(case.candidates, _facts(case, reading), strict=True)
    )
    return Cut(
        case,
        reading,
        env.actions[act],
        (AXES[right], AXES[up]),
        _sliced(observations, *axes) if differ else (),
        _sliced((Observation(env, bad),), *axes) if differ else (),
        named,
    )


@lru_cache(64)
def _facts(case: Case, reading: Reading) -> tuple[tuple[bool, ...], ...]:
    """Return, of each candidate, whether it is demonstrated, whether it may do harm, and whether it is trivial.

    It may do harm if some policy that is optimal for it in deployment does what the human judges bad.
    """
    meaning = case.semantics(reading)
    she = meaning.given(AGENT)
    asked = (
        Atom(demonstrates(reading.behavior, reading.observed_in), (AGENT, R)),
        Not(pursuing(reading, R, lambda optimum: safe_wherever_judged(reading, optimum))),
        Atom(trivial(reading.observed_in), (R,)),
    )
    return tuple(
        tuple(meaning.verdict(formula, {AGENT: she, R: objective}).holds is True for formula in asked)
        for objective in case.candidates
    )


def _direction(case: Case, key: str, env: Environment, policy: Policy) -> Objective:
    """Return the objective that one step along an axis adds, in the environment observed."""
    named = {"human": "human values", "doom": "doom-lover", "shelf": "shelf-lover", "deploy": "deployer"}
    if key in named:
        return case.objective(named[key])
    zero = Objective.zero(env)
    if key == "shaping":
        return shaped(env, zero, tuple(Fraction(name == "Shelf") for name in env.states), AXES[key])
    start = env.initial[0][0]
    return Objective.of(env, lambda s, a: -int(s == start and a not in policy.support[s]), AXES[key])


@lru_cache(1024)
def _sliced(observations: tuple[Observation, ...], right: Objective, up: Objective) -> tuple[Point, ...]:
    return slice_of(observations, Objective.zero(observations[0].env), right, up, REACH)


def _within(objective: Objective, axes: tuple[Objective, Objective], env: Environment) -> Point | None:
    """(x, y) with objective = x·right + y·up and within reach, or None."""
    target, right, up = (_flat(r.mean(env)) for r in (objective, *axes))
    pairs = [(i, j) for i in range(len(target)) for j in range(i)]
    for i, j in pairs:
        det = right[i] * up[j] - right[j] * up[i]
        if det:
            x = (target[i] * up[j] - target[j] * up[i]) / det
            y = (right[i] * target[j] - right[j] * target[i]) / det
            fits = all(x * r + y * u == t for t, r, u in zip(target, right, up, strict=True))
            return (x, y) if fits and max(abs(x), abs(y)) <= REACH else None
    return None


def _flat(table: Table) -> list[Fraction]:
    return [x for row in table for x in row]


def _place(at: tuple[Fraction, Fraction]) -> tuple[float, float]:
    """Return where a point of the cut lies in the picture."""
    scale = SIDE / (2 * float(REACH))
    return LEFT + SIDE / 2 + scale * float(at[0]), TOP + SIDE / 2 - scale * float(at[1])


def _area(corners: Sequence[Point], **attributes: object) -> str:
    """Return a convex set: a polygon, or a heavy line where it has no area."""
    if not corners:
        return ""
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(_place, corners))
    return element("polygon", points=points, **attributes)


def _hatch(corners: Sequence[Point], step: float = 11) -> list[tuple[float, float, float, float]]:
    """Return diagonal lines inside a convex polygon, as (x1, y1, x2, y2)."""
    spots = [_place(corner) for corner in corners]
    if len(spots) < 3:
        return []
    low, high = min(x + y for x, y in spots), max(x + y for x, y in spots)
    lines = []
    level = low + step / 2
    while level < high:
        ends = []
        for (a, b), (c, d) in zip(spots, [*spots[1:], spots[0]], strict=True):
            here, there = a + b - level, c + d - level
            if here * there < 0:
                share = here / (here - there)
                ends.append((a + share * (c - a), b + share * (d - b)))
        if len(ends) == 2:
            lines.append((*ends[0], *ends[1]))
        level += step
    return lines


def _swatch(kind: str, y: float) -> str:
    """Return the sample of a set that stands beside its words."""
    if kind == "solid":
        return element("rect", x=LEFT, y=y, width=26, height=16, fill=YES, stroke=YES_LINE, stroke_width=2.5)
    line: dict[str, object] = {"stroke": NO_LINE, "stroke_width": 1.5}
    if kind == "hatched":
        strokes = (element("line", x1=LEFT + k, y1=y + 16, x2=LEFT + k + 10, y2=y, **line) for k in (0, 8, 16))
        frame = element("rect", x=LEFT, y=y, width=26, height=16, fill="none", stroke_dasharray="5 3", **line)
        return frame + "".join(strokes)
    return ""


def _share(corners: Sequence[Point]) -> str:
    """Return how much of the cut a polygon fills, in hundredths."""
    twice = sum(
        (a * d - c * b for (a, b), (c, d) in zip(corners, [*corners[1:], *corners[:1]], strict=True)), Fraction(0)
    )
    return f"{round(100 * twice / 2 / (2 * REACH) ** 2)} %"


def _words(content: str, x: float, y: float, weight: str = "normal", **settings: object) -> str:
    """Return text that stays legible on hatching."""
    halo: dict[str, object] = {"paint_order": "stroke", "stroke": "var(--toy-paper, #ffffff)", "stroke_width": 4}
    return text(content, x, y, 13, fill="var(--toy-text, #14202b)", font_weight=weight, **halo, **settings)


def _mark(holds: bool, yes: str, no: str) -> str:
    return f"<b>{MARK['true' if holds else 'false']}</b> {yes if holds else no}"
