"""How long the checker is, and how long it takes over the certificates of the theorems over R(s,a).

    python benchmarks/certificates.py

Lines are without docstrings, comments and blanks; times are of the processor, the median of three rounds, and leave out
what it takes to state the theorem.
"""

from __future__ import annotations

import gzip
import statistics
from importlib.resources import files
from time import process_time

from size import code_lines

from toymodel_atlas.certificates import certificate, known
from toymodel_atlas.checker import check
from toymodel_atlas.settled import entries, entries_twice
from toymodel_atlas.statements import of_cell
from toymodel_atlas.status import name_of


def main() -> None:
    """Measure, and print."""
    home = files("toymodel_atlas")
    data = (home / "certificates.json").read_bytes()
    distinct = {id(each) for row in known().values() for each in row.values()}
    print(f"checker.py: {code_lines((home / 'checker.py').read_text('utf-8'))} lines of code")
    print(f"certificates.json: {len(data):,} bytes, {len(gzip.compress(data)):,} compressed, {len(distinct)} distinct")
    taken = []
    for each in (*entries(), *entries_twice()):
        if each.status == "theorem" and (found := certificate("sa pairs", name_of(each))):
            statement, rounds = of_cell(each.cell), []
            for _ in range(3):
                began = process_time()
                check(statement, found)
                rounds.append(1000 * (process_time() - began))
            taken.append(statistics.median(rounds))
    print(f"{len(taken)} checks: median {statistics.median(taken):.2f} ms, largest {max(taken):.2f} ms")


if __name__ == "__main__":
    main()
