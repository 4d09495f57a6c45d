"""The native inputs and buttons of the world editor are made here: each sends one command or sets one control."""

from __future__ import annotations

from html import escape

from ..actions import changes, sets

FEW, STRIP = 4, 64
"""As many options as are switches, and as many characters as these have in all."""
Options = list[tuple[str, str]]
"""Pairs of a value and its words."""


def folded(title: str, inside: str) -> str:
    """Return a panel that the reader unfolds."""
    return f'<details class="editor-panel"><summary>{escape(title)}</summary>{inside}</details>'


def button(words: str, name: str, value: str, *, key: str = "command", said: str = "", disabled: bool = False) -> str:
    """Return a button that sends a command."""
    label = f' aria-label="{escape(said)}"' if said else ""
    off = " disabled" if disabled else ""
    return f'<button type="button" id="{name}"{label}{off} {sets(key, value)}>{escape(words)}</button>'


def toggle(words: str, name: str, value: str, pressed: bool, about: str) -> str:
    """Return a button that shows whether something is so."""
    said = f"{words}: {about}"
    return (
        f'<button type="button" id="{name}" aria-label="{escape(said)}" aria-pressed="{str(pressed).lower()}"'
        f" {sets('command', value)}>{escape(words)}</button>"
    )


def field(
    words: str,
    name: str,
    before: str,
    value: str = "",
    short: bool = False,
    said: str = "",
    key: str = "command",
    among: str = "",
) -> str:
    """Return a line of text that sends a command with what is typed, or sets another control.

    Parameters
    ----------
    among : str
        The id of a list of what may be typed.
    """
    label = f' aria-label="{escape(said)}"' if said else ""
    offered = f' list="{among}"' if among else ""
    entry = (
        f'<input type="text" id="{name}"{label}{offered} size="{5 if short else 14}" {changes(key, before)}'
        f' value="{escape(value)}" autocomplete="off" autocapitalize="off" spellcheck="false">'
    )
    return f"<label>{escape(words)} {entry}</label>" if words else entry


def select(words: str, name: str, before: str, options: Options, value: str, shown: bool = False) -> str:
    """Return a choice that sends a command with what is chosen."""
    if shown and _few(options):
        return _switches(words, name, "command", before, options, value)
    return _select(words, name, changes("command", before), options, value, shown)


def choice(words: str, name: str, key: str, options: Options, value: str, few: int = FEW) -> str:
    """Return a choice that sets a control."""
    if _few(options, few):
        return _switches(words, name, key, "", options, value)
    return _select(words, name, changes(key), options, value, True)


def _few(options: Options, few: int = FEW) -> bool:
    return 2 <= len(options) <= few and sum(len(label) for _, label in options) <= STRIP


def _switches(words: str, name: str, key: str, before: str, options: Options, value: str) -> str:
    """Return a choice among few as buttons, of which one is pressed."""
    buttons = "".join(
        f'<button type="button" id="{name}-{k}" aria-pressed="{str(one == value).lower()}" {sets(key, before + one)}>'
        f"{escape(label)}</button>"
        for k, (one, label) in enumerate(options)
    )
    strip = f'<span class="editor-switches" role="group" aria-label="{escape(words)}">{buttons}</span>'
    return f'<span class="editor-choice"><span>{escape(words)}</span> {strip}</span>'


def _select(words: str, name: str, does: str, options: Options, value: str, shown: bool) -> str:
    entries = "".join(
        f'<option value="{escape(key)}"{" selected" * (key == value)}>{escape(label)}</option>'
        for key, label in options
    )
    label = "" if shown else f' aria-label="{escape(words)}"'
    made = f'<select id="{name}"{label} {does} autocomplete="off">{entries}</select>'
    return f"<label>{escape(words)} {made}</label>" if shown else made
