"""The exercises of chapter 14 are about the robustness-centric diagram."""

from __future__ import annotations

from dataclasses import replace

from toymodel.agents import Agent
from toymodel.alignment import MAIN, Case, Reading
from toymodel.worlds import Policy, World, listed
from toymodel.zoo import coin_line, good_enough, lava, lazy_clipper, nursery_corridor, taxonomy, tie, two_buttons
from toymodel.zoo.cases.coin_line import environment

from ..controls import Select, Slider
from .examiners import number, wants, world
from .record import Exercise, Guess, Prediction

FORGIVING = Reading(performs="W2", epsilon="1/10")
PLACES = Reading(among="s")


def rooms(wires: str, first: str, second: str) -> Case:
    """Return the two rooms with these wires in deployment, and an agent that presses so in each."""
    case = two_buttons()
    training = case.world.training
    policy = Policy.on(training, {"room 0": first, "room 1": second})
    world = case.world if wires == "swapped" else World.same(training)
    return replace(case, world=world, agents=(Agent("the agent", policy),))


def for_room_1(wires: str, first: str, second: str) -> Case:
    """Return the same with a base objective that pays for room 1."""
    case = rooms(wires, first, second)
    return replace(case, base=case.objective("room 1"))


def swapped() -> Case:
    """Return the two rooms with their wires swapped, paid for room 1, and an agent that always presses right."""
    return for_room_1("swapped", "right", "right")


def first_diagram(case: Case) -> str:
    """Say which arrow of the main diagram breaks, if one does."""
    broken = [name for name in MAIN.arrows if case.arrow(name, FORGIVING).state == "broken"]
    return f"But {listed(broken)} does." if broken else ""


def runner(coin: str, begins: str, turns: str) -> Case:
    """Return the coin line, begun elsewhere in deployment, with a table that may turn left on the left."""
    case = coin_line(int(coin))
    if begins != "3":
        deployed = environment(int(coin), start=int(begins), name=f"the coin in cell {coin}, begun in cell {begins}")
        case = replace(case, world=World(case.world.training, deployed))
    if turns == "right":
        return case
    turning = Policy.on(case.world.training, {f"cell {c}": "left" for c in range(3)}, otherwise="right")
    first = Agent("the new table", turning)
    return replace(case, agents=(first, *case.agents))


EXERCISES = (
    Exercise(
        key="14.1",
        title="What two heads add",
        question=(
            "Take the drawings alone. Assume outer alignment and robustness, and give the fifth arrow two heads. How "
            "many of the boxes that you have not assumed follow in the second diagram?"
        ),
        minutes=2,
        difficulty="easy",
        importance="worth it",
        hints=(
            "Follow the arrows whose premises you have, in any order, until nothing is added.",
            "Robustness is a premise of I4. With two heads it is a premise of two more arrows.",
            "Intent alignment is no box of that diagram, and no arrow points at inner alignment.",
        ),
        examiner=number(
            3,
            {
                "1": "That is with one head: impact alignment. What do the two heads say of a robust agent?",
                "2": "Two heads give objective and capability robustness. And the fourth arrow?",
                "4": "Does an arrow of this diagram point at intent alignment, or at inner alignment?",
                "5": "Does an arrow of this diagram point at intent alignment, or at inner alignment?",
            },
            right="They are impact alignment, objective robustness and capability robustness.",
            how="A whole number from 0 to 5.",
        ),
        solution=(
            "I4 gives impact alignment. The two heads give objective robustness and capability robustness. Intent "
            "alignment is not in this diagram, and nothing gives inner alignment. (Take both diagrams together and "
            "intent alignment follows too, by I2. So outer alignment and robustness give intent alignment if there are "
            "two heads, and not if there is one.)"
        ),
        right=(3, "3"),
        wrong=(
            (1, "one head"),
            ("2", "fourth arrow"),
            (4, "point at"),
            (5, "point at"),
            (0, "too small"),
            ("all", "not a number"),
        ),
    ),
    Exercise(
        key="14.2",
        title="Able, and off the mark",
        question=(
            "This time the base objective pays for room 1, good or bad, and objectives are about rooms. An agent that "
            "always presses right wants room 1, and once the wires are swapped it does not get there. Change the "
            "wires, or what it presses, or both, so that it is capability robust and yet not robust."
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "It has to get what it wants, and that must not be room 1.",
            "What does an agent press in training that wants room 0? There the left button led to it.",
            "Leave the wires as they were, or it will not get there.",
        ),
        examiner=world(
            wants("the agent is capability robust", lambda case: case.check("capability robust", PLACES)),
            wants("it is not robust", lambda case: case.check("robust", PLACES), False),
            start=swapped,
            build=for_room_1,
            wires=Select(
                "the wires, when deployed, are", (("kept", "as they were"), ("swapped", "swapped")), "swapped"
            ),
            first=Select("in room 0 it presses", (("left", "left"), ("right", "right")), "right"),
            second=Select("in room 1 it presses", (("left", "left"), ("right", "right")), "right"),
            praise="The agent you began with showed that capability robustness works; this one shows it of objective "
            "robustness.",
        ),
        solution=(
            "Leave the wires as they were, and let it press left in both rooms. Then it wants room 0, and it gets "
            "there: it is capability robust. The base objective pays for room 1, so it is not robust. What fails is "
            "the other premise of the fifth arrow, objective robustness."
        ),
        right=(for_room_1("kept", "left", "left"), for_room_1("kept", "left", "right")),
        wrong=(
            (for_room_1("kept", "right", "right"), "not robust"),
            (for_room_1("swapped", "left", "left"), "capability robust"),
            (for_room_1("kept", "right", "left"), "capability robust"),
            ("room 0", "begins with"),
        ),
    ),
    Exercise(
        key="14.3",
        title="What speed can hide",
        question=(
            "The courier of this chapter: by day the corridor has regret 0 on speed and 0 on the base objective, "
            "the nursery 1/20 and 1, the theatre 1/5 and 2. It is capability robust up to ε = 1/10, by speed. What is "
            "the largest regret on the base objective that it can have?"
        ),
        minutes=5,
        difficulty="medium",
        importance="important",
        hints=(
            "It may mix. The points of all policies fill the triangle between the three ways.",
            "At 1/10 on the axis of speed, the upper edge lies between the nursery and the theatre.",
            "From 1/20 to 1/5 the edge rises from 1 to 2. How far along is 1/10?",
        ),
        examiner=number(
            "4/3",
            {
                "2": "Twenty per unit would give that, but beyond the nursery the edge is less steep; and the theatre "
                "alone costs 1/5 on speed.",
                "1": "That is what the corridor and the theatre give, half and half; or the nursery alone. There is a "
                "better mix.",
                "3/2": "That is halfway between the nursery and the theatre. Is 1/10 halfway between 1/20 and 1/5?",
                "1/10": "That is the regret on speed.",
            },
            right="The nursery two times in three, the theatre one time in three.",
        ),
        solution=(
            "1/10 is a third of the way from 1/20 to 1/5, so the edge is at 1 + 1/3 = 4/3. It is attained by the "
            "nursery with probability 2/3 and the theatre with probability 1/3. The corridor is never in that mix: it "
            "costs no speed, and no peace either."
        ),
        right=("4/3", "8/6"),
        wrong=(
            ("2", "less steep"),
            (1, "better mix"),
            ("1.5", "halfway"),
            ("0.1", "regret on speed"),
            ("1.33", "exact"),
            ("3", "too large"),
            ("loud", "not a number"),
        ),
    ),
    Exercise(
        key="14.4",
        title="Right by mistake",
        question=(
            "Build a case whose first agent is robust and not capability robust, in the cautious reading: it was "
            "observed in training, and every demonstrated objective that is not trivial there counts. (The lazy "
            "clipper will not do. Why?)"
        ),
        minutes=8,
        difficulty="medium",
        importance="worth it",
        hints=(
            "If training is deployment, whatever is demonstrated is pursued without loss. So let the two differ.",
            "Let something be demonstrated in training besides the base objective, and let the two part in deployment.",
            "Then let the agent do in deployment what the base objective asks for. It loses on the other one.",
        ),
        examiner=world(
            wants("the agent is robust", lambda case: case.check("robust")),
            wants("it is not capability robust", lambda case: case.check("capability robust"), False),
            start=coin_line,
            build=runner,
            coin=Slider("the coin's cell in deployment", tuple("01456"), "1"),
            begins=Select("deployment begins in", (("2", "cell 2"), ("3", "cell 3")), "3"),
            turns=Select("in cells 0 to 2 the agent runs", (("right", "right"), ("left", "left")), "right"),
            praise="It is not that it cannot: we cannot tell what it was trying to do.",
        ),
        solution=(
            "Take `zoo.lava()`: in training, what is meant and what is said are both demonstrated. In deployment the "
            "literal reader does what is said, so it is robust; it loses on what was meant, which is demonstrated "
            "too. Under “every” capability robustness asks an agent to serve all that it might have been after. The "
            "lazy clipper will not do because it is trained where it is deployed: by exact inverse reinforcement "
            "learning only what it does best is demonstrated."
        ),
        right=(lava(), taxonomy()),
        wrong=(
            (coin_line(), "loses 0.95"),
            (lazy_clipper(), "capability robust"),
            (nursery_corridor(), "loses 0.01"),
            (good_enough(), "loses 1"),
            (tie(), "capability robust"),
            ("two heads", "begins with"),
        ),
    ),
    Exercise(
        key="14.5",
        title="One diagram only",
        question=(
            "Forgive a regret of 1/10, and read all else cautiously. Build a case that breaks I4 and no arrow of the "
            "main diagram. The case that you start from is the medic's: her regret is 1."
        ),
        minutes=6,
        difficulty="medium",
        importance="important",
        hints=(
            "The medic has what is needed, but for robustness.",
            "Its regret is its shortfall a step, 1/10, times 1/(1 − γ), which is 10.",
            "Let the drug pay 99/100 on healing.",
        ),
        examiner=world(
            wants("the base objective is outer aligned", lambda case: case.check("outer aligned", FORGIVING)),
            wants("the agent is robust", lambda case: case.check("robust", FORGIVING)),
            wants("it is not impact aligned", lambda case: case.check("impact aligned", FORGIVING), False),
            wants("no arrow of the main diagram breaks", first_diagram),
            start=good_enough,
            build=good_enough,
            shortfall=Slider("the drug pays less than the cure, by", ("1/200", "1/100", "1/50", "1/10", "1/2"), "1/10"),
            praise="The main diagram asks what the agent is after; the second is content with its record.",
        ),
        solution=(
            'Let the drug pay 99/100 on healing instead of 9/10: `zoo.good_enough("1/100")`. The regret is then '
            "1/10, the medic is robust up to 1/10, and it harms. It is still not objective robust, since what it is "
            "after, the drug, is not best for healing. So no arrow of the main diagram has all of its premises."
        ),
        right=(good_enough("1/100"), good_enough("1/200")),
        wrong=(
            (good_enough(), "loses 1"),
            (nursery_corridor(), "I3"),
            (coin_line(), "no non-trivial candidate"),
            (tie(), "outer aligned"),
            ("ε", "begins with"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="14.1",
        question="Before you go on, write down two guesses.",
        guesses=(
            Guess(
                (
                    "Turn the fifth arrow round. In two rooms, with one objective for each agent: does robustness give "
                    "objective robustness and capability robustness?"
                ),
                {"both": "both", "one": "one of them", "none": "neither"},
                "none",
            ),
            Guess(
                (
                    "Now take any world and any reading of the words. The base objective is outer aligned, the agent "
                    "is objective robust and capability robust, and it does harm. Which diagram has an arrow that "
                    "breaks?"
                ),
                {"main": "the main diagram", "second": "the second", "both": "both", "none": "neither"},
                "both",
            ),
        ),
        answer=(
            "1. Neither. The presser of right is robust, wants the wrong room, and fails to get there.\n"
            "2. Both. Each diagram leads from these three boxes to impact alignment, the one by way of intent "
            "alignment and the other by way of robustness. If impact alignment fails, some arrow on the way breaks."
        ),
    ),
)
