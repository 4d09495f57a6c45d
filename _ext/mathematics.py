"""Formulas are typeset when the book is built: MathML, which browsers draw themselves, with a font of the book.

Temml, run by Node.js, turns TeX into MathML. A page loads no script for it, nothing moves while it is read, and a
formula can be read aloud. TeX that Temml does not know stops the build. What a view writes while the page is read is
typeset by `_static/page.js`, with the same Temml.
"""

import json
import os
import re
import subprocess
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.math import get_node_equation_number
from thirdparty import node as node_command

TEMML = Path(__file__).parent / "node_modules" / "temml" / "dist" / "temml.cjs"
WRITTEN = re.compile(r'<span class="math">\\(?P<kind>[(\[])(?P<tex>.*?)\\[)\]]</span>', re.DOTALL)
SERVICE = """
const temml = require(process.argv[1]);
require('readline').createInterface({ input: process.stdin }).on('line', line => {
    const [tex, displayMode] = JSON.parse(line);
    let said;
    try { said = { mathml: temml.renderToString(tex, { displayMode, throwOnError: true, wrap: 'tex' }) }; }
    catch (problem) { said = { problem: problem.message }; }
    console.log(JSON.stringify(said));
});"""


@cache
def mathml(tex: str, displayed: bool = False) -> str:
    """Return the MathML of a formula written in TeX.

    Raises
    ------
    ExtensionError
        If Temml cannot read it; the message holds what it said.
    """
    service = _service(os.getpid())
    assert service.stdin is not None
    assert service.stdout is not None
    service.stdin.write(json.dumps([tex, displayed]) + "\n")
    service.stdin.flush()
    said = json.loads(service.stdout.readline() or '{"problem": "Node.js ended"}')
    if problem := said.get("problem"):
        raise ExtensionError(f"This formula could not be typeset: {tex}\n{problem}")
    return str(said["mathml"])


@cache
def _service(process: int) -> subprocess.Popen[str]:
    """Start one Temml for each process of the build; it ends with the pipe that it reads."""
    del process
    command = [*node_command(), "-e", SERVICE, str(TEMML)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


def inline(writer: Any, node: nodes.math) -> None:
    """Write a formula that stands in a line."""
    writer.body.append(writer.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    writer.body.append(mathml(node.astext()) + "</span>")
    raise nodes.SkipNode


def displayed(writer: Any, node: nodes.math_block) -> None:
    """Write a formula that stands by itself, with its number if it has one."""
    tex = node.astext().strip()
    if "\\\\" in tex and not tex.startswith("\\begin"):
        tex = f"\\begin{{aligned}}{tex}\\end{{aligned}}"
    writer.body.append(writer.starttag(node, "div", "", CLASS="math notranslate nohighlight"))
    if node["number"]:
        writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})')
        writer.add_permalink_ref(node, "Link to this equation")
        writer.body.append("</span>")
    writer.body.append(mathml(tex, displayed=True) + "</div>\n")
    raise nodes.SkipNode


HELD = re.compile(r'([(“‘]?)(<span class="math[^"]*">(?:(?!</?span).)*</span>)([,.;:!?)’”]*)', re.DOTALL)
"""A formula in a line, with the signs that may not be parted from it."""


def held(body: str) -> str:
    """Return a page's text in which no line ends between a formula and the sign that follows it.

    Examples
    --------
    >>> held('<p>(<span class="math"><math/></span>).</p>')
    '<p><span class="math-with">(<span class="math"><math/></span>).</span></p>'
    """
    return HELD.sub(
        lambda found: f'<span class="math-with">{found[0]}</span>' if found[1] + found[3] else found[0], body
    )


def in_views(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Typeset what the first frames of a page's views have written in TeX."""
    del app, pagename, template, doctree
    if "body" in context:
        context["body"] = held(WRITTEN.sub(_typeset, context["body"]))


def _typeset(found: re.Match[str]) -> str:
    return f'<span class="math">{mathml(unescape(found["tex"]), found["kind"] == "[")}</span>'


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension; `html_math_renderer: mathml` chooses it."""
    app.add_html_math_renderer("mathml", (inline, None), (displayed, None))  # type: ignore[arg-type]
    app.connect("html-page-context", in_views, priority=2)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
