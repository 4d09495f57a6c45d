"""Each chapter: seconds to run, minutes to read, and the weight of its page.

    python benchmarks/chapters.py [chapters/15_misguided_researcher.ipynb …]

Minutes are words at 200 a minute, and half a minute for each displayed formula; code and folded solutions are not
counted. Page weights need the built book.
"""

import gzip
import json
import re
import sys
from pathlib import Path
from time import perf_counter

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]


def reading(notebook: nbformat.NotebookNode) -> tuple[int, int]:
    """Return words of prose and displayed formulas."""
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    formulas = len(re.findall(r"\$\$.*?\$\$", prose, re.DOTALL))
    formulas += sum(cell.source.count("Typeset(") for cell in notebook.cells if cell.cell_type == "code")
    plain = re.sub(r"\$\$.*?\$\$|`{3,}\{[^}]*\}|:[a-z-]+:", " ", prose, flags=re.DOTALL)
    return len(re.findall(r"[A-Za-z’'-]{2,}", plain)), formulas


def seconds(path: Path) -> float:
    """Return how long the notebook takes to run in a kernel of its own."""
    notebook = nbformat.read(path, as_version=4)
    start = perf_counter()
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    return perf_counter() - start


def main() -> None:
    """Print one line of JSON for each chapter."""
    paths = [Path(p) for p in sys.argv[1:]] or sorted((ROOT / "chapters").glob("[0-9]*.ipynb"))
    for path in paths:
        words, formulas = reading(nbformat.read(path, as_version=4))
        page = ROOT / "_build" / "html" / "chapters" / f"{path.stem}.html"
        weight = page.read_bytes() if page.is_file() else b""
        report = {
            "chapter": path.stem,
            "words": words,
            "formulas": formulas,
            "minutes to read": round(words / 200 + formulas / 2, 1),
            "seconds to run": round(seconds(path), 1),
            "page kB": round(len(weight) / 1000),
            "page kB, gzip": round(len(gzip.compress(weight)) / 1000),
        }
        print(json.dumps(report))


if __name__ == "__main__":
    main()
