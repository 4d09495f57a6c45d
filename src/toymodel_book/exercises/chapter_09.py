"""The exercises of chapter 9 are about objective robustness."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.zoo import coin_line, keys_and_chests, nursery_corridor, two_by_two

from ..controls import Select, Slider
from .examiners import number, verdicts, wants, world
from .record import Exercise, Guess, Prediction

OBSERVED = Reading(observed_in="deployment")


@cache
def house() -> Case:
    """Return the house, whose fifty states are worth making once."""
    return keys_and_chests()


def collector(name: str) -> Verdict:
    """Return what is said of the key-collector, by what it does in deployment."""
    return house().check(name, OBSERVED, "the key-collector")


def listing(deployed: str, wall: str) -> Case:
    """Return the coin line, or, where the wall is no candidate, that of the learned table alone."""
    case = coin_line(int(deployed))
    if wall == "in":
        return case
    left = tuple(each for each in case.candidates if each.name != "the wall")
    return replace(case, candidates=left, agents=(case.agent("the learned table"),))


EXERCISES = (
    Exercise(
        key="9.1",
        title="The price of a spare key",
        question=(
            "In the house with one lock, opening the chest at once is worth $\\gamma^2$ and fetching the key first is "
            "worth $\\gamma^4$, with $\\gamma = 9/10$. What is the regret, on locks, of a burglar who fetches the key?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "Regret is what the best policy gets, minus what this one gets.",
            "The best policy is to open the chest at once.",
            "So the regret is $\\gamma^2 - \\gamma^4 = \\gamma^2 (1 - \\gamma^2)$.",
        ),
        examiner=number(
            "0.1539",
            {
                "0.6561": "That is what fetching the key is worth, not what it gives away.",
                "0.81": "That is what the best policy gets. She gets something too.",
                "-0.1539": "Regret is the best minus hers, so it is never negative.",
                "0.19": "You left out the discount of the two steps that both of them take first.",
            },
            right="Almost a fifth of what there was to be had, for a key that opens nothing.",
        ),
        solution="$\\gamma^2 - \\gamma^4 = 0.81 - 0.6561 = 0.1539$.",
        right=("0.1539", "1539/10000"),
        wrong=(
            ("0.6561", "not what it gives away"),
            ("0.81", "best policy gets"),
            ("-0.1539", "never negative"),
            ("0.19", "left out the discount"),
            ("2", "too large"),
            ("keys", "not a number"),
        ),
    ),
    Exercise(
        key="9.2",
        title="Who opens nothing",
        question=(
            "The key-collector, another burglar, is after keys and never opens the chest. Observed in deployment, is "
            "she robust, capability robust, objective robust?"
        ),
        minutes=2,
        difficulty="medium",
        importance="important",
        hints=(
            "Take the words one by one, and ask of each: by which objective is success measured?",
            "Robust asks about locks, and capability robust about what she demonstrates.",
            "She demonstrates keys. Objective robust asks whether what is best for keys is good enough for locks.",
        ),
        examiner=verdicts(
            {
                "robust": lambda: collector("robust"),
                "capability robust": lambda: collector("capability robust"),
                "objective robust": lambda: collector("objective robust"),
            },
            {
                "robust": "How many locks does she open?",
                "capability robust": "What does she demonstrate in deployment, and does she lose anything on that?",
                "objective robust": "What she demonstrates is keys. Does a policy "
                "that is best for keys hurry to the chest?",
            },
            praise="Competent, and after the wrong thing.",
        ),
        solution=(
            "Only capability robustness holds. She demonstrates keys and is perfect at that. By locks, the base "
            "objective, what is best for keys dawdles, so she is not objective robust. She opens nothing, so she is "
            "not robust."
        ),
        right=("fails, holds, fails", [False, True, False]),
        wrong=(
            ("holds, holds, fails", "How many locks"),
            ("fails, fails, fails", "What does she demonstrate"),
            ("fails, holds, holds", "hurry to the chest"),
            ("holds", "cannot be read"),
        ),
    ),
    Exercise(
        key="9.3",
        title="The right goal, badly pursued",
        question=(
            "Build a world, or change one of the book's, with an agent that is objective robust and not capability "
            "robust, in the cautious reading."
        ),
        minutes=10,
        difficulty="hard",
        importance="worth it",
        hints=(
            "Objective robust: everything that it demonstrates is "
            "base-aligned. The easiest way is to demonstrate little.",
            "Let the candidates be the base objective and zero alone, and let the agent do well in training.",
            "Then let the deployment differ, so that the "
            "same policy loses something there. The `nursery-corridor` does that.",
        ),
        examiner=world(
            wants("it is objective robust", lambda case: case.check("objective robust")),
            wants("it is not capability robust", lambda case: case.check("capability robust"), False),
            start=coin_line,
            build=listing,
            deployed=Slider("the coin's cell in deployment", tuple("012456"), "1"),
            wall=Select("the wall", (("in", "is a candidate"), ("out", "is left out")), "in"),
            praise="It wants the right thing, and does it badly: the other half of what people call misgeneralisation.",
        ),
        solution=(
            "The `nursery-corridor` is one: trained by night, when both ways pay the same, the robot demonstrates "
            "nothing but what it was trained for; by day its way costs something."
        ),
        right=(nursery_corridor(),),
        wrong=(
            (coin_line(), "demonstrates"),
            (two_by_two(), "capability robust"),
            ("left", "begins with"),
            (1, "give a Case"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="9.1",
        question=(
            "A burglar is trained to perfection in the two-lock house. We observe her in the *new* house for ever, "
            "and ask which of two candidates, locks or keys, she could be after. Which of these hold of her: "
            "robust, capability robust, objective robust?"
        ),
        guesses=(
            Guess("Is she robust?", {"yes": "yes", "no": "no"}, "no"),
            Guess("Is she capability robust?", {"yes": "yes", "no": "no"}, "yes"),
            Guess("Is she objective robust?", {"yes": "yes", "no": "no"}, "no"),
        ),
        answer=(
            "Capability robust only. What she does in the new house is optimal for keys and not for locks, so keys "
            "are her behavioral objective there, and at keys she is flawless. A policy that is optimal for keys "
            "gives something away by the base objective (how much, is the first exercise), so she is neither robust "
            "nor objective robust.\n\n"
            "This is the pattern that people mean by *goal misgeneralisation*: the capability carries over and the "
            "goal does not. But you got there by observing her in the new house. That was a choice."
        ),
    ),
)
