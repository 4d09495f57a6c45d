"""The essay's diagrams are drawn with each box and each arrow marked by what a case says of it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from toymodel.alignment import DEFINITIONS, MAIN, ArrowVerdict, Case, Diagram, Reading, definition
from toymodel.logic import Verdict
from toymodel.logic.verdicts import WORD

from .svg import FILL, INK, LINE, MARK, NO_LINE, NONE_LINE, YES_LINE, Picture, arrowhead, element, picture, text

BOX_WIDTH, BOX_HEIGHT, COLUMN, ROW, MARGIN = 176.0, 54.0, 200.0, 112.0, 14.0

ARROW_LINE = {"carried": YES_LINE, "broken": NO_LINE, "idle": NONE_LINE, "open": NONE_LINE}
ARROW_MARK = {"carried": "✓", "broken": "✗", "idle": "·", "open": "?"}
ARROW_DASH = {"carried": None, "broken": "9 5", "idle": "2 4", "open": "2 4"}
ARROW_SAYS = {"carried": "carries", "broken": "breaks", "idle": "a premise fails", "open": "open"}


def diagram(case: Case, reading: Reading | None = None, which: Diagram = MAIN, agent: str | None = None) -> Picture:
    """Return a diagram as SVG, its boxes marked by verdict and its arrows by what the case says of them.

    Parameters
    ----------
    which : Diagram
        `toymodel.alignment.MAIN` or `ROBUSTNESS`.
    """
    verdicts = case.check_all(reading, agent)
    return drawing(verdicts, case.arrows(reading, agent, verdicts), which)


def drawing(verdicts: Mapping[str, Verdict], arrows: Mapping[str, ArrowVerdict], which: Diagram = MAIN) -> Picture:
    """Return a diagram as SVG from verdicts already at hand."""
    centre = {
        name: (MARGIN + BOX_WIDTH / 2 + column * COLUMN, MARGIN + BOX_HEIGHT / 2 + row * ROW)
        for name, column, row in which.boxes
    }
    width = max(x for x, _ in centre.values()) + BOX_WIDTH / 2 + MARGIN
    height = max(y for _, y in centre.values()) + BOX_HEIGHT / 2 + MARGIN
    parts = [_arrow(arrows[name], centre) for name in which.arrows]
    parts += [_box(verdicts[name], name, *centre[name]) for name in centre]
    return picture(width, height, describe(verdicts, arrows, which), *parts, title=which.title)


def describe(verdicts: Mapping[str, Verdict], arrows: Mapping[str, ArrowVerdict], which: Diagram = MAIN) -> str:
    """Return in words what the diagram shows."""
    boxes = ", ".join(f"{DEFINITIONS[name].noun} {WORD[verdicts[name].status]}" for name, _, _ in which.boxes)
    states = "; ".join(f"{name} ({arrows[name].arrow}): {ARROW_SAYS[arrows[name].state]}" for name in which.arrows)
    return f"{which.title}. Boxes: {boxes}. Arrows: {states}."


def verdict_table(verdicts: Mapping[str, Verdict], caption: str = "") -> Picture:
    """Return the verdicts with their reasons as an HTML table."""
    rows = "".join(
        f'<tr><th scope="row">{escape(definition(name).noun)}</th>'
        f'<td style="white-space: nowrap"><b>{MARK[verdict.status]}</b> {WORD[verdict.status]}</td>'
        f"<td>{escape(verdict.text[:1].upper() + verdict.text[1:])}.</td></tr>"
        for name, verdict in verdicts.items()
    )
    head = f"<caption>{escape(caption)}</caption>" if caption else ""
    columns = (
        '<thead><tr><th scope="col">Word</th><th scope="col">Verdict</th><th scope="col">Because</th></tr></thead>'
    )
    return Picture(f'<table class="toy-verdicts">{head}{columns}<tbody>{rows}</tbody></table>')


def _box(verdict: Verdict, name: str, x: float, y: float) -> str:
    status = verdict.status
    frame = element(
        "rect",
        x=x - BOX_WIDTH / 2,
        y=y - BOX_HEIGHT / 2,
        width=BOX_WIDTH,
        height=BOX_HEIGHT,
        rx=9,
        fill=FILL[status],
        stroke=LINE[status],
        stroke_width=2.5,
        stroke_dasharray={"true": None, "false": "8 4"}.get(status, "2 4"),
    )
    label = DEFINITIONS[name].noun
    return (
        frame
        + text(label[:1].upper() + label[1:], x, y - 4, 15, fill=INK)
        + text(f"{MARK[status]} {WORD[status]}", x, y + 17, 14, fill=INK, font_weight="bold")
    )


def _arrow(verdict: ArrowVerdict, centre: Mapping[str, tuple[float, float]]) -> str:
    """Return an arrow: premises run into one joint, which points at the conclusion and carries the mark."""
    x, y = centre[verdict.arrow.conclusion]
    joint_y, tip = y + ROW / 2, y + BOX_HEIGHT / 2
    colour, state = ARROW_LINE[verdict.state], verdict.state
    line: dict[str, object] = {
        "stroke": colour,
        "stroke_width": 3 if state in ("carried", "broken") else 2,
        "fill": "none",
        "stroke_dasharray": ARROW_DASH[state],
    }
    parts = []
    for name in verdict.arrow.premises:
        px, py = centre[name]
        top = py - BOX_HEIGHT / 2
        parts.append(
            element(
                "path",
                d=f"M {px:.0f} {top:.0f} C {px:.0f} {joint_y:.0f}, {x:.0f} {top:.0f}, {x:.0f} {joint_y:.0f}",
                **line,
            )
        )
    parts.append(element("line", x1=x, y1=joint_y, x2=x, y2=tip + 9, **line))
    parts.append(arrowhead(x, tip + 1, 0, -1, colour, 11))
    parts.append(element("circle", cx=x, cy=joint_y, r=11, fill=colour))
    parts.append(text(ARROW_MARK[state], x, joint_y + 5, 14, fill="var(--toy-paper, #ffffff)", font_weight="bold"))
    parts.append(text(f"{verdict.arrow.name}: {ARROW_SAYS[state]}", x + 18, joint_y + 5, 13, text_anchor="start"))
    return "".join(parts)
