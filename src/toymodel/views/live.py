"""Views that a reader can play with: one Python function each, shown in three places.

A view is a function from the values of its controls to a picture (a string of HTML or SVG). The same
function is shown in a notebook by ipywidgets, in a built page as a first frame with native controls,
and in that page made live, by the project's own wheel in a worker. Only the standard library is needed.

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

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ipywidgets

__all__ = ["Control", "Select", "Slider", "View", "escape", "render", "sentence", "view"]

PACKAGE = __name__.partition(".")[0]

_views: dict[str, View] = {}
_shown: Counter[str] = Counter()


@dataclass(frozen=True)
class Slider:
    """A choice among ordered values.

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

    def __post_init__(self) -> None:
        _check_choice(self.label, self.values, self.value)

    def _input(self, name: str, key: str, described: str) -> str:
        shown = escape(self.value)
        return (
            f'<input type="range" id="{name}" data-key="{escape(key)}"{described}'
            f' data-values="{escape(json.dumps(self.values))}" min="0" max="{len(self.values) - 1}" step="1"'
            f' value="{self.values.index(self.value)}" aria-valuetext="{shown}" autocomplete="off">'
            f'<output for="{name}">{shown}</output>'
        )

    def _widget(self, **style: Any) -> ipywidgets.Widget:
        from ipywidgets import SelectionSlider

        return SelectionSlider(options=self.values, value=self.value, description=self.label, **style)


@dataclass(frozen=True)
class Select:
    """A choice among named values that have no order.

    Parameters
    ----------
    label
        What is chosen, in words.
    options
        Pairs (value, label): the value as text, and what the reader sees.
    value
        The value chosen first.
    help
        A sentence shown below the control.

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

    def __post_init__(self) -> None:
        _check_choice(self.label, self.values, self.value)

    @property
    def values(self) -> tuple[str, ...]:
        """The values that can be chosen."""
        return tuple(value for value, _ in self.options)

    def _input(self, name: str, key: str, described: str) -> str:
        options = "".join(
            f'<option value="{escape(value)}"{" selected" * (value == self.value)}>{escape(label)}</option>'
            for value, label in self.options
        )
        attributes = f'id="{name}" data-key="{escape(key)}"{described} autocomplete="off"'
        return f"<select {attributes}>{options}</select>"

    def _widget(self, **style: Any) -> ipywidgets.Widget:
        from ipywidgets import Dropdown

        options = [(label, value) for value, label in self.options]
        return Dropdown(options=options, value=self.value, description=self.label, **style)


Control = Slider | Select


def _check_choice(label: str, values: tuple[str, ...], value: str) -> None:
    if not all(isinstance(each, str) for each in values):
        raise ValueError(f"the values of {label!r} must be text, so that they stay exact: {values!r}")
    if len(set(values)) != len(values):
        raise ValueError(f"a value of {label!r} appears twice: {_listed(values)}")
    if value not in values:
        raise ValueError(f"{label!r} cannot start at {value!r}; it is one of {_listed(values)}")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) if names else "nothing"


class View:
    """A function from the values of its controls to a picture, with its controls.

    Made by the decorator `view`. A notebook shows a view as a cell's last value.

    Parameters
    ----------
    function
        Takes the controls' values, as text, by keyword; returns HTML or SVG.
    title
        What the view shows, in words.
    controls
        The controls by keyword.
    """

    def __init__(self, function: Callable[..., str], title: str, controls: Mapping[str, Control]) -> None:
        self.function = function
        self.title = title
        self.controls = dict(controls)
        self.name = f"{function.__module__}:{function.__name__}"
        self.__doc__ = function.__doc__

    def __repr__(self) -> str:
        return f"<View {self.name}>"

    def values(self, **values: str) -> dict[str, str]:
        """Return the value of every control, those not given at their start.

        Raises
        ------
        ValueError
            If a control is unknown, or a value is not among its control's values.
        """
        for key, value in values.items():
            if key not in self.controls:
                raise ValueError(f"there is no control {key!r}; there are {_listed(tuple(self.controls))}")
            allowed = self.controls[key].values
            if value not in allowed:
                raise ValueError(f"{key} cannot be {value!r}; it is one of {_listed(allowed)}")
        return {key: control.value for key, control in self.controls.items()} | values

    def render(self, **values: str) -> str:
        """Draw the picture, as HTML or SVG, at these values of the controls.

        Raises
        ------
        ValueError
            If a control is unknown, or a value is not among its control's values.
        """
        return self.function(**self.values(**values))

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": repr(self), "text/html": self._form()}
        try:
            widget = self._widget()
        except ImportError:  # without ipywidgets the still form remains
            return bundle
        shown = widget._repr_mimebundle_()
        return bundle | {kind: data for kind, data in shown.items() if "widget" in kind}

    def _form(self) -> str:
        """Return a form with the first frame, which `_static/live.js` can make live."""
        key = _unused_key(self.function.__name__)
        controls = "".join(_row(f"live-{key}", name, each) for name, each in self.controls.items())
        return (
            f'<form class="live" id="live-{key}" data-view="{escape(self.name)}" data-address="{key}"'
            ' autocomplete="off">'
            f"<fieldset disabled><legend>{escape(self.title)}</legend>{controls}</fieldset>"
            f"{self._bar()}"
            '<p class="live-problem" hidden></p>'
            f'<div class="live-picture">{self.render()}</div>'
            '<p class="live-spoken" role="status"></p></form>'
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

    def _widget(self) -> ipywidgets.Widget:
        from ipywidgets import HTML, Layout, VBox

        style = {"style": {"description_width": "16em"}, "layout": Layout(width="40em", max_width="100%")}
        controls = {key: control._widget(**style) for key, control in self.controls.items()}
        problem, picture = HTML(), HTML(self.render())

        def update(_: object) -> None:
            frame = _frame(self, {key: control.value for key, control in controls.items()})
            picture.value = frame.get("html", picture.value)
            problem.value = escape(frame.get("error", ""))

        for control in controls.values():
            control.observe(update, "value")
        return VBox([HTML(f"<b>{escape(self.title)}</b>"), *controls.values(), problem, picture])


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
    label = f'<label for="{name}">{escape(control.label)}</label>'
    return f'<div class="live-control">{label}{control._input(name, key, described)}{remark}</div>'


def view(title: str, /, **controls: Control) -> Callable[[Callable[..., str]], View]:
    """Make a function from control values to HTML or SVG into a `View`.

    Parameters
    ----------
    title
        What the view shows, in words.
    **controls
        A `Slider` or `Select` for each keyword of the function.

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

    def make(function: Callable[..., str]) -> View:
        made = View(function, title, controls)
        _views[made.name] = made
        return made

    return make


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
    module = name.partition(":")[0]
    if name not in _views and module.startswith(f"{PACKAGE}.views."):
        try:
            import_module(module)
        except ImportError as problem:
            return {"error": _one_line(problem)}
    if name not in _views:
        return {"error": f"there is no view {name!r}"}
    return _frame(_views[name], values)


def _frame(shown: View, values: Mapping[str, str]) -> dict[str, str]:
    try:
        return {"html": shown.render(**values)}
    except Exception as problem:  # whatever a view raises, the reader keeps the page and the last picture
        return {"error": _one_line(problem)}


def _one_line(problem: Exception) -> str:
    text = " ".join(str(problem).split())
    return text if isinstance(problem, ValueError) and text else f"{type(problem).__name__}: {text}"
