"""The exercises of chapter 17 are about what the researcher's case shows, and about her twin in the two rooms."""

from __future__ import annotations

from dataclasses import replace

from toymodel.agents import MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.worlds import World
from toymodel.zoo import two_buttons

from ..controls import Select
from .examiners import choice, wants, world
from .record import Exercise, Guess, Prediction

OWN_LIGHTS = Reading(behavior="mesa", performs="W5")
WIRES = (("as they were", "as they were"), ("swapped", "swapped"))
ROOMS = (("room 0", "room 0"), ("room 1", "room 1"))


def content() -> Case:
    """Return somebody who wants room 1, knows the wires, and gets there."""
    return twin("as they were", "as they were", "room 1")


def twin(wires: str = "swapped", believes: str = "swapped", wanted: str = "room 0") -> Case:
    """Return the two rooms with somebody who searches for the way to a room, by what it believes of the wires."""
    case = two_buttons()
    envs = {"as they were": case.world.training, "swapped": case.world.deployment}
    agent = MesaOptimizer("the presser", case.objective(wanted), envs[believes])
    return replace(case, agents=(agent,), world=World(case.world.training, envs[wires]))


EXERCISES = (
    Exercise(
        key="17.1",
        title="What one case can show",
        question="Which of these does the researcher's case *not* show?",
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "She is one agent. Which of the four speak of her, and which of all agents?",
            "A claim about all agents is refuted by one. Can one also prove it?",
            "Two of the four speak of all agents. One of these she refutes.",
        ),
        examiner=choice(
            {
                "arrow": "the third arrow is no theorem, if what counts is the objective that an agent searches by "
                "and success by its own beliefs",
                "fact": "whether she succeeds by the truth depends on a fact that she does not know",
                "sure": "no agent can be sure to succeed by the truth",
                "every": "she is not intent aligned, if every objective that she demonstrates has to pass",
            },
            "sure",
            {
                "arrow": "It does. She is intent aligned and capability robust in that sense, and does harm; "
                "to refute the arrow one such agent is enough.",
                "fact": "It does. Make the AI good and leave her as she is: then she succeeds.",
                "every": "It does. In her beliefs she demonstrates the doom-lover's objective as well.",
            },
            praise="She is one agent. A case can refute what is said of all agents; it cannot prove it.",
        ),
        solution=(
            "That no agent can be sure to succeed by the truth. It may be so, but one case cannot prove what is said "
            "of all agents. The first is refuted by one case, and the other two are about her."
        ),
        right=("sure",),
        wrong=(
            ("arrow", "one such agent is enough"),
            ("fact", "leave her as she is"),
            ("every", "doom-lover"),
            ("all of them", "not among"),
        ),
    ),
    Exercise(
        key="17.2",
        title="Her twin in the two rooms",
        question=(
            "Somebody in the two rooms searches for the way to a room, by what it believes of the wires. Make it the "
            "researcher's twin: by the objective that it searches by it is intent aligned, by its own beliefs it is "
            "capability robust, and it does harm. Room 1 is bad."
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "Which room must it want, so that what it wants is harmless?",
            "As the world is given, its beliefs are true, and it gets what it wants.",
            "It has to come to room 1 and think that it comes to room 0.",
        ),
        examiner=world(
            wants("it is intent aligned", lambda case: case.check("intent aligned", OWN_LIGHTS)),
            wants(
                "it is capability robust by its own beliefs", lambda case: case.check("capability robust", OWN_LIGHTS)
            ),
            wants("it is not impact aligned", lambda case: case.check("impact aligned", OWN_LIGHTS), False),
            start=content,
            build=twin,
            wires=Select("the wires, in deployment, are", WIRES, "as they were"),
            believes=Select("it believes that they are", WIRES, "as they were"),
            wanted=Select("it wants to be in", ROOMS, "room 1"),
            praise="It wants well, does the best by its beliefs, and the wires lead elsewhere.",
        ),
        solution=(
            "It wants to be in room 0, and believes of the wires what is not so: that they are as they were while they "
            "are swapped, or that they are swapped while they are as they were. Either way it presses the button that "
            "leads to room 1. A wish for room 1 would not do: then it would not be intent aligned."
        ),
        right=(twin("swapped", "as they were"), twin("as they were", "swapped")),
        wrong=(
            (content(), "But"),
            (twin(), "But"),
            (twin("swapped", "as they were", "room 1"), "But"),
            ("the lazy twin", "begins with"),
            (7, "give a Case"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="17.1",
        question=(
            "Let an agent's objective be the one that it searches by. It is intent aligned if every way of pursuing "
            "that objective without mistakes is harmless."
        ),
        guesses=(
            Guess(
                "Its success is judged by the truth, exactly. Can it be intent aligned and capability robust, and do "
                "harm?",
                {"yes": "yes", "no": "no"},
                "no",
            ),
            Guess("Its success is judged by its own beliefs. Can it now?", {"yes": "yes", "no": "no"}, "yes"),
            Guess(
                "Still by its own beliefs, but *every* objective that it demonstrates in them has to pass. Can it?",
                {"yes": "yes", "no": "no"},
                "no",
            ),
        ),
        answer=(
            "*By the truth: no.* What it does is then one of the ways to pursue its objective without mistakes, and "
            "all of these are harmless. *By its beliefs: yes.* The researcher does. *With every objective: no*, "
            "whoever judges. One of the objectives that everybody demonstrates is “to do what I do”. If that one is "
            "harmless, then so is what is done."
        ),
    ),
)
