"""What stands around the text of a page: its number, its place among the chapters, the bar at the top."""

import re
from typing import Any

from sphinx.application import Sphinx

NUMBERED = re.compile(r"(?<=>)(\d+) · ")
"""A chapter's number, where its title begins."""

OPTIONS: dict[str, Any] = {
    "navbar_persistent": [],  # the theme's second search field: the sidebar has one
    "secondary_sidebar_items": [],  # the sections of a page are in the primary sidebar
    "primary_sidebar_end": [],
    "back_to_top_button": False,
    "use_fullscreen_button": False,
    "navigation_with_keys": False,
}
SIDEBAR = ["navbar-logo.html", "search-button-field.html", "sbt-sidebar-nav.html"]


def choose_options(app: Sphinx, config: Any) -> None:
    """Set options of the theme that `_config.yml` cannot: given there, they would replace Jupyter Book's own."""
    del app
    for name, value in OPTIONS.items():
        config.html_theme_options.setdefault(name, value)
    config.html_sidebars = {"**": SIDEBAR}


def contents(chapters: Any, sections: Any) -> str:
    """Return the list of chapters, each number in a column of its own, with the page's sections in its place.

    Examples
    --------
    >>> contents('<li class="current"><a href="#">4 · Words</a></li>', "")
    '<li class="current"><a href="#"><span class="chapter-number">4</span> Words</a></li>'
    """
    listed = NUMBERED.sub(r'<span class="chapter-number">\1</span> ', str(chapters))
    if not sections:
        return listed
    nav = f'<div id="pst-page-toc-nav" class="page-toc">{sections}</div>'
    return re.sub(r'(<a class="current[^>]*>(?:(?!</a>).)*</a>)', lambda found: found[1] + nav, listed, count=1)


def plain_titles(body: str) -> str:
    """Return a page's text with the number of its chapter above the title, and theorems' titles without brackets.

    Examples
    --------
    >>> plain_titles("<section><h1>4 · Words</h1></section>")
    '<section><p class="kicker">Chapter 4</p>\\n<h1>Words</h1></section>'
    >>> plain_titles('<p><span class="caption-number">Lemma 1 </span> (Ties)</p>')
    '<p><span class="caption-number">Lemma 1 </span> Ties</p>'
    """
    body = re.sub(r"<h1>(\d+) · ", r'<p class="kicker">Chapter \1</p>\n<h1>', body, count=1)
    return re.sub(r'(<p[^>]*><span class="caption-number">[^<]*</span>) \((.*?)\)(?=</p>)', r"\1 \2", body)


def offer(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Give the templates what they ask for; the theme tries them out early."""
    del app, pagename, template, doctree
    context["contents"] = contents
    if "body" in context:
        context["body"] = plain_titles(context["body"])


def leave_out(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Leave out the theme's script that `page.js` replaces."""
    del app, pagename, template, doctree
    scripts = context.get("script_files", [])
    scripts[:] = [one for one in scripts if "sphinx-book-theme" not in str(getattr(one, "filename", one) or "")]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("config-inited", choose_options)
    app.connect("html-page-context", offer, priority=1)
    app.connect("html-page-context", leave_out, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
