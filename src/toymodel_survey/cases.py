"""A sample is remade, alone and exactly, as a case that `toymodel check` and the world editor open."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from toymodel.agents import Agent, AnyAgent, MesaOptimizer
from toymodel.alignment import Case
from toymodel.solve import optimal, used
from toymodel.worlds import Environment, Judge, Objective, Policy, World

from .agents import BELIEVER, LEARNER, MIXES, Kind, choices, learnt
from .compiled import plain
from .draws import WHOLE, key, one
from .worlds import BASE, BELIEFS, DEPLOYMENT, MESA, TRAINING, Point, mistakes, noise, rows, wishes

if TYPE_CHECKING:
    from .specification import Specification

PLACES = ("training", "deployment", "beliefs")
CACHE = 4096
OBJECTIVES = ("human", "base", "mesa", "zero")


def environment(
    point: Point, succ: Sequence[int], weight: Sequence[int], start: Sequence[int], place: int
) -> Environment:
    """Return one environment of a world in integers (`toymodel_survey.worlds`)."""
    n, m, b = point.states, point.actions, point.branching
    table = []
    for s in range(n):
        begins = range((place * n + s) * m * b, (place * n + s + 1) * m * b, b)
        table.append(tuple(_row(tuple(succ[at : at + b]), tuple(weight[at : at + b])) for at in begins))
    return Environment(*_names(n, m), tuple(table), _row((start[place],), (1,)), _discount(point), PLACES[place])


@lru_cache(CACHE)
def _row(succ: tuple[int, ...], weight: tuple[int, ...]) -> tuple[tuple[int, Fraction], ...]:
    """Return a row; where two environments have the same it is one object, so that they are quickly compared."""
    total, found = sum(weight), dict[int, int]()
    for t, w in zip(succ, weight, strict=True):
        found[t] = found.get(t, 0) + w
    return tuple((t, Fraction(w, total)) for t, w in sorted(found.items()))


@lru_cache(CACHE)
def _names(n: int, m: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(f"s{k}" for k in range(n)), tuple(f"a{k}" for k in range(m))


@lru_cache(CACHE)
def _discount(point: Point) -> Fraction:
    return Fraction(point.numerator, point.denominator)


def objective(point: Point, pays: Sequence[int], which: int) -> Objective:
    """Return one objective of a world in integers."""
    n, m = point.states, point.actions
    at = which * n * m
    table = tuple(tuple(map(_number, pays[at + s * m : at + s * m + m])) for s in range(n))
    return Objective(table, OBJECTIVES[which])


_number = lru_cache(CACHE)(Fraction)


def case(spec: Specification, point: Point, sample: int) -> Case:
    """Return a sample as an exact case, with all its agents; it needs the standard library alone.

    Examples
    --------
    >>> from .toml_file import read
    >>> spec = read('seed = 1\\nsizes = [3]\\n[[agents]]\\nkind = "keeper"\\n')
    >>> made = case(spec, spec.points[0], 5)
    >>> [agent.name for agent in made.agents], len(made.world.training.states)
    (['keeper'], 3)
    """
    n, m, b = point.states, point.actions, point.branching
    pairs = n * m
    draws = one(key(spec.seed, point.size), sample, point.draws)
    succ, weight, wrong = [0] * (3 * pairs * b), [0] * (3 * pairs * b), [False] * pairs
    start, pays, grey = [0] * 3, [0] * (4 * pairs), [0] * pairs
    plain(mistakes)(draws, point, wrong)
    plain(rows)(draws, point, wrong, succ, weight)
    plain(wishes)(draws, point, start, pays, grey)
    places = [environment(point, succ, weight, start, k) for k in range(3)]
    goals = [objective(point, pays, r) for r in range(4)]
    masks = []
    if not all(kind.plans for kind in spec.kinds):  # whoever plans does so by itself
        masks = [sum(1 << a for a in row) for env in places for goal in goals for row in optimal(env, goal).actions]
    agents = []
    for kind in spec.kinds:
        choice, learned = [0] * (2 * n), [0] * pairs
        if kind.kind == LEARNER:
            plain(learnt)(kind, point, draws, noise(point), (succ, weight, start, pays), learned)
        if not kind.plans:
            plain(choices)(kind, point, draws, noise(point), masks, learned, choice)
        agents.append(_agent(kind, point, choice, places[BELIEFS], goals[MESA]))
    judge = Judge.of(_bad(point, grey, places[DEPLOYMENT], goals[BASE]), "the human")
    name = f"sample {spec.label(point)}:{sample}"
    story = f"{name[:1].upper()}{name[1:]} of {spec.name}."
    world = World(places[TRAINING], places[DEPLOYMENT])
    return Case(name, story, world, tuple(agents), goals[BASE], judge, tuple(goals), goals[0])


def _agent(kind: Kind, point: Point, choice: Sequence[int], believed: Environment, mesa: Objective) -> AnyAgent:
    if kind.plans:
        return MesaOptimizer(kind.name, mesa, believed if kind.kind == BELIEVER else None)
    n, m = point.states, point.actions
    policy = Policy.deterministic(choice[:n], m, f"{kind.name}'s policy")
    if kind.kind == MIXES:
        mixing = Fraction(kind.top, kind.bottom)
        chances = [[mixing / m + (1 - mixing) * (a == b) for b in range(m)] for a in choice[:n]]
        policy = Policy.from_array(chances, f"{kind.name}'s policy")
    return Agent(kind.name, policy)


def _bad(point: Point, grey: Sequence[int], env: Environment, base: Objective) -> list[tuple[int, int]]:
    """Return the pairs that the human judges bad; of those that the base objective's optima use perhaps fewer."""
    spared = used(env, optimal(env, base).actions) if point.tilt else frozenset()
    found = []
    for s, a in env.pairs:
        here = grey[s * point.actions + a]
        tilted = (s, a) in spared and 0 <= here < WHOLE
        if here < (point.tilt if tilted else point.bad):
            found.append((s, a))
    return found
