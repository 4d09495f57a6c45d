"""The names that chapters call cases by are in the cast."""

import re
from pathlib import Path

import pytest

from toymodel import zoo

CHAPTERS = Path(__file__).parents[2] / "chapters"


@pytest.mark.parametrize("path", sorted(CHAPTERS.glob("[0-9]*.ipynb")), ids=lambda p: p.stem)
def test_every_case_that_a_chapter_names_exists(path):
    named = re.findall(r"zoo\.case\(\\?[\"']([a-z-]+)\\?[\"']\)", path.read_text("utf-8"))
    assert set(named) <= set(zoo.CASES)
