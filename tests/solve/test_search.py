"""`find_policy` against brute force over policies or supports."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel.large.branching import policies
from toymodel.solve import BUDGET, Undecided, find_policy, full, occupancy, without
from toymodel.worlds import AllowedActions, Environment, Policy

from .. import strategies
from . import draws, oracles
from .oracles import Constraint

STAY_OR_GO = {"s": {"stay": "s", "go": "t"}, "t": "t"}


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[Constraint], list[Constraint]]:
    """Constraints over one to three environments that share states and actions."""
    first = draw(strategies.environments(most=3))
    stage = [first, *draw(st.lists(draws.beside(first), max_size=2))]
    constraint = st.sampled_from(stage).flatmap(lambda env: st.tuples(st.just(env), draws.masks(env)))
    must, must_not = draw(st.lists(constraint, max_size=2)), draw(st.lists(constraint, max_size=3))
    return (must, must_not) if must or must_not else ([(first, full(first))], [])


def whim(must: list[Constraint], must_not: list[Constraint], bits: int) -> Callable[[AllowedActions], bool]:
    """A whim that depends on nothing but what is used in the environments that are named."""
    named = [env for env, _ in (*must, *must_not)]

    def accept(support: AllowedActions) -> bool:
        return sum(5 * s + 2 * a for env in named for s, a in oracles.visited(env, support)) % 3 == bits

    return accept


@pytest.mark.parametrize("stochastic", [False, True])
@pytest.mark.parametrize("picky", [False, True])
@given(question=questions(), bits=st.integers(0, 2))
def test_against_brute_force(stochastic, picky, question, bits):
    accept = whim(*question, bits) if picky else None
    found = find_policy(*question, stochastic=stochastic)
    if accept is not None:  # every policy is gone through until one will do
        found = next(filter(accept, policies(*question, stochastic=stochastic)), None)
    assert (found is not None) == oracles.exists(*question, stochastic=stochastic, accept=accept)
    if found is not None:
        assert oracles.meets(found, *question)
        assert all(found)
        assert accept is None or accept(found)
        assert stochastic or all(len(row) == 1 for row in found)


@given(question=questions(), budget=st.integers(0, 6), stochastic=st.booleans())
def test_a_small_budget_never_answers_wrongly(question, budget, stochastic):
    try:
        found = find_policy(*question, budget=budget, stochastic=stochastic)
    except Undecided:
        return
    assert (found is not None) == (find_policy(*question, stochastic=stochastic) is not None)


@given(st.data())
def test_one_environment_needs_no_budget(data):
    env = data.draw(strategies.environments(most=3))
    mask, allowed = data.draw(draws.masks(env, empty=False)), data.draw(draws.masks(env))
    chosen = list(oracles.inside(mask))
    some = any(oracles.within(env, x, allowed) for x in chosen)
    every = all(oracles.within(env, x, allowed) for x in chosen)
    assert (find_policy([(env, mask), (env, allowed)], budget=0) is not None) == some
    assert (find_policy([(env, mask)], [(env, allowed)], budget=0) is None) == every


def test_undecided_past_the_budget():
    """Optimal in one environment and judged in another: the search has to branch, and one node is too few."""
    env = Environment.build(STAY_OR_GO, start="s", discount="1/2")
    other = Environment.build(STAY_OR_GO, start="t", discount="1/2", actions=["stay", "go"])
    question = [(env, full(env))], [(other, without(other, [(1, 1)]))]
    with pytest.raises(Undecided, match="ran out of nodes"):
        find_policy(*question, budget=1)
    assert find_policy(*question, budget=BUDGET) is not None


def test_mixing_can_leave_two_masks_at_once():
    """Neither staying nor going shows both; a mixture does."""
    env = Environment.build({"s": {"stay": "s", "go": "s"}}, start="s", discount="1/2")
    only_stay, only_go = without(env, [(0, 1)]), without(env, [(0, 0)])
    question = [(env, full(env))], [(env, only_stay), (env, only_go)]
    assert find_policy(*question) is None
    assert find_policy(*question, stochastic=True) == (frozenset({0, 1}),)


@pytest.mark.parametrize(("detour", "possible"), [("fork", False), ("wait", True)])
def test_a_mixture_is_kept_whole_or_not_at_all(detour, possible):
    """One environment asks for a mixture at the fork; the other allows half of it, and may have to go there."""
    ways = {"fork": {"left": "fork", "right": "fork"}, "wait": {"left": "fork", "right": detour}}
    here, there = (Environment.build(ways, start=start, discount="1/2") for start in ways)
    both_used = [(here, without(here, [(0, 0)])), (here, without(here, [(0, 1)]))]
    found = find_policy([(there, without(there, [(0, 1)]))], both_used, stochastic=True)
    assert (found == (frozenset({0, 1}), frozenset({1}))) is possible
    assert (found is None) is not possible


def test_a_search_needs_an_environment():
    with pytest.raises(ValueError, match="needs an environment"):
        find_policy([])


def test_equal_environments_are_one():
    """A copy under another name adds no second environment to couple."""
    env, twin = (Environment.build(STAY_OR_GO, start="s", discount="1/2", name=name) for name in ("a", "b"))
    assert find_policy([(env, without(env, [(0, 0)])), (twin, without(twin, [(0, 1)]))]) is None


def test_a_condition_on_the_policy():
    """Whoever goes through all policies may weigh what each does: here, reach t at once."""
    env = Environment.build(STAY_OR_GO, start="s", discount="1/2")

    def spends_half_in_t(support: AllowedActions) -> bool:
        return sum(occupancy(env, Policy.uniform(support, 2))[1]) >= Fraction(1, 2)

    found = filter(spends_half_in_t, policies([(env, full(env))]))
    assert {support[0] for support in found} == {frozenset({1})}
    assert not any(map(spends_half_in_t, policies([(env, without(env, [(0, 1)]))])))


def ring(states: int, start: int) -> Environment:
    """Round and round, or stay."""
    rows = tuple((((((s + 1) % states), Fraction(1)),), ((s, Fraction(1)),)) for s in range(states))
    return Environment(
        tuple(f"s{s}" for s in range(states)), ("go", "stay"), rows, ((start, Fraction(1)),), Fraction("0.9")
    )


@pytest.mark.parametrize("states", [1_200, 50_000])
def test_a_large_ring_is_searched_without_recursion(states):
    """Two environments, coupled: who stays anywhere never comes to the last state of the first."""
    here, there = ring(states, 0), ring(states, states // 2)
    never_last = without(here, [(states - 1, 1)])
    found = find_policy([(here, full(here)), (there, full(there))], [(here, never_last)], budget=2 * states)
    assert found == (*((frozenset({0}),) * (states - 1)), frozenset({1}))
    assert find_policy([(here, without(here, [(5, 0)])), (there, full(there))], [(here, never_last)]) is None


def test_going_back_leaves_nothing_behind():
    """Every way of using a ring from both sides is found once, whatever was tried before."""
    here, there = ring(4, 0), ring(4, 2)
    found = list(policies([(here, full(here)), (there, full(there))]))
    ways = [[oracles.visited(env, rows) for env in (here, there)] for rows in found]
    assert len(ways) == len({str(way) for way in ways})
    every = product([frozenset({0}), frozenset({1})], repeat=4)
    assert {str(way) for way in ways} == {str([oracles.visited(env, rows) for env in (here, there)]) for rows in every}
