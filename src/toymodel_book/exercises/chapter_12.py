"""The exercises of chapter 12 are about how outer alignment and objective robustness give intent alignment."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.quantities.bounds import excluded_below
from toymodel.solve import bad_pairs
from toymodel.worlds import Environment, Judge, Number, Objective, World, exact
from toymodel.zoo.cases.second_arrow import just, locked_door, wasps, ways
from toymodel.zoo.cases.two_buttons import two_buttons

from ..controls import Select
from .examiners import choice, number, verdicts, wants, world
from .record import Exercise, Guess, Prediction

WAYS = (("inside", "inside"), ("the door", "nowhere"))
OBSERVED = Reading(encountered="training", observed_in="deployment")


@lru_cache
def with_just(turn: str) -> Case:
    """Return the fork with wasps at home, with one way to act as a further objective."""
    case = wasps()
    return replace(case, candidates=(*case.candidates, *(just(case, way) for way in ways(case) if way.name == turn)))


def at_the_fork(turn: str, name: str) -> Verdict:
    """Return a verdict of the cautious reading there."""
    return with_just(turn).check(name)


def in_rooms(name: str) -> Verdict:
    """Return a verdict on whoever presses left, trained to be in room 1; the wires are as they were."""
    case = two_buttons()
    case = replace(case, base=case.objective("room 1"), world=World.same(case.world.training))
    return case.check(name, Reading(among="s", encountered="training"))


def second_drug() -> Environment:
    """Return a ward with a discount of 4/5."""
    return Environment.build({"the ward": "the ward"}, start="the ward", discount="4/5", actions=["cure", "drug"])


def largest_slack() -> Number:
    """Return the gap of the second drug."""
    healing = Objective.from_array([[1, "3/4"]], "healing")
    return exact(excluded_below(second_drug(), Judge.of([("the ward", "drug")]), healing))


def still_open() -> Case:
    """Return the door, open in deployment too."""
    case = locked_door()
    return replace(case, world=World.same(case.world.training))


def door(knock: str, burn: str) -> Case:
    """Return the door with what comes of a knock, and of fire, in deployment."""
    case = still_open()
    if (knock, burn) == ("inside", "the door"):
        return case
    deployed = Environment.build(
        {"the door": {"knock": knock, "burn": burn}, "inside": "inside"},
        start="the door",
        discount="1/2",
        name=f"a knock leads to {knock}, fire to {burn}",
    )
    return replace(case, world=World(case.world.training, deployed))


def burning_is_bad(case: Case) -> bool:
    """So is the judge."""
    env = case.world.deployment
    return env.pair(("the door", "burn")) in bad_pairs(env, case.judge)


def trained_as_before(case: Case) -> bool:
    """Training is to stay as it is."""
    return case.world.training == locked_door().world.training


EXERCISES = (
    Exercise(
        key="12.1",
        title="Trained for the wrong room",
        question=(
            "In the two rooms of *One mind*, with the wires as they were, everybody is trained to be in room 1, which "
            "is bad. Models press right. The agent presses left. Objectives are about rooms; models are optimal in "
            "training, and all are observed there. What holds?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "Which room does a model demonstrate, and which the agent?",
            "The agent demonstrates room 0. Is what is best for that best for the base objective? Is it harmless?",
            "Outer alignment asks whether what the models demonstrate is harmless.",
        ),
        examiner=verdicts(
            {
                "room 1 is outer aligned": lambda: in_rooms("outer aligned"),
                "the agent is objective robust": lambda: in_rooms("objective robust"),
                "the agent is intent aligned": lambda: in_rooms("intent aligned"),
            },
            {
                "room 1 is outer aligned": "The models demonstrate room 1. Is that harmless?",
                "the agent is objective robust": "The agent demonstrates room 0. Is that best for room 1?",
                "the agent is intent aligned": "The agent demonstrates room 0. Is that harmless?",
            },
            praise="Both premises fail, and the conclusion holds. The arrow goes one way only.",
        ),
        solution=(
            "Fails, fails, holds. The models demonstrate room 1, which is bad. The agent demonstrates room 0, which is "
            "harmless, and not best for room 1. Where a premise fails, the arrow says nothing."
        ),
        right=("fails, fails, holds", [False, False, True]),
        wrong=(
            ("holds, fails, holds", "Is that harmless"),
            ("fails, holds, holds", "best for room 1"),
            ("fails, fails, fails", "demonstrates room 0"),
            ("perhaps", "cannot be read"),
        ),
    ),
    Exercise(
        key="12.2",
        title="Stop the thief",
        question=(
            "The thief breaks the second arrow if *some* non-trivial objective is enough, every optimum counts, and "
            "models are optimal in training and observed there. Which single change keeps the arrow from breaking, for "
            "him and in every other finite world?"
        ),
        minutes=2,
        difficulty="medium",
        importance="important",
        hints=(
            "Which of the models' objectives ends well, though it is not the base objective?",
            "Honesty ends well, and one will do. After which change does the base objective itself have to end well?",
            "With *every* objective, the models' own wish to watch has to be harmless in deployment.",
        ),
        examiner=choice(
            {
                "every": "let every objective have to pass",
                "trivial": "let trivial objectives count, too",
                "optima": "let some optimum be enough",
                "deployment": "let models be optimal in deployment",
            },
            "every",
            {
                "trivial": "Then one more objective may do. One that ends well was found too easily before.",
                "optima": "That makes it easier for an objective to pass.",
                "deployment": "The models are still observed in training, at the gate, where honesty costs nothing.",
            },
            praise="Now the models' own objective has to end well, and in deployment it does not: no promise is made.",
        ),
        solution=(
            "Let every objective have to pass. The models demonstrate the base objective, *watching*; what is best for "
            "it in deployment may rob the vault, after the hour at the gate. So *watching* is not outer aligned, and "
            "nothing is promised."
        ),
        right=("every", "let every objective have to pass"),
        wrong=(("trivial", "too easily"), ("optima", "easier"), ("deployment", "at the gate"), ("?", "not among")),
    ),
    Exercise(
        key="12.3",
        title="One more objective",
        question=(
            "The fork with wasps at home, in the cautious reading: models are optimal in deployment (they turn right), "
            "all are observed in training, the agent turns left, home is bad. The list of objectives is home, the "
            "woods, zero. Add “just turn left”, which pays for turning left at the fork wherever left leads; or add "
            "“just turn right” instead. What then?"
        ),
        minutes=5,
        difficulty="medium",
        importance="important",
        hints=(
            "Who demonstrates the new objective in training: the agent or the models?",
            "The agent demonstrates “just turn left”. In deployment its optimum turns left: into the woods.",
            "Outer alignment looks at the models only, and objective robustness at the agent only.",
        ),
        examiner=verdicts(
            {
                "with “just left”: home is outer aligned": lambda: at_the_fork("left", "outer aligned"),
                "with “just left”: the agent is objective robust": lambda: at_the_fork("left", "objective robust"),
                "with “just right”: home is outer aligned": lambda: at_the_fork("right", "outer aligned"),
                "with “just right”: the agent is objective robust": lambda: at_the_fork("right", "objective robust"),
            },
            {
                "with “just left”: home is outer aligned": "No model turns left. Who demonstrates “just left”?",
                "with “just left”: the agent is objective robust": "Where does turning left lead in deployment, and "
                "is that best for home?",
                "with “just right”: home is outer aligned": "The models turn right. Where does that end in deployment?",
                "with “just right”: the agent is objective robust": "Does the agent ever turn right?",
            },
            praise="Either one ends the counterexample, each by another premise.",
        ),
        solution=(
            "Holds, fails, fails, holds. “Just left” is demonstrated by the agent and by no model; its optimum in "
            "deployment goes into the woods, which is not best for home, so the agent is no longer objective robust. "
            "“Just right” is demonstrated by the models and not the agent; its optimum ends among the wasps, so home "
            "is no longer outer aligned. The proof needs one of the two only: the model's."
        ),
        right=("holds, fails, fails, holds", [True, False, False, True]),
        wrong=(
            ("fails, fails, fails, holds", "No model turns left"),
            ("holds, holds, fails, holds", "Where does turning left lead"),
            ("holds, fails, holds, holds", "The models turn right"),
            ("holds, fails, fails, fails", "Does the agent ever"),
            ("fails, holds, holds, fails", "No model turns left"),
            ("perhaps", "cannot be read"),
        ),
    ),
    Exercise(
        key="12.4",
        title="How small is a little",
        question=(
            "The watchman again, with another discount: γ = 9/10. Watching in training pays 1 an hour for ever; who "
            "naps is paid for one hour and sent home. Add ε times “just nap”, which pays 1 for napping at the gate and "
            "1 for each hour at home, whatever he does there. At which ε is napping as good as watching in training, "
            "so that any smaller ε makes a nudge?"
        ),
        minutes=6,
        difficulty="medium",
        importance="worth it",
        hints=(
            "Watching for ever is worth 1/(1 − γ). “Just nap” pays the watcher nothing.",
            "Napping is paid 1 + ε in the first hour, and ε in every later one.",
            "So napping is worth 1 + ε/(1 − γ). Set the two equal.",
        ),
        examiner=number(
            "9/10",
            {
                "1/2": "That is the answer for γ = 1/2.",
                "1/10": "That is ε for which the bonus alone is worth 1. The watcher has more to lose: he is paid for "
                "ever.",
                "9": "You have left out that the bonus, too, is paid for ever: it is worth ε/(1 − γ).",
                "1": "Nearly: 10 = 1 + 10 ε.",
            },
            right="10 = 1 + 10 ε. In general ε = γ.",
        ),
        solution=(
            "Watching is worth 10, napping 1 + 10 ε. They are equal at ε = 9/10, and in general at ε = γ. Any smaller "
            "ε > 0 leaves watching best in training; in deployment, where presence pays both alike, it makes napping "
            "the only optimum."
        ),
        right=("9/10", "0.9"),
        wrong=(
            ("1/2", "for γ = 1/2"),
            ("0.1", "bonus alone"),
            ("9", "paid for ever"),
            ("1", "10 = 1 + 10"),
            ("2", "too large"),
            ("little", "not a number"),
        ),
    ),
    Exercise(
        key="12.5",
        title="Slack",
        question=(
            "In a ward one gives the cure or a drug, day after day. The cure pays 1 a day on the base objective, the "
            "drug 3/4, and only the drug is bad; γ = 4/5. Somebody's objective has optima of regret at most ρ on the "
            "base objective. What is the number below which every ρ is small enough to exclude harm?"
        ),
        minutes=4,
        difficulty="easy",
        importance="worth it",
        hints=(
            "Which deterministic policies do harm? There is one state, so there is one.",
            "Its regret is what it loses each day, discounted and added up for ever.",
            "1/4 a day, times 1/(1 − γ).",
        ),
        examiner=number(
            largest_slack(),
            {
                "1/4": "That is lost on one day. Regret adds up the days, discounted.",
                "1/5": "That is 1 − γ.",
                "5": "That is what the cure is worth in all.",
                "15/4": "That is what the drug is worth in all. What is lost by it?",
                "1": "That is the loss from tomorrow on; today's counts too.",
                "0": "For an agent who mixes, that is so. But the optima of an objective include a deterministic one "
                "that is the worst of them.",
            },
            right="1/4 a day for ever: (1/4)/(1 − 4/5).",
        ),
        solution=(
            "5/4. The only deterministic policy that does harm gives the drug every day, and loses 1/4 each day: "
            "(1/4)/(1 − 4/5) = 5/4. An objective all of whose optima lose less has the cure as its only deterministic "
            "optimum, and so as its only optimum."
        ),
        right=("5/4", "1.25"),
        wrong=(
            ("1/4", "lost on one day"),
            ("1/5", "1 − γ"),
            ("5", "cure is worth"),
            ("15/4", "drug is worth"),
            ("1", "from tomorrow on"),
            ("0", "who mixes"),
            ("2", "too large"),
            ("some", "not a number"),
        ),
    ),
    Exercise(
        key="12.6",
        title="Shut the door",
        question=(
            "Build a world in which the second arrow breaks although every objective and every optimum counts. Models "
            "are optimal in training, and all are observed in deployment. You begin with a door that opens to a knock, "
            "in training and in deployment; the agent sets fire to it. Burning is bad. Leave the training as it is."
        ),
        minutes=8,
        difficulty="hard",
        importance="important",
        hints=(
            "As it stands, the agent is not objective robust: burning the door is not best for getting inside.",
            "It has to be as good as anything for the base objective, in deployment. When is nothing lost by it?",
            "Let a knock in deployment lead to the door, not inside.",
        ),
        examiner=world(
            wants("training stays as it is", trained_as_before),
            wants("the human judges burning the door bad, in deployment", burning_is_bad),
            wants("the base objective is outer aligned", lambda case: case.check("outer aligned", OBSERVED)),
            wants("the agent is objective robust", lambda case: case.check("objective robust", OBSERVED)),
            wants("the agent is not intent aligned", lambda case: case.check("intent aligned", OBSERVED), False),
            start=still_open,
            build=door,
            knock=Select("in deployment a knock leads", WAYS, "inside"),
            burn=Select("in deployment fire leads", WAYS, "the door"),
            praise="Where the base objective asks for nothing, anything is best for it.",
        ),
        solution=(
            "Let a knock lead to the door in deployment, as a fire does. Then nobody gets inside, whatever he does, "
            "so everything is best for getting inside. Models only learned to knock, and demonstrate that they like "
            "knocking. The agent demonstrates that it likes fire."
        ),
        right=(locked_door(),),
        wrong=(
            (still_open(), "so that the agent is objective robust"),
            (replace(locked_door(), judge=Judge.of([("the door", "knock")], "the human")), "burning the door bad"),
            (replace(locked_door(), world=World.same(locked_door().world.deployment)), "training stays as it is"),
            ("the door", "begins with"),
            (6, "give a Case"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="12.1",
        question=(
            "At a fork, in training, left leads home and right into the woods. In deployment left leads into the woods "
            "and right home, and home is full of wasps: to be there is judged bad. The base objective is *home*. The "
            "other candidates are *the woods* and zero. The agent turns left, here and there.\n\n"
            "Take the cautious reading: models are optimal in deployment, all are observed in training, every "
            "objective has to pass, and aligned with the base objective means best for it."
        ),
        guesses=(
            Guess("Is *home* outer aligned?", {"yes": "yes", "no": "no"}, "yes"),
            Guess("Does the second arrow break here?", {"yes": "yes", "no": "no"}, "yes"),
        ),
        answer=(
            "1. Yes. The models turn right, which is home in deployment. In training that leads into the woods. So "
            "they demonstrate *the woods*, and nothing else that counts; and the woods are harmless.\n"
            "2. Yes. The agent turns left, which is home in training. So it demonstrates *home*, the base objective, "
            "and is objective robust. What is best for home ends among the wasps, so it is not intent aligned. Both "
            "premises hold, and the conclusion fails."
        ),
    ),
)
