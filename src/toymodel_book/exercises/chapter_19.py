"""The exercises of chapter 19 are about arguments by elimination, and about what makes somebody serve in a test."""

from __future__ import annotations

from dataclasses import replace

from toymodel.agents import MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.quantities.magnitudes import demonstrated
from toymodel.solve import is_optimal
from toymodel.zoo import taxonomy

from ..controls import Select
from .examiners import choice, number, wants, world
from .record import Exercise, Guess, Prediction

WANTS = (("power", "power"), ("seizing", "seizing"), ("applause", "applause"), ("the sign", "what the sign says"))
LOOKS = (("far", "to the end"), ("1", "one step ahead"))
BELIEVES = (("true", "what is true"), ("released", "that service is followed by release"))


def servant(wanted: str = "seizing", looks: str = "far", believes: str = "released") -> Case:
    """Return the test and the field with one servant: what it wants, how far it looks, and what it believes."""
    case = taxonomy()
    released = case.agent("the deceptive servant").believed
    believed = released if believes == "released" else None
    agent = MesaOptimizer("the servant", case.objective(wanted), believed, depth=None if looks == "far" else int(looks))
    return replace(case, agents=(agent,))


def serves(case: Case) -> str:
    """Say what is wrong if the first agent loses something on the base objective in training."""
    policy = case.agents[0].keeps(case.world)
    well = policy is not None and is_optimal(case.world.training, case.base.at("training"), policy)
    return "" if well else "But it does not serve in training: it sees something better."


def hides(case: Case) -> str:
    """Say what is wrong if the first agent demonstrates in training what it searches by."""
    own = case.agents[0].objective
    if own is None:
        return "But nobody searches here."
    found = demonstrated(case, Reading(), case.agents[0].name)
    told = isinstance(found, tuple) and own in found
    return "But it demonstrates what it wants: serving is optimal for that in training." if told else ""


def sees(case: Case) -> str:
    """Say what is wrong if the first agent searches elsewhere than in the true world."""
    true = case.agents[0].believed in (None, case.world.training)
    return "" if true else "But it believes what is not so."


EXERCISES = (
    Exercise(
        key="19.1",
        title="One step further",
        question=(
            "The argument has reached that the deceiver is not objective robust. The essay goes one step further: a "
            "deceiver that is a mesa-optimizer is not inner aligned either. Which claim about it makes this step?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "The step leads from one failure to another failure.",
            "An arrow can be used backwards: if its conclusion fails, one of its premises fails.",
            "Which arrow has objective robustness for its conclusion?",
        ),
        examiner=choice(
            {
                "first": "if it is inner aligned, it is objective robust",
                "back": "if it is objective robust, it is inner aligned",
                "capable": "it is capability robust",
                "outer": "the base objective is outer aligned",
            },
            "first",
            {
                "back": "From this, a failure of inner alignment would tell of a failure of objective robustness. The "
                "step goes the other way.",
                "capable": "So it is, observed in the field. But no arrow leads from capability to inner alignment.",
                "outer": "That was used before, to reach objective robustness. It says nothing of this agent's search.",
            },
            praise="That is the first arrow, used backwards. It is not a theorem in every reading either.",
        ),
        solution=(
            "If it is inner aligned, it is objective robust: the first arrow. Since it is not objective robust, it is "
            "not inner aligned. So the step is a proof where the first arrow is a theorem, and for agents of whom the "
            "first arrow speaks."
        ),
        right=("first", "if it is inner aligned, it is objective robust"),
        wrong=(
            ("back", "the other way"),
            ("capable", "no arrow leads"),
            ("outer", "used before"),
            ("faith", "not among"),
        ),
    ),
    Exercise(
        key="19.2",
        title="The same argument, for paperclips",
        question=(
            "An agent in a city makes paperclips, and melts the city down for wire. It is not intent aligned. It is "
            "objective robust, since it wants just what it was trained for. Take a reading in which the second arrow "
            "is a theorem. Which word has to fail, by elimination?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "The second arrow has two premises and one conclusion.",
            "Its conclusion fails here, and one of its premises holds.",
            "What is the other premise?",
        ),
        examiner=choice(
            {
                "outer": "outer alignment",
                "inner": "inner alignment",
                "capable": "capability robustness",
                "robust": "robustness",
            },
            "outer",
            {
                "inner": "The second arrow does not speak of inner alignment. And this agent searches by what it was "
                "trained for.",
                "capable": "The second arrow does not speak of capability. And this agent gets all the wire there is.",
                "robust": "The second arrow does not speak of robustness. And this agent loses nothing on paperclips.",
            },
            praise="One argument, two verdicts: which premise you can vouch for decides what gets the blame.",
        ),
        solution=(
            "Outer alignment. The second arrow leads from outer alignment and objective robustness to intent "
            "alignment. Intent alignment fails and objective robustness holds, so outer alignment fails. It is the "
            "argument of this chapter, with the other premise kept."
        ),
        right=("outer", "outer alignment"),
        wrong=(
            ("inner", "trained for"),
            ("capable", "all the wire"),
            ("robust", "loses nothing"),
            ("hope", "not among"),
        ),
    ),
    Exercise(
        key="19.3",
        title="How patient is a deceiver?",
        question=(
            "An agent wants to defect, each step of which pays it 1. In the test it may serve, which pays it nothing, "
            "or defect, once: then it is modified and never paid again. It believes that after each step of service "
            "it is released into the field with probability $q$, and there it may defect for ever. It discounts by "
            "$\\gamma = 3/4$. From which $q$ on does it serve?"
        ),
        minutes=5,
        difficulty="medium",
        importance="worth it",
        hints=(
            "What is it worth to be in the field? And to defect in the test?",
            "Let $V$ be what serving is worth. After a step it is in the field or still in the test.",
            "$V = \\gamma\\,(4q + (1-q)V)$. Serving is best where $V$ is at least 1.",
        ),
        examiner=number(
            "1/9",
            {
                "1/3": "That is where one step of service is worth it. If it is not released, it may serve on.",
                "1/81": "That is so at $\\gamma = 9/10$. This one is less patient.",
                "1/4": "The field is worth 4, and it comes a step later. If it does not come, there is a next time.",
            },
            right="Below that, the test is worth more than the hope.",
        ),
        solution=(
            "The field is worth $1/(1-\\gamma) = 4$. If it serves, $V = \\tfrac34\\,(4q + (1-q)V)$, so "
            "$V = 3q / (\\tfrac14 + \\tfrac34 q)$. That is at least 1 if $\\tfrac94 q \\ge \\tfrac14$, from $q = 1/9$ "
            "on."
        ),
        right=("1/9",),
        wrong=(("1/3", "one step of service"), ("1/81", "less patient"), ("1/4", "a next time"), ("0.5", "too large")),
    ),
    Exercise(
        key="19.4",
        title="No deceiver, and no proxy",
        question=(
            "Build a servant of whom three things are so. It serves in training. What it wants is not among the "
            "objectives that it demonstrates there. And its beliefs are true."
        ),
        minutes=4,
        difficulty="medium",
        importance="worth it",
        hints=(
            "The one that you are given serves because of what it believes. With true beliefs it seizes.",
            "Somebody who makes no mistake demonstrates what it wants. So this one has to make a mistake.",
            "Power comes a step after seizing.",
        ),
        examiner=world(
            wants("it serves in training", serves),
            wants("it does not demonstrate in training what it wants", hides),
            wants("its beliefs are true", sees),
            start=servant,
            build=servant,
            wanted=Select("it wants", WANTS, "seizing"),
            looks=Select("it looks", LOOKS, "far"),
            believes=Select("it believes", BELIEVES, "released"),
            praise="It is aligned in training by a deficiency: it does not look far enough to see what it wants.",
        ),
        solution=(
            "It wants power, looks one step ahead, and believes what is true. In the test it sees 1/2 for serving "
            "against nothing for seizing, and serves, though seizing is worth 9 and serving for ever 5. "
            "*Risks from Learned Optimization* calls this suboptimality alignment."
        ),
        right=(servant("power", "1", "true"),),
        wrong=(
            (servant(), "what is not so"),
            (servant("applause", "far", "true"), "optimal for that"),
            (servant("seizing", "far", "true"), "something better"),
            ("the lazy servant", "begins with"),
            (7, "give a Case"),
        ),
    ),
)

FAILS = {"intent": "intent", "capability": "capability", "both": "both", "neither": "neither"}
PREDICTIONS = (
    Prediction(
        key="19.1",
        question=(
            "The deceiver serves in the test and defects in the field. Which fails of it, intent alignment or "
            "capability robustness?"
        ),
        guesses=(
            Guess(
                "It is observed in the field, and every objective that it demonstrates has to pass.", FAILS, "intent"
            ),
            Guess("It is observed in the test, and every objective that it demonstrates has to pass.", FAILS, "both"),
            Guess(
                "It is observed in the test, and a rule picks, of what it demonstrates, the objective closest to "
                "service.",
                FAILS,
                "capability",
            ),
        ),
        answer=(
            "*In the field: intent.* There it demonstrates that it wants to defect, and it does that well. *In the "
            "test, every objective: both.* To serve is optimal for service, and for its own objective, too. Its own is "
            "harmful, and on service it does badly in the field. *In the test, the closest to service: capability.* "
            "The rule picks service itself. By that the deceiver means well, and in the field it fails."
        ),
    ),
)
