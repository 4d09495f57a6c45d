"""Every lemma is true in every world tried: the atlas stands on nothing else."""

from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Environment, Judge, Objective, World
from toymodel.logic import And, Atom, Implies, Not, Or, Quantifier, free
from toymodel.solve import bad_pairs, offers_choice, optimal, used
from toymodel_atlas.everywhere import stand_ins
from toymodel_atlas.lemmas import lemmas, needs_choice

from .. import strategies

PLACES = ("training", "deployment")


def supports(env):
    """Every support of a policy: a policy matters here only by what it may do."""
    rows = (
        [frozenset(c) for c in chain.from_iterable(combinations(sorted(here), k) for k in range(1, len(here) + 1))]
        or [frozenset[int]()]
        for here in env.available
    )
    return list(product(*rows))


def objectives(env, extra):
    """Zero, the indicator of every support, a penalty for every pair, and a few more."""
    zero = Objective.zero(env)
    indicators = [Objective.of(env, lambda s, a, m=mask: int(a in m[s])) for mask in supports(env)]
    penalties = [Objective.of(env, lambda s, a, pair=pair: -int((s, a) == pair)) for pair in env.pairs]
    return list(dict.fromkeys([zero, *indicators, *penalties, *extra]))


class Truth:
    """The lemmas' vocabulary on one world, by plain enumeration."""

    def __init__(self, world, judge, extra):
        self.env = {"training": world.training, "deployment": world.deployment}
        self.judge = judge
        self.values = {"policy": supports(world.training), "objective": objectives(world.training, extra)}

    def atom(self, name, where, values):
        if name == "deterministic":
            return all(len(row) <= 1 for row in values[0])
        env = self.env[where]
        if name == "optimal":
            best = optimal(env, values[0]).actions
            return all(a in best[s] for s, a in used(env, values[1]))
        if name == "safe":
            return not used(env, values[0]) & self.bad_pairs(env)
        assert name == "inside"
        return all(a in values[1][s] for s, a in used(env, values[0]))

    def bad_pairs(self, env):
        return bad_pairs(env, self.judge)

    def holds(self, formula, known):
        match formula:
            case Atom(symbol, args):
                return self.atom(symbol.name, symbol.where, tuple(known[a] for a in args))
            case Not(part):
                return not self.holds(part, known)
            case And(parts):
                return all(self.holds(part, known) for part in parts)
            case Or(parts):
                return any(self.holds(part, known) for part in parts)
            case Implies(premise, conclusion):
                return not self.holds(premise, known) or self.holds(conclusion, known)
            case Quantifier(kind=kind, var=var, guard=guard, body=body):
                among = ({**known, var: x} for x in self.values[var.sort] if self.holds(guard, {**known, var: x}))
                return (all if kind == "every" else any)(self.holds(body, inside) for inside in among)
        raise AssertionError(formula)

    def holds_of_all(self, formula):
        """Whether a formula holds whoever the agent is, and whatever the base objective."""
        open_ones = sorted(free(formula), key=lambda var: var.name)
        choices = product(*(self.values[var.sort] for var in open_ones))
        return all(self.holds(formula, dict(zip(open_ones, chosen, strict=True))) for chosen in choices)


def universal(name, closed=False):
    """Lemmas about the agent are assumptions, and some are about agents that replan.

    The nudges add to an objective, so they ask for objectives that are closed under that.
    """
    assumed = ("the agent is deterministic", "policies combine", "as when deployed", "as when trained")
    return name not in assumed and (closed or "nudge" not in name)


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_every_lemma_holds(data):
    world = data.draw(strategies.worlds(states=data.draw(st.integers(1, 2)), actions=2))
    judge = data.draw(strategies.listed_judges(world.training))
    extra = [data.draw(strategies.objectives(world.training)) for _ in range(2)]
    truth = Truth(world, judge, extra)
    for sure, one_policy in product((True, False), repeat=2):
        for lemma in lemmas(PLACES, observed=PLACES, deterministic_agent=sure, one_policy=one_policy):
            if universal(lemma.name):
                assert truth.holds_of_all(lemma.formula), lemma.name


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_where_actions_depend_on_the_state_two_lemmas_ask_for_a_choice(data):
    """All lemmas hold of episodes, at γ = 1 too, but two: some state that is reached has to offer two actions."""
    world = data.draw(strategies.episodic_worlds(3).filter(lambda w: len(w.training.pairs) <= 4))
    judge = data.draw(strategies.listed_judges(world.training))
    truth = Truth(world, judge, [])
    truth.values["objective"] = list(stand_ins(world))  # which decide over all objectives
    for lemma in lemmas(PLACES, observed=PLACES, deterministic_agent=True, one_policy=True):
        if lemma.name == "spare pair":
            assert truth.holds_of_all(lemma.formula) or not offers_choice(world.training), lemma.name
        elif needs_choice([lemma.name]):
            where = lemma.name.split()[-1]
            assert truth.holds_of_all(lemma.formula) == offers_choice(getattr(world, where)), lemma.name
        elif universal(lemma.name):
            assert truth.holds_of_all(lemma.formula), lemma.name


def test_spare_pairs_ask_for_a_choice_in_training():
    """A cell without a choice in training, a hall with one in deployment."""
    moves = {"hall": {"left": "end", "right": "end"}, "cell": {"right": "end"}, "end": None}
    deployment = Environment.build(moves, start="hall", discount=1, only_listed=True)
    training = Environment.build(moves, start="cell", discount=1, only_listed=True)
    truth = Truth(World(training, deployment), Judge.of([]), [])
    truth.values["objective"] = list(stand_ins(World(training, deployment)))
    listed = lemmas(PLACES, observed=PLACES, deterministic_agent=True, one_policy=True)
    (lemma,) = (each for each in listed if each.name == "spare pair")
    assert not truth.holds_of_all(lemma.formula)
    assert needs_choice([lemma.name])


def test_a_single_action_would_break_the_lemma_of_another_policy():
    env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a"])
    truth = Truth(World.same(env), Judge.of([]), [])
    broken = [
        lemma.name
        for lemma in lemmas(PLACES, observed=("training",), deterministic_agent=False, one_policy=True)
        if "nudge" not in lemma.name and not truth.holds(lemma.formula, {})
    ]
    assert broken == ["another policy in training"]


@pytest.mark.parametrize("one_policy", [True, False])
def test_every_lemma_says_why(one_policy):
    found = lemmas(PLACES, observed=PLACES, deterministic_agent=True, one_policy=one_policy)
    assert len({lemma.name for lemma in found}) == len(found)
    assert all(lemma.because for lemma in found)
