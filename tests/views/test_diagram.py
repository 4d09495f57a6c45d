"""The diagrams say what the case says, and by more than colour."""

import re
from itertools import product
from xml.etree import ElementTree as ET

import pytest

from toymodel import Reading, zoo
from toymodel.alignment import DEFINITIONS, DIAGRAMS, MAIN
from toymodel.logic.verdicts import WORD
from toymodel_book import views
from toymodel_book.drawing.diagram import ARROW_NAMES, ARROW_SAYS, drawing
from toymodel_book.drawing.svg import badge
from toymodel_book.readings import READINGS

SVG = "{http://www.w3.org/2000/svg}"
CASES = ("misguided-researcher", "paperclips", "coin-line", "lazy-clipper", "nursery-corridor")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("which", DIAGRAMS, ids=lambda d: d.title)
def test_every_box_and_arrow_is_marked_by_its_verdict(name, which):
    case = zoo.case(name)
    verdicts, arrows = case.check_all(), case.arrows()
    drawn = ET.fromstring(drawing(verdicts, arrows, which))
    said = drawn.attrib["aria-label"]
    parts = {each.attrib["data-part"]: each for each in drawn.iter(f"{SVG}g") if "data-part" in each.attrib}
    assert list(parts) == [*which.arrows, *(box for box, _, _ in which.boxes)]
    for box, _, _ in which.boxes:
        status = verdicts[box].status
        assert f"{DEFINITIONS[box].noun} {WORD[status]}" in said
        assert [each.text for each in parts[box].iter(f"{SVG}text")] == [
            DEFINITIONS[box].noun.capitalize(),
            WORD[status],
        ]
        assert parts[box].attrib["class"] == f"box is-{status}"
    for arrow in which.arrows:
        state = arrows[arrow].state
        assert parts[arrow].attrib["class"] == f"arrow is-{state}"
        assert [each.text for each in parts[arrow].iter(f"{SVG}text")] == [f"{ARROW_NAMES[arrow]}: {ARROW_SAYS[state]}"]


def test_verdicts_and_arrows_differ_by_shape_too():
    colours = re.compile(r"(fill|stroke)=\"var[^\"]*\"")
    badges = {colours.sub("", badge(state, 0, 0)) for state in ("true", "false", "undefined")}
    assert len(badges) == 3
    drawn = views.diagram(zoo.misguided_researcher(), READINGS["believed"][1])
    assert len(re.findall(r'<rect[^>]*stroke-dasharray="6 4"', drawn)) == 1  # impact alignment alone fails
    assert drawn.count("an-snap") == 1  # and the third arrow alone snaps


def test_a_conclusion_is_marked_after_its_premises_and_nothing_starts_before_it_may():
    for name, start in product(CASES, (0, 1700)):
        case = zoo.case(name)
        verdicts = case.check_all()
        for which in DIAGRAMS:
            drawn = drawing(verdicts, case.arrows(checked=verdicts), which, start)
            times = [int(ms) for ms in re.findall(r"--at:(\d+)ms", drawn)]
            assert min(times) == start
            when = {
                box: int(re.search(rf'data-part="{box}".*?an-pop" style="--at:(\d+)ms', drawn)[1])
                for box, _, _ in which.boxes
            }
            for arrow in map(case.arrows().get, which.arrows):
                assert all(when[premise] < when[arrow.arrow.conclusion] for premise in arrow.arrow.premises)


def test_an_undefined_box_is_neither_right_nor_wrong():
    case = zoo.case("nursery-corridor")  # a table has no mesa-objective
    assert case.check("inner aligned").status == "undefined"
    assert 'data-part="inner aligned" data-state="undefined undefined"' in views.diagram(case)


def test_the_table_gives_each_reason_once_and_escapes_it():
    case = zoo.misguided_researcher()
    table = views.verdict_table(case.check_all(), caption="<b>all</b>")
    assert "&lt;b&gt;all" in table
    assert table.count("<tr>") == 1 + len(DEFINITIONS)
    assert "plays deploy in start, which the human judges bad" in table
    assert "<summary>Plays deploy in start, judged bad</summary>" in table


def test_a_notebook_shows_a_picture_as_one():
    drawn = views.diagram(zoo.misguided_researcher(), Reading(), MAIN)
    assert drawn._repr_html_() == drawn
