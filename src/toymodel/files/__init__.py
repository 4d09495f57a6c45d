"""Worlds and cases are read from files and written to them: JSON, its schemas, and importers."""

from .cases import read_case, write_case
from .gymnasium import from_gymnasium

__all__ = ["from_gymnasium", "read_case", "write_case"]
