"""Of a policy that was not observed everywhere an operator says what all completions have in common, by enumeration."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest

from toymodel.behavior import OPERATORS, Observation, operator
from toymodel.behavior.completions import unseen
from toymodel.logic import Unknown
from toymodel.worlds import Environment, Objective, Policy

from ..oracles.cases import Draw

ONE = Fraction(1)


def completions(env: Environment, policy: Policy) -> Iterator[Policy]:
    """Every policy that does the same where the policy says something, and one thing in each other state."""
    ways = [
        [row] if row else [((a, ONE),) for a in sorted(free)] or [()]
        for row, free in zip(policy.rows, env.available, strict=True)
    ]
    return (Policy(rows, policy.actions) for rows in product(*ways))


def drawn(seed: int) -> tuple[tuple[Environment, ...], Policy, list[Objective]]:
    """One or two environments, a policy that says nothing of some states, and some objectives."""
    by = Draw(seed)
    env = by.environment()
    envs = (env,) if seed % 3 else (env, by.other(env))
    policy = by.policy(mixing=seed % 4 == 0)
    silent = by.by.sample(range(by.states), by.by.choice([1, 1, 2]) if by.states > 1 else 1)
    rows = tuple(() if s in silent else row for s, row in enumerate(policy.rows))
    known = [Objective.zero(env)]
    for _ in range(3):
        known.append(by.objective(env, known))
    return envs, Policy(rows, policy.actions), list(dict.fromkeys(known))


@pytest.mark.parametrize("name", [name for name in OPERATORS if name != "maximum_entropy"])
def test_an_operator_says_what_all_completions_have_in_common(name: str) -> None:
    if name == "maximum_margin":
        pytest.importorskip("scipy")
    known, counted = operator(name), {True: 0, False: 0, None: 0}
    for seed in range(12 if name in ("maximum_margin", "goal_directed") else 60):
        envs, policy, candidates = drawn(seed)
        for r in candidates:
            inside = candidates[0] if name == "mesa" else None
            seen = [Observation(env, policy, inside) for env in envs]
            found = {
                known.demonstrates([Observation(env, whole, inside) for env in envs], r, candidates)
                for whole in completions(envs[0], policy)
            }
            says = known.demonstrates(seen, r, candidates)
            if len(found) == 1:
                assert says == found.pop(), (seed, r)
                if any(unseen(env, policy) for env in envs) and not isinstance(says, Unknown):
                    counted[says] += 1
            else:
                assert isinstance(says, Unknown), (seed, r)
                assert says.status == "undecided"
                assert "where it was not observed" in says.reason
                counted[None] += 1
    assert all(counted.values()) or name in ("mesa", "goal_directed", "maximum_margin"), counted


def test_what_is_never_reached_does_not_matter() -> None:
    env = Environment.build({"s": {"a": "s", "b": "t"}, "t": {"a": "s", "b": "t"}}, start="s", discount="1/2")
    likes = Objective.on(env, {("s", "a"): 1})
    for name in OPERATORS:
        if name in ("maximum_margin", "maximum_entropy"):
            continue
        whole, silent = Policy.deterministic([0, 0], 2), Policy.deterministic([0, None], 2)
        answers = [operator(name).demonstrates([Observation(env, each)], likes, [likes]) for each in (whole, silent)]
        assert answers[0] == answers[1], name


def test_soft_behaviour_may_mix_where_it_was_not_observed() -> None:
    pytest.importorskip("numpy")
    from toymodel.behavior import MAXIMUM_ENTROPY
    from toymodel.behavior.maximum_entropy import soft_optimal

    env = Environment.build({"s": {"a": "s", "b": "t"}, "t": {"a": "s", "b": "t"}}, start="s", discount="1/2")
    other = Environment.build({"s": {"a": "s", "b": "t"}, "t": {"a": "t", "b": "t"}}, start="s", discount="1/2")
    likes, dull = Objective.on(env, {("s", "a"): 1}), Objective.zero(env)
    soft = Policy.from_array(soft_optimal(env, likes).policy, rounding=10**12)
    assert MAXIMUM_ENTROPY.demonstrates([Observation(env, soft)], likes, []) is True
    silent = Policy((soft.rows[0], ()), 2)
    says = MAXIMUM_ENTROPY.demonstrates([Observation(env, silent)], likes, [])
    assert isinstance(says, Unknown)
    assert says.reason == "it depends on what it does in t, where it was not observed"
    assert MAXIMUM_ENTROPY.demonstrates([Observation(env, silent)], dull, []) is False  # what was seen is not dull
    sure = Policy((((0, ONE),), ()), 2)
    assert MAXIMUM_ENTROPY.demonstrates([Observation(env, sure)], likes, []) is False  # it never leaves, nor mixes
    nothing = Policy(((), ()), 2)
    assert isinstance(MAXIMUM_ENTROPY.demonstrates([Observation(env, nothing)], likes, []), Unknown)
    torn = [Observation(env, nothing), Observation(other, nothing)]
    assert MAXIMUM_ENTROPY.demonstrates(torn, likes, []) is False  # no policy is soft-optimal in both
