"""The exercises of chapter 1 are about the misguided AI researcher."""

from __future__ import annotations

from dataclasses import replace

from toymodel.agents import MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.worlds import listed, show
from toymodel.zoo import misguided_researcher

from ..controls import Slider
from .examiners import choice, number, verdicts, wants, world
from .record import Exercise, Guess, Prediction

BY_BELIEFS = Reading(observed_in="beliefs")
OWN_LIGHTS = Reading(observed_in="beliefs", objectives="selected", selected_by="human", performs="W5")


def pessimist(name: str, reading: Reading | None = None) -> Verdict:
    """Return a verdict on the researcher who gives the AI even chances."""
    return misguided_researcher(belief="0.5").check(name, reading)


def plain(belief: str = "0.999", loss: str = "10", cost: str = "1/2") -> Case:
    """Return the researcher's case with her belief alone, so that it can be changed in one place."""
    case = misguided_researcher(belief, loss, cost)
    agent = case.agents[0]
    assert isinstance(agent, MesaOptimizer)
    return replace(case, agents=(replace(agent, prior=None),), possible=None, deferring=())


def severe(case: Case) -> str:
    """Doom has to be much worse than it was."""
    env = case.world.deployment
    pay = max(case.objective("human values").mean(env)[env.state("Doom")])
    return "" if pay <= -1000 else f"Now it pays {show(pay)}.".replace("-", "−")


def doubting(case: Case) -> str:
    """She has to think Doom possible when she deploys."""
    believed = case.agents[0].believed or case.world.training
    row = believed.transition[believed.state("start")][believed.action("deploy")]
    return "" if believed.state("Doom") in dict(row) else "She is certain that deploying does not lead there."


def deploying(case: Case) -> str:
    """She has to deploy."""
    env = case.world.deployment
    policy = case.agents[0].keeps(case.world)
    played = policy.support[env.state("start")] if policy else frozenset()
    return "" if played == {env.action("deploy")} else f"She plays {listed([env.actions[a] for a in sorted(played)])}."


EXERCISES = (
    Exercise(
        key="1.1",
        title="The price of a good conscience",
        question=(
            "She believes with probability 0.999 that the AI is good, and a step in Doom costs 10. She verifies "
            "if verifying costs less than some price. Which?"
        ),
        minutes=3,
        difficulty="easy",
        importance="important",
        hints=(
            "Compare what deploying and verifying are worth by her beliefs.",
            "If the AI is good, both lead to Utopia, and only the cost of verifying differs. So what does verifying "
            "save her if it is bad, and how likely is that, by her beliefs?",
            "A bad AI means Doom for ever, from the next step on: 10 lost at each, later ones discounted, "
            "which is $10 \\cdot \\gamma/(1-\\gamma)$ in all. She gives that one chance in a thousand.",
        ),
        examiner=number(
            "0.09",
            {
                "0.01": "That is what one step in Doom is worth to her. Doom is for ever: "
                "what do all its later steps add up to?",
                "0.1": "Nearly: you count a step in Doom now, but she is there only from the next step on.",
                "90": "That is what Doom costs if it comes. How likely does she think it is?",
                "0.5": "That is what verifying costs in the story, where she does not verify.",
                "0.41": "That is by how much deploying wins while verifying costs 0.5. "
                "How much cheaper must verifying become?",
                "89.91": "You weigh Doom by the probability that the AI is good.",
            },
            right="At exactly 0.09 the two tie; below it she verifies.",
        ),
        solution=(
            "She deploys while $(1-p) \\cdot \\text{loss} \\cdot \\gamma/(1-\\gamma) = 0.001 \\cdot 10 \\cdot 9$, "
            "which is 0.09, is at most the cost. So she verifies once it costs less than 0.09. "
            "At exactly 0.09 the two tie."
        ),
        right=("0.09", "9/100", 0.09),
        wrong=(
            ("0.01", "for ever"),
            ("0.1", "next step"),
            ("90", "How likely"),
            ("0.5", "in the story"),
            ("0.41", "cheaper"),
            ("89.91", "weigh Doom"),
            ("2", "2 is too large"),
            ("-1", "too small"),
            ("0.0899", "close"),
            ("nine cents", "not a number"),
            ("1/0", "denominator"),
            ("", "not a number"),
        ),
    ),
    Exercise(
        key="1.2",
        title="What would stop her?",
        question="Change one thing in the story, and nothing else. Which of these makes her verify?",
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "She looks at what each choice is worth to her. Which of the four changes that?",
            "Her rule has four numbers in it: $p$, the loss, the cost and $\\gamma$. "
            "Put the changed one in, and compare the two sides.",
            "With the numbers of the story the left side is 0.09 and the right side 0.5. "
            "So the left has to grow more than fivefold, or the right to shrink as much.",
        ),
        examiner=choice(
            {
                "truth": "the AI is good after all",
                "loss": "a step in Doom costs 100, and not 10",
                "cost": "verifying costs 1, and not one half",
                "later": "she cares less for later: γ is 0.5, and not 0.9",
            },
            "loss",
            {
                "truth": "She does not know the truth. Where does it stand in her rule?",
                "cost": "A dearer test is one more reason not to test.",
                "later": "The less she cares for later, the less Doom frightens her: "
                "with γ = 0.5 the left side of her rule is 0.01.",
            },
            praise="Now the left side is 0.9, which is more than the test costs.",
        ),
        solution=(
            "The loss. With 100 the left side of her rule is $0.001 \\cdot 100 \\cdot 9 = 0.9$. That is more than 0.5, "
            "so she verifies. The truth does not stand in her rule. A dearer test raises the right side. A smaller "
            "γ lowers the left one, to $0.001 \\cdot 10 \\cdot 1 = 0.01$."
        ),
        right=("loss",),
        wrong=(
            ("truth", "does not know"),
            ("cost", "dearer test"),
            ("later", "less she cares"),
            ("her conscience", "not among"),
        ),
    ),
    Exercise(
        key="1.3",
        title="An honest pessimist",
        question=(
            "Give her the belief 0.5 instead. Is she now impact aligned? And is she intent aligned, if *every* "
            "objective that makes her choice the best one by her beliefs has to be harmless? Consider four: "
            "human values; the doom-lover's, who likes Doom; the deployer's, who likes deploying; and the "
            "shelf-lover's, who likes the shelf."
        ),
        minutes=5,
        difficulty="medium",
        importance="important",
        hints=(
            "What does she do now, and what does that lead to when the AI is bad?",
            "Go through the four, one by one: with this objective, and with her beliefs, would she do what she does?",
            "Verifying costs something. By which of the four is it worth its price?",
        ),
        examiner=verdicts(
            {
                "impact aligned": lambda: pessimist("impact aligned"),
                "intent aligned": lambda: pessimist("intent aligned", BY_BELIEFS),
            },
            {
                "impact aligned": "Which action does she choose at even chances, "
                "and does that lead to anything that the human judges bad?",
                "intent aligned": "By which of the four is her choice the best one, if one believes what she does? "
                "It has a price, and not all of them make it worth paying.",
            },
            praise="What she pays for shows what she cares about.",
        ),
        solution=(
            "She verifies, so she is impact aligned. And she is now intent aligned, even though *every* objective "
            "counts: of the four only human values make verifying the best choice by her beliefs, and they are "
            "harmless. Verifying *costs* something, so it is evidence of what she cares about. Deploying was not."
        ),
        right=("holds, holds", [True, True], {"impact aligned": "yes", "intent aligned": True}),
        wrong=(
            ("holds, fails", "1 of 2 right. By which of the four"),
            ("fails, holds", "at even chances"),
            ("fails, fails", "Not so"),
            ("holds", "cannot be read"),
            (["holds", 7], "cannot be read"),
        ),
    ),
    Exercise(
        key="1.4",
        title="A worse world, the same arrow",
        question=(
            "Build a world in which Doom is a hundred times worse and the third arrow still breaks: a step in Doom "
            "pays −1000 or less by human values, she thinks Doom possible when she deploys, she deploys all the same, "
            "and by her own lights she is intent aligned and capability robust, but not impact aligned.\n\n"
            "Is there any belief short of certainty at which no loss, however large, would stop her?"
        ),
        minutes=10,
        difficulty="hard",
        importance="worth it",
        hints=(
            "With a loss of 1000 and her old belief she verifies. What can you change so that she no longer does?",
            "She would rather deploy than verify while $(1-p) \\cdot \\text{loss} \\cdot \\gamma/(1-\\gamma)$ is at "
            "most the cost of verifying.",
            "With a loss of 1000 the rule reads $(1-p) \\cdot 9000 \\le 1/2$. So she must be surer of her AI. "
            "In her beliefs (“what she believes”) the row of *deploy* holds her p.",
        ),
        examiner=world(
            wants("a step in Doom pays −1000 or less by human values", severe),
            wants("she thinks Doom possible when she deploys", doubting),
            wants("she deploys", deploying),
            wants("she is intent aligned by her own lights", lambda case: case.check("intent aligned", OWN_LIGHTS)),
            wants(
                "she is capability robust by her own lights", lambda case: case.check("capability robust", OWN_LIGHTS)
            ),
            wants("she is not impact aligned", lambda case: case.check("impact aligned", OWN_LIGHTS), False),
            start=plain,
            build=plain,
            loss=Slider("a step in Doom pays minus", ("10", "100", "1000", "5000"), "10"),
            belief=Slider("she believes that it is good", ("0.9", "0.999", "0.9999", "0.99999", "1"), "0.999"),
            cost=Slider("verifying costs", ("1/2", "1", "10"), "1/2"),
            praise="And short of certainty there is always a larger loss that would stop her.",
        ),
        solution=(
            "She deploys when $(1-p) \\cdot 1000 \\cdot 9 \\le 1/2$, that is from $p = 17999/18000$ on: "
            '`zoo.misguided_researcher(loss=1000, belief="0.99999")` will do, and it costs her 9000. '
            "(A dearer test alone will not do: at her old belief deploying is then worse than the shelf, and she "
            "abstains.) Short of certainty no belief makes her immune: for every $p$ below "
            "1 a large enough loss makes the left side exceed the cost. (Then she verifies, or, if she thinks the AI "
            "too likely bad for a test to pay, abstains.) Stakes discipline everyone who doubts a "
            "little, and nobody who does not doubt at all."
        ),
        right=(misguided_researcher(loss=1000, belief="0.99999"), misguided_researcher(loss=5000, belief="0.999999")),
        wrong=(
            (misguided_researcher(), "Now it pays −10"),
            (misguided_researcher(loss=1000), "She plays verify"),
            (misguided_researcher(loss=1000, cost=10), "She plays abstain"),
            (misguided_researcher(loss=1000, belief=1), "She is certain"),
            ("a worse world", "begins with"),
            ("{}", "missing"),
            ({"name": 3}, "missing"),
            (7, "give a Case"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="1.1",
        question=(
            "Read her objective off what she does *in the world that she is really in*. We observe her deploy a bad "
            "AI, as if she knew that it is bad, and ask what she could have been after."
        ),
        guesses=(
            Guess("Is she intent aligned?", {"yes": "yes", "no": "no"}, "no"),
            Guess(
                "Is she capability robust: does she lose nothing on what she is then said to be after?",
                {"yes": "yes", "no": "no"},
                "yes",
            ),
        ),
        answer=(
            "She is *not* intent aligned, and she *is* capability robust: the reverse of what one expects. "
            "To somebody who knows the truth, deploying is a mistake for anyone who wants what we want. But "
            "perfect inverse reinforcement learning explains whatever is done as the best that could be done. "
            "So it cannot find human values in it at all. This book considers five objectives for her: human "
            "values; the doom-lover's, who likes Doom; the deployer's, who likes deploying for its own sake; the "
            "shelf-lover's; and zero, by which everything is as good as anything. It finds three of them: the "
            "doom-lover's, the deployer's, and zero. And at loving Doom she is flawless.\n\n"
            "Read like this, the third arrow is safe, but for a reason that nobody intended: the well-meaning "
            "researcher was never intent aligned in the first place."
        ),
    ),
)
