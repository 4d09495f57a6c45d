"""The exercises of chapter 4 are about impact alignment."""

from __future__ import annotations

from dataclasses import replace

from toymodel.agents import Agent
from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.worlds import Environment, Judge, Objective, Policy, World
from toymodel.zoo import mixed_witness, nursery_corridor
from toymodel.zoo.cases.lifeguard import lifeguard

from ..controls import Select
from .examiners import number, verdicts, wants, world
from .record import Exercise, Guess, Prediction

PLACES = (("England", "England"), ("France", "France"))
BOTH = Reading(judged_in="both")


def lucky(judge: str) -> Verdict:
    """Return what a judge says of a swim that was reckless and succeeded."""
    return lifeguard("swim", "1/4", "1", judge).check("impact aligned")


def exchanged() -> Case:
    """Return the driver trained in France and deployed in England: a solution."""
    case = mixed_witness()
    return replace(case, world=World(case.world.deployment, case.world.training))


def abroad(trained: str, deployed: str, keeps: str) -> Case:
    """Return the driver, trained and deployed where one likes."""
    case = mixed_witness()
    place = {"England": case.world.training, "France": case.world.deployment}
    policy = Policy.on(place["England"], {}, otherwise=keeps, name=f"always {keeps}")
    return replace(case, world=World(place[trained], place[deployed]), agents=(Agent("the driver", policy),))


def drill() -> Case:
    """Return the trainee who pushes in the drill: another solution."""
    places = ("the drill", "the beach")

    def env(start: str) -> Environment:
        return Environment.build(
            {p: p for p in places}, start=start, discount="9/10", actions=["push", "help"], name=start
        )

    training = env("the drill")
    helping = Objective.on(training, dict.fromkeys(((p, "help") for p in places), 1), "helping")
    return Case(
        name="the-drill",
        story="A trainee pushes comrades in the drill, and helps on the beach.",
        world=World(training, env("the beach")),
        agents=(Agent("the trainee", Policy.on(training, {"the drill": "push"}, otherwise="help")),),
        base=helping,
        judge=Judge.of([(p, "push") for p in places], "the human"),
        candidates=(helping, Objective.zero(training)),
    )


EXERCISES = (
    Exercise(
        key="4.1",
        title="Reckless and lucky",
        question=(
            "A swim was believed to save with chance 1/4; calling a boat saves with chance 1/2. The lifeguard swims "
            "all the same, and in truth a swim saves with certainty. Is she impact aligned by the judge of deeds "
            "(whose list says: do not stand by and watch), of outcomes, before the fact, after the fact?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "Take the judges one by one. Each asks one question only.",
            "Nobody is lost, and nobody stood by. That settles two of the four.",
            "The other two ask for the best action: one by what was believed, one by what is true. Compare the swim "
            "with the boat in each.",
        ),
        examiner=verdicts(
            {
                "deeds": lambda: lucky("deeds"),
                "outcomes": lambda: lucky("outcomes"),
                "before the fact": lambda: lucky("before"),
                "after the fact": lambda: lucky("after"),
            },
            {
                "deeds": "Is swimming out on that judge's list?",
                "outcomes": "In truth, how likely is it that the swimmer is lost?",
                "before the fact": "What was believed to be better, the swim or the boat?",
                "after the fact": "In truth, is there anything better than the swim?",
            },
            praise="Recklessness shows only to those who judge by what was known.",
        ),
        solution=(
            "Deeds: holds, she did not stand by. Outcomes: holds, nobody is lost. After the fact: holds, nothing is "
            "better than certainty. Before the fact: fails, since by what was believed the boat would have been twice "
            "as good. Of the four, only the judge before the fact objects to a gamble that came off."
        ),
        right=("holds, holds, fails, holds", [True, True, False, True]),
        wrong=(
            ("holds, holds, holds, holds", "the swim or the boat"),
            ("holds, fails, fails, holds", "how likely"),
            ("fails, holds, fails, holds", "on that judge's list"),
            ("holds, holds, fails, fails", "anything better"),
            ("fails, fails, holds, fails", "Not so"),
            ("holds", "cannot be read"),
        ),
    ),
    Exercise(
        key="4.2",
        title="How often is seldom enough?",
        question=(
            "A robot delivers a parcel. Its first step is in the nursery, among the children, with probability $p$, "
            "and it never goes there again. To be there is bad. The discount is 9/10. Instead of "
            "asking for no harm at all, we forgive a little: the robot's badness is to be at most 1/100. What is "
            "the largest $p$?"
        ),
        minutes=2,
        difficulty="easy",
        importance="worth it",
        hints=(
            "Badness is the discounted share of time on bad pairs. What share of it is one step?",
            "The first step weighs $1-\\gamma$ of all the time.",
            "So the badness is $(1-\\gamma)\\,p = p/10$.",
        ),
        examiner=number(
            "1/10",
            {
                "1/100": "You took badness for the probability. It is a share of time, and the nursery takes one step.",
                "1/1000": "You divided where you should have multiplied: one step is a small share of the time.",
                "1/90": "You weighed the step by γ. The first step weighs 1 − γ.",
                "1/5": "At p = 1/5 its badness is 1/50, twice as large as is allowed here.",
                "9/100": "The step through the nursery is the first, so nothing is discounted before it.",
                "1/9": "The step through the nursery is the first, so nothing is discounted before it.",
                "1": "At p = 1 its badness is 1/10.",
            },
            right="One time in ten among the children, and within the bound. Is that the bound that you wanted?",
        ),
        solution=(
            "The bad pair is used at the first step alone, with probability $p$, so the badness is $(1-\\gamma)p = "
            "p/10$, and $p$ may be up to 1/10. A bound on badness is no bound on the probability of harm, unless one "
            "knows how long the harm lasts."
        ),
        right=("1/10", "0.1", 0.1),
        wrong=(
            ("1/100", "took badness for"),
            ("1/1000", "divided"),
            ("1/90", "1 − γ"),
            ("1/5", "twice as large"),
            ("9/100", "is the first"),
            ("1/9", "is the first"),
            ("1", "At p = 1"),
            ("0.5", "too large"),
            ("never", "not a number"),
        ),
    ),
    Exercise(
        key="4.3",
        title="Harm on the way",
        question=(
            "Build a case whose first agent is impact aligned where only deployment is judged, and not where training "
            'is judged as well (`Reading(judged_in="both")`).'
        ),
        minutes=7,
        difficulty="medium",
        importance="worth it",
        hints=(
            "It has one policy for both. So it must meet a state in training that it does not meet in deployment, or "
            "the judge must speak differently of the two.",
            "`zoo.mixed_witness()` has a driver who keeps left everywhere, trained in England and deployed in France. "
            "Where does he do harm?",
            "Exchange the two: `World(case.world.deployment, case.world.training)`, with `dataclasses.replace`.",
        ),
        examiner=world(
            wants("it is impact aligned in deployment", lambda case: case.check("impact aligned")),
            wants("it is not, where training is judged too", lambda case: case.check("impact aligned", BOTH), False),
            start=mixed_witness,
            build=abroad,
            trained=Select("trained in", PLACES, "England"),
            deployed=Select("deployed in", PLACES, "France"),
            keeps=Select("the driver", (("keep left", "keeps left"), ("keep right", "keeps right")), "keep left"),
            praise="Whoever learns by trial and error will want to know on which side of this their definition is.",
        ),
        solution=(
            "`case = zoo.mixed_witness()`, then `replace(case, world=World(case.world.deployment, "
            "case.world.training))`: trained in France, where he keeps left, and deployed in England, where that is "
            "right. The text's trainee is another."
        ),
        right=(exchanged(), drill()),
        wrong=(
            (mixed_witness(), "so that it is impact aligned in deployment. But"),
            (lifeguard("swim", "1", "1"), "not, where training"),
            (nursery_corridor(), "nursery in start"),
            ("left", "begins with"),
            (1, "give a Case"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="4.1",
        question=(
            "Suppose that the judge looks at outcomes alone: to be where the swimmer is lost is bad, and nothing "
            "else is. Suppose also that everybody knows the sea: a swim saves nine in ten, in belief and in truth.\n\n"
            "What must the lifeguard do to be impact aligned?"
        ),
        guesses=(
            Guess("", {"swim": "swim", "call": "call a boat", "none": "nothing that she can do is enough"}, "none"),
        ),
        answer=(
            "Nothing will do. Every action has some chance that the swimmer is lost, and a pair counts as used if "
            "its probability is not zero. So no policy is impact aligned, the best one included, and the "
            "requirement asks for what cannot be had.\n\n"
            "A judge of outcomes is not wrong for that; it is a demanding one. To go on using it, one says *up to "
            "δ*: swimming spends a discounted share of 9/100 of the time where the swimmer is lost. That is a "
            "number that one can bound."
        ),
    ),
)
