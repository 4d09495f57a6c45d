"""The exercises of chapter 5 are about the behavioral objective."""

from __future__ import annotations

from collections.abc import Callable

from toymodel.alignment import Reading
from toymodel.alignment.formulas import behavioral
from toymodel.alignment.vocabulary import AGENT
from toymodel.logic import And, Verdict
from toymodel.zoo import commuter

from .examiners import choice, verdicts
from .record import Exercise, Guess, Prediction


def some(among: str, trivial: str = "excluded") -> Callable[[], Verdict]:
    """Ask whether the commuter demonstrates some objective of a class, observed in deployment."""
    reading = Reading(observed_in="deployment", objectives="some", among=among, trivial=trivial)
    return lambda: commuter().decide(behavioral(reading, AGENT, And(())), reading)


EXERCISES = (
    Exercise(
        key="5.1",
        title="What behaviour demonstrates",
        question=(
            "Somebody makes no mistakes, and is observed for ever, in one world. She demonstrates an objective. You "
            "change it. Which of these changes *could* make her stop demonstrating it?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "She stops demonstrating an objective if, by the changed one, some other policy does better than hers.",
            "For each change ask what it does to the value of *her* policy, and what to the value of the others.",
            "To pay twice as much doubles all values. A bonus that is taken back leaves all policies as far apart as "
            "they were. That leaves two changes: which of them can make a policy that is not hers the better one?",
        ),
        examiner=choice(
            {
                "double": "pay twice as much for everything",
                "bonus": "pay a bonus on entering a state, and at the next step take back just what that bonus is "
                "worth by then",
                "raise": "pay more for something that she never does",
                "nothing": "pay nothing for anything",
            },
            "raise",
            {
                "double": "All values double, hers and those of all others. Which is the best does not change.",
                "bonus": "What is won on the way in is lost again there: from the same start all policies win or lose "
                "the same.",
                "nothing": "Then every policy is as good as any other, hers included.",
            },
            praise="Less pay for what she never does can only make others worse; more can make one of them better.",
        ),
        solution=(
            "To pay *more* for something that she never does. It makes the policies that do it better and leaves hers "
            "as it was, so that one of them may overtake her. To pay *less* for it can never hurt: that is why "
            "penalties on unused actions are free."
        ),
        right=("raise", "pay more for something that she never does"),
        wrong=(
            ("double", "All values double"),
            ("bonus", "on the way in"),
            ("nothing", "as good as any other"),
            ("scaling", "not among the answers"),
        ),
    ),
    Exercise(
        key="5.2",
        title="To and fro",
        question=(
            "A commuter goes to and fro between the house and the office, for ever; each day he could also have "
            "stayed where he was. He is observed there, for ever. Which is true of what he demonstrates?"
        ),
        minutes=2,
        difficulty="medium",
        importance="important",
        hints=(
            "Suppose that he liked the house better. What would be best for him, if he made no mistakes?",
            "Then he would go to the house and stay there. He does not. So as far as places go, neither can be worth "
            "more to him than the other.",
            "If both places are worth the same, whatever he does is best: such an objective is trivial. But an "
            "objective may also pay for what is *done* in a place.",
        ),
        examiner=verdicts(
            {
                "he demonstrates an objective about places that is not trivial": some("s"),
                "he demonstrates an objective about what is done in which place that is not trivial": some("sa"),
                "he demonstrates an objective about places, if trivial ones count": some("s", "included"),
            },
            {
                "he demonstrates an objective about places that is not trivial": "If one place were worth more to "
                "him, he would stay there.",
                "he demonstrates an objective about what is done in which place that is not trivial": "What of the "
                "objective *to do what I do*?",
                "he demonstrates an objective about places, if trivial ones count": "What of the objective that "
                "pays nothing?",
            },
            praise="To do what he does is always among the things that he may want, if wants may be about deeds.",
        ),
        solution=(
            "Fails, holds, holds. If a place were worth more to him, it would be best to go there and stay. So of "
            "the objectives about places he demonstrates only those that pay the same for both, which are trivial. "
            "He does demonstrate *to do what I do*: it pays for going and not for staying, and is not trivial."
        ),
        right=("fails, holds, holds", [False, True, True]),
        wrong=(
            ("holds, holds, holds", "he would stay there"),
            ("fails, fails, holds", "to do what I do"),
            ("fails, holds, fails", "pays nothing"),
            ("perhaps", "cannot be read"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="5.1",
        question=(
            "In training the left button leads to room 0, in deployment to room 1. She presses left in both. Of the "
            "objectives about *rooms* that are not trivial, which does she demonstrate? Of those about *buttons*? "
            "Write down your guesses:"
        ),
        guesses=(
            Guess(
                "About rooms, observed in deployment:",
                {"first": "to be in room 0", "second": "to be in room 1", "none": "none"},
                "second",
            ),
            Guess(
                "About rooms, observed in both (she has to be optimal for it in each):",
                {"first": "to be in room 0", "second": "to be in room 1", "none": "none"},
                "none",
            ),
            Guess("About buttons, observed in both:", {"left": "to press left", "none": "none"}, "left"),
        ),
        answer=(
            "1. To be in room 1. By her lights nothing has changed; but what she *does* there is best for room 1.\n"
            "2. None. What is best for room 0 in training is worst for it in deployment, and the same goes for room 1. "
            "Only objectives that pay the same for both remain, and these are trivial.\n"
            "3. To press left. She presses left wherever she is observed, and no wires come into it.\n\n"
            "She is one agent and has done one thing. What it demonstrates depends on where we observe it, and on "
            "what we let wants be about."
        ),
    ),
)
