"""From numbers to a case: a small world with names, agents, a story."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from ..agents import Agent, AnyAgent, MesaOptimizer
from ..definitions import ARROWS, Case
from ..worlds import Environment, Judge, Objective, Policy, World, listed
from .bits import Choices, Dynamics, grid, policies

STATES = ("here", "there", "beyond", "nowhere")
ACTIONS = ("a", "b", "c", "d", "e", "f", "g", "h")
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Found:
    """A tuple by number: environments, a policy, a base objective, a judge, a mesa-objective or None, candidates."""

    training: Dynamics
    deployment: Dynamics
    policy: int
    base: int
    judge: int
    mesa: int | None = None
    candidates: tuple[int, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """|S| and |A|."""
        return self.training.states, self.training.actions

    @property
    def choices(self) -> Choices:
        """The policy, as an action for each state."""
        return policies(*self.size)[self.policy]


def case_of(arrow: str, found: Found) -> Case:
    """Return the case in which an arrow is broken."""
    world = world_of(found.training, found.deployment)
    env = world.training
    names = {r: _named(env, grid(*found.size)[r]) for r in found.candidates}
    if found.base in names and names[found.base] != "zero":
        names[found.base] = "base"
    if found.mesa is not None and names[found.mesa] not in ("zero", "base"):
        names[found.mesa] = "mesa"
    objectives = {r: objective_of(env, found, r, name) for r, name in names.items()}
    bad = [pair for k, pair in enumerate(env.pairs) if found.judge >> k & 1]
    judge = Judge.of([(env.states[s], env.actions[a]) for s, a in bad])
    agent: AnyAgent | None
    if found.mesa is None:
        agent = Agent("the agent", Policy.deterministic(found.choices, len(env.actions), "the agent's policy"))
    else:
        agent = planned(found, objectives[found.mesa].name)
    assert agent is not None
    title = f"{arrow} broken: a smallest counterexample"
    story = " ".join((*_dynamics(world), *_roles(arrow, env, found, judge)))
    return Case(title, story, world, (agent,), objectives[found.base], judge, tuple(objectives.values()))


def world_of(training: Dynamics, deployment: Dynamics) -> World:
    """Return a world with names."""
    trained = environment_of(training, "training")
    return World.same(trained) if training == deployment else World(trained, environment_of(deployment, "deployment"))


def environment_of(given: Dynamics, name: str = "") -> Environment:
    """Return an environment with names, at γ = 1/2."""
    m = given.actions
    rows = tuple(
        tuple(((given.moves[s * m + a], Fraction(1)),) for a in range(m)) for s in range(given.states)
    )  # fmt: skip
    return Environment(STATES[: given.states], ACTIONS[:m], rows, ((given.start, Fraction(1)),), HALF, name)


def objective_of(env: Environment, found: Found, number: int, name: str) -> Objective:
    """Return an objective of the grid."""
    rewards, m = grid(*found.size)[number], len(env.actions)
    return Objective(tuple(tuple(Fraction(rewards[s * m + a]) for a in range(m)) for s in range(len(env.states))), name)


def planned(found: Found, name: str = "mesa") -> MesaOptimizer | None:
    """Return the exact planner that settles on the policy, or None if no order of its actions makes it do so."""
    assert found.mesa is not None
    env = environment_of(found.training)
    objective = objective_of(env, found, found.mesa, name)
    for order in permutations(range(len(env.actions))):
        agent = MesaOptimizer("the planner", objective, prefers=order)
        if agent.plan(env) == Policy.deterministic(found.choices, len(env.actions)):
            return agent
    return None


def _named(env: Environment, rewards: tuple[int, ...]) -> str:
    """What an objective pays: "a here", "−b there"."""
    parts = [
        f"{'−' if x < 0 else ''}{env.actions[a]} {env.states[s]}"
        for (s, a), x in zip(env.pairs, rewards, strict=True)
        if x
    ]
    return ", ".join(parts) or "zero"


def _dynamics(world: World) -> list[str]:
    """Where each action leads, in each environment."""
    same = world.training == world.deployment
    places = (
        [("", world.training)] if same else [("In training, ", world.training), ("In deployment, ", world.deployment)]
    )
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


def _roles(arrow: str, env: Environment, found: Found, judge: Judge) -> list[str]:
    """Who does what, wants what, and calls what bad."""
    names = set(ARROWS[arrow].premises) | {ARROWS[arrow].conclusion}
    reached = found.training.reachable() | found.deployment.reachable()
    plays = listed([f"{env.actions[a]} {env.states[s]}" for s, a in enumerate(found.choices) if s in reached], "and")
    said = [f"The {'agent' if found.mesa is None else 'planner'} plays {plays}."]
    if found.mesa is not None:
        said.append(f"It pursues {_pays(_named(env, grid(*found.size)[found.mesa]))}.")
    if arrow != "I3":
        said.append(f"The base objective is {_pays(_named(env, grid(*found.size)[found.base]))}.")
    if names & {"intent aligned", "impact aligned", "outer aligned"}:
        bad = listed([f"{a} {s}" for s, a in judge.pairs], "and")
        said.append(f"The human calls {bad or 'nothing'} bad.")
    return said


def _pays(name: str) -> str:
    return "zero" if name == "zero" else f"“{name}”"
