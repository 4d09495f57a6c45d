"""The claims ledger: every claim has an answer, every verdict its evidence, every link a place."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from docutils.nodes import make_id

from toymodel.alignment import Reading
from toymodel.alignment.reading import AXES
from toymodel_book.ledger import AUTHORS, AXIS_WORDS, CHECKED, ROWS, VERDICTS, Counted, Link, Row, Turned, counts, row

CHAPTERS = Path(__file__).parents[2] / "chapters"


@cache
def anchors(page):
    """The anchors of a page: its sections, and what has a label."""
    path = CHAPTERS / f"{page}.ipynb"
    if path.exists():
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    else:
        text = (CHAPTERS / f"{page}.md").read_text(encoding="utf-8")
    sections = {make_id(title) for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    return sections | set(re.findall(r"^:label: (\S+)$", text, re.MULTILINE))


@pytest.mark.parametrize("one", ROWS, ids=lambda one: one.id)
def test_a_verdict_has_evidence_and_it_holds(one):
    assert one.verdict in VERDICTS
    assert one.evidence or one.verdict not in CHECKED
    assert [each for each in one.evidence if not each.holds()] == []


@pytest.mark.parametrize("one", ROWS, ids=lambda one: one.id)
def test_what_a_verdict_depends_on_is_named(one):
    conditional = one.verdict in ("depends", "undefined until")
    assert bool(one.axes or one.on) is conditional
    if one.verdict == "theorem":
        assert any(link.label.startswith("thm-") for link in one.links)


@pytest.mark.parametrize("one", ROWS, ids=lambda one: one.id)
def test_a_row_leads_to_a_page_that_is_there(one):
    pages = [link for link in one.links if not list(CHAPTERS.glob(f"{link.page}.*"))]
    assert pages == []
    places = [(link, link.address.partition("#")[2]) for link in one.links]
    assert [link for link, anchor in places if anchor and anchor not in anchors(link.page)] == []


def test_every_claim_of_the_list_has_a_row_and_none_has_two():
    for letter, (_, _, listed) in AUTHORS.items():
        numbers = [int(one.id[1:]) for one in ROWS if one.id[0] == letter]
        assert numbers == [*range(1, len(numbers) + 1)]
        assert sum(one.listed for one in ROWS if one.id[0] == letter) == listed
    assert sum(one.listed for one in ROWS) == 64
    assert sum(counts().values()) == len(ROWS)


def test_every_axis_has_words():
    assert [*AXIS_WORDS] == [*(axis.name for axis in AXES), "grade"]


def test_findings_are_filled_in():
    assert row("H11").found.startswith("A theorem under 6 of 16 readings")
    assert not [one.id for one in ROWS if re.search(r"[{}]", one.found)]


def test_evidence_that_is_none_is_told():
    tie = row("H5").evidence[0]
    assert tie.holds()
    assert not Turned(tie.case, tie.word, tie.one, tie.one).holds()
    assert not Turned(tie.case, "impact aligned", tie.one, tie.other).holds()
    assert Counted("I5b").axes == ("observed_in", "objectives")
    assert not Counted("I4 back, to robustness").holds()


def test_a_row_by_default_is_by_the_author_of_the_text_and_depends_on_nothing():
    one = Row("K99", "Something.", "shown", "So it is.", evidence=row("H5").evidence)
    assert (one.author, one.axes, one.listed) == ("Vanessa Kosoy", (), False)
    assert Link("one_mind").address == "one_mind.html"
    assert Reading() == tie_reading()


def tie_reading():
    """The cautious reading, from which most evidence departs."""
    return row("H5").evidence[0].one
