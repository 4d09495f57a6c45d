"""A view in a notebook has its controls as widgets, its picture below, its actions in a list."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ipywidgets import HTML, Accordion, Button, Dropdown, HBox, HTMLMath, Layout, VBox, Widget

from .actions import offers

if TYPE_CHECKING:
    from .live import View

__all__ = ["widget"]


def widget(shown: View) -> Widget:
    """Return a view as a widget."""
    return _Shown(shown).box


class _Shown:
    """The widgets of one view are kept in step.

    A notebook hears no clicks inside HTML, so what the picture offers to do is listed below it, and
    the controls that a page leaves to the picture can be unfolded.
    """

    def __init__(self, shown: View) -> None:
        width = max(8, *(0.6 * len(control.label) for control in shown.controls.values()))  # labels are shown whole
        layout = Layout(width=f"{width + 26}em", max_width="100%")
        style = {"style": {"description_width": f"{width}em"}, "layout": layout}
        self.view = shown
        self.controls = {key: control._widget(**style) for key, control in shown.controls.items()}
        self.problem, self.picture = HTML(), HTML(shown.render())
        self.choice = Dropdown(description="do", **style)
        self.busy = False
        for control in self.controls.values():
            control.observe(self.draw, "value")
        button = Button(description="Do it")
        button.on_click(self.act)
        self.actions = HBox([self.choice, button])
        outer = [self.controls[key] for key, control in shown.controls.items() if not control.inside]
        inner = [self.controls[key] for key, control in shown.controls.items() if control.inside]
        children = [*outer, self.problem, self.picture]
        if self.offer():
            children.append(self.actions)
        if inner:
            children.append(Accordion([VBox(inner)], titles=["What the picture sets"]))
        title = HTML(f"<b>{escape(shown.title)}</b>")
        before, after = ([HTMLMath(each)] if each else [] for each in (shown.before, shown.after))
        self.box = VBox([title, *before, *children, *after])

    def draw(self, _: object = None) -> None:
        """Draw again, after a control has changed."""
        if self.busy:
            return
        made = self.view.frame({key: control.value for key, control in self.controls.items()})
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
