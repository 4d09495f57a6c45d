"""The results of the page of proofs are drawn as a graph: what each stands on, and how it was checked.

On a wide page the results stand in rows, each above what it stands on. On a narrow one the rows are lists. Both are
made from `toymodel_atlas.theorems`, `toymodel_atlas.status` and `toymodel_atlas.settled`, so what is added there is
drawn. An edge that others imply is not drawn; the words name it all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from statistics import mean
from textwrap import wrap

from toymodel_atlas.results import Result
from toymodel_atlas.settled import Entry, entries
from toymodel_atlas.status import of_result
from toymodel_atlas.theorems import RESULTS

from .svg import Picture, element, text

__all__ = ["Node", "layers", "nodes", "proof_graph"]

HOW = {
    "kernel": ("kernel", "proved in a proof assistant's kernel"),
    "certificate": ("certificate", "with a certificate for all finite worlds, which can be checked again"),
    "z3": ("z3", "proved by z3, for all finite worlds"),
    "census": ("counted", "counted on all small worlds"),
    "random worlds": ("tested", "proved by hand, tested on worlds drawn at random"),
    "a world": ("", ""),
    "by hand": ("by hand", "proved by hand only"),
    "open": ("open", "neither proved nor refuted"),
}
"""How a result was checked: the tag on its box, and what that means. That it is attained in one world is not drawn."""
SOLVED = ("kernel", "certificate", "z3")
"""By which of these a machine has proved a result, the surest first."""
MARKS = {"proved": "●", "tested": "◐", "hand": "○", "open": "?"}
"""What each look of a box is marked with, too."""
SAID = "Point at a result, or come to it with the Tab key: what it stands on is marked. Choose it to read its proof."
EXPLORER = "15_atlas.html#live-arrow_explorer"


@dataclass(frozen=True)
class Node:
    """A node is a result, or the open cells of an arrow.

    Attributes
    ----------
    name : str
        Its label, which is its anchor on the page; of open cells "open-" and the arrow.
    title : str
    checked : tuple of str
        How it was checked: keys of `HOW`; of `SOLVED` the surest.
    uses : tuple of str
        The names of the nodes that it stands on.
    address : str
        Where it leads.
    kind : str
        "lemma", "theorem" or "open cells".
    """

    name: str
    title: str
    checked: tuple[str, ...]
    uses: tuple[str, ...]
    address: str
    kind: str

    @property
    def tag(self) -> str:
        """Return what stands below the title: "z3 · counted"."""
        words = (HOW.get(how, (how, how))[0] for how in self.checked)
        return " · ".join(dict.fromkeys(word for word in words if word))

    @property
    def look(self) -> str:
        """Return how its box looks, a key of `MARKS`."""
        if {*SOLVED} & {*self.checked}:
            return "proved"
        return "open" if "open" in self.checked else "hand" if "by hand" in self.checked else "tested"

    @property
    def mark(self) -> str:
        """Return the sign before the tag."""
        return MARKS[self.look]

    @property
    def means(self) -> str:
        """Return what the tag means."""
        words = (HOW.get(how, (how, how))[1] for how in self.checked)
        return ", ".join(dict.fromkeys(word for word in words if word))


def proof_graph(results: Sequence[Result] = RESULTS, cells: Iterable[Entry] | None = None) -> Picture:
    """Return the graph with its legend, as HTML."""
    known = nodes(results, entries() if cells is None else cells)
    rows = layers(known)
    return Picture(
        f'<div class="proof-graph">{_legend(known)}'
        f'<div class="proof-wide">{_words(known)}{_drawn(known, rows)}</div>'
        f'<div class="proof-narrow">{_lists(known, rows)}</div></div>'
    )


def checks(each: Result) -> tuple[str, ...]:
    """Return how a result was checked; of what has proved it the surest alone, as a box has no room for more."""
    ways = of_result(each)
    less_sure = [how for how in SOLVED if how in ways][1:]
    return tuple(how for how in ways if how not in less_sure)


def nodes(results: Sequence[Result], cells: Iterable[Entry]) -> dict[str, Node]:
    """Return the nodes by name: the results, and for each arrow with open cells one more."""
    found = {
        each.label: Node(each.label, each.title, checks(each), each.uses, f"#{each.label}", each.kind)
        for each in results
    }
    for arrow, n in sorted(Counter(each.arrow for each in cells if each.status == "open").items()):
        title = f"{arrow}: {n} open cell{'s' * (n > 1)}"
        stands = (name,) if (name := f"thm-{arrow.lower()}") in found else ()
        found[f"open-{arrow}"] = Node(f"open-{arrow}", title, ("open",), stands, EXPLORER, "open cells")
    return found


def described(node: Node, known: Mapping[str, Node]) -> str:
    """Say what a node is, how it was checked, and what it stands on.

    Examples
    --------
    >>> known = nodes(RESULTS, ())
    >>> print(described(known["lem-nudge"], known)[:90])
    The nudge, kernel · tested: a lemma, proved in a proof assistant's kernel, proved by hand,
    """
    what = "" if node.kind == "open cells" else f"a {node.kind}, "
    on = "; ".join(known[name].title for name in node.uses)
    return f"{node.title}, {node.tag}: {what}{node.means}. It stands on {on or 'no other result'}."


# Layout -----------------------------------------------------------------------------------------------

MOST = 5
"""Results in a row, at most: more make the picture taller, and the words no smaller."""


def layers(known: Mapping[str, Node]) -> list[list[str]]:
    """Return the names in rows of at most `MOST`, each above all that it uses, and no higher than need be.

    Rows are filled from the top, which what uses it has to be above, and the longest chain below goes first
    (Coffman and Graham's way).
    """
    users: dict[str, set[str]] = {name: set() for name in known}
    for node in known.values():
        for name in node.uses:
            users[name].add(node.name)
    depth: dict[str, int] = {}

    def deep(name: str) -> int:
        if name not in depth:
            depth[name] = 1 + max(map(deep, known[name].uses), default=-1)
        return depth[name]

    rows: list[list[str]] = []
    placed: set[str] = set()
    while len(placed) < len(known):
        ready = [name for name in known if name not in placed and users[name] <= placed]
        row = sorted(ready, key=deep, reverse=True)[:MOST]
        rows.append(row)
        placed.update(row)
    return rows


def reduced(known: Mapping[str, Node]) -> list[tuple[str, str]]:
    """Return the edges (user, used) that no others imply."""
    below: dict[str, set[str]] = {}

    def under(name: str) -> set[str]:
        if name not in below:
            below[name] = set(known[name].uses).union(*map(under, known[name].uses))
        return below[name]

    return [
        (node.name, name)
        for node in known.values()
        for name in node.uses
        if not any(name in under(other) for other in node.uses)
    ]


def ordered(rows: Sequence[Sequence[str]], edges: Iterable[tuple[str, str]]) -> tuple[list[list[str]], list[list[str]]]:
    """Return the rows put in order, with places for the edges that pass, and the edges as paths through them.

    Edges that lead to the same result pass together. Each row is sorted, down and up again, by where its neighbours
    stand in the row beside it.
    """
    at = {name: k for k, row in enumerate(rows) for name in row}
    filled = [list(row) for row in rows]
    paths = []
    above: dict[str, dict[str, None]] = {}
    below: dict[str, dict[str, None]] = {}
    for first, last in edges:
        passing = [f"{last} {k}" for k in range(at[first] + 1, at[last])]
        for k, name in enumerate(passing, at[first] + 1):
            filled[k] += [] if name in filled[k] else [name]
        paths.append([first, *passing, last])
        for upper, lower in pairwise(paths[-1]):
            above.setdefault(lower, {})[upper] = None
            below.setdefault(upper, {})[lower] = None
    for turn in range(24):
        down = turn % 2 == 0
        for k in range(1, len(filled)) if down else range(len(filled) - 2, -1, -1):
            place = _places(filled[k - 1 if down else k + 1])
            here, near = _places(filled[k]), above if down else below
            key = {
                name: mean([place[each] for each in near[name]]) if name in near else here[name] for name in filled[k]
            }
            filled[k].sort(key=key.__getitem__)
    return filled, paths


def _places(row: Sequence[str]) -> dict[str, float]:
    return {name: (k + 0.5) / len(row) for k, name in enumerate(row)}


# The picture ------------------------------------------------------------------------------------------

WIDE, LINE, PAD, GAP, THIN, DROP = 108.0, 13.0, 6.0, 8.0, 10.0, 28.0
"""Width of a node, height of a line, padding; gaps between nodes, for what passes, and between rows."""


def _drawn(known: Mapping[str, Node], rows: Sequence[Sequence[str]]) -> str:
    filled, paths = ordered(rows, reduced(known))
    lines = {name: wrap(node.title, 16) for name, node in known.items()}
    room = {name: WIDE + GAP if name in known else THIN for row in filled for name in row}
    width = max(sum(room[name] for name in row) for row in filled)
    middle: dict[str, tuple[float, float, float]] = {}
    y = 2.0
    for row in filled:
        tall = max(LINE * (len(lines[name]) + 1) + 2 * PAD for name in row if name in known)
        spare = (width - sum(room[name] for name in row)) / len(row)
        x = 0.0
        for name in row:
            step = room[name] + spare
            middle[name] = (x + step / 2, y, y + tall)
            x += step
        y += tall + DROP
    drawn = [_edge(path, middle) for path in paths]
    drawn += [_node(known[name], known, lines[name], middle[name]) for row in filled for name in row if name in known]
    return element(
        "svg",
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:.0f} {y - DROP + 2:.0f}",
        width=f"{width:.0f}",
        height=f"{y - DROP + 2:.0f}",
        role="group",
        aria_label=f"{len(known)} results in {len(rows)} rows; each stands on some below it",
        font_family="system-ui, sans-serif",
        style="max-width: 100%; height: auto",
        class_="toy",
    )


def _edge(path: Sequence[str], middle: Mapping[str, tuple[float, float, float]]) -> str:
    x, _, y = middle[path[0]]
    d = f"M{x:.0f} {y:.0f}"
    for name in path[1:]:
        to, top, bottom = middle[name]
        d += f"C{x:.0f} {(y + top) / 2:.0f} {to:.0f} {(y + top) / 2:.0f} {to:.0f} {top:.0f}"
        if name != path[-1]:
            d += f"V{bottom:.0f}"
        x, y = to, bottom
    return element("path", d=d, class_="proof-edge", data_from=path[0], data_to=path[-1])


def _node(node: Node, known: Mapping[str, Node], lines: Sequence[str], at: tuple[float, float, float]) -> str:
    x, top, bottom = at
    corner = 3 if node.kind == "lemma" else 9
    frame = element("rect", x=x - WIDE / 2, y=top, width=WIDE, height=bottom - top, rx=corner)
    first = (top + bottom - LINE * (len(lines) + 1)) / 2 + 10
    words = " ".join(text(line, x, first + LINE * k, 11.5, fill=None) for k, line in enumerate(lines))
    tag = text(f"{node.mark} {node.tag}", x, first + LINE * len(lines) + 1, 10, fill=None)
    attributes = {
        "href": node.address,
        "class": f"proof-node proof-{node.look}",
        "data-name": node.name,
        "data-on": " ".join(node.uses),
        "aria-label": described(node, known),
    }
    written = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    return f"<a {written}>{frame}{words} {tag}</a>"


def _legend(known: Mapping[str, Node]) -> str:
    """Say what the tags mean, each with how many results have it."""
    numbers = Counter(node.tag for node in known.values())
    first = {node.tag: node for node in reversed(list(known.values()))}
    items = "".join(
        f"<li><b>{first[tag].mark} {escape(tag)}</b> ({numbers[tag]}) {escape(first[tag].means)}</li>"
        for tag in sorted(numbers, key=lambda tag: (list(MARKS).index(first[tag].look), tag))
    )
    return f'<ul class="proof-legend">{items}</ul>'


def _words(known: Mapping[str, Node]) -> str:
    """Return the line for what a result stands on, with room for the longest, so that nothing moves."""
    longest = max((described(node, known) for node in known.values()), key=len, default="")
    return (
        f'<p class="proof-words"><span class="proof-said">{SAID}</span>'
        f'<span class="proof-room" aria-hidden="true">{escape(longest)}</span></p>'
    )


def _lists(known: Mapping[str, Node], rows: Sequence[Sequence[str]]) -> str:
    """Return the rows as lists that unfold, with the same words."""
    made = []
    for row in rows:
        titles = " · ".join(known[name].title for name in row)
        items = "".join(_item(known[name], known) for name in row)
        made.append(f"<details><summary>{escape(titles)}</summary><ul>{items}</ul></details>")
    return "".join(made)


def _item(node: Node, known: Mapping[str, Node]) -> str:
    on = "; ".join(f'<a href="{escape(known[name].address)}">{escape(known[name].title)}</a>' for name in node.uses)
    return (
        f'<li><a href="{escape(node.address)}">{escape(node.title)}</a> <small>{node.mark} {escape(node.tag)}</small>'
        f"<br><small>stands on {on or 'no other result'}</small></li>"
    )
