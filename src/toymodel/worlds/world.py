"""A world is what an agent is trained in and where it is deployed (`spec` symbol W)."""

from __future__ import annotations

from dataclasses import dataclass

from ..given.numbers import show
from .environment import Environment


@dataclass(frozen=True)
class World:
    """A world has a training and a deployment environment with the same S, A and γ (`spec` symbol W).

    In each state the same actions are available in both, so that a policy for the one is a policy for the other;
    where they lead may differ.

    Raises
    ------
    ValueError
        If the two differ in states, actions, discount or available actions.

    Examples
    --------
    >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
    >>> World.same(env).training is env
    True
    """

    training: Environment
    deployment: Environment

    def __post_init__(self) -> None:
        for what in ("states", "actions"):
            left, right = getattr(self.training, what), getattr(self.deployment, what)
            if left != right:
                raise ValueError(_difference(left, right, what))
        if self.training.discount != self.deployment.discount:
            discounts = f"{show(self.training.discount)} against {show(self.deployment.discount)}"
            raise ValueError(f"training and deployment must have the same discount: {discounts}; make both with one")
        for s, (here, there) in enumerate(zip(self.training.available, self.deployment.available, strict=True)):
            if here != there:
                raise ValueError(_different(self.training, s, here, there))

    @classmethod
    def same(cls, env: Environment) -> World:
        """Return a world deployed where it was trained."""
        return cls(env, env)


def _difference(left: tuple[str, ...], right: tuple[str, ...], what: str) -> str:
    """Return the first difference between the names of training and of deployment, and what to do about it."""
    said = f"training and deployment must have the same {what}"
    if len(left) != len(right):
        place, more, fewer = ("training", left, right) if len(left) > len(right) else ("deployment", right, left)
        alone = next(name for name in more if name not in fewer)
        return f"{said}: {len(left)} against {len(right)}, and only {place} has {alone!r}; give both the same number"
    i, (a, b) = next((i, pair) for i, pair in enumerate(zip(left, right, strict=True)) if pair[0] != pair[1])
    return (
        f"{said}: number {i} is {a!r} in training and {b!r} in deployment; give both the same names, or match them by "
        "toymodel.worlds.matched"
    )


def _different(env: Environment, s: int, here: frozenset[int], there: frozenset[int]) -> str:
    """Return what to do about a state where not the same actions are available in training and in deployment."""
    state = env.states[s]
    if not here or not there:
        return (
            f"the episode ends at {state!r} in {'deployment' if here else 'training'} only; "
            f"end it there in both, or in neither: lead every action back to {state!r}"
        )
    only = "training" if here - there else "deployment"
    return (
        f"{env.describe((s, min(here ^ there)))} is available in {only} only; "
        f"make it available in both: one that does nothing leads back to {state!r}"
    )
