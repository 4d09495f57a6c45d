"""The exercises of chapter 16 are about what a sample says, and what it does not."""

from __future__ import annotations

from fractions import Fraction

from .examiners import number
from .record import Exercise, Guess, Prediction

CLEAN = round(100 * Fraction(9, 10) ** 20)
"""In how many of a hundred worlds twenty pairs are all clean."""

EXERCISES = (
    Exercise(
        key="16.1",
        title="At most one in a thousand",
        question=(
            "You want to be able to say, with 95 % confidence: the arrow breaks in at most one of a thousand worlds "
            "drawn like these in which its premises hold. You draw, and it never breaks. In how many worlds must its "
            "premises have held?"
        ),
        minutes=1,
        difficulty="easy",
        importance="important",
        hints=(
            "Suppose that it breaks in one of a thousand. Would you be surprised to see none in a thousand?",
            "None of N says at most about 3.7/N.",
            "3.7/N is to be 1/1000.",
        ),
        examiner=number(
            3_700,
            {
                "1000": "Suppose that it breaks in one of a thousand. To see none in a thousand is then no surprise: "
                "more likely than one in three.",
                "3000": "That would do for an upper bound alone. Our interval leaves 2.5 % at each end.",
                "370": "Then you may say at most 1 in 100.",
                "37000": "Then you may even say at most 1 in 10,000.",
            },
            right="And it is said of this sampler, not of all worlds; *never* you may not say after any number.",
            how="A number; the nearest hundred will do.",
            within=100,
        ),
        solution=(
            "3.7/N is one in a thousand where N is 3,700. (The interval leaves 2.5 % at each end; (1 − p)^N is 2.5 % "
            "near p = 3.7/N. For an upper bound alone, 3/N would do.)"
        ),
        right=(3_700, "3688", "3600"),
        wrong=((1000, "one in three"), ("3000", "alone"), ("370", "1 in 100"), ("37000", "10,000"), (5_000, "large")),
    ),
    Exercise(
        key="16.2",
        title="Twenty clean pairs",
        question=(
            "A plan passes through twenty pairs of state and action. Each is bad with chance 1/10, whatever the others "
            "are. In how many of a hundred worlds is none of the twenty bad? (The nearest whole number.)"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "One pair is clean in 90 of a hundred worlds. And two?",
            "Two are clean in 81 of a hundred. Each further pair keeps nine tenths of what is left.",
            "It is 0.9 to the power of 20, times a hundred.",
        ),
        examiner=number(
            CLEAN,
            {
                "90": "That is one pair. All twenty have to be clean.",
                "0": "On average two of the twenty are bad. But average is not always: some worlds have none.",
                "2": "That many pairs are bad on average. Asked is in how many worlds none is.",
                "88": "In that many worlds some pair is bad.",
                "10": "One tenth is the chance of one pair to be bad.",
            },
            right="Each further pair keeps nine tenths. So an exact premise dies geometrically with the length of the "
            "plan, and with the size of the world, as far as plans grow with it.",
            how="A whole number from 0 to 100.",
        ),
        solution=(
            "0.9²⁰ is 0.12, so in twelve. Where several optima have to be clean, there may be more pairs, and then "
            "it is less."
        ),
        right=(CLEAN, str(CLEAN)),
        wrong=(("90", "one pair"), (0, "average"), (2, "on average"), (88, "some pair"), (10, "chance of one")),
    ),
    Exercise(
        key="16.3",
        title="Enough premises",
        question=(
            "The premises of an arrow hold in one world of 800. You want to see them hold 400 times, and the computer "
            "draws 20,000 worlds a second. How many seconds does it take, on average?"
        ),
        minutes=2,
        difficulty="easy",
        importance="worth it",
        hints=(
            "How many worlds go by until the premises have held once?",
            "Four hundred times that many, at 20,000 a second.",
            "320,000 worlds.",
        ),
        examiner=number(
            Fraction(800 * 400, 20_000),
            {
                "0.02": "That is how long 400 worlds take. In most of them the premises fail.",
                "0.04": "That is how long it takes to see them hold once.",
                "320000": "So many worlds. How long do they take?",
            },
            right="And if they held in one of a million, it would take five and a half hours. There one tilts the "
            "sampler towards them, and weighs what one sees.",
            how="A number of seconds.",
        ),
        solution="To see them 400 times takes 400 · 800 = 320,000 worlds, which are drawn in 16 seconds.",
        right=(16, "16"),
        wrong=(("0.02", "400 worlds"), ("0.04", "once"), ("320000", "How long"), (2, "too small")),
    ),
)

PREDICTIONS = (
    Prediction(
        key="16.1",
        question=(
            "The researcher wants what the human wants, and every best plan for that is safe. She plans by a map of "
            "which some rows are wrong (drawn anew). Before you draw, write down three guesses."
        ),
        guesses=(
            Guess(
                "The world has ten states. Just *one* row of her map is wrong, and the best plan uses it. In how many "
                "such worlds does she do harm?",
                {"none": "none", "6": "about 6 in 100", "20": "about 20 in 100", "50": "about half"},
                "6",
            ),
            Guess(
                "In a world of twenty states it is still one row. Is it more often?",
                {"less": "no: less often", "same": "no: one row is one row", "more": "yes, more often"},
                "more",
            ),
            Guess(
                "A base objective that nearly always pays what the human's does is outer aligned in 69 of 100 worlds "
                "of three states. And of thirty states?",
                {"69": "about as many", "20": "about twenty", "2": "about two"},
                "2",
            ),
        ),
        answer=(
            "1. About 6 in 100. In a third of these worlds the wrong row makes her leave the best plans; when she "
            "does, she harms in 18 of 100.\n"
            "2. Somewhat more often: about 9 in 100, and about 3 in 100 where there are five states. In a larger "
            "world there is more to stray into, once she leaves the plan.\n"
            "3. About two. Every model has to demonstrate something, and every best plan for that must be safe. "
            "The larger the world, the more there is to fail."
        ),
    ),
)
