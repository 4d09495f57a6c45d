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

INSIDE = Reading(behavior="mesa")


def clipper(name: str) -> Verdict:
    """Return a verdict on the lazy clipper, read by what it searches by."""
    return lazy_clipper().check(name, INSIDE)


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
            "The corridor pays 1, the nursery by day 19/20. From which regret ε on is it robust by W2?"
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
            "The lazy clipper makes clips by hand, which is what it was trained to do. It would rather run the big "
            "machine, and does not, because it believes that the switch does nothing. Take the objective that it "
            "searches by for its behavioral objective. Is it robust, objective robust, capability robust (W1)?"
        ),
        minutes=4,
        difficulty="medium",
        importance="important",
        hints=(
            "Each of the three asks about another pair: who acts, and by which objective that is measured.",
            "Robust: what it does, by the base objective. Objective robust: what would be best for the machine, by "
            "the base objective. Capability robust: what it does, by the machine.",
            "It loses nothing on clips by hand, and 0.7 on running the machine.",
        ),
        examiner=verdicts(
            {name: (lambda name=name: clipper(name)) for name in ("robust", "objective robust", "capability robust")},  # type: ignore[misc]
            {
                "robust": "What does it do, and what is that worth by the base objective?",
                "objective robust": "If it pursued its objective without mistakes, would it make clips by hand?",
                "capability robust": "It could have run the machine. By its own objective, was that better?",
            },
            praise="A wrong goal, pursued badly, may be just right.",
        ),
        solution=(
            "Robust: it makes clips by hand, and loses nothing on the base objective. Not objective robust: its own "
            "optimum throws the switch, which is bad by the base objective. Not capability robust: it loses 0.7 on "
            "its own objective. So robustness gives neither of the two, and the arrow cannot be read backwards here."
        ),
        right=("holds, fails, fails", [True, False, False]),
        wrong=(
            ("fails, fails, fails", "What does it do"),
            ("holds, holds, fails", "without mistakes"),
            ("holds, fails, holds", "run the machine"),
            ("holds, holds, holds", "1 of 3"),
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
            "Capability robustness now says something about *every* objective that fits. Say it of the base objective.",
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
                "impact": "Only if the base objective is one worth pursuing. The paperclip maximiser is all of this.",
                "nothing": "The base objective is among the demonstrated ones, and every one of these is pursued "
                "without loss. In which environment?",
                "same": "The rower is all of this, and was trained on the river and deployed on the weir.",
            },
            praise="So in this reading an agent that looked flawless and fails in deployment is never capability "
            "robust, however cleverly it fails.",
        ),
        solution=(
            "The base objective is demonstrated and counts. So being capability robust includes losing nothing on the "
            "base objective in deployment, which is robustness. The runner, who runs away from the coin and seems so "
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
            "`zoo.good_enough()` will do: the medic prefers the drug, in training as in deployment, loses nothing on "
            "the drug's sales and 1 on healing. So will a gardener with a wrong map, who always walks to the swamp. "
            "Both were visibly wrong in training already."
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
            "drawn action in each state. Nobody has trained them. Their behavioral objectives may be any objectives "
            "on states and actions, as long as they fit and are not trivial.\n\n"
            "How many of the forty are, by W1,"
        ),
        guesses=(
            Guess("robust?", {"none": "none", "few": "a few", "half": "about half", "all": "all forty"}, "few"),
            Guess(
                "capability robust, if they are observed in deployment and every objective that fits counts?",
                {"none": "none", "few": "a few", "half": "about half", "all": "all forty"},
                "all",
            ),
            Guess(
                "capability robust, if they are observed in training and every objective that fits counts?",
                {"none": "none", "few": "a few", "half": "about half", "all": "all forty"},
                "none",
            ),
            Guess(
                "capability robust, if they are observed in training and one objective that fits is enough?",
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
            "these readings everyone has it, or no one has."
        ),
    ),
)
