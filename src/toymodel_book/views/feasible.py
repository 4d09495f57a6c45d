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

from ..drawing.chart import Axes, Label, around, disc, edges, grip, hatched, middle, placed
from ..drawing.svg import (
    MUTED,
    NO_LINE,
    NONE_LINE,
    PAPER,
    TEXT,
    YES,
    YES_LINE,
    Picture,
    element,
    inline_badge,
    picture,
    text,
)
from ..live import Select, Slider, sentence, view

REACH = Fraction(3, 2)
"""How far the cut goes from zero, along each axis."""
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

STEPS = tuple(Fraction(k, 2) for k in range(-2, 3))
GUESSES = {f"{x}, {y}": (x, y) for y in STEPS for x in STEPS}
"""Where in a cut the reader may drag an objective to: so much of what is to the right, and of what is upwards."""
YOURS = "yours"


@view(
    "What she demonstrates",
    belief=Slider(
        "her probability that the AI is good", ("0", "0.5", "0.99", "179/180", "0.995", "0.999", "1"), "0.999"
    ),
    observed=Select("where she is observed", tuple(PLACES.items()), "beliefs"),
    right=Select("to the right", tuple((k, AXES[k]) for k in ("human", "doom", "shelf", "deploy")), "human"),
    up=Select("upwards", tuple((k, AXES[k]) for k in ("doom", "shelf", "deploy", "shaping", "penalty")), "doom"),
    yours=Select("an objective of your own", tuple((at, at) for at in GUESSES), "1/2, 1/2", inside=True),
)
def feasible(belief: str, observed: str, right: str, up: str, yours: str) -> str:
    """Draw a cut through the feasible set of the researcher, beside what is said of each candidate."""
    shown = cut(belief, observed, right, up)
    drawn = shown.picture(yours) if shown.axes_differ else "<p>Both axes are the same; choose two different ones.</p>"
    return sentence(shown.sentence()) + f'<div class="toy-pair"><div>{drawn}</div><div>{shown.table(yours)}</div></div>'


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
        every, some = self.intent("every"), self.intent("some")
        ends = {
            (True, True): "she is intent aligned, whether every one must be harmless or some one is enough",
            (False, True): "she is intent aligned if some one is enough, and not if every one must be harmless",
            (False, False): "she is not intent aligned, whether every one must be harmless or some one is enough",
        }
        return (
            f"She chooses to {self.act}. Observed {PLACES[self.reading.observed_in]}, she demonstrates "
            f"{listed([each.name for each in self.named if each.demonstrated])}; "
            f"of these {listed(bad) if bad else 'none'} may do harm. Trivial ones left out, {ends[every, some]}."
        )

    def at(self, yours: str) -> Named:
        """Return what is said of an objective of the cut."""
        at = GUESSES[yours]
        return Named(YOURS, holds(self.demonstrated, at), holds(self.harmful, at), not any(at), at)

    def table(self, yours: str) -> Picture:
        """Return the candidates, and the reader's own objective, as an HTML table."""
        own = [self.at(yours)] if self.axes_differ else []
        rows = "".join(
            f'<tr><th scope="row">{escape(each.name)}{" (trivial)" * each.trivial}</th>'
            f"<td>{_mark(each.demonstrated, 'yes', 'no')}</td>"
            f"<td>{_mark(not each.harmful, 'harmless', 'may harm')}</td></tr>"
            for each in (*own, *self.named)
        )
        head = "".join(f'<th scope="col">{words}</th>' for words in ("objective", "demonstrated", "if pursued"))
        table = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        return Picture(f'<table class="toy-verdicts toy-close" style="overflow-wrap: normal">{table}</table>')

    def picture(self, yours: str) -> Picture:
        """Return the cut as SVG."""
        own = self.at(yours)
        here = [own, *(each for each in self.named if each.at is not None)]
        away = [each.name for each in self.named if each.at is None]
        places = {value: AXES_OF_CUT.at(*at) for value, at in GUESSES.items()}
        look = (YES_LINE, YES_LINE) if own.demonstrated else (PAPER, NO_LINE)
        marks = disc(*places[yours], 10, PAPER, TEXT), disc(*places[yours], 5, *look)
        return plane(
            self.demonstrated,
            self.harmful,
            {each.name: (each.at, each.demonstrated) for each in here if each.at is not None},
            self.labels,
            f"Elsewhere: {listed(away)}." if away else "",
            handle=grip("yours", "feasible", places, "an objective of your own", yours, *marks),
        )


def holds(corners: Sequence[Point], point: Point) -> bool:
    """Return whether a point lies in a convex set, whose corners go anticlockwise, or on its border.

    Examples
    --------
    >>> corner = [(Fraction(x), Fraction(y)) for x, y in ((0, 0), (1, 0), (0, 1))]
    >>> [holds(part, (Fraction(1, 2), Fraction(1, 2))) for part in (corner, corner[1:], corner[:2], ())]
    [True, True, False, False]
    """
    x, y = point
    spans = ((min(each), max(each)) for each in zip(*corners, strict=True))
    sides = zip(corners, (*corners[1:], *corners[:1]), strict=True)
    return (
        bool(corners)
        and all(low <= v <= high for v, (low, high) in zip(point, spans, strict=True))
        and all((c - a) * (y - b) - (d - b) * (x - a) >= 0 for (a, b), (c, d) in sides)
    )


SIDE, LEFT, TOP, WIDTH = 300.0, 6.0, 26.0, 314.0
AXES_OF_CUT = Axes((LEFT, TOP, LEFT + SIDE, TOP + SIDE), *(((-float(REACH), float(REACH)),) * 2))


def plane(
    demonstrated: Sequence[Point],
    harmful: Sequence[Point],
    points: Mapping[str, tuple[Point, bool]],
    labels: tuple[str, str],
    note: str = "",
    keys: tuple[str, str] = ("demonstrated", "may do harm"),
    handle: str = "",
    inside: bool = True,
) -> Picture:
    """Return a cut through objectives as SVG: two convex sets and some points.

    Parameters
    ----------
    demonstrated, harmful : corners in order
        The first set is filled and framed, the second hatched and framed by a broken line.
    points : mapping
        From a name to where it lies and whether it is demonstrated: filled or hollow.
    labels : (str, str)
        What a step to the right and a step upwards adds.
    note : str
        A line below.
    keys : (str, str)
        What the two sets are, written in them, or below where they have no room; without the second there is none.
    handle : str
        An element that is drawn over everything, for the reader to drag; it stands where `points` has `YOURS`.
    inside : bool
        Whether the words of the sets may stand in them.
    """
    axes, (x, y) = AXES_OF_CUT, AXES_OF_CUT.at(0, 0)
    fills, hatch = axes.places(demonstrated), axes.places(harmful)
    lines = [
        *edges(fills, closed=True),
        *edges(hatch, closed=True),
        ((x, TOP), (x, TOP + SIDE)),
        ((LEFT, y), (LEFT + SIDE, y)),
    ]
    spots = {name: axes.at(*at) for name, (at, _) in points.items()}
    names = [Label(name, spot, bold=True, apart=15 if name == YOURS else 11) for name, spot in spots.items()]
    sets = [each for each in zip(keys, (fills, hatch), (YES_LINE, NO_LINE), strict=True) if each[0] and each[1]]
    far, sides = tuple(float(k) for k in range(0, 150, 10)), ("n", "e", "w", "s")
    known = [Label(words, middle(area), line, True, sides=sides, apart=0, further=far) for words, area, line in sets]
    marks = [around(spot, 12 if name == YOURS else 8) for name, spot in spots.items()]
    boxes = placed(
        [*names, *(known if inside else ())], lines, marks, (LEFT + 4, TOP + 4, LEFT + SIDE - 4, TOP + SIDE - 4)
    )
    below = [each for each in known if each not in boxes]
    boxes |= {each: box for each in names if each not in boxes for box in [next(each.boxes())]}
    rule: dict[str, object] = {"stroke": NONE_LINE, "stroke_width": 1}
    parts = [
        element("rect", x=LEFT, y=TOP, width=SIDE, height=SIDE, fill="none", **rule),
        axes.area(demonstrated, fill=YES, stroke=YES_LINE, stroke_width=2.5) if demonstrated else "",
        element("path", d=hatched(hatch, [*boxes.values(), *marks]), stroke=NO_LINE, stroke_width=1) if hatch else "",
        axes.area(harmful, fill="none", stroke=NO_LINE, stroke_width=2, stroke_dasharray="7 4") if harmful else "",
        element("path", d=f"M{LEFT} {y:g}h{SIDE}M{x:g} {TOP}v{SIDE}", **rule),
        text(f"↑ {labels[1]}", x, TOP - 10, 13.5, fill=MUTED),
        text(f"{labels[0]} →", LEFT + SIDE, TOP + SIDE + 18, 13.5, text_anchor="end", fill=MUTED),
    ]
    for name, (_, held) in points.items():
        look = (YES_LINE, PAPER) if held else (PAPER, NO_LINE)
        parts.append(disc(*spots[name], 7, *look) if name != YOURS else "")
    parts += [label.drawn(box) for label, box in boxes.items()]
    y = TOP + SIDE + 42
    for label in below:
        parts += [_swatch(label.colour, y - 12), text(label.words, LEFT + 34, y, 13.5, text_anchor="start", fill=TEXT)]
        y += 22
    parts.append(text(note, LEFT, y, 13.5, text_anchor="start", fill=MUTED) if note else "")
    named = {found: [name for name, (_, held) in points.items() if held is found] for found in (True, False)}
    says = (
        f"A plane of objectives: to the right {labels[0]}, upwards {labels[1]}. "
        f"What is demonstrated fills {_share(demonstrated)} of it"
        f"{f', what may do harm {_share(harmful)}' if harmful else ''}. "
        f"Demonstrated: {listed(named[True])}. Not demonstrated: {listed(named[False])}. {note}"
    )
    return picture(WIDTH, y + 10, says.strip(), *parts, handle)


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


def _swatch(line: str, y: float) -> str:
    """Return the sample of a set that stands beside its words."""
    look = {"fill": YES, "stroke_width": 2.5} if line == YES_LINE else {"fill": "none", "stroke_dasharray": "5 3"}
    box = element("rect", x=LEFT + 1, y=y, width=24, height=14, stroke=line, **look)
    corners = [(LEFT + 1, y), (LEFT + 25, y), (LEFT + 25, y + 14), (LEFT + 1, y + 14)]
    return box + (element("path", d=hatched(corners), stroke=line) if line == NO_LINE else "")


def _share(corners: Sequence[Point]) -> str:
    """Return how much of the cut a polygon fills, in hundredths."""
    twice = sum(
        (a * d - c * b for (a, b), (c, d) in zip(corners, [*corners[1:], *corners[:1]], strict=True)), Fraction(0)
    )
    return f"{round(100 * twice / 2 / (2 * REACH) ** 2)} %"


def _mark(holds: bool, yes: str, no: str) -> str:
    return f"{inline_badge('true' if holds else 'false')} {yes if holds else no}"
