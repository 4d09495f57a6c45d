"""The book's own Sphinx extension: it gathers what pages need, and mends what the theme gets wrong.

At the start of a build it fetches the third-party scripts that the book serves itself (`thirdparty`), and makes
the memory from which the pages' Python starts (`snapshot`) and the zip of all notebooks (`download`). When a page is
written it tidies the list of scripts.
"""

import os
import re
import shutil
from pathlib import Path
from typing import Any

import download
import finding
import mending
import policy
from snapshot import digest, make_snapshot
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from thirdparty import fetch


def prepare(app: Sphinx) -> None:
    """Fetch and build what the pages load, where it is missing or out of date."""
    if app.builder.format != "html":
        return
    root = Path(app.confdir)
    try:
        fetch(root / "_ext", root / "_extra" / "vendor")
        app.config.python_digest = make_snapshot(root, root / "_extra" / "live")
        publish_schemas(root / "src" / "toymodel" / "files", root / "_extra" / "schema")
        download.make_download(root, root / "_extra" / download.NAME)
    except RuntimeError as problem:
        raise ExtensionError(str(problem)) from problem


def name_python(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Tell a page which Python it starts: a worker of an older one may still run."""
    del pagename, template, doctree
    digest = app.config.python_digest
    context["metatags"] = f'{context.get("metatags", "")}\n<meta name="toymodel-python" content="{digest}">'


def publish_schemas(package: Path, target: Path) -> None:
    """Copy the schemas of files, in their folders, since they refer to each other by those."""
    for schema in package.rglob("*.schema.json"):
        place = target / schema.relative_to(package)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(schema, place)


def forget_old_results(app: Sphinx, config: Any) -> None:
    """Run the notebooks again when the package has changed: their cache looks only at their own cells.

    Pages are written again, and what they load is copied again, when that has changed.
    """
    root = Path(app.confdir)
    config.package_digest = digest(root / "src")
    config.loaded_digest = digest(root / "_static", root / "_extra" / "live" / "worker.js")
    os.environ["TOYMODEL_BAKES"] = "1"  # the notebooks' forms then hold frames (toymodel_book.form)
    cache = Path(config.nb_execution_cache_path or Path(app.outdir).parent / ".jupyter_cache")
    stamp = cache / "package.txt"
    if not stamp.exists() or stamp.read_text() != config.package_digest:
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir(parents=True)
        stamp.write_text(config.package_digest)


def tidy_scripts(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Drop scripts that are listed twice or that the page does not use.

    Sphinx lists scripts with a body twice, which breaks the ones that declare a constant; the loader of
    sphinx-thebe and the widgets' manager would be fetched from other hosts.
    """
    del app, pagename, template, doctree
    kept: dict[tuple[str, str], Any] = {}
    for script in context.get("script_files", []):
        key = (_filename(script), getattr(script, "attributes", {}).get("body") or "")
        if not _unused(script, *key):
            kept.setdefault(key, script)
    context["script_files"][:] = kept.values()
    context["css_files"][:] = [css for css in context["css_files"] if "sphinx-thebe" not in _filename(css)]


def launch_notebooks_only(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Leave the launch buttons out of pages written as Markdown: Colab cannot open one as a notebook."""
    del template, doctree
    if pagename in app.env.found_docs and Path(app.env.doc2path(pagename)).suffix == ".ipynb":
        return
    buttons = context.get("header_buttons", [])
    buttons[:] = [button for button in buttons if button.get("label") != "launch-buttons"]


def keep_bars(app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]) -> None:
    """Let ``|S|`` and ``P(s'|s,a)`` in a docstring be mathematics: reStructuredText would look for a substitution."""
    del app, what, name, thing, options
    lines[:] = [re.sub(r"(?<! )\|(?! )|(?<=[ (])\|(?=\w+\|)", "∣", line) for line in lines]


def _filename(asset: Any) -> str:
    return str(getattr(asset, "filename", asset) or "")


def _unused(script: Any, name: str, body: str) -> bool:
    kind = str(getattr(script, "attributes", {}).get("type", ""))
    return (
        "sphinx-thebe" in name
        or "THEBE_JS_URL" in body
        or "html-manager" in name
        or "require.min.js" in name
        or "widget-state+json" in kind
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_config_value("package_digest", "", "env")  # a new value has Sphinx read every page again,
    app.add_config_value("loaded_digest", "", "html")  # or write every page again
    app.add_config_value("python_digest", "", "html")
    app.connect("config-inited", forget_old_results)
    app.connect("builder-inited", prepare)
    app.connect("autodoc-process-docstring", keep_bars)
    app.connect("html-page-context", tidy_scripts, priority=900)
    app.connect("html-page-context", name_python)
    app.connect("html-page-context", launch_notebooks_only, priority=900)
    for module in (finding, mending, policy):
        module.connect(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
