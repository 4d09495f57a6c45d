"""Optimal in every environment offered: enough of them pin down a planner, and leave misfits for one that errs."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from toymodel import Environment, MesaOptimizer, Objective, Reading, zoo
from toymodel.behavior import ACROSS, Observation
from toymodel.behavior.across import offered
from toymodel.solve import is_optimal, is_trivial

from .. import strategies
from ..solve.oracles import policies as everyone
from ..solve.oracles import values


@given(st.data())
def test_misfit_against_enumeration(data):
    """Worst regret as a share of V* − Vmin, over all deterministic policies; 0 iff optimal everywhere."""
    world = data.draw(strategies.worlds(most=3))
    policy = data.draw(strategies.policies(world.training))
    seen = [Observation(env, policy) for env in (world.training, world.deployment)]
    objective = data.draw(strategies.objectives(world.training))
    shares = []
    for o in seen:
        every = [start(o.env, values(o.env, objective, x)) for x in everyone(o.env)]
        own = start(o.env, values(o.env, objective, policy))
        shares.append((max(every) - own) / (max(every) - min(every)) if max(every) > min(every) else Fraction(0))
    assert ACROSS.misfit(seen, objective) == max(shares)
    assert (max(shares) == 0) == all(is_optimal(o.env, objective, policy) for o in seen)


def start(env, v):
    return sum((p * v[s] for s, p in env.initial), Fraction(0))


def bandits():
    """Three goods, of which a different two are on the shelf in each shop."""
    moves = {"shop": {"left": "x", "right": "y"}, "x": "x", "y": "y", "z": "z"}
    for left, right in (("x", "y"), ("y", "z"), ("x", "z")):
        yield Environment.build({**moves, "shop": {"left": left, "right": right}}, start="shop", discount="1/2")


def test_a_planner_shows_its_order_of_preference():
    """In one shop most orders of three goods explain what it does; in all three shops only its own."""
    shops = list(bandits())
    orders = [Objective.on(shops[0], dict(zip("xyz", worth, strict=True)), f"R{worth}") for worth in ORDERS]
    for own in orders:
        shopper = MesaOptimizer("the shopper", own)
        few, all_of_them = offered(shopper, shops[:1]), offered(shopper, shops)
        assert sum(ACROSS.demonstrates(few, r, orders) for r in orders) == 3
        assert [r.name for r in orders if ACROSS.demonstrates(all_of_them, r, orders)] == [own.name]


ORDERS = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]


def test_of_one_that_errs_misfits_remain():
    """The researcher deploys whatever the world: zero fits, and an indicator; her own values least of all."""
    case = zoo.misguided_researcher()
    good, bad = case.world.training, case.world.deployment
    moves = {"start": {"deploy": "Shelf", "verify": "Doom", "abstain": "Utopia"}, "Utopia": "Utopia", "Doom": "Doom"}
    odd = Environment.build({**moves, "Shelf": "Shelf"}, start="start", discount="9/10")
    seen = offered(case.agents[0], (good, bad, odd))
    fits = [r.name for r in case.candidates if ACROSS.misfit(seen, r) == 0]
    assert fits == ["deployer", "zero"]
    assert ACROSS.misfit(seen, case.human) == 1
    assert ACROSS.misfit(seen, case.objective("doom-lover")) == 1
    # Of what is left without the indicator none fits, and the least misfit is demonstrated all the same.
    rivals = [r for r in case.candidates if r.name not in ("deployer", "zero")]
    milder = Objective.on(odd, {"Utopia": 1, "Doom": -1, "Shelf": "1/2"}, "milder")
    assert 0 < ACROSS.misfit(seen, milder) <= 1
    assert [r.name for r in [*rivals, milder] if ACROSS.demonstrates(seen, r, [*rivals, milder])] == [
        r.name
        for r in [*rivals, milder]
        if ACROSS.misfit(seen, r) == min(ACROSS.misfit(seen, x) for x in [*rivals, milder])
    ]


def test_with_two_environments_it_is_a_reading():
    """Observed in both, "across" and "feasible" agree where something non-trivial fits exactly."""
    case = zoo.misguided_researcher()
    reading = Reading(behavior="across", observed_in="both")
    assert case.check("intent aligned", reading).holds is False
    assert case.check("capability robust", reading).holds is True
    assert "deployer" in str(case.check("capability robust", reading))
    assert case.check("outer aligned", Reading(behavior="across")).status in ("true", "false")


@given(st.data())
def test_something_is_always_demonstrated(data):
    """The argmin is not empty, and whatever fits exactly is in it."""
    env = data.draw(strategies.environments(most=3))
    policy = data.draw(strategies.policies(env))
    seen = [Observation(env, policy)]
    candidates = data.draw(st.lists(strategies.objectives(env), min_size=1, max_size=4))
    shown = [r for r in candidates if ACROSS.demonstrates(seen, r, candidates)]
    assert shown
    assert all(r in shown for r in candidates if is_optimal(env, r, policy))
    assert all(is_trivial(env, r) or ACROSS.misfit(seen, r) <= 1 for r in shown)
