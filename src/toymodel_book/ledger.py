"""The ledger has every claim of the two essays and of the review of the first, with what became of it.

Each row has the claim in our own words, a verdict, where the book answers, and evidence. Nothing of a verdict is
taken on trust: a row that says theorem, shown, false, depends or undefined carries evidence that a test checks, and
the axes on which a verdict depends are computed from that evidence.

>>> row("K12").verdict, row("K12").axes
('depends', ('performs',))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import product
from typing import TypeAlias

from toymodel import zoo
from toymodel.agents import MesaOptimizer
from toymodel.alignment import ARROWS, Case, Reading
from toymodel.alignment.vocabulary import AGENT, R
from toymodel.alignment.vocabulary import performs as performing
from toymodel.behavior import operators
from toymodel.logic import Atom
from toymodel.performance import notions
from toymodel.quantities.magnitudes import demonstrated
from toymodel.solve import is_optimal
from toymodel.worlds import Judge, Objective
from toymodel_atlas import composites
from toymodel_atlas import conclusions as settled
from toymodel_atlas.cells import COUNTED
from toymodel_atlas.propositional import MAIN_THEORY, SHARED, TWO_WAY
from toymodel_atlas.query import ask
from toymodel_atlas.sensitivity import headlines

from .views.two_rooms import office

VERDICTS: Mapping[str, str] = {
    "theorem": "proved of all finite worlds",
    "shown": "it says that something occurs, or can be told apart, and a case shows it",
    "false": "a case refutes it",
    "depends": "true or false by how a phrase is read; the axes are named",
    "undefined until": "the words give no answer before a choice is made; the axes are named",
    "no formal claim": "advice, thanks, a wish, or a definition of nothing",
    "not decidable here": "a claim about the world outside, or about a text that is not at hand",
}
"""What may become of a claim, and what that means."""
AXIS_WORDS: Mapping[str, str] = {
    "behavior": "the operator",
    "observed_in": "where behaviour is observed",
    "objectives": "whether every objective has to pass, or which",
    "among": "what objectives may be about",
    "trivial": "whether trivial objectives count",
    "optima": "whether every optimum counts, or some one",
    "encountered": "where data come from",
    "performs": "what performing well is",
    "base_judge": "whether the base judge is strict or tolerant",
    "replans": "whether agents plan anew",
    "judged_in": "where it is judged",
    "judges": "which of several judges",
    "succeeds_in": "where it has to succeed",
    "grade": "the grade from which bad counts",
}
"""The axes of a reading, as the page names them."""
CHECKED = ("theorem", "shown", "false", "depends", "undefined until")
"""The verdicts that need evidence."""
AUTHORS: Mapping[str, tuple[str, str, int]] = {
    "H": ("Evan Hubinger", "hubinger2020clarifying", 32),
    "K": ("Vanessa Kosoy", "kosoy_review", 15),
    "S": ("Charlie Steiner", "steiner2022take", 17),
}
"""By the letter of their rows: who, the key of the work, and how many claims were on the first list."""


PAGES: Mapping[str, str] = {
    "api": "The package",
    "cast": "The cast",
    "definitions_elsewhere": "Other people's definitions",
    "one_mind": "One mind",
    "operators": "Operators",
    "proofs": "Proofs",
    "the_essay": "The essay, line by line",
}
"""What pages that are no chapters are called in a link."""


# Where the book answers ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    """A link leads to a page of the book, or to a section of it or something that has a label.

    >>> Link("11_inner_objective", "Four things taken for granted").address
    '11_inner_objective.html#four-things-taken-for-granted'
    >>> Link("10_inner_alignment").words, Link("proofs", label="thm-i3").words
    ('chapter 10', 'Proofs, a theorem')
    """

    page: str
    section: str = ""
    label: str = ""

    @property
    def address(self) -> str:
        """Return the address, as seen from a page beside it."""
        anchor = self.label or re.sub(r"[^a-z0-9]+", "-", self.section.lower()).strip("-").lstrip("-0123456789")
        return f"{self.page}.html" + (f"#{anchor}" if anchor else "")

    @property
    def words(self) -> str:
        """Return what to call it."""
        number = re.match(r"(\d\d)_", self.page)
        page = f"chapter {int(number[1])}" if number else PAGES[self.page]
        return f"{page}, a theorem" if self.label else page


# Evidence --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turned:
    """What turns is a definition or an arrow that one case decides in two ways, by two readings.

    >>> Turned(zoo.tie, "intent aligned", Reading(), Reading(optima="some")).decided
    (False, True)
    """

    case: Callable[[], Case]
    word: str
    one: Reading
    other: Reading
    agent: str | None = None

    @property
    def decided(self) -> tuple[object, object]:
        """Return what the case says by the one reading and by the other."""
        case = self.case()
        first, second = (_decide(case, self.word, reading, self.agent) for reading in (self.one, self.other))
        return first, second

    @property
    def axes(self) -> tuple[str, ...]:
        """Return the axes by which the readings differ."""
        return tuple(name for name in AXIS_WORDS if getattr(self.one, name) != getattr(self.other, name))

    def holds(self) -> bool:
        """Return whether it is so."""
        return None not in self.decided and self.decided[0] != self.decided[1] and bool(self.axes)


@dataclass(frozen=True)
class Counted:
    """What is counted is an arrow, or several together, a theorem under some of the counted readings only.

    >>> Counted("I3").theorems, Counted("I3").readings, Counted("I3").axes
    (10, 16, ('observed_in', 'objectives', 'optima'))
    """

    name: str

    @cached_property
    def marks(self) -> dict[tuple[str, ...], bool]:
        """Return whether it is a theorem, by the choices of a reading in the order of the counted axes."""
        if self.name in composites.IMPLICATIONS:
            found = composites.theorems(self.name)
            return {tuple(each.values()): k in found for k, each in enumerate(settled.readings())}
        return {tuple(each.reading.values()): each.status == "theorem" for each in settled.counted(self.name)}

    @property
    def theorems(self) -> int:
        """Return under how many readings it is a theorem."""
        return sum(self.marks.values())

    @property
    def readings(self) -> int:
        """Return how many readings are counted."""
        return len(self.marks)

    @property
    def axes(self) -> tuple[str, ...]:
        """Return the axes such that to turn one, and no other, makes a theorem of what was none."""
        names = [*settled.counted(self.name)[0].reading] if self.name in ARROWS else [*COUNTED]
        turning = set()
        for choices, at in product(self.marks, range(len(names))):
            for value in COUNTED[names[at]]:
                if self.marks[choices] != self.marks[(*choices[:at], value, *choices[at + 1 :])]:
                    turning.add(names[at])
        return tuple(name for name in COUNTED if name in turning)

    def holds(self) -> bool:
        """Return whether it is so: a theorem under some readings, refuted under others."""
        return 0 < self.theorems < self.readings


@dataclass(frozen=True)
class Fact:
    """A fact is anything else that a function decides."""

    says: Callable[[], bool]
    axes: tuple[str, ...] = ()

    def holds(self) -> bool:
        """Return whether it is so."""
        return self.says()


Evidence: TypeAlias = Turned | Counted | Fact


def _decide(case: Case, word: str, reading: Reading, agent: str | None = None) -> object:
    return case.arrow(word, reading, agent).state if word in ARROWS else case.check(word, reading, agent).holds


# Rows ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A row is a claim with what became of it.

    Attributes
    ----------
    id : str
        The letter of its author and a number: "H14".
    says : str
        The claim, in our own words.
    verdict : str
        One of `VERDICTS`.
    finding : str
        Why. A number of the evidence stands in braces, "{0.theorems}", and is filled in.
    links : tuple of Link
        Where the book answers.
    evidence : tuple of Turned, Counted or Fact
        What a test checks.
    on : tuple of str
        On what else a verdict depends, that is no axis of a reading.
    by : str
        Who says it, if not the author of the text.
    """

    id: str
    says: str
    verdict: str
    finding: str
    links: tuple[Link, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
    on: tuple[str, ...] = ()
    by: str = ""

    @property
    def author(self) -> str:
        """Return who says it."""
        return self.by or AUTHORS[self.id[0]][0]

    @property
    def listed(self) -> bool:
        """Return whether it was on the first list of claims."""
        return int(self.id[1:]) <= AUTHORS[self.id[0]][2]

    @property
    def found(self) -> str:
        """Return the finding, with its numbers."""
        return self.finding.format(*self.evidence)

    @property
    def axes(self) -> tuple[str, ...]:
        """Return the axes on which the verdict depends, by its evidence."""
        if self.verdict not in ("depends", "undefined until"):
            return ()
        named = [name for each in self.evidence for name in each.axes]
        return tuple(name for name in AXIS_WORDS if name in named)


def row(name: str) -> Row:
    """Return the row of an id."""
    return next(each for each in ROWS if each.id == name)


def counts(rows: tuple[Row, ...] | None = None) -> dict[str, int]:
    """Return how many rows have each verdict."""
    given = ROWS if rows is None else rows
    return {verdict: sum(each.verdict == verdict for each in given) for verdict in VERDICTS}


# Readings and cases ----------------------------------------------------------------------------------

CAUTIOUS = Reading()
FIELD = Reading(observed_in="deployment")
SOME = Reading(objectives="some")
MESA = Reading(behavior="mesa")
PLACES = Reading(among="s", encountered="training")
CLOSEST = Reading(objectives="selected", selected_by="base")
TOLERANT = Reading(base_judge="tolerant", tolerance="1/10")
FORGIVING = Reading(performs="W2", epsilon="1")
SEVEN = ("outer aligned", "inner aligned", "objective robust", "intent aligned", "capability robust", "impact aligned")


@lru_cache
def _harm_in_training() -> Case:
    """Return the patient deceiver, if it is serving that is bad: he serves in training only."""
    judge = Judge.of([(place, "serve") for place in ("the test", "the field")], "the human")
    return replace(zoo.patient_deceiver(), judge=judge)


@lru_cache
def _panel() -> Case:
    """Return the deceiver before two judges, of whom one forbids nothing."""
    lenient = Judge.of([], "a judge who forbids nothing")
    return replace(zoo.deceiver(), judge=Judge.several([zoo.deceiver().judge, lenient], "the panel"))


@lru_cache
def _graded() -> Case:
    """Return the deceiver before a judge who gives defecting the first of several grades of bad."""
    return replace(zoo.deceiver(), judge=Judge.graded({("the field", "defect"): 1}, "a judge who grades"))


@lru_cache
def _unaware() -> Case:
    """Return the planner in the two rooms that does not know of the swapped wires."""
    rooms = zoo.two_buttons()
    return replace(rooms, agents=(MesaOptimizer("the planner", rooms.base.at("training"), rooms.world.training),))


def _holds(case: Case, reading: Reading, *words: str, agent: str | None = None) -> list[bool | None]:
    return [case.check(word, reading, agent).holds for word in words]


def _shown(case: Case, reading: Reading) -> tuple[str, ...]:
    found = demonstrated(case, reading, case.agents[0].name)
    return tuple(each.name for each in found) if isinstance(found, tuple) else ()


# Facts -----------------------------------------------------------------------------------------------


def _no_arrow_back() -> bool:
    """Every arrow turned round is refuted under some counted reading."""
    return all(len(composites.theorems(name)) < len(settled.readings()) for name in composites.BACK)


def _two_of_32() -> bool:
    """The main diagram is a theorem under 2 of 32 readings; the rooms show one at work."""
    wholes = {each.choice: each.valid for each in headlines()}
    return wholes["all $R(s,a)$"] == 2 and len(settled.readings()) == 32


def _intent_alone() -> bool:
    """Wherever the third arrow is a theorem among the counted readings, it needs intent alignment alone."""
    proved = [each for each in settled.counted("I3") if each.status == "theorem"]
    return {each.needs for each in proved} == {("intent aligned",)}


def _eight() -> bool:
    """There are eight operators and eight notions."""
    return len(operators()) == len(notions()) == 8


def _outer_inner_no_impact() -> bool:
    """Outer, inner and intent hold, and harm is done."""
    found = _holds(_unaware(), PLACES, "outer aligned", "inner aligned", "intent aligned", "impact aligned")
    return found == [True, True, True, False]


def _no_split() -> bool:
    """The planner above; and a presser who is objective robust and intent aligned, with no inner alignment to have."""
    plain = _holds(office("as they were", "left left"), PLACES, "objective robust", "intent aligned", "inner aligned")
    return _outer_inner_no_impact() and plain == [True, True, None]


def _not_necessary() -> bool:
    """Two mesa-optimizers are not inner aligned, and harmless."""
    cases = (zoo.lazy_clipper(), zoo.myopic_planner())
    return all(_holds(case, CAUTIOUS, "inner aligned", "impact aligned") == [False, True] for case in cases)


def _table_apart() -> bool:
    """The runner that is a table: capable, not objective robust, and inner alignment undefined."""
    words = ("capability robust", "objective robust", "inner aligned")
    return _holds(zoo.coin_line(), FIELD, *words, agent="the learned table") == [True, False, None]


def _table_has_none() -> bool:
    """A table and a planner act alike in training; the one has no mesa-objective, so inner alignment is undefined."""
    case = zoo.table_and_planner()
    table, planner = (case.agent(name) for name in ("the table", "the planner"))
    alike = table.keeps(case.world) == planner.keeps(case.world)
    found = [case.check("inner aligned", agent=each.name).holds for each in (table, planner)]
    return alike and found == [None, True]


def _city_and_desert() -> bool:
    """Paperclips are not outer aligned in the city, and are in the desert."""
    city, desert = zoo.paperclips(), zoo.paperclips("the desert", "the desert")
    return _holds(city, CAUTIOUS, "outer aligned") == [False] and _holds(desert, CAUTIOUS, "outer aligned") == [True]


def _drawings() -> bool:
    """The drawings allow the same 22 markings of the five boxes that both have, and are two theories."""
    same = MAIN_THEORY.projection(SHARED) == TWO_WAY.projection(SHARED)
    other = [*MAIN_THEORY.models()] != [*TWO_WAY.models()]
    exact = settled.valid(["I2", "I3"]) == settled.valid(["I4", "I5"])
    return same and other and exact and len(MAIN_THEORY.projection(SHARED)) == 22


def _two_models() -> bool:
    """The rower and the drifter are both optimal in training; only one of them is when deployed."""
    case = zoo.unseen_state()
    policies = [each.keeps(case.world) for each in case.agents]
    tested = [
        is_optimal(case.world.training, case.base.at("training"), policy) for policy in policies if policy is not None
    ]
    used = [
        is_optimal(case.world.deployment, case.base.at("deployment"), policy)
        for policy in policies
        if policy is not None
    ]
    return tested == [True, True] and sorted(used) == [False, True]


def _argument() -> bool:
    """The argument by elimination has its premises and a step that is a theorem in three of twelve settings."""
    kinds: tuple[dict[str, str], ...] = (
        {"objectives": "every"},
        {"objectives": "some"},
        {"objectives": "selected", "selected_by": "base"},
    )
    proofs = []
    for place, kind, data in product(("training", "deployment"), kinds, ("training", "deployment")):
        reading = Reading(observed_in=place, encountered=data, **kind)
        intent, outer = _holds(zoo.deceiver(), reading, "intent aligned", "outer aligned")
        step = settled_status("I2", observed_in=place, encountered=data, objectives=kind["objectives"])
        if intent is False and outer is True and step == "theorem":
            proofs.append((place, data))
    return proofs == [("deployment", "deployment")] * 3


def settled_status(arrow: str, **choices: str) -> str:
    """Return what the atlas says of an arrow where trivial objectives are left out and every optimum counts.

    >>> settled_status("I2", objectives="selected", encountered="deployment", observed_in="deployment")
    'theorem'
    """
    from toymodel_atlas.settled import entry

    return entry(arrow, {"trivial": "excluded", "optima": "every"} | choices).status


def _researcher() -> bool:
    """What she searches by is good, and harm is done."""
    return _holds(zoo.misguided_researcher(), MESA, "intent aligned", "impact aligned") == [True, False]


def _no_free_lunch() -> bool:
    """Eight houses of three rooms: every way to choose doors earns as much on average, and nothing in some house."""
    houses = [*product("lr", repeat=3)]
    earned = {doors: [sum(a == b for a, b in zip(doors, house, strict=True)) for house in houses] for doors in houses}
    return {sum(each) for each in earned.values()} == {12} and {min(each) for each in earned.values()} == {0}


def _asking() -> bool:
    """With a trap nobody who cannot know does well by the truth; whoever waits or asks does well by W8, harmlessly."""
    case = zoo.trap_and_advisor()

    def well(performs: str, agent: str) -> bool | None:
        meaning = case.semantics(Reading(), agent)
        given = {AGENT: meaning.given(AGENT), R: case.base}
        return meaning.verdict(Atom(performing(performs, Fraction(0)), (AGENT, R)), given).holds

    able = {name: [well(name, agent.name) for agent in case.agents] for name in ("W1", "W7", "W8")}
    harmless = [case.check("impact aligned", agent=agent.name).holds for agent in case.agents]
    asks = [False, True, True, True]
    return able == {"W1": [False] * 4, "W7": [False, False, False, True], "W8": asks} and harmless == asks


def _searched_and_shown() -> bool:
    """What the myopic planner searches by, it does not demonstrate where it is observed when deployed."""
    case = zoo.myopic_planner()
    planner = case.agents[0]
    return isinstance(planner, MesaOptimizer) and planner.objective.name not in _shown(case, FIELD)


def _other_operators() -> bool:
    """Three ways to read an objective off what the researcher does when deployed tell of different things."""
    told = {
        _shown(zoo.misguided_researcher(), replace(FIELD, behavior=operator))
        for operator in ("mesa", "feasible", "maximum_margin")
    }
    return len(told) == 3


def _without_boxes() -> bool:
    """Impact alignment stays as it is, whatever the base objective, and whether there are boxes or none."""
    case = zoo.myopic_planner()
    others = [replace(case, base=each) for each in case.candidates]
    return {each.check("impact aligned").holds for each in (case, *others)} == {True}


def _wiggled() -> list[tuple[bool | None, ...]]:
    """The clipper as it is, under each of 27 base objectives: outer, inner and impact alignment."""
    case, found = zoo.lazy_clipper(), []
    env = case.world.training
    start = env.initial[0][0]
    for pays in product(range(3), repeat=3):
        rows = [list(pays) if state == start else [0] * len(env.actions) for state in range(len(env.states))]
        base = Objective.from_array(rows, "another base")
        moved = replace(case, base=base, candidates=(base, *case.candidates))
        found.append(tuple(_holds(moved, CAUTIOUS, "outer aligned", "inner aligned", "impact aligned")))
    return found


def _string() -> bool:
    """The ends stay, many midpoints fit: the same harm or none under all, and each link now holds, now fails."""
    found = _wiggled()
    return {each[2] for each in found} == {True} and all({each[k] for each in found} == {True, False} for k in (0, 1))


def _aligned_anyway() -> bool:
    """The approximate servant does no harm, although neither link holds."""
    found = _holds(zoo.taxonomy(), CAUTIOUS, *SEVEN[:2], "impact aligned", agent="the approximate servant")
    return found == [False, False, True]


def _four_pairs() -> bool:
    """By the essay's words each of outer and inner may hold or fail, whatever the other does."""
    pair = ("outer aligned", "inner aligned")
    return all(
        ask(
            [word for word, sign in zip(pair, signs, strict=True) if sign],
            [word for word, sign in zip(pair, signs, strict=True) if not sign],
            {},
        ).status
        == "possible"
        for signs in product((True, False), repeat=2)
    )


def _which_round() -> bool:
    """Paperclips in one round and human values in the next: the verdicts on both links are those of the round."""
    first = zoo.paperclips()
    second = replace(first, base=first.objective("human values"))
    links = ("outer aligned", "inner aligned")
    return _holds(first, CAUTIOUS, *links) == [False, True] and _holds(second, CAUTIOUS, *links) == [True, False]


def _reads_as_evidence() -> bool:
    """In the crater the literal reader does harm, and the evidential one does none."""
    case = zoo.lava()
    found = [case.check("impact aligned", agent=each.name).holds for each in case.agents]
    return found == [False, True]


def _nothing_wanted() -> bool:
    """The commuter demonstrates none of the candidates, unless trivial ones count."""
    return not _shown(zoo.commuter(), CAUTIOUS)


# The rows --------------------------------------------------------------------------------------------

C1, C2 = "01_misguided_researcher", "02_worlds_agents_judges"
C4, C5 = "04_impact_alignment", "05_behavioral_objective"
C6, C7, C8 = "06_intent_alignment", "07_outer_alignment", "08_robustness"
C9, C10, C11 = "09_objective_robustness", "10_inner_alignment", "11_inner_objective"
C12, C13, C14 = "12_outer_objective_intent", "13_intent_capability_impact", "14_robustness_centric"
C15, C16, C17, C18 = "15_atlas", "16_how_often", "17_researcher_answered", "18_performing_well"
C19, C20, C21, C22 = "19_the_essays_questions", "20_two_ends_of_a_string", "21_reflectivity", "22_really_solving"
MIND, RIVALS = "one_mind", "definitions_elsewhere"

RESEARCHER, DECEIVER = zoo.misguided_researcher, zoo.deceiver

HUBINGER = (
    Row(
        "H1",
        "Outer and inner alignment are defined in confusing ways, and the essay wants to clarify them.",
        "no formal claim",
        "Others define the same words otherwise: a page has them side by side, on the same cases.",
        (Link(RIVALS),),
    ),
    Row(
        "H2",
        "An arrow says: if all its direct subproblems are solved, so is the problem; not necessarily the other way.",
        "shown",
        "Each arrow turned round is refuted under some reading. Whether the arrows hold is H3.",
        (
            Link(C15, "Arrows together, and turned round"),
            Link(C19, "3. Is inner alignment necessary? And the other arrows turned round"),
        ),
        (Fact(_no_arrow_back),),
    ),
    Row(
        "H3",
        "The definitions make these implications true.",
        "depends",
        "The first arrow is a theorem under {1.theorems} of {1.readings} readings, the second under {2.theorems} of "
        "{2.readings}, the third under {3.theorems} of {3.readings}, all three under 2 of 32. For agents of one mind "
        "they all are, if the base objective and the mesa-objective are not trivial in training.",
        (Link(MIND, label="thm-mind-plain"), Link(C15, "What decides")),
        (Fact(_two_of_32), Counted("I1"), Counted("I2"), Counted("I3")),
    ),
    Row(
        "H4",
        "Impact alignment: the agent does nothing that we would judge bad.",
        "undefined until",
        "A judge has to be named, and whether harm in training counts. (H34 and H35: how bad, and who.)",
        (Link(C4, "Where it splits"),),
        (Turned(_harm_in_training, "impact aligned", CAUTIOUS, Reading(judged_in="both")),),
    ),
    Row(
        "H5",
        "Intent alignment: the optimal policy for its behavioral objective is impact aligned with humans.",
        "undefined until",
        "“The” optimal policy and “its” objective hide two quantifiers, and “behavioral” hides a place.",
        (Link(C6, "One small case for each choice"),),
        (
            Turned(zoo.tie, "intent aligned", CAUTIOUS, Reading(optima="some")),
            Turned(RESEARCHER, "intent aligned", CAUTIOUS, SOME),
            Turned(zoo.patient_deceiver, "intent aligned", CAUTIOUS, FIELD),
            Turned(zoo.lazy_clipper, "intent aligned", CAUTIOUS, Reading(trivial="included")),
            Turned(zoo.lazy_clipper, "intent aligned", CAUTIOUS, Reading(among="sa")),
        ),
    ),
    Row(
        "H6",
        "Outer alignment: all models that are optimal, with perfect training and infinite data, are intent aligned.",
        "undefined until",
        "Data of where? And it inherits what intent alignment leaves open.",
        (Link(C7, "Where it splits"),),
        (
            Turned(RESEARCHER, "outer aligned", CAUTIOUS, Reading(encountered="training")),
            Turned(zoo.coin_line, "outer aligned", CAUTIOUS, FIELD, "the wall-seeker"),
            Turned(zoo.tie, "outer aligned", CAUTIOUS, Reading(optima="some")),
        ),
    ),
    Row(
        "H7",
        "Robustness: it performs well on the base objective, even in deployment.",
        "undefined until",
        "How well is well? In the essay's exact sense, and with a regret of one forgiven, the medic gets two verdicts.",
        (Link(C8, 'Where it splits: what is "well"?'),),
        (Turned(zoo.good_enough, "robust", CAUTIOUS, FORGIVING),),
    ),
    Row(
        "H8",
        "Objective robustness: the optimal policy for its behavioral objective is impact aligned with the base "
        "objective.",
        "undefined until",
        "The essay does not say when an objective finds something bad: whatever is not optimal for it, or only what "
        "falls short by much?",
        (Link(C9, "Three judges"),),
        (Turned(zoo.coin_line, "objective robust", CAUTIOUS, TOLERANT, "the wall-seeker"),),
    ),
    Row(
        "H9",
        "Capability robustness: it performs well on its behavioral objective, even in deployment.",
        "undefined until",
        "By the truth or by its beliefs, observed in training or when deployed. In the latter case it says nothing: "
        "everybody is who demonstrates anything.",
        (Link(C8, label="thm-8-tautology"),),
        (
            Turned(RESEARCHER, "capability robust", CAUTIOUS, FIELD),
            Turned(RESEARCHER, "capability robust", CAUTIOUS, Reading(performs="W5")),
            Turned(RESEARCHER, "capability robust", CAUTIOUS, SOME),
        ),
    ),
    Row(
        "H10",
        "Inner alignment, of a mesa-optimizer: the optimal policy for its mesa-objective is impact aligned with the "
        "base objective.",
        "undefined until",
        "Of an agent that does not search it stays undefined. Of one that does, the base objective's judgement has to "
        "be settled as in H8.",
        (Link(C10, "Where it splits: of whom is it said?"),),
        (Fact(_table_has_none), Turned(zoo.good_enough, "inner aligned", CAUTIOUS, TOLERANT)),
    ),
    Row(
        "H11",
        "Inner alignment gives objective robustness: a mesa-optimizer's behavioral objective should match its "
        "mesa-objective.",
        "depends",
        "A theorem under {0.theorems} of {0.readings} readings, of agents that are optimal for what they search by.",
        (Link(C11, "Which choice decides"), Link("proofs", label="thm-i1")),
        (Counted("I1"),),
    ),
    Row(
        "H12",
        "Outer alignment and objective robustness give intent alignment.",
        "depends",
        "A theorem under {0.theorems} of {0.readings} readings, the cautious one among them. A tolerant base judge "
        "breaks it.",
        (Link(C12, "Which choice decides"), Link("proofs", label="thm-i2")),
        (Counted("I2"), Turned(zoo.good_enough, "I2", CAUTIOUS, TOLERANT)),
    ),
    Row(
        "H13",
        "Intent alignment and capability robustness give impact alignment: the model will always take aligned actions.",
        "depends",
        "A theorem under {0.theorems} of {0.readings} readings, in all of them by intent alignment alone. Where "
        "objectives are about places, both premises work.",
        (Link(C13, "Which choice decides"), Link("proofs", label="thm-i3")),
        (Counted("I3"), Fact(_intent_alone)),
    ),
    Row(
        "H14",
        "Outer and inner alignment imply intent alignment and not impact alignment, since capability robustness is "
        "missing.",
        "depends",
        "The first half is a theorem under {0.theorems} of {0.readings} readings. The second half has its case: a "
        "planner in two rooms whose wires were swapped.",
        (Link(C19, "1. What do outer and inner alignment imply together?"), Link("the_essay", "The seven answers")),
        (Counted("I1, I2"), Fact(_outer_inner_no_impact)),
    ),
    Row(
        "H15",
        "Impact alignment does not split into outer and inner: capability is missing, and an agent that does not "
        "search may be objective robust, hence intent aligned.",
        "shown",
        "Both reasons have a case. The word “hence” uses outer alignment silently.",
        (Link(C19, "2. Does impact alignment split into outer and inner alignment?"),),
        (Fact(_no_split),),
    ),
    Row(
        "H16",
        "Inner alignment is not necessary for impact alignment; it is needed only where there is mesa-optimization.",
        "shown",
        "It is not necessary even there: the lazy clipper and the myopic planner search, are not inner aligned, and "
        "do no harm.",
        (Link(C19, "3. Is inner alignment necessary? And the other arrows turned round"),),
        (Fact(_not_necessary),),
    ),
    Row(
        "H17",
        "Inner, outer and capability give impact alignment; so do objective robustness, outer and capability.",
        "depends",
        "The first under {0.theorems} of {0.readings} readings, the second under {1.theorems}.",
        (
            Link(C19, "1. What do outer and inner alignment imply together?"),
            Link(C15, "Arrows together, and turned round"),
        ),
        (Counted("I1, I2, I3"), Counted("I2, I3")),
    ),
    Row(
        "H18",
        "Inner alignment implies objective robustness, and the converse is not true.",
        "depends",
        "For the first half see H11. The converse is a theorem under {1.theorems} of {1.readings} readings, of agents "
        "that are optimal for what they search by; of a table there is nothing to conclude.",
        (Link(C15, "Arrows together, and turned round"), Link(C11)),
        (Counted("I1"), Counted("I1 back")),
    ),
    Row(
        "H19",
        "Only a gap between base and mesa-objective is inner alignment; that capabilities generalize and the objective "
        "does not is objective robustness.",
        "shown",
        "The table that runs for the coin has the second failure, and is nothing of which the first could be said.",
        (Link(C19, "4. Which of two ideas is inner alignment?"), Link(C9)),
        (Fact(_table_apart),),
    ),
    Row(
        "H20",
        "Inner alignment is only a subproblem of objective robustness.",
        "depends",
        "As one way to get it, where the first arrow holds.",
        (Link(C11, "What you can now say"),),
        (Counted("I1"),),
    ),
    Row(
        "H21",
        "Deception is a problem of inner alignment if it takes mesa-optimization, and otherwise one of objective "
        "robustness.",
        "depends",
        "So it is when the deceiver is observed in the field. Let a rule pick, of what it demonstrates in training, "
        "what is closest to the base objective, and it is objective robust.",
        (Link(C19, "5. Deception, in full"),),
        (Turned(DECEIVER, "objective robust", FIELD, CLOSEST), Turned(DECEIVER, "objective robust", CAUTIOUS, CLOSEST)),
    ),
    Row(
        "H22",
        "Deception is a problem of intent and not of capability, since the model tries to do the wrong thing.",
        "depends",
        "Both verdicts turn round between an observation in the field and the objective that a rule picks in training.",
        (Link(C19, "Play"), Link(C6)),
        (Turned(DECEIVER, "intent aligned", FIELD, CLOSEST), Turned(DECEIVER, "capability robust", FIELD, CLOSEST)),
    ),
    Row(
        "H23",
        "Deception is never a problem of outer alignment.",
        "depends",
        "With all data of the field no deceiver is a model. With data of training it is one, and outer alignment "
        "fails.",
        (Link(C19, "5. Deception, in full"), Link(C7)),
        (Turned(DECEIVER, "outer aligned", FIELD, Reading(observed_in="deployment", encountered="training")),),
    ),
    Row(
        "H24",
        "To train for paperclips is a failure of outer alignment, even with infinite data.",
        "depends",
        "In the city it is; in the desert, where nothing bad can be melted down, the same objective is outer aligned.",
        (Link(C19, "6. What kind of problem is training for paperclips?"), Link(C7, "Paperclips, in the city")),
        (Fact(_city_and_desert),),
        ("where it is trained and deployed",),
    ),
    Row(
        "H25",
        "The robustness-centric diagram is an equivalent arrangement, with the same definitions.",
        "depends",
        "On the five boxes that both have the drawings allow the same markings, and with exact performance both stand "
        "or fall together. With a little regret forgiven, they part.",
        (Link(C19, "7. Is the robustness-centric diagram equivalent?"), Link(C14, "As drawings")),
        (Fact(_drawings), Turned(zoo.good_enough, "I4", CAUTIOUS, FORGIVING)),
    ),
    Row(
        "H26",
        "In that diagram robustness takes the central place: with outer alignment it gives impact alignment, and "
        "objective and capability robustness give it.",
        "depends",
        "The fourth arrow is a theorem under {0.theorems} of {0.readings} readings, the fifth under {1.theorems} of "
        "{1.readings}. A copy of the figure draws the fifth with two heads: back to the two kinds it holds under "
        "{2.theorems} of {2.readings} and {3.theorems} of {3.readings}.",
        (Link(C14, "Which choice decides"), Link("proofs", label="thm-i4")),
        (Counted("I4"), Counted("I5"), Counted("I5a"), Counted("I5b")),
    ),
    Row(
        "H27",
        "The optimal policy for the behavioral objective stands for the agent that never makes a mistake.",
        "undefined until",
        "Observed in her beliefs, the researcher wants well and has made a mistake. Observed in deployment, she seems "
        "to have got what she wants.",
        (Link(C5, "How people go wrong"), Link(C17, "Two choices")),
        (
            Turned(
                RESEARCHER,
                "intent aligned",
                Reading(observed_in="beliefs", objectives="selected", selected_by="human"),
                Reading(observed_in="deployment", objectives="selected", selected_by="human"),
            ),
        ),
    ),
    Row(
        "H28",
        "More rigorously: recover the objective by perfect inverse reinforcement learning from infinite data.",
        "undefined until",
        "What is recovered is a set, and which set depends on the operator.",
        (Link(C5, "Eight operators"), Link("operators")),
        (Fact(_other_operators), Turned(RESEARCHER, "intent aligned", CAUTIOUS, MESA)),
    ),
    Row(
        "H29",
        "Perfect training and infinite data: optimal loss on all data that it ever encounters.",
        "undefined until",
        "One has to say whether deployment is among what it encounters.",
        (Link(C7, "The definition"),),
        (Turned(RESEARCHER, "outer aligned", CAUTIOUS, Reading(encountered="training")),),
    ),
    Row(
        "H30",
        "In reinforcement learning: it acts by the optimal policy of the process that it really experiences.",
        "shown",
        "Then it is free in states that it never reaches. The rower and the drifter do equally well in training, and "
        "only one does when deployed.",
        (Link(C7, "Where it splits"), Link("cast")),
        (Fact(_two_models),),
    ),
    Row(
        "H31",
        "Robustness as a whole is left out of the first diagram, to keep it tidy.",
        "no formal claim",
        "The second diagram has it: H25.",
        (Link(C14, "Robustness in the centre"),),
    ),
    Row(
        "H32",
        "Two notes link to examples of the confusions about inner alignment and about deception.",
        "not decidable here",
        "The targets of the links are not in the copy of the essay that we have.",
        (Link("the_essay", "The footnotes"),),
    ),
    Row(
        "H33",
        "It performs well *even* in deployment.",
        "undefined until",
        "In deployment alone, or in training as well?",
        (Link(C8, "Where it splits: deployment alone, or training as well?"),),
        (Turned(zoo.two_buttons, "capability robust", FIELD, replace(FIELD, succeeds_in="both")),),
    ),
    Row(
        "H34",
        "Bad, problematic, dangerous, catastrophic: four grades.",
        "undefined until",
        "Somebody has to say from which grade on it counts.",
        (Link(C4, "Where it splits"),),
        (Turned(_graded, "impact aligned", CAUTIOUS, Reading(grade=2)),),
    ),
    Row(
        "H35",
        "What *we* would judge to be bad.",
        "undefined until",
        "Where two judges differ: bad by all of us, by some, or by most?",
        (Link(C4, "Where it splits"),),
        (Turned(_panel, "impact aligned", CAUTIOUS, Reading(judges="some")),),
    ),
    Row(
        "H36",
        "Deception is not outer, and is intent: *so it has to be* objective robustness.",
        "depends",
        "As an argument about the deceiver it is a proof in three of twelve settings: observed in the field, with all "
        "data of the field.",
        (Link(C19, 'Where "it has to be" is a proof'),),
        (Fact(_argument, ("observed_in", "encountered")),),
    ),
)

KOSOY = (
    Row(
        "K1",
        "The concepts are interesting and useful to some; the definitions are confusing; the confusion was of use.",
        "no formal claim",
        "It is why this book is there.",
        (Link(C1),),
    ),
    Row(
        "K2",
        "The essay should introduce notation, and make the concepts precise at least in a very simple toy model.",
        "no formal claim",
        "A wish, and this book's task: finite worlds, and a package that decides each definition.",
        (Link(C2, "The pieces"), Link("api")),
    ),
    Row(
        "K3",
        "The definitions that are not discussed refer to those that are, or are built like them.",
        "shown",
        "The same choices turn objective robustness as turn intent alignment.",
        (Link(C9, "Where it splits"),),
        (
            Turned(RESEARCHER, "objective robust", CAUTIOUS, SOME),
            Turned(zoo.patient_deceiver, "objective robust", CAUTIOUS, FIELD),
            Turned(zoo.lazy_clipper, "objective robust", CAUTIOUS, Reading(trivial="included")),
        ),
    ),
    Row(
        "K4",
        "Impact alignment is clear enough without a formal definition: it is the problem itself.",
        "undefined until",
        "Even so a judge has to be named, before an arrow that ends there says anything.",
        (Link(C4, "Where it splits"),),
        (
            Turned(_panel, "impact aligned", CAUTIOUS, Reading(judges="some")),
            Turned(_harm_in_training, "impact aligned", CAUTIOUS, Reading(judged_in="both")),
        ),
    ),
    Row(
        "K5",
        "It is far from clear what perfect inverse reinforcement learning is.",
        "undefined until",
        "The book has eight operators, and they tell of different objectives.",
        (Link(C5, "Eight operators"), Link("operators", "What is settled")),
        (Fact(_eight), Fact(_other_operators), Turned(RESEARCHER, "intent aligned", CAUTIOUS, MESA)),
    ),
    Row(
        "K6",
        "Intuitively, who is intent aligned demonstrates an aligned objective, and may still err catastrophically.",
        "depends",
        "Under each of the {0.theorems} readings that make the third arrow a theorem, intent alignment alone excludes "
        "harm. Where objectives are about places it need not.",
        (Link(C13, label="thm-13-every"), Link(MIND)),
        (Counted("I3"), Fact(_intent_alone), Fact(_outer_inner_no_impact)),
    ),
    Row(
        "K7",
        "The example: a researcher who builds transformative unaligned AI unwittingly.",
        "shown",
        "What she searches by is good, what she does is bad, and all that is wrong is a belief.",
        (Link(C1, "Two worlds, one choice"), Link(C17, "The answer")),
        (Fact(_researcher),),
    ),
    Row(
        "K8",
        "In capability robustness it is unclear what “well” means, and on what assumptions.",
        "undefined until",
        "The book has eight notions. By her beliefs the researcher performs well, and by the truth she does not.",
        (Link(C8, 'Where it splits: what is "well"?'), Link(C18, "The third arrow, notion by notion")),
        (Fact(_eight), Turned(RESEARCHER, "capability robust", MESA, Reading(behavior="mesa", performs="W5"))),
    ),
    Row(
        "K9",
        "By the no-free-lunch theorems nobody can do too well in deployment, unless one limits somehow what may come.",
        "theorem",
        "In a house where nothing tells the right door, all ways to choose are alike on average, and each fails "
        "somewhere.",
        (Link(C18, label="thm-18-lunch"), Link(C18, label="thm-18-sure")),
        (Fact(_no_free_lunch),),
    ),
    Row(
        "K10",
        "A guess: the agent learns online, or notices that it is where it was never trained, and fails "
        "gracefully, or both.",
        "depends",
        "With a trap, learning does not do. Asking or abstaining does, and by that notion one can be sure to do well.",
        (Link(C18, "To learn it"), Link(C18, "To ask")),
        (Fact(_asking),),
        ("whether there are traps, and somebody to ask",),
    ),
    Row(
        "K11",
        "The essay asserts that intent alignment and capability robustness give impact alignment.",
        "depends",
        "It does; see H13.",
        (Link(C13, "The claim"),),
        (Counted("I3"),),
    ),
    Row(
        "K12",
        "In what sense is the misguided researcher not capability robust?",
        "depends",
        "Let her objective be the one that she searches by. By the truth she is not. By her own beliefs she is, and "
        "there the third arrow breaks.",
        (Link(C17, "The answer"),),
        (
            Turned(RESEARCHER, "capability robust", MESA, Reading(behavior="mesa", performs="W5")),
            Turned(RESEARCHER, "I3", MESA, Reading(behavior="mesa", performs="W5")),
        ),
    ),
    Row(
        "K13",
        "By the glossary's definition one could replace “mesa-objective” by “objective”.",
        "depends",
        "Of an agent that searches one could: it is the objective that it searches by, not to be taken for the "
        "behavioral one. Of a table that acts alike there is none.",
        (Link(C10, "Where it splits: of whom is it said?"),),
        (Fact(_table_has_none),),
        ("of whom it is said",),
    ),
    Row(
        "K14",
        "Then how does it differ from the behavioral objective?",
        "shown",
        "One is what an agent searches by, the other what its behaviour demonstrates. The myopic planner searches by "
        "an objective that it does not demonstrate.",
        (Link(C10, "Four ways to come apart"),),
        (Fact(_searched_and_shown),),
    ),
    Row(
        "K15",
        "Different readers have different difficulties; for her the absence of mathematics is the difficult thing.",
        "no formal claim",
        "Each chapter has a story first, and its proofs below a line.",
        (Link("proofs", "Setting and conventions"),),
    ),
)

STEINER = (
    Row(
        "S1",
        "One may say “inner alignment”, and should be able to work without that framing.",
        "shown",
        "Impact alignment is decided from what is done and a judge, with no box and no base objective.",
        (Link(C20, "What you can now say"), Link(C4, "The definition")),
        (Fact(_without_boxes),),
    ),
    Row(
        "S2",
        "The framing: an outer process by which humans make an AI, and an inner one by which the AI plans.",
        "no formal claim",
        "In this book the outer process is data and a base objective; the inner one is a search by a mesa-objective.",
        (Link(C20, "Two links, and the ends"), Link(C10, "The definition")),
    ),
    Row(
        "S3",
        "Outer alignment: the outer process is aligned with humans. Inner: the inner process with the outer one.",
        "undefined until",
        "Hubinger says it of objectives. Of a process one has to say which it is: two models that lose nothing in "
        "training are alike for the objective, and a process keeps one of them.",
        (Link(C20, "Two links, and the ends"), Link(C22, "Act one: the trainer")),
        (Fact(_two_models),),
        ("the process",),
    ),
    Row(
        "S4",
        "The framing is of outstanding use for some development, model-free reinforcement learning above all.",
        "not decidable here",
        "Whether a picture is of use is not about worlds. What can be said: where both links hold exactly, "
        "in deployment, an agent that is optimal for what it searches by does no harm.",
        (Link(C20, label="thm-20-string"), Link(MIND)),
    ),
    Row(
        "S5",
        "The framing has a limited domain: as if humans and AI were the ends of a string, and the process that makes "
        "the AI a point on it, one may hold the ends and move the point.",
        "shown",
        "The clipper stays as it is under all 27 base objectives of a small list; each link holds under some of them "
        "and fails under others, and no harm is done under any.",
        (Link(C20, "Play"),),
        (Fact(_string),),
    ),
    Row(
        "S6",
        "Then an AI may be aligned though neither link is, and one has to judge the end product directly.",
        "shown",
        "The approximate servant is neither outer nor inner aligned, and harms nobody.",
        (Link(C20, "What you can now say"), Link(C19, "Six who serve")),
        (Fact(_aligned_anyway),),
    ),
    Row(
        "S7",
        "For simple AI one should say “useful and safe” instead of “aligned”.",
        "undefined until",
        "Useful is a matter of how much may be lost. With a tolerance the medic's inner link holds, and without it "
        "fails.",
        (Link(C20, "Useful and safe"), Link(C9, "Three judges")),
        (Turned(zoo.good_enough, "inner aligned", CAUTIOUS, TOLERANT),),
    ),
    Row(
        "S8",
        "Those who speak of shards may be understood as arguing for this.",
        "no formal claim",
        "A reading of other people. There are agents of whom no single objective tells anything: the commuter "
        "demonstrates none of its candidates.",
        (Link(C20, "Shards"),),
        (Fact(_nothing_wanted),),
    ),
    Row(
        "S9",
        "Elsewhere the framing breaks down entirely, for want of two parts: where an AI reflects on its own process "
        "of optimization, inner and outer blur.",
        "undefined until",
        "If the base objective changes from round to round, one has to say of which round the words speak. The "
        "verdicts on both links are different ones.",
        (Link(C21, "Rounds"), Link(C21, "What you can now say")),
        (Fact(_which_round),),
        ("the round",),
    ),
    Row(
        "S10",
        "To solve outer alignment really, one wants the process to care how the AI generalizes beyond its data.",
        "shown",
        "Two models lose nothing in training, and one fails when deployed. By what they lose there they "
        "cannot be told apart.",
        (Link(C22, "Act one: the trainer"), Link(C22, label="thm-22-silence")),
        (Fact(_two_models),),
    ),
    Row(
        "S11",
        "To solve inner alignment really, the AI should care for what its process communicates, and not only for raw "
        "outputs.",
        "shown",
        "Before the lava the literal reader of the reward does harm, and the one who reads it as evidence does none.",
        (Link(C22, "Act two: the robot"),),
        (Fact(_reads_as_evidence),),
    ),
    Row(
        "S12",
        "To solve either of them entirely, people find that they have had to solve the other.",
        "depends",
        "By the essay's definitions the two are independent: each pair of verdicts occurs. With “really” as in S10 "
        "and S11 there is an example in which each solution takes in a piece of the other problem, and no theorem.",
        (Link(C22, "What you can now say"), Link(C22, "Status")),
        (Fact(_four_pairs),),
        ("what “really solving” asks",),
    ),
    Row("S13", "He endorses attempts to solve alignment really.", "no formal claim", "A stance.", (Link(C22),)),
    Row(
        "S14",
        "Advice: think up processes that care for an AI's inner properties, or AIs that learn to care about humans "
        "by reflecting, with no optimizer in between.",
        "no formal claim",
        "Advice. A trainer who looks inside or rehearses is built; of the second kind there is a robot that "
        "rewrites its own training.",
        (Link(C22, "To look inside, or to rehearse"), Link(C21, "A robot that looks ahead")),
    ),
    Row(
        "S15",
        "The paragraph on really solving either is the most hand-wavy, and should be expanded.",
        "no formal claim",
        "A wish. A chapter is about that paragraph.",
        (Link(C22, "The essay, and its readers"),),
        by="a commenter",
    ),
    Row(
        "S16",
        "Agreed; more detail and an example would be good.",
        "no formal claim",
        "A wish. The chapter has an example.",
        (Link(C22, "The essay, and its readers"),),
        by="a second commenter",
    ),
    Row("S17", "(A comment that was deleted.)", "not decidable here", "Nobody can read it.", (), by="unknown"),
    Row(
        "S18",
        "The breakdown looks like added degrees of freedom.",
        "shown",
        "They can be counted in a list: 27 base objectives go with the clipper's two ends.",
        (Link(C20, "Degrees of freedom, counted"),),
        (Fact(_string),),
    ),
    Row(
        "S19",
        "Reflection blurs the line *rapidly*.",
        "not decidable here",
        "In a grid of 27 objectives the line blurs within two rounds; elsewhere it is up to the world that one writes "
        "down.",
        (Link(C21, "How rapid, whatever dusting does"),),
    ),
    Row(
        "S20",
        "So it is for *most present-day* simple AI.",
        "not decidable here",
        "A claim about systems that are built. How often it is so in worlds drawn at random is another matter.",
        (Link(C20, "What is not decided here"), Link(C16, "Two ends of a string")),
    ),
    Row(
        "S21",
        "If the distinction seems obvious to you, look for ways to blur it: an invitation.",
        "no formal claim",
        "An exercise for a group, at the end of the three chapters.",
        (Link(C20, "For the group"), Link(C21, "For the group"), Link(C22, "For the group")),
    ),
)

ROWS: tuple[Row, ...] = (*HUBINGER, *KOSOY, *STEINER)
"""All rows, in the order of the texts."""
