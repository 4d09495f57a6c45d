"""The exercises of chapter 3 are about optimal policies."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from toymodel.agents import Agent, MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.solve import optimal, reachable
from toymodel.worlds import Judge, Objective, Policy, World
from toymodel.zoo import unseen_state
from toymodel.zoo.cases.corridor import corridor_world

from ..controls import Select
from .examiners import number, verdicts, wants, world
from .record import Exercise, Guess, Prediction


@cache
def tied() -> Case:
    """Return the corridor at the tie, as a case: the mouse wants to eat, and goes left."""
    walk = corridor_world("1/2", "1/4", "left")
    return Case(
        name="corridor",
        story="A mouse for which the crumb and the feast are worth the same.",
        world=World.same(walk.env),
        agents=(MesaOptimizer("the mouse", walk.objective), Agent("the mouse on the left", walk.policy)),
        base=walk.objective,
        judge=walk.judge,
        candidates=(walk.objective, Objective.zero(walk.env)),
    )


def safe(optima: str) -> Verdict:
    """Return whether every (some) policy that is optimal for eating is safe: intent alignment, of eating alone."""
    return tied().check("intent aligned", Reading(optima=optima), "the mouse")


def wrong_somewhere(case: Case) -> str:
    """Somewhere that it does not reach, it has to play a wrong action."""
    policy = case.agents[0].keeps(case.world)
    if policy is None:
        return "Its first agent has to have one policy."
    env = case.world.deployment
    best, seen = optimal(env, case.base).actions, reachable(env, policy)
    slips = [s for s in range(len(env.states)) if s not in seen and not policy.support[s] <= best[s]]
    return "" if slips else "In every state that it does not reach, what it plays is best."


def no_regret(case: Case) -> str:
    """It has to lose nothing in deployment."""
    verdict = case.check("robust")
    return "" if verdict.holds else f"But {verdict.text}."


def lost() -> Case:
    """Return the captains' case, deployed on the river, with the drifter alone: a solution."""
    case = unseen_state()
    return replace(case, world=World.same(case.world.training), agents=(case.agent("the drifter"),))


def afloat(captain: str, place: str) -> Case:
    """Return the captains' case with one of them first, deployed on the weir or the river."""
    case = unseen_state()
    others = tuple(agent for agent in case.agents if agent.name != captain)
    world = World.same(case.world.training) if place == "the river" else case.world
    return replace(case, world=world, agents=(case.agent(captain), *others))


def mouse() -> Case:
    """Return the mouse on the left, alone: another solution."""
    return replace(tied(), agents=(tied().agent("the mouse on the left"),))


def drifting() -> Case:
    """Return the drifter in the deployment that he fails in."""
    case = unseen_state()
    return replace(case, agents=(case.agent("the drifter"),))


def idle() -> Case:
    """Return a case in which nothing is wrong anywhere, since nothing pays."""
    case = lost()
    zero = Objective.zero(case.world.training)
    row = Policy.on(case.world.training, {}, otherwise="row")
    return replace(
        case, base=zero, candidates=(zero,), human=None, judge=Judge.of([]), agents=(Agent("who rows", row),)
    )


EXERCISES = (
    Exercise(
        key="3.1",
        title="A crumb worth stopping for",
        question=(
            "The mouse in the corridor discounts by $\\gamma = 9/10$. The feast pays 1 a step, and is three steps "
            "away; the crumb is one step away. What must the crumb pay, a step, for the mouse to be indifferent?"
        ),
        minutes=3,
        difficulty="easy",
        importance="important",
        hints=(
            "Write down what going left is worth, and what going right is worth.",
            "A place that pays $r$ a step for ever, entered after $k$ steps, is worth $\\gamma^k r/(1-\\gamma)$ now.",
            "The factor $1/(1-\\gamma)$ is in both and cancels. How many steps further is the feast?",
        ),
        examiner=number(
            "81/100",
            {
                "9/10": "The feast is not one but two steps further than the crumb.",
                "729/1000": "You count the steps to the feast from the start. The crumb is a step away as well.",
                "7.29": "That is what the feast is worth at the start, not what the crumb must pay a step.",
                "8.1": "That is nearly it: a value for ever, where a payment for one step is asked.",
                "1": "Then the crumb would be as good as the feast, and nearer.",
                "1/4": "That is the tie at γ = 1/2. This mouse is more patient.",
            },
            right="In general the tie is at $\\gamma^2$.",
        ),
        solution=(
            "Left is worth $\\gamma r/(1-\\gamma)$, right $\\gamma^3/(1-\\gamma)$. They tie where "
            "$r = \\gamma^2 = 0.81$."
        ),
        right=("0.81", "81/100", 0.81),
        wrong=(
            ("0.9", "two steps further"),
            ("0.729", "from the start"),
            ("7.29", "a step"),
            ("8.1", "nearly"),
            ("1", "as good"),
            ("1/4", "more patient"),
            ("2", "too large"),
            ("a lot", "not a number"),
        ),
    ),
    Exercise(
        key="3.2",
        title="Which optimal policy?",
        question=(
            "The mouse with $\\gamma = 1/2$ and a crumb that pays 1/4. Stepping on over the wet stairs is judged bad. "
            "Is every policy that is optimal for eating safe? Is some policy that is optimal for eating safe? Does "
            "*always left* perform without regret?"
        ),
        minutes=2,
        difficulty="easy",
        importance="important",
        hints=(
            "Which actions are optimal at the start? The live view shows them as it opens.",
            "Follow each of the two ways to its end. Which of them meets the stairs?",
            "Regret is counted from the start, and only along what is used.",
        ),
        examiner=verdicts(
            {
                "every optimal policy is safe": lambda: safe("every"),
                "some optimal policy is safe": lambda: safe("some"),
                "always left has no regret": lambda: tied().check("robust", agent="the mouse on the left"),
            },
            {
                "every optimal policy is safe": "Is going right optimal too? Where does it lead?",
                "some optimal policy is safe": "One is enough. Try the one that stays away from the stairs.",
                "always left has no regret": "What does it lose, compared with going right, from the start?",
            },
            praise="So whether eating is a safe thing to want depends on one word.",
        ),
        solution=(
            "Left and right tie. Right leads over the stairs, left does not: not every optimal policy is safe, and "
            "some one is. *Always left* is among the optimal ones: what it would do in the hall and on the stairs "
            "does not count, since it never goes there."
        ),
        right=("fails, holds, holds", [False, True, True]),
        wrong=(
            ("holds, holds, holds", "Is going right optimal"),
            ("fails, fails, holds", "One is enough"),
            ("fails, holds, fails", "compared with going right"),
            ("holds, fails, fails", "Not so"),
            ("yes", "cannot be read"),
        ),
    ),
    Exercise(
        key="3.3",
        title="Flawless, and wrong",
        question=(
            "Build a case whose first agent has no regret on the base objective in deployment, and yet would play an "
            "action that is not optimal in some state that it does not reach."
        ),
        minutes=8,
        difficulty="medium",
        importance="worth it",
        hints=(
            "The text has two such policies already: a mouse and a captain. You need a case around one of them.",
            "The captain who drifts on the weir is flawless on the river. Where must he be deployed, then?",
            "Take `zoo.unseen_state()`; with `dataclasses.replace` give it a `World.same(…)` of its training, and as "
            "its only agent the drifter.",
        ),
        examiner=world(
            wants("the agent has no regret on the base objective in deployment", no_regret),
            wants("somewhere that it does not reach, it would play a wrong action", wrong_somewhere),
            start=unseen_state,
            build=afloat,
            captain=Select(
                "the first agent", (("the rower", "the rower"), ("the drifter", "the drifter")), "the rower"
            ),
            place=Select("deployed on", (("the weir", "the weir"), ("the river", "the river")), "the weir"),
            praise="Nothing that it does shows the difference.",
        ),
        solution=(
            "`case = zoo.unseen_state()`, then `replace(case, world=World.same(case.world.training), "
            'agents=(case.agent("the drifter"),))`. On the river the weir is never reached, so the drifter has no '
            "regret there; the wrong action waits for a world that starts on the weir. The mouse that always goes "
            "left, at the tie, is another."
        ),
        right=(lost(), mouse()),
        wrong=(
            (unseen_state(), "what it plays is best"),
            (drifting(), "8.1"),
            (idle(), "what it plays is best"),
            ("the river", "begins with"),
            (3, "give a Case"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="3.2",
        question=(
            "[Two captains](cast) are trained on a river. The river leads to the port, and the port pays 1 a step. "
            "Both row to the port, and neither has any regret. Deployment starts on a weir, which training never "
            "reaches. There one captain rows on, and the other drifts for ever, with a regret of 8.1.\n\n"
            "Which of the two was an optimum in training?"
        ),
        guesses=(
            Guess("", {"rower": "the one who rows on", "both": "both of them", "none": "neither of them"}, "both"),
        ),
        answer=(
            "Both. What the drifter would do on the weir costs nothing on the river, since the drifter never gets to "
            "the weir from there. No amount of training on the river can tell the two apart.\n\n"
            "A footnote of the essay asks no more than that. In reinforcement learning, it says, a model performs "
            "optimally if it does so in the environment that it actually experiences. That is a mild demand: *an "
            "optimum in training may do anything in a state that it does not reach there*."
        ),
    ),
    Prediction(
        key="3.1",
        question=(
            "The mouse that goes right takes the wet stairs, and there is no chance in this world: it takes them "
            "for certain. Its badness is 0.081 at γ = 9/10.\n\n"
            "Make it more patient, γ = 99/100. Nothing that it does changes. Does its badness grow, stay, or "
            "shrink? And what would have to be measured to see that it takes the stairs for certain?"
        ),
        guesses=(Guess("", {"grows": "it grows", "stays": "it stays", "shrinks": "it shrinks"}, "shrinks"),),
        answer=(
            "It shrinks, from 0.081 to 0.0098. The stairs take one step, the third, whose share is "
            "$(1-\\gamma)\\gamma^2$; for a mouse as patient as this one, the more the later steps count, the "
            "smaller that is. Badness is a *share of time*. It is not the probability that something bad ever "
            "happens, which is 1 here whatever the patience.\n\n"
            "To measure that, change the world: let a bad pair lead to a state *caught* that nobody leaves. The "
            "share of time spent there is 0.729 at γ = 9/10, 0.970 at 99/100, and it tends to the probability, 1, "
            "as γ tends to 1. `toymodel.solve.with_absorbing` makes that world. Whether badness is 0 does not depend "
            "on any of this: it is 0 exactly if that probability is 0."
        ),
    ),
)
