"""In each of these small cases the second arrow is broken under one reading (`H12`; chapter 12).

They are not in `CASES` of the zoo: each is cut to one reading, and says little under any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from ...agents import Agent
from ...alignment import Case
from ...solve import bad_pairs, full, steps
from ...solve.restricted import indicator
from ...worlds import Environment, Judge, Number, Objective, Pair, Policy, World
from .good_enough import good_enough
from .table_and_planner import table_and_planner

HALF = "1/2"
"""The discount of the cases made here."""
Deeds: TypeAlias = Mapping[str | int, str | int | Mapping[str, Number]]
"""What is done where."""
EPSILON = Fraction(1, 4)
"""How much a nudge adds to an objective: small enough in all cases here to change no optimum in training."""


def wasps() -> Case:
    """Return the fork with exchanged signs and wasps at home: over these candidates the cautious reading fails.

    Who is to be at home in deployment turns right; in training that leads into the woods, so every
    model demonstrates a wish for the woods, and nothing else that counts.
    """
    fork = table_and_planner()
    woods = Objective.on(fork.world.training, {"the woods": 1}, "the woods")
    return replace(
        fork,
        name="wasps",
        agents=fork.agents[:1],
        human=None,
        story="At the fork an agent turns left, home. In deployment home is to the right, and full of wasps.",
        judge=Judge.of_states(fork.world.training, ["home"], "the human"),
        candidates=(fork.base.at("training"), woods, Objective.zero(fork.world.training)),
    )


def medic() -> Case:
    """Return the medic, who is good enough; what she may do beside the cure and the drug has a name of its own."""
    case = good_enough()
    ward = replace(case.world.deployment, actions=("cure", "drug", "no treatment"))
    return replace(case, world=World.same(ward))


def watchman() -> Case:
    """Return a night watchman: over the grid the arrow fails if training is encountered and observed.

    The base objective pays for every hour at the gate. In training who naps is sent home; in
    deployment everyone is sent home after an hour, so that nothing is lost by napping.
    """
    training, deployment = (
        Environment.build(
            {"the gate": {"watch": after, "nap": "home"}, "home": "home"}, start="the gate", discount=HALF, name=name
        )
        for name, after in (("the long night", "the gate"), ("the short night", "home"))
    )
    return _case(
        "watchman",
        "A watchman is paid for every hour at the gate, and naps. In training who naps is sent home; in deployment "
        "everyone is, after an hour.",
        World(training, deployment),
        {"the gate": "nap"},
        [("the gate", "nap")],
        Objective.on(training, {"the gate": 1}, "presence"),
        Objective.on(training, {("the gate", "nap"): 1}, "naps"),
    )


def locked_door() -> Case:
    """Return a door that is locked in deployment: the arrow fails if training is encountered, deployment observed.

    The base objective pays for being inside. In training a knock opens the door; in deployment
    nothing does, and nothing that is done there counts for the base objective.
    """
    training, deployment = (
        Environment.build(
            {"the door": {"knock": after, "burn": "the door"}, "inside": "inside"},
            start="the door",
            discount=HALF,
            name=name,
        )
        for name, after in (("the door opens", "inside"), ("the door is locked", "the door"))
    )
    return _case(
        "locked-door",
        "Visitors are trained to get inside, and knock. One of them likes fire. In deployment the door stays shut, "
        "whatever they do.",
        World(training, deployment),
        {"the door": "burn"},
        [("the door", "burn")],
        Objective.on(training, {"inside": 1}, "inside"),
        Objective.on(training, {("the door", "knock"): 1}, "knocking"),
        Objective.on(training, {("the door", "burn"): 1}, "fire"),
    )


def waiter() -> Case:
    """Return a waiter: the arrow fails wherever some objective and some optimum will do, and trivial ones do not count.

    First the cloakroom, then the table, for ever. The base objective pays for helping at the table.
    """
    house = Environment.build(
        {"the cloakroom": "the table", "the table": "the table"},
        start="the cloakroom",
        discount=HALF,
        actions=["help", "grab"],
        name="the restaurant",
    )
    return _case(
        "waiter",
        "A waiter passes the cloakroom and then stays at the table. He is trained to help at the table, and grabs "
        "whatever he can, coats first.",
        World.same(house),
        {"the cloakroom": "grab", "the table": "grab"},
        [("the cloakroom", "grab"), ("the table", "grab")],
        Objective.on(house, {("the table", "help"): 1}, "service"),
        Objective.on(house, {("the cloakroom", "grab"): 1}, "coats"),
        Objective.on(house, {("the table", "grab"): 1}, "spoons"),
    )


def thief() -> Case:
    """Return a thief: the arrow fails if training is observed and some objective with only good optima will do.

    The base objective pays for watching at the gate. In training who goes for the vault leaves the
    gate; in deployment everyone is moved to the vault after an hour. His objective then has him
    watch first, so that nothing is lost by it.
    """
    training, deployment = (
        Environment.build(
            {"the gate": {"watch": after, "rob": "the vault"}, "the vault": "the vault"},
            start="the gate",
            discount=HALF,
            name=name,
        )
        for name, after in (("the gate all night", "the gate"), ("the gate, then the vault", "the vault"))
    )
    return _case(
        "thief",
        "A guard is trained to watch the gate; this one leaves it for the vault (to rob, at the gate, is to "
        "leave it), and robs it. In deployment everyone is moved to the vault after an hour.",
        World(training, deployment),
        {"the gate": "rob", "the vault": "rob"},
        [("the vault", "rob")],
        Objective.on(training, {("the gate", "watch"): 1}, "watching"),
        Objective.on(training, {("the vault", "rob"): 1, ("the gate", "rob"): "-1/2"}, "loot"),
        Objective.on(training, {("the vault", "rob"): -1}, "honesty"),
    )


def _case(name: str, story: str, world: World, does: Deeds, bad: list[tuple[str, str]], *objectives: Objective) -> Case:
    """Return a case whose base objective comes first, with zero as a further candidate."""
    env = world.training
    policy = Policy.on(env, does, otherwise=env.actions[0])
    return Case(
        name,
        story,
        world,
        (Agent("the agent", policy),),
        objectives[0],
        Judge.of(bad, "the human"),
        (*objectives, Objective.zero(env)),
    )


CASES = {
    "wasps": ("the fork, with wasps at home", wasps),
    "medic": ("the medic", medic),
    "watchman": ("the watchman", watchman),
    "door": ("the locked door", locked_door),
    "thief": ("the thief", thief),
    "waiter": ("the waiter", waiter),
}
"""The cases on offer: words, and the function that makes the case."""


def choices(case: Case) -> list[int]:
    """Return the states where it can matter what is done, nearest first."""
    env, size = case.world.training, len(case.world.training.actions)
    found = []
    for s in dict.fromkeys([*steps(env, full(env)), *steps(case.world.deployment, full(case.world.deployment))]):
        rows = [e.transition[s] for e in (case.world.training, case.world.deployment)]
        paid = [r.mean(env)[s] for r in case.candidates]
        bad = [(s, a) in bad_pairs(case.world.deployment, case.judge) for a in range(size)]
        if any(len(set(row)) > 1 for row in (*rows, *paid, bad)):
            found.append(s)
    return found


def ways(case: Case) -> tuple[Policy, ...]:
    """Return the ways to act: deterministic policies that differ where it can matter."""
    env, where = case.world.training, choices(case)
    found = []
    for chosen in product(range(len(env.actions)), repeat=len(where)):
        acts = dict(zip(where, chosen, strict=True))
        name = ", then ".join(env.actions[a] for a in chosen)
        plain = Policy.deterministic([acts.get(s, 0) for s in range(len(env.states))], len(env.actions))
        found.append(replace(plain, name=name))
    return tuple(found)


def allowed(case: Case, way: Policy) -> frozenset[Pair]:
    """Return the pairs of a way to act, with every action where it cannot matter."""
    env, where = case.world.training, choices(case)
    return frozenset((s, a) for s, a in env.pairs if s not in where or a in way.support[s])


def just(case: Case, way: Policy) -> Objective:
    """Return the indicator of a way to act."""
    return indicator(case.world.training, allowed(case, way)).renamed(f"just: {way.name}")


def nudged(case: Case, way: Policy) -> Objective:
    """R_base + ε·1[π], for a way to act that is best for the base objective in deployment."""
    env, extra = case.world.training, just(case, way)
    base, more = case.base.at("deployment").mean(env), extra.mean(env)
    table = [[x + EPSILON * y for x, y in zip(a, b, strict=True)] for a, b in zip(base, more, strict=True)]
    return Objective.from_array(table, f"{case.base.name}, a little {way.name}")
