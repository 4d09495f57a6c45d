"""The feasible set over all objectives: its inequalities, its slices, and what stands for all of it."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from toymodel import Environment, Objective, Policy
from toymodel.behavior import Observation
from toymodel.behavior.classes import CLASSES, belongs, coordinates, paying
from toymodel.behavior.cone import contains, contains_each, inequalities, inner_point, representatives, slice_of
from toymodel.solve import Undecided, find_policy, is_optimal, is_trivial, optimal, safe_actions, shaped, used

from .. import strategies


@given(st.data())
def test_inequalities_are_membership(data):
    """⟨N, R⟩ ≤ 0 for all N iff π is optimal, where π mixes and where it never comes too."""
    env = data.draw(strategies.environments(most=3))
    policy = data.draw(strategies.policies(env))
    rows = inequalities(env, policy)
    for objective in data.draw(st.lists(strategies.objectives(env), min_size=1, max_size=5)):
        assert contains(rows, objective, env) == is_optimal(env, objective, policy)


@given(st.data())
def test_the_set_is_a_cone(data):
    """Zero, sums, positive multiples, potential shaping and penalties on what π does not use stay inside."""
    env = data.draw(strategies.environments(most=3))
    policy = data.draw(strategies.policies(env))
    rows = inequalities(env, policy)
    inside = [Objective.zero(env), inner_point({env: used(env, policy)})]
    assert all(contains(rows, r, env) for r in inside)
    potential = data.draw(st.tuples(*[st.fractions(-3, 3, max_denominator=4)] * len(env.states)))
    penalised = Objective.of(env, lambda s, a: inside[1].mean(env)[s][a] - ((s, a) not in used(env, policy)))
    for other in (inside[1].map(lambda x: 7 * x), shaped(env, inside[1], potential), penalised):
        assert contains(rows, other, env)


@given(st.data())
def test_many_at_once(data):
    np = pytest.importorskip("numpy")
    env = data.draw(strategies.environments(most=3))
    policy = data.draw(strategies.policies(env))
    rows, size = inequalities(env, policy), (len(env.states), len(env.actions))
    given_rewards = np.random.default_rng(data.draw(st.integers(0, 99))).integers(-2, 3, (20, *size))
    expected = [contains(rows, Objective.from_array(r.tolist()), env) for r in given_rewards]
    assert contains_each(rows, given_rewards).tolist() == expected
    # Beyond what a double holds exactly it goes on with integers of any size.
    assert contains_each(rows, given_rewards.astype(object) * 10**30).tolist() == expected


def test_floats_are_refused():
    np = pytest.importorskip("numpy")
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    with pytest.raises(ValueError, match="integers"):
        contains_each(inequalities(env, Policy.deterministic([0], 2)), np.zeros((1, 1, 2)))


@given(st.data())
def test_slices(data):
    """A grid point lies in the polygon iff it is demonstrated, in one environment or in two."""
    world = data.draw(strategies.worlds(most=3))
    env = world.training
    policy = data.draw(strategies.policies(env))
    seen = [Observation(e, policy) for e in dict.fromkeys((env, world.deployment))]
    origin, right, up = (data.draw(strategies.objectives(env, False)) for _ in range(3))
    polygon = slice_of(seen, origin, right, up)
    tables = [r.mean(env) for r in (origin, right, up)]
    ticks = [Fraction(k, 2) for k in range(-2, 3)]
    for x, y in product(ticks, repeat=2):
        mixed = Objective.of(env, lambda s, a, x=x, y=y: tables[0][s][a] + x * tables[1][s][a] + y * tables[2][s][a])
        expected = all(is_optimal(o.env, mixed, policy) for o in seen)
        assert inside_of(polygon, (x, y)) == expected


def inside_of(polygon, point):
    """Whether a point lies in a convex polygon given anticlockwise (which may be a segment or a point)."""
    if not polygon:
        return False
    if len(polygon) == 1:
        return point == polygon[0]

    def turn(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    sides = list(zip(polygon, (*polygon[1:], polygon[0]), strict=True))
    between = all(min(p[k] for p in polygon) <= point[k] <= max(p[k] for p in polygon) for k in (0, 1))
    return between and all(turn(a, b, point) >= 0 for a, b in sides)


def on_a_grid(env, among):
    """All objectives of a class of a two-state, two-action environment that pay −1, 0 or 1."""
    keys = coordinates(len(env.states), len(env.actions), among)
    return [
        paying(env, among, dict(zip(keys, map(Fraction, x), strict=True)))
        for x in product((-1, 0, 1), repeat=len(keys))
    ]


@pytest.mark.parametrize("among", CLASSES)
@given(data=st.data())
def test_representatives_decide_what_a_grid_shows(among, data):
    """Whatever some objective on a grid shows, a representative shows; and all of them are demonstrated."""
    world = data.draw(strategies.worlds(2, 2, most=2))
    env, deployed = world.training, world.deployment
    policy = data.draw(strategies.policies(env))
    judge = data.draw(strategies.listed_judges(env))
    seen = (Observation(env, policy),)
    standing = representatives(seen, (deployed,), (policy,), among)
    assert all(is_optimal(env, r, policy) and belongs(r, among) for r in standing)
    demonstrated = [r for r in on_a_grid(env, among) if is_optimal(env, r, policy)]
    safe = safe_actions(deployed, judge)

    def shows(r):
        greedy = optimal(deployed, r).actions
        every = is_optimal_inside(deployed, greedy, safe)
        some = find_policy([(deployed, greedy), (deployed, safe)]) is not None
        own = is_optimal(deployed, r, policy)
        substantial = not is_trivial(env, r)
        facts = {"every safe": every, "some safe": some, "some unsafe": not every, "none safe": not some}
        facts |= {"capable": own, "incapable": not own}
        found = {name for name, holds in facts.items() if holds}
        return found | {f"{name}, not trivial" for name in found if substantial}

    assert set().union(*map(shows, demonstrated)) <= set().union(*map(shows, standing))


def is_optimal_inside(env, greedy, safe):
    return all(a in safe[s] for s, a in used(env, greedy))


@pytest.mark.parametrize("among", CLASSES)
@given(data=st.data())
def test_an_inner_point_has_as_few_optima_as_can_be(among, data):
    """No objective under which these are optimal leaves out what the inner point does not."""
    env = data.draw(strategies.environments(2, 2, most=2))
    policy = data.draw(strategies.policies(env))
    least = used(env, optimal(env, inner_point({env: used(env, policy)}, among)).actions)
    for r in on_a_grid(env, among):
        if is_optimal(env, r, policy):
            assert least <= used(env, optimal(env, r).actions)


def test_too_many_ways_are_undecided():
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b", "c"])
    with pytest.raises(Undecided):
        representatives((Observation(env, Policy.deterministic([0], 3)),), (env,), limit=2)


def test_two_goals_are_combined():
    """The feasible objectives of a bandit with two actions: the action played is better, or as good."""
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    other = Environment.build({"s": "s"}, start="s", discount="1/3", actions=["a", "b"])
    standing = representatives((Observation(env, Policy.deterministic([0], 2)),), (env, other))
    assert {tuple(r.rewards[0]) for r in standing} == {(0, -1), (0, 0)}


@given(st.data())
def test_no_more_ways_than_policies(data):
    env = data.draw(strategies.environments(most=3))
    assume(len(env.actions) > 1)
    policy = data.draw(strategies.policies(env, deterministic=True))
    standing = representatives((Observation(env, policy),), (env,))
    assert len(standing) <= len(env.actions) ** len(env.states)
