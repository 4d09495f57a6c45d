"""The query's view: it shows what the table answers, and what is never so; its links lead there."""

import html
import json
import re
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from toymodel import Reading
from toymodel.alignment import DEFINITIONS
from toymodel.files.cases import read_case
from toymodel_atlas.cells import COUNTED
from toymodel_atlas.query import WORDS, ask, possible
from toymodel_book.actions import offers
from toymodel_book.views.query import AXES, KEYS, SIGNS, query

from ..for_each import for_each

PROOFS = Path(__file__).parents[2] / "chapters" / "proofs.ipynb"
READINGS = [dict(zip(COUNTED, choice, strict=True)) for choice in product(*COUNTED.values())]
SIGNED = [dict(zip(KEYS, signs, strict=True)) for signs in product(SIGNS, repeat=len(KEYS))]
SETTINGS = [SIGNED[(6 * n + k) * 361 % len(SIGNED)] | reading for n, reading in enumerate(READINGS) for k in range(6)]
"""Some of everything: the stride has no factor in common with how many there are."""


def asked(setting):
    """What a setting asks."""
    holds, fails = ([word for key, word in KEYS.items() if setting[key] == sign] for sign in ("holds", "fails"))
    return ask(holds, fails, {axis: setting[axis] for axis in AXES})


def sentence(page):
    return html.unescape(re.search(r'<p class="live-sentence">(.*?)</p>', page)[1])


def marks(page):
    """What stands beside each word."""
    found = re.findall(r'<li><b id="query-(\w+)">.*?</span><b(?: class="query-\w+")?>(.*?)</b></li>', page)
    return {key: re.sub("<.*?>", "", mark).strip() for key, mark in found}


def links(page):
    return [html.unescape(address) for address in re.findall(r'href="([^"]*)"', page)]


@for_each("setting", SETTINGS, lambda setting: " ".join(setting.values()))
def test_the_view_shows_the_answer(setting):
    page, answer = query.render(**setting), asked(setting)
    known = possible(answer.reading)
    assert list(marks(page)) == list(KEYS)
    if answer.found is not None:
        told = {key: {"holds": True, "fails": False}[mark] for key, mark in marks(page).items()}
        assert told == {key: answer.verdicts()[word].holds for key, word in KEYS.items()}
        assert "it can happen" in sentence(page)
        assert html.escape(answer.case().story) in page
        like = [true for true in known.worlds if {*answer.holds} <= true and not true & {*answer.fails}]
        assert f"{len(known.worlds)} of the 128 combinations" in sentence(page)
        assert sentence(page).endswith(f"{len(like)} of them as asked.")
    else:
        assert ("never, in any finite world" in sentence(page)) is answer.law.proved
        assert html.escape(str(answer.law)) in page
        told = {key for key, mark in marks(page).items() if mark == "given"}
        assert told == {key for key, word in KEYS.items() if word in answer.law.holds}


@for_each("setting", SETTINGS[::3], lambda setting: " ".join(setting.values()))
def test_a_switch_is_struck_out_where_no_world_has_it(setting):
    page = query.render(**setting)
    offered = {(a.key, a.value): a.label for a in offers(page).actions if a.key != "again"}
    assert offered.keys() == {(key, sign) for key in KEYS for sign in SIGNS}
    for key in KEYS:
        free = asked(setting | {key: "either"}).found is not None
        for sign in SIGNS:
            answer = asked(setting | {key: sign})
            assert offered[key, sign].endswith(", never so") is (free and answer.found is None)
        assert re.search(rf'id="query-{key}-{setting[key]}"[^>]*aria-pressed="true"', page)
    assert page.count('aria-pressed="true"') == len(KEYS)


@for_each("setting", SETTINGS[::5], lambda setting: " ".join(setting.values()))
def test_its_links_lead_where_they_say(setting):
    page, answer = query.render(**setting), asked(setting)
    known = json.dumps(json.loads(PROOFS.read_text("utf-8")))
    for address in links(page):
        target = urlsplit(address)
        if target.path == "proofs.html":
            assert f":label: {target.fragment}" in known
        else:
            assert target.path == "world_editor.html"
            assert len(address) < 6000
            given = {key.removeprefix("editor."): value for key, (value,) in parse_qs(target.query).items()}
            case = read_case(given["world"])
            read = Reading(**{axis: given.get(axis, getattr(Reading(), axis)) for axis in COUNTED})
            assert read == answer.reading
            told = {word: verdict.holds for word, verdict in case.check_all(read).items()}
            assert told == {word: verdict.holds for word, verdict in answer.verdicts().items()}
    assert any(urlsplit(a).path == "world_editor.html" for a in links(page)) is (answer.found is not None)


def test_the_first_frame_asks_for_outer_without_impact():
    page = query.render()
    assert sentence(page).startswith("Outer alignment holds and impact alignment fails: it can happen, in one state")
    assert marks(page)["outer"] == "holds"
    assert marks(page)["impact"] == "fails"


def test_a_theorem_of_the_page_is_linked():
    page = query.render(objective="holds")
    assert "never, in any finite world" in sentence(page)
    assert [urlsplit(a).fragment for a in links(page)] == ["thm-i2", "thm-i3"]


@pytest.mark.parametrize("reading", READINGS[::7], ids=lambda r: " ".join(r.values()))
def test_all_laws_of_the_reading_are_listed(reading):
    page = query.render(**reading)
    for law in possible(reading).laws:
        assert f"<li>{html.escape(str(law))}" in page
    assert f"{len(possible(reading).laws)} laws" in page


def test_the_words_are_those_of_the_definitions():
    assert tuple(KEYS.values()) == WORDS
    assert all(query.controls[key].label == DEFINITIONS[word].noun for key, word in KEYS.items())
