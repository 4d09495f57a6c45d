"""Large worlds are answered as small ones are, and as exactly, by ways that a reader of the core can leave out.

`toymodel.solve` and `toymodel.alignment` come here where a world is large, or too many policies would have to be gone
through. All but `branching` needs NumPy and SciPy; without these the small ways answer, later. Begin with `certified`.

=======================  ===============================================================================
`certified`              optimal actions: floats guess a policy, integers prove every sign
`lifting`                integer systems, solved exactly by floats that are corrected again and again
`ties`                   two actions proved to be worth the same, by substitution
`equations`, `integers`  an environment in integers, exactly added and multiplied
`floats`                 ties as floats judge them, where somebody asks for it (`Environment.by_floats`)
`branching`              policies searched in several environments at once, choice by choice
=======================  ===============================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..solve import Optimal
    from ..worlds import Environment, Policy, Table


class NotCertified(ArithmeticError):
    """The floats were too bad for a proof, or the numbers too large for floats; nothing is claimed."""


def optimal(env: Environment, mean: Table) -> Optimal:
    """Return the optima of an environment for payments R(s,a): proved, or as floats see them where it asks for that.

    Raises
    ------
    NotCertified
        If there is no proof, and the environment asks for no floats.
    OutOfReach
        If only larger numbers than memory holds would tell what is a tie.
    """
    from ..solve import OutOfReach
    from . import certified, floats

    try:
        return certified.optimal(env, mean)
    except (NotCertified, OutOfReach):
        if env.tolerance is None or env.discount == 1:
            raise
        return floats.optimal(env, mean, env.tolerance)


def evaluate(env: Environment, mean: Table, policy: Policy) -> tuple[Fraction, ...]:
    """Return V^π(s) as floats have it, for an environment of which they judged the ties."""
    from . import floats

    return floats.evaluate(env, mean, policy)


def fixed_point(constant: Sequence[Fraction], links: Sequence[Mapping[int, Fraction]]) -> list[Fraction]:
    """Solve x[i] = constant[i] + Σ_j links[i][j] x[j], exactly; `NotCertified`, if there is no proof."""
    from . import lifting

    return lifting.fixed_point(constant, links)
