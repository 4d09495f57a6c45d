"""Pictures and views of a notebook are numbered figures with a caption, which can be referred to.

The cell that shows one says so in its metadata: ``"figure": {"name": "fig-driver", "caption": "What to see."}``, with
``"class": "wide"`` where it should be as wide as the page has room. A picture without one stops a strict build.
"""

import re
from collections import defaultdict
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
        """Wrap the output of each cell that has a figure in its metadata."""
        for cell in list(self.document.findall(nodes.container)):
            if cell.get("nb_element") != "cell_code":
                continue
            about = (cell.get("cell_metadata") or {}).get("figure")
            output = next((each for each in cell if _is_output(each)), None)
            if about and output is not None:
                figure = nodes.figure("", classes=["shown", *about.get("class", "").split()])
                figure.source, figure.line = self.document["source"], cell.line
                name = nodes.fully_normalize_name(about["name"])
                figure["names"].append(name)
                self.document.note_explicit_target(figure, figure)
                cell.replace(output, figure)
                figure += [output, _caption(about["caption"])]
            elif output is not None and _shows_picture(output) and not about:
                LOGGER.warning("a picture without a number and a caption", location=cell)


def _is_output(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code_output"


def _shows_picture(output: nodes.Element) -> bool:
    return any(SHOWS.search(raw.astext()) for raw in output.findall(nodes.raw))


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
