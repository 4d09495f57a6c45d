"""Pictures are made of small pieces of SVG: elements with escaped attributes and text, and the palette.

Colours are CSS variables with fallbacks, so that a book's page can follow its theme and a bare
notebook still shows the picture. Blue and rust mean verdicts and nothing else, and no picture says
anything by colour alone: what holds is solid and has a disc with a tick, what fails is dashed and
hatched and has a diamond with a cross, what is undefined has a ring with a dash.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

YES, YES_LINE = "var(--toy-yes, #e0ebf2)", "var(--toy-yes-line, #1d5c88)"
NO, NO_LINE = "var(--toy-no, #f9e6d8)", "var(--toy-no-line, #ad430e)"
NONE, NONE_LINE = "var(--toy-none, #f1ece1)", "var(--toy-none-line, #8b7f6c)"
INK = "var(--toy-ink, #27231d)"
"""Text on any of the three grounds, and what is drawn as a thing; text on the page itself uses currentColor."""
PAPER, PAPER_2 = "var(--toy-paper, #fcfaf5)", "var(--toy-paper-2, #f3eee2)"
TEXT, MUTED = "var(--toy-text, #27231d)", "var(--toy-muted, #5c5446)"
RULE, EDGE = "var(--toy-rule, #dcd3c1)", "var(--toy-line, #8b7f6c)"
HATCH = "var(--toy-hatch, #ad430e24)"
COIN, COIN_EDGE = "var(--toy-coin, #d9a520)", "var(--toy-coin-edge, #7d5a00)"
WALL, MORTAR, SUN = "var(--toy-wall, #b9a88c)", "var(--toy-mortar, #f3eee2)", "var(--toy-sun, #f2d58a)"
SANS = "var(--toy-sans, 'Source Sans 3', system-ui, sans-serif)"
SERIF = "var(--toy-serif, 'Newsreader', serif)"

FILL = {"true": YES, "false": NO, "undefined": NONE, "undecided": NONE}
LINE = {"true": YES_LINE, "false": NO_LINE, "undefined": NONE_LINE, "undecided": NONE_LINE}
MARK = {"true": "✓", "false": "✗", "undefined": "–", "undecided": "?"}
DASH = "6 4"

_WIDE = {
    20: " ",
    25: "|',.:;ijlI‘’·",
    30: "!f()[]{}-",
    35: "/\\rt",
    43: '*?sz"“”',
    46: "xcvy",
    49: "JY–FLk",
    50: "#$+0123456789<=>^_aeg~−×",
    54: "VXESATZ`hou",
    55: "bdnpq",
    58: "CPRKB",
    62: "γ&DG",
    65: "UHNOQ",
    73: "wM",
    82: "¼W—¾½%m",
    90: "@…",
}
ADVANCE = {letter: wide / 100 for wide, letters in _WIDE.items() for letter in letters}
"""How wide letters of Source Sans are, in em."""


def width(words: object, size: float = 14, bold: bool = False) -> float:
    """Return how wide words are, set in the book's sans.

    Examples
    --------
    >>> round(width("verify", 10), 1)
    23.2
    """
    return size * sum(ADVANCE.get(letter, 0.6) for letter in str(words)) * (1.036 if bold else 1)


def element(tag: str, *inside: str, **attributes: object) -> str:
    """Return an SVG element; attribute names get "-" for "_", attribute values are escaped, content is not.

    Examples
    --------
    >>> element("text", "a", x=1, text_anchor="middle")
    '<text x="1" text-anchor="middle">a</text>'
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(number(value))}"'
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
    """Return an SVG picture that scales with the page; one with something to take hold of inside is a group.

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
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="group" if any(" tabindex=" in part for part in parts) else "img",
        aria_label=says,
        style=f"max-width: 100%; height: auto; font-family: {SANS}",
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
    return element("polygon", points=" ".join(f"{number(a)},{number(b)}" for a, b in points), fill=colour)


def badge(state: str, x: float, y: float, r: float = 7.5, **attributes: object) -> str:
    """Return the mark of a verdict: a disc with a tick, a diamond with a cross, or a ring with a dash."""
    glyph: dict[str, object] = {"fill": "none", "stroke": PAPER, "stroke_width": r / 4.2, "stroke_linecap": "round"}
    s = r / 7.5
    if state in ("true", "carried"):
        body = element("circle", cx=x, cy=y, r=r, fill=YES_LINE)
        sign = f"M{number(x - 3.6 * s)} {number(y + 0.3 * s)}l{number(2.6 * s)} {number(2.8 * s)}"
        sign += f"l{number(4.8 * s)} {number(-5.9 * s)}"
    elif state in ("false", "broken"):
        d, a = 1.22 * r, 2.6 * s
        body = element(
            "path",
            d=f"M{number(x)} {number(y - d)}l{number(d)} {number(d)}l{number(-d)} {number(d)}"
            f"l{number(-d)} {number(-d)}Z",
            fill=NO_LINE,
        )
        sign = f"M{number(x - a)} {number(y - a)}l{number(2 * a)} {number(2 * a)}"
        sign += f"M{number(x + a)} {number(y - a)}l{number(-2 * a)} {number(2 * a)}"
    else:
        body = element("circle", cx=x, cy=y, r=r - 1, fill="none", stroke=NONE_LINE, stroke_width=1.6)
        sign, glyph["stroke"] = f"M{number(x - 3 * s)} {number(y)}h{number(6 * s)}", NONE_LINE
    return element("g", body, element("path", d=sign, **glyph), **attributes)


def inline_badge(state: str) -> str:
    """Return the mark of a verdict by itself, to stand in a line of text that says the same."""
    return element(
        "svg", badge(state, 10, 10), viewBox="0 0 20 20", width=18, height=18, aria_hidden="true", class_="toy-badge"
    )


def hatching(x: float, y: float, wide: float, high: float, gap: float = 7, **attributes: object) -> str:
    """Return the hatched ground of what is bad: strokes inside a rectangle."""
    strokes = []
    along = gap / 2
    while along < wide + high:
        x1, y1 = min(along, wide), max(0.0, along - wide)
        x0, y0 = max(0.0, along - high), min(along, high)
        strokes.append(f"M{number(x + x0)} {number(y + y0)}L{number(x + x1)} {number(y + y1)}")
        along += gap
    return element(
        "path",
        d="".join(strokes),
        class_=f"toy-hatch {attributes.pop('class_', '')}".strip(),
        fill="none",
        stroke=HATCH,
        stroke_width=2.2,
        **attributes,
    )


PAWN = "M-10 0C-10-4.5-5.5-6-4.6-12C-4.1-15.5-5.4-17.6-6.6-18.6L6.6-18.6C5.4-17.6 4.1-15.5 4.6-12C5.5-6 10-4.5 10 0Z"


def pawn(x: float = 0, y: float = 0, scale: float = 1.0, colour: str = INK) -> str:
    """Return who acts, standing at (x, y)."""
    place = f"translate({number(x)} {number(y)})" + (f" scale({number(scale)})" if scale != 1 else "")
    return element("g", element("path", d=PAWN), element("circle", cx=0, cy=-25, r=7.6), fill=colour, transform=place)


def flag(x: float, y: float) -> str:
    """Return a goal, about (x, y)."""
    pole = element(
        "path",
        d=f"M{number(x - 8)} {number(y + 18)}V{number(y - 18)}",
        stroke=INK,
        stroke_width=2.2,
        stroke_linecap="round",
    )
    return pole + element(
        "path", d=f"M{number(x - 7)} {number(y - 17)}l18 6l-18 7Z", fill=COIN, stroke=COIN_EDGE, stroke_width=1.4
    )


def stay(x: float, y: float, colour: str, heavy: bool = False) -> str:
    """Return the sign of a move that ends where it began: an arrow that comes round, about (x, y)."""
    turn = element(
        "path",
        d=f"M{number(x + 2.5)} {number(y - 4.3)}A5 5 0 1 0 {number(x + 5)} {number(y + 0.4)}",
        fill="none",
        stroke=colour,
        stroke_width=2 if heavy else 1.4,
    )
    return turn + arrowhead(x + 5.4, y - 3.2, 0.25, -1, colour, 5)


def timed(at: float, takes: float | None = None, snap: float | None = None) -> str:
    """Return the style that says when a part of a play comes, and how long it takes, in milliseconds."""
    said = f"--at:{at:.0f}ms"
    said += f";--for:{takes:.0f}ms" if takes is not None else ""
    return said + (f";--snap:{snap:.0f}ms" if snap is not None else "")


def walker(who: str, path: str, at: float, takes: float, bump: int = 0) -> str:
    """Return who acts, going along a path; the still picture shows the end. One that stays is not offered to be played.

    Parameters
    ----------
    bump : -1, 0 or 1
        The side to which it knocks against something at the end.
    """
    inside = element("g", who, class_="an-bump", style=f"{timed(at + takes)};--side:{bump}") if bump else who
    motion = f"offset-path:path('{path}');offset-distance:100%;offset-rotate:0deg;{timed(at, takes)};--pace:linear"
    stands = " an-stand" * (takes <= 1 and not bump)
    return element("g", inside, class_=f"an-walk{stands}", style=motion)


def along(points: Iterable[tuple[float, float]]) -> str:
    """Return the path that goes straight from point to point.

    Examples
    --------
    >>> along([(0, 0), (2.5, 1)])
    'M0 0L2.5 1'
    """
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def curve(points: Sequence[tuple[float, float]], corner: float = 10) -> str:
    """Return the path through points, along straight lines with round corners."""
    (x, y), *rest = points
    d = f"M{number(x)} {number(y)}"
    for k, (bx, by) in enumerate(rest):
        if k + 1 == len(rest):
            return f"{d}L{number(bx)} {number(by)}"
        cx, cy = rest[k + 1]
        before, after = ((bx - x) ** 2 + (by - y) ** 2) ** 0.5 or 1.0, ((cx - bx) ** 2 + (cy - by) ** 2) ** 0.5 or 1.0
        r = min(corner, before / 2, after / 2)
        d += f"L{number(bx - r * (bx - x) / before)} {number(by - r * (by - y) / before)}"
        d += f"Q{number(bx)} {number(by)} {number(bx + r * (cx - bx) / after)} {number(by + r * (cy - by) / after)}"
        x, y = bx, by
    return d


def shortened(label: str, limit: int = 22) -> str:
    """Return a label cut to what a picture has room for."""
    return label if len(label) <= limit else label[: limit - 1] + "…"


def fitted(label: str, room: float, size: float = 14, bold: bool = False) -> str:
    """Return a label cut to so many units of width."""
    if width(label, size, bold) <= room:
        return label
    while label and width(label + "…", size, bold) > room:
        label = label[:-1]
    return label.rstrip() + "…"


def number(value: object) -> str:
    """Return a value as an attribute has it: a float with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
