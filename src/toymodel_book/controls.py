"""A control is what a reader sets, as text: a page has an input for it, a notebook a widget."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ipywidgets

__all__ = ["Control", "Select", "Slider", "Text", "listed"]

SWITCHES = 4
"""As many options as are drawn as switches."""
STRIP = 36
"""As many characters as the labels of switches have in all if they stand in one row, else below each other."""


@dataclass(frozen=True)
class Slider:
    """A slider is a choice among ordered values.

    Parameters
    ----------
    label
        What the value is, in words.
    values
        The values, in order, as text; they need not be evenly spaced.
    value
        The one shown first.
    help
        A sentence shown below the control.
    panel
        The title of the panel that it is in, with its neighbours of the same panel; by itself without one.

    Raises
    ------
    ValueError
        If a value is not text or appears twice, or `value` is not among `values`.

    Examples
    --------
    >>> Slider("belief", ("0", "1/2", "0.999"), "0.999").values
    ('0', '1/2', '0.999')
    """

    label: str
    values: tuple[str, ...]
    value: str
    help: str = ""
    panel: str = ""

    inside = False
    folded = False

    def __post_init__(self) -> None:
        _check_choice(self.label, self.values, self.value)

    def refusal(self, value: object) -> str:
        """Return what is wrong with a value, or nothing."""
        return _not_among(self.values, value)

    def _input(self, name: str, key: str, described: str) -> str:
        shown = escape(self.value)
        return (
            f'<output for="{name}">{shown}</output>'
            f'<input type="range" id="{name}" data-key="{escape(key)}"{described}'
            f' data-values="{escape(json.dumps(self.values))}" min="0" max="{len(self.values) - 1}" step="1"'
            f' value="{self.values.index(self.value)}" aria-valuetext="{shown}" autocomplete="off">'
        )

    def _widget(self, **style: Any) -> ipywidgets.Widget:
        from ipywidgets import SelectionSlider

        return SelectionSlider(options=self.values, value=self.value, description=self.label, **style)


@dataclass(frozen=True)
class Select:
    """A select is a choice among named values that have no order: drawn as switches where they are few.

    Parameters
    ----------
    label
        What is chosen, in words.
    options
        Pairs (value, label): the value as text, and what the reader sees. One without a label is not offered: it
        is the value while nothing is chosen.
    value
        The value chosen first.
    help
        A sentence shown below the control.
    inside
        Whether a page leaves the choice to the picture, which has actions for it, and shows no input.
    panel
        The title of the panel that it is in, with its neighbours of the same panel; by itself without one.

    Raises
    ------
    ValueError
        If a value is not text or appears twice, or `value` is not among the options.

    Examples
    --------
    >>> Select("observed in", (("training", "the true world"), ("beliefs", "his beliefs")), "training").values
    ('training', 'beliefs')
    """

    label: str
    options: tuple[tuple[str, str], ...]
    value: str
    help: str = ""
    inside: bool = False
    panel: str = ""

    folded = False

    def __post_init__(self) -> None:
        _check_choice(self.label, self.values, self.value)

    @property
    def values(self) -> tuple[str, ...]:
        """Return the values that can be chosen."""
        return tuple(value for value, _ in self.options)

    @property
    def offered(self) -> tuple[tuple[str, str], ...]:
        """Return the options that a reader can choose."""
        return tuple(option for option in self.options if option[1])

    @property
    def switched(self) -> bool:
        """Return whether the options are switches, all in sight: they are few, or nothing need be chosen."""
        few = 2 <= len(self.options) <= SWITCHES
        return not self.inside and (few or self.offered != self.options)

    def refusal(self, value: object) -> str:
        """Return what is wrong with a value, or nothing."""
        return _not_among(self.values, value)

    def _input(self, name: str, key: str, described: str) -> str:
        if self.inside:
            return _hidden(key, self.value, f' data-values="{escape(json.dumps(self.values))}"')
        if self.switched:
            return self._switches(name, key, described)
        options = "".join(
            f'<option value="{escape(value)}"{" selected" * (value == self.value)}>{escape(label)}</option>'
            for value, label in self.options
        )
        attributes = f'id="{name}" data-key="{escape(key)}"{described} autocomplete="off"'
        return f"<select {attributes}>{options}</select>"

    def _switches(self, name: str, key: str, described: str) -> str:
        radios = "".join(
            f'<label><input type="radio" name="{name}" value="{escape(value)}"{" checked" * (value == self.value)}'
            f' autocomplete="off"><span>{escape(label)}</span></label>'
            for value, label in self.offered
        )
        stacked = " live-stack" * (sum(len(label) for _, label in self.offered) > STRIP)
        return (
            f'<div class="live-switches{stacked}" id="{name}" role="radiogroup" aria-labelledby="{name}-label"'
            f' data-key="{escape(key)}"{" data-unset" * (self.offered != self.options)}{described}>{radios}</div>'
        )

    def _widget(self, **style: Any) -> ipywidgets.Widget:
        from ipywidgets import Dropdown, ToggleButtons

        options = [(label, value) for value, label in self.offered]
        if self.switched:
            style["style"] = style.get("style", {}) | {"button_width": "auto"}
        kind = ToggleButtons if self.switched else Dropdown
        chosen = self.value if self.value in dict(self.offered) else None
        return kind(options=options, value=chosen, description=self.label, **style)


@dataclass(frozen=True)
class Text:
    """A text is free; the view is drawn again when the reader presses Enter or leaves the field.

    The view has to judge what it gets: here only the length is checked.

    Parameters
    ----------
    label
        What the text is, in words.
    value
        The text shown first.
    rows
        1 for one line, more for a field of that height.
    limit
        Longest text, in characters.
    help
        A sentence shown below the control.
    button
        The words on a button beside the field, which does what Enter does; without words there is none.
    inside
        Whether a page leaves the text to the picture, which has actions for it, and shows no field.
    folded
        Whether a page shows the field only when the reader unfolds it.
    private
        Whether the page's address leaves the text out.
    panel
        The title of the panel that it is in, with its neighbours of the same panel; by itself without one.

    Raises
    ------
    ValueError
        If `value` is longer than `limit`, or `rows` is below 1.

    Examples
    --------
    >>> Text("your answer", limit=3).refusal("1234")
    'has 4 characters; at most 3 are read'
    """

    label: str
    value: str = ""
    rows: int = 1
    limit: int = 20_000
    help: str = ""
    button: str = ""
    inside: bool = False
    folded: bool = False
    private: bool = False
    panel: str = ""

    def __post_init__(self) -> None:
        if self.rows < 1:
            raise ValueError(f"{self.label!r} has {self.rows} rows; it needs at least one")
        if problem := self.refusal(self.value):
            raise ValueError(f"the text that {self.label!r} starts with {problem}")

    def refusal(self, value: object) -> str:
        """Return what is wrong with a value, or nothing."""
        if not isinstance(value, str):
            return f"is {type(value).__name__}; it is text"
        return f"has {len(value)} characters; at most {self.limit} are read" if len(value) > self.limit else ""

    def _input(self, name: str, key: str, described: str) -> str:
        limit = f' data-limit="{self.limit}"' + " data-private" * self.private
        if self.inside:
            return _hidden(key, self.value, limit)
        attributes = (
            f'id="{name}" data-key="{escape(key)}"{described}{limit}'
            ' autocomplete="off" autocapitalize="off" spellcheck="false"'
        )
        field = f'<input type="text" {attributes} value="{escape(self.value)}">'
        if self.rows > 1:  # a browser drops the first line break inside
            field = f'<textarea {attributes} rows="{self.rows}">\n{escape(self.value)}</textarea>'
        return field + (f'<button type="button" class="live-enter">{escape(self.button)}</button>' * bool(self.button))

    def _widget(self, **style: Any) -> ipywidgets.Widget:
        from ipywidgets import Text as Line
        from ipywidgets import Textarea

        kind = Line if self.rows == 1 else Textarea
        more = {} if self.rows == 1 else {"rows": self.rows}
        return kind(value=self.value, description=self.label, continuous_update=False, **more, **style)


Control = Slider | Select | Text


def listed(names: tuple[str, ...]) -> str:
    """Return names as a message lists them."""
    return ", ".join(names) if names else "nothing"


def _hidden(key: str, value: str, more: str) -> str:
    return f'<input type="hidden" data-key="{escape(key)}" value="{escape(value)}"{more} autocomplete="off">'


def _not_among(values: tuple[str, ...], value: object) -> str:
    return "" if value in values else f"cannot be {value!r}; it is one of {listed(values)}"


def _check_choice(label: str, values: tuple[str, ...], value: str) -> None:
    if not all(isinstance(each, str) for each in values):
        raise ValueError(f"the values of {label!r} must be text, so that they stay exact: {values!r}")
    if len(set(values)) != len(values):
        raise ValueError(f"a value of {label!r} appears twice: {listed(values)}")
    if value not in values:
        raise ValueError(f"{label!r} cannot start at {value!r}; it is one of {listed(values)}")
