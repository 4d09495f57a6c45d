"""Each theorem begins with a line that says for whom it speaks, with which objectives, where, and how exactly.

The lines are data, `toymodel_atlas.domains`. A theorem without one stops a strict build, and so does a lemma that is
about alignment; lemmas about worlds alone need none.
"""

from typing import Any

from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.parsers.docutils_ import Parser
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx_proof.nodes import NODE_TYPES

from toymodel_atlas.domains import DOMAINS, states_alignment

LOGGER = logging.getLogger(__name__)
STATED = tuple(NODE_TYPES[kind] for kind in ("theorem", "proposition", "corollary", "lemma"))

OWN_WORDS = "For whom."
"""How a paragraph begins that says in a notebook what the line says on the page."""


class Domains(SphinxTransform):
    """Put the line at the head of each theorem."""

    default_priority = 30

    def apply(self, **_: Any) -> None:
        """Write the line, or say that there is none."""
        for theorem in self.document.findall(lambda node: isinstance(node, STATED)):
            domain = DOMAINS.get(theorem["label"])
            if domain:
                self._write(theorem[-1], domain.line())
            elif not isinstance(theorem, NODE_TYPES["lemma"]) or states_alignment(theorem[-1].astext()):
                LOGGER.warning(
                    "%s: for whom? It has no line in toymodel_atlas.domains", theorem["label"], location=theorem
                )

    def _write(self, statement: nodes.Element, text: str) -> None:
        """Put the line first; it replaces a paragraph that says the same in words of its own, for notebooks."""
        if statement.children and statement[0].astext().startswith(OWN_WORDS):
            del statement[0]
        statement.insert(0, line(text))


def line(text: str) -> nodes.paragraph:
    """Return the line as a paragraph, from Markdown."""
    settings = {"myst_enable_extensions": ["dollarmath"], "report_level": 5, "output_encoding": "unicode"}
    parsed = publish_doctree(f"For {text}", parser=Parser(), settings_overrides=settings)[0]
    return nodes.paragraph(text, "", *(child.deepcopy() for child in parsed.children), classes=["domain"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_transform(Domains)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
