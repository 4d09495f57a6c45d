"""Atoms are the facts of a world and its agents from which every reading is read off, whatever its ε, τ and trivia.

Numbers are floats, with one exception that makes them atoms: **zero is exact**. A regret is 0 exactly if the policy is
optimal, harm is 0 exactly if nothing bad is used, and so on; all this is decided by sets of optimal actions, and where
floats leave these in doubt, `toymodel.solve` finds them. A number that is compared with another ε is in doubt near it
(`toymodel_survey.reader`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toymodel.solve import optimal

from .agents import BELIEVER, Kind
from .cases import environment, objective
from .draws import key, many
from .settling import Worlds, settle
from .tabulate import Asked, tabulate
from .worlds import Point

if TYPE_CHECKING:
    from .specification import Specification

    Array = np.ndarray[Any, np.dtype[Any]]


class Atoms(NamedTuple):
    """Atoms of many samples: arrays whose first axis is the sample.

    Places are 0 training, 1 deployment, 2 beliefs; objectives 0 the human's, 1 base, 2 mesa, 3 zero.

    Attributes
    ----------
    weight : (N,)
        By how much a sample counts: 1, unless the judge is tilted.
    exact : (N,) of bool
        Whether the optimal actions were in doubt, and were found exactly.
    beyond : (N,) of bool
        Whether the search for what models demonstrate gave up.
    trivial : (N, 3, 4) of bool
        By place and objective: every policy is optimal.
    apart : (N, 3, 4)
        By objective and another: Σ |R(s,a) − R'(s,a)|.
    same : (N, 2, 4, 4) of bool
        By place and two objectives: what their optima use is the same.
    harm : (N, 2, 4, 2)
        By place and objective: the badness of its worst and of its best optimum.
    gap, loss : (N, 4, 2)
        By objective, in deployment, of its worst and best optimum: the largest shortfall Q* − V* by the base objective
        that it cannot but use; its regret on the base objective.
    span : (N, 3)
        By objective: the largest regret in deployment.
    models : (N, 4, 4) of uint8
        By where policies are optimal for the base objective (nowhere asked, training, deployment, both) and where they
        are observed (training, deployment, both, beliefs): bit T says that some are optimal for the objectives in T
        alone. "Nowhere asked" matters to one who replans, and is 0 where nobody does.
    regret : (N, agents, 3, 3)
        By agent, place and objective.
    badness : (N, agents, 2)
        By agent and place.
    wrong : (N, 2)
        Rows believed wrongly; those of them that the ideal plan uses, R_m's in deployment.
    exposure : (N, shares + 2)
        Harm permitted at each share of the largest regret; at none; the most there is.
    slope : (N,)
        The exposure's first slope, harm per unit of regret.
    """

    weight: Array
    exact: Array
    beyond: Array
    trivial: Array
    apart: Array
    same: Array
    harm: Array
    gap: Array
    loss: Array
    span: Array
    models: Array
    regret: Array
    badness: Array
    wrong: Array
    exposure: Array
    slope: Array


BATCH = 64
"""Samples that are worked out together: so few that their memory is used again, and not mapped anew, at few states."""


def empty(samples: int, agents: int, shares: int) -> Atoms:
    """Return atoms to be filled in."""
    short: Any = np.float32
    return Atoms(
        np.ones(samples),
        np.zeros(samples, np.bool_),
        np.zeros(samples, np.bool_),
        np.zeros((samples, 3, 4), np.bool_),
        np.zeros((samples, 3, 4), np.int64),
        np.zeros((samples, 2, 4, 4), np.bool_),
        np.zeros((samples, 2, 4, 2), short),
        np.zeros((samples, 4, 2), short),
        np.zeros((samples, 4, 2), short),
        np.zeros((samples, 3), short),
        np.zeros((samples, 4, 4), np.uint8),
        np.zeros((samples, agents, 3, 3), short),
        np.zeros((samples, agents, 2), short),
        np.zeros((samples, 2), np.int16),
        np.zeros((samples, shares + 2 if shares else 0), short),
        np.zeros(samples),
    )


def room(samples: int, point: Point) -> Worlds:
    """Return worlds to be filled in."""
    n, m, b = point.states, point.actions, point.branching
    whole: Any = np.int64
    return Worlds(
        np.zeros((samples, 3, n, m, b), whole),
        np.zeros((samples, 3, n, m, b), whole),
        np.zeros((samples, 3, n, m, b)),
        np.zeros((samples, 3), whole),
        np.zeros((samples, 4, n, m), whole),
        np.zeros((samples, n, m), whole),
        np.zeros((samples, 3, 3, n)),
        np.zeros((samples, 3, 4, n), whole),
        np.zeros(samples, np.bool_),
    )


def sample(spec: Specification, point: Point, first: int, samples: int) -> Atoms:
    """Return the atoms of samples first, first + 1, … at a point; the same in whatever portions they are asked for.

    Examples
    --------
    >>> from .toml_file import read
    >>> spec = read('seed = 1\\nsizes = [3]\\n[[agents]]\\nkind = "keeper"\\n')
    >>> sample(spec, spec.points[0], 0, 8).regret[3:5].tolist() == sample(spec, spec.points[0], 3, 2).regret.tolist()
    True
    """
    kinds: Sequence[Kind] = spec.kinds
    shares = np.array([float(share) for share in spec.exposure])
    asked = Asked(np.array(kinds, np.int64), shares, spec.exposed)
    believing = any(kind.kind == BELIEVER for kind in kinds)
    out, words = empty(samples, len(kinds), len(shares)), key(spec.seed, point.size)
    worlds = room(min(BATCH, samples), point)
    for at in range(0, samples, BATCH):
        count = min(BATCH, samples - at)
        draws = many(words, first + at, count, point.draws)
        here, part = _cut(worlds, 0, count), _cut(out, at, at + count)
        settle(draws, point, believing, here)
        for i in np.flatnonzero(here.doubt):
            _exactly(point, here, int(i))
            part.exact[i] = True
        tabulate(draws, point, asked, believing, here, part)
    return out


def _cut(arrays: Any, low: int, high: int) -> Any:
    return type(arrays)(*(each[low:high] for each in arrays))


def _exactly(point: Point, worlds: Worlds, i: int) -> None:
    """Find the optimal actions of one world exactly."""
    succ, weight = worlds.succ[i].reshape(-1).tolist(), worlds.weight[i].reshape(-1).tolist()
    pays = worlds.pays[i].reshape(-1).tolist()
    for place in range(3):
        env = environment(point, succ, weight, worlds.start[i].tolist(), place)
        for r in range(3):
            best = optimal(env, objective(point, pays, r)).actions
            worlds.masks[i, place, r] = [sum(1 << a for a in row) for row in best]
