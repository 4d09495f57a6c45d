"""Pictures are made of small pieces of SVG: elements with escaped attributes and text, and the palette.

Colours are CSS variables with fallbacks, so that a book's page can follow its theme and a bare
notebook still shows the picture. The two strong colours, blue and orange, are told apart by
colour-blind readers too, and no picture says anything by colour alone.
"""

from __future__ import annotations

from html import escape

YES, YES_LINE = "var(--toy-yes, #d3e6f8)", "var(--toy-yes-line, #0b5c9e)"
NO, NO_LINE = "var(--toy-no, #fde0c2)", "var(--toy-no-line, #a84300)"
NONE, NONE_LINE = "var(--toy-none, #ebebeb)", "var(--toy-none-line, #666666)"
INK = "var(--toy-ink, #14202b)"
"""Text on any of the three grounds; text on the page itself uses currentColor."""

FILL = {"true": YES, "false": NO, "undefined": NONE, "undecided": NONE}
LINE = {"true": YES_LINE, "false": NO_LINE, "undefined": NONE_LINE, "undecided": NONE_LINE}
MARK = {"true": "✓", "false": "✗", "undefined": "–", "undecided": "?"}


def element(tag: str, *inside: str, **attributes: object) -> str:
    """Return an SVG element; attribute names get "-" for "_", attribute values are escaped, content is not.

    Examples
    --------
    >>> element("text", "a", x=1, text_anchor="middle")
    '<text x="1" text-anchor="middle">a</text>'
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_short(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{written}/>"


def text(content: object, x: float, y: float, size: float = 14, **attributes: object) -> str:
    """Return a text element, centred unless ``text_anchor`` says otherwise; the content is escaped."""
    settings: dict[str, object] = {"text_anchor": "middle", "fill": "currentColor", **attributes}
    return element("text", escape(str(content)), x=x, y=y, font_size=size, **settings)


class Picture(str):
    """A picture is HTML or SVG text that a notebook shows as what it is."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def picture(width: float, height: float, says: str, *parts: str, title: str = "") -> Picture:
    """Return an SVG picture that scales with the page.

    Parameters
    ----------
    says : str
        What there is to see, for readers who cannot see it.
    """
    drawn = element(
        "svg",
        *([element("title", escape(title))] if title else []),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_short(width)} {_short(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=says,
        font_family="system-ui, sans-serif",
        style="max-width: 100%; height: auto",
        class_="toy",
    )
    return Picture(drawn)


def arrowhead(x: float, y: float, dx: float, dy: float, colour: str, size: float = 9) -> str:
    """Return a filled arrowhead whose tip is at (x, y), pointing along (dx, dy)."""
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length, dy / length
    back_x, back_y = x - size * ux, y - size * uy
    points = [
        (x, y),
        (back_x - uy * size / 2, back_y + ux * size / 2),
        (back_x + uy * size / 2, back_y - ux * size / 2),
    ]
    return element("polygon", points=" ".join(f"{_short(a)},{_short(b)}" for a, b in points), fill=colour)


def shortened(label: str, limit: int = 22) -> str:
    """Return a label cut to what a picture has room for."""
    return label if len(label) <= limit else label[: limit - 1] + "…"


def _short(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
