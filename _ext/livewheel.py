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


def build_wheel(root: Path, target: Path) -> None:
    """Build the package under `root` into `target`, with `wheel.json` naming it; do nothing if it is there.

    Raises
    ------
    RuntimeError
        If setuptools fails; the message holds what it said.
    """
    wanted = digest(*_sources(root))
    index = target / "wheel.json"
    if index.exists() and json.loads(index.read_text())["digest"] == wanted:
        return
    for old in target.glob("*.whl"):
        old.unlink()
    name = _built(root, target)
    # The digest in the address keeps a browser from running yesterday's wheel.
    index.write_text(json.dumps({"url": f"{name}?{wanted[:12]}", "digest": wanted}))


def digest(*sources: Path) -> str:
    """Return a fingerprint of these files, and of all that these folders hold."""
    seen = hashlib.sha256()
    for source in sources:
        for path in _files(source):
            seen.update(path.relative_to(source.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()


def _sources(root: Path) -> list[Path]:
    return [root / name for name in ("src", "pyproject.toml", "README.md", "LICENSE")]


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    return sorted(
        path
        for path in source.rglob("*")
        if path.is_file() and not {"__pycache__", "toymodel.egg-info"} & set(path.parts)
    )


def _built(root: Path, target: Path) -> str:
    # In a copy, because setuptools would leave its folders, and pick up files that have since been removed.
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for path in (path for source in _sources(root) for path in _files(source)):
            place = copy / path.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        command = [sys.executable, "-c", BUILD, str(target.resolve())]
        environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The package's wheel could not be built:\n{done.stderr.strip()}")
    return next(target.glob("*.whl")).name
