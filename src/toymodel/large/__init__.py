"""Worlds of thousands of states are solved by floats that guess and integers that prove; the answers are as exact.

`toymodel.solve` comes here where a world is large and NumPy and SciPy are installed, and nobody else needs to: what is
answered is what its own few lines would answer, later. `certified` has the proofs; read it first.

| module | what |
|---|---|
| `certified` | optimal actions: a guess, and the proof of every sign |
| `lifting` | integer systems, solved exactly by floats that are corrected again and again |
| `ties` | two actions proved to be worth the same, by substitution |
| `equations`, `integers` | an environment in integers, exactly added and multiplied |
| `floats` | ties as floats judge them, where somebody asks for it (`Environment.by_floats`) |
"""

from ..solve import Optimal, OutOfReach
from ..worlds import Environment, Table
from . import certified, floats
from .floats import evaluate
from .lifting import NotCertified, fixed_point

__all__ = ["NotCertified", "evaluate", "fixed_point", "optimal"]


def optimal(env: Environment, mean: Table) -> Optimal:
    """Return the optima of an environment for payments R(s,a): proved, or as floats see them where it asks for that.

    Raises
    ------
    NotCertified
        If there is no proof, and the environment asks for no floats.
    OutOfReach
        If only larger numbers than memory holds would tell what is a tie.
    """
    try:
        return certified.optimal(env, mean)
    except (NotCertified, OutOfReach):
        if env.tolerance is None or env.discount == 1:
            raise
        return floats.optimal(env, mean, env.tolerance)
