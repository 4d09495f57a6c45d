"""Search, and the meanings of words: what a reader looks up.

When all pages are written, they are read again: what has a name there goes to ``search/names.js`` (`names`),
headings to ``search/headings.js``, and the text, without what only surrounds it, to Pagefind, which writes its index
to ``search/pagefind``. All is served by the book. Sphinx's own search is left out.
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import names
from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from toymodel.alignment import ARROWS, DEFINITIONS
from toymodel.behavior import operator, operators
from toymodel.performance import notion, notions

NOT_TEXT = "form.live, .headerlink, .copybtn, .cell_input, div.math, thead"
UNUSED = ("pagefind-*ui*", "pagefind-highlight.js", "wasm.unknown.pagefind")
PLAIN_WORDS = (nodes.title, nodes.reference, nodes.literal, nodes.math, nodes.Admonition)


class Named(SphinxDirective):
    """A table of what the package names: ``arrows``, ``notions`` of performing well, or ``operators``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table; each row can be linked to."""
        rows = {"arrows": _arrows, "notions": _notions, "operators": _operators}[self.arguments[0]]()
        return [_table(("name", "meaning"), list(rows))]


def _arrows() -> Iterator[tuple[str, str]]:
    for arrow in ARROWS.values():
        yield arrow.name, f"{names.ORDINALS[arrow.name]}: {arrow}" if arrow.name in names.ORDINALS else str(arrow)


def _notions() -> Iterator[tuple[str, str]]:
    for name in notions():
        yield name, notion(name).title


def _operators() -> Iterator[tuple[str, str]]:
    for name in operators():
        first, _, _ = str(type(operator(name)).__doc__).partition("\n")
        yield name, first.replace("`", "")


def _table(head: tuple[str, str], rows: list[tuple[str, str]]) -> nodes.table:
    group = nodes.tgroup("", nodes.colspec(colwidth=1), nodes.colspec(colwidth=5), cols=2)
    group += nodes.thead("", _table_row(head))
    group += nodes.tbody("", *(_table_row(row) for row in rows))
    return nodes.table("", group)


def _table_row(cells: tuple[str, str]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))


def anchor_rows(app: Sphinx, doctree: nodes.document) -> None:
    """Let the rows of the tables on a page with a glossary be linked to."""
    del app
    if not any(doctree.findall(addnodes.glossary)):
        return
    for row in (row for body in doctree.findall(nodes.tbody) for row in body.findall(nodes.row)):
        name = nodes.make_id(row[0].astext())
        row["ids"] = [f"row-{name}"] if name and f"row-{name}" not in doctree.ids else [f"row-{len(doctree.ids)}"]
        doctree.ids[row["ids"][0]] = row


def link_words(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link a word of several parts to the glossary where a page first uses it.

    A single word may be everyday English; an author links it by the role ``term``.
    """
    terms = _terms(app)
    if not terms or docname in {page for page, _ in terms.values()}:
        return
    linked = {
        link.get("refid") or link.get("refuri", "").partition("#")[2] for link in doctree.findall(nodes.reference)
    }
    left = {word: place for word, place in terms.items() if place[1] not in linked}
    for text in list(doctree.findall(nodes.Text)):
        if not left:
            return
        if isinstance(text.parent, nodes.Element) and not _inside(text, PLAIN_WORDS):
            _link(app, docname, text, left)


def _terms(app: Sphinx) -> dict[str, tuple[str, str]]:
    """Return where the words of several parts are, with the nouns of the definitions beside their names."""
    objects = app.env.get_domain("std").objects
    terms = {name.lower(): place for (kind, name), place in objects.items() if kind == "term"}
    nouns = {each.noun: terms[each.name] for each in DEFINITIONS.values() if each.name in terms}
    return {word: place for word, place in (terms | nouns).items() if re.search(r"[\s–-]", word)}


def _inside(node: nodes.Node, kinds: tuple[type, ...]) -> bool:
    while node.parent:
        node = node.parent
        if isinstance(node, kinds) or "definition" in getattr(node, "attributes", {}).get("classes", ()):
            return True
    return False


def _link(app: Sphinx, docname: str, text: nodes.Text, left: dict[str, tuple[str, str]]) -> None:
    words = sorted(left, key=len, reverse=True)
    found = re.search(rf"\b(?:{'|'.join(map(re.escape, words))})(?=s?\b)", text.astext(), re.IGNORECASE)
    if not found:
        return
    page, label = left[found[0].lower()]
    for word in [word for word, place in left.items() if place == (page, label)]:
        del left[word]
    uri = f"{app.builder.get_relative_uri(docname, page)}#{label}"
    link = nodes.reference("", "", nodes.inline("", found[0], classes=["std-term"]), internal=True, refuri=uri)
    before, after = nodes.Text(text[: found.start()]), nodes.Text(text[found.end() :])
    text.parent.replace(text, [before, link, after])
    if left:
        _link(app, docname, after, left)


def leave_out_sphinx_search(app: Sphinx) -> None:
    """Have Sphinx make no search index, nor its page."""
    app.builder.search = False


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give the page that searches, at the address to which the theme's search field leads."""
    del app
    yield "search", {}, "find.html"


def index(app: Sphinx, problem: Exception | None) -> None:
    """Write what search and the meanings of words load."""
    if problem or app.builder.format != "html":
        return
    target = Path(app.outdir) / "search"
    pages = {app.builder.get_target_uri(name): Path(app.builder.get_outfilename(name)) for name in app.env.found_docs}
    entries: list[names.Entry] = []
    headings: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for url, path in sorted(pages.items()):
            soup = BeautifulSoup(article(path.read_text()), "html.parser")
            entries += names.names(soup, url)
            headings += names.headings(soup, url)
            copy = Path(folder) / url
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(to_search(soup))
        pagefind(Path(app.confdir) / "_ext" / "node_modules", Path(folder), target / "pagefind")
    _write(target / "names.js", "toymodelNames", names.order(entries))
    _write(target / "headings.js", "toymodelHeadings", headings)


def article(page: str) -> str:
    """Return the part of a page that is its own, without pictures and scripts."""
    title = re.search(r"<title>.*?</title>", page, re.DOTALL)
    inner = re.search(r"<article\b.*</article>", page, re.DOTALL)
    kept = (title[0] if title else "") + (inner[0] if inner else "")
    return re.sub(r"<(svg|script|style)\b.*?</\1>", "", kept, flags=re.DOTALL)


def _write(path: Path, name: str, value: object) -> None:
    path.write_text(f"globalThis.{name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n")


def pagefind(modules: Path, pages: Path, target: Path) -> None:
    """Have Pagefind index a folder of pages; keep of what it writes only what the search page loads."""
    programs = modules.glob("@pagefind/*/bin/pagefind_extended*")
    program = next((path for path in programs if path.suffix in {"", ".exe"}), None)
    if not program:
        raise ExtensionError("Pagefind, which makes the search index, has no program for this machine.")
    shutil.rmtree(target, ignore_errors=True)
    command = [program, "--site", pages, "--output-path", target, "--include-characters", "′*∧⇒", "--silent"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ExtensionError(f"Pagefind failed:\n{done.stderr.strip() or done.stdout.strip()}")
    for unused in (path for pattern in UNUSED for path in target.glob(pattern)):
        unused.unlink()


def to_search(soup: BeautifulSoup) -> str:
    """Return a page as Pagefind is to see it: the article, each definition and each word under a heading of its own."""
    article = soup.article
    title = soup.title.get_text() if soup.title else ""
    if not article:
        return ""
    for part in article.select(NOT_TEXT):
        part.decompose()
    for math in article.select(".math"):
        math.replace_with(names.plain(str(math)))
    for heading in article.select(":is(h1, h2, h3, h4)"):
        section = heading.find_parent(id=True)
        if section and heading.name != "h1":
            heading["id"] = section["id"]
    for box in article.select("div.proof[id]"):
        _headed(box.select_one(".admonition-title"), box["id"])
        box["data-pagefind-weight"] = "4" if "definition" in box["class"] else "1"
        del box["id"]
    for word in article.select("dl.glossary > dt[id]"):
        _headed(word, word["id"])
        word["data-pagefind-weight"] = "6"
    for row in article.select("tr[id]"):
        label = row["id"]
        row.name = "div"
        _headed(row.find("td"), label)
        del row["id"]
    return f"<!doctype html><html lang='en'><title>{title}</title><body data-pagefind-body>{article}</body></html>"


def _headed(tag: Tag | None, label: str) -> None:
    if tag:
        tag.name, tag["id"] = "h5", label


def connect(app: Sphinx) -> None:
    """Register what this module does."""
    app.add_directive("named", Named)
    app.connect("doctree-read", anchor_rows)
    app.connect("doctree-resolved", link_words)
    app.connect("builder-inited", leave_out_sphinx_search)
    app.connect("html-collect-pages", search_page)
    app.connect("build-finished", index)
