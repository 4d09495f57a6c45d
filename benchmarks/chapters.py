"""Each chapter: what its main path asks of a reader, the seconds that it takes to run, and the weight of its page.

    python benchmarks/chapters.py [--run] [chapters/01_misguided_researcher.ipynb …]

The rule for minutes is in `_ext/main_path.py`. Page weights need the built book; seconds are measured with --run.
"""

import argparse
import gzip
import sys
from pathlib import Path
from time import perf_counter

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "_ext"))

from main_path import main_path  # noqa: E402

from toymodel_book import exercises  # noqa: E402

HEAD = ("chapter", "minutes", "words", "a sentence", "terms", "characters", "formulas", "pictures", "views")
HEAD += ("exercises", "kB gzip")


def practice() -> dict[str, int]:
    """Return the minutes of every exercise."""
    return {key: one.minutes for page in exercises.pages() for key, one in exercises.exercises(page).items()}


def seconds(path: Path) -> float:
    """Return how long the notebook takes to run in a kernel of its own."""
    notebook = nbformat.read(path, as_version=4)
    start = perf_counter()
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    return perf_counter() - start


def main() -> None:
    """Print a row for each chapter."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--run", action="store_true", help="run each, too")
    options.add_argument("chapters", nargs="*", type=Path)
    chosen = options.parse_args()
    numbered = [*sorted((ROOT / "chapters").glob("[0-9]*.ipynb")), ROOT / "chapters" / "one_mind.ipynb"]
    head = HEAD + ("s to run",) * chosen.run
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    minutes, total = practice(), 0
    for path in chosen.chapters or numbered:
        found = main_path(path)
        page = ROOT / "_build" / "html" / "chapters" / f"{path.stem}.html"
        weight = len(gzip.compress(page.read_bytes())) if page.is_file() else 0
        row = [path.stem, found.minutes(minutes), found.words, round(found.words / max(found.sentences, 1))]
        row += [
            len(found.terms),
            len(found.characters),
            found.formulas,
            found.pictures,
            found.views,
            len(found.exercises),
        ]
        row += [round(weight / 1000), *([round(seconds(path), 1)] if chosen.run else [])]
        total += found.minutes(minutes)
        print(f"| {' | '.join(map(str, row))} |", flush=True)
    print(f"\n{total} minutes in all")


if __name__ == "__main__":
    main()
