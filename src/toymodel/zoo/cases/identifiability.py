"""T9: some environments are enough to identify a soft agent's objective (Rolland et al. 2022; Cao et al. 2021).

Hypothesis: what one environment hides, two may show, if they differ enough; and being different
is not enough.

Story: an expert is observed while it pursues the same R(s,a) in two environments. The shapings
(V_1, V_2) that look alike in both are the kernel of a matrix with 2|S| columns. If only the constants
are in it, its rank is 2|S| − 1 and R is known up to a constant.

Numbers: four states, three actions, so 2|S| − 1 = 7. Every row of the *generic* environment has two
outcomes, no two rows alike. Two discounts (1/2 and 9/10) or two dynamics give rank 7; the same
expert twice gives 4; an environment in which actions change nothing, with two discounts, gives 4
(beside a generic one it gives 7).

Who fails at what: this is no case, for nobody is judged here; `pairs` returns the environments.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ...worlds import Environment

STATES, ACTIONS = 4, 3


def generic(shift: int = 1, discount: Fraction = Fraction(1, 2)) -> Environment:
    """Return an environment with two outcomes a row, ``shift`` (1 to 3) states apart; no two rows are alike."""
    rows = []
    for s in range(STATES):
        row = []
        for a in range(ACTIONS):
            share = Fraction(1 + s * ACTIONS + a, 16)
            weights = [Fraction(0)] * STATES
            weights[(s + a) % STATES] += share
            weights[(s + a + shift) % STATES] += 1 - share
            row.append(weights)
        rows.append(row)
    return Environment.from_arrays(rows, [1, 0, 0, 0], discount, name=f"generic, {shift} apart, γ = {discount}")


def no_control(discount: Fraction = Fraction(1, 2)) -> Environment:
    """Return the generic environment with its first action in place of all three."""
    env = generic(discount=discount)
    rows = tuple((row[0],) * ACTIONS for row in env.transition)
    return Environment(env.states, env.actions, rows, env.initial, discount, f"no control, γ = {discount}")


def pairs() -> Mapping[str, tuple[Environment, Environment]]:
    """Return the four pairs of environments, by what distinguishes them."""
    far = Fraction(9, 10)
    return {
        "two discounts": (generic(), generic(discount=far)),
        "two dynamics": (generic(), generic(2)),
        "the same twice": (generic(), generic()),
        "no control": (no_control(), no_control(far)),
    }
