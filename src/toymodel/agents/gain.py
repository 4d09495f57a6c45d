"""The gain of a policy is its long-run average reward per step.

The gain g^π(s) = lim (1/T) Σ_{t<T} E[r_t] does not discount. It is found exactly: by the
stationary distribution of each closed class of states, and for the optimum by policy iteration
for chains of any structure (Howard 1960; Puterman 1994, section 9.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ..solve.linear import fixed_point, solve
from ..solve.values import start_value
from ..worlds import Environment, Objective, Policy

Links = Sequence[Mapping[int, Fraction]]


def chain_gain(rewards: Sequence[Fraction], links: Links) -> list[Fraction]:
    """Return the long-run average reward from each state of a Markov chain.

    Parameters
    ----------
    rewards : sequence of Fraction
        Mean reward of a step from each state.
    links : sequence of mapping
        ``links[i][j]`` is the probability of going from i to j.
    """
    return _gain(rewards, links)[0]


def gain(env: Environment, objective: Objective, policy: Policy) -> Fraction:
    """Return the long-run average of a policy from the initial distribution.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "s"}, start="s", discount="0.9")
    >>> gain(env, Objective.on(env, {"t": 1}), Policy.deterministic([0, 0], 2))
    Fraction(1, 2)
    """
    policy.fits(env)
    mean = objective.mean(env)
    rewards = [sum((p * mean[s][a] for a, p in row), Fraction(0)) for s, row in enumerate(policy.rows)]
    links: list[dict[int, Fraction]] = []
    for s, row in enumerate(policy.rows):
        link: dict[int, Fraction] = {}
        for a, weight in row:
            for t, p in env.transition[s][a]:
                link[t] = link.get(t, Fraction(0)) + weight * p
        links.append(link)
    return start_value(env, tuple(chain_gain(rewards, links)))


def optimal_gain(env: Environment, objective: Objective) -> Fraction:
    """Return the highest long-run average that any policy has from the initial distribution."""
    mean = objective.mean(env)
    moves = [[dict(row) for row in rows] for rows in env.transition]
    choices = [min(here, default=0) for here in env.available]
    while True:
        rewards = [row[a] for row, a in zip(mean, choices, strict=True)]
        links = [row[a] for row, a in zip(moves, choices, strict=True)]
        gains, closed = _gain(rewards, links)
        bias = _bias(rewards, links, gains, closed)
        ahead = [[_mean(move, gains) if move else None for move in row] for row in moves]
        better = [_argmax(row, a) for row, a in zip(ahead, choices, strict=True)]
        if better == choices:
            later = [
                [mean[s][a] + _mean(move, bias) if ahead[s][a] == gains[s] else None for a, move in enumerate(row)]
                for s, row in enumerate(moves)
            ]
            better = [_argmax(row, a) for row, a in zip(later, choices, strict=True)]
        if better == choices:
            return start_value(env, tuple(gains))
        choices = better


def _gain(rewards: Sequence[Fraction], links: Links) -> tuple[list[Fraction], list[list[int]]]:
    """Return the gain, and the closed classes of states."""
    closed = [block for block in components([list(link) for link in links]) if _is_closed(block, links)]
    earned: dict[int, Fraction] = {}
    for block in closed:
        share = _stationary(block, links)
        average = sum((p * rewards[i] for i, p in zip(block, share, strict=True)), Fraction(0))
        earned |= dict.fromkeys(block, average)
    constant = [earned.get(i, Fraction(0)) for i in range(len(rewards))]
    return fixed_point(constant, [{} if i in earned else link for i, link in enumerate(links)]), closed


def components(successors: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected components of a graph, sinks first (Tarjan 1972, without recursion)."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    done: list[list[int]] = []
    assigned: set[int] = set()
    for root in range(len(successors)):
        if root in order:
            continue
        work = [(root, 0)]
        while work:
            node, child = work.pop()
            if node not in order:
                order[node] = low[node] = len(order)
                stack.append(node)
            for i in range(child, len(successors[node])):
                successor = successors[node][i]
                if successor not in order:
                    work += [(node, i), (successor, 0)]
                    break
                if successor not in assigned:
                    low[node] = min(low[node], low[successor])
            else:
                if low[node] == order[node]:
                    cut = stack.index(node)
                    done.append(stack[cut:])
                    assigned.update(stack[cut:])
                    del stack[cut:]
    return done


def _bias(
    rewards: Sequence[Fraction], links: Links, gains: Sequence[Fraction], closed: Sequence[Sequence[int]]
) -> list[Fraction]:
    """Solve h = r − g + P h, with h = 0 at the first state of each closed class."""
    pinned = {min(block) for block in closed}
    constant = [Fraction(0) if i in pinned else r - g for i, (r, g) in enumerate(zip(rewards, gains, strict=True))]
    return fixed_point(constant, [{} if i in pinned else link for i, link in enumerate(links)])


def _stationary(block: Sequence[int], links: Links) -> list[Fraction]:
    """Return the distribution that a closed class keeps."""
    matrix = [[links[i].get(j, Fraction(0)) - (i == j) for i in block] for j in block]
    matrix[-1] = [Fraction(1)] * len(block)
    return solve(matrix, [Fraction(0)] * (len(block) - 1) + [Fraction(1)])


def _is_closed(block: Sequence[int], links: Links) -> bool:
    inside = set(block)
    return all(j in inside for i in block for j in links[i])


def _mean(move: Mapping[int, Fraction], values: Sequence[Fraction]) -> Fraction:
    return sum((p * values[t] for t, p in move.items()), Fraction(0))


def _argmax(row: Sequence[Fraction | None], kept: int) -> int:
    known = [x for x in row if x is not None]
    best = max(known, default=None)
    return kept if row[kept] == best else row.index(best)
