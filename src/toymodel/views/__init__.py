"""Pictures and live views: pure functions from values to SVG."""

from . import live
from .diagram import diagram, verdict_table
from .live import Select, Slider, View, view
from .typeset import SymbolTable, Typeset
from .world import world

__all__ = ["Select", "Slider", "SymbolTable", "Typeset", "View", "diagram", "live", "verdict_table", "view", "world"]
