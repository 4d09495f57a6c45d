"""The ladder: which classes of objectives a cell is a theorem over, as a staircase and in the marks of the atlas."""

import html
import importlib
import re
from itertools import pairwise

import pytest

from toymodel_atlas.conclusions import counted
from toymodel_atlas.settled import entry
from toymodel_book.actions import offers
from toymodel_book.views import ladder

atlas = importlib.import_module("toymodel_book.views.atlas")
sheet = importlib.import_module("toymodel_book.views.atlas_sheet")
STATUSES = {
    key: [entry(e.arrow, e.reading, among=c.among, judge=c.judge) for e in counted()]
    for key, c in ladder.CLASSES.items()
}


def sentence(page):
    return html.unescape(re.search(r'<p class="live-sentence">(.*?)</p>', page)[1])


def cells(page):
    """Each cell's mark and words, by name."""
    found = re.findall(r'<a id="atlas-([^"]*)" href[^>]*aria-label="([^"]*)"[^>]*>(<svg.*?</svg>)</a>', page)
    return {name: (html.unescape(words), drawn) for name, words, drawn in found}


def test_theorems_are_lost_one_way_only():
    """From each step to the next, and the steps are those of the classes."""
    proved = [{(e.arrow, *e.reading.values()) for e in each if e.status == "theorem"} for each in STATUSES.values()]
    assert all(later <= earlier for earlier, later in pairwise(proved))
    assert len(proved[0]) == 96
    assert len(proved[-1]) == 64


def test_the_staircase_counts_the_theorems():
    page = atlas.atlas.render()
    steps = re.findall(r'id="atlas-among-(\w+)".*?aria-label="([^"]*)".*?height:(\d+)%"><b>([^<]+)</b>', page)
    assert [key for key, *_ in steps] == list(ladder.CLASSES)
    for key, words, height, shown in steps:
        n, more = (sum(e.status == status for e in STATUSES[key]) for status in ("theorem", "open"))
        assert shown == (f"{n}–{n + more}" if more else f"{n}")
        assert int(height) == round(100 * n / 96)
        c = ladder.CLASSES[key]
        assert html.unescape(words).startswith(f"{shown} {c.sign} {c.judged}: theorems with objectives {c.words}")
        assert html.unescape(words).endswith(f", {more} open") is bool(more)
    assert {(a.key, a.value) for a in offers(page).actions if a.key == "among"} == {
        ("among", key) for key in ladder.CLASSES
    }


@pytest.mark.parametrize("among", ladder.CLASSES)
def test_a_step_that_is_chosen_shows_what_is_lost(among):
    page = atlas.atlas.render(among=among)
    lost = {
        sheet.code(e.arrow, e.reading)
        for e, here in zip(counted(), STATUSES[among], strict=True)
        if e.status == "theorem" and here.status != "theorem"
    }
    assert {name for name, (words, _) in cells(page).items() if ", lost;" in words} == lost
    assert {name for name, (_, drawn) in cells(page).items() if "atlas-lost" in drawn} == lost
    now = sum(e.status == "theorem" for e in STATUSES[among])
    assert f"{now} of 168 cells are theorems" in sentence(page)
    assert "none gained" in sentence(page) or among == "sa"
    assert f'id="atlas-among-{among}"' in page
    assert (offers(page).actions[list(ladder.CLASSES).index(among)].value) == ""


def test_a_mark_says_over_what_it_holds():
    shown = cells(atlas.atlas.render())
    for k, each in enumerate(counted()):
        words, drawn = shown[sheet.code(each.arrow, each.reading)]
        flags = [STATUSES[key][k].status == "theorem" for key in ladder.CLASSES]
        if each.status == "theorem" and not each.grid_only:
            assert words.endswith(ladder.reaches(flags))
            full = ladder.disc(flags, bool(each.degenerate))
            assert full in drawn


def test_a_disc_is_filled_as_far_as_the_cell_holds():
    heights = []
    for k in range(1, 6):
        (path,) = re.findall(r'd="M[\d.]+ ([\d.]+)A.*? ([\d.]+)H', ladder.disc([True] * k + [False] * (5 - k), False))
        heights.append(float(path[0]) - float(path[1]))
    assert heights == pytest.approx([16 * k / 5 for k in range(1, 6)], abs=0.1)
    assert "path" not in ladder.disc([False] * 5, False)
    assert ladder.disc([True, False, True, True, True], False).count("<path") == 2
    assert ladder.LOST not in ladder.disc([True] * 5, True)


def test_the_arrows_that_hold_together_are_counted_over_the_class():
    for among in ladder.CLASSES:
        page = atlas.atlas.render(among=among)
        laid = sheet.laid_out("counted", (), among)
        for column in laid.columns:
            reading = dict(zip(sheet.COLUMNS, column, strict=True)) | {"encountered": "deployment"}
            n = sheet.tally(laid, ("I1", "I2", "I3"), reading)
            c = ladder.CLASSES[among]
            assert n == sum(
                entry(arrow, dict(reading), among=c.among, judge=c.judge).status == "theorem"
                for arrow in ("I1", "I2", "I3")
            )
        assert "readings (★)" in sentence(page) or "Under none" in sentence(page)
