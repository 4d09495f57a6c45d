"""Worlds and cases are read from files and written to them: JSON and its schemas."""

from .cases import read_case, write_case

__all__ = ["read_case", "write_case"]
