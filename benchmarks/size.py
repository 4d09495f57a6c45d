"""How small the package is: code, modules, time to import, what one verdict runs through, megabytes installed.

    python benchmarks/size.py

Lines of code are lines that hold code: no docstrings, comments or blanks. Megabytes are those of the environment
that runs this.
"""

import ast
import io
import os
import statistics
import subprocess
import sys
import sysconfig
import tokenize
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from types import CodeType, FrameType

SOURCE = Path(__file__).parents[1] / "src"
CORE = ("worlds", "solve", "logic", "alignment")
PYTHON = [sys.executable, "-c"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(SOURCE)}
WORDLESS = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


def code_lines(text: str) -> int:
    """Return how many lines of a module hold code."""
    held: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in WORDLESS:
            held.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            held.difference_update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return len(held)


def lines_in(*places: Path) -> int:
    """Return how many lines of code folders and files hold."""
    paths = {path for place in places for path in (place.rglob("*.py") if place.is_dir() else [place])}
    return sum(code_lines(path.read_text(encoding="utf-8")) for path in paths)


def modules() -> int:
    """Return how many modules of ours `import toymodel` loads."""
    count = "import sys, toymodel; print(sum(name.partition('.')[0].startswith('toymodel') for name in sys.modules))"
    return int(subprocess.run([*PYTHON, count], env=ENVIRONMENT, capture_output=True, check=True, text=True).stdout)


def milliseconds(repeats: int = 15) -> float:
    """Return the median processor time of `import toymodel`, each in a new process."""
    timed = "from time import process_time as t; a = t(); import toymodel; print(1000 * (t() - a))"
    runs = (
        subprocess.run([*PYTHON, timed], env=ENVIRONMENT, capture_output=True, check=True, text=True)
        for _ in range(repeats)
    )
    return statistics.median(float(run.stdout) for run in runs)


def path_of_a_verdict() -> tuple[int, int, float]:
    """Return how many files and functions one verdict runs through, and how many milliseconds it takes, untraced."""
    from toymodel import zoo

    seen: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(SOURCE / "toymodel" / "")):
            seen.add(frame.f_code)

    case = zoo.case("misguided-researcher")
    sys.setprofile(note)
    case.check("intent aligned")
    sys.setprofile(None)
    functions = {code for code in seen if not code.co_name.startswith("<")}
    fresh = zoo.case("misguided-researcher")
    start = perf_counter()
    fresh.check("intent aligned")
    return len({code.co_filename for code in seen}), len(functions), 1000 * (perf_counter() - start)


def megabytes() -> float:
    """Return what the installed packages take on disk."""
    places = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    stats = (path.lstat() for place in places for path in place.rglob("*"))
    return sum(512 * stat.st_blocks if hasattr(stat, "st_blocks") else stat.st_size for stat in stats) / 2**20


def rows() -> Iterator[tuple[str, str]]:
    """Measure; each row is what was measured, and how much it is."""
    core = SOURCE / "toymodel"
    for package in sorted(SOURCE.glob("toymodel*/__init__.py")):
        yield f"lines of code, {package.parent.name}", f"{lines_in(package.parent):,}"
    for part in sorted(path for path in core.iterdir() if (path / "__init__.py").exists()):
        yield f"lines of code, toymodel.{part.name}", f"{lines_in(part):,}"
    yield f"lines of code, {' + '.join(CORE)}", f"{lines_in(*(core / name for name in CORE)):,}"
    yield "modules that `import toymodel` loads", f"{modules()}"
    yield "milliseconds of `import toymodel`", f"{milliseconds():.0f}"
    files, functions, took = path_of_a_verdict()
    yield 'files that `case.check("intent aligned")` runs through', f"{files}"
    yield "functions in them", f"{functions}"
    yield "milliseconds that it takes", f"{took:.1f}"
    yield "megabytes installed", f"{megabytes():,.0f}"


def main() -> None:
    """Print the table."""
    sys.path.insert(0, str(SOURCE))
    for what, much in rows():
        print(f"{what:<64}{much:>8}")


if __name__ == "__main__":
    main()
