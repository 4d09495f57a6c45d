"""A docstring's first line says in a full sentence what a thing is or does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src"

# What begins a sentence that says what a function does, and what any other sentence has.
DOES = "Add Apply Ask Check Compare Compute Count Decide Derive Do Draw Find Follow Give Judge Let Look Make Move Play "
DOES += "Prove Read Refuse Remember Rename Remove Return Run Say Set Settle Solve Tabulate Take Train Try Write Yield"
VERB = "is are was were has have had holds hold says say gives give does do can may must means needs needs"


def sentences(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    """Yield the docstring of a module and of everything public in it, with its name."""
    todo: list[tuple[str, ast.Module | ast.ClassDef | ast.FunctionDef]] = [("the module", tree)]
    while todo:
        name, node = todo.pop()
        yield name, ast.get_docstring(node)
        if not isinstance(node, ast.FunctionDef):
            inside = [each for each in node.body if isinstance(each, ast.ClassDef | ast.FunctionDef)]
            todo += [(each.name, each) for each in inside if not each.name.startswith("_")]


def fault(docstring: str | None) -> str:
    """Return what is wrong with a docstring's first line, or nothing."""
    if not docstring:
        return "no docstring"
    first, _, rest = docstring.partition("\n")
    words = first.split()
    if rest and not rest.startswith("\n"):
        return "more than one line"
    if not first.endswith("."):
        return "no full stop"
    if not first[0].isupper():
        return "no capital letter"
    if len(words) < 4:
        return "fewer than four words"
    if words[0].strip(",") not in DOES.split() and not re.search(rf"\b({'|'.join(VERB.split())})\b", first):
        return "no verb"
    return ""


def test_first_lines_are_sentences():
    faults = []
    for file in sorted(SOURCE.rglob("*.py")):
        for name, docstring in sentences(ast.parse(file.read_text())):
            wrong = fault(docstring)
            if wrong:
                first = (docstring or "").partition("\n")[0]
                faults.append(f"{file.relative_to(SOURCE)}, {name}: {wrong}: {first}")
    assert not faults, "\n".join(faults)
