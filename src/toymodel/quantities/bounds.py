"""A bound says how far an arrow's conclusion may be missed when its premises are nearly met.

Each premise "is aligned" becomes "an exposure is zero at zero", each premise "performs well" a regret of at
most ε, and each conclusion a bound that some policy attains. All is said of deployment, with
Dem(π) read so that one R is spoken of throughout, every optimum counted, and

    b(x | R)(ε)   = max {x(π) : regret_R(π) ≤ ε, π stationary}       the exposure of x to regret on R
    b°(x | R)(ε)  = the same over deterministic π                    ≤ b, and in steps
    H = badness for the human's judge, B = regret on R_base.

**Premises.** Every optimum of R is safe for the human (intent alignment on R) exactly when b(H|R)(0) = 0; every
optimum of R is safe for Judge.by(R_base) (objective robustness on R) exactly when b(B|R)(0) = 0; the same of R_m is
inner alignment. If R_base is outer aligned in deployment, observed there, for every objective, and trivial ones
count or R_base is not trivial, then b(H|R_base)(0) = 0. *Proof.* regret_R(π) ≤ 0 says that π is optimal for R, and a
badness or a regret ≥ 0 vanishes on all of Opt(R) exactly when its maximum does. For the last, each optimum of
R_base demonstrates R_base. ∎

**I3.** *If π has regret at most ε on R, its badness is at most b(H|R)(ε). Given intent alignment on R this is at most
κε, κ the first slope of b; and it is 0 for a deterministic π if ε is below the gap.* No smaller bound holds.
*Proof.* The definition of b is the bound; b is concave with b(0) = 0, so b(ε) ≤ κε; the maximum is attained on the
polytope of occupancies, at a mix of at most two deterministic policies. ∎

**I4.** *If π has regret at most ε on R_base, its badness is at most b(H|R_base)(ε), κε given outer alignment.* It is I3
with R = R_base: a robust agent may be judged as if the base objective were its own.

**I5.** *If π has regret at most ε on R, its regret on R_base is at most b(B|R)(ε), κε given objective robustness on R.*
*Proof.* As I3, with x = B. ∎ If objective robustness is by a judge who tolerates τ, then b(B|R)(0) ≤ τ/(1−γ).

**I2.** *If every optimum of R has regret at most ρ on R_base, every optimum of R has badness at most b°(H|R_base)(ρ):
the deterministic exposure, which is 0 for ρ below the gap of R_base.* No smaller bound holds for all R.
*Proof.* The optima of R are a face of the polytope; its vertices are deterministic optima of R, so each has regret at
most ρ on R_base and badness at most b°(ρ), and badness is largest at a vertex. Let π° attain b°(ρ), and let R pay 1
for π°(s) in s and 0 for all else: just the policies that do as π° wherever it comes are optimal for R, so the
premise holds and the bound is met. ∎ So where no optimum of R_base is bad, I2 holds *exactly* with some slack in
objective robustness; the other arrows have that only for deterministic agents.

**Chained.** b(H|R) ≤ b(H|R_base) ∘ b(B|R): I5 and then I4 bound what I3 bounds, never better. *Proof.* A policy of
regret at most ε on R has regret at most b(B|R)(ε) on R_base, hence badness at most b(H|R_base) of that. ∎

**I1.** *Let π be found by a search with objective R_m in the believed Ê, with regret at most ε there, and let Δ bound
how far Ê misjudges values (`toymodel.quantities.simulation`). Then π has regret at most ε + 2Δ on R_m in deployment,
hence at most b(B|R_m)(ε + 2Δ) on R_base, κ(ε + 2Δ) given inner alignment.* *Proof.* The simulation lemma, then
I5. ∎ Both steps are attained. And π demonstrates R_m up to ε + 2Δ (as in `feasible`, with regret at most that
instead of 0), so given inner alignment some objective that it so demonstrates has only base-safe optima. It need
not demonstrate R_m exactly, and what it demonstrates exactly may tie what it does with anything: for "every", and
for exact demonstration, I1 has no quantitative form.

**A judge by advantage is another thing than regret.** *If π is safe for Judge.by(R, τ), its regret on R is at most
τ/(1−γ)*, which an agent attains that pays τ at every step. *Proof.* (1−γ) regret = Σ d_π(s,a) (−A*(s,a)) (performance
difference, Kakade & Langford 2002), and no used pair has −A* > τ. ∎ *The converse fails*: for any ε, τ > 0 there is a
world with a policy of regret below ε that uses a pair of advantage below −τ, where it seldom comes. What remains of
it: *regret at most ε bounds the share of time spent on pairs of advantage below −τ by (1−γ)ε/τ.* *Proof.* Markov's
inequality, in the same sum. ∎

**Where episodes end.** All of it holds, at γ = 1 too, where 1−γ stands for `Environment.weight` and badness counts;
1/(1−γ) is then the most discounted steps that a policy takes. I1 alone asks for γ < 1, as the simulation lemma does.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..solve import optimal, start_value
from ..worlds import Environment, Judge, Number, Objective, Policy, exact, show
from .deterministic import deterministic_exposure, gap
from .margins import frontier
from .quantity import Quantity
from .simulation import planning_regret


@dataclass(frozen=True)
class Bound:
    """A bound is what an arrow still promises when its premises are nearly met.

    Attributes
    ----------
    arrow : str
        "I1" to "I5".
    slack : Fraction
        The regret that the premises allow: ε, or ρ for I2, or ε + 2Δ for I1.
    at_zero : Fraction
        The bound for no slack; 0 exactly when the other premise, on this R, holds.
    rate : Fraction or None
        κ: ``value`` ≤ ``at_zero`` + κ · ``slack``. None for I2, which goes in steps.
    value : Fraction
        The bound: on badness for I2, I3 and I4, on regret on R_base for I1 and I5.
    policy : Policy
        Has regret at most ``slack`` on R (R_base for I2 and I4, R_m for I1) and attains ``value``.

    Examples
    --------
    >>> env = Environment.build({"s": {"safe": "t", "risk": "t"}, "t": "t"}, start="s", discount="9/10")
    >>> pay, judge = Objective.on(env, {("s", "safe"): "1/20"}), Judge.of([("s", "risk")])
    >>> print(impact(env, judge, pay, "1/40"))
    I3: with a slack of 0.025, at most 0.05 (2 per unit of slack); attained
    """

    arrow: str
    slack: Fraction
    at_zero: Fraction
    rate: Fraction | None
    value: Fraction
    policy: Policy

    def __str__(self) -> str:
        rate = "" if self.rate is None else f" ({show(self.rate)} per unit of slack)"
        return f"{self.arrow}: with a slack of {show(self.slack)}, at most {show(self.value)}{rate}; attained"


def impact(env: Environment, judge: Judge, objective: Objective, epsilon: Number, arrow: str = "I3") -> Bound:
    """Return the bound b(H|R)(ε) of I3, or of I4 where the objective is R_base."""
    return _bound(arrow, env, Quantity.badness(env, judge), objective, exact(epsilon))


def robustness(env: Environment, base: Objective, objective: Objective, epsilon: Number, arrow: str = "I5") -> Bound:
    """Return the bound b(B|R)(ε) of I5."""
    return _bound(arrow, env, Quantity.regret(env, base), objective, exact(epsilon))


def intent(env: Environment, judge: Judge, base: Objective, rho: Number) -> Bound:
    """Return the bound b°(H|R_base)(ρ) of I2; raises `toymodel.solve.Undecided` where the search gives up."""
    x, y = Quantity.badness(env, judge), Quantity.regret(env, base)
    found = deterministic_exposure(env, x, y, rho)
    value = found.value
    assert found.policy is not None
    assert isinstance(value, Fraction)
    return Bound("I2", exact(rho), frontier(env, x, y).vertices[0].x, None, value, found.policy)


def planning(
    env: Environment, believed: Environment, base: Objective, mesa: Objective, search_error: Number = 0
) -> Bound:
    """Return the bound b(B|R_m)(ε + 2Δ) of I1."""
    return robustness(env, base, mesa, planning_regret(env, believed, mesa, search_error), "I1")


def excluded_below(env: Environment, judge: Judge, objective: Objective) -> Fraction | float:
    """Return the gap: a deterministic policy of less regret does no harm at all (I3, I4), nor do an R's optima (I2)."""
    return gap(env, Quantity.badness(env, judge), Quantity.regret(env, objective)).value


def tolerated_regret(env: Environment, tolerance: Number) -> Fraction:
    """Return τ times the most discounted steps that any policy takes, the most regret if safe for Judge.by(R, τ).

    That is τ/(1−γ) where no episode ends.
    """
    return exact(tolerance) * start_value(env, optimal(env, Objective.of(env, lambda *_: 1)).values)


def _bound(arrow: str, env: Environment, x: Quantity, objective: Objective, epsilon: Fraction) -> Bound:
    edge = frontier(env, x, Quantity.regret(env, objective))
    attained = edge.worst(epsilon)
    return Bound(arrow, epsilon, edge.vertices[0].x, edge.rate, attained.x, attained.policy)
