"""Two ways to run the kernel: interpreted, or compiled by Numba.

Compiling takes seconds and the smallest sizes less, so these are interpreted; and where Numba
is not installed everything is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

from . import kernel, lookups
from .kernel import Ints

FUNCTIONS: tuple[Callable[..., None], ...] = (
    lookups.best,
    lookups.avoid,
    lookups.distinct,
    kernel.meet,
    kernel.demonstrate,
    kernel.vouch,
    kernel.count_unjudged,
    kernel.enclose,
    kernel.count_judged,
    kernel.count_outer,
)


@dataclass(frozen=True)
class Engine:
    """The kernel's functions, and the sequences that they work on."""

    name: str
    run: Any
    zeros: Callable[[int], Ints]
    ints: Callable[[Iterable[int]], Ints]


@lru_cache
def engine(compiled: bool) -> Engine:
    """Return one of the two.

    Raises
    ------
    ModuleNotFoundError
        If the compiled one is asked for and Numba is not installed.
    """
    if not compiled:
        plain = SimpleNamespace(**{function.__name__: function for function in FUNCTIONS})
        return Engine("interpreted", plain, lambda size: [0] * size, list)
    import numba
    import numpy as np

    jit = numba.njit(cache=True, nogil=True, boundscheck=False)
    fast = SimpleNamespace(**{function.__name__: jit(function) for function in FUNCTIONS})

    def zeros(size: int) -> Any:
        return np.zeros(size, np.int64)

    def ints(given: Iterable[int]) -> Any:
        return np.fromiter(given, np.int64)

    return Engine("compiled", fast, zeros, ints)


def has_numba() -> bool:
    """Whether Numba is installed."""
    return find_spec("numba") is not None
