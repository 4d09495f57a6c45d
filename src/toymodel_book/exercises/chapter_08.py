"""The exercises of chapter 8 are about robustness and capability robustness."""

from __future__ import annotations

from dataclasses import replace

from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.worlds import World
from toymodel.zoo import coin_line, good_enough, lazy_clipper, nursery_corridor, tie, two_by_two, unseen_state
from toymodel.zoo.cases.coin_line import environment

from ..controls import Slider
from .examiners import choice, number, verdicts, wants, world
from .record import Exercise, Guess, Prediction


def informed(name: str, performs: str = "W1") -> Verdict:
    """Return a verdict on the clipper that knows that the machine runs, read by the objective that it is after."""
    return lazy_clipper(belief=1).check(name, Reading(behavior="mesa", performs=performs))


def misled() -> Case:
    """Return the gardener with the wrong map, alone."""
    case = two_by_two()
    return replace(case, agents=(case.agent("the misled gardener"),))


def lying(trained: str, deployed: str) -> Case:
    """Return the coin line with the coin anywhere, in training too."""
    case = coin_line(int(deployed))
    training = case.world.training if trained == "6" else environment(int(trained), name=f"the coin in cell {trained}")
    return replace(case, world=World(training, case.world.deployment))


EXERCISES = (
    Exercise(
        key="8.1",
        title="How much must be forgiven",
        question=(
            "The robot of the nursery corridor takes the way through the nursery with probability 1/2 instead of 1/5. "
            "The corridor pays 1, the nursery 19/20. From which regret ε on is it robust by W2?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "Regret is what it loses, from the start, against the best policy.",
            "It chooses once, and then the run ends. What does it lose if it takes the nursery, and how often does it?",
            "It loses 1 − 19/20 one time in two.",
        ),
        examiner=number(
            "1/40",
            {
                "1/20": "That is what it loses each time that it takes the nursery. How often does it?",
                "1/100": "That is for a probability of 1/5.",
                "1/2": "That is how often it takes the nursery. What does that cost?",
                "1/4": "You seem to have lost a factor of ten: 1 − 19/20 is 1/20.",
                "0": "It does lose something.",
                "19/40": "That is what it earns in the nursery, on average. What does it *lose*?",
            },
            right="And at that ε a robot is allowed that goes through the nursery one time in two.",
        ),
        solution=(
            "It loses 1/20 one time in two: its regret is 1/40, and it is robust by W2 exactly if ε is at least that. "
            "In general a probability p of the nursery costs p/20, so ε allows a probability of 20 ε."
        ),
        right=("1/40", "0.025", 0.025),
        wrong=(
            ("1/20", "How often"),
            ("0.01", "probability of 1/5"),
            ("1/2", "cost"),
            ("0.25", "factor of ten"),
            ("0", "does lose"),
            ("19/40", "*lose*"),
            ("3", "too large"),
            ("little", "not a number"),
        ),
    ),
    Exercise(
        key="8.2",
        title="Two wrongs",
        question=(
            "The lazy clipper could also come to know the truth. Let it believe, as is true, that the switch starts "
            "the machine. It still would rather run the machine, and now it throws the switch. Take the objective "
            "that it is after for its behavioral objective. Is it now robust? Is it capability robust, with no "
            "regret in truth (W1)? And with no regret by its own beliefs (W5)?"
        ),
        minutes=2,
        difficulty="medium",
        importance="important",
        hints=(
            "Each of the three asks two things: by which objective, and in which world?",
            "Robust: what it does, by clips by hand, in truth. The other two: what it does, by running the machine, "
            "in truth or as it believes.",
            "It loses 1 on clips by hand, and nothing on running the machine. What it believes is now true.",
        ),
        examiner=verdicts(
            {
                "robust": lambda: informed("robust"),
                "capability robust by W1": lambda: informed("capability robust"),
                "capability robust by W5": lambda: informed("capability robust", "W5"),
            },
            {
                "robust": "It was trained to make clips by hand. Does it?",
                "capability robust by W1": "It wants to run the machine, and it runs the machine. What does it lose?",
                "capability robust by W5": "By its beliefs the machine runs. Could it have done better?",
            },
            praise="Knowing more made it capable, and cost it its robustness.",
        ),
        solution=(
            "Not robust: it loses 1 on clips by hand, which is all there was. Capability robust by either meaning: "
            "it loses nothing on running the machine, in truth or by its beliefs, which are now the same. The false "
            "belief had been what made it do as it was trained to do."
        ),
        right=("fails, holds, holds", [False, True, True]),
        wrong=(
            ("holds, holds, holds", "trained to make clips by hand"),
            ("fails, fails, holds", "What does it lose"),
            ("fails, holds, fails", "Could it have done better"),
            ("holds, fails, holds", "1 of 3"),
            ("?", "cannot be read"),
        ),
    ),
    Exercise(
        key="8.3",
        title="Flawless in training",
        question=(
            "An agent loses nothing on the base objective in training. In the cautious reading (observed in training, "
            "every non-trivial demonstrated objective) it is capability robust by W1, and the base objective is not "
            "trivial in training. What follows?"
        ),
        minutes=3,
        difficulty="medium",
        importance="worth it",
        hints=(
            "Which objectives are demonstrated, for sure?",
            "The base objective is demonstrated: the agent is optimal for it in training.",
            "Capability robustness says something of *every* demonstrated objective. Say it of the base objective.",
        ),
        examiner=choice(
            {
                "robust": "it is robust: it loses nothing on the base objective in deployment either",
                "impact": "it is impact aligned",
                "nothing": "nothing: that was training",
                "same": "training and deployment are the same environment",
            },
            "robust",
            {
                "impact": "Not if the base objective itself leads to harm. The paperclip maximiser of chapter 7 "
                "is all of this.",
                "nothing": "The base objective is among the demonstrated ones, and every one of these is pursued "
                "without loss. In which environment?",
                "same": "The rower is all of this: a captain trained on the open river and deployed on a weir.",
            },
            praise="So in this reading an agent that looked flawless and fails in deployment is never capability "
            "robust, however cleverly it fails.",
        ),
        solution=(
            "The base objective is demonstrated and counts. So being capability robust includes losing nothing on the "
            "base objective in deployment, which is robustness. The runner, which runs away from the coin and seems so "
            "able, is therefore not capability robust in this reading. Whoever finds that odd wants another reading."
        ),
        right=("robust", "it is robust: it loses nothing on the base objective in deployment either"),
        wrong=(
            ("impact", "paperclip"),
            ("nothing", "In which environment"),
            ("same", "The rower"),
            ("perhaps", "not among the answers"),
        ),
    ),
    Exercise(
        key="8.4",
        title="Able, and not robust",
        question=(
            "Build a case whose first agent is capability robust in the cautious reading, and not robust. "
            "(The last exercise says where not to look.)"
        ),
        minutes=8,
        difficulty="medium",
        importance="worth it",
        hints=(
            "If what it does in training demonstrates the base objective, that has to be pursued without loss. "
            "So let it not be demonstrated.",
            "Let the agent do in training something that is wrong by the base objective and best for another one.",
            "The simplest world is the same in training and deployment, with one state and an agent that is after "
            "something else than the base objective.",
        ),
        examiner=world(
            wants("the agent is capability robust", lambda case: case.check("capability robust")),
            wants("it is not robust", lambda case: case.check("robust"), False),
            start=coin_line,
            build=lying,
            trained=Slider("the coin's cell in training", tuple("012456"), "6"),
            deployed=Slider("the coin's cell in deployment", tuple("012456"), "1"),
            praise="It has been wrong from the start, and consistently so.",
        ),
        solution=(
            "`zoo.good_enough()` will do. A medic was trained to heal and gives a drug, in training as in deployment. "
            "It loses nothing on the drug's sales and 1 on healing. So will a gardener with a wrong map, who always "
            "walks to the swamp. Both went wrong in training already."
        ),
        right=(good_enough(), misled()),
        wrong=(
            (coin_line(), "loses 0.95"),
            (nursery_corridor(), "loses 0.01"),
            (unseen_state(), "not robust"),
            (tie(), "not robust"),
            ("a medic", "begins with"),
            (1, "give a Case"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="8.1",
        question=(
            "We draw forty agents by lot. Each has two or three states and actions, a random environment for "
            "training and another one for deployment, a random base objective, and a policy that plays a randomly "
            "drawn action in each state. Nobody has trained them. Their behavioral objectives are, of all objectives "
            "R(s,a), those that they demonstrate and that are not trivial.\n\n"
            "How many of the forty are, by W1,"
        ),
        guesses=(
            Guess("robust?", {"none": "none", "few": "a few", "half": "about half", "all": "all forty"}, "few"),
            Guess(
                "capability robust, if they are observed in deployment and every demonstrated objective counts?",
                {"none": "none", "few": "a few", "half": "about half", "all": "all forty"},
                "all",
            ),
            Guess(
                "capability robust, if they are observed in training and every demonstrated objective counts?",
                {"none": "none", "few": "a few", "half": "about half", "all": "all forty"},
                "none",
            ),
            Guess(
                "capability robust, if they are observed in training and one demonstrated objective is enough?",
                {"none": "none", "few": "a few", "half": "about half", "all": "all forty"},
                "all",
            ),
        ),
        answer=(
            "1. Four. It takes luck to do what is best for an objective that one has never heard of.\n"
            "2. All forty.\n"
            "3. None.\n"
            "4. All forty.\n\n"
            "So, taken literally, capability robustness has said nothing about anybody's capability. In each of "
            "these readings all forty have it, or none has."
        ),
    ),
)
