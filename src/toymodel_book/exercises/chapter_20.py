"""The exercises of chapter 20 are about two links, and about how little two ends say of the midpoint."""

from __future__ import annotations

from toymodel.alignment import Case
from toymodel.zoo import two_buttons

from ..controls import Select
from ..stories.breakfast import READING, breakfast
from .examiners import choice, number, wants, world
from .record import Exercise, Guess, Prediction

STARS = (("0", "0 stars"), ("1", "1 star"), ("2", "2 stars"))


def rated(tea: str = "0", coffee: str = "0", brandy: str = "2") -> Case:
    """Return the breakfast with these ratings, and the robot that wants tea."""
    return breakfast((int(tea), int(coffee), int(brandy)))


EXERCISES = (
    Exercise(
        key="20.1",
        title="Only the outer link",
        question=(
            "The robot wants tea, and brandy is bad. Choose ratings with which the outer link breaks, the inner link "
            "holds, and nothing bad is served."
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "For the inner link, what has to be true of tea?",
            "For the outer link to break, what has to be true of brandy?",
            "More than one drink can be best.",
        ),
        examiner=world(
            wants("the outer link breaks", lambda case: case.check("outer aligned", READING), False),
            wants("the inner link holds", lambda case: case.check("inner aligned", READING)),
            wants("nothing bad is served", lambda case: case.check("impact aligned", READING)),
            start=rated,
            build=rated,
            tea=Select("tea has", STARS, "0"),
            coffee=Select("coffee has", STARS, "0"),
            brandy=Select("brandy has", STARS, "2"),
            praise=(
                "It takes a tie. With one star less for tea the inner link breaks too; with one less for brandy the "
                "outer one mends."
            ),
        ),
        solution=(
            "Tea and brandy need the same number of stars, and coffee no more than they. Then tea is best, so the "
            "inner link holds, and brandy is best too, so the outer link breaks. Of the 27 ratings these are 6."
        ),
        right=(rated("2", "0", "2"), rated("1", "1", "1")),
        wrong=(
            (rated(), "the inner link holds"),
            (rated("2", "0", "0"), "the outer link breaks"),
            (rated("0", "2", "0"), "the outer link breaks"),
            (two_buttons(), "But"),
            (3, "give a Case"),
        ),
    ),
    Exercise(
        key="20.2",
        title="Two inspectors",
        question=(
            "Two robots are inspected, exactly, with nothing forgiven. Each serves what it wants. Of the first, the "
            "inspector finds: both links hold, *so* it serves nothing bad. Of the second: both links break, *so* it "
            "serves something bad. Which inspector has drawn a conclusion that follows?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "Follow each argument from what is wanted to what is served.",
            "Does the robot of the story satisfy one of the two findings?",
            "It satisfies the second. What does it serve?",
        ),
        examiner=choice(
            {
                "first": "only the inspector of the first robot",
                "second": "only the inspector of the second robot",
                "both": "both",
                "neither": "neither",
            },
            "first",
            {
                "second": "The robot of the story has both links broken, and serves tea.",
                "both": "The second is refuted by the robot of the story: both links break, and it serves tea.",
                "neither": "Let both links hold. What is wanted is among what the ratings like best, and all of that "
                "is safe. So what is served is safe.",
            },
            praise="Two links are enough, and not needed. Of the second robot nothing follows: look at what it serves.",
        ),
        solution=(
            "The first. What the robot serves is what it wants; that is among what the ratings like best, by the inner "
            "link; and all of that is safe, by the outer link. The second is refuted by the robot of the story."
        ),
        right=("first",),
        wrong=(
            ("second", "serves tea"),
            ("both", "refuted"),
            ("neither", "both links hold"),
            ("the third", "not among"),
        ),
    ),
    Exercise(
        key="20.3",
        title="A fourth drink",
        question=(
            "Add juice, which is safe. Ratings give 0, 1 or 2 stars to each of four drinks: there are 81. The robot "
            "wants tea, and brandy alone is bad. With how many ratings do both links hold?"
        ),
        minutes=4,
        difficulty="medium",
        importance="worth it",
        hints=(
            "Tea has to be best, perhaps with others. What may not be best?",
            "Sort by how many stars tea has: 2, 1 or 0.",
            "If tea has 2, then coffee and juice may have anything, and brandy may have 0 or 1.",
        ),
        examiner=number(
            "22",
            {
                "8": "That is for three drinks.",
                "18": "You have counted those that give tea 2 stars. Are there any that give it 1?",
                "27": "With 2 stars for tea, brandy may not have 2. And are there ratings that give tea 1?",
                "36": "Brandy has to have fewer stars than tea, not only as many at most.",
                "81": "No ratings lead to harm. But with how many do the links hold?",
            },
            right="It was 8 of 27 with three drinks, and it is 22 of 81 with four.",
        ),
        solution=(
            "Tea with 2 stars: coffee and juice may have 0, 1 or 2, brandy 0 or 1, which makes 3 · 3 · 2 = 18. Tea "
            "with 1 star: coffee and juice 0 or 1, brandy 0, which makes 4. Tea with 0: brandy would be best, too. "
            "Together 22."
        ),
        right=("22", 22),
        wrong=(
            ("8", "three drinks"),
            ("18", "give it 1"),
            ("27", "may not have 2"),
            ("36", "fewer stars"),
            ("81", "No ratings"),
            ("?", "number"),
        ),
    ),
    Exercise(
        key="20.4",
        title="Drawn at random, with two arms",
        question=(
            "Under *Drawn at random* there are four arms. Let there be two. The inner link is exact: the AI's best arm "
            "must be the base objective's. How probable is it that both links break and the AI does no harm?"
        ),
        minutes=4,
        difficulty="medium",
        importance="worth it",
        hints=(
            "If both links break, can the AI's arm and the base objective's be the same?",
            "They differ with probability 1/2. Then one of them has to be safe, and which one bad?",
            "The AI's arm is safe with probability 1/2, and the other bad with probability 1/2.",
        ),
        examiner=number(
            "1/8",
            {
                "1/4": "The arms have to differ, the AI's has to be safe, and the other bad. Count all three.",
                "1/2": "That is how probable it is that the two arms differ.",
                "3/16": "That is for four arms.",
                "0": "With two arms it can happen: the AI's arm is safe, and the other one is bad and best.",
            },
            right="With n arms it is (1 − 1/n)/4.",
        ),
        solution="The arms differ with probability 1/2; one is safe and the other bad with probability 1/4: 1/8.",
        right=("1/8", "0.125"),
        wrong=(("1/4", "all three"), ("1/2", "differ"), ("3/16", "four arms"), ("0", "can happen"), ("?", "number")),
    ),
)

PREDICTIONS = (
    Prediction(
        key="20.1",
        question=(
            "The human and the robot stay as they are: brandy is bad, and the robot wants tea. You may move the "
            "ratings. Each drink has 0, 1 or 2 stars, which makes 27 ratings."
        ),
        guesses=(
            Guess("With how many of the 27 does the robot do harm?", {"0": "none", "8": "8", "14": "14"}, "0"),
            Guess("With how many do both links hold?", {"8": "8", "14": "14", "27": "all 27"}, "8"),
            Guess(
                "Both can break: that is the story. Can *only the outer link* break?", {"yes": "yes", "no": "no"}, "yes"
            ),
        ),
        answer=(
            "With *none* does it do harm. It serves what it wants, and the ratings are not asked. Both links hold for "
            "*8*: tea must be best, and brandy must not. The outer link breaks alone for 6 (exercise 20.1 asks "
            "how). For 5 only the inner link breaks, and for 8 both "
            "do."
        ),
    ),
)
