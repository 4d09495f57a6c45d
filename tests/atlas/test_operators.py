"""Arrows under other operators: axioms on random worlds, theorems by z3 from just these, counterexamples as cases."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toymodel import Environment, Objective, Policy, World
from toymodel.behavior import Observation, operator
from toymodel.behavior.maximum_entropy import (
    MAXIMUM_ENTROPY,
    family,
    identification_rank,
    soft_optimal,
    soft_solution,
    transitions,
)
from toymodel.solve import full, is_optimal, is_trivial, optimal, reachable, used
from toymodel_atlas.cells import counted
from toymodel_atlas.concrete import environment_of, objective_of
from toymodel_atlas.counterexample_search import kinds, worlds
from toymodel_atlas.dynamics import grid, policies
from toymodel_atlas.operator_axioms import BEHAVIORS, NOTHING, SOFT, SOFT_ALL, axioms, derive, known
from toymodel_atlas.operator_search import SCORES, SIZES, Witness, _tabulated, possible
from toymodel_atlas.operator_worlds import SOFTLY
from toymodel_atlas.operators import breaks_over_all, operator_entries, operator_entry, written
from toymodel_atlas.soft import soft_world_of, state

from .. import strategies
from .test_lemmas import Truth

np = pytest.importorskip("numpy")

PLACES = ("training", "deployment")
EVERY = operator_entries()
PROVED = [each for each in EVERY if each.status == "theorem"]
REFUTED = [each for each in EVERY if each.status == "counterexample"]
HARD = tuple(behavior for behavior in BEHAVIORS if behavior not in (SOFT, SOFT_ALL))


def called(each):
    """What to call a cell that fails."""
    return " ".join((each.behavior, each.arrow, *each.reading.values()))


# The table ----------------------------------------------------------------------------------------------


def test_every_counted_cell_is_there_once_for_each_operator():
    wanted = [(behavior, cell.arrow, cell.axes) for behavior in BEHAVIORS for cell in counted()]
    assert [(each.behavior, each.arrow, each.reading) for each in EVERY] == wanted
    assert all(operator_entry(each.behavior, each.arrow, each.reading) is each for each in EVERY)
    assert operator_entry("across", "I6", {}) is operator_entry("across", "I1", {})
    with pytest.raises(KeyError, match="was not asked"):
        operator_entry("mesa", "I1", {})
    with pytest.raises(ValueError, match="I3 has no counterexample by across"):
        operator_entry("across", "I3", {}).case()


def test_how_many_cells_hold():
    found = {b: Counter(each.arrow for each in PROVED if each.behavior == b) for b in BEHAVIORS}
    assert {b: [found[b][a] for a in ARROWS] for b in BEHAVIORS} == THEOREMS
    assert not [called(each) for each in EVERY if each.status == "open"]
    assert Counter(each.behavior for each in PROVED if each.vacuous) == {"maximum_entropy": 104}


ARROWS = ("I1", "I2", "I3", "I4", "I4i", "I5", "I5a", "I5b")
THEOREMS = {
    "across": [4, 14, 5, 4, 20, 5, 4, 2],
    "agent_or_device": [0, 6, 6, 6, 16, 6, 0, 0],
    "goal_directed": [0, 0, 4, 0, 16, 4, 0, 0],
    "simplest": [0, 0, 4, 0, 16, 4, 0, 0],
    "maximum_entropy": [0, 32, 8, 32, 32, 8, 0, 0],
    "soft": [6, 12, 12, 12, 16, 12, 4, 2],
    "soft_all": [6, 24, 12, 16, 20, 12, 6, 3],
}


def test_what_holds_whatever_is_demonstrated():
    """The cells that hold for every operator need no axiom, and are all that simplest and goal-directed have."""
    for each in PROVED:
        if each.behavior in ("simplest", "goal_directed"):
            assert set(each.axioms) <= {"the agent is deterministic"}, called(each)
            for other in ("across", "agent_or_device"):
                assert operator_entry(other, each.arrow, each.reading).status == "theorem", called(each)


def test_soft_optima_are_one_so_it_makes_no_difference_which_is_meant():
    for each in EVERY:
        if each.behavior in (SOFT, SOFT_ALL) and each.reading.get("optima") == "some":
            assert operator_entry(each.behavior, each.arrow, {**each.reading, "optima": "every"}).status == each.status


def test_what_holds_over_every_set_of_objectives_holds_over_all():
    for each in PROVED:
        if each.behavior == SOFT:
            assert operator_entry(SOFT_ALL, each.arrow, each.reading).status == "theorem", called(each)


# Axioms on random worlds ----------------------------------------------------------------------------------


class Shown(Truth):
    """The axioms' vocabulary on one world, for one operator and a list of candidates, by plain enumeration."""

    def __init__(self, behavior, world, candidates, acting):
        super().__init__(world, None, [])
        self.operator, self.candidates = operator(behavior), tuple(candidates)
        self.values = {"policy": list(acting), "objective": self.candidates}

    def atom(self, name, where, values):
        if name == "candidate":
            return True
        if name == "deterministic":
            return all(len(row) == 1 for row in values[0].support)
        env = self.env[where]
        if name == "demonstrates":
            return self.operator.demonstrates([Observation(env, values[0])], values[1], self.candidates) is True
        if name == "optimal":
            return is_optimal(env, values[0], values[1])
        if name == "trivial":
            return is_trivial(env, values[0])
        if name == "inside":
            return all(a in values[1].support[s] for s, a in used(env, values[0].support))
        assert name == "indifferent"
        come = reachable(env, values[0])
        return all(len(optimal(env, values[1]).actions[s]) == len(env.actions) for s in come)


def pure(env):
    return [Policy.deterministic(c, len(env.actions)) for c in product(range(len(env.actions)), repeat=len(env.states))]


def some_world(data, actions=2):
    world = data.draw(strategies.worlds(states=data.draw(st.integers(1, 2)), actions=actions))
    zero = Objective.zero(world.training)
    more = data.draw(st.lists(strategies.objectives(world.training, on_transitions=False), max_size=4))
    return world, tuple(dict.fromkeys([zero, *more]))


def assert_axioms(behavior, world, candidates, acting):
    truth = Shown(behavior, world, candidates, acting)
    for where in PLACES:
        for axiom in axioms(behavior, where):
            assert truth.holds(axiom.formula, {}), (axiom.name, where)


@pytest.mark.parametrize("behavior", ["across", "agent_or_device"])
@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_axioms_hold_of_what_is_pursued_exactly(behavior, data):
    world, candidates = some_world(data, data.draw(st.integers(2, 3)))
    mixed = [data.draw(strategies.policies(world.training)) for _ in range(2)]
    assert_axioms(behavior, world, candidates, [*pure(world.training), *mixed])


@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_axioms_hold_of_maximum_entropy(data):
    world, candidates = some_world(data)
    soft = [
        Policy.from_array(soft_optimal(env, r).policy, rounding=10**12)
        for env in (world.training, world.deployment)
        for r in candidates
    ]
    assert_axioms("maximum_entropy", world, candidates, [*pure(world.training), *soft])


class Pretended(Shown):
    """An operator that shows what it is told to show."""

    def __init__(self, shows, *rest):
        super().__init__("across", *rest)
        self.shows = shows

    def atom(self, name, where, values):
        return self.shows(*values) if name == "demonstrates" else super().atom(name, where, values)


def test_every_axiom_says_something_of_the_operator():
    """Each is false of who shows everything, of who shows nothing, or of who shows just what does not fit."""
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    rest = (World.same(env), (Objective.zero(env), *(Objective.on(env, {("s", x): 1}) for x in "ab")))
    acting = [*pure(env), Policy.from_array([["1/2", "1/2"]])]
    pretended = [
        Pretended(shows, *rest, acting)
        for shows in (lambda *_: True, lambda *_: False, lambda policy, r: not is_optimal(env, r, policy))
    ]
    for axiom in (each for named in HARD for each in axioms(named, "training")):
        if axiom.name not in ("somebody cares", "all or none"):  # the one is about worlds; the other see below
            assert not all(truth.holds(axiom.formula, {}) for truth in pretended), axiom.name
    one = Pretended(lambda *_: _[1] == rest[1][0], *rest, acting)  # zero alone, though the other fits, too
    (all_or_none,) = (each for each in axioms("agent_or_device", "training") if each.name == "all or none")
    assert not one.holds(all_or_none.formula, {})


@given(data=st.data())
@settings(deadline=None, max_examples=25)
def test_the_agent_side_and_the_device_side_are_probabilities(data):
    """Summed over behaviours, the likelihoods of either side are 1: so a device exists at even odds."""
    world, candidates = some_world(data)
    env = world.training
    behaviours = {}
    for policy in pure(env):
        behaviours.setdefault(used(env, policy.support), policy)
    agent_or_device = operator("agent_or_device")
    total = sum(
        agent_or_device.factor([Observation(env, policy)], candidates) / len(env.actions) ** len(reachable(env, policy))
        for policy in behaviours.values()
    )
    assert total == 1


# Soft axioms ----------------------------------------------------------------------------------------------


def arrays(env):
    return transitions(env), float(env.discount)


def random_table(data, states, actions, low=-2.0, high=2.0):
    numbers = st.lists(st.floats(low, high), min_size=states * actions, max_size=states * actions)
    return np.array(data.draw(numbers)).reshape(states, actions)


def softmax(table):
    weights = np.exp(table)
    return weights / weights.sum(axis=1, keepdims=True)


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_a_policy_has_a_twin_in_every_environment(data):
    """λ log π has soft values 0 and the soft optimum π."""
    world = data.draw(strategies.worlds(states=data.draw(st.integers(1, 3)), actions=2))
    policy = softmax(random_table(data, len(world.training.states), 2))
    for env, heat in product((world.training, world.deployment), (0.5, 1.0)):
        found = soft_solution(*arrays(env)[:1], heat * np.log(policy), arrays(env)[1], heat)
        np.testing.assert_allclose(found.policy, policy, atol=1e-8)
        np.testing.assert_allclose(found.values, 0, atol=1e-8)


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_kin_mean_alike(data):
    """What π demonstrates in training has, for each policy kin to it, a counterpart with the same soft optimum."""
    world = data.draw(strategies.worlds(states=data.draw(st.integers(1, 3)), actions=2))
    training, deployment = world.training, world.deployment
    states = len(training.states)
    shown = random_table(data, states, 2)  # shown by q in training, and pursued by p in deployment: so p and q are kin
    p = soft_solution(*arrays(deployment)[:1], shown, arrays(deployment)[1])
    q = soft_solution(*arrays(training)[:1], shown, arrays(training)[1])
    x = family(training, p.policy, random_table(data, states, 1)[:, 0])
    apart = family(deployment, p.policy, p.values) - np.log(p.policy)  # a shaping in deployment
    y = x + apart
    trained, meant = (soft_solution(*arrays(training)[:1], r, arrays(training)[1]).policy for r in (y, x))
    np.testing.assert_allclose(trained, q.policy, atol=1e-8)
    np.testing.assert_allclose(meant, p.policy, atol=1e-8)
    left, right = (soft_solution(*arrays(deployment)[:1], r, arrays(deployment)[1]).policy for r in (x, y))
    np.testing.assert_allclose(left, right, atol=1e-8)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_trivial_is_what_has_the_uniform_policy_for_its_soft_optimum(data):
    env = data.draw(strategies.environments(most=3, actions=2))
    objective = data.draw(st.one_of(strategies.objectives(env), st.just(Objective.zero(env))))
    if data.draw(st.booleans()):  # a shaping of zero is trivial
        f = [data.draw(st.sampled_from([Fraction(0), Fraction(1), Fraction(-2)])) for _ in env.states]
        objective = Objective.of(env, lambda s, a: f[s] - env.discount * sum(p * f[t] for t, p in env.transition[s][a]))
    uniform = Policy.uniform(full(env), 2)
    gap = MAXIMUM_ENTROPY.gap(Observation(env, uniform), objective)
    assert (gap <= 1e-9) == is_trivial(env, objective)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_every_is_some_exactly_if_the_shapings_are_the_same(data):
    """Every objective that fits in training has one soft optimum in deployment iff I − γP have the same image."""
    world = data.draw(strategies.worlds(states=data.draw(st.integers(1, 2)), actions=2))
    training, deployment = world.training, world.deployment
    assume(all(len(reachable(env, full(env))) == len(env.states) for env in (training, deployment)))
    states = len(training.states)
    policy = softmax(random_table(data, states, 2))
    optima = []
    for values in np.vstack([np.zeros(states), np.eye(states)]):
        shown = family(training, policy, values)
        optima.append(soft_solution(*arrays(deployment)[:1], shown, arrays(deployment)[1]).policy)
    alike = all(np.allclose(each, optima[0], atol=1e-7) for each in optima)
    assert alike == (identification_rank([training, deployment]) == states)


# Theorems -------------------------------------------------------------------------------------------------


def assert_proved(cells):
    """That z3 finds each proof again from just the axioms and premises that are named."""
    pytest.importorskip("z3")
    for each in cells:
        proof = derive(each.behavior, each.cell, only=each.axioms)
        assert proof.holds, called(each)
        assert [each.cell.premise_names[k] for k in proof.premises] == list(each.needs), called(each)
        assert derive(each.behavior, each.cell, only=each.axioms, conclusion=NOTHING).holds == each.vacuous, called(
            each
        )
        assert set(each.axioms) <= {lemma.name for lemma in known(each.behavior, each.cell)}, called(each)


def test_theorems_follow_from_the_axioms_named():
    assert_proved(PROVED[::24])


@pytest.mark.slow
def test_every_theorem_follows_from_the_axioms_named():
    assert_proved(PROVED)


@pytest.mark.slow
def test_the_premises_of_a_theorem_can_hold():
    """A theorem that is not marked vacuous speaks of something; of `simplest`, see the next test."""
    for behavior in sorted(set(SCORES) - {"simplest"}):
        cells = [each.cell for each in PROVED if each.behavior == behavior]
        assert possible(behavior, cells, SIZES) == set(cells), behavior


def test_in_the_four_rooms_all_is_well_with_who_is_told_where_to_go():
    """In two states zero wins, and is trivial; here the premises of each theorem hold, whatever counts."""
    witness = operator_entry("simplest", "I2", {}).witness
    zero, pays = (0,) * 12, tuple(int(k // 3 == 2) for k in range(12))
    found = replace(witness.found, choices=(0, 0, 0, 0), base=pays, judge=0, candidates=(zero, pays))
    for each in [each for each in PROVED if each.behavior == "simplest"][::3]:
        case = replace(witness, found=found).case(each.arrow)
        assert case.arrow(each.arrow, each.as_reading()).state == "carried", called(each)


# Counterexamples ------------------------------------------------------------------------------------------


def assert_broken(cells):
    """That the world of each cell breaks its arrow, as a case."""
    for each in cells:
        broken = breaks_over_all if each.behavior == SOFT_ALL else type(each.witness).breaks
        assert broken(each.witness, each.cell), called(each)
        assert each.case().story, called(each)


def test_counterexamples_break_their_arrows():
    assert_broken(REFUTED[::16])


@pytest.mark.slow
def test_every_counterexample_breaks_its_arrow():
    assert_broken(REFUTED)


def test_no_counterexample_of_one_cell_breaks_a_theorem():
    """Prover and search agree: what refutes some cell refutes no proved one."""
    for behavior in BEHAVIORS:
        witnesses = list(dict.fromkeys(each.witness for each in REFUTED if each.behavior == behavior))
        broken = breaks_over_all if behavior == SOFT_ALL else Witness.breaks
        for each in [each for each in PROVED if each.behavior == behavior][::12]:
            assert not any(broken(witness, each.cell) for witness in witnesses[:6]), called(each)


def test_a_table_of_what_is_demonstrated_says_what_the_operator_says():
    """The search's tables, list by list, against the operators themselves."""
    where = worlds(2, 2, False)[60]
    env = environment_of(where[0])
    for behavior in SCORES:
        reader = _tabulated(behavior, where).reader
        pays = [objective_of(env, r) for r in kinds(*where)]
        for base, mesa, more in product(range(0, len(pays), 9), repeat=3):
            listed = tuple(dict.fromkeys((pays[0], pays[base], pays[mesa], pays[more])))
            for aim, r in zip(reader.candidates, (pays[0], pays[base], pays[mesa], pays[more]), strict=True):
                sets = np.broadcast_to(aim.optimal["shown in training"], (len(pays), len(pays), 1, len(pays)))
                bits = int(sets[base, mesa, 0, more])
                for k, choices in enumerate(policies(2, 2)):
                    seen = [Observation(env, Policy.deterministic(choices, 2))]
                    assert operator(behavior).demonstrates(seen, r, listed) == bool(bits >> k & 1), (behavior, choices)


def test_with_an_indicator_on_the_list_across_is_feasible():
    """Over all objectives, or over a list with the agent's indicator, the misfits are gone."""
    for where in worlds(2, 2, False)[::25]:
        env = environment_of(where[0])
        everything = tuple(objective_of(env, r) for r in grid(2, 2))
        for choices in policies(2, 2):
            seen = [Observation(env, Policy.deterministic(choices, 2))]
            own = Objective.of(env, lambda s, a, c=choices: int(c[s] == a))
            for listed in (everything, (everything[0], own, *everything[::9])):
                for r in listed:
                    fits = operator("feasible").demonstrates(seen, r, listed)
                    assert operator("across").demonstrates(seen, r, listed) == fits


# The soft reading -----------------------------------------------------------------------------------------


def test_the_flawless_agent_carries_every_soft_theorem():
    """Who softly wants what it was trained for, where nothing is bad, is aligned in every sense."""
    from toymodel import Agent, Case, Judge

    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    base = Objective.on(env, {("s", "a"): 1}, "base")
    agent = Agent("the agent", Policy.from_array(soft_optimal(env, base).policy, rounding=10**12))
    case = Case("flawless", "", World.same(env), (agent,), base, Judge.of([]), (Objective.zero(env), base))
    for each in PROVED:
        if each.behavior == SOFT and each.arrow != "I1":
            assert state(case, each.cell, 0.0) == "carried", called(each)


def test_soft_policies_are_clearly_equal_or_clearly_apart():
    from toymodel_atlas.soft import soft_world

    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    places = {"training": env, "deployment": env}
    zero, a_bit = Objective.zero(env), Objective.on(env, {("s", "a"): "1/1000000"})
    with pytest.raises(ValueError, match="neither equal nor clearly different"):
        soft_world(places, [zero, a_bit], [], np.array([[0.5, 0.5]]))
    lost = Environment.build({"s": "s", "t": "t"}, start="s", discount="1/2", actions=["a", "b"])
    with pytest.raises(ValueError, match="not reached"):
        soft_world({"training": lost, "deployment": lost}, [Objective.zero(lost)], [], np.full((2, 2), 0.5))


def test_badness_of_soft_policies_stays_clear_of_the_share():
    """No verdict hangs on a rounding error: of every witness all shares of time are well apart from δ."""
    for witness in SOFTLY:
        soft, _, _ = soft_world_of(witness.case("I5"))
        assert min(abs(x - float(witness.share)) for x in soft.badness if float(witness.share) < 1 or x < 1) > 0.01


def test_witnesses_are_written_as_they_are_read():
    from toymodel_atlas.operators import _witness

    for witness in dict.fromkeys(each.witness for each in REFUTED):
        assert _witness(written(witness)) == witness
