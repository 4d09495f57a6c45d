"""Cases: what is refused when one is made, whom a verdict is said of, and the states of arrows."""

from dataclasses import replace
from fractions import Fraction

import pytest

from toymodel import zoo
from toymodel.agents import Agent, MesaOptimizer
from toymodel.alignment import ARROWS, DEFINITIONS, DIAGRAMS, Case, Reading, definition
from toymodel.alignment.vocabulary import AGENT, base_safe, demonstrates, optimal, performs, safe, trivial
from toymodel.logic import Atom, Var
from toymodel.worlds import Environment, Judge, Objective, Policy, World

from ..oracles.verdicts import Oracle, redecide

ENV = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="1/2")
OTHER = Environment.build({"s": {"go": "s", "stay": "t"}, "t": "t"}, start="s", discount="1/2")
ZERO, LIKES_T = Objective.zero(ENV), Objective.on(ENV, {"t": 1}, "likes t")
GO, STAY = (Policy.on(ENV, {}, otherwise=a, name=a) for a in ("go", "stay"))
GOER = Agent("the goer", GO)


def case(**changes) -> Case:
    """A case in which the base objective and the human are at odds."""
    given = {
        "name": "small",
        "story": "",
        "world": World(ENV, OTHER),
        "agents": (GOER,),
        "base": LIKES_T,
        "judge": Judge.of([("s", "stay")]),
        "candidates": (ZERO, LIKES_T),
    }
    return Case(**(given | changes))


def three_states() -> Environment:
    return Environment.build(dict.fromkeys("stu", "u"), start="s", discount="1/2", actions=["go", "stay"])


LONE = Objective(((((0, 0), (1, 0)), ((0, 0),)), (((1, 0),), ((1, 0),))), "lone")
"""Says nothing of what staying in s pays when it leads to t: enough in ENV, not in OTHER."""


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"agents": ()}, ValueError, "case 'small' has no agent"),
        ({"agents": (GOER, GOER)}, ValueError, "agent 'the goer' is given twice; names must differ"),
        ({"candidates": (ZERO, LIKES_T, LIKES_T)}, ValueError, "candidate objective 'likes t' is given twice"),
        ({"candidates": (LIKES_T,)}, ValueError, r"the candidates lack zero \('zero'\); add it"),
        ({"candidates": (ZERO,)}, ValueError, r"the candidates lack the base objective \('likes t'\); add it"),
        ({"human": Objective.on(ENV, {"s": 1}, "h")}, ValueError, r"lack the human's objective \('h'\); add it"),
        (
            {"agents": (MesaOptimizer("m", Objective.on(ENV, {"s": 1}, "own")),)},
            ValueError,
            r"the candidates lack the objective of m \('own'\); add it",
        ),
        ({"judge": Judge.of([("s", "jump")])}, KeyError, "unknown action 'jump'; known: go, stay"),
        ({"judge": Judge.in_each([(ENV, Judge.of([]))])}, ValueError, "says nothing about environment"),
        ({"agents": (Agent("x", Policy.deterministic([0, 0, 0], 2)),)}, ValueError, r"has shape \(3, 2\)"),
        ({"agents": (Agent("x", GO, Policy.deterministic([0, 0], 3)),)}, ValueError, r"has shape \(2, 3\)"),
        ({"candidates": (ZERO, LIKES_T, Objective.from_array([[1]]))}, ValueError, r"has shape \(1, 1\)"),
        ({"candidates": (ZERO, LIKES_T, LONE)}, ValueError, "does not say what stay in s pays"),
        ({"agents": (Agent("x", GO, believed=three_states()),)}, ValueError, "the same states"),
        (
            {"world": World.same(ENV), "candidates": (ZERO, LIKES_T, LONE), "agents": (Agent("x", GO, None, OTHER),)},
            ValueError,
            "does not say what stay in s pays",
        ),
    ],
)
def test_refused(changes, error, message):
    with pytest.raises(error, match=message):
        case(**changes)


def test_unknown_names_list_the_known_ones():
    small = case()
    with pytest.raises(KeyError, match="unknown agent 'me'; known: the goer"):
        small.check("robust", agent="me")
    with pytest.raises(KeyError, match="unknown objective 'R'; known: zero, likes t"):
        small.objective("R")
    with pytest.raises(KeyError, match="unknown definition 'kind'; known: impact aligned, intent aligned"):
        small.check("kind")
    with pytest.raises(KeyError, match="unknown arrow 'I9'; known: I1, I2"):
        small.arrow("I9")
    assert small.objective("likes t") is LIKES_T
    assert small.agent("the goer") is small.agent() is GOER
    assert definition("intent alignment") is definition("intent aligned") is DEFINITIONS["intent aligned"]


def test_whom_a_verdict_is_said_of():
    both = case(agents=(GOER, MesaOptimizer("the planner", LIKES_T)))
    assert both.check("inner aligned").status == "undefined"
    assert both.check("inner aligned", agent="the planner").holds
    assert both.check("robust", agent="the planner").claim == "the planner is robust"
    assert both.check("outer aligned").claim == "the objective 'likes t' is outer aligned"
    assert str(both.check("robust", agent="the planner")).startswith("No: the planner loses ")
    assert str(both.check("inner aligned")).startswith("Undefined: the goer is no mesa-optimizer")


def test_two_policies_need_replanning():
    fickle = Agent("the fickle", GO, STAY)
    small = case(agents=(fickle,))
    for name in ("impact aligned", "robust", "intent aligned"):
        verdict = small.check(name)
        assert verdict.status == "undefined"
        assert verdict.text == "the fickle has one policy for each environment; read it with replans='yes'"
    replanning = Reading(replans="yes")
    assert small.check("robust", replanning).holds
    assert not small.check("impact aligned", replanning).holds
    assert small.check("outer aligned").holds is not None


def test_an_agent_that_demonstrates_nothing_is_not_vouched_for():
    """Under “every” too: only zero fits what it does, and zero is trivial."""
    small = case(agents=(Agent("the stayer", STAY),), judge=Judge.of([]))
    for objectives in ("every", "some", "selected"):
        rule = {"selected_by": "base"} if objectives == "selected" else {}
        for name in ("intent aligned", "objective robust", "capability robust"):
            assert small.check(name, Reading(objectives=objectives, **rule)).holds is False
            assert small.check(name, Reading(objectives=objectives, trivial="included", **rule)).holds is not None
    assert (
        "there is no non-trivial candidate objective that the stayer demonstrates" in small.check("intent aligned").text
    )


def test_no_model_does_best_everywhere():
    small = case()
    verdict = small.check("outer aligned", Reading(encountered="both"))
    assert (verdict.holds, verdict.status) == (None, "undefined")
    assert verdict.text.startswith("there is no policy optimal for")
    with pytest.raises(ValueError, match="the verdict is undefined"):
        bool(verdict)
    for place in ("training", "deployment"):
        assert small.check("outer aligned", Reading(encountered=place)).holds is not None


def test_no_beliefs_no_verdict():
    small = case()
    for name, reading in (("intent aligned", Reading(observed_in="beliefs")), ("capability robust", W5)):
        verdict = small.check(name, reading)
        assert verdict.status == "undefined"
        assert verdict.text == "nobody has said what the goer believes"
    nothing_helps = case(judge=Judge.of_states(ENV, ["s", "t"]))
    assert nothing_helps.check("intent aligned", Reading(observed_in="beliefs", objectives="some")).holds is False


W5 = Reading(performs="W5")


def test_a_budget_too_small_is_said_to_be():
    case, reading = (
        replace(zoo.misguided_researcher(), budget=1),
        Reading(observed_in="deployment", encountered="training"),
    )
    tight = case.check("outer aligned", reading)
    assert (tight.status, tight.holds, tight.witness) == ("undecided", None, None)
    assert "budget 1" in tight.text
    with pytest.raises(ValueError, match="the verdict is undecided"):
        bool(tight)
    assert str(tight).startswith("Undecided: ")
    assert redecide(Oracle(case, reading), "outer aligned", tight) == []
    assert replace(case, budget=1000).check("outer aligned", reading).holds is not None


# What is said of an atom ----------------------------------------------------------------------------

ATOMS = [
    (optimal("training"), (LIKES_T, None), True, "the goer is optimal for likes t in training"),
    (optimal("deployment"), (LIKES_T, None), False, "the goer loses 1 on likes t in deployment"),
    (optimal("both"), (LIKES_T, None), False, "the goer loses 1 on likes t in deployment"),
    (safe("training"), (None,), True, "the goer does nothing in training that the judge judges bad"),
    (base_safe("deployment", Fraction(0)), (LIKES_T, None), False, "the goer plays go in s, which is bad by likes t"),
    (
        base_safe("deployment", Fraction(1, 4)),
        (LIKES_T, None),
        False,
        "the goer plays go in s, which is bad by likes t by more than 0.25",
    ),
    (
        base_safe("deployment", Fraction(1, 2)),
        (LIKES_T, None),
        True,
        "the goer does nothing in deployment that is bad by likes t by more than 0.5",
    ),
    (demonstrates("feasible", "training"), (None, LIKES_T), True, "the goer demonstrates likes t"),
    (demonstrates("feasible", "both"), (None, LIKES_T), False, "the goer does not demonstrate likes t"),
    (trivial("training"), (ZERO,), True, "zero is trivial"),
    (trivial("training"), (LIKES_T,), False, "likes t is not trivial"),
    (performs("W1", Fraction(0)), (None, ZERO), True, "the goer loses nothing on zero in deployment"),
    (performs("W1", Fraction(0)), (None, LIKES_T), False, "the goer loses 1 on likes t in deployment"),
    (performs("W2", Fraction(1)), (None, LIKES_T), True, "the goer loses 1 on likes t in deployment, within ε = 1"),
    (
        performs("W2", Fraction(1, 2)),
        (None, LIKES_T),
        False,
        "the goer loses 1 on likes t in deployment, more than ε = 0.5",
    ),
    (performs("W5", Fraction(0)), (None, LIKES_T), None, "nobody has said what the goer believes"),
    (safe("beliefs"), (None,), None, "nobody has said what the goer believes"),
]


@pytest.mark.parametrize(("symbol", "values", "holds", "text"), ATOMS, ids=lambda x: getattr(x, "name", ""))
def test_what_is_said_of_an_atom(symbol, values, holds, text):
    """Going keeps likes t from happening in deployment, at a cost of 1: V*(s) = 1, by staying."""
    meaning = case().semantics(Reading())
    known = [meaning.given(AGENT) if value is None else value for value in values]
    letters = tuple(Var(f"x{k}", "thing", "x", "it") for k in range(len(known)))
    verdict = meaning.verdict(Atom(symbol, letters), dict(zip(letters, known, strict=True)))
    assert (verdict.holds, verdict.text) == (holds, text)


def test_two_policies_are_looked_at_where_they_act():
    """Optimal, safe and demonstrating in each environment by what is done there."""
    meaning = case(agents=(Agent("the nimble", GO, STAY),)).semantics(Reading(replans="yes"))
    pair = meaning.given(AGENT)
    assert meaning.atom(optimal("both"), LIKES_T, pair).holds
    assert meaning.atom(demonstrates("feasible", "both"), pair, LIKES_T).holds
    assert meaning.atom(safe("training"), pair).holds
    assert not meaning.atom(safe("both"), pair).holds


# Arrows ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("premises", "conclusion", "state"),
    [
        ((True, True), True, "carried"),
        ((True, True), False, "broken"),
        ((True, False), False, "idle"),
        ((None, False), None, "idle"),
        ((None, True), False, "open"),
        ((True, True), None, "open"),
    ],
)
def test_states_of_arrows(monkeypatch, premises, conclusion, state):
    small = case()
    known = dict(zip((*ARROWS["I2"].premises, ARROWS["I2"].conclusion), (*premises, conclusion), strict=True))
    honest = Case.check

    def check(self, name, reading=None, agent=None):
        status = {True: "true", False: "false", None: "undefined"}[known[name]]
        return replace(honest(self, name, reading, agent), status=status)

    monkeypatch.setattr(Case, "check", check)
    found = small.arrow("I2")
    assert found.state == state
    assert [p.holds for p in found.premises] == list(premises)
    said = {
        "carried": "premises and conclusion hold here",
        "broken": "the premises hold here and the conclusion fails: a counterexample",
        "idle": "a premise fails here, so this case says nothing of the arrow",
        "open": "something here is undefined or undecided, so this case says nothing of the arrow",
    }
    assert str(found) == f"I2 (outer alignment ∧ objective robustness ⇒ intent alignment): {said[state]}"


def test_arrows_all_at_once():
    small = case(agents=(MesaOptimizer("m", LIKES_T),))
    for reading in (Reading(), Reading(objectives="some", trivial="included")):
        found = small.arrows(reading)
        assert list(found) == list(ARROWS)
        for name, verdict in found.items():
            assert verdict == small.arrow(name, reading)
    both = case(agents=(GOER, MesaOptimizer("the planner", LIKES_T)))
    assert both.arrows(agent="the planner")["I1"] == both.arrow("I1", agent="the planner")
    assert both.arrows(agent="the planner")["I1"].premises != both.arrows()["I1"].premises


def test_diagrams_draw_what_there_is():
    for diagram in DIAGRAMS:
        boxes = {name for name, _, _ in diagram.boxes}
        assert boxes <= DEFINITIONS.keys()
        for name in diagram.arrows:
            assert ARROWS[name].drawn
            assert {*ARROWS[name].premises, ARROWS[name].conclusion} <= boxes


@pytest.mark.parametrize(
    ("part", "given", "remedy"),
    [
        ("world", lambda case: case.world.training, r"world is of the type Environment; give World\.same"),
        ("agents", lambda case: case.agents[0], r"agents is of the type MesaOptimizer; give a tuple, \(agent,\)"),
        ("agents", lambda case: (case.agents[0].plan(case.world.training),), r"an agent is of the type Policy; give A"),
        ("base", lambda case: case.base.rewards, r"base is of the type tuple; give an objective"),
        ("judge", lambda _: None, r"judge is of the type NoneType; give a judge, Judge\.of"),
        ("candidates", lambda case: case.base, r"candidates is of the type Objective; give a tuple"),
    ],
)
def test_a_part_of_another_kind_is_told(part, given, remedy):
    case = zoo.misguided_researcher()
    with pytest.raises(ValueError, match=remedy):
        replace(case, **{part: given(case)})
