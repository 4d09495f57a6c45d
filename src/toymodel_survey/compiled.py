"""Kernels are plain Python, compiled by Numba where it is installed; without it they say the same, slowly.

Compiled kernels are kept in the user's cache, under a hash of all that they are made of: Numba by itself looks only at
the file of a function, and not at those of the functions that it calls.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

KERNELS = ("worlds", "solving", "searching", "agents", "exposure", "settling", "tabulate")
"""The modules of this package that have kernels."""


def jit(function: F) -> F:
    """Return the function, compiled when it is first called, if Numba is there.

    References are counted only where arrays are made: elsewhere they outlive the call, and to count every row that is
    looked at takes a third of the time.
    """
    try:
        import numba
    except ImportError:
        return function
    config: Any = numba.config
    compiler: Any = numba.njit
    makes = "np" in function.__code__.co_names
    before = config.CACHE_DIR
    config.CACHE_DIR = before or _cache()
    try:
        return cast("F", compiler(cache=True, nogil=True, error_model="numpy", _nrt=makes)(function))
    finally:
        config.CACHE_DIR = before


def plain(function: F) -> F:
    """Return the function as it was written, which takes lists as well as arrays."""
    return cast("F", getattr(function, "py_func", function))


@cache
def _cache() -> str:
    made = sha256()
    for name in ("compiled", *KERNELS):
        made.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return str(Path(home) / "toymodel" / f"survey-{made.hexdigest()[:16]}")
