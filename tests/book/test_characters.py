"""Each case is known by somebody, and appears in some chapter."""

import json
from pathlib import Path

from toymodel import zoo
from toymodel.zoo.cases import second_arrow
from toymodel_book.characters import CHARACTERS, mentioned

ROOT = Path(__file__).parents[2]


def test_each_case_has_a_character_whose_words_are_in_its_story():
    assert list(CHARACTERS)[: len(zoo.NAMES)] == list(zoo.NAMES)
    for name in zoo.NAMES:
        case = zoo.case(name)
        told = " ".join((case.story, *(agent.name for agent in case.agents), name.replace("-", " ")))
        assert name in mentioned(told), name


def test_a_word_belongs_to_one_character():
    words = [word for each in CHARACTERS.values() for word in each.words]
    assert len(set(words)) == len(words)
    assert mentioned("A patient deceiver waits.") == ("patient-deceiver",)
    assert mentioned("Deceivers", 'zoo.lava(); zoo.case("tie")') == ("tie", "deceiver", "lava")
    assert mentioned("a category of wet seats") == mentioned("", "lava = 1") == ()


def test_the_cases_of_a_single_chapter_have_characters_too():
    assert {make().name for _, make in second_arrow.CASES.values()} <= set(CHARACTERS)


def test_every_case_appears_in_some_chapter():
    """In its prose, its code or its exercises."""
    found = set()
    for path in (ROOT / "chapters").glob("*.ipynb"):
        if path.stem != "cast":
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            found |= {case for cell in cells for case in mentioned("".join(cell["source"]), "".join(cell["source"]))}
    for path in (ROOT / "src" / "toymodel_book" / "exercises").glob("chapter_*.py"):
        found |= set(mentioned("", path.read_text(encoding="utf-8")))
        found |= {name for name in zoo.NAMES if f" {name.replace('-', '_')}()" in path.read_text(encoding="utf-8")}
    assert set(CHARACTERS) <= found, "a case that appears nowhere goes"
