"""The second arrow says which models outer alignment vouches for, and whether it vouches for the agent.

Premises and conclusion are statements about ways in one picture. From every way to act lines lead to
the objectives that it demonstrates, and from these to what is best for them in deployment.
Outer alignment says that the models' ways end well, objective robustness that the agent's end at what
is best for the base objective, intent alignment that the agent's end well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from toymodel.alignment import ArrowVerdict, Case, PolicyPair, Reading, Semantics
from toymodel.alignment.formulas import base_aligned, behavioral, outer_aligned, pursuing, safe_wherever_judged
from toymodel.alignment.vocabulary import BASE, MODEL, OPTIMUM, R, trivial
from toymodel.logic import And, Atom, Formula, Quantifier, Var
from toymodel.logic.verdicts import STATUS
from toymodel.solve import is_optimal, reachable, used
from toymodel.worlds import Objective, Pair, Policy, listed
from toymodel.zoo.cases.second_arrow import CASES, choices, just, nudged, ways

from ..drawing.svg import DASH, EDGE, FILL, INK, LINE, MUTED, TEXT, Picture, badge, element, fitted, picture, text
from ..live import Select, escape, sentence, view

WHERE = (("training", "in training"), ("deployment", "in deployment"))
AMONG = {
    "named": "those of the case",
    "indicators": "also: doing just as some way to act",
    "nudges": "also: the base objective plus a little of that",
}
TOLERANT, READING = "1/10", "the reading"


@view(
    "Does outer alignment vouch for the agent?",
    case=Select("case", tuple((key, words) for key, (words, _) in CASES.items()), "wasps"),
    encountered=Select("models are optimal", WHERE, "deployment", panel=READING),
    observed=Select("all are observed", WHERE, "training", panel=READING),
    objectives=Select(
        "of the objectives demonstrated",
        (("every", "every one counts"), ("some", "one will do")),
        "every",
        panel=READING,
    ),
    optima=Select(
        "of an objective's optima", (("every", "every one counts"), ("some", "one will do")), "every", panel=READING
    ),
    judge=Select(
        "aligned with the base objective is",
        (("strict", "best for it"), ("tolerant", "within 1/10")),
        "strict",
        panel=READING,
    ),
    among=Select("objectives considered", tuple(AMONG.items()), "named"),
)
def vouching(case: str, encountered: str, observed: str, objectives: str, optima: str, judge: str, among: str) -> str:
    """Draw who demonstrates what, and where that leads."""
    forgiving = {"base_judge": "tolerant", "tolerance": TOLERANT} if judge == "tolerant" else {}
    reading = Reading(encountered=encountered, observed_in=observed, objectives=objectives, optima=optima, **forgiving)
    found = account(made(case, among), reading)
    return sentence(explanation(found)) + drawing(found) + legend(found)


@lru_cache(64)
def made(name: str, among: str) -> Case:
    """Return one of `CASES`, with the further objectives that are asked for."""
    case = CASES[name][1]()
    if among == "named":
        return case
    more = [just(case, way) for way in ways(case)]
    if among == "nudges":
        more += [
            nudged(case, way)
            for way in ways(case)
            if is_optimal(case.world.deployment, case.base.at("deployment"), way)
        ]
    return replace(case, candidates=(*case.candidates, *more))


# What there is -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Account:
    """An account says who demonstrates what, where that leads, and what the arrow makes of it.

    Attributes
    ----------
    ways : tuple of Policy
        The agent first, then the models.
    models : tuple of Policy
        Those optimal for the base objective where models have to be; the agent may be one.
    demonstrated : mapping of Policy to tuple of Objective
        What counts as demonstrated.
    leads : mapping of Objective to tuple of Policy
        What is optimal for it in deployment, each thing that is done there once.
    ends : tuple of Policy
        What can be done in deployment, each once.
    """

    meaning: Semantics
    arrow: ArrowVerdict
    agent: Policy
    ways: tuple[Policy, ...]
    models: tuple[Policy, ...]
    objectives: tuple[Objective, ...]
    demonstrated: dict[Policy, tuple[Objective, ...]]
    leads: dict[Objective, tuple[Policy, ...]]
    ends: tuple[Policy, ...]

    @property
    def case(self) -> Case:
        """Return the case that is vouched for or not."""
        return self.meaning.case

    @property
    def reading(self) -> Reading:
        """Return the reading that the account is of."""
        return self.meaning.reading

    @cached_property
    def harmless(self) -> Quantifier:
        """Return "pursuing R without mistakes does nothing bad in deployment"."""
        return _pursuing(self.reading, lambda optimum: safe_wherever_judged(self.reading, optimum))

    @cached_property
    def passes(self) -> Quantifier:
        """Return "the base judge lets pass what pursuing R without mistakes does in deployment"."""
        return _pursuing(self.reading, base_aligned(self.reading))

    def does(self, end: Policy, well: Quantifier) -> bool:
        """Return whether this is well done."""
        return holds(self.meaning, well.body, {OPTIMUM: end})

    def best(self, end: Policy) -> bool:
        """Return whether it is optimal for the base objective in deployment."""
        return holds(self.meaning, self.harmless.guard, {R: self.case.base.at("deployment"), OPTIMUM: end})

    def ends_well(self, objective: Objective, well: Quantifier) -> bool:
        """Return whether an objective's optima, every one or some, end so."""
        return holds(self.meaning, well, {R: objective})

    def vouched(self, way: Policy, well: Quantifier) -> bool:
        """Return whether every objective (or some) that a way to act demonstrates ends so; none does not."""
        return holds(self.meaning, behavioral(self.reading, MODEL, well), {MODEL: way})

    @property
    def middle(self) -> tuple[Policy, ...]:
        """Return what is best for the base objective in deployment, and bad: the middle term holds if there is none."""
        return tuple(end for end in self.ends if self.best(end) and not self.does(end, self.harmless))


def account(case: Case, reading: Reading) -> Account:
    """Find out who demonstrates what, and where that leads."""
    meaning = case.semantics(reading)
    is_model = _guard(outer_aligned(reading))
    demonstrates = _guard(behavioral(reading, MODEL, And(())))
    is_optimum = _pursuing(reading, lambda _: And(())).guard
    kept = case.agents[0].keeps(case.world)
    assert kept is not None
    everyone, where, goal = ways(case), choices(case), case.world.deployment
    agent = next(way for way in everyone if all(way.support[s] == kept.support[s] for s in where))
    models = tuple(way for way in everyone if holds(meaning, is_model, {MODEL: way}))
    drawn = (agent, *(way for way in models if way != agent))
    idle = Atom(trivial(reading.observed_in), (R,))
    counts = tuple(r for r in case.candidates if reading.trivial == "included" or not holds(meaning, idle, {R: r}))
    ends: dict[frozenset[Pair], Policy] = {}
    for way in everyone:
        ends.setdefault(frozenset(pair for pair in used(goal, way) if pair[0] in where), way)
    return Account(
        meaning,
        case.arrow("I2", reading),
        agent,
        drawn,
        models,
        counts,
        {way: tuple(r for r in counts if holds(meaning, demonstrates, {MODEL: way, R: r})) for way in drawn},
        {r: tuple(end for end in ends.values() if holds(meaning, is_optimum, {R: r, OPTIMUM: end})) for r in counts},
        tuple(ends.values()),
    )


def holds(meaning: Semantics, formula: Formula, given: dict[Var, Objective | Policy]) -> bool:
    """Return whether a formula is true of objectives, the base objective, and policies."""
    stands_for = {var: PolicyPair(x, x) if isinstance(x, Policy) else x for var, x in given.items()}
    return meaning.verdict(formula, {BASE: meaning.case.base, **stands_for}).holds is True


def _guard(formula: Formula) -> Formula:
    assert isinstance(formula, Quantifier)
    return formula.guard


def _pursuing(reading: Reading, well: Callable[[Var], Formula]) -> Quantifier:
    formula = pursuing(reading, R, well)
    assert isinstance(formula, Quantifier)
    return formula


# What is said --------------------------------------------------------------------------------------------


def explanation(found: Account) -> str:
    """Say in words what becomes of the arrow, and why."""
    outer, robust = found.arrow.premises
    base, held = found.case.base.name, found.arrow.conclusion.holds
    premises = (
        f"{base[:1].upper()}{base[1:]} is {'' if outer.holds else 'not '}outer aligned. "
        f"The agent is {'' if robust.holds else 'not '}objective robust, and {'' if held else 'not '}intent aligned. "
    )
    fate = {
        "broken": "So the arrow breaks here. ",
        "carried": "So premises and conclusion hold here. ",
        "idle": "A premise fails, so the arrow says nothing here. ",
    }[found.arrow.state]
    return premises + fate + because(found)


def because(found: Account) -> str:
    """Say why the arrow holds or fails."""
    reading, agent, base = found.reading, found.agent, found.case.base.name
    outer, robust = (premise.holds for premise in found.arrow.premises)
    if outer and robust:
        if found.arrow.state == "broken":
            return _gap(found)
        if agent in found.models:
            return "The agent is a model itself, so outer alignment vouches for it."
        if not found.middle:
            return f"Whatever is best for {base} in deployment is safe, and that is where its objectives lead."
        return "The agent is no model, and what it demonstrates ends well all the same."
    said = []
    if not outer:
        spoiled = next(way for way in found.models if not found.vouched(way, found.harmless))
        said.append(
            f"a model that does “{spoiled.name}” demonstrates {_reason(found, spoiled, found.harmless, 'safe')}"
        )
    if not robust:
        word = "best" if reading.base_judge == "strict" else "good enough"
        said.append(f"the agent demonstrates {_reason(found, agent, found.passes, f'{word} for {base}')}")
    one = "; ".join(said)
    return f"{one[:1].upper()}{one[1:]}."


def _reason(found: Account, way: Policy, well: Quantifier, word: str) -> str:
    shown = found.demonstrated[way]
    if not shown:
        return "nothing that counts"
    fault = next(r for r in shown if not found.ends_well(r, well))
    some = "nothing" if found.reading.optima == "some" else "not all"
    if found.reading.objectives == "some":
        return (
            f"only {listed([r.name for r in shown], 'and')}, and what is best for {_it(shown)} is {_not(some)} {word}"
        )
    return f"{fault.name}, and what is best for that in deployment is {_not(some)} {word}"


def _it(shown: tuple[Objective, ...]) -> str:
    return "that in deployment" if len(shown) == 1 else "any of these in deployment"


def _not(some: str) -> str:
    return "in no case" if some == "nothing" else "not always"


def _gap(found: Account) -> str:
    """Why outer alignment does not vouch for the agent, though both premises hold."""
    base = found.case.base.name
    if not found.middle:
        return (
            f"What is best for {base} in deployment is safe. But the agent's objectives lead to what is only "
            "good enough for it, and outer alignment does not vouch for that."
        )
    bad = listed([f"“{end.name}”" for end in found.middle], "and")
    lead = f"In deployment {bad} is best for {base}, and judged bad, and outer alignment has not noticed: "
    doing = [way for way in found.models if not found.does(way, found.harmless)]
    if not doing:
        return f"{lead}no model does that there."
    shown = listed([r.name for r in found.demonstrated[doing[0]] if found.ends_well(r, found.harmless)], "and")
    return f"{lead}the model that does it demonstrates {shown}, which {_ends(found)} well."


def _ends(found: Account) -> str:
    return "ends" if found.reading.optima == "every" else "may end"


# The picture ---------------------------------------------------------------------------------------------

WIDE, TALL, ROW, GAP, TOP = 114.0, 44.0, 54.0, 20.0, 28.0
HEADS = ("who does what", "demonstrated", "best for it then")


def drawing(found: Account) -> Picture:
    """Return the picture: ways to act, objectives, and what is best for them in deployment."""
    given: tuple[tuple[Policy | Objective, ...], ...] = (found.ways, found.objectives, found.ends)
    columns = [list(dict.fromkeys(each)) for each in given]
    rows = max(map(len, columns))
    tops = [{one: TOP + ROW * (k + (rows - len(column)) / 2) for k, one in enumerate(column)} for column in columns]
    lefts = [k * (WIDE + GAP) + 2 for k in range(3)]
    parts = [
        text(head, left + 1, 16, 13, text_anchor="start", fill=MUTED) for head, left in zip(HEADS, lefts, strict=True)
    ]
    parts += list(_lines(found, tops, lefts))
    for tell, left, column in zip((_way, _objective, _end), lefts, tops, strict=True):
        parts += [_box(left, y, *tell(found, one)) for one, y in column.items()]  # type: ignore[operator]
    return picture(3 * WIDE + 2 * GAP + 4, TOP + ROW * rows - 6, describe(found), *parts)


def _lines(found: Account, tops: list[dict[Policy | Objective, float]], lefts: list[float]) -> Iterator[str]:
    agents = set(found.demonstrated[found.agent])
    for way in reversed(found.ways):
        for objective in found.demonstrated[way]:
            yield _line(lefts[0], tops[0][way], lefts[1], tops[1][objective], way == found.agent)
    ordered = sorted(found.objectives, key=lambda r: r in agents)
    for objective in ordered:
        if any(objective in shown for shown in found.demonstrated.values()):
            for end in found.leads[objective]:
                yield _line(lefts[1], tops[1][objective], lefts[2], tops[2][end], objective in agents)


def _line(left: float, top: float, right: float, bottom: float, heavy: bool) -> str:
    a, b = top + TALL / 2, bottom + TALL / 2
    path = f"M{left + WIDE:g} {a:g}C{left + WIDE + GAP / 2:g} {a:g} {right - GAP / 2:g} {b:g} {right:g} {b:g}"
    look: dict[str, object] = {"stroke": TEXT, "stroke_width": 3} if heavy else {"stroke": EDGE, "stroke_width": 1.6}
    return element("path", d=path, fill="none", stroke_dasharray=None if heavy else "5 4", **look)


def _box(x: float, y: float, status: str, first: str, second: str, heavy: bool = False) -> str:
    """Return a box with a name and, below, what is so of it; its badge says whether that ends well."""
    dashes = DASH if status == "false" else None
    ground = element(
        "rect",
        x=x,
        y=y,
        width=WIDE,
        height=TALL,
        rx=6,
        fill=FILL[status],
        stroke=LINE[status],
        stroke_width=3 if heavy else 1.3,
        stroke_dasharray=dashes,
    )
    name, said = fitted(first.replace(", then ", ", "), WIDE - 14, 13.5, bold=True), fitted(second, WIDE - 32, 12.5)
    words = text(name, x + 8, y + 18, 13.5, text_anchor="start", fill=INK, font_weight=600)
    words += text(said, x + 8, y + 36, 12.5, text_anchor="start", fill=INK)
    shown = badge(status, x + WIDE - 14, y + 31, 6.5)
    return element("g", element("title", escape(first)), ground, words, shown)


Told = tuple[str, str, str] | tuple[str, str, str, bool]


def _way(found: Account, way: Policy) -> Told:
    agent, model = way == found.agent, way in found.models
    who = "agent, a model" if agent and model else "the agent" if agent else "a model"
    return STATUS[found.vouched(way, found.harmless)], way.name, who, agent


def _objective(found: Account, objective: Objective) -> Told:
    if not any(objective in some for some in found.demonstrated.values()):
        return "undefined", objective.name, "nobody's"
    good = found.ends_well(objective, found.harmless)
    return STATUS[good], objective.name, "ends well" if good else "ends badly"


def _end(found: Account, end: Policy) -> Told:
    good = found.does(end, found.harmless)
    base = "best, " if found.best(end) else "passes, " if found.does(end, found.passes) else ""
    return STATUS[good], _deeds(found, end), f"{base}{'safe' if good else 'bad'}"


def _deeds(found: Account, end: Policy) -> str:
    """Return what it does in deployment, where it can matter and it comes."""
    env = found.case.world.deployment
    comes = reachable(env, end)
    return ", then ".join(env.actions[a] for s in choices(found.case) if s in comes for a in end.support[s])


def describe(found: Account) -> str:
    """Say in words what the picture shows."""
    said = []
    for way in found.ways:
        who = listed(["the agent"] * (way == found.agent) + ["a model"] * (way in found.models), "and")
        shown = listed([r.name for r in found.demonstrated[way]], "and") or "nothing that counts"
        said.append(f"{way.name} ({who}) demonstrates {shown}")
    for objective in found.objectives:
        ends = listed([_deeds(found, end) for end in found.leads[objective]], "or")
        said.append(f"best for {objective.name} in deployment: {ends}")
    for end in found.ends:
        marks = ["best for the base objective"] * found.best(end)
        marks.append("safe" if found.does(end, found.harmless) else "bad")
        said.append(f"{_deeds(found, end)} is {listed(marks, 'and')}")
    return ". ".join(said) + "."


def legend(found: Account) -> str:
    """Return the story, and what the marks mean."""
    left_out = [r.name for r in found.case.candidates if r not in found.objectives]
    trivial = f" Trivial where observed, so not counted: {listed(left_out, 'and')}." if left_out else ""
    passing = "; <em>passes</em>: good enough for it" if found.reading.base_judge == "tolerant" else ""
    return (
        f'<p class="toy-note">{escape(found.case.story)}</p>'
        '<p class="toy-note">Heavy: the agent. <em>A model</em>: best for the base objective where models have to be '
        f"optimal; <em>best</em>: best for it in deployment{passing}. A badge on a doer says whether what it "
        "demonstrates ends well; a badge in the last column, whether that way of acting is safe."
        f"{escape(trivial)}</p>"
    )
