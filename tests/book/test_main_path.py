"""The main path of each chapter keeps within its limits, and takes the time that its first line states."""

import re
from pathlib import Path

import pytest
from main_path import GROUP, THOROUGH, main_path
from paths import PATHS

from toymodel_book import exercises

CHAPTERS = Path(__file__).parents[2] / "chapters"
PAGES = [*sorted(CHAPTERS.glob("[0-9]*.ipynb")), CHAPTERS / "one_mind.ipynb"]
PRACTICE = {key: one.minutes for page in exercises.pages() for key, one in exercises.exercises(page).items()}
"""The minutes of every exercise."""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_main_path_is_short_and_says_how_long_it_is(path):
    text, found = path.read_text(), main_path(path)
    assert f'"{THOROUGH}' in text, "a visible line parts what is for the thorough"
    assert f'"{GROUP}' in text
    minutes = found.minutes(PRACTICE)
    stated = re.search(r'"\*(\d+) minutes[. ]', text)
    assert stated, "the first lines say how long the main path takes"
    assert int(stated[1]) == minutes
    assert minutes <= 15
    assert found.words <= 1800
    assert found.formulas <= 3
    assert len(found.exercises) == 2
    assert len(found.characters) <= 4, found.characters


def test_a_main_path_introduces_at_most_four_words():
    known, crowded = set(), {}
    for path in PAGES:
        new = [term for term in main_path(path).terms if term not in known]
        known |= {*new}
        if len(new) > 4:
            crowded[path.stem] = new
    assert not crowded


def test_the_first_essay_takes_about_four_hours_and_both_about_five():
    minutes = [main_path(CHAPTERS.parent / f"{page}.ipynb").minutes(PRACTICE) for page in PATHS[-1].pages]
    answer = PATHS[-1].pages.index(PATHS[0].pages[-1])
    assert sum(minutes[: answer + 1]) <= 250
    assert sum(minutes) <= 310


def test_the_front_page_says_how_long_each_path_is():
    front = (CHAPTERS.parent / "intro.md").read_text()
    for path in PATHS:
        minutes = sum(main_path(CHAPTERS.parent / f"{page}.ipynb").minutes(PRACTICE) for page in path.pages)
        stated = re.search(rf"\*\*{path.name}\*\*[^*]*?\((\d+) minutes", front)
        assert stated, path.name
        assert int(stated[1]) == minutes, path.name
