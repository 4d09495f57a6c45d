"""The book's one download is a zip that holds all notebooks, the package as a wheel, and the versions that were tested.

It needs no host of the project: what else the notebooks need is on a package index.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from snapshot import digest

NAME = "toymodel-book.zip"
PACKAGE = ("src", "pyproject.toml", "README.md", "LICENSE")
AS_THEY_ARE = ("chapters/*.ipynb", "chapters/*.md", "_lab/**/*", "_static/*.css")
AS_THEY_ARE += ("LICENSE*", "constraints.txt", "references.bib")
LISTS = ("requirements-notebooks.txt", "requirements-lab.txt")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""When everything was made, so that the same files make the same zip."""


def make_download(root: Path, target: Path) -> None:
    """Make `target` the zip; do nothing if it was made of the same files.

    Raises
    ------
    RuntimeError
        If the wheel cannot be built; the message has what was said.
    """
    held = sorted({path for pattern in AS_THEY_ARE for path in root.glob(pattern) if path.is_file()})
    wanted = digest(*(root / name for name in (*PACKAGE, *LISTS)), *held, *Path(__file__).parent.glob("download.*"))
    if target.exists() and zipfile.ZipFile(target).comment.decode() == wanted:
        return
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_wheel(root, Path(folder))
        files = {path.relative_to(root).as_posix(): path.read_bytes() for path in held}
        files[f"chapters/{wheel.name}"] = wheel.read_bytes()  # where the first cells look for it
    files["README.md"] = Path(__file__).with_suffix(".md").read_bytes()
    files["requirements.txt"] = requirements(root, wheel.name).encode()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in sorted(files.items()):
            made.writestr(zipfile.ZipInfo(f"{target.stem}/{name}", LONG_AGO), content, zipfile.ZIP_DEFLATED)
        made.comment = wanted.encode()


def build_wheel(root: Path, folder: Path) -> Path:
    """Build the package's wheel in a folder, from a copy, since setuptools leaves things beside the source."""
    copy = folder / "package"
    copy.mkdir()
    for name in PACKAGE:
        if (root / name).is_dir():
            shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copyfile(root / name, copy / name)
    build = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)],
        cwd=copy,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env=os.environ | {"SOURCE_DATE_EPOCH": "315532800"},
    )
    if done.returncode:
        raise RuntimeError(f"The wheel for the download could not be built; setuptools said:\n{done.stderr.strip()}")
    return next(folder.glob("*.whl"))


def requirements(root: Path, wheel: str) -> str:
    """Return the list of what JupyterLab and the notebooks need, with the wheel for the source of the package."""
    lines = [line for name in LISTS for line in (root / name).read_text(encoding="utf-8").splitlines()]
    packages = sorted({line for line in lines if line[:1].isalpha()})
    return "\n".join(["-c constraints.txt", f"./chapters/{wheel}[notebook]", *packages, ""])
