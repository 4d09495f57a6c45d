"""The arrow explorer: every choice draws, what it says is what the atlas and the case say, its links lead there."""

import html
import json
import re
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from toymodel import Reading
from toymodel.alignment.reading import AXES, values
from toymodel.files.cases import read_case
from toymodel_atlas.cells import MENTIONS
from toymodel_atlas.settled import entries
from toymodel_book.actions import offers
from toymodel_book.editor.editor import editor
from toymodel_book.views.arrow_explorer import NAMES, arrow_explorer, offered, settled
from toymodel_book.views.cell_details import checked
from toymodel_book.views.cells import ASKS, PHRASES, explorer_address, read_so

from ..for_each import for_each

PROOFS = Path(__file__).parents[2] / "chapters" / "proofs.ipynb"
USUAL = [each for each in entries() if set(each.reading) <= set(ASKS)]
COUNTED = [each for each in entries() if each.premises is not None]


def named(found):
    """What a report calls a cell."""
    return ".".join((found.arrow, *found.reading.values()))


def drawn(found):
    """The view at a cell, by way of its address."""
    return arrow_explorer.render(**given(explorer_address(found), "arrow_explorer"))


def given(address, view):
    """The controls that an address sets."""
    pairs = parse_qs(urlsplit(address).query, keep_blank_values=True, strict_parsing=True)
    assert all(key.startswith(f"{view}.") and len(value) == 1 for key, value in pairs.items())
    return {key.removeprefix(f"{view}."): value for key, (value,) in pairs.items()}


def sentence(page):
    return html.unescape(re.search(r'<p class="live-sentence">(.*?)</p>', page)[1])


def links(page):
    return [html.unescape(address) for address in re.findall(r'href="([^"]*)"', page)]


def test_every_choice_draws_and_says_which_axes_the_arrow_does_not_mention():
    allowed = {axis.name: values(axis) for axis in AXES}
    for arrow in NAMES:
        name = arrow
        axes = MENTIONS[name]
        for besides in offered(name):
            for chosen in product(*(allowed[axis] for axis in axes)):
                page = arrow_explorer.render(arrow=arrow, besides=besides, **dict(zip(axes, chosen, strict=True)))
                said = sentence(page)
                assert said.startswith(name)
                if "no such reading" not in said:
                    silent = said.partition("It does not speak of ")[2]
                    assert all((words in silent) is (axis not in axes) for axis, words in ASKS.items())


@for_each("found", entries(), named)
def test_the_sentence_says_what_the_atlas_says(found):
    page = drawn(found)
    said = sentence(page)
    assert ("is a theorem: it holds in every finite world" in said) is (found.status == "theorem")
    assert ("has a counterexample" in said) is (found.status == "counterexample")
    assert ("would violate it" in said) is found.grid_only
    for kind, words in (("follows", "theorem"), ("fails", "counterexample")):
        assert (f": {kind}." in re.search(r'aria-label="([^"]*: an arrow[^"]*)"', page)[1]) is (found.status == words)
    assert page.count("dotted, doing no work") == bool(found.unused_premises and found.status == "theorem")
    assert all(
        words in PHRASES[axis].values() for axis in PHRASES for words in [PHRASES[axis][v] for v in PHRASES[axis]]
    )


@for_each("found", [e for e in entries() if e.status == "counterexample"], named)
def test_a_counterexample_breaks_its_arrow_and_opens_in_the_editor(found):
    case, verdict = checked(found)
    assert verdict.state == "broken"
    if verdict.side_condition is not None and found.arrow == "I1":
        assert verdict.side_condition.holds
    page = drawn(found)
    assert html.escape(case.story) in page
    for reason in (*verdict.premises, verdict.conclusion):
        assert html.escape(reason.text[1:]) in page
    (address,) = [each for each in links(page) if each.startswith("world_editor")]
    assert len(address) < 6000
    settings = given(address, "editor")
    opened = read_case(settings["world"])
    arrow = "I1" if found.arrow == "I1B" else found.arrow
    assert opened.arrow(arrow, found.as_reading()).state == "broken"
    shown = editor.render(**settings)
    assert "editor-problem" not in shown
    chosen = {axis.name: settings.get(axis.name, getattr(Reading(), axis.name)) for axis in AXES}
    read = found.as_reading()
    assert chosen == {axis.name: getattr(read, axis.name) for axis in AXES}
    assert settings.get("tolerance", "0") == str(read.tolerance)
    assert settings.get("selected_by", "") == read.selected_by
    if verdict.arrow.drawn:
        assert re.search(rf"\b{arrow}\b.* breaks?: ", sentence(shown))


def test_links_to_proofs_lead_to_labels_on_the_page():
    page = json.dumps(json.loads(PROOFS.read_text("utf-8")))
    wanted = {urlsplit(a).fragment for e in COUNTED for a in links(drawn(e)) if a.startswith("proofs.html")}
    assert len(wanted) > 10
    assert all(f":label: {label}" in page or f"({label})=" in page for label in wanted)
    assert all(re.search(r'href="proofs.html#thm-', drawn(e)) for e in COUNTED if e.status == "theorem")


def test_the_first_frame_makes_the_point():
    assert "needs intent alignment alone; capability robustness does no work" in sentence(arrow_explorer.render())


def test_a_reading_that_the_atlas_lacks_is_owned_up_to():
    page = arrow_explorer.render(arrow="I2", observed_in="both", encountered="both", besides="replans")
    assert "no such reading" in sentence(page)
    assert [(a.key, a.value) for a in offers(page).actions] == [("besides", "")]


def test_a_departure_that_the_arrow_does_not_know_is_left_out():
    with_it, without = (arrow_explorer.render(arrow="I4", besides=besides) for besides in ("W5", ""))
    assert with_it == without
    assert offered("I4") == ("", "replans")


def test_readings_are_told_apart_by_their_words():
    for arrow in MENTIONS:
        told = [read_so(each) for each in entries() if each.arrow == arrow]
        assert len(told) == len(set(told))


@pytest.mark.parametrize("arrow", MENTIONS)
def test_the_address_of_a_cell_leads_back_to_it(arrow):
    usual = {axis: getattr(Reading(), axis) for axis in ASKS}
    for found in entries():
        if found.arrow == arrow:
            chosen = given(explorer_address(found), "arrow_explorer")
            assert chosen.pop("arrow") == arrow
            assert settled(arrow, chosen.pop("besides", ""), usual | chosen) is found
