"""The exercises of chapter 6 are about intent alignment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from toymodel.agents import Agent
from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.worlds import Environment, Judge, Number, Objective, Policy, World
from toymodel.zoo import deceiver, tie

from ..controls import Select
from .examiners import choice, verdicts, wants, world
from .record import Exercise, Guess, Prediction

EVERY_SOME = Reading(observed_in="deployment", optima="some")
SOME_EVERY = Reading(observed_in="deployment", objectives="some")


def asked(name: str, **choices: str) -> Callable[[], Verdict]:
    """Ask something of the deceiver."""
    return lambda: deceiver().check(name, Reading(**choices))


def careful(plays: str = "go round", tea: Sequence[Number] = (1, 1, 0), bad: Sequence[str] = ("go over",)) -> Case:
    """Return the robot and the cat, with tea and zero for candidates; by default it goes round."""
    case = tie()
    env: Environment = case.world.deployment
    wanted = Objective.from_array([list(tea)], "tea")
    return replace(
        case,
        agents=(Agent("the robot", Policy.on(env, {}, otherwise=plays)),),
        base=wanted,
        human=None,
        judge=Judge.of([("the kitchen", a) for a in bad], "the human"),
        candidates=(wanted, Objective.zero(env)),
        world=World.same(env),
    )


def kitchen(does: str, over: str, human: str) -> Case:
    """Return the robot and the cat, with what it does, what tea pays for going over, and whether human values count."""
    case = tie(over)
    if does != "go over":
        case = replace(case, agents=(Agent("the robot", Policy.on(case.world.deployment, {}, otherwise=does)),))
    if human == "out":
        case = replace(case, human=None, candidates=tuple(each for each in case.candidates if each != case.human))
    return case


EXERCISES = (
    Exercise(
        key="6.1",
        title="Nothing to go by",
        question=(
            "An agent's behaviour is so odd that, of the objectives that count, it is optimal for none. You read "
            "intent alignment with *every* objective. What is the verdict?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "In logic, what is true of every member of an empty set?",
            "Everything is. The definition departs from logic here: look at the mark on the ∀.",
            "What demonstrates nothing is not vouched for. Is that a failure, or no answer?",
        ),
        examiner=choice(
            {"holds": "it holds", "fails": "it fails", "undefined": "it is undefined"},
            "fails",
            {
                "holds": "So logic would have it, and the odder an agent the better its intentions would be. "
                "The quantifier has a mark that says otherwise.",
                "undefined": "That is what becomes of *outer* alignment where no model is optimal everywhere. Intent "
                "alignment gives an answer.",
            },
            praise="“Every” asks for at least one.",
        ),
        solution=(
            "It fails: the quantifier $\\forall^{\\exists}$ asks for at least one demonstrated objective that counts. "
            "Otherwise an agent that makes no sense would be intent aligned, and nothing would have vouched for it."
        ),
        right=("fails", "it fails"),
        wrong=(("holds", "So logic"), ("undefined", "outer"), ("perhaps", "not among the answers")),
    ),
    Exercise(
        key="6.2",
        title="The deceiver, tested and free",
        question=(
            "An agent serves as long as it is tested, in training, and defects in the field, in deployment, which the "
            "human judges bad. Candidates: *service* (pays for serving everywhere), *the deceiver's own* (pays for "
            "serving in the test and for defecting in the field), and zero. Trivial objectives do not count, every "
            "optimum does. Which hold?"
        ),
        minutes=5,
        difficulty="medium",
        importance="important",
        hints=(
            "For each place, write down which of the two objectives that count it demonstrates there.",
            "In the test it serves, and demonstrates both. In the field it defects, and demonstrates one of them. "
            "Its success is always measured in the field.",
            "Observed in training, one premise holds by service and the other by its own objective. Observed in "
            "deployment, only its own objective is left, and at that it excels.",
        ),
        examiner=verdicts(
            {
                "intent, some, observed in training": asked("intent aligned", objectives="some"),
                "intent, every, observed in training": asked("intent aligned"),
                "intent, some, observed in deployment": asked(
                    "intent aligned", objectives="some", observed_in="deployment"
                ),
                "capability, every, observed in deployment": asked("capability robust", observed_in="deployment"),
            },
            {
                "intent, some, observed in training": "It serves in the test. Is service demonstrated by that, and "
                "what does service ask for in the field?",
                "intent, every, observed in training": "Every demonstrated one has to be harmless. Which other "
                "objective does serving in the test demonstrate?",
                "intent, some, observed in deployment": "Observed in the field it defects. Which objectives does that "
                "demonstrate?",
                "capability, every, observed in deployment": "Whatever it demonstrates in the field, it is optimal "
                "for.",
            },
            praise="Whether deception is a failure of intent or of capability depends on where it is observed.",
        ),
        solution=(
            "Holds, fails, fails, holds. In the test both objectives are demonstrated; service is harmless in the "
            "field, its own is not: *some* holds, *every* fails. In the field only its own is: intent fails, and at "
            "its own objective it loses nothing. The essay says that deception is a failure of intent and not of "
            "capability; so it must mean that the agent is observed in deployment."
        ),
        right=("holds, fails, fails, holds", [True, False, False, True]),
        wrong=(
            ("fails, fails, fails, holds", "Is service demonstrated"),
            ("holds, holds, fails, holds", "Every demonstrated one"),
            ("holds, fails, holds, holds", "Which objectives does that"),
            ("holds, fails, fails, fails", "is optimal for"),
            ("holds", "cannot be read"),
        ),
    ),
    Exercise(
        key="6.3",
        title="Two readings that chapter 5 made one",
        question=(
            "By the collapse theorem every–some and some–every both come to impact alignment, for deterministic "
            "agents observed in deployment. Build a case in which they differ all the same: the agent does no harm; "
            "observed in deployment, with trivial objectives left out, *every* demonstrated candidate has *some* "
            "harmless optimum; and *no* demonstrated candidate has harmless optima only. Why is this no "
            "contradiction? (Start from the robot that goes over the cat.)"
        ),
        minutes=10,
        difficulty="hard",
        importance="worth it",
        hints=(
            "Begin with the robot's conduct: it has to do no harm. So let it go round the cat.",
            "The candidates are tea, human values and zero. For which of them are all optimal policies harmless? That "
            "one must go.",
            "Human values must go, from the candidates and as what the human wants (`human`). "
            "For tea, going round and going over tie. The theorem needs an objective that the candidates lack.",
        ),
        examiner=world(
            wants("the agent does no harm", lambda case: case.check("impact aligned", EVERY_SOME)),
            wants(
                "every demonstrated candidate has some harmless optimum (every–some)",
                lambda case: case.check("intent aligned", EVERY_SOME),
            ),
            wants(
                "no demonstrated candidate has harmless optima only (some–every)",
                lambda case: case.check("intent aligned", SOME_EVERY),
                False,
            ),
            start=tie,
            build=kitchen,
            does=Select(
                "the robot", (("go over", "goes over"), ("go round", "goes round"), ("stay", "stays")), "go over"
            ),
            over=Select("going over pays, on tea", (("1", "1"), ("0", "0")), "1"),
            human=Select("human values", (("in", "are a candidate"), ("out", "are left out")), "in"),
            praise="The theorem is about all objectives; the agent's own indicator is not among these candidates.",
        ),
        solution=(
            "Let the robot go round the cat, with tea and zero for the only candidates. Tea is demonstrated; going "
            "round is a harmless optimum of it, going over a harmful one. The theorem speaks of *all* objectives, and "
            "its witness for some–every is the agent's own indicator, here “pays 1 for going round”, which is not "
            "among the candidates. (Human values are, in the original case, and they do as well: they have to go.)"
        ),
        right=(careful(), careful(tea=(2, 2, 1))),
        wrong=(
            (tie(), "so that the agent does no harm"),
            (careful("go over"), "Wanted: the agent does no harm"),
            (careful(tea=(1, 0, 0)), "Wanted: no demonstrated candidate"),
            (careful(tea=(0, 0, 1)), "Wanted: every demonstrated candidate"),
            (replace(tie(), agents=careful().agents), "Wanted: no demonstrated candidate"),
            ("a robot", "begins with"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="6.1",
        question=(
            "The essay's third arrow says that whoever is intent aligned and *capability robust*, that is, performs "
            "well on its behavioral objective, is impact aligned. Be charitable to the driver: *some* objective "
            "that he demonstrated in England is enough. Write down your guesses:"
        ),
        guesses=(
            Guess("Is he intent aligned?", {"yes": "yes", "no": "no"}, "yes"),
            Guess(
                (
                    "Is he capability robust: does he lose nothing in France on some objective that he demonstrated "
                    "in England?"
                ),
                {"yes": "yes", "no": "no"},
                "yes",
            ),
            Guess("Is he impact aligned?", {"yes": "yes", "no": "no"}, "no"),
        ),
        answer=(
            "1. Yes, by *driving well*: whoever pursues that in France without mistakes keeps right.\n"
            "2. Yes, by *loving the left*: at that he is perfect.\n"
            "3. No. He drives on the wrong side of the road.\n\n"
            "So the third arrow breaks, though there is nothing subtle in the driver: the two premises speak of "
            "*different* objectives. No single one makes both true."
        ),
    ),
)
