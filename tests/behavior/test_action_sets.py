"""Over all objectives, where actions depend on the state and episodes end: the cone against its definition."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toymodel.behavior import Observation
from toymodel.behavior.classes import belongs
from toymodel.behavior.cone import contains, inequalities, representatives
from toymodel.solve import is_optimal, optimal, used
from toymodel.worlds import Environment, Objective, Policy

from .. import strategies

F = Fraction
some = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def shaped_by(env, data, among):
    """An objective that is often demonstrated: of a class, on a grid."""
    pays = st.sampled_from([F(-1), F(0), F(0), F(1)])
    if among == "s":
        each = [data.draw(pays) for _ in env.states]
        return Objective.from_array([[x] * len(env.actions) for x in each])
    return Objective.of(env, lambda *_: data.draw(pays))


@given(st.data())
@some
def test_the_inequalities_say_what_is_optimal(data):
    env = data.draw(strategies.episodes(3))
    policy = data.draw(strategies.policies(env, deterministic=True))
    rows = inequalities(env, policy)
    for _ in range(5):
        objective = shaped_by(env, data, "sa")
        assert contains(rows, objective, env) == is_optimal(env, objective, policy)


@pytest.mark.parametrize("among", ["sa", "s"])
@given(data=st.data())
@some
def test_representatives_stand_for_all_that_is_demonstrated(among, data):
    """For each demonstrated R there is one of them whose optima, where behaviour is judged, are among those of R."""
    world = data.draw(strategies.episodic_worlds(3))
    policy = data.draw(strategies.policies(world.training, deterministic=True))
    places = (world.training, world.deployment)
    known = representatives((Observation(world.training, policy),), (world.deployment,), among=among)
    assert all(is_optimal(world.training, r, policy) and belongs(r, among) for r in known)
    ways = [tuple(used(env, optimal(env, r).actions) for env in places) for r in known]
    for _ in range(5):
        objective = shaped_by(world.training, data, among)
        if is_optimal(world.training, objective, policy):
            theirs = tuple(used(env, optimal(env, objective).actions) for env in places)
            assert any(all(x <= y for x, y in zip(way, theirs, strict=True)) for way in ways)


def test_an_objective_on_states_is_one_whatever_it_says_of_what_is_not_available():
    moves = {"s": {"go": "t", "stay": "s"}, "t": {"go": "end"}, "end": None}
    env = Environment.build(moves, start="s", discount="1/2", only_listed=True)
    places = Objective.on(env, {"t": 1})
    assert places.rewards[1] == (1, 0)
    assert belongs(places, "s", env)
    assert contains(inequalities(env, Policy.deterministic([0, 0, None], 2)), places, env, "s")


# Numerical ----------------------------------------------------------------------------------------------

WALK = {
    "road": {"left": "hut", "right": {"end": "1/2", "hut": "1/2"}},
    "hut": {"leave": "end", "doze": {"hut": "3/4", "end": "1/4"}},
    "end": None,
}


def walk(discount, moves=WALK):
    return Environment.build(moves, start="road", discount=discount, only_listed=True)


@pytest.mark.parametrize("discount", ["1", "9/10"])
def test_soft_optima_play_what_is_available(discount):
    numpy = pytest.importorskip("numpy")
    from toymodel.behavior.maximum_entropy import MAXIMUM_ENTROPY, family, soft_optimal
    from toymodel.quantities.soft import rounded, soft_regret

    env = walk(discount)
    pays = Objective.on(env, {("road", "right"): 1, ("hut", "leave"): "-1/2", ("hut", "doze"): -1})
    soft = soft_optimal(env, pays)
    assert ((soft.policy > 0) == numpy.array([[a in here for a in range(4)] for here in env.available])).all()
    hut, gamma = soft.values[1], float(env.discount)  # V = log(e^-1/2 + e^(-1 + γ 3/4 V))
    assert hut == pytest.approx(numpy.logaddexp(-0.5, -1 + gamma * 0.75 * hut))
    assert soft.values[2] == 0
    policy = rounded(soft.policy.tolist())
    policy.fits(env)
    assert MAXIMUM_ENTROPY.demonstrates([Observation(env, policy)], pays, [])
    assert soft_regret(env, pays, policy) < 1e-9
    assert soft_regret(env, pays, Policy.deterministic([0, 3, None], 4)) > 0.5
    back = family(env, soft.policy, soft.values)
    assert back == pytest.approx(numpy.array([[float(x) for x in row] for row in pays.mean(env)]))


def test_where_episodes_end_a_constant_is_no_shaping():
    """Two discounts identify R up to a constant; and where episodes end at different times R itself."""
    pytest.importorskip("numpy")
    from toymodel.behavior.maximum_entropy import identifies, recover, soft_optimal
    from toymodel.quantities.soft import rounded

    once = {**WALK, "road": {"left": "hut", "right": "end"}}  # what both pay on the road says nothing of an end
    assert not identifies([walk("9/10", once), walk("1/2", once)])
    moves = {**WALK, "road": {"left": "hut", "right": {"road": "1/2", "end": "1/2"}}}
    envs = [walk("9/10", moves), walk("1/2", moves)]
    assert identifies(envs)
    assert not identifies(envs[:1])
    pays = Objective.on(envs[0], {("road", "right"): 1, ("hut", "leave"): "-1/2", ("hut", "doze"): -1})
    found = recover([Observation(env, rounded(soft_optimal(env, pays).policy.tolist())) for env in envs])
    assert [found[s, a] for s, a in envs[0].pairs] == pytest.approx([0, 1, -0.5, -1], abs=1e-6)
