"""The book's one download: what is in it, what its notebooks install, and that this is all they import."""

import ast
import json
import re
import sys
import tomllib
import zipfile
from importlib import metadata
from io import BytesIO
from pathlib import Path

import download
import pytest
from first_cell import MODULES, first_cell, write
from packaging.requirements import Requirement

import toymodel

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "chapters").glob("*.ipynb"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Give the content of each file of the download, by its place in the one folder that all are in."""
    path = tmp_path_factory.mktemp("download") / download.NAME
    download.make_download(ROOT, path)
    with zipfile.ZipFile(path) as made:
        files = {name: made.read(name) for name in made.namelist()}
    folder = f"{path.stem}/"
    assert all(name.startswith(folder) for name in files)
    return {name.removeprefix(folder): content for name, content in files.items()}


def test_it_holds_all_notebooks_the_lock_and_the_licences_as_they_are(archive):
    for path in (*NOTEBOOKS, *(ROOT / name for name in ("constraints.txt", "LICENSE", "LICENSE-text"))):
        assert archive[path.relative_to(ROOT).as_posix()] == path.read_bytes()


def test_its_wheel_lies_where_first_cells_look_and_holds_the_three_packages(archive):
    name = f"toymodel-{toymodel.__version__}-py3-none-any.whl"
    assert [place for place in archive if place.endswith(".whl")] == [f"chapters/{name}"]
    held = set(zipfile.ZipFile(BytesIO(archive[f"chapters/{name}"])).namelist())
    source = {path for path in (ROOT / "src").rglob("*") if path.suffix in (".py", ".json", ".typed")}
    assert {path.relative_to(ROOT / "src").as_posix() for path in source} <= held
    assert held - {path for path in held if ".dist-info/" in path} <= {
        path.relative_to(ROOT / "src").as_posix() for path in source
    }


def test_its_two_commands_name_files_that_it_holds(archive):
    commands = re.findall(r"```\n(.*?)\n(.*?)\n```", archive["README.md"].decode())[0]
    assert commands[0] == "python -m pip install -r requirements.txt"
    assert commands[1].removeprefix("python -m jupyterlab --config=") in archive
    lines = archive["requirements.txt"].decode().splitlines()
    assert lines[:2] == ["-c constraints.txt", f"./chapters/toymodel-{toymodel.__version__}-py3-none-any.whl[notebook]"]
    assert {"ipykernel", "jupyterlab"} <= set(lines[2:])
    assert all(re.fullmatch(r"\w+", line) for line in lines[2:])


def test_it_is_made_again_only_when_what_goes_in_has_changed(monkeypatch, tmp_path):
    monkeypatch.setattr(download, "PACKAGE", ("src",))
    monkeypatch.setattr(download, "LISTS", ())

    def build(_root, folder):
        made = folder / "toymodel-1-py3-none-any.whl"
        made.write_bytes(b"a wheel")
        return made

    monkeypatch.setattr(download, "build_wheel", build)
    for place in ("src", "chapters"):
        (tmp_path / place).mkdir()
    target, seen = tmp_path / "made.zip", set()
    for place in ("src/one.py", "chapters/one.ipynb", "constraints.txt"):
        (tmp_path / place).write_text("new")
        download.make_download(tmp_path, target)
        first = target.stat().st_mtime_ns
        seen.add(target.read_bytes())
        download.make_download(tmp_path, target)
        assert target.stat().st_mtime_ns == first
    assert len(seen) == 3


def test_what_setuptools_says_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(download, "PACKAGE", ("pyproject.toml",))
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 7\nversion = '1'")
    with pytest.raises(RuntimeError, match=r"setuptools said:\n(.|\n)*project.name"):
        download.build_wheel(tmp_path, tmp_path)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_notebook_begins_with_the_one_cell_that_installs(path):
    code = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert "".join(code[0]["source"]) == first_cell(ROOT), "python _ext/first_cell.py writes it into all notebooks"
    assert "remove-cell" in code[0]["metadata"]["tags"]
    assert not [cell for cell in code[1:] if re.search(r"^\s*[%!] *pip ", "".join(cell["source"]), re.MULTILINE)]


def test_the_cell_is_written_and_nothing_else(tmp_path):
    copy = tmp_path / "copy.ipynb"
    copy.write_bytes(NOTEBOOKS[0].read_bytes())
    write(copy, "")
    assert copy.read_bytes() != NOTEBOOKS[0].read_bytes()
    write(copy, first_cell(ROOT))
    assert copy.read_bytes() == NOTEBOOKS[0].read_bytes()
    write(copy, "import antigravity")
    with pytest.raises(ValueError, match=r"copy\.ipynb: let an empty code cell stand before"):
        write(copy, first_cell(ROOT))


def run(monkeypatch, folder, missing):
    """Run the cell where some modules are missing; return what pip is told to install."""
    told = []
    cell = re.sub(r'%pip install -q (".*")', r"told.append(f\1)", first_cell(ROOT))
    monkeypatch.chdir(folder)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name in missing else name)
    exec(cell, {"told": told})  # noqa: S102
    return told


def test_the_cell_installs_only_what_is_missing_and_from_where_it_can_be_had(monkeypatch, tmp_path):
    place = tmp_path / "my notebooks"
    place.mkdir()
    assert run(monkeypatch, place, ()) == []
    assert run(monkeypatch, place, {"z3"}) == ["toymodel[notebook]"]
    remote = f"toymodel[notebook] @ git+{PROJECT['urls']['Repository']}"
    assert run(monkeypatch, place, MODULES) == [remote]
    wheel = place / "toymodel-0.1.0-py3-none-any.whl"
    wheel.touch()
    assert run(monkeypatch, place, MODULES) == [f"toymodel[notebook] @ {wheel.as_uri()}"]
    assert run(monkeypatch, place, {"toymodel"}) == [f"toymodel[notebook] @ {wheel.as_uri()}"]


def extra(name):
    """Give the packages of an extra, those of the extras that it names included."""
    for text in PROJECT["optional-dependencies"][name]:
        need = Requirement(text)
        if need.name == "toymodel":
            for one in need.extras:
                yield from extra(one)
        else:
            yield need.name


def with_needs(packages):
    """Give what these packages need, themselves included, as names in one spelling."""
    waiting, seen = set(packages), set()
    while waiting:
        seen.add(name := waiting.pop())
        needs = [Requirement(text) for text in metadata.requires(name) or ()]
        found = {need.name for need in needs if not need.marker or need.marker.evaluate({"extra": ""})}
        waiting |= {metadata.metadata(one)["Name"] for one in found} - seen
    return seen


def imports(source):
    """Give the top module of each import anywhere in the source, those inside functions included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


def code(path):
    """Give the code of a notebook's cells, without magics, or that of a page in MyST Markdown."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return "\n".join(re.findall(r"^```\{code-cell\}.*?\n---\n.*?\n---\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
    cells = ("".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code")
    return re.sub(r"^( *)%.*", r"\1pass", "\n".join(cells), flags=re.MULTILINE)


def test_what_is_installed_covers_every_import_of_the_notebooks_and_of_the_package():
    provides = metadata.packages_distributions()
    direct = {metadata.metadata(name)["Name"] for name in extra("notebook")}
    ours = {"toymodel", "toymodel_atlas", "toymodel_book", "toymodel_survey"}
    assert {provides[module][0] for module in set(MODULES) - {"toymodel"}} == direct
    there = with_needs({*direct, "ipykernel"})
    pages = [*NOTEBOOKS, ROOT / "intro.md"]
    sources = {path: code(path) for path in pages} | {
        path: path.read_text(encoding="utf-8")
        for path in (ROOT / "src").rglob("*.py")
        if "toymodel_survey" not in path.parts  # its engine has an extra of its own
    }
    assert all("import" in sources[path] for path in pages)
    wrong = {
        (path.relative_to(ROOT).as_posix(), module)
        for path, source in sources.items()
        for module in set(imports(source)) - sys.stdlib_module_names - ours
        if not there & set(provides.get(module, ()))
    }
    assert wrong == {("src/toymodel/solve/linear.py", "flint")}, "python-flint only makes it faster"
