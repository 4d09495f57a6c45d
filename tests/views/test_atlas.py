"""The atlas as a picture: every cell is there once, what it says is true, and nothing is said by colour alone."""

import html
import importlib
import re
from html.parser import HTMLParser
from itertools import product

import pytest

from toymodel_atlas.cells import COUNTED, MENTIONS
from toymodel_atlas.conclusions import MAIN_ARROWS, ROBUSTNESS_ARROWS, counted, valid
from toymodel_atlas.settled import entries

module = importlib.import_module("toymodel_book.views.atlas")
sheet = importlib.import_module("toymodel_book.views.atlas_sheet")
table = importlib.import_module("toymodel_book.views.atlas_table")
atlas = module.atlas


def sentence(page):
    return html.unescape(re.search(r'<p class="live-sentence">(.*?)</p>', page)[1])


def labels(page):
    """What each cell's link is called, by the cell's name."""
    found = re.findall(r'<a id="atlas-([^"]*)" href="[^"]*" data-set-picked="([^"]*)" aria-label="([^"]*)"', page)
    assert all(name == picked for name, picked, _ in found)
    assert len({name for name, *_ in found}) == len(found), "a cell is shown twice"
    return {name: html.unescape(label) for name, _, label in found}


class Rows(HTMLParser):
    """How many columns each row of the table spans."""

    def __init__(self, page):
        super().__init__()
        self.widths = []
        self.feed(re.search(r"<table class=\"atlas.*?</table>", page, re.DOTALL)[0])

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.widths.append(0)
        if tag in ("th", "td"):
            self.widths[-1] += int(dict(attrs).get("colspan", 1))


def test_the_first_frame_shows_every_counted_cell_once_and_says_where_the_main_diagram_holds():
    page = atlas.render()
    shown = labels(page)
    assert shown.keys() == {sheet.code(e.arrow, e.reading) for e in counted()}
    assert len(shown) == 168
    said = sentence(page)
    theorems = sum(e.status == "theorem" for e in counted())
    assert f"Of 168 cells {theorems} are theorems and {168 - theorems} have a counterexample." in said
    good = valid(MAIN_ARROWS)
    assert f"{len(good)} of 32 readings" in said
    assert (
        "some demonstrated objective, every optimal policy, behaviour observed in deployment, all data of deployment"
        in said
    )
    assert all(
        (r["objectives"], r["optima"], r["observed_in"], r["encountered"])
        == ("some", "every", "deployment", "deployment")
        for r in good
    )
    assert page.count('aria-label="3 of 3 arrows are theorems"') == len(good) + len(valid(ROBUSTNESS_ARROWS))


def test_each_mark_says_what_is_known_of_its_cell():
    for name, label in labels(atlas.render()).items():
        found = sheet.named(name)
        proved, broken = ("theorem" in label), ("broken" in label)
        assert broken is (found.status == "counterexample")
        assert proved is (found.status == "theorem")
        assert ("degenerate" in label) is (found.status == "theorem" and found.degenerate and not found.grid_only)
        if broken:
            words = {1: "one state", 2: "two states"}[found.size[0]], {2: "two", 3: "three"}[found.size[1]]
            assert label.endswith(f"broken, by {words[0]} and {words[1]} actions")


def test_no_mark_differs_by_colour_alone():
    shapes = {re.sub(r'(fill|stroke)="var[^"]*"', "", mark) for mark in table.GLYPHS.values()}
    ring, disc = table.GLYPHS["degenerate"], table.GLYPHS["theorem"]
    assert len(shapes) == len(table.GLYPHS)
    assert 'fill="none"' in ring
    assert 'fill="none"' not in disc


@pytest.mark.parametrize("shown", module.SHOWN)
def test_every_filter_draws_and_counts_what_it_shows(shown):
    besides = shown if shown in sheet.BESIDES else ""
    axes = ("objectives", "optima", "observed_in", "trivial", "encountered")
    options = [("", *(v for v in atlas.controls[axis].values if v)) for axis in axes]
    for choice in product(*options):
        if sum(map(bool, choice)) not in ((1, 4) if shown == "more" else (0, 1, 2, 5)):  # the others are alike
            continue
        chosen = {axis: value for axis, value in zip(axes, choice, strict=True) if value}
        page = atlas.render(shown=shown, **chosen)
        wanted = set()
        for found in entries():
            name = sheet.code(found.arrow, found.reading, besides)
            if sheet.lookup().get(name) is not found:
                continue
            usual = all(found.reading[a] in COUNTED[a] for a in MENTIONS[found.arrow])
            if (shown != "more" and not usual) or (shown == "counted" and found.arrow == "I1B"):
                continue
            if all(found.reading.get(axis, value) == value for axis, value in chosen.items()):
                wanted.add(name)
        assert labels(page).keys() == wanted
        said = sentence(page)
        assert said.startswith(f"Of {len(wanted)} cells ") or (not wanted and "No cell" in said)
        if wanted:
            assert len(set(Rows(page).widths)) == 1


def test_the_star_is_where_all_arrows_are_theorems():
    for chosen in product(*COUNTED.values()):
        reading = dict(zip(COUNTED, chosen, strict=True))
        page = atlas.render(**reading)
        assert ("★</span>" in page) is (reading in valid(MAIN_ARROWS) or reading in valid(ROBUSTNESS_ARROWS))
        assert ("under 1 of 1 reading" in sentence(page)) is (reading in valid(MAIN_ARROWS))


def test_a_picked_cell_is_opened_below_and_marked():
    for name in list(labels(atlas.render()))[::7]:
        page = atlas.render(picked=name)
        found = sheet.named(name)
        assert re.findall(r'<a id="atlas-([^"]*)"[^>]*aria-current="true"', page) == [name]
        below = page.split('id="atlas-details"')[1]
        assert ("proofs.html#thm-" in below) is (found.status == "theorem")
        assert ("world_editor.html?" in below) is (found.status == "counterexample" or found.grid_only)
        assert "15_atlas.html?arrow_explorer.arrow=" in below
        assert found.arrow in sentence(page)


@pytest.mark.parametrize("picked", ["I3", "I9.training", "<b>", "I5b.training.every"])
def test_a_cell_that_there_is_not_is_refused(picked):
    with pytest.raises(ValueError, match="has no cell"):
        atlas.render(picked=picked)


def test_the_listing_has_every_cell_and_opens_it():
    page = module.listing(counted())
    assert page.count("<tr>") == 169
    assert page.count("proofs.html#thm-") == 96
    assert page.count("world_editor.html?") == 72
