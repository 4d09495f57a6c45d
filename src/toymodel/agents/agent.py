"""An agent has one policy for both environments, or one for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..given.names import whole
from ..given.numbers import clipped
from ..worlds import Environment, Mixture, Objective, Policy, World
from ..worlds.objective import single
from .demonstrations import Demonstrations
from .learning import Learner
from .planning import plan
from .search import Search


@dataclass(frozen=True)
class Agent:
    """An agent is given by what it does: a table, with no objective inside.

    Attributes
    ----------
    name : str
        For sentences ("the researcher").
    policy : Policy
        What it does in training, and in deployment too unless ``deployed`` is given.
    deployed : Policy or None
        What it does in deployment, for an agent that replans when the world changes.
    believed : Environment or None
        The environment that it takes itself to be in (Ê), where anybody knows it.
    prior : Mixture or None
        The environments that it thinks possible, and how probable; if Ê is given too, Ê is their mean.
    learner : Learner or None
        What it is if it goes on learning in deployment, beginning with ``policy``.
    incomplete : bool
        Whether its policies may say nothing of some states, where nobody has seen what it does (`Demonstrations`):
        a verdict that depends on that is undecided.
    """

    name: str
    policy: Policy
    deployed: Policy | None = None
    believed: Environment | None = None
    prior: Mixture | None = None
    learner: Learner | None = None
    incomplete: bool = False

    def __post_init__(self) -> None:
        _check_beliefs(self)
        if self.incomplete and self.learner is not None:
            raise ValueError(f"{self.name} goes on learning, which takes a policy that says what it does everywhere")

    @classmethod
    def from_demonstrations(
        cls,
        name: str,
        demonstrations: Demonstrations,
        deployed: Demonstrations | None = None,
        believed: Environment | None = None,
    ) -> Agent:
        """Return an agent of which only trajectories are known, from training, and from deployment if it replans.

        Examples
        --------
        >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
        >>> Agent.from_demonstrations("Ann", Demonstrations.read(env, [[("s", "go")]])).incomplete
        True
        """
        then = None if deployed is None else deployed.policy
        return cls(name, demonstrations.policy, then, believed, incomplete=True)

    @property
    def objective(self) -> Objective | None:
        """Return the mesa-objective R_m, which is None: a table has no objective inside."""
        return None

    def keeps(self, world: World) -> Policy | None:
        """Return its one policy for both environments, or None if it has two."""
        return self.policy if self.deployed in (None, self.policy) else None

    def replans(self, world: World) -> tuple[Policy, Policy]:
        """Return its policies in training and in deployment."""
        return self.policy, self.deployed or self.policy

    def elsewhere(self, world: World) -> Callable[[Environment], Policy | None]:
        """Return what it does in any environment when it may replan; of most, nobody has said (None)."""
        known = {world.training: self.policy, world.deployment: self.deployed or self.policy}
        return lambda env: known.get(env, self.policy if self.deployed is None else None)


@dataclass(frozen=True)
class MesaOptimizer:
    """A mesa-optimizer is an agent that searches for what does well by its own objective, where it believes to be.

    Source: the glossary of *Risks from Learned Optimization* (`D7`, `K13`).

    Attributes
    ----------
    name : str
        For sentences.
    objective : Objective
        R_m, the mesa-objective.
    believed : Environment or None
        Ê, the one environment that it takes itself to be in; None: its beliefs are true, and
        change with the environment where it replans.
    depth : int or None
        None: exact search. k ≥ 1: it looks k steps ahead and counts nothing after that.
    prefers : tuple of int
        Order in which it breaks ties between actions, by index; by default the first.
    search : Search or None
        Another way to search (`toymodel.agents.search`) than what ``depth`` says.
    prior : Mixture or None
        The environments that it thinks possible, and how probable; Ê is their mean, which is exact only
        where no decision comes after learning which it is.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> R = Objective.on(env, {"t": 1, ("s", "stay"): "1/2"})
    >>> [MesaOptimizer("m", R, depth=k).plan(env).rows[0][0][0] for k in (1, None)]
    [1, 0]
    """

    name: str
    objective: Objective
    believed: Environment | None = None
    depth: int | None = None
    prefers: tuple[int, ...] = field(default=())
    search: Search | None = None
    prior: Mixture | None = None

    def __post_init__(self) -> None:
        single(self.objective, f"the objective of {self.name}")
        _check_beliefs(self)
        if self.prior is not None and self.believed is None:
            object.__setattr__(self, "believed", self.prior.mean(f"what {self.name} believes"))
        if self.search is not None and self.depth is not None:
            raise ValueError("depth and search are both given; give one")
        if self.depth is not None and (whole(self.depth) or 0) < 1:
            given = clipped(repr(self.depth))
            raise ValueError(f"depth is {given}; it must be a whole number of at least 1, or None for exact search")
        _check_order(self.prefers, len(self.objective.rewards[0]), self.name)

    def plan(self, env: Environment) -> Policy:
        """Return the policy that it settles on when it finds itself in this environment."""
        if self.search is not None:
            found = self.search.policy(self.believed or env, self.objective, self.prefers)
            return found.renamed(f"{self.name}'s policy")
        return plan(self.believed or env, self.objective, self.depth, self.prefers, f"{self.name}'s policy")

    @property
    def learner(self) -> Learner | None:
        """Return None: it plans, and learns nothing."""
        return None

    @property
    def incomplete(self) -> bool:
        """Return False: it plans for every state."""
        return False

    def keeps(self, world: World) -> Policy:
        """Return the policy that it planned in training and keeps."""
        return self.plan(world.training)

    def replans(self, world: World) -> tuple[Policy, Policy]:
        """Return what it plans in training and what it plans in deployment."""
        return self.plan(world.training), self.plan(world.deployment)

    def elsewhere(self, world: World) -> Callable[[Environment], Policy | None]:
        """Return what it does in any environment when it may replan."""
        return self.plan


def _check_order(prefers: tuple[int, ...], actions: int, name: str) -> None:
    """Raise ValueError unless an order among actions names some of them by index, each once."""
    for k, a in enumerate(prefers):
        if whole(a) not in range(actions):
            raise ValueError(
                f"{name} prefers {clipped(repr(a))}, which is not the index of an action, 0 … {actions - 1}"
            )
        if a in prefers[:k]:
            raise ValueError(f"{name} prefers action {a} twice; name each at most once")


def _check_beliefs(agent: Agent | MesaOptimizer) -> None:
    if agent.prior is not None and agent.believed is not None and agent.believed != agent.prior.mean():
        raise ValueError(f"what {agent.name} believes is not the mean of its prior; give one of the two")
