"""A picture may have actions inside: what a view's HTML offers to do, and what it hands back.

A picture may hold, beside what there is to see,

* ``data-set-KEY="value"`` on a button, or on an SVG element with ``role="button"`` and ``tabindex="0"``:
  activating it gives control KEY this value, and the view is drawn again (`sets`);
* ``data-sets="KEY"`` on a native input, a select or a file input: its value, after the text in
  ``data-before``, goes to control KEY when it changes (`changes`);
* ``<input type="hidden" data-update="KEY" value="…">``: control KEY gets this value, and nothing is
  drawn again, for the picture shows it already (`update`);
* ``data-drag="KEY"`` on an SVG element that stands at a place, with the places that KEY's values have in
  ``data-at``: it is dragged there, or moved by the arrow keys, Home and End (`drags`).

An element with an ``id`` keeps the focus from one picture to the next. A page does all of this; a
notebook, which hears no clicks inside HTML, offers the first kind as a list of actions, and has the control
itself for the last.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

__all__ = ["Action", "Offers", "Place", "changes", "drags", "offers", "sets", "update"]

Place = float | tuple[float, float]
"""A place in a picture, in the units of its viewBox: how far to the right, or that and how far down."""


@dataclass(frozen=True)
class Action:
    """An action is what an element of a picture does: its words, and the control that gets a value."""

    label: str
    key: str
    value: str


@dataclass
class Offers:
    """The offers of a picture are its actions, and the values that it hands back."""

    actions: list[Action] = field(default_factory=list)
    updates: dict[str, str] = field(default_factory=dict)


def sets(key: str, value: str, before: str = "") -> str:
    """Return the attribute of an element that gives a control a value.

    Examples
    --------
    >>> f'<button type="button" {sets("go", "<now>")}>Go</button>'
    '<button type="button" data-set-go="&lt;now&gt;">Go</button>'
    """
    return f'{before}data-set-{escape(key)}="{escape(value)}"'


def changes(key: str, before: str = "") -> str:
    """Return the attributes of an input whose value, after the text ``before``, goes to a control."""
    return f'data-sets="{escape(key)}"' + (f' data-before="{escape(before)}"' if before else "")


def update(key: str, value: str) -> str:
    """Return the hidden element that hands a new value back to a control.

    Examples
    --------
    >>> update("world", "{}")
    '<input type="hidden" data-update="world" value="{}">'
    """
    return f'<input type="hidden" data-update="{escape(key)}" value="{escape(value)}">'


def drags(key: str, places: Mapping[str, Place], label: str, value: str) -> str:
    """Return the attributes of an SVG element that a reader drags to set a control.

    Give the element an ``id``, draw it at ``places[value]``, and let no ``transform`` move the places: they
    are in the units of the viewBox. To a screen reader it is a slider.

    Parameters
    ----------
    key
        The control that it sets.
    places
        Where the element stands at each value that it can be dragged to, in the order of the arrow keys;
        all of them one number (x), or all of them a pair (x, y).
    label
        What is dragged, in words.
    value
        The control's value now, one of those.

    Examples
    --------
    >>> drags("p", {"0": 10, "1/2": 55}, "her belief", "1/2")
    'data-drag="p" data-at="[[&quot;0&quot;, 10], [&quot;1/2&quot;, 55]]" role="slider" tabindex="0"
     aria-label="her belief" aria-valuemin="0" aria-valuemax="1" aria-valuenow="1" aria-valuetext="1/2"'
    """
    at = json.dumps([[name, place] for name, place in places.items()], ensure_ascii=False)
    return (
        f'data-drag="{escape(key)}" data-at="{escape(at)}" role="slider" tabindex="0" aria-label="{escape(label)}"'
        f' aria-valuemin="0" aria-valuemax="{len(places) - 1}" aria-valuenow="{list(places).index(value)}"'
        f' aria-valuetext="{escape(value)}"'
    )


def offers(html: str) -> Offers:
    """Return what a picture offers.

    Examples
    --------
    >>> offers('<p><button data-set-x="1">one <b>more</b></button></p>' + update("x", "")).actions
    [Action(label='one more', key='x', value='1')]
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    """The reader collects the actions of a picture, which are named by ``aria-label`` or by the words inside."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Offers()
        self._open: list[tuple[str, str, str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "data-update" in given:
            self.found.updates[given["data-update"]] = given.get("value", "")
        key = next((name.removeprefix("data-set-") for name in given if name.startswith("data-set-")), "")
        if key and "disabled" not in given:
            label = given.get("aria-label", "")
            value = given[f"data-set-{key}"]
            if label:
                self.found.actions.append(Action(label, key, value))
            else:
                self._open.append((tag, key, value, []))

    def handle_data(self, data: str) -> None:
        for _, _, _, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            _, key, value, words = self._open.pop()
            self.found.actions.append(Action(" ".join("".join(words).split()), key, value))
