"""A picture may have actions inside: what a view's HTML offers to do, and what it hands back.

A picture may hold, beside what there is to see,

* ``data-set-KEY="value"`` on a button, or on an SVG element with ``role="button"`` and ``tabindex="0"``:
  activating it gives control KEY this value, and the view is drawn again (`sets`);
* ``data-sets="KEY"`` on a native input, a select or a file input: its value, after the text in
  ``data-before``, goes to control KEY when it changes (`changes`);
* ``<input type="hidden" data-update="KEY" value="…">``: control KEY gets this value, and nothing is
  drawn again, for the picture shows it already (`update`).

An element with an ``id`` keeps the focus from one picture to the next. A page does all of this; a
notebook, which hears no clicks inside HTML, offers the first kind as a list of actions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

__all__ = ["Action", "Offers", "changes", "offers", "sets", "update"]


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
