"""What somebody does, and all that anybody might do.

Policies are told apart where the formula looks: of those that do the same there, one is tried. A policy pair has
one policy for each environment; a single policy is a pair of equals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from ..agents import AnyAgent
from ..logic import Atom, Formula, Quantifier, Var, subformulas
from ..logic.verdicts import STATUS, Absent, Status
from ..solve import stays_inside, steps
from ..solve.search import first, supports
from ..worlds import AllowedActions, Environment, Policy

if TYPE_CHECKING:
    from .semantics import Semantics

Places: TypeAlias = dict[str, Environment]


@dataclass(frozen=True)
class PolicyPair:
    """A policy in training and one in deployment, the same unless planners replan; and whose they are, if known."""

    training: Policy
    deployment: Policy
    agent: AnyAgent | None = None

    @property
    def name(self) -> str:
        """Return what to call it in a sentence."""
        return self.agent.name if self.agent else "the policy"

    def at(self, place: str) -> Policy:
        """Return the policy in one place; what it does by its beliefs is what it does when deployed."""
        return self.training if place == "training" else self.deployment

    def keeps_to(self, place: str, env: Environment, allowed: AllowedActions) -> Status:
        """Return whether all that it uses there from the start is allowed."""
        return STATUS[stays_inside(env, self.at(place), allowed)]


def looked_at(meaning: Semantics, var: Var, wanted: Formula) -> Places:
    """Return where the formula looks at what this variable stands for."""
    found: Places = {}
    for atom in subformulas(wanted):
        if isinstance(atom, Atom) and var in atom.args:
            with suppress(Absent):  # what is not there makes the atom undefined, of whatever policy
                found |= meaning.places(atom.symbol)
    return found


def grouped(places: Places, var: Var) -> list[Places]:
    """Return the places where one policy is played: all of them, or of a pair those of each of its policies."""
    if not var.pair:
        return [places]
    training = {place: env for place, env in places.items() if place == "training"}
    return [training, {place: env for place, env in places.items() if place != "training"}]


def every_policy(meaning: Semantics, q: Quantifier, wanted: Formula) -> Iterator[PolicyPair]:
    """Yield every policy of a quantifier's domain, or every pair of them, told apart where the formula looks."""
    groups = grouped(looked_at(meaning, q.var, wanted), q.var)
    mixing = q.domain.name == "stationary"
    for chosen in product(*(told_apart(tuple(group.values()), mixing) if group else [None] for group in groups)):
        yield played(meaning, *chosen)


def told_apart(
    environments: tuple[Environment, ...], mixing: bool, chosen: Mapping[int, frozenset[int]] | None = None
) -> Iterator[AllowedActions]:
    """Yield the support of every policy, told apart where it comes; elsewhere it plays the first action available.

    ``chosen`` is what it plays in some states, by default in those without a choice.
    """
    available = environments[0].available
    known = {s: row for s, row in enumerate(available) if len(row) < 2} if chosen is None else chosen
    so_far = tuple(known.get(s, frozenset()) for s in range(len(available)))
    open_ = {s for env in environments for s in steps(env, so_far)} - known.keys()
    if not open_:
        yield tuple(known.get(s, other) for s, other in enumerate(first(available)))
        return
    fork = min(open_)
    for support in supports(available[fork], mixing):
        yield from told_apart(environments, mixing, {**known, fork: support})


def played(meaning: Semantics, *chosen: AllowedActions | None) -> PolicyPair:
    """Return the policy with this support, or the pair with these; unasked, it plays the first action."""
    env = meaning.world.training
    made = [Policy.uniform(rows or first(env.available), len(env.actions), "the policy") for rows in chosen]
    return PolicyPair(made[0], made[-1])
