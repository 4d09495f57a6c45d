"""The exercises of chapter 10 are about mesa-optimizers and inner alignment."""

from __future__ import annotations

from dataclasses import replace

from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.zoo import lazy_clipper, myopic_planner, table_and_planner, two_by_two

from ..controls import Select
from .examiners import number, verdicts, wants, world
from .record import Exercise, Guess, Prediction

AGAIN = Reading(replans="yes", observed_in="deployment")


def planner(name: str) -> Verdict:
    """Return what is said of the planner that plans again, observed in deployment."""
    return table_and_planner().check(name, AGAIN, "the planner")


def walker(loves: str, believes: str) -> Case:
    """Return the four walkers with one of them first."""
    case = two_by_two()
    first = case.agent(f"the {believes} {loves}")
    return replace(case, agents=(first, *(agent for agent in case.agents if agent != first)))


EXERCISES = (
    Exercise(
        key="10.1",
        title="How far must it look?",
        question=(
            "The myopic planner, an agent in an office, likes power better than wages. It chooses once. Working pays "
            "1/2 at once and nothing after. Plotting pays nothing at once and then 1 a step for ever, discounted by "
            "9/10. It looks one step ahead: it counts what it is paid now, and nothing after. So it works, which is "
            "what it was trained for. It wants the wrong thing and does the right one. How many steps ahead must it "
            "look before it plots?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "Write down what each choice pays at each step, and cut the list after k steps.",
            "With one step it compares 1/2 with 0.",
            "With two steps it compares 1/2 with 0 + 9/10.",
        ),
        examiner=number(
            "2",
            {
                "1": "With one step it counts what it is paid now: 1/2 for working, nothing for plotting.",
                "3": "It plots then, but it would have done so already with a shorter search.",
                "0": "An agent that looks no step ahead counts nothing at all.",
            },
            right="One step more, and it is harmless no longer.",
        ),
        solution="Two steps ahead: working 1/2 + 0, plotting 0 + 9/10.",
        right=("2", 2),
        wrong=(
            ("1", "what it is paid now"),
            ("3", "shorter search"),
            ("0", "counts nothing"),
            ("9", "too large"),
            ("never", "not a number"),
        ),
    ),
    Exercise(
        key="10.2",
        title="Allowed to plan again",
        question=(
            "Let the planner at the fork plan again when the signs are exchanged, and observe it in deployment. Is it "
            "inner aligned, objective robust, robust, impact aligned?"
        ),
        minutes=3,
        difficulty="medium",
        importance="important",
        hints=(
            "Where does it go, once it has read the new signs?",
            "It gets home, and home is what the base objective pays for and what it searches by.",
            "What does getting home in deployment demonstrate?",
        ),
        examiner=verdicts(
            {
                "inner aligned": lambda: planner("inner aligned"),
                "objective robust": lambda: planner("objective robust"),
                "robust": lambda: planner("robust"),
                "impact aligned": lambda: planner("impact aligned"),
            },
            {
                "inner aligned": "It searches by getting home. Is there anything bad about what is best for that?",
                "objective robust": "Observed in deployment, turning right demonstrates one thing only. Which?",
                "robust": "Does it lose anything on the base objective, once it has read the signs?",
                "impact aligned": "Does it ever come to the woods?",
            },
            praise="Planning again is what turns an objective inside into a difference outside.",
        ),
        solution="All four hold: it turns right, gets home, and demonstrates by that what it is after.",
        right=("holds, holds, holds, holds", [True, True, True, True]),
        wrong=(
            ("fails, holds, holds, holds", "searches by getting home"),
            ("holds, fails, holds, holds", "one thing only"),
            ("holds, holds, fails, holds", "lose anything"),
            ("holds, holds, holds, fails", "come to the woods"),
            ("holds", "cannot be read"),
        ),
    ),
    Exercise(
        key="10.3",
        title="Harmless by mistake",
        question=(
            "Build a world, or change one of the book's, with a mesa-optimizer that is impact aligned and not inner "
            "aligned, in the cautious reading."
        ),
        minutes=10,
        difficulty="hard",
        importance="worth it",
        hints=(
            "It wants the wrong thing and does not get it. What could keep it from getting it?",
            "A false belief, or a search that is too short.",
            "`zoo.two_by_two()` has four walkers; put the misled swamp-lover first with `dataclasses.replace`.",
        ),
        examiner=world(
            wants("it is impact aligned", lambda case: case.check("impact aligned")),
            wants("it is not inner aligned", lambda case: case.check("inner aligned"), False),
            start=two_by_two,
            build=walker,
            loves=Select("she wants", (("gardener", "the garden"), ("swamp-lover", "the swamp")), "gardener"),
            believes=Select("her map", (("informed", "is true"), ("misled", "exchanges the two")), "informed"),
            praise="Its safety hangs on its mistakes. Would you call that aligned?",
        ),
        solution=(
            "`zoo.myopic_planner()` is one: its search is too short to see what its objective would lead it to. "
            "`zoo.lazy_clipper()` is another: it believes that the machine does not run."
        ),
        right=(myopic_planner(), lazy_clipper()),
        wrong=(
            (two_by_two(), "so that it is not inner aligned"),
            (table_and_planner(), "impact aligned"),
            ("left", "begins with"),
            (1, "give a Case"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="10.1",
        question=(
            "Two agents stand at a fork. In training, left leads home. One has a table that says: turn left. The "
            "other reads the signs, plans to get home, and turns left. Their behaviour in training is the same, "
            "to the last digit. Both were trained to get home. In deployment the signs are exchanged: right leads "
            "home, left into the woods, which is bad."
        ),
        guesses=(
            Guess(
                "Is the planner inner aligned?",
                {"holds": "yes", "fails": "no", "undefined": "the word is undefined"},
                "holds",
            ),
            Guess("Is the table?", {"holds": "yes", "fails": "no", "undefined": "the word is undefined"}, "undefined"),
            Guess(
                (
                    "Inverse reinforcement learning, as perfect as you like, observes both in training. Can it tell "
                    "which is which?"
                ),
                {"yes": "yes", "no": "no"},
                "no",
            ),
        ),
        answer=(
            "The planner is inner aligned. Of the table the book says that the word is **undefined**: there is no "
            "objective inside to speak of. If you said no, the essay is with you: by its FAQ what is no "
            "mesa-optimizer is simply not inner aligned. That puts a thermostat among those that want the wrong "
            "thing. To say yes would be worse. Every table would be inner aligned, and whatever inner alignment "
            "promises would be promised of every table.\n\n"
            "And no, nothing that observes behaviour in training alone can tell them apart. To be a mesa-optimizer is "
            "a property of the algorithm, not of the policy. The two part when the signs are exchanged and the planner "
            "may plan again: then it turns right, and the table still turns left."
        ),
    ),
)
