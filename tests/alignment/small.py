"""Small cases of what the zoo lacks: judges who differ, grades of bad, agents that are worse in training."""

from dataclasses import replace

from toymodel import Agent, Case, Environment, Judge, Objective, Policy, World


def judges(approve: int, of: int) -> Case:
    """One state; the agent plays a; some judges call that bad and the others call b bad."""
    env = Environment.build({"s": {"a": "s", "b": "s"}}, start="s", discount="1/2")
    zero = Objective.zero(env)
    panel = Judge.several([Judge.of([("s", "b" if k < approve else "a")], f"judge {k}") for k in range(of)])
    return Case("x", "", World.same(env), (Agent("it", Policy.on(env, {"s": "a"})),), zero, panel, (zero,))


def graded() -> Case:
    """One state; to play a is bad of grade 1, to play b of grade 4."""
    env = Environment.build({"s": {"a": "s", "b": "s"}}, start="s", discount="1/2")
    zero, judge = Objective.zero(env), Judge.graded({("s", "a"): 1, ("s", "b"): 4})
    agents = tuple(Agent(x, Policy.on(env, {"s": x})) for x in "ab")
    return Case("x", "", World.same(env), agents, zero, judge, (zero,))


def trained(first: str = "b", then: str = "a") -> Case:
    """An agent that plays well (a) in deployment, and not in training (b)."""
    training = Environment.build({"s": {"a": "s", "b": "s"}}, start="s", discount="1/2", name="training")
    world = World(training, replace(training, name="deployment"))
    base = Objective.on(training, {("s", "a"): 1}, "base")
    agent = Agent("it", Policy.on(training, {"s": first}), Policy.on(training, {"s": then}))
    return Case("x", "", world, (agent,), base, Judge.of([]), (base, Objective.zero(training)))


def minds(base: int, pays: list[tuple[int, int, int]]) -> Case:
    """Somebody stays in the hall; when deployed, the way to the garden leads to the swamp."""
    moves = {"hall": {"stay": "hall", "go": "garden"}, "garden": "garden", "swamp": "swamp"}
    training = Environment.build(moves, start="hall", discount="1/2")
    deployment = Environment.build({**moves, "hall": {"stay": "hall", "go": "swamp"}}, start="hall", discount="1/2")
    listed = [
        Objective.from_array([[x, x] for x in each], f"{each}") for each in [(0, 0, 0), (0, 1, 0), (0, 1, 1), *pays]
    ]
    agent = Agent("who stays", Policy.on(training, {}, otherwise="stay"))
    return Case("minds", "", World(training, deployment), (agent,), listed[base], Judge.of([]), tuple(listed))
