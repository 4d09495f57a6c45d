"""A content-security policy in each page: its scripts are the book's own files, and those that it was built with.

Each script that stands in a page is named by its fingerprint; none is allowed that is put in later, and no text is run
as one. An attribute that holds a script (``onclick``) stops the build. Styles may stand in a page: formulas and
pictures bring theirs. WebAssembly is allowed: Pagefind is made of it.
"""

import base64
import hashlib
import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

META = '<meta http-equiv="Content-Security-Policy" content="{}">'
CHARSET = re.compile(r'<meta charset="utf-8"[^>]*>')
OLD = re.compile(r'\n?[ ]*<meta http-equiv="Content-Security-Policy"[^>]*>')
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
HANDLER = re.compile(r'<[a-z][^<>]*\son[a-z]+="[^"]*"')
DATA = re.compile(r'\btype="(?!text/javascript|application/javascript|module)')


def policy(page: str) -> str:
    """Return the policy of a page."""
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "'wasm-unsafe-eval'", *fingerprints(page)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "connect-src": "'self' data:",
        "worker-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {allowed}" for name, allowed in rules.items())


def fingerprints(page: str) -> list[str]:
    """Return the fingerprints of the scripts that stand in a page."""
    bodies = [body for attributes, body in SCRIPT.findall(page) if _runs(attributes)]
    return [f"'sha256-{_digest(body)}'" for body in dict.fromkeys(bodies)]


def protected(page: str) -> str:
    """Return a page with its policy, before anything that it loads."""
    if handler := HANDLER.search(page):
        raise ExtensionError(f"A page holds a script that its policy forbids: {handler[0][-200:]}")
    page = OLD.sub("", page)
    start = CHARSET.search(page)
    if not start:
        raise ExtensionError("A page that does not name its encoding cannot be given its policy.")
    return f"{page[: start.end()]}\n    {META.format(policy(page))}{page[start.end() :]}"


def protect(app: Sphinx, problem: Exception | None) -> None:
    """Give each page its policy."""
    if problem or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for path in (*out.glob("*.html"), *(out / "chapters").glob("*.html")):
        path.write_text(protected(path.read_text()))


def _runs(attributes: str) -> bool:
    return " src=" not in attributes and not DATA.search(attributes)


def _digest(body: str) -> str:
    return base64.b64encode(hashlib.sha256(body.replace("\r\n", "\n").encode()).digest()).decode()


def connect(app: Sphinx) -> None:
    """Register what this module does, after all that changes pages."""
    app.connect("build-finished", protect, priority=990)
