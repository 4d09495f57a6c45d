"""A notion of performing well says of whom, where and on what it holds (`H7`, `K8`, W1 … W8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from ..agents import Learner
from ..logic import Fact, Unknown
from ..worlds import Environment, Mixture, Objective, Pair, Policy, World


@dataclass(frozen=True)
class Trial:
    """A trial says who is to perform well, where, and on what.

    Attributes
    ----------
    world : World
    believed : Environment or None
        Ê, the environment that the agent believes in.
    policy : Policy
        What it does in deployment.
    objective : Objective
    epsilon : Fraction
        ε, in units of the objective.
    possible : Mixture or None
        What deployment might have been, and an evaluator's prior q over that.
    prior : Mixture or None
        What the agent thinks possible, where its belief is a mixture.
    deferring : frozenset of (state, action)
        What counts as asking or abstaining.
    learner : Learner or None
        The agent, if it goes on learning.
    elsewhere : callable or None
        What it does in another environment, for an agent that replans; by default the same policy.
    where : str
        What to call the environment in a sentence: "deployment", or "training".
    """

    world: World
    believed: Environment | None
    policy: Policy
    objective: Objective
    epsilon: Fraction
    agent: str = "the agent"
    possible: Mixture | None = None
    prior: Mixture | None = None
    deferring: frozenset[Pair] = frozenset()
    learner: Learner | None = None
    elsewhere: Callable[[Environment], Policy | None] | None = None
    where: str = "deployment"

    def acts(self, env: Environment) -> Policy | None:
        """Return what the agent does in an environment, or None where nobody has said."""
        return self.policy if self.elsewhere is None else self.elsewhere(env)


class Notion(Protocol):
    """A notion is one meaning of "performs well"."""

    @property
    def name(self) -> str:
        """Return its label, W1 … W8."""

    @property
    def title(self) -> str:
        """Return what it is in a few words."""

    @property
    def tex(self) -> str:
        """Return TeX with {0} for the policy, {1} for the objective, {2} for ε."""

    @property
    def says(self) -> str:
        """Return what follows the agent's name, with {1} for the objective and {2} for ε."""

    @property
    def denies(self) -> str:
        """Return the contrary of ``says``."""

    @property
    def has_epsilon(self) -> bool:
        """Return whether the notion has an ε."""

    @property
    def attainable(self) -> str:
        """Return whether an agent that must work in an unknown world can perform well in this sense."""

    @property
    def i3(self) -> str:
        """Return under which readings intent alignment and performing well in this sense give impact alignment."""

    def loss(self, trial: Trial) -> Fraction | Unknown:
        """Return the number that has to be at most ε (or 0), in units of the objective; Unknown if there is none."""

    def judge(self, trial: Trial) -> Fact:
        """Decide whether the agent performs well."""
