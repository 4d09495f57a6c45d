"""What the theme and its extensions leave wrong in each page, mended when all pages are written."""

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

LONGEST = 160
PAGES = {"search": "Find a word, a symbol, a definition or a page of the book.", "genindex": "Index of the package."}
REPEATED = re.compile(r' id="(?:proof|exercise|solution)(?:-content)?"')
EMPTY_HEAD = re.compile(r"<th\b[^>]*>\s*(?:<p>\s*</p>)?\s*</th>")
REDIRECT = """<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="refresh" content="0; url={url}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="description" content="{description}">
    <link rel="canonical" href="{url}">
    <title>{title}</title>
    <script src="{root}moved.js"></script>
  </head>
  <body>
    <main>
      <h1>{title}</h1>
      <p><a href="{url}">Go there</a></p>
    </main>
  </body>
</html>
"""


def describe(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give each page a description: its first paragraph of some length, or what fits of it."""
    del app, template
    if 'name="description"' in context.get("metatags", ""):
        return
    text = PAGES.get(pagename) or (description(doctree) if doctree else "") or str(context.get("title", ""))
    context["metatags"] = context.get("metatags", "") + f'\n    <meta name="description" content="{escape(text)}" />'


def description(doctree: nodes.document) -> str:
    """Return the first paragraph of some length that is no note in italics, cut at a word."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        note = isinstance(paragraph[0], nodes.emphasis) and len(paragraph) == 1
        if len(text) > LONGEST // 3 and isinstance(paragraph.parent, nodes.section) and not note:
            return shortened(text)
    return ""


def shortened(text: str) -> str:
    """Return as many of the first sentences as fit, or, if none does, words."""
    if len(text) <= LONGEST:
        return text
    sentences = re.match(rf"(.{{50,{LONGEST - 1}}}[.?!])\s", text)
    return sentences[1] if sentences else text[: LONGEST - 1].rpartition(" ")[0] + "…"


def mend(app: Sphinx, problem: Exception | None) -> None:
    """Mend every page, and write those that lead elsewhere."""
    if problem or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for path in (*out.glob("*.html"), *(out / "chapters").glob("*.html")):
        page = path.read_text()
        mended = mended_page(page)
        if mended != page:
            path.write_text(mended)
    for old, new in {"index": app.config.root_doc, **app.config.moved}.items():
        if (out / f"{new}.html").exists():  # a book of a few pages has not all
            redirect(out, old, new)


def redirect(out: Path, old: str, new: str) -> None:
    """Write a page at an address where nothing is any more, or nothing yet, which leads to another."""
    page = (out / f"{new}.html").read_text()
    described = re.search(r'<meta name="description" content="([^"]*)"', page)
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    root = "../" * old.count("/")
    written = REDIRECT.format(
        url=f"{root}{new}.html",
        root=root,
        title=" ".join(title[1].split()) if title else "",
        description=described[1] if described else "",
    )
    (out / f"{old}.html").write_text(written)


def mended_page(page: str) -> str:
    """Leave out identifiers that are given many times, and heads of nothing."""
    return EMPTY_HEAD.sub("<td></td>", REPEATED.sub("", page))


def connect(app: Sphinx) -> None:
    """Register what this module does."""
    app.add_config_value("moved", {}, "html")  # old address: new address, both without ".html"
    app.connect("html-page-context", describe)
    app.connect("build-finished", mend, priority=700)
