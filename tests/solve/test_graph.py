"""Reachability, masks and the viability kernel against enumeration."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel.solve import (
    full,
    meet,
    path_out,
    reachable,
    starts_inside,
    stays_inside,
    support_of,
    used,
    viability_kernel,
    without,
)
from toymodel.worlds import AllowedActions, Environment, Policy

from .. import strategies
from . import draws, oracles


def keeps(env: Environment, mask: AllowedActions, s: int, a: int) -> bool:
    """Whether an action leads only to states where the mask leaves something to do."""
    return all(mask[t] for t, _ in env.transition[s][a])


@given(st.data())
def test_used_of_a_mask_is_the_union_over_its_policies(data):
    env = data.draw(strategies.environments(most=3))
    mask = data.draw(draws.masks(env, empty=False))
    pairs = frozenset().union(*(oracles.visited(env, x) for x in oracles.inside(mask)))
    assert used(env, mask) == pairs
    assert reachable(env, mask) == {s for s, _ in pairs}


@given(st.data())
def test_used_of_a_policy_is_what_its_support_visits(data):
    env = data.draw(strategies.environments())
    policy = data.draw(strategies.policies(env))
    assert used(env, policy) == used(env, support_of(policy)) == oracles.visited(env, policy.support)


@given(st.data())
def test_every_policy_of_a_mask_stays_inside(data):
    env = data.draw(strategies.environments(most=3))
    mask, allowed = data.draw(draws.masks(env, empty=False)), data.draw(draws.masks(env))
    everyone = all(oracles.within(env, x, allowed) for x in oracles.inside(mask))
    assert stays_inside(env, mask, allowed) == everyone
    assert (path_out(env, mask, allowed) is None) == everyone


@given(st.data())
def test_some_policy_stays_inside_from_where_the_kernel_is_alive(data):
    env = data.draw(strategies.environments(most=3))
    mask = data.draw(draws.masks(env))
    kernel = viability_kernel(env, mask)
    assert starts_inside(env, kernel) == oracles.exists([(env, mask)])


@given(st.data())
def test_the_kernel_is_the_greatest_fixed_point(data):
    """It keeps itself; and so does no set that has anything more (the union of all that do is the kernel)."""
    env = data.draw(strategies.environments(most=2))
    mask = data.draw(draws.masks(env))
    kernel = viability_kernel(env, mask)
    assert all(row <= allowed for row, allowed in zip(kernel, mask, strict=True))
    options = [(s, a) for s, row in enumerate(mask) for a in row]
    stable = [
        part
        for part in (
            tuple(frozenset(a for t, a in chosen if t == s) for s in range(len(mask)))
            for chosen in chain.from_iterable(combinations(options, k) for k in range(len(options) + 1))
        )
        if all(keeps(env, part, s, a) for s, row in enumerate(part) for a in row)
    ]
    assert kernel == tuple(frozenset().union(*rows) for rows in zip(*stable, strict=True))
    assert viability_kernel(env, kernel) == kernel


@given(st.data())
def test_a_path_out_can_be_followed(data):
    env = data.draw(strategies.environments())
    mask, allowed = data.draw(draws.masks(env, empty=False)), data.draw(draws.masks(env))
    choices = path_out(env, mask, allowed)
    if choices is None:
        return
    assert all(a in mask[s] for s, a in choices.items())
    follows = tuple(frozenset({choices.get(s, min(row))}) for s, row in enumerate(mask))
    assert not oracles.within(env, follows, allowed)


def test_a_path_out_is_a_shortest_one():
    """From a both moves lead on; only the second one reaches d, where nothing is allowed, in two steps."""
    env = Environment.build(
        {"a": {"wait": "b", "on": "c"}, "b": "c", "c": {"wait": "a", "on": "d"}, "d": "d"}, start="a", discount="1/2"
    )
    anything = full(env)
    assert path_out(env, anything, (*anything[:3], frozenset())) == {0: 1, 2: 1, 3: 0}
    assert path_out(env, anything, anything) is None


def test_death_spreads_backwards():
    """Where the last state is dead, so is every state that cannot but walk there; a state that can wait is not."""
    env = Environment.build({"a": {"on": "b", "wait": "a"}, "b": "c", "c": "d", "d": "d"}, start="a", discount="1/2")
    both, none = frozenset({0, 1}), frozenset[int]()
    assert viability_kernel(env, (both, both, both, none)) == (frozenset({1}), none, none, none)
    assert viability_kernel(env, (frozenset({0}), both, both, none)) == (none,) * 4


def test_masks():
    env = Environment.build({"s": "s", "t": "t"}, start="s", discount="1/2", actions=["a", "b"])
    assert full(env) == (frozenset({0, 1}),) * 2
    assert without(env, [(0, 1), (1, 0), (1, 1)]) == (frozenset({0}), frozenset())
    assert meet(full(env), without(env, [(0, 0)])) == without(env, [(0, 0)])
    assert support_of(Policy.uniform(full(env), 2)) == full(env)


@pytest.mark.parametrize(("start", "alive"), [("s", True), ("t", False), ({"s": "1/2", "t": "1/2"}, False)])
def test_every_initial_state_must_be_alive(start, alive):
    env = Environment.build({"s": "s", "t": "t"}, start=start, discount="1/2", actions=["a"])
    assert starts_inside(env, (frozenset({0}), frozenset())) is alive
