"""NumPy and SciPy are needed by the numerical operators when used, not when imported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def numerical(what: str) -> Iterator[None]:
    """Say what to install if an import in this block fails.

    Raises
    ------
    ImportError
        Saying how to install NumPy and SciPy.
    """
    try:
        yield
    except ImportError as missing:
        raise ImportError(f"{what} is numerical and needs NumPy and SciPy: pip install numpy scipy") from missing
