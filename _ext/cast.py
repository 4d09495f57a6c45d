"""The cast says in which chapters each case appears, so it is read again, and run again, when one has changed."""

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

CAST = "chapters/cast"


def read_again(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Return the cast if any chapter is new, changed or gone."""
    del app
    gone = any(page.startswith("chapters/") for page in added | changed | removed)
    return [CAST] if gone and CAST in env.found_docs else []


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("env-get-outdated", read_again)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
