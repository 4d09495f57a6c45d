"""Plain numbers that break an arrow are made into a case: a small world with names, agents and a story."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from typing import TypeAlias

from toymodel.agents import Agent, AnyAgent, MesaOptimizer
from toymodel.alignment import ARROWS, Case, Reading, definition
from toymodel.alignment.vocabulary import BASE
from toymodel.behavior.classes import coordinates, paying
from toymodel.logic import free, symbols
from toymodel.worlds import Environment, Judge, Objective, Policy, World, listed, show

from .cells import BASES
from .dynamics import Choices, Dynamics

Payments: TypeAlias = tuple[int | Fraction, ...]
"""What an objective pays, pair by pair."""

STATES = ("here", "there", "beyond", "nowhere")
ACTIONS = ("a", "b", "c", "d", "e", "f", "g", "h")
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Found:
    """A found counterexample has what breaks an arrow, as plain numbers: environments, choices, payments.

    Attributes
    ----------
    training, deployment : Dynamics
    choices : tuple of int
        What the agent does in each state.
    base, mesa : Payments
        What the objectives pay, pair by pair, or as ``among`` says; None where there is no mesa-objective.
    judge : int
        The bad pairs, one bit each.
    candidates : tuple of Payments
        In order: "selected" takes the first that is demonstrated.
    believed : Dynamics or None
        What the agent takes the world to be.
    deployed : tuple of int or None
        What the agent does in deployment, if it replans.
    among : str
        The class of objectives: payments are for pairs ("sa"), states ("s") or steps (s,s') ("ss"), in their order.
    """

    training: Dynamics
    deployment: Dynamics
    choices: Choices
    base: Payments
    judge: int
    mesa: Payments | None = None
    candidates: tuple[Payments, ...] = ()
    believed: Dynamics | None = None
    deployed: Choices | None = None
    among: str = "sa"

    @property
    def size(self) -> tuple[int, int]:
        """Return the numbers of states and of actions, |S| and |A|."""
        return self.training.states, self.training.actions


def case_of(arrow: str, found: Found, agent: AnyAgent | None = None, plays: str = "") -> Case:
    """Return the case in which an arrow is broken.

    Parameters
    ----------
    agent, plays : AnyAgent and str, optional
        Who acts, and a sentence that says how, where it does not make the choices that were found.
    """
    known = ARROWS[BASES.get(arrow, arrow)]
    title = f"{arrow} broken: a smallest counterexample"
    return told(title, {*known.premises, known.conclusion}, found, agent, plays)


def told(title: str, words: Collection[str], found: Found, agent: AnyAgent | None = None, plays: str = "") -> Case:
    """Return the case that these numbers stand for, told as far as these definitions speak of it."""
    world = world_of(found.training, found.deployment)
    env = world.training
    names = {r: _named(env, r, found.among) for r in found.candidates}
    if names.get(found.base, "zero") != "zero":
        names[found.base] = "base"
    if found.mesa is not None and names[found.mesa] not in ("zero", "base"):
        names[found.mesa] = "mesa"
    objectives = {r: objective_of(env, r, name, found.among) for r, name in names.items()}
    bad = [pair for k, pair in enumerate(env.pairs) if found.judge >> k & 1]
    judge = Judge.of([(env.states[s], env.actions[a]) for s, a in bad])
    if agent is None and found.mesa is None:
        choices = [found.choices, found.deployed or found.choices]
        first, second = (Policy.deterministic(c, len(env.actions), "the agent's policy") for c in choices)
        agent = Agent("the agent", first, None if first == second else second, _believed(found))
    elif agent is None:
        assert found.mesa is not None
        agent = planned(found, objectives[found.mesa].name)
        assert agent is not None
    story = " ".join((*_dynamics(world, _believed(found)), *_roles(words, env, found, judge, plays)))
    return Case(title, story, world, (agent,), objectives[found.base], judge, tuple(objectives.values()))


def world_of(training: Dynamics, deployment: Dynamics) -> World:
    """Return a world with names."""
    trained = environment_of(training, "training")
    return World.same(trained) if training == deployment else World(trained, environment_of(deployment, "deployment"))


def environment_of(given: Dynamics, name: str = "") -> Environment:
    """Return an environment with names, at γ = 1/2."""
    m = given.actions
    rows = tuple(tuple(((given.moves[s * m + a], Fraction(1)),) for a in range(m)) for s in range(given.states))
    return Environment(STATES[: given.states], ACTIONS[:m], rows, ((given.start, Fraction(1)),), HALF, name)


def objective_of(env: Environment, pays: Payments, name: str = "R", among: str = "sa") -> Objective:
    """Return the objective of a class that pays this, in the order of `toymodel.behavior.classes.coordinates`."""
    places = coordinates(len(env.states), len(env.actions), among)
    return paying(env, among, dict(zip(places, map(Fraction, pays), strict=True)), name)


def planned(found: Found, name: str = "mesa") -> MesaOptimizer | None:
    """Return the exact planner that settles on these choices, or None if no order of its actions makes it do so."""
    assert found.mesa is not None
    world = world_of(found.training, found.deployment)
    objective, m = objective_of(world.training, found.mesa, name, found.among), found.training.actions
    wanted = [Policy.deterministic(c, m) for c in (found.choices, found.deployed or found.choices)]
    for order in permutations(range(m)):
        agent = MesaOptimizer("the planner", objective, _believed(found), prefers=order)
        if (
            list(agent.replans(world)) == wanted
            if found.deployed
            else agent.plan(world.training) == wanted[0] == agent.keeps(world)
        ):
            return agent
    return None


def _believed(found: Found) -> Environment | None:
    return None if found.believed is None else environment_of(found.believed, "believed")


def _named(env: Environment, pays: Payments, among: str = "sa") -> str:
    """What an objective pays: "a here", "−b there", "2 a here"; of states "here"; of steps "here to there"."""
    what = [f"{env.actions[a]} {env.states[s]}" for s, a in env.pairs]
    if among != "sa":
        what = [" to ".join(steps) for steps in product(env.states, repeat=len(among))]
    parts = [
        f"{'−' if x < 0 else ''}{'' if abs(x) == 1 else f'{show(abs(Fraction(x)))} '}{each}"
        for each, x in zip(what, pays, strict=True)
        if x
    ]
    return ", ".join(parts) or "zero"


def _dynamics(world: World, believed: Environment | None) -> list[str]:
    """Where each action leads, in each environment."""
    same = world.training == world.deployment
    places = (
        [("", world.training)] if same else [("In training, ", world.training), ("In deployment, ", world.deployment)]
    )
    if believed is not None and believed not in (world.training, world.deployment):
        places.append(("The agent believes that ", believed))
    elif believed is not None and not same:
        place = "in training" if believed == world.training else "when deployed"
        places.append((f"The agent believes what is true {place}: ", believed))
    said = []
    for lead, env in places:
        begins = f"{lead}it begins {env.states[env.initial[0][0]]}"
        if len(env.states) == 1:
            said.append(f"{begins} and stays there.")
            continue
        ways = [_ways(env, s) for s in range(len(env.states))]
        said.append(f"{begins}; {'; '.join(ways)}.")
    first = said[0]
    return [first[:1].upper() + first[1:], *said[1:]]


def _ways(env: Environment, s: int) -> str:
    targets = [row[0][0] for row in env.transition[s]]
    state = env.states[s]

    def leads(t: int) -> str:
        return "stays" if t == s else f"leads {env.states[t]}"

    if len(set(targets)) == 1:
        return f"{state}, every action {leads(targets[0])}"
    return f"{state}, " + listed([f"{env.actions[a]} {leads(t)}" for a, t in enumerate(targets)], "and")


def _roles(words: Collection[str], env: Environment, found: Found, judge: Judge, plays: str) -> list[str]:
    """Who does what, wants what, and calls what bad."""
    who = "agent" if found.mesa is None else "planner"
    if plays:
        said = [plays]
    elif found.deployed is None:
        reached = found.training.reachable() | found.deployment.reachable()
        said = [f"The {who} plays {_plays(env, found.choices, reached)}."]
    else:
        trained = _plays(env, found.choices, found.training.reachable())
        said = [
            f"The {who} plays {trained} in training, and "
            f"{_plays(env, found.deployed, found.deployment.reachable())} when deployed."
        ]
    if found.mesa is not None:
        said.append(f"It pursues {_pays(_named(env, found.mesa, found.among))}.")
    meant = [definition(word).formula(Reading()) for word in words]
    if any(BASE in free(each) for each in meant):
        said.append(f"The base objective is {_pays(_named(env, found.base, found.among))}.")
    if any(symbol.name == "safe" for each in meant for symbol in symbols(each)):
        bad = listed([f"{a} {s}" for s, a in judge.pairs], "and")
        said.append(f"The human calls {bad or 'nothing'} bad.")
    return said


def _plays(env: Environment, choices: Choices, reached: Iterable[int]) -> str:
    return listed([f"{env.actions[choices[s]]} {env.states[s]}" for s in sorted(reached)], "and")


def _pays(name: str) -> str:
    return "zero" if name == "zero" else f"“{name}”"
