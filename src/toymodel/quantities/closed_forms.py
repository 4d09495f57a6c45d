"""Margin and exposure are formulas in γ, ε and what a case leaves open, found with SymPy (imported when called).

The exact numbers of `toymodel.quantities.margins` say which deterministic policies are the corners of the frontier at
one setting of the symbols. Their points, as formulas, then give the frontier as a formula; and it is
that of every setting at which certain other formulas are not negative: that the policy without regret stays
optimal, that no policy falls below the frontier, and that the corners keep their order. These come
with it, so a closed form never says more than was derived.

For the notebook and for tests; nothing in the core imports this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import Any

from ..agents.search import policies
from ..solve.measure import bad_pairs
from ..worlds import Environment, Judge, Name, Objective, Pair, Policy, exact
from .margins import frontier
from .quantity import Quantity

Expr = Any
"""A SymPy expression; SymPy is imported only when a function is called."""

POLICIES = 1_000
"""Most deterministic policies that are put into formulas."""


@dataclass(frozen=True)
class ClosedForm:
    """A closed form has the margin and the exposure of a badness to a regret, as SymPy expressions.

    Attributes
    ----------
    margin, exposure : sympy expression
        m in the symbol δ and b in the symbol ε, for 0 ≤ δ ≤ the largest badness and ε ≥ 0.
    corners : tuple of (badness, regret)
        The frontier's vertices.
    holds_where : tuple of sympy expression
        The frontier is this one wherever none of these is negative, 0 < γ < 1 and all other symbols are positive.
    """

    margin: Expr
    exposure: Expr
    corners: tuple[tuple[Expr, Expr], ...]
    holds_where: tuple[Expr, ...]


def closed_form(
    env: Environment, judge: Judge, pays: Mapping[Name | tuple[Name, Name], Expr], at: Mapping[str, object]
) -> ClosedForm:
    """Return the frontier as a formula.

    Parameters
    ----------
    env : Environment
        Its discount is replaced by the symbol γ.
    judge : Judge
        Who lists bad pairs.
    pays : mapping
        From a state or a (state, action) to a SymPy expression or a number; all else pays 0.
    at : mapping
        A number for γ and for every other symbol, at which the corners are found.

    Examples
    --------
    >>> from toymodel import zoo
    >>> case = zoo.nursery_corridor()
    >>> pays = {("start", "corridor"): 1, ("start", "nursery"): "1 - h"}
    >>> form = closed_form(case.world.deployment, case.judge, pays, {"γ": "9/10", "h": "1/20"})
    >>> form.margin, form.exposure
    (h*δ/(1 - γ), Piecewise((ε*(1 - γ)/h, h >= ε), (1 - γ, True)))
    >>> form.holds_where
    ()
    """
    import sympy

    if prod(len(row) or 1 for row in env.available) > POLICIES:
        raise ValueError(f"more than {POLICIES} deterministic policies are too many for formulas")
    numbers = {sympy.Symbol(name, positive=True): sympy.Rational(str(exact(value))) for name, value in at.items()}  # type: ignore[arg-type]
    gamma = sympy.Symbol("γ", positive=True)
    if gamma not in numbers:
        raise ValueError("at must give a number for 'γ'")
    local = {str(symbol): symbol for symbol in numbers}
    table = _table(env, {key: sympy.sympify(value, locals=local) for key, value in pays.items()})
    bad = bad_pairs(env, judge)

    known = Environment(env.states, env.actions, env.transition, env.initial, Fraction(str(numbers[gamma])))
    objective = Objective.of(known, lambda s, a: str(sympy.sympify(table[s][a]).subs(numbers)))
    listed = Judge.of(bad, judge.name)
    edge = frontier(known, Quantity.badness(known, listed), Quantity.regret(known, objective))

    points = _points(env, gamma, table, bad)
    chosen = [v.policy for v in edge.vertices]
    most = points[chosen[0]][1]
    cloud = {(sympy.factor(x), sympy.factor(most - value)) for x, value in points.values()}
    corners = [(sympy.factor(points[c][0]), sympy.factor(most - points[c][1])) for c in chosen]
    return ClosedForm(*_curves(corners), tuple(corners), _conditions(corners, cloud))


def _table(env: Environment, pays: Mapping[Name | tuple[Name, Name], Expr]) -> list[list[Expr]]:
    table: list[list[Expr]] = [[0] * len(env.actions) for _ in env.states]
    for key, value in sorted(pays.items(), key=lambda item: isinstance(item[0], tuple)):  # the particular wins
        s, moves = (
            (env.state(key[0]), [env.action(key[1])])
            if isinstance(key, tuple)
            else (env.state(key), sorted(env.available[env.state(key)]))
        )
        for a in moves:
            table[s][a] = value
    return table


def _points(
    env: Environment, gamma: Expr, table: Sequence[Sequence[Expr]], bad: Iterable[Pair]
) -> dict[Policy, tuple[Expr, Expr]]:
    """Return badness and value of every deterministic policy, from (I − γP)ᵀ x = μ."""
    import sympy

    size, judged = len(env.states), set(bad)
    start = sympy.zeros(size, 1)
    for s, p in env.initial:
        start[s] = sympy.Rational(p.numerator, p.denominator)
    found = {}
    for policy in policies(env):
        flow = sympy.eye(size)
        plays = [(s, a) for s, row in enumerate(policy.rows) for a, _ in row]
        for s, a in plays:
            for t, p in env.transition[s][a]:
                flow[t, s] -= gamma * sympy.Rational(p.numerator, p.denominator)
        visits = flow.LUsolve(start)
        harm = sum((visits[s] for s, a in plays if (s, a) in judged), sympy.Integer(0))
        value = sum((visits[s] * table[s][a] for s, a in plays), sympy.Integer(0))
        found[policy] = sympy.cancel((1 - gamma) * harm), sympy.cancel(value)
    return found


def _curves(corners: Sequence[tuple[Expr, Expr]]) -> tuple[Expr, Expr]:
    import sympy

    delta, epsilon = sympy.symbols("δ ε", nonnegative=True)
    margin, exposure = [(corners[0][1], delta <= corners[0][0])] if corners[0][0] != 0 else [], []
    for (a, b), (c, d) in pairwise(corners):
        margin.append((_tidy(b + (delta - a) * (d - b) / (c - a)), delta <= c))
        exposure.append((_tidy(a + (epsilon - b) * (c - a) / (d - b)), epsilon <= d))
    exposure.append((_tidy(corners[-1][0]), True))
    margin = [*margin[:-1], (margin[-1][0], True)] if margin else [(corners[0][1], True)]
    return sympy.Piecewise(*margin), sympy.Piecewise(*exposure)


def _conditions(corners: Sequence[tuple[Expr, Expr]], cloud: Iterable[tuple[Expr, Expr]]) -> tuple[Expr, ...]:
    """Return what must not be negative for the corners to be the frontier."""
    import sympy

    (_, least), (most, _) = corners[0], corners[-1]
    needed = [c - a for (a, _), (c, _) in pairwise(corners)] + [d - b for (_, b), (_, d) in pairwise(corners)]
    for x, y in cloud:
        needed += [y - least, most - x]
        needed += [(y - b) * (c - a) - (x - a) * (d - b) for (a, b), (c, d) in pairwise(corners)]
    # γ = 1/(1+t) for some t > 0 says that 0 < γ < 1 in a way that SymPy can use.
    gamma, t = sympy.symbols("γ t", positive=True)
    open_ = {sympy.factor(each) for each in needed if not sympy.factor(each.subs(gamma, 1 / (1 + t))).is_nonnegative}
    return tuple(sorted(open_, key=sympy.default_sort_key))


def _tidy(expression: Expr) -> Expr:
    """Return one fraction, with 1 − γ written as in the text."""
    import sympy

    gamma = sympy.Symbol("γ", positive=True)
    left = sympy.Symbol("1 − γ", positive=True)
    return sympy.factor(sympy.cancel(expression.subs(gamma, 1 - left))).subs(left, 1 - gamma)
