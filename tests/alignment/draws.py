"""Random cases and readings."""

from fractions import Fraction

from hypothesis import strategies as st

from toymodel.agents import Agent, AnyAgent, MesaOptimizer
from toymodel.alignment import AXES, Case, Reading
from toymodel.worlds import Environment, Objective, World

from .. import strategies

EXACT = st.builds(
    dict,
    observed_in=st.sampled_from(["training", "deployment", "both", "beliefs"]),
    objectives=st.sampled_from(["every", "some", "selected"]),
    trivial=st.sampled_from(["included", "excluded"]),
    optima=st.sampled_from(["every", "some"]),
    encountered=st.sampled_from(["training", "deployment", "both"]),
    performs=st.sampled_from(["W1", "W2", "W5"]),
    replans=st.sampled_from(["no", "yes"]),
    judged_in=st.sampled_from(["deployment", "both"]),
)
"""Choices on all axes, with nothing that has a unit."""


@st.composite
def readings(draw: st.DrawFn, exact: bool = False, selected: bool = True) -> Reading:
    """A reading on all axes; without ε and τ, or without selection rules, where asked for."""
    choices = draw(EXACT)
    if not exact and choices["performs"] == "W2":
        choices["epsilon"] = draw(st.sampled_from([0, Fraction(1, 2), 2]))
    if not exact and draw(st.booleans()):
        choices |= {"base_judge": "tolerant", "tolerance": draw(st.sampled_from([Fraction(1, 3), 1]))}
    if choices["objectives"] == "selected":
        choices["selected_by"] = draw(st.sampled_from(["", "human", "base"]))
        if not selected:
            choices |= {"objectives": "every", "selected_by": ""}
    assert choices.keys() <= {axis.name for axis in AXES} | {"epsilon", "tolerance", "selected_by"}
    return Reading(**choices)


@st.composite
def agents(draw: st.DrawFn, world: World, pursued: Objective) -> AnyAgent:
    """A table, deterministic or not, with one policy or two, or a mesa-optimizer; with beliefs or without."""
    env = world.training
    believed = draw(st.none() | st.sampled_from([world.training, world.deployment]) | twins(env))
    if draw(st.booleans()):
        depth = draw(st.none() | st.integers(1, 2))
        prefers = tuple(draw(st.permutations(range(len(env.actions)))))
        return MesaOptimizer("the agent", pursued, believed, depth, prefers)
    policies = strategies.policies(env, deterministic=draw(st.booleans()))
    return Agent("the agent", draw(policies), draw(st.none() | policies), believed)


@st.composite
def twins(draw: st.DrawFn, env: Environment) -> Environment:
    """Another environment with the same states, actions and discount."""
    n, m = len(env.states), len(env.actions)
    moves, start = draw(strategies.transitions(n, m)), draw(strategies.rows(n))
    return Environment(env.states, env.actions, moves, start, env.discount)


@st.composite
def cases(draw: st.DrawFn, most: int = 3) -> Case:
    """A case of up to three states and two or three actions, with two to five candidates."""
    states = draw(st.integers(1, most))
    world = draw(strategies.worlds(states, 2 if states > 2 else draw(st.integers(2, 3))))
    env = world.training
    drawn = draw(st.lists(strategies.objectives(env), min_size=1, max_size=4, unique=True))
    zero = Objective.zero(env)
    named = [objective.renamed(f"R{k}") for k, objective in enumerate(drawn) if objective != zero]
    candidates = tuple(draw(st.permutations([*named, zero])))
    base, pursued, human = (draw(st.sampled_from(candidates)) for _ in range(3))
    return Case(
        "a case",
        "",
        world,
        (draw(agents(world, pursued)),),
        base,
        draw(strategies.judges(world)),
        candidates,
        draw(st.none() | st.just(human)),
    )
