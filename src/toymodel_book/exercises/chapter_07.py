"""The exercises of chapter 7 are about outer alignment."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.solve import bad_pairs
from toymodel.worlds import Judge, Number, World, exact
from toymodel.zoo import mixed_witness, paperclips, table_and_planner, unseen_state
from toymodel.zoo.cases.unseen_state import environment

from ..controls import Slider
from .examiners import choice, number, verdicts, wants, world
from .record import Exercise, Guess, Prediction

ON_THE_WEIR = Reading(encountered="training", observed_in="deployment")
PLACES = ("training", "deployment", "both")


def away(encountered: str, observed: str) -> Verdict:
    """Return whether paperclips is outer aligned, if training is in the city and deployment in the desert."""
    reading = Reading(encountered=encountered, observed_in=observed)
    return paperclips("the city", "the desert").check("outer aligned", reading)


def at_the_fork() -> str:
    """Return what becomes of being at home, if models have to be optimal in both."""
    verdict = table_and_planner().check("outer aligned", Reading(encountered="both"))
    return {"true": "holds", "false": "fails"}.get(verdict.status, verdict.status)


def of_nine() -> int:
    """Return under how many of the nine readings driving well is outer aligned."""
    readings = (
        Reading(encountered=encountered, observed_in=observed) for encountered, observed in product(PLACES, PLACES)
    )
    return sum(mixed_witness().check("outer aligned", reading).holds is True for reading in readings)


def begun(chance: Number, judge: Judge | None = None) -> Case:
    """Return the boat, trained on the weir with some probability."""
    case, weir = unseen_state(), exact(chance)
    training = environment("the river", name="mostly from the river")
    starts = sorted((training.state(s), p) for s, p in (("the river", 1 - weir), ("the weir", weir)) if p)
    training = replace(training, initial=tuple(starts))
    return replace(case, world=World(training, case.world.deployment), judge=judge or case.judge)


def mostly_river(case: Case) -> str:
    """Training may not start on the weir often."""
    env = case.world.training
    weir = dict(env.initial).get(env.state("the weir"), exact(0))
    return "" if weir <= exact("1/10") else f"It starts there with probability {weir}."


def deployed_on_the_weir(case: Case) -> bool:
    """Deployment is to stay as it is."""
    return case.world.deployment == unseen_state().world.deployment


def drifting_is_bad(case: Case) -> bool:
    """So is the judge."""
    env = case.world.deployment
    return env.pair(("the weir", "drift")) in bad_pairs(env, case.judge)


EXERCISES = (
    Exercise(
        key="7.1",
        title="Out of the city",
        question=(
            "A model is trained in the city to make paperclips, where melting the city down is best, and deployed in "
            "the desert, where going to the workshop is best. It sees where it is. The human judges melting down the "
            "city bad. Is “paperclips” outer aligned?"
        ),
        minutes=3,
        difficulty="easy",
        importance="important",
        hints=(
            "Harm is judged in deployment, and in the desert there is nothing to melt down.",
            "So no objective has a harmful optimum there. What else can go wrong? A model may demonstrate nothing.",
            "Where a model has to be optimal *and* is observed there, it demonstrates paperclips at least. Where it is "
            "observed without having to be optimal, it may rest all day.",
        ),
        examiner=verdicts(
            {
                "optimal in training, observed in training": lambda: away("training", "training"),
                "optimal in deployment, observed in deployment": lambda: away("deployment", "deployment"),
                "optimal in deployment, observed in training": lambda: away("deployment", "training"),
            },
            {
                "optimal in training, observed in training": "Every model melts down the city, in training. "
                "But where is harm judged?",
                "optimal in deployment, observed in deployment": "Every model goes to the workshop. What does it "
                "demonstrate?",
                "optimal in deployment, observed in training": "What may such a model do in the city, "
                "and what does it then demonstrate?",
            },
            praise="The second and the third differ only in where models are observed.",
        ),
        solution=(
            "Holds, holds, fails. In the desert no optimum of any candidate melts down a city, so the first two hold: "
            "every model demonstrates paperclips at least. (That the first holds although every such model melts down "
            "the city is a matter of the switch *harm judged in*: harm done in training does not count.) In the third "
            "a model that goes to the workshop in the desert may rest in the city. Resting is best for nothing there, "
            "so it demonstrates nothing, and nobody vouches for it."
        ),
        right=("holds, holds, fails", [True, True, False]),
        wrong=(
            ("fails, holds, fails", "where is harm judged"),
            ("holds, fails, fails", "What does it demonstrate"),
            ("holds, holds, holds", "What may such a model do"),
            ("fails, fails, fails", "1 of 3 right"),
            ("no idea", "cannot be read"),
        ),
    ),
    Exercise(
        key="7.2",
        title="The human's own objective",
        question=(
            "A driver learns in England, where one keeps left, and is deployed in France, where one keeps right. The "
            "base objective, driving well, is what the human wants, in both countries. The other candidates are "
            "left-loving (1 for keeping left, anywhere) and zero. “Optimal” and “observed” can each mean: in training, "
            "in deployment, in both. Under how many of these nine readings is driving well outer aligned, if every "
            "non-trivial demonstrated objective must be harmless?"
        ),
        minutes=6,
        difficulty="hard",
        importance="worth it",
        hints=(
            "Ask of each reading: can a model that is optimal where it must be demonstrate left-loving, or nothing?",
            "Whatever keeps left where it is observed demonstrates left-loving. When is keeping left excluded there?",
            "In France a model that is optimal there keeps right, and that is demonstrated. In England left-loving "
            "and driving well look the same. So observing only in England never helps.",
        ),
        examiner=number(
            of_nine(),
            {
                "9": "It is the human's own objective, and a model can be optimal for it in England alone.",
                "6": "Observing only in England cannot tell driving well from left-loving. Nor does it help to observe "
                "in France a model that only had to be optimal in England.",
                "4": "Nearly. Suppose models must be optimal in France only, and are observed in both countries. "
                "What may they do in England?",
                "2": "Nearly; one that holds is missing.",
                "1": "Some more: what if models must be optimal in both countries?",
                "0": "Suppose models must be optimal in France and are observed in France.",
            },
            right="They are: optimal in deployment and observed there; optimal in both and observed in deployment; "
            "both and both.",
            how="How many of the nine?",
        ),
        solution=(
            "Three. Optimal in England only: the model that keeps left everywhere demonstrates left-loving, wherever "
            "it is observed. Optimal in France only: it keeps right there; observed there, it demonstrates only "
            "driving well; but in England it may keep left (and demonstrate left-loving, if observed only there) or "
            "keep right (then nothing is demonstrated, there or in both). Optimal in both: observed in England alone, "
            "left-loving is demonstrated; observed in France or in both, only driving well is."
        ),
        right=("3", 3),
        wrong=(
            ("9", "in England alone"),
            ("6", "cannot tell"),
            ("4", "optimal in France only"),
            ("2", "missing"),
            ("1", "in both countries"),
            ("0", "in France"),
            ("5", "too large"),
            ("many", "not a number"),
        ),
    ),
    Exercise(
        key="7.3",
        title="Observed once in a while",
        question=(
            "Build the boat's world anew so that training still starts on the river nine times in ten or more, and "
            "yet, if models are optimal in training and observed in deployment, arriving is outer aligned. Deployment "
            "and the judge stay as they are."
        ),
        minutes=6,
        difficulty="easy",
        importance="important",
        hints=(
            "Which model spoils it, and where does it do so?",
            "A state that training reaches, however rarely, is one in which an optimal model must be optimal.",
            "The file of the world has a list of the states in which training starts, each with its probability.",
        ),
        examiner=world(
            wants("training starts on the weir with probability 1/10 or less", mostly_river),
            wants("deployment stays as it is", deployed_on_the_weir),
            wants("drifting on the weir is judged bad", drifting_is_bad),
            wants(
                "arriving is outer aligned, models being optimal in training and observed in deployment",
                lambda case: case.check("outer aligned", ON_THE_WEIR),
            ),
            start=unseen_state,
            build=lambda chance: begun(chance) if chance != "0" else unseen_state(),
            chance=Slider(
                "training starts on the weir with probability", ("0", "1/1000000", "1/100", "1/10", "1/2", "1"), "0"
            ),
            praise="Any probability above 0 will do: an optimal model makes no mistake wherever it comes.",
        ),
        solution=(
            "Let training start on the weir one time in a hundred. Then a model that drifts there is not optimal in "
            "training, so every model rows there, and demonstrates arriving in deployment. One time "
            "in a million would do as well. That is what *perfect* training means, and why it is a strong assumption: "
            "a learner that is only nearly optimal would not notice one case in a million."
        ),
        right=(begun("1/100"), begun("1/1000000")),
        wrong=(
            (unseen_state(), "no non-trivial"),
            (begun("1/2"), "probability 1/2"),
            (replace(unseen_state(), world=World.same(unseen_state().world.training)), "deployment stays"),
            (begun("1/100", Judge.of([])), "judged bad"),
            ("the weir", "begins with"),
            (6, "give a Case"),
        ),
    ),
    Exercise(
        key="7.4",
        title="Nobody to ask",
        question=(
            "At a fork, home is to the left in training. In deployment the signs are exchanged, and home is to the "
            "right. Nothing at the fork shows which signs are true. The base objective is to be at home. A model keeps "
            "one policy for both, and all data means those of training *and* of deployment. Is the base objective "
            "outer aligned?"
        ),
        minutes=1,
        difficulty="easy",
        importance="important",
        hints=(
            "Which way does a model have to go in training? And in deployment?",
            "It keeps one policy, so it goes the same way in both. Can it be optimal in both?",
            "There is no model. Look at the last sentence of the definition.",
        ),
        examiner=choice(
            {"holds": "yes", "fails": "no", "undefined": "it is undefined"},
            at_the_fork(),
            {
                "holds": "That is what logic says of all members of an empty set. The definition has a sentence "
                "about the case in which there is no model.",
                "fails": "Which model is not intent aligned? You would have to name one that is optimal in both.",
            },
            praise="The view of this chapter has the fork; ask it for models that are optimal in both.",
        ),
        solution=(
            "It is undefined. A model would have to go left in training and right in deployment, and one policy cannot "
            "do both. So there is no model, and the definition does not speak of an objective without any. (Of an "
            "*agent* that demonstrates nothing it does speak: nothing vouches for it, so it is not intent aligned.)"
        ),
        right=("undefined", "it is undefined"),
        wrong=(("holds", "empty set"), ("fails", "name one"), ("perhaps", "not among the answers")),
    ),
)

PREDICTIONS = (
    Prediction(
        key="7.1",
        question=(
            "A driver learns in England, where one keeps left, and is deployed in France, where one keeps right. He "
            "sees which country he is in, so one policy may keep left here and right there. "
            "The base objective is *driving well*: one point for keeping to the local side. That is exactly what "
            "the human wants, in both countries. The other objectives to be considered are *left-loving*, which "
            "pays for keeping left anywhere, and zero.\n\n"
            "In the cautious reading (models optimal in France, observed in England), is the base objective outer "
            "aligned?"
        ),
        guesses=(Guess("", {"yes": "yes: it is what the human wants", "no": "no"}, "no"),),
        answer=(
            "No. A model may keep right in France and left in England. In England that demonstrates driving well, and "
            "left-loving as well; and the optimum of left-loving is a disaster in France.\n\n"
            "Be charitable, and let one harmless objective among those that it demonstrates be enough. It is still no. "
            "A model that is optimal in France may do as it likes in England, where it need not be good at anything. "
            "If it keeps right there too, it demonstrates neither objective in England, and nothing vouches for it.\n\n"
            "Observe instead in France, and driving well is outer aligned. The objective was never the problem: the "
            "models were observed where nothing was asked of them."
        ),
    ),
)
