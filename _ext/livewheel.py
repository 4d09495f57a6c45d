"""The wheel of the package, as the book's pages run it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
EPOCH = "315532800"  # 1980: the earliest date that a zip can hold, so that equal sources give equal wheels
BESIDE = ("pyproject.toml", "README.md", "LICENSE")


def build_wheel(root: Path, target: Path) -> None:
    """Build the package under `root` into `target`, with `wheel.json` naming it; do nothing if it is there.

    Raises
    ------
    RuntimeError
        If setuptools fails; the message holds what it said.
    """
    digest = _digest(root)
    index = target / "wheel.json"
    if index.exists() and json.loads(index.read_text())["digest"] == digest:
        return
    for old in target.glob("*.whl"):
        old.unlink()
    name = _built(root, target)
    # The digest in the address keeps a browser from running yesterday's wheel.
    index.write_text(json.dumps({"url": f"{name}?{digest[:12]}", "digest": digest}))


def _sources(root: Path) -> list[Path]:
    package = root / "src" / "toymodel"
    inside = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return sorted(inside) + [root / name for name in BESIDE]


def _digest(root: Path) -> str:
    seen = hashlib.sha256()
    for path in _sources(root):
        seen.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()


def _built(root: Path, target: Path) -> str:
    # In a copy, because setuptools would leave its folders, and pick up files that have since been removed.
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for path in _sources(root):
            place = copy / path.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        command = [sys.executable, "-c", BUILD, str(target.resolve())]
        environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The package's wheel could not be built:\n{done.stderr.strip()}")
    return next(target.glob("*.whl")).name
