"""Worlds and cases as files: JSON in and out, its schemas, and importers."""

from .cases import read_case, write_case
from .gymnasium import from_gymnasium

__all__ = ["from_gymnasium", "read_case", "write_case"]
