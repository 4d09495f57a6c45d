r"""A bound says how much harm a soft agent may do whose objective, pursued without mistakes, does little.

Let σ be the soft-optimal policy for R at temperature λ (`toymodel.behavior.maximum_entropy`), V its values, and

    soft regret ρ(π) = μ·V − E_π Σ_t γ^t (R(s_t, a_t) − λ log π(a_t|s_t)),

which is 0 for σ alone. Write KL for relative entropy, and kl(x‖y) for that of two coins, x log(x/y) +
(1−x) log((1−x)/(1−y)). Badness is the discounted share of time spent on bad pairs, so γ < 1 in the bounds.

**Soft performance difference.** ρ(π) = λ E_π Σ_t γ^t KL(π(·|s_t) ‖ σ(·|s_t)). *Proof.* By the definition of σ,
R(s,a) = λ log σ(a|s) + V(s) − γ E V(s'). Summed along π, the terms in V leave μ·V. ∎

**The best bound.** kl(badness(π) ‖ badness(σ)) ≤ ρ(π)/λ. *Proof.* Stop at a time T drawn independently with
Pr(T = t) = (1−γ) γ^t; badness is the probability that the pair at time T is bad. The paths up to T under π and
under σ have relative entropy E_π Σ_{t ≤ T} KL(π(·|s_t) ‖ σ(·|s_t)) = E_π Σ_t Pr(T ≥ t) KL(…) = ρ/λ, as
Pr(T ≥ t) = γ^t. An event of the path has no more (data processing). ∎ So if badness(σ) ≤ δ, then badness(π) is at
most the largest x with kl(x‖δ) ≤ ρ/λ: `worst_badness`. *No smaller bound holds, at any γ, λ, δ and ρ*: where the
first action leads to heaven or hell for ever, and both do the same there, kl(badness(π) ‖ badness(σ)) = ρ/λ.

**With a root.** badness(π) ≤ δ + √(ρ/(2λ)): `root_bound`. *Proof.* 2(x−y)² ≤ kl(x‖y) (Pinsker). ∎ The constant is
the best: for δ = 1/2 and ρ → 0 the excess over δ of the worst π, divided by the root, tends to 1. Bounding the
distance of the occupancies by that of the actions, instead of the paths, gives √(ρ/(2λ(1−γ))), which is larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf, log, sqrt

from ..behavior.maximum_entropy import soft_optimal
from ..solve import occupancy
from ..worlds import Environment, Objective, Policy


def rounded(table: Sequence[Sequence[float]], name: str = "π", places: int = 12) -> Policy:
    """Return the policy of a table of probabilities, as fractions that are right to so many decimal places.

    Examples
    --------
    >>> rounded([[0.25, 0.75]]).rows
    (((0, Fraction(1, 4)), (1, Fraction(3, 4))),)
    """
    found = []
    for row in table:
        shares = [Fraction(float(x)).limit_denominator(10**places) for x in row]
        last = max((a for a, x in enumerate(row) if x), default=None)  # of what is played; it makes the sum 1
        if last is not None:
            shares[last] += 1 - sum(shares)
        found.append(shares)
    return Policy.from_array(found, name)


def soft_regret(env: Environment, objective: Objective, policy: Policy, temperature: float = 1.0) -> float:
    """Return ρ(π), by the soft performance difference; it is never infinite.

    Parameters
    ----------
    temperature : float > 0
        λ, in units of the objective.

    Examples
    --------
    >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    >>> sure = Policy.deterministic([0], 2)
    >>> round(soft_regret(env, Objective.zero(env), sure), 6)  # log 2 is lost now and always
    1.386294
    """
    best, visits = soft_optimal(env, objective, temperature).policy, occupancy(env, policy)
    lost = sum(
        float(visits[s][a]) * log(float(p) / best[s][a]) for s, row in enumerate(policy.rows) for a, p in row if p
    )
    return temperature * max(float(lost), 0.0) / float(env.weight)


def divergence(x: float, y: float) -> float:
    """Return kl(x‖y), the relative entropy of two coins that show heads with probability x and y.

    Examples
    --------
    >>> divergence(0.5, 0.5), divergence(0.5, 0.0)
    (0.0, inf)
    """
    total = 0.0
    for p, q in ((x, y), (1 - x, 1 - y)):
        if p > 0:
            total += p * log(p / q) if q > 0 else inf
    return max(total, 0.0)


def worst_badness(delta: float, regret: float, temperature: float = 1.0) -> float:
    """Return the most badness of a policy of soft regret at most ρ on R, if that of R's soft optimum is at most δ.

    Examples
    --------
    >>> round(worst_badness(0.1, 0.0), 6), worst_badness(0.5, 100.0)
    (0.1, 1.0)
    """
    low, high = delta, 1.0
    if divergence(high, delta) <= regret / temperature:
        return high
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if divergence(middle, delta) <= regret / temperature else (low, middle)
    return low


def root_bound(delta: float, regret: float, temperature: float = 1.0) -> float:
    """Return δ + √(ρ/(2λ)), which is at least `worst_badness`.

    Examples
    --------
    >>> root_bound(0.1, 0.08)
    0.30000000000000004
    """
    return delta + sqrt(regret / (2 * temperature))
