"""Build everything from nothing: print, let Coq check, see that no theorem rests on an axiom, say what is covered.

    python formal/build.py            in _build/formal, from the files of formal/ and the formulas of the package
    python formal/build.py --keep     and then keep what is known by the kernel, for the atlas and the book to say

It fails where a file does not compile, where `Print Assumptions` of any printed theorem names anything, or where the
package says that the kernel has proved something else than it has. The names of the theorems are taken from the printed
files. What the kernel has checked is listed in _build/formal/covered.json.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import printing

from toymodel_atlas.theorems import RESULTS

HERE = Path(__file__).parent
FOLDER = HERE.parent / "_build" / "formal"
KEPT = HERE.parent / "src" / "toymodel_atlas" / "kernel.json"
BY_HAND = ("value", "mdp", "perturb", "spare", "structure", "tableau", "world", "numbers", "facts", "little")
SECONDS = 1500
VERSION = "8.16.1"
"""Of Coq, with mathcomp 1.15: mathcomp 2 names much anew."""
CLOSED = "Closed under the global context"
AT_ONCE = 40
"""Theorems whose assumptions are asked for together."""
TABLES = {"cells": "sa pairs", "mixing agents": "stochastic", "candidates": "candidates", "one mind": "one mind"}
"""In which table of `toymodel_atlas.statements.claims` each family of theorems is."""
WHOLE = {"collapse": "thm-collapse"}
"""Families that are one result of the page of proofs, if nothing of them is left out."""


def compiled(name: str) -> tuple[str, float, int]:
    """Let Coq check a file; return its output, seconds and peak memory in MB."""
    start = time.monotonic()
    log = FOLDER / f"{name}.log"
    with log.open("w", encoding="utf-8") as out:
        command = ["timeout", str(SECONDS), "coqc", "-w", "none", "-R", ".", "Formal", f"{name}.v"]
        process = subprocess.Popen(command, cwd=FOLDER, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
    said = log.read_text("utf-8")
    if status:
        raise SystemExit(f"formal/{name}.v does not compile:\n{said[-3000:]}")
    lines = sum(1 for _ in (FOLDER / f"{name}.v").open(encoding="utf-8"))
    seconds, memory = time.monotonic() - start, usage.ru_maxrss // 1024
    print(f"{name:22} {lines:6} lines {seconds:7.1f} s {memory:5} MB", flush=True)
    return said, seconds, memory


def together(names: list[str]) -> None:
    """Let Coq check files that do not need one another."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(compiled, names))


def theorems(name: str) -> list[str]:
    """The theorems of a printed file."""
    return re.findall(r"^Theorem (\w+)", (FOLDER / f"{name}.v").read_text("utf-8"), re.MULTILINE)


def check_assumptions(files: list[str]) -> list[str]:
    """See that no theorem of these files rests on an axiom; return their names."""
    names = [f"{file}.{name}" for file in files for name in theorems(file)]
    chunks = [names[k : k + AT_ONCE] for k in range(0, len(names), AT_ONCE)]
    lines = [f"Require {' '.join(files)}."]
    for k, chunk in enumerate(chunks):
        lines += [f"Definition all_{k} := ({', '.join(f'@{name}' for name in chunk)}).", f"Print Assumptions all_{k}."]
    (FOLDER / "assumptions.v").write_text("\n".join(lines) + "\n", "utf-8")
    said, _, _ = compiled("assumptions")
    if said.split("\n").count(CLOSED) != len(chunks) or "Axioms:" in said:
        raise SystemExit(f"a theorem rests on an axiom:\n{said}")
    return [name.split(".")[1] for name in names]


def known(covered: Mapping[str, Any]) -> dict[str, Any]:
    """What is known by the kernel, as `toymodel_atlas.status` reads it: results of the page of proofs, and claims.

    A lemma of the page counts in the form in which proofs use it.
    """
    claims: dict[str, list[str]] = {}
    for row in covered["theorems"]:
        table = row.get("class", TABLES.get(row["family"]))
        if table:
            words = (row["arrow"], *row["reading"].values()) if "arrow" in row else row["theorem"].split("_")[2:]
            claims.setdefault(table, []).append(" ".join(words))
    families = {row["family"] for row in covered["theorems"]} - {row["family"] for row in covered["left out"]}
    whole = {label for family, label in WHOLE.items() if family in families}
    results = [
        each.label
        for each in RESULTS
        if each.label in whole
        or (each.machine and all(any(name.startswith(of) for name in covered["lemmas"]) for of in each.machine))
    ]
    return {"results": results, "claims": claims}


def keep(found: Mapping[str, Any], anew: bool) -> None:
    """Keep what is known, or see that it is what is kept."""
    text = json.dumps(found, indent=1) + "\n"
    if anew:
        KEPT.write_text(text, "utf-8")
    if KEPT.read_text("utf-8") != text:
        raise SystemExit("src/toymodel_atlas/kernel.json is not what Coq has checked: run formal/build.py --keep")


def main() -> None:
    """Build, check, and list what is covered."""
    start = time.monotonic()
    said = subprocess.run(["coqc", "--version"], capture_output=True, text=True, check=True).stdout
    if VERSION not in said:
        raise SystemExit(f"formal/ needs Coq {VERSION}, and this is {said.split()[5]}: run formal/install.sh")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for name in BY_HAND:
        shutil.copy(HERE / f"{name}.v", FOLDER)
    printing.main(FOLDER)
    printed = time.monotonic() - start
    print(f"printed in {printed:.0f} s", flush=True)
    together(["value", "structure"])
    together(["mdp", "tableau", "lemmas", "cells"])
    together(["steps", "perturb", "spare"])
    compiled("world")
    together(["facts", "little", "numbers"])
    files = ["numbers", "refuted", *sorted(path.stem for path in FOLDER.glob("theorems_*.v"))]
    together(files[1:])
    checked = set(check_assumptions(files))
    listing = json.loads((FOLDER / "listing.json").read_text("utf-8"))
    assert checked == {row["theorem"] for row in listing["theorems"]}, "a theorem is listed that is not printed"
    unproved = [row for row in listing["left out"] if row["family"] != "refuted"]
    assert not unproved, f"{unproved} are wanted, and not proved"
    covered = {"seconds": round(time.monotonic() - start), **listing}
    (FOLDER / "covered.json").write_text(json.dumps(covered, indent=1) + "\n", "utf-8")
    keep(known(covered), "--keep" in sys.argv)
    print(f"{len(checked)} theorems, none of which rests on an axiom; {len(listing['left out'])} left out")


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    main()
