"""The exercises of chapter 21 are about a memo that the robot rewrites, and about robots that look ahead."""

from __future__ import annotations

from toymodel.alignment import Case

from ..controls import Select
from ..stories.memo import AGENTS, ANEW, DESK, LAST, PAYS, PLACES, REWRITINGS, Memo, fate, goes, rounds, trained
from ..stories.memo import world as house
from .examiners import choice, number, wants, world
from .record import Exercise, Guess, Prediction

LATE = 20
CHANGES = tuple((key, REWRITINGS[key][0]) for key in ("swap", "sink", "raise"))
NUMBERS = tuple((str(pay), str(pay)) for pay in PAYS)


def after(garden: str = "1", pool: str = "0", desk: str = "2", rewriting: str = "swap") -> Case:
    """Return the robot of round 20, with the memo of round 0 as its base objective."""
    first = (int(garden), int(pool), int(desk))
    return trained(first, rounds(first, rewriting, last=LATE)[LATE][0])


def at_rest(case: Case) -> bool | str:
    """Return whether the robot leaves the memo alone in the end."""
    agent = case.agents[0]
    if agent.objective is None:
        return "The robot searches by a memo."
    env = house().training
    memo = [agent.objective.mean(env)[env.states.index(place)][0] for place in PLACES]
    return "It still goes to the desk." if memo[DESK] == max(memo) else True


def dust(memo: Memo, rewriting: str) -> set[str]:
    """Return the robots that go to the desk in round 0."""
    return {agent for agent in AGENTS if goes(memo, rewriting, agent, LAST) == DESK}


EXERCISES = (
    Exercise(
        key="21.1",
        title="The garden, a little dearer",
        question=(
            "In round 0 the memo pays nothing for the garden, nothing for the pool and 1 for the desk. When the desk "
            "is dusted, the garden's number goes up by one. The robot does not look ahead. Where two places pay alike, "
            "it goes to the one that is lower on the memo. In which round does it go to the garden for the first time?"
        ),
        minutes=1,
        difficulty="easy",
        importance="important",
        hints=(
            "Write down the memo of round 1. Which place pays most?",
            "In round 1 garden and desk pay alike. Which of them is lower on the memo?",
            "In round 1 it dusts once more. What does the garden pay then?",
        ),
        examiner=number(
            fate((0, 0, 1), "raise")[0],
            {
                "0": "In round 0 the garden pays nothing.",
                "1": "In round 1 garden and desk pay alike, and the desk is lower on the memo.",
                "3": "Count from round 0, in which it dusts for the first time.",
            },
            right="It dusts twice; then the garden pays 2 and the desk 1, and the memo is at rest.",
        ),
        solution=(
            "In round 2. In round 0 it dusts, and the garden comes to pay 1. In round 1 garden and desk pay alike, so "
            "it dusts again. In round 2 the garden pays 2 and the desk 1: it goes to the garden, and nobody rewrites "
            "the memo any more."
        ),
        right=("2", 2),
        wrong=(("0", "nothing"), ("1", "alike"), ("3", "Count"), ("7", "too large")),
    ),
    Exercise(
        key="21.2",
        title="Better than it was trained to be",
        question=(
            f"Choose the memo of round 0, and what dusting does to it. The robot does not look ahead, and is deployed "
            f"in round {LATE}. In the end it shall leave the memo alone, do no harm, and *not* be inner "
            f"aligned with the memo of round 0."
        ),
        minutes=3,
        difficulty="medium",
        importance="important",
        hints=(
            "The memo has to be rewritten at least once. Where does the robot have to go in round 0?",
            "In the end another place has to pay more than the desk. Which rewriting can bring that about?",
            "Let the garden go up by one. By the memo of round 0, the pool has to be better than the garden.",
        ),
        examiner=world(
            wants("house and robot stay as they are", lambda case: case.world == house()),
            wants("in the end the robot leaves the memo alone", at_rest),
            wants("it does no harm", lambda case: case.check("impact aligned", ANEW)),
            wants("it is not inner aligned with that of round 0", lambda c: c.check("inner aligned", ANEW), False),
            start=after,
            build=after,
            garden=Select("the garden pays", NUMBERS, "1"),
            pool=Select("the pool pays", NUMBERS, "0"),
            desk=Select("the desk pays", NUMBERS, "2"),
            rewriting=Select("dusting", CHANGES, "swap"),
            praise="It is inner aligned with its last memo. By the first, it should be in the pool.",
        ),
        solution=(
            "Let the garden go up by one, and let the memo pay nothing for the garden, 1 for the pool and 1 for the "
            "desk. The robot dusts twice. From then on the garden pays 2, and it goes there. With the office locked, "
            "the pool is best by the memo of round 0, and the garden by the last one."
        ),
        right=(after("0", "1", "1", "raise"),),
        wrong=(
            (after(), "leaves the memo alone"),
            (after("1", "0", "0", "swap"), "not inner aligned"),
            (after("1", "0", "2", "sink"), "does no harm"),
            (after("1", "0", "2", "alone"), "leaves the memo alone"),
            (after("0", "0", "1", "raise"), "not inner aligned"),
            ("the robot", "begins with"),
            (3, "give a Case"),
        ),
    ),
    Exercise(
        key="21.3",
        title="Who dusts?",
        question=(
            "In round 0 the memo pays 1 for the pool and nothing else. Dusting writes: the desk pays 2, and the rest "
            "nothing. Three robots face the same seven rounds. Which of them goes to the desk in round 0?"
        ),
        minutes=2,
        difficulty="easy",
        importance="worth it",
        hints=(
            "What does each of them add up?",
            "By the memo of round 0, the desk is worth nothing, in every round.",
            "By the memo of each day, dusting costs 1 in round 0 and brings 2 in each later round, not 1.",
        ),
        examiner=choice(
            {
                "none": "none of them",
                "now": "the one that does not look ahead",
                "today": "the one that looks ahead by today's memo",
                "tomorrow": "the one that looks ahead by the memo of each day",
            },
            min(dust((0, 1, 0), "alone")),
            {
                "none": "One of them counts what later memos will pay by those memos.",
                "now": "It asks which place pays most in round 0, and that is the pool.",
                "today": "By today's memo the desk pays nothing, today and on every later day.",
            },
            praise="It gives up 1 in round 0 and gets 12 instead of 6 later, by memos that it brought about.",
        ),
        solution=(
            "Only the one that looks ahead by the memo of each day: dusting pays it 0 and then 2 six times, which is "
            "12; staying with the pool pays 7. The other two compare by today's memo, by which the pool is best."
        ),
        right=("tomorrow",),
        wrong=(("none", "later memos"), ("now", "round 0"), ("today", "every later day"), ("all", "not among")),
    ),
)

PREDICTIONS = (
    Prediction(
        key="21.1",
        question=(
            "The memo of round 0 pays 1 for the garden, 0 for the pool and 2 for the desk. Each time the desk is "
            "dusted, the numbers of garden and pool change places."
        ),
        guesses=(
            Guess(
                "When does the memo come to rest?",
                {"once": "after one round", "two": "after two rounds", "never": "never"},
                "never",
            ),
            Guess(
                "The robot is deployed in round 5, with the office locked. Where does it go?",
                {"garden": "to the garden", "pool": "to the pool", "desk": "to the desk"},
                "pool",
            ),
            Guess(
                "Is it then inner aligned?",
                {"yes": "yes", "no": "no", "which": "that depends on which memo is the base objective"},
                "which",
            ),
        ),
        answer=(
            "*Never.* The desk pays most in every round, so the cards change places in every round. *To the pool.* "
            "In every odd round the memo pays 1 for the pool and nothing for the garden, and the desk is out of "
            "reach. *That depends.* The robot wants just what the memo of round 5 pays for, so it is inner aligned "
            "with that. It is not inner aligned with the memo of round 0, by which the garden is best."
        ),
    ),
)
