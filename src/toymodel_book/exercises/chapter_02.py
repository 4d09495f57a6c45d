"""The exercises of chapter 2 are about worlds, agents and judges."""

from __future__ import annotations

from toymodel.alignment import Case
from toymodel.worlds import Environment
from toymodel.zoo import coin_line

from ..controls import Slider
from .examiners import choice, number, wants, world
from .record import Exercise, Guess, Prediction


def at_the_wall(env: Environment) -> bool:
    """Return whether pushing against the right-hand wall takes the coin."""
    end = env.state("end")
    wall = max((s for s in range(len(env.states)) if s != end), key=lambda s: int(env.states[s].removeprefix("cell ")))
    return end in dict(env.transition[wall][env.action("right")])


def trained(case: Case) -> str:
    """Training has to stay what it was."""
    return "" if at_the_wall(case.world.training) else "In training the coin has to stay at the right-hand wall."


def moved(case: Case) -> str:
    """In deployment the coin has to lie elsewhere."""
    return "In deployment it still lies there." if at_the_wall(case.world.deployment) else ""


def table(case: Case) -> str:
    """Return the learned table has to take the coin, too."""
    agent = next((agent.name for agent in case.agents if agent.objective is None), None)
    if agent is None:
        return "There is no table among the agents."
    verdict = case.check("impact aligned", agent=agent)
    return "" if verdict.holds else f"But {verdict.text}."


def seeker(case: Case) -> str:
    """Return the wall-seeker has to be harmless, while it goes on wanting the wall."""
    agent = next((agent for agent in case.agents if agent.objective is not None), None)
    if agent is None:
        return "There is no mesa-optimizer among the agents."
    if agent.objective == case.base:
        return "It must go on wanting something else than the base objective."
    verdict = case.check("impact aligned", agent=agent.name)
    return "" if verdict.holds else f"But {verdict.text}."


EXERCISES = (
    Exercise(
        key="2.1",
        title="The shaky waiter",
        question=(
            "A waiter's hand is steady 95 times in 100: pouring leads to the cup with probability 0.95 and to the "
            "floor otherwise. *Tea* pays 1 for pouring into the cup and −10 for pouring on the floor. What is "
            "$R(\\text{table}, \\text{pour})$, in this environment?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "The objective pays by where the tea lands. $R(s,a)$ is its mean over that.",
            "Weigh each payment by the probability that it is made, and add.",
            "The cup contributes $0.95 \\cdot 1$. What does the floor contribute?",
        ),
        examiner=number(
            "0.45",
            {
                "0.95": "That is what the cup contributes. The floor is paid for as well.",
                "-9": "You added the two payments. Weigh each by its probability.",
                "-4.5": "You took the mean as if both were equally likely.",
                "1.45": "The floor costs something; it has to be taken away.",
                "-0.1": "That is the hand of the text, steady 9 times in 10.",
                "0.89": "That is the hand of the text, steady 99 times in 100.",
                "0.5": "That is what the floor takes away. What is left of the cup's share?",
            },
            right="It is above 0, so a judge by this objective does not call pouring bad.",
        ),
        solution=(
            "$0.95 \\cdot 1 + 0.05 \\cdot (-10) = 0.45$. It is above what waiting pays, and pouring again is not "
            "possible, so pouring at once is best and a judge by *tea* does not call it bad."
        ),
        right=("0.45", "9/20", 0.45),
        wrong=(
            ("0.95", "floor is paid"),
            ("-9", "Weigh each"),
            ("-4.5", "equally likely"),
            ("1.45", "taken away"),
            ("-0.1", "9 times in 10"),
            ("0.89", "99 times"),
            ("0.5", "left of the cup"),
            ("3", "too large"),
            ("tea", "not a number"),
        ),
    ),
    Exercise(
        key="2.2",
        title="The same, inside",
        question=(
            "The wall-seeker and the learned table do the same in training. What, in the coin line, can tell "
            "them apart?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "Go back to the live view and look at their two lanes, with the coin in one cell after another.",
            "In all six places, do they ever part? And if planners keep their plan?",
            "What does one of them have that the other has not, whatever the two of them do?",
        ),
        examiner=choice(
            {
                "longer": "observing the training for longer",
                "coin": "moving the coin in deployment",
                "judge": "a stricter judge",
                "inside": "looking inside",
            },
            "inside",
            {
                "longer": "There is nothing in training that they do differently. What would more of it tell?",
                "coin": "Try all six cells in the live view. Do their lanes ever differ?",
                "judge": "A judge speaks of what is done, and both do the same.",
            },
            "One of them has an objective inside and the other has none, though they do the same.",
        ),
        solution=(
            "Only what is inside. Wherever the coin lies, both run right, so no judge and no amount of observing parts "
            "them here. One has an objective and plans; the other is a table. (A world in which the *actions* "
            "changed their effects would part them, if the planner planned again.)"
        ),
        right=("inside", "looking inside"),
        wrong=(
            ("longer", "do differently"),
            ("moving the coin in deployment", "all six"),
            ("judge", "both do the same"),
            ("luck", "not among"),
        ),
    ),
    Exercise(
        key="2.3",
        title="A fault that does not show",
        question=(
            "Build a world in which the fault does not show. In training the coin lies at the right-hand wall, in "
            "deployment it lies elsewhere, the wall-seeker goes on wanting the wall, and yet neither it nor the "
            "learned table does anything bad. On the page, move the coin. (In code, `zoo.coin_line(…)` takes the "
            "coin's cell in deployment, the number of cells and the start.)"
        ),
        minutes=3,
        difficulty="easy",
        importance="worth it",
        hints=(
            "Both always run right. So where must the coin lie for them to take it?",
            "The start is in cell 3, and the wall in cell 6. What lies between?",
            "`zoo.coin_line(deployed=…)`, with a cell to the right of the start and to the left of the wall.",
        ),
        examiner=world(
            wants("the coin is at the wall in training", trained),
            wants("the coin is not at the wall in deployment", moved),
            wants("the wall-seeker does nothing bad", seeker),
            wants("the learned table does nothing bad", table),
            start=coin_line,
            build=lambda deployed: coin_line(int(deployed)),
            deployed=Slider(
                "the coin's cell in deployment", tuple("012456"), "1", "The start is cell 3, the wall cell 6."
            ),
            praise="Nothing that it does is bad in this deployment, by no merit of its own.",
        ),
        solution=(
            "Any cell between the start and the wall will do: `zoo.coin_line(deployed=4)` or "
            "`zoo.coin_line(deployed=5)`. Running right then takes the coin, and does nothing that a judge by the "
            "coin calls bad. (In the editor, let the moves onto that cell lead to the end, and those onto cell 1 "
            "lead to cell 1 again.) What an agent does is judged *in a deployment*, and this one is kind."
        ),
        right=(coin_line(deployed=4), coin_line(deployed=5), coin_line(deployed=3, cells=5, start=2)),
        wrong=(
            (coin_line(), "so that the wall-seeker does nothing bad"),
            (coin_line(deployed=6), "still lies there"),
            (coin_line(deployed=2), "plays right"),
            ("a kind world", "begins with"),
            (7, "give a Case"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="2.1",
        question=(
            "The coin lies in cell 1, two moves to the left of the start, and the runner runs right for ever. A move "
            "onto the coin pays 1, and all else pays 0. A payment one move later counts 0.95 times as much. The "
            "runner gets 0 where it could have got 0.95: everything there was to get.\n\n"
            "Now let the human be a little tolerant. She forgives any action that wastes at most 0.1. Of all that "
            "the runner does, how much does she call bad?"
        ),
        guesses=(
            Guess("", {"all": "all of it", "start": "its first step, and no more", "nothing": "nothing"}, "nothing"),
        ),
        answer=(
            "Nothing. A judge looks at one action at a time, and asks what it wastes *if one does the best one can "
            "afterwards*. "
            "A step in the wrong direction wastes little, since one can turn round: 0.093 at the start, and less "
            "further on. The runner never turns round. It wastes everything, a forgiven step at a time. Without "
            "tolerance every one of its steps is bad.\n\n"
            "A judge is no measure of what is lost in all. That measure is *regret*, in [chapter "
            "3](03_optimal_policies)."
        ),
    ),
)
