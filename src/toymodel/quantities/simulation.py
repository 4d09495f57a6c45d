"""The simulation lemma says what a false belief can cost, in its tight form (Kearns & Singh 2002; Lobel & Parr 2024).

Let E and Ê share states, actions and γ; c₀ = ½‖μ − μ̂‖₁, and c the largest ½‖P(·|s,a) − P̂(·|s,a)‖₁ over
the states that both can reach; ρ the largest difference of R(s,a) between the two there (0 for an
objective on pairs), and w ≥ ρ the largest difference of any two payments, one in each. Then for every
stationary policy

    |V^π_E − V^π_Ê| ≤ Δ = ρ A + w (1/(1−γ) − A),    A = (1−c₀)/(1−γ(1−c)),  V from the initial distribution.

*Proof.* Run the policy in both at once, so coupled that the states agree as often as they can: at the
start with probability 1−c₀, and while they agree, at each step with at least 1−c. They agree at time t
with probability at least (1−c₀)(1−c)^t. While they agree the payments differ by at most ρ, later by at
most w. Sum over time: Σ γ^t (1−c₀)(1−c)^t = A. ∎

The textbooks' γ c w/(1−γ)² lets c be added up for ever; Δ never exceeds w/(1−γ).

**What planning by a false belief costs.** If π has regret at most ε in Ê, its regret in E is at most
ε + 2Δ. *Proof.* V*_E − V^π_E = (V^{π*}_E − V^{π*}_Ê) + (V^{π*}_Ê − V^π_Ê) + (V^π_Ê − V^π_E), π* optimal in E. ∎

Where episodes end, both hold if payments after the end, which are 0, count for w.

**When that says anything.** No regret exceeds w/(1−γ) (with w the spread of the payments). For ε = ρ = c₀ = 0
the bound 2Δ is below that exactly when γc < 1−γ, that is c < (1−γ)/γ; and then it is attained (at equality
too): see `tests/solve/test_simulation.py` for the world. At γ = 9/10 a belief has to be right up to a
probability of 1/9 at every step. The misguided researcher is off by 999/1000, and the lemma promises
her a regret of at most 197.98 where no policy's exceeds 90: the lemma is silent about those who are wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..solve.graph import full, reachable
from ..solve.values import optimal, start_value
from ..worlds import Environment, Number, Objective, Row, exact


@dataclass(frozen=True)
class BeliefError:
    """A belief error says how far a believed environment is from the true one.

    Attributes
    ----------
    initial, step : Fraction
        c₀ and c, in [0, 1]: the share of probability that is misplaced, at the start and at a step.
    pays, spread : Fraction
        ρ and w, in units of the objective.
    value : Fraction
        Δ: how far the value of a policy can be off.
    """

    initial: Fraction
    step: Fraction
    pays: Fraction
    spread: Fraction
    value: Fraction


def belief_error(env: Environment, believed: Environment, objective: Objective) -> BeliefError:
    """Return the errors c₀, c and ρ, the spread w and the bound Δ.

    Raises
    ------
    ValueError
        If the two differ in states, actions, discount or available actions, or γ is 1.

    Examples
    --------
    >>> def coin(p): return Environment.build(
    ...     {"s": {"toss": {"s": p, "t": 1 - p}}, "t": "t"}, start="s", discount="1/2")
    >>> belief_error(coin(Fraction(1)), coin(Fraction(1, 2)), Objective.on(coin(Fraction(1)), {"s": 1})).value
    Fraction(2, 3)
    """
    for what in ("states", "actions", "discount", "available"):
        if getattr(env, what) != getattr(believed, what):
            raise ValueError(f"the true and the believed environment must have the same {what}")
    gamma = env.discount
    if gamma == 1:
        raise ValueError(
            "the simulation lemma needs a discount below 1: at 1 no number bounds how long an error counts"
        )
    here, there = reachable(env, full(env)), reachable(believed, full(believed))
    true, thought = objective.mean(env), objective.mean(believed)
    both = [(s, a) for s, a in env.pairs if s in here & there]
    initial = _total_variation(env.initial, believed.initial)
    step = max(
        (_total_variation(env.transition[s][a], believed.transition[s][a]) for s, a in both), default=Fraction(0)
    )
    pays = max((abs(true[s][a] - thought[s][a]) for s, a in both), default=Fraction(0))
    paid, promised = (
        [table[s][a] for s, a in env.pairs if s in met] for table, met in ((true, here), (thought, there))
    )
    if (here | there) & env.ended:  # nothing is paid after the end, and the other may go on
        paid, promised = [*paid, Fraction(0)], [*promised, Fraction(0)]
    spread = max(max(paid) - min(promised), max(promised) - min(paid))
    agreeing = (1 - initial) / (1 - gamma * (1 - step))
    return BeliefError(initial, step, pays, spread, pays * agreeing + spread * (1 / (1 - gamma) - agreeing))


def planning_regret(
    env: Environment, believed: Environment, objective: Objective, search_error: Number = 0
) -> Fraction:
    """Return ε + 2Δ, a bound on the true regret of a policy whose regret is at most ε in the believed environment."""
    return exact(search_error) + 2 * belief_error(env, believed, objective).value


def worst_regret(env: Environment, objective: Objective) -> Fraction:
    """Return the largest regret of any policy: a bound at or above it says nothing."""
    least = optimal(env, Objective(objective.mean(env)).map(lambda x: -x)).values
    return start_value(env, optimal(env, objective).values) + start_value(env, least)


def _total_variation(left: Row, right: Row) -> Fraction:
    """Return the total variation ½‖p − q‖₁ of two distributions."""
    p, q = dict(left), dict(right)
    zero = Fraction(0)
    return sum((abs(p.get(t, zero) - q.get(t, zero)) for t in p.keys() | q.keys()), zero) / 2
