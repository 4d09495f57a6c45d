"""The memory of a Python that has drawn every view once: what a page starts from, made here by Node."""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from thirdparty import node

MADE = ("library.zip", "memory.bin")


def make_snapshot(root: Path, target: Path) -> str:
    """Make `target` hold the memory, and the library it reads late; do nothing if it does. Return the digest.

    Raises
    ------
    RuntimeError
        If there is no Node, or it fails; the message says what would help, or what Node said.
    """
    ext = root / "_ext"
    # Of what goes in, since two runs differ in some bytes; and of the worker, which outlives a page.
    wanted = digest(root / "src", ext / "pack.mjs", ext / "package-lock.json", target / "worker.js")[:16]
    stamp = target / "snapshot.txt"
    if stamp.exists() and stamp.read_text() == wanted and all((target / name).exists() for name in MADE):
        return wanted
    command = [*node(), str(ext / "pack.mjs"), str(ext / "node_modules" / "pyodide"), str(root / "src")]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*command, folder], capture_output=True, encoding="utf-8", errors="replace", check=False, cwd=ext
        )
        if done.returncode:
            raise RuntimeError(f"The memory that pages start from could not be made; Node said:\n{done.stderr.strip()}")
        for name in MADE:
            shutil.copyfile(Path(folder) / name, target / name)
    stamp.write_text(wanted)
    return wanted


def digest(*sources: Path) -> str:
    """Return a fingerprint of these files, and of all that these folders hold."""
    seen = hashlib.sha256()
    for source in sources:
        for path in _files(source):
            seen.update(path.relative_to(source.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    left_out = {"__pycache__", "toymodel.egg-info"}
    return sorted(path for path in source.rglob("*") if path.is_file() and not left_out & set(path.parts))
