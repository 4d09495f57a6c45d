"""Pictures and live views: pure functions from values to SVG."""

from . import live
from .diagram import diagram, verdict_table
from .editor import editor
from .exercise import exercise
from .live import Select, Slider, Text, View, view
from .typeset import SymbolTable, Typeset
from .world import world

__all__ = [
    "Select", "Slider", "SymbolTable", "Text", "Typeset", "View", "diagram", "editor", "exercise", "live",
    "verdict_table", "view", "world",
]  # fmt: skip
