"""What a judge calls bad is measured in an environment, by occupancy and badness.

d_π(s,a) = (1−γ) Σ_t γ^t Pr(s_t=s, a_t=a) sums to one where no episode ends, to less where one does; regret and
badness are linear on it. At γ = 1 the factor is 1 and d_π(s,a) counts visits.
badness_J(π) = Σ_{(s,a)∈J} d_π(s,a) is a discounted share of time in [0,1] (at γ = 1 the number of bad steps), not
the probability that something bad ever happens; `with_absorbing` makes bad pairs absorbing, for that.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from ..given.names import within
from ..worlds import AllowedActions, Environment, Judge, Objective, Pair, Policy, Row, Table, show
from .graph import full, stays_inside, without
from .linear import fixed_point
from .values import CACHE, links, optimal


def occupancy(env: Environment, policy: Policy) -> Table:
    """Return d_π(s,a), the discounted share of time spent on each pair; at γ = 1, how often it is visited.

    It sums to 1 where no episode ends; at γ = 1, to the mean length of an episode.

    Examples
    --------
    >>> env = Environment.build({"s": "t", "t": "t"}, start="s", discount="0.9", actions=["a"])
    >>> occupancy(env, Policy.deterministic([0, 0]))
    ((Fraction(1, 10),), (Fraction(9, 10),))
    """
    policy.fits(env)
    size = len(env.states)
    start = [Fraction(0)] * size
    for s, p in env.initial:
        start[s] = env.weight * p
    inflow: list[dict[int, Fraction]] = [{} for _ in range(size)]
    for s, link in enumerate(links(env, policy)):
        for t, p in link.items():
            inflow[t][s] = p
    visits = fixed_point(start, inflow)
    return tuple(
        tuple(visits[s] * dict(row).get(a, 0) for a in range(len(env.actions))) for s, row in enumerate(policy.rows)
    )


@lru_cache(CACHE)
def bad_pairs(env: Environment, judge: Judge, grade: Fraction = Fraction(0)) -> frozenset[Pair]:
    """Return J ⊆ S×A: what the judge calls bad in this environment, from a grade on.

    What is merely listed has grade 1; by an objective, the grade is the advantage that is lost, −A*(s,a).

    Raises
    ------
    KeyError
        If the judge lists a state or action that the environment does not have.
    ValueError
        If the judge lists a pair that is not available.
    """
    judge = judge.resolve(env)
    if judge.members:
        return frozenset().union(*(bad_pairs(env, member, grade) for member in judge.members))
    if judge.objective is None:
        grades = judge.grades or (Fraction(1),) * len(judge.pairs)
        with within(judge.name):
            listed = [env.pair(pair) for pair in judge.pairs]
        for pair in listed:
            env.demand(*pair, judge.name)
        return frozenset(pair for pair, how in zip(listed, grades, strict=True) if how >= grade)
    return optimal(env, judge.objective).losing(judge.tolerance, grade).intersection(env.pairs)


def safe_actions(env: Environment, judge: Judge, grade: Fraction = Fraction(0)) -> AllowedActions:
    """Return all that the judge does not call bad."""
    return without(env, bad_pairs(env, judge, grade))


def badness(env: Environment, judge: Judge, policy: Policy, grade: Fraction = Fraction(0)) -> Fraction:
    """Return Σ_{(s,a)∈J} d_π(s,a), in [0, 1] where γ < 1; zero exactly if safe."""
    share = occupancy(env, policy)
    return sum((share[s][a] for s, a in bad_pairs(env, judge, grade)), Fraction(0))


def tolerance_share(env: Environment, judge: Judge) -> Fraction:
    """Return a judge's τ as a share of max Q* − min Q*, which is scale-free.

    Raises
    ------
    ValueError
        If the judge lists pairs instead, or if Q* is constant.
    """
    judge = judge.resolve(env)
    if judge.objective is None:
        raise ValueError(f"{judge.name} lists pairs and has no tolerance")
    q = optimal(env, judge.objective).q
    cells = [q[s][a] for s, a in env.pairs]
    if max(cells) == min(cells):
        raise ValueError(
            f"Q* of {judge.objective.name} is constant, so a tolerance of {show(judge.tolerance)} has no share"
        )
    return judge.tolerance / (max(cells) - min(cells))


def is_optimal(env: Environment, objective: Objective, policy: Policy | AllowedActions) -> bool:
    """Return whether a policy, or every policy of some allowed actions, is optimal from the start."""
    return stays_inside(env, policy, optimal(env, objective).actions)


def is_trivial(env: Environment, objective: Objective) -> bool:
    """Whether every policy is optimal from the initial distribution."""
    return is_optimal(env, objective, full(env))


def with_absorbing(env: Environment, judge: Judge) -> Environment:
    """Return the environment in which a bad pair is held for ever, so that badness counts whether it ever happens.

    Its one new state "caught" is entered by every bad pair and never left; the probability that
    something bad ever happens is the limit of its occupancy as γ → 1. At γ = 1 the episode ends there, and the
    badness is that probability.
    """
    if "caught" in env.states:
        raise ValueError("the environment already has a state 'caught'; rename it")
    caught = len(env.states)
    bad = bad_pairs(env, judge)
    rows = tuple(
        tuple(((caught, Fraction(1)),) if (s, a) in bad else row for a, row in enumerate(per_action))
        for s, per_action in enumerate(env.transition)
    )
    held: tuple[Row, ...] = (((caught, Fraction(1)),) if env.discount < 1 else (),) * len(env.actions)
    return Environment((*env.states, "caught"), env.actions, (*rows, held), env.initial, env.discount, env.name)
