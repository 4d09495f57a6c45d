"""A link that names a chapter by its number leads to that chapter."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "chapters").glob("*.ipynb")), *sorted((ROOT / "chapters").glob("*.md")), ROOT / "intro.md"]
LINK = re.compile(r"\[([^\[\]]*?\bchapters? (\d+)[^\[\]]*)\]\((?:chapters/)?(\d\d_\w+)")
FILES = {path.stem for path in (ROOT / "chapters").glob("[0-9]*")}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_chapter_that_is_linked_has_that_number(path):
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [words for words, number, name in links if int(name[:2]) != int(number) or name not in FILES] == []
