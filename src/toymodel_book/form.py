"""A form is a view as a page holds it: its controls, its first picture, and what `_static/live.js` needs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from .bake import Page
from .controls import Control, Select, Text

if TYPE_CHECKING:
    from .live import View

__all__ = ["BAKES", "form"]

BAKES = "TOYMODEL_BAKES"
"""The variable of the environment that the book's build sets: elsewhere nobody looks at the frames of a form."""

_page = Page()  # a process shows the views of one page


def form(shown: View, key: str) -> str:
    """Return a form with the first picture, and with others that were drawn beforehand where a book is built.

    Parameters
    ----------
    shown
        The view.
    key
        What ids and the page's address begin with.
    """
    name = escape(key)
    baked = _page.bake(shown) if os.environ.get(BAKES) else None
    frames = f'<script type="application/json" class="live-frames">{baked.text}</script>' if baked else ""
    view = f' data-view="{escape(shown.name)}"' if shown.lives else ""
    # Disabled until there is a script: without one nothing can be moved.
    return (
        f'<form class="live{_layout(shown)}" id="live-{name}"{view}{" data-own" * shown.may_run_long}'
        f' data-address="{name}" autocomplete="off"><fieldset class="live-whole" disabled>'
        f"<legend>{escape(shown.title)}</legend>{shown.before}"
        f'<div class="live-stage"><div class="live-controls">{_rows(f"live-{name}", shown.controls)}</div>'
        '<div class="live-shown"><p class="live-problem" hidden></p>'
        f'<div class="live-picture">{shown.render()}</div></div></div>{_bar(shown, bool(baked))}'
        f'<p class="live-spoken" role="status"></p></fieldset>{shown.after}{frames}</form>'
    )


def _layout(shown: View) -> str:
    visible = [control for control in shown.controls.values() if not control.inside]
    large = any(isinstance(control, Text) and control.rows > 1 for control in visible)
    return " live-beside" * (shown.beside and bool(visible) and not large)


def _bar(shown: View, moves: bool) -> str:
    if not shown.lives and not moves:
        return '<p class="live-status">Run this notebook to move the controls.</p>'
    return (
        '<div class="live-bar"><span class="live-status" role="status"></span>'
        '<button type="button" class="live-stop" hidden>Stop</button>'
        '<button type="button" class="live-again" hidden>Try again</button>'
        '<button type="button" class="live-copy" hidden>Copy link</button>'
        "<noscript>The controls need JavaScript; the picture shows their first setting.</noscript></div>"
    )


def _rows(form: str, controls: Mapping[str, Control]) -> str:
    """Return the controls in order, neighbours of one panel together."""
    rows = []
    for panel, group in groupby(controls.items(), lambda each: each[1].panel):
        inner = "".join(_row(f"{form}-{escape(key)}", key, control) for key, control in group)
        rows.append(_panel(panel, inner) if panel else inner)
    return "".join(rows)


def _panel(title: str, rows: str) -> str:
    return (
        f'<details class="live-panel"><summary><span class="live-label">{escape(title)}</span> '
        f'<span class="live-differs">as it starts</span></summary><div class="live-panel-rows">{rows}'
        '<button type="button" class="live-reset" disabled>Set all back</button></div></details>'
    )


def _row(name: str, key: str, control: Control) -> str:
    described, remark = "", ""
    if control.help:
        described = f' aria-describedby="{name}-help"'
        remark = f'<small id="{name}-help">{escape(control.help)}</small>'
    field = control._input(name, key, described)
    if control.inside:
        return field
    kind = type(control).__name__.lower()
    label = f'<label class="live-label" for="{name}">{escape(control.label)}</label>'
    if isinstance(control, Select) and control.switched:
        kind, label = "switch", f'<span class="live-label" id="{name}-label">{escape(control.label)}</span>'
    row = f'<div class="live-control live-{kind}">{label}{field}{remark}</div>'
    return f"<details><summary>{escape(control.label)}</summary>{row}</details>" if control.folded else row
