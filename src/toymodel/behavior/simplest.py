"""Planner–reward pairs are weighed by simplicity (Armstrong & Mindermann 2018).

A pair (p, R) explains the behaviour if p(R) = π. Its weight is 2^−(bits of p + bits of R) times
the probability that p breaks its ties as the agent did. Dem(π) holds the objectives of the
heaviest pairs.

The planners: one who maximises, or minimises, R for ever (3 bits); one who does either over k
steps (3 bits and those of k); and the table, which plays what is written in it whatever R is (1
bit, and log2 |A(s)| for every state where it comes: it breaks a tie among all actions). The bits of
R are those of `description`.

Identifiability: (p, R) and (−p, −R) give the same policy in every environment and take equally
many bits, so R and −R are demonstrated together, and no number of environments tells them
apart; the verdict on intent may flip between them (`T16`, `two_planners` in the zoo). Where
behaviour is short, the table and the zero objective win. Tests:
`tests/behavior/test_simplest.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..agents import lookahead
from ..logic import Unknown
from ..solve import full, optimal
from ..worlds import AllowedActions, Environment, Objective
from .description import MIXED, count_bits, deterministic_where_visited, likelihood, objective_bits
from .observation import Observation


@dataclass(frozen=True)
class Planner:
    """A planner has a way from objective to policy: it maximises or minimises, for ever or for some steps; or none."""

    name: str
    bits: int
    sign: int = 0
    depth: int | None = None

    def allowed(self, env: Environment, objective: Objective) -> AllowedActions:
        """Return what it may do in each state; ties are left open."""
        if not self.sign:
            return full(env)
        aim = objective if self.sign > 0 else objective.map(lambda x: -x)
        return optimal(env, aim).actions if self.depth is None else lookahead(env, aim, self.depth)


def planners(depths: int) -> tuple[Planner, ...]:
    """Return the table, the exact planners, and those that look 1 … ``depths`` steps ahead."""
    signed = (("maximises", 1), ("minimises", -1))
    return (
        Planner("plays a table, whatever it is given:", 1),
        *(Planner(verb, 3, sign) for verb, sign in signed),
        *(
            Planner(f"{verb}, looking {k} step{'s' * (k > 1)} ahead,", 3 + count_bits(k), sign, k)
            for k in range(1, depths + 1)
            for verb, sign in signed
        ),
    )


@dataclass(frozen=True)
class Explanation:
    """An explanation has a planner, an objective, and the weight 2^−bits of the pair, its ties included."""

    planner: Planner
    objective: Objective
    weight: Fraction

    def __str__(self) -> str:
        return f"it {self.planner.name} {self.objective.name}"


@dataclass(frozen=True)
class Simplest:
    """A policy demonstrates R iff no pair with another candidate is heavier than the heaviest pair with R."""

    depths: int = 2
    name: str = "simplest"
    tex: str = r"\mathrm{{simple}}"

    def demonstrates(
        self, observed: Sequence[Observation], objective: Objective, candidates: Sequence[Objective]
    ) -> bool | Unknown:
        """Return whether some pair (p, R) is among the heaviest; undefined for policies that mix.

        Examples
        --------
        >>> from ..worlds import Policy
        >>> env = Environment.build({"s": "s"}, start="s", discount="1/2", actions=["a", "b"])
        >>> observed = [Observation(env, Policy.deterministic([0], 2))]
        >>> SIMPLEST.demonstrates(observed, Objective.zero(env), [Objective.on(env, {("s", "a"): 1})])
        True
        """
        if not deterministic_where_visited(observed):
            return Unknown(MIXED)
        return self._heaviest(observed, objective) >= max(
            self._heaviest(observed, other) for other in (objective, *candidates)
        )

    def allowed(self, env: Environment, objective: Objective) -> AllowedActions | None:
        """Return None: the weight depends on all that the policy does."""
        return None

    def explanations(self, observed: Sequence[Observation], objectives: Sequence[Objective]) -> tuple[Explanation, ...]:
        """Return every pair that explains the behaviour, heaviest first."""
        found = []
        for planner in planners(self.depths):
            for objective in objectives:
                chance = likelihood(observed, [planner.allowed(o.env, objective) for o in observed])
                if chance:
                    bits = planner.bits + objective_bits(observed[0].env, objective)
                    found.append(Explanation(planner, objective, chance / 2**bits))
        return tuple(sorted(found, key=lambda e: -e.weight))

    def posterior(self, observed: Sequence[Observation], objectives: Sequence[Objective]) -> tuple[Fraction, ...]:
        """Return each objective's share of the weight, over all planners."""
        listing = self.explanations(observed, objectives)
        total = sum((e.weight for e in listing), Fraction(0))
        return tuple(sum((e.weight for e in listing if e.objective is r), Fraction(0)) / total for r in objectives)

    def _heaviest(self, observed: Sequence[Observation], objective: Objective) -> Fraction:
        return self.explanations(observed, [objective])[0].weight


SIMPLEST = Simplest()
