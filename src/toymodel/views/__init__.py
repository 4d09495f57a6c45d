"""Pictures and live views: pure functions from values to SVG."""

from toymodel.views import live
from toymodel.views.live import Select, Slider, View, view

__all__ = ["Select", "Slider", "View", "live", "view"]
