"""A walker on a foggy moor has a map that is a little wrong: what planning by it costs, and what a theorem allows.

One step is wrong by a share c of its probability, so everything has a closed form in c and γ (chapter 11).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ...agents import MesaOptimizer
from ...alignment import Case
from ...quantities.simulation import belief_error, planning_regret
from ...solve import regret
from ...worlds import Environment, Judge, Number, Objective, Policy, World, exact


@dataclass(frozen=True)
class Walk:
    """A walk is the foggy moor as a case, and what planning by the map costs.

    Attributes
    ----------
    error : Fraction
        c.
    cost : Fraction
        The regret, in truth, of what is best by the map.
    bound : Fraction
        2Δ, which the simulation lemma promises.
    most : Fraction
        1/(1−γ): what there is to lose, in any world, where payments lie between 0 and 1.
    """

    case: Case
    error: Fraction
    cost: Fraction
    bound: Fraction
    most: Fraction

    @property
    def true(self) -> Environment:
        """Return the environment of the moor."""
        return self.case.world.deployment

    @property
    def believed(self) -> Environment:
        """Return the environment of the map."""
        walker = self.case.agents[0]
        assert isinstance(walker, MesaOptimizer)
        assert walker.believed is not None
        return walker.believed

    @property
    def policy(self) -> Policy:
        """Return what the walker does."""
        policy = self.case.agents[0].keeps(self.case.world)
        assert policy is not None
        return policy


@lru_cache(256)
def foggy(error: Number, discount: Number) -> Walk:
    """Return a walker on a foggy moor, whose map misplaces a share c of each step's probability.

    At the start a step to the left or to the right comes, with probability c, to the garden or to the swamp, and
    otherwise back to the start. On the map the two are exchanged. The garden pays 1 a step. A step to the left pays
    min(1, γc/(1−γ)): up to there, by the map, the two ways are worth the same.
    """
    c, gamma = exact(error), exact(discount)
    truth, wrong = _moor(c, gamma, False), _moor(c, gamma, True)
    pays = Objective.on(truth, {("start", "left"): min(Fraction(1), gamma * c / (1 - gamma)), "garden": 1}, "arriving")
    swamp = Objective.on(truth, {"swamp": 1}, "the swamp")
    case = Case(
        name="foggy-moor",
        story="A walker wants the garden, and steps to the right, where its map has it. The map is a little wrong.",
        world=World.same(truth),
        agents=(MesaOptimizer("the walker", pays, wrong, prefers=(truth.action("right"),)),),
        base=pays,
        judge=Judge.of_states(truth, ["swamp"], "the human"),
        candidates=(pays, swamp, Objective.zero(truth)),
        human=pays,
    )
    policy = case.agents[0].keeps(case.world)
    assert policy is not None
    cost, bound = regret(truth, pays, policy), planning_regret(truth, wrong, pays)
    return Walk(case, belief_error(truth, wrong, pays).step, cost, bound, 1 / (1 - gamma))


def _moor(c: Fraction, gamma: Fraction, exchanged: bool) -> Environment:
    ends = ("swamp", "garden") if exchanged else ("garden", "swamp")
    ways = {
        way: {t: p for t, p in (("start", 1 - c), (end, c)) if p}
        for way, end in zip(("left", "right"), ends, strict=True)
    }
    env = Environment.build({"start": ways, "garden": "garden", "swamp": "swamp"}, start="start", discount=gamma)
    return Environment(env.states, env.actions, env.transition, env.initial, gamma, "the map" if exchanged else "truth")
