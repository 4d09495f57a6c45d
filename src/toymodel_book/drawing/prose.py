"""Exercises are written in a little Markdown, which is made HTML with nothing else to install in a page.

Paragraphs, lists, code, ``*emphasis*``, ``**strong**``, links and ``$formulas$``. Everything else is text,
and is escaped.
"""

from __future__ import annotations

import re
from html import escape

_INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\$\$(?P<display>[^$]+)\$\$"
    r"|\$(?P<math>[^$\s](?:[^$]*[^$\s])?)\$"
    r"|\[(?P<label>[^\]]+)\]\((?P<target>[^)\s]+)\)"
    r"|\*\*(?P<strong>[^*]+)\*\*"
    r"|\*(?P<em>[^*\s](?:[^*]*[^*\s])?)\*"
)
_ITEM = re.compile(r"(?:[*-]|(?P<number>\d+)\.)\s+")
_ELSEWHERE = re.compile(r"(?:https?://|#|[\w./-]+(?:[#?]|$))")
"""Addresses that a link may have: a web page, a place in this page, a file beside it. Never a script."""


def prose(markdown: str) -> str:
    """Return Markdown as HTML.

    Examples
    --------
    >>> prose("Is *she* **robust**, at $p < 1$?")
    '<p>Is <em>she</em> <strong>robust</strong>, at <span class="math">\\\\(p &lt; 1\\\\)</span>?</p>'
    >>> prose("See [chapter 3](03_optimal_policies).")
    '<p>See <a href="03_optimal_policies.html">chapter 3</a>.</p>'
    >>> prose("* one\\n* two & three")
    '<ul><li>one</li><li>two &amp; three</li></ul>'
    """
    blocks = re.split(r"\n\s*\n", markdown.strip())
    return "".join(_block(block.strip("\n")) for block in blocks)


def inline(text: str) -> str:
    """Return a line of Markdown as HTML, without a paragraph around it."""
    parts, end = [], 0
    for match in _INLINE.finditer(text):
        parts += [escape(text[end : match.start()]), _span(match)]
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _block(block: str) -> str:
    lines = block.splitlines()
    if lines[0].startswith("```") and lines[-1].startswith("```") and len(lines) > 1:
        return f"<pre><code>{escape(chr(10).join(lines[1:-1]))}</code></pre>"
    first = _ITEM.match(lines[0])
    if not first:
        return f"<p>{inline(' '.join(lines))}</p>"
    items: list[str] = []
    for line in lines:
        if match := _ITEM.match(line):
            items.append(line[match.end() :])
        else:
            items[-1] += " " + line.strip()
    tag = "ol" if first["number"] else "ul"
    return f"<{tag}>{''.join(f'<li>{inline(item)}</li>' for item in items)}</{tag}>"


def _span(match: re.Match[str]) -> str:
    kind, value = next((kind, value) for kind, value in match.groupdict().items() if value is not None)
    if kind == "code":
        return f"<code>{escape(value)}</code>"
    if kind in ("math", "display"):
        left, right = (r"\(", r"\)") if kind == "math" else (r"\[", r"\]")
        return f'<span class="math">{left}{escape(value)}{right}</span>'
    if kind != "label":
        return f"<{kind}>{inline(value)}</{kind}>"
    target = re.sub(r"^(?!https?:)([\w/-]+)(?:\.ipynb|\.md)?(?=$|[#?])", r"\1.html", match["target"])
    return f'<a href="{escape(target)}">{inline(value)}</a>' if _ELSEWHERE.match(target) else escape(match[0])
