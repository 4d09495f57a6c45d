"""A view is something that a reader can play with: one Python function, shown in three places.

A view is a function from the values of its controls to a picture (a string of HTML or SVG). The same
function is shown in a notebook by ipywidgets, in a built page as a first frame with native controls,
and in that page made live, by the project's own wheel in a worker. Only the standard library is needed.
A picture may offer actions of its own, which set controls (`toymodel_book.actions`).

Values travel as text, so that 0.999 and 1/3 stay exact all the way from the slider to the fraction.

A picture is put into a page as HTML. So whatever in it comes from outside (the name of a state in a
world file, say) has to pass through `escape`.

>>> from fractions import Fraction
>>> @view("Doubling", number=Slider("a number", ("0", "1/2", "1"), "1/2"))
... def doubling(number):
...     return sentence(f"Twice {number} is {2 * Fraction(number)}.")
>>> doubling.render()
'<p class="live-sentence">Twice 1/2 is 1.</p>'
>>> doubling.render(number="1")
'<p class="live-sentence">Twice 1 is 2.</p>'
>>> doubling.render(number="7")
Traceback (most recent call last):
    ...
ValueError: number cannot be '7'; it is one of 0, 1/2, 1
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from html import escape
from importlib import import_module
from typing import Any

from .controls import Control, Select, Slider, Text, listed

__all__ = ["Control", "Select", "Slider", "Text", "View", "escape", "render", "sentence", "view"]

PACKAGE = __name__.partition(".")[0]

_views: dict[str, View] = {}
_shown: Counter[str] = Counter()


class View:
    """A view has a function from the values of its controls to a picture.

    Made by the decorator `view`. A notebook shows a view as a cell's last value.

    Parameters
    ----------
    function
        Takes the controls' values, as text, by keyword; returns HTML or SVG.
    title
        What the view shows, in words.
    controls
        The controls by keyword.
    before, after
        HTML above the controls and below the picture, which stays as it is. It may hold formulas:
        ``<span class="math">\\(…\\)</span>``.
    """

    def __init__(
        self,
        function: Callable[..., str],
        title: str,
        controls: Mapping[str, Control],
        before: str = "",
        after: str = "",
    ) -> None:
        self.function = function
        self.title = title
        self.controls = dict(controls)
        self.before = before
        self.after = after
        self.name = f"{function.__module__}:{function.__name__}"
        self.__doc__ = function.__doc__

    def __repr__(self) -> str:
        return f"<View {self.name}>"

    def values(self, **values: str) -> dict[str, str]:
        """Return the value of every control, those not given at their start.

        Raises
        ------
        ValueError
            If a control is unknown, or refuses its value.
        """
        for key, value in values.items():
            if key not in self.controls:
                raise ValueError(f"there is no control {key!r}; there are {listed(tuple(self.controls))}")
            if problem := self.controls[key].refusal(value):
                raise ValueError(f"{key} {problem}")
        return {key: control.value for key, control in self.controls.items()} | values

    def render(self, **values: str) -> str:
        """Draw the picture, as HTML or SVG, at these values of the controls.

        Raises
        ------
        ValueError
            If a control is unknown, or refuses its value.
        """
        return self.function(**self.values(**values))

    def frame(self, values: Mapping[str, str]) -> dict[str, str]:
        """Draw the picture, and keep what goes wrong in one line: ``{"html": …}`` or ``{"error": …}``."""
        try:
            return {"html": self.render(**values)}
        except Exception as problem:  # whatever a view raises, the reader keeps the page and the last picture
            return {"error": _one_line(problem)}

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": repr(self), "text/html": self._form()}
        try:
            from .notebook import widget

            shown = widget(self)._repr_mimebundle_()
        except ImportError:  # without ipywidgets the still form remains
            return bundle
        return bundle | {kind: data for kind, data in shown.items() if "widget" in kind}

    def _form(self) -> str:
        """Return a form with the first frame, which `_static/live.js` can make live."""
        key = _unused_key(self.function.__name__)
        controls = "".join(_row(f"live-{key}", name, each) for name, each in self.controls.items())
        return (
            f'<form class="live" id="live-{key}" data-view="{escape(self.name)}" data-address="{key}"'
            ' autocomplete="off">'
            f"<fieldset disabled><legend>{escape(self.title)}</legend>{self.before}{controls}</fieldset>"
            f"{self._bar()}"
            '<p class="live-problem" hidden></p>'
            # Disabled until live: what the picture offers to do needs Python.
            f'<fieldset disabled><div class="live-picture">{self.render()}</div></fieldset>'
            f'<p class="live-spoken" role="status"></p>{self.after}</form>'
        )

    def _bar(self) -> str:
        # A view written in a notebook is not in the wheel that the page's worker runs.
        if not self.name.startswith(f"{PACKAGE}."):
            return '<p class="live-status">Run this notebook to move the controls.</p>'
        return (
            '<div class="live-bar"><button type="button" class="live-start" hidden>Make live</button>'
            '<button type="button" class="live-copy" hidden>Copy link</button>'
            '<span class="live-status" role="status"></span>'
            "<noscript>The controls need JavaScript; the picture shows their first setting.</noscript></div>"
        )


def _unused_key(name: str) -> str:
    """Return a name that no view shown before on this page has: the key of its ids and of its address."""
    _shown[name] += 1
    return name if _shown[name] == 1 else f"{name}-{_shown[name]}"


def _row(form: str, key: str, control: Control) -> str:
    name = f"{form}-{escape(key)}"
    described, remark = "", ""
    if control.help:
        described = f' aria-describedby="{name}-help"'
        remark = f'<small id="{name}-help">{escape(control.help)}</small>'
    field = control._input(name, key, described)
    if control.inside:
        return field
    label = f'<label for="{name}">{escape(control.label)}</label>'
    row = f'<div class="live-control live-{type(control).__name__.lower()}">{label}{field}{remark}</div>'
    return f"<details><summary>{escape(control.label)}</summary>{row}</details>" if control.folded else row


def view(title: str, /, **controls: Control) -> Callable[[Callable[..., str]], View]:
    """Make a function from control values to HTML or SVG into a `View`.

    Parameters
    ----------
    title
        What the view shows, in words.
    **controls
        A `Slider`, a `Select` or a `Text` for each keyword of the function.

    Returns
    -------
    Callable
        A decorator. The function it takes gets every value as text, and escapes what it did not write.

    Examples
    --------
    >>> @view("A greeting", name=Select("whom", (("world", "the world"), ("moon", "the moon")), "moon"))
    ... def greeting(name):
    ...     return sentence(f"Hello, {name}!")
    >>> greeting.render(name="world")
    '<p class="live-sentence">Hello, world!</p>'
    """

    return lambda function: register(View(function, title, controls))


def register(made: View) -> View:
    """Let `render` find a view by its name; return the view."""
    _views[made.name] = made
    return made


def sentence(text: str) -> str:
    """Return a paragraph that says in words what the picture shows; screen readers speak it on each change.

    Parameters
    ----------
    text
        Plain text; it is escaped.

    Examples
    --------
    >>> sentence("1 < 2")
    '<p class="live-sentence">1 &lt; 2</p>'
    """
    return f'<p class="live-sentence">{escape(text)}</p>'


def render(name: str, values: Mapping[str, str]) -> dict[str, str]:
    """Draw the named view: the one function that a page's worker calls.

    A module that makes its views on demand has a function ``make(name)``, asked for those that are
    not there once it is imported.

    Parameters
    ----------
    name
        ``module:function``, the module inside this package.
    values
        The controls' values, as text.

    Returns
    -------
    dict
        ``{"html": picture}``, or ``{"error": one line of plain text}`` to be shown beside the last picture.

    Examples
    --------
    >>> render("os:remove", {})
    {'error': "there is no view 'os:remove'"}
    """
    module, _, function = name.partition(":")
    if name not in _views and module.startswith(f"{PACKAGE}."):
        try:
            getattr(import_module(module), "make", lambda _: None)(function)
        except (ImportError, KeyError, ValueError) as problem:
            return {"error": _one_line(problem)}
    if name not in _views:
        return {"error": f"there is no view {name!r}"}
    return _views[name].frame(values)


def _one_line(problem: Exception) -> str:
    text = " ".join(str(problem).split())
    return text if isinstance(problem, ValueError) and text else f"{type(problem).__name__}: {text}"
