"""Arrows between definitions are drawn in one way: boxes marked by verdict, arrows by what becomes of them.

The layout is fixed, two columns and 340 units wide, and the same at every width. A badge, an outline and a word
say the verdict. The stem of an arrow is whole where it carries, snapped where it breaks, and grey where it asks
nothing. The picture is the end of a play (`_static/play.css`): boxes and arrows come from below, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from toymodel.alignment import DEFINITIONS, MAIN, ArrowVerdict, Case, Diagram, Reading, definition
from toymodel.logic import Verdict
from toymodel.logic.verdicts import WORD

from .svg import (
    FILL,
    INK,
    LINE,
    MARK,
    NO_LINE,
    NONE_LINE,
    PAPER,
    YES_LINE,
    Picture,
    arrowhead,
    badge,
    element,
    hatching,
    inline_badge,
    picture,
    text,
)

ARROW_LINE = {"carried": YES_LINE, "broken": NO_LINE, "idle": NONE_LINE, "open": NONE_LINE}
ARROW_SAYS = {"carried": "carries", "broken": "breaks", "idle": "asks nothing", "open": "is open"}
ARROW_NAMES = {"I1": "first", "I2": "second", "I3": "third", "I4": "fourth", "I5": "fifth"}

BOX_WIDTH, BOX_HEIGHT, WIDTH = 162.0, 50.0, 340.0
LEFT, APART, TOP, ROW = 86.0, 168.0, 33.0, 132.0
JOINT = 72.0
"""How far a joint is below the middle of the box that it points at."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A box has what stands in it, how it looks ("true", "false", …), and the word for that.

    ``does`` are attributes that say what happens when it is touched (`toymodel_book.actions`); what is ``given``
    has a heavy outline.
    """

    noun: str
    status: str
    word: str
    does: str = ""
    given: bool = False


@dataclass(frozen=True)
class Link:
    """A link is an arrow from boxes to a box: its state ("carried", "broken", …), and what stands beside it.

    ``idle`` are the premises that do no work; with ``back`` heads point at the premises, too.
    """

    name: str
    premises: tuple[str, ...]
    conclusion: str
    state: str
    says: str
    idle: tuple[str, ...] = ()
    back: bool = False


def diagram(case: Case, reading: Reading | None = None, which: Diagram = MAIN, agent: str | None = None) -> Picture:
    """Return a diagram as SVG, its boxes marked by verdict and its arrows by what the case says of them.

    Parameters
    ----------
    which : Diagram
        `toymodel.alignment.MAIN` or `ROBUSTNESS`.
    """
    verdicts = case.check_all(reading, agent)
    return drawing(verdicts, case.arrows(reading, agent, verdicts), which)


def drawing(
    verdicts: Mapping[str, Verdict], arrows: Mapping[str, ArrowVerdict], which: Diagram = MAIN, start: int = 0
) -> Picture:
    """Return a diagram as SVG from verdicts already at hand; it begins to play at ``start`` milliseconds."""
    boxes = {
        name: Box(DEFINITIONS[name].noun, verdicts[name].status, WORD[verdicts[name].status])
        for name, _, _ in which.boxes
    }
    links = [
        Link(name, a.arrow.premises, a.arrow.conclusion, a.state, f"{ARROW_NAMES[name]}: {ARROW_SAYS[a.state]}")
        for name in which.arrows
        for a in (arrows[name],)
    ]
    return implications(places(which), boxes, links, describe(verdicts, arrows, which), which.title, start)


def describe(verdicts: Mapping[str, Verdict], arrows: Mapping[str, ArrowVerdict], which: Diagram = MAIN) -> str:
    """Return in words what the diagram shows."""
    boxes = ", ".join(f"{DEFINITIONS[name].noun} {WORD[verdicts[name].status]}" for name, _, _ in which.boxes)
    states = "; ".join(f"{name} ({arrows[name].arrow}): {ARROW_SAYS[arrows[name].state]}" for name in which.arrows)
    return f"{which.title}. Boxes: {boxes}. Arrows: {states}."


def places(which: Diagram) -> dict[str, Point]:
    """Return the middle of each box of a diagram."""
    return {name: at(column, row) for name, column, row in which.boxes}


def at(column: float, row: int) -> Point:
    """Return the middle of a box in a column (0, 1, or 0.5 for the middle) and a row, from the top."""
    return LEFT + APART * column, TOP + ROW * row


# The drawing ------------------------------------------------------------------------------------------


def implications(
    centre: Mapping[str, Point],
    boxes: Mapping[str, Box],
    links: Sequence[Link],
    says: str,
    title: str = "",
    start: int = 0,
) -> Picture:
    """Return boxes with the arrows between them as SVG.

    Parameters
    ----------
    centre
        The middle of each box.
    says
        What there is to see, in words.
    start
        When the arrows begin to play, in milliseconds: after a walk, say.
    """
    shown, begins = _times(links, centre, start)
    parts = [_arrow(link, centre, begins[link.name]) for link in links]
    parts += [_box(name, box, *centre[name], shown.get(name, start)) for name, box in boxes.items()]
    height = max(y for _, y in centre.values()) + BOX_HEIGHT / 2 + 8
    drawn = picture(WIDTH, height, says, *parts, title=title)
    touched = any(box.does for box in boxes.values())
    role = ' role="group"' if touched else ' role="img"'
    return Picture(drawn.replace(' role="img"', f'{role} data-start="{start}"', 1))


BOX_TIME, ARROW_TIME = 220, 680
"""Milliseconds from a box to its arrow, and from an arrow to the next."""


def _times(links: Sequence[Link], centre: Mapping[str, Point], start: int) -> tuple[dict[str, int], dict[str, int]]:
    """Return when each box is marked and when each arrow begins: from below, a conclusion after its arrow."""
    shown: dict[str, int] = {}
    begins: dict[str, int] = {}
    now = start
    for link in sorted(links, key=lambda each: -centre[each.conclusion][1]):
        for premise in link.premises:
            shown.setdefault(premise, now)
        begins[link.name] = now + BOX_TIME
        shown[link.conclusion] = begins[link.name] + (120 if link.state == "broken" else 560)
        now += ARROW_TIME
    return shown, begins


def _time(ms: int, lasting: int = 0, snap: int | None = None) -> str:
    """Return the style that says when something moves."""
    more = (f";--for:{lasting}ms" if lasting else "") + ("" if snap is None else f";--snap:{snap}ms")
    return f"--at:{ms}ms{more}"


def _box(name: str, box: Box, x: float, y: float, when: int) -> str:
    left, top = x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2
    frame: dict[str, object] = {"x": left, "y": top, "width": BOX_WIDTH, "height": BOX_HEIGHT, "rx": 8}
    dash = {"true": None, "false": "6 4"}.get(box.status, "1.5 3.5")
    look: dict[str, object] = {"fill": FILL[box.status], "stroke": LINE[box.status], "stroke_dasharray": dash}
    wash = element("rect", **frame, **look, stroke_width=4 if box.given else 2)
    if box.status == "false":
        wash += hatching(left + 2, top + 2, BOX_WIDTH - 4, BOX_HEIGHT - 4, data_touch="meant")
    said = badge(box.status, left + 19, y + 11, 6.6) + text(
        box.word, left + 31, y + 15.5, 13.5, text_anchor="start", fill=INK
    )
    inside = (
        element("rect", **frame, fill=PAPER, stroke="var(--toy-rule, #dcd3c1)", stroke_width=1.4),
        element("g", wash, class_="an-fade", style=_time(when)),
        text(box.noun[:1].upper() + box.noun[1:], left + 12, y - 5, 14.5, **LABEL, **_squeezed(box.noun)),
        " ",  # the noun and the word are two words to whoever hears the box
        element("g", said, class_="an-pop", style=_time(when)),
        element("circle", cx=left + BOX_WIDTH - 14, cy=y + 11, r=4.5, fill=ACCENT, **HIDDEN),
    )
    return _part(f"box is-{box.status}", name, f"{box.status} {box.word}", inside, box.does)


LABEL: dict[str, object] = {"text_anchor": "start", "fill": INK, "font_weight": 600}
ACCENT = "var(--toy-accent, #7d5a1e)"
HIDDEN: dict[str, object] = {"class_": "toy-changed", "opacity": 0}
"""What marks a box or an arrow that the reader's last move changed: a page shows it."""


def _squeezed(noun: str) -> dict[str, object]:
    """Keep a long noun within its box, whatever face it is set in: as wide as the book's own face sets it."""
    return (
        {"textLength": min(round(6.45 * len(noun)), 140), "lengthAdjust": "spacingAndGlyphs"} if len(noun) > 18 else {}
    )


def _part(style: str, name: str, state: str, inside: Iterable[str], does: str = "") -> str:
    """Return a group that a reader can touch, and whose state `_static/play.js` compares with the one before."""
    more = f" {does}" if does else ""
    return f'<g class="{style}" data-part="{escape(name)}" data-state="{escape(state)}"{more}>{"".join(inside)}</g>'


def _arrow(link: Link, centre: Mapping[str, Point], begins: int) -> str:
    """Return an arrow: premises run into one joint, whose stem points at the conclusion, or has snapped."""
    x, y = centre[link.conclusion]
    joint, tip = y + JOINT, y + BOX_HEIGHT / 2 + 3
    state, broken = link.state, link.state == "broken"
    snap = begins + 980
    inside = [_leg(link, *centre[name], x, joint, begins, snap if broken else None, name) for name in link.premises]
    inside.append(_shards(x, joint, tip, begins) if broken else _stem(state, x, joint, tip, begins))
    inside.append(element("circle", cx=x, cy=joint, r=13.5, fill="none", stroke=ACCENT, stroke_width=2, **HIDDEN))
    joined = begins + (1000 if broken else 400)
    inside.append(element("g", badge(state, x, joint, 9), class_="an-pop", style=_time(joined)))
    side = -1 if x > WIDTH / 2 else 1
    weight = {"font_weight": 600, "fill": NO_LINE} if broken else {"fill": "var(--toy-text, currentColor)"}
    anchor = "start" if side > 0 else "end"
    up = -1 if len(link.premises) > 1 else 5
    says = text(link.says, x + side * 18, joint + up, 13.5, text_anchor=anchor, **weight)
    inside.append(element("g", says, class_="an-fade", style=_time(joined + 50)))
    return _part(f"arrow is-{state}", link.name, state, inside)


def _leg(link: Link, px: float, py: float, x: float, joint: float, begins: int, snap: int | None, name: str) -> str:
    top = py - BOX_HEIGHT / 2
    low = top - 9 if link.back else top
    d = (
        f"M{px:.0f} {low:.0f}V{joint:.0f}"
        if px == x
        else (f"M{px:.0f} {low:.0f}C{px:.0f} {joint + 8:.0f} {x:.0f} {low - 2:.0f} {x:.0f} {joint:.0f}")
    )
    grey = link.state in ("idle", "open") or name in link.idle
    line: dict[str, object] = {"d": d, "fill": "none", "stroke": NONE_LINE if grey else ARROW_LINE[link.state]}
    bed = element("path", d=d, fill="none", stroke="var(--toy-rule, #dcd3c1)", stroke_width=1.4)
    if name in link.idle:  # dotted: it does no work
        return bed + element(
            "path", **line, stroke_width=2, stroke_dasharray="2 5", class_="an-fade", style=_time(begins)
        )
    moves = "an-draw" if snap is None else "an-draw an-turn"
    drawn = element(
        "path", **line, stroke_width=1.6 if grey else 2.6, pathLength=1, class_=moves, style=_time(begins, 420, snap)
    )
    head = arrowhead(px, top - 1, 0, 1, str(line["stroke"]), 11) if link.back else ""
    return bed + drawn + head


def _stem(state: str, x: float, joint: float, tip: float, begins: int) -> str:
    line: dict[str, object] = {"stroke": ARROW_LINE[state], "stroke_width": 2.6 if state == "carried" else 1.6}
    d = f"M{x:.0f} {joint:.0f}V{tip + 9:.0f}"
    stem = element("path", d=d, **line, fill="none", pathLength=1, class_="an-draw", style=_time(begins + 430, 200))
    head = element("path", d=_head(x, tip), fill=ARROW_LINE[state], class_="an-pop", style=_time(begins + 560))
    return stem + head


def _head(x: float, tip: float) -> str:
    return f"M{x:.0f} {tip:.0f}l-6.5 11.5h13Z"


FALLEN = "transform:translate(11px,3px) rotate(42deg)"


def _shards(x: float, joint: float, tip: float, begins: int) -> str:
    """Return a stem that has snapped: a stub below, a piece fallen off above, splinters."""
    middle, snap = (joint - 6 + tip) / 2, begins + 980
    turn: dict[str, object] = {"fill": NO_LINE, "class_": "an-turn-fill", "style": f"--snap:{snap}ms"}
    stub = f"M{x - 2:.1f} {joint:.1f}V{middle + 8:.1f}l2 -3.5l2.6 4.5V{joint:.1f}Z"
    piece = f"M{x - 2:.1f} {tip + 9:.1f}V{middle + 1:.1f}l2.2 -3l2.4 4V{tip + 9:.1f}Z"
    fallen = element(
        "g",
        element("path", d=piece, **turn),
        element("path", d=_head(x, tip), **turn),
        class_="an-snap",
        style=f"transform-origin:{x:.0f}px {tip + 10:.0f}px;{FALLEN};{_time(begins + 900)}",
    )
    chips = (
        f"M{x + 9:.0f} {middle + 3:.0f}l5 -2M{x - 12:.0f} {middle + 6:.0f}l-4.5 1.5"
        f"M{x - 8:.0f} {middle - 3:.0f}l-3.5 -4"
    )
    splinters = element(
        "path",
        d=chips,
        stroke=NO_LINE,
        stroke_width=1.6,
        stroke_linecap="round",
        class_="an-fade",
        style=_time(begins + 1000),
    )
    return element("g", element("path", d=stub, **turn), fallen, splinters, class_="an-fade", style=_time(begins + 430))


# Reasons ----------------------------------------------------------------------------------------------


def reasons(verdicts: Mapping[str, Verdict], key: str) -> Picture:
    """Return the short reason of each verdict as a list, with the full sentence a touch away.

    Touching a box of a diagram that stands in the same figure opens its reason. ``key`` tells lists on a page apart.
    """
    items = "".join(
        f'<li><details name="{escape(key)}" data-why="{escape(name)}"><summary>{inline_badge(verdict.status)}<span>'
        f"<b>{escape(_capital(definition(name).noun))}</b> {WORD[verdict.status]}"
        f"<small>{escape(_capital(verdict.short))}</small></span></summary>"
        f"<p>{escape(_capital(verdict.text))}.</p></details></li>"
        for name, verdict in verdicts.items()
    )
    return Picture(f'<ul class="toy-reasons">{items}</ul>')


def verdict_table(verdicts: Mapping[str, Verdict], caption: str = "") -> Picture:
    """Return the verdicts with their reasons, short and in full, as an HTML table."""
    rows = "".join(
        f'<tr><th scope="row">{escape(definition(name).noun)}</th>'
        f'<td style="white-space: nowrap"><b>{MARK[verdict.status]}</b> {WORD[verdict.status]}</td>'
        f"<td><details><summary>{escape(_capital(verdict.short))}</summary>{escape(_capital(verdict.text))}.</details></td></tr>"
        for name, verdict in verdicts.items()
    )
    head = f"<caption>{escape(caption)}</caption>" if caption else ""
    columns = (
        '<thead><tr><th scope="col">Word</th><th scope="col">Verdict</th><th scope="col">Because</th></tr></thead>'
    )
    return Picture(f'<table class="toy-verdicts">{head}{columns}<tbody>{rows}</tbody></table>')


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
