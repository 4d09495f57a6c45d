"""One word for one thing: no page, view, exercise or message uses a word that the glossary says we avoid."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "chapters" / "glossary.md"
SECTION = "## Words that we avoid"
NO_PROSE = re.compile(
    r"^(`{3,})\{(?:eval-rst|bibliography|named)\}.*?^\1|\$\$.*?\$\$|\$[^$\n]*\$|`[^`\n]*`|\]\([^)]*\)|<[^>\n]+>|https?://\S+|^:[\w-]+:.*$",
    re.MULTILINE | re.DOTALL,
)
"""What is no prose: listings, formulas, code, addresses, options of directives."""

EXCEPTIONS = (
    ("13_intent_capability_impact.ipynb", "off-distribution", "the essay's own words for deployment, in a paraphrase"),
    ("the_essay.ipynb", "off-distribution", "the essay's own words, in quotation marks, to search for"),
)
"""Where a word may stand after all: file, phrase, why."""


@dataclass(frozen=True)
class Passage:
    """Some prose, and the line of a file where it begins."""

    path: Path
    line: int
    text: str
    code: bool = False

    def place(self, at: int) -> str:
        """Say where a character of it stands: file, line, and what is around it."""
        line = self.line + self.text.count("\n", 0, at)
        around = " ".join(self.text[max(0, at - 40) : at + 50].split())
        return f"{self.path.relative_to(ROOT)}:{line}: {around}"


# What is avoided -------------------------------------------------------------------------------------


@cache
def avoided() -> dict[str, str]:
    """What not to say, and what to say instead, from the table of the glossary."""
    _, _, rest = GLOSSARY.read_text(encoding="utf-8").partition(SECTION)
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", rest.partition("\n## ")[0], re.MULTILINE)
    return {phrase: said for phrases, said in rows[1:] for phrase in phrases.split(", ") if set(phrase) != {"-"}}


def pattern(phrase: str) -> re.Pattern[str]:
    """Whole words, wherever a line breaks; a capital letter changes nothing."""
    words = r"\s+".join(map(re.escape, phrase.split()))
    return re.compile(rf"(?<![\w-]){words}(?![\w-])", re.IGNORECASE)


# What is read ----------------------------------------------------------------------------------------


def blanked(text: str) -> str:
    """Prose with everything else blanked out, line by line as it was."""
    return NO_PROSE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def strings(path: Path, code: str, line: int = 1) -> Iterator[Passage]:
    """The strings of several words in a piece of code that are no docstrings."""
    tree = ast.parse(re.sub(r"^(\s*)[%!].*", r"\1pass", code, flags=re.MULTILINE))
    described = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, described) and _described(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(text := node.value, str)
            and " " in text
            and id(node) not in docs
        ):
            yield Passage(path, line + node.lineno - 1, blanked(text), True)


def _described(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> bool:
    return bool(node.body) and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)


def notebook(path: Path) -> Iterator[Passage]:
    """The prose of a notebook, the captions of its figures, and the strings in its code."""
    raw = path.read_text(encoding="utf-8")
    lines = raw.splitlines()
    for cell in json.loads(raw)["cells"]:
        source = "".join(cell["source"])
        begins = next((k for k, text in enumerate(lines) if text.strip().startswith(f'"id": "{cell["id"]}"')), 0)
        first = next((k for k in range(begins, len(lines)) if '"source": [' in lines[k]), begins) + 2
        if cell["cell_type"] == "markdown":
            yield Passage(path, first, blanked(source))
        else:
            yield from strings(path, source, first)
        yield Passage(path, begins + 1, blanked(cell["metadata"].get("figure", {}).get("caption", "")))


def markdown(path: Path) -> Passage:
    """The prose of a page; the table of avoided words is not read."""
    before, _, after = path.read_text(encoding="utf-8").partition(SECTION)
    table, _, rest = after.partition("\n## ")
    return Passage(path, 1, blanked(before + re.sub(r"[^\n]", " ", table) + rest))


@cache
def passages() -> tuple[Passage, ...]:
    """All that a reader can read."""
    found = [each for path in sorted((ROOT / "chapters").glob("*.ipynb")) for each in notebook(path)]
    found += [
        markdown(path) for path in (*sorted((ROOT / "chapters").glob("*.md")), ROOT / "intro.md", ROOT / "README.md")
    ]
    for path in sorted((ROOT / "src").rglob("*.py")):
        found += strings(path, path.read_text(encoding="utf-8"))
    return tuple(found)


def excused(where: Passage, phrase: str) -> bool:
    return any(where.path.name == name and phrase == words for name, words, _ in EXCEPTIONS)


# The tests -------------------------------------------------------------------------------------------


def test_no_word_is_used_that_the_glossary_avoids():
    assert len(avoided()) > 30
    found = [
        f"{each.place(hit.start())} (say: {said})"
        for phrase, said in avoided().items()
        for each in passages()
        if not excused(each, phrase)
        for hit in pattern(phrase).finditer(each.text)
    ]
    assert not found, f"{len(found)} words that we avoid:\n" + "\n".join(sorted(found))


def test_minus_signs_are_minus_signs():
    """In prose; formulas, code and the texts that a reader types have their own."""
    hyphen = re.compile(r"(?<![\w\d)\]–−/-])-(?=\d)")
    found = [each.place(hit.start()) for each in passages() if not each.code for hit in hyphen.finditer(each.text)]
    assert not found, "\n".join(found)


def test_no_sentence_begins_with_who_for_whoever():
    whoever = re.compile(r"(?:^|(?<=[.!?] ))Who\s+(?![^.!?\n]*\b(?:what|whom|where)\b)[^.!?\n]*\.(?!\w)", re.MULTILINE)
    found = [
        each.place(hit.start())
        for each in passages()
        if each.path.suffix == ".ipynb" or "exercises" in each.path.parts
        for hit in whoever.finditer(each.text)
    ]
    assert not found, "\n".join(found)


def test_every_exception_is_still_one():
    there = {each.path.name for each in passages()}
    for name, phrase, _ in EXCEPTIONS:
        assert phrase in avoided()
        texts = [each.text for each in passages() if each.path.name == name]
        assert name not in there or any(pattern(phrase).search(text) for text in texts), (name, phrase)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The optima are harmless.", 1),
        ("It is `vacuous`, and [so](vacuous) is $vacuous$ it.", 0),
        ("observed,\nseen in\ndeployment", 1),
        ("a harmless objective, a vacuousness", 0),
    ],
)
def test_words_are_found_in_prose_and_nowhere_else(text, expected):
    assert sum(len(pattern(phrase).findall(blanked(text))) for phrase in avoided()) == expected
