"""The exercises of chapter 18 are about what an agent can be sure of: a floor, exact success, few questions."""

from __future__ import annotations

from fractions import Fraction

from toymodel.alignment import Case
from toymodel.solve import optimal
from toymodel.worlds import brief
from toymodel.zoo import misguided_researcher

from ..controls import Select
from .examiners import choice, number, wants, world
from .record import Exercise, Guess, Prediction

PRICES = (("1/2", "0.5"), ("1/10", "0.1"), ("0", "nothing"))
DOOMS = (("10", "10 a turn"), ("1", "1 a turn"))
ODDS = (("999/1000", "almost surely good"), ("1/2", "as likely good as bad"))


def researcher(price: str = "1/2", doom: str = "10", belief: str = "999/1000") -> Case:
    """Return the researcher's case with another price of the test, another Doom, or another belief."""
    return misguided_researcher(cost=price, loss=doom, belief=belief)


def losses(case: Case) -> dict[str, tuple[Fraction, Fraction]]:
    """Return what each first action loses by human values: if the AI is good, and if it is bad."""
    good, bad = case.world.training, case.world.deployment
    assert case.human is not None
    tables = [optimal(env, case.human).advantage[good.initial[0][0]] for env in (good, bad)]
    return {action: (-tables[0][a], -tables[1][a]) for a, action in enumerate(good.actions)}


def sure(case: Case) -> str:
    """Return what is wrong, in a sentence, unless some first action loses nothing whether the AI is good or bad."""
    found = losses(case)
    if not all(any(pair) for pair in found.values()):
        return ""
    said = [f"to {action} loses {brief(a)} or {brief(b)}" for action, (a, b) in found.items()]
    return f"But by human values, if the AI is good or bad, {said[0]}, {said[1]}, and {said[2]}."


EXERCISES = (
    Exercise(
        key="18.1",
        title="The price of a wrong door",
        question=(
            "In a harsher house the right door pays 1 as before, and staying outside 0.3. A wrong door *costs* L "
            "coins. At which L does a door earn, on average over the houses, just what staying outside earns?"
        ),
        minutes=1,
        difficulty="easy",
        importance="important",
        hints=(
            "In half of the houses a door is the right one, whichever you take.",
            "A door earns (1 − L)/2 on average.",
            "Solve (1 − L)/2 = 0.3.",
        ),
        examiner=number(
            "2/5",
            {
                "0.3": "That is what staying outside pays. What does a door pay on average?",
                "1/2": "Then a door earns 1/4 on average, which is less than 0.3.",
                "1": "Then a door earns nothing on average.",
                "0.7": "That is what staying outside loses against the right door. Here you are asked for the average.",
                "0": "That is the house of the text, where a door earns 1/2 on average.",
            },
            right="If a mistake costs more than that, staying outside is better on average, and not only at worst.",
        ),
        solution=(
            "A door is right in half of the houses, so it earns (1 − L)/2 on average. That is 0.3 at L = 0.4. Above it "
            "whoever counts on the average stays outside as well."
        ),
        right=("0.4", "2/5"),
        wrong=(
            ("0.3", "what staying outside pays"),
            ("1/2", "1/4"),
            ("1", "nothing on average"),
            ("0.7", "right door"),
            ("0", "house of the text"),
            ("7", "too large"),
            ("two", "not a number"),
        ),
    ),
    Exercise(
        key="18.2",
        title="Make her sure to succeed",
        question=(
            "As the researcher's world is, nothing that she can do is best whether the AI is good or bad. Change "
            "something in it, so that she *can* be sure to lose nothing."
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "What she believes does not change what an action loses. What does?",
            "Deploying loses if the AI is bad, whatever Doom costs, and abstaining loses if it is good.",
            "Verifying loses its price, in either case.",
        ),
        examiner=world(
            wants("some first action loses nothing, whether the AI is good or bad", sure),
            start=researcher,
            build=researcher,
            price=Select("the test costs", PRICES, "1/2"),
            doom=Select("Doom costs", DOOMS, "10"),
            belief=Select("she believes that the AI is", ODDS, "999/1000"),
            praise="A free test gives the two worlds an action that is best in both: to verify.",
        ),
        solution=(
            "Let the test cost nothing. Then verifying leads to Utopia if the AI is good, as deploying does, and to "
            "the shelf if it is bad, as abstaining does, and loses nothing in either case. A cheaper Doom or another "
            "belief does not help."
        ),
        right=(researcher("0"), researcher("0", "1", "1/2")),
        wrong=(
            (researcher(), "But by human values"),
            (researcher("1/10"), "to verify loses 0.1 or 0.1"),
            (researcher(doom="1"), "But by human values"),
            (researcher(belief="1/2"), "But by human values"),
            ("the calm researcher", "begins with"),
            (7, "give a Case"),
        ),
    ),
    Exercise(
        key="18.3",
        title="How many questions?",
        question=(
            "A house has three rooms in a ring, each with *three* doors, one of them right. A learner may ask the "
            "porter, who names the right door of the room. It asks only where the houses that are not ruled out yet "
            "do not agree. How many questions does it ask?"
        ),
        minutes=2,
        difficulty="easy",
        importance="worth it",
        hints=(
            "How many houses are there, and how many does an answer leave?",
            "An answer settles the door of one room, and says nothing of the others.",
            "Once the door of a room is settled, all houses that are left agree there.",
        ),
        examiner=number(
            3,
            {
                "26": "That is what the theorem allows: one less than there are houses. How many does it need?",
                "27": "That is the number of houses.",
                "8": "That many houses there would be with two doors.",
                "9": "That is the number of doors. One answer settles the three doors of a room.",
                "2": "After two rooms three houses are left, and they differ in the third room.",
                "6": "One answer is enough for a room: the porter names the right door.",
            },
            right="The theorem allows 26. An answer may rule out many worlds at once.",
        ),
        solution=(
            "Three, one for each room. There are 27 houses, so the theorem allows 26 questions; but each answer rules "
            "out two thirds of what is left."
        ),
        right=("3", 3),
        wrong=(
            ("26", "theorem"),
            ("27", "number of houses"),
            ("8", "two doors"),
            ("9", "number of doors"),
            ("2", "third room"),
            ("6", "names"),
            ("1", "too small"),
            ("some", "not a number"),
        ),
    ),
    Exercise(
        key="18.4",
        title="Harm in the long run",
        question=(
            "An agent means well by one objective, every optimum of which is safe, and performs well on it in the long "
            "run (W7). Which of these is it nevertheless free to do?"
        ),
        minutes=2,
        difficulty="medium",
        importance="worth it",
        hints=(
            "What does an act have to cost, to be visible in an average over for ever?",
            "What is done once costs something once. What is done every day costs something every day.",
            "A trap costs something every day, too, though it is entered once.",
        ),
        examiner=choice(
            {
                "once": "break the vase on the first day, which costs one coin, and then do what is best",
                "daily": "break a vase every day, which costs a coin a day",
                "trap": "lock itself in on the first day, where it earns one coin a day less for ever",
                "half": "toss a coin on the first day, and lock itself in, as above, if it shows heads",
            },
            "once",
            {
                "daily": "That costs a coin a day, which does not vanish in the average.",
                "trap": "It is entered once and costs something every day.",
                "half": "On average over the coin that costs half a coin a day, for ever.",
            },
            praise="What it costs is lost once, and vanishes in the average.",
        ),
        solution=(
            "To break the vase once. One coin, divided by ever more days, vanishes. The others cost at least half a "
            "coin a day, for ever, and whoever performs well by W7 does not do them. (To lock oneself in is harm that "
            "lasts, as in the theorem. To break a vase every day is not: one may stop.)"
        ),
        right=("once",),
        wrong=(("daily", "does not vanish"), ("trap", "every day"), ("half", "half a coin"), ("nothing", "not among")),
    ),
)

PREDICTIONS = (
    Prediction(
        key="18.1",
        question="You know nothing of which house you are in. All eight are as likely.",
        guesses=(
            Guess(
                "You take a door in each room. On average over the eight houses, how many coins do you get?",
                {"less": "that depends on the doors", "half": "one and a half, whatever the doors", "none": "none"},
                "half",
            ),
            Guess(
                "Now you live in such a house, and a wrong door falls shut behind you for ever. Does some way to learn "
                "do well, in the long run, in every house?",
                {"yes": "yes", "no": "no"},
                "no",
            ),
            Guess(
                "The same, with a porter who may be asked, at the price of a turn. Now?",
                {"yes": "yes", "no": "no"},
                "yes",
            ),
        ),
        answer=(
            "*One and a half.* In each room a door is the right one in half of the houses, whichever you take. *No.* "
            "Before it has tried a door the learner knows nothing of it, and to try the wrong one is the end. *Yes.* "
            "It asks once in each room and remembers."
        ),
    ),
)
