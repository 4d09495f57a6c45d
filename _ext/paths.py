"""Three paths through the book, each marked on its pages: how far one is, and what comes next on it."""

from dataclasses import dataclass
from html import escape
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx


@dataclass(frozen=True)
class Route:
    """A path has a name, as the front page calls it, and its pages in order."""

    name: str
    pages: tuple[str, ...]


PARTS = {
    part["caption"]: tuple(chapter["file"] for chapter in part["chapters"])
    for part in yaml.safe_load((Path(__file__).parents[1] / "_toc.yml").read_text())["parts"]
    if part["caption"] != "Back matter"
}
PATHS = (
    Route("The question", (PARTS["The question"][0], PARTS["The answers"][0])),
    Route("The definitions", PARTS["The question"] + PARTS["The setting"] + PARTS["The words"]),
    Route("Everything", tuple(chain.from_iterable(PARTS.values()))),
)


def mark(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Write below a page's title on which paths it is, and what comes next on each."""
    del template, doctree
    steps = {path: path.pages.index(pagename) for path in PATHS if pagename in path.pages}
    if not steps or "body" not in context:
        return
    after: dict[str, list[str]] = {}
    for path, place in steps.items():
        following = "".join(path.pages[place + 1 : place + 2])
        after.setdefault(following, []).append(f"<b>{path.name}</b> {place + 1} of {len(path.pages)}")
    marks = "".join(f"<span>{' · '.join(said)}{_then(app, pagename, page)}</span>" for page, said in after.items())
    nav = f'<nav class="toy-paths" aria-label="Paths">{marks}</nav>'
    context["body"] = str(context["body"]).replace("</h1>", f"</h1>\n{nav}", 1)


def _then(app: Sphinx, page: str, following: str) -> str:
    if following not in app.env.titles:  # the last of its path, or a book of a few pages
        return ""
    title = app.env.titles[following].astext()
    return f': next <a href="{app.builder.get_relative_uri(page, following)}">{escape(title)}</a>'


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("html-page-context", mark, priority=2)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
