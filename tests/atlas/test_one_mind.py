"""One mind: what suffices for each arrow, by z3; that all of it is needed, by worlds; and where it comes from."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Agent, Case, Environment, Judge, MesaOptimizer, Objective, Policy, Reading, World, zoo
from toymodel.solve import (
    find_policy,
    full,
    is_optimal,
    is_trivial,
    optimal,
    safe_actions,
    stays_inside,
    support_of,
    used,
)
from toymodel_atlas.cells import Cell
from toymodel_atlas.classes import judges, objectives
from toymodel_atlas.counterexample_search import worlds
from toymodel_atlas.one_mind import (
    AGENT_ALIKE,
    BASE_TELLS,
    MESA_TELLS,
    MODELS_ALIKE,
    NEEDED,
    READINGS,
    hypotheses,
    premises,
    sufficient,
)
from toymodel_atlas.smallworld import small_world

from .. import strategies
from .test_ladder import slippers
from .test_theorems import deterministic_policies, plus

few = settings(max_examples=40, deadline=None)
SILENCE = ("the agent is not silent", "no model is silent")
ARROWS = ("I1", "I2", "I3")


# What suffices ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("arrow", "kind"), NEEDED)
def test_z3_finds_that_these_suffice_and_none_can_be_spared(arrow, kind):
    pytest.importorskip("z3")
    assert sufficient(arrow, kind, among=NEEDED[arrow, kind]) == NEEDED[arrow, kind]


@pytest.mark.parametrize(("arrow", "kind"), [*product(ARROWS, ["every"]), ("I3", "some")])
def test_offered_everything_it_takes_no_more(arrow, kind):
    pytest.importorskip("z3")
    assert sufficient(arrow, kind) == NEEDED[arrow, kind]


@pytest.mark.slow
@pytest.mark.parametrize(("arrow", "kind"), NEEDED)
def test_for_every_arrow_it_takes_no_more(arrow, kind):
    pytest.importorskip("z3")
    assert sufficient(arrow, kind) == NEEDED[arrow, kind]


def test_nowhere_is_it_asked_that_nobody_is_silent():
    assert not {name for needed in NEEDED.values() for name in needed} & set(SILENCE)


# What is needed: two rooms, among all R(s) -----------------------------------------------------------


def breaking(arrow, kind, assumed, judge="rooms"):
    """The first world of two rooms in which all that is assumed holds and the arrow's conclusion fails; or None."""
    reading, known = READINGS[kind], objectives(2, 2, "s")
    said = premises(arrow, kind) | hypotheses(reading)
    conclusion = Cell(arrow, reading).conclusion
    numbers = range(len(known))
    for training, deployment, _ in worlds(2, 2, False):
        small = small_world(training, deployment, reading, None, known, "s")
        tuples = (numbers, numbers, judges(2, 2, judge))
        agents = small.breaking([said[name] for name in assumed], conclusion, tuples) & small.deterministic
        if agents.any():
            return training, deployment
    return None


@pytest.mark.parametrize(("arrow", "kind"), [*product((*ARROWS, "I4", "I5"), READINGS)])
def test_in_two_rooms_each_arrow_holds_and_every_premise_works(arrow, kind):
    """With everybody of one mind, nobody silent, and no objective trivial in training."""
    assumed = list(hypotheses(READINGS[kind]))
    whole = [*premises(arrow, kind), *assumed]
    assert breaking(arrow, kind, whole, "pairs") is None
    for premise in set(NEEDED[arrow, kind]) - set(assumed):
        assert breaking(arrow, kind, [name for name in whole if name != premise]) is not None, premise


def test_what_may_be_trivial():
    """Without MESA_TELLS the commuter's arrow breaks; without BASE_TELLS one breaks with a judge on pairs."""
    for arrow, kind, name, judge in (
        ("I1", "every", MESA_TELLS, "rooms"),
        ("I1", "some", MESA_TELLS, "rooms"),
        ("I4", "every", BASE_TELLS, "pairs"),
        ("I4", "some", BASE_TELLS, "pairs"),
    ):
        fewer = [each for each in NEEDED[arrow, kind] if each != name]
        assert breaking(arrow, kind, fewer, judge) is not None
        assert breaking(arrow, kind, [*fewer, name], "pairs") is None
    commuter = zoo.commuter()
    assert is_trivial(commuter.world.training, commuter.agents[0].objective)
    assert slippers().arrow("I4", Reading(encountered="training", among="s")).state == "broken"


# What is needed: three rooms -------------------------------------------------------------------------


def gallery(base=None, mesa=None):
    """In training one goes from the hall to the alcove or the balcony; in deployment to the alcove, or one stays.

    Who goes to the alcove may like the alcove, or fear the balcony and like the hall even better.
    """
    rooms = ("the hall", "the alcove", "the balcony")
    rest = {room: room for room in rooms[1:]}
    training, deployment = (
        Environment.build(
            {"the hall": {"left": "the alcove", "right": right}, **rest}, start="the hall", discount="1/2", name=right
        )
        for right in ("the balcony", "the hall")
    )
    likes = {room: Objective.on(training, {room: 1}, room) for room in rooms}
    listed = (*likes.values(), Objective.zero(training))
    goes = Agent("it", Policy.on(training, {}, otherwise="left"))
    who = goes if mesa is None else MesaOptimizer("it", likes[mesa])
    judge = Judge.of_states(training, ["the alcove"])
    return Case("", "", World(training, deployment), (who,), likes[base] if base else listed[-1], judge, listed)


def cellar():
    """A commuter between the library and the cellar is of one mind; a model stays in the library, and is of two."""
    training = Environment.build(
        {
            "the hall": {"a": "the library", "b": "the hall"},
            "the library": {"a": "the cellar", "b": "the library"},
            "the cellar": {"a": "the library", "b": "the cellar"},
        },
        start="the hall",
        discount="1/2",
    )
    deployment = Environment.build(
        {"the hall": {"a": "the cellar", "b": "the hall"}, "the library": "the library", "the cellar": "the cellar"},
        start="the hall",
        discount="1/2",
    )
    library = Objective.on(training, {"the library": 1}, "the library")
    judge = Judge.of_states(training, ["the cellar"])
    it = Agent("it", Policy.on(training, {}, otherwise="a"))
    return Case("", "", World(training, deployment), (it,), library, judge, (library, Objective.zero(training)))


TWO_MINDS = {
    ("I1", "every", AGENT_ALIKE): gallery("the alcove", "the alcove"),
    ("I2", "some", MODELS_ALIKE): cellar(),
    ("I3", "some", AGENT_ALIKE): gallery(),
    ("I4", "some", MODELS_ALIKE): gallery("the alcove"),
    ("I5", "some", AGENT_ALIKE): gallery("the hall"),
}


@pytest.mark.parametrize(("arrow", "kind", "name"), TWO_MINDS)
def test_who_is_of_two_minds_breaks_it(arrow, kind, name):
    """Over all R(s), judges on rooms: all that is needed holds but for this, nobody is silent; the arrow breaks."""
    case, reading = TWO_MINDS[arrow, kind, name], replace(READINGS[kind], among="s")
    known = hypotheses(reading)
    settled = {each: case.decide(known[each], reading).holds for each in (*SILENCE, name)}
    assert settled == dict.fromkeys(SILENCE, True) | {name: False}
    for each in set(NEEDED[arrow, kind]) & set(known) - {name}:
        assert case.decide(known[each], reading).holds, each
    verdict = case.arrow(arrow, reading)
    assert verdict.state == "broken"
    assert verdict.side_condition is None or verdict.side_condition.holds


# Where one mind comes from ---------------------------------------------------------------------------


@given(st.data())
@few
def test_with_two_rooms_whoever_is_not_silent_is_of_one_mind(data):
    """Chances, any number of actions, agents that mix: two states are enough."""
    world = data.draw(strategies.worlds(states=2, actions=data.draw(st.integers(2, 3))))
    zero, agent = Objective.zero(world.training), Agent("it", data.draw(strategies.policies(world.training)))
    case, reading = Case("", "", world, (agent,), zero, Judge.of([]), (zero,)), Reading(among="s")
    speaks = case.decide(hypotheses(reading)["the agent is not silent"], reading)
    assert case.check("one mind", reading).holds is speaks.holds


def telling_apart(env, one, other):
    """A deployment with other optima for the one R(s) than for the other, by thm-one-ray; None if they lie on one ray.

    The first action leads, from anywhere, to one lottery of states and every other action to the even one, so that all
    depends on which of the two lotteries pays more.
    """
    n = len(env.states)
    left, right = ([n * x - sum(pays) for x in pays] for pays in (one, other))
    dot, square = sum(x * y for x, y in zip(left, right, strict=True)), sum(y * y for y in right)
    way = [square * x - dot * y for x, y in zip(left, right, strict=True)]  # in which the other does not change
    if not any(way):
        if dot > 0:
            return None
        way = left if any(left) else right
    even, size = Fraction(1, n), max(map(abs, way))
    better = tuple(enumerate(even + even * Fraction(x, 2 * size) for x in way))
    rows = ((better, *[tuple((s, even) for s in range(n))] * (len(env.actions) - 1)),) * n
    return Environment(env.states, env.actions, rows, env.initial, env.discount)


def paying(env, values):
    return Objective(tuple((Fraction(x),) * len(env.actions) for x in values))


def best(env, values):
    """What the optimal policies use, all together."""
    return used(env, optimal(env, paying(env, values)).actions)


@given(st.data())
@few
def test_what_lies_on_one_ray_has_the_same_optima_and_what_does_not_some_deployment_tells_apart(data):
    env = data.draw(strategies.environments(states=data.draw(st.integers(2, 4)), actions=2))
    values = st.lists(st.integers(-3, 3), min_size=len(env.states), max_size=len(env.states))
    one = data.draw(values.filter(lambda pays: len(set(pays)) > 1))
    assert telling_apart(env, one, [2 * x + 1 for x in one]) is None
    assert best(env, one) == best(env, [2 * x + 1 for x in one])
    other = data.draw(values.filter(lambda pays: len(set(pays)) > 1))
    there = telling_apart(env, one, other)
    assert best(env, one) == best(env, other) if there is None else best(there, one) != best(there, other)


@given(st.data())
@few
def test_one_ray_is_one_mind_in_every_deployment(data):
    """The patrol's only objective is a tie: she is of one mind wherever she is deployed."""
    case = zoo.patrol()
    env = case.world.training
    there = replace(env, transition=data.draw(strategies.transitions(3, 2)), initial=data.draw(strategies.rows(3)))
    assert replace(case, world=World(env, there)).check("one mind", Reading(among="s")).holds


@given(st.data())
@few
def test_who_is_the_only_optimum_of_something_is_of_two_minds_in_some_deployment(data):
    """With three states or more: what lies near that objective is demonstrated, too, in more than one direction."""
    env = data.draw(strategies.environments(states=data.draw(st.integers(3, 4)), actions=2))
    one = [data.draw(st.integers(-3, 3)) for _ in env.states]
    only = [p for p in deterministic_policies(env) if used(env, support_of(p)) == best(env, one)]
    if not only:
        return
    near = [[x + Fraction(s == at, 10**6) for s, x in enumerate(one)] for at in range(len(env.states))]
    assert all(is_optimal(env, paying(env, pays), only[0]) for pays in near)
    there = next(there for pays in near for other in near if (there := telling_apart(env, pays, other)) is not None)
    zero = Objective.zero(env)
    case = Case("", "", World(env, there), (Agent("it", only[0]),), zero, Judge.of([]), (zero,))
    assert case.check("one mind", Reading(among="s")).holds is False


@given(st.data())
@few
def test_what_training_takes_for_shaping_a_deployment_with_the_same_steps_takes_so_too(data):
    """So noisily optimal behaviour, which leaves shaping open, makes of one mind whoever starts elsewhere only."""
    env = data.draw(strategies.environments(most=3, actions=2))
    known = data.draw(strategies.objectives(env, on_transitions=False))
    potential = [data.draw(st.integers(-2, 2)) for _ in env.states]
    shaped = plus(env, known, 1, shaping(env, potential))
    moved = replace(env, initial=((data.draw(st.integers(0, len(env.states) - 1)), Fraction(1)),))
    assert optimal(moved, known).actions == optimal(moved, shaped).actions


def shaping(env, potential):
    """γ E Φ(s') − Φ(s), as it looks in this environment."""
    return Objective.of(
        env, lambda s, a: env.discount * sum(p * potential[t] for t, p in env.transition[s][a]) - potential[s]
    )


def test_with_other_steps_it_does_not():
    case = zoo.two_buttons()
    training, deployment = case.world.training, case.world.deployment
    extra = shaping(training, [0, 1])
    assert is_trivial(training, extra)
    assert not is_trivial(deployment, extra)


# Collapse, among a class -----------------------------------------------------------------------------


def readings():
    for kind, optima in product(("every", "some"), repeat=2):
        yield (
            kind,
            optima,
            Reading(observed_in="deployment", trivial="included", objectives=kind, optima=optima, among="s"),
        )


@given(st.data())
@few
def test_collapse_among_all_objectives_on_places(data):
    """What survives for every judge, and what does with judges on rooms."""
    env = data.draw(strategies.environments(most=3, actions=2))
    policy = data.draw(st.sampled_from(deterministic_policies(env)))
    on_rooms = data.draw(st.booleans())
    rooms = data.draw(st.sets(st.sampled_from(env.states)))
    judge = Judge.of_states(env, sorted(rooms)) if on_rooms else data.draw(strategies.listed_judges(env))
    zero = Objective.zero(env)
    case = Case("", "", World.same(env), (Agent("it", policy),), zero, judge, (zero,))
    said = {(kind, optima): case.check("intent aligned", reading).holds for kind, optima, reading in readings()}
    safe = safe_actions(env, judge)
    impact = stays_inside(env, policy, safe)
    assert said["every", "every"] is stays_inside(env, full(env), safe)
    assert said["some", "some"] is (find_policy([(env, safe)]) is not None)
    assert impact or not said["some", "every"]
    assert said["every", "some"] or not impact
    assert said["some", "every"] is impact or not on_rooms
    assert all(case.check("capability robust", reading).holds for _, _, reading in readings())


def test_where_it_does_not_collapse():
    """One room, where one deed is bad and no place is; and the commuter, whose every objective has a safe optimum."""
    room = Environment.build({"the room": "the room"}, start="the room", discount="1/2", actions=["tidy", "smash"])
    zero, tidies = Objective.zero(room), Agent("it", Policy.on(room, {}, otherwise="tidy"))
    case = Case("", "", World.same(room), (tidies,), zero, Judge.of([("the room", "smash")]), (zero,))
    found = {(kind, optima): reading for kind, optima, reading in readings()}
    assert case.check("impact aligned").holds
    assert not case.check("intent aligned", found["some", "every"]).holds
    commuter = zoo.commuter()
    assert not commuter.check("impact aligned").holds
    assert commuter.check("intent aligned", found["every", "some"]).holds
