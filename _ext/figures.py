"""Pictures and views of a notebook are numbered figures with a caption, which can be referred to.

The cell that shows one says so in its metadata: ``"figure": {"name": "fig-driver", "caption": "What to see."}``, with
``"class": "wide"`` where it should have all the room that the page has. ``"each": true`` makes a figure of each picture
that the cell shows; ``{title}`` in its caption is the picture's own title. A picture without one stops a strict build.
"""

import re
from collections import defaultdict
from html import unescape
from typing import Any

from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.parsers.docutils_ import Parser
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
SHOWS = re.compile(r'<svg[^>]*class="toy|<form[^>]*class="live(?![^>]*exercise)')


class Figures(SphinxTransform):
    """Put what a cell shows into a figure."""

    default_priority = 30  # before names become targets, and before anything is numbered

    def apply(self, **_: Any) -> None:
        """Wrap the output of each cell that has a figure in its metadata, or each of its pictures."""
        for cell in list(self.document.findall(nodes.container)):
            output = next(filter(_is_output, cell.children), None)
            if output is None or not (pictures := [each for each in output if _title(each) is not None]):
                continue
            about = cell["cell_metadata"].get("figure")
            if not about:
                LOGGER.warning("a picture without a number and a caption", location=cell)
            elif about.get("each"):
                for picture in pictures:
                    self._wrap(picture, about, _title(picture) or "")
            else:
                self._wrap(output, about)

    def _wrap(self, shown: nodes.Element, about: dict[str, Any], title: str = "") -> None:
        figure = nodes.figure("", classes=["shown", *about.get("class", "").split()])
        figure.source, figure.line = self.document["source"], shown.line
        name = f"{about['name']} {title}".strip()
        figure["names"].append(nodes.fully_normalize_name(name))
        self.document.note_explicit_target(figure, figure)
        shown.parent.replace(shown, figure)  # (`replace_self` would give the figure the classes of what it holds)
        figure += [shown, _caption(about["caption"].replace("{title}", title))]


def _is_output(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code_output"


def _title(shown: nodes.Node) -> str | None:
    """Return the title of a picture, None where there is no picture."""
    html = next((raw.astext() for raw in shown.findall(nodes.raw) if SHOWS.search(raw.astext())), None)
    if html is None:
        return None
    found = re.search(r'data-title="(.*?)"|<title[^>]*>(.*?)</title>', html, re.DOTALL)
    return unescape(found[1] or found[2]) if found else ""


def _caption(text: str) -> nodes.caption:
    """Return a caption written in Markdown."""
    settings = {"myst_enable_extensions": ["dollarmath"], "report_level": 5, "output_encoding": "unicode"}
    paragraph = publish_doctree(text, parser=Parser(), settings_overrides=settings)[0]
    return nodes.caption(text, "", *(child.deepcopy() for child in paragraph.children))


def number_by_chapter(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Number figures, definitions and theorems within their chapter: 5.1, 5.2; where there is none, from 1."""
    del app
    for page, kinds in env.toc_fignumbers.items():
        title = env.titles[page].astext() if page in env.titles else ""
        chapter = re.match(r"(\d+) · ", title)
        counts: defaultdict[str, int] = defaultdict(int)
        for kind, numbered in kinds.items():
            for name in numbered:
                counts[kind] += 1
                numbered[name] = (int(chapter[1]), counts[kind]) if chapter else (counts[kind],)
    return []


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_transform(Figures)
    app.connect("env-get-updated", number_by_chapter, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
