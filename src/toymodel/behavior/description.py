"""A grammar says how many bits an objective, a belief or a policy takes: it is behind the simplicity priors.

One small prefix code, so that 2^−bits is a prior (it sums to at most one). A number n ≥ 1 takes
2⌊log2 n⌋ + 1 bits (Elias's γ code), a choice among n takes ⌈log2 n⌉, and lists end with one bit::

    objective ::= (1 line)* 0                R is the sum of its lines; none is the zero objective
    line      ::= 0 state number | 1 state action number
    number    ::= sign numerator denominator       (not zero)
    belief    ::= (1 state action row)* 0          the truth, with some rows rewritten
    row       ::= 0 state | 1 (1 state numerator denominator)* 0
    policy    ::= action (1 state action)* 0       one action, with exceptions; no word where there is no choice

Sources: Armstrong & Mindermann 2018 and Kosoy 2020 use Kolmogorov complexity, which no program
computes and which is defined up to a constant that is larger than everything in worlds this
small. So every number here is a fact about this grammar, and that of an objective one about a
normal form (`objective_bits`), which need not be its shortest description; what the tests rely on is that R and −R
take equally many bits (as for any language in which a sign is a letter).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from ..solve import reachable
from ..solve.values import CACHE
from ..worlds import AllowedActions, Environment, Objective, Row
from .observation import Observation


def count_bits(number: int) -> int:
    """Return the bits of a whole number n ≥ 1: 2⌊log2 n⌋ + 1."""
    return 2 * number.bit_length() - 1


def choice_bits(options: int) -> int:
    """Return the bits of one of so many: ⌈log2 n⌉."""
    return (options - 1).bit_length()


def number_bits(value: Fraction) -> int:
    """Return the bits of a number that is not zero: its sign, its numerator, its denominator."""
    return 1 + count_bits(abs(value.numerator)) + count_bits(value.denominator)


@lru_cache(CACHE)
def objective_bits(env: Environment, objective: Objective) -> int:
    """Return the bits of an objective, by its mean payments R(s,a), written in a normal form.

    The normal form has at most one line for each state, which pays what some action earns there,
    and one for each pair whose action earns something else; of these the shortest is counted. Sums
    of more lines may be shorter in the grammar, as 1 and 3/1000000 are than 1000003/1000000.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> pays = [{}, {"t": 1}, {"t": -1}, {("s", "go"): 1}, {"t": "-1/2"}]
    >>> [objective_bits(env, Objective.on(env, paid)) for paid in pays]
    [1, 7, 7, 8, 9]
    """
    line = 2 + choice_bits(len(env.states))
    pair = line + choice_bits(len(env.actions))

    def row_bits(row: Sequence[Fraction], usual: Fraction) -> int:
        whole = line + number_bits(usual) if usual else 0
        return whole + sum(pair + number_bits(x - usual) for x in row if x != usual)

    rows = zip(objective.mean(env), env.available, strict=True)
    listed = ([row[a] for a in sorted(here)] for row, here in rows)
    return 1 + sum(min(row_bits(row, usual) for usual in (Fraction(0), *row)) for row in listed)


def row_bits(row: Row, states: int) -> int:
    """Return the bits of where an action leads."""
    if len(row) == 1:
        return 1 + choice_bits(states)
    return 2 + sum(1 + choice_bits(states) + count_bits(p.numerator) + count_bits(p.denominator) for _, p in row)


def belief_bits(env: Environment, believed: Environment) -> int:
    """Return the bits of a belief, given the truth: one, and those of every row that differs.

    Raises
    ------
    ValueError
        If the two start differently; the grammar rewrites rows only.
    """
    if env.initial != believed.initial:
        raise ValueError("the belief starts elsewhere than the truth; the grammar only rewrites where actions lead")
    states = len(env.states)
    pair = 1 + choice_bits(states) + choice_bits(len(env.actions))
    return 1 + sum(
        pair + row_bits(believed.transition[s][a], states)
        for s, a in env.pairs
        if believed.transition[s][a] != env.transition[s][a]
    )


def policy_bits(exceptions: int, states: int, actions: int) -> int:
    """Return the bits of a policy that plays one action with so many exceptions."""
    return choice_bits(actions) + exceptions * (1 + choice_bits(states) + choice_bits(actions)) + 1


def deterministic_where_visited(observed: Sequence[Observation]) -> bool:
    """Return whether the observed policies are deterministic in every state that they visit."""
    return all(len(o.policy.support[s]) <= 1 for o in observed for s in reachable(o.env, o.policy))


MIXED = "it mixes its actions, and the grammar speaks of policies that do not"


def likelihood(
    observed: Sequence[Observation], allowed: Sequence[AllowedActions], slip: Fraction = Fraction(0)
) -> Fraction:
    """Return the likelihood of the behaviour for one who picks in each state an allowed action.

    Parameters
    ----------
    observed : sequence of Observation
        Policies that mix nowhere where they come.
    allowed : sequence of AllowedActions
        What it would do in each of the environments observed; ties are broken by an order of
        the actions drawn uniformly for each state, once for all observations of one policy.
        Policies count as one where they agree in every state that both visit: what a policy
        would do elsewhere is not observed. (Of several, each joins the first that it agrees with.)
    slip : Fraction
        The probability, in each state, that it plays any action at all instead.

    Examples
    --------
    >>> from ..worlds import Policy
    >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    >>> likelihood([Observation(env, Policy.deterministic([0], 2))], [(frozenset({0, 1}),)])
    Fraction(1, 2)
    """
    policies: list[list[tuple[dict[int, int], AllowedActions]]] = []
    for o, rows in zip(observed, allowed, strict=True):
        plays = {s: min(o.policy.support[s]) for s in reachable(o.env, o.policy) - o.env.ended}
        agreeing = (p for p in policies if all(seen.get(s, a) == a for seen, _ in p for s, a in plays.items()))
        policy = next(agreeing, None)
        if policy is None:
            policies.append(policy := [])
        policy.append((plays, rows))
    total = Fraction(1)
    for policy in policies:
        for s, action in {s: a for plays, _ in policy for s, a in plays.items()}.items():
            meant = [rows[s] for plays, rows in policy if s in plays]
            hit = Fraction(all(action in row for row in meant), len(frozenset().union(*meant)))
            total *= (1 - slip) * hit + slip / len(observed[0].env.available[s])
    return total
