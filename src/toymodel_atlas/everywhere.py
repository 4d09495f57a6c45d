"""What breaks an arrow on the grid may break it over all objectives of a class too, which is decided here.

An objective matters only through the pairs that its optimal policies use in training and those
that they use in deployment. For each combination that any objective has, `stand_ins` holds one
objective that has it: ask for an objective under which these pairs are optimal and as little
else as possible, and if there is any with exactly these, this one has exactly these. So
quantifying over the stand-ins decides every quantifier over the class, as long as performing well
is exact, or what is demonstrated is optimal where it is judged: of a regret the size counts too.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import combinations, product

from toymodel.alignment import Case, Reading
from toymodel.behavior.cone import inner_point
from toymodel.solve import optimal, used
from toymodel.worlds import Environment, Objective, Pair, World

ONLY_ON_THE_GRID = frozenset(
    (arrow, "training", "every", trivial, "some", "training")
    for arrow in ("I2", "I4")
    for trivial in ("included", "excluded")
)
"""Cells that hold over all objectives though the grid {−1, 0, 1}^{S×A} violates them.

Proof. Let outer alignment hold in training and let π be optimal in deployment for R_base. Add to
R_base a small enough multiple of the indicator of what π does: the sum R is demonstrated by
some model that is optimal in training for R_base too, is not trivial, and in deployment only
policies that do as π does are optimal for it. That model is intent aligned, so some policy
optimal for R in deployment is safe, and so is π. Hence all that is optimal in deployment for
R_base is safe. The grid lacks such sums.
"""


def breaks_everywhere(case: Case, arrow: str, reading: Reading, among: str = "sa") -> bool:
    """Return whether the case breaks the arrow with all objectives of a class as candidates, besides its own."""
    return among_all(case, among).arrow(arrow, reading).state == "broken"


def among_all(case: Case, among: str = "sa") -> Case:
    """Return the case with candidates that stand for all objectives of a class, besides its own."""
    known = stand_ins(case.world, among)
    more = [r.renamed(f"objective {k}") for k, r in enumerate(known) if r not in case.candidates]
    return replace(case, candidates=(*case.candidates, *more))


def stand_ins(world: World, among: str = "sa") -> tuple[Objective, ...]:
    """Return an objective of the class for each combination of what can be optimal in training and in deployment."""
    return stand_ins_in((world.training, world.deployment), among)


@lru_cache(maxsize=4096)
def stand_ins_in(places: tuple[Environment, ...], among: str = "sa") -> tuple[Objective, ...]:
    """Return one objective of a class for each combination of what can be optimal in these environments."""
    distinct = tuple(dict.fromkeys(places))
    kept: dict[object, Objective] = {}
    for wanted in product(*(_ways(env) for env in distinct)):
        inside = inner_point(dict(zip(distinct, wanted, strict=True)), among)
        kept.setdefault(tuple(used(env, optimal(env, inside).actions) for env in distinct), inside)
    return tuple(kept.values())


def _ways(env: Environment) -> set[frozenset[Pair]]:
    """What the policies that are optimal for an objective may use, all together."""
    choices = (
        [frozenset(some) for k in range(1, len(here) + 1) for some in combinations(sorted(here), k)] or [here]
        for here in env.available
    )
    return {used(env, mask) for mask in product(*choices)}
