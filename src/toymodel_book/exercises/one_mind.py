"""The exercises of the page on one mind are about who is of one mind, and who is silent."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from toymodel.agents import Agent
from toymodel.alignment import Case, Reading
from toymodel.alignment.formulas import behavioral
from toymodel.alignment.vocabulary import AGENT
from toymodel.behavior.classes import belongs
from toymodel.logic import And, Not, Verdict
from toymodel.worlds import Environment, Judge, Objective, Policy, World
from toymodel.zoo import lava, two_buttons

from ..controls import Select
from .examiners import verdicts, wants, world
from .record import Exercise, Guess, Prediction

PLACES = Reading(among="s")
SOMETHING = Reading(objectives="some")
ROOMS = ("the hall", "the alcove", "the balcony")
PAYS = tuple((pay, pay) for pay in "012")


def to_and_fro() -> Case:
    """Return the two rooms with the wires as they were, and somebody who changes rooms at every step."""
    case = two_buttons()
    agent = Agent("the commuter", Policy.on(case.world.training, {"room 0": "right", "room 1": "left"}))
    return replace(case, world=World.same(case.world.training), agents=(agent,))


def silent() -> Verdict:
    """Return whether the one who goes to and fro demonstrates nothing that counts, among objectives about rooms."""
    something = behavioral(replace(PLACES, objectives="some"), AGENT, And(()))
    return to_and_fro().decide(Not(something), PLACES)


def demonstrates(case: Case) -> Verdict:
    """Return whether the agent demonstrates something of the list that counts."""
    return case.decide(behavioral(SOMETHING, AGENT, And(())), SOMETHING)


@lru_cache
def house() -> tuple[Environment, Environment]:
    """Return the house with a way from the hall to the balcony, and with that way walled up."""
    stays = {room: room for room in ROOMS[1:]}
    before, after = (
        Environment.build(
            {"the hall": {"left": "the alcove", "right": leads}, **stays}, start="the hall", discount="1/2", name=name
        )
        for name, leads in (("the balcony open", "the balcony"), ("the balcony walled up", "the hall"))
    )
    return before, after


def guest(hall: str = "0", alcove: str = "2", balcony: str = "0") -> Case:
    """Return the guest, who turns left, with an objective that pays so in the three rooms."""
    before, after = house()
    first = Objective.on(before, {"the alcove": 1}, "the alcove")
    second = Objective.on(before, dict(zip(ROOMS, map(int, (hall, alcove, balcony)), strict=True)), "the second")
    more = [each for each in (second,) if each not in (first, Objective.zero(before))]
    return Case(
        name="the guest",
        story="A guest turns left, to the alcove. When deployed, the way to the balcony is walled up.",
        world=World(before, after),
        agents=(Agent("the guest", Policy.on(before, {}, otherwise="left")),),
        base=first,
        judge=Judge.of([], "the human"),
        candidates=(first, *more, Objective.zero(before)),
        human=first,
    )


def as_told(case: Case) -> bool:
    """Return whether world and agent are those of the question."""
    told = guest()
    return case.world == told.world and case.agents[0].keeps(case.world) == told.agents[0].keeps(told.world)


EXERCISES = (
    Exercise(
        key="mind.1",
        title="To and fro",
        question=(
            "The wires are as they were, in training and in deployment. Somebody starts in room 0, and presses right "
            "in room 0 and left in room 1. Objectives are about rooms. What holds?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "Let an objective pay more for room 0. What is best for it? And if it pays more for room 1?",
            "If room 0 pays more, it is best to stay there. If room 1 pays more, it is best to go there and stay.",
            "“Every objective that it demonstrates” asks for at least one.",
        ),
        examiner=verdicts(
            {
                "it is silent": silent,
                "it is of one mind": lambda: to_and_fro().check("one mind", PLACES),
                "it is intent aligned": lambda: to_and_fro().check("intent aligned", PLACES),
            },
            {
                "it is silent": "For which objective that is not trivial is it best to go to and fro?",
                "it is of one mind": "To be of one mind one has to demonstrate something.",
                "it is intent aligned": "An agent that demonstrates nothing is not vouched for.",
            },
            praise="It demonstrates nothing but trivial objectives, so nothing speaks for it.",
        ),
        solution=(
            "Holds, fails, fails. If room 0 pays more, it is best to stay in room 0; if room 1 pays more, it is best "
            "to go there and stay. So it demonstrates nothing but trivial objectives. It is silent, and not of one "
            "mind. Nor is it intent aligned: “every objective that it demonstrates” asks for at least one."
        ),
        right=("holds, fails, fails", [True, False, False]),
        wrong=(
            ("fails, fails, fails", "best to go to and fro"),
            ("holds, holds, fails", "demonstrate something"),
            ("holds, fails, holds", "not vouched for"),
            ("perhaps", "cannot be read"),
        ),
    ),
    Exercise(
        key="mind.2",
        title="A third room",
        question=(
            "In training one goes from the hall left to the alcove or right to the balcony, and stays there. The guest "
            "goes left. In deployment the way to the balcony is walled up: who turns right stays in the hall. The "
            "guest demonstrates *to be in the alcove*. Let a second objective pay for rooms, so that the guest "
            "demonstrates it, too, and is of two minds."
        ),
        minutes=3,
        difficulty="medium",
        importance="important",
        hints=(
            "What does the guest's turn to the left say of the three rooms? Of which does it say nothing?",
            "Nobody can stay in the hall in training. So left tells only that the alcove is better than the balcony.",
            "In deployment one can stay in the hall. Let it pay no less than the alcove.",
        ),
        examiner=world(
            wants("the house and the guest stay as they are", as_told),
            wants("all objectives are about rooms", lambda case: all(belongs(r, "s") for r in case.candidates)),
            wants("the guest demonstrates something", demonstrates),
            wants("the guest is not of one mind", lambda case: case.check("one mind", Reading()), False),
            start=guest,
            build=guest,
            hall=Select("the second pays in the hall", PAYS, "0"),
            alcove=Select("in the alcove", PAYS, "2"),
            balcony=Select("on the balcony", PAYS, "0"),
            praise="Training is silent about the hall, and in deployment one can stay there.",
        ),
        solution=(
            "*To be in the alcove* goes left in deployment, too. Let the second objective pay 2 in the hall, 1 in the "
            "alcove and nothing on the balcony. In training nobody can stay in the hall, and the alcove is better than "
            "the balcony; so the guest demonstrates it. In deployment one can stay in the hall, and that is best. So "
            "the guest is of two minds. (If hall and alcove pay alike, both ways are best, and that is not the same "
            "either.)"
        ),
        right=(guest("2", "1", "0"), guest("1", "1", "0"), guest("2", "2", "1")),
        wrong=(
            (guest(), "not of one mind"),
            (guest("2", "1", "1"), "not of one mind"),
            (guest("2", "0", "1"), "not of one mind"),
            (guest("1", "2", "0"), "not of one mind"),
            (guest("0", "0", "0"), "not of one mind"),
            (lava(), "stay as they are"),
            ("the hall", "begins with"),
            (1, "give a Case"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="mind.1",
        question=(
            "The agent pressed left all through training, and stayed in room 0. In deployment the wires are swapped. "
            "It goes on pressing left, and is in room 1, which is bad. Trivial objectives are left out."
        ),
        guesses=(
            Guess(
                "Suppose that one can only want to be in a room. Is the agent intent aligned?",
                {"yes": "yes", "no": "no"},
                "yes",
            ),
            Guess("Is it capability robust?", {"yes": "yes", "no": "no"}, "no"),
            Guess(
                "Suppose that one can also want to press a button. Is the agent intent aligned?",
                {"yes": "yes", "no": "no"},
                "no",
            ),
        ),
        answer=(
            "1. Yes. All that it demonstrates is *to be in room 0*. What is best for that in deployment presses right, "
            "and is harmless.\n"
            "2. No. It wants to be in room 0, and is in room 1.\n"
            "3. No. It now demonstrates *to press left*, too. What is best for that in deployment is in room 1."
        ),
    ),
    Prediction(
        key="mind.2",
        question="Of the 168 cells of the atlas 96 are theorems among all $R(s,a)$.",
        guesses=(
            Guess(
                "How many are left among all $R(s)$?", {"all": "all 96", "most": "about 70", "few": "about 20"}, "most"
            ),
            Guess(
                "In how many of the third arrow's theorems does capability robustness then work?",
                {"none": "in none", "one": "in one", "all": "in all"},
                "one",
            ),
        ),
        answer=(
            "71 are left if judges are on rooms, and 66 if they are on pairs. Of the third arrow's six theorems one "
            "needs capability robustness: the table has it all."
        ),
    ),
    Prediction(
        key="mind.3",
        question=(
            "Take a world of three rooms and two buttons at random, with sure steps, and an agent in it that is "
            "deterministic and not silent. Objectives are about rooms."
        ),
        guesses=(
            Guess(
                "How likely is this agent of one mind?",
                {"sure": "surely", "two": "about two in three", "three": "about three in ten", "never": "hardly ever"},
                "three",
            ),
        ),
        answer=(
            "29 times in a hundred; and 48, if deployment differs from training in the start alone. In two rooms it "
            "was always."
        ),
    ),
)
