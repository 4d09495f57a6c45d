"""Both diagrams are drawn side by side: some boxes are assumed, and what follows lights up in each."""

from __future__ import annotations

from html import escape

from toymodel.alignment import DEFINITIONS, DIAGRAMS, MAIN, Diagram
from toymodel.worlds import listed
from toymodel_atlas.propositional import ATOMS, MAIN_THEORY, ONE_WAY, SHARED, TWO_WAY, Boxes, Theory, choices, ordered

from ..actions import sets
from ..drawing.diagram import ARROW_NAMES, Box, Link, implications, places
from ..drawing.svg import Picture
from ..live import Select, sentence, view

HEADS = {"one": "one head", "two": "two heads"}
HALVES = {"I5a", "I5b"}
STATUS = {"assumed": "true", "follows": "true", "open": "undefined"}
SAYS = {"assumed": "assumed", "follows": "follows", "open": "may fail"}


def written(boxes: Boxes) -> str:
    """Return boxes as the text that `read` reads."""
    return ", ".join(ordered(boxes))


@view(
    "What follows from what, in each diagram",
    assumed=Select(
        "assumed", tuple((written(boxes), written(boxes) or "nothing") for boxes in choices(ATOMS)), "", inside=True
    ),
    heads=Select("the fifth arrow has", tuple(HEADS.items()), "one", "With two, robustness gives its premises back."),
)
def two_diagrams(assumed: str, heads: str) -> str:
    """Draw both diagrams, with what is assumed and what follows from it."""
    given = read(assumed)
    second = TWO_WAY if heads == "two" else ONE_WAY
    theories = dict(zip(DIAGRAMS, (MAIN_THEORY, second), strict=True))
    drawn = "".join(f"<div>{drawing(diagram, theory, given)}</div>" for diagram, theory in theories.items())
    none = f'<button type="button" id="assume-nothing" {sets("assumed", "")}>Assume nothing</button>' if given else ""
    hint = f'<p class="toy-hint">Touch a box to assume it, or to let it go. {none}</p>'
    return sentence(explanation(given, second)) + hint + f'<div class="toy-two">{drawn}</div>'


def read(assumed: str) -> Boxes:
    """Return the boxes that a text names, with commas between."""
    return frozenset(ordered(name for name in map(str.strip, assumed.split(",")) if name))


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
    elif left & shared != right & shared:
        parts.append("They differ even on a box that both have, for something is assumed of a box that only one has.")
    if "impact aligned" not in left | right:
        parts.append("Impact alignment follows in neither: every box that is dotted may fail.")
    return " ".join(parts)


def drawing(diagram: Diagram, theory: Theory, given: Boxes) -> Picture:
    """Return a diagram as SVG: what is assumed, what follows by which arrow, and what may fail."""
    closure = theory.closure(given)
    two = any(rule.name in HALVES for rule in theory.rules)
    key = "first" if diagram == MAIN else "second"
    boxes = {name: _box(name, key, given, closure) for name in _boxes(diagram)}
    links = []
    for rule in theory.rules:
        if rule.name in HALVES:
            continue
        back = two and rule.name == "I5"
        says = f"{ARROW_NAMES[rule.name]} arrow{', two heads' if back else ''}"
        applies = "carried" if rule.premises <= closure else "idle"
        links.append(Link(rule.name, ordered(rule.premises), rule.conclusion, applies, says, back=back))
    return implications(places(diagram), boxes, links, describe(diagram, theory, given), theory.title)


def _box(name: str, key: str, given: Boxes, closure: Boxes) -> Box:
    """Return a box as a switch: touching it assumes it, or lets it go."""
    on, known, noun = name in given, state(name, given, closure), DEFINITIONS[name].noun
    does = (
        f'id="assume-{key}-{name.replace(" ", "-")}" role="button" tabindex="0" aria-pressed="{str(on).lower()}" '
        f'aria-label="{escape(f"{noun}, {SAYS[known]}, {key} diagram")}" {sets("assumed", written(given ^ {name}))}'
    )
    return Box(noun, STATUS[known], SAYS[known], does, given=on)


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
