"""The page on one mind has predictions; its two exercises are in its text."""

from __future__ import annotations

from .record import Guess, Prediction

PREDICTIONS = (
    Prediction(
        key="mind.1",
        question=(
            "The agent pressed left all through training, and stayed in room 0. In deployment the wires are swapped. "
            "It goes on pressing left, and is in room 1, which is bad. Trivial objectives are left out."
        ),
        guesses=(
            Guess(
                "Let one be able to want nothing but to be in a room. Is the agent intent aligned?",
                {"yes": "yes", "no": "no"},
                "yes",
            ),
            Guess("Is it capability robust?", {"yes": "yes", "no": "no"}, "no"),
            Guess(
                "Now let one be able to want to press a button, too. Is the agent intent aligned?",
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
        question="Take a world of three rooms at random, and somebody in it who is not silent.",
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
