"""Learners are agents that remember (spec section 1); training is what they go through.

A stationary policy forgets; a learner acts on what it remembers. With finitely many memories it
and its environment are one Markov chain, so its regret is exact: over T steps, and per step in
the end. `QLearning` and `ActorCritic` remember floats: they are numerical, seeded, and what they
settle on is an exact policy again, of which `Case.check` gives exact verdicts.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, inf
from random import Random
from typing import Any, Protocol, TypeAlias

from ..given.names import whole
from ..given.numbers import clipped
from ..solve import Undecided
from ..worlds import Environment, Objective, Policy, listed
from .gain import chain_gain

Chance: TypeAlias = Sequence[tuple[int, Fraction]] | Sequence[tuple[int, float]]
"""(action, probability): fractions, or floats for a numerical learner."""

MOST_MEMORIES = 10_000


class Learner(Protocol):
    """A learner acts on what it has in memory, and remembers what happens; memories never change."""

    @property
    def name(self) -> str:
        """Return what sentences call it."""

    def start(self, env: Environment, seed: int) -> Any:
        """Return the first memory; only the shape of the environment may be looked at."""

    def act(self, memory: Any, state: int) -> Chance:
        """Return the actions of positive probability."""

    def remember(self, memory: Any, state: int, action: int, reward: Any, after: int) -> Any:
        """Return the memory after a step."""


@dataclass(frozen=True)
class Stationary:
    """The learner that learns nothing is a policy."""

    of: Policy
    name: str = "a policy"

    def start(self, env: Environment, seed: int = 0) -> None:
        """Return the same empty memory always."""
        self.of.fits(env)

    def act(self, memory: None, state: int) -> Chance:
        """Play the one policy always."""
        return self.of.rows[state]

    def remember(self, memory: None, state: int, action: int, reward: Fraction, after: int) -> None:
        """Return the same empty memory always."""


@dataclass(frozen=True)
class Controller:
    """A finite-state controller is a learner with finitely many memories, and a policy for each.

    Attributes
    ----------
    memories : tuple of (str, Policy)
        What it does as long as it has this memory; the first is the one that it begins with.
    turns : tuple of (str, int, str)
        With this memory, on entering this state, it turns to that memory; else it keeps the one it has.

    Raises
    ------
    ValueError
        If a memory is named twice, or a turn is to or from an unknown one, or given twice.
    """

    name: str
    memories: tuple[tuple[str, Policy], ...]
    turns: tuple[tuple[str, int, str], ...] = ()

    def __post_init__(self) -> None:
        known = [memory for memory, _ in self.memories]
        if not known or len(set(known)) < len(known):
            raise ValueError(f"{self.name}: memories must be at least one, each named once; these are {listed(known)}")
        for memory, policy in self.memories:
            if not isinstance(policy, Policy):
                raise ValueError(f"{self.name}: with memory {memory!r}, {clipped(repr(policy))} must be a policy")
        states = len(self.memories[0][1].rows)
        for memory, state, then in self.turns:
            if memory not in known or then not in known:
                raise ValueError(f"{self.name}: a turn from {memory!r} to {then!r}; the memories are {listed(known)}")
            if whole(state) not in range(states):
                raise ValueError(
                    f"{self.name}: a turn on entering {clipped(repr(state))}, which is not the index of a state, "
                    f"0 … {states - 1}"
                )
        if len({turn[:2] for turn in self.turns}) < len(self.turns):
            raise ValueError(f"{self.name}: two turns from the same memory on entering the same state; keep one")

    def start(self, env: Environment, seed: int = 0) -> str:
        """Return the memory that comes first."""
        for _, policy in self.memories:
            policy.fits(env)
        return self.memories[0][0]

    def act(self, memory: str, state: int) -> Chance:
        """Play the policy of the memory."""
        return dict(self.memories)[memory].rows[state]

    def remember(self, memory: str, state: int, action: int, reward: Fraction, after: int) -> str:
        """Turn to another memory where that is written."""
        return next((then for now, entered, then in self.turns if (now, entered) == (memory, after)), memory)


# Exact regret -----------------------------------------------------------------------------------------


def learner_gain(env: Environment, objective: Objective, learner: Learner, most: int = MOST_MEMORIES) -> Fraction:
    """Return what a learner earns per step in the end, from the initial distribution.

    Raises
    ------
    Undecided
        If there are more than ``most`` pairs of memory and state, or the learner is numerical.
    """
    pay, first = _payments(env, objective), learner.start(env, 0)
    nodes: dict[tuple[Hashable, int], int] = {(first, s): k for k, (s, _) in enumerate(env.initial)}
    todo, rewards, links = list(nodes), [], []
    for memory, s in todo:
        link: dict[int, Fraction] = {}
        mean = Fraction(0)
        for a, chance in _exact(learner, memory, s):
            for t, p in env.transition[s][a]:
                mean += chance * p * pay[s][a][t]
                node = (learner.remember(memory, s, a, pay[s][a][t], t), t)
                if node not in nodes:
                    nodes[node] = len(nodes)
                    todo.append(node)
                link[nodes[node]] = link.get(nodes[node], Fraction(0)) + chance * p
        if len(nodes) > most:
            raise Undecided(f"{learner.name} may come to more than {most} memories")
        rewards.append(mean)
        links.append(link)
    gains = chain_gain(rewards, links)
    return sum((p * gains[nodes[first, s]] for s, p in env.initial), Fraction(0))


def undiscounted_return(env: Environment, objective: Objective, learner: Learner, steps: int) -> Fraction:
    """Return the expected sum of rewards over so many steps, undiscounted."""
    pay = _payments(env, objective)
    at: dict[tuple[Any, int], Fraction] = {(learner.start(env, 0), s): p for s, p in env.initial}
    total = Fraction(0)
    for _ in range(steps):
        after: dict[tuple[Any, int], Fraction] = {}
        for (memory, s), here in at.items():
            for a, chance in _exact(learner, memory, s):
                for t, p in env.transition[s][a]:
                    weight = here * chance * p
                    total += weight * pay[s][a][t]
                    node = (learner.remember(memory, s, a, pay[s][a][t], t), t)
                    after[node] = after.get(node, Fraction(0)) + weight
        at = after
    return total


def optimal_undiscounted_return(env: Environment, objective: Objective, steps: int) -> Fraction:
    """Return the most that anything can earn over so many steps, undiscounted."""
    mean = objective.mean(env)
    values = [Fraction(0)] * len(env.states)
    for _ in range(steps):
        values = [
            max(
                (
                    mean[s][a] + sum((p * values[t] for t, p in move), Fraction(0))
                    for a, move in enumerate(env.transition[s])
                    if move
                ),
                default=Fraction(0),
            )
            for s in range(len(env.states))
        ]
    return sum((p * values[s] for s, p in env.initial), Fraction(0))


def regret_over(env: Environment, objective: Objective, learner: Learner, steps: int) -> Fraction:
    """Return the regret over so many steps, undiscounted: best earnings less the learner's.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> stays = Stationary(Policy.deterministic([1, 1], 2))
    >>> regret_over(env, Objective.on(env, {"t": 1}), stays, 200)
    Fraction(199, 1)
    """
    return optimal_undiscounted_return(env, objective, steps) - undiscounted_return(env, objective, learner, steps)


def _exact(learner: Learner, memory: Any, state: int) -> Sequence[tuple[int, Fraction]]:
    row = learner.act(memory, state)
    if any(isinstance(p, float) for _, p in row):
        raise Undecided(f"{learner.name} is numerical, and is not followed exactly")
    return row  # type: ignore[return-value]


def _payments(env: Environment, objective: Objective) -> list[list[dict[int, Fraction]]]:
    """Return R(s,a,s') for every transition of positive probability."""
    objective.mean(env)
    return [
        [
            dict(paid) if isinstance(paid, tuple) else {t: paid for t, _ in move}
            for paid, move in zip(payments, moves, strict=True)
        ]
        for payments, moves in zip(objective.rewards, env.transition, strict=True)
    ]


# Numerical learners -----------------------------------------------------------------------------------

Floats: TypeAlias = tuple[tuple[float, ...], ...]


class Trainee(Learner, Protocol):
    """A trainee is a learner that can be asked what it has settled on."""

    def settled(self, memory: Any, env: Environment) -> Policy:
        """Return the deterministic policy that it now thinks best."""


@dataclass(frozen=True)
class QLearning:
    """Tabular Q-learning has a share of random actions (Watkins 1989); it is numerical.

    Attributes
    ----------
    rate : float
        Step size.
    explores : float
        Share of random actions.
    spread : float
        First values are drawn between 0 and this: it breaks ties, and differs with the seed.
    """

    rate: float = 0.2
    explores: float = 0.2
    spread: float = 0.01
    discount: float = 0.9
    name: str = "Q-learning"

    def start(self, env: Environment, seed: int) -> Floats:
        """Return random values near zero."""
        return _first(env, self.spread, seed)

    def act(self, memory: Floats, state: int) -> Chance:
        """Play the best action, or any."""
        row = memory[state]
        here = [a for a, x in enumerate(row) if x > -inf]
        best, share = row.index(max(row)), self.explores / len(here)
        return [(a, share + (1 - self.explores if a == best else 0.0)) for a in here]

    def remember(self, memory: Floats, state: int, action: int, reward: float, after: int) -> Floats:
        """Move one value towards reward + γ max Q."""
        row = memory[state]
        change = self.rate * (reward + self.discount * max(memory[after]) - row[action])
        return _put(memory, state, (*row[:action], row[action] + change, *row[action + 1 :]))

    def settled(self, memory: Floats, env: Environment) -> Policy:
        """Return the greedy policy."""
        return _greedy(memory, env, "what Q-learning learned")


@dataclass(frozen=True)
class ActorCritic:
    """The actor has softmax preferences, the critic a learned baseline (Sutton & Barto, section 13.5). Numerical.

    Attributes
    ----------
    rate, critic_rate : float
        Step sizes of preferences and of values.
    spread : float
        First preferences are drawn between 0 and this.
    """

    rate: float = 0.5
    critic_rate: float = 0.2
    spread: float = 0.01
    discount: float = 0.9
    name: str = "policy gradient"

    def start(self, env: Environment, seed: int) -> tuple[Floats, tuple[float, ...]]:
        """Return random preferences near zero, and values of zero."""
        return _first(env, self.spread, seed), (0.0,) * len(env.states)

    def act(self, memory: tuple[Floats, tuple[float, ...]], state: int) -> Chance:
        """Play by the softmax of the preferences."""
        row = memory[0][state]
        return [(a, p) for a, p in enumerate(_softmax(row)) if row[a] > -inf]

    def remember(
        self, memory: tuple[Floats, tuple[float, ...]], state: int, action: int, reward: float, after: int
    ) -> tuple[Floats, tuple[float, ...]]:
        """Follow the gradient of log π times the temporal-difference error."""
        preferences, values = memory
        error = reward + self.discount * values[after] - values[state]
        row = tuple(
            x + self.rate * error * ((a == action) - p)
            for a, (x, p) in enumerate(zip(preferences[state], _softmax(preferences[state]), strict=True))
        )
        value = values[state] + self.critic_rate * error
        return _put(preferences, state, row), (*values[:state], value, *values[state + 1 :])

    def settled(self, memory: tuple[Floats, tuple[float, ...]], env: Environment) -> Policy:
        """Return the policy that plays the most preferred action."""
        return _greedy(memory[0], env, "what the policy gradient learned")


@dataclass(frozen=True)
class Trained:
    """A trained learner has settled on a policy.

    Attributes
    ----------
    policy : Policy
        What the learner settled on: exact, and so are verdicts on it.
    curve : tuple of float
        Discounted return of each episode, in order: the learning curve. Numerical.
    seed : int
    stages : tuple of (int, Policy)
        What it would have settled on after so many episodes, where that was asked for.
    """

    policy: Policy
    curve: tuple[float, ...]
    seed: int
    stages: tuple[tuple[int, Policy], ...] = ()


def train(
    learner: Trainee,
    env: Environment,
    objective: Objective,
    *,
    episodes: int,
    steps: int,
    seed: int,
    stages: Collection[int] = (),
) -> Trained:
    """Train a learner from the initial distribution, over and over.

    Parameters
    ----------
    episodes, steps : int
        How many episodes, and how long each may be; one ends early where the episode has ended, or in a state that
        cannot be left and pays 0.
    seed : int
        Equal seeds give equal results, on any machine.
    stages : collection of int
        After how many episodes to ask what it would settle on, on the way.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> trained = train(QLearning(), env, Objective.on(env, {"t": 1}), episodes=50, steps=10, seed=0)
    >>> trained.policy.rows[0][0][0], len(trained.curve)
    (0, 50)
    """
    rng = Random(seed)  # noqa: S311
    pay = [[{t: float(x) for t, x in paid.items()} for paid in row] for row in _payments(env, objective)]
    moves = [[[(t, float(p)) for t, p in move] for move in row] for row in env.transition]
    over = {
        s for s, row in enumerate(moves) if all(m == [(s, 1.0)] and not pay[s][a][s] for a, m in enumerate(row) if m)
    }
    initial = [(s, float(p)) for s, p in env.initial]
    gamma, memory, curve = float(env.discount), learner.start(env, seed), []
    asked: list[tuple[int, Policy]] = []
    for episode in range(1, episodes + 1):
        s, weight, total = _draw(initial, rng), 1.0, 0.0
        for _ in range(steps):
            if s in over:
                break
            a = _draw(learner.act(memory, s), rng)
            t = _draw(moves[s][a], rng)
            total += weight * pay[s][a][t]
            memory = learner.remember(memory, s, a, pay[s][a][t], t)
            weight *= gamma
            s = t
        curve.append(total)
        if episode in stages:
            asked.append((episode, learner.settled(memory, env)))
    return Trained(learner.settled(memory, env), tuple(curve), seed, tuple(asked))


def _draw(chances: Sequence[tuple[int, float]] | Chance, rng: Random) -> int:
    if len(chances) == 1:
        return chances[0][0]
    left = rng.random()
    for outcome, p in chances:
        left -= p
        if left < 0:
            return outcome
    return chances[-1][0]


def _softmax(row: Sequence[float]) -> list[float]:
    top = max(row)
    weights = [exp(x - top) for x in row]
    total = sum(weights)
    return [w / total for w in weights]


def _first(env: Environment, spread: float, seed: int) -> Floats:
    """Return random numbers near zero; −∞ for what is not available, and zeros where the episode has ended."""
    rng = Random(seed)  # noqa: S311
    drawn = [[spread * rng.random() for _ in env.actions] for _ in env.states]
    return tuple(
        tuple(x if a in here else -inf for a, x in enumerate(row)) if here else (0.0,) * len(row)
        for row, here in zip(drawn, env.available, strict=True)
    )


def _greedy(table: Floats, env: Environment, name: str) -> Policy:
    rows = zip(table, env.available, strict=True)
    return Policy.deterministic([row.index(max(row)) if here else None for row, here in rows], len(env.actions), name)


def _put(table: Floats, state: int, row: tuple[float, ...]) -> Floats:
    return (*table[:state], row, *table[state + 1 :])
