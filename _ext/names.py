"""What has a name in the built book, and where it is defined.

All is read from the pages that Sphinx wrote: definitions by their titles, words of the glossary, and rows of its tables
(symbols, and what the package names: arrows, notions of performing well, operators). Search puts these first, since
no index of words finds "γ" or "W5"; a word of the glossary shows its meaning wherever it is linked.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import escape
from typing import Any

from bs4 import BeautifulSoup, Tag

from toymodel.alignment import DEFINITIONS

ORDINALS = {
    "I1": "the first arrow",
    "I2": "the second arrow",
    "I3": "the third arrow",
    "I4": "the fourth arrow",
    "I5": "the fifth arrow",
}
Entry = dict[str, Any]


def names(soup: BeautifulSoup, url: str) -> Iterator[Entry]:
    """Yield what a page defines: its name, other names, kind, address, title and meaning."""
    for box in soup.select("div.proof.definition[id]"):
        yield from _definitions(box, url)
    for word in soup.select("dl.glossary > dt[id]"):
        name = _text(word)
        other = [each.noun for each in DEFINITIONS.values() if each.name == name]
        yield _entry(name, other, "glossary", f"{url}#{word['id']}", name, _meaning(word.find_next_sibling("dd")))
    for row in soup.select("tr[id]"):
        yield _row(row, url)


def order(entries: list[Entry]) -> list[Entry]:
    """Put definitions first, and give them the meaning that the glossary has for their name."""
    meanings = {key: each["text"] for each in entries if each["kind"] == "glossary" for key in _keys(each)}
    for each in entries:
        if each["kind"] == "definition":
            each["text"] = next((meanings[key] for key in _keys(each) if key in meanings), each["text"])
    return sorted(entries, key=lambda each: ("definition", "glossary", "row").index(each["kind"]))


def headings(soup: BeautifulSoup, url: str) -> Iterator[tuple[str, str]]:
    """Yield the headings of a page with their addresses."""
    for heading in soup.select("article :is(h1, h2, h3)"):
        section = heading.find_parent("section", id=True)
        yield _text(heading), f"{url}#{section['id']}" if section and heading.name != "h1" else url


def plain(html: str) -> str:
    """Return the text of a piece of HTML, with plain letters for those of formulas: "Ê", "R" for the italic one."""
    text = BeautifulSoup(html, "html.parser").get_text()
    return unicodedata.normalize("NFKC", re.sub("(?<=[A-Z])[\u02c6^]", "\u0302", text)).replace("\u2061", "")


def _definitions(box: Tag, url: str) -> Iterator[Entry]:
    heading = box.select_one(".admonition-title")
    title, number = _text(heading), _text(heading.select_one(".caption-number"))
    inner = title.removeprefix(number).strip(" ()")
    if not inner:
        return
    text = _meaning(box.select_one("p:not(.admonition-title)"))
    for name in re.split(r", | and ", inner):
        other = [each.name for each in DEFINITIONS.values() if each.noun == name.lower()]
        other += [arrow for arrow, words in ORDINALS.items() if words == name.lower()]
        yield _entry(name, other, "definition", f"{url}#{box['id']}", title, text)


def _row(row: Tag, url: str) -> Entry:
    first, *others = row.find_all("td")
    shown = [_html(math) for math in first.select(".math")] or [_text(first)]
    bare = [plain(html) for html in shown]
    heads = [name.partition("(")[0] for name in bare]
    other = [*bare, *heads, *filter(None, map(_letter, bare)), *(_text(code) for code in row.select("code"))]
    other += [ORDINALS[name] for name in bare if name in ORDINALS]
    text = _meaning(others[-1])
    return _entry(bare[0], other, "row", f"{url}#{row['id']}", ", ".join(shown), text)


def _entry(name: str, other: list[str], kind: str, url: str, title: str, text: str) -> Entry:
    also = [each for each in dict.fromkeys(other) if each and each != name]
    return {"name": name, "also": also, "kind": kind, "url": url, "title": title, "text": text}


def _keys(entry: Entry) -> list[str]:
    return [key.lower() for key in (entry["name"], *entry["also"])]


def _text(tag: Tag | None) -> str:
    if tag is None:
        return ""
    return " ".join("".join(text for text in tag.strings if text.parent.get("class") != ["headerlink"]).split())


def _letter(sign: str) -> str:
    """Return the name of a Greek letter, "gamma"."""
    name = unicodedata.name(sign, "") if len(sign) == 1 else ""
    return name.rpartition(" ")[2].lower() if name.startswith("GREEK") else ""


def _meaning(tag: Tag | None) -> str:
    """Return what an element says, without the chapter that says more."""
    return re.sub(r" See [^.]*\.$", "", _html(tag)) if tag else ""


def _html(tag: Tag) -> str:
    """Return an element's content as HTML without links; formulas stay as they are."""
    html = ""
    for child in tag.children:
        if not isinstance(child, Tag):
            html += escape(str(child), quote=False)
        elif child.name == "math":
            html += str(child)
        elif "bibtex-citation" not in child.get("class", []):
            kept = child.name in {"em", "strong", "code"}
            inner = _html(child)
            html += f"<{child.name}>{inner}</{child.name}>" if kept else inner
    return " ".join(html.split())
