"""The exercises of chapter 15 are about the atlas of readings."""

from __future__ import annotations

from dataclasses import replace

from toymodel.agents import MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.worlds import Environment, Judge, Objective, World
from toymodel.zoo import coin_line, lazy_clipper, mixed_witness, tie
from toymodel_atlas.settled import entry

from ..controls import Select
from .examiners import choice, number, wants, world
from .record import Exercise, Guess, Prediction

CHARITABLE = Reading(objectives="some", optima="some", trivial="included", observed_in="deployment")


def smallest() -> Case:
    """Return the atlas's own smallest counterexample to I3 in the charitable reading."""
    return entry("I3", CHARITABLE).case()


def harmless() -> Case:
    """Return the same case without anything bad."""
    return replace(smallest(), judge=Judge.of([], "the human"))


def forbidden() -> Case:
    """Return the same case with everything bad."""
    env = smallest().world.training
    return replace(smallest(), judge=Judge.of([(env.states[s], env.actions[a]) for s, a in env.pairs], "the human"))


def pairs(case: Case) -> str:
    """Return what is wrong with the size of a case."""
    env = case.world.training
    n, m = len(env.states), len(env.actions)
    return "" if (n, m) == (1, 2) else f"It has {n} states and {m} actions; one state and two actions will do."


def kitchen(actions: str, does: str, bad: str) -> Case:
    """Return the robot and the cat with two actions or three, what it does, and what is bad."""
    case, size = tie(), int(actions)
    names = case.world.training.actions[:size]
    env = Environment.build(
        {"the kitchen": "the kitchen"}, start="the kitchen", discount="9/10", actions=names, name="the kitchen"
    )
    tea, human, zero = (Objective(tuple(row[:size] for row in each.rewards), each.name) for each in case.candidates)
    listed = {"both": names[:2], "neither": ()}.get(bad, (bad,))
    return replace(
        case,
        world=World.same(env),
        agents=(MesaOptimizer("the robot", tea, prefers=(env.action(does),)),),
        base=tea,
        judge=Judge.of([("the kitchen", a) for a in listed], "the human"),
        candidates=(tea, human, zero),
        human=human,
    )


EXERCISES = (
    Exercise(
        key="15.1",
        title="How far from the cautious reading?",
        question=(
            "The cautious reading counts every demonstrated objective, every optimal policy, behaviour observed in "
            "training, no trivial objectives, and data of deployment. How many of these five choices have to be "
            "changed, at least, before all three arrows of the main diagram are theorems?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "Find the starred columns in the atlas.",
            "Compare a star with the cautious reading, choice by choice. One of the two stars is nearer.",
            "Optimal policies and data are right already, and whether trivial ones count makes no difference.",
        ),
        examiner=number(
            2,
            {
                "0": "In the cautious reading the first arrow has a counterexample.",
                "1": "With some objective the first arrow is a theorem. But if behaviour is observed in training, the "
                "third arrow then has a counterexample.",
                "3": "One of the three need not be changed: look at the other star.",
                "4": "Four choices are needed in all. Does the cautious reading make some of them already?",
            },
            right="Some objective instead of every, and observed in deployment instead of training.",
            how="A whole number from 0 to 5.",
        ),
        solution=(
            "Two. The main diagram is valid with some demonstrated objective, every optimal policy, behaviour "
            "observed in deployment and data of deployment. The cautious reading has the second and the fourth."
        ),
        right=(2, "2"),
        wrong=(
            (0, "first arrow has"),
            ("1", "third arrow"),
            (3, "other star"),
            (4, "already"),
            (5, "too large"),
            ("all", "not a number"),
        ),
    ),
    Exercise(
        key="15.2",
        title="A premise at work",
        question=(
            "Under which reading of “its behavioral objective” does the third arrow, intent alignment and capability "
            "robustness give impact alignment, hold over all objectives and need *both* of its premises? (Let every "
            "optimal policy count, and behaviour be observed in training. The menu *cells shown* has more cells.)"
        ),
        minutes=3,
        difficulty="medium",
        importance="important",
        hints=(
            "Where every objective counts, the agent's own indicator is among them. What does that make of capability "
            "robustness?",
            "Where some objective is enough, the two premises may speak of two objectives.",
            "So both premises have to speak of one and the same objective, and it must not be the agent's own "
            "indicator just because that one is demonstrated.",
        ),
        examiner=choice(
            {
                "every": "every demonstrated objective",
                "some": "some demonstrated objective",
                "selected": "the one that a rule selects from those demonstrated",
                "none": "none of these",
            },
            "selected",
            {
                "every": "It is a theorem there, but what does its proof need? Look the cell up in the atlas.",
                "some": "It is broken there: the premises may hold by two different objectives.",
                "none": "There is one. Open the second choice of *cells shown*: which premises work?",
            },
            praise="Both premises then speak of the same objective, and nothing says in advance which it is.",
        ),
        solution=(
            "Where a rule selects. Intent alignment says that every optimal policy of the selected objective is "
            "harmless, capability robustness that the agent is one of these. With every objective the indicator does "
            "the work of the second premise; with some objective the two premises come apart."
        ),
        right=("selected",),
        wrong=(("every", "what does its proof need"), ("some", "two different"), ("none", "There is one")),
    ),
    Exercise(
        key="15.3",
        title="As small as can be",
        question=(
            "Break the third arrow in the most charitable reading: some demonstrated objective, zero counted, some "
            "optimal policy, behaviour observed in deployment. Use one state and two actions."
        ),
        minutes=6,
        difficulty="medium",
        importance="worth it",
        hints=(
            "The agent has to do something bad. It has one state and two actions to do it with.",
            "It is intent aligned if, for some demonstrated objective, some optimal policy is safe. Which "
            "objective does everything demonstrate?",
            "Under zero both actions are optimal. So let one be bad and have the agent take it.",
        ),
        examiner=world(
            wants("it has one state and two actions", pairs),
            wants("the agent is intent aligned", lambda case: case.check("intent aligned", CHARITABLE)),
            wants("the agent is capability robust", lambda case: case.check("capability robust", CHARITABLE)),
            wants("the agent is not impact aligned", lambda case: case.check("impact aligned", CHARITABLE), False),
            start=tie,
            build=kitchen,
            actions=Select("what can be done", (("3", "round, over, stay"), ("2", "round, over")), "3"),
            does=Select("the robot goes", (("go round", "round"), ("go over", "over")), "go over"),
            bad=Select("bad is", (("go over", "over"), ("both", "both"), ("neither", "neither")), "go over"),
            praise="It could have done right, it wanted nothing in particular, and it did wrong.",
        ),
        solution=(
            "One state, actions a and b; a is bad, and the agent plays a. Zero is demonstrated, and under zero b is "
            "optimal and harmless, so the agent is intent aligned; it loses nothing on zero, so it is capability "
            "robust; and it "
            'does harm. `toymodel_atlas.settled.entry("I3", …).case()` is such a case.'
        ),
        right=(smallest(),),
        wrong=(
            (harmless(), "not impact aligned"),
            (forbidden(), "intent aligned"),
            (coin_line(), "one state"),
            (lazy_clipper(), "one state"),
            (mixed_witness(), "one state"),
            ("a is bad", "begins with"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="15.1",
        question="Before you go on, write down three guesses.",
        guesses=(
            Guess(
                (
                    "Which *single* choice makes all three arrows of the main diagram theorems, whatever else you "
                    "choose?"
                ),
                {
                    "some": "some objective",
                    "deployment": "observed in deployment",
                    "optima": "some optimal policy",
                    "none": "no single one does",
                },
                "none",
            ),
            Guess(
                (
                    "In the cautious reading (every objective, every optimal policy, observed in training, trivial "
                    "ones left out, data of deployment) how many of the three hold?"
                ),
                {"0": "none", "1": "one", "2": "two", "3": "all three"},
                "2",
            ),
            Guess(
                "Over all 168 cells, is there a premise that never does any work?", {"yes": "yes", "no": "no"}, "yes"
            ),
        ),
        answer=(
            "1. None, and no two or three either. It takes four choices together: look for the stars below.\n"
            "2. Two. Only the first arrow fails. With every objective and data of deployment that is so whatever "
            "else is chosen.\n"
            "3. Yes. Capability robustness, in the third arrow: no theorem needs it. In the fifth it is the same. "
            "(And so is robustness in I5b, the way back to capability robustness: where that is a theorem, "
            "everybody is capability robust.)"
        ),
    ),
)
