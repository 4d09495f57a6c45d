"""The exercises of chapter 11 are about how inner alignment gives objective robustness."""

from __future__ import annotations

from dataclasses import replace

from toymodel.agents import MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.worlds import Environment, Judge, Objective, World
from toymodel.zoo import lava, myopic_planner, two_by_two
from toymodel.zoo.cases.foggy_moor import foggy

from ..controls import Select
from .examiners import choice, number, wants, world
from .record import Exercise, Guess, Prediction

OBSERVED = Reading(observed_in="deployment")


WORDS = {"none": "none", "vase": "spares the vase", "both": "likes both drinks", "coffee": "likes coffee"}
FURTHER = {"vase": (0, 0, -1), "both": (1, 1, 0), "coffee": (0, 1, 0)}
"""What a further candidate may pay for tea, coffee and the vase."""


def room(actions: str = "2", further: str = "none") -> Case:
    """Return a robot that brings tea, wants to, and was trained to; with two actions or three."""
    size = int(actions)
    env = Environment.build(
        {"the room": "the room"},
        start="the room",
        discount="9/10",
        actions=["tea", "coffee", "vase"][:size],
        name="the room",
    )
    tea = Objective.from_array([[1, 0, 0][:size]], "tea")
    more = [Objective.from_array([list(FURTHER[further][:size])], WORDS[further])] if further != "none" else []
    return Case(
        name="tea",
        story="A robot brings tea, which is what it wants and was trained for.",
        world=World.same(env),
        agents=(MesaOptimizer("the robot", tea),),
        base=tea,
        judge=Judge.of([("the room", a) for a in env.actions if a == "vase"], "the human"),
        candidates=(tea, *more, Objective.zero(env)),
        human=tea,
    )


def alone(case: Case, name: str) -> Case:
    """Return a case with one of its agents only."""
    return replace(case, agents=(case.agent(name),))


EXERCISES = (
    Exercise(
        key="11.1",
        title="What training did not tell",
        question=(
            "In the two rooms a planner searches by *to be in room 0*, and was trained for that. Its map is true, its "
            "search is exact, and it starts in room 0. After which one of these changes to training is it still inner "
            "aligned, and no longer objective robust?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "Inner alignment is about deployment alone. So ask what the planner demonstrates in training.",
            "Which objectives does it demonstrate after each change, that are not trivial?",
            "If whatever one does comes to the same, one demonstrates nothing.",
        ),
        examiner=choice(
            {
                "both": "both buttons lead to room 0",
                "start": "it starts in room 1",
                "exchanged": "the wires are exchanged, and it knows",
                "patient": "it discounts by 9/10, and not by 1/2",
            },
            "both",
            {
                "start": "Then it presses left and comes to room 0. What does it demonstrate?",
                "exchanged": "Then it presses right, which leads to room 0. What does it demonstrate?",
                "patient": "It still presses left, and still demonstrates room 0.",
            },
            praise="It makes no mistake, and its goal is not demonstrated: it is silent.",
        ),
        solution=(
            "Both buttons lead to room 0: then whatever it does is optimal for any objective about rooms, and all of "
            "them are trivial. It demonstrates nothing that counts. After the other changes it still demonstrates "
            "*to be in room 0* and nothing else."
        ),
        right=("both", "both buttons lead to room 0"),
        wrong=(
            ("start", "comes to room 0"),
            ("exchanged", "presses right"),
            ("patient", "presses left"),
            ("?", "not among"),
        ),
    ),
    Exercise(
        key="11.2",
        title="What would save the arrow?",
        question=(
            "The misled gardener wants the garden. On her map garden and swamp are exchanged, and she walks into the "
            "swamp. Let objectives be about places. She breaks the first arrow in the cautious reading. Which one of "
            "these changes makes the arrow carry for her?"
        ),
        minutes=2,
        difficulty="medium",
        importance="important",
        hints=(
            "She is inner aligned whatever you change about behaviour. So she has to become objective robust.",
            "What walking south demonstrates in the true world is the swamp, and trivial objectives.",
            "By which world is walking south optimal for the garden?",
        ),
        examiner=choice(
            {
                "some": "let some demonstrated objective be enough",
                "deployment": "observe her in deployment",
                "beliefs": "observe her on her own map",
                "optima": "let some optimum be enough",
            },
            "beliefs",
            {
                "some": "What she does demonstrates no objective that passes, in the true world. Some is not more "
                "than none.",
                "deployment": "Training and deployment are the same place here.",
                "optima": "In the true world what she does demonstrates the swamp, and the optima of the swamp all "
                "lead there.",
            },
            praise="By her own map she walks to the garden, and demonstrates it. What has she lost instead?",
        ),
        solution=(
            "By her own map, walking south is optimal for the garden. All else about places that it demonstrates, "
            "trivial objectives apart, comes to the same: she is objective robust, and the arrow carries. (What she "
            "has lost is capability robustness.)"
        ),
        right=("beliefs", "observe her on her own map"),
        wrong=(
            ("some", "more than none"),
            ("deployment", "same place"),
            ("optima", "all lead there"),
            ("prayer", "not among"),
        ),
    ),
    Exercise(
        key="11.3",
        title="Nothing wrong with it",
        question=(
            "Build a case whose first agent is optimal for its own objective in both environments, inner aligned, "
            "and *not* objective robust, observed in deployment (every non-trivial demonstrated objective, every "
            "optimum)."
        ),
        minutes=10,
        difficulty="hard",
        importance="worth it",
        hints=(
            "One state will do. What does the agent's behaviour leave open?",
            "With three actions, an objective may mind one of the two that are not played, and not the other.",
            "Let base objective and mesa-objective pay for *a* only, and put an objective that only punishes *c* among "
            "the candidates. Playing *a* demonstrates it; so does playing *b*.",
        ),
        examiner=world(
            wants(
                "the first agent is a mesa-optimizer",
                lambda case: "" if isinstance(case.agents[0], MesaOptimizer) else "It has no objective of its own.",
            ),
            wants(
                "it is optimal for its own objective in both environments",
                lambda case: case.arrow("I1", OBSERVED).side_condition or False,
            ),
            wants("it is inner aligned", lambda case: case.check("inner aligned", OBSERVED)),
            wants("it is not objective robust", lambda case: case.check("objective robust", OBSERVED), False),
            start=room,
            build=room,
            actions=Select("it can", (("2", "bring tea or coffee"), ("3", "also break the vase")), "2"),
            further=Select("one more candidate", tuple(WORDS.items()), "none"),
            praise="It wants the right thing, knows the world, and errs nowhere. The fault is in “every”.",
        ),
        solution=(
            "One state with the actions tea, coffee and vase. Base and mesa-objective pay 1 for tea; among the "
            "candidates is one that pays −1 for the vase. Bringing tea is optimal for both; for the second so is "
            "coffee, which is bad by the base objective."
        ),
        right=(room("3", "vase"), room("3", "both")),
        wrong=(
            (room(), "so that it is not objective robust"),
            (lava(), "not objective robust"),
            (alone(two_by_two(), "the misled gardener"), "optimal for its own objective"),
            (myopic_planner(), "optimal for its own objective"),
            (alone(two_by_two(), "the informed swamp-lover"), "inner aligned"),
            (foggy("1/10", "9/10").case, "optimal for its own objective"),
            ("tea", "begins with"),
            (1, "give a Case"),
        ),
    ),
    Exercise(
        key="11.4",
        title="How true must the map be?",
        question=(
            "A planner discounts by γ = 0.95. At each step its map misplaces at most a share c of the probability of "
            "what comes next. From which c on does the theorem on wrong maps promise nothing? Give the fraction."
        ),
        minutes=3,
        difficulty="easy",
        importance="important",
        hints=(
            "Nobody can lose more than w/(1−γ). Where does the theorem's 2Δ reach that?",
            "2Δ = w/(1−γ) says that 2γc = 1 − γ + γc.",
            "So γc = 1 − γ.",
        ),
        examiner=number(
            "1/19",
            {
                "1/9": "That is for γ = 0.9. Here later steps count for more.",
                "1/20": "You have 1 − γ. It is to be divided by something that is nearly 1.",
                "19/20": "That is γ.",
                "19": "Turn it over.",
                "0.0526": "Nearly; but here answers are exact. Give the fraction.",
            },
            right="The more later steps count, the truer the map must be.",
        ),
        solution="(1−γ)/γ = (1/20)/(19/20) = 1/19.",
        right=("1/19",),
        wrong=(
            ("1/9", "count for more"),
            ("0.05", "divided by"),
            ("0.95", "is γ"),
            ("19", "over"),
            ("0.0526", "exact"),
            ("1", "too large"),
            ("never", "not a number"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="11.1",
        question=(
            "Let the agent be optimal for its mesa-objective in both environments, and let it be inner aligned; "
            "even more, let its mesa-objective, which is not trivial, *be* the base objective. We observe it in the "
            "very place where it is deployed."
        ),
        guesses=(
            Guess(
                (
                    "Every objective that it demonstrates has to be good by the base objective, except trivial "
                    "ones, for which every policy is optimal. Is it objective robust?"
                ),
                {"yes": "yes", "no": "no"},
                "no",
            ),
            Guess("What if *some* objective that it demonstrates is enough?", {"yes": "yes", "no": "no"}, "yes"),
        ),
        answer=(
            "1. No. Wanting exactly the right thing, knowing the world and making no mistake is not enough. A "
            "smallest world that says so has one state and three actions; it comes below.\n"
            "2. Yes: the mesa-objective itself is one that it demonstrates, and it passes."
        ),
    ),
    Prediction(
        key="11.2",
        question=(
            "The essay leaves sixteen readings of this arrow open: observed in training or in deployment, *every* or "
            "*some* objective, trivial ones counted or not, every or some optimum."
        ),
        guesses=(
            Guess(
                (
                    "In how many of them is I1, for agents that are optimal for their mesa-objective in both "
                    "environments, a theorem about all finite worlds?"
                ),
                {"none": "in none", "six": "in six", "twelve": "in twelve", "all": "in all sixteen"},
                "six",
            ),
        ),
        answer="In six. All of them are under *some*.",
    ),
)
