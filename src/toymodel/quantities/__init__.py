"""Quantities say how much: magnitudes behind the verdicts, margins and exposure, bounds, closed forms."""

from .magnitudes import Magnitude, demonstrated, magnitude

__all__ = ["Magnitude", "demonstrated", "magnitude"]
