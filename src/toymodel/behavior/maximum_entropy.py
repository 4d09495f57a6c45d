r"""Soft inverse reinforcement learning reads behaviour that is noisy, the less so the more is at stake.

The soft-optimal policy for R at temperature λ > 0 plays π(a|s) = exp((Q(s,a) − V(s)) / λ), where

    Q(s,a) = R(s,a) + γ Σ_s' P(s'|s,a) V(s')      and      V(s) = λ log Σ_a exp(Q(s,a) / λ)

(Ziebart 2010). Read backwards, π is soft-optimal exactly for R(s,a) = λ log π(a|s) + V(s) − γ E V(s'),
for any V whatever: `family`. With a horizon of T steps all of these depend on t, and V_T = 0.

Identifiability (Cao, Cohen & Szpruch 2021; Kim et al. 2021; Rolland et al. 2022): in one environment
R is known up to V, that is up to potential shaping; and shaping in training is more than shaping in
deployment, so that the same training behaviour can pursue different things there (`soft_swap` in
the zoo). From experts for the same R in several environments or with several discounts it is known
up to a constant, in the states that some of them visit, if and only if the rank of
`identification_matrix` is one less than the visited states, counted in each environment: 2|S| − 1
for two in which every state is visited. Of states that nobody visits nothing is known.
`tests/behavior/test_maximum_entropy.py` shows all of it. The model has no false beliefs:
what an agent does by mistake it reads as a wish.

Numerical: floating point, NumPy; the rank is exact. Values are found by Newton's method, which on
this equation is soft policy iteration and doubles the correct digits at each step, where value
iteration gains a factor γ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import inf
from typing import TYPE_CHECKING, Any, TypeAlias

from ..logic import Unknown
from ..solve import full, reachable
from ..worlds import AllowedActions, Environment, Objective, Pair, Policy
from .completions import opened
from .numerical import numerical
from .observation import Observation, not_observed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

TOLERANCE = 1e-9
"""How far two probabilities may be apart and count as equal."""
SPARSE = 0.05
"""Share of positive transition probabilities up to which they are kept sparse (needs SciPy)."""
SMALL = 500
"""States up to which linear systems are solved directly."""


@dataclass(frozen=True)
class SoftOptimal:
    """The soft solution has arrays, which start with an axis for time where there is a horizon.

    Attributes
    ----------
    values : array of shape ([T,] |S|)
    q : array of shape ([T,] |S|, |A|)
    policy : array of shape ([T,] |S|, |A|)
    """

    values: Array
    q: Array
    policy: Array


def soft_optimal(
    env: Environment, objective: Objective, temperature: float = 1.0, horizon: int | None = None
) -> SoftOptimal:
    """Return soft-optimal values and policy.

    Parameters
    ----------
    temperature : float > 0
        λ, in units of the objective: towards 0 the policy becomes greedy, towards ∞ uniform.
    horizon : int, optional
        T ≥ 1 steps; by default without end.

    Examples
    --------
    >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    >>> soft_optimal(env, Objective.zero(env)).values.round(6)  # log 2 now and always
    array([1.386294])
    """
    with numerical("maximum_entropy"):
        import numpy as np
    table = [[float(x) for x in row] for row in objective.mean(env)]
    reward = np.where(_offered(env), np.array(table), -np.inf)
    return soft_solution(transitions(env), reward, float(env.discount), temperature, horizon)


def soft_solution(
    transition: Any, reward: Array, discount: float, temperature: float = 1.0, horizon: int | None = None
) -> SoftOptimal:
    """Return soft-optimal values and policy, from arrays.

    Parameters
    ----------
    transition : array of shape (|S|, |A|, |S|), or sparse array of shape (|S|·|A|, |S|)
        P(s'|s,a); the rows of a sparse one in order of (s, a).
    reward : array of shape (|S|, |A|)
        −∞ where an action is not available, which is everywhere where the episode has ended.
    discount : float
        γ < 1; or γ ≤ 1 with a horizon, or where every policy surely ends.

    Raises
    ------
    ValueError
        If temperature, discount or horizon is out of range.
    """
    states, actions = reward.shape
    if not temperature > 0:
        raise ValueError(f"temperature is {temperature}; it must be above 0 (towards 0 is `solve.optimal`)")
    if horizon is not None and horizon < 1:
        raise ValueError(f"horizon is {horizon}; it must be at least 1 step, or None for no end")
    if not 0 <= discount <= 1 or (discount == 1 and horizon is None and (reward > -inf).any(axis=1).all()):
        raise ValueError(f"discount is {discount}; without a horizon or an end it must be in [0, 1)")
    if transition.ndim == 3:
        transition = _thinned(transition)

    def q_of(values: Array) -> Array:
        backed_up: Array = (transition @ values).reshape(states, actions)
        return reward + discount * backed_up

    if horizon is not None:
        return _with_horizon(q_of, states, temperature, horizon)
    return _without_end(q_of, transition, reward, discount, temperature)


def family(env: Environment, policy: Policy | Array, values: Array, temperature: float = 1.0) -> Array:
    """Return R(s,a) = λ log π(a|s) + V(s) − γ Σ_s' P(s'|s,a) V(s'), for which π is soft-optimal with values V.

    Parameters
    ----------
    policy : Policy, or array of shape ([T,] |S|, |A|)
        Every probability of what is available above 0.
    values : array of shape ([T,] |S|)
        V, any numbers; where the episode has ended it is taken to be 0. With a horizon of T steps, V_T = 0.

    Raises
    ------
    ValueError
        If some action is never played: that is soft-optimal for no finite reward.
    """
    with numerical("maximum_entropy"):
        import numpy as np
    shown, offered = _probabilities(policy), _offered(env)
    if not (shown > 0)[..., offered].all():
        raise ValueError(
            "the policy never plays some action, which is soft-optimal for no finite reward; mix a little of it in"
        )
    now = np.asarray(values, dtype=float) * offered.any(axis=1)
    later = np.vstack([now[1:], np.zeros_like(now[:1])]) if shown.ndim == 3 else now
    backed_up = np.array([transitions(env) @ v for v in np.atleast_2d(later)]).reshape(shown.shape)
    logs = np.log(np.where(offered, shown, 1.0))
    result: Array = (temperature * logs + now[..., None] - float(env.discount) * backed_up) * offered
    return result


@dataclass(frozen=True)
class MaximumEntropy:
    """A policy demonstrates R iff it is soft-optimal for R, within `TOLERANCE`, in every state that can be reached.

    A policy that never plays some action in a state where it comes demonstrates nothing: it is soft-optimal for
    no finite R, however near it comes to being so. Numerical.

    Attributes
    ----------
    temperature : float
        λ, in units of the objectives.
    """

    temperature: float = 1.0
    name: str = "maximum_entropy"
    tex: str = r"\mathrm{soft}"
    mixes: bool = True

    def demonstrates(
        self, observed: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]
    ) -> bool | Unknown:
        """Return whether the policy is soft-optimal for the objective in every environment observed.

        In states that were not observed a policy may mix, as soft-optimal ones do. So where what was observed is
        soft-optimal, it is unknown, unless what would be so there differs between the environments.
        """
        rows = ((o, s) for o in observed for s in reachable(o.env, opened(o.env.available, o.policy)) - o.unseen)
        if not all(o.completed().policy.support[s] == o.env.available[s] for o, s in rows):
            return False
        if any(self.gap(o, objective) > TOLERANCE for o in observed) or self._torn(observed, objective):
            return False
        states = not_observed(observed)
        return Unknown(f"it depends on what it does in {states}", "undecided") if states else True

    def gap(self, observed: Observation, objective: Objective) -> float:
        """Return the largest difference between a probability observed and the soft-optimal one."""
        soft = soft_optimal(observed.env, objective, self.temperature).policy
        states = sorted(_visited(observed.env) - observed.unseen)
        return float(abs(soft - _probabilities(observed.completed().policy))[states].max(initial=0))

    def _torn(self, observed: Sequence[Observation], objective: Objective) -> bool:
        """Whether one policy would have to do different things in a state, of which it says nothing, here and there."""
        softs = [soft_optimal(o.env, objective, self.temperature).policy for o in observed if o.unseen]
        open_ = [o for o in observed if o.unseen]
        return any(
            first.policy == second.policy and abs(softs[i][s] - softs[j][s]).max() > 2 * TOLERANCE
            for (i, first), (j, second) in combinations(enumerate(open_), 2)
            for s in first.unseen & second.unseen
        )

    def allowed(self, env: Environment, objective: Objective) -> AllowedActions | None:
        """Return None: what matters are probabilities, not only which are positive."""
        return None


MAXIMUM_ENTROPY = MaximumEntropy()


def identification_matrix(environments: Sequence[Environment]) -> list[list[Fraction]]:
    """Return the matrix whose kernel are the (V_1, …, V_k) that shape R alike wherever several experts show it.

    It has rows of I − γ_i P_i(a) against those of another environment, for the states that experts
    visit in both (Rolland et al. 2022, for two in which all are visited), and k|S| columns, of which
    those of states that are not visited, or where the episode has ended, are zero. Where no episode ends the
    kernel contains the constants.
    """
    return [
        _minus(_shaping(environments, i, pair), _shaping(environments, j, pair))
        for i, j, pair in _shown_twice(environments)
    ]


def identification_rank(environments: Sequence[Environment]) -> int:
    """Return the rank of `identification_matrix`, exactly."""
    return _rank(identification_matrix(environments))


def _rank(matrix: list[list[Fraction]]) -> int:
    rows, rank = list(matrix), 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((k for k in range(rank, len(rows)) if rows[k][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        top = rows[rank]
        for k in range(rank + 1, len(rows)):
            if rows[k][column]:
                factor = rows[k][column] / top[column]
                rows[k] = [x - factor * y for x, y in zip(rows[k], top, strict=True)]
        rank += 1
    return rank


def identifies(environments: Sequence[Environment]) -> bool:
    """Return whether soft-optimal behaviour here identifies R(s,a) up to a constant in all states that are visited.

    A state is visited if it can be reached in one of the environments; of others nothing is identified. In other
    words, whatever V shape R alike wherever it is shown twice add the same number everywhere: the rows of
    `identification_matrix` span all differences between what V adds to two pairs. Where no episode ends, that is
    so if its rank is one less than the visited states, counted in each environment.

    Examples
    --------
    >>> env = Environment.build({"s": {"a": "t", "b": "s"}, "t": "s"}, start="s", discount="1/2")
    >>> patient = Environment(env.states, env.actions, env.transition, env.initial, Fraction(9, 10))
    >>> identifies([env, env]), identifies([env, patient])
    (False, True)
    """
    rows = identification_matrix(environments)
    added = [_shaping(environments, first, pair) for (first, *_), pair in _shown(environments)]
    return _rank(rows) == _rank([*rows, *(_minus(row, added[0]) for row in added[1:])])


def recover(observed: Sequence[Observation], temperature: float = 1.0) -> Array:
    """Return the R(s,a) that best explains soft-optimal experts in several environments.

    It is *the* objective, up to a constant, if `identifies` says so of the environments;
    otherwise one of many. Where no episode ends its mean is 0 over all pairs that are visited; elsewhere it is not a
    number, since nothing is known of it there. Numerical (least squares).
    """
    with numerical("maximum_entropy"):
        import numpy as np
    envs = [o.env for o in observed]
    width, actions = len(envs[0].states), len(envs[0].actions)
    matrix = np.array([[float(x) for x in row] for row in identification_matrix(envs)])
    matrix = matrix.reshape(-1, width * len(envs))
    shown = [np.full((width, actions), 1 / actions) for _ in observed]
    offered = _offered(envs[0])
    for o, table in zip(observed, shown, strict=True):
        come = sorted(_visited(o.env))
        table[come] = _probabilities(o.policy)[come]
    logs = [family(env, table, np.zeros(width), temperature) for env, table in zip(envs, shown, strict=True)]
    apart = np.array([logs[j][pair] - logs[i][pair] for i, j, pair in _shown_twice(envs)])
    values = np.linalg.lstsq(matrix, apart, rcond=None)[0].reshape(len(envs), width)
    result: Array = np.full((width, actions), np.nan)
    for env, table, v in reversed(list(zip(envs, shown, values, strict=True))):
        come = sorted(_visited(env))
        result[come] = family(env, table, v, temperature)[come]
    result[~offered] = np.nan
    return result if any(_visited(env) & env.ended for env in envs) else result - np.nanmean(result)


def transitions(env: Environment) -> Any:
    """Return P(s'|s,a) as an array (|S|, |A|, |S|); or sparse, (|S|·|A|, |S|), if it is large and thin."""
    with numerical("maximum_entropy"):
        import numpy as np
    dense = np.zeros((len(env.states), len(env.actions), len(env.states)))
    for s, a in env.pairs:
        for t, p in env.transition[s][a]:
            dense[s, a, t] = p
    return _thinned(dense)


def _thinned(dense: Array) -> Any:
    """Return the array, or a sparse one of shape (|S|·|A|, |S|) if there are many zeros and SciPy is there."""
    import numpy as np

    states = dense.shape[-1]
    if states <= SMALL or np.count_nonzero(dense) > SPARSE * dense.size:
        return dense
    try:
        from scipy.sparse import csr_array
    except ImportError:
        return dense
    return csr_array(dense.reshape(-1, states))


def _with_horizon(q_of: Callable[[Array], Array], states: int, temperature: float, horizon: int) -> SoftOptimal:
    import numpy as np

    later = np.zeros(states)
    found = []
    for _ in range(horizon):
        q = q_of(later)
        later, policy = _softmax(q, temperature)
        found.append((later, q, policy))
    values, qs, policies = (np.array(part) for part in zip(*reversed(found), strict=True))
    return SoftOptimal(values, qs, policies)


def _without_end(
    q_of: Callable[[Array], Array], kernel: Any, reward: Array, discount: float, temperature: float
) -> SoftOptimal:
    """Find the fixed point by Newton's method: evaluate the last soft policy, until only rounding errors are left.

    After the first step values only rise, to the fixed point (soft policy iteration), so it ends.
    """
    import numpy as np

    values, last = np.zeros(len(reward)), np.inf
    while True:
        q = q_of(values)
        backed_up, policy = _softmax(q, temperature)
        error = float(abs(backed_up - values).max())
        scale = float(abs(q[np.isfinite(q)]).max(initial=0.0)) + temperature
        if error <= 16 * np.finfo(float).eps * scale or (error >= last and error <= 1e-10 * scale):
            return SoftOptimal(backed_up, q, policy)
        values, last = values + _solve_evaluation(kernel, policy, discount, backed_up - values), error


def _solve_evaluation(kernel: Any, policy: Array, discount: float, rhs: Array) -> Array:
    """Return (I − γ P_π)⁻¹ rhs; by a Krylov method where that converges soon (Newton's next step mends the rest)."""
    import numpy as np

    states, actions = policy.shape
    if isinstance(kernel, np.ndarray):
        system: Any = -discount * np.einsum("sa,sat->st", policy, kernel)
        system.flat[:: states + 1] += 1
    else:
        from scipy.sparse import csr_array, eye_array

        pairs = np.arange(states * actions)
        mix = csr_array((policy.ravel(), (pairs // actions, pairs)), shape=(states, states * actions))
        system = eye_array(states) - discount * (mix @ kernel)
    solved: Array
    if states > SMALL:
        try:
            from scipy.sparse.linalg import gmres
        except ImportError:
            pass
        else:
            solved, failed = gmres(system, rhs, rtol=1e-6, restart=40, maxiter=3)
            if not failed:
                return solved
    if isinstance(system, np.ndarray):
        solved = np.linalg.solve(system, rhs).astype(float, copy=False)
    else:
        from scipy.sparse.linalg import splu

        solved = splu(system.tocsc()).solve(rhs)
    return solved


def _softmax(q: Array, temperature: float) -> tuple[Array, Array]:
    """Return λ log Σ_a exp(q/λ), and the policy exp((q − that) / λ)."""
    import numpy as np

    top = q.max(axis=-1, keepdims=True)
    ended = np.isneginf(top)  # there V is 0, and nothing is played
    top = np.where(ended, 0.0, top)
    weights = np.exp((q - top) / temperature)
    total = np.where(ended, 1.0, weights.sum(axis=-1, keepdims=True))
    values: Array = (top + temperature * np.log(total))[..., 0]
    return values, weights / total


def _probabilities(policy: Policy | Array) -> Array:
    import numpy as np

    if not isinstance(policy, Policy):
        return np.asarray(policy, dtype=float)
    table = np.zeros((len(policy.rows), policy.actions))
    for s, row in enumerate(policy.rows):
        for a, p in row:
            table[s, a] = float(p)
    return table


def _offered(env: Environment) -> Any:
    """Return whether an action is available in a state, as an array (|S|, |A|) of truth values."""
    import numpy as np

    return np.array([[a in here for a in range(len(env.actions))] for here in env.available])


def _visited(env: Environment) -> frozenset[int]:
    """Return the states where a policy comes that plays every action."""
    return reachable(env, full(env))


def _shown(environments: Sequence[Environment]) -> Iterator[tuple[list[int], Pair]]:
    """Yield each pair (s, a) that is visited, with the environments where s is."""
    visited = [_visited(env) for env in environments]
    for pair in environments[0].pairs:
        where = [k for k, states in enumerate(visited) if pair[0] in states]
        if where:
            yield where, pair


def _shown_twice(environments: Sequence[Environment]) -> Iterator[tuple[int, int, Pair]]:
    """Yield each pair (s, a) with the first environment where s is visited and each further one."""
    for (first, *others), pair in _shown(environments):
        yield from ((first, other, pair) for other in others)


def _shaping(environments: Sequence[Environment], k: int, pair: Pair) -> list[Fraction]:
    """Return the row of I − γ P(a) for a pair (s, a) in the k-th environment, among columns for all."""
    env, (s, a), width = environments[k], pair, len(environments[0].states)
    row = [Fraction(0)] * (width * len(environments))
    row[k * width + s] += 1
    for t, p in env.transition[s][a]:
        if t not in env.ended:
            row[k * width + t] -= env.discount * p
    return row


def _minus(left: list[Fraction], right: list[Fraction]) -> list[Fraction]:
    return [x - y for x, y in zip(left, right, strict=True)]
