"""The page on one mind has predictions, and no exercises."""

from __future__ import annotations

from .record import Guess, Prediction

PREDICTIONS = (
    Prediction(
        key="mind.1",
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
        key="mind.2",
        question="Take a world of three rooms at random, and somebody in it who is not silent.",
        guesses=(
            Guess(
                "How likely is he of one mind?",
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
