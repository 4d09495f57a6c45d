"""Both diagrams are drawn side by side: some boxes are assumed, and what follows lights up in each."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from toymodel.alignment import DEFINITIONS, DIAGRAMS, MAIN, Diagram
from toymodel.worlds import listed
from toymodel_atlas.propositional import ATOMS, MAIN_THEORY, ONE_WAY, SHARED, TWO_WAY, Boxes, Rule, Theory, ordered

from ..actions import sets
from ..drawing.svg import FILL, INK, LINE, NONE_LINE, YES_LINE, Picture, arrowhead, element, picture, text
from ..live import Select, Text, sentence, view

BOX_WIDTH, BOX_HEIGHT, COLUMN, ROW, MARGIN = 100.0, 66.0, 112.0, 122.0, 6.0
"""Narrow enough that both diagrams stand side by side in a column of text, and one of them on a telephone."""

HEADS = {"one": "one head: its premises give robustness", "two": "two heads: robustness gives them back"}
HALVES = {"I5a", "I5b"}
STATUS = {"assumed": "true", "follows": "true", "open": "undefined"}
WIDTH_OF = {"assumed": 4.5, "follows": 2.5, "open": 2.0}
DASH = {"assumed": None, "follows": None, "open": "2 4"}
SAYS = {"assumed": "■ assumed", "follows": "✓", "open": "· may fail"}


@view(
    "What follows from what, in each diagram",
    assumed=Text("assumed", "outer aligned, inner aligned", limit=200, inside=True),
    heads=Select("the fifth arrow has", tuple(HEADS.items()), "one"),
)
def two_diagrams(assumed: str, heads: str) -> str:
    """Draw both diagrams, with what is assumed and what follows from it."""
    given = read(assumed)
    second = TWO_WAY if heads == "two" else ONE_WAY
    theories = dict(zip(DIAGRAMS, (MAIN_THEORY, second), strict=True))
    drawn = "".join(f"<div>{drawing(diagram, theory, given)}</div>" for diagram, theory in theories.items())
    return sentence(explanation(given, second)) + switches(given) + f'<div class="toy-pair">{drawn}</div>'


def read(assumed: str) -> Boxes:
    """Return the boxes that a text names, with commas between."""
    return frozenset(ordered(name for name in map(str.strip, assumed.split(",")) if name))


def written(boxes: Boxes) -> str:
    """Return boxes as the text that `read` reads."""
    return ", ".join(ordered(boxes))


def explanation(given: Boxes, second: Theory) -> str:
    """Say what follows in each diagram, and where the two differ."""
    left, right = MAIN_THEORY.closure(given), second.closure(given)
    both, shared = (left & right) - given, frozenset(SHARED)
    parts = [f"Assume {_nouns(given)}." if given else "Assume nothing."]
    if both:
        parts.append(f"Both diagrams give {_nouns(both)}.")
    for gained, other, name in ((left, right, "main"), (right, left, "robustness-centric")):
        if more := gained - other:
            parts.append(f"Only the {name} diagram gives {_nouns(more)}.")
    if left == right == given:
        parts.append("In neither diagram does anything more follow.")
    elif left == right:
        parts.append("There is no difference.")
    elif left & shared == right & shared:
        parts.append("On the five boxes that both have, the two agree.")
    else:
        parts.append("They differ even on a box that both have, for something is assumed of a box that only one has.")
    if "impact aligned" not in left | right:
        parts.append("Impact alignment follows in neither: every box drawn with dots may be false.")
    return " ".join(parts)


def switches(given: Boxes) -> str:
    """Return a button for each box, pressed where the box is assumed."""
    made = []
    for name in ATOMS:
        on = name in given
        has = [d for d in DIAGRAMS if name in _boxes(d)]
        only = "" if len(has) > 1 else " (first only)" if has == [MAIN] else " (second only)"
        toggled = written(given ^ {name})
        made.append(
            f'<button type="button" id="assume-{name.replace(" ", "-")}" {sets("assumed", toggled)} '
            f'aria-pressed="{str(on).lower()}">{"■" if on else "□"} {escape(DEFINITIONS[name].noun + only)}</button>'
        )
    none = f'<button type="button" id="assume-nothing" {sets("assumed", "")}>nothing</button>' if given else ""
    return f'<p class="toy-switches" role="group" aria-label="Assume">Assume: {" ".join((*made, none))}</p>'


def drawing(diagram: Diagram, theory: Theory, given: Boxes) -> Picture:
    """Return a diagram as SVG: what is assumed, what follows by which arrow, and what may fail."""
    centre = {
        name: (MARGIN + BOX_WIDTH / 2 + column * COLUMN, MARGIN + BOX_HEIGHT / 2 + row * ROW)
        for name, column, row in diagram.boxes
    }
    width = max(x for x, _ in centre.values()) + BOX_WIDTH / 2 + MARGIN
    height = max(y for _, y in centre.values()) + BOX_HEIGHT / 2 + MARGIN
    by = {rule.conclusion: rule for rule in theory.steps(given)}
    closure = theory.closure(given)
    two = any(rule.name in HALVES for rule in theory.rules)
    parts = [
        _arrow(rule, centre, rule.premises <= closure, two and rule.name == "I5")
        for rule in theory.rules
        if rule.name not in HALVES
    ]
    parts += [_box(name, state(name, given, closure), by.get(name), *at) for name, at in centre.items()]
    return picture(width, height, describe(diagram, theory, given), *parts, title=theory.title)


def state(name: str, given: Boxes, closure: Boxes) -> str:
    """Return "assumed", "follows" or "open"."""
    return "assumed" if name in given else "follows" if name in closure else "open"


def describe(diagram: Diagram, theory: Theory, given: Boxes) -> str:
    """Return in words what the picture shows."""
    closure = theory.closure(given)
    by = {rule.conclusion: f" by {rule.name}" for rule in theory.steps(given)}
    words = {"assumed": "assumed", "follows": "follows", "open": "may fail"}
    boxes = ", ".join(
        f"{DEFINITIONS[name].noun} {words[state(name, given, closure)]}{by.get(name, '')}" for name in _boxes(diagram)
    )
    return f"{theory.title}. {boxes}."


def _boxes(diagram: Diagram) -> tuple[str, ...]:
    return tuple(name for name, _, _ in diagram.boxes)


def _nouns(boxes: Boxes) -> str:
    return listed([DEFINITIONS[name].noun for name in ordered(boxes)])


def _box(name: str, status: str, by: Rule | None, x: float, y: float) -> str:
    first, _, second = DEFINITIONS[name].noun.capitalize().rpartition(" ")
    lines = [first, second] if first else [second]
    return (
        element(
            "rect",
            x=x - BOX_WIDTH / 2,
            y=y - BOX_HEIGHT / 2,
            width=BOX_WIDTH,
            height=BOX_HEIGHT,
            rx=9,
            fill=FILL[STATUS[status]],
            stroke=LINE[STATUS[status]],
            stroke_width=WIDTH_OF[status],
            stroke_dasharray=DASH[status],
        )
        + "".join(text(line, x, y - 6 + 17 * k - 8 * (len(lines) - 1), 14, fill=INK) for k, line in enumerate(lines))
        + text(f"{SAYS[status]}{f' by {by.name}' if by else ''}", x, y + 24, 12, fill=INK, font_weight="bold")
    )


def _arrow(rule: Rule, centre: Mapping[str, tuple[float, float]], applies: bool, back: bool) -> str:
    """Premises run into a joint, which points at the conclusion; with ``back`` heads point at the premises too."""
    x, y = centre[rule.conclusion]
    joint_y, tip = y + ROW / 2, y + BOX_HEIGHT / 2
    colour = YES_LINE if applies else NONE_LINE
    line: dict[str, object] = {
        "stroke": colour,
        "stroke_width": 3 if applies else 2,
        "fill": "none",
        "stroke_dasharray": None if applies else "2 4",
    }
    parts = []
    for name in ordered(rule.premises):
        px, py = centre[name]
        top = py - BOX_HEIGHT / 2
        low = top - 9 if back else top
        path = f"M {px:.0f} {low:.0f} C {px:.0f} {joint_y:.0f}, {x:.0f} {top:.0f}, {x:.0f} {joint_y:.0f}"
        parts.append(element("path", d=path, **line))
        if back:
            parts.append(arrowhead(px, top - 1, 0, 1, colour, 11))
    parts.append(element("line", x1=x, y1=joint_y, x2=x, y2=tip + 9, **line))
    parts.append(arrowhead(x, tip + 1, 0, -1, colour, 11))
    parts.append(element("circle", cx=x, cy=joint_y, r=11, fill=colour))
    mark = "✓" if applies else "·"
    parts.append(text(mark, x, joint_y + 5, 14, fill="var(--toy-paper, #ffffff)", font_weight="bold"))
    heads = ", two heads" if back else ""
    parts.append(text(f"{rule.name}{heads}", x + 18, joint_y + 5, 13, text_anchor="start"))
    return "".join(parts)
