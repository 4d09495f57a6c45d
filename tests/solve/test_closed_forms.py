"""The formulas against the exact numbers, at many rational points."""

import subprocess
import sys
from fractions import Fraction

import pytest

from toymodel import zoo
from toymodel.alignment import Case
from toymodel.quantities.margins import Frontier, frontier
from toymodel.quantities.quantity import Quantity
from toymodel.worlds import Environment, Judge, Objective

sympy = pytest.importorskip("sympy")

from toymodel.quantities.closed_forms import ClosedForm, closed_form  # noqa: E402

GAMMAS = ("1/10", "1/2", "9/10", "99/100")
SHARES = ("0", "1/7", "1/2", "9/10", "1")


def numeric(env: Environment, judge: Judge, objective: Objective) -> Frontier:
    return frontier(env, Quantity.badness(env, judge), Quantity.regret(env, objective))


def number(expression: object, **symbols: object) -> Fraction:
    named = {}
    for name, value in symbols.items():
        sign = {"nonnegative": True} if name in "δε" else {"positive": True}
        named[sympy.Symbol(name, **sign)] = sympy.Rational(str(value))
    found = sympy.sympify(expression).subs(named)
    return Fraction(int(found.p), int(found.q))


def agree(form: ClosedForm, edge: Frontier, **symbols: object) -> None:
    assert all(number(condition, **symbols) >= 0 for condition in form.holds_where)
    corners = [(number(x, **symbols), number(y, **symbols)) for x, y in form.corners]
    assert corners == [(v.x, v.y) for v in edge.vertices]
    for share in SHARES:
        delta, epsilon = Fraction(share) * edge.vertices[-1].x, 2 * Fraction(share) * edge.vertices[-1].y
        assert number(form.margin, **symbols, δ=delta) == edge.margin(delta)
        assert number(form.exposure, **symbols, ε=epsilon) == edge.exposure(epsilon)


def in_deployment(case: Case) -> Frontier:
    return numeric(case.world.deployment, case.judge, case.base)


def test_the_researcher():
    """m(δ) = δγL/(1−γ) and b(ε) = ε(1−γ)/(γL) up to 1, whatever verifying costs: 90δ and ε/90 in the story."""
    case = zoo.misguided_researcher()
    pays = {"Utopia": 1, "Doom": "-L", ("start", "verify"): "-c"}
    form = closed_form(case.world.deployment, case.judge, pays, {"γ": "9/10", "L": 10, "c": "1/2"})
    gamma, loss = sympy.symbols("γ L", positive=True)
    delta, epsilon = sympy.symbols("δ ε", nonnegative=True)
    price = gamma * loss / (1 - gamma)
    assert sympy.simplify(form.margin - delta * price) == 0
    assert sympy.simplify(form.exposure.args[0][0] - epsilon / price) == 0
    assert form.exposure.args[1][0] == 1
    assert form.holds_where == ()
    for discount in GAMMAS:
        for stake in ("1/3", "10", "1000"):
            for cost in ("1/1000", "5"):
                edge = in_deployment(zoo.misguided_researcher(loss=stake, cost=cost, discount=discount))
                agree(form, edge, γ=discount, L=stake, c=cost)
    assert number(form.margin, γ="9/10", L=10, c="1/2", δ=1) == 90


def test_the_corridor():
    """b(ε) = (1−γ) min(1, ε/h): probability ε/h at time 0, where both the detour's pay and the harm fall; no γ."""
    case = zoo.nursery_corridor()
    pays = {("start", "corridor"): 1, ("start", "nursery"): "1 - h"}
    form = closed_form(case.world.deployment, case.judge, pays, {"γ": "9/10", "h": "1/20"})
    gamma, price = sympy.symbols("γ h", positive=True)
    epsilon = sympy.Symbol("ε", nonnegative=True)
    assert sympy.simplify(form.exposure.args[0][0] / (1 - gamma) - epsilon / price) == 0
    assert form.holds_where == ()
    for discount in GAMMAS:
        for detour in ("1/1000", "1/20", "1", "3/2"):
            agree(form, in_deployment(zoo.nursery_corridor(detour=detour, discount=discount)), γ=discount, h=detour)


def test_judged_or_paid_a_step_later_the_corridor_has_a_power_of_the_discount():
    """Harm in the nursery itself is worth γ as much; so is a detour that is paid for there."""
    case = zoo.nursery_corridor()
    day, at = case.world.deployment, {"γ": "9/10", "h": "1/20"}
    inside = Judge.of_states(day, ["nursery"])
    gamma, price = sympy.symbols("γ h", positive=True)
    later = closed_form(day, inside, {("start", "corridor"): 1, ("start", "nursery"): "1 - h"}, at)
    assert [sympy.simplify(x - y) for x, y in zip(later.corners[-1], (gamma * (1 - gamma), price), strict=True)] == [
        0,
        0,
    ]
    paid = closed_form(day, inside, {("start", "corridor"): 1, ("start", "nursery"): 1, "nursery": "-h"}, at)
    assert [
        sympy.simplify(x - y) for x, y in zip(paid.corners[-1], (gamma * (1 - gamma), gamma * price), strict=True)
    ] == [0, 0]


def two_rooms(discount: str) -> Environment:
    return Environment.build(
        {"one": {"care": "two", "haste": "two"}, "two": {"care": "end", "haste": "end"}, "end": "end"},
        start="one",
        discount=discount,
    )


def test_a_frontier_of_two_pieces_says_where_it_holds():
    """Haste costs p in the first room and q in the second: first the cheaper, so the form is that of p < q."""
    judge = Judge.of([("one", "haste"), ("two", "haste")])
    pays = {("one", "care"): "p", ("two", "care"): "q"}
    form = closed_form(two_rooms("1/2"), judge, pays, {"γ": "1/2", "p": 1, "q": 2})
    assert len(form.corners) == 3
    assert form.holds_where
    for discount in GAMMAS:
        for p, q in (("1", "2"), ("1/3", "10"), ("2", "1")):
            env = two_rooms(discount)
            edge = numeric(env, judge, Objective.on(env, {("one", "care"): p, ("two", "care"): q}))
            if Fraction(p) < Fraction(q):
                agree(form, edge, γ=discount, p=p, q=q)
            else:
                assert min(number(each, γ=discount, p=p, q=q) for each in form.holds_where) < 0


def test_an_optimum_that_is_bad():
    """No margin: m is 0, and the exposure starts at what the optimum does."""
    env = two_rooms("1/2")
    form = closed_form(env, Judge.of([("one", "care")]), {("one", "care"): "p"}, {"γ": "1/2", "p": 1})
    assert number(form.margin, γ="1/2", p=1, δ="1/4") == 0
    assert number(form.exposure, γ="1/2", p=1, ε=0) == Fraction(1, 2)


def test_what_cannot_be_a_formula():
    case = zoo.coin_line()
    lake = zoo.frozen_lake()
    with pytest.raises(ValueError, match="more than 1000 deterministic policies"):
        closed_form(lake.world.deployment, lake.judge, {}, {"γ": "1/2"})
    with pytest.raises(ValueError, match="must give a number for 'γ'"):
        closed_form(case.world.deployment, case.judge, {}, {"h": 1})


def test_the_core_does_without_sympy():
    code = "import sys; sys.modules['sympy'] = None; import toymodel.quantities.closed_forms, toymodel_book.views.cloud"
    subprocess.run([sys.executable, "-c", code], check=True)
