"""The views are pure functions from values to SVG or HTML."""

from importlib import import_module
from pkgutil import iter_modules

from .. import live
from ..drawing.diagram import diagram, verdict_table
from ..drawing.typeset import Listing, SymbolTable, Typeset
from ..drawing.world import both, pair, world
from ..editor.editor import editor
from ..exercises import exercises, pages
from ..live import Select, Slider, Text, View, view
from .definition import NAMES, definition
from .domain import domain
from .exercise import exercise
from .prediction import prediction

__all__ = [
    "Listing",
    "Select",
    "Slider",
    "SymbolTable",
    "Text",
    "Typeset",
    "View",
    "both",
    "definition",
    "diagram",
    "domain",
    "editor",
    "every",
    "exercise",
    "live",
    "pair",
    "prediction",
    "verdict_table",
    "view",
    "world",
]


def every() -> list[View]:
    """Return every view of the book: those that modules define, the definitions, the editor, the exercises."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found = [each for module in modules for each in vars(module).values() if isinstance(each, View)]
    found += [editor, *map(definition, NAMES), *(exercise(key) for page in pages() for key in exercises(page))]
    return list({each.name: each for each in found}.values())
