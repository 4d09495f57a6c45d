"""Where a section answers a claim of the ledger it says so, with the claim's number and a link."""

import re
from collections import defaultdict
from html import escape
from typing import Any

from sphinx.application import Sphinx

from toymodel_book.ledger import ROWS

HEAD = r"""(<[^>]*\bid="{anchor}"[^>]*>.*?</(?:h[1-6]|p)>)"""


def marked(body: str, page: str) -> str:
    """Return a page's text with a line below each heading, or a theorem's title, that the ledger leads to.

    Examples
    --------
    >>> "claims.html#claim-H14" in marked('<section id="the-seven-answers"><h2>Seven</h2>', "the_essay")
    True
    """
    answers = defaultdict(list)
    for row in ROWS:
        for link in row.links:
            if link.page == page:
                answers[link.address.partition("#")[2]].append(row)
    for anchor, rows in answers.items():
        named = ", ".join(
            f'<a href="claims.html#claim-{row.id}" title="{escape(row.says)}">{row.id}</a>' for row in rows
        )
        line = f'\n<p class="toy-claims">Answers {named} of the <a href="claims.html">ledger</a></p>'
        head = HEAD.format(anchor=re.escape(anchor)) if anchor else r"(<h1>.*?</h1>)"
        if found := re.search(head, body, re.DOTALL):
            body = body[: found.end()] + line + body[found.end() :]
    return body


def mark(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Mark a chapter, or a page beside the chapters."""
    del app, template, doctree
    folder, _, page = pagename.rpartition("/")
    if folder == "chapters" and "body" in context:
        context["body"] = marked(str(context["body"]), page)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension, before what is put below a title."""
    app.connect("html-page-context", mark, priority=1)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
