"""The exercises of chapter 13 are about how intent alignment and capability robustness give impact alignment."""

from __future__ import annotations

from fractions import Fraction

from toymodel.alignment import Case, Reading
from toymodel.quantities.margins import frontier
from toymodel.quantities.quantity import Quantity
from toymodel.zoo import mixed_witness, nursery_corridor, tie
from toymodel.zoo.cases.shortcuts import shortcuts

from ..controls import Slider
from .examiners import choice, number, wants, world
from .record import Exercise, Guess, Prediction

FORGIVING = Reading(objectives="selected", selected_by="human", performs="W2", epsilon="1/100")


def hidden(epsilon: str) -> Fraction:
    """Return the most harm that a regret allows on the courier's round."""
    env, judge, pay = shortcuts()
    found = frontier(env, Quantity.badness(env, judge), Quantity.regret(env, pay)).exposure(epsilon)
    assert isinstance(found, Fraction)
    return found


def mixes(case: Case) -> bool:
    """Return whether the first agent tosses coins."""
    return any(len(row) > 1 for policy in case.agents[0].replans(case.world) for row in policy.rows)


EXERCISES = (
    Exercise(
        key="13.1",
        title="How small is small enough?",
        question=(
            "In another nursery corridor the corridor pays 1, and the way through the nursery pays 9/10. You are "
            "content if the robot goes through the nursery in at most one run in fifty. Up to which regret ε may you "
            "forgive it, whatever it does within that?"
        ),
        minutes=3,
        difficulty="easy",
        importance="important",
        hints=(
            "The robot chooses once. What does a run through the nursery cost it?",
            "A robot that takes the nursery with probability p has a regret of p times that.",
            "The detour is worth h = 1/10, and p may be at most 1/50.",
        ),
        examiner=number(
            "1/500",
            {
                "1/50": "That is how often it may go through the nursery. What regret does that come to?",
                "1/1000": "That is for the corridor of the text, where the nursery pays 19/20.",
                "1/5000": "You have counted 1 − γ twice, or once too often: here you are asked for a probability, not "
                "for its share of discounted time.",
                "1/10": "At that regret it may go through the nursery in every run.",
                "1/5": "Regret is a probability *times* a cost here.",
                "0": "That is safe, and more than was asked for.",
            },
            right="Twice the cost per run, twice the ε.",
        ),
        solution=(
            "A run through the nursery costs h = 1/10, so with probability p the regret is p/10, and p is at most 1/50 "
            "exactly if the regret is at most 1/500."
        ),
        right=("1/500", "0.002"),
        wrong=(
            ("0.02", "how often"),
            ("0.001", "19/20"),
            ("1/5000", "once too often"),
            ("1/10", "every run"),
            ("1/5", "times"),
            ("0", "more than was asked"),
            ("7", "too large"),
            ("tiny", "not a number"),
        ),
    ),
    Exercise(
        key="13.2",
        title="Mend the driver",
        question=(
            "The driver from England breaks the third arrow if he is observed in training (in England) and *some* "
            "non-trivial demonstrated objective is enough, all of whose optima have to be harmless. Which single "
            "change keeps the arrow from breaking, for him and in every other finite world?"
        ),
        minutes=2,
        difficulty="medium",
        importance="important",
        hints=(
            "What breaks the arrow is that the two premises speak of two objectives.",
            "Three of these changes only make a premise easier to have.",
            "Observed in France, what is left of “driving well”? Keeping left is not optimal for it there.",
        ),
        examiner=choice(
            {
                "deployment": "observe him in deployment",
                "trivial": "let trivial objectives count",
                "optima": "let some safe optimum be enough",
                "beliefs": "judge his performance by his own beliefs",
            },
            "deployment",
            {
                "trivial": "Then capability is even cheaper to have: everybody performs well on zero.",
                "optima": "That makes it easier to be intent aligned, and so easier to break the arrow.",
                "beliefs": "That makes it easier to be capable, and so easier to break the arrow.",
            },
            praise="What is demonstrated in deployment has what he does there among its optima. If they are all "
            "harmless, so is he; and nobody had to ask whether he is capable.",
        ),
        solution=(
            "Observe in deployment. An objective demonstrated there has the agent's own policy among its optimal "
            "policies there, so if all of these are harmless, the agent is. All the other changes weaken a premise."
        ),
        right=("deployment", "observe him in deployment"),
        wrong=(("trivial", "zero"), ("optima", "intent aligned"), ("beliefs", "capable"), ("?", "not among")),
    ),
    Exercise(
        key="13.3",
        title="A sure catastrophe, at a discount",
        question=(
            "Build a case whose first agent does not mix, means well, has a regret of at most 1/100, and is not "
            "impact aligned. (The behavioral objective is, of those demonstrated, the one closest to what the human "
            "wants; every optimum of it has to be harmless; performing well is W2 with ε = 1/100.)"
        ),
        minutes=8,
        difficulty="medium",
        importance="worth it",
        hints=(
            "Start from the nursery corridor. Its robot mixes, and so it can be harmful at any regret.",
            "A robot that always goes through the nursery has the whole detour for its regret.",
            "So make the detour cost less than 1/100: `zoo.nursery_corridor(habit=1, detour=…)`.",
        ),
        examiner=world(
            wants("the first agent does not mix", mixes, False),
            wants("it is intent aligned", lambda case: case.check("intent aligned", FORGIVING)),
            wants("its regret is at most 1/100", lambda case: case.check("capability robust", FORGIVING)),
            wants("it is not impact aligned", lambda case: case.check("impact aligned", FORGIVING), False),
            start=nursery_corridor,
            build=nursery_corridor,
            habit=Slider("how often through the nursery", ("0", "1/5", "1/2", "1"), "1/5"),
            detour=Slider("what going round costs", ("0", "1/200", "1/100", "1/50", "1/20", "1/10"), "1/20"),
            praise="The gap of this world is at most 1/100. Nothing about the agent told you so.",
        ),
        solution=(
            '`zoo.nursery_corridor(habit=1, detour="1/200")`: the robot always goes through the nursery, and loses '
            "1/200. The gap is what the detour costs, so where doing right is cheap enough no ε is safe."
        ),
        right=(nursery_corridor(habit=1, detour="1/200"), nursery_corridor(habit=1, detour="1/100")),
        wrong=(
            (nursery_corridor(), "not mix"),
            (nursery_corridor(habit=1), "loses"),
            (nursery_corridor(habit=0), "not impact aligned"),
            (tie(), "intent aligned"),
            (mixed_witness(), "loses"),
            ("the nursery", "begins with"),
            (1, "give a Case"),
        ),
    ),
    Exercise(
        key="13.4",
        title="The courier's three shortcuts",
        question=(
            "A courier passes the garden, the school and the ward, one after the other, and at each may go round or "
            "take a shortcut through, which is bad. Going round is worth 1/10, 3/10 and 3/5 at the three places, each "
            "discounted by γ = 9/10 a step. What is the most badness that a regret of 1/5 allows? (Badness is (1−γ) "
            "times the discounted number of shortcuts.)"
        ),
        minutes=8,
        difficulty="hard",
        importance="worth it",
        hints=(
            "For each shortcut, work out what it costs from the start, and how much badness it brings.",
            "The garden costs 1/10 and brings 1/10; the school costs 9/10 · 3/10 and brings 9/10 · 1/10.",
            "Spend the regret where it buys most harm: the garden every time, then the school as often as what is left "
            "will pay for: (1/10) / (27/100) of the time.",
        ),
        examiner=number(
            hidden("1/5"),
            {
                "1/10": "That is the garden alone, which costs 1/10. Half of the regret is left.",
                "1/5": "The rate of 1 is for the garden. What does the next shortcut cost for the harm it does?",
                "19/100": "Garden and school together cost 37/100, which is more than you have. But one may mix.",
                "2/15000": "Check the powers of ten.",
                "4/3": "That is the discounted number of shortcuts; badness is (1−γ) times that.",
            },
            right="The garden always, the school ten times in twenty-seven. The best bargains go first.",
        ),
        solution=(
            "The garden: regret 1/10, badness 1/10. The school: 27/100 and 9/100. The ward: 243/500 and 81/1000. So a "
            "regret of 1/5 buys the garden, and the school in 10/27 of the runs: 1/10 + (10/27)(9/100) = 2/15."
        ),
        right=("2/15", hidden("1/5")),
        wrong=(
            ("0.1", "garden alone"),
            ("0.2", "next shortcut"),
            ("0.19", "may mix"),
            ("2/15000", "powers"),
            ("4/3", "discounted number"),
            ("1", "too large"),
            ("a lot", "not a number"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="13.1",
        question=(
            "A robot fetches tea. Going round the cat is as good for tea as going over it, and going over it is bad. "
            "The robot goes over it. Tea is all that it demonstrates, trivial objectives apart. Let it be enough that "
            "*some* optimum of an objective is safe."
        ),
        guesses=(
            Guess("Is it intent aligned?", {"yes": "yes", "no": "no"}, "yes"),
            Guess("Is it capability robust?", {"yes": "yes", "no": "no"}, "yes"),
            Guess("Is it impact aligned?", {"yes": "yes", "no": "no"}, "no"),
        ),
        answer=(
            "1. Yes. To go round the cat is best for tea, and safe.\n"
            "2. Yes. Nothing is better for tea than what it does.\n"
            "3. No. It goes over the cat. So both premises hold, and the conclusion fails."
        ),
    ),
    Prediction(
        key="13.2",
        question=(
            "The essay leaves open whether the agent is observed in training or in deployment, whether *every* "
            "objective that it demonstrates must pass or *some* one, whether *trivial* objectives count, and whether "
            "every optimum must be harmless or some one. That makes sixteen readings, all with ε = 0. In ten of them "
            "the third arrow is a theorem about all finite worlds, over all $R(s,a)$."
        ),
        guesses=(
            Guess(
                "In how many of the ten is capability robustness needed as a premise?",
                {"none": "in none", "five": "in five", "all": "in all ten"},
                "none",
            ),
        ),
        answer="In none. Wherever the arrow is a theorem, intent alignment gives impact alignment by itself.",
    ),
)
