"""The views are pure functions from values to SVG or HTML."""

from .. import live
from ..drawing.diagram import diagram, verdict_table
from ..drawing.typeset import Listing, SymbolTable, Typeset
from ..drawing.world import both, pair, world
from ..editor.editor import editor
from ..live import Select, Slider, Text, View, view
from .exercise import exercise

__all__ = [
    "Listing",
    "Select",
    "Slider",
    "SymbolTable",
    "Text",
    "Typeset",
    "View",
    "both",
    "diagram",
    "editor",
    "exercise",
    "live",
    "pair",
    "verdict_table",
    "view",
    "world",
]
