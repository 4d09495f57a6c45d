"""The diagrams say what the case says, and by more than colour."""

import re
from xml.etree import ElementTree as ET

import pytest

from toymodel import Reading, zoo
from toymodel.alignment import DEFINITIONS, DIAGRAMS, MAIN
from toymodel.logic.verdicts import WORD
from toymodel_book import views
from toymodel_book.drawing.diagram import ARROW_MARK, drawing
from toymodel_book.drawing.svg import MARK
from toymodel_book.readings import READINGS

CASES = ("misguided-researcher", "paperclips", "coin-line", "lazy-clipper", "nursery-corridor")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("which", DIAGRAMS, ids=lambda d: d.title)
def test_every_box_and_arrow_is_marked_by_its_verdict(name, which):
    case = zoo.case(name)
    verdicts, arrows = case.check_all(), case.arrows()
    drawn = ET.fromstring(drawing(verdicts, arrows, which))
    said = drawn.attrib["aria-label"]
    texts = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    for box, _, _ in which.boxes:
        status = verdicts[box].status
        assert f"{DEFINITIONS[box].noun} {WORD[status]}" in said
        at = texts.index(DEFINITIONS[box].noun.capitalize())
        assert texts[at + 1] == f"{MARK[status]} {WORD[status]}"
    for arrow in which.arrows:
        assert ARROW_MARK[arrows[arrow].state] in texts
        assert any(text.startswith(f"{arrow}: ") for text in texts)


def test_failing_boxes_differ_by_outline_too():
    drawn = views.diagram(zoo.misguided_researcher(), READINGS["believed"][1])
    dashed = re.findall(r"<rect[^>]*stroke-dasharray", drawn)
    assert len(dashed) == 1  # impact alignment alone fails


def test_an_undefined_box_is_neither_right_nor_wrong():
    case = zoo.case("nursery-corridor")  # a table has no mesa-objective
    assert case.check("inner aligned").status == "undefined"
    assert f"{MARK['undefined']} {WORD['undefined']}" in views.diagram(case)


def test_the_table_gives_each_reason_once_and_escapes_it():
    case = zoo.misguided_researcher()
    table = views.verdict_table(case.check_all(), caption="<b>all</b>")
    assert "&lt;b&gt;all" in table
    assert table.count("<tr>") == 1 + len(DEFINITIONS)
    assert "plays deploy in start, which the human judges bad" in table


def test_a_notebook_shows_a_picture_as_one():
    drawn = views.diagram(zoo.misguided_researcher(), Reading(), MAIN)
    assert drawn._repr_html_() == drawn
