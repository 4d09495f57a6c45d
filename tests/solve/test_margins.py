"""Margin and exposure, against enumeration, the occupancy program in HiGHS, and hand-worked worlds."""

import math
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toymodel import solve, zoo
from toymodel.quantities.margins import Frontier, convex_hull, frontier
from toymodel.quantities.quantity import Quantity, mixed
from toymodel.worlds import Environment, Judge, Objective, Policy

from .. import strategies
from . import oracles

Point = tuple[Fraction, Fraction]


@st.composite
def comparisons(draw: st.DrawFn, most: int = 3) -> tuple[Environment, Quantity, Quantity]:
    """A badness or a regret against a regret; ties, unreachable states and several starts are common."""
    env = draw(strategies.environments(most=most))
    y = Quantity.regret(env, draw(strategies.objectives(env)))
    if draw(st.booleans()):
        return env, Quantity.badness(env, draw(strategies.listed_judges(env))), y
    return env, Quantity.regret(env, draw(strategies.objectives(env))), y


def points(env: Environment, x: Quantity, y: Quantity) -> dict[Point, Policy]:
    """Every deterministic policy's point, by the oracle's own values."""

    def at(quantity: Quantity, policy: Policy) -> Fraction:
        value = oracles.from_start(env, oracles.values(env, quantity.pays, policy))
        return quantity.offset + quantity.scale * value

    return {(at(x, policy), at(y, policy)): policy for policy in oracles.policies(env)}


def corners(cloud: set[Point]) -> set[Point]:
    """The corners of a convex hull by definition: points that no two others, nor three, have between them."""

    def cross(o: Point, a: Point, b: Point) -> Fraction:
        return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

    def half(ordered: list[Point]) -> list[Point]:
        chain: list[Point] = []
        for point in ordered:
            while len(chain) > 1 and cross(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain

    ordered = sorted(cloud)
    return set(half(ordered)) | set(half(ordered[::-1]))


def least_by_pairs(cloud: set[Point], delta: Fraction) -> Fraction | float:
    """min {y : x ≥ δ} over all segments between two points."""
    best: Fraction | float = math.inf
    for (a, b), (c, d) in product(cloud, repeat=2):
        if a >= delta:
            best = min(best, b)
        elif c > delta:
            best = min(best, b + (delta - a) / (c - a) * (d - b))
    return best


@given(st.data())
def test_the_outline_is_the_hull_of_all_deterministic_policies(data):
    env, x, y = data.draw(comparisons())
    cloud = set(points(env, x, y))
    found = convex_hull(env, x, y)
    assert {(v.x, v.y) for v in found} == corners(cloud)
    assert len(found) == len({(v.x, v.y) for v in found})
    for v in found:
        assert v.policy.is_deterministic
        assert (x.of(env, v.policy), y.of(env, v.policy)) == (v.x, v.y)
    around = [(v.x, v.y) for v in found]
    area = sum(a * d - b * c for (a, b), (c, d) in zip(around, around[1:] + around[:1], strict=True))
    assert area >= 0, "counterclockwise"


@given(st.data())
def test_margin_and_exposure_by_enumeration(data):
    env, x, y = data.draw(comparisons())
    cloud = set(points(env, x, y))
    edge = frontier(env, x, y)
    reach = max(p for p, _ in cloud)
    delta = data.draw(st.fractions(0, 1, max_denominator=7)) * (reach or 1)
    assert edge.margin(delta) == least_by_pairs(cloud, delta)
    assert edge.margin(reach + 1) == math.inf
    epsilon = data.draw(st.fractions(0, 1, max_denominator=7)) * max(q for _, q in cloud)
    turned = {(-q, -p) for p, q in cloud}
    assert edge.exposure(epsilon) == -least_by_pairs(turned, -epsilon)


def check_shape(edge: Frontier) -> None:
    xs, ys = [v.x for v in edge.vertices], [v.y for v in edge.vertices]
    slopes = edge.margin.slopes()
    assert xs == sorted(set(xs))
    assert ys == sorted(set(ys))
    assert list(slopes) == sorted(set(slopes))
    assert all(slope > 0 for slope in slopes)
    assert edge.exposure.slopes() == tuple(1 / slope for slope in slopes)


@given(st.data())
def test_both_curves_invert_each_other_and_are_attained(data):
    env, x, y = data.draw(comparisons())
    edge = frontier(env, x, y)
    check_shape(edge)
    share = data.draw(st.fractions(0, 1, max_denominator=9))
    low, high = edge.vertices[0], edge.vertices[-1]
    delta = low.x + share * (high.x - low.x)
    epsilon = edge.margin(delta)
    assert edge.exposure(epsilon) == delta
    for attained in (edge.cheapest(delta), edge.worst(epsilon)):
        assert (attained.x, attained.y) == (delta, epsilon)
        assert (x.of(env, attained.policy), y.of(env, attained.policy)) == (delta, epsilon)
        assert sum(weight for weight, _ in attained.mix) == 1
        assert sum(weight * x.of(env, policy) for weight, policy in attained.mix) == delta
        assert all(policy.is_deterministic for _, policy in attained.mix)
    assert edge.exposure(epsilon) <= edge.exposure(low.y) + edge.rate * (epsilon - low.y)
    assert edge.margin(low.x - 1) == low.y == edge.cheapest(low.x - 1).y
    assert edge.exposure(high.y + 1) == high.x == edge.worst(high.y + 1).x


@given(st.data())
def test_what_is_closed_and_what_is_open(data):
    """(y ≤ ε ⇒ x < δ) iff ε < m(δ) iff b(ε) < δ; (y ≤ ε ⇒ x ≤ δ) iff b(ε) ≤ δ; (y < ε ⇒ x < δ) iff ε ≤ m(δ).

    The left sides by a policy that breaks them, where there is one; and no drawn policy ever does otherwise.
    """
    env, x, y = data.draw(comparisons())
    edge = frontier(env, x, y)
    values = [*(v.x for v in edge.vertices), *(v.y for v in edge.vertices)]
    delta, epsilon = data.draw(st.sampled_from(values)), data.draw(st.sampled_from(values))
    assume(epsilon >= edge.vertices[0].y)
    margin, exposure = edge.margin(delta), edge.exposure(epsilon)
    assert (epsilon < margin) == (exposure < delta)
    policy = data.draw(strategies.policies(env))
    harm, loss = x.of(env, policy), y.of(env, policy)
    if loss <= epsilon:
        assert harm <= exposure
        assert harm < delta or epsilon >= margin
    if loss < epsilon:
        assert harm < delta or epsilon > margin
    if epsilon >= margin:
        breaker = edge.cheapest(delta)
        assert breaker.y <= epsilon
        assert breaker.x >= delta
    if epsilon > margin:
        assert edge.cheapest(delta).y < epsilon


@given(st.data())
@settings(max_examples=25)
def test_against_the_occupancy_program_in_highs(data):
    """min / max over d ≥ 0 with Σ_a d(s,a) = (1−γ) μ(s) + γ Σ P(s|s',a') d(s',a')."""
    optimize = pytest.importorskip("scipy.optimize")
    env, x, y = data.draw(comparisons(most=4))
    gamma, size = env.discount, len(env.states)
    flow = [[float(s == t) for (t, _) in env.pairs] for s in range(size)]
    for column, (s, a) in enumerate(env.pairs):
        for t, p in env.transition[s][a]:
            flow[t][column] -= float(gamma * p)
    start = [float((1 - gamma) * dict(env.initial).get(s, 0)) for s in range(size)]

    def weights(quantity: Quantity) -> tuple[list[float], float]:
        scale = quantity.scale / (1 - gamma)
        return [float(scale * quantity.pays.rewards[s][a]) for s, a in env.pairs], float(quantity.offset)

    (along_x, from_x), (along_y, from_y) = weights(x), weights(y)
    edge = frontier(env, x, y)
    share = data.draw(st.fractions(0, 1, max_denominator=5))
    delta, epsilon = share * edge.vertices[-1].x, share * edge.vertices[-1].y
    program = {"A_eq": flow, "b_eq": start, "method": "highs"}
    if delta > edge.vertices[0].x:
        least = optimize.linprog(along_y, [[-w for w in along_x]], [from_x - float(delta)], **program)
        assert least.fun + from_y == pytest.approx(float(edge.margin(delta)), abs=1e-6)
    most = optimize.linprog([-w for w in along_x], [along_y], [float(epsilon) - from_y + 1e-12], **program)
    assert from_x - most.fun == pytest.approx(float(edge.exposure(epsilon)), abs=1e-6)


@given(st.data())
def test_for_policies_that_mix_the_margin_goes_to_zero_with_the_harm(data):
    """m(δ) ≤ δ m(D)/D wherever some policy does harm D: any regret at all leaves room for some harm."""
    env = data.draw(strategies.environments())
    judge = data.draw(strategies.listed_judges(env))
    edge = frontier(env, Quantity.badness(env, judge), Quantity.regret(env, data.draw(strategies.objectives(env))))
    worst = edge.vertices[-1]
    reachable = bool(solve.used(env, solve.full(env)) & solve.bad_pairs(env, judge))
    assert (worst.x > 0) == reachable
    if reachable:
        for k in (1, 2, 1000, 10**9):
            assert edge.margin(worst.x / k) <= worst.y / k
            assert edge.exposure(worst.y / k) >= worst.x / k > 0
    else:
        assert edge.vertices[0] == worst


@given(st.data())
def test_a_mix_has_the_mean_occupancy(data):
    env = data.draw(strategies.environments())
    first, second = data.draw(strategies.policies(env)), data.draw(strategies.policies(env))
    weight = data.draw(st.fractions(0, 1, max_denominator=5))
    left, right = solve.occupancy(env, first), solve.occupancy(env, second)
    mean = tuple(
        tuple((1 - weight) * p + weight * q for p, q in zip(*rows, strict=True))
        for rows in zip(left, right, strict=True)
    )
    assert solve.occupancy(env, mixed(env, ((1 - weight, first), (weight, second)))) == mean


def shortcuts(prices: tuple[str, ...]) -> tuple[Environment, Objective, Judge]:
    """Rooms in a row, a shortcut in each; all harms are alike but for the discount, each has its price."""
    rooms = [f"room {k}" for k in range(len(prices))]
    ways = {
        room: dict.fromkeys(("care", "haste"), following)
        for room, following in zip(rooms, [*rooms[1:], "end"], strict=True)
    }
    env = Environment.build({**ways, "end": "end"}, start=rooms[0], discount="1/2")
    pay = Objective.on(env, {(room, "care"): price for room, price in zip(rooms, prices, strict=True)})
    return env, pay, Judge.of([(room, "haste") for room in rooms])


def test_several_harms_are_bought_cheapest_first():
    """Haste in room k: badness (1−γ)γ^k for a regret of price·γ^k, so by price; γ = 1/2."""
    env, pay, judge = shortcuts(("4", "1", "2"))
    edge = frontier(env, Quantity.badness(env, judge), Quantity.regret(env, pay))
    q = Fraction
    assert [(v.x, v.y) for v in edge.vertices] == [(0, 0), (q(1, 4), q(1, 2)), (q(3, 8), 1), (q(7, 8), 5)]
    assert edge.margin.slopes() == (2, 4, 8)
    assert edge.rate == q(1, 2)
    assert edge.exposure("1/4") == q(1, 8)
    assert len(convex_hull(env, edge.x, edge.y)) == 6


def test_a_policy_within_an_edge_is_no_corner():
    """An edge as steep as the first chord, price 2, where first actions meet a policy between its ends.

    In the last room the first action is the bad one; rooms count 1, 1/2, 1/4, 1/8.
    """
    prices = {("room 0", "care"): 1, ("room 1", "care"): 4, ("room 2", "care"): 2, ("room 3", "haste"): 2}
    env, *_ = shortcuts(("1",) * 4)
    bad = [(room, "care" if action == "haste" else "haste") for room, action in prices]
    edge = frontier(env, Quantity.badness(env, Judge.of(bad)), Quantity.regret(env, Objective.on(env, prices)))
    check_shape(edge)
    assert edge.margin.slopes() == (2, 4, 8)
    found = {(v.x, v.y) for v in edge.vertices}
    assert found == corners(set(points(env, edge.x, edge.y))) & found
    assert len(found) == 4


def test_an_optimum_that_is_bad_leaves_no_margin():
    case = zoo.paperclips()
    env = case.world.deployment
    edge = frontier(env, Quantity.badness(env, case.judge), Quantity.regret(env, case.base))
    assert [(v.x, v.y) for v in edge.vertices] == [(1, 0)]
    assert edge.margin(1) == 0
    assert edge.exposure(0) == 1
    assert edge.rate == 0


def test_beyond_the_ends():
    env, pay, judge = shortcuts(("1",))
    edge = frontier(env, Quantity.badness(env, judge), Quantity.regret(env, pay))
    with pytest.raises(ValueError, match="no policy has less than 0, so -1 leaves none"):
        edge.exposure(-1)
    with pytest.raises(ValueError, match="no policy has less than 0"):
        edge.worst("-1/2")
    with pytest.raises(ValueError, match=r"the largest badness for the judge is 0.5, less than 0.6"):
        edge.cheapest("0.6")


def test_sixteen_states_take_no_enumeration():
    """4^16 policies: the frozen lake has 15 corners on its frontier, each checked against the solver's own slope."""
    case = zoo.frozen_lake()
    env = case.world.deployment
    x, y = Quantity.badness(env, case.judge), Quantity.regret(env, case.base)
    edge = frontier(env, x, y)
    check_shape(edge)
    assert len(edge.vertices) == 15
    assert edge.exposure(0) > 0, "on ice, the best is not safe"
    for corner in edge.vertices:
        assert solve.badness(env, case.judge, corner.policy) == corner.x
        assert solve.regret(env, case.base, corner.policy) == corner.y
    # No policy lies below an edge: the least of y − kx, k the edge's slope, is attained at its ends.
    harm = Objective.of(env, lambda s, a: Fraction((s, a) in solve.bad_pairs(env, case.judge)))
    top = solve.start_value(env, solve.optimal(env, case.base).values)
    pay = case.base.mean(env)
    for corner, slope in zip(edge.vertices, edge.margin.slopes(), strict=False):
        price = slope * (1 - env.discount)
        both = Objective(
            tuple(
                tuple(r + price * j for r, j in zip(*rows, strict=True)) for rows in zip(pay, harm.rewards, strict=True)
            )
        )
        best = solve.start_value(env, solve.optimal(env, both).values)
        assert top - best == corner.y - slope * corner.x
