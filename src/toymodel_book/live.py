"""A view is something that a reader can play with: one Python function, shown in three places.

A view is a function from the values of its controls to a picture (a string of HTML or SVG). The same
function is shown in a notebook by ipywidgets; in a built page with native controls, by frames that were drawn
when the page was built (`toymodel_book.bake`); and there, once a reader touches it, by the package itself,
in a worker. Only the standard library is needed. A picture may offer actions of its own, which set controls
(`toymodel_book.actions`).

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

from .bake import one_line
from .controls import Control, Select, Slider, Text, listed
from .form import form

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
    warns
        Takes the controls' values as the function does, and returns a sentence where drawing them would take
        long, else nothing. The reader is asked before it is drawn.
    beside
        Whether a wide page has the controls beside the picture, rather than above it.
    """

    def __init__(
        self,
        function: Callable[..., str],
        title: str,
        controls: Mapping[str, Control],
        before: str = "",
        after: str = "",
        warns: Callable[..., str] | None = None,
        beside: bool = True,
    ) -> None:
        self.function = function
        self.title = title
        self.controls = dict(controls)
        self.before = before
        self.after = after
        self.warns = warns
        self.beside = beside
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

    @property
    def lives(self) -> bool:
        """Return whether a page's own Python can draw it; one written in a notebook it does not have."""
        return self.name.startswith(f"{PACKAGE}.")

    @property
    def may_run_long(self) -> bool:
        """Return whether what is drawn has any size, so that a page draws it where it can be stopped."""
        return bool(self.warns) or any(isinstance(control, Text) for control in self.controls.values())

    def warning(self, **values: str) -> str:
        """Return a sentence if drawing these values of the controls would take long, else nothing."""
        return self.warns(**self.values(**values)) if self.warns else ""

    def frame(self, values: Mapping[str, str], *, sure: bool = True) -> dict[str, str]:
        """Draw the picture: ``{"html": …}``, or ``{"error": …}`` with what goes wrong in one line.

        Unless one is sure, what would take long is only announced: ``{"warning": …}``.
        """
        try:
            if not sure and (warning := self.warning(**values)):
                return {"warning": warning}
            return {"html": self.render(**values)}
        except Exception as problem:  # whatever a view raises, the reader keeps the page and the last picture
            return {"error": one_line(problem)}

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": repr(self), "text/html": form(self, _unused_key(self))}
        try:
            from .notebook import widget

            shown = widget(self)._repr_mimebundle_()
        except ImportError:  # without ipywidgets the still form remains
            return bundle
        return bundle | {kind: data for kind, data in shown.items() if "widget" in kind}


def _unused_key(shown: View) -> str:
    """Return a name that no view shown before on this page has: the key of its ids and of its address."""
    name = shown.function.__name__
    _shown[name] += 1
    return name if _shown[name] == 1 else f"{name}-{_shown[name]}"


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


def render(name: str, values: Mapping[str, str], *, sure: bool = True) -> dict[str, str]:
    """Draw the named view: the one function that a page's worker calls.

    A module that makes its views on demand has a function ``make(name)``, asked for those that are
    not there once it is imported.

    Parameters
    ----------
    name
        ``module:function``, the module inside this package.
    values
        The controls' values, as text.
    sure
        Whether to draw also what takes long.

    Returns
    -------
    dict
        ``{"html": picture}``; or ``{"error": one line of plain text}`` to be shown beside the last picture; or
        ``{"warning": sentence}`` where that would take long.

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
            return {"error": one_line(problem)}
    if name not in _views:
        return {"error": f"there is no view {name!r}"}
    return _views[name].frame(values, sure=sure)
