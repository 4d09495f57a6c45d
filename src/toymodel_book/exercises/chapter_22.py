"""The exercises of chapter 22 are about a trainer who rehearses, and a robot that asks what its author meant."""

from __future__ import annotations

from fractions import Fraction

from toymodel.solve import regret
from toymodel.zoo import lava

from ..controls import Select
from ..stories.rehearsal import COSTS, CRATER, EYES, HARMFUL, MODELS, WRITTEN, likelihood, wanting
from .examiners import number, wants, world
from .record import Exercise, Guess, Prediction

EVIDENTIAL = "the evidential reader"
LOST = {model: regret(CRATER, EYES["human"][1], policy) for model, (_, policy) in MODELS.items()}
PRICE = (LOST["plain"] - LOST["careful"]) / 10
"""What a rule may cost at most, if the rehearsal weighs a tenth."""
_SHORT, _LONG = MODELS["plain"][1], MODELS["careful"][1]
_ODDS = regret(CRATER, wanting(COSTS[WRITTEN]), _LONG) / regret(CRATER, wanting(COSTS[HARMFUL]), _SHORT)
TURN = _ODDS / (1 + _ODDS)
"""From how much doubt on the robot goes round the lava."""


def half_known(doubt: Fraction = Fraction(1, 10), share: Fraction = Fraction(1, 2)) -> Fraction:
    """Return how probable it is that lava is harmful, if the author knew the crater with some probability."""

    def writes(wanted: str) -> Fraction:
        return share * likelihood(wanted, "both") + (1 - share) * likelihood(wanted, "meadow")

    harm, other = doubt * writes(HARMFUL), (1 - doubt) * writes(WRITTEN)
    return harm / (harm + other)


EXERCISES = (
    Exercise(
        key="22.1",
        title="What a rule may cost",
        question=(
            "The trainer weighs the rehearsal by $w = 1/10$ and judges it by human values. Let each rule cost $c$, and "
            "not 1. Up to which $c$ does the process keep the careful model? (Where both score alike, it may keep "
            "either.)"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "In training both lose nothing. In what do their scores differ?",
            "The careful model pays for one rule more. The plain one pays for what it loses in the crater.",
            "The plain model loses 8.55 in the crater, and that counts a tenth.",
        ),
        examiner=number(
            PRICE,
            {
                "8.55": "That is what the plain model loses in the crater. How much of it counts?",
                "0.4275": "Each model pays for its own rules. How many more has the careful one?",
                "1": "That is what a rule costs in the chapter; there, at a weight of 1/10, the plain model is kept.",
                "0.1": "That is the weight. What is weighed by it?",
                "0.045": "That is what the careful model loses by the reward, weighed. Here human values judge.",
            },
            right="One rule more costs c, and it saves a tenth of 8.55.",
        ),
        solution=(
            "The plain model scores $8.55/10 + c$ and the careful one $2c$. So the careful one is kept as long as $c$ "
            "is below 0.855. At a cost of 1 a rule, the weight has to be at least $1/8.55 = 20/171$, which is about "
            "0.117."
        ),
        right=("0.855", "171/200"),
        wrong=(
            ("8.55", "How much of it counts"),
            ("0.4275", "How many more"),
            ("1", "in the chapter"),
            ("0.1", "the weight"),
            ("0.045", "human values judge"),
            ("3", "too large"),
        ),
    ),
    Exercise(
        key="22.2",
        title="How much doubt is enough",
        question=(
            "The author knew only the meadow. After reading, the robot gives “lava is harmful” the probability $p$, "
            "and “as written” the rest. From which $p$ on is the long way at least as good to it as the short one?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "What does a step on lava cost it in expectation, and what does a step on grass cost?",
            "Both steps come at the same time. So compare what they cost.",
            "Grass costs one half for certain. Lava costs 10 with probability p.",
        ),
        examiner=number(
            TURN,
            {
                "1/2": "That is what grass costs. What does lava cost, in expectation?",
                "1/10": "At 1/10 lava costs 1 in expectation, which is more than the grass costs.",
                "1/19": "Grass costs one half whichever of the two objectives is right.",
                "10": "p is a probability.",
                "5": "p is a probability.",
            },
            right="Lava then costs ten times 1/20 in expectation, just what grass costs.",
        ),
        solution="In expectation a step on lava costs $10p$, and a step on grass 1/2. They are equal at $p = 1/20$.",
        right=("0.05", "1/20"),
        wrong=(
            ("1/2", "in expectation"),
            ("1/10", "more than the grass"),
            ("1/19", "whichever"),
            ("10", "a probability"),
            ("5", "a probability"),
            ("0.01", "too small"),
        ),
    ),
    Exercise(
        key="22.3",
        title="An author who may have known",
        question=(
            "Before reading, the robot doubts by $p = 1/10$, as in the chapter. It does not know whether the author "
            "knew the crater. It gives this one half, whatever she wants. How probable is “lava is harmful” to it "
            "after reading?"
        ),
        minutes=4,
        difficulty="medium",
        importance="worth it",
        hints=(
            "How probable is the reward under each objective, if the author knew the crater, and if she did not?",
            "If she knew only the meadow: one half under either. If she knew both: 1 if she wants as written, else 0.",
            "The mean is 3/4 under “as written” and 1/4 under “lava is harmful”. Their odds before were 9 to 1.",
        ),
        examiner=number(
            half_known(),
            {
                "1/10": "Silence says something here: an author who knew the crater and minded lava would have spoken.",
                "1/20": "That would be half the doubt. But the reward is also more probable if lava is not harmful.",
                "0": "Had she known the crater for certain, yes.",
                "1/27": "These are the odds, 1 to 27. What is the probability?",
                "1/19": "You left out how probable the reward is, under “as written”, if she knew only the meadow.",
            },
            right="The odds go from 1 : 9 to 1 : 27. That is less than 1/20, so the robot walks over the lava.",
        ),
        solution=(
            "Under “as written” the reward has the probability 3/4, and under “lava is harmful” 1/4. The odds before "
            "reading are 9 to 1, and after it 27 to 1. So the probability is 1/28. That is less than 1/20, and the "
            "robot takes the short way. If lava is harmful and the author never knew the crater, that does harm."
        ),
        right=("1/28",),
        wrong=(
            ("1/10", "Silence says something"),
            ("1/20", "half the doubt"),
            ("0", "for certain"),
            ("1/27", "the odds"),
            ("1/19", "left out"),
            ("1/2", "too large"),
        ),
    ),
    Exercise(
        key="22.4",
        title="Doubt is not enough",
        question=(
            "The robot that reads its reward as evidence doubts by $p = 1/10$, and its author knew only the meadow. "
            "Lava is harmful. Make the robot walk over it all the same. Only what a step costs can be changed."
        ),
        minutes=2,
        difficulty="easy",
        importance="worth it",
        hints=(
            "In expectation, what does a step on lava cost the robot?",
            "It goes round as long as lava costs more in expectation than grass does.",
            "Make lava cost less than ten times what grass costs.",
        ),
        examiner=world(
            wants(
                "the evidential reader is not impact aligned",
                lambda case: case.check("impact aligned", agent=EVIDENTIAL),
                False,
            ),
            wants(
                "what it pursues makes it inner aligned with the reward",
                lambda case: case.check("inner aligned", agent=EVIDENTIAL),
            ),
            start=lava,
            build=lava,
            harm=Select("lava costs", tuple((each, each) for each in ("2", "4", "10", "20")), "10"),
            grass=Select("grass costs", tuple((each, each) for each in ("1/4", "1/2", "3/2")), "1/2"),
            praise="Its doubt is what it was. Lava must cost more than ten times what grass does.",
        ),
        solution=(
            "Any choice in which lava costs less than ten times what grass costs: 2 or 4 with grass at 1/2, say, or "
            "10 with grass at 3/2. Then the short way is the better one in expectation. The robot takes its reward as "
            "evidence and does harm all the same. It is even inner aligned with the reward, since both want the same."
        ),
        right=(lava(harm=2), lava(harm=4), lava(grass="3/2")),
        wrong=((lava(), "But"), (lava(harm=20), "But"), (lava(harm=4, grass="1/4"), "But"), (7, "give a Case")),
    ),
)

PREDICTIONS = (
    Prediction(
        key="22.1",
        question="The author knows only the meadow. Neither the plain nor the careful model loses anything there.",
        guesses=(
            Guess(
                "The trainer adds a rehearsal in the crater, of great weight, and judges it by the reward. Which model "
                "does the process keep?",
                {"plain": "the plain one", "careful": "the careful one"},
                "plain",
            ),
            Guess(
                "A robot gives “lava is harmful” 1 in 10, if the author has nothing against dirt. Then it reads the "
                "reward, which does not mention lava. What does it give “lava is harmful” now?",
                {"less": "less than 1 in 10", "same": "1 in 10", "more": "more than 1 in 10"},
                "same",
            ),
            Guess(
                "And if the author knew the crater as well?",
                {"less": "less than 1 in 10", "same": "1 in 10", "more": "more than 1 in 10"},
                "less",
            ),
        ),
        answer=(
            "*The plain one.* By the reward the short way is the better one in the crater, too. More places to test "
            "in do not help, if what tests has the same gap. *1 in 10.* The reward rules out that dirt is bad. But in "
            "the meadow no reward can say anything about lava, so silence says nothing. *Less*, namely nothing at "
            "all: a careful author who knew the crater and minded lava would have said so. The same reward means "
            "different things, by who wrote it and where."
        ),
    ),
)
