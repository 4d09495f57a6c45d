"""A view in a notebook has its controls as widgets beside its picture, and its actions in a list."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from ipywidgets import HTML, Accordion, Box, Button, Dropdown, HTMLMath, Layout, VBox, Widget

from .actions import offers
from .controls import Control, Text

if TYPE_CHECKING:
    from .live import View

__all__ = ["widget"]

LABEL = '<span style="display: block; text-align: left; white-space: normal">{}</span>'
ABOVE = {"style": {"description_width": "100%"}, "layout": {"flex_flow": "row wrap", "height": "auto", "width": "98%"}}
"""A label is whole, and stands above its control."""


def widget(shown: View) -> Widget:
    """Return a view as a widget."""
    return _Shown(shown).box


class _Shown:
    """The widgets of one view are kept in step.

    A notebook hears no clicks inside HTML, so what the picture offers to do is listed below the controls,
    and those that a page leaves to the picture can be unfolded.
    """

    def __init__(self, shown: View) -> None:
        self.view = shown
        self.controls = {key: _labelled(control) for key, control in shown.controls.items()}
        self.problem, self.picture = HTML(), HTML(shown.render())
        self.choice = Dropdown(layout=Layout(width="98%"))
        self.busy = False
        for control in self.controls.values():
            control.observe(self.draw, "value")
        self.button = Button(description="Do it")
        self.button.on_click(self.act)
        outer = self.rows(lambda control: not control.inside)
        if self.offer():
            outer += [self.choice, self.button]
        if inner := self.rows(lambda control: control.inside):
            outer.append(_folded("What the picture sets", inner))
        drawn = VBox([self.problem, self.picture], layout=Layout(flex="3 1 24em", min_width="0"))
        drawn.add_class("toymodel-drawn")
        large = any(isinstance(control, Text) and control.rows > 1 for control in shown.controls.values())
        room = {"flex": "1 1 14em", "max_width": "26em"} if shown.beside and not large else {"flex": "1 1 100%"}
        beside = [VBox(outer, layout=Layout(**room)), drawn] if outer else [drawn]
        title = HTML(f"<b>{escape(shown.title)}</b>")
        before, after = ([HTMLMath(each)] if each else [] for each in (shown.before, shown.after))
        row = Box(beside, layout=Layout(flex_flow="row wrap", align_items="flex-start", grid_gap="0 2em"))
        self.box = VBox([title, *before, row, *after]).add_class("toymodel-view")
        self.picture.add_class("live-picture")

    def rows(self, wanted: Callable[[Control], bool]) -> list[Widget]:
        """Return the controls that are wanted, neighbours of one panel folded together, as on a page."""
        rows: list[Widget] = []
        chosen = [(control, self.controls[key]) for key, control in self.view.controls.items() if wanted(control)]
        for title, group in groupby(chosen, lambda each: each[0].panel or (each[0].folded and each[0].label)):
            made = []
            for control, one in group:
                made += [one, HTML(f"<small>{escape(control.help)}</small>")] if control.help else [one]
            rows += [_folded(title, made)] if title else made
        return rows

    def draw(self, _: object = None) -> None:
        """Draw again, after a control has changed."""
        if self.busy:
            return
        values = {key: control.value for key, control in self.controls.items()}
        made = self.view.frame({key: value or "" for key, value in values.items()})  # None: nothing is chosen
        self.picture.value = made.get("html", self.picture.value)
        self.problem.value = escape(made.get("error", ""))
        self.offer()

    def act(self, _: object) -> None:
        """Do what is chosen in the list."""
        if self.choice.value is None:
            return
        key, value = self.choice.value
        if key not in self.controls:
            return
        before = self.controls[key].value
        self.set({key: value})
        self.draw()
        if self.problem.value:  # an action that is refused changes nothing
            self.set({key: before})

    def offer(self) -> bool:
        """List what the picture offers, take the values that it hands back; return whether it offers anything."""
        found = offers(self.picture.value)
        self.set(found.updates)
        self.choice.options = [(each.label, (each.key, each.value)) for each in found.actions]
        return bool(found.actions)

    def set(self, values: dict[str, str]) -> None:
        """Change controls without drawing."""
        self.busy = True
        try:
            for key, value in values.items():
                if key in self.controls:
                    self.controls[key].value = value
        finally:
            self.busy = False


def _labelled(control: Control) -> Widget:
    made = control._widget(**ABOVE)
    made.description_allow_html, made.description = True, LABEL.format(escape(control.label))
    return made


def _folded(title: str, rows: list[Widget]) -> Widget:
    return Accordion([VBox(rows)], titles=[title])
