"""A verdict has a badge, told by its shape: a disc with a tick, a diamond with a cross, a ring with a dash."""

from __future__ import annotations

from .svg import NO_LINE, NONE_LINE, YES_LINE, element

PAPER = "var(--toy-paper, #ffffff)"
YES_STATES, NO_STATES = ("true", "carried"), ("false", "broken")


def badge(state: str, x: float, y: float, r: float = 7.5) -> str:
    """Return the badge of a status ("true", "false", …) or of an arrow's state ("carried", "broken", …)."""
    s = r / 7.5
    glyph: dict[str, object] = {
        "fill": "none",
        "stroke": PAPER,
        "stroke_width": 2,
        "stroke_linecap": "round",
        "stroke_linejoin": "round",
    }
    if state in YES_STATES:
        tick = f"M{x - 3.6 * s:.1f} {y + 0.3 * s:.1f}l{2.6 * s:.1f} {2.8 * s:.1f}l{4.8 * s:.1f} {-5.9 * s:.1f}"
        return element("circle", cx=x, cy=y, r=r, fill=YES_LINE) + element("path", d=tick, **glyph)
    if state in NO_STATES:
        d, a = r * 1.22, 2.6 * s
        diamond = f"M{x:.1f} {y - d:.1f}l{d:.1f} {d:.1f}l{-d:.1f} {d:.1f}l{-d:.1f} {-d:.1f}Z"
        cross = f"M{x - a:.1f} {y - a:.1f}l{2 * a:.1f} {2 * a:.1f}m{-2 * a:.1f} 0l{2 * a:.1f} {-2 * a:.1f}"
        return element("path", d=diamond, fill=NO_LINE) + element("path", d=cross, **glyph)
    ring = element("circle", cx=x, cy=y, r=r - 1, fill=PAPER, stroke=NONE_LINE, stroke_width=1.6)
    dash = f"M{x - 3 * s:.1f} {y:.1f}h{6 * s:.1f}"
    return ring + element("path", d=dash, stroke=NONE_LINE, stroke_width=1.8, stroke_linecap="round")


def small_badge(state: str) -> str:
    """Return a badge by itself, to stand in a line of text, which says the same."""
    shape = badge(state, 0, 0, 7.2)
    return element("svg", shape, viewBox="-10 -10 20 20", width=18, height=18, aria_hidden="true", class_="toy-badge")


def hatch(x: float, y: float, width: float, height: float, gap: float = 8.0) -> str:
    """Return pale slanted lines across a rectangle: the ground of what fails, on which its words stand."""
    d, k = "", gap
    while k < width + height:
        x1, y1 = (x + k, y) if k <= width else (x + width, y + k - width)
        x2, y2 = (x, y + k) if k <= height else (x + k - height, y + height)
        d += f"M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}"
        k += gap
    return element("path", d=d, stroke="var(--toy-hatch, #ad430e24)", stroke_width=3.4, fill="none", data_touch="meant")
